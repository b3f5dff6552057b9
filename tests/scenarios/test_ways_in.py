"""Every way in: shortcut, a message, Home, text after the command, a letter, an agent."""

import pytest

from slackbot.blocks import card, notices
from slackbot.demo.cast import ASHA, CARO, GWEN, MARTIN, OLLIE, PARTY, TOM
from slackbot.sandbox.person import Person
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

QUOTED = """\
Complaint
# RA-1
Status: received
Not urgent.
Received: ‹day›
Reporter: Baroness Gwen Pryce
Came by: Slack, ‹day›
Who has it: nobody yet
[Take] [Acknowledge] [Move on…]
# What happened
She said that my sort should leave the party.
# The Slack message that was reported
They <all> stick together & lie
Written by the account U0OLLIE
Written at ‹day›
Link, not checked: https://sandbox-
    workspace.slack.com/archives/C0PARTY/p‹ts›
# Kept from
Baroness Gwen Pryce: it is their own complaint
Ollie Brandt: they are among the respondents"""
LETTER_TOLD = """\
Asha, by DM
+ RA-1: received, and stored. Press Open to read more. [Open]
the triage channel: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]"""
SENT_FOR = """\
Asha, by DM
+ RA-1: somebody has sent this for you. Nothing is done with it outside the team until
    you say whether it is yours. Press Open to read it first. [Open] [It is mine] [Not
    mine] [Mine, without them]
Tom, by DM
+ RA-1: received, and stored. The person for whom you sent it is asked to confirm it.
    Press Open to read more. [Open]
the triage channel: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. / It
    waits for the parliamentarian's confirmation. [Open] [Take] [Acknowledge] [Move on…]"""
CONFIRMED = """\
Asha, only for them
! Thank you. RA-1 is confirmed as yours; the person who sent it can follow it.
Tom, by DM
+ RA-1: the person for whom you sent it has answered. They have confirmed it as theirs.
    [Open]
the triage channel: cards
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]"""
NOT_MINE = """\
Asha, only for them
! Thank you. RA-1 is not yours; the team and the person who sent it are told.
Tom, by DM
+ RA-1: the person for whom you sent it has answered. They say that it is not theirs, so
    nothing is done with it.
the triage channel: cards
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. / The
    parliamentarian says that it is not theirs. [Open] [Take] [Acknowledge] [Move on…]"""
MINE_NOW = """\
Asha, only for them
! Thank you. RA-1 is yours; the person who sent it no longer follows it.
Tom, by DM
+ RA-1: the person for whom you sent it has answered. They follow it themselves from now
    on, so you no longer see it.
the triage channel: cards
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]"""
HELP = """\
Martin, only for them
! In danger now: ring 999. / Parliamentary Liaison and Investigation Team: ring 101, or
    the number on your pass. / Nobody watches this at night. In danger, ring 999. /  /
    /report-abuse opens the form. Only you see it. / /report-abuse followed by words
    opens the form with these words in it. / /report-abuse status lists your own
    complaints. / To report a message, open its menu and choose “Report this message”. /
    / This is not itself a formal complaint to the party. You choose later whether you
    raise it with the General Secretary, whether we raise it for you, or whether it is
    only logged. / The party's own complaints process takes formal complaints; this app
    does not. / The Independent Complaints and Grievance Scheme of Parliament: 0808 168
    9281 /  / Community Security Trust, 24 hours: 0800 032 3263 / Samaritans, 24 hours:
    116 123 / Members' and peers' wellbeing service: through the House's health centre /
    / Write or ring to the deputy leader's office, marked “confidential”."""
STATUS = """\
Asha, only for them
! Your complaints / RA-1: received ‹day› [Open]"""


def answer_all(person: Person) -> None:
    deeds.fill(person, statement=deeds.TOLD, danger="no", kept_from=["none"])


