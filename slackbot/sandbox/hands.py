"""What a person's hands do in Slack: commands, shortcuts, messages, the Home tab."""

from dataclasses import dataclass

from slackbot.sandbox.messages import Channel, Message, escape
from slackbot.sandbox.modals import View
from slackbot.sandbox.outbound import Outbound
from slackbot.sandbox.payloads import Payloads
from slackbot.sandbox.people import Member
from slackbot.sandbox.response_urls import Address, ResponseUrls, answer
from slackbot.sandbox.shapes import (
    Answer,
    CommandResult,
    Json,
    RefusalError,
    SandboxError,
    is_ok,
)
from slackbot.sandbox.world import World

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass
class Hands:
    """Does what a person does, as Slack's clients would let them."""

    world: World
    outbound: Outbound
    urls: ResponseUrls

    @property
    def payloads(self) -> Payloads:
        """What the app is told of it."""
        return Payloads(self.world)

    def person(self, member_id: str) -> Member:
        """The member who acts; SandboxError if they cannot."""
        member = self.world.member(member_id)
        if member.deleted or member.bot:
            raise SandboxError("this account is deactivated, or is not a person's")
        return member

    def place(self, member: Member, channel_id: str | None) -> Channel:
        """Where the person is: a channel that they are in, or their notes to themselves."""
        if channel_id is None:
            return self.world.own_notes(member.id)
        channel = self.world.channels.get(channel_id)
        if channel is None or not channel.has(member.id):
            raise SandboxError("this person does not see that channel")
        return channel

    async def command(
        self,
        member_id: str,
        command: str,
        text: str,
        channel_id: str | None,
        thread: str | None,
    ) -> CommandResult:
        """Type a slash command, and read what comes back."""
        member = self.person(member_id)
        channel = self.place(member, channel_id)
        self._check_command(member, channel, command, thread)
        payload = self.payloads.command(member, channel, command, text)
        payload |= {
            "response_url": self.urls.hand_out(member_id, channel),
            "trigger_id": self.world.triggers.hand_out(member_id),
        }
        before = self.top(member_id)
        reply = await self.outbound.ask("slash_commands", payload)
        try:
            shown = self._read_reply(member, channel, f"{command} {text}".strip(), reply)
        except SandboxError as failed:
            self.world.notice(member_id, f'{command} failed with the error "{failed}"')
            return CommandResult(None, self.opened(member_id, before), str(failed))
        return CommandResult(shown, self.opened(member_id, before), None)

    def _check_command(
        self, member: Member, channel: Channel, command: str, thread: str | None
    ) -> None:
        if thread:
            raise SandboxError(f"{command} is not supported in threads. Sorry!")
        if self._may_not_write(channel):
            raise SandboxError("nothing can be typed here: this conversation is read-only")
        known = [c["command"] for c in self.world.app.commands]
        if command not in known or member.stranger:
            raise SandboxError(f"{command} is not a valid command.")

    def _read_reply(
        self, member: Member, channel: Channel, typed: str, reply: Answer | None
    ) -> Json | None:
        if reply is None:
            dead = not self.outbound.transport.connected
            raise SandboxError("dispatch_failed" if dead else "operation_timeout")
        if not is_ok(reply):
            raise SandboxError("dispatch_failed")
        if reply.empty:
            return None
        body = {"text": reply.body} if isinstance(reply.body, str) else reply.body or {}
        try:
            if body.get("response_type") == "in_channel":
                self._publish(member, channel, typed)
            here = Address(member.id, channel, self.world.clock.now())
            message = answer(self.world, here, body)
        except RefusalError as no:
            raise SandboxError("invalid_command_response") from no
        return None if message is None else self.payloads.message(message)

    def _publish(self, member: Member, channel: Channel, typed: str) -> None:
        # Slack shows everybody what was typed as soon as the answer is public.
        now = self.world.clock.now()
        self.world.post(channel, Message(self.world.clock.ts(), member.id, escape(typed), now))

    async def shortcut(self, member_id: str, callback_id: str) -> CommandResult:
        """Choose a global shortcut."""
        member = self.person(member_id)
        self._check_shortcut(member, callback_id, "global")
        payload = self.payloads.shortcut(member, callback_id)
        return await self._interact(member, payload)

    async def message_shortcut(
        self, member_id: str, callback_id: str, channel_id: str, ts: str
    ) -> CommandResult:
        """Choose a shortcut in the menu of a message."""
        member = self.person(member_id)
        self._check_shortcut(member, callback_id, "message")
        channel = self.place(member, channel_id)
        message = self.message(member, channel, ts)
        if message.ephemeral_to:
            raise SandboxError("an ephemeral message has no shortcuts")
        payload = self.payloads.message_action(member, callback_id, channel, message)
        payload["response_url"] = self.urls.hand_out(member_id, channel, None)
        return await self._interact(member, payload)

    def _check_shortcut(self, member: Member, callback_id: str, kind: str) -> None:
        for shortcut in [] if member.stranger else self.world.app.shortcuts:
            if shortcut["callback_id"] == callback_id and shortcut["type"] == kind:
                return
        raise SandboxError(f"there is no {kind} shortcut {callback_id}")

    async def _interact(self, member: Member, payload: Json) -> CommandResult:
        before = self.top(member.id)
        payload["trigger_id"] = self.world.triggers.hand_out(member.id)
        reply = await self.outbound.ask("interactive", payload)
        error = None
        if not is_ok(reply):
            error = TROUBLE
            self.world.notice(member.id, TROUBLE)
        return CommandResult(None, self.opened(member.id, before), error)

    def message(self, member: Member, channel: Channel, ts: str) -> Message:
        """A message that this person sees; SandboxError otherwise."""
        for message in channel.seen_by(member.id):
            if message.ts == ts:
                return message
        raise SandboxError("this person does not see that message")

    def say(self, member_id: str, channel_id: str, text: str, thread: str | None) -> Json:
        """Post a message, as typed."""
        member = self.person(member_id)
        channel = self.place(member, channel_id)
        if self._may_not_write(channel) or channel.archived:
            raise SandboxError("nothing can be typed here: this conversation is read-only")
        now = self.world.clock.now()
        message = Message(
            self.world.clock.ts(), member_id, escape(text), now, thread_ts=thread
        )
        message.blocks = [_typed(text, message.ts)]
        return self.payloads.message(self.world.post(channel, message))

    def _may_not_write(self, channel: Channel) -> bool:
        return channel.kind == "im" and self.world.app.messages_read_only

    async def open_home(self, member_id: str) -> Json | None:
        """Open the app's Home tab, and see what is published there."""
        self.person(member_id)
        if not self.world.app.home_enabled:
            raise SandboxError("this app has no Home tab")
        home = self.world.modals.homes.get(member_id)
        dm = self.world.dm(member_id)
        event: Json = {"type": "app_home_opened", "user": member_id, "channel": dm.id}
        event["tab"] = "home"
        if home is not None:
            event["view"] = self.world.modals.as_slack(home, values=True)
        await self.outbound.tell_and_wait(event)
        return self.home(member_id)

    def home(self, member_id: str) -> Json | None:
        """The Home tab as it was last published."""
        home = self.world.modals.homes.get(member_id)
        return None if home is None else self.world.modals.as_slack(home, values=True)

    def top(self, member_id: str) -> View | None:
        """The form in front of this person."""
        stack = self.world.modals.stack(member_id)
        return stack[-1] if stack else None

    def opened(self, member_id: str, before: View | None) -> Json | None:
        """The form in front of this person, if it was not there before."""
        top = self.top(member_id)
        return None if top is None or top is before else self.shown(top)

    def shown(self, view: View) -> Json:
        """A form as it stands, with what was typed."""
        return self.world.modals.as_slack(view, values=True)


def _typed(text: str, ts: str) -> Json:
    # Slack's editor sends rich text, in which nothing is escaped.
    part = {"type": "text", "text": text}
    section = {"type": "rich_text_section", "elements": [part]}
    return {"type": "rich_text", "block_id": ts[-5:], "elements": [section]}
