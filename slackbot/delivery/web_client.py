"""Slack's client with a time limit in all: nobody waits for an answer that only drips."""

import json
import socket
import ssl
import threading
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from types import TracebackType
from typing import Any, Self
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from slack_sdk import WebClient

PATIENCE = 15
"""Seconds without a byte after which the courier gives a call up."""

LIMIT = 20.0
"""Seconds that one call of the courier may take in all; a third of its lease."""


class UnreachableError(ConnectionError):
    """No connection came about, so nothing was asked of Slack."""


class AnswerError(ConnectionError):
    """What came back is not an answer of Slack's; what was asked may have been done."""


class TimelyClient(WebClient):
    """A WebClient whose calls end after `limit` seconds, whatever the other side does.

    urllib's own time-out is one per read: an answer that drips resets it with each byte.
    It never repeats a call by itself, since Slack may have done what was asked, and it
    follows no redirect, since the token would travel along.
    """

    def __init__(
        self, token: str, base_url: str, *, timeout: int = PATIENCE, limit: float = LIMIT
    ) -> None:
        trust = ssl.create_default_context() if base_url.startswith("https") else None
        super().__init__(
            token, base_url=base_url, timeout=timeout, ssl=trust, retry_handlers=[]
        )
        self.limit = limit

    def _perform_urllib_http_request_internal(
        self,
        url: str,  # noqa: ARG002 - stands in the request as well
        req: Request,
    ) -> dict[str, Any]:
        with _Watch(self.limit) as watch:
            opener = _opener(watch, self.ssl, self.proxy)
            try:
                answer = _open(opener, req, self.timeout)
            except OSError as error:
                if watch.is_connected:
                    raise
                raise UnreachableError from error
            with answer:
                return _read(answer)


def _open(opener: OpenerDirector, request: Request, timeout: float) -> HTTPResponse:
    answer = opener.open(request, timeout=timeout)
    if not isinstance(answer, HTTPResponse):
        raise UnreachableError  # the address is not one of HTTP
    return answer


def _read(answer: HTTPResponse) -> dict[str, Any]:
    body = answer.read().decode("utf-8", "replace")
    if answer.status == 200 and not _is_object(body):  # noqa: PLR2004 - HTTP's own number
        raise AnswerError
    return {"status": answer.status, "headers": dict(answer.headers), "body": body}


def _is_object(body: str) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


class _Watch:
    """Cuts the connection of one call when its time is over."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_over = False

    @property
    def is_connected(self) -> bool:
        return self._socket is not None

    def hold(self, connection: socket.socket) -> None:
        with self._lock:
            if self._is_over:
                raise TimeoutError
            self._socket = connection

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        if self._is_over and self.is_connected:
            raise TimeoutError from error

    def _cut(self) -> None:
        with self._lock:
            self._is_over = True
            if self._socket is not None and self._socket.fileno() >= 0:
                # Not `close`: only this wakes the thread that reads. Not SSL's own
                # farewell either, for which the other side would be needed.
                _quietly(partial(socket.socket.shutdown, self._socket, socket.SHUT_RDWR))


def _quietly(work: Callable[[], None]) -> None:
    try:
        work()
    except OSError:
        return  # it was cut already, by the other side


class _Http(HTTPConnection):
    def __init__(self, watch: _Watch, host: str, **more: Any) -> None:  # noqa: ANN401 - as http.client
        super().__init__(host, **more)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch.hold(self.sock)


class _Https(HTTPSConnection):
    def __init__(self, watch: _Watch, host: str, **more: Any) -> None:  # noqa: ANN401 - as http.client
        super().__init__(host, **more)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch.hold(self.sock)


class _HttpDoor(HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_Http, self._watch), req)


class _HttpsDoor(HTTPSHandler):
    def __init__(self, watch: _Watch, trust: ssl.SSLContext | None) -> None:
        super().__init__(context=trust)
        self._watch = watch
        self._trust = trust

    def https_open(self, req: Request) -> HTTPResponse:
        kind = partial(_Https, self._watch)
        return self.do_open(kind, req, context=self._trust)


def _opener(watch: _Watch, trust: ssl.SSLContext | None, proxy: str | None) -> OpenerDirector:
    opener = OpenerDirector()
    if proxy:
        opener.add_handler(ProxyHandler({"http": proxy, "https": proxy}))
    opener.add_handler(_HttpDoor(watch))
    opener.add_handler(_HttpsDoor(watch, trust))
    return opener
