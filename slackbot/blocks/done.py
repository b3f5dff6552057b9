"""What the team reads once something is done, with *Undo* while it can be undone."""

from datetime import timedelta
from uuid import UUID

from slackbot.blocks.parts import Element, View, actions, button, confirm, modal, section
from slackbot.blocks.text import plain
from slackbot.rules.notices import Telling
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.status import Status

CALLBACK_ID = "done"
UNDO_STEP = "undo_step"

_MINUTE = 60
_AT_ONCE = {
    Telling.MESSAGE: "The reporter is told now.",
    Telling.HOME: "It stands on the reporter's Home; they want no message.",
    Telling.NOBODY: "Nobody can be told by DM: it is a task now.",
}
_LATER = {
    Telling.MESSAGE: (
        "The reporter is told in {wait}. Until then you can undo it, and nobody hears of it."
    ),
    Telling.HOME: (
        "It stands on the reporter's Home in {wait}; they want no message. Until then you can "
        "undo it, and nobody hears of it."
    ),
    Telling.NOBODY: (
        "Nobody can be told by DM: it is a task now. For {wait} you can undo it."
    ),
}


def build(title: str, words: str) -> View:
    """Return a modal that says what was done."""
    return modal(title, [section(plain(words))], callback_id=CALLBACK_ID)


def moved(
    ref: ComplaintRef, to: Status, step: UUID, wait: timedelta, telling: Telling
) -> View:
    """Return the confirmation of a step, and *Undo* for as long as nobody was told."""
    if not wait:
        return build("Recorded", f"{ref} is now: {to}. {_AT_ONCE[telling]}")
    told = _LATER[telling].format(wait=_wait(wait))
    view = build("Recorded", f"{ref} is now: {to}. {told}")
    view["blocks"].append(actions(undo_button(ref, step)))
    return view


def undo_button(ref: ComplaintRef, step: UUID) -> Element:
    """Return *Undo* for one step."""
    asks = confirm("Undo this step?", "The reporter is not told of it.", "Undo")
    return button(
        "Undo", UNDO_STEP, f"{ref} {step}", label=f"Undo this step of {ref}", asks=asks
    )


def _wait(wait: timedelta) -> str:
    seconds = int(wait.total_seconds())
    if seconds < _MINUTE:
        return f"{seconds} seconds"
    minutes = round(seconds / _MINUTE)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
