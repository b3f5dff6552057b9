"""What stands on one person's App Home, and the page of the queue that they may see."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from slackbot.casework.cards import cards_of, names_of
from slackbot.casework.desk import Desk
from slackbot.casework.errors import UnknownPlaceError
from slackbot.casework.files import own_rows
from slackbot.casework.undelivered import undelivered_for
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Channel
from slackbot.records.people import Grant, Person, Proposal
from slackbot.records.role_seal import COLUMNS
from slackbot.records.visibility import Seat, visible_to
from slackbot.rules.people import Standing, Who
from slackbot.rules.roles import Act, may
from slackbot.rules.shown import Home, LeadProposal, OwnRow, Queue, RoleRow

PAGE = 10
_OWN_AT_MOST = 20


def home_of(
    session: Session,
    desk: Desk,
    who: Who,
    *,
    first_time: bool = False,
    after: str | None = None,
) -> Home:
    """Gather one person's Home; what they may not know of is not in it."""
    on_queue = may(who.roles, Act.SEE_QUEUE)
    lead = may(who.roles, Act.SEE_ROLES)
    return Home(
        who=who,
        first_time=first_time,
        own=own_list(session, desk, who),
        queue=queue_of(session, who, after) if on_queue else None,
        roles=_roles(session, desk) if lead else (),
        proposals=_proposals(session) if lead else (),
        channel_problem=_problem(session, desk) if who.on_team else None,
        public_key=desk.chain.key.public_key().public_bytes_raw().hex(),
    )


def own_list(session: Session, desk: Desk, who: Who) -> tuple[OwnRow, ...]:
    """List somebody's own complaints, newest first, at most twenty."""
    mine = visible_to(who, Seat.OWN).order_by(Complaint.received_at.desc(), Complaint.id)
    found = list(session.scalars(mine.limit(_OWN_AT_MOST)))
    return own_rows(session, desk.clock(), found, who.id)


def queue_of(session: Session, who: Who, after: str | None) -> Queue:
    """Give one page of the open queue: urgent first, then the oldest.

    Raises UnknownPlaceError where no page of ours can begin there.
    """
    mine = visible_to(who, Seat.TEAM).where(Complaint.is_open)
    if after:
        mine = mine.where(_later_than(*_read_place(after)))
    ordered = mine.order_by(Complaint.rank, Complaint.received_at, Complaint.id)
    found = list(session.scalars(ordered.limit(PAGE + 1)))
    shown = found[:PAGE]
    more = _place(shown[-1]) if len(found) > PAGE else None
    undelivered = () if after else undelivered_for(session, who)
    return Queue(cards_of(session, shown), more, undelivered)


def _place(last: Complaint) -> str:
    return f"{last.rank}|{last.received_at.isoformat()}|{last.id.hex}"


def _read_place(place: str) -> tuple[int, datetime, UUID]:
    """Understand where a page begins; only what a button of ours can say is taken."""
    try:
        rank, at, last = place.split("|")
        moment, row = datetime.fromisoformat(at), UUID(last)
    except ValueError:
        raise UnknownPlaceError from None
    if rank not in {"0", "1"} or moment.utcoffset() != timedelta(0):
        raise UnknownPlaceError
    return int(rank), moment, row


def _later_than(rank: int, moment: datetime, row: UUID) -> ColumnElement[bool]:
    same_rank = Complaint.rank == rank
    later = or_(
        Complaint.received_at > moment,
        and_(Complaint.received_at == moment, Complaint.id > row),
    )
    return or_(Complaint.rank > rank, and_(same_rank, later))


def _roles(session: Session, desk: Desk) -> tuple[RoleRow, ...]:
    live = session.execute(
        select(*COLUMNS, Person.name, Person.standing)
        .join(Person, Person.id == Grant.person)
        .where(Grant.ended_at.is_(None))
        .order_by(Person.name, Grant.person, Grant.role)
    ).all()
    rows = [row for row in live if desk.roles.count(session, row)]
    people = dict.fromkeys((row.person, row.name, row.standing) for row in rows)
    return tuple(
        RoleRow(
            person,
            name,
            tuple(row.role for row in rows if row.person == person),
            "" if standing is Standing.MEMBER else f"rests: {standing.value}",
        )
        for person, name, standing in people
    )


def _proposals(session: Session) -> tuple[LeadProposal, ...]:
    rows = session.scalars(select(Proposal).where(Proposal.decided_at.is_(None))).all()
    names = names_of(session, [p for row in rows for p in (row.person, row.asked_by)])
    return tuple(
        LeadProposal(row.id, row.person, names[row.person], row.asked_by, names[row.asked_by])
        for row in rows
    )


def _problem(session: Session, desk: Desk) -> str | None:
    known = select(Channel.problem).where(Channel.id == desk.triage_channel)
    return session.scalar(known) or None
