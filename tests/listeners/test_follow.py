"""Following one's own complaint: opened, turned, answered; by nobody else."""

from collections.abc import Iterator
from typing import Any

import pytest

from slackbot.listeners import follow, opening
from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey, Report
from tests.filling import texts
from tests.front import AGENT, LEAD, MP, OTHER_MP, WORKER, Front, open_front, slack_says
from tests.real_input import LONG

FILE = {"type": "modal", "callback_id": "own_file", "id": "V7", "hash": "7.a", "blocks": []}


@pytest.fixture
def front(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    with open_front(sqlite_url) as front:

        def note(_url: str, text: str, blocks: list[dict[str, Any]] | None = None) -> bool:
            front.said.append(text + str(blocks or ""))
            return True

        monkeypatch.setattr(opening, "respond", note)
        monkeypatch.setattr(follow, "respond", note)
        yield front


@pytest.fixture
def ref(front: Front) -> ComplaintRef:
    return front.casework.intake.file(Report(FormKey("k" * 32), MP, LONG, urgent=False)).ref


@pytest.fixture
def sent(front: Front) -> ComplaintRef:
    """What an agent sent."""
    report = Report(FormKey("a" * 32), AGENT, "For her.", urgent=False, reporter=MP)
    return front.casework.intake.file(report).ref


def rows(front: Front, person: SlackUser) -> list[ComplaintRef]:
    return [row.ref for row in front.casework.reading.mine(person)]


def test_open_shows_the_complaint(front: Front, ref: ComplaintRef) -> None:
    front.press(MP, "open_own", ref)
    assert "Since the branch meeting in June" in texts(front.shown())


def test_an_older_one_is_opened_from_the_menu(front: Front, ref: ComplaintRef) -> None:
    menu = {"type": "static_select", "action_id": "open_own:older", "block_id": "b"}
    chosen = {**menu, "selected_option": {"value": ref}}
    front.press(MP, "", actions=[chosen])
    assert ref in texts(front.shown())


def test_a_page_is_turned_in_place(front: Front, ref: ComplaintRef) -> None:
    front.press(MP, "page_own:on", f"{ref} 1", view=FILE)
    assert "page 2 of" in texts(front.shown("views.update"))


def test_a_turned_page_names_the_state_that_it_replaces(
    front: Front, ref: ComplaintRef
) -> None:
    front.press(MP, "page_own:on", f"{ref} 1", view=FILE)
    assert front.client.calls[-1][1]["hash"] == "7.a"


@pytest.mark.parametrize("value", ["", "x", "RA-2222222 1", "RA- ¹"])
def test_a_broken_page_is_refused_politely(front: Front, value: str) -> None:
    front.press(MP, "page_own:on", value, view=FILE)
    assert front.shown("views.push")["callback_id"] == "refusal"


@pytest.mark.parametrize("person", [OTHER_MP, AGENT, WORKER, LEAD])
def test_nobody_else_opens_it_so(front: Front, ref: ComplaintRef, person: SlackUser) -> None:
    front.press(person, "open_own", ref, view={"type": "home", "id": "V0", "hash": "1"})
    assert front.shown()["callback_id"] == "refusal"


def test_where_slack_does_not_show_it_the_person_is_told(
    front: Front, ref: ComplaintRef
) -> None:
    front.client.failing["views.open"] = slack_says("expired_trigger_id")
    front.press(MP, "open_own", ref)
    assert front.said == ["Slack did not show it. Press the button again."]


@pytest.mark.parametrize(
    ("action_id", "agent_follows", "reporter_follows"),
    [("confirm_agent", True, True), ("mine_now", False, True), ("not_mine", True, False)],
)
def test_a_parliamentarian_answers_with_one_tap(
    front: Front,
    sent: ComplaintRef,
    action_id: str,
    agent_follows: bool,
    reporter_follows: bool,
) -> None:
    front.press(MP, action_id, sent)
    found = (sent in rows(front, AGENT), sent in rows(front, MP))
    assert found == (agent_follows, reporter_follows)


def test_the_answer_is_confirmed_beside_the_message(front: Front, sent: ComplaintRef) -> None:
    front.press(MP, "confirm_agent", sent)
    assert front.said == [
        f"Thank you. {sent} is confirmed as yours; the person who sent it can follow it."
    ]


def test_the_answer_is_confirmed_in_the_place_of_the_file(
    front: Front, sent: ComplaintRef
) -> None:
    front.press(MP, "confirm_agent", sent, view=FILE)
    assert "confirmed as yours" in texts(front.shown("views.update"))


@pytest.mark.parametrize(
    ("action_id", "title"),
    [
        ("confirm_agent", "Confirmed as yours"),
        ("not_mine", "Not yours"),
        ("mine_now", "Yours alone from now on"),
    ],
)
def test_the_title_says_what_was_answered(
    front: Front, sent: ComplaintRef, action_id: str, title: str
) -> None:
    front.press(MP, action_id, sent, view=FILE)
    assert front.shown("views.update")["title"]["text"] == title


@pytest.mark.parametrize("person", [AGENT, OTHER_MP, LEAD])
def test_nobody_else_answers_for_them(
    front: Front, sent: ComplaintRef, person: SlackUser
) -> None:
    front.press(person, "mine_now", sent, view=FILE)
    assert sent in rows(front, AGENT)
    assert front.shown("views.push")["callback_id"] == "refusal"
