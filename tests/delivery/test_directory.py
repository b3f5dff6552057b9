"""Who is in the workspace is learnt whole, or another time."""

import pytest

from slackbot.delivery.slack_errors import CallError
from slackbot.rules.people import SlackUser, Standing
from slackbot.sandbox import Fault, Member
from tests.delivery.office import Office


def test_everybody_is_learnt_over_all_pages(office: Office) -> None:
    for number in range(450):
        office.box.world.members[f"UX{number}"] = Member(id=f"UX{number}", name=f"x{number}")
    office.box.world.members["UX449"].deleted = True
    assert office.delivery.directory.load() == 450 + 7  # five people, Slackbot, and this app
    who = office.casework.people.who
    assert who(SlackUser("UX448")).standing is Standing.MEMBER
    assert who(SlackUser("UX449")).standing is Standing.GONE
    assert who(SlackUser(office.box.bot_user_id)).standing is Standing.APP


def test_a_pause_that_slack_asks_for_is_kept(office: Office) -> None:
    office.box.faults.next("users.list", Fault.rate_limited(retry_after=9))
    with pytest.raises(CallError):
        office.delivery.directory.load()
    asked = len(office.box.calls)
    with pytest.raises(CallError):
        office.delivery.directory.load()
    assert len(office.box.calls) == asked
