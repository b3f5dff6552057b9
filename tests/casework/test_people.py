from dataclasses import replace

import pytest

from slackbot.casework.errors import RefusedError, RoleChangeError
from slackbot.casework.people import Given
from slackbot.records.audit import Tag
from slackbot.records.people import Person, Proposal
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import Member, SlackUser, Standing
from slackbot.rules.roles import Role
from slackbot.rules.status import Status
from tests import cast
from tests.cast import CASEWORKER, LEAD, OTHER_LEAD, SECOND_MP, Office, grants, open_office

REST = frozenset({cast.OTHER_CASEWORKER})


def member(person: SlackUser) -> Member:
    return next(each for each in cast.MEMBERS if each.id == person)


def test_a_further_lead_needs_two(office: Office) -> None:
    people = office.casework.people
    assert people.give(SECOND_MP, Role.LEAD, by=LEAD) is Given.PROPOSED
    assert grants(office, SECOND_MP) == set()
    (proposal,) = office.casework.reading.home(OTHER_LEAD).proposals
    for by in (LEAD, SECOND_MP, CASEWORKER):
        with pytest.raises(RefusedError):
            people.approve(proposal.id, by=by)
    people.approve(proposal.id, by=OTHER_LEAD)
    assert grants(office, SECOND_MP) == {Role.LEAD}
    with pytest.raises(RoleChangeError, match="decided"):
        people.approve(proposal.id, by=OTHER_LEAD)


def test_a_proposal_of_who_is_no_lead_any_more_is_void(office: Office) -> None:
    people = office.casework.people
    people.give(SECOND_MP, Role.LEAD, by=LEAD)
    people.end(LEAD, Role.LEAD, by=OTHER_LEAD)
    (proposal,) = office.rows(Proposal)
    with pytest.raises(RoleChangeError, match="no lead any more"):
        people.approve(proposal.id, by=OTHER_LEAD)
    people.decline(proposal.id, by=OTHER_LEAD)
    assert grants(office, SECOND_MP) == set()


def test_the_only_lead_cannot_make_another(office: Office) -> None:
    office.casework.people.end(OTHER_LEAD, Role.LEAD, by=LEAD)
    with pytest.raises(RoleChangeError, match="no second lead"):
        office.casework.people.give(SECOND_MP, Role.LEAD, by=LEAD)


def test_the_last_lead_stays(office: Office) -> None:
    office.casework.people.end(OTHER_LEAD, Role.LEAD, by=LEAD)
    with pytest.raises(RoleChangeError, match="last lead"):
        office.casework.people.end(LEAD, Role.LEAD, by=LEAD)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.LEAD, Role.STANDBY, Role.ON_CALL])
def test_nobody_who_stands_apart_joins_the_team(office: Office, role: Role) -> None:
    for person in (cast.OBSERVER, cast.OVERSIGHT):
        with pytest.raises(RoleChangeError):
            office.casework.people.give(person, role, by=LEAD)


@pytest.mark.parametrize("person", [cast.AGENT, cast.OUTSIDER, cast.GONE, cast.UNKNOWN])
def test_only_full_members_hold_a_role(office: Office, person: SlackUser) -> None:
    with pytest.raises(RoleChangeError, match="full members"):
        office.casework.people.give(person, Role.OBSERVER, by=LEAD)


def test_being_on_call_ends_with_the_last_role_on_the_team(office: Office) -> None:
    office.casework.people.give(CASEWORKER, Role.ON_CALL, by=LEAD)
    office.casework.people.end(CASEWORKER, Role.CASEWORKER, by=LEAD)
    assert grants(office, CASEWORKER) == set()


def test_every_change_is_told_to_all_leads_and_to_the_person(office: Office) -> None:
    office.casework.people.give(SECOND_MP, Role.CASEWORKER, by=LEAD)
    told = [o for o in office.deliver() if o.facts.kind is NoticeKind.ROLE_CHANGED]
    assert {owed.recipient for owed in told} == {LEAD, OTHER_LEAD, SECOND_MP}
    assert {owed.facts.text for owed in told} == {"Samuel Orde is now caseworker."}
    assert office.tags()[-len(told) - 1] is Tag.ROLE_GIVEN


def test_changes_that_wait_for_the_same_person_are_one_message(office: Office) -> None:
    office.deliver()
    office.casework.people.give(SECOND_MP, Role.CASEWORKER, by=LEAD)
    office.casework.people.give(SECOND_MP, Role.ON_CALL, by=LEAD)
    told = [owed for owed in office.deliver() if owed.recipient == LEAD]
    assert [owed.facts.text for owed in told] == [
        "Samuel Orde is now caseworker. Samuel Orde is now on call for danger."
    ]


