"""One office per test, on both databases; filled once a session and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Office, fill, open_office
from tests.clock import Clock
from tests.postgres import Postgres


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A file in which the whole cast is in its roles."""
    file = tmp_path_factory.mktemp("cast") / "slackbot.db"
    shutil.copy(sqlite_template, file)
    _fill(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def filled_postgres(postgres: Postgres, postgres_template: str) -> str:
    """The name of a database in which the whole cast is in its roles."""
    name = postgres.create(postgres_template)
    _fill(postgres.url(name))
    return name


def _fill(url: str) -> None:
    office = open_office(url)
    fill(office)
    office.database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of this test alone with the whole cast: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("filled_file"), tmp_path / "office.db")
        yield f"sqlite:///{file}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(request.getfixturevalue("filled_postgres")) as url:
        yield url


@pytest.fixture
def clock() -> Clock:
    """The time of this test."""
    return Clock()


@pytest.fixture
def office(office_url: str, clock: Clock) -> Iterator[Office]:
    """Casework with the whole cast."""
    opened = open_office(office_url, clock=clock)
    yield opened
    opened.database.close()
