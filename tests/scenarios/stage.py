"""The whole bot, unmodified, and a local workspace around it: what scenarios are played on."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from slackbot import listeners, transports
from slackbot.casework import open_casework
from slackbot.demo.cast import LEADS, TRIAGE, channels, members
from slackbot.demo.telling import seat_everybody
from slackbot.records.complaint import Complaint
from slackbot.records.database import Database
from slackbot.records.notice import Display, Notice
from slackbot.records.sealed import Keyring
from slackbot.rules.notices import NoticeState
from slackbot.rules.policy import Policy
from slackbot.sandbox import Sandbox, triggers
from slackbot.sandbox.person import Person
from slackbot.sandbox.shapes import Answer, Json
from slackbot.sandbox.signed_http import SignedHttp
from slackbot.service import Service
from slackbot.settings import Settings
from tests.needs import ROOT
from tests.scenarios import transcript

KEY = bytes(range(32))
AT_ONCE = Policy(step_wait=timedelta(0))
"""Nobody waits two minutes for a DM, except where a test is about that."""
LATER = Policy(step_wait=timedelta(hours=1))


def found(url: str) -> None:
    """Give everybody in the cast their role, and leave nothing of that owed to anybody."""
    database = Database.open(url)
    seat_everybody(open_casework(database, Keyring((KEY,)), TRIAGE))
    with database.begin() as session:
        session.execute(update(Notice).values(state=NoticeState.SENT))
        session.execute(update(Display).values(is_due=False))
    database.close()


def workspace(*, over_http: bool = False) -> Sandbox:
    """The workspace of the demo, with nothing said in it."""
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    address = "http://127.0.0.1:9/slack/events" if over_http else None  # known later
    box = Sandbox(
        manifest=manifest, members=members(), channels=channels(), events_url=address
    )
    box.outbound.retries = (0.0, 0.1, 0.1)  # not minutes
    return box


@dataclass
class Stage:
    """One workspace and one bot, over a record in which everybody has their role."""

    url: str
    over_http: bool = False
    policy: Policy = AT_ONCE
    box: Sandbox = field(init=False)
    service: Service = field(init=False)
    _began: int = 0

    def __post_init__(self) -> None:
        self.box = workspace(over_http=self.over_http)
        self.box.start()

    def start(self, **changed: Any) -> None:
        """Start the bot; `changed` are settings. What is told from now on counts."""
        self.service = Service(replace(self.settings(), **changed))
        self.service.start()
        transport = self.box.outbound.transport
        if isinstance(transport, SignedHttp):
            transport.url = f"http://127.0.0.1:{self.service.port}/slack/events"
        self.box.wait_connected()
        self.box.wait_for(lambda: "users.list" in self.methods())
        self.settle()

    def settings(self) -> Settings:
        """What an operator has set."""
        box = self.box
        return Settings(
            bot_token=box.bot_token,
            app_token="" if self.over_http else box.app_token,
            signing_secret=box.signing_secret,
            triage_channel=TRIAGE,
            api_url=box.api_url,
            leads=LEADS,
            database_url=self.url,
            sealing_keys=(KEY,),
            host="127.0.0.1",
            port=0,
            policy=self.policy,
        )

    def person(self, member_id: str) -> Person:
        """Somebody's hands and eyes."""
        return self.box.person(member_id)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Look into the record."""
        with self.service.casework.desk.database.read() as session:
            yield session

    def settle(self) -> None:
        """Wait until all is delivered and shown that is due now."""
        self.box.wait_idle()
        self.until(lambda: not self.is_busy())

    def until(self, true: Callable[[], object], timeout: float = 30.0) -> None:
        """Wait until this is true, with the courier awake."""

        def look() -> bool:
            self.service.delivery.nudge()
            return bool(true())

        self.box.wait_for(look, timeout)

    def is_busy(self) -> bool:
        """Whether something is due that is not held back."""
        watch = self.service.casework.watch
        is_held = not watch.is_safe() and not watch.needs_check()
        now = datetime.now(UTC)  # last: what is owed by then is due by now
        with self.reading() as session:
            told = exists().where(Notice.state.in_(_ON_THE_WAY), Notice.due <= now)
            shown = and_(Display.is_due, or_(Display.due <= now, Display.owner.is_not(None)))
            if is_held:
                shown = and_(shown, or_(Display.place != TRIAGE, ~Display.wanted))
            return bool(
                session.scalar(select(told)) or session.scalar(select(exists().where(shown)))
            )

    def forget(self) -> None:
        """Count only what is told from now on."""
        self.settle()
        self._began = len(self.box.world.seen)

    def told(self) -> str:
        """All messages that everybody got, as the golden lists have them."""
        self.settle()
        return transcript.write(self.box, self._began)

    def shown(self, view: Any) -> str:
        """A form or a Home as text."""
        return transcript.write_view(self.box, view)

    def ask(self, payload: Json, kind: str = "interactive") -> Answer:
        """Send the bot a payload as it is, which no hands in Slack would make."""
        answer = self.box._server.do(self.box.outbound.ask(kind, payload))
        assert answer is not None, "Slack was not answered in time"
        assert answer.status == 200, answer
        return answer

    def last_sent(self, kind: str) -> Json:
        """The newest payload of a kind that the bot was sent, to send it again, or another."""
        return copy.deepcopy([s for s in self.box.sent_to_bot if s.kind == kind][-1].payload)

    def methods(self) -> list[str]:
        """The Web API calls that the bot made, by name."""
        return [call.method for call in self.box.calls]

    def count(self) -> int:
        """How many complaints are kept."""
        with self.reading() as session:
            return session.scalar(select(func.count()).select_from(Complaint)) or 0

    def stop(self) -> None:
        """Leave nothing running."""
        if hasattr(self, "service"):
            self.service.stop()
        self.box.stop()


_LONG = 30.0
_ON_THE_WAY = (NoticeState.OWED, NoticeState.SENDING)


@contextmanager
def playing(url: str, *, patient: bool = True, **more: Any) -> Iterator[Stage]:
    """A stage with the bot running; not `patient`: with Slack's own time limits."""
    with pytest.MonkeyPatch.context() as patch:
        stage = Stage(url, **more)
        if patient:
            _be_patient(stage.box, patch)
        try:
            stage.start()
            yield stage
        finally:
            stage.stop()


def _be_patient(box: Sandbox, patch: pytest.MonkeyPatch) -> None:
    """Let a busy machine decide nothing: what is about time says so and is not patient."""
    box.outbound.in_time = _LONG
    patch.setattr(triggers, "LIFE", _LONG)
    for module in (transports.prompt_client, listeners.prompt_client):
        patch.setattr(module, "READ_SECONDS", _LONG)
        patch.setattr(module, "LIMIT_SECONDS", _LONG)
