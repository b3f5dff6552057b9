"""Adding details: each page stored before the next, and none of it twice."""

from collections.abc import Iterator
from typing import Any

import pytest

from slackbot.blocks.parts import View
from slackbot.rules.details import Details, Kind, Membership, Respondent
from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey, Report
from slackbot.rules.shown import Added
from tests.filling import fill, texts
from tests.front import AGENT, LEAD, MP, OTHER_MP, Front, open_front

HOME = {"type": "home", "id": "V0", "hash": "1"}


@pytest.fixture
def front(sqlite_url: str) -> Iterator[Front]:
    with open_front(sqlite_url) as front:
        yield front


@pytest.fixture
def ref(front: Front) -> ComplaintRef:
    report = Report(FormKey("k" * 32), MP, "They shouted.", urgent=False)
    return front.casework.intake.file(report).ref


def added(front: Front, ref: ComplaintRef, by: SlackUser = MP) -> tuple[Added, ...]:
    return front.casework.reading.open_own(ref, by=by).additions


def first_page(front: Front, ref: ComplaintRef) -> View:
    front.press(MP, "add_details", ref, view=HOME)
    return front.shown()


def in_modal(callback_id: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "id": "V7",
        "hash": "7.a",
        "blocks": [],
    }


def test_the_first_page_opens_from_home(front: Front, ref: ComplaintRef) -> None:
    assert first_page(front, ref)["callback_id"] == "details_form"


def test_above_ones_own_file_the_form_is_pushed(front: Front, ref: ComplaintRef) -> None:
    front.press(MP, "add_details", ref, view=in_modal("own_file"))
    assert front.shown("views.push")["callback_id"] == "details_form"


def test_the_form_takes_the_place_of_the_receipt(front: Front, ref: ComplaintRef) -> None:
    front.press(MP, "add_details", ref, view=in_modal("receipt"))
    assert front.shown("views.update")["callback_id"] == "details_form"


def test_a_page_is_stored_before_the_next_is_shown(front: Front, ref: ComplaintRef) -> None:
    answer = front.submit(MP, fill(first_page(front, ref), kinds=["threats"]))
    assert [each.details for each in added(front, ref)] == [Details(kinds=(Kind.THREATS,))]
    assert answer["response_action"] == "update"


def test_a_page_sent_twice_is_stored_once(front: Front, ref: ComplaintRef) -> None:
    sent = fill(first_page(front, ref), kinds=["threats"])
    front.submit(MP, sent)
    front.submit(MP, sent)
    assert len(added(front, ref)) == 1


def test_a_page_skipped_stores_nothing_and_goes_on(front: Front, ref: ComplaintRef) -> None:
    answer = front.submit(MP, fill(first_page(front, ref)))
    assert (added(front, ref), answer["response_action"]) == ((), "update")


def test_all_pages_lead_to_an_end_that_says_it_is_stored(
    front: Front, ref: ComplaintRef
) -> None:
    view, pages = first_page(front, ref), 0
    while view["callback_id"] == "details_form":
        view, pages = front.submit(MP, fill(view))["view"], pages + 1
    assert (pages, "stored with" in texts(view)) == (5, True)


def test_two_respondents_are_two(front: Front, ref: ComplaintRef) -> None:
    view = front.submit(MP, fill(first_page(front, ref)))["view"]
    view = front.submit(MP, fill(view, name__1="One", another__1=["yes"]))["view"]
    front.submit(MP, fill(view, handle__2="@two", member__2="no"))
    found = {one for each in added(front, ref) for one in each.details.respondents}
    assert found == {Respondent("One"), Respondent(handle="@two", member=Membership.NO)}


def test_more_room_keeps_the_same_page(front: Front, ref: ComplaintRef) -> None:
    view = front.submit(MP, fill(first_page(front, ref)))["view"]
    view = fill(front.submit(MP, fill(view))["view"])
    front.press(MP, "more_room", ref, view=view)
    roomy = front.shown("views.update")
    assert len(roomy["blocks"]) == len(view["blocks"]) + 3 - 1


def test_specialist_help_follows_sexual_harassment(front: Front, ref: ComplaintRef) -> None:
    answer = front.submit(MP, fill(first_page(front, ref), kinds=["sexual harassment"]))
    assert answer["view"]["blocks"][0]["type"] == "alert"


def test_a_mistake_is_told_under_its_field(front: Front, ref: ComplaintRef) -> None:
    answer = front.submit(MP, fill(first_page(front, ref), happened_on="2030-01-01"))
    assert list(answer["errors"]) == ["happened_on"]


@pytest.mark.parametrize("person", [OTHER_MP, LEAD, AGENT])
def test_nobody_else_adds_to_it(front: Front, ref: ComplaintRef, person: SlackUser) -> None:
    front.press(person, "add_details", ref, view=HOME)
    assert front.shown()["callback_id"] == "refusal"


def test_a_page_of_somebody_elses_is_not_stored(front: Front, ref: ComplaintRef) -> None:
    sent = fill(first_page(front, ref), kinds=["threats"])
    answer = front.submit(OTHER_MP, sent)
    assert (answer["response_action"], added(front, ref)) == ("errors", ())


def test_an_unknown_reference_is_told_politely(front: Front) -> None:
    front.press(MP, "add_details", "RA-2222222", view=HOME)
    assert "Nothing was" in texts(front.shown())


def test_an_agent_is_not_asked_for_consent(front: Front) -> None:
    report = Report(FormKey("k" * 32), AGENT, "x", urgent=False, reporter=MP)
    ref = front.casework.intake.file(report).ref
    front.press(AGENT, "add_details", ref, view=HOME)
    view, headings = front.shown(), []
    while view["callback_id"] == "details_form":
        headings.append(texts(view))
        view = front.submit(AGENT, fill(view))["view"]
    assert not [each for each in headings if "Who may be told" in each]
