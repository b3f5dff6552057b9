from datetime import timedelta

import pytest

from slackbot.records.notice import Display, Notice
from slackbot.rules.details import Details, DmChoice
from slackbot.rules.notices import Fault, NoticeKind, NoticeState
from slackbot.rules.outcomes import Closing
from slackbot.rules.people import SlackUser
from slackbot.rules.roles import Role
from slackbot.rules.status import Status
from tests import cast
from tests.cast import CASEWORKER, CHANNEL, LEAD, OTHER_LEAD, REPORTER, Office

A, B = "courier a", "courier b"


def test_a_person_reads_in_order_what_happened_in_order(office: Office) -> None:
    ref = office.file()
    for to in (Status.RAISED, Status.PANEL):
        office.move(ref, to)
        office.clock.pass_(minutes=3)
    posting = office.casework.posting
    first = posting.claim_notice(A)
    assert first
    assert first.facts.kind is NoticeKind.RECEIVED
    assert posting.claim_notice(B) is None  # what follows waits for the first
    posting.settle_later(first.seq, A, office.clock() + timedelta(minutes=1), doubtful=True)
    assert posting.claim_notice(B) is None
    office.clock.pass_(minutes=1)
    told = [(owed.facts.kind, owed.facts.status) for owed in office.deliver()]
    assert told == [
        (NoticeKind.RECEIVED, Status.RECEIVED),
        (NoticeKind.STEP, Status.RAISED),
        (NoticeKind.STEP, Status.PANEL),
    ]


def test_nobody_waits_for_another_persons_message(office: Office) -> None:
    office.file()
    office.file(cast.SECOND_MP)
    first, second = (office.casework.posting.claim_notice(name) for name in (A, B))
    assert first
    assert second
    assert {first.recipient, second.recipient} == {REPORTER, cast.SECOND_MP}


def test_danger_goes_first(office: Office) -> None:
    office.file()
    office.clock.pass_(seconds=1)
    office.file(cast.SECOND_MP, urgent=True)
    kinds = [owed.facts.kind for owed in office.deliver()]
    assert kinds == [NoticeKind.DANGER] * 2 + [NoticeKind.RECEIVED] * 2


def test_what_a_dead_courier_had_is_in_doubt_and_claimed_again(office: Office) -> None:
    office.file()
    posting = office.casework.posting
    first, then = posting.claim_notice(A), office.clock()
    office.clock.pass_(seconds=60)
    assert posting.claim_notice(B) is None
    office.clock.pass_(seconds=1)
    again = posting.claim_notice(B)
    assert first
    assert again
    assert (first.doubt_since, again.doubt_since) == (None, then)
    assert (again.seq, again.attempts) == (first.seq, 2)


def test_who_lost_the_lease_settles_nothing(office: Office) -> None:
    office.file()
    posting = office.casework.posting
    owed = posting.claim_notice(A)
    assert owed
    office.clock.pass_(seconds=61)
    posting.claim_notice(B)
    tags = office.tags()
    assert not posting.settle_sent(owed.seq, A, "D0", "1.0")
    assert not posting.settle_later(owed.seq, A, office.clock(), doubtful=True)
    assert not posting.settle_failed(owed.seq, A, Fault.NO_DM)
    assert office.tags() == tags
    assert posting.settle_sent(owed.seq, B, "D0", "1.0")
    assert not posting.settle_sent(owed.seq, B, "D0", "1.0")
    office.clock.pass_(days=1)
    assert office.deliver() == []


@pytest.mark.parametrize("doubtful", [True, False])
def test_only_what_may_have_arrived_stays_in_doubt(office: Office, *, doubtful: bool) -> None:
    office.file()
    posting = office.casework.posting
    owed = posting.claim_notice(A)
    assert owed
    posting.settle_later(owed.seq, A, office.clock(), doubtful=doubtful)
    again = posting.claim_notice(A)
    assert again
    assert (again.doubt_since is not None) == doubtful


def test_who_wants_nothing_by_dm_is_told_on_home_only(office: Office) -> None:
    ref = office.file()
    office.add(ref, Details(dm_choice=DmChoice.HOME))
    office.casework.reading.home(REPORTER)
    office.move(ref, Status.RAISED)
    office.clock.pass_(minutes=2)
    assert [owed.facts.kind for owed in office.deliver()] == [NoticeKind.RECEIVED]
    assert office.notices(ref)[-1].state is NoticeState.QUIET
    (home,) = [shown.home for shown in office.show() if shown.place == REPORTER]
    assert home
    assert home.own[0].status is Status.RAISED


def test_what_cannot_be_delivered_is_a_task_until_it_is_done(office: Office) -> None:
    ref = office.file()
    office.show()
    owed = office.casework.posting.claim_notice(A)
    assert owed
    office.casework.posting.settle_failed(owed.seq, A, Fault.ACCOUNT_GONE)
    (card,) = [shown.card for shown in office.show() if shown.card]
    assert card.undelivered == 1
    (task,) = office.casework.reading.queue(CASEWORKER).undelivered
    assert (task.ref, task.name) == (ref, "Rachel Wynne")
    assert task.about == "about its receipt: their account is deactivated"
    office.casework.triage.told_otherwise(task.notice, "rang", by=CASEWORKER)
    (card,) = [shown.card for shown in office.show() if shown.card]
    assert card.undelivered == 0


def pages(office: Office) -> list[SlackUser]:
    return [o.recipient for o in office.deliver() if o.facts.kind is NoticeKind.DANGER]


