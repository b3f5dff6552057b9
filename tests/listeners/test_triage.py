import json
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from slackbot.blocks import told_form
from slackbot.records.audit import Tag
from slackbot.records.notice import Notice
from slackbot.rules.notices import NoticeKind, NoticeState
from slackbot.rules.provenance import LearntFrom, Source
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey, Move, Report
from slackbot.rules.shown import Undelivered
from slackbot.rules.status import Status
from tests.blocks.team_samples import buttons_of, filled, texts_of
from tests.listeners.front_door import FrontDoor, press, said
from tests.listeners.team_room import (
    ANN,
    BEN,
    CAS,
    RAE,
    SECRET,
    file_report,
    in_modal,
    on_message,
    refuse,
    sent,
    shown_in,
    state_of,
    tags_of,
    whole_file,
)

NOWHERE = "RA-7K3Q9FX"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What people are told beside the message where they pressed."""
    texts: list[str] = []

    def respond(_url: str, text: str, *_more: object) -> bool:
        texts.append(text)
        return True

    monkeypatch.setattr("slackbot.listeners.answers.respond", respond)
    return texts


def move_on(team: FrontDoor, ref: ComplaintRef) -> str:
    move = Move(
        FormKey("m" * 32),
        Status.LOGGED,
        date(2026, 1, 5),
        LearntFrom.OURS,
        state_of(team, ref).version,
        sentence="We have logged it.",
    )
    return str(team.casework.triage.move(ref, move, by=CAS))


def test_open_shows_all_and_is_recorded(team: FrontDoor, ref: ComplaintRef) -> None:
    assert team.ask(on_message("open_file", CAS, ref)).status == 200
    assert SECRET in texts_of(shown_in(team, "views.open"))
    assert tags_of(team, CAS) == [Tag.COMPLAINT_OPENED]


def test_open_that_slack_does_not_show_is_recorded_as_not_shown(
    team: FrontDoor, ref: ComplaintRef, told: list[str]
) -> None:
    refuse(team, "views.open", "expired_trigger_id")
    assert team.ask(on_message("open_file", CAS, ref)).status == 200
    assert tags_of(team, CAS) == [Tag.COMPLAINT_OPENED, Tag.COMPLAINT_NOT_SHOWN]
    assert "Slack did not answer" in told[0]


def test_nothing_is_opened_for_a_stranger_to_the_team(
    team: FrontDoor, ref: ComplaintRef, told: list[str]
) -> None:
    assert team.ask(on_message("open_file", RAE, ref)).status == 200
    assert SECRET not in json.dumps(team.slack.made)
    assert tags_of(team, RAE)[-1] == Tag.ACT_REFUSED
    assert told


def test_an_unknown_reference_is_answered_in_words(team: FrontDoor, told: list[str]) -> None:
    assert team.ask(on_message("open_file", CAS, NOWHERE)).status == 200
    assert "no complaint with this reference" in told[0]


@pytest.mark.parametrize("value", ["", "RA-1", "x" * 2000])
@pytest.mark.parametrize(
    "button", ["open_file", "take", "move_on", "hold_danger", "undo_step"]
)
def test_a_button_that_names_nothing_is_answered_in_words(
    team: FrontDoor, told: list[str], button: str, value: str
) -> None:
    assert team.ask(on_message(button, CAS, value)).status == 200
    assert told


def test_a_page_is_turned_in_its_place_and_only_if_it_is_still_that(
    team: FrontDoor, ref: ComplaintRef
) -> None:
    team.ask(on_message("open_file", CAS, ref))
    view = shown_in(team, "views.open")
    team.ask(in_modal("page_file:on", CAS, f"{ref} 1", view))
    name, call = team.slack.made[-1]
    assert (name, call["view_id"], call["hash"]) == ("views.update", "V1", "1.a")
    assert tags_of(team, CAS) == [Tag.COMPLAINT_OPENED] * 2


def test_take_is_won_by_one(team: FrontDoor, ref: ComplaintRef, told: list[str]) -> None:
    team.ask(on_message("take", CAS, ref))
    team.ask(on_message("take", BEN, ref))
    assert state_of(team, ref).taken_by == "Cas Worker"
    assert "Cas Worker has it already." in told[0]


def test_take_in_an_open_file_shows_who_has_it(team: FrontDoor, ref: ComplaintRef) -> None:
    team.ask(on_message("open_file", CAS, ref))
    team.ask(in_modal("take", CAS, ref, shown_in(team, "views.open")))
    view = shown_in(team, "views.update")
    assert "Who has it: Cas Worker" in texts_of(view)
    assert "take" not in buttons_of(view)


def test_take_stands_although_slack_does_not_show_it(
    team: FrontDoor, ref: ComplaintRef
) -> None:
    team.ask(on_message("open_file", CAS, ref))
    refuse(team, "views.update", "hash_conflict")
    assert team.ask(in_modal("take", CAS, ref, shown_in(team, "views.open"))).status == 200
    assert state_of(team, ref).taken_by == "Cas Worker"
    assert tags_of(team, CAS)[-1] == Tag.COMPLAINT_NOT_SHOWN


def test_a_danger_is_held_by_the_first(team: FrontDoor, told: list[str]) -> None:
    ref = file_report(team.casework, urgent=True)
    team.ask(on_message("hold_danger", CAS, ref))
    team.ask(on_message("hold_danger", BEN, ref))
    assert not state_of(team, ref).danger_open
    assert told[0].startswith(f"You have {ref} in hand.")
    assert told[1].startswith(f"Cas Worker has {ref} in hand.")


def test_undo_takes_a_step_back_before_it_is_told(
    team: FrontDoor, ref: ComplaintRef, told: list[str]
) -> None:
    step = move_on(team, ref)
    team.ask(on_message("undo_step", CAS, f"{ref} {step}"))
    assert state_of(team, ref).status is Status.RECEIVED
    assert "is undone" in told[0]


def test_undo_of_another_step_changes_nothing(
    team: FrontDoor, ref: ComplaintRef, told: list[str]
) -> None:
    move_on(team, ref)
    team.ask(on_message("undo_step", CAS, f"{ref} {uuid4()}"))
    assert state_of(team, ref).status is Status.LOGGED
    assert told


def undelivered_to_a_letter_writer(team: FrontDoor) -> Undelivered:
    """Log what came by letter and move it on: nobody in Slack can be told of the step."""
    logged = Report(
        FormKey("l" * 32),
        CAS,
        "A letter.",
        urgent=False,
        source=Source.LETTER,
        reported_on=date(2026, 1, 2),
    )
    ref = team.casework.intake.file(logged).ref
    move_on(team, ref)
    return whole_file(team, ref).undelivered[-1]


def test_told_another_way_asks_how_and_records_it(team: FrontDoor) -> None:
    task = undelivered_to_a_letter_writer(team)
    team.ask(press("told_otherwise", CAS, f"{task.ref} {task.notice}"))
    view = filled(shown_in(team, "views.open"), told_how="By telephone.")
    answer = said(team.ask(sent(view, CAS)))
    assert answer["response_action"] == "update"
    left = [each.notice for each in whole_file(team, task.ref).undelivered]
    assert task.notice not in left


def test_told_another_way_twice_is_answered_under_the_field(team: FrontDoor) -> None:
    task = undelivered_to_a_letter_writer(team)
    view = filled(told_form.build(task.ref, task.notice), told_how="By telephone.")
    team.ask(sent(view, CAS))
    answer = said(team.ask(sent(view, BEN)))
    assert list(answer["errors"]) == ["told_how"]


def test_a_lead_alone_lifts_a_name(
    team: FrontDoor, ref: ComplaintRef, told: list[str]
) -> None:
    for person in (CAS, ANN):
        team.ask(on_message("lift_name", person, f"{ref} {BEN}"))
    assert len(told) == 2
    assert len(whole_file(team, ref).kept_from) == 1  # the reporter's own alone


def test_a_pressed_twin_of_a_card_is_compared_with_the_one_we_know(
    team: FrontDoor, ref: ComplaintRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def touched(_self: object, *what: object) -> None:
        seen.append(what)

    monkeypatch.setattr("slackbot.casework.showing.Showing.touched", touched)
    mark = uuid4()
    body = on_message("take", CAS, ref)
    body["actions"][0]["block_id"] = mark.hex
    team.ask(body)
    team.ask(press("take", CAS, ref))
    assert seen == [(mark, "C0TRIAGE", "1.5")]


def test_who_was_called_learns_who_has_it(team: FrontDoor) -> None:
    ref = file_report(team.casework, urgent=True)
    with team.casework.desk.writing() as session:  # their pages have reached them
        session.execute(update(Notice).values(state=NoticeState.SENT))
    team.casework.triage.hold(ref, by=CAS)
    with team.casework.desk.database.read() as session:
        words = session.scalars(
            select(Notice.words).where(Notice.kind == NoticeKind.DANGER_HELD)
        ).all()
    assert set(words) == {"Cas Worker"}
