from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slackbot.rules.status import (
    BACK,
    NEXT,
    ORDER,
    Manner,
    Status,
    StatusError,
    least_advanced,
    manner_of,
    steps_from,
)

S = Status
COURSE = list(ORDER[:-1])  # all but withdrawn, from received to closed

# The table of the policy, written out: from, and to where. F: forward, B: sent back,
# R: reopened, a dot: no such step.
TABLE = """
             received acknowledged logged raised investigated panel referred decided closed withdrawn
received        .          F         F      F        F          F       F       F      F       .
acknowledged    .          .         F      F        F          F       F       F      F       .
logged          .          .         .      F        F          F       F       F      F       .
raised          .          .         .      .        F          F       F       F      F       .
investigated    .          .         .      .        .          F       F       F      F       .
panel           .          .         .      .        B          .       F       F      F       .
referred        .          .         .      .        B          B       .       F      F       .
decided         .          .         .      .        .          .       .       .      F       .
closed          .          R         R      R        R          R       R       R      .       .
withdrawn       .          .         .      .        .          .       .       .      F       .
"""  # noqa: E501 - a table is read across
MANNERS = {"F": Manner.FORWARD, "B": Manner.SENT_BACK, "R": Manner.REOPENED}


def expected() -> dict[tuple[Status, Status], Manner | None]:
    lines = TABLE.strip().splitlines()
    then = [Status[word.upper()] for word in lines[0].split()]
    rows = (line.split() for line in lines[1:])
    return {
        (Status[row[0].upper()], to): MANNERS.get(sign)
        for row in rows
        for to, sign in zip(then, row[1:], strict=True)
    }


def manner(now: Status, then: Status) -> Manner | None:
    try:
        return manner_of(now, then)
    except StatusError:
        return None


def test_every_pair_is_as_the_policy_has_it() -> None:
    assert {pair: manner(*pair) for pair in product(Status, Status)} == expected()


def test_what_is_offered_is_allowed_and_offered_once() -> None:
    for now in Status:
        offered = steps_from(now)
        assert len(set(offered)) == len(offered)
        assert all(manner(now, then) for then in offered)


def test_what_is_allowed_is_offered_but_acknowledging() -> None:
    allowed = {pair for pair, how in expected().items() if how}
    offered = {(now, then) for now in Status for then in steps_from(now)}
    assert {then for _, then in allowed - offered} == {S.ACKNOWLEDGED}


@pytest.mark.parametrize("now", Status)
def test_a_way_back_is_offered_after_the_ways_forward(now: Status) -> None:
    manners = [manner_of(now, then) for then in steps_from(now)]
    assert manners == sorted(manners, key=[Manner.FORWARD, *Manner].index)


def test_nothing_stays_where_it_is() -> None:
    assert not any(manner(status, status) for status in Status)


def test_every_status_leads_to_closed() -> None:
    assert all(S.CLOSED in NEXT[now] for now in Status if now is not S.CLOSED)


def test_back_goes_only_what_a_panel_or_the_committee_has() -> None:
    assert set(BACK) == {S.PANEL, S.REFERRED}


def test_only_closed_and_withdrawn_are_not_open() -> None:
    assert {status for status in Status if not status.is_open} == {S.CLOSED, S.WITHDRAWN}


@st.composite
def walks(draw: st.DrawFn) -> list[Status]:
    walk = [draw(st.sampled_from([S.RECEIVED, S.WITHDRAWN]))]
    for _ in range(draw(st.integers(1, 25))):
        walk.append(draw(st.sampled_from(steps_from(walk[-1]))))
    return walk


@given(walks())
def test_whoever_walks_goes_on_unless_sent_back_or_reopened(walk: list[Status]) -> None:
    for now, then in pairwise(walk):
        how = manner_of(now, then)
        if how is Manner.FORWARD and now is not S.WITHDRAWN:
            assert COURSE.index(then) > COURSE.index(now)
        elif how is Manner.SENT_BACK:
            assert now in {S.PANEL, S.REFERRED}
        else:
            assert now in {S.CLOSED, S.WITHDRAWN}


@given(walks())
def test_no_walk_returns_to_received_or_is_stuck(walk: list[Status]) -> None:
    assert S.RECEIVED not in walk[1:]
    assert S.WITHDRAWN not in walk[1:]
    assert steps_from(walk[-1])


@given(st.lists(st.sampled_from(Status), min_size=1))
def test_a_complaint_shows_its_least_advanced_case(statuses: list[Status]) -> None:
    shown = least_advanced(statuses)
    assert shown in statuses
    assert all(ORDER.index(shown) <= ORDER.index(each) for each in statuses)
