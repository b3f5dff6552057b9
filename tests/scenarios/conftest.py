"""What every scenario begins with."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.stage import Stage, found, playing


@pytest.fixture(scope="session")
def founded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which everybody has their role and nothing has happened."""
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("founded") / "slackbot.db")
    found(f"sqlite:///{file}")
    return Path(file)


@pytest.fixture
def record(founded: Path, tmp_path: Path) -> str:
    """The address of such a record, of this test alone."""
    return f"sqlite:///{shutil.copy(founded, tmp_path / 'slackbot.db')}"


@pytest.fixture(params=["socket", "http"])
def over_http(request: pytest.FixtureRequest) -> bool:
    """Both ways by which Slack reaches the bot."""
    return bool(request.param == "http")


@pytest.fixture
def stage(record: str, over_http: bool) -> Iterator[Stage]:
    """The bot and its workspace, once by each transport."""
    with playing(record, over_http=over_http) as stage:
        yield stage


@pytest.fixture
def socket(record: str) -> Iterator[Stage]:
    """The same by Socket Mode only, where the transport makes no difference."""
    with playing(record) as stage:
        yield stage


@pytest.fixture
def founded_postgres(postgres_url: str) -> str:
    """The same on PostgreSQL."""
    found(postgres_url)
    return postgres_url


@pytest.fixture(scope="module")
def bench(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One bot for many small tests that do not get into each other's way."""
    file = shutil.copy(founded, tmp_path_factory.mktemp("bench") / "slackbot.db")
    with playing(f"sqlite:///{file}") as stage:
        yield stage
