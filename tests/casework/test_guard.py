"""Who can write to the database, but has no key, reads nothing and becomes nobody."""

import logging
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, update

from slackbot.casework.checking import find_misfits
from slackbot.casework.errors import (
    AlteredRecordError,
    NotStoredError,
    RefusedError,
    UnknownComplaintError,
)
from slackbot.records.audit import AuditEntry, Tag
from slackbot.records.case import Case
from slackbot.records.complaint import Addition, Complaint, Confirmation
from slackbot.records.conflict import Conflict, Why
from slackbot.records.draft import Draft
from slackbot.records.notice import Display, Notice
from slackbot.records.people import Grant
from slackbot.records.sealed import DataKey
from slackbot.rules.details import Details, Respondent
from slackbot.rules.notices import Fault, NoticeKind, NoticeState
from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import AgentAnswer
from slackbot.rules.roles import Role
from slackbot.rules.status import Status
from tests import cast
from tests.cast import (
    AGENT,
    CASEWORKER,
    LEAD,
    OTHER_LEAD,
    REPORTER,
    SECOND_MP,
    STANDBY,
    Office,
)


def forge(office: Office, ref: ComplaintRef, **values: object) -> None:
    """Write to a complaint's row past the app."""
    with office.session() as session:
        session.execute(update(Complaint).where(Complaint.ref == ref).values(**values))


def forget_conflicts(office: Office, ref: ComplaintRef, *conditions: object) -> None:
    about = Conflict.complaint_id == office.complaint(ref).id
    with office.session() as session:
        session.execute(delete(Conflict).where(about, *conditions))  # type: ignore[arg-type]


def forge_role(office: Office, person: SlackUser, role: Role) -> None:
    now = office.clock()
    row = {"id": uuid4(), "person": person, "role": role, "given_by": LEAD, "given_at": now}
    with office.session() as session:
        session.execute(insert(Grant).values(**row, seal=bytes(32)))


def misfits(office: Office) -> list[str]:
    desk = office.casework.desk
    found = find_misfits(desk.database, desk.vault, desk.roles.seal)
    return [f"{each.about} {each.name}" for each in found]


def open_own(office: Office, ref: ComplaintRef, by: SlackUser) -> object:
    return office.casework.reading.open_own(ref, by=by)


def open_file(office: Office, ref: ComplaintRef, by: SlackUser) -> object:
    return office.casework.reading.open_file(ref, by=by)


@pytest.mark.parametrize("column", ["reporter", "agent"])
def test_who_writes_themselves_in_as_an_owner_reads_nothing(
    office: Office, column: str
) -> None:
    ref = office.file()
    forge(office, ref, **{column: SECOND_MP})
    with pytest.raises(AlteredRecordError):
        open_own(office, ref, SECOND_MP)


def test_nor_does_anybody_else_until_it_is_put_right(office: Office) -> None:
    ref = office.file()
    forge(office, ref, reporter=SECOND_MP)
    with pytest.raises(AlteredRecordError):
        open_file(office, ref, CASEWORKER)
    forge(office, ref, reporter=REPORTER)
    assert open_file(office, ref, CASEWORKER)


def test_who_deletes_the_conflict_that_keeps_them_out_reads_nothing(office: Office) -> None:
    ref = office.file(kept_from=frozenset({CASEWORKER}))
    forget_conflicts(office, ref, Conflict.person == CASEWORKER)
    with pytest.raises(AlteredRecordError):
        open_file(office, ref, CASEWORKER)


def test_who_lifts_their_conflict_past_the_app_reads_nothing(office: Office) -> None:
    ref = office.file(kept_from=frozenset({CASEWORKER}))
    with office.session() as session:
        session.execute(update(Conflict).values(lifted_by=LEAD, lifted_at=office.clock()))
    with pytest.raises(AlteredRecordError):
        open_file(office, ref, CASEWORKER)


def test_an_agent_who_makes_another_reason_of_being_complained_of_reads_nothing(
    office: Office,
) -> None:
    ref = office.file(AGENT, reporter=REPORTER)
    office.casework.intake.answer(ref, AgentAnswer.CONFIRM, by=REPORTER)
    office.add(ref, Details(respondents=(Respondent(account=AGENT),)), by=REPORTER)
    with office.session() as session:
        session.execute(update(Conflict).values(why=Why.OWN))
    with pytest.raises(AlteredRecordError):
        open_own(office, ref, AGENT)


def test_an_agent_who_confirms_themselves_reads_nothing(office: Office) -> None:
    ref = office.file(AGENT, reporter=REPORTER)
    forge(office, ref, confirmation=Confirmation.CONFIRMED)
    with pytest.raises(AlteredRecordError):
        open_own(office, ref, AGENT)


