from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slackbot.casework.clockwork import _next_morning
from slackbot.casework.desk import LONDON
from slackbot.casework.intake import bank_holidays
from slackbot.rules.deadlines import after_working_days, is_working_day

days = st.dates(date(2019, 1, 1), date(2030, 12, 31))
HOLIDAYS = bank_holidays()


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 2), 3, date(2026, 3, 5)),  # Monday to Thursday
        (date(2026, 3, 5), 3, date(2026, 3, 10)),  # over a weekend
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # from a Saturday
        (date(2026, 4, 2), 3, date(2026, 4, 9)),  # over Good Friday and Easter Monday
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Boxing Day is kept on the Monday
        (date(2027, 12, 24), 1, date(2027, 12, 29)),  # both days of Christmas at a weekend
        (date(2026, 8, 28), 1, date(2026, 9, 1)),  # the summer bank holiday, not Scotland's
        (date(2026, 3, 27), 3, date(2026, 4, 1)),  # over the change to summer time
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_working_days_are_counted_as_england_has_them(
    start: date, count: int, end: date
) -> None:
    assert after_working_days(start, count, HOLIDAYS) == end


@given(days, st.integers(1, 30))
def test_the_last_day_is_a_working_day_and_the_count_is_right(start: date, count: int) -> None:
    end = after_working_days(start, count, HOLIDAYS)
    between = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert is_working_day(end, HOLIDAYS)
    assert sum(is_working_day(day, HOLIDAYS) for day in between) == count


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-03-28T10:00+00:00", "2026-03-29T08:00+00:00"),  # the clocks go forward at one
        ("2026-10-24T10:00+00:00", "2026-10-25T09:00+00:00"),  # and back
        ("2026-03-02T08:59+00:00", "2026-03-02T09:00+00:00"),
        ("2026-03-02T09:00+00:00", "2026-03-03T09:00+00:00"),
        ("2026-07-01T07:30+00:00", "2026-07-01T08:00+00:00"),
    ],
)
def test_the_next_morning_is_nine_in_london(now: str, morning: str) -> None:
    found = _next_morning(datetime.fromisoformat(now))
    assert found.astimezone(UTC) == datetime.fromisoformat(morning)
    assert found.astimezone(LONDON).hour == 9
