import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from slackbot.casework.errors import NotStoredError
from slackbot.records import database as database_module
from slackbot.records.complaint import Complaint
from slackbot.records.database import Database, DatabaseError
from slackbot.records.notice import Schedule
from tests.cast import LEAD, REPORTER, fill, open_office, report
from tests.postgres import Postgres

THEN = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Any:
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener waits two seconds; a test need not."""
    monkeypatch.setattr(database_module, "PATIENCE", 0.2)


def keep(session: Session, name: str = "one") -> None:
    session.add(Schedule(name=name, next_at=THEN))
    session.flush()


def names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(text("SELECT name FROM schedule ORDER BY name")))


def test_what_is_written_is_there(database: Database) -> None:
    with database.begin() as session:
        keep(session)
    assert names(database) == ["one"]


def test_an_error_undoes_all_of_it(database: Database) -> None:
    with pytest.raises(KeyError), database.begin() as session:  # noqa: PT012 - a transaction
        keep(session)
        raise KeyError
    assert names(database) == []


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - the mistake
    with pytest.raises(StatementError), database.begin() as session:  # noqa: PT012 - a transaction
        session.add(Schedule(name="one", next_at=naive))
        session.flush()


@pytest.mark.parametrize("at", ["2026-03-29T00:59:59.999999+00:00", "2026-10-25T02:30+02:00"])
def test_a_time_comes_back_as_the_same_moment_in_utc(database: Database, at: str) -> None:
    moment = datetime.fromisoformat(at)
    with database.begin() as session:
        session.add(Schedule(name="one", next_at=moment))
    with database.read() as session:
        kept = session.get_one(Schedule, "one").next_at
    assert kept == moment
    assert kept.tzinfo is UTC


def test_no_error_carries_what_was_written(database: Database) -> None:
    with database.begin() as session:
        keep(session)
    with pytest.raises(IntegrityError) as raised, database.begin() as session:  # noqa: PT012 - a transaction
        order = text("INSERT INTO schedule (name, next_at) VALUES (:name, :secret)")
        session.execute(order, {"name": "one", "secret": "2026-03-02 SECRET"[:10]})
    assert "2026-03-02" not in str(raised.value)
    assert "hidden" in str(raised.value)


@pytest.mark.usefixtures("impatient")
def test_a_locked_file_is_said_within_patience_and_nothing_is_stored(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError, match="OperationalError"), database.begin() as session:
        keep(session)
    assert names(database) == []  # which others may read meanwhile
    other.rollback()
    with database.begin() as session:
        keep(session)
    assert names(database) == ["one"]
    database.close()
    other.close()


@pytest.mark.usefixtures("impatient")
def test_a_writer_that_does_not_end_makes_the_next_one_give_up(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    with (
        database.begin() as session,
        pytest.raises(DatabaseError, match="busy"),
        database.begin(),
    ):
        pass
    with database.begin() as session:
        keep(session)
    database.close()


def test_writers_take_turns(sqlite_url: str) -> None:
    database, start = Database.open(sqlite_url), threading.Barrier(16)

    def work(name: str) -> None:
        start.wait()
        with database.begin() as session:
            keep(session, name)

    threads = [threading.Thread(target=work, args=(f"{n:02}",)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(database) == [f"{n:02}" for n in range(16)]
    database.close()


@pytest.mark.postgres
@pytest.mark.usefixtures("impatient")
def test_a_locked_row_is_said_within_patience(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    with database.begin() as session:
        keep(session)
    order = text("UPDATE schedule SET next_at = next_at")
    with database.begin() as session:
        session.execute(order)
        with pytest.raises(DatabaseError, match="LockNotAvailable"), database.begin() as other:
            other.execute(order)
    database.close()


def test_a_database_that_is_not_there_does_not_answer(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/no/such.db", f"postgresql:///x?host={tmp_path}"):
        database = Database.open(url)
        assert not database.answers()
        with pytest.raises(DatabaseError), database.begin() as session:
            keep(session)
        database.close()


@pytest.mark.postgres
def test_a_server_that_comes_back_costs_no_complaint(
    postgres: Postgres, postgres_url: str
) -> None:
    database = Database.open(postgres_url)
    with database.begin() as session:
        keep(session, "before")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
    other = Database.open(postgres.url("postgres"))
    with other.begin() as session:
        session.execute(
            text(
                f"{cut}'{postgres_url.rsplit('/', maxsplit=1)[-1].split('?', maxsplit=1)[0]}'"
            )
        )
    other.close()
    with database.begin() as session:
        keep(session, "then")
    assert names(database) == ["before", "then"]
    database.close()


@pytest.mark.postgres
def test_a_connection_cut_in_the_middle_stores_nothing(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    with pytest.raises(DatabaseError), database.begin() as session:  # noqa: PT012 - a transaction
        keep(session)
        pid = session.scalar(text("SELECT pg_backend_pid()"))
        with database.begin() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        keep(session, "two")
    assert names(database) == []
    database.close()


@pytest.mark.usefixtures("impatient")
def test_casework_says_that_nothing_was_stored(sqlite_url: str) -> None:
    office = open_office(sqlite_url)
    fill(office)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    sent = report(REPORTER)
    with pytest.raises(NotStoredError):
        office.casework.intake.file(sent)
    other.rollback()
    other.close()
    assert office.count(Complaint) == 0
    assert office.casework.intake.file(sent).ref
    office.casework.reading.queue(LEAD)
    office.database.close()


def test_sqlite_is_careful(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    with database.read() as session:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        careful = [session.scalar(text(f"PRAGMA {name}")) for name in asked]
    assert careful == ["wal", 2, 1, 1]
    database.close()
