"""How much was delivered, and how it went: numbers without names or references."""

from enum import StrEnum, unique

from prometheus_client import Counter


@unique
class Result(StrEnum):
    """How one try to deliver ended."""

    DONE = "done"
    LATER = "later"
    FAILED = "failed"


_NOTICES = Counter("slackbot_notices", "Tries to deliver a notice.", ["result"])
_DISPLAYS = Counter("slackbot_displays", "Tries to show a card or a Home.", ["result"])


def count_notice(result: Result) -> None:
    """Count one try to deliver a notice."""
    _NOTICES.labels(result.value).inc()


def count_display(result: Result) -> None:
    """Count one try to show, or to take away, a card or a Home."""
    _DISPLAYS.labels(result.value).inc()
