"""Roles: given and ended by leads, who are all told; a further lead needs two of them."""

from slackbot.blocks import notices
from slackbot.demo.cast import ASHA, CARO, DEV, GWEN, LENA, PHIL
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

GIVEN = """\
Baroness, by DM
+ About roles: Baroness Gwen Pryce is now caseworker.
Lena, by DM
+ About roles: Baroness Gwen Pryce is now caseworker.
Phil, by DM
+ About roles: Baroness Gwen Pryce is now caseworker."""
ENDED = """\
Caro, by DM
+ About roles: Caro Lindqvist is no longer caseworker.
Caro, by DM: cards
- RA-1 · received
Lena, by DM
+ About roles: Caro Lindqvist is no longer caseworker.
Lena, by DM: cards
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]
Phil, by DM
+ About roles: Caro Lindqvist is no longer caseworker.
Phil, by DM: cards
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]"""
PROPOSED = """\
Phil, by DM
+ A further lead needs a second lead's consent. Lena Marsh asks to make Baroness Gwen
    Pryce a lead. [Approve] [Decline]"""
APPROVED = """\
Baroness, by DM
+ About roles: Baroness Gwen Pryce is now lead.
Lena, by DM
+ About roles: Baroness Gwen Pryce is now lead.
Phil, by DM
+ About roles: Baroness Gwen Pryce is now lead.
Phil, only for them
! The new lead is approved. All leads are told."""
DECLINED = """\
Lena, by DM
+ About roles: Baroness Gwen Pryce was declined as a further lead.
Phil, by DM
+ About roles: Baroness Gwen Pryce was declined as a further lead.
Phil, only for them
! Declined. Nobody becomes a lead."""


def give(stage: Stage, person: str, role: str) -> None:
    lena = stage.person(LENA)
    lena.open_home()
    lena.press(notices.GIVE_ROLE, where="home")
    deeds.fill(lena, role_person=person, role_role=role)
    sent = deeds.send(lena)
    assert sent.errors is None, sent.errors
    lena.close()
    stage.settle()


def end(stage: Stage, held: str) -> None:
    lena = stage.person(LENA)
    lena.open_home()
    lena.press("end_role", where="home")
    deeds.fill(lena, role_held=held)
    sent = deeds.send(lena)
    assert sent.errors is None, sent.errors
    lena.close()
    stage.settle()


def test_all_leads_are_told_of_a_new_role(stage: Stage) -> None:
    give(stage, GWEN, "CASEWORKER")
    assert stage.told() == GIVEN


def test_who_loses_a_role_loses_what_they_saw(stage: Stage) -> None:
    deeds.report(stage, ASHA, kept_from=[DEV])
    caro = stage.person(CARO)
    caro.open_home()
    stage.forget()
    end(stage, f"{CARO} CASEWORKER")
    assert stage.told() == ENDED
    assert "Open complaints" not in stage.shown(caro.home)


def test_a_further_lead_needs_a_second_lead(stage: Stage) -> None:
    give(stage, GWEN, "LEAD")
    assert stage.told() == PROPOSED
    stage.forget()
    phil = stage.person(PHIL)
    phil.press(notices.APPROVE_LEAD, message=phil.dms[-1])
    assert stage.told() == APPROVED
    assert "Roles" in stage.shown(stage.person(GWEN).open_home())


def test_a_second_lead_may_decline(stage: Stage) -> None:
    give(stage, GWEN, "LEAD")
    stage.forget()
    phil = stage.person(PHIL)
    phil.press(notices.DECLINE_LEAD, message=phil.dms[-1])
    assert stage.told() == DECLINED
    assert "Roles" not in stage.shown(stage.person(GWEN).open_home())


def test_who_asked_for_a_lead_does_not_approve_it(socket: Stage) -> None:
    give(socket, GWEN, "LEAD")
    lena = socket.person(LENA)
    lena.open_home()
    lena.press(notices.APPROVE_LEAD, where="home")
    assert "does not allow" in socket.shown(lena.view)
    assert "Roles" not in socket.shown(socket.person(GWEN).open_home())


def test_a_role_that_may_not_be_held_is_refused_in_words(socket: Stage) -> None:
    lena = socket.person(LENA)
    lena.open_home()
    lena.press(notices.GIVE_ROLE, where="home")
    deeds.fill(lena, role_person=CARO, role_role="OBSERVER")
    assert "end the other role first" in str(deeds.send(lena).errors)
