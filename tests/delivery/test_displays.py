"""A card or a Home shows the newest state, stands once, and goes when it must."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from slackbot.casework.owing import display_row
from slackbot.delivery.courier import Step
from slackbot.delivery.retry import MOST
from slackbot.records.notice import Display, DisplayKind
from slackbot.rules.notices import Fault as Why
from slackbot.sandbox import Fault
from tests.delivery.office import ASHA, CARA, DAN, TRIAGE, Office

POST, UPDATE, DELETE = "chat.postMessage", "chat.update", "chat.delete"


def owe_home(office: Office, person: str) -> None:
    with office.casework.desk.database.begin() as session:
        row = display_row(DisplayKind.HOME, person, None, office.clock())
        session.execute(insert(Display), [row])


def displays(office: Office) -> list[Display]:
    with office.casework.desk.database.read() as session:
        return list(session.scalars(select(Display)))


def standing(office: Office, channel: str) -> list[str]:
    """The cards that can be seen there now."""
    there = office.box.world.channels.get(channel)
    messages = there.messages if there else []
    return [m.text for m in messages if "has it" in m.text and not m.deleted]


def kinds(office: Office, person: str = CARA) -> list[str]:
    return [each.kind for each in office.cards(person)]


def test_a_card_appears_and_follows_the_state(office: Office) -> None:
    ref = office.report()
    office.deliver()
    office.casework.triage.take(ref, by=CARA)
    office.deliver()
    assert kinds(office) == ["message", "edit"]
    assert "Nobody has it" in office.cards()[0].text
    assert "CARA has it" in office.cards()[1].text
    assert ref in office.cards()[1].text


@pytest.mark.parametrize(
    "code", ["message_not_found", "edit_window_closed", "cant_update_message"]
)
def test_a_card_that_cannot_be_changed_is_posted_anew(office: Office, code: str) -> None:
    ref = office.report()
    office.deliver()
    office.box.faults.next(UPDATE, Fault.error(code))
    office.casework.triage.take(ref, by=CARA)
    office.settle()
    assert len(standing(office, TRIAGE)) == 1
    assert "CARA has it" in standing(office, TRIAGE)[0]


def test_a_new_card_comes_also_where_the_old_one_cannot_be_taken_away(
    office: Office,
) -> None:
    ref = office.report()
    office.deliver()
    office.box.faults.next(UPDATE, Fault.error("edit_window_closed"))
    office.box.faults.next(DELETE, Fault.error("cant_delete_message"))
    office.casework.triage.take(ref, by=CARA)
    office.settle()
    assert "CARA has it" in standing(office, TRIAGE)[-1]


def test_who_must_not_know_sees_no_card(office: Office) -> None:
    office.report(kept_from=frozenset({DAN}))
    office.settle()
    assert office.cards() == []
    assert len(standing(office, "DLEAD")) == 1
    assert len(standing(office, "DCARA")) == 1
    assert standing(office, "DDAN") == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault.deliver_then_cut(),
        Fault.deliver_then_silence(),
        Fault.drip(0.05),
        Fault.cut(),
        Fault.status(502),
    ],
)
def test_a_card_in_a_dm_in_doubt_stands_once(office: Office, fault: Fault) -> None:
    office.limit = 0.7
    office.delivery = office.another_courier()
    office.report(kept_from=frozenset({DAN}))
    while office.courier.deliver() is not Step.IDLE:
        pass
    office.box.faults.next(POST, fault, times=2)
    office.settle()
    assert len(standing(office, "DLEAD")) == 1
    assert len(standing(office, "DCARA")) == 1


def unwanted(office: Office) -> None:
    """A card stands in the channel, and may not stand there any more."""
    office.report()
    office.deliver()
    with office.casework.desk.database.begin() as session:
        card = session.scalars(select(Display)).one()
        card.wanted, card.is_due, card.owed = False, True, card.owed + 1


def test_a_card_that_may_not_stand_is_taken_away(office: Office) -> None:
    unwanted(office)
    office.deliver()
    assert standing(office, TRIAGE) == []
    assert displays(office)[0].ts is None


def test_a_card_that_is_gone_already_counts_as_taken_away(office: Office) -> None:
    unwanted(office)
    office.box.faults.next(DELETE, Fault.error("message_not_found"))
    office.deliver()
    assert (displays(office)[0].is_due, displays(office)[0].fault) == (False, None)


def test_a_card_is_taken_away_also_while_the_channel_is_not_safe(office: Office) -> None:
    unwanted(office)
    office.box.make_public(TRIAGE)
    office.casework.watch.doubt()
    office.deliver()
    assert standing(office, TRIAGE) == []


def test_a_deletion_that_fails_is_tried_again(office: Office) -> None:
    unwanted(office)
    office.box.faults.next(DELETE, Fault.status(500), times=2)
    office.settle()
    assert standing(office, TRIAGE) == []


def test_home_is_published(office: Office) -> None:
    owe_home(office, ASHA)
    office.deliver()
    assert [seen.kind for seen in office.box.shown(ASHA)] == ["home"]
    assert not displays(office)[0].is_due


def test_a_home_that_cannot_be_published_is_given_up(office: Office) -> None:
    owe_home(office, "UNOBODY")
    office.deliver()
    assert (displays(office)[0].is_due, displays(office)[0].fault) == (False, Why.REJECTED)


def test_homes_wait_for_slack_as_long_as_it_asks(office: Office) -> None:
    office.box.faults.next("views.publish", Fault.rate_limited(retry_after=20))
    owe_home(office, ASHA)
    owe_home(office, CARA)
    office.deliver()
    assert len([c for c in office.box.calls if c.method == "views.publish"]) == 1
    office.pass_time(timedelta(seconds=21))
    office.deliver()
    assert not any(display.is_due for display in displays(office))


def test_a_day_without_slack_leaves_the_card_owed(office: Office) -> None:
    office.box.faults.next(POST, Fault.error("service_unavailable"), times=3)
    office.report()
    with office.casework.desk.database.begin() as session:
        session.execute(update(Display).values(attempts=MOST))
    office.settle()
    assert len(standing(office, TRIAGE)) == 1


def test_a_channel_that_vanished_under_a_card_is_looked_at_again(office: Office) -> None:
    office.box.faults.next(POST, Fault.error("channel_not_found"))
    office.report()
    office.displays.show()
    assert displays(office)[0].is_due
    assert office.casework.watch.needs_check()
    office.settle()
    assert len(standing(office, TRIAGE)) == 1
