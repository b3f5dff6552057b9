"""Adding to a complaint: a dated addition, new cases, new conflicts, a changed choice."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from slackbot.casework.conflicts import found_in_details, keep_out, replan
from slackbot.casework.desk import APP, Desk, acting_role, find_who
from slackbot.casework.errors import RefusedError, TooLateError, UnknownComplaintError
from slackbot.casework.team import find_team, kept_out
from slackbot.records.audit import Entry, Tag
from slackbot.records.case import Case
from slackbot.records.complaint import Addition, Complaint
from slackbot.records.sealed import Box
from slackbot.records.visibility import Seat
from slackbot.records.written import write_details, write_respondent
from slackbot.rules.details import Details, Respondent
from slackbot.rules.people import SlackUser
from slackbot.rules.provenance import Source
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey
from slackbot.rules.roles import Act

ANSWERS = "addition.answers"


def row_of(addition: UUID, by: SlackUser) -> str:
    """Bind an addition to who added it, which decides whether an agent may read it."""
    return f"{addition.hex} {by}"


def find_addable(
    session: Session, desk: Desk, ref: ComplaintRef, by: SlackUser, *, lock: bool = True
) -> Complaint:
    """Find a complaint that somebody may add to: their own, or one that the team logged.

    Raises UnknownComplaintError, TooLateError where it is closed.
    """
    try:
        complaint = desk.find(session, ref, by, Act.ADD, Seat.OWN, lock=lock)
    except UnknownComplaintError:
        complaint = desk.find(session, ref, by, Act.ADD, Seat.TEAM, lock=lock)
        if complaint.source is Source.SLACK:
            raise  # only its reporter speaks for it
    if not complaint.is_open:
        raise TooLateError
    return complaint


def store_addition(
    session: Session,
    desk: Desk,
    ref: ComplaintRef,
    details: Details,
    *,
    by: SlackUser,
    key: FormKey,
) -> None:
    """Store one addition with all that it causes, in the caller's transaction."""
    complaint = find_addable(session, desk, ref, by)
    if _is_kept(session, complaint, by, key):
        return
    if (details.consent or details.dm_choice) and not may_choose(complaint, by):
        raise RefusedError(Act.CONSENT, by, ref)  # both are the reporter's to choose
    _write(session, desk, complaint, details, by=by, key=key)
    team = find_team(session, desk)
    found = found_in_details(details, team, complaint.agent)
    before = kept_out(session, complaint.id)
    new = keep_out(session, desk, complaint.id, found)
    entries = [Entry(Tag.CONFLICT_FOUND, APP, complaint.id)] if new else []
    entries += replan(session, desk, complaint, team, just_out=new - before)
    role = acting_role(find_who(session, desk, by))
    desk.chain.append(session, Entry(Tag.COMPLAINT_ADDED_TO, by, complaint.id, role), *entries)


def may_choose(complaint: Complaint, by: SlackUser) -> bool:
    """Say whether somebody may say how far it may go and what is told by message.

    The reporter; for one without an account here, whoever writes down what they said.
    """
    if complaint.reporter is None:
        return complaint.agent is None
    return by == complaint.reporter


def _is_kept(session: Session, complaint: Complaint, by: SlackUser, key: FormKey) -> bool:
    mine = select(Addition.id).where(Addition.form_key == key, Addition.added_by == by)
    return session.scalar(mine.where(Addition.complaint_id == complaint.id)) is not None


def _write(
    session: Session,
    desk: Desk,
    complaint: Complaint,
    details: Details,
    *,
    by: SlackUser,
    key: FormKey,
) -> None:
    box, addition, now = desk.box(session, complaint), uuid4(), desk.clock()
    sealed = box.seal_json(ANSWERS, row_of(addition, by), write_details(details))
    session.add(
        Addition(
            id=addition,
            complaint_id=complaint.id,
            form_key=key,
            added_by=by,
            added_at=now,
            answers=sealed,
        )
    )
    complaint.added_at = complaint.changed_at = now
    if details.dm_choice:
        complaint.dm_choice = details.dm_choice
    for respondent in details.respondents:
        _add_case(session, box, complaint, respondent)
    session.flush()


def _add_case(
    session: Session, box: Box, complaint: Complaint, respondent: Respondent
) -> None:
    """Name the unidentified case, or open a further one."""
    cases = list(
        session.scalars(
            select(Case).where(Case.complaint_id == complaint.id).order_by(Case.position)
        )
    )
    case = cases[0] if cases[0].respondent is None else _next_case(session, complaint, cases)
    written = write_respondent(respondent)
    case.respondent = box.seal_json("complaint_case.respondent", case.id, written)
    case.member_reported = respondent.member


def _next_case(session: Session, complaint: Complaint, cases: list[Case]) -> Case:
    case = Case(
        id=uuid4(),
        complaint_id=complaint.id,
        position=len(cases) + 1,
        status=complaint.status,
        outcome=None,
    )
    session.add(case)
    return case
