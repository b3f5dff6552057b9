"""SIGTERM while everybody sends: what was stored was answered, and what was not, was not."""

import base64
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from slackbot.blocks import receipt
from slackbot.demo.cast import ASHA, GWEN, LEADS, MARTIN, OLLIE, RUTH, TRIAGE
from slackbot.records.complaint import Complaint
from slackbot.records.database import Database
from slackbot.sandbox import Sandbox
from slackbot.sandbox.shapes import SandboxError
from slackbot.sandbox.signed_http import SignedHttp
from tests.needs import ROOT
from tests.scenarios.stage import KEY, found, workspace

SENDERS = (ASHA, GWEN, OLLIE, RUTH, MARTIN)

ANSWERS: dict[str, str | list[str]] = {
    "statement": "They said it.",
    "danger": "no",
    "kept_from": ["none"],
}


class Sender:
    """Somebody who sends one complaint after the other, and counts those "received"."""

    def __init__(self, box: Sandbox, person: str) -> None:
        self.hands = box.person(person)
        self.received = 0
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._send, daemon=True)

    def _send(self) -> None:
        while not self.stop.is_set():
            try:
                self.received += self._report()
            except SandboxError:
                return  # nobody hears any more

    def _report(self) -> bool:
        self.hands.command("/report-abuse")
        if self.hands.view is None:
            raise SandboxError("no form")
        for block, value in ANSWERS.items():
            self.hands.type(block, value)
        self.hands.submit()
        view = self.hands.view
        self.hands.close()
        return bool(view and view["callback_id"] == receipt.CALLBACK_ID)


@contextmanager
def serving(
    box: Sandbox, url: str, over_http: bool, folder: Path
) -> Iterator[subprocess.Popen[str]]:
    """The real program, in a process of its own."""
    env = {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": box.bot_token,
        "SLACK_APP_TOKEN": "" if over_http else box.app_token,
        "SLACK_SIGNING_SECRET": box.signing_secret,
        "SLACK_TRIAGE_CHANNEL": TRIAGE,
        "SLACK_API_URL": box.api_url,
        "LEADS": ",".join(LEADS),
        "DATABASE_URL": url,
        "SEALING_KEYS": base64.urlsafe_b64encode(KEY).decode(),
        "PORT": str(_port(box)) if over_http else "0",
        "PYTHONPATH": str(ROOT),
    }
    order = [sys.executable, "-m", "slackbot", "serve"]
    with subprocess.Popen(
        order, cwd=folder, env=env, stderr=subprocess.PIPE, text=True
    ) as bot:
        try:
            yield bot
        finally:
            bot.kill()


def _port(box: Sandbox) -> int:
    import socket  # noqa: PLC0415

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    transport = box.outbound.transport
    assert isinstance(transport, SignedHttp)
    transport.url = f"http://127.0.0.1:{port}/slack/events"
    return port


@pytest.mark.parametrize("over_http", [False, True], ids=["socket", "http"])
def test_sigterm_while_everybody_sends_loses_nothing(
    sqlite_url: str, tmp_path: Path, over_http: bool
) -> None:
    found(sqlite_url)
    with (
        workspace(over_http=over_http) as box,
        serving(box, sqlite_url, over_http, tmp_path) as bot,
    ):
        box.wait_for(lambda: "users.list" in [call.method for call in box.calls], 20)
        box.wait_connected(20)
        senders = [Sender(box, person) for person in SENDERS]
        for sender in senders:
            sender.thread.start()
        box.wait_for(lambda: sum(s.received for s in senders) >= 10, 30)
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(25) == 0
        for sender in senders:
            sender.stop.set()
        for sender in senders:
            sender.thread.join(20)
        received = sum(sender.received for sender in senders)
    assert stored(sqlite_url) == received


def stored(url: str) -> int:
    database = Database.open(url)
    with database.read() as session:
        count = session.scalar(select(func.count()).select_from(Complaint))
    database.close()
    return int(count or 0)
