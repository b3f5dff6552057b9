"""What one person sees of the workspace, as the page shows it."""

from dataclasses import dataclass

from slackbot.sandbox.hands import Hands
from slackbot.sandbox.messages import Channel, Message
from slackbot.sandbox.modals import View
from slackbot.sandbox.shapes import Json

SIMULATOR = "This is a simulator on your own computer, not Slack: nothing here leaves it."


@dataclass
class Eyes:
    """Builds it, as JSON."""

    hands: Hands
    transport: str

    def workspace(self) -> Json:
        """What is the same for everybody."""
        world = self.hands.world
        me = world.identity
        return {
            "team": {"id": me.team_id, "name": me.team_name, "domain": me.domain},
            "app": {
                "name": world.app.name,
                "bot_user_id": me.bot_user_id,
                "commands": [_command(c) for c in world.app.commands],
                "shortcuts": world.app.shortcuts,
                "transport": self.transport,
                "connected": self.hands.outbound.transport.connected,
            },
            "members": [
                {
                    "id": m.id,
                    "name": m.name,
                    "real_name": m.real_name,
                    "title": m.title,
                    "guest": m.guest or m.single_channel_guest,
                }
                for m in world.members.values()
                if not (m.bot or m.deleted or m.id == "USLACKBOT")
            ],
            "simulator": SIMULATOR,
        }

    def see(self, member_id: str) -> Json:
        """All that this person has before them."""
        world = self.hands.world
        world.member(member_id)
        mine = [c for c in world.channels.values() if c.has(member_id)]
        return {
            "version": world.version,
            "channels": [self._listed(c) for c in mine if c.kind == "channel"],
            "conversations": {c.id: self._conversation(c, member_id) for c in mine},
            "home": self.hands.home(member_id),
            "views": [self._form(v) for v in world.modals.stack(member_id)],
            "notices": list(world.notices.get(member_id, [])),
            "busy": self.hands.outbound.unanswered > 0,
        }

    def _form(self, view: View) -> Json:
        shown = self.hands.shown(view)
        return {**shown, "state": view.state, "errors": view.errors}

    def _listed(self, channel: Channel) -> Json:
        name, private = channel.name, channel.private
        return {"id": channel.id, "name": name, "private": private, "unread": 0}

    def _conversation(self, channel: Channel, member_id: str) -> Json:
        dm = channel.kind != "channel"
        app = self.hands.world.app
        names = {"im": app.name, "self": "Notes to yourself"}
        return {
            "name": names.get(channel.kind, channel.name),
            "kind": "dm" if dm else "channel",
            "read_only": channel.archived or (channel.kind == "im" and app.messages_read_only),
            "messages": [self._message(m) for m in channel.seen_by(member_id)],
        }

    def _message(self, message: Message) -> Json:
        author = self.hands.world.member(message.user)
        return {
            "ts": message.ts,
            "user": message.user,
            "bot": message.bot,
            "author": self.hands.world.app.name if message.bot else author.real_name,
            "text": message.text,
            "blocks": message.blocks,
            "edited": message.edited_ts is not None,
            "ephemeral": message.ephemeral_to is not None,
            "thread_ts": message.thread_ts,
        }


def _command(command: Json) -> Json:
    return {k: command.get(k, "") for k in ("command", "description", "usage_hint")}
