"""Our line to Slack where Slack cannot reach us: opened by us, kept up, closed politely."""

import json
import logging
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

_MOST_CONNECTIONS = 8  # Slack: 10 at most, and beyond that presses are lost without a word
_OK = 200

_log = logging.getLogger(__name__)


class SocketLink:
    """Slack's built-in client, with what it lacks: a count of what is under way.

    `stop` reads no more, lets the listeners answer what was read, and only then closes: the
    SDK's own `close` cuts the line first, and what was stored would look failed.
    """

    def __init__(self, app: App, app_token: str, api_url: str, health: Health) -> None:
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
        self._under_way = _Count()
        self._leaving = threading.Event()

    def start(self) -> None:
        """Return at once; the line is opened behind, and tried again until it stands."""
        threading.Thread(target=self._connect, name="socket", daemon=True).start()

    def is_connected(self) -> bool:
        """Say whether the line stands, as far as we know; no call is made."""
        return self._client.is_connected()

    def stop(self, patience: float) -> bool:
        """Read no more, answer what was read, close. False where something was left."""
        self._leaving.set()
        end = time.monotonic() + patience
        self._stop_reading()
        is_idle = self._under_way.wait_for_none(end - time.monotonic())
        self._client.close()
        return is_idle

    def answer(self, request: SocketModeRequest) -> None:
        """Hand one envelope to the listeners and send back what they say."""
        try:
            with metrics.ANSWERED.labels("socket").time():
                response = self._app.dispatch(
                    BoltRequest(
                        mode="socket_mode",
                        body=request.payload,
                        headers=build_headers(request),
                    )
                )
            if response.status != _OK:
                metrics.REFUSED.labels("socket", response.status).inc()
            send_response(self._client, request, response, time.time())
        finally:
            self._under_way.less()

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
            self._health.note(SLACK, f"Socket Mode is not connected: {code or 'no answer'}")
            _log.warning("no socket: %s %s", error, code or "")
            return False
        return True

    def _heard(self, message: str) -> None:
        """Count what was read, and hear what Slack says of the line itself."""
        if '"envelope_id"' in message:
            self._under_way.more()
        elif '"hello"' in message:
            with suppress(ValueError):
                self._greeted(json.loads(message))

    def _greeted(self, hello: dict[str, Any]) -> None:
        count = int(hello.get("num_connections") or 1)
        metrics.SOCKETS.set(count)
        self._health.note(SLACK)
        _log.info("connected to Slack by socket", extra={"count": count})
        if count >= _MOST_CONNECTIONS:
            _log.warning("Slack counts many sockets of this app", extra={"count": count})

    def _stop_reading(self) -> None:
        """End the reader's thread and leave the line open for our answers."""
        client: Any = self._client
        client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
        client.current_session_runner.event.set()
        client.current_session_state.terminated = True
        client.current_session_runner.shutdown()


class _Handler(SocketModeHandler):
    """Bolt's own handler, which tells its owner of each envelope."""

    owner: SocketLink

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override] # noqa: ARG002 - Bolt's signature
        self.owner.answer(req)


class _Count:
    """How many envelopes were read and are not answered yet."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def more(self) -> None:
        with self._changed:
            self._count += 1

    def less(self) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait_for_none(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._count <= 0, max(seconds, 0))
