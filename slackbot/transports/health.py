"""What is known of each part: nothing where all is well, else why not."""

import threading
from collections.abc import Iterable

DATABASE = "database"
SLACK = "slack"
SERVICE = "service"


class Health:
    """The last known state of each part, told by whoever deals with it anyway.

    A part that nobody has told of yet is not well: who asks too early is told to wait.
    """

    def __init__(self, parts: Iterable[str] = (DATABASE, SLACK)) -> None:
        self._lock = threading.Lock()
        self._problems: dict[str, str] = dict.fromkeys(parts, "starting")

    def note(self, part: str, problem: str = "") -> None:
        """Keep how a part is; no problem is well."""
        with self._lock:
            self._problems[part] = problem

    def problems(self) -> dict[str, str]:
        """Return what is not well, by part; words of ours."""
        with self._lock:
            return {part: problem for part, problem in self._problems.items() if problem}