def test_a_change_after_the_courier_has_begun_is_a_message_of_its_own(office: Office) -> None:
    office.deliver()
    office.casework.people.give(SECOND_MP, Role.CASEWORKER, by=LEAD)
    begun = office.casework.posting.claim_notice("courier")
    assert begun
    office.casework.people.give(SECOND_MP, Role.ON_CALL, by=LEAD)
    later = [o.facts.text for o in office.deliver() if o.recipient == begun.recipient]
    assert later == ["Samuel Orde is now on call for danger."]


def test_no_message_of_changes_is_longer_than_its_column(office: Office) -> None:
    office.deliver()
    for _ in range(12):
        office.casework.people.give(SECOND_MP, Role.CASEWORKER, by=LEAD)
        office.casework.people.end(SECOND_MP, Role.CASEWORKER, by=LEAD)
    for _ in range(12):
        office.casework.people.give(SECOND_MP, Role.STANDBY, by=LEAD)
        office.casework.people.end(SECOND_MP, Role.STANDBY, by=LEAD)
    told = [o.facts.text for o in office.deliver() if o.recipient == LEAD]
    assert len(told) == 2
    assert all(len(text) <= 1_000 for text in told)


@pytest.mark.parametrize("how", ["role ended", "left", "guest"])
def test_a_leaver_loses_sight_and_cards_at_once(office: Office, how: str) -> None:
    ref = office.file(kept_from=REST)
    office.casework.triage.take(ref, by=CASEWORKER)
    office.show()
    office.casework.reading.home(CASEWORKER)
    if how == "role ended":
        office.casework.people.end(CASEWORKER, Role.CASEWORKER, by=LEAD)
    else:
        standing = Standing.GONE if how == "left" else Standing.GUEST
        office.casework.people.learn([replace(member(CASEWORKER), standing=standing)])
    shown = office.show()
    theirs = [each for each in shown if each.place == CASEWORKER]
    assert theirs[0] is shown[0]
    assert [each.wanted for each in theirs if not each.home] == [False]
    (home,) = [each.home for each in theirs if each.home]
    assert home.queue is None
    assert office.complaint(ref).taken_by is None


def test_first_leads_are_seated_only_while_there_is_none(office: Office) -> None:
    office.casework.people.seat_first_leads([SECOND_MP])
    assert grants(office, SECOND_MP) == set()


def test_first_leads_are_full_members_who_do_not_stand_apart(database_url: str) -> None:
    office = open_office(database_url)
    people = office.casework.people
    people.learn(cast.MEMBERS)
    people.seat_first_leads([cast.AGENT, cast.UNKNOWN, cast.GONE, LEAD, LEAD])
    holders = [m.id for m in cast.MEMBERS if grants(office, m.id)]
    assert holders == [LEAD]
    office.database.close()


def test_when_all_leads_have_left_others_are_seated_and_those_may_be_named_again(
    office: Office,
) -> None:
    people = office.casework.people
    people.learn([replace(member(p), standing=Standing.GONE) for p in (LEAD, OTHER_LEAD)])
    people.seat_first_leads([LEAD, cast.OBSERVER, SECOND_MP])
    assert people.who(SECOND_MP).is_lead
    assert grants(office, cast.OBSERVER) == {Role.OBSERVER}


@pytest.mark.parametrize("name", ["a\0b", "half \ud83d", "x" * 400, ""])
def test_one_odd_name_does_not_stop_the_directory(office: Office, name: str) -> None:
    odd = Member(SlackUser("U0ODD"), name, Standing.MEMBER)
    for _ in range(2):
        office.casework.people.learn([odd, replace(member(SECOND_MP), tz="Asia/Tokyo")])
    assert office.rows(Person, Person.id == SECOND_MP)[0].tz == "Asia/Tokyo"
    assert office.casework.people.who(odd.id).standing is Standing.MEMBER


def test_learning_what_is_known_changes_nothing(office: Office) -> None:
    before = office.tags()
    office.casework.people.learn(cast.MEMBERS)
    assert office.tags() == before
    assert office.deliver() == []


def test_a_lead_who_is_kept_out_gives_roles_without_seeing_why(office: Office) -> None:
    ref = office.file(kept_from=frozenset({LEAD}))
    office.move(ref, Status.LOGGED, by=OTHER_LEAD)
    office.casework.people.give(SECOND_MP, Role.CASEWORKER, by=LEAD)
    assert SECOND_MP in office.cards(ref)
    assert office.casework.reading.queue(LEAD).rows == ()
