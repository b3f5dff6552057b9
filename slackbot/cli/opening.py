"""Opening what a command works on; what is wrong is said in lines, not in a traceback."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from slackbot.casework.custody import Custody
    from slackbot.records.database import Database
    from slackbot.settings import RecordSettings, Settings


_FILE = "sqlite:///"


class Refusal(click.ClickException):
    """Something is missing or wrong; the exit status is 1."""


def read_all_settings() -> "Settings":
    """Read every setting, or end with all mistakes."""
    from slackbot.settings import SettingsError, read_settings  # noqa: PLC0415 - 20 ms

    try:
        return read_settings()
    except SettingsError as error:
        raise Refusal("\n".join(["These settings need you:", *error.problems])) from None


def read_some_settings() -> "RecordSettings":
    """Read what opens the record, or end with all mistakes."""
    from slackbot.settings import SettingsError, read_record_settings  # noqa: PLC0415

    try:
        return read_record_settings()
    except SettingsError as error:
        raise Refusal("\n".join(["These settings need you:", *error.problems])) from None


@contextmanager
def open_database(url: str) -> Iterator["Database"]:
    """Open a database that is there and up to date, and close it afterwards."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - 200 ms

    from slackbot.records import schema  # noqa: PLC0415
    from slackbot.records.database import Database, DatabaseError  # noqa: PLC0415

    # SQLite would make an empty file where there is none.
    if url.startswith(_FILE) and not Path(url.removeprefix(_FILE)).exists():
        raise Refusal(f"There is no database at {url.removeprefix(_FILE)}.")
    database = Database.open(url)
    try:
        if not schema.is_current(database):
            raise Refusal("The database is not up to date: start `slackbot serve` once.")
        yield database
    except (SQLAlchemyError, DatabaseError) as error:
        raise Refusal(f"The database does not answer ({type(error).__name__}).") from None
    finally:
        database.close()


@contextmanager
def open_custody() -> Iterator["Custody"]:
    """Open the record with its keys."""
    from slackbot.casework import open_casework  # noqa: PLC0415
    from slackbot.casework.custody import Custody  # noqa: PLC0415
    from slackbot.records.sealed import Keyring, SealError  # noqa: PLC0415

    settings = read_some_settings()
    with open_database(settings.database_url) as database:
        try:
            keyring = Keyring(settings.sealing_keys)
            yield Custody(open_casework(database, keyring, "").desk)
        except SealError as error:
            raise Refusal(f"The record does not open: {error}.") from None


def say_json(value: Any) -> None:  # noqa: ANN401 - JSON
    """Print figures for a program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
