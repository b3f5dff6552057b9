import json
from typing import Any
from unittest.mock import Mock

import pytest

from slackbot.casework.errors import NotStoredError
from slackbot.casework.reading import Reading
from slackbot.rules.reference import ComplaintRef
from tests.blocks.team_samples import buttons_of
from tests.listeners.front_door import FrontDoor, happened, press
from tests.listeners.team_room import ANN, CAS, RAE, SECRET, file_report, refuse, shown_in


def published(team: FrontDoor) -> list[str]:
    return [name for name, _ in team.slack.made if name == "views.publish"]


def test_home_is_drawn_for_whoever_opens_it(team: FrontDoor, ref: ComplaintRef) -> None:
    team.ask(happened("app_home_opened", user=CAS, tab="home"))
    assert buttons_of(shown_in(team, "views.publish"))["open_file"]["value"] == ref


def test_the_messages_tab_draws_nothing(team: FrontDoor) -> None:
    team.ask(happened("app_home_opened", user=CAS, tab="messages"))
    assert not published(team)


def test_the_four_lines_stand_there_once(team: FrontDoor) -> None:
    seen = []
    for _ in range(2):
        team.ask(happened("app_home_opened", user=RAE, tab="home"))
        seen.append("How this works" in json.dumps(shown_in(team, "views.publish")))
    assert seen == [True, False]


def test_a_reporter_sees_their_own_and_no_queue(team: FrontDoor, ref: ComplaintRef) -> None:
    team.ask(happened("app_home_opened", user=RAE, tab="home"))
    buttons = buttons_of(shown_in(team, "views.publish"))
    assert buttons["open_own"]["value"] == ref
    assert "open_file" not in buttons


def test_no_home_has_content(team: FrontDoor, ref: ComplaintRef) -> None:
    assert ref
    for person in (ANN, CAS, RAE):
        team.ask(happened("app_home_opened", user=person, tab="home"))
    assert len(published(team)) == 3
    assert SECRET not in json.dumps(team.slack.made)


def test_a_newer_home_makes_us_look_again(
    team: FrontDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = []
    call = team.slack.api_call

    def api_call(method: str, **more: Any) -> Any:
        hashes.append(more["json"].get("hash"))
        if hashes == ["1.old"]:
            refuse(team, method, "hash_conflict")
        else:
            team.slack.raises.clear()
        return call(method, **more)

    team.ask(happened("app_home_opened", user=CAS, tab="messages"))  # so that we are known
    monkeypatch.setattr(team.slack, "api_call", api_call)
    team.ask(happened("app_home_opened", user=CAS, tab="home", view={"hash": "1.old"}))
    assert hashes == ["1.old", None]


def test_help_in_danger_stands_on_home_although_the_record_is_out_of_reach(
    team: FrontDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reading, "home", Mock(side_effect=NotStoredError))
    team.ask(happened("app_home_opened", user=RAE, tab="home"))
    shown = json.dumps(shown_in(team, "views.publish"), ensure_ascii=False)
    assert all(line in shown for line in team.policy.emergency)


def test_the_queue_turns_to_its_next_page_and_back(team: FrontDoor) -> None:
    refs = {file_report(team.casework, key=f"{n:032}") for n in range(12)}
    team.ask(happened("app_home_opened", user=CAS, tab="home"))
    first = shown_in(team, "views.publish")
    body = press("next_page", CAS, buttons_of(first)["next_page"]["value"])
    body["view"]["hash"] = "1.a"
    team.ask(body)
    second = shown_in(team, "views.publish")
    on_first = {each for each in refs if each in json.dumps(first)}
    on_second = {each for each in refs if each in json.dumps(second)}
    assert (len(on_first), len(on_second)) == (10, 2)
    assert on_first | on_second == refs
    team.ask(press("next_page:first", CAS, "", view={"type": "home", "hash": "1.b"}))
    assert {
        each for each in refs if each in json.dumps(shown_in(team, "views.publish"))
    } == on_first
