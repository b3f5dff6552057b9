"""Giving and ending roles; each role says what it may do."""

from collections.abc import Sequence

from slackbot.blocks.answers import Answers
from slackbot.blocks.errors import FormError, TamperedError
from slackbot.blocks.parts import (
    View,
    input_block,
    modal,
    option,
    section,
    select,
    users_select,
)
from slackbot.blocks.text import plain
from slackbot.rules.people import SlackUser
from slackbot.rules.roles import Role
from slackbot.rules.shown import RoleRow

GIVE_ID = "give_role_form"
END_ID = "end_role_form"
PERSON, ROLE, HELD = "role_person", "role_role", "role_held"

_MAY = {
    Role.CASEWORKER: "Opens, takes, acknowledges and moves on complaints",
    Role.STANDBY: "Outside the team; called only when conflicts leave nobody",
    Role.LEAD: "As a caseworker, and gives roles; a second lead must approve",
    Role.OBSERVER: "Reads what has been disclosed to them; never on the team",
    Role.OVERSIGHT: "Checks the record; sees no content and changes nothing",
    Role.ON_CALL: "Beside caseworker or lead: called first when there is danger",
}
_GIVE = "Every change of a role is recorded, and all leads are told of it."
_END = (
    "It ends at once: what they may no longer see is taken from their Home and messages, and "
    "all leads are told."
)


def build_give() -> View:
    """Return the form with which a lead gives a role."""
    roles = [option(role, role.name, _MAY[role]) for role in Role]
    return modal(
        "Give a role",
        [
            section(plain(_GIVE)),
            input_block(PERSON, "To whom?", users_select()),
            input_block(ROLE, "Which role?", select(roles)),
        ],
        callback_id=GIVE_ID,
        submit="Give",
        close="Cancel",
    )


def build_end(rows: Sequence[RoleRow]) -> View:
    """Return the form with which a lead ends a role; at least one role is held."""
    held = [
        option(f"{row.name}: {role}", f"{row.person} {role.name}", row.problem)
        for row in rows
        for role in row.roles
    ]
    return modal(
        "End a role",
        [section(plain(_END)), input_block(HELD, "Which role ends?", select(held))],
        callback_id=END_ID,
        submit="End it",
        close="Cancel",
    )


def read_give(view: View) -> tuple[SlackUser, Role]:
    """Return to whom which role is given."""
    answers = Answers(view)
    person = answers.user(PERSON)
    role = answers.one(ROLE, [each.name for each in Role])
    if person is None:
        raise FormError({PERSON: "Choose a person."})
    if not role:
        raise FormError({ROLE: "Choose a role."})
    return person, Role[role]


def read_end(view: View) -> tuple[SlackUser, Role]:
    """Return whose role ends."""
    answers = Answers(view)
    chosen = answers.one(HELD, answers.offered(HELD))
    if not chosen:
        raise FormError({HELD: "Choose a role."})
    person, _, role = chosen.partition(" ")
    if role not in Role.__members__:
        raise TamperedError
    return SlackUser(person), Role[role]
