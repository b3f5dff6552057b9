from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    found = inspect(engine).get_table_names()
    engine.dispose()
    return found


def write(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_database_of_a_test_has_todays_schema(database_url: str) -> None:
    assert "alembic_version" in tables(database_url)


def test_an_empty_database_is_empty(empty_database_url: str) -> None:
    assert tables(empty_database_url) == []


@pytest.mark.parametrize("turn", [1, 2])
def test_no_test_sees_what_another_wrote(database_url: str, turn: int) -> None:
    assert "shelf" not in tables(database_url)
    write(database_url, "CREATE TABLE shelf (book int)")


def test_the_template_is_one_file(sqlite_template: Path) -> None:
    """A write-ahead log beside it would not be copied with it."""
    assert list(sqlite_template.parent.iterdir()) == [sqlite_template]
