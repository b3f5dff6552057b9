"""Whom a reported message names: its author, and whoever stands anywhere in it."""

import json
from collections.abc import Iterator

from slackbot.rules.people import SlackUser
from slackbot.rules.report import Quote

# What people read of a message, besides its text. Not who reacted to it or answered.
_READ = ("text", "blocks", "attachments")


def texts_of(quote: Quote) -> list[str]:
    """List all that can be read in a message: Slack may say in blocks what no text says.

    A message that was shared stands in the other one's attachments, with its author.
    """
    return [quote.text, *quote.files, *_strings(_payload(quote))]


def accounts_in(quote: Quote) -> set[SlackUser]:
    """List what could be accounts in it: mentions in blocks, authors of shared messages."""
    return {SlackUser(text) for text in _strings(_payload(quote))}


def _payload(quote: Quote) -> list[object]:
    raw = json.loads(quote.raw)
    return [raw.get(name) for name in _READ] if isinstance(raw, dict) else []


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (text for each in part.values() for text in _strings(each))
    elif isinstance(part, list):
        yield from (text for each in part for text in _strings(each))
