"""The one way by which complaints leave the record: what a person may know of at all."""

from enum import StrEnum, unique

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from slackbot.records.complaint import Complaint
from slackbot.records.conflict import Conflict, Why
from slackbot.records.people import Grant, Person
from slackbot.rules.people import SlackUser, Standing
from slackbot.rules.roles import TEAM, Role


@unique
class Seat(StrEnum):
    """In which capacity somebody looks; a caseworker's own complaint is seen as reporter."""

    OWN = "own"
    TEAM = "team"


def visible_to(person: SlackUser, seat: Seat) -> Select[Complaint]:
    """Select the complaints that the person may know of, in that capacity.

    Everything that the app shows, counts, lists or sends starts here: add conditions,
    order and columns to it, never go round it.
    """
    return select(Complaint).where(_own(person) if seat is Seat.OWN else _team(person))


def _own(person: SlackUser) -> ColumnElement[bool]:
    # An agent who turns out to be complained of reads nothing more of it.
    sent = and_(
        Complaint.agent == person, ~_conflicted(person, Conflict.why == Why.RESPONDENT)
    )
    return or_(Complaint.reporter == person, sent)


def _team(person: SlackUser) -> ColumnElement[bool]:
    on_team = _holds(person, TEAM)
    standing_by = and_(_holds(person, {Role.STANDBY}), Complaint.standby_called)
    return and_(or_(on_team, standing_by), ~_conflicted(person))


def _holds(person: SlackUser, roles: frozenset[Role] | set[Role]) -> ColumnElement[bool]:
    held = select(Grant.id).join(Person, Person.id == Grant.person)
    live = held.where(Grant.ended_at.is_(None), Person.standing == Standing.MEMBER)
    return exists(live.where(Grant.person == person, Grant.role.in_(roles)))


def _conflicted(person: SlackUser, *whys: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(Conflict.id).where(
            Conflict.complaint_id == Complaint.id,
            Conflict.person == person,
            Conflict.lifted_at.is_(None),
            *whys,
        )
    )
