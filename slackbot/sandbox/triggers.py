"""Triggers: the right to open a form, for three seconds and once."""

import secrets
from dataclasses import dataclass, field

from slackbot.sandbox.clock import Clock
from slackbot.sandbox.shapes import RefusalError

LIFE = 3.0  # seconds; docs.slack.dev/interactivity/handling-user-interaction


@dataclass
class Trigger:
    """Who acted, when, and in which form if it was in one."""

    member_id: str
    at: float
    view_id: str | None
    used: bool = False


@dataclass
class Triggers:
    """Every trigger that was handed out."""

    clock: Clock
    _known: dict[str, Trigger] = field(default_factory=dict)

    def hand_out(self, member_id: str, view_id: str | None = None) -> str:
        """A trigger for what this person just did."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}"
        trigger_id = f"{trigger_id}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(member_id, self.clock.now(), view_id)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use it up; RefusalError with Slack's code if it is unknown, used or too old."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise RefusalError("invalid_trigger_id")
        if trigger.used:
            raise RefusalError("exchanged_trigger_id")
        if self.clock.now() - trigger.at > LIFE:
            raise RefusalError("expired_trigger_id")
        trigger.used = True
        return trigger
