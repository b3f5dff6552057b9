import base64
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest

from slackbot.delivery.web_client import PATIENCE
from slackbot.demo.cast import ASHA, LEADS, TRIAGE
from slackbot.rules.roles import Role
from slackbot.sandbox.faults import Fault
from slackbot.service import Service, ServiceError
from tests.needs import ROOT
from tests.scenarios.stage import KEY, Stage, found

LARGEST_MB = 150


@pytest.fixture
def stage(sqlite_url: str) -> Iterator[Stage]:
    """A workspace and an empty record; the bot is not started yet."""
    stage = Stage(sqlite_url)
    yield stage
    stage.stop()


def probe(service: Service) -> int:
    line = HTTPConnection("127.0.0.1", service.port, timeout=5)
    line.request("GET", "/readyz")
    status = line.getresponse().status
    line.close()
    return status


def test_the_first_leads_are_seated_without_an_alarm(stage: Stage) -> None:
    stage.box.world.channels[TRIAGE].members = [*LEADS, stage.box.bot_user_id]
    stage.start()
    who = stage.service.casework.people.who
    stage.until(lambda: all(Role.LEAD in who(each).roles for each in LEADS))
    stage.settle()
    assert "triage channel" not in str([d.text for d in stage.box.deliveries(LEADS[0])])


@pytest.mark.parametrize("fault", [Fault.status(500), Fault.silence()], ids=["500", "silence"])
def test_without_slack_it_starts_and_says_so(stage: Stage, fault: Fault) -> None:
    stage.box.faults.always("*", fault)
    stage.service = Service(stage.settings())
    began = time.monotonic()
    stage.service.start()
    assert time.monotonic() - began < PATIENCE  # it did not wait for an answer
    assert probe(stage.service) == 503
    assert "slack" in stage.service.health.problems()


def test_it_is_ready_as_soon_as_slack_is_back(stage: Stage) -> None:
    stage.box.faults.next("apps.connections.open", Fault.status(500))
    stage.start()
    stage.box.wait_for(lambda: not stage.service.health.problems(), 15)
    assert probe(stage.service) == 200
    assert stage.person(ASHA).command("/report-abuse", "help").error is None


def test_a_database_that_goes_makes_it_unready(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.start()
    stage.box.wait_for(lambda: not stage.service.health.problems(), 15)
    monkeypatch.setattr(type(stage.service.casework.desk.database), "answers", lambda _: False)
    stage.service._lookout.look()
    assert stage.service.health.problems() == {"database": "the database does not answer"}
    assert probe(stage.service) == 503


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sealing_keys": (bytes(32),)}, "recovery sheet"),
        ({"database_url": "sqlite:////nowhere/at/all.db"}, "DATABASE_URL"),
        ({"database_url": "postgresql://nobody@127.0.0.1:9/x"}, "DATABASE_URL"),
    ],
)
def test_what_cannot_start_says_what_to_do(
    stage: Stage, changed: dict[str, object], words: str
) -> None:
    found(stage.url)
    with pytest.raises(ServiceError, match=words):
        Service(replace(stage.settings(), **changed)).start()  # type: ignore[arg-type]


def test_a_taken_port_is_named(stage: Stage) -> None:
    stage.start()
    other = Service(replace(stage.settings(), port=stage.service.port))
    with pytest.raises(ServiceError, match="Set PORT"):
        other.start()


def test_the_whole_program_serves_and_stays_small(stage: Stage, tmp_path: Path) -> None:
    found(stage.url)
    box = stage.box
    env = {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": box.bot_token,
        "SLACK_APP_TOKEN": box.app_token,
        "SLACK_TRIAGE_CHANNEL": TRIAGE,
        "SLACK_API_URL": box.api_url,
        "LEADS": ",".join(LEADS),
        "DATABASE_URL": stage.url,
        "SEALING_KEYS": base64.urlsafe_b64encode(KEY).decode(),
        "PORT": "0",
        "PYTHONPATH": str(ROOT),
    }
    order = [sys.executable, "-m", "slackbot", "serve"]
    with subprocess.Popen(order, cwd=tmp_path, env=env, stderr=subprocess.DEVNULL) as bot:
        box.wait_connected(20)
        assert box.person(ASHA).command("/report-abuse", "status").error is None
        assert resident_megabytes(bot.pid) < LARGEST_MB
        bot.terminate()
        assert bot.wait(20) == 0


def resident_megabytes(process: int) -> float:
    asked = ["ps", "-o", "rss=", "-p", str(process)]
    return int(subprocess.run(asked, capture_output=True, check=True).stdout) / 1024
