import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from slackbot.blocks.errors import FormError, TamperedError
from slackbot.blocks.text import unbroken
from slackbot.casework import errors
from slackbot.rules.people import SlackUser
from slackbot.rules.policy import Policy
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.roles import Act
from tests.listeners.front_door import (
    ELSEWHERE,
    HOME,
    FrontDoor,
    Json,
    command,
    happened,
    open_door,
    press,
    said,
    slack_error,
    submission,
)

OUTSIDERS = ["U0GONE", "U0OUT", "U0BOT", "U0NOBODY"]
ABROAD: list[Json] = [
    {"team_id": ELSEWHERE},
    {"team": {"id": ELSEWHERE}},
    {"user": {"id": "U0ASHA", "team_id": ELSEWHERE}, "team": {"id": HOME}},
]


@pytest.fixture
def door(sqlite_url: str) -> Iterator[FrontDoor]:
    door = open_door(sqlite_url)
    yield door
    door.casework.desk.database.close()


@pytest.fixture
def entered(door: FrontDoor) -> list[Json]:
    """Give what came through the door to listeners of this test."""
    seen: list[Json] = []

    def enter(ack: Any, body: Json, context: Json) -> None:
        seen.append(dict(context) | {"body": body})
        ack()

    door.app.command("/door")(enter)
    door.app.action("door")(enter)
    door.app.view("door")(enter)
    door.app.shortcut("door")(enter)
    door.app.event("team_rename")(enter)
    return seen


def through(body: Json) -> Json:
    return body | {"command": "/door"}


def test_a_member_comes_in_with_all_duties(door: FrontDoor, entered: list[Json]) -> None:
    assert door.ask(through(command())).status == 200
    [context] = entered
    assert context["who"].name == "Asha Rahman MP"
    assert context["policy"] is door.policy
    duties = ("people", "intake", "triage", "reading", "watch")
    assert [context[name] for name in duties] == [
        getattr(door.casework, name) for name in duties
    ]


def test_no_call_is_made_between_the_click_and_the_listener(
    door: FrontDoor, entered: list[Json]
) -> None:
    door.ask(through(command()))
    door.slack.made.clear()
    door.ask(through(command()))
    assert len(entered) == 2
    assert door.slack.made == []


@pytest.mark.parametrize("person", OUTSIDERS)
def test_who_is_no_member_is_refused_politely_and_recorded(
    door: FrontDoor, entered: list[Json], person: str
) -> None:
    answer = said(door.ask(through(command(person))))
    assert answer["response_type"] == "ephemeral"
    assert "Nothing was stored." in answer["text"]
    assert "ring 999" in answer["text"]
    assert all(unbroken(route) in answer["text"] for route in door.policy.other_routes)
    assert entered == []
    assert door.refused() == [(person, {"act": Act.REPORT.value, "ref": ""})]


@pytest.mark.parametrize("abroad", ABROAD)
def test_another_workspace_is_refused_whoever_asks(
    door: FrontDoor, entered: list[Json], abroad: Json
) -> None:
    door.ask(press("door") | abroad)
    assert entered == []
    assert len(door.refused()) == 1


def test_a_request_that_names_no_workspace_is_refused(
    door: FrontDoor, entered: list[Json]
) -> None:
    door.ask({k: v for k, v in through(command()).items() if k != "team_id"})
    assert entered == []


def test_a_guest_comes_in_where_the_policy_says_so(
    door: FrontDoor, entered: list[Json]
) -> None:
    door.ask(through(command("U0TOM")))
    assert len(entered) == 1


def test_a_guest_stays_out_where_it_does_not(sqlite_url: str) -> None:
    door = open_door(sqlite_url, Policy(guests_may_send=False))
    answer = said(door.ask(command("U0TOM")))
    assert answer["text"].startswith("Guests of this workspace cannot use this app")
    door.casework.desk.database.close()


def test_a_refused_submission_is_answered_under_its_last_field(door: FrontDoor) -> None:
    answer = said(door.ask(submission("door", "U0GONE")))
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == ["last"]
    assert "still in this form" in answer["errors"]["last"]


def test_nothing_was_typed_into_a_form_without_a_field_for_text(door: FrontDoor) -> None:
    body = submission("door", "U0GONE")
    body["view"]["blocks"] = [
        {"type": "input", "block_id": "last", "element": {"type": "static_select"}}
    ]
    assert "still in this form" not in said(door.ask(body))["errors"]["last"]


def test_a_refused_shortcut_is_answered_by_a_modal(door: FrontDoor) -> None:
    body = {
        "type": "shortcut",
        "callback_id": "door",
        "trigger_id": "1.2.3",
        "user": {"id": "U0GONE", "team_id": HOME},
        "team": {"id": HOME},
    }
    assert door.ask(body).status == 200
    method, sent = door.slack.made[-1]
    assert (method, sent["trigger_id"]) == ("views.open", "1.2.3")


def test_a_refused_press_in_a_modal_is_answered_above_it(door: FrontDoor) -> None:
    door.ask(press("door", "U0GONE", view={"type": "modal", "callback_id": "x"}))
    assert door.slack.made[-1][0] == "views.push"


def test_a_refused_press_is_recorded_with_act_and_reference(door: FrontDoor) -> None:
    door.ask(press("open_file", "U0GONE", value="RA-2345677"))
    [(actor, details)] = door.refused()
    assert (actor, details["act"]) == ("U0GONE", Act.OPEN.value)


