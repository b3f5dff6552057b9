"""A person at their Slack client, for scripts and tests: a call returns when it is over."""

from dataclasses import dataclass

from slackbot.sandbox.form_hands import FormHands
from slackbot.sandbox.hands import Hands
from slackbot.sandbox.presses import Aim, Presses
from slackbot.sandbox.server import Server
from slackbot.sandbox.shapes import (
    ActionResult,
    CommandResult,
    Json,
    SandboxError,
    SubmitResult,
)

Value = str | list[str] | None
Place = tuple[str, str] | Json | None
"""A message: (channel, ts), or the message as `dms` and `channel()` show it."""


@dataclass
class Person:
    """One member's hands and eyes. SandboxError: what Slack would have shown them."""

    id: str
    hands: Hands
    server: Server

    def command(
        self,
        command: str,
        text: str = "",
        channel: str | None = None,
        thread: str | None = None,
    ) -> CommandResult:
        """Type a slash command; without a channel, in the notes to oneself."""
        return self.server.do(self.hands.command(self.id, command, text, channel, thread))

    def shortcut(self, callback_id: str) -> CommandResult:
        """Choose a global shortcut."""
        return self.server.do(self.hands.shortcut(self.id, callback_id))

    def message_shortcut(self, callback_id: str, channel: str, ts: str) -> CommandResult:
        """Choose a shortcut in the menu of a message."""
        return self.server.do(self.hands.message_shortcut(self.id, callback_id, channel, ts))

    @property
    def view(self) -> Json | None:
        """The form in front, with what was typed; None if none is open."""
        views = self.views
        return views[-1] if views else None

    @property
    def views(self) -> list[Json]:
        """All open forms, bottom first."""
        world = self.hands.world
        return self.server.see(
            lambda: [self.hands.shown(v) for v in world.modals.stack(self.id)]
        )

    def type(self, block_id: str, value: Value) -> None:
        """Put a value into a field of the form in front."""
        self.server.do(self._forms.type(self.id, block_id, value))

    def submit(self) -> SubmitResult:
        """Press the form's button."""
        return self.server.do(self._forms.submit(self.id))

    def close(self, *, clear: bool = False) -> None:
        """Close the form in front; `clear`: all of them, as the cross in the corner does."""
        self.server.do(self._forms.close(self.id, everything=clear))

    def press(
        self,
        action_id: str,
        *,
        message: Place = None,
        block_id: str | None = None,
        value: str | None = None,
        where: str | None = None,
    ) -> ActionResult:
        """Press a button: in the form in front, in a message, or with where="home" in Home."""
        aim = Aim(action_id, block_id, value, _place(message), home=where == "home")
        return self.server.do(Presses(self._forms).press(self.id, aim))

    def choose(
        self,
        action_id: str,
        value: Value,
        *,
        message: Place = None,
        block_id: str | None = None,
        where: str | None = None,
    ) -> ActionResult:
        """Choose in a select that tells the app at once."""
        aim = Aim(action_id, block_id, value, _place(message), home=where == "home")
        return self.server.do(Presses(self._forms).choose(self.id, aim))

    def open_home(self) -> Json | None:
        """Open the app's Home tab; what is published there once the app has heard of it."""
        return self.server.do(self.hands.open_home(self.id))

    @property
    def home(self) -> Json | None:
        """The Home tab as last published."""
        return self.server.see(lambda: self.hands.home(self.id))

    @property
    def dms(self) -> list[Json]:
        """What the app told this person directly, oldest first."""
        return self.channel(f"D{self.id[1:]}", absent=True)

    @property
    def ephemerals(self) -> list[Json]:
        """What only this person sees, in any channel, oldest first."""
        everywhere = self.server.see(lambda: list(self.hands.world.channels))
        told = [m for c in everywhere for m in self.channel(c, absent=True) if m["ephemeral"]]
        return sorted(told, key=lambda m: float(m["ts"]))

    def channel(self, channel_id: str, *, absent: bool = False) -> list[Json]:
        """The messages that this person sees there; SandboxError if they are not in it."""
        return self.server.see(lambda: self._read(channel_id, absent=absent))

    def say(self, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """Post a message."""
        return self.server.see(lambda: self.hands.say(self.id, channel, text, thread_ts))

    @property
    def notices(self) -> list[str]:
        """The lines that Slack itself showed, such as a command's failure."""
        return self.server.see(lambda: list(self.hands.world.notices.get(self.id, [])))

    @property
    def _forms(self) -> FormHands:
        return FormHands(self.hands)

    def _read(self, channel_id: str, *, absent: bool) -> list[Json]:
        channel = self.hands.world.channels.get(channel_id)
        if channel is None or not channel.has(self.id):
            if absent:
                return []
            raise SandboxError("this person does not see that channel")
        return [
            {
                **self.hands.payloads.message(m),
                **({"blocks": m.blocks} if m.blocks else {}),  # as shown: nothing escaped
                "channel": channel_id,
                "ephemeral": m.ephemeral_to is not None,
            }
            for m in channel.seen_by(self.id)
        ]


def _place(message: Place) -> tuple[str, str] | None:
    if isinstance(message, dict):
        return message["channel"], message["ts"]
    return message
