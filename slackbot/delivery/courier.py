"""Tells people what they are owed, once each, whatever happens on the way."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from slackbot.blocks import notices
from slackbot.casework.people import People
from slackbot.casework.posting import OwedNotice, Posting
from slackbot.delivery.metrics import Result, count_notice
from slackbot.delivery.retry import next_wait
from slackbot.delivery.slack_calls import POST, Place, SlackCalls
from slackbot.delivery.slack_errors import (
    CallError,
    Trouble,
    Verdict,
    is_channel,
    read_trouble,
)
from slackbot.rules.notices import Fault
from slackbot.rules.people import Standing

BUDGET = 20.0
"""Seconds after the claim within which a post may begin: it may take as long again, and a
third of the lease is left for Slack's history to show it to whoever claims next."""

log = logging.getLogger(__name__)


def attempt(work: Callable[[], object]) -> Exception | None:
    """Do something and return what went wrong: here an error becomes a retry."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - one that we did not foresee must not end the courier
        return error
    return None


@unique
class Step(StrEnum):
    """What one step came to, for whoever decides when to take the next."""

    IDLE = "nothing was due"
    WORKED = "something was settled"
    STOPPED = "the installation must be mended first"


def step_after(trouble: Trouble | None) -> Step:
    """Say whether it makes sense to go on after this."""
    is_ours = trouble is not None and trouble.verdict is Verdict.OURS
    return Step.STOPPED if is_ours else Step.WORKED


@dataclass(frozen=True, slots=True)
class Courier:
    """Delivers notices. `owner` names this courier among all that work on the record."""

    posting: Posting
    people: People
    slack: SlackCalls
    clock: Callable[[], datetime]
    owner: str

    def deliver(self) -> Step:
        """Deliver one owed notice, the most urgent first."""
        if self.slack.is_paused(POST):
            return Step.IDLE  # whatever is claimed now could only be put off
        owed = self.posting.claim_notice(self.owner)
        return Step.IDLE if owed is None else step_after(self.carry(owed))

    def carry(self, owed: OwedNotice) -> Trouble | None:
        """Take one claimed notice to its person, and settle what became of it."""
        latest = time.monotonic() + BUDGET
        error = attempt(lambda: self._take(owed, latest))
        return None if error is None else self._put_off(owed, error)

    def _take(self, owed: OwedNotice, latest: float) -> None:
        self._check_account(owed)
        channel = owed.channel or self._open_dm(owed)
        place = self._find(owed, channel) or self._post(owed, channel, latest)
        if self.posting.settle_sent(owed.seq, self.owner, place.channel, place.ts):
            count_notice(Result.DONE)
        else:
            log.warning("notice %s was settled by another courier", owed.seq)

    def _check_account(self, owed: OwedNotice) -> None:
        # Slack may take a post to the DM of a closed account, which nobody would ever read.
        if self.people.who(owed.recipient).standing is Standing.GONE:
            gone = Trouble(Verdict.NEVER, "deactivated", Fault.ACCOUNT_GONE)
            raise CallError(POST, gone)

    def _open_dm(self, owed: OwedNotice) -> str:
        channel = self.slack.open_dm(owed.recipient)
        # Stored before the first post: whoever comes after us must know where to look.
        self.posting.note_dm(owed.recipient, channel)
        return channel

    def _find(self, owed: OwedNotice, channel: str) -> Place | None:
        # A channel cannot be read with the rights that we ask for; only DMs can.
        if owed.doubt_since is None or is_channel(channel):
            return None
        return self.slack.find(channel, owed.facts.mark, owed.doubt_since)

    def _post(self, owed: OwedNotice, channel: str, latest: float) -> Place:
        message = notices.build(owed.facts)
        if time.monotonic() > latest:  # the lease could end before Slack has answered
            raise CallError(POST, Trouble(Verdict.LATER, "late"))
        return self.slack.post(channel, message)

    def _put_off(self, owed: OwedNotice, error: Exception) -> Trouble:
        trouble = read_trouble(error)
        log.warning("notice %s not delivered: %s", owed.seq, trouble.code)
        wait = next_wait(trouble, owed.attempts)
        if wait is None:
            count_notice(Result.FAILED)
            fault = trouble.fault_at(owed.recipient)
            self.posting.settle_failed(owed.seq, self.owner, fault)
        else:
            count_notice(Result.LATER)
            self.posting.settle_later(
                owed.seq,
                self.owner,
                self.clock() + wait,
                doubtful=may_be_there(owed.doubt_since, error),
            )
        return trouble


def may_be_there(doubt_since: datetime | None, error: Exception) -> bool:
    """Say whether a message may have arrived; what was in doubt before stays in doubt."""
    if doubt_since is not None or not isinstance(error, CallError):
        return True
    return error.method == POST and error.trouble.verdict is Verdict.DOUBT
