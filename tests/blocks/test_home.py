from typing import Any

import pytest

from slackbot.blocks import home
from slackbot.rules.people import SlackUser, Standing
from slackbot.rules.policy import Policy
from slackbot.rules.roles import Role
from slackbot.rules.shown import LeadProposal, OwnRow, Queue, RoleRow
from slackbot.rules.status import Status
from tests.blocks.team_samples import (
    LEAD,
    MARK,
    NOW,
    REF,
    STEP,
    buttons_of,
    card_of,
    home_of,
    task_of,
    texts_of,
    who_of,
)

POLICY = Policy()


def full_home(**changes: Any) -> Any:
    """The most that casework puts on one Home, and more."""
    crowd = tuple(
        RoleRow(SlackUser(f"U{n}"), f"Name {n} " + "x" * 60, (Role.OBSERVER,), "rests: gone")
        for n in range(150)
    )
    return home_of(
        first_time=True,
        own=tuple(OwnRow(REF, Status.PANEL, NOW, True, True, True) for _ in range(20)),
        queue=Queue(
            tuple(card_of(urgent=True, danger_open=True) for _ in range(10)),
            "0|later|x",
            tuple(task_of() for _ in range(40)),
        ),
        roles=crowd,
        proposals=tuple(
            LeadProposal(STEP, SlackUser("U0NEW"), "Ned New", LEAD, "Ann Lead")
            for _ in range(9)
        ),
        **({"channel_problem": "a guest is in it"} | changes),
    )


def test_the_fullest_home_is_taken_by_slack(built: Any) -> None:
    view = built(home.build(full_home(), POLICY, later=True))
    assert len(view["blocks"]) <= 100


def test_an_empty_home_is_taken_by_slack(built: Any) -> None:
    bare = home_of(who=who_of(), own=(), queue=None, roles=(), proposals=())
    built(home.build(bare, POLICY))


def test_help_in_danger_stands_before_all_else() -> None:
    blocks = home.build(home_of(who=who_of(), queue=None), POLICY)["blocks"]
    assert blocks[0]["type"] == "header"
    assert blocks[1]["text"]["text"] == "\n".join(POLICY.emergency)


def test_the_team_reads_help_in_danger_in_one_line_and_then_the_queue() -> None:
    emergency, report, _, queue, *_ = home.build(full_home(channel_problem=None), POLICY)[
        "blocks"
    ]
    assert emergency["text"]["text"] == " ".join(POLICY.emergency)
    assert report["elements"][0]["action_id"] == "report"
    assert queue["text"]["text"] == "Open complaints"


def test_the_team_finds_its_own_complaints_and_the_fallback_below_the_queue() -> None:
    said = texts_of(home.build(full_home(), POLICY))
    order = ["Open complaints", "Your complaints", "How this works", POLICY.fallback]
    assert sorted(order, key=said.index) == order


def test_the_fallback_contact_and_the_report_button_follow() -> None:
    view = home.build(home_of(who=who_of(), queue=None), POLICY)
    assert POLICY.fallback in view["blocks"][2]["text"]["text"]
    assert view["blocks"][3]["elements"][0]["action_id"] == "report"


def test_four_lines_stand_there_the_first_time_only() -> None:
    first = texts_of(home.build(home_of(first_time=True), POLICY))
    for line in ("You say in a minute", "team reads it", "within 3 working days"):
        assert first.count(line) == 1
    assert "You say in a minute" not in texts_of(home.build(home_of(), POLICY))


def test_nothing_that_a_person_wrote_stands_on_home() -> None:
    assert MARK in str(full_home())
    assert MARK not in str(home.build(full_home(), POLICY))


def test_a_reporter_sees_nothing_of_the_team() -> None:
    own = home_of(who=who_of(), queue=None, roles=(), proposals=())
    view = home.build(own, POLICY)
    assert set(buttons_of(view)) == {"report", "open_own"}
    assert "audit chain" not in texts_of(view)


def test_a_caseworker_sees_the_queue_and_no_roles() -> None:
    view = home.build(home_of(who=who_of(Role.CASEWORKER), roles=(), proposals=()), POLICY)
    assert {"open_file", "told_otherwise"} < set(buttons_of(view))
    assert "give_role" not in buttons_of(view)


def test_a_lead_sees_roles_proposals_and_the_public_key() -> None:
    view = home.build(home_of(), POLICY)
    assert {"give_role", "end_role", "approve_lead", "decline_lead"} < set(buttons_of(view))
    assert "ab" * 32 in texts_of(view)


def test_the_queue_turns_forward_and_back_to_its_start() -> None:
    middle = home.build(home_of(queue=Queue((card_of(),), "a place", ())), POLICY, later=True)
    assert buttons_of(middle)["next_page"]["value"] == "a place"
    assert "value" not in buttons_of(middle)["next_page:first"]
    assert "next_page" not in buttons_of(home.build(home_of(), POLICY))


def test_a_guest_without_leave_is_shown_other_ways() -> None:
    guest = home_of(who=who_of(standing=Standing.GUEST), queue=None)
    closed = home.build(guest, Policy(guests_may_send=False))
    assert "report" not in buttons_of(closed)
    assert POLICY.other_routes[0] in texts_of(closed)
    assert "report" in buttons_of(home.build(guest, POLICY))


@pytest.mark.parametrize("problem", [None, "a guest is in it"])
def test_a_channel_that_is_not_safe_is_named(problem: str | None) -> None:
    view = home.build(home_of(channel_problem=problem), POLICY)
    assert ("remind_later" in buttons_of(view)) is bool(problem)
    assert ("a guest is in it" in texts_of(view)) is bool(problem)


def test_all_buttons_say_more_to_a_screen_reader() -> None:
    for button in buttons_of(home.build(full_home(), POLICY, later=True)).values():
        assert button["accessibility_label"]


def test_only_a_lead_is_offered_what_to_do_about_the_channel() -> None:
    member = home_of(who=who_of(Role.CASEWORKER), channel_problem="a guest is in it")
    view = home.build(member, POLICY)
    assert "a guest is in it" in texts_of(view)
    assert "give_role" not in buttons_of(view)


def test_a_name_cannot_turn_the_text_around() -> None:
    view = home.build(home_of(roles=(RoleRow(LEAD, "A\u202eB", (Role.LEAD,)),)), POLICY)
    assert "A[U+202E]B" in texts_of(view)
