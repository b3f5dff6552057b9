"""Sends signed submissions over kept connections and measures each."""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from slack_sdk.signature import SignatureVerifier

from slackbot.blocks import report_form
from slackbot.demo.cast import ASHA, LEADS
from slackbot.rules.people import Standing, Who
from slackbot.rules.policy import Policy
from slackbot.rules.report import FormKey
from slackbot.rules.roles import Role
from slackbot.rules.shown import Keepable
from slackbot.sandbox.people import HOME_TEAM
from tests.benchmarks.servers import SECRET

STATEMENT = "At the branch meeting on Thursday a member said, in front of forty people, " * 12


@dataclass(frozen=True, slots=True)
class Server:
    """A server in a process of its own."""

    port: int


@contextmanager
def serving(which: str, url: str, slack: str = "http://127.0.0.1:9/api/") -> Iterator[Server]:
    """Run `tests.benchmarks.servers` until the end of the block."""
    command = [sys.executable, "-m", "tests.benchmarks.servers", which, url, slack]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        if process.stdout is None or process.stdin is None:
            raise RuntimeError("no pipes")
        yield Server(int(process.stdout.readline()))
        process.stdin.close()
        process.wait(15)


def submit_all(server: Server, count: int, at_once: int) -> list[float]:
    """Send `count` submissions, `at_once` at a time; return seconds of each."""
    shares = [count // at_once] * at_once
    with ThreadPoolExecutor(at_once) as pool:
        timed = pool.map(lambda share: _submit(server, share), shares)
        return [seconds for each in timed for seconds in each]


def _submit(server: Server, count: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    bodies = [_signed(submission()) for _ in range(count)]
    with closing(connection):
        return [_time(connection, body, headers) for body, headers in bodies]


def _time(connection: http.client.HTTPConnection, body: str, headers: dict[str, str]) -> float:
    began = time.perf_counter()
    connection.request("POST", "/slack/events", body, headers)
    answer = connection.getresponse()
    text = answer.read()
    took = time.perf_counter() - began
    if answer.status != http.client.OK or b'"errors"' in text:
        raise RuntimeError(f"{answer.status}: {text[:300]!r}")
    return took


def keep_commanding(server: Server, leave: threading.Event) -> None:
    """Type the command again and again until told to leave; its form is slow to open."""
    command = {
        "command": "/report-abuse",
        "text": "",
        "user_id": ASHA,
        "user_name": "asha",
        "team_id": HOME_TEAM,
        "team_domain": "bench",
        "channel_id": "C0PARTY",
        "channel_name": "parliamentary-party",
        "trigger_id": "1.1.a",
        "response_url": "http://127.0.0.1:9/answer",
        "api_app_id": "A0SANDBOX1",
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with closing(connection):
        while not leave.is_set():
            body, headers = _sign(urlencode(command))
            connection.request("POST", "/slack/events", body, headers)
            connection.getresponse().read()


def _signed(payload: dict[str, Any]) -> tuple[str, dict[str, str]]:
    return _sign(urlencode({"payload": json.dumps(payload)}))


def _sign(body: str) -> tuple[str, dict[str, str]]:
    now = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body)
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": signature or "",
    }


def submission() -> dict[str, Any]:
    """Make a submission of the form's first step, as Slack sends it."""
    none = {"text": {"type": "plain_text", "text": "None of these"}, "value": "none"}
    no = {"text": {"type": "plain_text", "text": "No"}, "value": "no"}
    typed = {"type": "plain_text_input", "value": STATEMENT}
    values = {
        "statement": {"statement": typed},
        "danger": {"danger": {"type": "radio_buttons", "selected_option": no}},
        "kept_from": {
            "kept_from": {"type": "multi_static_select", "selected_options": [none]}
        },
        "behalf": {"behalf": {"type": "users_select", "selected_user": None}},
    }
    view = _form() | {
        "id": "V0BENCH",
        "team_id": HOME_TEAM,
        "private_metadata": uuid4().hex,
        "hash": "1.a",
        "state": {"values": values},
    }
    return {
        "type": "view_submission",
        "team": {"id": HOME_TEAM, "domain": "bench"},
        "user": {"id": ASHA, "team_id": HOME_TEAM, "name": "asha", "username": "asha"},
        "api_app_id": "A0SANDBOX1",
        "trigger_id": "1.1.a",
        "view": view,
        "response_urls": [],
        "is_enterprise_install": False,
    }


@cache
def _form() -> dict[str, Any]:
    who = Who(ASHA, "Asha Rahman MP", Standing.MEMBER)
    keepables = tuple(Keepable(person, person, Role.LEAD) for person in LEADS)
    opening = report_form.Opening(
        key=FormKey("bench"), who=who, policy=Policy(), keepables=keepables, owners=()
    )
    return dict(report_form.build(opening))
