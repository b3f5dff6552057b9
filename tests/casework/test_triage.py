from datetime import date
from typing import Any

import pytest

from slackbot.casework.errors import (
    AlreadyTakenError,
    ChangedMeanwhileError,
    NotConfirmedError,
    RefusedError,
    TooLateError,
    UnknownComplaintError,
)
from slackbot.records.audit import Tag
from slackbot.records.case import Case, Step
from slackbot.rules.details import Audience, Consent, Details, DmChoice, Respondent
from slackbot.rules.notices import NoticeKind, NoticeState, Telling
from slackbot.rules.outcomes import Closing, Outcome
from slackbot.rules.provenance import Source
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import AgentAnswer, MoveError
from slackbot.rules.status import Manner, Status, steps_from
from tests import cast
from tests.cast import CASEWORKER, LEAD, REPORTER, Office, move, new_form

CLOSED: Any = {"to": Status.CLOSED, "closing": Closing.TOLD}


def states(office: Office, ref: ComplaintRef, kind: NoticeKind) -> list[NoticeState]:
    return [row.state for row in office.notices(ref) if row.kind is kind]


def test_taken_twice_by_one_it_is_theirs(office: Office) -> None:
    ref = office.file()
    office.casework.triage.take(ref, by=CASEWORKER)
    office.casework.triage.take(ref, by=CASEWORKER)
    with pytest.raises(AlreadyTakenError, match="Cara Winter has it already"):
        office.casework.triage.take(ref, by=LEAD)


def test_the_same_form_sent_twice_is_one_step(office: Office) -> None:
    ref = office.file()
    form = move(Status.RAISED, office.version(ref))
    step = office.casework.triage.move
    assert step(ref, form, by=LEAD) == step(ref, form, by=LEAD)
    assert office.count(Step) == 1


@pytest.mark.parametrize("wait", [0, 119])
def test_a_slip_is_undone_unseen(office: Office, wait: int) -> None:
    ref = office.file()
    office.deliver()
    step = office.move(ref, Status.REFERRED)
    office.clock.pass_(seconds=wait)
    assert office.deliver() == []
    office.casework.triage.undo(ref, step, by=CASEWORKER)
    office.casework.triage.undo(ref, step, by=CASEWORKER)  # pressed twice
    office.clock.pass_(minutes=3)
    assert office.deliver() == []
    assert office.complaint(ref).status is Status.RECEIVED
    assert office.casework.reading.open_own(ref, by=REPORTER).steps == ()


def test_after_two_minutes_it_is_too_late(office: Office) -> None:
    ref = office.file()
    step = office.move(ref, Status.REFERRED)
    office.clock.pass_(minutes=2)
    with pytest.raises(TooLateError):
        office.casework.triage.undo(ref, step, by=LEAD)


def test_a_step_that_another_followed_is_not_undone(office: Office) -> None:
    ref = office.file()
    first = office.move(ref, Status.RAISED)
    then = office.move(ref, Status.PANEL)
    with pytest.raises(TooLateError):
        office.casework.triage.undo(ref, first, by=LEAD)
    office.casework.triage.undo(ref, then, by=LEAD)
    office.casework.triage.undo(ref, first, by=LEAD)
    assert office.complaint(ref).status is Status.RECEIVED


def test_another_complaints_step_is_not_known_here(office: Office) -> None:
    ref, other = office.file(), office.file()
    step = office.move(other, Status.RAISED)
    with pytest.raises(UnknownComplaintError):
        office.casework.triage.undo(ref, step, by=LEAD)


def test_a_step_that_nobody_here_can_be_told_is_undone_too(office: Office) -> None:
    ref = office.file(CASEWORKER, source=Source.LETTER)
    step = office.move(ref, Status.RAISED)
    assert states(office, ref, NoticeKind.STEP) == [NoticeState.FAILED]
    office.casework.triage.undo(ref, step, by=LEAD)
    assert states(office, ref, NoticeKind.STEP) == [NoticeState.WITHDRAWN]


def test_a_case_added_meanwhile_stands_where_the_complaint_stood(office: Office) -> None:
    ref = office.file()
    office.add(ref, Details(respondents=(Respondent(name="A B"),)))
    step = office.move(ref, Status.DECIDED, outcome=Outcome.WARNED)
    office.add(ref, Details(respondents=(Respondent(name="C D"),)))
    office.casework.triage.undo(ref, step, by=LEAD)
    mine = office.rows(Case, Case.complaint_id == office.complaint(ref).id)
    assert [(case.status, case.outcome) for case in mine] == [(Status.RECEIVED, None)] * 2


def test_a_step_in_the_same_moment_still_comes_after(office: Office) -> None:
    ref = office.file()
    walk = [Status.RAISED, Status.INVESTIGATED, Status.PANEL, Status.REFERRED]
    for to in walk:
        office.move(ref, to)
    office.clock.pass_(minutes=2)
    own = office.casework.reading.open_own(ref, by=REPORTER)
    assert [step.status for step in own.steps] == walk
    assert own.row.status is Status.REFERRED


def test_reopening_names_the_status_it_returns_to(office: Office) -> None:
    ref = office.file()
    office.move(ref, **CLOSED)
    assert not office.complaint(ref).is_open
    office.move(ref, Status.INVESTIGATED)
    assert office.complaint(ref).is_open
    assert {row.manner for row in office.rows(Step)} == {Manner.FORWARD, Manner.REOPENED}


