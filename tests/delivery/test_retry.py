"""When to try again: one table."""

from datetime import timedelta

import pytest

from slackbot.delivery.retry import LONGEST, LOOK_AFTER, MOST, next_wait
from slackbot.delivery.slack_errors import Trouble, Verdict

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("verdict", "attempts", "expected"),
    [
        (Verdict.NEVER, 1, None),
        (Verdict.LATER, 1, SECOND),
        (Verdict.LATER, 2, 2 * SECOND),
        (Verdict.LATER, 10, 512 * SECOND),
        (Verdict.LATER, 11, LONGEST),
        (Verdict.LATER, MOST - 1, LONGEST),
        (Verdict.LATER, MOST, None),
        (Verdict.GONE, 1, SECOND),
        (Verdict.DOUBT, 1, LOOK_AFTER),
        (Verdict.DOUBT, 6, 32 * SECOND),
        (Verdict.DOUBT, MOST, None),
        (Verdict.OURS, 1, timedelta(minutes=1)),
        (Verdict.OURS, 8, timedelta(seconds=128)),
        (Verdict.OURS, 10 * MOST, LONGEST),
        (Verdict.BUSY, 10 * MOST, timedelta(seconds=30)),
    ],
)
def test_when_to_try_again(
    verdict: Verdict, attempts: int, expected: timedelta | None
) -> None:
    assert next_wait(Trouble(verdict, "x"), attempts) == expected


def test_slack_says_itself_when_it_has_time_again() -> None:
    assert next_wait(Trouble(Verdict.BUSY, "x", wait=7 * SECOND), 3) == 7 * SECOND


def test_all_tries_together_take_about_a_day() -> None:
    waits = [next_wait(Trouble(Verdict.LATER, "x"), n) for n in range(1, MOST)]
    assert timedelta(hours=23) < sum(filter(None, waits), timedelta()) < timedelta(hours=25)