def test_an_agent_who_claims_what_the_reporter_added_does_not_read_it(office: Office) -> None:
    ref = office.file(AGENT, reporter=REPORTER)
    office.add(ref, Details(statement="For the team alone."), by=REPORTER)
    with office.session() as session:
        session.execute(update(Addition).values(added_by=AGENT))
    with pytest.raises(NotStoredError):
        open_own(office, ref, AGENT)


def test_a_standby_who_calls_themselves_reads_nothing(office: Office) -> None:
    ref = office.file()
    forge(office, ref, standby_called=True)
    with pytest.raises(AlteredRecordError):
        open_file(office, ref, STANDBY)


def test_who_takes_over_a_caught_message_does_not_read_it(office: Office) -> None:
    key = office.casework.intake.keep_quote(cast.quote(SECOND_MP, "rude"), by=REPORTER)
    with office.session() as session:
        session.execute(update(Draft).values(person=SECOND_MP))
    with pytest.raises(NotStoredError):
        office.file(SECOND_MP, key=key)


def test_an_older_guard_of_another_complaint_is_no_guard(office: Office) -> None:
    ref, mine = office.file(), office.file(SECOND_MP)
    forge(office, ref, reporter=SECOND_MP, guard=office.complaint(mine).guard)
    with pytest.raises(AlteredRecordError):
        open_own(office, ref, SECOND_MP)


def test_what_was_forged_does_not_become_true_by_adding_to_it(office: Office) -> None:
    ref = office.file()
    forge(office, ref, reporter=SECOND_MP)
    with pytest.raises(AlteredRecordError):
        office.add(ref, Details(statement=f"It was {cast.NAMES[CASEWORKER]}."), by=SECOND_MP)


def test_nor_by_a_role_for_whose_sake_everything_is_looked_through(office: Office) -> None:
    ref = office.file(statement=f"It was {cast.NAMES[SECOND_MP]}.")
    forge(office, ref, reporter=cast.OBSERVER)
    office.casework.people.give(SECOND_MP, Role.CASEWORKER, by=LEAD)
    assert misfits(office) == [f"complaint {ref}"]


def test_nor_by_confirming_it(office: Office) -> None:
    ref = office.file(AGENT, reporter=REPORTER)
    forge(office, ref, reporter=SECOND_MP)
    with pytest.raises(AlteredRecordError):
        office.casework.intake.answer(ref, AgentAnswer.MINE, by=SECOND_MP)


def test_nobody_acts_on_what_was_altered(office: Office) -> None:
    ref = office.file(kept_from=frozenset({CASEWORKER}))
    forget_conflicts(office, ref)
    with pytest.raises(AlteredRecordError):
        office.casework.triage.take(ref, by=CASEWORKER)


def test_the_log_says_who_asked_for_what_was_altered(office: Office) -> None:
    ref = office.file()
    forge(office, ref, reporter=SECOND_MP)
    with pytest.raises(AlteredRecordError):
        open_own(office, ref, SECOND_MP)
    entry = office.rows(AuditEntry)[-1]
    assert (entry.tag, entry.actor) == (Tag.RECORD_ALTERED, SECOND_MP)
    assert entry.complaint_id == office.complaint(ref).id


