"""Telling the app what happened: once for what a person does, again and again for events."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from slackbot.sandbox.payloads import Payloads
from slackbot.sandbox.shapes import Answer, Json, SandboxError, Sent, is_ok
from slackbot.sandbox.world import World

IN_TIME = 3.0  # seconds; docs.slack.dev/interactivity/handling-user-interaction
RETRIES = (0.0, 60.0, 300.0)  # seconds; docs.slack.dev/apis/events-api


class Transport(Protocol):
    """One of the two ways to the app."""

    @property
    def connected(self) -> bool:
        """Whether there is anyone to tell."""

    async def send(
        self, kind: str, payload: Json, within: float, retry: tuple[int, str]
    ) -> Answer | None:
        """Tell it once; None if it was not acknowledged in time."""


@dataclass
class Outbound:
    """Sends, waits, redelivers, and knows what is still unanswered."""

    world: World
    transport: Transport
    in_time: float = IN_TIME
    retries: tuple[float, ...] = RETRIES
    unanswered: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def ask(self, kind: str, payload: Json) -> Answer | None:
        """Tell the app what a person did. Never repeated: the person is the retry."""
        if kind == "interactive" and not self.world.app.interactive:
            raise SandboxError("This app is not configured to handle interactive responses.")
        return await self._send(kind, payload, (0, ""))

    def tell(self, event: Json, scope: str | None = None) -> None:
        """Send an event if the app listens for it and has the scope."""
        if self.world.app.hears(event["type"], scope):
            payload = Payloads(self.world).event(event)
            self.later(self._insist(payload))

    async def tell_and_wait(self, event: Json) -> None:
        """Send an event and return when it was heard, or not; then it is repeated later."""
        if not self.world.app.hears(event["type"]):
            return
        payload = Payloads(self.world).event(event)
        self.unanswered += 1  # so that nobody thinks us idle between the first and the second
        answer = await self._send("events_api", payload, (0, ""))
        if not _is_heard(answer):
            self.later(self._repeat(payload, answer))
        self.unanswered -= 1

    async def _insist(self, payload: Json) -> None:
        answer = await self._send("events_api", payload, (0, ""))
        if not _is_heard(answer):
            await self._repeat(payload, answer)

    async def _repeat(self, payload: Json, answer: Answer | None) -> None:
        for number, pause in enumerate(self.retries, start=1):
            await asyncio.sleep(pause)
            reason = "http_timeout" if answer is None else "http_error"
            answer = await self._send("events_api", payload, (number, reason))
            if _is_heard(answer):
                return

    async def _send(self, kind: str, payload: Json, retry: tuple[int, str]) -> Answer | None:
        named = payload.get("type", kind) if kind == "interactive" else kind
        self.world.sent.append(Sent(named, payload, self.world.clock.now()))
        row = self.world.row("to bot", named, payload, None)
        self.unanswered += 1
        self.world.changed()
        try:
            answer = await self.transport.send(kind, payload, self.in_time, retry)
        finally:
            self.unanswered -= 1
        row["answer"] = _shown(answer)
        self.world.changed()
        return answer

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this beside everything else; until it is over, something is unanswered."""
        self.unanswered += 1
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.unanswered -= 1
        self.world.changed()

    async def stop(self) -> None:
        """Give up what is still waiting."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _is_heard(answer: Answer | None) -> bool:
    return is_ok(answer) or (answer is not None and answer.no_retry)


def _shown(answer: Answer | None) -> object:
    return None if answer is None else {"status": answer.status, "body": answer.body}
