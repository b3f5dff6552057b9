"""The workspace as a whole: who is in it, what was said, and what the app was told."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from slackbot.sandbox.app_manifest import AppManifest
from slackbot.sandbox.clock import Clock
from slackbot.sandbox.faults import Faults
from slackbot.sandbox.messages import Channel, Message
from slackbot.sandbox.modals import Modals, View
from slackbot.sandbox.people import HOME_TEAM, Member, slackbot_member
from slackbot.sandbox.shapes import Call, Delivery, Json, SandboxError, Sent
from slackbot.sandbox.triggers import Triggers


def _secret() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Identity:
    """Who the app is in this workspace, and its secrets, new in every run."""

    team_id: str = HOME_TEAM
    team_name: str = "Sandbox Workspace"
    domain: str = "sandbox-workspace"
    app_id: str = "A0SANDBOX1"
    bot_id: str = "B0SANDBOX1"
    bot_user_id: str = "U0SANDBOX1"
    bot_token: str = field(default_factory=lambda: "xoxb-" + _secret(), repr=False)
    app_token: str = field(default_factory=lambda: "xapp-1-" + _secret(), repr=False)
    signing_secret: str = field(default_factory=_secret, repr=False)
    verification_token: str = field(default_factory=_secret, repr=False)


@dataclass
class World:
    """All of it in memory; touched only by the thread of the server's loop."""

    app: AppManifest
    identity: Identity = field(default_factory=Identity)
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    seen: list[Delivery] = field(default_factory=list)
    traffic: list[Json] = field(default_factory=list)
    notices: dict[str, list[str]] = field(default_factory=dict)
    revoked: bool = False
    history_lag: float = 0.0
    version: int = 0
    on_change: Callable[[], None] = lambda: None
    triggers: Triggers = field(init=False)
    modals: Modals = field(init=False)

    def __post_init__(self) -> None:
        me = self.identity
        self.triggers = Triggers(self.clock)
        ids = {"team_id": me.team_id, "app_id": me.app_id, "bot_id": me.bot_id}
        self.modals = Modals(self.clock, ids)
        self.members["USLACKBOT"] = slackbot_member()
        bot = Member(id=me.bot_user_id, name=self.app.name, bot=True)
        self.members[me.bot_user_id] = bot

    def changed(self) -> None:
        """Tell whoever watches that something can now be seen."""
        self.version += 1
        self.on_change()

    def member(self, member_id: str) -> Member:
        """The member of this id; SandboxError if there is none."""
        if member_id not in self.members:
            raise SandboxError(f"there is no member {member_id}")
        return self.members[member_id]

    def dm(self, member_id: str) -> Channel:
        """The app's direct messages with this person, made when first needed."""
        return self._direct(f"D{member_id[1:]}", [member_id], "im")

    def own_notes(self, member_id: str) -> Channel:
        """A person's direct messages with themselves, where a command can be typed."""
        return self._direct(f"D0{member_id[1:]}", [member_id], "self")

    def _direct(self, channel_id: str, members: list[str], kind: str) -> Channel:
        if channel_id not in self.channels:
            dm = Channel(channel_id, "directmessage", private=True, members=members)
            dm.kind, dm.with_app = kind, kind == "im"
            self.channels[channel_id] = dm
        return self.channels[channel_id]

    def post(self, channel: Channel, message: Message) -> Message:
        """Put a message where people see it, and remember who could."""
        channel.messages.append(message)
        kind = "ephemeral" if message.ephemeral_to else "message"
        self.note(kind, channel, message)
        return message

    def note(self, kind: str, channel: Channel, message: Message) -> None:
        """Remember that this was shown, changed or taken away before whoever could see it."""
        to = [message.ephemeral_to] if message.ephemeral_to else channel.members
        self.seen.append(
            Delivery(
                kind,
                channel.id,
                message.ts,
                message.user,
                message.text,
                message.blocks,
                self.clock.now(),
                frozenset(to),
            )
        )
        self.changed()

    def note_view(self, kind: str, view: View) -> None:
        """Remember that a form or a Home tab was shown to this person."""
        shown = self.modals.as_slack(view)
        us, now = self.identity.bot_user_id, self.clock.now()
        who = frozenset([view.member_id])
        self.seen.append(Delivery(kind, "", view.id, us, "", view.blocks, now, who, shown))
        self.changed()

    def notice(self, member_id: str, words: str) -> None:
        """Show this person a line that comes from Slack itself."""
        self.notices.setdefault(member_id, []).append(words)
        self.changed()

    def row(self, direction: str, kind: str, payload: Json, answer: object) -> Json:
        """Add a line to the traffic that the page shows."""
        row: Json = {
            "n": len(self.traffic) + 1,
            "at": self.clock.now(),
            "direction": direction,
            "kind": kind,
            "summary": _summary(kind, payload),
            "payload": payload,
            "answer": answer,
        }
        self.traffic.append(row)
        return row


def _summary(kind: str, payload: Json) -> str:
    event = payload.get("event")
    named = event.get("type") if isinstance(event, dict) else None
    actions = payload.get("actions") or [{}]
    first = actions[0].get("action_id") if isinstance(actions[0], dict) else None
    detail = payload.get("command") or named or payload.get("callback_id") or first
    view = payload.get("view")
    callback = view.get("callback_id") if isinstance(view, dict) else None
    return " ".join(str(x) for x in (kind, detail or callback or payload.get("channel")) if x)
