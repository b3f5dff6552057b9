"""What a parliamentarian says of a complaint that an agent sent for them."""

from dataclasses import replace
from functools import partial

from sqlalchemy.orm import Session

from slackbot.casework.conflicts import replan
from slackbot.casework.desk import Desk
from slackbot.casework.errors import RefusedError, TooLateError
from slackbot.casework.guard import change_guard
from slackbot.casework.owing import notice_row, owe, owe_homes, withdraw
from slackbot.casework.team import find_team
from slackbot.records.audit import Entry, Tag
from slackbot.records.complaint import Complaint, Confirmation
from slackbot.records.notice import Notice
from slackbot.records.visibility import Seat
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import AgentAnswer
from slackbot.rules.roles import Act


def store_answer(
    session: Session, desk: Desk, ref: ComplaintRef, answer: AgentAnswer, by: SlackUser
) -> None:
    """Store the answer and tell the agent; pressed twice it is one.

    Raises UnknownComplaintError for all but the parliamentarian, TooLateError where
    another answer stands.
    """
    complaint = _find(session, desk, ref, by)
    if complaint.confirmation is not Confirmation.AWAITED:
        if (
            complaint.confirmation is Confirmation.CONFIRMED
            and answer is not AgentAnswer.NOT_MINE
        ):
            return
        raise TooLateError
    agent, now = complaint.agent, desk.clock()
    _apply(session, desk, complaint, answer)
    complaint.changed_at = now
    session.flush()
    _seal(session, desk, complaint)
    owe(
        session,
        [
            notice_row(
                NoticeKind.AGENT_ANSWERED, agent, now, complaint=complaint.id, words=answer
            )
        ],
    )
    entries = replan(session, desk, complaint, find_team(session, desk))
    owe_homes(session, [by, agent], now)  # also of who has just lost it
    details = {"answer": answer.value}
    entry = Entry(Tag.COMPLAINT_ANSWERED, by, complaint.id, details=details)
    desk.chain.append(session, entry, *entries)


def _find(session: Session, desk: Desk, ref: ComplaintRef, by: SlackUser) -> Complaint:
    complaint = desk.find(session, ref, by, Act.CONFIRM, Seat.OWN, lock=True)
    if complaint.reporter != by:
        raise RefusedError(Act.CONFIRM, by, ref)
    return complaint


def _seal(session: Session, desk: Desk, complaint: Complaint) -> None:
    """Seal whose it is now; `find` has compared it with what was sealed before."""
    owners, confirmation = (complaint.reporter, complaint.agent), complaint.confirmation
    change = partial(replace, owners=owners, confirmation=confirmation)
    change_guard(session, desk.vault, complaint.id, change)


def _apply(session: Session, desk: Desk, complaint: Complaint, answer: AgentAnswer) -> None:
    if answer is AgentAnswer.NOT_MINE:
        complaint.confirmation = Confirmation.DENIED
        mine = (Notice.complaint_id == complaint.id, Notice.recipient == complaint.reporter)
        withdraw(session, *mine, now=desk.clock())
        complaint.reporter = None
        return
    complaint.confirmation = Confirmation.CONFIRMED
    if answer is AgentAnswer.MINE:
        complaint.agent = None
