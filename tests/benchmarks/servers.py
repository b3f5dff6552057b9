"""Two apps on the same server, each in a process of its own: the floor, and ours.

The floor is what anybody would write first: a bare Bolt app that commits two plain rows
with the same durability and answers.
"""

import sys
import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from slackbot.app import create_bolt
from slackbot.casework import Casework, open_casework
from slackbot.demo.cast import TRIAGE
from slackbot.demo.telling import seat_everybody
from slackbot.listeners.passport import Passport
from slackbot.records import schema
from slackbot.records.database import Database
from slackbot.records.sealed import Keyring, new_key
from slackbot.rules.policy import Policy
from slackbot.sandbox.people import HOME_TEAM
from slackbot.settings import Settings
from slackbot.transports.health import Health
from slackbot.transports.http_server import HttpServer
from slackbot.transports.prompt_client import PromptClient
from slackbot.transports.web import Website

SECRET = "a-signing-secret-for-benchmarks"
BOT = "U0SANDBOX1"


class Plain(DeclarativeBase):
    """The floor's schema."""


class Row(Plain):
    """A plain row."""

    __tablename__ = "plain_row"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


def floor(url: str, slack: str) -> Any:
    """A bare Bolt app that commits two plain rows."""
    del slack
    database = Database.open(url)
    Plain.metadata.create_all(database.engine)
    app = App(
        signing_secret=SECRET,
        process_before_response=True,
        authorize=_authorized,
        client=WebClient(),
    )

    def store(ack: Ack, view: dict[str, Any]) -> None:
        text = view["state"]["values"]["statement"]["statement"]["value"]
        with database.begin() as session:
            session.add_all([Row(id=uuid4().hex, text=text) for _ in range(2)])
        ack()

    app.view("report_form")(store)
    return SlackRequestHandler(app, path="/slack/events")


def ours(url: str, slack: str) -> Any:
    """The app itself, without its courier: what a submission costs until it is answered."""
    settings = make_settings(url, slack)
    casework = fill(url, settings)
    client = PromptClient(settings.bot_token, settings.api_url)
    app = create_bolt(settings, casework, settings.policy, client, passport=_Passport())
    return Website(Health(), app, SECRET)


def fill(url: str, settings: Settings) -> Casework:
    """Open a record with the demo's people in it."""
    database = Database.open(url)
    schema.upgrade(database)
    casework = open_casework(database, Keyring(settings.sealing_keys), TRIAGE)
    if not casework.people.keepable():
        seat_everybody(casework)
    return casework


def make_settings(url: str, slack: str) -> Settings:
    """Make settings with new keys."""
    return Settings(
        bot_token="xoxb-" + "0" * 40,
        app_token="",
        signing_secret=SECRET,
        triage_channel=TRIAGE,
        api_url=slack,
        leads=(),
        database_url=url,
        sealing_keys=Keyring.read([new_key()]).keys,
        host="127.0.0.1",
        port=0,
        policy=Policy(),
    )


class _Passport(Passport):
    """Our identity, without asking anybody."""

    def __init__(self) -> None:
        super().__init__(WebClient())

    def show(self) -> AuthorizeResult:
        return _authorized()


def _authorized() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None,
        team_id=HOME_TEAM,
        bot_user_id=BOT,
        bot_id="B0SANDBOX1",
        bot_token="xoxb-" + "0" * 40,
    )


def main() -> None:
    """Serve until standard input closes; say on which port."""
    which, url, slack = sys.argv[1:4]
    site = {"floor": floor, "ours": ours}[which](url, slack)
    server = HttpServer(site, "127.0.0.1", 0)
    server.start()
    print(server.port, flush=True)
    sys.stdin.read()
    server.stop(5)
    memory = (
        Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else ""
    )
    print(next((line for line in memory.splitlines() if line.startswith("VmHWM")), ""))
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(1)


if __name__ == "__main__":
    main()
