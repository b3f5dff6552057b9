"""What is known of each part: nothing where all is well, else why not."""

import threading

DATABASE = "database"
SLACK = "slack"
SERVICE = "service"


class Health:
    """The last known state of each part, told by whoever deals with it anyway.

    A part that nobody has told of yet is not well: who asks too early is told to wait.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts = dict.fromkeys((DATABASE, SLACK), "starting")

    def note(self, part: str, problem: str = "") -> None:
        """Keep how a part is; no problem is well."""
        with self._lock:
            self._parts[part] = problem

    def parts(self) -> dict[str, str]:
        """Return the problem of each part, in words of ours; none is empty."""
        with self._lock:
            return dict(self._parts)

    def problems(self) -> dict[str, str]:
        """Return the problems only."""
        return {part: problem for part, problem in self.parts().items() if problem}
