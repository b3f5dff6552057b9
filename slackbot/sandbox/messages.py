"""Channels, direct messages, and what was said in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from slackbot.sandbox.shapes import Json

# What Slack leaves alone when it escapes a text that an app sent: links, mentions, dates.
_MARKUP = re.compile(r"<(?=[@#!]|https?:|mailto:|tel:)[^<>]*>|&(?:amp|lt|gt);")


@dataclass
class Message:
    """One message. `ephemeral_to`: only this member sees it, and the API cannot reach it."""

    ts: str
    user: str
    text: str
    at: float
    blocks: list[Json] = field(default_factory=list)
    bot: bool = False
    thread_ts: str | None = None
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    deleted: bool = False
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)


@dataclass
class Channel:
    """A channel. `members` are people; `with_app`: the app was invited into it."""

    id: str
    name: str = ""
    private: bool = False
    members: Iterable[str] = ()
    with_app: bool = False
    kind: str = "channel"
    archived: bool = False
    shared: bool = False
    pending_share: bool = False
    messages: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.members = list(dict.fromkeys(self.members))

    def has(self, member_id: str) -> bool:
        """Whether this person is in it."""
        return member_id in self.members

    def find(self, ts: str) -> Message | None:
        """The message with this time stamp, if it is still there."""
        return next((m for m in self.messages if m.ts == ts and not m.deleted), None)

    def seen_by(self, member_id: str) -> list[Message]:
        """What this person sees of it, oldest first."""
        there = [m for m in self.messages if not m.deleted]
        return [m for m in there if m.ephemeral_to in (None, member_id)]

    def as_slack(self) -> Json:
        """The channel object of `conversations.info`."""
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.private,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.private,
            "is_archived": self.archived,
            "is_general": False,
            "is_shared": self.shared,
            "is_ext_shared": self.shared,
            "is_pending_ext_shared": self.pending_share,
            "is_org_shared": False,
            "pending_shared": [],
            "is_member": self.with_app,
            "unlinked": 0,
            "created": 1_760_000_000,
            "creator": "USLACKBOT",
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


def escape(typed: str) -> str:
    """What a person typed, as Slack stores and sends it."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def tidy(sent: str) -> str:
    """What an app sent, as Slack stores it: markup stays, loose control characters do not."""
    parts: list[str] = []
    at = 0
    for mark in _MARKUP.finditer(sent):
        parts += [escape(sent[at : mark.start()]), mark.group()]
        at = mark.end()
    return "".join([*parts, escape(sent[at:])])


def tidy_blocks(thing: Any) -> Any:  # noqa: ANN401 - any part of a block
    """Blocks as Slack gives them back: the words of every text object escaped, once."""
    if isinstance(thing, list):
        return [tidy_blocks(part) for part in thing]
    if not isinstance(thing, dict):
        return thing
    back = {name: tidy_blocks(part) for name, part in thing.items()}
    if thing.get("type") in ("plain_text", "mrkdwn") and isinstance(thing.get("text"), str):
        back["text"] = tidy(thing["text"])
    return back
