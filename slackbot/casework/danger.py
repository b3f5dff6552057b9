"""Immediate danger: two named people at once, then all who may see it, until one has it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from slackbot.casework.conflicts import replan
from slackbot.casework.desk import APP, Desk, acting_role, find_who, name_of
from slackbot.casework.owing import notice_row, owe, withdraw
from slackbot.casework.team import Team, find_team, kept_out
from slackbot.records.audit import Entry, Tag
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Notice
from slackbot.records.visibility import Seat
from slackbot.rules.notices import NoticeKind, NoticeState
from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.roles import Act, Role

_AT_FIRST = 2


def first_pages(team: Team, out: frozenset[SlackUser]) -> tuple[SlackUser, ...]:
    """Name the two who are paged at once: those on call, then leads, then caseworkers.

    With nobody of the team left, the standby caseworkers.
    """
    ranked = [
        *team.holding(Role.ON_CALL),
        *team.holding(Role.LEAD),
        *team.holding(Role.CASEWORKER),
    ]
    free = tuple(dict.fromkeys(person for person in ranked if person not in out))
    return free[:_AT_FIRST] or team.standby(out)


def widen_pages(session: Session, desk: Desk) -> list[Entry]:
    """Page all who may see an urgent complaint that nobody has taken up in time."""
    now = desk.clock()
    due = select(Complaint).where(
        Complaint.is_open, Complaint.danger_open, Complaint.danger_widens_at <= now
    )
    team = find_team(session, desk)
    entries = []
    for complaint in session.scalars(due.with_for_update(skip_locked=True, key_share=True)):
        complaint.danger_widens_at = None
        owe(session, _wider(session, complaint, team, now))
        entries.append(Entry(Tag.DANGER_WIDENED, APP, complaint.id))
    session.flush()
    return entries


def _wider(
    session: Session, complaint: Complaint, team: Team, now: datetime
) -> list[dict[str, Any]]:
    out = kept_out(session, complaint.id)
    everybody = team.free(out) or team.standby(out)
    paged = _paged(session, complaint)
    return [
        notice_row(NoticeKind.DANGER, person, now, complaint=complaint.id)
        for person in everybody
        if person not in paged
    ]


def hold(session: Session, desk: Desk, ref: ComplaintRef, by: SlackUser) -> str:
    """Say "I have it": the first one wins; the others who were paged are told.

    Returns the name of whoever has it.
    """
    complaint = desk.find(session, ref, by, Act.HOLD, Seat.TEAM, lock=True)
    if not complaint.danger_open:
        return name_of(session, complaint.danger_held_by)
    now = desk.clock()
    complaint.danger_open, complaint.danger_held_by = False, by
    complaint.changed_at = now
    ours = (Notice.complaint_id == complaint.id, Notice.kind == NoticeKind.DANGER)
    withdraw(session, *ours, now=now)
    others = _paged(session, complaint) - {by}  # whoever was not paged yet hears nothing
    who = find_who(session, desk, by)
    owe(session, [_held(complaint, person, who.name, now) for person in sorted(others)])
    entries = replan(session, desk, complaint, find_team(session, desk))
    held = Entry(Tag.DANGER_HELD, by, complaint.id, acting_role(who))
    desk.chain.append(session, held, *entries)
    return who.name


def _held(
    complaint: Complaint, person: SlackUser, holder: str, now: datetime
) -> dict[str, Any]:
    kind = NoticeKind.DANGER_HELD
    return notice_row(kind, person, now, complaint=complaint.id, words=holder)


def _paged(session: Session, complaint: Complaint) -> set[SlackUser]:
    mine = select(Notice.recipient).where(
        Notice.complaint_id == complaint.id, Notice.state != NoticeState.WITHDRAWN
    )
    return set(session.scalars(mine.where(Notice.kind == NoticeKind.DANGER)))
