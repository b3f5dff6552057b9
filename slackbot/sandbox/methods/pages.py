"""Long lists, a page at a time."""

import base64
from typing import TypeVar

from slackbot.sandbox.shapes import RefusalError
from slackbot.sandbox.webapi import Args

T = TypeVar("T")


def page(rows: list[T], args: Args, *, most: int = 200) -> tuple[list[T], str]:
    """The part that was asked for, and the cursor of the next (empty at the end)."""
    start = _place(args.text("cursor"))
    size = min(args.number("limit", most) or most, most)
    end = start + size
    more = end < len(rows)
    return rows[start:end], base64.b64encode(f"at:{end}".encode()).decode() if more else ""


def _place(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor).decode().partition(":")
        if word != "at":
            raise RefusalError("invalid_cursor")
        return int(number)
    except ValueError as wrong:
        raise RefusalError("invalid_cursor") from wrong
