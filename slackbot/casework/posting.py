"""The courier's side of the record: claiming what is owed, settling what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from slackbot.casework.alarms import tell_altered
from slackbot.casework.conflicts import replan
from slackbot.casework.desk import APP, Desk
from slackbot.casework.errors import AlteredRecordError
from slackbot.casework.owing import owe_homes
from slackbot.casework.promises import facts_of, fate_of
from slackbot.casework.team import find_team
from slackbot.records.audit import Entry, Tag
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Notice, Throttle
from slackbot.records.people import Person
from slackbot.records.turns import keep_roles
from slackbot.rules.notices import Facts, Fault, NoticeKind, NoticeState
from slackbot.rules.people import SlackUser

LEASE = timedelta(seconds=60)
"""Longer than the courier's HTTP time-out, and than Slack's history lags."""

_ON_THE_WAY = (NoticeState.OWED, NoticeState.SENDING)


@dataclass(frozen=True, slots=True)
class OwedNotice:
    """A notice leased to one courier.

    `channel` is where to post if known (a C… or D… id). `doubt_since` is set where an
    earlier try may have been delivered: look in Slack before posting.
    """

    seq: int
    facts: Facts
    recipient: SlackUser
    channel: str | None
    doubt_since: datetime | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Posting:
    """Notices: each method is one short transaction, with no network in it."""

    desk: Desk
    lease: timedelta = LEASE

    def claim_notice(self, owner: str) -> OwedNotice | None:
        """Lease the next notice that is due: urgent first, each person's in order.

        What is no longer owed, or wanted only on Home, is settled on the way.
        """
        now = self.desk.clock()
        with self.desk.writing() as session:
            while (notice := session.scalar(_next_due(now))) is not None:
                fate = fate_of(session, self.desk, notice)
                if fate is None:
                    return self._lease(session, notice, owner, now)
                self._settle_unsent(session, notice, fate, now)
        return None

    def note_dm(self, person: SlackUser, channel: str) -> None:
        """Keep the D… id of somebody's DM, before the first post to it."""
        with self.desk.writing() as session:
            known = update(Person).where(Person.id == person)
            session.execute(known.values(dm_channel=channel))

    def settle_sent(self, seq: int, owner: str, channel: str, ts: str) -> bool:
        """Mark a notice as sent; False where the lease was lost."""
        now = self.desk.clock()
        values = {"state": NoticeState.SENT, "channel": channel, "ts": ts, "settled_at": now}
        with self.desk.writing() as session:
            if not _settle(session, seq, owner, values):
                return False
            self._after(session, seq, Tag.NOTICE_SENT)
            return True

    def settle_later(self, seq: int, owner: str, until: datetime, *, doubtful: bool) -> bool:
        """Give a notice back until then; `doubtful` where it may have been delivered."""
        values: dict[str, Any] = {"state": NoticeState.OWED, "due": until}
        values |= {} if doubtful else {"tried_at": None}
        with self.desk.writing() as session:
            return _settle(session, seq, owner, values)

    def settle_failed(self, seq: int, owner: str, fault: Fault) -> bool:
        """Mark a notice as undeliverable: a task that people see on the card."""
        now = self.desk.clock()
        values = {"state": NoticeState.FAILED, "fault": fault, "settled_at": now}
        with self.desk.writing() as session:
            keep_roles(session)
            if not _settle(session, seq, owner, values):
                return False
            self._after(session, seq, Tag.NOTICE_FAILED)
            return True

    def pause(self, method: str, until: datetime) -> None:
        """Leave a method alone until then, in this process and every other."""
        with self.desk.writing() as session:
            known = session.get(Throttle, method)
            if known is None:
                session.add(Throttle(method=method, until=until))
            else:
                known.until = max(known.until, until)

    def paused_until(self, method: str) -> datetime | None:
        """Say until when a method is to be left alone; None where it is free."""
        with self.desk.looking() as session:
            until = session.scalar(select(Throttle.until).where(Throttle.method == method))
        return until if until and until > self.desk.clock() else None

    def next_due(self) -> datetime | None:
        """Say when the next notice falls due, or the next lease runs out."""
        with self.desk.looking() as session:
            due = select(func.min(Notice.due)).where(Notice.state == NoticeState.OWED)
            lease = select(func.min(Notice.lease_until))
            lost = lease.where(Notice.state == NoticeState.SENDING)
            moments = [session.scalar(due), session.scalar(lost)]
        return min((moment for moment in moments if moment), default=None)

    def owed_count(self) -> int:
        """Count the notices that are owed or on their way, for the metrics."""
        with self.desk.looking() as session:
            waiting = select(func.count()).where(Notice.state.in_(_ON_THE_WAY))
            return session.scalar(waiting) or 0

    def _lease(
        self, session: Session, notice: Notice, owner: str, now: datetime
    ) -> OwedNotice:
        doubt = notice.tried_at
        notice.state, notice.owner = NoticeState.SENDING, owner
        notice.lease_until, notice.tried_at = now + self.lease, doubt or now
        notice.attempts += 1
        return OwedNotice(
            seq=notice.seq,
            facts=facts_of(session, notice),
            recipient=notice.recipient,
            channel=self._channel(session, notice),
            doubt_since=doubt,
            attempts=notice.attempts,
        )

    def _channel(self, session: Session, notice: Notice) -> str | None:
        if notice.recipient == self.desk.triage_channel:
            return self.desk.triage_channel
        known = select(Person.dm_channel).where(Person.id == notice.recipient)
        return session.scalar(known)

    def _settle_unsent(
        self, session: Session, notice: Notice, fate: NoticeState, now: datetime
    ) -> None:
        notice.state, notice.settled_at = fate, now
        session.flush()
        if fate is NoticeState.QUIET:
            self._after(session, notice.seq, Tag.NOTICE_QUIET)
        if fate is NoticeState.FAILED:
            notice.fault = Fault.ALTERED
            self.desk.chain.append(session, self._altered(session, notice))

    def _altered(self, session: Session, notice: Notice) -> Entry:
        complaint = session.get_one(Complaint, notice.complaint_id)
        return tell_altered(AlteredRecordError(SlackUser(APP), complaint.id, complaint.ref))

    def _after(self, session: Session, seq: int, tag: Tag) -> None:
        """Record what became of a notice; the Home and the card show it."""
        notice = session.get_one(Notice, seq, populate_existing=True)
        entries = [Entry(tag, APP, notice.complaint_id, details={"kind": notice.kind.value})]
        if tag is Tag.NOTICE_FAILED and notice.complaint_id:
            # Locked before the cards, as everywhere.
            ours = select(Complaint).where(Complaint.id == notice.complaint_id)
            complaint = session.scalars(ours.with_for_update(key_share=True)).one()
            team = find_team(session, self.desk)
            entries += replan(session, self.desk, complaint, team)
        if notice.kind is NoticeKind.STEP:
            owe_homes(session, [notice.recipient], self.desk.clock())
        self.desk.chain.append(session, *entries)


def _next_due(now: datetime) -> Select[Notice]:
    earlier = aliased(Notice)
    waits = exists().where(
        earlier.complaint_id == Notice.complaint_id,
        earlier.recipient == Notice.recipient,
        earlier.seq < Notice.seq,
        earlier.state.in_(_ON_THE_WAY),
    )
    due = and_(Notice.state == NoticeState.OWED, Notice.due <= now)
    lost = and_(Notice.state == NoticeState.SENDING, Notice.lease_until < now)
    ready = select(Notice).where(or_(due, lost), ~waits)
    ordered = ready.order_by(Notice.urgent.desc(), Notice.due, Notice.seq)
    return ordered.limit(1).with_for_update(skip_locked=True, of=Notice)


def _settle(session: Session, seq: int, owner: str, values: dict[str, Any]) -> bool:
    mine = update(Notice).where(
        Notice.seq == seq, Notice.owner == owner, Notice.state == NoticeState.SENDING
    )
    done = session.execute(mine.values(**values, owner=None, lease_until=None))
    return bool(done.rowcount)  # type: ignore[attr-defined]
