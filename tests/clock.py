"""A clock that stands still until a test moves it on."""

import threading
from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class Clock:
    """Gives the same moment until told otherwise; any thread may ask."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now
        self._turn = threading.Lock()

    def __call__(self) -> datetime:
        with self._turn:
            return self._now

    def pass_(self, **span: float) -> datetime:
        """Let time pass (`minutes=2`); return the moment that it is then."""
        with self._turn:
            self._now += timedelta(**span)
            return self._now
