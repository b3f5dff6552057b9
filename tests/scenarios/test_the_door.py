"""Who may not use the app is told so politely where they asked, with other ways to go."""

from dataclasses import replace

import pytest

from slackbot.blocks import card
from slackbot.demo.cast import ASHA, CARO, MARTIN, OLLIE, RUTH, TOM, TRIAGE
from slackbot.sandbox import Member
from tests.scenarios import deeds
from tests.scenarios.stage import AT_ONCE, Stage, playing

GUEST = """\
Tom, only for them
! Guests of this workspace cannot use this app at present. Nothing was stored. / In
    danger now: ring 999. / Parliamentary Liaison and Investigation Team: ring 101, or
    the number on your pass. / Community Security Trust, 24 hours: 0800 032 3263 /
    Samaritans, 24 hours: 116 123 / Members' and peers' wellbeing service: through the
    House's health centre / The party's own complaints process takes formal complaints;
    this app does not. / The Independent Complaints and Grievance Scheme of Parliament:
    0808 168 9281 / Write or ring to the deputy leader's office, marked “confidential”."""
UNKNOWN = """\
U9NEW, only for them
! We do not know your account yet. The list of members is loaded when this app starts
    and whenever it changes: try again in a minute. Nothing was stored. / In danger now:
    ring 999. / Parliamentary Liaison and Investigation Team: ring 101, or the number on
    your pass. / Community Security Trust, 24 hours: 0800 032 3263 / Samaritans, 24
    hours: 116 123 / Members' and peers' wellbeing service: through the House's health
    centre / The party's own complaints process takes formal complaints; this app does
    not. / The Independent Complaints and Grievance Scheme of Parliament: 0808 168 9281
    / Write or ring to the deputy leader's office, marked “confidential”."""


def test_guests_are_turned_away_where_the_policy_says_so(record: str, over_http: bool) -> None:
    policy = replace(AT_ONCE, guests_may_send=False)
    with playing(record, over_http=over_http, policy=policy) as stage:
        stage.person(TOM).command(deeds.COMMAND)
        assert stage.told() == GUEST


def test_who_is_not_in_our_directory_is_turned_away(stage: Stage) -> None:
    stage.box.world.members["U9NEW"] = Member("U9NEW", "new", "Nell New")
    stage.person("U9NEW").command(deeds.COMMAND, "They wrote to me again.")
    assert stage.told() == UNKNOWN


def test_somebody_who_has_just_joined_may_report(socket: Stage) -> None:
    socket.box.add_member(Member("U9NEW", "new", "Nell New"))
    socket.box.wait_idle()
    socket.person("U9NEW").command(deeds.COMMAND)
    assert socket.person("U9NEW").view


def test_a_stranger_who_presses_a_card_learns_nothing(socket: Stage) -> None:
    ref = deeds.report(socket, ASHA)
    socket.box.add_member(Member("U9FAR", "far", "Ferda Far", stranger=True))
    socket.box.wait_idle()
    socket.box.join("U9FAR", TRIAGE)
    stranger = socket.person("U9FAR")
    stranger.press(card.OPEN_FILE, message=deeds.card_of(stranger, ref))
    assert stranger.view is None
    assert deeds.error_of(stranger).startswith("This app is for members of the workspace")


@pytest.mark.parametrize("who", [OLLIE, RUTH, MARTIN, ASHA])
@pytest.mark.parametrize("button", [card.OPEN_FILE, card.TAKE, card.MOVE_ON, card.ACKNOWLEDGE])
def test_only_the_team_can_press(bench: Stage, who: str, button: str) -> None:
    ref = deeds.report(bench, ASHA)
    if who not in bench.box.world.channels[TRIAGE].members:
        bench.box.join(who, TRIAGE)
    person = bench.person(who)
    told = len(person.ephemerals)
    person.press(button, message=deeds.card_of(person, ref))
    assert person.view is None
    assert len(person.ephemerals) == told + 1
    assert deeds.error_of(person).startswith("Your role does not allow this.")
    bench.box.leave(who, TRIAGE)


def test_an_observer_reports_and_follows_their_own(socket: Stage) -> None:
    ref = deeds.report(socket, OLLIE)
    ollie = socket.person(OLLIE)
    ollie.press("open_own", message=ollie.dms[-1])
    assert deeds.TOLD in socket.shown(ollie.view)
    assert deeds.card_of(socket.person(CARO), ref)


def test_a_deactivated_account_is_refused_before_slack_says_so(socket: Stage) -> None:
    socket.box.change_member(OLLIE, deleted=True)
    socket.settle()
    socket.box.world.members[OLLIE].deleted = False  # a request that was under way
    said = socket.person(OLLIE).command(deeds.COMMAND)
    assert said.ephemeral
    assert "deactivated" in said.ephemeral["text"]
