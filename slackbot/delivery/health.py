"""What the courier last knew of its own way to Slack, for whoever watches the program."""

import threading

from slackbot.delivery.slack_errors import Trouble, Verdict

_STOPPED = "Slack refuses this installation"
_AWAY = "Slack cannot be reached"


class Health:
    """The last known state; reading it asks nobody."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refusals: dict[str, str] = {}
        self._away = ""

    def went_well(self, method: str) -> None:
        """Note that Slack did what was asked."""
        with self._lock:
            self._refusals.pop(method, None)
            self._away = ""

    def went_wrong(self, method: str, trouble: Trouble) -> None:
        """Note that Slack did not; what concerns one message only says that it is there."""
        with self._lock:
            if trouble.verdict is Verdict.OURS:
                self._refusals[method] = trouble.code
            if trouble.verdict in {Verdict.LATER, Verdict.DOUBT}:
                self._away = trouble.code
            else:
                self._away = ""

    @property
    def problems(self) -> tuple[str, ...]:
        """List what is wrong, in words of ours and Slack's codes; empty: nothing known."""
        with self._lock:
            said = [f"{_STOPPED}: {m}: {code}" for m, code in self._refusals.items()]
            return (*said, *([f"{_AWAY}: {self._away}"] if self._away else []))
