"""Cards and Homes that must show the newest state: claimed, shown, settled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, insert, or_, select, update
from sqlalchemy.orm import Session

from slackbot.casework.cards import card_of
from slackbot.casework.desk import Desk, find_who
from slackbot.casework.homes import home_of
from slackbot.casework.owing import display_row
from slackbot.casework.posting import LEASE
from slackbot.casework.team import find_team, kept_out
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Display, DisplayKind
from slackbot.records.people import Person
from slackbot.records.visibility import Seat, visible_to
from slackbot.rules.notices import Fault
from slackbot.rules.people import SlackUser
from slackbot.rules.shown import Card, Home


@dataclass(frozen=True, slots=True)
class OwedDisplay:
    """A card or Home leased to one courier; `card` or `home` is what it must show.

    Not `wanted`: delete it. `place` is a channel or a person, `channel` and `ts` say where
    the card stands now, if anywhere. `doubt_since`: an earlier try may have succeeded.
    """

    mark: UUID
    kind: DisplayKind
    place: str
    version: int
    wanted: bool
    card: Card | None
    home: Home | None
    channel: str | None
    ts: str | None
    doubt_since: datetime | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Showing:
    """Displays: each method is one short transaction, with no network in it."""

    desk: Desk
    lease: timedelta = LEASE

    def claim_display(self, owner: str, *, channel_is_safe: bool) -> OwedDisplay | None:
        """Lease the next display that is due, deletions first.

        Cards for the triage channel are held while it is not safe; deletions never are.
        """
        now = self.desk.clock()
        with self.desk.writing() as session:
            display = session.scalar(self._next_due(now, channel_is_safe=channel_is_safe))
            if display is None:
                return None
            return self._lease(session, display, owner, now)

    def channel_cards_due(self) -> bool:
        """Say whether a card waits for the triage channel, so that a check is worth it."""
        now = self.desk.clock()
        with self.desk.looking() as session:
            waiting = select(Display.mark).where(_due(now), self._in_channel(), Display.wanted)
            return session.scalar(waiting.limit(1)) is not None

    def settle_shown(
        self, mark: UUID, owner: str, version: int, channel: str, ts: str
    ) -> bool:
        """Record that a display shows a version; False where the lease was lost."""
        at = {"shown": version, "channel": channel, "ts": ts, "tried_at": None}
        newer = Display.owed != version
        clean = {"attempts": 0, "fault": None, "is_due": newer}
        return self._settle(mark, owner, at | clean | {"urgent": Display.urgent & newer})

    def settle_removed(self, mark: UUID, owner: str) -> bool:
        """Record that a card is gone from Slack."""
        gone = {"channel": None, "ts": None, "tried_at": None, "is_due": Display.wanted}
        return self._settle(mark, owner, gone | {"shown": Display.owed})

    def settle_display_later(
        self, mark: UUID, owner: str, until: datetime, *, doubtful: bool
    ) -> bool:
        """Give a display back until then; `doubtful` where it may have been shown."""
        certain: dict[str, Any] = {} if doubtful else {"tried_at": None}
        return self._settle(mark, owner, {"due": until} | certain)

    def settle_display_failed(
        self, mark: UUID, owner: str, version: int, fault: Fault
    ) -> bool:
        """Give a display up until its next version; `fault` says why."""
        newer = {"is_due": Display.owed != version, "tried_at": None}
        return self._settle(mark, owner, newer | {"fault": fault})

    def touched(self, mark: UUID, channel: str, ts: str) -> None:
        """Notice a pressed card: a twin, posted twice after a crash, is taken away."""
        with self.desk.writing() as session:
            known = session.get(Display, mark)
            if known is None or known.ts is None or known.ts == ts:
                return
            if known.owner is not None:
                return  # being shown now: this may be the new one, not settled yet
            twin = display_row(DisplayKind.CARD, channel, None, self.desk.clock())
            twin |= {"target": f"twin:{ts}", "wanted": False, "urgent": True, "mark": uuid4()}
            seen = select(Display.mark).where(Display.target == twin["target"])
            if session.scalar(seen.where(Display.place == channel)) is None:
                session.execute(insert(Display), [twin | {"channel": channel, "ts": ts}])

    def next_due(self) -> datetime | None:
        """Say when the next display falls due."""
        with self.desk.looking() as session:
            waiting = select(Display.due).where(Display.is_due).order_by(Display.due)
            return session.scalar(waiting.limit(1))

    def _next_due(self, now: datetime, *, channel_is_safe: bool) -> Select[Display]:
        ready = select(Display).where(_due(now))
        if not channel_is_safe:
            ready = ready.where(or_(~self._in_channel(), ~Display.wanted))
        ordered = ready.order_by(Display.urgent.desc(), Display.due, Display.mark)
        return ordered.limit(1).with_for_update(skip_locked=True)

    def _in_channel(self) -> ColumnElement[bool]:
        return Display.place == self.desk.triage_channel

    def _lease(
        self, session: Session, display: Display, owner: str, now: datetime
    ) -> OwedDisplay:
        doubt = display.tried_at
        display.owner, display.lease_until = owner, now + self.lease
        display.tried_at, display.attempts = doubt or now, display.attempts + 1
        card, home = self._content(session, display)
        session.flush()
        return OwedDisplay(
            mark=display.mark,
            kind=display.kind,
            place=display.place,
            version=display.owed,
            wanted=display.wanted,
            card=card,
            home=home,
            channel=display.channel or self._channel(session, display),
            ts=display.ts,
            doubt_since=doubt,
            attempts=display.attempts,
        )

    def _content(self, session: Session, display: Display) -> tuple[Card | None, Home | None]:
        if display.kind is DisplayKind.HOME:
            who = find_who(session, self.desk, SlackUser(display.place))
            return None, home_of(session, self.desk, who)
        complaint = self._complaint(session, display)
        if complaint is None:
            display.wanted = False  # no longer theirs to see: taken away, whatever was planned
            return None, None
        return card_of(session, complaint), None

    def _complaint(self, session: Session, display: Display) -> Complaint | None:
        if not display.wanted or display.complaint_id is None:
            return None
        if display.place == self.desk.triage_channel:
            team = find_team(session, self.desk)
            if team.hides_from_channel(kept_out(session, display.complaint_id)):
                return None
            return session.get(Complaint, display.complaint_id)
        mine = visible_to(find_who(session, self.desk, SlackUser(display.place)), Seat.TEAM)
        return session.scalar(mine.where(Complaint.id == display.complaint_id))

    def _channel(self, session: Session, display: Display) -> str | None:
        if display.place == self.desk.triage_channel:
            return display.place
        return session.scalar(select(Person.dm_channel).where(Person.id == display.place))

    def _settle(self, mark: UUID, owner: str, values: dict[str, Any]) -> bool:
        mine = update(Display).where(Display.mark == mark, Display.owner == owner)
        with self.desk.writing() as session:
            done = session.execute(mine.values(**values, owner=None, lease_until=None))
            return bool(done.rowcount)  # type: ignore[attr-defined]


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(Display.owner.is_(None), Display.lease_until < now)
    return Display.is_due & (Display.due <= now) & free
