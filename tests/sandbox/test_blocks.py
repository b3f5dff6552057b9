"""Blocks and views: what Slack lets in, and what it answers to the rest."""

from typing import Any

import pytest

from slackbot.sandbox.block_rules import check_blocks, check_view
from slackbot.sandbox.shapes import RefusalError
from tests.sandbox.little_app import actions, button, field, form, section, text
from tests.sandbox.scripted import Stage, reasons, refused

Json = dict[str, Any]


def option(value: str, words: str | None = None) -> Json:
    return {"text": text(words or value), "value": value}


def select(*options: Json, kind: str = "static_select", **more: Any) -> Json:
    return {"type": kind, "action_id": "choice", "options": list(options), **more}


def blocks_of(*numbers: int) -> list[Json]:
    return [{"type": "divider"} for n in numbers for _ in range(n)]


GOOD_MESSAGES = {
    "everything that the app uses": [
        section("*Hello*", fields=[text("a"), {"type": "mrkdwn", "text": "b"}]),
        {"type": "header", "text": text("Head")},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "c", "verbatim": True}]},
        actions(button("a", style="danger", value="v"), select(option("1"))),
        field("inside"),
    ],
    "fifty blocks": blocks_of(50),
    "3,000 characters": [section("x" * 3000)],
}
BAD_MESSAGES = {
    "51 blocks": (blocks_of(51), "no more than 50 items allowed"),
    "3,001 characters": ([section("x" * 3001)], "must be less than 3001 characters"),
    "empty text": ([section("")], "must be more than 0 characters"),
    "no text": ([{"type": "section"}], "must define either `text` or `fields`"),
    "a block of no known type": ([{"type": "banner"}], "unsupported type: banner"),
    "an alert outside a form": (
        [{"type": "alert", "text": text("x")}],
        "unsupported type: alert",
    ),
    "an unknown property": (
        [{"type": "divider", "colour": "red"}],
        "invalid additional property: colour",
    ),
    "emoji in mrkdwn": (
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}],
        "invalid additional property: emoji",
    ),
    "null": ([{"type": "divider", "block_id": None}], "must not be null"),
    "a header of 151": (
        [{"type": "header", "text": text("x" * 151)}],
        "must be less than 151 characters",
    ),
    "a header in mrkdwn": (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "failed to match all allowed schemas",
    ),
    "a block_id twice": (
        [{"type": "divider", "block_id": "b"}, {"type": "divider", "block_id": "b"}],
        "`block_id` already exists: b",
    ),
    "a block_id of 256": (
        [{"type": "divider", "block_id": "b" * 256}],
        "must be less than 256 characters",
    ),
    "an action_id twice": (
        [actions(button("a"), button("a"))],
        "`action_id` already exists: a",
    ),
    "an action_id of 256": ([actions(button("a" * 256))], "must be less than 256 characters"),
    "26 buttons": (
        [actions(*(button(f"a{n}") for n in range(26)))],
        "no more than 25 items allowed",
    ),
    "no buttons": ([actions()], "no fewer than 1 items allowed"),
    "a button of 76": ([actions(button("a", "x" * 76))], "must be less than 76 characters"),
    "a value of 2,001": (
        [actions(button("a", value="x" * 2001))],
        "must be less than 2001 characters",
    ),
    "a label for screen readers of 76": (
        [actions(button("a", accessibility_label="x" * 76))],
        "must be less than 76 characters",
    ),
    "a style that is none": (
        [actions(button("a", style="green"))],
        "must be a valid enum value",
    ),
    "a text field among buttons": (
        [actions({"type": "plain_text_input", "action_id": "a"})],
        "unsupported type: plain_text_input",
    ),
    "an e-mail field in a message": (
        [field("mail", {"type": "email_text_input"})],
        "unsupported type: email_text_input",
    ),
    "101 options": (
        [actions(select(*(option(str(n)) for n in range(101))))],
        "no more than 100 items allowed",
    ),
    "11 check boxes": (
        [actions(select(*(option(str(n)) for n in range(11)), kind="checkboxes"))],
        "no more than 10 items allowed",
    ),
    "six in an overflow menu": (
        [actions(select(*(option(str(n)) for n in range(6)), kind="overflow"))],
        "no more than 5 items allowed",
    ),
    "an option of 76": (
        [actions(select(option("1", "x" * 76)))],
        "must be less than 76 characters",
    ),
    "an option's value of 151": (
        [actions(select(option("x" * 151, "x")))],
        "must be less than 151 characters",
    ),
    "an option twice": ([actions(select(option("1"), option("1")))], "`value` already exists"),
    "an initial option that is none": (
        [actions(select(option("1"), initial_option=option("2")))],
        "must be one of the options",
    ),
    "no initial options": (
        [actions(select(option("1"), kind="checkboxes", initial_options=[]))],
        "no fewer than 1 items allowed",
    ),
    "11 fields": (
        [section("x", fields=[text("f")] * 11)],
        "no more than 10 items allowed",
    ),
    "a field of 2,001": (
        [section("x", fields=[text("f" * 2001)])],
        "must be less than 2001 characters",
    ),
    "a confirmation of 301": (
        [actions(button("a", confirm={"title": text("t"), "text": text("x" * 301)}))],
        "must be less than 301 characters",
    ),
    "an image without words": (
        [{"type": "image", "image_url": "https://example.org/i.png"}],
        "missing required field: alt_text",
    ),
}
GOOD_VIEWS = {
    "a form with every field that the app uses": form(
        {"type": "alert", "text": text("In danger? Call 999."), "level": "warning"},
        field("words", {"multiline": True, "max_length": 3000}, optional=True),
        field("link", {"type": "url_text_input"}),
        field("day", {"type": "datepicker", "initial_date": "2026-01-31"}),
        field("who", {"type": "users_select"}),
        field("whom", {"type": "multi_users_select", "max_selected_items": 3}),
        field("boxes", select(option("1"), kind="checkboxes")),
        field("radio", select(option("1"), kind="radio_buttons"), dispatch_action=True),
        private_metadata="m" * 3000,
        close=text("Cancel"),
        notify_on_close=True,
    ),
    "a hundred blocks": form(*blocks_of(100)),
    "no fields and no button": form({"type": "divider"}, submit=None),
}
BAD_VIEWS = {
    "a title of 25": (form(title=text("x" * 25)), "must be less than 25 characters"),
    "no title": (form(title=None), "missing required field: title"),
    "a field and no button": (form(submit=None), "`submit` is required"),
    "101 blocks": (form(*blocks_of(101)), "no more than 100 items allowed"),
    "private_metadata of 3,001": (
        form(private_metadata="x" * 3001),
        "must be less than 3001 characters",
    ),
    "a callback_id of 256": (form(callback_id="x" * 256), "must be less than 256 characters"),
    "a state of its own": (form(state={}), "invalid additional property: state"),
    "markdown in a form": (
        form({"type": "markdown", "text": "x"}),
        "unsupported type: markdown",
    ),
    "a field that holds 3,001": (
        form(field("w", {"max_length": 3001})),
        "must be a number between 1 and 3000",
    ),
    "an initial value over the maximum": (
        form(field("w", {"max_length": 2, "initial_value": "abc"})),
        "must be less than 3 characters",
    ),
    "a date that is none": (
        form(field("d", {"type": "datepicker", "initial_date": "31.1.2026"})),
        "must match the pattern",
    ),
    "focus in two places": (
        form(field("a", {"focus_on_load": True}), field("b", {"focus_on_load": True})),
        "only one element may have `focus_on_load`",
    ),
    "an option group and options": (
        form(field("a", select(option("1"), option_groups=[]))),
        "must define either `options` or `option_groups`",
    ),
    "a home tab as a form": ({"type": "home", "blocks": []}, "must be equal to modal"),
}


