"""What somebody would try who wants to know, to hide or to forge; each was once possible."""

import json
from dataclasses import replace

import pytest

from slackbot.casework.errors import RefusedError, UnknownComplaintError, UnknownPlaceError
from slackbot.records import audit
from slackbot.records.audit import AuditEntry
from slackbot.records.conflict import Conflict
from slackbot.records.notice import Display, DisplayKind
from slackbot.rules.channel import ChannelSeen
from slackbot.rules.details import Audience, Consent, Details, DmChoice, Respondent
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import Member, SlackUser, Standing
from slackbot.rules.provenance import Source
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import AgentAnswer
from slackbot.rules.roles import Role
from slackbot.rules.status import Status
from tests import cast
from tests.cast import (
    AGENT,
    CASEWORKER,
    LEAD,
    OBSERVER,
    OTHER_CASEWORKER,
    REPORTER,
    SECOND_MP,
    STANDBY,
    Office,
)

SECRET = Details(statement="What only the parliamentarian knows.")


def sees(office: Office, person: SlackUser) -> set[ComplaintRef]:
    return {card.ref for card in office.casework.reading.queue(person).rows}


def added(office: Office, ref: ComplaintRef, by: SlackUser) -> list[str]:
    file = office.casework.reading.open_own(ref, by=by)
    return [each.details.statement for each in file.additions]


def rename(office: Office, person: SlackUser, name: str, *known_as: str) -> None:
    member = Member(person, name, Standing.MEMBER, known_as=known_as)
    office.casework.people.learn([member])


@pytest.mark.parametrize(
    "after",
    [
        "99999999999999999999|2026-03-01T09:00:00+00:00|" + "0" * 32,
        "-1|2026-03-01T09:00:00+00:00|" + "0" * 32,
        "1|0001-01-01T00:00:00+14:00|" + "0" * 32,
        "1|9999-12-31T23:59:59-14:00|" + "0" * 32,
        "1|2026-03-01T09:00:00|" + "0" * 32,
        "1|2026-03-01T09:00:00+00:00|x",
        "nonsense",
    ],
)
def test_a_place_in_the_queue_that_we_never_gave_is_said_to_be_none(
    office: Office, after: str
) -> None:
    office.file()
    with pytest.raises(UnknownPlaceError):
        office.casework.reading.home(CASEWORKER, after)


def test_a_standby_caseworker_learns_nothing_of_the_triage_channel(office: Office) -> None:
    stranger = ChannelSeen(members=(*cast.TEAM, SECOND_MP))
    office.casework.watch.record(stranger)
    assert office.casework.reading.home(STANDBY).channel_problem is None


@pytest.mark.parametrize("person", [OBSERVER, cast.OVERSIGHT, STANDBY])
def test_no_home_moves_for_who_may_not_see_the_complaint(
    office: Office, person: SlackUser
) -> None:
    office.casework.reading.home(person)
    ref = office.file()
    office.casework.triage.take(ref, by=CASEWORKER)
    mine = (Display.kind == DisplayKind.HOME, Display.place == person, Display.is_due)
    assert office.count(Display, *mine) == 0


@pytest.mark.parametrize("answer", [None, AgentAnswer.NOT_MINE], ids=["awaited", "denied"])
def test_a_stranger_who_says_to_act_for_somebody_does_not_read_what_they_add(
    office: Office, answer: AgentAnswer | None
) -> None:
    ref = office.file(SECOND_MP, reporter=REPORTER)
    office.add(ref, SECRET, by=REPORTER)
    if answer:
        office.casework.intake.answer(ref, answer, by=REPORTER)
    assert added(office, ref, SECOND_MP) == []


def test_a_confirmed_agent_reads_what_was_added(office: Office) -> None:
    ref = office.file(AGENT, reporter=REPORTER)
    office.add(ref, SECRET, by=REPORTER)
    office.casework.intake.answer(ref, AgentAnswer.CONFIRM, by=REPORTER)
    assert added(office, ref, AGENT) == [SECRET.statement]


def test_an_agent_who_is_named_as_a_respondent_follows_it_no_more(office: Office) -> None:
    ref = office.file(AGENT, reporter=REPORTER)
    office.casework.intake.answer(ref, AgentAnswer.CONFIRM, by=REPORTER)
    office.add(ref, Details(respondents=(Respondent(account=AGENT),)), by=REPORTER)
    with pytest.raises(UnknownComplaintError):
        office.casework.reading.open_own(ref, by=AGENT)


