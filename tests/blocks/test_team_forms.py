from datetime import timedelta
from typing import Any

import pytest

from slackbot.blocks import acknowledge_form, done, roles_form, told_form
from slackbot.blocks.carried import Carried, read_id, read_number, read_pair, read_ref
from slackbot.blocks.errors import FormError, TamperedError
from slackbot.rules.notices import Telling
from slackbot.rules.people import SlackUser
from slackbot.rules.report import FormKey
from slackbot.rules.roles import Role
from slackbot.rules.shown import RoleRow
from slackbot.rules.status import Status
from tests.blocks.team_samples import LEAD, NOTICE, REF, STEP, buttons_of, filled, texts_of

CARRIED = Carried(REF, 7, FormKey("k" * 32))
ROWS = (RoleRow(LEAD, "Ann Lead", (Role.LEAD, Role.ON_CALL)),)


def test_the_personal_word_is_shown_as_the_reporter_reads_it(built: Any) -> None:
    view = built(acknowledge_form.build(CARRIED, "Ann Lead"))
    proposed = view["blocks"][-1]["element"]["initial_value"]
    assert proposed.endswith("Ann Lead")
    assert acknowledge_form.read(filled(view)) == proposed


def test_a_personal_word_cannot_be_empty() -> None:
    view = filled(acknowledge_form.build(CARRIED, "Ann"), acknowledge_words=" \n")
    with pytest.raises(FormError):
        acknowledge_form.read(view)


def test_how_somebody_was_told_comes_back_with_its_message(built: Any) -> None:
    view = built(told_form.build(REF, NOTICE))
    assert told_form.read(filled(view, told_how=" by telephone ")) == (NOTICE, "by telephone")


def test_how_somebody_was_told_cannot_be_empty() -> None:
    with pytest.raises(FormError):
        told_form.read(filled(told_form.build(REF, NOTICE), told_how=" "))


def test_each_role_says_what_it_may_do(built: Any) -> None:
    options = built(roles_form.build_give())["blocks"][-1]["element"]["options"]
    assert [option["value"] for option in options] == [role.name for role in Role]
    assert all(not option["description"]["text"].endswith("…") for option in options)


def test_a_role_to_give_is_read() -> None:
    sent = filled(roles_form.build_give(), role_person="U0NEW", role_role="OBSERVER")
    assert roles_form.read_give(sent) == (SlackUser("U0NEW"), Role.OBSERVER)


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"role_role": "LEAD"}, "role_person"), ({"role_person": "U1"}, "role_role")],
)
def test_a_role_needs_a_person_and_a_person_a_role(
    answers: dict[str, str], field: str
) -> None:
    with pytest.raises(FormError) as caught:
        roles_form.read_give(filled(roles_form.build_give(), **answers))
    assert list(caught.value.words) == [field]


def test_a_role_to_end_is_one_that_somebody_holds(built: Any) -> None:
    sent = filled(built(roles_form.build_end(ROWS)), role_held=f"{LEAD} ON_CALL")
    assert roles_form.read_end(sent) == (LEAD, Role.ON_CALL)
    tampered = filled(roles_form.build_end(ROWS), role_held=f"{LEAD} OVERSIGHT")
    with pytest.raises(TamperedError):
        roles_form.read_end(tampered)


def test_more_than_a_hundred_roles_can_be_chosen_from(built: Any) -> None:
    rows = [RoleRow(SlackUser(f"U{n}"), f"Name {n}", (Role.OBSERVER,)) for n in range(150)]
    sent = filled(built(roles_form.build_end(rows)), role_held="U149 OBSERVER")
    assert roles_form.read_end(sent) == (SlackUser("U149"), Role.OBSERVER)


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(minutes=2), "in 2 minutes"),
        (timedelta(minutes=1), "in 1 minute."),
        (timedelta(seconds=10), "in 10 seconds"),
    ],
)
def test_a_step_can_be_undone_until_the_reporter_is_told(
    wait: timedelta, words: str, built: Any
) -> None:
    view = built(done.moved(REF, Status.PANEL, STEP, wait, Telling.MESSAGE))
    assert words in texts_of(view)
    assert buttons_of(view)["undo_step"]["value"] == f"{REF} {STEP}"


@pytest.mark.parametrize("telling", Telling)
def test_nothing_is_offered_to_be_undone_where_nobody_waits(
    telling: Telling, built: Any
) -> None:
    view = built(done.moved(REF, Status.PANEL, STEP, timedelta(0), telling))
    assert "undo" not in str(view)


@pytest.mark.parametrize("wait", [timedelta(0), timedelta(minutes=2)])
@pytest.mark.parametrize(
    ("telling", "words"),
    [
        (Telling.MESSAGE, "The reporter is told"),
        (Telling.HOME, "It stands on the reporter's Home"),
        (Telling.NOBODY, "Nobody can be told by DM: it is a task now."),
    ],
)
def test_it_is_said_how_the_reporter_hears_of_a_step(
    wait: timedelta, telling: Telling, words: str
) -> None:
    assert words in texts_of(done.moved(REF, Status.PANEL, STEP, wait, telling))


def test_what_a_button_names_is_read_strictly() -> None:
    assert read_pair(f"{REF} {STEP}") == (REF, str(STEP))
    for reader, value in (
        (read_ref, "RA-AAAAAAA"),
        (read_pair, "2 3"),
        (read_id, "1234"),
        (read_number, "-1"),
        (read_number, "²"),
    ):
        with pytest.raises(TamperedError):
            reader(value)
