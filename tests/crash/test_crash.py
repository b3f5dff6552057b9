"""Killed anywhere, the program loses nothing and tells nobody twice, as people see it."""

import os
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from slackbot.records.audit import verify
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Display
from slackbot.rules.notices import NoticeState
from slackbot.rules.people import Member as Colleague
from slackbot.rules.people import SlackUser, Standing
from slackbot.sandbox import Fault, Member
from tests.crash.child import Order
from tests.crash.victims import KILLED, Victims, raised
from tests.databases import POSTGRES
from tests.delivery.office import CARA, DAN, KEYS, LEAD, TRIAGE, Office, open_office

pytestmark = pytest.mark.crash

# CRASH_KILLS says how often to kill at random, and that every line is tried. Without it, for
# the sake of time, it is every few lines, beginning by chance: TEST_SEED has it again.
KILLS = int(os.environ.get("CRASH_KILLS", "12"))
STRIDE = 1 if "CRASH_KILLS" in os.environ else 4
PEOPLE = tuple(SlackUser(f"UP{number:03}") for number in range(600))
LEASE = timedelta(seconds=61)

REPLICAS = [
    pytest.param("sqlite", 1, id="SQLite"),
    pytest.param("postgresql", 2, id="PostgreSQL-two-replicas", marks=POSTGRES.marks),
]


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    with raised() as found:
        yield found


@pytest.fixture
def office(request: pytest.FixtureRequest, backend: str) -> Iterator[Office]:
    name = "sqlite_url" if backend == "sqlite" else "postgres_url"
    with open_office(request.getfixturevalue(name)) as office:
        office.casework.people.learn(
            [Colleague(each, each, Standing.MEMBER) for each in PEOPLE]
        )
        office.box.world.members |= {each: Member(id=each) for each in PEOPLE}
        yield office


@pytest.fixture
def order(office: Office, tmp_path: Path) -> Order:
    engine = office.casework.desk.database.engine
    acknowledged = tmp_path / "acknowledged"
    acknowledged.touch()
    return Order(
        what="tell one",
        url=engine.url.render_as_string(hide_password=False),
        key=KEYS.keys[0].hex(),
        channel=TRIAGE,
        token=office.box.bot_token,
        api_url=office.box.api_url,
        acknowledged=str(acknowledged),
    )


@pytest.mark.parametrize(("backend", "replicas"), REPLICAS)
def test_killed_between_any_two_lines_nothing_is_lost_nor_told_twice(
    office: Office, order: Order, victims: Victims, replicas: int, chance: random.Random
) -> None:
    reporters = iter(PEOPLE)
    first = chance.randint(1, STRIDE)
    lines = kill_at_every_line(office, order, victims, reporters, first, replicas)
    assert lines > 100, "the hook has not seen the courier"
    office.pass_time(LEASE)
    kill_again_in_doubt(office, order, victims, range(first, lines + 60, STRIDE), replicas)
    office.settle(rounds=200)
    check_told(office)


@pytest.mark.parametrize(("backend", "replicas"), REPLICAS[:1])
def test_killed_between_any_two_lines_no_card_stands_twice_in_a_dm(
    office: Office, order: Order, victims: Victims, replicas: int, chance: random.Random
) -> None:
    order = replace(order, what="show one")
    office.report(PEOPLE[0], kept_from=frozenset({DAN}))
    while office.courier.deliver().value != "nothing was due":
        pass
    for line in count(chance.randint(1, STRIDE), STRIDE):
        office.pass_time(LEASE)
        if run(victims, ahead(office, order, line), 1) == [0] and not cards_due(office):
            break
    assert line > 100
    for person in (LEAD, CARA):
        assert len(standing(office, person)) == 1
    assert not office.cards(DAN)