def test_and_hears_no_more_of_it(office: Office) -> None:
    ref = office.file(AGENT, reporter=REPORTER)
    office.casework.intake.answer(ref, AgentAnswer.CONFIRM, by=REPORTER)
    office.deliver()
    office.add(ref, Details(respondents=(Respondent(account=AGENT),)), by=REPORTER)
    office.move(ref, Status.LOGGED)
    office.clock.pass_(hours=1)
    assert AGENT not in {owed.recipient for owed in office.deliver()}


@pytest.mark.parametrize(
    "raw",
    [
        {"text": "see this", "attachments": [{"author_id": CASEWORKER, "text": "rude"}]},
        {"text": "see this", "attachments": [{"author_name": "Cara Winter"}]},
        {
            "text": "fallback",
            "blocks": [{"type": "rich_text", "elements": [{"user_id": CASEWORKER}]}],
        },
        {"text": "fallback", "blocks": [{"text": {"text": "Cara Winter is behind it"}}]},
    ],
    ids=["shared message", "its author's name", "mention in blocks", "name in blocks"],
)
def test_whoever_stands_anywhere_in_a_reported_message_is_kept_out(
    office: Office, raw: dict[str, object]
) -> None:
    quote = replace(cast.quote(SECOND_MP, "see this"), raw=json.dumps(raw))
    key = office.casework.intake.keep_quote(quote, by=REPORTER)
    office.file(key=key)
    assert sees(office, CASEWORKER) == set()
    assert len(sees(office, OTHER_CASEWORKER)) == 1


def test_who_only_reacted_to_a_message_is_not_kept_out(office: Office) -> None:
    raw = {"text": "rude", "reactions": [{"name": "eyes", "users": [CASEWORKER]}]}
    quote = replace(cast.quote(SECOND_MP, "rude"), raw=json.dumps(raw))
    key = office.casework.intake.keep_quote(quote, by=REPORTER)
    office.file(key=key)
    assert len(sees(office, CASEWORKER)) == 1


def test_who_takes_another_name_is_still_found_by_the_old_one(office: Office) -> None:
    old = cast.NAMES[CASEWORKER]
    rename(office, CASEWORKER, "C. W.")
    office.file(statement=f"It was {old} who said it.")
    assert sees(office, CASEWORKER) == set()


def test_who_is_known_by_another_name_is_found_by_it(office: Office) -> None:
    rename(office, CASEWORKER, "Caroline Winter-Smith", "Cara Winter")
    office.file(statement="It was Cara Winter who said it.")
    assert sees(office, CASEWORKER) == set()


def test_the_leads_hear_that_somebody_with_a_role_has_another_name(office: Office) -> None:
    rename(office, CASEWORKER, "Lena Frost")
    told = {owed.recipient: owed.facts.text for owed in office.deliver()}
    words = "Lena Frost has another name in the workspace, and was Cara Winter before."
    assert told == dict.fromkeys([LEAD, cast.OTHER_LEAD], words)


def test_a_name_that_nobody_with_a_role_bears_is_told_to_nobody(office: Office) -> None:
    rename(office, REPORTER, "Somebody Else")
    assert office.deliver() == []


def test_a_name_cannot_turn_what_a_card_says_nor_add_a_line(office: Office) -> None:
    rename(office, CASEWORKER, "Cara\n\u202eUrgent. \u2066Winter\x07")
    assert office.casework.people.who(CASEWORKER).name == "Cara Urgent. Winter"


def test_who_takes_the_name_of_a_colleague_hides_nothing_from_that_colleague(
    office: Office,
) -> None:
    rename(office, SECOND_MP, cast.NAMES[CASEWORKER])
    office.file()
    assert len(sees(office, CASEWORKER)) == 1


@pytest.mark.parametrize(
    "details",
    [
        Details(dm_choice=DmChoice.HOME),
        Details(consent=((Audience.LEADER, Consent.WITH_NAME),)),
    ],
    ids=["quiet", "consent"],
)
def test_a_caseworker_does_not_choose_for_a_reporter_who_can(
    office: Office, details: Details
) -> None:
    ref = office.file(CASEWORKER, reporter=REPORTER, source=Source.LETTER)
    with pytest.raises(RefusedError):
        office.add(ref, details, by=CASEWORKER)


