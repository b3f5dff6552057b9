"""The pieces of which messages and forms are made; each returns what Slack expects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slackbot.blocks.text import TextObject, clipped, plain

Block = dict[str, Any]
Element = dict[str, Any]
Option = dict[str, Any]
View = dict[str, Any]

FIELD_SIZE = 3_000  # Slack: the most that one text field takes
OPTIONS = 100  # Slack: the most in one list, or in one group of a list
_OPTION_SIZE = 75
_HEADER_SIZE = 150


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `text` alone says all that the blocks say, for screen readers."""

    text: str
    blocks: list[Block] = field(default_factory=list)


def message(text: str, blocks: Sequence[Block] = ()) -> Message:
    """Return a message; without blocks Slack shows the text itself."""
    return Message(text, list(blocks))


def section(
    text: TextObject, *, block_id: str = "", accessory: Element | None = None
) -> Block:
    """Return a paragraph, perhaps with a button at its side."""
    return _given(type="section", text=text, block_id=block_id, accessory=accessory)


def fields(pairs: Iterable[tuple[str, str]], *, block_id: str = "") -> Block:
    """Return up to ten pairs of a heading and plain text, side by side on a wide screen."""
    cells = [plain(f"{heading}\n{value}") for heading, value in pairs]
    return _given(type="section", fields=cells, block_id=block_id)


def context(*texts: TextObject, block_id: str = "") -> Block:
    """Return small print."""
    return _given(type="context", elements=list(texts), block_id=block_id)


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(clipped(text, _HEADER_SIZE))}


def divider() -> Block:
    """Return a line across."""
    return {"type": "divider"}


def alert(text: TextObject, level: str = "warning") -> Block:
    """Return a box that stands out; only in modals, 200 characters at most."""
    return {"type": "alert", "text": text, "level": level}


def confirm(title: str, text: str, yes: str, no: str = "No") -> Element:
    """Return the question that a button asks before it acts."""
    return {
        "title": plain(title),
        "text": plain(text),
        "confirm": plain(yes),
        "deny": plain(no),
    }


def button(
    text: str,
    action_id: str,
    value: str = "",
    *,
    label: str = "",
    style: str = "",
    asks: Element | None = None,
) -> Element:
    """Return a button; `label` is what a screen reader says, and names the reference."""
    return _given(
        type="button",
        text=plain(text),
        action_id=action_id,
        value=value,
        accessibility_label=clipped(label, _OPTION_SIZE),
        style=style,
        confirm=asks,
    )


def actions(*elements: Element, block_id: str = "") -> Block:
    """Return buttons in a row."""
    return _given(type="actions", elements=list(elements), block_id=block_id)


def input_block(
    block_id: str, label: str, element: Element, *, optional: bool = False, hint: str = ""
) -> Block:
    """Return a question. Its element takes the block's id as its own, so that readers know."""
    return _given(
        type="input",
        block_id=block_id,
        label=plain(label),
        element=element | {"action_id": block_id},
        optional=optional,
        hint=plain(hint) if hint else None,
    )


def text_input(
    *,
    initial: str = "",
    multiline: bool = False,
    size: int = FIELD_SIZE,
    placeholder: str = "",
) -> Element:
    """Return a field to type in."""
    return _given(
        type="plain_text_input",
        multiline=multiline,
        max_length=size,
        initial_value=initial,
        placeholder=plain(placeholder) if placeholder else None,
    )


def option(text: str, value: str, description: str = "") -> Option:
    """Return one answer to choose."""
    shown = plain(clipped(description, _OPTION_SIZE)) if description else None
    return _given(text=plain(clipped(text, _OPTION_SIZE)), value=value, description=shown)


def radio(options: Sequence[Option], *, initial: str = "") -> Element:
    """Return answers of which one is chosen; ten at most."""
    return _choice("radio_buttons", options, initial, "")


def select(options: Sequence[Option], *, initial: str = "", placeholder: str = "") -> Element:
    """Return a list of which one is chosen; beyond 100, in groups of 100."""
    return _choice("static_select", options, initial, placeholder)


def checkboxes(options: Sequence[Option], *, initial: Sequence[str] = ()) -> Element:
    """Return answers of which several may be chosen; ten at most."""
    ticked = [each for each in options if each["value"] in initial]
    return _given(type="checkboxes", options=list(options), initial_options=ticked)


def multi_select(
    options: Sequence[Option], *, initial: Sequence[str] = (), placeholder: str = ""
) -> Element:
    """Return a list of which several may be chosen; beyond 100, in groups of 100."""
    ticked = [each for each in options if each["value"] in initial]
    return _given(
        type="multi_static_select",
        initial_options=ticked,
        placeholder=plain(placeholder) if placeholder else None,
        **_listed(options),
    )


def users_select(*, initial: str = "", placeholder: str = "") -> Element:
    """Return a list of the people of the workspace, as Slack knows them."""
    return _given(
        type="users_select",
        initial_user=initial,
        placeholder=plain(placeholder) if placeholder else None,
    )


def date_picker(*, initial: date | None = None) -> Element:
    """Return a calendar."""
    return _given(type="datepicker", initial_date=initial.isoformat() if initial else None)


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    submit: str = "",
    close: str = "Close",
    private_metadata: str = "",
) -> View:
    """Return a modal; `private_metadata` takes keys and references, never content."""
    return _given(
        type="modal",
        callback_id=callback_id,
        title=plain(title),
        blocks=list(blocks),
        submit=plain(submit) if submit else None,
        close=plain(close),
        private_metadata=private_metadata,
    )


def home(blocks: Sequence[Block], *, callback_id: str = "") -> View:
    """Return an App Home tab."""
    return _given(type="home", callback_id=callback_id, blocks=list(blocks))


def _choice(kind: str, options: Sequence[Option], initial: str, placeholder: str) -> Element:
    chosen = next((each for each in options if each["value"] == initial), None)
    shown = plain(placeholder) if placeholder else None
    return _given(type=kind, initial_option=chosen, placeholder=shown, **_listed(options))


def _listed(options: Sequence[Option]) -> dict[str, Any]:
    if len(options) <= OPTIONS:
        return {"options": list(options)}
    groups = [options[at : at + OPTIONS] for at in range(0, len(options), OPTIONS)]
    return {
        "option_groups": [{"label": _span(group), "options": list(group)} for group in groups]
    }


def _span(group: Sequence[Option]) -> TextObject:
    """Name a group of a long list after its first and its last answer."""
    first, last = group[0]["text"]["text"], group[-1]["text"]["text"]
    return plain(f"{clipped(first, 34)} to {clipped(last, 34)}")


def _given(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - Slack's JSON
    """Leave out what is empty: Slack refuses empty lists and null where a thing is absent."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
