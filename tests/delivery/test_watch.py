"""No card enters a channel that is not known to be safe right now."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from slackbot.delivery.watch import read_channel
from slackbot.rules.channel import ChannelSeen
from slackbot.sandbox import Fault, Member
from tests.delivery.office import BEN, LEAD, TRIAGE, Office

INFO, MEMBERS = "conversations.info", "conversations.members"


def look(office: Office) -> None:
    office.casework.watch.doubt()
    office.report()
    office.deliver()


def make_public(office: Office) -> None:
    office.box.make_public(TRIAGE)


def share(office: Office) -> None:
    office.box.share_externally(TRIAGE)


def archive(office: Office) -> None:
    office.box.archive(TRIAGE)


def let_somebody_in(office: Office) -> None:
    office.box.join(BEN, TRIAGE)


def let_an_app_in(office: Office) -> None:
    office.box.add_member(Member(id="UOTHERAPP", name="other", bot=True))
    office.box.join("UOTHERAPP", TRIAGE)


def put_us_out(office: Office) -> None:
    office.box.leave(office.box.bot_user_id, TRIAGE)


def lose_the_right(office: Office) -> None:
    office.box.revoke_scope("groups:read")


@pytest.mark.parametrize(
    "happens",
    [make_public, share, archive, let_somebody_in, let_an_app_in, put_us_out, lose_the_right],
)
def test_an_unsafe_channel_gets_no_card(
    office: Office, happens: Callable[[Office], None]
) -> None:
    happens(office)
    look(office)
    assert office.cards() == []


@pytest.mark.parametrize("happens", [make_public, share, archive, let_somebody_in, put_us_out])
def test_the_leads_are_told_of_an_unsafe_channel(
    office: Office, happens: Callable[[Office], None]
) -> None:
    happens(office)
    look(office)
    office.deliver()
    assert any("not safe" in text for text in office.told(LEAD))


@pytest.mark.parametrize("method", [INFO, MEMBERS])
@pytest.mark.parametrize(
    "fault",
    [Fault.status(500), Fault.cut(), Fault.rate_limited(5), Fault.error("fatal_error")],
)
def test_what_cannot_be_found_out_is_not_safe(
    office: Office, method: str, fault: Fault
) -> None:
    office.box.faults.always(method, fault)
    look(office)
    assert office.cards() == []


def test_cards_come_when_the_channel_is_safe_again(office: Office) -> None:
    office.box.join(BEN, TRIAGE)
    look(office)
    assert office.cards() == []
    office.box.leave(BEN, TRIAGE)
    office.casework.watch.doubt()
    office.settle()
    assert len(office.cards()) == 1


def test_a_fresh_look_is_not_repeated(office: Office) -> None:
    for _ in range(3):
        office.report()
        office.deliver()
    assert len([call for call in office.box.calls if call.method == INFO]) <= 1
    office.pass_time(timedelta(seconds=16))
    office.report()
    office.deliver()
    assert 1 <= len([call for call in office.box.calls if call.method == INFO]) <= 2


def test_all_pages_of_members_are_read(office: Office) -> None:
    triage = office.box.world.channels[TRIAGE]
    for number in range(450):
        office.box.world.members[f"UX{number}"] = Member(id=f"UX{number}")
    triage.members = [*triage.members, *(f"UX{number}" for number in range(450))]
    assert len(office.courier.slack.members(TRIAGE)) == 450 + 4


OK = {"is_private": True, "is_archived": False}


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        (OK, ChannelSeen(members=())),
        ({}, ChannelSeen(is_private=False, is_archived=True)),
        (OK | {"is_pending_ext_shared": True}, ChannelSeen(is_shared=True)),
        (OK | {"is_org_shared": True}, ChannelSeen(is_shared=True)),
    ],
)
def test_what_slack_does_not_say_is_unsafe(said: dict[str, object], seen: ChannelSeen) -> None:
    assert read_channel(said, ("UBOT",), "UBOT") == seen
