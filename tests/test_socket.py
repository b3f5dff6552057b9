import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client import REGISTRY
from slack_sdk.errors import SlackApiError

from slackbot.app import create_bolt
from slackbot.sandbox import Channel, Member, Sandbox
from slackbot.sandbox.faults import Fault
from slackbot.settings import read_settings
from slackbot.transports.health import SLACK, Health
from slackbot.transports.prompt_client import LIMIT_SECONDS, PromptClient
from slackbot.transports.socket_link import SocketLink
from tests.listeners.front_door import SETTINGS, FrontDoor, open_door

MANIFEST = {
    "display_information": {"name": "Casework"},
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "Casework"},
        "slash_commands": [
            {"command": "/slow", "description": "x"},
            {"command": "/report-abuse", "description": "x"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "users:read"]}},
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": ["team_join", "user_change"]},
        "socket_mode_enabled": True,
    },
}


class Line:
    """Our side and Slack's of one socket."""

    def __init__(self, door: FrontDoor, box: Sandbox) -> None:
        self.door, self.box = door, box
        self.health = Health()
        self.health.note("database")
        changed = {
            "SLACK_BOT_TOKEN": box.bot_token,
            "SLACK_APP_TOKEN": box.app_token,
            "SLACK_API_URL": box.api_url,
        }
        settings = read_settings(SETTINGS | changed, None)
        client = PromptClient(box.bot_token, box.api_url)
        self.app = create_bolt(settings, door.casework, door.policy, client)
        self.link = SocketLink(self.app, box.app_token, box.api_url, self.health)

    def start(self) -> None:
        self.link.start()
        self.box.wait_connected(10)

    def slow(self) -> tuple[threading.Event, threading.Event]:
        """Register a listener that answers when it is let."""
        begun, go = threading.Event(), threading.Event()

        def answer(ack: Any) -> None:
            begun.set()
            go.wait(5)
            ack("done")

        self.app.command("/slow")(answer)
        return begun, go


@pytest.fixture
def line(sqlite_url: str) -> Iterator[Line]:
    door = open_door(sqlite_url)
    members = [Member("U0ASHA", "asha", "Asha Rahman MP")]
    with Sandbox(manifest=MANIFEST, members=members, channels=[Channel("C1", "c")]) as box:
        # The record knows her as a member of the sandbox's workspace.
        line = Line(door, box)
        yield line
        line.link.stop(1)
    door.casework.desk.database.close()


def test_a_command_is_answered_by_socket(line: Line) -> None:
    line.start()
    answer = line.box.person("U0ASHA").command("/report-abuse", "help").ephemeral
    assert answer is not None
    assert "ring 999" in answer["text"]


def test_what_slack_says_of_connections_is_a_figure(line: Line) -> None:
    line.start()
    line.box.wait_for(lambda: REGISTRY.get_sample_value("slackbot_socket_connections") == 1)


def test_many_connections_are_warned_of(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "slackbot"):
        line.link._heard('{"type": "hello", "num_connections": 9}')
    assert "many sockets" in caplog.text


@pytest.mark.parametrize(
    "said", ['{"type": "hello"', "hello", '{"type": "disconnect", "reason": "warning"}']
)
def test_other_frames_are_not_taken_for_a_greeting(
    line: Line, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "slackbot"):
        line.link._heard(said)
    assert caplog.text == ""


def test_a_line_that_was_cut_is_opened_again(line: Line) -> None:
    line.start()
    line.box.cut_connections()
    line.box.wait_for(lambda: _opened(line.box) > 1 or not line.link.is_connected(), 15)
    line.link._client.connect_to_new_endpoint()  # what its monitor does every ten seconds
    line.box.wait_connected(15)
    assert line.box.person("U0ASHA").command("/report-abuse", "help").error is None


def test_slack_s_wish_for_a_new_line_is_followed(line: Line) -> None:
    line.start()
    line.box.refresh_connections()
    line.box.wait_for(lambda: _opened(line.box) > 1)
    line.box.wait_connected()
    assert line.box.person("U0ASHA").command("/report-abuse", "help").error is None


def test_while_slack_is_gone_the_reason_is_known(line: Line) -> None:
    line.box.faults.always("apps.connections.open", Fault.error("invalid_auth"))
    line.link.start()
    line.box.wait_for(lambda: "invalid_auth" in line.health.parts()[SLACK])
    assert not line.link.is_connected()


def test_a_line_comes_about_as_soon_as_slack_is_back(line: Line) -> None:
    line.box.faults.next("apps.connections.open", Fault.status(500))
    line.start()
    line.box.wait_for(line.link.is_connected)


def test_what_is_under_way_is_answered_before_the_line_is_closed(line: Line) -> None:
    begun, go = line.slow()
    line.start()
    answers: list[Any] = []
    ends: list[bool] = []
    asha = line.box.person("U0ASHA")
    asking = threading.Thread(target=lambda: answers.append(asha.command("/slow")))
    asking.start()
    assert begun.wait(5)
    leaving = threading.Thread(target=lambda: ends.append(line.link.stop(5)))
    leaving.start()
    leaving.join(0.2)
    assert leaving.is_alive()
    go.set()
    leaving.join(10)
    asking.join(10)
    assert answers[0].ephemeral["text"] == "done"
    assert ends == [True]


def test_after_leaving_nothing_is_taken(line: Line) -> None:
    line.start()
    line.link.stop(5)
    assert line.link._gate.enter() is False


def test_what_takes_too_long_is_left(line: Line) -> None:
    begun, go = line.slow()
    line.start()
    asha = line.box.person("U0ASHA")
    asking = threading.Thread(target=lambda: asha.command("/slow"))
    asking.start()
    assert begun.wait(5)
    threading.Timer(0.5, go.set).start()  # or the SDK's own end would wait for it
    assert line.link.stop(0.1) is False
    asking.join(10)


def test_leaving_an_idle_line_is_quick(line: Line) -> None:
    line.start()
    began = time.monotonic()
    assert line.link.stop(5) is True
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("fault", [Fault.drip(), Fault.silence()], ids=["drip", "silence"])
def test_a_listener_s_call_ends_in_time_whatever_slack_does(line: Line, fault: Fault) -> None:
    client = PromptClient(line.box.bot_token, line.box.api_url)
    line.box.faults.next("auth.test", fault)
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        client.auth_test()
    assert time.monotonic() - began < LIMIT_SECONDS + 0.5


def test_a_listener_s_call_is_never_made_twice(line: Line) -> None:
    client = PromptClient(line.box.bot_token, line.box.api_url)
    line.box.faults.next("auth.test", Fault.cut(), times=9)
    with pytest.raises(ConnectionError):
        client.auth_test()
    line.box.faults.clear()
    line.box.faults.next("auth.test", Fault.rate_limited(1), times=9)
    with pytest.raises(SlackApiError):
        client.auth_test()
    assert [call.method for call in line.box.calls] == ["auth.test", "auth.test"]


def _opened(box: Sandbox) -> int:
    return [call.method for call in box.calls].count("apps.connections.open")
