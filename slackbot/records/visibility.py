"""The one way by which complaints leave the record: what a person may know of at all."""

from enum import StrEnum, unique

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from slackbot.records.complaint import Complaint
from slackbot.records.conflict import Conflict, Why
from slackbot.rules.people import SlackUser, Who
from slackbot.rules.roles import TEAM, Role


@unique
class Seat(StrEnum):
    """In which capacity somebody looks; a caseworker's own complaint is seen as reporter."""

    OWN = "own"
    TEAM = "team"


def visible_to(who: Who, seat: Seat) -> Select[Complaint]:
    """Select the complaints that the person may know of, in that capacity.

    Which roles count says `find_who`, which looks at their seals.

    Everything that the app shows, counts, lists or sends starts here: add conditions,
    order and columns to it, never go round it.
    """
    return select(Complaint).where(_own(who.id) if seat is Seat.OWN else _team(who))


def _own(person: SlackUser) -> ColumnElement[bool]:
    # An agent who turns out to be complained of reads nothing more of it.
    sent = and_(
        Complaint.agent == person, ~_conflicted(person, Conflict.why == Why.RESPONDENT)
    )
    return or_(Complaint.reporter == person, sent)


def _team(who: Who) -> ColumnElement[bool]:
    if who.roles & TEAM:
        return ~_conflicted(who.id)
    if Role.STANDBY in who.roles:
        return and_(Complaint.standby_called, ~_conflicted(who.id))
    return false()


def _conflicted(person: SlackUser, *whys: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(Conflict.id).where(
            Conflict.complaint_id == Complaint.id,
            Conflict.person == person,
            Conflict.lifted_at.is_(None),
            *whys,
        )
    )
