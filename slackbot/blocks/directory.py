"""Who somebody is, read from what Slack says of its members."""

from typing import Any

from slackbot.rules.people import Member, SlackUser, Standing

_SLACKBOT = "USLACKBOT"  # Slack's own, which does not call itself an app
_ZONE = "Europe/London"


def read_member(user: dict[str, Any], home_team: str) -> Member:
    """Return the member whom `users.list`, `team_join` and `user_change` describe."""
    profile = user.get("profile") or {}
    names = (profile.get("real_name"), user.get("real_name"), user.get("name"))
    name, *others = dict.fromkeys(
        each for each in (*names, profile.get("display_name"), user["id"]) if each
    )
    return Member(
        id=SlackUser(user["id"]),
        name=name,
        standing=_standing(user, home_team),
        tz=user.get("tz") or _ZONE,
        owner=bool(user.get("is_owner") or user.get("is_primary_owner")),
        known_as=tuple(each for each in others if each != user["id"]),
    )


def _standing(user: dict[str, Any], home_team: str) -> Standing:
    """Say how the workspace knows somebody. A team that is not said is not ours."""
    if user.get("deleted"):
        return Standing.GONE
    if user.get("is_bot") or user.get("is_workflow_bot") or user["id"] == _SLACKBOT:
        return Standing.APP
    if user.get("team_id") != home_team or user.get("is_stranger"):
        return Standing.OUTSIDER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.MEMBER