def test_a_caseworker_writes_down_what_a_reporter_without_an_account_chose(
    office: Office,
) -> None:
    ref = office.file(CASEWORKER, source=Source.LETTER)
    office.add(ref, Details(consent=((Audience.LEADER, Consent.WITH_NAME),)), by=CASEWORKER)
    assert len(office.casework.reading.open_file(ref, by=LEAD).additions) == 1


def test_and_is_not_asked_to(office: Office) -> None:
    ref = office.file(CASEWORKER, reporter=REPORTER, source=Source.LETTER)
    assert not office.casework.reading.can_add(ref, by=CASEWORKER).may_choose
    assert office.casework.reading.can_add(ref, by=REPORTER).may_choose


def test_who_was_kept_out_before_does_not_see_their_home_move_at_a_further_reason(
    office: Office,
) -> None:
    office.casework.reading.home(CASEWORKER)
    ref = office.file(kept_from=frozenset({CASEWORKER}))
    office.add(ref, Details(respondents=(Respondent(account=CASEWORKER),)))
    mine = (Display.kind == DisplayKind.HOME, Display.place == CASEWORKER, Display.is_due)
    assert office.count(Display, *mine) == 0


def test_a_card_just_posted_is_no_twin_of_the_one_that_it_replaces(office: Office) -> None:
    ref = office.file()
    office.show()
    office.casework.triage.take(ref, by=CASEWORKER)
    showing = office.casework.showing
    owed = showing.claim_display("courier", channel_is_safe=True)
    assert owed
    showing.touched(owed.mark, "C0", "2.0")  # pressed before the courier could settle it
    assert office.count(Display, Display.target.startswith("twin:")) == 0


def test_the_record_does_not_say_in_clear_who_the_respondents_are(office: Office) -> None:
    key = office.casework.intake.keep_quote(cast.quote(SECOND_MP, "rude"), by=REPORTER)
    ref = office.file(key=key)
    office.add(ref, Details(respondents=(Respondent(account=SlackUser("U0SOMEBODY")),)))
    kept = {row.person for row in office.rows(Conflict)}
    assert kept.isdisjoint({SECOND_MP, "U0SOMEBODY"})


def test_the_author_of_a_reported_message_is_kept_out_of_it_whatever_role_they_get(
    office: Office,
) -> None:
    key = office.casework.intake.keep_quote(cast.quote(SECOND_MP, "rude"), by=REPORTER)
    office.file(key=key)
    office.casework.people.give(SECOND_MP, Role.CASEWORKER, by=LEAD)
    assert sees(office, SECOND_MP) == set()


def test_a_head_that_people_saw_is_found_in_the_log(office: Office) -> None:
    office.file()
    seen = office.rows(AuditEntry)[-2].hash
    with office.session() as session:
        verdict = audit.verify(session, office.casework.desk.chain.key.public_key(), seen)
    assert verdict.intact


def test_a_log_put_back_to_an_older_head_does_not_hold_the_one_that_people_saw(
    office: Office,
) -> None:
    with office.session() as session:
        head = session.get_one(audit.AuditHead, 1)
        older = (head.seq, head.hash, head.signature)
    office.file()
    seen = office.rows(AuditEntry)[-1].hash
    with office.session() as session:
        head = session.get_one(audit.AuditHead, 1)
        head.seq, head.hash, head.signature = older
        for entry in session.query(AuditEntry).where(AuditEntry.seq > older[0]):
            session.delete(entry)
    with office.session() as session:
        public = office.casework.desk.chain.key.public_key()
        assert audit.verify(session, public).intact
        assert not audit.verify(session, public, seen).intact


def test_a_head_that_people_saw_does_not_let_them_work_out_how_much_is_going_on(
    office: Office,
) -> None:
    office.file()
    with office.session() as session:
        head = session.get_one(audit.AuditHead, 1)
        # Signed is the hash alone: a number beside it could be found by trying.
        signed = b"slackbot chain head v1:" + head.hash
        office.casework.desk.chain.key.public_key().verify(head.signature, signed)


def test_nobody_hears_of_a_complaint_from_a_role_that_they_are_given(office: Office) -> None:
    office.file(statement=f"It was {cast.NAMES[SECOND_MP]}.")
    office.deliver()
    office.casework.people.give(SECOND_MP, Role.CASEWORKER, by=LEAD)
    told = {owed.facts.kind for owed in office.deliver() if owed.recipient == SECOND_MP}
    assert told == {NoticeKind.ROLE_CHANGED}
