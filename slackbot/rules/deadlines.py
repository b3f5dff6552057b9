"""By when something is promised, in working days of England's calendar."""

from collections.abc import Container
from datetime import date, timedelta

_SATURDAY = 5


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Say whether people are at work: not at weekends, not on England's bank holidays."""
    return day.weekday() < _SATURDAY and day not in holidays


def after_working_days(start: date, count: int, holidays: Container[date]) -> date:
    """Return the day `count` working days after `start`; `start` itself is day nought."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, holidays)
    return day
