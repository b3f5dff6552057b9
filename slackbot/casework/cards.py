"""The content-free face of a complaint, for cards and lists."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from slackbot.records.complaint import Complaint, Confirmation
from slackbot.records.notice import Notice
from slackbot.records.people import Person
from slackbot.rules.notices import NoticeState
from slackbot.rules.people import SlackUser
from slackbot.rules.shown import Card


def card_of(session: Session, complaint: Complaint) -> Card:
    """Make the card of one complaint."""
    return cards_of(session, [complaint])[0]


def cards_of(session: Session, complaints: Sequence[Complaint]) -> tuple[Card, ...]:
    """Make the cards of several complaints with two queries in all."""
    names = names_of(session, (p for c in complaints for p in (c.taken_by, c.danger_held_by)))
    failed = _undelivered(session, [complaint.id for complaint in complaints])
    return tuple(
        Card(
            ref=each.ref,
            status=each.status,
            urgent=each.rank == 0,
            danger_open=each.danger_open,
            held_by=names.get(each.danger_held_by) if each.danger_held_by else None,
            received_at=each.received_at,
            taken_by=names.get(each.taken_by) if each.taken_by else None,
            awaiting_confirmation=is_awaiting(each),
            undelivered=failed.get(each.id, 0),
            version=each.version,
            added_at=each.added_at,
            denied=each.confirmation is Confirmation.DENIED,
        )
        for each in complaints
    )


def is_awaiting(complaint: Complaint) -> bool:
    """Say whether the parliamentarian does not (yet) stand behind what an agent sent."""
    return complaint.confirmation in {Confirmation.AWAITED, Confirmation.DENIED}


def names_of(session: Session, people: Iterable[SlackUser | None]) -> dict[SlackUser, str]:
    """Read the names of several people at once."""
    wanted = {person for person in people if person}
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    known = {row.id: row.name for row in rows}
    return {person: known.get(person, "somebody unknown") for person in wanted}


def _undelivered(session: Session, complaints: list[UUID]) -> dict[UUID, int]:
    rows = session.execute(
        select(Notice.complaint_id, func.count())
        .where(Notice.complaint_id.in_(complaints), Notice.state == NoticeState.FAILED)
        .group_by(Notice.complaint_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}
