import json
from datetime import UTC, datetime

import pytest

from slackbot.rules.reference import ComplaintRef
from slackbot.rules.status import Status
from tests.blocks.team_samples import buttons_of, filled
from tests.listeners.front_door import FrontDoor, Json, said
from tests.listeners.team_room import (
    BEN,
    CAS,
    RAE,
    SECRET,
    in_modal,
    on_message,
    sent,
    shown_in,
    state_of,
    whole_file,
)

ANSWERS = {"move_day": "2026-01-05", "move_from": "OURS", "move_reason": "Our criteria, no. 2"}


def opened(team: FrontDoor, ref: ComplaintRef, user: str = CAS) -> Json:
    team.ask(on_message("move_on", user, ref))
    return shown_in(team, "views.open")


def chosen(team: FrontDoor, ref: ComplaintRef, to: str = "LOGGED", user: str = CAS) -> Json:
    """The form once a step is chosen, with its proposed sentence."""
    view = filled(opened(team, ref, user), move_status=to)
    team.ask(in_modal("move_status", user, "", view))
    return shown_in(team, "views.update")


def test_a_step_is_stored_with_its_reason_and_its_sentence(
    team: FrontDoor, ref: ComplaintRef
) -> None:
    view = filled(chosen(team, ref), **ANSWERS, move_sentence="We have logged it.")
    answer = said(team.ask(sent(view, CAS)))
    step = whole_file(team, ref).steps[-1]
    assert (step.status, step.reason) == (Status.LOGGED, "Our criteria, no. 2")
    assert step.sentence == "We have logged it."
    assert "in 2 minutes" in json.dumps(answer["view"])


def test_the_confirmation_undoes_the_step(team: FrontDoor, ref: ComplaintRef) -> None:
    answer = said(team.ask(sent(filled(chosen(team, ref), **ANSWERS), CAS)))
    undo = buttons_of(answer["view"])["undo_step"]["value"]
    team.ask(in_modal("undo_step", CAS, undo, answer["view"]))
    assert state_of(team, ref).status is Status.RECEIVED
    assert "is undone" in json.dumps(shown_in(team, "views.update"))


def test_sent_twice_it_is_one_step(team: FrontDoor, ref: ComplaintRef) -> None:
    body = sent(filled(chosen(team, ref), **ANSWERS), CAS)
    assert said(team.ask(body)) == said(team.ask(body))
    assert len(whole_file(team, ref).steps) == 1


def test_a_step_over_somebody_elses_is_not_stored_and_the_form_stays(
    team: FrontDoor, ref: ComplaintRef
) -> None:
    mine = filled(chosen(team, ref), **ANSWERS)
    other = filled(chosen(team, ref, "RAISED", BEN), **ANSWERS)
    team.ask(sent(other, BEN))
    answer = said(team.ask(sent(mine, CAS)))
    assert answer["response_action"] == "errors"
    assert state_of(team, ref).status is Status.RAISED


def test_a_choice_on_a_stale_form_says_so(team: FrontDoor, ref: ComplaintRef) -> None:
    view = filled(opened(team, ref), move_status="LOGGED")
    team.casework.triage.take(ref, by=BEN)
    team.ask(in_modal("move_status", CAS, "", view))
    assert "Somebody changed this complaint" in json.dumps(shown_in(team, "views.push"))


def test_sent_before_the_sentence_was_there_it_is_shown_first(
    team: FrontDoor, ref: ComplaintRef
) -> None:
    answer = said(team.ask(sent(filled(opened(team, ref), move_status="LOGGED"), CAS)))
    assert answer["response_action"] == "update"
    assert answer["view"]["blocks"][-1]["block_id"] == "move_sentence-LOGGED"
    assert state_of(team, ref).status is Status.RECEIVED


def test_a_day_to_come_is_said_under_its_field(team: FrontDoor, ref: ComplaintRef) -> None:
    ahead = {"move_day": f"{datetime.now(UTC).year + 1}-01-05"}
    answer = said(team.ask(sent(filled(chosen(team, ref), **(ANSWERS | ahead)), CAS)))
    assert list(answer["errors"]) == ["move_day"]


def test_a_status_that_was_not_offered_changes_nothing(
    team: FrontDoor, ref: ComplaintRef
) -> None:
    view = chosen(team, ref)
    view["blocks"][-1]["block_id"] = "move_sentence-WITHDRAWN"
    answer = said(team.ask(sent(filled(view, **ANSWERS, move_status="WITHDRAWN"), CAS)))
    assert answer["response_action"] == "errors"
    assert state_of(team, ref).status is Status.RECEIVED


@pytest.mark.parametrize("button", ["move_on", "acknowledge"])
def test_a_reporter_cannot_move_their_own(
    team: FrontDoor, ref: ComplaintRef, button: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slackbot.listeners.answers.respond", lambda *_: True)
    team.ask(on_message(button, RAE, ref))
    assert not [name for name, _ in team.slack.made if name.startswith("views")]


def test_a_personal_word_is_the_first_step(team: FrontDoor, ref: ComplaintRef) -> None:
    team.ask(on_message("acknowledge", CAS, ref))
    view = shown_in(team, "views.open")
    answer = said(team.ask(sent(filled(view, acknowledge_words="I have read it. Cas"), CAS)))
    step = whole_file(team, ref).steps[-1]
    assert (step.status, step.sentence) == (Status.ACKNOWLEDGED, "I have read it. Cas")
    assert "undo_step" in buttons_of(answer["view"])


def test_no_form_shows_or_carries_what_was_reported(
    team: FrontDoor, ref: ComplaintRef
) -> None:
    chosen(team, ref)
    team.ask(on_message("acknowledge", CAS, ref))
    assert SECRET not in json.dumps(team.slack.made)
