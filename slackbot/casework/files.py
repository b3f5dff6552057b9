"""Opening a complaint's seals into the pages that its readers are shown."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from slackbot.casework.additions import ANSWERS, may_choose, row_of
from slackbot.casework.cards import card_of, is_awaiting, names_of
from slackbot.casework.desk import Desk, find_who
from slackbot.casework.undelivered import undelivered_of
from slackbot.records.audit import openings
from slackbot.records.case import Step as StepRow
from slackbot.records.complaint import Addition, Complaint, Confirmation
from slackbot.records.conflict import Conflict, Why
from slackbot.records.notice import Notice
from slackbot.records.sealed import Box
from slackbot.records.written import read_details, read_quote
from slackbot.rules.details import Details, Directed, fold
from slackbot.rules.notices import NoticeState
from slackbot.rules.people import SlackUser
from slackbot.rules.report import Quote
from slackbot.rules.shown import (
    Added,
    Kept,
    Opening,
    OwnFile,
    OwnRow,
    OwnStep,
    Step,
    TeamFile,
)
from slackbot.rules.status import Status


def team_file(session: Session, desk: Desk, complaint: Complaint, by: SlackUser) -> TeamFile:
    """Open everything about a complaint for somebody of the team."""
    box = desk.box(session, complaint)
    additions = _additions(session, box, complaint.id)
    details = fold([each.details for each in additions])
    return TeamFile(
        card=card_of(session, complaint),
        reporter=_reporter_name(session, complaint),
        agent=_name(session, complaint.agent),
        source=complaint.source,
        reported_on=complaint.reported_on,
        statement=_statement(box, complaint),
        quote=_quote(box, complaint),
        details=details,
        additions=additions,
        steps=_steps(session, box, desk.clock(), complaint.id),
        kept_from=_kept_from(session, complaint.id),
        openings=_openings(session, complaint.id),
        undelivered=undelivered_of(session, [complaint]),
        directed_at_reporter=_is_reporter(details),
        taken_by_me=complaint.taken_by == by,
        may_lift=find_who(session, desk, by).is_lead,
    )


def directed_at_reporter(session: Session, desk: Desk, complaint: Complaint) -> bool | None:
    """Say whether it was directed at the reporter; None where they have not said."""
    additions = _additions(session, desk.box(session, complaint), complaint.id)
    return _is_reporter(fold([each.details for each in additions]))


def own_file(session: Session, desk: Desk, complaint: Complaint, by: SlackUser) -> OwnFile:
    """Open a complaint for its reporter or agent: what they wrote, and what they were told."""
    box = desk.box(session, complaint)
    additions = _additions(session, box, complaint.id, by=_alone(complaint, by))
    (row,) = own_rows(session, desk.clock(), [complaint], by)
    return OwnFile(
        row=row,
        statement=_statement(box, complaint),
        quote=_quote(box, complaint),
        additions=additions,
        details=fold([each.details for each in additions]),
        steps=_own_steps(session, box, desk.clock(), complaint.id),
        openings=_openings(session, complaint.id),
        acknowledged_by=complaint.acknowledge_by,
        caseworker=_name(session, complaint.taken_by),
        agent=_name(session, complaint.agent),
        sent_by_agent=complaint.agent is not None and complaint.agent != by,
        dm_choice=complaint.dm_choice,
        nobody_left=complaint.standby_called,
    )


def own_rows(
    session: Session, now: datetime, complaints: list[Complaint], by: SlackUser
) -> tuple[OwnRow, ...]:
    """Make the lines of one's own complaints; the status is the one that they were told."""
    told = _told_statuses(session, now, [complaint.id for complaint in complaints])
    return tuple(
        OwnRow(
            ref=each.ref,
            status=told.get(each.id, Status.RECEIVED),
            received_at=each.received_at,
            confirm_needed=each.reporter == by and each.confirmation is Confirmation.AWAITED,
            as_agent=each.agent == by,
            can_add=told.get(each.id, Status.RECEIVED).is_open,
            may_choose=may_choose(each, by),
        )
        for each in complaints
    )


def _told_statuses(session: Session, now: datetime, ids: list[UUID]) -> dict[UUID, Status]:
    rows = session.execute(
        select(StepRow.complaint_id, StepRow.status)
        .where(StepRow.complaint_id.in_(ids), StepRow.undone_at.is_(None))
        .where(StepRow.tells_at <= now)
        .order_by(StepRow.entered_at)
    )
    return {row.complaint_id: row.status for row in rows}


