"""Databases of the tests: brought to today's schema once a session, then copied per test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import find_postgres
from tests.postgres import Postgres, running

POSTGRES = pytest.param("postgresql", marks=pytest.mark.postgres)


def migrate(url: str) -> None:
    """Bring a database to today's schema, and let go of it."""
    # Not at the top: a mistake in the records must not stop the tests that need none.
    from slackbot.records import schema  # noqa: PLC0415
    from slackbot.records.database import Database  # noqa: PLC0415

    database = Database.open(url)
    schema.upgrade(database)
    database.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests of this session, fast and forgetful."""
    with running(find_postgres()) as server:
        yield server


@pytest.fixture(scope="session")
def durable_postgres() -> Iterator[Postgres]:
    """A PostgreSQL server with fsync, as a real one has it: for figures and for kills."""
    with running(find_postgres(), durable=True) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a database with today's schema and nothing in it."""
    name = postgres.create()
    migrate(postgres.url(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with today's schema and nothing in it."""
    file = tmp_path_factory.mktemp("template") / "slackbot.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of this test alone, with today's schema."""
    with postgres.database(postgres_template) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """An SQLite file of this test alone, with today's schema."""
    file = shutil.copy(sqlite_template, tmp_path / "slackbot.db")
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", POSTGRES])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of this test alone with today's schema: once SQLite, once PostgreSQL."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database of this test alone without any table."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", POSTGRES])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of this test alone without any table: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))