def test_two_are_paged_at_once_and_after_ten_minutes_all_who_may_see_it(
    office: Office,
) -> None:
    office.file(urgent=True, kept_from=frozenset({cast.OTHER_CASEWORKER}))
    assert pages(office) == [LEAD, OTHER_LEAD]
    office.clock.pass_(minutes=9, seconds=59)
    office.casework.clockwork.tick()
    assert pages(office) == []
    office.clock.pass_(seconds=1)
    office.casework.clockwork.tick()
    assert pages(office) == [CASEWORKER]
    office.clock.pass_(minutes=10)
    office.casework.clockwork.tick()
    assert pages(office) == []


def test_who_is_on_call_is_paged_first(office: Office) -> None:
    office.casework.people.give(cast.OTHER_CASEWORKER, Role.ON_CALL, by=LEAD)
    office.deliver()
    office.file(urgent=True)
    assert pages(office)[0] == cast.OTHER_CASEWORKER


def test_once_somebody_has_it_nobody_more_is_paged_and_the_paged_hear_of_it(
    office: Office,
) -> None:
    ref = office.file(urgent=True)
    first = office.casework.posting.claim_notice(A)
    assert first
    office.casework.posting.settle_sent(first.seq, A, "D0", "1.0")
    assert office.casework.triage.hold(ref, by=CASEWORKER) == "Cara Winter"
    assert office.casework.triage.hold(ref, by=LEAD) == "Cara Winter"
    office.clock.pass_(minutes=11)
    office.casework.clockwork.tick()
    told = [(owed.facts.kind, owed.recipient) for owed in office.deliver()]
    assert (NoticeKind.DANGER_HELD, first.recipient) in told
    assert len([kind for kind, _ in told if kind is NoticeKind.DANGER_HELD]) == 1
    assert not [kind for kind, _ in told if kind is NoticeKind.DANGER]


def test_a_closed_complaint_pages_nobody(office: Office) -> None:
    ref = office.file(urgent=True)
    office.deliver()
    office.move(ref, Status.CLOSED, closing=Closing.WITHDRAWN)
    office.clock.pass_(minutes=11)
    office.casework.clockwork.tick()
    assert pages(office) == []


def test_a_card_follows_the_state_and_is_one(office: Office) -> None:
    ref = office.file()
    office.show()
    office.casework.triage.take(ref, by=CASEWORKER)
    office.move(ref, Status.RAISED)
    (shown,) = office.show()
    assert shown.card
    assert (shown.card.taken_by, shown.card.status) == ("Cara Winter", Status.RAISED)
    assert shown.ts == "1.0"
    assert office.show() == []


def test_what_changed_while_a_card_was_being_shown_is_shown_next(office: Office) -> None:
    showing = office.casework.showing
    ref = office.file()
    first = showing.claim_display(A, channel_is_safe=True)
    assert first
    office.casework.triage.take(ref, by=LEAD)
    assert showing.claim_display(B, channel_is_safe=True) is None
    assert showing.settle_shown(first.mark, A, first.version, "C0", "1.0")
    (again,) = office.show()
    assert again.version == first.version + 1


@pytest.mark.parametrize("how", ["shown", "failed"])
def test_a_deletion_is_urgent_also_when_it_comes_in_between(office: Office, how: str) -> None:
    showing = office.casework.showing
    ref = office.file()
    owed = showing.claim_display(A, channel_is_safe=True)
    assert owed
    office.add(ref, Details(statement=f"It was {cast.NAMES[CASEWORKER]}."))
    if how == "shown":
        showing.settle_shown(owed.mark, A, owed.version, "C0", "1.0")
    else:
        showing.settle_display_failed(owed.mark, A, owed.version, Fault.REJECTED)
    (first, *_) = office.show()
    assert (first.mark, first.wanted) == (owed.mark, False)


def test_cards_wait_for_a_safe_channel_and_deletions_do_not(office: Office) -> None:
    ref = office.file()
    assert office.casework.showing.channel_cards_due()
    assert office.show(channel_is_safe=False) == []
    office.show()
    office.add(ref, Details(statement=f"It was {cast.NAMES[CASEWORKER]}."))
    first, *others = office.show(channel_is_safe=False)
    assert (first.place, first.wanted) == (CHANNEL, False)
    assert {shown.place for shown in others} == {cast.OTHER_CASEWORKER, LEAD, OTHER_LEAD}


def test_a_card_posted_twice_is_taken_away_when_it_is_pressed(office: Office) -> None:
    office.file()
    (shown,) = office.show()
    for _ in range(2):
        office.casework.showing.touched(shown.mark, "C0", "2.0")
    office.casework.showing.touched(shown.mark, "C0", "1.0")
    (twin,) = office.show()
    assert (twin.wanted, twin.ts, twin.card) == (False, "2.0", None)


def test_a_pause_is_never_shortened(office: Office) -> None:
    posting, now = office.casework.posting, office.clock()
    posting.pause("chat.postMessage", now + timedelta(seconds=30))
    posting.pause("chat.postMessage", now + timedelta(seconds=10))
    assert posting.paused_until("chat.postMessage") == now + timedelta(seconds=30)
    assert posting.paused_until("views.publish") is None
    office.clock.pass_(seconds=31)
    assert posting.paused_until("chat.postMessage") is None


def test_no_words_in_the_plain_columns_are_what_somebody_wrote(office: Office) -> None:
    secret = "SECRET words"
    ref = office.file(statement=secret, urgent=True)
    office.add(ref, Details(statement=secret, hope=secret, place=secret))
    office.move(ref, Status.RAISED, reason=secret, sentence=secret)
    rows = [repr(vars(row)) for kind in (Notice, Display) for row in office.rows(kind)]
    assert rows
    assert secret not in "".join(rows)
