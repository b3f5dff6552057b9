"""Runs the demo: the local workspace, the unmodified app, a dozen complaints already told."""

import signal
import socket
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

import slackbot
from slackbot.casework import utc_now
from slackbot.demo.cast import LEADS, PARTY, POSTS, TRIAGE, channels, members
from slackbot.demo.stories import STORIES, Story
from slackbot.demo.telling import tell
from slackbot.records import schema
from slackbot.records.database import Database
from slackbot.records.sealed import Keyring, new_key
from slackbot.rules.policy import Policy
from slackbot.sandbox import Sandbox
from slackbot.service import Service
from slackbot.settings import Settings

PORT = 8123
"""Where the page is looked for first; another one is taken where somebody listens."""

STEP_WAIT = timedelta(seconds=10)
"""In the demo nobody waits two minutes for a DM."""

Say = Callable[[str], object]


@dataclass(slots=True)
class Demo:
    """The workspace and the app in one process, over a folder of data of their own."""

    folder: Path = field(
        default_factory=lambda: Path(tempfile.mkdtemp(prefix="slackbot-demo-"))
    )
    stories: tuple[Story, ...] = STORIES
    port: int = PORT
    over_http: bool = False
    policy: Policy = field(default_factory=lambda: Policy(step_wait=STEP_WAIT))
    say: Say = print
    sandbox: Sandbox = field(init=False)
    service: Service = field(init=False)

    def start(self) -> str:
        """Start everything and return the address of the page."""
        key = self._remember_key()
        settings_port = free_port()
        self._open_workspace(settings_port)
        settings = self._settings(key, settings_port)
        self._fill_record(settings)
        self.service = Service(settings)
        self.service.start()
        return self.sandbox.url

    def stop(self) -> None:
        """Leave nothing running."""
        self.service.stop()
        self.sandbox.stop()

    def _remember_key(self) -> str:
        """Keep the sealing key beside the demo's data: there is nothing real in it."""
        key = new_key()
        kept = self.folder / "sealing-key"
        kept.write_text(key + "\n")
        kept.chmod(0o600)
        return key

    def _open_workspace(self, settings_port: int) -> None:
        events = f"http://127.0.0.1:{settings_port}/slack/events" if self.over_http else None
        self.sandbox = Sandbox(
            manifest=_manifest(),
            members=members(),
            channels=channels(),
            port=self.port,
            events_url=events,
        )
        try:
            self.sandbox.start()
        except OSError:
            self.sandbox.port = 0  # somebody listens there: any other port will do
            self.sandbox.start()
        for author, text in POSTS:
            self.sandbox.person(author).say(PARTY, text)

    def _settings(self, key: str, port: int) -> Settings:
        box = self.sandbox
        return Settings(
            bot_token=box.bot_token,
            app_token="" if self.over_http else box.app_token,
            signing_secret=box.signing_secret,
            triage_channel=TRIAGE,
            api_url=box.api_url,
            leads=LEADS,
            database_url=f"sqlite:///{self.folder / 'slackbot.db'}",
            sealing_keys=Keyring.read([key]).keys,
            host="127.0.0.1",
            port=port,
            policy=self.policy,
        )

    def _fill_record(self, settings: Settings) -> None:
        database = Database.open(settings.database_url)
        schema.upgrade(database)
        total = sum(2 + len(story.beats) for story in self.stories)

        def told(count: int) -> None:
            if count % 5 == 0 or count == total:
                self.say(f"  telling the invented complaints: {count} of {total}")

        keyring = Keyring(settings.sealing_keys)
        tell(database, keyring, TRIAGE, self.stories, now=utc_now(), told=told)
        database.close()


def run(demo: Demo, ready: Callable[[str], object]) -> None:
    """Run until Ctrl-C or SIGTERM; `ready` hears the address of the page."""
    leave = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: leave.set())
    demo.say("Starting a workspace of its own, with invented people. This is not Slack.")
    address = demo.start()
    try:
        ready(address)
        leave.wait()
    finally:
        demo.say("Leaving …")
        demo.stop()
        demo.say(f"Nothing is left running. The demo's data lies in {demo.folder}")


def _manifest() -> dict[str, Any]:
    text = (Path(slackbot.__file__).parent / "manifest.yml").read_text()
    manifest: dict[str, Any] = yaml.safe_load(text)
    return manifest


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
