"""What people do not do, and networks do: each has an answer to read, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from slackbot.blocks import card
from slackbot.casework.intake import Intake
from slackbot.demo.cast import ASHA, CARO, DEV, OLLIE, PARTY
from slackbot.records import audit
from slackbot.records.audit import Tag
from slackbot.sandbox import Fault
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

EXPIRED = Fault.error("expired_trigger_id")
NOWHERE = "RA-7K3Q9FX"


def change_first(payload: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The same press, of another button."""
    payload["actions"] = [{**payload["actions"][0], **changed}]
    return payload


def answer_of(bench: Stage, payload: dict[str, Any]) -> Any:
    """What a form that was sent is answered with."""
    return bench.ask(payload).body


def pressed(bench: Stage) -> dict[str, Any]:
    """A press of *Open* in Asha's newest DM, to be changed and sent again."""
    deeds.report(bench, ASHA)
    asha = bench.person(ASHA)
    asha.press("open_own", message=asha.dms[-1])
    asha.close(clear=True)
    return bench.last_sent("block_actions")


def test_a_command_that_opens_no_form_offers_another_try(bench: Stage) -> None:
    asha = bench.person(ASHA)
    bench.box.faults.next("views.open", EXPIRED)
    said = asha.command(deeds.COMMAND, "He said that")
    assert said.view is None
    assert said.ephemeral
    assert said.ephemeral["text"].startswith("Slack did not open the form.")
    asha.press("try_again_report", message=asha.ephemerals[-1])
    deeds.fill(asha, statement=deeds.TOLD, danger="no", kept_from=["none"])
    assert deeds.receive(bench, asha)


def test_a_message_that_was_chosen_is_kept_though_the_form_did_not_open(bench: Stage) -> None:
    said = bench.person(OLLIE).say(PARTY, "Send them all away")
    asha = bench.person(ASHA)
    bench.box.faults.next("views.open", EXPIRED)
    asha.message_shortcut("report_message", PARTY, said["ts"])
    assert "has been stored" in deeds.error_of(asha)
    asha.press("try_again_report", message=asha.ephemerals[-1])
    deeds.fill(asha, statement=deeds.TOLD, danger="no", kept_from=["none"])
    ref = deeds.receive(bench, asha)
    caro = deeds.press_card(bench, bench.person(CARO), card.OPEN_FILE, ref)
    assert "Send them all away" in bench.shown(caro.view)
    caro.close()


def test_a_file_that_slack_does_not_show_is_recorded_as_not_shown(bench: Stage) -> None:
    ref = deeds.report(bench, ASHA)
    caro = bench.person(CARO)
    bench.box.faults.next("views.open", EXPIRED)
    deeds.press_card(bench, caro, card.OPEN_FILE, ref)
    assert caro.view is None
    assert deeds.error_of(caro).startswith("Slack did not")
    with bench.reading() as session:
        tags = [entry.tag for entry in audit.entries(session)][-2:]
    assert tags == [Tag.COMPLAINT_OPENED, Tag.COMPLAINT_NOT_SHOWN]


def test_a_form_pressed_twice_at_once_is_one_complaint(bench: Stage) -> None:
    asha = bench.person(ASHA)
    deeds.start(asha)
    before = bench.count()
    with ThreadPoolExecutor(2) as both:
        sent = [both.submit(bench.ask, submission_of(bench, asha)) for _ in range(2)]
        bodies: list[Any] = [each.result().body for each in sent]
    asha.close()
    receipts = {body["view"]["private_metadata"] for body in bodies}
    assert len(receipts) == 1
    assert bench.count() == before + 1
    bench.settle()


def submission_of(bench: Stage, person: Any) -> dict[str, Any]:
    member = bench.box.world.member(person.id)
    view = bench.box.world.modals.stack(person.id)[-1]
    payload = bench.box.hands.payloads.submission(member, view)
    return {**payload, "trigger_id": "1.2.3"}


def test_the_same_request_twice_is_one_complaint(bench: Stage) -> None:
    ref = deeds.report(bench, ASHA)
    before, told = bench.count(), len(bench.person(ASHA).dms)
    again = answer_of(bench, bench.last_sent("view_submission"))
    assert again["view"]["private_metadata"] == ref
    bench.settle()
    assert (bench.count(), len(bench.person(ASHA).dms)) == (before, told)


