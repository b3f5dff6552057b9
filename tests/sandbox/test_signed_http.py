"""Signed HTTP: signatures, and what is sent again."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from slackbot.sandbox import Sandbox
from tests.sandbox.little_app import workspace


class App:
    """An address that remembers what came, and answers with one status."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], str]] = []
        self.status, self.headers = 200, {"Content-Length": "0"}
        app = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length).decode()
                app.requests.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(app.status)
                for name, value in app.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Nothing: a test's output is for what failed."""

        self.server = HTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/slack/events"


@pytest.fixture
def app() -> Iterator[App]:
    app = App()
    thread = threading.Thread(target=app.server.serve_forever, args=(0.02,))
    thread.start()
    yield app
    app.server.shutdown()
    thread.join()
    app.server.server_close()


@pytest.fixture
def box(app: App) -> Iterator[Sandbox]:
    with workspace(events_url=app.url) as box:
        box.outbound.retries = (0.0, 0.05, 0.05)
        yield box


def test_every_request_is_signed(app: App, box: Sandbox) -> None:
    box.person("UASHA").command("/form", "words & more")
    headers, body = app.requests[0]
    verifier = SignatureVerifier(box.signing_secret)
    assert verifier.is_valid_request(body, headers)
    assert not verifier.is_valid_request(body + "x", headers)


def test_a_command_is_a_form(app: App, box: Sandbox) -> None:
    box.person("UASHA").command("/form", "words & more")
    headers, body = app.requests[0]
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body)["text"] == ["words & more"]


def test_an_event_is_sent_again_three_times_with_the_reason(app: App, box: Sandbox) -> None:
    app.status = 500
    box.change_member("UBEN", guest=True)
    box.wait_for(lambda: len(app.requests) == 4)
    box.wait_idle()
    numbers = [headers.get("x-slack-retry-num") for headers, _ in app.requests]
    assert numbers == [None, "1", "2", "3"]
    assert app.requests[1][0]["x-slack-retry-reason"] == "http_error"


def test_an_app_can_ask_not_to_be_told_again(app: App, box: Sandbox) -> None:
    app.status = 500
    app.headers["X-Slack-No-Retry"] = "1"
    box.change_member("UBEN", guest=True)
    box.wait_for(lambda: app.requests)
    box.wait_idle()
    assert len(app.requests) == 1


def test_the_address_of_the_app_can_be_set_later(app: App) -> None:
    with workspace(events_url="http://127.0.0.1:9/slack/events") as box:
        box.events_url = app.url
        assert box.person("UASHA").command("/form").error is None


def test_slack_tries_at_once_after_a_minute_and_after_five() -> None:
    with workspace() as box:
        assert box.outbound.retries == (0.0, 60.0, 300.0)


def test_commands_and_interactions_are_never_sent_again(app: App, box: Sandbox) -> None:
    app.status = 500
    assert box.person("UASHA").command("/form").error == "dispatch_failed"
    assert box.person("UASHA").shortcut("form").error is not None
    box.wait_idle()
    assert len(app.requests) == 2


def test_an_address_where_nobody_is_times_out(app: App) -> None:
    with workspace(events_url="http://127.0.0.1:9/slack/events") as box:
        assert box.person("UASHA").command("/form").error == "operation_timeout"


def test_slack_waits_three_seconds() -> None:
    with workspace() as box:
        assert box.outbound.in_time == 3.0
