"""What the courier last knew of its own way to Slack, for whoever watches the program."""

import logging
import threading
import time
from dataclasses import dataclass

from slackbot.delivery.retry import LONGEST
from slackbot.delivery.slack_errors import Trouble, Verdict

_STOPPED = "Slack refuses this installation"
_AWAY = "Slack cannot be reached"
_OFTEN = 3  # failures in a row; one alone is Slack's everyday weather
_OLD = 2 * LONGEST.total_seconds()  # whatever still matters has been tried again by then
_ABSENT = frozenset({"unreachable", "service_unavailable"})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Failure:
    words: str
    times: int
    at: float

    @property
    def matters(self) -> bool:
        often = self.times >= _OFTEN or self.words.startswith(_STOPPED)
        return often and time.monotonic() - self.at < _OLD


class Health:
    """The last known state; reading it asks nobody."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: dict[str, _Failure] = {}

    def went_well(self, method: str) -> None:
        """Note that Slack did what was asked."""
        with self._lock:
            before = self._failures.pop(method, None)
        if before is not None and before.matters:
            log.info("%s works again", method)

    def went_wrong(self, method: str, trouble: Trouble) -> None:
        """Note that Slack did not; what concerns one message only says that it is there."""
        words = _words(method, trouble)
        with self._lock:
            before = self._failures.pop(method, None)
            if not words:
                return
            times = before.times + 1 if before else 1
            now = self._failures[method] = _Failure(words, times, time.monotonic())
        if now.matters and not (before and before.matters):
            log.error("%s", words)

    @property
    def problems(self) -> tuple[str, ...]:
        """List what is wrong, in words of ours and Slack's codes; empty: nothing known."""
        with self._lock:
            return tuple(each.words for each in self._failures.values() if each.matters)


def _words(method: str, trouble: Trouble) -> str:
    if trouble.verdict is Verdict.OURS:
        return f"{_STOPPED}: {method}: {trouble.code}"
    if trouble.verdict is Verdict.DOUBT or trouble.code in _ABSENT:
        return f"{_AWAY}: {method}: {trouble.code}"
    return ""
