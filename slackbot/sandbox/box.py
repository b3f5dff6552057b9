"""The local workspace, as scripts and tests hold it: one port, all in memory."""

import threading
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self

from slackbot.sandbox.api_door import ApiDoor
from slackbot.sandbox.app_manifest import AppManifest
from slackbot.sandbox.control import Control
from slackbot.sandbox.faults import Faults
from slackbot.sandbox.hands import Hands
from slackbot.sandbox.happenings import Happenings
from slackbot.sandbox.messages import Channel
from slackbot.sandbox.outbound import Outbound
from slackbot.sandbox.people import Member
from slackbot.sandbox.person import Person
from slackbot.sandbox.response_urls import ResponseUrls
from slackbot.sandbox.server import Server
from slackbot.sandbox.shapes import Call, Delivery, Json, SandboxError, Sent
from slackbot.sandbox.signed_http import SignedHttp
from slackbot.sandbox.socket_mode import SocketMode
from slackbot.sandbox.webapi import Api
from slackbot.sandbox.world import World


class Sandbox:
    """A workspace with members and channels, and one installed app: the manifest's.

    `events_url` set: the app is told over signed HTTP; None: over Socket Mode.
    """

    def __init__(
        self,
        *,
        manifest: Json,
        members: Iterable[Member] = (),
        channels: Iterable[Channel] = (),
        host: str = "127.0.0.1",
        port: int = 0,
        events_url: str | None = None,
    ) -> None:
        self.world = World(AppManifest(manifest))
        self.world.members |= {m.id: m for m in members}
        self.world.channels |= {c.id: c for c in channels}
        self._server = Server(host, port)
        self._changed = threading.Condition()
        self.world.on_change = self._announce
        self._assemble(events_url)

    def _assemble(self, events_url: str | None) -> None:
        me = self.world.identity
        self.socket = SocketMode(me.app_id)
        self._http: SignedHttp | None = None
        if events_url:
            self._http = SignedHttp(events_url, me.signing_secret, self.world.clock)
        self.outbound = Outbound(self.world, self._http or self.socket)
        self._urls = ResponseUrls(self.world)
        self.hands = Hands(self.world, self.outbound, self._urls)
        self._happenings = Happenings(self.world, self.outbound)

    def start(self) -> None:
        """Return when it listens; OSError if the port is taken."""
        door = ApiDoor(Api(self.world, self.outbound, self.socket), self._urls)
        self._server.start([*door.routes(), *Control(self).routes()])
        self.socket.open_to = self.url.replace("http://", "ws://")
        self._urls.base = self.url

    def stop(self) -> None:
        """Leave nothing running."""
        self._server.stop(self._hang_up)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    async def _hang_up(self) -> None:
        await self.outbound.stop()
        await self.socket.cut()
        if self._http is not None:
            await self._http.close()

    @property
    def port(self) -> int:
        """Where it listens; before the start it may be set, 0 for any that is free."""
        return self._server.port

    @port.setter
    def port(self, port: int) -> None:
        self._server.port = port

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{self._server.host}:{self.port}"

    @property
    def api_url(self) -> str:
        """The base address of the Web API, for `SLACK_API_URL`."""
        return f"{self.url}/api/"

    @property
    def events_url(self) -> str | None:
        """Where the app is told over HTTP; None over Socket Mode."""
        return None if self._http is None else self._http.url

    @events_url.setter
    def events_url(self, url: str) -> None:
        if self._http is None:
            raise SandboxError("this workspace speaks over Socket Mode")
        self._http.url = url

    @property
    def bot_token(self) -> str:
        """The app's bot token."""
        return self.world.identity.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self.world.identity.app_token

    @property
    def signing_secret(self) -> str:
        """The secret of the signatures."""
        return self.world.identity.signing_secret

    @property
    def team_id(self) -> str:
        """The workspace."""
        return self.world.identity.team_id

    @property
    def bot_user_id(self) -> str:
        """The app's account."""
        return self.world.identity.bot_user_id

    @property
    def bot_id(self) -> str:
        """The app's bot."""
        return self.world.identity.bot_id

    @property
    def app_id(self) -> str:
        """The app."""
        return self.world.identity.app_id

    @property
    def faults(self) -> Faults:
        """What goes wrong on command."""
        return self.world.faults

    @property
    def calls(self) -> list[Call]:
        """Every Web API call that the app made, oldest first."""
        return list(self.world.calls)

    @property
    def sent_to_bot(self) -> list[Sent]:
        """Every payload that the app was sent, oldest first, redeliveries included."""
        return list(self.world.sent)

    @property
    def history_lag(self) -> float:
        """Seconds for which `conversations.history` does not show a new message."""
        return self.world.history_lag

    @history_lag.setter
    def history_lag(self, seconds: float) -> None:
        self.world.history_lag = seconds

    @property
    def connected(self) -> bool:
        """Whether the app can be told anything."""
        return self.outbound.transport.connected

    def person(self, member_id: str) -> Person:
        """The hands and eyes of this member."""
        self.world.member(member_id)
        return Person(member_id, self.hands, self._server)

    def deliveries(self, member_id: str) -> list[Delivery]:
        """What this person saw of messages, in order: posted, changed, taken away."""
        return [d for d in self.shown(member_id) if d.kind not in ("view", "home")]

    def shown(self, member_id: str) -> list[Delivery]:
        """The same with every form and Home tab that the app showed."""
        return [d for d in list(self.world.seen) if member_id in d.for_members]

    def wait_for(self, true: Callable[[], object], timeout: float = 5.0) -> None:
        """Return as soon as this is true; SandboxError if it does not become so in time."""
        end = time.monotonic() + timeout
        # Not asked under the lock: the question may need the loop, which may want the lock.
        while not true():
            left = end - time.monotonic()
            if left <= 0:
                raise SandboxError("it did not happen in time")
            with self._changed:
                self._changed.wait(min(left, 0.05))

    def wait_connected(self, timeout: float = 5.0) -> None:
        """Return as soon as the app can be told anything."""
        self.wait_for(lambda: self.connected, timeout)

    def wait_idle(self, timeout: float = 5.0) -> None:
        """Return as soon as the app has acknowledged all that it was sent."""
        self.wait_for(lambda: self.outbound.unanswered == 0, timeout)

    def pass_time(self, seconds: float) -> None:
        """Put the workspace's clock forward: triggers and response addresses age."""
        self.world.clock.ahead += seconds

    def grant(self, *scopes: str) -> None:
        """Install the app anew with more scopes."""
        self.world.app.scopes += [s for s in scopes if s not in self.world.app.scopes]

    def revoke_scope(self, *scopes: str) -> None:
        """Install the app anew with fewer scopes."""
        self.world.app.scopes = [s for s in self.world.app.scopes if s not in scopes]

    def revoke_token(self) -> None:
        """The app's tokens stop working."""
        self._server.see(self._happenings.revoke_token)

    def uninstall(self) -> None:
        """Somebody removes the app from the workspace."""
        self._server.see(self._happenings.uninstall)

    def change_channel_id(self, channel_id: str, new_id: str) -> None:
        """Slack gives a channel another id, as it may when it is shared."""
        self._server.see(lambda: self._happenings.change_channel_id(channel_id, new_id))

    def join(self, member_id: str, channel_id: str) -> None:
        """Somebody (or `bot_user_id`) comes into a channel."""
        self._server.see(lambda: self._happenings.join(member_id, channel_id))

    def leave(self, member_id: str, channel_id: str) -> None:
        """Somebody (or `bot_user_id`) goes out of a channel."""
        self._server.see(lambda: self._happenings.leave(member_id, channel_id))

    def change_member(self, member_id: str, **flags: Any) -> None:  # noqa: ANN401 - fields
        """An account changes: fields of Member, e.g. deleted=True, guest=True."""
        self._server.see(lambda: self._happenings.change_member(member_id, **flags))

    def add_member(self, member: Member) -> None:
        """Somebody new."""
        self._server.see(lambda: self._happenings.add_member(member))

    def make_public(self, channel_id: str) -> None:
        """An owner makes a private channel public: no event says so."""
        self._server.see(lambda: self._set(channel_id, "private", value=False))

    def share_externally(self, channel_id: str) -> None:
        """A channel is shared with another company."""
        self._server.see(lambda: self._happenings.share(channel_id))

    def archive(self, channel_id: str) -> None:
        """A channel is closed for new messages."""
        self._server.see(lambda: self._set(channel_id, "archived", value=True))

    def refresh_connections(self, reason: str = "refresh_requested") -> None:
        """Slack asks the app to connect anew; reason "warning": soon, not yet."""
        self._server.do(self.socket.refresh(reason, then_close=reason != "warning"))

    def cut_connections(self) -> None:
        """Every Socket Mode connection breaks."""
        self._server.do(self.socket.cut())

    def _set(self, channel_id: str, name: str, *, value: bool) -> None:
        setattr(self._happenings.channel(channel_id), name, value)
        self.world.changed()

    def _announce(self) -> None:
        with self._changed:
            self._changed.notify_all()
