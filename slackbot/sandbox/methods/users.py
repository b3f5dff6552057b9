"""Who is in the workspace."""

from slackbot.sandbox.methods.pages import page
from slackbot.sandbox.shapes import Json
from slackbot.sandbox.webapi import METHODS, Api, Args


@METHODS.add("users.list", "users:read")
def users_list(api: Api, args: Args) -> Json:
    """Everybody, the deactivated, the bots and Slackbot included."""
    everyone = [m.as_user() for m in api.world.members.values()]
    part, cursor = page(everyone, args, most=1000)
    return {
        "members": part,
        "cache_ts": int(api.world.clock.now()),
        "response_metadata": {"next_cursor": cursor},
    }


@METHODS.add("users.info", "users:read")
def users_info(api: Api, args: Args) -> Json:
    """One account."""
    return {"user": api.user(args.required("user")).as_user()}
