from datetime import date
from itertools import count
from unittest.mock import patch

import pytest

from slackbot.casework import intake
from slackbot.casework.errors import ChangedMeanwhileError, RefusedError
from slackbot.records.audit import Tag
from slackbot.records.case import Case
from slackbot.records.complaint import Addition, Complaint
from slackbot.records.draft import Draft
from slackbot.records.sealed import DataKey
from slackbot.rules.details import Details, Membership, Respondent
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import SlackUser
from slackbot.rules.policy import Policy
from slackbot.rules.provenance import Source
from slackbot.rules.reference import ComplaintRef, new_reference
from slackbot.rules.roles import Role
from tests import cast
from tests.cast import AGENT, CASEWORKER, LEAD, REPORTER, Office, new_form, open_office, report

ODD = "NUL \0, half \ud83d, <!channel> &lt; *_~ עברית \N{RIGHT-TO-LEFT OVERRIDE} Ŵy\n" * 200


def test_a_receipt_says_by_when(office: Office) -> None:
    receipt = office.casework.intake.file(report())
    assert receipt.acknowledged_by == date(2026, 3, 5)
    assert receipt.received_at == office.clock()
    assert receipt.own


def test_whatever_was_typed_is_kept_exactly(office: Office) -> None:
    ref = office.file(statement=ODD)
    said = Details(statement=ODD, links=tuple(f"https://example.org/{n}" for n in range(300)))
    office.add(ref, said)
    file = office.casework.reading.open_file(ref, by=LEAD)
    own = office.casework.reading.open_own(ref, by=REPORTER)
    assert file.statement == own.statement == ODD
    assert file.additions[0].details == own.additions[0].details == said


def test_another_persons_form_key_is_no_way_to_their_receipt(office: Office) -> None:
    sent = report()
    office.casework.intake.file(sent)
    with pytest.raises(ChangedMeanwhileError):
        office.casework.intake.file(report(cast.SECOND_MP, key=sent.key))
    assert office.count(Complaint) == 1


def test_another_persons_addition_is_not_swallowed(office: Office) -> None:
    key, more = new_form(), Details(hope="an apology")
    mine, theirs = office.file(), office.file(cast.SECOND_MP)
    office.casework.intake.add(mine, more, by=REPORTER, key=key)
    with pytest.raises(ChangedMeanwhileError):
        office.casework.intake.add(theirs, more, by=cast.SECOND_MP, key=key)
    assert office.count(Addition) == 1


def test_a_reference_that_somebody_has_is_drawn_anew(office: Office) -> None:
    taken, turn = office.file(), count()
    draw = new_reference

    def again() -> ComplaintRef:
        return taken if next(turn) == 0 else draw()

    with patch.object(intake, "new_reference", again):
        assert office.file() != taken


@pytest.mark.parametrize(
    ("sender", "changes"),
    [
        (AGENT, {}),
        (AGENT, {"reporter": AGENT}),
        (REPORTER, {"reporter": AGENT}),
        (REPORTER, {"reporter": cast.GONE}),
        (REPORTER, {"reporter": cast.UNKNOWN}),
        (REPORTER, {"source": Source.EMAIL}),
    ],
)
def test_what_may_not_be_sent_is_not_stored(
    office: Office, sender: SlackUser, changes: dict[str, object]
) -> None:
    with pytest.raises(RefusedError):
        office.file(sender, **changes)
    assert office.count(Complaint) == 0
    assert office.tags()[-1] is Tag.ACT_REFUSED


def test_a_switch_keeps_agents_out(office_url: str) -> None:
    office = open_office(office_url, policy=Policy(guests_may_send=False))
    with pytest.raises(RefusedError):
        office.file(AGENT, reporter=REPORTER)
    office.database.close()


def test_what_came_by_letter_keeps_its_day_and_tells_its_reporter(office: Office) -> None:
    sent = {"source": Source.LETTER, "reported_on": date(2019, 2, 20), "reporter": REPORTER}
    ref = office.file(CASEWORKER, **sent)
    file = office.casework.reading.open_file(ref, by=CASEWORKER)
    assert (file.reported_on, file.source, file.agent) == (
        date(2019, 2, 20),
        Source.LETTER,
        None,
    )
    assert [(o.recipient, o.facts.kind) for o in office.deliver()] == [
        (REPORTER, NoticeKind.RECEIVED)
    ]


def test_the_first_respondent_is_the_first_case(office: Office) -> None:
    ref = office.file()
    crowd = Respondent(accounts=("@a", "@b"), member=Membership.NO)
    office.add(ref, Details(respondents=(Respondent(name="A B"), crowd)))
    office.add(ref, Details(respondents=(Respondent(handle="@c"),)))
    mine = office.rows(Case, Case.complaint_id == office.complaint(ref).id)
    assert sorted(case.position for case in mine) == [1, 2, 3]


def test_a_caught_message_moves_under_the_complaints_own_key(office: Office) -> None:
    message = cast.quote(cast.SECOND_MP, ODD)
    key = office.casework.intake.keep_quote(message, by=REPORTER)
    ref = office.file(key=key)
    assert office.casework.reading.open_file(ref, by=LEAD).quote == message
    assert office.count(Draft) == 0
    assert office.count(DataKey) == 2  # the app's own and the complaint's


def test_another_persons_caught_message_is_not_taken(office: Office) -> None:
    key = office.casework.intake.keep_quote(cast.quote(None, "theirs"), by=cast.SECOND_MP)
    ref = office.file(key=key)
    assert office.casework.reading.open_file(ref, by=LEAD).quote is None
    assert office.count(Draft) == 1


def test_a_draft_that_is_never_sent_is_destroyed_with_its_key(office: Office) -> None:
    office.casework.intake.keep_quote(cast.quote(None, "a text"), by=REPORTER)
    office.clock.pass_(days=7)
    office.casework.clockwork.tick()
    assert office.count(Draft) == 1
    office.clock.pass_(seconds=1)
    office.casework.clockwork.tick()
    office.casework.clockwork.tick()
    assert office.count(Draft) == 0
    assert office.count(DataKey) == 1
    assert office.tags().count(Tag.DRAFT_DESTROYED) == 1


def test_opening_is_written_down_with_role_and_read_by_the_reporter(office: Office) -> None:
    ref = office.file()
    office.casework.reading.open_file(ref, by=CASEWORKER)
    office.casework.reading.open_own(ref, by=REPORTER)
    openings = office.casework.reading.open_own(ref, by=REPORTER).openings
    assert [(o.role, o.name) for o in openings] == [(Role.CASEWORKER, "Cara Winter")]


def test_the_queue_is_paged_urgent_first_then_oldest(office: Office) -> None:
    refs = []
    for n in range(23):
        office.clock.pass_(seconds=1)
        refs.append(office.file(urgent=n % 5 == 0))
    read, after, pages = [], None, 0
    while pages == 0 or after:
        page = office.casework.reading.queue(LEAD, after)
        read += [card.ref for card in page.rows]
        after, pages = page.after, pages + 1
    assert pages == 3
    assert read == refs[::5] + [ref for n, ref in enumerate(refs) if n % 5]
