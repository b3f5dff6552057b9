"""Response addresses: where an app may answer a person five times within half an hour."""

import secrets
from dataclasses import dataclass, field

from slackbot.sandbox.block_rules import check_blocks
from slackbot.sandbox.messages import Channel, Message, tidy
from slackbot.sandbox.modals import blocks_with_ids
from slackbot.sandbox.shapes import Json, RefusalError
from slackbot.sandbox.world import World

USES = 5
LIFE = 30 * 60.0  # seconds; docs.slack.dev/interactivity/handling-user-interaction


@dataclass
class Address:
    """One response address: for whom, where, and the message it belongs to."""

    member_id: str
    channel: Channel
    at: float
    message: Message | None = None
    used: int = 0


@dataclass
class ResponseUrls:
    """Every address that was handed out."""

    world: World
    base: str = ""
    _known: dict[str, Address] = field(default_factory=dict)

    def hand_out(
        self, member_id: str, channel: Channel, message: Message | None = None
    ) -> str:
        """A new address for what this person just did."""
        token = secrets.token_urlsafe(18)
        now = self.world.clock.now()
        self._known[token] = Address(member_id, channel, now, message)
        return f"{self.base}/respond/{token}"

    def use(self, token: str, body: Json) -> None:
        """Say it; RefusalError if the address is unknown, spent or too old."""
        address = self._known.get(token)
        if address is None or self.world.clock.now() - address.at > LIFE:
            raise RefusalError("expired_url")
        if address.used >= USES:
            raise RefusalError("used_url")
        answer(self.world, address, body)
        address.used += 1


def answer(world: World, address: Address, body: Json) -> Message | None:
    """Post, replace or delete as the app says; ephemeral unless it says otherwise."""
    own = address.message
    if body.get("delete_original") and own is not None:
        own.deleted = True
        world.note("delete", address.channel, own)
        return None
    blocks = body.get("blocks") or []
    check_blocks(blocks, "message")
    if not blocks and not body.get("text"):
        raise RefusalError("no_text")
    if body.get("replace_original") and own is not None:
        return _replace(world, address, own, body)
    return world.post(address.channel, _new(world, address, body))


def _replace(world: World, address: Address, own: Message, body: Json) -> Message:
    own.text = tidy(str(body.get("text") or ""))
    own.blocks = blocks_with_ids(body.get("blocks") or [])
    own.edited_ts = world.clock.ts()
    world.note("edit", address.channel, own)
    return own


def _new(world: World, address: Address, body: Json) -> Message:
    public = body.get("response_type") == "in_channel"
    return Message(
        ts=world.clock.ts(),
        user=world.identity.bot_user_id,
        text=tidy(str(body.get("text") or "")),
        at=world.clock.now(),
        blocks=blocks_with_ids(body.get("blocks") or []),
        bot=True,
        thread_ts=body.get("thread_ts"),
        ephemeral_to=None if public else address.member_id,
    )
