"""Our line to Slack where Slack cannot reach us: opened by us, kept up, closed politely."""

import json
import logging
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from slackbot.transports import metrics
from slackbot.transports.health import SLACK, Health

WORKERS = 32
_PING_SECONDS = 10
_CALL_SECONDS = 10
_PATIENCE = (1, 2, 5, 10, 30)
"""Seconds between attempts to connect for the first time; afterwards the SDK reconnects."""

GRACE = 1.0
"""Seconds in which, when we leave, what was read already is still taken."""

_MOST_CONNECTIONS = 8  # Slack: 10 at most, and beyond that presses are lost without a word
_OK = 200

_log = logging.getLogger(__name__)


class SocketLink:
    """Slack's built-in client, with what it lacks: it knows what is under way.

    `stop` lets the listeners answer what they have begun, and only then closes: the SDK's
    own `close` cuts the line first, and what was stored would look failed.
    """

    def __init__(self, app: App, app_token: str, api_url: str, health: Health) -> None:
        self.problem = "Socket Mode is not connected"
        self._app = app
        self._health = health
        quiet = logging.getLogger("slack_sdk.socket_mode")
        web_client = WebClient(
            base_url=api_url, timeout=_CALL_SECONDS, retry_handlers=[], logger=quiet
        )
        self._handler = _Handler(
            app,
            app_token,
            web_client=web_client,
            logger=quiet,
            concurrency=WORKERS,
            ping_interval=_PING_SECONDS,
        )
        self._handler.owner = self
        self._client: SocketModeClient = self._handler.client
        self._client.on_message_listeners.append(self._heard)
        self._gate = _Gate()
        self._leaving = threading.Event()

    def start(self) -> None:
        """Return at once; the line is opened behind, and tried again until it stands."""
        threading.Thread(target=self._connect, name="socket", daemon=True).start()

    def is_connected(self) -> bool:
        """Say whether the line stands, as far as we know; no call is made."""
        return self._client.is_connected()

    def stop(self, patience: float) -> bool:
        """Take no more, answer what was taken, close. False where something was left."""
        self._leaving.set()
        client: Any = self._client
        client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
        is_idle = self._gate.close(patience)
        self._hang_up()
        with suppress(AttributeError):
            # The SDK's reader may close the socket between the SDK's look and its use: what
            # that raises would end our leaving here, with the courier in the middle.
            client.disconnect()
        client.close()
        return is_idle

    def answer(self, request: SocketModeRequest) -> None:
        """Hand one envelope to the listeners and send back what they say.

        One that comes after the gate was closed is neither stored nor answered: Slack sends
        events again, and a form stays open with what was typed.
        """
        if not self._gate.enter():
            return
        try:
            with metrics.ANSWERED.labels("socket").time():
                response = self._app.dispatch(_bolt_request(request))
            if response.status != _OK:
                metrics.REFUSED.labels("socket", response.status).inc()
            send_response(self._client, request, response, time.time())
        finally:
            self._gate.leave()

    def _connect(self) -> None:
        for attempt in range(1_000_000):
            if self._leaving.is_set() or self._try_to_connect():
                return
            self._leaving.wait(_PATIENCE[min(attempt, len(_PATIENCE) - 1)])

    def _try_to_connect(self) -> bool:
        try:
            self._client.connect()
        except (SlackClientError, OSError) as error:
            code = error.response.get("error") if isinstance(error, SlackApiError) else ""
            self.problem = f"Socket Mode is not connected: {code or 'no answer'}"
            self._health.note(SLACK, self.problem)
            _log.warning("no socket: %s %s", error, code or "")
            return False
        return True

    def _heard(self, message: str) -> None:
        """Hear what Slack says of the line itself; envelopes are not for here."""
        if '"hello"' in message and '"envelope_id"' not in message:
            with suppress(ValueError):
                self._greeted(json.loads(message))

    def _greeted(self, hello: dict[str, Any]) -> None:
        count = int(hello.get("num_connections") or 1)
        metrics.SOCKETS.set(count)
        self.problem = "Socket Mode was cut off and is not connected again yet"
        _log.info("connected to Slack by socket", extra={"count": count})
        if count >= _MOST_CONNECTIONS:
            _log.warning("Slack counts many sockets of this app", extra={"count": count})

    def _hang_up(self) -> None:
        """Say that no more will come, and let the other side read our last answers.

        A socket that is closed with something unread in it takes back what it had sent.
        """
        session = self._client.current_session
        line: Any = getattr(session, "sock", None)
        if line is None:
            return
        with suppress(OSError):  # it was cut already
            # Not SSL's own way, after which nothing could be read.
            socket.socket.shutdown(line, socket.SHUT_WR)


def _bolt_request(request: SocketModeRequest) -> BoltRequest:
    headers = build_headers(request)
    return BoltRequest(mode="socket_mode", body=request.payload, headers=headers)


class _Handler(SocketModeHandler):
    """Bolt's own handler, which tells its owner of each envelope."""

    owner: SocketLink

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override] # noqa: ARG002 - Bolt's signature
        self.owner.answer(req)


class _Gate:
    """Lets envelopes in until it is closed, and knows how many are inside."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._is_open = True

    def enter(self) -> bool:
        with self._changed:
            self._inside += self._is_open
            return self._is_open

    def leave(self) -> None:
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()

    def close(self, patience: float) -> bool:
        """Close at the first moment in which nobody is inside, or after GRACE at the latest.

        Returns whether everybody had left after `patience` seconds.
        """
        with self._changed:
            self._changed.wait_for(self._is_empty, min(GRACE, patience))
            self._is_open = False
            return self._changed.wait_for(self._is_empty, patience)

    def _is_empty(self) -> bool:
        return self._inside == 0
