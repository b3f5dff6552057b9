import subprocess
import sys
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Enum, inspect
from sqlalchemy.exc import OperationalError

from slackbot.records import schema
from slackbot.records.complaint import Complaint
from slackbot.records.database import Database
from slackbot.records.tables import metadata
from tests.cast import LEAD, REPORTER, fill, open_office


@pytest.fixture
def database(database_url: str) -> Any:
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def empty(empty_database_url: str) -> Any:
    opened = Database.open(empty_database_url)
    yield opened
    opened.close()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def test_a_migrated_schema_is_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _same_type})
        assert compare_metadata(context, metadata()) == []


def _same_type(_context: Any, _seen: Any, _column: Any, has: Any, wants: Any) -> bool | None:
    """Say whether a type differs; an enum is kept as its word."""
    return has.length != wants.length if isinstance(wants, Enum) else None


def test_the_newest_revision_by_name_is_the_newest_script() -> None:
    folder = Path(schema.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [schema.NEWEST]
    assert schema.newest() == schema.NEWEST


def test_an_empty_database_is_not_current(empty: Database) -> None:
    assert not schema.is_current(empty)
    assert schema.revision(empty) is None


def test_a_migrated_database_is_current(database: Database) -> None:
    assert schema.is_current(database)
    assert schema.revision(database) == schema.NEWEST


def test_migrating_again_changes_nothing_and_keeps_what_is_there(database_url: str) -> None:
    office = open_office(database_url)
    fill(office)
    ref = office.file()
    schema.upgrade(office.database)
    assert office.complaint(ref).reporter == REPORTER
    office.assert_intact()
    office.database.close()


def test_it_goes_all_the_way_down_with_data_and_up_again(database_url: str) -> None:
    office = open_office(database_url)
    fill(office)
    ref = office.file(urgent=True)
    office.casework.triage.take(ref, by=LEAD)
    schema.downgrade(office.database, "base")
    assert tables(office.database) == {"alembic_version"}
    schema.upgrade(office.database)
    assert tables(office.database) == {*metadata().tables, "alembic_version"}
    assert office.count(Complaint) == 0
    office.database.close()


UPGRADE = """
import sys
from slackbot.records import schema
from slackbot.records.database import Database
print("ready", flush=True)
sys.stdin.readline()
schema.upgrade(Database.open(sys.argv[1]))
"""


def test_two_processes_that_upgrade_at_once_both_succeed(
    empty: Database, empty_database_url: str
) -> None:
    order = [sys.executable, "-c", UPGRADE, empty_database_url]
    both = [
        subprocess.Popen(order, text=True, stdin=PIPE, stdout=PIPE, stderr=PIPE) for _ in "12"
    ]
    for one in both:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate(timeout=60)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert schema.is_current(empty)


def test_a_migration_that_fails_leaves_nothing_behind(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("", {}, OSError())

    monkeypatch.setattr("alembic.op.batch_alter_table", fail)
    with pytest.raises(OperationalError):
        schema.upgrade(empty)
    assert tables(empty) == set()
