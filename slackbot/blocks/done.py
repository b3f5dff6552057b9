"""What the team reads once something is done, with *Undo* while it can be undone."""

from datetime import timedelta
from uuid import UUID

from slackbot.blocks.parts import Element, View, actions, button, confirm, modal, section
from slackbot.blocks.text import plain
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.status import Status

CALLBACK_ID = "done"
UNDO_STEP = "undo_step"

_MINUTE = 60


def build(title: str, words: str) -> View:
    """Return a modal that says what was done."""
    return modal(title, [section(plain(words))], callback_id=CALLBACK_ID)


def moved(ref: ComplaintRef, to: Status, step: UUID, wait: timedelta) -> View:
    """Return the confirmation of a step, and *Undo* for as long as nobody was told."""
    words = (
        f"{ref} is now: {to}. The reporter is told in {_wait(wait)}. Until then you can "
        "undo it, and nobody hears of it."
    )
    view = build("Recorded", words)
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