@pytest.mark.parametrize(("backend", "replicas"), REPLICAS)
def test_killed_at_random_nothing_is_lost_nor_told_twice(
    office: Office, order: Order, victims: Victims, replicas: int, chance: random.Random
) -> None:
    office.box.faults.always("chat.postMessage", Fault.slow(0.03))
    # A lease in real time: putting the clocks forward would take it from a living replica.
    order = replace(order, what="go on", lease=4.0, patience=1.0)
    victims.warm(order)
    running = [victims.start(reporting(order, chance)) for _ in range(replicas)]
    for _ in range(KILLS):
        wait_for_reports(order, 1 + chance.randrange(3))
        time.sleep(chance.uniform(0.0, 0.1))
        chosen = chance.randrange(replicas)
        assert victims.kill(running[chosen]) == KILLED
        running[chosen] = victims.start(reporting(order, chance))
    for pid in running:
        victims.kill(pid)
    office.box.faults.clear()
    office.pass_time(LEASE)
    office.settle(rounds=200)
    check_stored(office, Path(order.acknowledged))
    check_told(office)


def kill_at_every_line(
    office: Office,
    order: Order,
    victims: Victims,
    reporters: Iterator[SlackUser],
    first: int,
    replicas: int,
) -> int:
    """Kill each delivery a line later than the one before; say how many lines it has."""
    office.report(next(reporters))
    victims.warm(order)
    for line in count(first, STRIDE):
        for _ in range(replicas):
            office.report(next(reporters))
        if run(victims, ahead(office, order, line), replicas) == [0] * replicas:
            return line
    raise AssertionError


def kill_again_in_doubt(
    office: Office, order: Order, victims: Victims, lines: range, replicas: int
) -> None:
    """Kill those too that look what the killed ones have left."""
    for line in lines:
        due = office.casework.posting.next_due()
        if due and due > office.clock():
            office.pass_time(LEASE)
        run(victims, ahead(office, order, line), replicas)


def ahead(office: Office, order: Order, line: int) -> Order:
    return replace(order, kill_at=line, ahead=office.clock.ahead.total_seconds())


def run(victims: Victims, order: Order, replicas: int) -> list[int]:
    """Let them run at the same time; each is killed, or done."""
    pids = [victims.start(order) for _ in range(replicas)]
    ends = [victims.wait(pid) for pid in pids]
    assert set(ends) <= {0, KILLED}
    return ends


def reporting(order: Order, chance: random.Random) -> Order:
    return replace(order, reporters=tuple(chance.choices(PEOPLE[:20], k=40)))


def wait_for_reports(order: Order, more: int) -> None:
    """Wait until a few more reports have been said to be received."""
    file = Path(order.acknowledged)
    until = time.monotonic() + 20
    enough = len(file.read_text().split()) + more
    while len(file.read_text().split()) < enough:
        assert time.monotonic() < until, "nobody takes reports in"
        time.sleep(0.005)


def check_told(office: Office) -> None:
    """Everybody has seen each of their notices once, and the chain is whole."""
    notices = office.notices()
    assert {each.state for each in notices} == {NoticeState.SENT}
    told = [n for n in notices if n.recipient in PEOPLE]
    seen = {person: office.marks(person) for person in {n.recipient for n in told}}
    assert [n.seq for n in told if seen[n.recipient][n.mark.hex] < 1] == [], "lost"
    assert [n.seq for n in told if seen[n.recipient][n.mark.hex] > 1] == [], "told twice"
    desk = office.casework.desk
    with desk.database.read() as session:
        assert verify(session, desk.chain.key.public_key()).intact


def check_stored(office: Office, acknowledged: Path) -> None:
    """What was said to be received is in the record, each with its receipt owed."""
    keys = {line for line in acknowledged.read_text().split() if len(line) == len(uuid4().hex)}
    with office.casework.desk.database.read() as session:
        kept = set(session.scalars(select(Complaint.form_key)))
    assert len(keys) > KILLS
    assert keys <= kept
    assert len(kept) == len([n for n in office.notices() if n.recipient in PEOPLE])


def cards_due(office: Office) -> bool:
    with office.casework.desk.database.read() as session:
        return session.scalar(select(Display.mark).where(Display.is_due).limit(1)) is not None


def standing(office: Office, person: str) -> list[str]:
    """The messages that stand in a person's DM now, without those taken away."""
    channel = office.box.world.channels[f"D{person[1:]}"]
    marked = [m for m in channel.messages if not m.deleted]
    return [m.ts for m in marked if any("elements" in block for block in m.blocks)]
