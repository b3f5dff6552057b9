"""Tells the stories to the record as if each day had come and gone."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from slackbot.casework import Casework, open_casework
from slackbot.demo.cast import LEADS, ROLES, members
from slackbot.demo.stories import Beat, Story
from slackbot.records.database import Database
from slackbot.records.sealed import Keyring
from slackbot.rules.people import Member, SlackUser, Standing
from slackbot.rules.policy import Policy
from slackbot.rules.report import FormKey, Move, Receipt, Report


class PastClock:
    """A clock that is put to the day of each story."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time, a second later each time that it is asked."""
        self.now += timedelta(seconds=1)
        return self.now


def tell(
    database: Database,
    keyring: Keyring,
    channel: str,
    stories: Iterable[Story],
    *,
    now: datetime,
    told: Callable[[int], object],
) -> None:
    """Fill an empty record with people, roles and stories; `told` hears how many so far."""
    clock = PastClock(now - timedelta(days=400))
    casework = open_casework(database, keyring, channel, Policy(), clock)
    seat_everybody(casework)
    deeds = sorted(_deeds(casework, list(stories), now), key=lambda deed: deed[0])
    for count, (at, deed) in enumerate(deeds, start=1):
        clock.now = at
        deed()
        told(count)


def seat_everybody(casework: Casework) -> None:
    """Write the directory and give everybody their role."""
    casework.people.learn(
        Member(
            SlackUser(each.id),
            each.real_name,
            Standing.GUEST if each.guest else Standing.MEMBER,
            each.tz,
            each.owner,
        )
        for each in members()
    )
    casework.people.seat_first_leads(LEADS)
    for person, role in ROLES:
        casework.people.give(person, role, by=LEADS[0])


def _deeds(
    casework: Casework, stories: list[Story], now: datetime
) -> Iterable[tuple[datetime, Callable[[], object]]]:
    for number, story in enumerate(stories):
        teller = _Teller(casework, story, number)
        began = now - timedelta(days=story.days_ago, minutes=40 + number)
        yield began, teller.begin
        yield began + timedelta(minutes=5), teller.settle
        for beat in story.beats:
            at = began + timedelta(days=beat.day, minutes=beat.to.is_open)
            yield at, partial(teller.step, beat)


class _Teller:
    """Tells one story, through the same duties as everybody else."""

    def __init__(self, casework: Casework, story: Story, number: int) -> None:
        self._casework = casework
        self._story = story
        self._number = number
        self._receipt: Receipt | None = None

    @property
    def _ref(self) -> Receipt:
        if self._receipt is None:
            raise RuntimeError("a story begins with its report")
        return self._receipt

    def begin(self) -> None:
        story = self._story
        self._receipt = self._casework.intake.file(
            Report(
                key=FormKey(f"story-{self._number}"),
                sender=story.sender,
                statement=story.statement,
                urgent=story.urgent,
                kept_from=frozenset(story.kept_from),
                reporter=story.reporter,
                source=story.source,
            )
        )

    def settle(self) -> None:
        story, ref = self._story, self._ref.ref
        if not story.details.is_empty:
            key = FormKey(f"story-{self._number}-details")
            self._casework.intake.add(ref, story.details, by=story.sender, key=key)
        if story.taken_by:
            self._casework.triage.take(ref, by=story.taken_by)

    def step(self, beat: Beat) -> None:
        by = self._story.taken_by or LEADS[0]
        card = self._casework.reading.card(self._ref.ref, by=by)
        move = Move(
            key=FormKey(f"story-{self._number}-{beat.to.value}"),
            to=beat.to,
            happened_on=self._casework.desk.today(),
            learnt_from=beat.learnt_from,
            version=card.version,
            reason="none given" if beat.outcome else "",
            sentence=beat.sentence,
            measure=beat.measure,
            outcome=beat.outcome,
            closing=beat.closing,
        )
        self._casework.triage.move(self._ref.ref, move, by=by)
