from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from slackbot.blocks import notices
from slackbot.rules.details import DmChoice
from slackbot.rules.notices import Facts, NoticeKind
from slackbot.rules.report import AgentAnswer
from slackbot.rules.status import Status
from tests.blocks.team_samples import NOW, REF, STEP, buttons_of

TEXT = {NoticeKind.AGENT_ANSWERED: AgentAnswer.CONFIRM.value}


def facts_of(kind: NoticeKind, **changes: Any) -> Facts:
    text = TEXT.get(kind, "Ann Lead is now <caseworker>.")
    facts = Facts(kind, "a-mark", REF, Status.PANEL, at=NOW, text=text, proposal=STEP)
    return replace(facts, **changes)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_has_words_that_slack_takes(kind: NoticeKind, built: Any) -> None:
    assert built(notices.build(facts_of(kind)))["text"]


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_the_text_is_all_that_the_blocks_say(kind: NoticeKind) -> None:
    message = notices.build(facts_of(kind))
    assert message.blocks[0]["text"]["text"] == message.text
    assert {block["type"] for block in message.blocks[1:]} <= {"actions"}


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_the_mark_is_the_name_of_one_block(kind: NoticeKind) -> None:
    blocks = notices.build(facts_of(kind)).blocks
    assert [block.get("block_id") for block in blocks].count("a-mark") == 1


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_words_put_in_have_no_effect(kind: NoticeKind) -> None:
    assert "<caseworker>" not in notices.build(facts_of(kind)).text


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_each_button_says_more_to_a_screen_reader_than_its_name(kind: NoticeKind) -> None:
    about_complaint = kind not in {NoticeKind.LEAD_PROPOSED, NoticeKind.CHANNEL_HELD}
    for button in buttons_of(notices.build(facts_of(kind)).blocks).values():
        label = button["accessibility_label"]
        assert len(label) > len(button["text"]["text"])
        assert (REF in label) is about_complaint


def test_a_step_says_the_status_where_the_reporter_wants_it() -> None:
    assert "before a panel" in notices.build(facts_of(NoticeKind.STEP)).text


@pytest.mark.parametrize(
    "kind", [NoticeKind.RECEIVED, NoticeKind.STEP, NoticeKind.NOBODY_LEFT]
)
@pytest.mark.parametrize("choice", [DmChoice.NEWS, DmChoice.HOME])
def test_news_says_neither_status_nor_reference(kind: NoticeKind, choice: DmChoice) -> None:
    text = notices.build(facts_of(kind, dm_choice=choice)).text
    assert text == "There is news for you. Press Open to read it."


def test_with_news_only_all_kinds_look_the_same() -> None:
    kinds = (NoticeKind.RECEIVED, NoticeKind.STEP, NoticeKind.NOBODY_LEFT)
    seen = [notices.build(facts_of(kind, dm_choice=DmChoice.NEWS)) for kind in kinds]
    assert seen[0] == seen[1] == seen[2]


def test_a_parliamentarian_can_answer_what_was_sent_for_them() -> None:
    buttons = buttons_of(notices.build(facts_of(NoticeKind.SENT_FOR)).blocks)
    assert list(buttons) == ["open_own", "confirm_agent", "not_mine", "mine_now"]
    assert {button["value"] for button in buttons.values()} == {REF}


def test_a_page_can_be_opened_and_held() -> None:
    buttons = buttons_of(notices.build(facts_of(NoticeKind.DANGER)).blocks)
    assert list(buttons) == ["open_file", "hold_danger"]


def test_a_lead_can_approve_or_decline_the_proposal() -> None:
    buttons = buttons_of(notices.build(facts_of(NoticeKind.LEAD_PROPOSED)).blocks)
    assert list(buttons) == ["approve_lead", "decline_lead"]
    assert {UUID(button["value"]) for button in buttons.values()} == {STEP}


def test_a_lead_can_give_a_role_or_be_reminded() -> None:
    buttons = buttons_of(notices.build(facts_of(NoticeKind.CHANNEL_HELD)).blocks)
    assert list(buttons) == ["give_role", "remind_later"]


def test_a_chain_head_shows_what_was_signed_and_counts_nothing() -> None:
    message = notices.build(facts_of(NoticeKind.CHAIN_HEAD, text="abcdef signed"))
    assert message.text == "The head of the audit chain, signed:\nabcdef signed"
    assert not buttons_of(message.blocks)


@pytest.mark.parametrize(
    ("answer", "opens"),
    [(AgentAnswer.CONFIRM, True), (AgentAnswer.NOT_MINE, False), (AgentAnswer.MINE, False)],
)
def test_an_agent_can_open_only_what_is_still_theirs_to_follow(
    answer: AgentAnswer, opens: bool
) -> None:
    message = notices.build(facts_of(NoticeKind.AGENT_ANSWERED, text=answer.value))
    assert bool(buttons_of(message.blocks)) is opens
