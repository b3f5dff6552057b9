"""Keeps the courier going: what is owed leaves at once, or as soon as it falls due."""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from slack_sdk import WebClient

from slackbot.casework import Casework
from slackbot.delivery.courier import Courier, Step, attempt
from slackbot.delivery.directory import EVERY, Directory
from slackbot.delivery.displays import Displays
from slackbot.delivery.health import Health
from slackbot.delivery.retry import LONGEST, MEND, next_wait
from slackbot.delivery.slack_calls import SlackCalls
from slackbot.delivery.slack_errors import CallError, Trouble, Verdict
from slackbot.delivery.watch import ChannelGuard
from slackbot.rules.policy import Policy

IDLE = 1.0
"""Seconds after which a courier looks again, also where nobody has rung: another replica,
or another process on this database, may owe something."""

TICK = 3.0
"""Seconds between two looks at what falls due by itself."""

_WORST = (
    30.0  # seconds a worker rests at most after trouble of its own, such as a database gone
)

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """Return the time, aware."""
    return datetime.now(UTC)


class Worker:
    """One thread that takes one step after the other until it is told to leave."""

    def __init__(
        self,
        name: str,
        step: Callable[[], Step],
        rest: Callable[[], float],
        *,
        worst: float = _WORST,
    ) -> None:
        self._step = step
        self._rest = rest
        self._worst = worst
        self._failures = 0
        self._bell = threading.Event()
        self._leaving = threading.Event()
        # A daemon: what a call to Slack holds up longer than stop() waits is only in doubt,
        # and doubt is settled after the next start.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ring(self) -> None:
        """End the present rest."""
        self._bell.set()

    def leave(self) -> None:
        """Take no further step."""
        self._leaving.set()
        self._bell.set()

    def join(self, timeout: float) -> bool:
        """Wait for the step in hand; say whether it ended in time."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._leaving.is_set():
            self._bell.clear()
            error = attempt(self._go)
            if error is not None:
                self._recover(error)

    def _go(self) -> None:
        step = self._step()
        self._failures = 0
        if step is Step.STOPPED:
            self._leaving.wait(MEND.total_seconds())  # no bell can mend an installation
        elif step is Step.IDLE and not self._leaving.is_set():
            self._bell.wait(self._rest())

    def _recover(self, error: Exception) -> None:
        self._failures += 1
        # Our own trouble, such as a database that is busy, leaves nothing in doubt.
        ours = Trouble(Verdict.LATER, type(error).__name__)
        trouble = error.trouble if isinstance(error, CallError) else ours
        log.warning("%s: %s", self._thread.name, trouble.code, exc_info=error)
        wait = next_wait(trouble, self._failures) or LONGEST
        self._leaving.wait(min(wait.total_seconds(), self._worst))


class Delivery:
    """All that delivers, on threads of its own; make it anew to start it again."""

    def __init__(
        self,
        casework: Casework,
        client: WebClient,
        policy: Policy,
        triage_channel: str,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.health = Health()
        self._clock = clock
        owner = secrets.token_hex(8)
        slack = SlackCalls(client, casework.posting, self.health, clock)
        guard = ChannelGuard(casework.watch, slack, triage_channel)
        self.courier = Courier(casework.posting, casework.people, slack, clock, owner)
        self.displays = Displays(
            casework.showing, casework.posting, slack, guard, policy, clock, owner
        )
        self.directory = Directory(casework.people, slack)
        self._tick = casework.clockwork.tick
        self._workers = self._hire()

    @property
    def problems(self) -> tuple[str, ...]:
        """List what keeps deliveries back, as last known; nobody is asked."""
        return self.health.problems

    def start(self) -> None:
        """Begin to deliver; returns at once."""
        for worker in self._workers:
            worker.start()

    def nudge(self) -> None:
        """Look at once: something has just become owed."""
        for worker in self._couriers:
            worker.ring()

    def stop(self, timeout: float = 25.0) -> bool:
        """Finish what is in hand and take up nothing more; say whether all has ended.

        `timeout` in seconds, in all.
        """
        end = time.monotonic() + timeout
        for worker in self._workers:
            worker.leave()
        ended = [worker.join(max(end - time.monotonic(), 0.0)) for worker in self._workers]
        return all(ended)

    def _hire(self) -> tuple[Worker, ...]:
        posting, showing = self.courier.posting, self.displays.showing
        # Notices and displays apart: neither may wait for the other's time-outs.
        self._couriers = (
            Worker("notices", self.courier.deliver, self._rest_until(posting.next_due)),
            Worker("displays", self.displays.show, self._rest_until(showing.next_due)),
        )
        worst = LONGEST.total_seconds()
        return (
            *self._couriers,
            Worker("clockwork", self._look_at_the_clock, lambda: TICK),
            Worker("directory", self._learn, EVERY.total_seconds, worst=worst),
        )

    def _look_at_the_clock(self) -> Step:
        self._tick()
        self.nudge()  # what has fallen due may be urgent
        return Step.IDLE

    def _learn(self) -> Step:
        self.directory.load()
        return Step.IDLE

    def _rest_until(self, next_due: Callable[[], datetime | None]) -> Callable[[], float]:
        def rest() -> float:
            due = next_due()
            away = (due - self._clock()).total_seconds() if due is not None else IDLE
            # What is due and was not claimed waits for a turn, or for a safe channel.
            return min(away, IDLE) if away > 0 else IDLE

        return rest
