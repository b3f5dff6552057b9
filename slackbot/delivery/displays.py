"""Keeps cards and Homes true: each shows the newest state, or is taken away."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slackbot.blocks import card, home
from slackbot.blocks.parts import Message
from slackbot.casework.posting import Posting
from slackbot.casework.showing import OwedDisplay, Showing
from slackbot.delivery.courier import BUDGET, Step, attempt, may_be_there, step_after
from slackbot.delivery.metrics import Result, count_display
from slackbot.delivery.retry import LONGEST, next_wait
from slackbot.delivery.slack_calls import POST, Place, SlackCalls
from slackbot.delivery.slack_errors import (
    CallError,
    Trouble,
    Verdict,
    is_channel,
    read_trouble,
)
from slackbot.delivery.watch import ChannelGuard
from slackbot.rules.notices import Fault
from slackbot.rules.people import SlackUser
from slackbot.rules.policy import Policy

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Displays:
    """Shows cards and Homes. `owner` names this courier among all that work on the record."""

    showing: Showing
    posting: Posting
    slack: SlackCalls
    guard: ChannelGuard
    policy: Policy
    clock: Callable[[], datetime]
    owner: str

    def show(self) -> Step:
        """Bring one card or Home up to date; cards enter the channel only while it is safe."""
        is_safe = self.guard.is_safe(is_asked=self.showing.channel_cards_due())
        owed = self.showing.claim_display(self.owner, channel_is_safe=is_safe)
        return Step.IDLE if owed is None else step_after(self.carry(owed))

    def carry(self, owed: OwedDisplay) -> Trouble | None:
        """Show one claimed card or Home, and settle what became of it."""
        latest = time.monotonic() + BUDGET
        error = attempt(lambda: self._bring(owed, latest))
        if error is None:
            count_display(Result.DONE)
            return None
        return self._put_off(owed, error)

    def _bring(self, owed: OwedDisplay, latest: float) -> None:
        if not owed.wanted:
            self._remove(owed)
        elif owed.home is not None:
            self.slack.publish(owed.place, home.build(owed.home, self.policy))
            self.showing.settle_shown(owed.mark, self.owner, owed.version, "", "")
        elif owed.card is not None:
            place = self._show_card(owed, card.build(owed.card, owed.mark.hex), latest)
            self.showing.settle_shown(
                owed.mark, self.owner, owed.version, place.channel, place.ts
            )

    def _show_card(self, owed: OwedDisplay, message: Message, latest: float) -> Place:
        for place in self._places(owed):
            if self._update(place, message):
                return place
            # It can be changed no more, but may still be seen: gone before its successor
            # comes, so that a crash between the two leaves none instead of two.
            self._delete(place, must=False)
        return self._post(owed, message, latest)

    def _places(self, owed: OwedDisplay) -> list[Place]:
        """List where the card stands, as far as we know or can find out."""
        known = [Place(owed.channel, owed.ts)] if owed.channel and owed.ts else []
        found = self._find(owed)
        return known + [place for place in [found] if place and place not in known]

    def _find(self, owed: OwedDisplay) -> Place | None:
        # A channel cannot be read with the rights that we ask for: a card in doubt is
        # posted again there, and its twin is replaced when somebody presses it.
        if owed.doubt_since is None or is_channel(owed.place):
            return None
        return self.slack.find(self._channel(owed), owed.mark.hex, owed.doubt_since)

    def _post(self, owed: OwedDisplay, message: Message, latest: float) -> Place:
        channel = self._channel(owed)
        if time.monotonic() > latest:  # the lease could end before Slack has answered
            raise CallError(POST, Trouble(Verdict.LATER, "late"))
        return self.slack.post(channel, message)

    def _channel(self, owed: OwedDisplay) -> str:
        if owed.channel:
            return owed.channel
        person = SlackUser(owed.place)
        channel = self.slack.open_dm(person)
        self.posting.note_dm(person, channel)
        return channel

    def _remove(self, owed: OwedDisplay) -> None:
        for place in self._places(owed):
            self._delete(place, must=True)
        self.showing.settle_removed(owed.mark, self.owner)

    def _update(self, place: Place, message: Message) -> bool:
        try:
            self.slack.update(place, message)
        except CallError as error:
            if error.trouble.verdict is not Verdict.GONE:
                raise
            return False
        return True

    def _delete(self, place: Place, *, must: bool) -> None:
        try:
            self.slack.delete(place)
        except CallError as error:
            verdict = error.trouble.verdict
            if verdict is Verdict.GONE or (verdict is Verdict.NEVER and not must):
                return
            raise

    def _put_off(self, owed: OwedDisplay, error: Exception) -> Trouble:
        trouble = read_trouble(error)
        log.warning("%s %s not shown: %s", owed.kind, owed.mark.hex, trouble.code)
        if self._is_final(owed, trouble):
            count_display(Result.FAILED)
            fault = trouble.fault_at(owed.place)
            self.showing.settle_display_failed(owed.mark, self.owner, owed.version, fault)
            return trouble
        count_display(Result.LATER)
        self.showing.settle_display_later(
            owed.mark,
            self.owner,
            # What shows a state is never given up: the state is still true tomorrow.
            self.clock() + (next_wait(trouble, owed.attempts) or LONGEST),
            doubtful=may_be_there(owed.doubt_since, error),
        )
        return trouble

    def _is_final(self, owed: OwedDisplay, trouble: Trouble) -> bool:
        if trouble.verdict is not Verdict.NEVER:
            return False
        if trouble.fault_at(owed.place) is Fault.CHANNEL_GONE and owed.wanted:
            self.guard.doubt()  # the cards wait until the leads have mended the channel
            return False
        return True
