"""What happens in a workspace without the app: people come, go and change; channels too."""

from dataclasses import dataclass
from typing import Any

from slackbot.sandbox.messages import Channel
from slackbot.sandbox.outbound import Outbound
from slackbot.sandbox.people import OTHER_TEAM, Member
from slackbot.sandbox.shapes import Json, SandboxError
from slackbot.sandbox.world import World


@dataclass
class Happenings:
    """Changes the workspace, and tells the app of what it listens for."""

    world: World
    outbound: Outbound

    def channel(self, channel_id: str) -> Channel:
        """The channel of this id; SandboxError if there is none."""
        if channel_id not in self.world.channels:
            raise SandboxError(f"there is no channel {channel_id}")
        return self.world.channels[channel_id]

    def join(self, member_id: str, channel_id: str) -> None:
        """Somebody, or the app, comes into a channel."""
        channel = self.channel(channel_id)
        if member_id == self.world.identity.bot_user_id:
            channel.with_app = True
        else:
            self.world.member(member_id)
            channel.members = [*channel.members, member_id]
        self._tell_moved("member_joined_channel", channel, member_id)

    def leave(self, member_id: str, channel_id: str) -> None:
        """Somebody, or the app, goes out of a channel."""
        channel = self.channel(channel_id)
        us = member_id == self.world.identity.bot_user_id
        channel.members = [m for m in channel.members if m != member_id]
        if not us:
            self._tell_moved("member_left_channel", channel, member_id)
        channel.with_app = channel.with_app and not us
        self.world.changed()

    def _tell_moved(self, event: str, channel: Channel, member_id: str) -> None:
        self.world.changed()
        if not channel.with_app:
            return
        moved: Json = {"type": event, "user": member_id, "channel": channel.id}
        kind = "G" if channel.private else "C"
        team = self.world.member(member_id).team_id
        self.outbound.tell(moved | {"channel_type": kind, "team": team}, _scope(channel))

    def change_member(self, member_id: str, **flags: Any) -> None:  # noqa: ANN401 - fields
        """An account changes: Member's own fields, e.g. deleted=True."""
        member = self.world.member(member_id)
        for name, value in flags.items():
            if not hasattr(member, name):
                raise SandboxError(f"a member has no {name}")
            setattr(member, name, value)
        self.world.changed()
        user = member.in_event()
        now = int(self.world.clock.now())
        self.outbound.tell({"type": "user_change", "user": user, "cache_ts": now})

    def add_member(self, member: Member) -> None:
        """Somebody new."""
        self.world.members[member.id] = member
        self.world.changed()
        now = int(self.world.clock.now())
        self.outbound.tell({"type": "team_join", "user": member.in_event(), "cache_ts": now})

    def share(self, channel_id: str) -> None:
        """A channel is shared with another company."""
        channel = self.channel(channel_id)
        channel.shared = True
        self.world.changed()
        if channel.with_app:
            shared: Json = {"type": "channel_shared", "channel": channel_id}
            self.outbound.tell(shared | {"connected_team_id": OTHER_TEAM}, _scope(channel))

    def change_channel_id(self, channel_id: str, new_id: str) -> None:
        """Slack gives a channel another id: the old one is not found any more."""
        channel = self.channel(channel_id)
        del self.world.channels[channel_id]
        channel.id = new_id
        self.world.channels[new_id] = channel
        self.world.changed()
        if channel.with_app:
            changed: Json = {"type": "channel_id_changed", "old_channel_id": channel_id}
            self.outbound.tell(changed | {"new_channel_id": new_id}, _scope(channel))

    def uninstall(self) -> None:
        """Somebody removes the app: its tokens stop working, and it is told."""
        self.world.revoked = True
        self.outbound.tell({"type": "app_uninstalled"})

    def revoke_token(self) -> None:
        """The app's tokens stop working; the app is told."""
        bot = self.world.identity.bot_user_id
        self.world.revoked = True
        self.outbound.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}})


def _scope(channel: Channel) -> str:
    return "groups:read" if channel.private else "channels:read"
