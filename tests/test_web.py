import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import App
from slack_sdk.signature import SignatureVerifier

from slackbot.app import create_bolt
from slackbot.settings import read_settings
from slackbot.transports.health import DATABASE, SLACK, Health
from slackbot.transports.http_server import LARGEST_BODY, HttpServer
from slackbot.transports.web import Website
from tests.listeners.front_door import SETTINGS, FrontDoor, command, open_door, press

SECRET = "0123456789abcdef0123456789abcdef"
Answer = tuple[int, str]


class Site:
    """Our door over HTTP, really listening; `post` signs as Slack does."""

    def __init__(self, app: App | None) -> None:
        self.health = Health()
        self.server = HttpServer(Website(self.health, app, SECRET), "127.0.0.1", 0)
        self.server.start()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        with closing(self.connect()) as line:
            line.request(method, path, body.encode(), headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def post(self, body: str, *, at: float | None = None, **changed: str) -> Answer:
        return self.ask("POST", "/slack/events", body, **signed(body, at) | changed)


def signed(body: str, at: float | None = None) -> dict[str, str]:
    moment = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=moment, body=body)
    kind = "application/json" if body[:1] in "[{" else "application/x-www-form-urlencoded"
    return {
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": str(signature),
        "Content-Type": kind,
    }


@pytest.fixture
def door(sqlite_url: str) -> Iterator[FrontDoor]:
    door = open_door(sqlite_url)
    settings = SETTINGS | {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": SECRET}
    read = read_settings(settings, None)
    door.app = create_bolt(read, door.casework, door.policy, door.slack)
    yield door
    door.casework.desk.database.close()


@pytest.fixture
def site(door: FrontDoor) -> Iterator[Site]:
    site = Site(door.app)
    yield site
    site.server.stop(5)


@pytest.fixture
def bare_site() -> Iterator[Site]:
    """As in Socket Mode: without Bolt."""
    site = Site(None)
    yield site
    site.server.stop(5)


HELP = urlencode(command())


def test_a_signed_command_is_answered(site: Site) -> None:
    status, words = site.post(HELP)
    assert status == 200
    assert json.loads(words)["response_type"] == "ephemeral"


def test_a_signed_press_is_answered(site: Site) -> None:
    assert site.post(urlencode({"payload": json.dumps(press("unheard_of"))}))[0] == 200


def test_slack_s_own_check_of_the_address_is_answered(site: Site) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"})
    status, words = site.post(body)
    assert (status, json.loads(words)) == (200, {"challenge": "c"})


@pytest.mark.parametrize("away", [-360, 360])
def test_a_stale_signature_is_refused(site: Site, door: FrontDoor, away: int) -> None:
    assert site.post(HELP, at=time.time() + away)[0] == 401
    assert door.slack.made == []


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "9" * 400},
    ],
)
def test_a_request_that_slack_did_not_sign_is_refused(
    site: Site, changed: dict[str, str]
) -> None:
    assert site.post(HELP, at=None, **changed)[0] == 401


def test_a_tampered_body_is_refused(site: Site) -> None:
    assert site.ask("POST", "/slack/events", HELP + "&text=x", **signed(HELP))[0] == 401


def test_an_unsigned_body_is_never_read(site: Site) -> None:
    deep = "[" * 100_000
    assert site.ask("POST", "/slack/events", deep)[0] == 401


@pytest.mark.parametrize("body", ["{", "[" * 100_000, "payload=%7B"])
def test_a_signed_body_that_cannot_be_read_is_refused(site: Site, body: str) -> None:
    assert site.post(body)[0] == 400


def test_the_same_request_twice_is_answered_the_same(site: Site) -> None:
    headers = signed(HELP)
    first, second = (site.ask("POST", "/slack/events", HELP, **headers) for _ in range(2))
    assert first == second
    assert first[0] == 200


