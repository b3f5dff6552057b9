"""The local stand-in for a Slack workspace: one port, its own thread, all in memory."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterable
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

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
from slackbot.sandbox.shapes import Call, Delivery, Json, SandboxError, Sent
from slackbot.sandbox.signed_http import SignedHttp
from slackbot.sandbox.socket_mode import SocketMode
from slackbot.sandbox.webapi import Api
from slackbot.sandbox.world import World

T = TypeVar("T")


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
        self.host, self.port, self.events_url = host, port, events_url
        self._changed = threading.Condition()
        self.world.on_change = self._announce
        self._assemble()
        self._loop: asyncio.AbstractEventLoop | None = None

    def _assemble(self) -> None:
        me = self.world.identity
        self.socket = SocketMode(me.app_id)
        self._http: SignedHttp | None = None
        if self.events_url:
            self._http = SignedHttp(self.events_url, me.signing_secret, self.world.clock)
        self.outbound = Outbound(self.world, self._http or self.socket)
        self._urls = ResponseUrls(self.world)
        self.hands = Hands(self.world, self.outbound, self._urls)
        self._happenings = Happenings(self.world, self.outbound)

    def start(self) -> None:
        """Return when it listens; OSError if the port is taken."""
        loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_run, args=(loop,), name="sandbox", daemon=True)
        self._thread.start()
        self._loop = loop
        try:
            self._do(self._listen())
        except OSError:
            self._end()
            raise

    def stop(self) -> None:
        """Leave nothing running."""
        if self._loop is not None:
            self._do(self._close())
            self._end()

    def _end(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._loop = None

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

    async def _listen(self) -> None:
        door = ApiDoor(Api(self.world, self.outbound, self.socket), self._urls)
        control = Control(self)
        application = web.Application(client_max_size=4 * 1024 * 1024)
        application.add_routes([*door.routes(), *control.routes()])
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.socket.open_to = self.url.replace("http://", "ws://")
        self._urls.base = self.url

    async def _close(self) -> None:
        await self.outbound.stop()
        await self.socket.cut()
        if self._http is not None:
            await self._http.close()
        await self._runner.cleanup()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{self.host}:{self.port}"

    @property
    def api_url(self) -> str:
        """The base address of the Web API, for `SLACK_API_URL`."""
        return f"{self.url}/api/"

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
        return Person(member_id, self.hands, self._running())

    def deliveries(self, member_id: str) -> list[Delivery]:
        """What this person saw of messages, in order: posted, changed, taken away."""
        return [d for d in self.shown(member_id) if d.kind not in ("view", "home")]

    def shown(self, member_id: str) -> list[Delivery]:
        """The same with every form and Home tab that the app showed."""
        return [d for d in list(self.world.seen) if member_id in d.for_members]

    def wait_for(self, true: Callable[[], object], timeout: float = 5.0) -> None:
        """Return as soon as this is true; SandboxError if it does not become so in time."""
        end = time.monotonic() + timeout
        with self._changed:
            while not true():
                left = end - time.monotonic()
                if left <= 0:
                    raise SandboxError("it did not happen in time")
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
        self._see(self._happenings.revoke_token)

    def join(self, member_id: str, channel_id: str) -> None:
        """Somebody (or `bot_user_id`) comes into a channel."""
        self._see(lambda: self._happenings.join(member_id, channel_id))

    def leave(self, member_id: str, channel_id: str) -> None:
        """Somebody (or `bot_user_id`) goes out of a channel."""
        self._see(lambda: self._happenings.leave(member_id, channel_id))

    def change_member(self, member_id: str, **flags: Any) -> None:  # noqa: ANN401 - fields
        """An account changes: fields of Member, e.g. deleted=True, guest=True."""
        self._see(lambda: self._happenings.change_member(member_id, **flags))

    def add_member(self, member: Member) -> None:
        """Somebody new."""
        self._see(lambda: self._happenings.add_member(member))

    def make_public(self, channel_id: str) -> None:
        """An owner makes a private channel public: no event says so."""
        self._see(lambda: self._set(channel_id, "private", value=False))

    def share_externally(self, channel_id: str) -> None:
        """A channel is shared with another company."""
        self._see(lambda: self._happenings.share(channel_id))

    def archive(self, channel_id: str) -> None:
        """A channel is closed for new messages."""
        self._see(lambda: self._set(channel_id, "archived", value=True))

    def refresh_connections(self, reason: str = "refresh_requested") -> None:
        """Slack asks the app to connect anew; reason "warning": soon, not yet."""
        self._do(self.socket.refresh(reason, then_close=reason != "warning"))

    def cut_connections(self) -> None:
        """Every Socket Mode connection breaks."""
        self._do(self.socket.cut())

    def _set(self, channel_id: str, name: str, *, value: bool) -> None:
        setattr(self._happenings.channel(channel_id), name, value)
        self.world.changed()

    def _announce(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _running(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            raise SandboxError("the local workspace is not running")
        return self._loop

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._running()).result(60)

    def _see(self, look: Callable[[], T]) -> T:
        async def look_there() -> T:
            return look()

        return self._do(look_there())


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()
