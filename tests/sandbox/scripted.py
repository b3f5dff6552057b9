"""An app that answers as a test tells it, without a wire: for what Slack itself decides."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from slackbot.sandbox import Sandbox
from slackbot.sandbox.shapes import Answer
from tests.sandbox.little_app import client_of, workspace

Json = dict[str, Any]
OK = Answer(200, None)


class Scripted:
    """Stands where a transport stands; by default it opens a form and says "heard"."""

    connected = True

    def __init__(self) -> None:
        self.heard: list[Json] = []
        self.answer: Answer | None = OK
        self.does: Callable[[Json], object] = lambda _payload: None

    async def send(
        self, _kind: str, payload: Json, _within: float, _retry: tuple[int, str]
    ) -> Answer | None:
        self.heard.append(payload)
        await asyncio.to_thread(self.does, payload)
        return self.answer


class Stage:
    """A workspace, the scripted app in it, and the app's client."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.app = Scripted()
        self.client = client_of(box)
        box.outbound.transport = self.app
        self.asha = box.person("UASHA")
        self.ben = box.person("UBEN")

    def show(self, view: Json) -> Json:
        """Open this form before Asha."""
        self.app.does = lambda p: self.client.views_open(trigger_id=p["trigger_id"], view=view)
        opened = self.asha.command("/form").view
        self.app.does = lambda _payload: None
        assert opened is not None
        return opened

    def reply(self, body: Json | str | None, status: int = 200) -> None:
        """Answer so from now on."""
        self.app.answer = Answer(status, body)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with workspace() as box:
        yield Stage(box)


def refused(call: Callable[..., object], **args: Any) -> str:
    """The error code with which a call is refused."""
    with pytest.raises(SlackApiError) as no:
        call(**args)
    return str(no.value.response["error"])


def reasons(call: Callable[..., object], **args: Any) -> list[str]:
    """The sentences beside the error code."""
    with pytest.raises(SlackApiError) as no:
        call(**args)
    return list(no.value.response["response_metadata"]["messages"])
