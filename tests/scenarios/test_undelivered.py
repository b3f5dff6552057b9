"""A message that reaches nobody becomes a task: tell them another way, and record how."""

from slackbot.blocks import tasks
from slackbot.demo.cast import ASHA, CARO
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

TOLD = """\
the triage channel: cards
~ RA-1 · acknowledged / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet.
    [Open] [Take] [Move on…]"""
FILE = """\
Complaint
# RA-1
Status: acknowledged
Not urgent.
Received: ‹day›
Reporter: Asha Rahman MP
Came by: Slack, ‹day›
Who has it: nobody yet
[Take] [Move on…]
# To be told another way
Asha Rahman MP: about the step “acknowledged”: their account is deactivated
[Told another way]
# What happened
She said that my sort should leave the party.
# Steps
‹day›: acknowledged
Learnt from: our own act
Entered by Caro Lindqvist, ‹day›
Reason (internal; may be read by the person concerned or a court): none given
The reporter reads: Thank you for telling us. I have read what you wrote, and I am
    looking after it. You will hear from me at every step, and you can add to it
    whenever you like.

Caro Lindqvist
Not told by message
# Kept from
Asha Rahman MP: it is their own complaint"""


def test_a_reporter_whose_account_is_closed_is_told_another_way(stage: Stage) -> None:
    ref = deeds.report(stage, ASHA)
    stage.box.change_member(ASHA, deleted=True)
    stage.settle()
    deeds.acknowledge(stage, CARO, ref).close()
    caro = deeds.press_card(stage, stage.person(CARO), "open_file", ref)
    assert stage.shown(caro.view) == FILE
    assert "1 message could not be delivered." in deeds.card_of(caro, ref)["text"]
    stage.forget()
    caro.press(tasks.TOLD_OTHERWISE)
    deeds.fill(caro, told_how="By telephone on Monday.")
    assert deeds.send(caro).errors is None
    caro.close(clear=True)
    assert stage.told() == TOLD


def test_the_task_stands_on_home_until_it_is_done(socket: Stage) -> None:
    ref = deeds.report(socket, ASHA)
    socket.box.change_member(ASHA, deleted=True)
    socket.settle()
    deeds.acknowledge(socket, CARO, ref).close()
    caro = socket.person(CARO)
    assert "To be told another way" in socket.shown(caro.open_home())
    caro.press(tasks.TOLD_OTHERWISE, where="home")
    deeds.fill(caro, told_how="By letter.")
    assert deeds.send(caro).errors is None
    socket.settle()
    assert "To be told another way" not in socket.shown(caro.open_home())
