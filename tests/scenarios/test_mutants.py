"""A bot that is wrong in one way is caught: each check holds for ours, and fails for it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_bolt import BoltResponse
from sqlalchemy import update

from slackbot.blocks import card, notices, report_form
from slackbot.blocks.catalogue import questions
from slackbot.blocks.parts import Message, alert
from slackbot.blocks.text import plain
from slackbot.casework.intake import Intake
from slackbot.casework.posting import Posting
from slackbot.delivery import loop, retry
from slackbot.delivery.courier import Courier
from slackbot.delivery.slack_calls import SlackCalls
from slackbot.demo.cast import ASHA, CARO
from slackbot.listeners import answers, asked, showing
from slackbot.records.notice import Display, Notice
from slackbot.rules.notices import NoticeState
from slackbot.rules.report import Receipt
from slackbot.sandbox import SandboxError
from tests.scenarios import promises
from tests.scenarios.stage import Stage

Patch = pytest.MonkeyPatch
SOON = timedelta(milliseconds=100)


def sweep(stage: Stage) -> None:
    """Leave nothing owed, and no form open, to whoever comes next."""
    stage.box.faults.clear()
    stage.box.outbound.in_time = 30.0
    with suppress(SandboxError):  # a mutant may have left what is never delivered
        stage.until(lambda: not stage.is_busy(), 3)
    with stage.service.casework.desk.database.begin() as session:
        session.execute(update(Notice).values(state=NoticeState.SENT))
        session.execute(update(Display).values(is_due=False, owner=None))
    for person in (ASHA, CARO):
        if stage.person(person).views:
            stage.person(person).close(clear=True)


@pytest.fixture
def prepared(bench: Stage, monkeypatch: Patch) -> Iterator[Stage]:
    monkeypatch.setattr(retry, "LOOK_AFTER", SOON)  # Slack's history lags; the sandbox's not
    monkeypatch.setattr(loop, "MEND", SOON)
    sweep(bench)
    yield bench
    sweep(bench)


def acks_before_the_commit(patch: Patch, stage: Stage) -> None:
    file = Intake.file

    def promise(intake: Intake, report: Any) -> Receipt:
        late = threading.Timer(1.0, file, (intake, report))
        late.daemon = True
        late.start()
        now = datetime.now(UTC)
        return Receipt("RA-7K3Q9FX", now, now.date(), own=True)  # type: ignore[arg-type]

    patch.setattr(Intake, "file", promise)


def posts_to_the_person(patch: Patch, stage: Stage) -> None:
    patch.setattr(SlackCalls, "open_dm", lambda _calls, person: person)
    patch.setattr(Posting, "_channel", lambda *_: None)


def posts_again_blindly(patch: Patch, stage: Stage) -> None:
    patch.setattr(Courier, "_find", lambda *_: None)


def takes_a_lost_lease_for_fresh(patch: Patch, stage: Stage) -> None:
    claim = Posting.claim_notice

    def without_doubt(posting: Posting, owner: str) -> Any:
        owed = claim(posting, owner)
        return owed and replace(owed, doubt_since=None)

    patch.setattr(Posting, "claim_notice", without_doubt)


def may_not_look_in_history(patch: Patch, stage: Stage) -> None:
    scopes = [scope for scope in stage.box.world.app.scopes if scope != "im:history"]
    patch.setattr(stage.box.world.app, "scopes", scopes)


def leaves_out_the_text(patch: Patch, stage: Stage) -> None:
    build = notices.build
    patch.setattr(notices, "build", lambda facts: Message("", build(facts).blocks))


def puts_an_alert_into_a_message(patch: Patch, stage: Stage) -> None:
    build = card.build

    def alarming(state: Any, mark: str) -> Message:
        made = build(state, mark)
        return Message(made.text, [alert(plain("Urgent"), "error"), *made.blocks])

    patch.setattr(card, "build", alarming)


def has_a_long_title(patch: Patch, stage: Stage) -> None:
    patch.setattr(questions, "REPORT_TITLE", "Report abuse in confidence")


def uses_a_trigger_twice(patch: Patch, stage: Stage) -> None:
    show = showing.show

    def twice(client: Any, body: Any, view: Any) -> None:
        show(client, body, view)
        show(client, body, view)

    patch.setattr("slackbot.listeners.triage.show", twice)


def hangs_errors_on_a_heading(patch: Patch, stage: Stage) -> None:
    patch.setattr(asked, "_last_input", lambda body: body["view"]["blocks"][0]["block_id"])


def answers_500(patch: Patch, stage: Stage) -> None:
    patch.setattr(answers, "give", lambda *_: BoltResponse(status=500))


def forgets_to_escape(patch: Patch, stage: Stage) -> None:
    patch.setattr(card, "escape", lambda text: text)


def does_not_wait(patch: Patch, stage: Stage) -> None:
    patch.setattr(SlackCalls, "is_paused", lambda *_: False)
    patch.setattr(SlackCalls, "_respect_pause", lambda *_: None)
    patch.setattr(retry, "WAIT", SOON)
    wait = retry.next_wait
    hasty = lambda trouble, tries: wait(replace(trouble, wait=SOON), tries)  # noqa: E731
    patch.setattr("slackbot.delivery.courier.next_wait", hasty)


def forgets_the_hash(patch: Patch, stage: Stage) -> None:
    def turn(client: Any, body: Any, view: Any) -> None:
        client.views_update(view_id=body["view"]["id"], view=view)

    patch.setattr("slackbot.listeners.steps.turn", turn)


def keeps_words_in_metadata(patch: Patch, stage: Stage) -> None:
    build = report_form.build
    patch.setattr(
        report_form,
        "build",
        lambda opening: build(opening) | {"private_metadata": opening.typed},
    )


@dataclass(frozen=True)
class Mutant:
    """What it does, and the check that it must not pass."""

    change: Callable[[Patch, Stage], None]
    check: Callable[[Stage], None]


MUTANTS = (
    Mutant(acks_before_the_commit, promises.is_stored_before_received),
    Mutant(posts_to_the_person, promises.is_told_once),
    Mutant(posts_again_blindly, promises.is_told_once),
    Mutant(may_not_look_in_history, promises.is_told_once),
    Mutant(takes_a_lost_lease_for_fresh, promises.looks_before_it_takes_over),
    Mutant(leaves_out_the_text, promises.every_message_has_a_text),
    Mutant(puts_an_alert_into_a_message, promises.the_card_comes),
    Mutant(has_a_long_title, promises.the_form_opens),
    Mutant(uses_a_trigger_twice, promises.the_file_opens),
    Mutant(hangs_errors_on_a_heading, promises.says_what_is_wrong_under_the_field),
    Mutant(answers_500, promises.says_what_is_wrong_under_the_field),
    Mutant(forgets_to_escape, promises.a_name_calls_nobody),
    Mutant(does_not_wait, promises.waits_as_long_as_slack_asks),
    Mutant(forgets_the_hash, promises.a_newer_form_is_not_overwritten),
    Mutant(keeps_words_in_metadata, promises.no_metadata_holds_what_was_typed),
)
CHECKS = list(dict.fromkeys(each.check for each in MUTANTS))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_our_bot(prepared: Stage, check: Callable[[Stage], None]) -> None:
    check(prepared)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.change.__name__)
def test_a_bot_is_caught_that(prepared: Stage, mutant: Mutant) -> None:
    with pytest.MonkeyPatch.context() as patch:
        mutant.change(patch, prepared)
        with pytest.raises((AssertionError, SandboxError)):
            mutant.check(prepared)
