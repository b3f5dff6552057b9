"""Conversations: opening direct messages, reading back, who is there."""

from slackbot.sandbox.messages import Message
from slackbot.sandbox.methods.channels import read
from slackbot.sandbox.methods.pages import page
from slackbot.sandbox.payloads import Payloads
from slackbot.sandbox.shapes import Json, RefusalError
from slackbot.sandbox.webapi import METHODS, Api, Args


@METHODS.add("conversations.open", "im:write", "mpim:write")
def conversations_open(api: Api, args: Args) -> Json:
    """The direct messages with one person."""
    users = [u for u in args.text("users").split(",") if u]
    if not users:
        raise RefusalError("users_list_not_supplied")
    api.need("mpim:write" if len(users) > 1 else "im:write")
    member = api.user(users[0])
    if member.deleted:
        raise RefusalError("user_disabled")
    if member.bot or member.id == "USLACKBOT":
        raise RefusalError("cannot_dm_bot")
    there = f"D{member.id[1:]}" in api.world.channels
    channel: Json = {"id": api.world.dm(member.id).id}
    if args.flag("return_im"):
        channel |= {"created": 1_760_000_000, "is_im": True, "user": member.id}
    seen = {"no_op": True, "already_open": True} if there else {}
    return {**seen, "channel": channel}


@METHODS.add("conversations.history")
def conversations_history(api: Api, args: Args) -> Json:
    """What was said, newest first, without what only one person saw."""
    channel = read(api, args, "history")
    if not channel.with_app:
        raise RefusalError("not_in_channel")
    told = [m for m in reversed(channel.messages) if _shown(api, args, m)]
    part, cursor = page(told, args, most=999 if args.text("limit") else 100)
    answer: Json = {
        "messages": [_as_slack(api, args, m) for m in part],
        "has_more": bool(cursor),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _shown(api: Api, args: Args, message: Message) -> bool:
    old, new = float(args.text("oldest") or 0), float(args.text("latest") or "inf")
    at = float(message.ts)
    edge = args.flag("inclusive") and message.ts in (args.text("oldest"), args.text("latest"))
    lagging = api.world.clock.now() - message.at < api.world.history_lag
    reply = message.thread_ts not in (None, message.ts)
    hidden = message.deleted or message.ephemeral_to or lagging or reply
    return not hidden and (old < at < new or edge)


def _as_slack(api: Api, args: Args, message: Message) -> Json:
    shown = Payloads(api.world).message(message)
    if message.metadata and args.flag("include_all_metadata"):
        shown["metadata"] = message.metadata
    return shown


@METHODS.add("conversations.info")
def conversations_info(api: Api, args: Args) -> Json:
    """What kind of channel it is, and who else it is shared with."""
    channel = read(api, args, "read")
    if channel.kind == "im":
        user = next(iter(channel.members))
        im: Json = {"id": channel.id, "is_im": True, "is_private": True, "user": user}
        return {"channel": im | {"is_archived": False, "is_open": True}}
    shown = channel.as_slack()
    if args.flag("include_num_members"):
        shown["num_members"] = len(_everyone(api, channel.id))
    return {"channel": shown}


@METHODS.add("conversations.members")
def conversations_members(api: Api, args: Args) -> Json:
    """The ids of everybody in it, the app's own among them."""
    channel = read(api, args, "read")
    part, cursor = page(_everyone(api, channel.id), args, most=1000)
    return {"members": part, "response_metadata": {"next_cursor": cursor}}


def _everyone(api: Api, channel_id: str) -> list[str]:
    channel = api.world.channels[channel_id]
    us = [api.world.identity.bot_user_id] if channel.with_app else []
    return [*channel.members, *us]
