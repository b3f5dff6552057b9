"""What must hold of any bot, so that one which is wrong can be told from ours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from slackbot.blocks import card
from slackbot.casework.errors import NotStoredError
from slackbot.casework.intake import Intake
from slackbot.demo.cast import ASHA, CARO
from slackbot.records.notice import Notice
from slackbot.rules.notices import NoticeState
from slackbot.sandbox import Fault
from tests.scenarios import deeds
from tests.scenarios.stage import Stage


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
