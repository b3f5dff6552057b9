import json
from datetime import date
from typing import Any

import pytest

from slackbot.blocks import catalogue, move_form
from slackbot.blocks.carried import Carried
from slackbot.blocks.errors import FormError, TamperedError
from slackbot.blocks.move_form import Choice
from slackbot.rules.outcomes import Closing, Measure, Outcome
from slackbot.rules.provenance import LearntFrom
from slackbot.rules.report import FormKey
from slackbot.rules.status import Status, steps_from
from tests.blocks.team_samples import REF, filled, texts_of

TODAY = date(2026, 11, 23)
CARRIED = Carried(REF, 7, FormKey("k" * 32))
ANSWERS = {"move_day": "2026-11-20", "move_from": "GS_WRITING", "move_reason": "  why  "}


def build(now: Status = Status.RAISED, choice: Choice | None = None) -> dict[str, Any]:
    return move_form.build(CARRIED, now, directed=True, choice=choice or Choice())


def inputs(view: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


@pytest.mark.parametrize("now", list(Status))
def test_only_steps_of_the_policy_are_offered(now: Status, built: Any) -> None:
    options = built(build(now))["blocks"][1]["element"]["options"]
    assert [option["value"] for option in options] == [then.name for then in steps_from(now)]


@pytest.mark.parametrize("to", steps_from(Status.CLOSED))
def test_the_whole_form_is_taken_by_slack_and_short(to: Status, built: Any) -> None:
    view = built(build(Status.CLOSED, Choice(to)))
    assert len(inputs(view)) <= 6
    assert view["blocks"][-1]["block_id"].startswith("move_sentence-")


def test_at_first_nothing_but_the_step_is_asked() -> None:
    assert inputs(build()) == ["move_status"]


def test_the_proposed_sentence_is_the_one_for_the_choice() -> None:
    choice = Choice(Status.DECIDED, Outcome.WARNED)
    proposed = build(choice=choice)["blocks"][-1]["element"]["initial_value"]
    assert proposed == catalogue.sentence(
        Status.DECIDED, directed=True, outcome=Outcome.WARNED
    )


def test_another_choice_has_another_field_so_that_slack_shows_its_sentence() -> None:
    choices = [
        Choice(Status.PANEL),
        Choice(Status.DECIDED),
        Choice(Status.DECIDED, Outcome.LEFT),
        Choice(Status.CLOSED, closing=Closing.TOLD),
    ]
    assert len({choice.sentence_id for choice in choices}) == 4


def test_outcomes_and_closings_show_their_definitions() -> None:
    decided = texts_of(build(choice=Choice(Status.DECIDED)))
    assert all(outcome.definition in decided for outcome in Outcome)
    closed = texts_of(build(choice=Choice(Status.CLOSED)))
    assert all(closing.definition in closed for closing in Closing)


def test_what_was_answered_becomes_the_step() -> None:
    view = build(choice=Choice(Status.INVESTIGATED))
    sent = filled(view, **ANSWERS, move_measure="SUSPENSION", move_sentence="Read this.")
    move = move_form.read(sent, today=TODAY)
    assert (move.to, move.measure, move.version) == (
        Status.INVESTIGATED,
        Measure.SUSPENSION,
        7,
    )
    assert (move.happened_on, move.learnt_from) == (date(2026, 11, 20), LearntFrom.GS_WRITING)
    assert (move.reason, move.sentence, move.key) == ("why", "Read this.", CARRIED.key)


def test_a_sentence_that_nobody_touched_is_the_proposed_one() -> None:
    sent = filled(build(choice=Choice(Status.PANEL)), **ANSWERS)
    assert move_form.read(sent, today=TODAY).sentence == catalogue.sentence(
        Status.PANEL, directed=True
    )


@pytest.mark.parametrize(
    ("choice", "answers", "field"),
    [
        (Choice(Status.PANEL), {"move_day": None}, "move_day"),
        (Choice(Status.PANEL), {"move_day": "2026-11-24"}, "move_day"),
        (Choice(Status.PANEL), {"move_from": None}, "move_from"),
        (Choice(Status.PANEL), {"move_sentence": "  "}, "move_sentence-PANEL"),
        (Choice(Status.DECIDED), {}, "move_outcome"),
        (Choice(Status.CLOSED), {}, "move_closing"),
    ],
)
def test_what_is_missing_is_said_under_its_field(
    choice: Choice, answers: dict[str, Any], field: str
) -> None:
    view = build(choice=choice)
    with pytest.raises(FormError) as caught:
        move_form.read(filled(view, **(ANSWERS | answers)), today=TODAY)
    assert list(caught.value.words) == [field]
    assert field in inputs(view)


def test_a_form_sent_before_its_sentence_was_there_is_not_whole() -> None:
    assert not move_form.is_whole(filled(build(), move_status="PANEL"))
    chosen = filled(build(choice=Choice(Status.DECIDED)), move_outcome="LEFT")
    assert not move_form.is_whole(chosen)
    assert move_form.is_whole(filled(build(choice=Choice(Status.DECIDED, Outcome.LEFT))))


@pytest.mark.parametrize(
    ("name", "value"),
    [("move_status", "NEVER"), ("move_from", "nobody"), ("move_day", "soon")],
)
def test_what_was_never_offered_is_refused(name: str, value: str) -> None:
    sent = filled(build(choice=Choice(Status.PANEL)), **(ANSWERS | {name: value}))
    with pytest.raises(TamperedError):
        move_form.read(sent, today=TODAY)


@pytest.mark.parametrize("kept", ["", "{}", '{"ref": "RA-1"}', '{"ref": 3, "x": 1}', "[]"])
def test_a_tampered_form_is_refused(kept: str) -> None:
    sent = filled(build(choice=Choice(Status.PANEL)), **ANSWERS) | {"private_metadata": kept}
    with pytest.raises(TamperedError):
        move_form.read(sent, today=TODAY)


def test_the_form_carries_no_content() -> None:
    kept = json.loads(build()["private_metadata"])
    assert {key for key, value in kept.items() if value} == {"ref", "version", "key"}
