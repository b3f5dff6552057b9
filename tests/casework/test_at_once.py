"""What threads do to one another: one wins, nothing is lost, nobody waits for ever."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import text

from slackbot.casework.errors import (
    AlreadyTakenError,
    CaseworkError,
    ChangedMeanwhileError,
    NotStoredError,
)
from slackbot.casework.posting import OwedNotice
from slackbot.records import database
from slackbot.records.audit import Tag
from slackbot.records.complaint import Addition, Complaint
from slackbot.records.notice import Notice
from slackbot.rules.details import Details
from slackbot.rules.notices import Fault, NoticeKind
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.roles import Role
from slackbot.rules.status import Status
from tests import cast
from tests.cast import Office, move, new_form, open_office, report
from tests.clock import Clock


def at_once(deeds: Iterable[Callable[[], object]]) -> list[object]:
    """Do several things in threads that start together; return what came of each."""
    listed = list(deeds)
    start, found = threading.Barrier(len(listed)), [None] * len(listed)

    def work(at: int, deed: Callable[[], object]) -> None:
        start.wait()
        try:
            found[at] = deed()  # type: ignore[call-overload]
        except CaseworkError as error:
            found[at] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(listed)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(found)


def test_the_same_form_from_sixteen_threads_is_one_complaint(office: Office) -> None:
    sent = report(urgent=True)
    receipts = at_once([lambda: office.casework.intake.file(sent)] * 16)
    assert len(set(receipts)) == 1
    assert office.count(Complaint) == 1
    kinds = Counter(row.kind for row in office.notices())
    assert kinds[NoticeKind.RECEIVED] == 1
    assert kinds[NoticeKind.DANGER] == 2
    office.assert_intact()


def test_the_same_addition_from_many_threads_is_one(office: Office) -> None:
    ref, key = office.file(), new_form()
    more = Details(hope="an apology")
    add = office.casework.intake.add
    came = at_once([lambda: add(ref, more, by=cast.REPORTER, key=key)] * 8)
    assert came == [None] * 8
    assert office.count(Addition) == 1


def test_a_complaint_is_taken_by_one(office: Office) -> None:
    ref, take = office.file(), office.casework.triage.take
    came = at_once([lambda by=by: take(ref, by=by) for by in cast.TEAM * 2])  # type: ignore[misc]
    assert office.tags().count(Tag.COMPLAINT_TAKEN) == 1
    lost = [error for error in came if isinstance(error, AlreadyTakenError)]
    winner = office.complaint(ref).taken_by
    assert len(lost) == 6
    assert {error.by_name for error in lost} == {cast.NAMES[winner]} if winner else False


def test_of_two_steps_on_one_version_one_is_stored(office: Office) -> None:
    ref = office.file()
    forms = [move(Status.LOGGED, office.version(ref)) for _ in range(6)]
    step = office.casework.triage.move
    came = at_once([lambda f=f: step(ref, f, by=cast.LEAD) for f in forms])  # type: ignore[misc]
    assert sum(isinstance(each, ChangedMeanwhileError) for each in came) == 5
    assert office.tags().count(Tag.COMPLAINT_MOVED) == 1


def test_one_has_it(office: Office) -> None:
    ref, hold = office.file(urgent=True), office.casework.triage.hold
    came = at_once([lambda by=by: hold(ref, by=by) for by in cast.TEAM])  # type: ignore[misc]
    assert len(set(came)) == 1
    assert office.tags().count(Tag.DANGER_HELD) == 1


def test_a_notice_is_claimed_by_one_courier(office: Office) -> None:
    for _ in range(6):
        office.file()
    claim = office.casework.posting.claim_notice
    came = at_once([lambda n=n: claim(f"courier {n}") for n in range(12)])  # type: ignore[misc]
    claimed = [owed.seq for owed in came if isinstance(owed, OwedNotice)]
    assert len(claimed) == len(set(claimed)) == 6


def test_two_replicas_publish_one_head_a_day(office: Office) -> None:
    tick = office.casework.clockwork.tick
    tick()
    for day in range(3):
        office.clock.pass_(days=1)
        at_once([tick] * 4)
        tick()
        heads = office.count(Notice, Notice.kind == NoticeKind.CHAIN_HEAD)
        assert heads == day + 1


def test_two_leads_cannot_end_each_other(office: Office) -> None:
    end = office.casework.people.end
    pairs = [(cast.LEAD, cast.OTHER_LEAD), (cast.OTHER_LEAD, cast.LEAD)]
    at_once([lambda a=a, b=b: end(a, Role.LEAD, by=b) for a, b in pairs])  # type: ignore[misc]
    leads = [p for p in (cast.LEAD, cast.OTHER_LEAD) if cast.grants(office, p)]
    assert len(leads) == 1


@pytest.mark.parametrize("turn", range(3))
def test_a_role_given_while_complaints_come_in_hides_every_one_that_names_them(
    office: Office, turn: int
) -> None:
    name = cast.NAMES[cast.SECOND_MP]
    say = f"{name} shouted at me."
    deeds: list[Callable[[], object]] = [lambda: office.file(statement=say) for _ in range(6)]
    give = office.casework.people.give
    deeds.insert(turn * 3, lambda: give(cast.SECOND_MP, Role.CASEWORKER, by=cast.LEAD))
    came = at_once(deeds)
    assert not [each for each in came if isinstance(each, Exception)]
    assert office.casework.reading.queue(cast.SECOND_MP).rows == ()
    assert len(office.casework.reading.queue(cast.LEAD).rows) == 6


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a busy machine be slow: what waits for itself would wait for ever."""
    monkeypatch.setattr(database, "PATIENCE", 60.0)


