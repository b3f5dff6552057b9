from dataclasses import replace

import pytest
from sqlalchemy import delete, event

from slackbot.casework.errors import RefusedError
from slackbot.records.conflict import Conflict
from slackbot.records.sealed import DataKey
from slackbot.rules.details import Details, Respondent
from slackbot.rules.notices import NoticeKind
from slackbot.rules.outcomes import Closing
from slackbot.rules.people import SlackUser, Standing
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.roles import Role
from slackbot.rules.status import Status
from tests import cast
from tests.cast import CASEWORKER, CHANNEL, LEAD, OTHER_CASEWORKER, OTHER_LEAD, STANDBY, Office

NAME = cast.NAMES[CASEWORKER]
REST = {OTHER_CASEWORKER, LEAD, OTHER_LEAD}
ALL = frozenset(cast.TEAM)


def sees(office: Office, person: SlackUser) -> set[ComplaintRef]:
    return {card.ref for card in office.casework.reading.queue(person).rows}


def kept(office: Office, ref: ComplaintRef) -> dict[SlackUser, list[str]]:
    about = Conflict.complaint_id == office.complaint(ref).id
    whys: dict[SlackUser, list[str]] = {}
    not_theirs = Conflict.person != cast.REPORTER  # who is kept out of the team's side anyway
    for row in office.rows(Conflict, about, not_theirs, Conflict.lifted_at.is_(None)):
        whys.setdefault(row.person, []).append(row.why.value)
    return whys


def kinds(office: Office, ref: ComplaintRef) -> list[NoticeKind]:
    return [row.kind for row in office.notices(ref)]


@pytest.mark.parametrize(
    "details",
    [
        Details(respondents=(Respondent(account=CASEWORKER),)),
        Details(respondents=(Respondent(name="winter, cara"),)),
        Details(respondents=(Respondent(handle="Cara Winter"),)),
        Details(respondents=(Respondent(accounts=("x", "Cara Winter")),)),
        Details(statement=f"and then {NAME} laughed"),
        Details(hope=f"that {NAME} says sorry"),
        Details(reach=f"not through {NAME}"),
        Details(place=f"the office of {NAME}"),
    ],
    ids=["account", "name", "handle", "accounts", "statement", "hope", "reach", "place"],
)
def test_whoever_is_named_later_loses_the_card_at_once(
    office: Office, details: Details
) -> None:
    ref = office.file()
    office.show()
    office.add(ref, details)
    assert sees(office, CASEWORKER) == set()
    assert office.cards(ref) == REST
    (first, *_) = office.show()
    assert (first.place, first.wanted) == (CHANNEL, False)  # deleted first


@pytest.mark.parametrize("sender", [CASEWORKER, LEAD])
def test_nobody_works_on_their_own(office: Office, sender: SlackUser) -> None:
    ref = office.file(sender)
    assert kept(office, ref) == {sender: ["own"]}
    assert sees(office, sender) == set()
    assert office.cards(ref) == ALL - {sender}


def test_nobody_is_kept_out_where_nobody_is_named(office: Office) -> None:
    ref = office.file(statement="Cara left in winter.")
    assert kept(office, ref) == {}
    assert office.cards(ref) == {CHANNEL}


def test_an_observer_who_is_kept_out_is_no_reason_to_leave_the_channel(office: Office) -> None:
    assert office.cards(office.file(kept_from=frozenset({cast.OBSERVER}))) == {CHANNEL}


def test_unless_they_are_in_the_channel(office: Office) -> None:
    ref = office.file(kept_from=frozenset({cast.OBSERVER}))
    office.show()
    assert not office.see_channel(*cast.TEAM, cast.OBSERVER)
    assert office.cards(ref) == ALL
    (gone,) = [shown for shown in office.show(channel_is_safe=False) if not shown.wanted]
    assert gone.place == CHANNEL


def test_a_role_given_later_does_not_show_old_complaints(office: Office) -> None:
    name = cast.NAMES[cast.SECOND_MP]
    message = cast.quote(None, f"{name} was there")
    key = office.casework.intake.keep_quote(message, by=cast.REPORTER)
    refs = [
        office.file(kept_from=frozenset({cast.SECOND_MP})),
        office.file(cast.SECOND_MP),
        office.file(statement=f"It was {name}."),
        office.file(key=key),
        office.file(),
        office.file(),
        office.file(),
    ]
    office.add(refs[4], Details(respondents=(Respondent(account=cast.SECOND_MP),)))
    office.add(refs[5], Details(statement=f"It was {name}."))
    office.casework.people.give(cast.SECOND_MP, Role.CASEWORKER, by=LEAD)
    assert sees(office, cast.SECOND_MP) == {refs[6]}
    for ref in refs[:6]:
        assert office.cards(ref) == ALL


def test_an_erased_complaint_does_not_stand_in_the_way_of_a_role(office: Office) -> None:
    ref = office.file()
    with office.session() as session:
        session.execute(delete(DataKey).where(DataKey.owner == office.complaint(ref).id))
    office.casework.people.give(cast.SECOND_MP, Role.CASEWORKER, by=LEAD)
    assert cast.grants(office, cast.SECOND_MP) == {Role.CASEWORKER}