def test_who_may_not_come_in_still_reads_the_emergency_numbers_on_home(
    door: FrontDoor,
) -> None:
    door.ask(happened("app_home_opened", user="U0GONE", tab="home"))
    method, sent = door.slack.made[-1]
    assert (method, sent["user_id"]) == ("views.publish", "U0GONE")
    assert "ring 999" in str(sent["view"])


def test_an_event_without_a_person_passes(door: FrontDoor, entered: list[Json]) -> None:
    door.ask(happened("team_rename", channel="C0TRIAGE"))
    assert len(entered) == 1


def test_an_event_of_another_workspace_does_not(door: FrontDoor, entered: list[Json]) -> None:
    body = happened("team_rename", channel="C1")
    assert door.ask(body | {"authorizations": [{"team_id": ELSEWHERE}]}).status == 200
    assert entered == []


@pytest.mark.parametrize(
    "change",
    [
        {"actions": []},
        {"actions": [{}]},
        {"actions": None},
        {"actions": ["x"]},
    ],
)
def test_a_press_without_a_button_gets_a_readable_answer(
    door: FrontDoor, change: Json
) -> None:
    assert door.ask(press("door") | change).status == 200
    method, sent = door.slack.made[-1]
    assert method == "views.open"
    assert "older message or form" in str(sent["view"])


def test_an_unknown_button_gets_a_readable_answer(door: FrontDoor) -> None:
    assert door.ask(press("never_heard_of")).status == 200
    assert "older message or form" in str(door.slack.made[-1][1]["view"])


def test_an_unknown_form_keeps_what_was_typed(door: FrontDoor) -> None:
    answer = said(door.ask(submission("never heard of")))
    assert answer["response_action"] == "errors"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "unheard_of"},
        {"type": "view_submission", "view": None},
        {"type": "block_actions", "actions": []},
        {"type": "shortcut"},
    ],
)
def test_what_slack_never_sends_ends_at_the_threshold(door: FrontDoor, body: Json) -> None:
    response = door.ask(body)
    assert (response.status, response.body) == (200, "")


ALTERED = errors.AlteredRecordError(
    SlackUser("U0ASHA"), UUID(int=1), ComplaintRef("RA-7K3Q9FX")
)
RAISED: list[tuple[Exception, str]] = [
    (errors.RefusedError(Act.OPEN, SlackUser("U0ASHA")), "Your role does not allow this"),
    (errors.UnknownComplaintError(Act.OPEN, SlackUser("U0ASHA")), "There is no complaint"),
    (ALTERED, "does not match its seal. Nothing is shown"),
    (errors.ChangedMeanwhileError(), "Nothing was saved"),
    (errors.AlreadyTakenError("Caro"), "Caro has it already."),
    (errors.TooLateError(), "too late"),
    (errors.NotStoredError(), "could not be stored"),
    (errors.RoleChangeError("End the other role first."), "End the other role first."),
    (errors.NotConfirmedError(), "has not confirmed"),
    (TamperedError(), "not what this form asks for"),
    (TimeoutError(), "Slack did not answer"),
    (ValueError("MARKED"), "Something went wrong on our side"),
]


@pytest.mark.parametrize(("raised", "words"), RAISED)
def test_what_a_listener_raises_becomes_a_sentence_that_keeps_the_form(
    door: FrontDoor, raised: Exception, words: str
) -> None:
    def fail() -> None:
        raise raised

    door.app.view("failing")(fail)
    response = door.ask(submission("failing"))
    assert response.status == 200
    answer = said(response)
    assert list(answer["errors"]) == ["last"]
    assert words in answer["errors"]["last"]
    assert "still in this form" in answer["errors"]["last"]


def test_answers_to_mend_go_under_their_fields(door: FrontDoor) -> None:
    def fail() -> None:
        raise FormError({"first": "Write it."})

    door.app.view("failing")(fail)
    assert said(door.ask(submission("failing")))["errors"] == {"first": "Write it."}


def test_an_unforeseen_error_is_logged_without_its_words(
    door: FrontDoor, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("MARKED")

    door.app.command("/failing")(fail)
    with caplog.at_level(logging.INFO, "slackbot"):
        answer = said(door.ask(command() | {"command": "/failing"}))
    [record] = [r for r in caplog.records if r.name == "slackbot.listeners"]
    code = vars(record)["tag"].split()[-1]
    assert f"Our code for it: {code}." in answer["text"]
    assert "MARKED" not in answer["text"]
    assert "MARKED" not in record.getMessage()


def test_an_event_that_could_not_be_stored_is_asked_for_again(door: FrontDoor) -> None:
    def fail() -> None:
        raise errors.NotStoredError

    door.app.event("team_rename")(fail)
    assert door.ask(happened("team_rename", channel="C0TRIAGE")).status == 503


def test_without_a_database_the_answer_says_where_else_to_go(
    door: FrontDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_self: object, _person: str) -> None:
        raise errors.NotStoredError

    monkeypatch.setattr(type(door.casework.people), "who", gone)
    answer = said(door.ask(command()))
    assert "could not be stored" in answer["text"]
    assert door.policy.fallback in answer["text"]


@pytest.mark.parametrize("error", [TimeoutError(), slack_error("invalid_auth")])
def test_while_slack_does_not_know_us_nobody_is_let_in(
    door: FrontDoor, entered: list[Json], error: Exception
) -> None:
    door.slack.raises["auth.test"] = error
    answer = said(door.ask(through(command())))
    assert "Slack did not answer" in answer["text"]
    assert entered == []


def test_who_the_app_is_is_asked_once(door: FrontDoor, entered: list[Json]) -> None:
    for _ in range(3):
        door.ask(through(command()))
    assert [method for method, _ in door.slack.made] == ["auth.test"]
    assert len(entered) == 3