@pytest.mark.usefixtures("patient")
def test_mixed_work_in_sixteen_threads_never_locks_itself_up(
    office_url: str, clock: Clock
) -> None:
    """PostgreSQL would say so; the order in which rows are locked is one for all."""
    office = open_office(office_url, clock=clock)
    office.casework.clockwork.tick()
    for person in cast.NAMES:
        office.casework.reading.home(person)
    kept = frozenset({cast.OTHER_CASEWORKER})
    refs = [
        office.file(urgent=True, kept_from=kept if n % 2 else frozenset()) for n in range(4)
    ]
    came = at_once([lambda n=n: _work(office, n, refs) for n in range(16)])  # type: ignore[misc]
    trouble = Counter(
        type(each.__cause__).__name__ for each in came if isinstance(each, Exception)
    )
    assert not trouble
    assert _deadlocks(office) == 0
    office.assert_intact()
    office.database.close()


def _work(office: Office, thread: int, refs: list[ComplaintRef]) -> None:
    ref, triage, people = refs[thread % 4], office.casework.triage, office.casework.people
    courier = f"courier {thread}"
    deeds: list[Callable[[], object]] = [
        lambda: office.file(urgent=True),
        lambda: office.move(ref, Status.LOGGED),
        lambda: triage.hold(ref, by=cast.LEAD),
        lambda: office.add(ref, Details(place="the lobby")),
        lambda: people.give(cast.SECOND_MP, Role.CASEWORKER, by=cast.LEAD),
        lambda: _fail(office, courier),
        office.casework.clockwork.tick,
        lambda: office.see_channel(*cast.TEAM[: thread % 4 + 1]),
        lambda: office.casework.showing.claim_display(courier, channel_is_safe=True),
        lambda: people.end(cast.SECOND_MP, Role.CASEWORKER, by=cast.LEAD),
        lambda: people.learn(cast.MEMBERS[: thread + 1]),
        lambda: office.casework.reading.open_file(ref, by=cast.LEAD),
    ]
    for deed in deeds[thread % len(deeds) :] + deeds[: thread % len(deeds)]:
        try:
            deed()
        except CaseworkError as error:
            if isinstance(error, NotStoredError):
                raise


def _fail(office: Office, courier: str) -> None:
    posting = office.casework.posting
    if owed := posting.claim_notice(courier):
        posting.settle_failed(owed.seq, courier, Fault.NO_DM)


def _deadlocks(office: Office) -> int:
    if office.database.engine.dialect.name == "sqlite":
        return 0
    with office.session() as session:
        count = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return session.scalar(text(count)) or 0