@pytest.mark.parametrize("change", [{"name": "Winona Ryde"}, {"standing": Standing.GUEST}])
def test_who_comes_back_or_is_renamed_is_looked_for_again(
    office: Office, change: dict[str, object]
) -> None:
    member = next(each for each in cast.MEMBERS if each.id == CASEWORKER)
    learn = office.casework.people.learn
    name = str(change.get("name", NAME))
    if "standing" in change:
        learn([replace(member, **change)])  # type: ignore[arg-type]
    ref = office.file(statement=f"It was {name}.")
    learn([replace(member, name=name)])
    assert ref not in sees(office, CASEWORKER)
    assert kept(office, ref) == {CASEWORKER: ["name"]}


def test_a_lead_lifts_a_name_and_it_is_not_found_again(office: Office) -> None:
    ref = office.file(statement=f"It was another {NAME}.")
    office.casework.triage.lift(ref, CASEWORKER, by=LEAD)
    office.add(ref, Details(statement=f"{NAME} again"))
    assert sees(office, CASEWORKER) == {ref}
    assert office.cards(ref) == {CHANNEL}


def test_a_name_that_was_lifted_hides_nothing_of_an_account(office: Office) -> None:
    ref = office.file(statement=f"It was {NAME}.")
    office.add(ref, Details(respondents=(Respondent(account=CASEWORKER),)))
    assert kept(office, ref) == {CASEWORKER: ["name", "respondent"]}
    office.casework.triage.lift(ref, CASEWORKER, by=LEAD)
    assert sees(office, CASEWORKER) == set()


@pytest.mark.parametrize(
    "changes", [{"kept_from": frozenset({CASEWORKER})}, {"sender": CASEWORKER}]
)
def test_only_a_name_is_lifted(office: Office, changes: dict[str, SlackUser]) -> None:
    ref = office.file(**changes)
    with pytest.raises(RefusedError):
        office.casework.triage.lift(ref, CASEWORKER, by=LEAD)


def test_with_nobody_left_the_standby_is_called_and_the_reporter_told(office: Office) -> None:
    receipt = office.casework.intake.file(cast.report(kept_from=ALL))
    assert (receipt.nobody_left, receipt.unattended) == (True, False)
    assert office.cards(receipt.ref) == {STANDBY}
    assert sees(office, STANDBY) == {receipt.ref}
    assert NoticeKind.NOBODY_LEFT in kinds(office, receipt.ref)
    assert office.casework.reading.open_own(receipt.ref, by=cast.REPORTER).nobody_left


def test_the_standby_sees_nothing_else(office: Office) -> None:
    office.file()
    assert sees(office, STANDBY) == set()


def test_nobody_at_all_is_said_and_said_again(office: Office) -> None:
    sent = cast.report(kept_from=ALL, statement="It was Stella Byrne.")
    first, again = (office.casework.intake.file(sent) for _ in range(2))
    assert first == again
    assert (first.nobody_left, first.unattended) == (True, True)
    assert office.cards(first.ref) == set()


def test_whoever_comes_is_given_what_nobody_could_see(office: Office) -> None:
    sent = cast.report(kept_from=ALL | {STANDBY}, urgent=True)
    ref = office.casework.intake.file(sent).ref
    office.deliver()
    office.clock.pass_(minutes=11)
    office.casework.clockwork.tick()
    office.casework.people.give(cast.SECOND_MP, Role.CASEWORKER, by=LEAD)
    assert office.cards(ref) == {cast.SECOND_MP}
    office.casework.clockwork.tick()
    paged = [o.recipient for o in office.deliver() if o.facts.kind is NoticeKind.DANGER]
    assert paged == [cast.SECOND_MP]


def test_the_standby_is_called_when_the_last_one_is_kept_out_later(office: Office) -> None:
    ref = office.file(kept_from=ALL - {LEAD}, urgent=True)
    office.deliver()
    office.add(ref, Details(respondents=(Respondent(account=LEAD),)))
    assert office.cards(ref) == {STANDBY}
    assert NoticeKind.NOBODY_LEFT in kinds(office, ref)
    office.casework.clockwork.tick()  # nobody who was paged may see the danger any more
    paged = [o.recipient for o in office.deliver() if o.facts.kind is NoticeKind.DANGER]
    assert paged == [STANDBY]


def test_a_closed_complaints_card_goes_too(office: Office) -> None:
    ref = office.file(statement=f"It was {cast.NAMES[cast.SECOND_MP]}.")
    office.move(ref, Status.CLOSED, closing=Closing.DUPLICATE)
    office.show()
    office.casework.people.give(cast.SECOND_MP, Role.CASEWORKER, by=LEAD)
    assert office.cards(ref) == set()
    assert [shown.place for shown in office.show() if not shown.wanted] == [CHANNEL]


def test_who_had_it_and_may_not_see_it_any_more_has_it_no_longer(office: Office) -> None:
    ref = office.file()
    office.casework.triage.take(ref, by=CASEWORKER)
    office.add(ref, Details(respondents=(Respondent(account=CASEWORKER),)))
    assert office.casework.reading.open_own(ref, by=cast.REPORTER).caseworker is None
    office.casework.triage.take(ref, by=LEAD)
    assert office.complaint(ref).taken_by == LEAD


def test_finding_a_name_opens_many_complaints_with_few_queries(office: Office) -> None:
    for _ in range(30):
        office.file()
    counted = []

    def count(*args: object) -> None:
        counted.append(args[2])

    event.listen(office.database.engine, "before_cursor_execute", count)
    office.casework.people.give(cast.SECOND_MP, Role.STANDBY, by=LEAD)
    assert len(counted) < 45