@pytest.mark.parametrize("blocks", GOOD_MESSAGES.values(), ids=GOOD_MESSAGES)
def test_good_blocks_pass(blocks: list[Json]) -> None:
    check_blocks(blocks, "message")


@pytest.mark.parametrize(("blocks", "words"), BAD_MESSAGES.values(), ids=BAD_MESSAGES)
def test_bad_blocks_are_refused_with_the_reason(blocks: list[Json], words: str) -> None:
    with pytest.raises(RefusalError) as no:
        check_blocks(blocks, "message")
    assert no.value.code == "invalid_blocks"
    assert any(words in m for m in no.value.extra["response_metadata"]["messages"])


@pytest.mark.parametrize("view", GOOD_VIEWS.values(), ids=GOOD_VIEWS)
def test_good_views_pass(view: Json) -> None:
    check_view(view, "modal")


@pytest.mark.parametrize(("view", "words"), BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_bad_views_are_refused_with_the_reason(view: Json, words: str) -> None:
    with pytest.raises(RefusalError) as no:
        check_view(view, "modal")
    assert no.value.code == "invalid_arguments"
    assert any(words in m for m in no.value.extra["response_metadata"]["messages"])


def test_a_refusal_points_to_the_place(stage: Stage) -> None:
    blocks = [{"type": "divider"}, section("x" * 3001)]
    said = reasons(stage.client.chat_postMessage, channel="CTRIAGE", blocks=blocks, text="x")
    assert said == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]


def test_blocks_that_are_too_long_together_are_refused(stage: Stage) -> None:
    args = {"channel": "CTRIAGE", "blocks": [section("x" * 2700)] * 5, "text": "x"}
    assert refused(stage.client.chat_postMessage, **args) == "msg_blocks_too_long"


def test_blocks_that_are_no_list_are_refused(stage: Stage) -> None:
    args = {"channel": "CTRIAGE", "blocks": {"blocks": []}, "text": "x"}
    assert refused(stage.client.chat_postMessage, **args) == "invalid_blocks_format"


def test_a_view_of_more_than_250_kilobytes_is_refused(stage: Stage) -> None:
    view = {"type": "home", "blocks": [section("x" * 2600)] * 100}
    assert refused(stage.client.views_publish, user_id="UASHA", view=view) == "view_too_large"


def test_an_alert_has_no_place_on_home(stage: Stage) -> None:
    view = {"type": "home", "blocks": [{"type": "alert", "text": text("x")}]}
    assert (
        refused(stage.client.views_publish, user_id="UASHA", view=view) == "invalid_arguments"
    )
