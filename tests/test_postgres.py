import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.needs import find_postgres
from tests.postgres import Postgres, ServerError, running

pytestmark = pytest.mark.postgres


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as url:
        yield url


def ask(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(statement.encode()).fetchone()
    return found and found[0]


def test_a_copy_holds_what_its_template_holds(postgres: Postgres) -> None:
    template = postgres.create()
    with psycopg.connect(postgres.url(template)) as connection:
        connection.execute("CREATE TABLE shelf AS SELECT 7 AS book")
    with postgres.database(template) as url:
        assert ask(url, "SELECT book FROM shelf") == 7


def test_what_one_database_holds_another_does_not_see(postgres: Postgres, url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE shelf (book int)")
    with postgres.database() as other:
        assert ask(other, "SELECT to_regclass('shelf')") is None


def test_a_database_goes_although_somebody_is_connected(postgres: Postgres) -> None:
    with postgres.database() as url:
        connection = psycopg.connect(url)
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    connection.close()


def test_figures_are_taken_with_fsync() -> None:
    with running(find_postgres(), durable=True) as server:
        assert ask(server.url("postgres"), "SHOW fsync") == "on"


def test_nothing_is_left_of_a_server() -> None:
    with running(find_postgres()) as server:
        pid = int((server.folder / "data/postmaster.pid").read_text().split()[0])
    assert not server.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "initdb").write_text("#!/bin/sh\necho no room >&2; exit 1\n")
    (tmp_path / "initdb").chmod(0o755)
    tmp_path.chmod(0o755)
    with pytest.raises(ServerError, match=r"no room|denied"), running(tmp_path):
        pass
