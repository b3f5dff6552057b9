"""Who is on the team, who is kept out, and so where a complaint's cards may stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from slackbot.casework.desk import Desk
from slackbot.records.base import rows_of
from slackbot.records.conflict import Conflict
from slackbot.records.notice import Channel
from slackbot.records.people import Grant, Person
from slackbot.records.role_seal import COLUMNS, Granted
from slackbot.rules.people import SlackUser, Standing
from slackbot.rules.roles import TEAM, Role

_grant, _person, _channel = rows_of(Grant), rows_of(Person), rows_of(Channel)
_LIVE_ROLES = (
    select(*COLUMNS, _person.c.name, _person.c.known_as)
    .join(_person, _person.c.id == _grant.c.person)
    .where(_grant.c.ended_at.is_(None), _person.c.standing == Standing.MEMBER)
)
_MEMBERS = select(_channel.c.members).where(_channel.c.id == bindparam("channel"))


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody with a live role and, apart, those known to be in the triage channel.

    `names` has all names of each, also former ones, the present one first.
    """

    roles: dict[SlackUser, frozenset[Role]]
    in_channel: frozenset[SlackUser]
    names: dict[SlackUser, tuple[str, ...]]

    def all_names(self) -> dict[tuple[SlackUser, int], str]:
        """List the names one by one, for looking whether a text has one of them."""
        return {
            (person, place): name
            for person, known_as in self.names.items()
            for place, name in enumerate(known_as)
        }

    def holding(self, *roles: Role) -> tuple[SlackUser, ...]:
        """List the holders of any of the roles, in a fixed order."""
        wanted = frozenset(roles)
        return tuple(sorted(person for person, held in self.roles.items() if held & wanted))

    def free(self, kept_out: frozenset[SlackUser]) -> tuple[SlackUser, ...]:
        """List caseworkers and leads who may know of the complaint."""
        return tuple(p for p in self.holding(*TEAM) if p not in kept_out)

    def standby(self, kept_out: frozenset[SlackUser]) -> tuple[SlackUser, ...]:
        """List standby caseworkers who may know of the complaint."""
        return tuple(p for p in self.holding(Role.STANDBY) if p not in kept_out)

    def needs_standby(self, kept_out: frozenset[SlackUser]) -> bool:
        """Say whether conflicts leave nobody of the team."""
        return not self.free(kept_out)

    def hides_from_channel(self, kept_out: frozenset[SlackUser]) -> bool:
        """Say whether a card in the channel would be seen by somebody kept out."""
        return bool(kept_out & (self.in_channel | set(self.holding(*TEAM))))


def find_team(session: Session, desk: Desk) -> Team:
    """Read the live roles of full members, and the channel's last known members."""

    def counts(grant: Granted) -> bool:
        return desk.roles.count(session, grant)

    return read_team(session, desk.triage_channel, counts)


def read_team(session: Session, channel: str, counts: Callable[[Granted], bool]) -> Team:
    """Read a team of the grants that count."""
    rows = [row for row in session.execute(_LIVE_ROLES) if counts(row)]
    roles: dict[SlackUser, set[Role]] = {}
    for row in rows:
        roles.setdefault(row.person, set()).add(row.role)
    members = session.scalar(_MEMBERS, {"channel": channel}) or ""
    return Team(
        {person: frozenset(held) for person, held in roles.items()},
        frozenset(SlackUser(member) for member in members.split()),
        {row.person: _names(row.name, row.known_as) for row in rows},
    )


def read_names(
    session: Session, people: Iterable[SlackUser]
) -> dict[SlackUser, tuple[str, ...]]:
    """Read all names of these people, the present one first."""
    wanted = select(_person.c.id, _person.c.name, _person.c.known_as)
    rows = session.execute(wanted.where(_person.c.id.in_(list(people))))
    return {SlackUser(row.id): _names(row.name, row.known_as) for row in rows}


def _names(name: str, known_as: str) -> tuple[str, ...]:
    return (name, *known_as.split("\n")) if known_as else (name,)


def kept_out(session: Session, complaint: UUID) -> frozenset[SlackUser]:
    """List who must not know of the complaint."""
    live = select(Conflict.person).where(Conflict.lifted_at.is_(None))
    return frozenset(session.scalars(live.where(Conflict.complaint_id == complaint)))
