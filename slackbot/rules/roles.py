"""What a role may do, as one table; a listener names the act, never the rule."""

from enum import StrEnum, unique


@unique
class Role(StrEnum):
    """What somebody is to the team; given by a lead, never by being in a channel."""

    CASEWORKER = "caseworker"
    STANDBY = "standby caseworker"
    LEAD = "lead"
    OBSERVER = "observer"
    OVERSIGHT = "oversight"
    ON_CALL = "on call for danger"  # beside caseworker or lead: paged first


TEAM = frozenset({Role.CASEWORKER, Role.LEAD})
APART = frozenset({Role.OBSERVER, Role.OVERSIGHT})


@unique
class Act(StrEnum):
    """Something that a person can ask the app to do."""

    REPORT = "report"
    REPORT_FOR = "report for a parliamentarian"
    LOG = "log what came another way"
    ADD = "add to a complaint"
    CONFIRM = "confirm what an agent sent"
    CONSENT = "say how far a complaint may go"
    FOLLOW = "follow an own complaint"
    SEE_QUEUE = "see the queue"
    OPEN = "open a complaint"
    TAKE = "take a complaint"
    ACKNOWLEDGE = "acknowledge a complaint"
    MOVE = "move a complaint on"
    UNDO = "undo a step"
    HOLD = "say: I have it"
    TELL = "record that somebody was told another way"
    LIFT = "say that a name is another person's"
    GIVE_ROLE = "give or end a role"
    SEE_ROLES = "see the roles"


_CASE_STAFF = frozenset({Role.CASEWORKER, Role.LEAD, Role.STANDBY})

ROLES_FOR: dict[Act, frozenset[Role]] = {
    Act.LOG: TEAM,
    Act.SEE_QUEUE: _CASE_STAFF,
    Act.OPEN: _CASE_STAFF,
    Act.TAKE: _CASE_STAFF,
    Act.ACKNOWLEDGE: _CASE_STAFF,
    Act.MOVE: _CASE_STAFF,
    Act.UNDO: _CASE_STAFF,
    Act.HOLD: _CASE_STAFF,
    Act.TELL: _CASE_STAFF,
    Act.LIFT: frozenset({Role.LEAD}),
    Act.GIVE_ROLE: frozenset({Role.LEAD}),
    Act.SEE_ROLES: frozenset({Role.LEAD}),
}

FOR_EVERYONE = frozenset(
    {Act.REPORT, Act.REPORT_FOR, Act.ADD, Act.CONFIRM, Act.CONSENT, Act.FOLLOW}
)


class RoleError(ValueError):
    """These two roles may not be held by one person."""


def may(roles: frozenset[Role], act: Act) -> bool:
    """Say whether the roles allow the act; for everyone's acts ownership decides."""
    return act in FOR_EVERYONE or bool(roles & ROLES_FOR[act])


def check_roles(roles: frozenset[Role]) -> None:
    """Raise RoleError where one person would be on the team and stand apart from it."""
    if roles & APART and roles & (_CASE_STAFF | {Role.ON_CALL}):
        raise RoleError
    if Role.STANDBY in roles and roles & TEAM:
        raise RoleError  # a standby from inside the team would be conflicted with it
    if Role.ON_CALL in roles and not roles & TEAM:
        raise RoleError
