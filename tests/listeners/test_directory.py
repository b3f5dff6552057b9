import logging

import pytest

from slackbot.casework.watch import Watch
from slackbot.rules.people import SlackUser, Standing
from slackbot.rules.roles import Role
from tests.listeners.front_door import HOME, FrontDoor, happened
from tests.listeners.team_room import CAS

NEW = {"id": "U0NEW", "team_id": HOME, "name": "new", "profile": {"real_name": "Ned New"}}


@pytest.mark.parametrize("kind", ["team_join", "user_change"])
def test_who_joins_or_changes_is_known_at_the_door(team: FrontDoor, kind: str) -> None:
    team.ask(happened(kind, user=NEW))
    who = team.casework.people.who(SlackUser("U0NEW"))
    assert (who.name, who.standing) == ("Ned New", Standing.MEMBER)


def test_a_deactivated_caseworker_is_no_longer_let_in(team: FrontDoor) -> None:
    assert team.casework.people.who(CAS).roles == {Role.CASEWORKER}
    team.ask(happened("user_change", user=NEW | {"id": CAS, "deleted": True}))
    assert team.casework.people.who(CAS).standing is Standing.GONE


def test_somebody_of_another_workspace_is_an_outsider(team: FrontDoor) -> None:
    team.ask(happened("user_change", user=NEW | {"team_id": "T0OTHER"}))
    assert team.casework.people.who(SlackUser("U0NEW")).standing is Standing.OUTSIDER


@pytest.mark.parametrize(
    "kind",
    ["member_joined_channel", "member_left_channel", "channel_shared", "channel_id_changed"],
)
def test_whatever_happens_to_a_channel_has_ours_looked_at_again(
    team: FrontDoor, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubts: list[Watch] = []

    def doubt(watch: Watch) -> None:
        doubts.append(watch)

    monkeypatch.setattr(Watch, "doubt", doubt)
    assert team.ask(happened(kind, channel="C0TRIAGE", user="U0NEW")).status == 200
    assert doubts == [team.casework.watch]


@pytest.mark.parametrize("kind", ["tokens_revoked", "app_uninstalled"])
def test_being_cut_off_is_told_to_the_operator(
    team: FrontDoor, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    team.ask(happened(kind))
    record = next(each for each in caplog.records if each.levelno == logging.CRITICAL)
    assert kind in record.getMessage()
