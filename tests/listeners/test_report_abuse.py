"""Reporting, by every way in: stored before "received", and told honestly where it fails."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from slackbot.blocks.parts import View
from slackbot.listeners import opening
from slackbot.rules.reference import read_reference
from slackbot.rules.report import FormKey, Report
from slackbot.rules.shown import OwnFile
from tests.filling import fill, texts
from tests.front import AGENT, LEAD, MP, OTHER_MP, WORKER, Front, open_front, slack_says
from tests.real_input import LONG

LEAST = {"statement": "They shouted at me.", "danger": "no", "kept_from": ["none"]}
MESSAGE = {
    "type": "message_action",
    "callback_id": "report_message",
    "response_url": "https://hooks.slack.test/answer",
    "channel": {"id": "C0X", "name": "general"},
    "message_ts": "1795449180.000200",
    "message": {"type": "message", "user": OTHER_MP, "ts": "1795449180.000200", "text": "Go"},
}


@pytest.fixture
def front(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    with open_front(sqlite_url) as front:

        def note(_url: str, text: str, blocks: list[dict[str, Any]] | None = None) -> bool:
            front.said.append(text + str(blocks))
            return True

        monkeypatch.setattr(opening, "respond", note)
        yield front


def form(front: Front, person: str = MP, text: str = "") -> View:
    front.command(person, text)
    return front.shown()


def file_of(front: Front, person: str = MP) -> OwnFile:
    row = front.casework.reading.mine(person)[0]  # type: ignore[arg-type]
    return front.casework.reading.open_own(row.ref, by=person)  # type: ignore[arg-type]


def count(front: Front, person: str = MP) -> int:
    return len(front.casework.reading.mine(person))  # type: ignore[arg-type]


def test_the_command_opens_the_form_and_says_nothing_else(front: Front) -> None:
    assert front.command(MP) == {}
    assert front.shown()["callback_id"] == "report_form"


def test_the_form_offers_the_team_and_names_the_owners(front: Front) -> None:
    said = texts(form(front))
    assert all(name in said for name in ("Cas Worker (", "Lee Ader (", "(Oona Peer) can see"))


def test_the_whole_statement_is_laid_over_the_form(front: Front) -> None:
    front.press(MP, "whole_statement", view=form(front))
    assert "not what they wrote: Oona Peer." in texts(front.shown("views.push"))


def test_each_form_has_a_key_of_its_own(front: Front) -> None:
    assert form(front)["private_metadata"] != form(front)["private_metadata"]


def test_what_is_sent_is_stored_as_typed_and_then_received(front: Front) -> None:
    answer = front.submit(MP, fill(form(front, text=LONG), danger="no", kept_from=["none"]))
    assert answer["response_action"] == "update"
    assert file_of(front).statement == LONG


def test_the_receipt_names_the_reference(front: Front) -> None:
    answer = front.submit(MP, fill(form(front), **LEAST))
    assert file_of(front).row.ref in texts(answer["view"])


def test_a_form_sent_twice_is_one_complaint_and_the_same_receipt(front: Front) -> None:
    sent = fill(form(front), **LEAST)
    assert front.submit(MP, sent) == front.submit(MP, sent)
    assert count(front) == 1


def test_a_mistake_is_told_under_its_field_and_nothing_is_stored(front: Front) -> None:
    answers = LEAST | {"kept_from": ["none", WORKER]}
    answer = front.submit(MP, fill(form(front), **answers))
    assert (answer["response_action"], list(answer["errors"])) == ("errors", ["kept_from"])
    assert count(front) == 0


def test_a_tampered_form_stays_open_with_what_was_typed(front: Front) -> None:
    answer = front.submit(MP, fill(form(front), **(LEAST | {"danger": "perhaps"})))
    assert (answer["response_action"], count(front)) == ("errors", 0)


def test_whom_the_reporter_keeps_out_does_not_see_it(front: Front) -> None:
    front.submit(MP, fill(form(front), **(LEAST | {"kept_from": [WORKER]})))
    seen = [len(front.casework.reading.queue(each).rows) for each in (WORKER, LEAD)]
    assert seen == [0, 1]


@pytest.mark.parametrize("text", ["help", " HELP "])
def test_help_is_said_to_this_person_only(front: Front, text: str) -> None:
    answer = front.command(MP, text)
    assert (answer["response_type"], front.client.calls) == ("ephemeral", [])
    assert "ring 999" in answer["text"]


def test_status_lists_ones_own_complaints_only(front: Front) -> None:
    for person in (MP, OTHER_MP):
        front.submit(person, fill(form(front, person), **LEAST))
    answer = front.command(MP, "status")
    assert answer["response_type"] == "ephemeral"
    assert file_of(front).row.ref in answer["text"]
    assert file_of(front, OTHER_MP).row.ref not in str(answer)


@pytest.mark.parametrize(
    "failure", [slack_says("expired_trigger_id"), TimeoutError(), ConnectionResetError()]
)
def test_where_slack_does_not_open_it_the_answer_offers_another_try(
    front: Front, failure: Exception
) -> None:
    front.client.failing["views.open"] = failure
    answer = front.command(MP, "They shouted.")
    assert (answer["response_type"], "try_again_report" in str(answer)) == ("ephemeral", True)


def test_an_offer_to_try_again_holds_no_word_of_what_was_typed(front: Front) -> None:
    front.client.failing["views.open"] = slack_says("expired_trigger_id")
    assert "shouted" not in str(front.command(MP, "They shouted."))


def test_a_failure_is_logged_without_what_was_typed(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    front.client.failing["views.open"] = slack_says("expired_trigger_id")
    with caplog.at_level(logging.DEBUG):
        front.command(MP, "They shouted.")
    assert "expired_trigger_id" in caplog.text
    assert "shouted" not in caplog.text


def test_trying_again_opens_the_form(front: Front) -> None:
    front.press(MP, "try_again_report")
    assert front.shown()["callback_id"] == "report_form"


def test_trying_again_may_fail_and_be_tried_again(front: Front) -> None:
    front.client.failing["views.open"] = TimeoutError()
    front.press(MP, "try_again_report")
    assert "try_again_report" in front.said[0]


def test_the_global_shortcut_opens_the_form(front: Front) -> None:
    front.shortcut(MP)
    assert front.shown()["callback_id"] == "report_form"


def test_the_button_on_home_opens_the_form(front: Front) -> None:
    front.press(MP, "report", view={"type": "home", "id": "V0", "hash": "1"})
    assert front.shown()["callback_id"] == "report_form"


def test_a_message_is_caught_before_the_form_opens(front: Front) -> None:
    front.client.failing["views.open"] = TimeoutError()
    front.shortcut(MP, **MESSAGE)
    del front.client.failing["views.open"]
    kept = front.said[0].split("'value': '")[1].split("'")[0]
    front.press(MP, "try_again_report", kept)
    front.submit(MP, fill(front.shown(), **LEAST))
    assert (file_of(front).quote or pytest.fail("nothing caught")).text == "Go"


def test_a_caught_message_goes_with_the_report(front: Front) -> None:
    front.shortcut(MP, **MESSAGE)
    front.submit(MP, fill(front.shown(), **LEAST))
    quote = file_of(front).quote
    assert quote is not None
    assert quote.link == "https://party.slack.com/archives/C0X/p1795449180000200"


def test_no_word_of_a_caught_message_is_in_the_form(front: Front) -> None:
    message = MESSAGE["message"] | {"text": "unspeakable"}  # type: ignore[operator]
    front.shortcut(MP, **(MESSAGE | {"message": message}))
    assert "unspeakable" not in str(front.shown())


def test_somebody_elses_caught_message_is_not_theirs_to_send(front: Front) -> None:
    front.shortcut(MP, **MESSAGE)
    key = front.shown()["private_metadata"]
    front.press(OTHER_MP, "try_again_report", key)
    front.submit(OTHER_MP, fill(front.shown(), **LEAST))
    assert file_of(front, OTHER_MP).quote is None


def test_an_agent_sends_for_a_parliamentarian(front: Front) -> None:
    front.submit(AGENT, fill(form(front, AGENT), **LEAST, behalf=MP))
    assert file_of(front).row.confirm_needed


def test_a_caseworker_logs_what_came_by_letter(front: Front) -> None:
    answers = LEAST | {"source": "letter", "came_on": "2026-11-20", "behalf": MP}
    front.submit(WORKER, fill(form(front, WORKER), **answers))
    assert not file_of(front).row.confirm_needed


def test_a_caseworker_logs_for_somebody_outside_the_workspace(front: Front) -> None:
    answers = LEAST | {"source": "telephone", "came_on": "2026-11-20"}
    answer = front.submit(WORKER, fill(form(front, WORKER), **answers))
    assert (answer["response_action"], count(front, WORKER)) == ("update", 0)


def test_a_stranger_gets_no_form(front: Front) -> None:
    answer = front.command("U0STRANGER")
    assert (answer["response_type"], front.client.calls) == ("ephemeral", [])


def test_a_report_that_cannot_be_stored_is_not_received(front: Front) -> None:
    sent = fill(form(front), **LEAST)
    with front.casework.desk.database.engine.connect() as line:
        line.exec_driver_sql("DROP TABLE notice")
        line.commit()
    answer = front.submit(MP, sent)
    assert answer["response_action"] == "errors"
    assert "still in this form" in str(answer)


def test_the_reference_can_be_read_aloud(front: Front) -> None:
    stored = front.casework.intake.file(Report(FormKey("k" * 32), MP, "x", urgent=False))
    assert read_reference(stored.ref.lower().replace("-", " ")) == stored.ref
