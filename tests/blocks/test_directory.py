from typing import Any

import pytest

from slackbot.blocks.directory import read_member
from slackbot.rules.people import Member, SlackUser, Standing

HOME = "T0HOME"
USER: dict[str, Any] = {
    "id": "U1",
    "team_id": HOME,
    "name": "rporter",
    "tz": "Europe/Lisbon",
    "is_bot": False,
    "profile": {"real_name": "Rae Porter"},
}


def test_a_full_member_is_read_with_name_and_zone() -> None:
    expected = Member(
        SlackUser("U1"),
        "Rae Porter",
        Standing.MEMBER,
        "Europe/Lisbon",
        known_as=("rporter",),
    )
    assert read_member(USER, HOME) == expected


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True, "is_restricted": True}, Standing.GUEST),
        ({"team_id": "T0OTHER"}, Standing.OUTSIDER),
        ({"team_id": None}, Standing.OUTSIDER),
        ({"is_stranger": True}, Standing.OUTSIDER),
        ({"team_id": "T0OTHER", "is_restricted": True}, Standing.OUTSIDER),
        ({"deleted": True}, Standing.GONE),
        ({"deleted": True, "is_restricted": True}, Standing.GONE),
        ({"is_bot": True}, Standing.APP),
        ({"is_workflow_bot": True}, Standing.APP),
        ({"id": "USLACKBOT"}, Standing.APP),
    ],
)
def test_whoever_is_less_than_a_full_member_is_known(
    changes: dict[str, Any], standing: Standing
) -> None:
    assert read_member(USER | changes, HOME).standing is standing


def test_without_a_home_nobody_is_a_member() -> None:
    assert read_member(USER, "").standing is Standing.OUTSIDER


@pytest.mark.parametrize("owner", ["is_owner", "is_primary_owner"])
def test_those_who_could_export_are_marked(owner: str) -> None:
    assert read_member(USER | {owner: True}, HOME).owner


def test_a_deactivated_account_with_little_left_can_be_read() -> None:
    bare = {"id": "U1", "team_id": HOME, "deleted": True}
    assert read_member(bare, HOME) == Member(SlackUser("U1"), "U1", Standing.GONE)
