"""What each failure means."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from slackbot.delivery.slack_errors import CODES, PUBLIC, WAIT, Trouble, Verdict, read_trouble
from slackbot.delivery.web_client import UnreachableError
from slackbot.rules.notices import Fault


def refusal(status: int, body: Any, headers: dict[str, str] | None = None) -> SlackApiError:
    answer = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=body,
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("", answer)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (refusal(200, {"ok": False, "error": "user_disabled"}), Verdict.NEVER),
        (refusal(200, {"ok": False, "error": "invalid_auth"}), Verdict.OURS),
        (refusal(200, {"ok": False, "error": "never_heard_of"}), Verdict.LATER),
        (refusal(200, {"ok": False, "error": "fatal_error"}), Verdict.DOUBT),
        (refusal(200, {"ok": False, "error": "<html>words of a proxy"}), Verdict.DOUBT),
        (refusal(200, {"ok": False}), Verdict.DOUBT),
        (refusal(200, {"ok": False, "error": "ratelimited"}), Verdict.BUSY),
        (refusal(500, {"ok": False, "error": "user_disabled"}), Verdict.DOUBT),
        (refusal(302, {}), Verdict.DOUBT),
        (UnreachableError(), Verdict.LATER),
        (TimeoutError(), Verdict.DOUBT),
        (ConnectionResetError(), Verdict.DOUBT),
        (KeyError("words"), Verdict.DOUBT),
    ],
)
def test_what_an_error_means(error: Exception, verdict: Verdict) -> None:
    assert read_trouble(error).verdict is verdict


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": " 7 "}, 7),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "soon"}, WAIT.total_seconds()),
        ({"Retry-After": "-5"}, WAIT.total_seconds()),
        ({"Retry-After": "9" * 400}, WAIT.total_seconds()),
        ({"Retry-After": "999999999"}, 3600),
        ({}, WAIT.total_seconds()),
    ],
)
def test_how_long_slack_asks_us_to_wait(headers: dict[str, str], seconds: float) -> None:
    trouble = read_trouble(refusal(429, {}, headers))
    assert (trouble.verdict, trouble.wait) == (Verdict.BUSY, timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("needed", "code"),
    [
        ("channels:read", PUBLIC),
        ("groups:read", "missing_scope"),
        ("channels:read,groups:read", "missing_scope"),
        ("", "missing_scope"),
    ],
)
def test_a_channel_made_public_is_no_fault_of_the_installation(needed: str, code: str) -> None:
    body = {"ok": False, "error": "missing_scope", "needed": needed}
    assert read_trouble(refusal(200, body)).code == code


def test_no_word_of_an_error_is_kept() -> None:
    assert "words" not in repr(read_trouble(KeyError("words")))
    assert "words" not in repr(read_trouble(refusal(200, {"error": "words of a proxy!"})))


@pytest.mark.parametrize(
    ("place", "fault"),
    [("UASHA", Fault.NO_DM), ("WASHA", Fault.NO_DM), ("CTEAM", Fault.CHANNEL_GONE)],
)
def test_a_place_that_is_gone_is_named_for_what_it_is(place: str, fault: Fault) -> None:
    assert Trouble(Verdict.NEVER, "channel_not_found").fault_at(place) is fault


def test_every_code_is_written_as_slack_writes_it() -> None:
    assert [code for code in CODES if code != code.lower() or " " in code] == []
