"""Bolt with our door and answers over a real record; Slack's side is a list of calls."""

import json
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy import select

from slackbot.app import create_bolt
from slackbot.casework import Casework, open_casework
from slackbot.records.audit import AuditEntry, Tag
from slackbot.records.database import Database
from slackbot.records.sealed import Keyring
from slackbot.rules.people import Member, SlackUser, Standing
from slackbot.rules.policy import Policy
from slackbot.settings import read_settings

HOME, ELSEWHERE = "T0HOME", "T0OTHER"
KEY = "A" * 43
SETTINGS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_TRIAGE_CHANNEL": "C0TRIAGE",
    "SEALING_KEYS": KEY,
}
CAST = (
    Member(SlackUser("U0ASHA"), "Asha Rahman MP", Standing.MEMBER),
    Member(SlackUser("U0TOM"), "Tom Aldous", Standing.GUEST),
    Member(SlackUser("U0GONE"), "Gone Girl", Standing.GONE),
    Member(SlackUser("U0OUT"), "Out Sider", Standing.OUTSIDER),
    Member(SlackUser("U0BOT"), "Another App", Standing.APP),
)
Json = dict[str, Any]


class Calls(WebClient):
    """Notes what is asked of Slack and says yes, or raises what it was told to."""

    def __init__(self) -> None:
        super().__init__("xoxb-1", "http://127.0.0.1:9/api/", retry_handlers=[])
        self.made: list[tuple[str, Json]] = []
        self.raises: dict[str, Exception] = {}

    def api_call(self, api_method: str, **more: Any) -> SlackResponse:
        sent = more.get("json") or more.get("params") or more.get("data") or {}
        self.made.append((api_method, sent))
        if api_method in self.raises:
            raise self.raises[api_method]
        data = {"ok": True, "team_id": HOME, "user_id": "U0US", "bot_id": "B0US"}
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data=data,
            headers={},
            status_code=200,
        )


@dataclass
class FrontDoor:
    """One app with its record; `ask` is what Slack does."""

    casework: Casework
    app: App
    slack: Calls
    policy: Policy
    entered: list[Json] = field(default_factory=list)

    def ask(self, body: Json) -> BoltResponse:
        return self.app.dispatch(BoltRequest(mode="socket_mode", body=body))

    def refused(self) -> list[tuple[str, Json]]:
        """Give who was refused what, as the audit log has it."""
        chain = self.casework.desk.chain
        with self.casework.desk.database.read() as session:
            rows = session.scalars(
                select(AuditEntry).where(AuditEntry.tag == Tag.ACT_REFUSED)
            ).all()
            return [(row.actor, chain.details(row)) for row in rows]


def open_door(url: str, policy: Policy | None = None) -> FrontDoor:
    policy = policy or Policy()
    keyring = Keyring.read([KEY])
    casework = open_casework(Database.open(url), keyring, "C0TRIAGE", policy)
    casework.people.learn(CAST)
    slack = Calls()
    app = create_bolt(read_settings(SETTINGS, None), casework, policy, slack)
    return FrontDoor(casework, app, slack, policy)


def command(user: str = "U0ASHA", text: str = "help", **more: Any) -> Json:
    return {
        "command": "/report-abuse",
        "text": text,
        "user_id": user,
        "team_id": HOME,
        "trigger_id": "1.2.3",
        "response_url": "http://127.0.0.1:9/response",
    } | more


def press(action_id: str, user: str = "U0ASHA", value: str = "", **more: Any) -> Json:
    """A button in App Home; `view={"type": "modal"}` puts it into a modal."""
    return {
        "type": "block_actions",
        "user": {"id": user, "team_id": HOME},
        "team": {"id": HOME},
        "trigger_id": "1.2.3",
        "view": {"type": "home", "callback_id": ""},
        "actions": [
            {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        ],
    } | more


def submission(callback_id: str, user: str = "U0ASHA", **more: Any) -> Json:
    return {
        "type": "view_submission",
        "user": {"id": user, "team_id": HOME},
        "team": {"id": HOME},
        "trigger_id": "1.2.3",
        "view": {
            "type": "modal",
            "callback_id": callback_id,
            "blocks": [
                {"type": "input", "block_id": "first"},
                {"type": "section", "block_id": "between"},
                {
                    "type": "input",
                    "block_id": "last",
                    "element": {"type": "plain_text_input"},
                },
            ],
            "state": {"values": {}},
            "private_metadata": "",
        },
    } | more


def happened(kind: str, **event: Any) -> Json:
    return {
        "type": "event_callback",
        "team_id": HOME,
        "event": {"type": kind} | event,
        "authorizations": [{"team_id": HOME}],
    }


def said(response: BoltResponse) -> Json:
    return json.loads(response.body) if response.body else {}


def slack_error(code: str) -> SlackApiError:
    return SlackApiError("no", {"ok": False, "error": code})  # type: ignore[no-untyped-call]
