"""Finding the channel that a call names, as far as the app may know of it."""

from slackbot.sandbox.messages import Channel
from slackbot.sandbox.shapes import RefusalError
from slackbot.sandbox.webapi import Api, Args

KINDS = ("channels", "groups", "im", "mpim")


def kind_of(channel: Channel) -> str:
    """The word in the scopes for this kind of conversation."""
    if channel.kind == "im":
        return "im"
    return "groups" if channel.private else "channels"


def known(api: Api, channel_id: str) -> Channel:
    """A channel that the app can know of: a public one, or one that it is in.

    A member's id is no channel: only `chat.postMessage` takes one.
    """
    channel = api.world.channels.get(channel_id)
    if channel is None or channel.kind == "self":
        raise RefusalError("channel_not_found")
    if channel.private and not channel.with_app:
        raise RefusalError("channel_not_found")
    return channel


def read(api: Api, args: Args, right: str) -> Channel:
    """The channel that `channel` names, if the app has the scope for its kind."""
    api.need(*(f"{kind}:{right}" for kind in KINDS))
    channel = known(api, args.required("channel"))
    api.need(f"{kind_of(channel)}:{right}")
    return channel
