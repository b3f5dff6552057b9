"""Whether a notice is still owed when its time comes, and the facts that it tells."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from slackbot.casework.desk import Desk, find_who
from slackbot.casework.guard import is_as_sealed
from slackbot.records.case import Step
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Notice
from slackbot.records.visibility import Seat, visible_to
from slackbot.rules.details import DmChoice
from slackbot.rules.notices import Facts, NoticeKind, NoticeState, Telling
from slackbot.rules.status import Status

_FOR_OWNERS = frozenset(
    {
        NoticeKind.RECEIVED,
        NoticeKind.SENT_FOR,
        NoticeKind.AGENT_RECEIVED,
        NoticeKind.STEP,
        NoticeKind.NOBODY_LEFT,
    }
)
_MAY_BE_QUIET = frozenset({NoticeKind.STEP, NoticeKind.NOBODY_LEFT})


def fate_of(session: Session, desk: Desk, notice: Notice) -> NoticeState | None:
    """Say what becomes of a notice unsent: withdrawn, or quiet; None where it is to be sent.

    Failed is what was altered: people see it as a task, and can tell whom it was for.

    Asked again when it leaves, since a role, a conflict or a choice may have changed.
    """
    complaint = notice.complaint_id and session.get(Complaint, notice.complaint_id)
    if not complaint:
        return None
    if notice.kind in _FOR_OWNERS and not is_as_sealed(session, desk.vault, complaint.id):
        return NoticeState.FAILED  # before their owner could be taken for a stranger
    if not _may_still_know(session, desk, notice, complaint):
        return NoticeState.WITHDRAWN
    if notice.kind is NoticeKind.DANGER and not complaint.danger_open:
        return NoticeState.WITHDRAWN
    wants_none = complaint.dm_choice is DmChoice.HOME
    if wants_none and notice.kind in _MAY_BE_QUIET and notice.tried_at is None:
        return NoticeState.QUIET
    return None


def _may_still_know(
    session: Session, desk: Desk, notice: Notice, complaint: Complaint
) -> bool:
    if notice.kind is NoticeKind.AGENT_ANSWERED:
        return True  # "mine from now on" is the last thing that an agent hears
    seat = Seat.OWN if notice.kind in _FOR_OWNERS else Seat.TEAM
    who = find_who(session, desk, notice.recipient)
    visible = visible_to(who, seat).where(Complaint.id == complaint.id)
    return session.scalar(visible.with_only_columns(Complaint.id)) is not None


def telling_of(complaint: Complaint) -> Telling:
    """Say how the owners of a complaint hear of its steps."""
    if not (complaint.reporter or complaint.agent):
        return Telling.NOBODY
    wants_none = complaint.dm_choice is DmChoice.HOME
    return Telling.HOME if wants_none else Telling.MESSAGE


def facts_of(session: Session, notice: Notice) -> Facts:
    """Gather what the words of a notice are made from; there is no content among it."""
    complaint = session.get(Complaint, notice.complaint_id) if notice.complaint_id else None
    return Facts(
        kind=notice.kind,
        mark=notice.mark.hex,
        ref=complaint.ref if complaint else None,
        status=_status(session, notice) if complaint else None,
        dm_choice=complaint.dm_choice if complaint else DmChoice.STATUS,
        at=notice.made_at,
        text=notice.words,
        proposal=notice.proposal_id,
    )


def _status(session: Session, notice: Notice) -> Status:
    if notice.step_id is None:
        return Status.RECEIVED
    return session.scalars(select(Step.status).where(Step.id == notice.step_id)).one()