def _is_reporter(details: Details) -> bool | None:
    return None if details.directed is None else details.directed is Directed.ME


def _statement(box: Box, complaint: Complaint) -> str:
    return box.open("complaint.statement", complaint.id, complaint.statement)


def _quote(box: Box, complaint: Complaint) -> Quote | None:
    if complaint.quote is None:
        return None
    return read_quote(box.open_json("complaint.quote", complaint.id, complaint.quote))


def _alone(complaint: Complaint, reader: SlackUser) -> SlackUser | None:
    """Name an agent whom nobody has confirmed: they read only what they wrote themselves."""
    is_agent = reader == complaint.agent and reader != complaint.reporter
    return reader if is_agent and is_awaiting(complaint) else None


def _additions(
    session: Session, box: Box, complaint: UUID, *, by: SlackUser | None = None
) -> tuple[Added, ...]:
    mine = select(Addition).where(Addition.complaint_id == complaint)
    mine = mine.where(Addition.added_by == by) if by else mine
    rows = session.scalars(mine.order_by(Addition.added_at, Addition.id)).all()
    names = names_of(session, [row.added_by for row in rows])
    return tuple(Added(row.added_at, names[row.added_by], _answers(box, row)) for row in rows)


def _answers(box: Box, row: Addition) -> Details:
    return read_details(box.open_json(ANSWERS, row_of(row.id, row.added_by), row.answers))


def _step_rows(session: Session, complaint: UUID) -> list[StepRow]:
    mine = select(StepRow).where(StepRow.complaint_id == complaint)
    return list(session.scalars(mine.order_by(StepRow.entered_at, StepRow.id)))


def _steps(session: Session, box: Box, now: datetime, complaint: UUID) -> tuple[Step, ...]:
    rows = _step_rows(session, complaint)
    names = names_of(session, [row.entered_by for row in rows])
    told = _told_at(session, complaint)
    live = [row for row in rows if row.undone_at is None]
    newest = live[-1].id if live else None
    return tuple(
        Step(
            id=row.id,
            status=row.status,
            happened_on=row.happened_on,
            entered_at=row.entered_at,
            entered_by=names[row.entered_by],
            learnt_from=row.learnt_from,
            reason=box.open("step.reason", row.id, row.reason),
            sentence=box.open("step.sentence", row.id, row.sentence),
            measure=row.measure,
            outcome=row.outcome,
            closing=row.closing,
            undone=row.undone_at is not None,
            undoable=row.id == newest and now < row.tells_at,
            told_at=told.get(row.id),
            tells_at=row.tells_at if now < row.tells_at else None,
        )
        for row in rows
    )


def _told_at(session: Session, complaint: UUID) -> dict[UUID, datetime]:
    rows = session.execute(
        select(Notice.step_id, Notice.settled_at).where(
            Notice.complaint_id == complaint,
            Notice.step_id.is_not(None),
            Notice.state == NoticeState.SENT,
        )
    )
    return {row.step_id: row.settled_at for row in rows}


def _own_steps(
    session: Session, box: Box, now: datetime, complaint: UUID
) -> tuple[OwnStep, ...]:
    return tuple(
        OwnStep(
            status=row.status,
            happened_on=row.happened_on,
            told_at=row.tells_at,
            learnt_from=row.learnt_from,
            sentence=box.open("step.sentence", row.id, row.sentence),
        )
        for row in _step_rows(session, complaint)
        if row.undone_at is None and row.tells_at <= now
    )


def _openings(session: Session, complaint: UUID) -> tuple[Opening, ...]:
    rows = openings(session, complaint)
    names = names_of(session, [person for _, person, _ in rows])
    return tuple(Opening(at, role, names[person]) for at, person, role in rows if role)


def _kept_from(session: Session, complaint: UUID) -> tuple[Kept, ...]:
    mine = select(Conflict).where(Conflict.complaint_id == complaint)
    rows = session.scalars(
        mine.where(Conflict.lifted_at.is_(None)).order_by(Conflict.since)
    ).all()
    names = names_of(session, [row.person for row in rows])
    return tuple(
        Kept(row.person, names[row.person], row.why.value, row.why is Why.NAME) for row in rows
    )


def _reporter_name(session: Session, complaint: Complaint) -> str:
    if complaint.reporter:
        return _name(session, complaint.reporter) or ""
    if is_awaiting(complaint):
        return "not confirmed: the parliamentarian says that it is not theirs"
    return "somebody without an account in this workspace"


def _name(session: Session, person: SlackUser | None) -> str | None:
    return names_of(session, [person])[person] if person else None
