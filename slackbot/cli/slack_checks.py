"""What the doctor asks of Slack: who we are there, what we may do, who could look on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from slackbot.blocks.directory import read_member
from slackbot.cli.findings import Finding, check, fail, ok, warn
from slackbot.cli.manifest import SOURCE
from slackbot.delivery.watch import read_channel
from slackbot.delivery.web_client import TimelyClient
from slackbot.rules.channel import ChannelSeen
from slackbot.rules.people import Member, SlackUser, Standing
from slackbot.settings import Settings

SKEW_WARN = 30
SKEW_FAIL = 240
"""Seconds. Slack's signatures are good for five minutes."""

_PAGE = 200
_REINSTALL = "In the app's pages: OAuth & Permissions → add them → Reinstall to Workspace"


@dataclass
class Workspace:
    """What Slack said, kept for the checks that come later."""

    team: str = ""
    bot_user: str = ""
    members: dict[SlackUser, Member] = field(default_factory=dict)
    channel: ChannelSeen | None = None


class SlackChecks:
    """Looks at Slack with the settings' own tokens; changes nothing."""

    def __init__(self, settings: Settings, workspace: Workspace) -> None:
        self._settings = settings
        self._found = workspace
        self._client = TimelyClient(settings.bot_token, settings.api_url)

    def token(self) -> Iterator[Finding]:
        """Ask who we are; without an answer the rest is not asked."""
        about = "bot token"
        try:
            answer = self._client.auth_test()
        except (SlackApiError, OSError, HTTPException) as error:
            yield fail(about, f"Slack said: {said(error)}", _to_do(error))
            return
        self._found.team = str(answer["team_id"])
        self._found.bot_user = str(answer["user_id"])
        yield ok(about, f"workspace {answer.get('team')} ({answer['team_id']})")
        yield _clock(answer)
        yield _scopes(answer)

    def transport(self) -> Iterator[Finding]:
        """Ask for a socket's address where there is an app token; it is not opened."""
        if not self._settings.is_socket_mode:
            yield ok("transport", "HTTP; Slack posts to /slack/events, signed")
            return
        asked = WebClient(base_url=self._settings.api_url, retry_handlers=[])
        try:
            asked.apps_connections_open(app_token=self._settings.app_token)
        except (SlackApiError, OSError, HTTPException) as error:
            todo = (
                "SLACK_APP_TOKEN: make one under Basic Information → App-Level Tokens, with "
            )
            yield fail("app token", f"Slack said: {said(error)}", f"{todo}connections:write")
            return
        yield ok("transport", "Socket Mode")

    def people(self) -> Iterator[Finding]:
        """List everybody, and name those who could export what is posted."""
        if not self._found.team:
            return
        try:
            self._found.members = self._members()
        except (SlackApiError, OSError, HTTPException) as error:
            yield fail("members", f"Slack said: {said(error)}", _REINSTALL)
            return
        people = self._found.members.values()
        owners = [m.name for m in people if m.owner and m.standing is Standing.MEMBER]
        guests = [m for m in people if m.standing is Standing.GUEST]
        members = [m for m in people if m.standing is Standing.MEMBER]
        yield ok("members", f"{len(members)} full members, {len(guests)} guests")
        yield ok("owners", f"{', '.join(owners)}: can see that somebody used this app")

    def leads_known(self) -> Iterator[Finding]:
        """Check that LEADS are full members, so that they can be seated."""
        if not self._found.members:
            return
        known = self._found.members
        bad = [
            each
            for each in self._settings.leads
            if each not in known or known[each].standing is not Standing.MEMBER
        ]
        words = f"{len(self._settings.leads)} named"
        problem = f"{', '.join(bad)}: no full member of this workspace" if bad else ""
        yield check("LEADS", problem, words, "Correct LEADS: profile → ⋮ → Copy member ID")

    def channel(self) -> Iterator[Finding]:
        """Check the triage channel itself; who may be in it is the record's question."""
        if not self._found.team:
            return
        name = self._settings.triage_channel
        try:
            channel = self._client.conversations_info(channel=name).get("channel")
            members = self._channel_members(name)
        except (SlackApiError, OSError, HTTPException) as error:
            yield fail("triage channel", f"Slack said: {said(error)}", _unseen(error))
            return
        shown: dict[str, Any] = channel if isinstance(channel, dict) else {}
        self._found.channel = read_channel(shown, members, self._found.bot_user)
        yield ok(
            "triage channel", f"#{shown.get('name')}, {len(members)} members with this app"
        )

    def _members(self) -> dict[SlackUser, Member]:
        found: dict[SlackUser, Member] = {}
        cursor = ""
        while True:
            page = self._client.users_list(limit=_PAGE, cursor=cursor)
            for user in page["members"]:
                member = read_member(user, self._found.team)
                found[member.id] = member
            cursor = _next(page)
            if not cursor:
                return found

    def _channel_members(self, channel: str) -> tuple[str, ...]:
        found: list[str] = []
        cursor = ""
        while True:
            page = self._client.conversations_members(
                channel=channel, limit=_PAGE, cursor=cursor
            )
            found += page["members"]
            cursor = _next(page)
            if not cursor:
                return tuple(found)


def needed_scopes() -> set[str]:
    """Read from the manifest what the app needs."""
    made = yaml.safe_load(SOURCE.read_text())
    return set(made["oauth_config"]["scopes"]["bot"])


def said(error: Exception) -> str:
    """Return Slack's code, or what kind of failure it was."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error"))
    return f"no answer ({type(error).__name__})"


def _unseen(error: Exception) -> str:
    if said(error) == "missing_scope":
        # Our right is to look at private channels only.
        return "Is the channel public? Make a new, private one; complaints need it"
    return "Invite the app there (/invite), and compare SLACK_TRIAGE_CHANNEL"


def _next(page: SlackResponse) -> str:
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")


def _to_do(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        return "SLACK_BOT_TOKEN: copy it again from OAuth & Permissions"
    return "Is the internet reachable from here, and is SLACK_API_URL right?"


def _clock(answer: SlackResponse) -> Finding:
    date = next((v for k, v in answer.headers.items() if k.lower() == "date"), "")
    try:
        away = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
    except (TypeError, ValueError):
        return warn("clock", "Slack did not say the time", "Compare this machine's clock")
    words, todo = f"{away:.0f} s from Slack's", "Set this machine's clock (NTP)"
    if away > SKEW_FAIL:
        return fail("clock", words, todo)
    return warn("clock", words, todo) if away > SKEW_WARN else ok("clock", words)


def _scopes(answer: SlackResponse) -> Finding:
    given = next((v for k, v in answer.headers.items() if k.lower() == "x-oauth-scopes"), "")
    granted = {each.strip() for each in given.split(",") if each.strip()}
    missing, more = needed_scopes() - granted, granted - needed_scopes()
    if missing:
        return fail("scopes", f"missing: {', '.join(sorted(missing))}", _REINSTALL)
    if more:
        words = f"more than needed: {', '.join(sorted(more))}"
        return warn("scopes", words, "Remove them in the app's pages and reinstall")
    return ok("scopes", f"{len(granted)} granted, none missing")
