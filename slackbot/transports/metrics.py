"""Figures for monitoring: how many and how fast; never who, and never which complaint."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from slackbot.transports.health import Health

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
"""Slack waits three seconds."""


class Metrics:
    """The figures of one running service, in a registry of its own."""

    def __init__(self, health: Health) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._health = health
        self._answered = Histogram(
            "slackbot_request_seconds",
            "Time from a request of Slack's to our answer.",
            ["transport"],
            registry=self._registry,
            buckets=_SECONDS,
        )
        self._refused = Counter(
            "slackbot_requests_refused_total",
            "Requests that were none of Slack's, or that we failed to answer.",
            ["transport", "status"],
            registry=self._registry,
        )
        self._well = Gauge(
            "slackbot_part_well", "1 where a part is well.", ["part"], registry=self._registry
        )
        self.sockets = Gauge(
            "slackbot_socket_connections",
            "Connections that Slack counts for this app (at most 10).",
            registry=self._registry,
        )

    @contextmanager
    def timing(self, transport: str) -> Iterator[None]:
        """Measure one request of Slack's."""
        with self._answered.labels(transport).time():
            yield

    def refused(self, transport: str, status: int) -> None:
        """Count a request that was not answered with 200."""
        self._refused.labels(transport, str(status)).inc()

    def page(self, parts: tuple[str, ...]) -> bytes:
        """Return everything as monitoring reads it."""
        problems = self._health.problems()
        for part in parts:
            self._well.labels(part).set(part not in problems)
        return generate_latest(self._registry)
