"""When to try again after a failure, and when to stop and ask people to help."""

from datetime import timedelta

from slackbot.delivery.slack_errors import WAIT, Trouble, Verdict

FIRST = timedelta(seconds=1)
LONGEST = timedelta(minutes=15)

LOOK_AFTER = timedelta(seconds=30)
"""How long a delivery in doubt rests: Slack's history is behind by less."""

MEND = timedelta(minutes=1)
"""How often the courier asks whether the installation has been mended."""

MOST = 105
"""With waits that double up to a quarter of an hour, this many tries take a day."""

_DOUBLINGS = 10  # 2^10 s is over a quarter of an hour; larger powers help nobody


def next_wait(trouble: Trouble, attempts: int) -> timedelta | None:
    """Return how long to wait after so many tries (this one counted); None: never again.

    What Slack puts off and what our installation lacks is never given up.
    """
    if trouble.verdict is Verdict.NEVER:
        return None
    if trouble.verdict is Verdict.BUSY:
        return trouble.wait or WAIT
    doublings = min(max(attempts - 1, 0), _DOUBLINGS)
    wait = min(FIRST * (1 << doublings), LONGEST)
    if trouble.verdict is Verdict.OURS:
        return max(wait, MEND)
    if attempts >= MOST:
        return None
    return max(wait, LOOK_AFTER) if trouble.verdict is Verdict.DOUBT else wait
