"""Failures on command."""

import socket
import time
from collections.abc import Callable
from http.client import HTTPException

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from slackbot.sandbox import Fault
from tests.sandbox.scripted import Stage, refused

POST = "chat.postMessage"


def say(stage: Stage, text: str = "x") -> object:
    client = WebClient(
        token=stage.box.bot_token, base_url=stage.box.api_url, retry_handlers=[], timeout=1
    )
    return client.chat_postMessage(channel="CTRIAGE", text=text)


def said(stage: Stage) -> list[str]:
    return [m["text"] for m in stage.asha.channel("CTRIAGE")]


def test_a_rate_limit_says_how_long_to_wait(stage: Stage) -> None:
    stage.box.faults.next(POST, Fault.rate_limited(retry_after=7))
    with pytest.raises(SlackApiError) as no:
        say(stage)
    assert no.value.response.status_code == 429
    assert no.value.response.headers["Retry-After"] == "7"
    assert said(stage) == []


def test_an_error_code_of_choice(stage: Stage) -> None:
    stage.box.faults.next(POST, Fault.error("user_disabled"))
    args = {"channel": "CTRIAGE", "text": "x"}
    assert refused(stage.client.chat_postMessage, **args) == "user_disabled"


def test_a_fault_counts_down(stage: Stage) -> None:
    stage.box.faults.next(POST, Fault.status(500), times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError):
            say(stage)
    say(stage)
    assert said(stage) == ["x"]


def test_a_fault_stays_until_it_is_cleared(stage: Stage) -> None:
    stage.box.faults.always("*", Fault.status(503))
    for _ in range(2):
        with pytest.raises(SlackApiError):
            say(stage)
    stage.box.faults.clear()
    say(stage)
    assert said(stage) == ["x"]


def test_a_fault_can_look_at_the_call(stage: Stage) -> None:
    stage.box.faults.always(POST, Fault.status(500), when=lambda args: args["text"] == "bad")
    say(stage, "good")
    with pytest.raises(SlackApiError):
        say(stage, "bad")


@pytest.mark.parametrize(
    ("fault", "delivered"),
    [
        (Fault.silence, False),
        (Fault.deliver_then_silence, True),
        (Fault.cut, False),
        (Fault.deliver_then_cut, True),
    ],
)
def test_no_answer_with_and_without_the_deed(
    stage: Stage, fault: Callable[[], Fault], delivered: bool
) -> None:
    stage.box.faults.next(POST, fault())
    with pytest.raises((OSError, HTTPException)):
        say(stage)
    assert said(stage) == (["x"] if delivered else [])


def test_a_dripping_answer_comes_byte_by_byte(stage: Stage) -> None:
    stage.box.faults.next(POST, Fault.drip(every=0.05))
    host, port = stage.box.url.removeprefix("http://").split(":")
    body = f"token={stage.box.bot_token}&channel=CTRIAGE&text=x"
    head = "Content-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection((host, int(port))) as wire:
        wire.sendall(
            f"POST /api/chat.postMessage HTTP/1.1\r\nHost: {host}\r\n{head}"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        wire.recv(4096)
        assert len(wire.recv(4096)) < 5
    assert said(stage) == ["x"]


def test_a_slow_answer_comes_late(stage: Stage) -> None:
    stage.box.faults.next("auth.test", Fault.slow(0.3))
    begin = time.monotonic()
    stage.client.auth_test()
    assert time.monotonic() - begin >= 0.3


def test_a_response_address_can_fail_too(stage: Stage) -> None:
    stage.asha.command("/form")
    url = stage.app.heard[-1]["response_url"]
    stage.box.faults.next("response_url", Fault.status(500))
    assert WebhookClient(url).send(text="x").status_code == 500
    assert WebhookClient(url).send(text="x").status_code == 200


def test_failed_calls_are_remembered(stage: Stage) -> None:
    stage.box.faults.next(POST, Fault.rate_limited())
    with pytest.raises(SlackApiError):
        say(stage)
    call = stage.box.calls[-1]
    assert (call.method, call.answer_ok, call.error) == (POST, False, "rate_limited")


def test_one_method_is_cleared_without_the_others(stage: Stage) -> None:
    stage.box.faults.always(POST, Fault.status(500))
    stage.box.faults.always("auth.test", Fault.status(500))
    stage.box.faults.clear(POST)
    say(stage)
    with pytest.raises(SlackApiError):
        stage.client.auth_test()
