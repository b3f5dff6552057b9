"""Slack's side of the app without Slack: real Bolt, real record, a client that listens."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slackbot.app import create_bolt
from slackbot.blocks.parts import View
from slackbot.casework import Casework, open_casework
from slackbot.records.database import Database
from slackbot.records.sealed import Keyring
from slackbot.rules.people import Member, SlackUser, Standing
from slackbot.rules.policy import Policy
from slackbot.rules.roles import Role
from slackbot.settings import Settings

TEAM = "T0PARTY"
TRIAGE = "C0TRIAGE"
MP, OTHER_MP = SlackUser("U0MP"), SlackUser("U0OTHER")
AGENT, WORKER, LEAD = SlackUser("U0AGENT"), SlackUser("U0WORKER"), SlackUser("U0LEAD")
URL = "https://hooks.slack.test/answer"
TODAY = datetime(2026, 11, 23, 15, 53, tzinfo=UTC)


class Listening(WebClient):
    """A client that notes what it is asked, and fails where a test says so."""

    def __init__(self) -> None:
        super().__init__("xoxb-of-a-test")
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.failing: dict[str, Exception] = {}

    def api_call(self, api_method: str, **more: Any) -> Any:
        if api_method in self.failing:
            raise self.failing[api_method]
        if api_method == "auth.test":
            return {"ok": True, "team_id": TEAM, "user_id": "U0APP", "bot_id": "B0APP"}
        self.calls.append((api_method, more.get("json") or more.get("params") or {}))
        return {"ok": True}


@dataclass
class Front:
    """A person in front of the app."""

    casework: Casework
    client: Listening
    app: App
    said: list[str] = field(default_factory=list)

    def command(self, person: str, text: str = "") -> dict[str, Any]:
        """Type `/report-abuse …`; return the answer."""
        about = {
            "command": "/report-abuse",
            "text": text,
            "trigger_id": "1.2",
            "team_id": TEAM,
        }
        return self.send({**about, "user_id": person, "response_url": URL})

    def press(self, person: str, action_id: str, value: str = "", **more: Any) -> None:
        """Press a button on a message, or with `view` in a modal."""
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        where = {} if "view" in more else {"response_url": URL, "channel": {"id": "D0"}}
        body = {"type": "block_actions", "actions": [action], "trigger_id": "1.2"}
        self.send({**body, **_person(person), **where, **more})

    def shortcut(self, person: str, **more: Any) -> None:
        """Use a shortcut; with `message` the one on a message."""
        body = {"type": "shortcut", "callback_id": "report_abuse", "trigger_id": "1.2"}
        self.send({**body, **_person(person), **more})

    def submit(self, person: str, view: View) -> dict[str, Any]:
        """Send a form; return the answer."""
        return self.send({"type": "view_submission", **_person(person), "view": view})

    def send(self, body: dict[str, Any]) -> dict[str, Any]:
        """Hand Bolt a request of Slack's; return the answer."""
        answer = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert answer.status == 200, answer.body
        return dict(json.loads(answer.body)) if answer.body else {}

    def shown(self, method: str = "views.open") -> View:
        """Return the view that was last shown by this method."""
        view = [args["view"] for name, args in self.client.calls if name == method][-1]
        return dict(json.loads(view) if isinstance(view, str) else view)


def slack_says(word: str) -> SlackApiError:
    """Make an error as Slack's API gives it."""
    return SlackApiError("no", {"ok": False, "error": word})  # type: ignore[no-untyped-call]


@contextmanager
def open_front(url: str) -> Iterator[Front]:
    """Open the app with five people: two parliamentarians, an agent, a caseworker, a lead."""
    database = Database.open(url)
    policy = Policy()
    casework = open_casework(database, Keyring((b"k" * 32,)), TRIAGE, policy, lambda: TODAY)
    people = [
        Member(MP, "Morgan Penn", Standing.MEMBER),
        Member(OTHER_MP, "Oona Peer", Standing.MEMBER, owner=True),
        Member(AGENT, "Ari Gent", Standing.GUEST),
        Member(WORKER, "Cas Worker", Standing.MEMBER),
        Member(LEAD, "Lee Ader", Standing.MEMBER),
    ]
    casework.people.learn(people)
    casework.people.seat_first_leads([LEAD])
    casework.people.give(WORKER, Role.CASEWORKER, by=LEAD)
    client = Listening()
    yield Front(casework, client, create_bolt(_settings(policy), casework, policy, client))
    database.close()


def _settings(policy: Policy) -> Settings:
    return Settings(
        "xoxb-1", "", "s" * 32, TRIAGE, "https://slack.com/api/", (), "", (), "", 0, policy
    )


def _person(person: str) -> dict[str, Any]:
    return {"user": {"id": person, "team_id": TEAM}, "team": {"id": TEAM, "domain": "party"}}
