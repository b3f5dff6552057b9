"""Who may do what: every duty × every kind of person × whose complaint, as data."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from uuid import UUID, uuid4

import pytest

from slackbot.casework import Casework
from slackbot.casework.errors import (
    CaseworkError,
    ChangedMeanwhileError,
    DoorError,
    TooLateError,
)
from slackbot.records.audit import AuditEntry, Tag
from slackbot.records.case import Step
from slackbot.records.notice import Notice
from slackbot.records.people import Proposal
from slackbot.rules.details import Details
from slackbot.rules.outcomes import Closing
from slackbot.rules.people import SlackUser, Standing
from slackbot.rules.provenance import Source
from slackbot.rules.reference import ComplaintRef, new_reference
from slackbot.rules.report import AgentAnswer
from slackbot.rules.roles import Act, Role
from slackbot.rules.status import Status
from tests import cast
from tests.cast import Office, move, new_form, quote, report

PEOPLE = {
    "reporter": cast.REPORTER,
    "another MP": cast.SECOND_MP,
    "agent": cast.AGENT,
    "caseworker": cast.CASEWORKER,
    "conflicted caseworker": cast.OTHER_CASEWORKER,
    "lead": cast.LEAD,
    "conflicted lead": cast.OTHER_LEAD,
    "standby": cast.STANDBY,
    "observer": cast.OBSERVER,
    "oversight": cast.OVERSIGHT,
    "outsider": cast.OUTSIDER,
    "gone": cast.GONE,
    "unknown": cast.UNKNOWN,
}
STRANGERS = {"outsider", "gone", "unknown"}
EVERYBODY = set(PEOPLE) - STRANGERS
MEMBERS = EVERYBODY - {"agent"}
MAY_SEE = {"caseworker", "lead"}
ON_TEAM = MAY_SEE | {"conflicted caseworker", "conflicted lead"}
OF_CASES = ON_TEAM | {"standby"}
LEADS = {"lead", "conflicted lead"}
OWNERS = {"reporter", "agent"}


@dataclass(frozen=True)
class Given:
    """One complaint that an agent sent for the reporter; two of the team are kept out."""

    office: Office
    ref: ComplaintRef
    other: ComplaintRef  # logged by the team for somebody outside

    @property
    def casework(self) -> Casework:
        return self.office.casework

    def notice(self, ref: ComplaintRef) -> Notice:
        return self.office.notices(ref)[0]


@pytest.fixture
def given(office: Office) -> Given:
    kept = frozenset({cast.OTHER_CASEWORKER, cast.OTHER_LEAD})
    ref = office.file(cast.AGENT, reporter=cast.REPORTER, kept_from=kept)
    other = office.file(cast.CASEWORKER, source=Source.LETTER, kept_from=kept)
    return Given(office, ref, other)


def _details(given: Given, by: SlackUser) -> None:
    given.office.add(given.ref, Details(hope="an apology"), by)


def _tell(given: Given, by: SlackUser) -> None:
    given.casework.triage.told_otherwise(given.notice(given.other).mark, "rang them", by=by)


def _lift(given: Given, by: SlackUser) -> None:
    given.office.add(given.ref, Details(place="with Stella Byrne"), cast.AGENT)
    given.casework.triage.lift(given.ref, cast.STANDBY, by=by)


def _undo(given: Given, by: SlackUser) -> None:
    if not given.office.count(Step):
        given.office.move(given.ref, Status.LOGGED)
    given.casework.triage.undo(given.ref, given.office.rows(Step)[0].id, by=by)


def _acknowledge(given: Given, by: SlackUser) -> None:
    version = given.office.version(given.ref)
    given.casework.triage.acknowledge(
        given.ref, "Thank you.", by=by, version=version, key=new_form()
    )


def _proposal(given: Given) -> UUID:
    if not given.office.count(Proposal):
        given.casework.people.give(cast.CASEWORKER, Role.LEAD, by=cast.OTHER_LEAD)
    return given.office.rows(Proposal)[0].id


Deed = Callable[[Given, SlackUser], object]

# Duty and method: what is done, and who may.
DOOR: dict[str, tuple[Deed, set[str]]] = {
    "intake.keep_quote": (
        lambda g, by: g.casework.intake.keep_quote(quote(None, "a text"), by=by),
        EVERYBODY,
    ),
    "intake.file": (lambda g, by: g.casework.intake.file(report(by)), MEMBERS),
    "intake.file for a parliamentarian": (
        lambda g, by: g.casework.intake.file(report(by, reporter=cast.SECOND_MP)),
        EVERYBODY,
    ),
    "intake.file what came by letter": (
        lambda g, by: g.casework.intake.file(report(by, source=Source.LETTER)),
        ON_TEAM,
    ),
    "intake.add": (_details, OWNERS),
    "intake.add to what the team logged": (
        lambda g, by: g.office.add(g.other, Details(hope="an apology"), by),
        MAY_SEE,
    ),
    "intake.answer": (
        lambda g, by: g.casework.intake.answer(g.ref, AgentAnswer.CONFIRM, by=by),
        {"reporter"},
    ),
    "triage.take": (lambda g, by: g.casework.triage.take(g.ref, by=by), MAY_SEE),
    "triage.acknowledge": (_acknowledge, MAY_SEE),
    "triage.move": (lambda g, by: g.office.move(g.ref, Status.LOGGED, by=by), MAY_SEE),
    "triage.undo": (_undo, MAY_SEE),
    "triage.hold": (lambda g, by: g.casework.triage.hold(g.ref, by=by), MAY_SEE),
    "triage.told_otherwise": (_tell, MAY_SEE),
    "triage.lift": (_lift, {"lead"}),
    "reading.mine": (lambda g, by: g.casework.reading.mine(by), EVERYBODY),
    "reading.open_own": (lambda g, by: g.casework.reading.open_own(g.ref, by=by), OWNERS),
    "reading.can_add": (lambda g, by: g.casework.reading.can_add(g.ref, by=by), OWNERS),
    "reading.card": (lambda g, by: g.casework.reading.card(g.ref, by=by), MAY_SEE),
    "reading.directed": (lambda g, by: g.casework.reading.directed(g.ref, by=by), MAY_SEE),
    "reading.telling": (lambda g, by: g.casework.reading.telling(g.ref, by=by), MAY_SEE),
    "reading.open_file": (lambda g, by: g.casework.reading.open_file(g.ref, by=by), MAY_SEE),
    "reading.not_shown": (
        lambda g, by: g.casework.reading.not_shown(g.ref, by=by),
        MAY_SEE | OWNERS,
    ),
    "reading.queue": (lambda g, by: g.casework.reading.queue(by), OF_CASES),
    "people.give": (
        lambda g, by: g.casework.people.give(cast.SECOND_MP, Role.OBSERVER, by=by),
        LEADS,
    ),
    "people.end": (
        lambda g, by: g.casework.people.end(cast.OBSERVER, Role.OBSERVER, by=by),
        LEADS,
    ),
    "people.approve": (  # neither who asked nor who is to become it
        lambda g, by: g.casework.people.approve(_proposal(g), by=by),
        {"lead"},
    ),
    "people.decline": (
        lambda g, by: g.casework.people.decline(_proposal(g), by=by),
        {"lead"},
    ),
    "watch.remind": (lambda g, by: g.casework.watch.remind(by=by), LEADS),
}

# Methods that nobody at the door calls for themselves, and why each needs no row above.
NOT_AT_THE_DOOR = {
    "people.who": "says who somebody is; the door itself asks it",
    "people.owners": "names whom the privacy statement names to everybody",
    "people.keepable": "names those whom the form offers to everybody",
    "people.learn": "Slack's directory, by events and at start",
    "people.dm_channel": "the courier",
    "people.refuse": "leaves the audit entry of what the door refused",
    "people.seat_first_leads": "at start, from the settings",
    "reading.home": "shows each person what they may know: tested below and in existence",
    "posting.*": "the courier",
    "showing.*": "the courier, and a pressed card that says where it stands",
    "watch.record": "the courier",
    "watch.needs_check": "the courier",
    "watch.begin_look": "the courier",
    "watch.is_safe": "the courier",
    "watch.doubt": "an event of Slack's",
    "watch.remind_if_due": "the clockwork",
    "clockwork.tick": "the clock",
}


def public_methods() -> set[str]:
    duties = {field.name: field.type for field in fields(Casework) if field.name != "desk"}
    return {
        f"{duty}.{name}"
        for duty, kind in duties.items()
        for name, _ in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


def test_no_public_method_is_missing() -> None:
    told = {name.split(" ")[0] for name in DOOR}
    excused = {
        name
        for name in public_methods()
        if name in NOT_AT_THE_DOOR or f"{name.split('.')[0]}.*" in NOT_AT_THE_DOOR
    }
    assert public_methods() == told | excused
    assert not told & excused


def refusals(office: Office) -> int:
    return office.count(AuditEntry, AuditEntry.tag == Tag.ACT_REFUSED)


def lets_in(do: Deed, given: Given, by: SlackUser) -> bool:
    try:
        do(given, by)
    except DoorError:
        return False
    except CaseworkError:
        return True  # too late: somebody of the same row was faster
    return True


@pytest.mark.parametrize("deed", DOOR)
def test_the_door(given: Given, deed: str) -> None:
    do, allowed = DOOR[deed]
    passed = set()
    # Those who are refused first: what is done once may be too late for the next.
    for name in sorted(PEOPLE, key=lambda name: name in allowed):
        before = refusals(given.office)
        is_in = lets_in(do, given, PEOPLE[name])
        assert refusals(given.office) == before + (not is_in), name
        passed |= {name} if is_in else set()
    assert passed == allowed
    given.office.assert_intact()


HIDDEN = {"conflicted caseworker", "conflicted lead", "standby", "another MP", "observer"}
WITH_A_REFERENCE = [
    "intake.add",
    "intake.answer",
    "triage.take",
    "triage.hold",
    "triage.lift",
    "reading.open_own",
    "reading.can_add",
    "reading.card",
    "reading.directed",
    "reading.telling",
    "reading.open_file",
    "reading.not_shown",
]


def said(deed: Callable[[], object]) -> tuple[str, str, Act]:
    with pytest.raises(DoorError) as raised:
        deed()
    return type(raised.value).__name__, str(raised.value), raised.value.act


@pytest.mark.parametrize("deed", WITH_A_REFERENCE)
def test_hidden_is_answered_as_not_there(given: Given, deed: str) -> None:
    do, allowed = DOOR[deed]
    nowhere = Given(given.office, new_reference(), given.other)
    if deed == "triage.lift":

        def do(g: Given, by: SlackUser) -> None:
            g.casework.triage.lift(g.ref, cast.STANDBY, by=by)

    for name in HIDDEN - allowed:
        by = PEOPLE[name]
        assert said(lambda by=by: do(given, by)) == said(lambda by=by: do(nowhere, by))  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_a_hidden_message_is_answered_as_one_not_there(given: Given, name: str) -> None:
    if name in MAY_SEE:
        return
    tell, by = given.casework.triage.told_otherwise, PEOPLE[name]
    mark = given.notice(given.other).mark
    assert said(lambda: tell(mark, "x", by=by)) == said(lambda: tell(uuid4(), "x", by=by))
    last = given.office.rows(AuditEntry, AuditEntry.tag == Tag.ACT_REFUSED)[-2:]
    details = [given.casework.desk.chain.details(entry) for entry in last]
    assert details[0] == details[1]


@pytest.mark.parametrize("text", ["", "RA-", "a whole sentence", "\0", "\ud800", "x" * 5000])
def test_what_is_no_reference_is_not_kept_in_the_log(office: Office, text: str) -> None:
    with pytest.raises(DoorError):
        office.casework.reading.card(ComplaintRef(text), by=cast.LEAD)
    newest = office.rows(AuditEntry)[-1]
    assert office.casework.desk.chain.details(newest) == {"act": Act.OPEN.value, "ref": ""}


def test_the_roles_of_who_is_no_full_member_rest(office: Office) -> None:
    demoted = next(m for m in cast.MEMBERS if m.id == cast.OTHER_LEAD)
    office.casework.people.learn([replace(demoted, standing=Standing.GUEST)])
    with pytest.raises(DoorError):
        office.casework.people.give(cast.SECOND_MP, Role.OBSERVER, by=cast.OTHER_LEAD)
    home = office.casework.reading.home(cast.OTHER_LEAD)
    assert (home.queue, home.roles, home.proposals) == (None, (), ())
    office.casework.people.learn([demoted])
    assert office.casework.people.who(cast.OTHER_LEAD).is_lead


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_home_shows_roles_to_leads_and_the_queue_to_who_works_on_cases(
    given: Given, name: str
) -> None:
    home = given.casework.reading.home(PEOPLE[name])
    assert bool(home.roles) == (name in LEADS)
    assert (home.queue is not None) == (name in OF_CASES)
    seen = {card.ref for card in home.queue.rows} if home.queue else set()
    assert seen == ({given.ref, given.other} if name in MAY_SEE else set())
    assert {row.ref for row in home.own} == ({given.ref} if name in OWNERS else set())


def test_a_closed_complaint_takes_no_more_but_is_still_read(given: Given) -> None:
    given.office.move(given.ref, Status.CLOSED, closing=Closing.WITHDRAWN)
    for by in (cast.REPORTER, cast.AGENT):
        with pytest.raises(TooLateError):
            given.office.add(given.ref, Details(hope="more"), by)
        assert given.casework.reading.open_own(given.ref, by=by)
    assert given.casework.reading.open_file(given.ref, by=cast.CASEWORKER)
    assert given.ref not in {c.ref for c in given.casework.reading.queue(cast.LEAD).rows}


def test_a_step_on_an_old_version_is_refused(given: Given) -> None:
    old = given.office.version(given.ref)
    given.office.move(given.ref, Status.LOGGED)
    late = move(Status.CLOSED, old, closing=Closing.TOLD)
    with pytest.raises(ChangedMeanwhileError):
        given.casework.triage.move(given.ref, late, by=cast.LEAD)
