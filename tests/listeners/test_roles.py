import json

import pytest

from slackbot.rules.roles import Role
from tests.blocks.team_samples import buttons_of, filled
from tests.listeners.front_door import FrontDoor, happened, press, said
from tests.listeners.team_room import ANN, BEN, CAS, RAE, refuse, sent, shown_in


def roles_of(team: FrontDoor, person: str) -> frozenset[Role]:
    return team.casework.people.who(person).roles  # type: ignore[arg-type]


def give(team: FrontDoor, by: str, to: str, role: str) -> str:
    team.ask(press("give_role", by))
    form = filled(shown_in(team, "views.open"), role_person=to, role_role=role)
    return json.dumps(said(team.ask(sent(form, by))))


def test_a_lead_gives_a_role(team: FrontDoor) -> None:
    answer = give(team, ANN, RAE, "OBSERVER")
    assert roles_of(team, RAE) == {Role.OBSERVER}
    assert "Rae Porter is now observer." in answer


def test_nobody_else_gives_a_role(team: FrontDoor) -> None:
    answer = give(team, CAS, RAE, "OBSERVER")
    assert roles_of(team, RAE) == frozenset()
    assert "Your role does not allow this." in answer


def test_a_role_that_cannot_be_given_says_why_under_the_field(team: FrontDoor) -> None:
    answer = json.loads(give(team, ANN, CAS, "OBSERVER"))
    why = "Nobody is on the team and apart from it: end the other role first."
    assert answer["errors"] == {"role_role": why}


def test_a_lead_ends_a_role(team: FrontDoor) -> None:
    team.ask(press("end_role", ANN))
    form = filled(shown_in(team, "views.open"), role_held=f"{CAS} CASEWORKER")
    answer = json.dumps(said(team.ask(sent(form, ANN))))
    assert roles_of(team, CAS) == frozenset()
    assert "Cas Worker is no longer caseworker." in answer


def test_nobody_else_learns_who_holds_a_role(team: FrontDoor) -> None:
    team.ask(press("end_role", CAS))
    assert "Ben Worker" not in json.dumps(team.slack.made)
    assert [person for person, _ in team.refused()] == [CAS]


def test_a_further_lead_needs_a_second_lead(team: FrontDoor) -> None:
    team.casework.people.seat_first_leads([BEN])  # too late: there is a lead
    assert "There is no second lead" in give(team, ANN, RAE, "LEAD")


@pytest.fixture
def proposal(team: FrontDoor) -> str:
    """Ann, a lead beside Ben, proposes Rae; the id that the buttons carry."""
    with team.casework.desk.writing() as session:
        team.casework.people._grant(session, BEN, Role.LEAD, ANN)
    assert "once a second lead approves" in give(team, ANN, RAE, "LEAD")
    team.ask(happened("app_home_opened", user=BEN, tab="home"))
    return str(buttons_of(shown_in(team, "views.publish"))["approve_lead"]["value"])


def test_the_second_lead_approves(team: FrontDoor, proposal: str) -> None:
    team.ask(press("approve_lead", BEN, proposal))
    assert roles_of(team, RAE) == {Role.LEAD}
    assert "The new lead is approved." in json.dumps(shown_in(team, "views.open"))


def test_who_asked_cannot_approve(team: FrontDoor, proposal: str) -> None:
    team.ask(press("approve_lead", ANN, proposal))
    assert roles_of(team, RAE) == frozenset()


def test_the_second_lead_declines(team: FrontDoor, proposal: str) -> None:
    team.ask(press("decline_lead", BEN, proposal))
    team.ask(press("approve_lead", BEN, proposal))
    assert roles_of(team, RAE) == frozenset()


def test_it_is_said_even_if_slack_does_not_show_it(team: FrontDoor, proposal: str) -> None:
    refuse(team, "views.open", "expired_trigger_id")
    assert team.ask(press("approve_lead", BEN, proposal)).status == 200
    assert roles_of(team, RAE) == {Role.LEAD}


def test_a_lead_is_reminded_of_the_channel(team: FrontDoor) -> None:
    team.ask(press("remind_later", ANN))
    assert "You will be reminded." in json.dumps(shown_in(team, "views.open"))


def test_nobody_else_puts_the_channel_off(team: FrontDoor) -> None:
    team.ask(press("remind_later", CAS))
    assert [person for person, _ in team.refused()] == [CAS]
