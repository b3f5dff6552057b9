"""How text is put into Slack: ours with marks, other people's exactly and without effect."""

import re
from datetime import UTC, date, datetime
from typing import Any

TextObject = dict[str, Any]

SECTION_SIZE = 2_900  # Slack: 3,000 characters a section; a little room for its own count

# Control characters other than line feed and tab; marks that turn the direction of
# writing; characters without width that hide in a word (the joiners stay: emoji and
# several scripts need them); line separators; halves of characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]"
)
_BREAK = re.compile(r"\s")
_NUMBER = re.compile(r"(?<![\w.])\+?\d{2,5}(?: \d{2,8})+(?!\w)")  # 0800 032 3263, 116 123
_NO_BREAK = "\N{NO-BREAK SPACE}"
_BEYOND = 0xFFFF  # above it a character counts twice where Slack counts as JavaScript does


def escape(text: str) -> str:
    """Take away the meaning of Slack's three control characters (Slack: &, <, >)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo Slack's escaping once, so that a typed `&lt;` stays as it was typed."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(text: str) -> TextObject:
    """Return text that Slack shows as it is: no mentions, no links, no emoji by name."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> TextObject:
    """Return text of ours with marks; whatever else is put into it must be escaped."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def shown(text: str) -> str:
    """Make what could hide or turn a text visible, as [U+202E]; all else stays."""
    return _UNSEEN.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", text)


def clipped(text: str, size: int) -> str:
    """Shorten a name or a label to `size` characters; the last is then an ellipsis."""
    return text if _length(text) <= size else _head(text, size - 1) + "…"


def date_mark(at: datetime) -> str:
    """Return a moment as Slack shows it in the reader's own time (mrkdwn only)."""
    fallback = f"{day(at.astimezone(UTC).date())}, {at.astimezone(UTC):%H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_long}}, {{time}}|{fallback}>"


def unbroken(text: str) -> str:
    """Keep each telephone number of ours on one line; the settings keep their spaces."""
    return _NUMBER.sub(lambda number: number[0].replace(" ", _NO_BREAK), text)


def day(of: date) -> str:
    """Return a day as people say it: Monday 23 November 2026."""
    return f"{of:%A} {of.day} {of:%B %Y}"


def pages(text: str, size: int = SECTION_SIZE) -> list[str]:
    """Cut text into pieces of at most `size`, between words where it can be, losing nothing.

    Characters beyond the basic plane count twice, as in JavaScript.
    """
    pieces = []
    while _length(text) > size:
        piece = _head(text, size)
        breaks = [found.end() for found in _BREAK.finditer(piece, len(piece) // 2)]
        piece = piece[: breaks[-1]] if breaks else piece
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, text] if text else pieces


def _length(text: str) -> int:
    beyond = 0 if text.isascii() else sum(ord(sign) > _BEYOND for sign in text)
    return len(text) + beyond


def _head(text: str, size: int) -> str:
    head = text[:size]
    while (over := _length(head) - size) > 0:
        head = head[: -((over + 1) // 2)]  # a character counts twice at most: never too many
    return head
