"""Socket Mode: the app connects to us, and hears each thing down one of its connections."""

import asyncio
import json
import secrets
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from slackbot.sandbox.shapes import Answer, Json

MOST = 10  # connections; docs.slack.dev/apis/events-api/using-socket-mode
# Slack's servers ping too, though less often. The SDK closes a socket only after it has next
# read from it, so that without this each end of an app takes seconds.
PING_EVERY = 0.2  # seconds


@dataclass(eq=False)
class Connection:
    """One socket of the app, and the envelopes that it has not yet acknowledged."""

    ws: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Answer | None]] = field(default_factory=dict)


@dataclass
class SocketMode:
    """The connections of the app. Each envelope goes to one of them, in turn."""

    app_id: str
    open_to: str = ""
    most: int = MOST
    connections: list[Connection] = field(default_factory=list)
    delivered: list[tuple[int, str]] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _turn: int = 0

    @property
    def connected(self) -> bool:
        """Whether anyone would hear an envelope."""
        return bool(self.connections)

    def ticket(self) -> str:
        """The address of a new connection, for one use (`apps.connections.open`)."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"{self.open_to}/link/?ticket={ticket}&app_id={self.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection for as long as the app keeps it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404, text="link expired")
        self._tickets.discard(ticket)
        ws = web.WebSocketResponse(autoping=True)
        await ws.prepare(request)
        if len(self.connections) >= self.most:
            await self._disconnect(ws, "too_many_websockets")
            return ws
        await self._hold(Connection(ws))
        return ws

    async def _hold(self, connection: Connection) -> None:
        self.connections.append(connection)
        pinging = asyncio.create_task(_ping(connection.ws))
        try:
            await connection.ws.send_json(self._hello())
            async for message in connection.ws:
                if message.type is WSMsgType.TEXT:
                    self._heard(connection, message.data)
        finally:
            pinging.cancel()
            self.connections.remove(connection)
            for future in connection.waiting.values():
                if not future.done():
                    future.set_result(None)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "applink-sandbox",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self.app_id},
        }

    def _heard(self, connection: Connection, words: str) -> None:
        try:
            reply = json.loads(words)
        except ValueError:
            return  # the SDK also sends a bare text after its handshake
        if not isinstance(reply, dict):
            return
        future = connection.waiting.pop(str(reply.get("envelope_id")), None)
        if future is not None and not future.done():
            future.set_result(Answer(200, reply.get("payload")))

    async def send(
        self, kind: str, payload: Json, within: float, retry: tuple[int, str]
    ) -> Answer | None:
        """Send one envelope down one connection; None if it was not acknowledged in time."""
        if not self.connections:
            return None
        self._turn += 1
        connection = self.connections[self._turn % len(self.connections)]
        envelope_id = str(uuid.uuid4())
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        self.delivered.append((id(connection), envelope_id))
        try:
            envelope = _envelope(envelope_id, kind, payload, retry)
            async with asyncio.timeout(within):
                await connection.ws.send_json(envelope)
                return await future
        except (TimeoutError, ConnectionError):
            return None
        finally:
            connection.waiting.pop(envelope_id, None)

    async def refresh(self, reason: str, *, then_close: bool = True) -> None:
        """Tell every connection to go: warning, refresh_requested or link_disabled."""
        for connection in list(self.connections):
            await self._disconnect(connection.ws, reason, then_close=then_close)

    async def cut(self) -> None:
        """Break every connection without a word."""
        for connection in list(self.connections):
            await connection.ws.close()

    async def _disconnect(
        self, ws: web.WebSocketResponse, reason: str, *, then_close: bool = True
    ) -> None:
        debug = {"host": "applink-sandbox"}
        await ws.send_json({"type": "disconnect", "reason": reason, "debug_info": debug})
        if then_close:
            await ws.close()


async def _ping(ws: web.WebSocketResponse) -> None:
    while not ws.closed:
        await asyncio.sleep(PING_EVERY)
        # With words, as Slack's: the SDK waits for more behind an empty one, and keeps back
        # until then what it has read with it.
        await ws.ping(b"Ping from applink-sandbox")


def _envelope(envelope_id: str, kind: str, payload: Json, retry: tuple[int, str]) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "payload": payload,
        "type": kind,
        "accepts_response_payload": kind != "events_api",
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": retry[0], "retry_reason": retry[1]}
    return envelope
