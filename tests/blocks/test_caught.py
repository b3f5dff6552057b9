"""A Slack message, caught exactly as it stood at the click."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from slackbot.blocks import caught
from slackbot.blocks.errors import TamperedError
from slackbot.blocks.text import escape
from tests.real_input import LONG

MESSAGE = {
    "type": "message",
    "user": "U0X",
    "ts": "1795449180.000200",
    "text": "Go &amp;lt;home",
}
BODY: dict[str, Any] = {
    "type": "message_action",
    "team": {"id": "T0", "domain": "party"},
    "channel": {"id": "C0X", "name": "general"},
    "message_ts": MESSAGE["ts"],
    "message": MESSAGE,
}


def body(**more: Any) -> dict[str, Any]:
    return BODY | {"message": MESSAGE | more}


def test_slacks_escaping_is_undone_once() -> None:
    assert caught.read(BODY).text == "Go &lt;home"


def test_the_longest_message_is_caught_exactly() -> None:
    assert caught.read(body(text=escape(LONG))).text == LONG


def test_the_payload_is_kept_as_it_came() -> None:
    assert json.loads(caught.read(BODY).raw) == MESSAGE


def test_author_channel_and_moment_are_kept() -> None:
    quote = caught.read(BODY)
    when = datetime(2026, 11, 23, 15, 53, 0, 200, tzinfo=UTC)
    assert (quote.author, quote.channel, quote.posted_at) == ("U0X", "C0X", when)


def test_the_link_is_built_as_slack_builds_it() -> None:
    assert caught.read(BODY).link == "https://party.slack.com/archives/C0X/p1795449180000200"


def test_a_reply_is_told_from_the_message_that_opened_the_thread() -> None:
    replies = [caught.read(body(thread_ts=ts)).is_reply for ts in (MESSAGE["ts"], "1.0")]
    assert replies == [False, True]


def test_the_link_of_a_reply_leads_into_its_thread() -> None:
    assert caught.read(body(thread_ts="1.0")).link.endswith("?thread_ts=1.0&cid=C0X")


def test_files_are_kept_by_name_type_and_size() -> None:
    files = [{"name": "a.png", "mimetype": "image/png", "size": 7}, {"filetype": "pdf"}]
    wanted = ("a.png, image/png, 7 bytes", "without a name, pdf, ? bytes")
    assert caught.read(body(files=files)).files == wanted


def test_words_that_stand_in_blocks_only_are_kept() -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Go &amp; leave"}}]
    assert caught.read(body(text="", blocks=blocks)).text == "Go & leave"


def test_an_app_has_no_author() -> None:
    assert caught.read(body(user=None, bot_id="B0X")).author is None


def test_half_a_character_is_kept_in_the_payload_only() -> None:
    quote = caught.read(body(text="x\ud83d"))
    assert quote.text.encode() == b"x\xef\xbf\xbd"
    assert json.loads(quote.raw)["text"] == "x\ud83d"


@pytest.mark.parametrize("team", [None, {}, {"id": "T0"}])
def test_without_a_domain_there_is_no_link(team: object) -> None:
    assert caught.read(BODY | {"team": team}).link == ""


@pytest.mark.parametrize(
    "broken",
    [
        {},
        BODY | {"message": None},
        BODY | {"message": "x"},
        BODY | {"channel": None},
        body(ts="now"),
        body(ts="9" * 30),
        body(files="x"),
        body(files=[None]),
    ],
)
def test_what_is_no_message_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(TamperedError):
        caught.read(broken)
