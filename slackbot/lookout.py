"""Looks every few seconds how the database and Slack are, so that no probe has to."""

import logging
import threading
from collections.abc import Callable

from slackbot.transports.health import DATABASE, SLACK, Health

EVERY = 3.0
"""Seconds between two looks while all is well."""

SOONER = 0.5
"""Seconds between two looks while something is not."""

_log = logging.getLogger(__name__)


class Lookout:
    """Keeps the health of the service true. Each look returns a problem, or nothing."""

    def __init__(
        self, health: Health, database: Callable[[], str], slack: Callable[[], str]
    ) -> None:
        self._health = health
        self._looks = {DATABASE: database, SLACK: slack}
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lookout", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._leaving.set()
        if self._thread.ident is not None:
            self._thread.join(EVERY)

    def look(self) -> None:
        """Look once; what has changed is logged."""
        before = self._health.parts()
        for part, ask in self._looks.items():
            problem = ask()
            self._health.note(part, problem)
            if problem != before.get(part):
                _log.info("%s: %s", part, problem or "well")

    def _run(self) -> None:
        while not self._leaving.is_set():
            self.look()
            self._leaving.wait(SOONER if self._health.problems() else EVERY)
