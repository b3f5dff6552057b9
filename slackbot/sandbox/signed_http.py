"""HTTP: what happens is posted to the app's own address, signed."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from slackbot.sandbox.clock import Clock
from slackbot.sandbox.shapes import Answer, Json


@dataclass
class SignedHttp:
    """Posts to one address, with Slack's signature v0 (docs.slack.dev/authentication)."""

    url: str
    secret: str = field(repr=False)
    clock: Clock
    _session: aiohttp.ClientSession | None = field(default=None, init=False)

    @property
    def connected(self) -> bool:
        """An address is always there to be tried."""
        return True

    async def send(
        self, kind: str, payload: Json, within: float, retry: tuple[int, str]
    ) -> Answer | None:
        """Post it once; None if no whole answer came in time."""
        body, content_type = _encode(kind, payload)
        headers = self._sign(body) | {"Content-Type": content_type}
        if retry[0]:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        try:
            async with asyncio.timeout(within):
                return await self._post(body, headers)
        except (TimeoutError, aiohttp.ClientError):
            return None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.post(self.url, data=body, headers=headers) as response:
            words = await response.text()
            said = _read(words, response.content_type)
            no_retry = response.headers.get("X-Slack-No-Retry") == "1"
            return Answer(response.status, said, no_retry)

    def _sign(self, body: bytes) -> dict[str, str]:
        at = str(int(self.clock.now()))
        base = b"v0:" + at.encode() + b":" + body
        signature = hmac.new(self.secret.encode(), base, hashlib.sha256).hexdigest()
        return {
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": f"v0={signature}",
        }


def _encode(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _read(words: str, content_type: str) -> Json | str | None:
    if content_type != "application/json" or not words:
        return words
    try:
        body = json.loads(words)
    except ValueError:
        return words
    return body if isinstance(body, dict) else words
