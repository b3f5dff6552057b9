"""Figures for monitoring: how many and how fast; never who, and never which complaint."""

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from slackbot.transports.health import Health

CONTENT_TYPE = CONTENT_TYPE_LATEST

ANSWERED = Histogram(
    "slackbot_request_seconds",
    "Time from a request of Slack's to our answer.",
    ["transport"],
    # Slack waits three seconds.
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
)
REFUSED = Counter(
    "slackbot_requests_refused",
    "Requests that were none of Slack's, or that we failed to answer.",
    ["transport", "status"],
)
SOCKETS = Gauge(
    "slackbot_socket_connections",
    "Connections that Slack counts for this app (it takes at most 10).",
)
_WELL = Gauge("slackbot_part_well", "1 where a part is well, 0 where it is not.", ["part"])


def page(health: Health) -> bytes:
    """Return everything as monitoring reads it."""
    for part, problem in health.parts().items():
        _WELL.labels(part).set(not problem)
    return generate_latest(REGISTRY)
