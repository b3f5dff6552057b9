from typing import Any

import pytest

from slackbot.blocks import card
from slackbot.rules.status import Status
from tests.blocks.team_samples import REF, buttons_of, card_of, texts_of


@pytest.mark.parametrize("status", list(Status))
def test_a_card_is_taken_by_slack_in_every_status(status: Status, built: Any) -> None:
    shown = built(card.build(card_of(status=status, urgent=True, danger_open=True), "mark"))
    assert str(status) in shown["text"]


def test_the_text_says_all_that_the_blocks_say() -> None:
    message = card.build(
        card_of(urgent=True, danger_open=True, awaiting_confirmation=True, undelivered=2), "m"
    )
    said = message.blocks[0]["text"]["text"].replace("*", "")
    assert said == message.text


def test_urgency_is_said_in_words() -> None:
    assert "Not urgent." in card.build(card_of(), "m").text
    danger = card.build(card_of(urgent=True, danger_open=True), "m").text
    assert "Urgent: somebody may be in danger" in danger
    held = card.build(card_of(urgent=True, held_by="Ann"), "m").text
    assert "Urgent: Ann has said “I have it”." in held


def test_the_age_is_told_by_slack_from_the_receipt() -> None:
    moment = int(card_of().received_at.timestamp())
    assert f"<!date^{moment}^{{ago}}|" in card.build(card_of(), "m").text


def test_a_name_cannot_call_the_channel() -> None:
    text = card.build(card_of(taken_by="<!channel> & co", held_by="<@U1>"), "m").text
    assert "&lt;!channel&gt; &amp; co has it." in text
    assert "<!channel>" not in text


def test_added_details_are_news_only_while_nobody_has_taken_it() -> None:
    added = {"added_at": card_of().received_at}
    assert (
        "New since received: details added <!date^" in card.build(card_of(**added), "m").text
    )
    assert "added" not in card.build(card_of(taken_by="Ann", **added), "m").text


def test_what_waits_and_what_was_not_delivered_is_said() -> None:
    text = card.build(card_of(awaiting_confirmation=True, undelivered=1), "m").text
    assert "It waits for the parliamentarian's confirmation." in text
    assert "1 message could not be delivered." in text
    assert "7 messages could not" in card.build(card_of(undelivered=7), "m").text


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({}, ["open_file", "take", "acknowledge", "move_on"]),
        ({"taken_by": "Ann"}, ["open_file", "acknowledge", "move_on"]),
        ({"status": Status.ACKNOWLEDGED}, ["open_file", "take", "move_on"]),
        ({"status": Status.CLOSED}, ["open_file", "move_on"]),
        (
            {"urgent": True, "danger_open": True, "taken_by": "Ann"},
            ["open_file", "hold_danger", "acknowledge", "move_on"],
        ),
    ],
)
def test_the_buttons_are_those_that_the_state_allows(
    changes: dict[str, Any], offered: list[str]
) -> None:
    assert list(buttons_of(card.build(card_of(**changes), "m").blocks)) == offered


def test_each_button_names_the_reference_to_a_screen_reader() -> None:
    blocks = card.build(card_of(urgent=True, danger_open=True), "m").blocks
    labels = [button["accessibility_label"] for button in buttons_of(blocks).values()]
    assert all(REF in label and len(label) <= 75 for label in labels)
    assert len(set(labels)) == len(labels) == 5


def test_the_buttons_stand_in_the_block_of_the_mark() -> None:
    assert card.build(card_of(), "a-mark").blocks[-1]["block_id"] == "a-mark"


def test_a_row_of_the_queue_says_what_the_card_says() -> None:
    row = card.open_row(card_of(undelivered=2))
    assert card.build(card_of(undelivered=2), "m").text == texts_of(row["text"]).replace(
        "*", ""
    )


def test_what_the_parliamentarian_denies_does_not_wait_for_them() -> None:
    text = card.build(card_of(awaiting_confirmation=True, denied=True), "m").text
    assert "The parliamentarian says that it is not theirs." in text
    assert "waits" not in text
