"""Messages that could not reach somebody: tasks for those who may see the complaint."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from slackbot.casework.cards import names_of
from slackbot.records.case import Step
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Notice
from slackbot.records.visibility import Seat, visible_to
from slackbot.rules.notices import NoticeKind, NoticeState
from slackbot.rules.people import Who
from slackbot.rules.shown import Undelivered
from slackbot.rules.status import Status

_AT_MOST = 10
_SUBJECTS = {
    NoticeKind.RECEIVED: "about its receipt",
    NoticeKind.SENT_FOR: "asking whether it is theirs",
    NoticeKind.AGENT_RECEIVED: "about its receipt, to who sent it",
    NoticeKind.AGENT_ANSWERED: "about the parliamentarian's answer",
    NoticeKind.STEP: "about a step",
    NoticeKind.NOBODY_LEFT: "about the call of a standby caseworker",
    NoticeKind.DANGER: "calling somebody of the team, as it is urgent",
    NoticeKind.DANGER_HELD: "saying who has it in hand",
}


def undelivered_of(
    session: Session, complaints: Sequence[Complaint]
) -> tuple[Undelivered, ...]:
    """List what could not be delivered for these complaints, oldest first."""
    refs = {complaint.id: complaint.ref for complaint in complaints}
    rows = session.scalars(
        select(Notice)
        .where(Notice.complaint_id.in_(refs), Notice.state == NoticeState.FAILED)
        .order_by(Notice.seq)
    ).all()
    names = names_of(session, [row.recipient for row in rows])
    steps = _steps(session, [row.step_id for row in rows if row.step_id])
    return tuple(
        Undelivered(
            notice=row.mark,
            ref=refs[row.complaint_id],
            name=names.get(row.recipient, "the reporter"),
            about=_about(row, steps),
            since=row.made_at,
        )
        for row in rows
        if row.complaint_id is not None
    )


def _steps(session: Session, ids: Sequence[UUID]) -> dict[UUID, Status]:
    rows = session.execute(select(Step.id, Step.status).where(Step.id.in_(ids)))
    return {row.id: row.status for row in rows}


def _about(row: Notice, steps: Mapping[UUID, Status]) -> str:
    """Say what the message was about, and why it reached nobody; never what it told."""
    status = steps.get(row.step_id) if row.step_id else None
    subject = f"about the step “{status}”" if status else _SUBJECTS[row.kind]
    return f"{subject}: {row.fault or 'not known why'}"


def undelivered_for(session: Session, who: Who) -> tuple[Undelivered, ...]:
    """List what could not be delivered for complaints that the person may see."""
    failed = select(Notice.complaint_id).where(Notice.state == NoticeState.FAILED)
    mine = visible_to(who, Seat.TEAM).where(Complaint.id.in_(failed))
    complaints = session.scalars(mine.order_by(Complaint.received_at).limit(_AT_MOST)).all()
    return undelivered_of(session, complaints)
