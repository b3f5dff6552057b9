"""The main job, told whole: an MP reports, the team works, the MP hears of every step."""

import pytest

from slackbot.blocks import card, notices
from slackbot.demo.cast import ASHA, CARO, DEV
from slackbot.sandbox import Fault
from tests.scenarios import deeds
from tests.scenarios.stage import Stage, playing

RECEIPT = """\
Received
! Received, and stored. Your reference is RA-1.
What happens next: a caseworker writes in person by ‹day›.
[Add details]
# Support for you
Community Security Trust, 24 hours: 0800 032 3263
Samaritans, 24 hours: 116 123
Members' and peers' wellbeing service: through the House's health centre
In danger now: ring 999.
Parliamentary Liaison and Investigation Team: ring 101, or the number on your pass."""
TEAM_FILE = """\
Complaint
# RA-1
Status: received
Not urgent.
Received: ‹day›
Reporter: Asha Rahman MP
Came by: Slack, ‹day›
Who has it: nobody yet
[Take] [Acknowledge] [Move on…]
# What happened
She said that my sort should leave the party.
# Kept from
Asha Rahman MP: it is their own complaint"""
OWN_FILE = """\
Your complaint
# RA-1 · decided
Received ‹day›.
Caro Lindqvist has taken it.
What happens next: We ask what we may tell you, and then close your complaint.
# What has happened
*Acknowledged* · ‹day›
Thank you for telling us. I have read what you wrote, and I am looking after it. You
    will hear from me at every step, and you can add to it whenever you like.

Caro Lindqvist
Told to you ‹time›.
*Raised with the General Secretary* · ‹day›
Your complaint has been raised with the General Secretary.
Told to you ‹time›.
*Decided* · ‹day›
The General Secretary's office has told us that there is a decision. It may be passed on
    only to the person at whom the conduct was directed.
From the General Secretary's office, in writing. Told to you ‹time›.
# What you wrote
She said that my sort should leave the party.
# Who has opened it
Caseworker, ‹day›
[Add details]"""
TOLD = """\
Asha, by DM
+ RA-1: received, and stored. Press Open to read more. [Open]
+ RA-1: acknowledged. Press Open to read more. [Open]
+ RA-1: raised with the General Secretary. Press Open to read more. [Open]
+ RA-1: decided. Press Open to read more. [Open]
the triage channel: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Caro Lindqvist has it.
    [Open] [Acknowledge] [Move on…]
~ RA-1 · acknowledged / Not urgent. / Received ‹time› (‹time›). / Caro Lindqvist has it.
    [Open] [Move on…]
~ RA-1 · raised with the General Secretary / Not urgent. / Received ‹time› (‹time›). /
    Caro Lindqvist has it. [Open] [Move on…]
~ RA-1 · decided / Not urgent. / Received ‹time› (‹time›). / Caro Lindqvist has it.
    [Open] [Move on…]"""


def play(stage: Stage) -> str:
    """From the command to the answer; returns the reference."""
    asha, caro = stage.person(ASHA), stage.person(CARO)
    deeds.start(asha)
    deeds.send(asha)
    assert stage.shown(asha.view) == RECEIPT
    ref = deeds.receipt(asha)
    asha.close()
    stage.settle()
    deeds.press_card(stage, caro, card.OPEN_FILE, ref)
    assert stage.shown(caro.view) == TEAM_FILE
    caro.close()
    deeds.press_card(stage, caro, card.TAKE, ref)
    deeds.acknowledge(stage, CARO, ref).close()
    deeds.move(stage, CARO, ref, "RAISED", move_from="OURS").close()
    deeds.move(stage, CARO, ref, "DECIDED", outcome="EXPELLED").close()
    asha.press(notices.OPEN_OWN, message=asha.dms[-1])
    assert stage.shown(asha.view) == OWN_FILE
    return ref


def test_everybody_hears_what_they_should_and_nothing_else(stage: Stage) -> None:
    play(stage)
    assert stage.told() == TOLD


@pytest.mark.postgres
def test_it_is_the_same_on_postgresql(founded_postgres: str) -> None:
    with playing(founded_postgres) as stage:
        play(stage)
        assert stage.told() == TOLD


def test_only_one_can_take_it(socket: Stage) -> None:
    ref = deeds.report(socket, ASHA)
    caro, dev = socket.person(CARO), socket.person(DEV)
    socket.box.faults.always("chat.update", Fault.rate_limited(60))
    deeds.press_card(socket, caro, card.TAKE, ref)
    deeds.press_card(socket, dev, card.TAKE, ref)  # the card shows no news yet
    assert deeds.error_of(dev).startswith("Caro Lindqvist has it already.")
