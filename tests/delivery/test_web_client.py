"""No call takes longer than it may, and what it may have done is not hidden."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from slack_sdk.errors import SlackApiError

from slackbot.delivery.slack_errors import Verdict, read_trouble
from slackbot.delivery.web_client import AnswerError, TimelyClient, UnreachableError
from tests.delivery.certificates import make_certificate

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class Door:
    """Answers one connection after the other with the same bytes, dripping if told to."""

    def __init__(
        self, answer: bytes, every: float = 0.0, trust: ssl.SSLContext | None = None
    ) -> None:
        self._answer = answer
        self._every = every
        self._trust = trust
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.asked = 0
        self._thread = Thread(target=self._serve)
        self._thread.start()

    @property
    def url(self) -> str:
        scheme = "https" if self._trust else "http"
        return f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}/api/"

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self._answer_on(connection)

    def _answer_on(self, connection: socket.socket) -> None:
        if self._trust is None:
            self._hear(connection)
            return
        try:
            with self._trust.wrap_socket(connection, server_side=True) as sealed:
                self._hear(sealed)
        except OSError:
            return  # the other side does not trust us, or hung up

    def _hear(self, connection: socket.socket) -> None:
        connection.recv(65536)
        self.asked += 1
        self._say(connection)

    def _say(self, connection: socket.socket) -> None:
        step = 1 if self._every else len(self._answer) or 1
        for start in range(0, len(self._answer), step):
            try:
                connection.sendall(self._answer[start : start + step])
            except OSError:
                return
            time.sleep(self._every)


@pytest.fixture
def door() -> Iterator[Callable[..., Door]]:
    doors: list[Door] = []

    def opened(answer: bytes, every: float = 0.0, trust: ssl.SSLContext | None = None) -> Door:
        doors.append(Door(answer, every, trust))
        return doors[-1]

    yield opened
    for each in doors:
        each.close()


def client(url: str, limit: float = 0.5) -> TimelyClient:
    return TimelyClient("xoxb-x", url, timeout=2, limit=limit)


def body(text: bytes) -> bytes:
    return HEAD + b"Content-Length: %d\r\n\r\n" % len(text) + text


def test_an_answer_is_an_answer(door: Callable[..., Door]) -> None:
    assert client(door(body(b'{"ok": true, "url": "x"}')).url).auth_test()["url"] == "x"


@pytest.mark.parametrize(
    "answer",
    [body(b'{"ok": true}' + b" " * 200), HEAD + b"X-Long: " + b"x" * 500],
    ids=["body", "headers"],
)
def test_a_dripping_answer_ends_at_the_limit(door: Callable[..., Door], answer: bytes) -> None:
    dripping = door(answer, 0.02)
    began = time.monotonic()
    with pytest.raises(TimeoutError) as raised:
        client(dripping.url).auth_test()
    assert time.monotonic() - began < 1.5
    assert read_trouble(raised.value).verdict is Verdict.DOUBT


@pytest.mark.parametrize("text", [b"<html>", b"[]", b'"ok"', b"", b'{"ok": tr'])
def test_what_is_not_slack_s_answer_proves_nothing(
    door: Callable[..., Door], text: bytes
) -> None:
    with pytest.raises(AnswerError) as raised:
        client(door(body(text)).url).auth_test()
    assert read_trouble(raised.value).verdict is Verdict.DOUBT


def test_a_closed_port_was_asked_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api/"
    with pytest.raises(UnreachableError) as raised:
        client(url).auth_test()
    assert read_trouble(raised.value).verdict is Verdict.LATER


def test_a_redirect_is_not_followed_with_our_token(door: Callable[..., Door]) -> None:
    elsewhere = door(body(b'{"ok": true}'))
    moved = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere.url}\r\nContent-Length: 2\r\n\r\n{{}}"
    with pytest.raises(SlackApiError):
        client(door(moved.encode()).url).auth_test()
    assert elsewhere.asked == 0


def test_no_call_is_repeated_by_itself(door: Callable[..., Door]) -> None:
    broken = door(b"")
    with pytest.raises(OSError):  # noqa: PT011 - whichever way the connection breaks
        client(broken.url).auth_test()
    assert broken.asked == 1


def test_over_tls_as_to_slack_itself(door: Callable[..., Door], tmp_path: Path) -> None:
    server, trusting = make_certificate(tmp_path)
    sealed = client(door(body(b'{"ok": true, "url": "x"}'), trust=server).url)
    sealed.ssl = trusting
    assert sealed.auth_test()["url"] == "x"


def test_a_dripping_answer_over_tls_ends_at_the_limit_too(
    door: Callable[..., Door], tmp_path: Path
) -> None:
    server, trusting = make_certificate(tmp_path)
    dripping = client(door(body(b'{"ok": true}' + b" " * 200), 0.02, server).url)
    dripping.ssl = trusting
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        dripping.auth_test()
    assert time.monotonic() - began < 1.5


def test_a_server_that_nobody_vouches_for_gets_no_token(
    door: Callable[..., Door], tmp_path: Path
) -> None:
    server, _ = make_certificate(tmp_path)
    unknown = door(body(b'{"ok": true}'), trust=server)
    with pytest.raises(UnreachableError):
        client(unknown.url).auth_test()
    assert unknown.asked == 0
