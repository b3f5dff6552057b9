import dataclasses
import inspect
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slackbot.rules import (
    channel,
    details,
    notices,
    outcomes,
    people,
    policy,
    provenance,
    report,
    roles,
    shown,
    status,
)
from slackbot.rules.channel import ChannelSeen, problem_with
from slackbot.rules.details import (
    Audience,
    Consent,
    Details,
    Directed,
    Kind,
    Respondent,
    consent_to,
    fold,
)
from slackbot.rules.outcomes import Closing, Measure, Outcome
from slackbot.rules.people import SlackUser
from slackbot.rules.provenance import LearntFrom
from slackbot.rules.report import FormKey, Move, MoveError, Quote, Report, check_move
from slackbot.rules.status import Status

MODULES = [channel, details, notices, outcomes, people, policy, provenance, report, roles]
MODULES += [shown, status]
TODAY = date(2026, 3, 2)
MOVE = Move(FormKey("k"), Status.RAISED, TODAY, LearntFrom.GS_WORD, 1, sentence="We heard.")


def test_later_answers_stand_and_lists_are_gathered() -> None:
    first = Details(
        directed=Directed.ME,
        kinds=(Kind.RACISM,),
        respondents=(Respondent(name="A B"),),
        links=("one",),
        statement="first",
        hope="an apology",
    )
    then = Details(
        directed=Directed.OTHER,
        kinds=(Kind.BULLYING, Kind.THREATS),
        respondents=(Respondent(handle="@c"),),
        links=("two",),
        statement="then",
    )
    folded = fold([first, then])
    assert folded == Details(
        directed=Directed.OTHER,
        kinds=(Kind.BULLYING, Kind.THREATS),
        respondents=(Respondent(name="A B"), Respondent(handle="@c")),
        links=("one", "two"),
        hope="an apology",
    )


def test_consent_is_kept_audience_by_audience() -> None:
    first = Details(
        consent=((Audience.LEADER, Consent.WITH_NAME), (Audience.NEC, Consent.NOT_AT_ALL))
    )
    then = Details(consent=((Audience.LEADER, Consent.NOT_AT_ALL),))
    folded = fold([first, then])
    given_to = {audience: consent_to(folded, audience) for audience in Audience}
    assert given_to == {
        Audience.LEADER: Consent.NOT_AT_ALL,
        Audience.NEC: Consent.NOT_AT_ALL,
        Audience.SHADOW_CABINET: Consent.WITHOUT_NAME,
    }


links = st.builds(Details, links=st.lists(st.text(), max_size=3).map(tuple), hope=st.text())


@given(st.lists(links, max_size=5))
def test_nothing_that_is_gathered_is_lost(additions: list[Details]) -> None:
    folded = fold(additions)
    assert folded.links == tuple(link for each in additions for link in each.links)
    assert folded.hope == next((a.hope for a in reversed(additions) if a.hope), "")


@given(links)
def test_folding_what_is_folded_changes_nothing(addition: Details) -> None:
    once = fold([addition])
    assert fold([once]) == once


def test_nothing_answered_is_empty() -> None:
    assert Details().is_empty
    assert not Details(hope="x").is_empty
    assert not Respondent().is_named
    assert Respondent(accounts=("@a",)).is_named


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"happened_on": TODAY + timedelta(days=1)}, "happened_on"),
        ({"to": Status.DECIDED}, "outcome"),
        ({"to": Status.CLOSED}, "closing"),
        ({"sentence": ""}, "sentence"),
        ({"sentence": " \n\t"}, "sentence"),
    ],
)
def test_a_step_that_lacks_something_names_it(changes: dict[str, object], field: str) -> None:
    with pytest.raises(MoveError) as raised:
        check_move(dataclasses.replace(MOVE, **changes), today=TODAY)  # type: ignore[arg-type]
    assert raised.value.field == field
    assert raised.value.words == str(raised.value)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"to": Status.DECIDED, "outcome": Outcome.NOT_KNOWN},
        {"to": Status.CLOSED, "closing": Closing.TOLD},
        {"happened_on": date(2019, 2, 20)},
    ],
)
def test_a_whole_step_passes(changes: dict[str, object]) -> None:
    check_move(dataclasses.replace(MOVE, **changes), today=TODAY)  # type: ignore[arg-type]


US, THEM = SlackUser("U0US"), SlackUser("U0THEM")


@pytest.mark.parametrize(
    ("seen", "word"),
    [
        (ChannelSeen(members=(US,)), ""),
        (ChannelSeen(), ""),
        (ChannelSeen(is_missing=True), "cannot see"),
        (ChannelSeen(is_archived=True), "archived"),
        (ChannelSeen(is_private=False), "public"),
        (ChannelSeen(is_shared=True), "shared"),
        (ChannelSeen(members=(US, THEM)), "Theo"),
        (ChannelSeen(members=(SlackUser("U0BOT"),)), "U0BOT"),
    ],
)
def test_what_is_wrong_with_the_channel_is_said(seen: ChannelSeen, word: str) -> None:
    problem = problem_with(seen, {US: None}, {THEM: "Theo"})
    assert word in problem
    assert bool(problem) == bool(word)


def test_a_crowd_of_strangers_still_fits_its_column() -> None:
    crowd = tuple(SlackUser(f"U{n:09}") for n in range(2000))
    assert len(problem_with(ChannelSeen(members=crowd), {}, {})) <= 1000


@pytest.mark.parametrize("member", [*Measure, *Outcome, *Closing], ids=str)
def test_each_outcome_has_the_definition_that_the_form_shows(
    member: Measure | Outcome | Closing,
) -> None:
    assert member.definition.endswith(".")
    assert type(member)(member.value) is member


ENUMS = sorted(
    {
        e
        for m in MODULES
        for _, e in inspect.getmembers(m, inspect.isclass)
        if issubclass(e, Enum)
    },
    key=lambda e: e.__name__,
)


@pytest.mark.parametrize("enum", ENUMS, ids=lambda e: e.__name__)
def test_a_word_of_the_record_fits_its_column(enum: type[Enum]) -> None:
    assert all(len(str(member.value)) <= 60 for member in enum)


FROZEN: list[Any] = sorted(
    {c for m in MODULES for _, c in inspect.getmembers(m, dataclasses.is_dataclass)},
    key=str,
)
WRITTEN = ["statement", "sentence", "reason", "hope", "reach", "place", "links", "respondents"]
WRITTEN += [
    "quote",
    "details",
    "additions",
    "text",
    "raw",
    "handle",
    "accounts",
    "raised_reference",
]


@pytest.mark.parametrize("kind", FROZEN, ids=lambda c: c.__name__)
def test_what_crosses_layers_is_frozen_and_does_not_print_what_people_wrote(
    kind: type,
) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    # The text of a notice's facts is ours.
    printed = (
        {f.name for f in dataclasses.fields(kind) if f.repr}
        if kind is not notices.Facts
        else set()
    )
    assert not printed & set(WRITTEN)


def test_a_report_does_not_print_what_it_says() -> None:
    sent = Report(FormKey("k"), US, "SECRET", urgent=False)
    caught = Quote(US, "SECRET", "SECRET", "C1", datetime(2026, 3, 2, tzinfo=UTC), "SECRET")
    assert "SECRET" not in repr(sent) + repr(caught)
