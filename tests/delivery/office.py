"""An office for the courier's tests: the real record, and a local workspace that can fail."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import delete, select

from slackbot.casework import Casework, open_casework
from slackbot.delivery.courier import Courier, Step
from slackbot.delivery.displays import Displays
from slackbot.delivery.loop import Delivery
from slackbot.delivery.web_client import TimelyClient
from slackbot.records.database import Database
from slackbot.records.notice import Notice
from slackbot.records.sealed import Keyring
from slackbot.rules.notices import NoticeState
from slackbot.rules.people import Member as Colleague
from slackbot.rules.people import SlackUser, Standing
from slackbot.rules.policy import Policy
from slackbot.rules.provenance import LearntFrom
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey, Move, Report
from slackbot.rules.roles import Role
from slackbot.rules.status import Status
from slackbot.sandbox import Channel, Member, Sandbox
from slackbot.sandbox import Delivery as Seen
from tests.needs import ROOT

TRIAGE = "CTRIAGE"
ASHA, BEN = SlackUser("UASHA"), SlackUser("UBEN")
LEAD, CARA, DAN = SlackUser("ULEAD"), SlackUser("UCARA"), SlackUser("UDAN")
STAFF = (LEAD, CARA, DAN)
KEYS = Keyring((bytes(range(32)),))
POLICY = Policy(step_wait=timedelta(0))

_numbers = count(1)


def workspace() -> Sandbox:
    """Two parliamentarians, a team of three, and their channel."""
    members = [Member(id=each, name=each[1:]) for each in (ASHA, BEN, *STAFF)]
    triage = Channel(TRIAGE, "triage", private=True, members=STAFF, with_app=True)
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return Sandbox(manifest=manifest, members=members, channels=[triage])


def impatient_client(box: Sandbox, limit: float) -> TimelyClient:
    """The courier's client with less patience, so that a test needs none."""
    return TimelyClient(box.bot_token, box.api_url, timeout=1, limit=limit)


@dataclass
class Clock:
    """The time, which a test may put forward."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Office:
    """The record, the workspace, and a courier between them."""

    box: Sandbox
    casework: Casework
    clock: Clock = field(default_factory=Clock)
    limit: float = 5.0
    delivery: Delivery = field(init=False)

    def __post_init__(self) -> None:
        self.delivery = self.another_courier()

    @property
    def courier(self) -> Courier:
        return self.delivery.courier

    @property
    def displays(self) -> Displays:
        return self.delivery.displays

    def another_courier(self) -> Delivery:
        client = impatient_client(self.box, self.limit)
        return Delivery(self.casework, client, POLICY, TRIAGE, clock=self.clock)

    def staff(self) -> None:
        """Fill the directory and the roles; nothing of that is still owed afterwards."""
        people = self.casework.people
        people.learn([Colleague(p, p[1:], Standing.MEMBER) for p in (ASHA, BEN, *STAFF)])
        people.seat_first_leads([LEAD])
        for person in (CARA, DAN):
            people.give(person, Role.CASEWORKER, by=LEAD)
        with self.casework.desk.database.begin() as session:
            session.execute(delete(Notice))

    def report(
        self, by: SlackUser = ASHA, *, urgent: bool = False, **more: Any
    ) -> ComplaintRef:
        key = FormKey(f"key-{next(_numbers)}")
        report = Report(key=key, sender=by, statement="words", urgent=urgent, **more)
        return self.casework.intake.file(report).ref

    def move(
        self, ref: ComplaintRef, to: Status = Status.RAISED, by: SlackUser = CARA
    ) -> None:
        version = self.casework.reading.card(ref, by=by).version
        move = Move(
            key=FormKey(f"key-{next(_numbers)}"),
            to=to,
            happened_on=self.clock().date(),
            learnt_from=LearntFrom.OURS,
            version=version,
            sentence="We have raised it.",
        )
        self.casework.triage.move(ref, move, by=by)

    def pass_time(self, wait: timedelta) -> None:
        """Put the clocks of both sides forward."""
        self.clock.ahead += wait
        self.box.pass_time(wait.total_seconds())

    def deliver(self) -> list[Step]:
        """Deliver what is due now, notices first."""
        steps: list[Step] = []
        for step in (self.courier.deliver, self.displays.show):
            while (taken := step()) is not Step.IDLE:
                steps.append(taken)
                assert len(steps) < 2000, "the courier goes round in circles"
        return steps

    def settle(self, rounds: int = 60) -> None:
        """Deliver all that is owed, putting the clocks forward to when it falls due."""
        for _ in range(rounds):
            self.deliver()
            due = [self.casework.posting.next_due(), self.casework.showing.next_due()]
            if not any(due):
                return
            self.pass_time(self._wait([*due, *self._pauses()]))
        raise AssertionError("something stays owed")

    def _pauses(self) -> list[datetime | None]:
        methods = ("chat.postMessage", "conversations.open", "conversations.history")
        return [self.casework.posting.paused_until(method) for method in methods]

    def _wait(self, moments: list[datetime | None]) -> timedelta:
        """How long until something happens; what is due already waits for something else."""
        now = self.clock()
        ahead = [moment - now for moment in moments if moment and moment > now]
        return min(ahead, default=timedelta(seconds=5)) + timedelta(milliseconds=10)

    def told(self, person: str) -> list[str]:
        """What a person was told by message, in order: first lines."""
        return [seen.text for seen in self.messages(person)]

    def messages(self, person: str) -> list[Seen]:
        """The app's messages in a person's DM, each as it was posted."""
        seen = self.box.deliveries(person)
        return [each for each in seen if each.kind == "message" and each.channel[0] == "D"]

    def cards(self, person: str = CARA) -> list[Seen]:
        """What appeared in the triage channel."""
        return [each for each in self.box.deliveries(person) if each.channel == TRIAGE]

    def marks(self, person: str) -> Counter[str]:
        """How often a person saw each marked message appear in their DM."""
        return Counter(mark_of(each) for each in self.messages(person))

    def notices(self) -> list[Notice]:
        with self.casework.desk.database.read() as session:
            return list(session.scalars(select(Notice).order_by(Notice.seq)))

    def states(self, person: str) -> list[NoticeState]:
        return [each.state for each in self.notices() if each.recipient == person]

    def posts(self) -> list[Any]:
        return [call for call in self.box.calls if call.method == "chat.postMessage"]


def mark_of(seen: Seen) -> str:
    """The mark of a message: the block_id of ours that is a UUID."""
    ids = [block.get("block_id", "") for block in seen.blocks]
    return next((each for each in ids if is_mark(each)), "")


def is_mark(text: str) -> bool:
    try:
        return UUID(text).hex == text
    except ValueError:
        return False


@contextmanager
def open_office(url: str) -> Iterator[Office]:
    """An office over a migrated database."""
    database = Database.open(url)
    clock = Clock()
    with workspace() as box:
        office = Office(box, open_casework(database, KEYS, TRIAGE, POLICY, clock), clock)
        office.staff()
        yield office
    database.close()
