"""Text that people wrote is kept exactly, and shown without effect."""

import unicodedata
from datetime import UTC, date, datetime

import pytest

from slackbot.blocks.text import (
    SECTION_SIZE,
    clipped,
    date_mark,
    day,
    escape,
    mrkdwn,
    pages,
    plain,
    shown,
    unbroken,
    unescape,
)
from tests.real_input import EMOJI, LONG


def slack_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_the_longest_complaint_has_twelve_thousand_characters() -> None:
    assert len(LONG) == 12_000


def test_escaping_leaves_nothing_that_slack_reads_as_a_mention() -> None:
    assert "<" not in escape(LONG)


def test_escaping_undone_is_what_was_typed() -> None:
    assert unescape(escape(LONG)) == LONG


def test_escaping_is_undone_once_only() -> None:
    assert unescape("&amp;lt;b&amp;gt;") == "&lt;b&gt;"


@pytest.mark.parametrize("size", [7, 100, SECTION_SIZE])
def test_pages_together_are_the_text(size: int) -> None:
    assert "".join(pages(LONG, size)) == LONG


@pytest.mark.parametrize("text", [LONG, "\U0001f40d" * 9_000, "x" * 9_001])
def test_no_page_is_longer_than_slack_counts(text: str) -> None:
    assert max(slack_length(piece) for piece in pages(text, 3_000)) <= 3_000


def test_pages_end_between_words() -> None:
    assert pages("one two three", 8) == ["one two ", "three"]


def test_no_text_has_no_page() -> None:
    assert pages("") == []


def test_nothing_shown_is_invisible_or_turns_the_text() -> None:
    seen = {"Cc", "Cs"} & {
        unicodedata.category(sign) for sign in shown(LONG) if sign not in "\n\t"
    }
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert (seen, turning & set(map(unicodedata.bidirectional, shown(LONG)))) == (set(), set())


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\u202e", "\u2066", "\u200f", "\u200b", "\ud800"]
)
def test_what_hides_is_shown_by_its_number(sign: str) -> None:
    assert shown(f"a{sign}b") == f"a[U+{ord(sign):04X}]b"


def test_emoji_with_joiners_stay_whole() -> None:
    assert shown(EMOJI) == EMOJI


def test_plain_text_names_no_emoji() -> None:
    assert plain(":rage:") == {"type": "plain_text", "text": ":rage:", "emoji": False}


def test_marked_text_is_not_searched_for_links() -> None:
    assert mrkdwn("@here")["verbatim"] is True


def test_a_moment_is_told_in_the_readers_own_time_and_in_utc_else() -> None:
    at = datetime(2026, 11, 23, 15, 53, tzinfo=UTC)
    wanted = "<!date^1795449180^{date_long}, {time}|Monday 23 November 2026, 15:53 UTC>"
    assert date_mark(at) == wanted


def test_a_day_is_told_as_people_say_it() -> None:
    assert day(date(2026, 3, 1)) == "Sunday 1 March 2026"


@pytest.mark.parametrize("text", ["x" * 80, "\U0001f40d" * 80, "x"])
def test_a_name_is_clipped_to_what_slack_takes(text: str) -> None:
    assert slack_length(clipped(text, 75)) <= 75


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("24 hours: 0800 032 3263", "24 hours: 0800~032~3263"),
        ("Samaritans: 116 123", "Samaritans: 116~123"),
        ("ring +44 20 7219 3000.", "ring +44~20~7219~3000."),
        ("ring 101, or 23 November 2026, 17:29", "ring 101, or 23 November 2026, 17:29"),
    ],
)
def test_a_telephone_number_stays_on_one_line(words: str, drawn: str) -> None:
    assert unbroken(words) == drawn.replace("~", "\N{NO-BREAK SPACE}")
