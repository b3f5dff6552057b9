"""What Slack tells the app when a person does something."""

import secrets
from dataclasses import dataclass

from slackbot.sandbox.messages import Channel, Message, tidy_blocks
from slackbot.sandbox.modals import View
from slackbot.sandbox.people import Member
from slackbot.sandbox.shapes import Json
from slackbot.sandbox.world import World


@dataclass
class Payloads:
    """Builds them, in the shapes of docs.slack.dev/reference/interaction-payloads."""

    world: World

    def command(self, member: Member, channel: Channel, command: str, text: str) -> Json:
        """A slash command."""
        return {
            "token": self.world.identity.verification_token,
            "team_id": self.world.identity.team_id,
            "team_domain": self.world.identity.domain,
            "channel_id": channel.id,
            "channel_name": channel_name(channel),
            "user_id": member.id,
            "user_name": member.name,
            "command": command,
            "text": text,
            "api_app_id": self.world.identity.app_id,
            "is_enterprise_install": "false",
        }

    def shortcut(self, member: Member, callback_id: str) -> Json:
        """A global shortcut."""
        return {
            "type": "shortcut",
            **self._base(member),
            "action_ts": self.world.clock.ts(),
            "callback_id": callback_id,
        }

    def message_action(
        self, member: Member, callback_id: str, channel: Channel, message: Message
    ) -> Json:
        """A message shortcut, with the message as it is stored."""
        return {
            "type": "message_action",
            **self._base(member),
            "action_ts": self.world.clock.ts(),
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "callback_id": callback_id,
            "message_ts": message.ts,
            "message": self.message(message),
        }

    def submission(self, member: Member, view: View) -> Json:
        """A form that was sent."""
        return {
            "type": "view_submission",
            **self._base(member),
            "api_app_id": self.world.identity.app_id,
            "view": self.world.modals.as_slack(view, values=True),
            "response_urls": [],
        }

    def closed(self, member: Member, view: View, *, cleared: bool) -> Json:
        """A form that was closed: Slack leaves out what was typed."""
        return {
            "type": "view_closed",
            **self._base(member),
            "api_app_id": self.world.identity.app_id,
            "view": self.world.modals.as_slack(view),
            "is_cleared": cleared,
        }

    def pressed_in_view(self, member: Member, view: View, action: Json) -> Json:
        """A button or select in a form or a Home tab, with what stands in the fields."""
        shown = self.world.modals.as_slack(view, values=True)
        return {
            "type": "block_actions",
            **self._base(member),
            "api_app_id": self.world.identity.app_id,
            "container": {"type": "view", "view_id": view.id},
            "view": shown,
            "actions": [{**action, "action_ts": self.world.clock.ts()}],
        }

    def pressed_in_message(
        self, member: Member, channel: Channel, message: Message, action: Json
    ) -> Json:
        """A button or select in a message."""
        payload: Json = {
            "type": "block_actions",
            **self._base(member),
            "api_app_id": self.world.identity.app_id,
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": channel.id,
                "is_ephemeral": message.ephemeral_to is not None,
            },
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "state": {"values": {}},
            "actions": [{**tidy_blocks(action), "action_ts": self.world.clock.ts()}],
        }
        if message.ephemeral_to is None:  # Slack does not send back an ephemeral message
            payload["message"] = self.message(message)
        return payload

    def event(self, event: Json) -> Json:
        """The envelope around an event."""
        me = self.world.identity
        now = self.world.clock.now()
        return {
            "token": me.verification_token,
            "team_id": me.team_id,
            "context_team_id": me.team_id,
            "api_app_id": me.app_id,
            "event": {**event, "event_ts": self.world.clock.ts()},
            "type": "event_callback",
            "event_id": "Ev" + secrets.token_hex(5).upper(),
            "event_time": int(now),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": me.team_id,
                    "user_id": me.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": secrets.token_urlsafe(24),
        }

    def message(self, message: Message) -> Json:
        """A message as `conversations.history` and the payloads show it."""
        me = self.world.identity
        shown: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self.world.member(message.user).team_id,
        }
        if message.bot:
            shown |= {"bot_id": me.bot_id, "app_id": me.app_id}
        if message.blocks:
            shown["blocks"] = tidy_blocks(message.blocks)
        if message.thread_ts:
            shown["thread_ts"] = message.thread_ts
        if message.edited_ts:
            shown["edited"] = {"user": message.user, "ts": message.edited_ts}
        if message.files:
            shown["files"] = message.files
        return shown

    def _base(self, member: Member) -> Json:
        me = self.world.identity
        # Slack also sends `"enterprise": null` outside an enterprise; its own types know only
        # an absent one, and whoever copes with that copes with null.
        user = {
            "id": member.id,
            "username": member.name,
            "name": member.name,
            "team_id": member.team_id,
        }
        return {
            "token": me.verification_token,
            "team": {"id": me.team_id, "domain": me.domain},
            "user": user,
            "is_enterprise_install": False,
        }


def channel_name(channel: Channel) -> str:
    """What Slack calls the channel in a payload: private ones are not named."""
    if channel.kind != "channel":
        return "directmessage"
    return "privategroup" if channel.private else channel.name