def test_the_operator_is_told_by_tag_and_reference_alone(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    ref = office.file()
    forge(office, ref, reporter=SECOND_MP)
    with pytest.raises(AlteredRecordError):
        open_own(office, ref, SECOND_MP)
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert (vars(record)["tag"], vars(record)["ref"]) == (Tag.RECORD_ALTERED, ref)
    assert SECOND_MP not in record.getMessage()


def test_who_writes_themselves_in_is_not_told_of_a_step(office: Office) -> None:
    ref = office.file()
    office.deliver()
    office.move(ref, Status.LOGGED)
    forge(office, ref, reporter=SECOND_MP)
    with office.session() as session:
        mine = Notice.recipient == REPORTER
        session.execute(update(Notice).where(mine).values(recipient=SECOND_MP))
    office.clock.pass_(hours=1)
    assert office.deliver() == []


def test_the_word_that_was_owed_is_left_to_people_as_a_task(office: Office) -> None:
    ref = office.file()
    forge(office, ref, reporter=SECOND_MP)
    office.deliver()
    (owed,) = [each for each in office.notices(ref) if each.kind is NoticeKind.RECEIVED]
    assert (owed.state, owed.fault) == (NoticeState.FAILED, Fault.ALTERED)
    assert office.tags()[-1] is Tag.RECORD_ALTERED


def test_a_destroyed_key_does_not_stop_the_courier(office: Office) -> None:
    ref, other = office.file(), office.file(SECOND_MP)
    with office.session() as session:
        session.execute(delete(DataKey).where(DataKey.owner == office.complaint(ref).id))
    assert [owed.facts.ref for owed in office.deliver()] == [other]


def test_a_role_that_was_written_in_is_none(office: Office) -> None:
    ref = office.file()
    forge_role(office, SECOND_MP, Role.CASEWORKER)
    with pytest.raises(RefusedError):
        open_file(office, ref, SECOND_MP)


def test_nor_is_one_that_is_live_again_past_the_app(office: Office) -> None:
    ref = office.file()
    office.casework.people.end(CASEWORKER, Role.CASEWORKER, by=LEAD)
    with office.session() as session:
        mine = Grant.person == CASEWORKER
        session.execute(update(Grant).where(mine).values(ended_at=None, ended_by=None))
    with pytest.raises(RefusedError):
        open_file(office, ref, CASEWORKER)


@pytest.mark.parametrize("change", [{"person": SECOND_MP}, {"role": Role.LEAD}], ids=str)
def test_nor_is_one_that_was_given_to_somebody_else_or_as_another(
    office: Office, change: dict[str, object]
) -> None:
    with office.session() as session:
        session.execute(update(Grant).where(Grant.person == CASEWORKER).values(**change))
    assert office.casework.people.who(change.get("person", CASEWORKER)).roles == set()  # type: ignore[arg-type]


def test_a_standby_with_a_role_written_in_beside_finds_nothing(office: Office) -> None:
    ref = office.file()
    forge_role(office, STANDBY, Role.CASEWORKER)
    with pytest.raises(UnknownComplaintError):
        open_file(office, ref, STANDBY)


def test_nobody_is_paged_for_a_role_that_was_written_in(office: Office) -> None:
    forge_role(office, SECOND_MP, Role.ON_CALL)
    office.file(urgent=True)
    assert SECOND_MP not in {owed.recipient for owed in office.deliver()}


def test_a_role_that_was_written_in_stands_on_no_home(office: Office) -> None:
    forge_role(office, SECOND_MP, Role.CASEWORKER)
    home = office.casework.reading.home(LEAD)
    assert SECOND_MP not in {row.person for row in home.roles}


def test_a_role_that_was_written_in_is_told_of_once(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    forge_role(office, SECOND_MP, Role.CASEWORKER)
    for _ in range(3):
        office.casework.people.who(SECOND_MP)
    assert office.tags().count(Tag.RECORD_ALTERED) == 1
    assert len([each for each in caplog.records if each.levelno == logging.ERROR]) == 1


def test_verify_names_what_was_forged(office: Office) -> None:
    mine, hidden = office.file(), office.file(kept_from=frozenset({CASEWORKER}))
    forge(office, mine, reporter=SECOND_MP)
    forget_conflicts(office, hidden)
    forge_role(office, SECOND_MP, Role.CASEWORKER)
    (grant,) = office.rows(Grant, Grant.person == SECOND_MP)
    wanted = {f"complaint {mine}", f"complaint {hidden}", f"role {grant.id}"}
    assert set(misfits(office)) == wanted
    assert len(misfits(office)) == len(wanted)


def test_verify_misses_a_complaint_that_was_deleted(office: Office) -> None:
    ref = office.file()
    gone = office.complaint(ref).id
    with office.session() as session:
        for table in (Notice, Display, Conflict, Case):
            session.execute(delete(table).where(table.complaint_id == gone))
        session.execute(delete(Complaint).where(Complaint.id == gone))
    assert misfits(office) == [f"complaint {gone}"]


def test_verify_finds_nothing_where_the_app_alone_wrote(office: Office) -> None:
    ref = office.file(statement=f"It was {cast.NAMES[CASEWORKER]}.", urgent=True)
    office.casework.triage.lift(ref, CASEWORKER, by=LEAD)
    office.add(ref, Details(respondents=(Respondent(account=CASEWORKER),)))
    for answer in AgentAnswer:
        sent = office.file(AGENT, reporter=REPORTER)
        office.casework.intake.answer(sent, answer, by=REPORTER)
    office.file(kept_from=frozenset(cast.TEAM))
    office.file(kept_from=frozenset({*cast.TEAM, STANDBY} - {OTHER_LEAD}))
    office.casework.people.end(OTHER_LEAD, Role.LEAD, by=LEAD)  # and the standby is called
    office.casework.people.give(SECOND_MP, Role.CASEWORKER, by=LEAD)
    assert misfits(office) == []
