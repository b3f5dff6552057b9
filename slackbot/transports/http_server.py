"""Serves HTTP from threads of this process, and leaves without dropping an answer."""

import threading
import time
from typing import Any
from wsgiref.types import WSGIApplication

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

THREADS = 32
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes. Slack's largest view is 250 kB, and form-encoded JSON makes four to eight of one."""

# The published types of waitress take a dictionary for each option.
_OPTIONS: dict[str, Any] = {
    "threads": THREADS,
    "connection_limit": 1000,
    "max_request_body_size": LARGEST_BODY,
    "asyncore_use_poll": True,
    "ident": None,
}
_LOOK = 0.02


class _LastTask(WSGITask):
    """Answers, and lets the connection go where we are leaving."""

    def execute(self) -> None:
        if getattr(self.channel.server, "is_leaving", False):
            request: Any = self.request
            request.headers["CONNECTION"] = "close"
        super().execute()


class _Channel(HTTPChannel):
    task_class = _LastTask


class HttpServer:
    """waitress, started and stopped with us; `port` 0 takes any that is free."""

    def __init__(self, site: WSGIApplication, host: str, port: int) -> None:
        self._site = site
        self._address = host, port
        self._sockets: dict[int, Any] = {}
        self._server: Any = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Return when it listens. Raises OSError where the port is taken."""
        server = self._listen()
        server.channel_class = _Channel
        server.is_leaving = False
        self._server = server
        self._thread = threading.Thread(target=server.run, name="http", daemon=True)
        self._thread.start()

    def _listen(self) -> Any:  # noqa: ANN401 - waitress's published types lack what we use
        address: dict[str, Any] = {"host": self._address[0], "port": self._address[1]}
        try:
            return create_server(self._site, self._sockets, **address, **_OPTIONS)
        except OSError:
            wasyncore.close_all(self._sockets)  # waitress leaves them open
            raise

    @property
    def port(self) -> int:
        """The port that it listens at."""
        return int(self._server.effective_port)

    def stop(self, patience: float) -> bool:
        """Take no more connections, answer what is under way, close.

        False where something was still under way after `patience` seconds.
        """
        server, thread = self._server, self._thread
        if server is None or thread is None:
            return True
        server.is_leaving = True
        self._in_loop(server, lambda: wasyncore.dispatcher.close(server))
        is_idle = self._wait_until_idle(server, patience)
        self._in_loop(server, lambda: wasyncore.close_all(self._sockets))
        thread.join(patience)
        server.task_dispatcher.shutdown(timeout=1)
        self._server = self._thread = None
        return is_idle

    def _in_loop(self, server: Any, act: Any) -> None:  # noqa: ANN401 - what waitress takes
        """Do something in the thread that owns the sockets, and wait for it."""
        done = threading.Event()

        def once() -> None:
            try:
                act()
            finally:
                done.set()  # whatever came of it, nobody waits for it longer

        server.trigger.pull_trigger(once)
        done.wait(1)

    def _wait_until_idle(self, server: Any, patience: float) -> bool:  # noqa: ANN401
        """Close each connection once nothing is under way on it.

        Looked at again and again: one whose answer has just left may still count as busy,
        and would then be kept open by the other side for as long as it likes.
        """
        end = time.monotonic() + patience
        while True:
            self._in_loop(server, lambda: _close_idle(server))
            if not server.active_channels:
                return True
            if time.monotonic() > end:
                return False
            time.sleep(_LOOK)


def _close_idle(server: Any) -> None:  # noqa: ANN401 - as above
    for channel in list(server.active_channels.values()):
        if not (channel.requests or channel.total_outbufs_len or channel.request):
            channel.handle_close()
