"""What falls due by itself: found in the database, so it survives restarts and replicas."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from slackbot.casework.danger import widen_pages
from slackbot.casework.desk import APP, LONDON, Desk
from slackbot.casework.owing import notice_row, owe
from slackbot.casework.watch import Watch
from slackbot.records.audit import AuditHead, Entry, Tag
from slackbot.records.draft import Draft
from slackbot.records.notice import Schedule
from slackbot.records.sealed import DataKey
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import SlackUser

_CHAIN_HEAD = "chain head"
_MORNING = 9


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Does what is due, once, however many replicas ask."""

    desk: Desk
    watch: Watch

    def tick(self) -> None:
        """Widen pages, destroy old drafts, remind of the channel, owe the chain's head."""
        with self.desk.writing() as session:
            is_morning = self._is_turn(session, _CHAIN_HEAD, _next_morning(self.desk.clock()))
            entries = widen_pages(session, self.desk)
            entries += self._destroy_drafts(session)
            self.watch.remind_if_due(session)
            if entries:
                self.desk.chain.append(session, *entries)
            if is_morning:
                self._publish_head(session)

    def _destroy_drafts(self, session: Session) -> list[Entry]:
        old = self.desk.clock() - self.desk.policy.drafts_kept
        drafts = session.scalars(
            select(Draft).where(Draft.made_at < old).with_for_update(skip_locked=True)
        ).all()
        for draft in drafts:
            session.execute(delete(DataKey).where(DataKey.owner == draft.id))
            session.delete(draft)
        session.flush()
        return [Entry(Tag.DRAFT_DESTROYED, APP, details={"draft": d.id.hex}) for d in drafts]

    def _publish_head(self, session: Session) -> None:
        """Owe the chain's signed head to the triage channel, each morning.

        Whoever rewrites the database later cannot rewrite what people have seen. It
        carries no sequence number, which would tell how much is going on.
        """
        self.desk.chain.append(session, Entry(Tag.CHAIN_PUBLISHED, APP))
        head = session.get_one(AuditHead, 1, populate_existing=True)
        words = f"{head.hash.hex()} {head.signature.hex()}"
        to, now = SlackUser(self.desk.triage_channel), self.desk.clock()
        owe(session, [notice_row(NoticeKind.CHAIN_HEAD, to, now, words=words)])

    def _is_turn(self, session: Session, name: str, then: datetime) -> bool:
        """Say whether it is time and the turn is ours; others find it moved on."""
        now = self.desk.clock()
        known = session.get(Schedule, name)
        if known is None:
            session.add(Schedule(name=name, next_at=then))
            session.flush()
            return False
        due = update(Schedule).where(Schedule.name == name, Schedule.next_at <= now)
        moved = cast("CursorResult[Any]", session.execute(due.values(next_at=then)))
        return bool(moved.rowcount)


def _next_morning(now: datetime) -> datetime:
    local = now.astimezone(LONDON)
    morning = local.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)
