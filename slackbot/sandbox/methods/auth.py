"""Who the token belongs to."""

from slackbot.sandbox.shapes import Json, RefusalError
from slackbot.sandbox.webapi import METHODS, Api, Args


@METHODS.add("auth.test")
def auth_test(api: Api, _args: Args) -> Json:
    """The identity of the app in this workspace."""
    me = api.world.identity
    return {
        "url": f"https://{me.domain}.slack.com/",
        "team": me.team_name,
        "user": api.world.members[me.bot_user_id].name,
        "team_id": me.team_id,
        "user_id": me.bot_user_id,
        "bot_id": me.bot_id,
        "is_enterprise_install": False,
    }


@METHODS.add("api.test", caller="anyone")
def api_test(_api: Api, args: Args) -> Json:
    """Whether anybody answers; with `error`, that error."""
    if args.text("error"):
        raise RefusalError(args.text("error"), args=args.values)
    return {"args": args.values}