def test_a_word_to_the_reporter_reopens_nothing(office: Office) -> None:
    ref = office.file()
    office.move(ref, **CLOSED)
    with pytest.raises(ChangedMeanwhileError):
        office.casework.triage.acknowledge(
            ref, "Hello.", by=LEAD, version=office.version(ref), key=new_form()
        )


@pytest.mark.parametrize("to", [s for s in Status if s not in steps_from(Status.DECIDED)])
def test_what_the_policy_has_not_is_not_stored(office: Office, to: Status) -> None:
    ref = office.file()
    office.move(ref, Status.DECIDED, outcome=Outcome.NO_ACTION)
    with pytest.raises(ChangedMeanwhileError):
        office.move(ref, to, outcome=Outcome.WARNED, closing=Closing.TOLD)
    assert office.count(Step) == 1


def test_a_step_that_lacks_something_is_not_stored(office: Office) -> None:
    ref = office.file()
    with pytest.raises(MoveError):
        office.move(ref, Status.DECIDED)
    with pytest.raises(MoveError):
        office.move(ref, Status.RAISED, happened_on=date(2026, 3, 3))
    assert office.count(Step) == 0


@pytest.mark.parametrize("answer", [None, AgentAnswer.NOT_MINE])
def test_what_is_not_confirmed_is_not_raised(
    office: Office, answer: AgentAnswer | None
) -> None:
    ref = office.file(cast.AGENT, reporter=REPORTER)
    if answer:
        office.casework.intake.answer(ref, answer, by=REPORTER)
    with pytest.raises(NotConfirmedError):
        office.move(ref, Status.RAISED)
    office.move(ref, Status.ACKNOWLEDGED)
    office.move(ref, **CLOSED)


@pytest.mark.parametrize("answer", [AgentAnswer.CONFIRM, AgentAnswer.MINE])
def test_what_is_confirmed_is(office: Office, answer: AgentAnswer) -> None:
    ref = office.file(cast.AGENT, reporter=REPORTER)
    for _ in range(2):
        office.casework.intake.answer(ref, answer, by=REPORTER)
    office.move(ref, Status.RAISED)
    told = {row.recipient for row in office.notices(ref) if row.kind is NoticeKind.STEP}
    assert told == ({REPORTER, cast.AGENT} if answer is AgentAnswer.CONFIRM else {REPORTER})
    assert office.tags().count(Tag.COMPLAINT_ANSWERED) == 1


def test_what_is_mine_from_now_on_is_gone_from_the_agents_home(office: Office) -> None:
    ref = office.file(cast.AGENT, reporter=REPORTER)
    for person in (cast.AGENT, REPORTER):
        office.casework.reading.home(person)
    office.casework.intake.answer(ref, AgentAnswer.MINE, by=REPORTER)
    homes = {shown.place: shown.home for shown in office.show() if shown.home}
    assert {place: len(home.own) for place, home in homes.items()} == {
        cast.AGENT: 0,
        REPORTER: 1,
    }


def test_another_answer_is_too_late(office: Office) -> None:
    ref = office.file(cast.AGENT, reporter=REPORTER)
    office.casework.intake.answer(ref, AgentAnswer.CONFIRM, by=REPORTER)
    with pytest.raises(TooLateError):
        office.casework.intake.answer(ref, AgentAnswer.NOT_MINE, by=REPORTER)


def test_an_agent_neither_consents_nor_chooses_what_a_dm_says(office: Office) -> None:
    ref = office.file(cast.AGENT, reporter=REPORTER)
    for choice in (
        Details(dm_choice=DmChoice.HOME),
        Details(consent=((Audience.NEC, Consent.WITH_NAME),)),
    ):
        with pytest.raises(RefusedError):
            office.add(ref, choice, cast.AGENT)
        office.add(ref, choice, REPORTER)


def test_what_a_task_was_done_with_is_kept_sealed_and_once(office: Office) -> None:
    ref = office.file(CASEWORKER, source=Source.TELEPHONE)
    (task,) = office.casework.reading.open_file(ref, by=LEAD).undelivered
    office.casework.triage.told_otherwise(task.notice, "rang them at home", by=CASEWORKER)
    with pytest.raises(ChangedMeanwhileError):
        office.casework.triage.told_otherwise(task.notice, "wrote", by=LEAD)
    (row,) = office.notices(ref)
    assert row.state is NoticeState.TOLD
    assert row.told_how is not None
    assert b"rang" not in row.told_how
    assert office.casework.reading.queue(LEAD).undelivered == ()


def test_it_is_known_how_the_reporter_hears_of_a_step(office: Office) -> None:
    ref = office.file()
    assert office.casework.reading.telling(ref, by=CASEWORKER) is Telling.MESSAGE
    office.add(ref, Details(dm_choice=DmChoice.HOME))
    assert office.casework.reading.telling(ref, by=CASEWORKER) is Telling.HOME


def test_it_is_known_where_the_reporter_has_no_account(office: Office) -> None:
    ref = office.file(CASEWORKER, source=Source.LETTER)
    assert office.casework.reading.telling(ref, by=LEAD) is Telling.NOBODY
