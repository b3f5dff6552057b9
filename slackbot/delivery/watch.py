"""Looks who could read along in the triage channel, before a card enters it."""

import logging
import time
from typing import Any

from slackbot.casework.watch import Watch
from slackbot.delivery.courier import attempt
from slackbot.delivery.slack_calls import SlackCalls
from slackbot.delivery.slack_errors import PUBLIC, CallError, read_trouble
from slackbot.rules.channel import ChannelSeen
from slackbot.rules.people import SlackUser

AGAIN = 5.0
"""Seconds after which a look that failed is tried again; until then nothing is safe."""

ROUND = 60.0
"""Seconds between two looks while nothing is to be posted."""

_MISSING = frozenset({"channel_not_found", "not_in_channel"})
# We have groups:read and no channels:read: of a channel made public Slack tells us no more.
_OUT_OF_SIGHT = "missing_scope"
_SHARED = ("is_shared", "is_ext_shared", "is_pending_ext_shared", "is_org_shared")

log = logging.getLogger(__name__)


class ChannelGuard:
    """Answers for the triage channel; what it could not find out just now is not safe."""

    def __init__(self, watch: Watch, slack: SlackCalls, channel: str) -> None:
        self._watch = watch
        self._slack = slack
        self._channel = channel
        self._not_before = 0.0
        self._next_round = 0.0

    def is_safe(self, *, is_asked: bool) -> bool:
        """Say whether cards may be posted, from a look that is fresh or made now.

        Where no card waits (not `is_asked`) a look a minute is enough: some changes, such
        as a channel made public, come without any event.
        """
        now = time.monotonic()
        if now < (self._not_before if is_asked else self._next_round):
            return self._watch.is_safe() and not self._watch.needs_check()
        if not self._watch.needs_check():
            return self._watch.is_safe()
        self._next_round = now + ROUND
        error = attempt(self._look)
        if error is None:
            return self._watch.is_safe()
        self._not_before = time.monotonic() + AGAIN
        log.warning("the triage channel was not checked: %s", read_trouble(error).code)
        return False

    def doubt(self) -> None:
        """Look again before the next card."""
        self._watch.doubt()

    def _look(self) -> None:
        doubts = self._watch.begin_look()
        self._watch.record(self._see(), doubts)

    def _see(self) -> ChannelSeen:
        try:
            channel = self._slack.channel(self._channel)
            members = self._slack.members(self._channel)
        except CallError as error:
            if error.trouble.code == _OUT_OF_SIGHT:
                return ChannelSeen(is_private=False)
            if error.trouble.code == PUBLIC:
                return ChannelSeen(is_private=False)
            if error.trouble.code in _MISSING:
                return ChannelSeen(is_missing=True)
            raise
        return read_channel(channel, members, self._slack.us().user)


def read_channel(
    channel: dict[str, Any], members: tuple[str, ...], our_user: str
) -> ChannelSeen:
    """Read what Slack says of a channel; what it does not say is taken as unsafe."""
    return ChannelSeen(
        is_private=channel.get("is_private") is True,
        is_shared=any(channel.get(name) for name in _SHARED),
        is_archived=channel.get("is_archived") is not False,
        is_missing=our_user not in members,
        members=tuple(SlackUser(each) for each in members if each != our_user),
    )
