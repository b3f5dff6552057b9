"""Bringing the schema up to date, one replica at a time. Alembic is imported only here."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from slackbot.records.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

# "SLACKBOT": two replicas that started together raced in CREATE TABLE without it.
_ADVISORY_LOCK = 0x534C_4143_4B42_4F54


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema to a revision, in one transaction, while others wait."""
    from alembic import command  # noqa: PLC0415 - 650 ms, and only needed here

    with database.engine.begin() as connection:
        _take_turns(connection)
        command.upgrade(_config(connection), to)


def downgrade(database: Database, to: str) -> None:
    """Take the schema back to a revision ("base" for none)."""
    from alembic import command  # noqa: PLC0415

    with database.engine.begin() as connection:
        _take_turns(connection)
        command.downgrade(_config(connection), to)


def revision(database: Database) -> str | None:
    """Return the revision that the database is at; None before the first migration."""
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the newest revision that this version of the app knows."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return ScriptDirectory.from_config(_config()).get_current_head()


def is_current(database: Database) -> bool:
    """Say, without Alembic's import time, whether nothing is left to migrate."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        at: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return at == NEWEST


NEWEST = "0001"
"""The newest revision by name; a test compares it with the scripts."""


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _take_turns(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = '5min'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
