"""Who is concerned does not learn that a complaint exists; those who may, still hear of it."""

from slackbot.blocks import card
from slackbot.demo.cast import ASHA, CARO, DEV, LENA, NADIA, PHIL
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

BY_DM = """\
Asha, by DM
+ RA-1: received, and stored. Press Open to read more. [Open]
Caro, by DM: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]
Lena, by DM: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]
Phil, by DM: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]"""
STANDBY = """\
Asha, by DM
+ RA-1: received, and stored. Press Open to read more. [Open]
+ RA-1: nobody of the usual team may see it, so a standby caseworker from outside the
    team has been called. Press Open to read more. [Open]
Nadia, by DM: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]"""
UNATTENDED = """\
Received
! Received, and stored. Your reference is RA-1.
Nobody of the usual team may see it, and there is no standby caseworker at present: the
    complaint is stored, and nobody reads it yet. Please use one of these ways as well:
The party's own complaints process takes formal complaints; this app does not.
The Independent Complaints and Grievance Scheme of Parliament: 0808 168 9281
Write or ring to the deputy leader's office, marked “confidential”.
[Add details]
# Support for you
Community Security Trust, 24 hours: 0800 032 3263
Samaritans, 24 hours: 116 123
Members' and peers' wellbeing service: through the House's health centre
In danger now: ring 999.
Parliamentary Liaison and Investigation Team: ring 101, or the number on your pass."""


def test_cards_go_by_dm_where_somebody_in_the_channel_must_not_know(stage: Stage) -> None:
    deeds.report(stage, ASHA, kept_from=[DEV])
    assert stage.told() == BY_DM


def test_a_caseworkers_name_in_the_text_keeps_them_out(socket: Stage) -> None:
    ref = deeds.report(socket, ASHA, statement="It was Dev Okafor who shouted at me.")
    assert deeds.cards_of(socket.person(DEV), ref) == []
    assert len(deeds.cards_of(socket.person(CARO), ref)) == 1


def test_a_lead_says_that_a_name_is_another_persons(socket: Stage) -> None:
    ref = deeds.report(socket, ASHA, statement="It was Dev Okafor who shouted at me.")
    lena = deeds.press_card(socket, socket.person(LENA), card.OPEN_FILE, ref)
    lena.press("lift_name")
    socket.settle()
    assert "Kept from" in socket.shown(lena.view)
    assert len(deeds.cards_of(socket.person(DEV), ref)) == 1


def test_the_standby_caseworker_is_called_where_nobody_is_left(stage: Stage) -> None:
    asha = stage.person(ASHA)
    deeds.start(asha, kept_from=[CARO, DEV, LENA, PHIL])
    deeds.send(asha)
    assert "standby" in stage.shown(asha.view)
    assert stage.told() == STANDBY


def test_the_standby_caseworker_works_on_it(socket: Stage) -> None:
    ref = deeds.report(socket, ASHA, kept_from=[CARO, DEV, LENA, PHIL])
    deeds.press_card(socket, socket.person(NADIA), card.TAKE, ref)
    deeds.acknowledge(socket, NADIA, ref)
    assert "acknowledged" in socket.person(ASHA).dms[-1]["text"]


def test_a_reporter_is_told_where_nobody_at_all_may_see_it(socket: Stage) -> None:
    asha = socket.person(ASHA)
    deeds.start(asha, kept_from=[CARO, DEV, LENA, PHIL, NADIA])
    deeds.send(asha)
    assert socket.shown(asha.view) == UNATTENDED


def test_nobody_works_on_their_own_complaint(socket: Stage) -> None:
    ref = deeds.report(socket, CARO)
    assert deeds.cards_of(socket.person(CARO), ref) == []
    assert len(deeds.cards_of(socket.person(DEV), ref)) == 1
