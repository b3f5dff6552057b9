"""What somebody asked of us: who, from which workspace, for what, and where to answer them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto, unique
from typing import Any

from slackbot.rules import reference
from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.roles import Act

Body = dict[str, Any]


class MalformedError(ValueError):
    """Slack sends nothing of this shape."""


@unique
class Place(Enum):
    """Where somebody asked, and so where they are answered."""

    COMMAND = auto()
    FORM = auto()  # a form that was sent
    MESSAGE = auto()  # a button on a message, or a message shortcut
    MODAL = auto()  # a button in a modal
    SCREEN = auto()  # a global shortcut or App Home: answered by a modal
    HOME = auto()  # somebody opened App Home
    CLOSED = auto()  # a modal was closed: there is nothing to answer
    OPTIONS = auto()  # a list that fills while one types
    EVENT = auto()  # something happened; nobody waits


# Buttons whose press is more than looking at one's own things. What is not named here and
# turned away is audited as following one's own complaint.
_ACTS = {
    "report": Act.REPORT,
    "whole_statement": Act.REPORT,
    "try_again_report": Act.REPORT,
    "add_details": Act.ADD,
    "open_file": Act.OPEN,
    "page_file": Act.OPEN,
    "take": Act.TAKE,
    "acknowledge": Act.ACKNOWLEDGE,
    "move_on": Act.MOVE,
    "undo_step": Act.UNDO,
    "hold_danger": Act.HOLD,
    "told_otherwise": Act.TELL,
    "lift_name": Act.LIFT,
    "next_page": Act.SEE_QUEUE,
    "give_role": Act.GIVE_ROLE,
    "end_role": Act.GIVE_ROLE,
    "approve_lead": Act.GIVE_ROLE,
    "decline_lead": Act.GIVE_ROLE,
    "confirm_agent": Act.CONFIRM,
    "not_mine": Act.CONFIRM,
    "mine_now": Act.CONFIRM,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request from Slack, as far as the door and the answers need it.

    `teams` are all workspaces that the request names for itself and for the person.
    `last_input` is the form's last question, to which an error can be attached; `is_typed`
    where somebody types into the form. Not whole is a press that does not say of which button.
    """

    place: Place
    person: SlackUser | None
    teams: frozenset[str] = frozenset()
    act: Act = Act.FOLLOW
    ref: ComplaintRef | None = None
    trigger: str = field(default="", repr=False)
    response_url: str = field(default="", repr=False)
    last_input: str = ""
    is_typed: bool = False
    is_whole: bool = True


def read(body: Body) -> Asked:
    """Read a request of Slack's. Raises MalformedError where its shape is none of Slack's."""
    place = _place(body)
    button = _button(body)
    return Asked(
        place=place,
        person=_person(body),
        teams=frozenset(_teams(body)),
        act=_act(body, button),
        ref=_ref(button),
        trigger=_text(body.get("trigger_id")),
        response_url=_text(body.get("response_url")),
        last_input=_last_input(body) if place is Place.FORM else "",
        is_typed=place is Place.FORM and _is_typed(body),
        is_whole=bool(button) or body.get("type") != "block_actions",
    )


def _place(body: Body) -> Place:
    kind, view = body.get("type"), body.get("view")
    if isinstance(body.get("command"), str):
        return Place.COMMAND
    if kind in _FORMS and isinstance(view, dict) and isinstance(view.get("callback_id"), str):
        return _FORMS[kind]
    if kind in _NAMED and isinstance(body.get(_NAMED[kind][0]), str):
        return _NAMED[kind][1]
    if kind == "block_actions":
        return _place_of_button(view)
    return _place_of_event(body)


_FORMS = {"view_submission": Place.FORM, "view_closed": Place.CLOSED}
_NAMED = {
    "shortcut": ("callback_id", Place.SCREEN),
    "message_action": ("callback_id", Place.MESSAGE),
    "block_suggestion": ("action_id", Place.OPTIONS),
}


def _place_of_event(body: Body) -> Place:
    match body:
        case {"type": "event_callback", "event": {"type": str(kind)}}:
            return Place.HOME if kind == "app_home_opened" else Place.EVENT
        case _:
            raise MalformedError


def _place_of_button(view: object) -> Place:
    match view:
        case {"type": "modal"}:
            return Place.MODAL
        case {"type": "home"}:
            return Place.SCREEN
        case _:
            return Place.MESSAGE


def _button(body: Body) -> dict[str, Any]:
    match body.get("actions"):
        case [{"action_id": str(), "type": str()} as button, *_]:
            return dict(button)
        case _:
            return {}


def _person(body: Body) -> SlackUser | None:
    """Name who asks; in an event about somebody, nobody does."""
    event = body.get("event")
    if isinstance(event, dict):
        asks = event.get("type") == "app_home_opened" and event.get("user")
        return SlackUser(asks) if isinstance(asks, str) else None
    user = body.get("user")
    found = user.get("id") if isinstance(user, dict) else body.get("user_id")
    if not isinstance(found, str) or not found:
        raise MalformedError
    return SlackUser(found)


def _teams(body: Body) -> Iterator[str]:
    """Name every workspace in the request; `team` is null in an organisation's install."""
    allowed = body.get("authorizations")
    if isinstance(allowed, list) and allowed and isinstance(allowed[0], dict):
        # In channels shared with others the outer `team_id` can be theirs (Events API).
        yield _text(allowed[0].get("team_id") or allowed[0].get("enterprise_id"))
        return
    team, user = body.get("team"), body.get("user")
    named = [
        body.get("team_id"),
        team.get("id") if isinstance(team, dict) else None,
        user.get("team_id") if isinstance(user, dict) else None,
    ]
    yield from (each for each in named if isinstance(each, str))


def _act(body: Body, button: dict[str, Any]) -> Act:
    if button:
        return _ACTS.get(str(button["action_id"]).split(":")[0], Act.FOLLOW)
    return Act.REPORT if body.get("type") != "event_callback" else Act.FOLLOW


def _ref(button: dict[str, Any]) -> ComplaintRef | None:
    try:
        return reference.read_reference(_text(button.get("value")))
    except reference.ReferenceError:
        return None


def _last_input(body: Body) -> str:
    inputs = [block["block_id"] for block in _inputs(body) if "block_id" in block]
    return _text(inputs[-1]) if inputs else ""


def _is_typed(body: Body) -> bool:
    elements = [block.get("element") for block in _inputs(body)]
    return any(
        isinstance(each, dict) and each.get("type") == "plain_text_input" for each in elements
    )


def _inputs(body: Body) -> list[dict[str, Any]]:
    blocks = body["view"].get("blocks")
    return [
        block
        for block in (blocks if isinstance(blocks, list) else [])
        if isinstance(block, dict) and block.get("type") == "input"
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