def test_a_body_that_is_too_large_is_refused(site: Site) -> None:
    with closing(site.connect()) as line:
        line.putrequest("POST", "/slack/events")
        line.putheader("Content-Length", str(LARGEST_BODY + 1))
        line.endheaders()
        assert line.getresponse().status == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/slack/events", 405),
        ("POST", "/healthz", 405),
        ("GET", "/healthz", 200),
        ("HEAD", "/healthz", 200),
        ("GET", "/metrics", 200),
    ],
)
def test_each_address_takes_its_own_methods(
    site: Site, method: str, path: str, status: int
) -> None:
    assert site.ask(method, path)[0] == status


def test_in_socket_mode_slack_s_address_is_not_there(bare_site: Site) -> None:
    assert bare_site.post(HELP)[0] == 404
    assert bare_site.ask("GET", "/healthz")[0] == 200


def test_readyz_says_what_is_not_well(bare_site: Site) -> None:
    assert bare_site.ask("GET", "/readyz")[0] == 503
    bare_site.health.note(DATABASE)
    bare_site.health.note(SLACK, "Socket Mode is not connected")
    status, words = bare_site.ask("GET", "/readyz")
    assert status == 503
    assert json.loads(words)["problems"] == {"slack": "Socket Mode is not connected"}
    bare_site.health.note(SLACK)
    assert bare_site.ask("GET", "/readyz")[0] == 200


def test_a_probe_makes_no_call(site: Site, door: FrontDoor) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        site.ask("GET", path)
    assert door.slack.made == []


def test_figures_name_nobody(site: Site) -> None:
    site.post(HELP)
    site.post(HELP, at=None, **{"X-Slack-Signature": "v0=0"})
    figures = site.ask("GET", "/metrics")[1]
    assert 'slackbot_request_seconds_count{transport="http"}' in figures
    assert 'slackbot_requests_refused_total{status="401",transport="http"}' in figures
    assert not [name for name in ("U0ASHA", "Asha", "RA-", "C0TRIAGE") if name in figures]


def test_no_server_is_named_in_an_answer(bare_site: Site) -> None:
    with closing(bare_site.connect()) as line:
        line.request("GET", "/healthz")
        assert line.getresponse().getheader("Server") is None


class Slow:
    """A listener that answers when the test lets it."""

    def __init__(self, app: App) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        app.command("/slow")(self.answer)

    def answer(self, ack: Any) -> None:
        self.begun.set()
        self.go.wait(5)
        ack("done")


def test_what_is_under_way_is_answered_when_we_leave(site: Site, door: FrontDoor) -> None:
    slow, answers, ends = Slow(door.app), [], []
    body = urlencode(command() | {"command": "/slow"})
    asking = threading.Thread(target=lambda: answers.append(site.post(body)))
    asking.start()
    assert slow.begun.wait(5)
    leaving = threading.Thread(target=lambda: ends.append(site.server.stop(5)))
    port = site.server.port
    leaving.start()
    _until_refused(port)
    slow.go.set()
    leaving.join()
    asking.join()
    assert answers == [(200, "done")]
    assert ends == [True]


def test_what_takes_too_long_is_left(site: Site, door: FrontDoor) -> None:
    slow = Slow(door.app)
    body = urlencode(command() | {"command": "/slow"})

    def ask() -> None:
        with pytest.raises((http.client.HTTPException, OSError)):
            site.post(body)

    asking = threading.Thread(target=ask)
    asking.start()
    assert slow.begun.wait(5)
    assert site.server.stop(0.1) is False
    slow.go.set()
    asking.join()


def test_a_line_that_is_kept_open_does_not_keep_us(site: Site) -> None:
    with closing(site.connect()) as line:
        line.request("GET", "/healthz")
        line.getresponse().read()
        began = time.monotonic()
        assert site.server.stop(5) is True
        assert time.monotonic() - began < 1


def test_a_taken_port_is_said(bare_site: Site) -> None:
    other = HttpServer(Website(Health()), "127.0.0.1", bare_site.server.port)
    with pytest.raises(OSError, match="in use"):
        other.start()


def _until_refused(port: int) -> None:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            line.request("GET", "/healthz")
        except ConnectionRefusedError:
            return
        except ConnectionResetError:
            continue  # it closed while we came in: the next one is refused
        finally:
            line.close()
    raise AssertionError("it still listens")
