"""A Slack message as a message shortcut hands it over, caught before it can be deleted."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from slackbot.blocks.errors import TamperedError
from slackbot.blocks.text import unescape
from slackbot.rules.people import SlackUser
from slackbot.rules.report import Quote

_HALVES = re.compile("[\ud800-\udfff]")  # half a character cannot be kept; `raw` has it


def read(body: dict[str, Any]) -> Quote:
    """Return the message of a message shortcut. Raises TamperedError where there is none."""
    try:
        message, channel = body["message"], str(body["channel"]["id"])
        ts = str(message["ts"])
        return Quote(
            author=SlackUser(message["user"]) if message.get("user") else None,
            text=_text(message),
            raw=json.dumps(message),
            channel=channel,
            posted_at=datetime.fromtimestamp(float(ts), UTC),
            link=_link(body, channel, ts, message.get("thread_ts")),
            is_reply=message.get("thread_ts") not in {None, ts},
            files=tuple(_file(each) for each in message.get("files") or ()),
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise TamperedError from error


def _text(message: dict[str, Any]) -> str:
    """Return what was written; where it stands in blocks only, their words in order."""
    typed = message.get("text") or "\n".join(
        [*_words(message.get("blocks")), *_words(message.get("attachments"))]
    )
    return _HALVES.sub("\ufffd", unescape(str(typed)))


def _words(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name in {"text", "fallback", "title"} and isinstance(value, str):
                yield value
            else:
                yield from _words(value)
    elif isinstance(part, list):
        for each in part:
            yield from _words(each)


def _link(body: dict[str, Any], channel: str, ts: str, thread: str | None) -> str:
    """Return the address that Slack gives to messages; nobody has asked Slack for it."""
    domain = (body.get("team") or {}).get("domain")
    if not domain:
        return ""
    link = f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    return f"{link}?thread_ts={thread}&cid={channel}" if thread not in {None, ts} else link


def _file(file: dict[str, Any]) -> str:
    name = _HALVES.sub("\ufffd", str(file.get("name") or "without a name"))
    kind = file.get("mimetype") or file.get("filetype") or "type not known"
    return f"{name}, {kind}, {file.get('size', '?')} bytes"
