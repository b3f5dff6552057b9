"""The triage channel is watched: while it is not safe, cards wait and the leads know."""

from collections.abc import Callable

import pytest

from slackbot.blocks import notices
from slackbot.demo.cast import ASHA, CARO, GWEN, LENA, MARTIN, TRIAGE
from slackbot.sandbox import Member, Sandbox
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

STRANGER = """\
Asha, by DM
+ RA-1: received, and stored. Press Open to read more. [Open]
Lena, by DM
+ No cards are posted in the triage channel, because it is not safe. In the triage
    channel without a team role: Baroness Gwen Pryce. [Give a role] [Remind me]
Phil, by DM
+ No cards are posted in the triage channel, because it is not safe. In the triage
    channel without a team role: Baroness Gwen Pryce. [Give a role] [Remind me]"""
RELEASED = """\
Baroness, by DM
+ About roles: Baroness Gwen Pryce is now caseworker.
Lena, by DM
+ About roles: Baroness Gwen Pryce is now caseworker.
+ The triage channel is safe, and its cards are posted.
Phil, by DM
+ About roles: Baroness Gwen Pryce is now caseworker.
+ The triage channel is safe, and its cards are posted.
the triage channel: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]"""


def let_in_a_stranger(box: Sandbox) -> None:
    box.add_member(Member("U9FAR", "far", "Ferda Far", stranger=True))
    box.wait_idle()
    box.join("U9FAR", TRIAGE)


def put_out_the_app(box: Sandbox) -> None:
    box.leave(box.bot_user_id, TRIAGE)


WAYS: dict[str, Callable[[Sandbox], None]] = {
    "public": lambda box: box.make_public(TRIAGE),
    "shared": lambda box: box.share_externally(TRIAGE),
    "archived": lambda box: box.archive(TRIAGE),
    "with somebody in it who has no role": lambda box: box.join(MARTIN, TRIAGE),
    "with a stranger in it": let_in_a_stranger,
    "without the app": put_out_the_app,
}


def spoil(stage: Stage, way: Callable[[Sandbox], None]) -> None:
    way(stage.box)
    stage.box.wait_idle()
    stage.service.casework.watch.doubt()  # of some changes Slack sends no event


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_no_card_enters_a_channel_that_is(
    socket: Stage, way: Callable[[Sandbox], None]
) -> None:
    spoil(socket, way)
    ref = deeds.report(socket, ASHA)
    assert ref not in str(socket.box.world.channels[TRIAGE].messages)
    assert "No cards are posted" in socket.person(LENA).dms[-1]["text"]


def test_a_card_is_released_when_the_stranger_gets_a_role(stage: Stage) -> None:
    stage.box.join(GWEN, TRIAGE)
    stage.box.wait_idle()
    deeds.report(stage, ASHA)
    assert stage.told() == STRANGER
    stage.forget()
    lena = stage.person(LENA)
    lena.press(notices.GIVE_ROLE, message=lena.dms[-1])
    deeds.fill(lena, role_person=GWEN, role_role="CASEWORKER")
    assert deeds.send(lena).errors is None
    stage.service.casework.watch.doubt()
    assert stage.told() == RELEASED


def test_a_lead_can_ask_to_be_reminded(socket: Stage) -> None:
    spoil(socket, WAYS["with somebody in it who has no role"])
    deeds.report(socket, ASHA)
    lena = socket.person(LENA)
    lena.press(notices.REMIND_LATER, message=lena.dms[-1])
    assert "You will be reminded" in deeds.error_of(lena)


def test_cards_already_there_stay_with_those_who_may_see_them(socket: Stage) -> None:
    ref = deeds.report(socket, ASHA)
    let_in_a_stranger(socket.box)
    socket.settle()
    assert deeds.card_of(socket.person(CARO), ref)
