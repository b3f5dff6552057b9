"""What stands in the fields of a form: how it starts, what may be entered, what survives."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from slackbot.sandbox.shapes import Json, SandboxError

State = dict[str, dict[str, Json]]
"""block_id → action_id → the element's state, as `view.state.values`."""

MANY = {
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
ONE = {
    "plain_text_input": "value",
    "url_text_input": "value",
    "email_text_input": "value",
    "number_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
}
_INITIAL = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "rich_text_value": "initial_value",
}
TEXTS = {"plain_text_input", "url_text_input", "email_text_input", "number_input"}


def key_of(element: Json) -> str | None:
    """The name under which this element keeps its state; None for buttons and the like."""
    kind = element.get("type", "")
    return MANY.get(kind) or ONE.get(kind)


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) that a person can act on."""
    for block in blocks:
        if block.get("type") == "input":
            yield block, block["element"]
        elif block.get("type") == "actions":
            for element in block["elements"]:
                yield block, element
        elif block.get("type") == "section" and "accessory" in block:
            yield block, block["accessory"]


def start(element: Json) -> Json:
    """The state of an untouched element."""
    key = key_of(element) or ""
    empty: Any = [] if element["type"] in MANY else None
    return {"type": element["type"], key: element.get(_INITIAL.get(key, ""), empty)}


def state_of(blocks: list[Json], before: list[Json], kept: State) -> State:
    """The state of new blocks: same block_id and action_id keeps what was there.

    Slack ignores a new initial value there (docs.slack.dev/surfaces/modals).
    """
    old = {(b["block_id"], e.get("action_id")): e for b, e in elements(before)}
    state: State = {}
    for block, element in elements(blocks):
        if key_of(element) is None:
            continue
        place = (block["block_id"], element["action_id"])
        now = kept.get(place[0], {}).get(place[1])
        same = place in old and old[place]["type"] == element["type"]
        fits = same and now is not None and _still_offered(element, now)
        state.setdefault(place[0], {})[place[1]] = now if fits and now else start(element)
    return state


def _still_offered(element: Json, now: Json) -> bool:
    chosen = now.get("selected_option") or now.get("selected_options") or []
    chosen = chosen if isinstance(chosen, list) else [chosen]
    offered = {o["value"] for o in options(element)}
    return all(o["value"] in offered for o in chosen)


def options(element: Json) -> list[Json]:
    """The options that this element offers, groups flattened."""
    groups = element.get("option_groups") or []
    return list(element.get("options") or []) + [o for g in groups for o in g["options"]]


def fill(element: Json, value: str | list[str] | None) -> Json:
    """The state after a person entered this; SandboxError if the client would not let them."""
    kind = element["type"]
    key = key_of(element)
    if key is None:
        raise SandboxError(f"nothing can be entered into a {kind}")
    if kind in MANY:
        return {"type": kind, key: _several(element, value)}
    if isinstance(value, list):
        raise SandboxError(f"a {kind} takes one value")
    if not value:
        return {"type": kind, key: None}
    return {"type": kind, key: _one(element, key, value)}


def _several(element: Json, value: str | list[str] | None) -> list[Any]:
    values = [value] if isinstance(value, str) else value or []
    most = element.get("max_selected_items")
    if most is not None and len(values) > most:
        raise SandboxError(f"at most {most} can be chosen")
    if MANY[element["type"]] != "selected_options":
        return list(values)
    # Slack lists what was chosen in the order of the options, for checkboxes.
    chosen = [_option(element, v) for v in values]
    if element["type"] == "checkboxes":
        chosen.sort(key=options(element).index)
    return chosen


def _one(element: Json, key: str, value: str) -> Any:  # noqa: ANN401 - it is JSON
    if key == "selected_option":
        return _option(element, value)
    if key == "selected_date_time":
        return int(value)
    if key in _SHAPES and not re.fullmatch(_SHAPES[key], value):
        raise SandboxError("the picker offers no such date or time")
    if key == "selected_date":
        datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
    if key == "value":
        _check_length(element, value)
    return value


_SHAPES = {"selected_date": r"\d{4}-\d\d-\d\d", "selected_time": r"([01]\d|2[0-3]):[0-5]\d"}


def _check_length(element: Json, value: str) -> None:
    most = element.get("max_length") or 3000
    if element["type"] == "plain_text_input" and len(value) > most:
        raise SandboxError(f"at most {most} characters can be typed here")
    if "\n" in value and not element.get("multiline"):
        raise SandboxError("this field has one line")


def _option(element: Json, value: str) -> Json:
    for option in options(element):
        if option["value"] == value:
            return option
    raise SandboxError("that is not among the options")


def is_blank(state: Json) -> bool:
    """Whether a required field with this state would be refused by the client."""
    return not next((v for k, v in state.items() if k != "type"), None)
