import json
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from slackbot.blocks import team_file
from slackbot.blocks.text import shown
from slackbot.rules.details import Details
from slackbot.rules.roles import Role
from slackbot.rules.shown import Added, Opening, TeamFile
from tests.blocks.team_samples import (
    MARK,
    NOW,
    REF,
    buttons_of,
    card_of,
    file_of,
    parts_of,
    step_of,
    texts_of,
)
from tests.real_input import LINKS, LONG


def all_pages(file: TeamFile) -> list[dict[str, Any]]:
    count = 1
    heading = team_file.build(file)["blocks"][0]["text"]["text"]
    if " of " in heading:
        count = int(heading.rsplit(" of ")[1])
    return [team_file.build(file, page) for page in range(count)]


@cache
def long_pages() -> list[dict[str, Any]]:
    return all_pages(long_file())


def long_file() -> TeamFile:
    added = Added(NOW, "Rae Porter", Details(statement=LONG, links=LINKS))
    steps = tuple(step_of(sentence=LONG[:3000], reason=LONG[:3000]) for _ in range(12))
    opened = tuple(Opening(NOW, Role.LEAD, "Ann Lead") for _ in range(300))
    return file_of(statement=LONG, additions=(added, added), steps=steps, openings=opened)


def test_a_file_is_taken_by_slack(built: Any) -> None:
    built(team_file.build(file_of(card=card_of(urgent=True, danger_open=True))))


def test_every_page_of_the_longest_file_is_taken_by_slack(built: Any) -> None:
    for page in long_pages():
        view = built(page)
        assert len(view["blocks"]) <= 100
        assert len(json.dumps(view)) <= 250_000


def test_every_word_of_a_long_statement_is_on_some_page() -> None:
    pages = [texts_of(page["blocks"]) for page in long_pages()]
    joined = "".join("".join(pages).split())
    assert "".join(shown(LONG).split())[:5000] in joined
    assert all(link in joined for link in LINKS)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "statement",
            "quoted",
            "file",
            "reporter",
            "agent",
            "adder",
            "more",
            "place",
            "over",
        ),
        *("name", "account", "reference", "hope", "reach", "reason", "sentence"),
    ],
)
def test_everything_that_was_written_is_shown(words: str) -> None:
    assert f"{words} {MARK}" in "\n".join(texts_of(page) for page in all_pages(file_of()))


def test_no_word_of_anybody_can_have_an_effect() -> None:
    written = (part for page in long_pages() for part in parts_of(page["blocks"]))
    assert {part.get("type") for part in written} & {"mrkdwn", "rich_text"} == set()


def test_hidden_and_turning_marks_are_made_visible() -> None:
    text = "".join(texts_of(page) for page in long_pages())
    assert "\u202e" not in text
    assert "[U+202E]" in text


def test_the_form_carries_the_reference_and_the_page_only() -> None:
    kept = json.loads(team_file.build(file_of(), 0)["private_metadata"])
    assert {name: value for name, value in kept.items() if value} == {"ref": REF}
    assert MARK not in team_file.build(file_of())["private_metadata"]


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert team_file.build(file_of(), 99) == all_pages(file_of())[-1]


def test_pages_turn_forward_and_back() -> None:
    first, second, *_ = long_pages()
    assert buttons_of(first)["page_file:on"]["value"] == f"{REF} 1"
    assert "page_file:back" not in buttons_of(first)
    assert buttons_of(second)["page_file:back"]["value"] == f"{REF} 0"


def test_the_heading_fits_a_telephone() -> None:
    assert len(long_pages()[0]["blocks"][0]["text"]["text"]) < 30


def test_a_reason_says_who_may_read_it_and_none_is_said_too() -> None:
    text = texts_of(team_file.build(file_of(steps=(step_of(reason=""),))))
    assert "may be read by the person concerned or a court): none given" in text


@pytest.mark.parametrize("undoable", [True, False])
def test_a_step_can_be_undone_only_while_it_can(undoable: bool) -> None:
    view = team_file.build(file_of(steps=(step_of(undoable=undoable),)))
    assert ("undo_step" in buttons_of(view)) is undoable


@pytest.mark.parametrize(
    ("liftable", "may_lift"), [(True, False), (False, True), (True, True)]
)
def test_a_name_is_lifted_by_who_may_where_it_is_one(liftable: bool, may_lift: bool) -> None:
    kept = replace(file_of().kept_from[0], liftable=liftable)
    view = team_file.build(file_of(kept_from=(kept,), may_lift=may_lift))
    assert ("lift_name" in buttons_of(view)) is (liftable and may_lift)


def test_all_buttons_name_the_reference_to_a_screen_reader() -> None:
    view = team_file.build(file_of(card=card_of(urgent=True, danger_open=True)))
    assert all(REF in each["accessibility_label"] for each in buttons_of(view).values())


def added(minutes: int, by: str, hope: str) -> Added:
    return Added(NOW + timedelta(minutes=minutes), by, Details(hope=hope))


def headings(file: TeamFile) -> list[str]:
    blocks = [block for page in all_pages(file) for block in page["blocks"]]
    said = [each["text"]["text"] for each in blocks if each["type"] == "header"]
    return [each for each in said if each.startswith("Added by")]


def test_what_was_added_in_one_sitting_stands_under_one_heading() -> None:
    file = file_of(additions=(added(0, "A", "one"), added(29, "A", "two")))
    assert len(headings(file)) == 1
    text = texts_of(team_file.build(file))
    assert text.index("Hopes for: one") < text.index("Hopes for: two")


@pytest.mark.parametrize("second", [added(30, "A", "two"), added(1, "B", "two")])
def test_another_sitting_or_another_person_has_a_heading_of_its_own(second: Added) -> None:
    assert len(headings(file_of(additions=(added(0, "A", "one"), second)))) == 2


def test_somebodys_openings_of_one_day_stand_on_one_line() -> None:
    opened = tuple(
        Opening(NOW + timedelta(minutes=at), Role.LEAD, "Ann Lead") for at in (0, 5, 5)
    )
    text = texts_of(team_file.build(file_of(openings=opened)))
    assert text.count("Ann Lead (lead)") == 1
