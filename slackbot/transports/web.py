"""Our one door over HTTP: Slack's requests, and what a watcher may know of our health."""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

from slackbot.transports import metrics
from slackbot.transports.health import Health

EVENTS = "/slack/events"
_MOMENT = 12  # digits, which last for 30,000 years
_log = logging.getLogger(__name__)
_Wsgi = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered to a watcher."""

    body: bytes
    status: HTTPStatus = HTTPStatus.OK
    kind: str = "application/json"


class Website:
    """One WSGI app; without `app` (in Socket Mode) Slack's address is not there."""

    def __init__(self, health: Health, app: App | None = None, secret: str = "") -> None:
        self._health = health
        self._slack = SlackDoor(app, secret) if app else None
        self._pages = {
            "/healthz": self._alive,
            "/readyz": self._ready,
            "/metrics": self._figures,
        }

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if path == EVENTS and self._slack:
            if method != "POST":
                return _send(start, _plain(HTTPStatus.METHOD_NOT_ALLOWED), Allow="POST")
            return self._slack(environ, start)
        if path not in self._pages:
            return _send(start, _plain(HTTPStatus.NOT_FOUND))
        if method not in {"GET", "HEAD"}:
            return _send(start, _plain(HTTPStatus.METHOD_NOT_ALLOWED), Allow="GET, HEAD")
        return _send(start, self._pages[path]())

    def _alive(self) -> Page:
        return _page({"alive": True})

    def _ready(self) -> Page:
        problems = self._health.problems()
        status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
        return _page({"ready": not problems, "problems": problems}, status)

    def _figures(self) -> Page:
        return Page(metrics.page(self._health), kind=metrics.CONTENT_TYPE)


class SlackDoor:
    """Takes what Slack signed, and hands it to Bolt's own adapter."""

    def __init__(self, app: App, secret: str) -> None:
        self._bolt = SlackRequestHandler(app, EVENTS)
        self._verifier = SignatureVerifier(secret)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request of Slack's; 401 where the signature is not Slack's."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if not self._is_signed(environ, body):
            return self._refuse(start, HTTPStatus.UNAUTHORIZED)
        with metrics.ANSWERED.labels("http").time():
            try:
                return self._bolt(environ | {"wsgi.input": _Again(body)}, _counted(start))
            except (ValueError, RecursionError):
                # What Slack signed is always readable; Bolt reads it before it looks at it.
                return self._refuse(start, HTTPStatus.BAD_REQUEST)

    def _is_signed(self, environ: WSGIEnvironment, body: bytes) -> bool:
        """Look at the signature before Bolt does, who reads the body before he looks."""
        at = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not (at.isascii() and at.isdigit() and len(at) <= _MOMENT):
            return False
        try:
            return self._verifier.is_valid(body, at, signature)
        except (ValueError, TypeError):  # signs that no signature has
            return False

    def _refuse(self, start: StartResponse, status: HTTPStatus) -> Iterable[bytes]:
        metrics.REFUSED.labels("http", int(status)).inc()
        _log.warning("a request was refused", extra={"status": int(status)})
        return _send(start, _plain(status))


def _counted(start: StartResponse) -> StartResponse:
    def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401 - WSGI
        if not status.startswith("200"):
            metrics.REFUSED.labels("http", status[:3]).inc()
        return start(status, headers, *more)

    return begin


class _Again:
    """A body that has been read once and is read once more."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, _size: int = -1) -> bytes:
        return self._body


def _page(content: dict[str, object], status: HTTPStatus = HTTPStatus.OK) -> Page:
    return Page(json.dumps(content).encode() + b"\n", status)


def _plain(status: HTTPStatus) -> Page:
    return Page(f"{status.phrase}\n".encode(), status, "text/plain; charset=utf-8")


def _send(start: StartResponse, page: Page, **headers: str) -> list[bytes]:
    fixed = {
        "Content-Type": page.kind,
        "Content-Length": str(len(page.body)),
        "Cache-Control": "no-store",
    }
    start(f"{page.status.value} {page.status.phrase}", list((fixed | headers).items()))
    return [page.body]
