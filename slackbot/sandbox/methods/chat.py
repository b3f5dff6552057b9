"""Saying something, changing it, taking it back."""

from slackbot.sandbox.block_rules import check_blocks
from slackbot.sandbox.messages import Channel, Message, tidy
from slackbot.sandbox.methods.channels import known
from slackbot.sandbox.modals import blocks_with_ids
from slackbot.sandbox.payloads import Payloads
from slackbot.sandbox.shapes import Json, RefusalError
from slackbot.sandbox.webapi import METHODS, Api, Args

LONGEST_TEXT = 40_000  # characters; docs.slack.dev/reference/methods/chat.postMessage


@METHODS.add("chat.postMessage", "chat:write")
def post_message(api: Api, args: Args) -> Json:
    """Post into a channel, or to a person by their id."""
    channel = _place(api, args.required("channel"))
    thread = args.text("thread_ts") or None
    if thread and channel.find(thread) is None:
        raise RefusalError("thread_not_found")
    message = _compose(api, args)
    message.thread_ts, message.metadata = thread, _metadata(args)
    api.world.post(channel, message)
    return _said(api, channel, message)


@METHODS.add("chat.postEphemeral", "chat:write")
def post_ephemeral(api: Api, args: Args) -> Json:
    """Show something to one person in a channel, with no promise that they see it."""
    member = api.world.members.get(args.required("user"))
    channel = _place(api, args.required("channel"))
    if member is None or not channel.has(member.id):
        raise RefusalError("user_not_in_channel")
    message = _compose(api, args)
    message.ephemeral_to = member.id
    api.world.post(channel, message)
    return {"message_ts": message.ts}


@METHODS.add("chat.update", "chat:write")
def update(api: Api, args: Args) -> Json:
    """Change a message of the app's own."""
    channel, message = _own(api, args, "cant_update_message")
    new = _compose(api, args)
    message.text = new.text
    if args.structure("blocks") is not None:
        message.blocks = new.blocks
    elif args.text("text"):
        message.blocks = []
    message.metadata = _metadata(args) or message.metadata
    message.edited_ts = api.world.clock.ts()
    api.world.note("edit", channel, message)
    return _said(api, channel, message) | {"text": message.text}


@METHODS.add("chat.delete", "chat:write")
def delete(api: Api, args: Args) -> Json:
    """Take back a message of the app's own."""
    channel, message = _own(api, args, "cant_delete_message")
    message.deleted = True
    api.world.note("delete", channel, message)
    return {"channel": channel.id, "ts": message.ts}


def _place(api: Api, where: str) -> Channel:
    if where in api.world.members:
        return _direct(api, where)
    channel = known(api, where)
    if channel.archived:
        raise RefusalError("is_archived")
    if not channel.with_app and "chat:write.public" not in api.world.app.scopes:
        raise RefusalError("not_in_channel")
    return channel


def _direct(api: Api, member_id: str) -> Channel:
    member = api.world.members[member_id]
    if member.bot or member_id == "USLACKBOT":
        raise RefusalError("channel_not_found")
    if not api.world.app.messages_enabled:
        raise RefusalError("messages_tab_disabled")
    return api.world.dm(member_id)


def _compose(api: Api, args: Args) -> Message:
    blocks = args.structure("blocks") or []
    check_blocks(blocks, "message")
    if not blocks and not args.text("text") and not args.structure("attachments"):
        raise RefusalError("no_text")
    return Message(
        ts=api.world.clock.ts(),
        user=api.world.identity.bot_user_id,
        text=tidy(args.text("text"))[:LONGEST_TEXT],
        at=api.world.clock.now(),
        blocks=blocks_with_ids(blocks),
        bot=True,
    )


def _metadata(args: Args) -> Json | None:
    metadata = args.structure("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise RefusalError("invalid_metadata_format")
    return metadata


def _own(api: Api, args: Args, otherwise: str) -> tuple[Channel, Message]:
    channel = known(api, args.required("channel"))
    message = channel.find(args.required("ts"))
    if message is None or message.ephemeral_to:
        raise RefusalError("message_not_found")
    if message.user != api.world.identity.bot_user_id:
        raise RefusalError(otherwise)
    return channel, message


def _said(api: Api, channel: Channel, message: Message) -> Json:
    shown = Payloads(api.world).message(message)
    return {"channel": channel.id, "ts": message.ts, "message": shown}
