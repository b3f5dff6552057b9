"""The whole product for a browser: the demo with few or no complaints in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import slackbot.listeners.prompt_client
import slackbot.transports.prompt_client
from slackbot.demo.cast import members
from slackbot.demo.running import Demo
from slackbot.demo.stories import Story
from slackbot.rules.policy import Policy
from slackbot.sandbox import triggers
from slackbot.service import Service
from slackbot.settings import Settings

AT_ONCE = timedelta(0)
LONG = 30.0
"""Seconds within which a busy machine answers; Slack's own three decide no test here."""


@contextmanager
def working(
    folder: Path,
    *,
    over_http: bool = False,
    step_wait: timedelta = AT_ONCE,
    stories: tuple[Story, ...] = (),
) -> Iterator[Demo]:
    """The demo, running; it keeps its data in `folder`."""
    demo = Demo(
        folder=folder,
        stories=stories,
        port=0,
        over_http=over_http,
        policy=Policy(step_wait=step_wait),
        say=lambda _: None,
    )
    with pytest.MonkeyPatch.context() as patch:
        _be_patient(patch)
        demo.start()
        demo.sandbox.outbound.in_time = LONG
        try:
            demo.sandbox.wait_connected()
            yield demo
        finally:
            demo.stop()


def close_all(demo: Demo) -> None:
    """Leave no form open: whoever comes next would find it."""
    for member in members():
        person = demo.sandbox.person(member.id)
        if person.views:
            person.close(clear=True)


@contextmanager
def without_the_bot(demo: Demo) -> Iterator[None]:
    """The bot is down for a while, and then it is back."""
    demo.service.stop()
    demo.sandbox.outbound.in_time = 0.2
    yield
    demo.sandbox.outbound.in_time = LONG
    _start(demo, demo.service._settings)


def restart(demo: Demo, policy: Policy) -> None:
    """Stop the bot and start it with another policy, over the same record."""
    demo.service.stop()
    _start(demo, replace(demo.service._settings, policy=policy))


def _start(demo: Demo, settings: Settings) -> None:
    demo.service = Service(settings)
    demo.service.start()
    demo.sandbox.wait_connected()


def _be_patient(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(triggers, "LIFE", LONG)
    for module in (slackbot.transports.prompt_client, slackbot.listeners.prompt_client):
        patch.setattr(module, "READ_SECONDS", LONG)
        patch.setattr(module, "LIMIT_SECONDS", LONG)
