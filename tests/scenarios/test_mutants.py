"""A bot that is wrong in one way is caught: each check holds for ours, and fails for it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_bolt import BoltResponse
from sqlalchemy import select, update

from slackbot.blocks import card, notices, report_form
from slackbot.blocks.catalogue import questions
from slackbot.blocks.parts import Message, alert
from slackbot.blocks.text import plain
from slackbot.casework.errors import NotStoredError
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
from slackbot.sandbox import Fault, SandboxError
from tests.scenarios import deeds
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


# ---- what must hold ---------------------------------------------------------------------


def is_stored_before_received(stage: Stage) -> None:
    asha = stage.person(ASHA)
    deeds.start(asha)
    before = stage.count()
    sent = asha.submit()
    assert stage.count() == before + (sent.errors is None)
    assert sent.errors is None


def says_what_is_wrong_under_the_field(stage: Stage) -> None:
    stage.box.outbound.in_time = 2.0
    asha = stage.person(ASHA)
    deeds.start(asha, kept_from=["none", CARO])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Intake, "file", _cannot_store)
        asha.type("kept_from", ["none"])
        sent = asha.submit()
    assert not sent.trouble
    assert sent.errors


def is_told_once(stage: Stage) -> None:
    """Also where Slack has posted the message and never said so."""
    asha = stage.person(ASHA)
    told = len(asha.dms)
    stage.box.faults.next("chat.postMessage", Fault.deliver_then_cut(), when=_is_dm)
    deeds.start(asha)
    deeds.send(asha)
    stage.until(lambda: _is_settled(stage), 4)
    assert len(asha.dms) == told + 1


def looks_before_it_takes_over(stage: Stage) -> None:
    """A lease was lost between the post and its mark."""
    deeds.report(stage, ASHA)
    told = len(stage.person(ASHA).dms)
    ago = datetime.now(UTC) - timedelta(seconds=5)
    with stage.service.casework.desk.database.begin() as session:
        newest = session.scalars(
            select(Notice).where(Notice.recipient == ASHA).order_by(Notice.seq.desc())
        ).first()
        assert newest
        newest.state, newest.owner = NoticeState.SENDING, "one that was killed"
        newest.lease_until, newest.tried_at = ago, ago
    stage.until(lambda: _is_settled(stage), 4)
    assert len(stage.person(ASHA).dms) == told


def every_message_has_a_text(stage: Stage) -> None:
    began = len(stage.box.world.seen)
    deeds.report(stage, ASHA)
    shown = [each for each in stage.box.world.seen[began:] if each.kind == "message"]
    assert {each.channel[0] for each in shown} == {"C", "D"}
    assert all(each.text for each in shown)


def the_card_comes(stage: Stage) -> None:
    ref = deeds.report(stage, ASHA)
    deeds.card_of(stage.person(CARO), ref)


def the_form_opens(stage: Stage) -> None:
    assert stage.person(ASHA).command(deeds.COMMAND).view


def the_file_opens(stage: Stage) -> None:
    ref = deeds.report(stage, ASHA)
    caro = stage.person(CARO)
    told = len(caro.ephemerals)
    deeds.press_card(stage, caro, card.OPEN_FILE, ref)
    assert caro.view
    assert len(caro.ephemerals) == told


def a_name_calls_nobody(stage: Stage) -> None:
    stage.box.change_member(CARO, real_name="<!channel> Caro")
    stage.box.wait_idle()
    ref = deeds.report(stage, ASHA)
    deeds.press_card(stage, stage.person(CARO), card.TAKE, ref)
    shown = str(deeds.card_of(stage.person(CARO), ref))
    stage.box.change_member(CARO, real_name="Caro Lindqvist")
    stage.box.wait_idle()
    assert "&lt;!channel&gt; Caro" in shown
    assert "<!channel>" not in shown


def waits_as_long_as_slack_asks(stage: Stage) -> None:
    stage.box.faults.next("chat.postMessage", Fault.rate_limited(1), when=_is_dm)
    began = len(stage.box.calls)
    deeds.report(stage, ASHA)
    stage.until(lambda: _is_settled(stage), 10)
    calls = stage.box.calls[began:]
    first, second = (c for c in calls if c.method == "chat.postMessage" and _is_dm(c.args))
    assert not first.answer_ok
    assert second.at - first.at >= 1


def a_newer_form_is_not_overwritten(stage: Stage) -> None:
    ref = deeds.report(stage, ASHA)
    caro = deeds.press_card(stage, stage.person(CARO), card.MOVE_ON, ref)
    caro.choose("move_status", "PANEL")
    late = stage.last_sent("block_actions")
    caro.choose("move_status", "RAISED")
    member = stage.box.world.member(CARO)
    late["trigger_id"] = stage.box.world.triggers.hand_out(member.id, late["view"]["id"])
    stage.ask(late)
    assert "move_sentence-RAISED" in str(caro.views[0]["blocks"])


def no_metadata_holds_what_was_typed(stage: Stage) -> None:
    began = len(stage.box.world.seen)
    stage.person(ASHA).command(deeds.COMMAND, deeds.TOLD)
    views = [each.view for each in stage.box.world.seen[began:] if each.view]
    assert views
    assert not any(deeds.TOLD in view["private_metadata"] for view in views)


# ---- bots that are wrong in one way -----------------------------------------------------


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
    Mutant(acks_before_the_commit, is_stored_before_received),
    Mutant(posts_to_the_person, is_told_once),
    Mutant(posts_again_blindly, is_told_once),
    Mutant(may_not_look_in_history, is_told_once),
    Mutant(takes_a_lost_lease_for_fresh, looks_before_it_takes_over),
    Mutant(leaves_out_the_text, every_message_has_a_text),
    Mutant(puts_an_alert_into_a_message, the_card_comes),
    Mutant(has_a_long_title, the_form_opens),
    Mutant(uses_a_trigger_twice, the_file_opens),
    Mutant(hangs_errors_on_a_heading, says_what_is_wrong_under_the_field),
    Mutant(answers_500, says_what_is_wrong_under_the_field),
    Mutant(forgets_to_escape, a_name_calls_nobody),
    Mutant(does_not_wait, waits_as_long_as_slack_asks),
    Mutant(forgets_the_hash, a_newer_form_is_not_overwritten),
    Mutant(keeps_words_in_metadata, no_metadata_holds_what_was_typed),
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


def _cannot_store(*_: object) -> None:
    raise NotStoredError


def _is_dm(args: dict[str, Any]) -> bool:
    return str(args.get("channel", ""))[0] in "DU"


def _is_settled(stage: Stage) -> bool:
    with stage.reading() as session:
        waiting = (NoticeState.OWED, NoticeState.SENDING)
        failed = select(Notice.seq).where(Notice.state == NoticeState.FAILED)
        assert session.scalar(failed.limit(1)) is None
        return session.scalar(select(Notice.seq).where(Notice.state.in_(waiting))) is None