def test_somebody_elses_form_is_not_answered_with_its_receipt(bench: Stage) -> None:
    ref = deeds.report(bench, ASHA)
    payload = bench.last_sent("view_submission")
    payload["user"]["id"] = OLLIE
    assert ref not in str(answer_of(bench, payload))
    bench.settle()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"action_id": "nothing_such"}, "This belongs to an older message or form."),
        ({"value": NOWHERE}, "There is no complaint with this reference that you can open."),
        ({"value": "DROP TABLE"}, "This belongs to an older message or form."),
        ({"value": ""}, "This belongs to an older message or form."),
    ],
    ids=["unknown action", "unknown reference", "no reference", "nothing"],
)
def test_a_button_that_is_none_of_ours_is_answered_beside_it(
    bench: Stage, changed: dict[str, str], told: str
) -> None:
    bench.ask(change_first(pressed(bench), **changed))
    assert deeds.error_of(bench.person(ASHA)).startswith(told)


def test_empty_actions_are_answered_too(bench: Stage) -> None:
    bench.ask(pressed(bench) | {"actions": []})
    assert deeds.error_of(bench.person(ASHA)).startswith("This belongs to an older message")


@pytest.mark.parametrize("name", ["danger", "kept_from"])
def test_a_value_that_is_not_among_the_options_is_refused(bench: Stage, name: str) -> None:
    deeds.report(bench, ASHA)
    before = bench.count()
    payload = bench.last_sent("view_submission")
    payload["view"]["private_metadata"] = "another-key-that-is-new"
    chosen = payload["view"]["state"]["values"][name][name]
    other = {"text": {"type": "plain_text", "text": "?"}, "value": "elsewhere"}
    key = "selected_option" if name == "danger" else "selected_options"
    chosen[key] = other if name == "danger" else [other]
    answer = answer_of(bench, payload)
    assert answer["response_action"] == "errors"
    assert "What you typed is still in this form" in next(iter(answer["errors"].values()))
    assert bench.count() == before


def test_a_step_on_a_complaint_that_moved_meanwhile_is_not_saved(bench: Stage) -> None:
    ref = deeds.report(bench, ASHA)
    caro = deeds.press_card(bench, bench.person(CARO), card.MOVE_ON, ref)
    caro.choose("move_status", "PANEL")
    deeds.fill(caro, move_day=deeds.TODAY, move_from="OURS", move_reason="Because.")
    deeds.acknowledge(bench, DEV, ref).close()
    (told,) = (deeds.send(caro).errors or {}).values()
    assert told.startswith("Somebody changed this complaint a moment ago. Nothing was saved.")
    assert caro.view
    assert "Because." in str(caro.view["state"])
    caro.close()
    assert "acknowledged" in deeds.card_of(caro, ref)["text"]


def test_a_button_on_a_stale_card_works_on_the_complaint_as_it_is(bench: Stage) -> None:
    ref = deeds.report(bench, ASHA)
    caro, dev = bench.person(CARO), bench.person(DEV)
    bench.box.faults.always("chat.update", Fault.rate_limited(3))
    deeds.move(bench, CARO, ref, "PANEL").close()
    assert "[Acknowledge]" in bench.told()  # the card shows no news yet
    deeds.press_card(bench, dev, card.ACKNOWLEDGE, ref)
    (told,) = (deeds.send(dev).errors or {}).values()
    bench.box.faults.clear()
    assert told.startswith("Somebody changed this complaint a moment ago. Nothing was saved.")
    dev.close()
    bench.until(lambda: "before a panel" in deeds.card_of(caro, ref)["text"])


def test_a_listener_that_breaks_leaves_the_form_open(
    bench: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha = bench.person(ASHA)
    deeds.start(asha)

    def break_down(*_: object) -> None:
        raise ZeroDivisionError(deeds.TOLD)

    with monkeypatch.context() as broken:
        broken.setattr(Intake, "file", break_down)
        (told,) = (deeds.send(asha).errors or {}).values()
    assert told.startswith("Something went wrong on our side. Nothing was done.")
    assert deeds.TOLD in str(asha.view)
    assert deeds.receive(bench, asha)
