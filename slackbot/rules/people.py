"""Who somebody is to us: their standing in the workspace and the roles that they hold."""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import NewType

from slackbot.rules.roles import Role

SlackUser = NewType("SlackUser", str)


@unique
class Standing(StrEnum):
    """How the workspace knows somebody; read from our own directory, never asked for."""

    MEMBER = "member"
    GUEST = "guest"
    OUTSIDER = "outsider"  # another team, by Slack Connect
    GONE = "gone"  # deactivated
    APP = "app"
    UNKNOWN = "unknown"  # not in our directory: refused until it says otherwise


@dataclass(frozen=True, slots=True)
class Member:
    """One row of the workspace's directory, as Slack gave it.

    `tz` is an IANA name. `owner` marks those who could export messages. `known_as` are
    further names by which colleagues know somebody.
    """

    id: SlackUser
    name: str
    standing: Standing
    tz: str = "Europe/London"
    owner: bool = False
    known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """A person at the door: who, in which standing, with which roles."""

    id: SlackUser
    name: str
    standing: Standing
    roles: frozenset[Role] = frozenset()

    @property
    def on_team(self) -> bool:
        """True for those who may work on complaints (caseworker or lead)."""
        return bool(self.roles & {Role.CASEWORKER, Role.LEAD})

    @property
    def is_lead(self) -> bool:
        """True for a lead."""
        return Role.LEAD in self.roles