def test_the_global_shortcut_opens_the_form(stage: Stage) -> None:
    asha = stage.person(ASHA)
    asha.shortcut("report_abuse")
    answer_all(asha)
    assert deeds.receive(stage, asha)


def test_the_button_on_home_opens_the_form(stage: Stage) -> None:
    asha = stage.person(ASHA)
    asha.open_home()
    asha.press("report", where="home")
    answer_all(asha)
    assert deeds.receive(stage, asha)


def test_what_follows_the_command_is_how_the_statement_begins(stage: Stage) -> None:
    asha = stage.person(ASHA)
    asha.command(deeds.COMMAND, "He said: <go home> & *more*")
    deeds.fill(asha, danger="no", kept_from=["none"])
    ref = deeds.receive(stage, asha)
    caro = deeds.press_card(stage, stage.person(CARO), card.OPEN_FILE, ref)
    assert "He said: <go home> & *more*" in stage.shown(caro.view)


def test_a_message_goes_into_the_complaint_as_it_was_typed(stage: Stage) -> None:
    said = stage.person(OLLIE).say(PARTY, "They <all> stick together & lie")
    gwen = stage.person(GWEN)
    gwen.message_shortcut("report_message", PARTY, said["ts"])
    answer_all(gwen)
    ref = deeds.receive(stage, gwen)
    caro = deeds.press_card(stage, stage.person(CARO), card.OPEN_FILE, ref)
    shown = stage.shown(caro.view).replace(said["ts"].replace(".", ""), "‹ts›")
    assert shown == QUOTED


def test_a_caseworker_logs_what_came_by_letter(stage: Stage) -> None:
    letter = {"source": "letter", "came_on": deeds.TODAY, "behalf": ASHA}
    deeds.report(stage, CARO, **letter)
    assert stage.told() == LETTER_TOLD


def test_a_letter_needs_the_day_on_which_it_came(socket: Stage) -> None:
    caro = socket.person(CARO)
    deeds.start(caro, source="letter", behalf=ASHA)
    assert deeds.send(caro).errors == {
        "came_on": "On what day did it reach you? Choose the day."
    }


@pytest.mark.parametrize(
    ("button", "told"),
    [
        (notices.CONFIRM_AGENT, CONFIRMED),
        (notices.NOT_MINE, NOT_MINE),
        (notices.MINE_NOW, MINE_NOW),
    ],
    ids=["confirm", "not mine", "mine from now on"],
)
def test_a_parliamentarian_answers_for_what_an_agent_sent(
    stage: Stage, button: str, told: str
) -> None:
    deeds.report(stage, TOM, behalf=ASHA)
    assert stage.told() == SENT_FOR
    stage.forget()
    asha = stage.person(ASHA)
    asha.press(button, message=asha.dms[-1])
    assert stage.told() == told


def test_an_agent_must_say_for_whom(socket: Stage) -> None:
    tom = socket.person(TOM)
    deeds.start(tom)
    assert deeds.send(tom).errors == {"behalf": "Please complete this required field."}


def test_nothing_is_raised_before_the_parliamentarian_has_confirmed(socket: Stage) -> None:
    ref = deeds.report(socket, TOM, behalf=ASHA)
    caro = deeds.press_card(socket, socket.person(CARO), card.MOVE_ON, ref)
    caro.choose("move_status", "RAISED")
    deeds.fill(caro, move_day=deeds.TODAY, move_from="OURS")
    assert "has not confirmed" in str(deeds.send(caro).errors)


def test_help_says_how_it_works(stage: Stage) -> None:
    stage.person(MARTIN).command(deeds.COMMAND, "help")
    assert stage.told() == HELP


def test_status_lists_only_ones_own(stage: Stage) -> None:
    deeds.report(stage, ASHA)
    deeds.report(stage, GWEN)
    stage.forget()
    stage.person(ASHA).command(deeds.COMMAND, "STATUS ")
    assert stage.told() == STATUS
