"""Somebody is in danger: two people are called at once, then all, until one has it."""

from dataclasses import replace
from datetime import timedelta

from slackbot.blocks import card
from slackbot.demo.cast import ASHA, CARO, DEV, LENA
from tests.scenarios import deeds
from tests.scenarios.stage import AT_ONCE, Stage, playing

PAGED = """\
Asha, by DM
+ RA-1: received, and stored. Press Open to read more. [Open]
Dev, by DM
+ Urgent: in RA-1 somebody may be in danger now. Open it, and press “I have it”: until
    one of you does, more of the team are called. [Open] [I have it]
Lena, by DM
+ Urgent: in RA-1 somebody may be in danger now. Open it, and press “I have it”: until
    one of you does, more of the team are called. [Open] [I have it]
the triage channel: cards
+ RA-1 · received / Urgent: somebody may be in danger, and nobody has said “I have it”
    yet. / Received ‹time› (‹time›). / Nobody has it yet. [Open] [I have it] [Take]
    [Acknowledge] [Move on…]"""
HELD = """\
Dev, by DM
+ RA-1: Lena Marsh has said “I have it”. [Open]
Lena, only for them
! You have RA-1 in hand. Nobody else is called for it.
the triage channel: cards
~ RA-1 · received / Urgent: Lena Marsh has said “I have it”. / Received ‹time› (‹time›).
    / Nobody has it yet. [Open] [Take] [Acknowledge] [Move on…]"""
WIDENED = """\
Asha, by DM
+ RA-1: received, and stored. Press Open to read more. [Open]
Caro, by DM
+ Urgent: in RA-1 somebody may be in danger now. Open it, and press “I have it”: until
    one of you does, more of the team are called. [Open] [I have it]
Dev, by DM
+ Urgent: in RA-1 somebody may be in danger now. Open it, and press “I have it”: until
    one of you does, more of the team are called. [Open] [I have it]
Lena, by DM
+ Urgent: in RA-1 somebody may be in danger now. Open it, and press “I have it”: until
    one of you does, more of the team are called. [Open] [I have it]
Phil, by DM
+ Urgent: in RA-1 somebody may be in danger now. Open it, and press “I have it”: until
    one of you does, more of the team are called. [Open] [I have it]
the triage channel: cards
+ RA-1 · received / Urgent: somebody may be in danger, and nobody has said “I have it”
    yet. / Received ‹time› (‹time›). / Nobody has it yet. [Open] [I have it] [Take]
    [Acknowledge] [Move on…]"""


def test_two_are_called_until_one_says_that_they_have_it(stage: Stage) -> None:
    deeds.report(stage, ASHA, danger="yes")
    assert stage.told() == PAGED
    stage.forget()
    lena = stage.person(LENA)
    lena.press(card.HOLD_DANGER, message=lena.dms[-1])
    assert stage.told() == HELD


def test_the_second_to_press_learns_who_has_it(socket: Stage) -> None:
    deeds.report(socket, ASHA, danger="yes")
    lena, dev = socket.person(LENA), socket.person(DEV)
    page = dev.dms[-1]
    lena.press(card.HOLD_DANGER, message=lena.dms[-1])
    dev.press(card.HOLD_DANGER, message=page)
    assert "Lena Marsh has" in deeds.error_of(dev)


def test_all_of_the_team_are_called_when_nobody_has_it_in_time(record: str) -> None:
    policy = replace(AT_ONCE, page_widens_after=timedelta(0))
    with playing(record, policy=policy) as stage:
        deeds.report(stage, ASHA, danger="yes")
        stage.service.casework.clockwork.tick()
        assert stage.told() == WIDENED


def test_whoever_must_not_know_of_it_is_never_called(socket: Stage) -> None:
    deeds.report(socket, ASHA, danger="yes", kept_from=[LENA])
    called = {each.id for each in map(socket.person, (CARO, DEV, LENA)) if each.dms}
    assert called == {CARO, DEV}
