"""Details: five pages, none required, each read back exactly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from slackbot.blocks import details_form
from slackbot.blocks.details_form import Addition, Page, Place
from slackbot.blocks.errors import FormError, TamperedError
from slackbot.blocks.parts import View
from slackbot.blocks.text import pages, unbroken
from slackbot.rules.details import (
    Audience,
    Consent,
    Details,
    Directed,
    DmChoice,
    Kind,
    Membership,
    Part,
    Platform,
    Respondent,
    Wish,
)
from slackbot.rules.people import SlackUser, Standing, Who
from slackbot.rules.policy import Policy
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey
from tests.filling import fill, questions, texts
from tests.real_input import LINKS, LONG

TODAY = date(2026, 11, 23)
REF = ComplaintRef("RA-7K3Q9FX")  # fixed: the names of tests must not change by chance
KEY, NEXT_KEY = FormKey("k" * 32), FormKey("n" * 32)
THERE = Place(REF, KEY)


def known(person: SlackUser) -> Who:
    standing = Standing.MEMBER if person == "U0SOMEONE" else Standing.UNKNOWN
    return Who(person, "Some One", standing)


def build(place: Place, **more: Any) -> View:
    return details_form.build(place, Policy(), **more)


def read(view: View) -> Addition:
    return details_form.read(view, known=known, today=TODAY)


def send(on: Place, /, **answers: Any) -> Details:
    return read(fill(build(on), **answers)).details


def at(page: Page, **more: Any) -> Place:
    return replace(THERE, page=page, **more)


EVERY = [
    *(at(page) for page in Page),
    at(Page.WHO, nth=12),
    at(Page.MORE, roomy=True),
    at(Page.WISH, as_agent=True),
]


@pytest.mark.parametrize("place", EVERY)
def test_slack_takes_every_page(built: Callable[..., View], place: Place) -> None:
    assert 1 <= len(questions(built(build(place)))) <= 6


@pytest.mark.parametrize("place", EVERY)
def test_nothing_is_required(place: Place) -> None:
    assert all(each["optional"] for each in questions(build(place)))


@pytest.mark.parametrize("place", [each for each in EVERY if each.page is not Page.CONSENT])
def test_a_page_sent_empty_adds_nothing(place: Place) -> None:
    assert send(place).is_empty


@pytest.mark.parametrize("place", EVERY)
def test_a_page_knows_where_it_is(place: Place) -> None:
    assert read(fill(build(place))).place == place


@pytest.mark.parametrize("place", EVERY)
def test_a_page_ends_in_a_question_so_that_errors_have_a_place(place: Place) -> None:
    assert build(place)["blocks"][-1]["type"] == "input"


def test_the_pages_follow_each_other_to_the_end() -> None:
    place, seen = THERE, []
    while place:
        seen.append(place.page)
        place = read(fill(build(place))).following(NEXT_KEY)  # type: ignore[assignment]
    assert seen == list(Page)


def test_an_agent_is_not_asked_for_consent() -> None:
    assert read(fill(build(at(Page.WISH, as_agent=True)))).following(NEXT_KEY) is None


def test_an_agent_does_not_choose_what_messages_say() -> None:
    asked = questions(build(at(Page.WISH, as_agent=True)))
    assert "dm_choice" not in [each["block_id"] for each in asked]


def test_each_page_has_a_key_of_its_own() -> None:
    following = read(fill(build(THERE))).following(NEXT_KEY)
    assert following is not None
    assert following.key == NEXT_KEY


def test_another_respondent_gets_fields_that_slack_does_not_fill_with_the_last_one() -> None:
    following = read(fill(build(at(Page.WHO)), name__1="A", another__1=["yes"])).following(KEY)
    assert following is not None
    first = {each["block_id"] for each in questions(build(at(Page.WHO)))}
    assert first.isdisjoint(each["block_id"] for each in questions(build(following)))


def test_what_where_and_when_are_read() -> None:
    details = send(
        at(Page.WHERE),
        directed="me",
        kinds=["antisemitism", "threats"],
        platform="Facebook",
        place="A group",
        happened_on="2026-11-20",
        happened_over="since June",
    )
    assert details == Details(
        directed=Directed.ME,
        kinds=(Kind.ANTISEMITISM, Kind.THREATS),
        platform=Platform.FACEBOOK,
        place="A group",
        happened_on=date(2026, 11, 20),
        happened_over="since June",
    )


def test_a_respondent_is_read() -> None:
    details = send(
        at(Page.WHO),
        name__1="Some One",
        handle__1="@one",
        account__1="U0SOMEONE",
        member__1="yes",
        accounts__1="@a\n\n@b",
    )
    one = Respondent("Some One", "@one", SlackUser("U0SOMEONE"), Membership.YES, ("@a", "@b"))
    assert details.respondents == (one,)


def test_the_longest_statement_is_kept_exactly() -> None:
    pieces = pages(LONG, 3_000)[:4]
    fields = {f"statement__{place}": piece for place, piece in enumerate(pieces)}
    details = send(at(Page.MORE, roomy=True), **fields)
    assert details.statement == "".join(pieces)


def test_fields_that_end_in_a_word_are_kept_apart() -> None:
    details = send(
        at(Page.MORE, roomy=True), statement__0="It began.", statement__1="It went on."
    )
    assert details.statement == "It began.\nIt went on."


def test_every_link_is_kept() -> None:
    lines = "\n".join(LINKS[:100])
    assert send(at(Page.MORE), links=lines, part="shared it") == Details(
        links=LINKS[:100], part=Part.SHARED
    )


def test_more_room_is_for_twelve_thousand_characters() -> None:
    roomy = build(details_form.roomier(fill(build(at(Page.MORE)))))
    fields = [each for each in questions(roomy) if each["block_id"].startswith("statement")]
    assert sum(each["element"]["max_length"] for each in fields) == 12_000


def test_more_room_leaves_the_other_fields_as_they_are_so_that_slack_keeps_them() -> None:
    before = build(at(Page.MORE))
    after = build(details_form.roomier(fill(before)))
    kept = [each["block_id"] for each in questions(before)]
    assert [each for each in questions(after) if each["block_id"] in kept] == questions(before)


def test_what_should_happen_is_read() -> None:
    details = send(
        at(Page.WISH),
        wish="I have raised it",
        raised_on="2026-11-01",
        raised_reference="GS/12",
        hope="An apology",
        dm_choice="only that there is news",
        reach="020 7946 0000",
    )
    assert details == Details(
        wish=Wish.RAISED,
        raised_on=date(2026, 11, 1),
        raised_reference="GS/12",
        hope="An apology",
        dm_choice=DmChoice.NEWS,
        reach="020 7946 0000",
    )


def test_consent_is_without_the_name_unless_changed() -> None:
    details = send(at(Page.CONSENT), consent__leader="with my name")
    assert dict(details.consent) == {
        Audience.LEADER: Consent.WITH_NAME,
        Audience.SHADOW_CABINET: Consent.WITHOUT_NAME,
        Audience.NEC: Consent.WITHOUT_NAME,
    }


@pytest.mark.parametrize(
    ("page", "answers", "field"),
    [
        (Page.WHERE, {"happened_on": "2026-11-24"}, "happened_on"),
        (Page.WHERE, {"place": "x" * 301}, "place"),
        (Page.WHO, {"member__1": "yes"}, "name:1"),
        (Page.WHO, {"account__1": "U0STRANGER"}, "account:1"),
        (Page.MORE, {"statement__0": "x" * 3_001}, "statement:0"),
        (Page.MORE, {"links": "\udc00"}, "links"),
        (Page.WISH, {"raised_on": "2026-11-24"}, "raised_on"),
        (Page.WISH, {"raised_reference": "GS/12"}, "wish"),
        (Page.WISH, {"raised_on": "2026-11-01", "wish": "only log it for now"}, "wish"),
    ],
)
def test_what_can_be_mended_is_said_under_its_field(
    page: Page, answers: dict[str, Any], field: str
) -> None:
    with pytest.raises(FormError) as caught:
        send(at(page), **answers)
    assert list(caught.value.words) == [field]


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        (Page.WHERE, {"directed": "you"}),
        (Page.WHERE, {"kinds": ["antisemitism", "rudeness"]}),
        (Page.WHERE, {"happened_on": "yesterday"}),
        (Page.WHO, {"another__1": ["no"]}),
        (Page.MORE, {"part": "drew it"}),
        (Page.WISH, {"dm_choice": "all of it"}),
        (Page.CONSENT, {"consent__nec": "yes"}),
    ],
)
def test_what_was_never_offered_is_refused(page: Page, answers: dict[str, Any]) -> None:
    with pytest.raises(TamperedError):
        send(at(page), **answers)


@pytest.mark.parametrize("page", list(Page))
def test_a_page_without_its_fields_is_refused(page: Page) -> None:
    with pytest.raises(TamperedError):
        read({**build(at(page)), "state": {"values": {}}})


@pytest.mark.parametrize(
    "metadata", ["", "{}", "[]", "x", '{"ref": "RA-1"}', "null", None, '{"page": "none"}']
)
def test_a_page_that_does_not_say_where_it_is_is_refused(metadata: object) -> None:
    with pytest.raises(TamperedError):
        read(fill(build(THERE)) | {"private_metadata": metadata})


def test_a_page_carries_no_word_of_what_was_typed() -> None:
    view = build(at(Page.MORE), after=Details(statement="secret", place="secret"))
    assert "secret" not in str(view)


def test_specialist_help_comes_first_after_sexual_harassment(
    built: Callable[..., View],
) -> None:
    view = built(build(at(Page.WHO), after=Details(kinds=(Kind.SEXUAL_HARASSMENT,))))
    first = [each["text"]["text"] for each in view["blocks"] if each["type"] == "alert"]
    assert first[1:] == [unbroken(line) for line in Policy().specialist]


def test_nothing_is_said_of_specialist_help_otherwise() -> None:
    view = build(at(Page.WHO), after=Details(kinds=(Kind.BULLYING,)))
    assert not [each for each in view["blocks"] if each["type"] == "alert"]


def test_screenshots_are_to_be_kept() -> None:
    assert "Keep your screenshots" in texts(build(at(Page.MORE)))


def test_a_reference_that_is_none_is_refused() -> None:
    view = build(replace(THERE, ref=ComplaintRef("RA-0000000")))
    with pytest.raises(TamperedError):
        read(fill(view))
