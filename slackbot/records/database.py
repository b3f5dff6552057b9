"""One door to the database: short transactions, one writer at a time on SQLite."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

PATIENCE = 2.0
"""Seconds that a listener may wait for the database: Slack gives it three in all."""

_POOL = 40  # the listeners' 32 threads, the courier's and the clockwork's


class DatabaseError(Exception):
    """The database is locked or gone; nothing of this transaction was stored."""


@dataclass(frozen=True, slots=True)
class Database:
    """The engine and, for SQLite, the lock that keeps writers from starving each other.

    Threads that rely on SQLite's busy time-out alone waited up to 5 s for their turn.
    """

    engine: Engine
    _turn: "threading.Lock | None" = field(default=None, repr=False)

    @classmethod
    def open(cls, url: str) -> "Database":
        """Open without touching the schema; `records.schema.upgrade` does that."""
        if make_url(url).get_backend_name() == "sqlite":
            return cls(_sqlite(url), threading.Lock())
        return cls(_postgres(url))

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Give one writing transaction: commit at the end, or nothing at all.

        Raises DatabaseError where the database is locked or gone.
        """
        with (
            self._my_turn(),
            _telling(),
            self._session(writes=True) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give one reading transaction. Raises DatabaseError."""
        with _telling(), self._session(writes=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def answers(self) -> bool:
        """Say whether the database can be reached now."""
        try:
            with self.read() as session:
                session.execute(text("SELECT 1"))
        except DatabaseError:
            return False
        return True

    def _session(self, *, writes: bool) -> Session:
        return Session(self.engine.execution_options(writes=writes), expire_on_commit=False)

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if self._turn is None:
            yield
        elif self._turn.acquire(timeout=PATIENCE):
            try:
                yield
            finally:
                self._turn.release()
        else:
            raise DatabaseError("the database is busy")


@contextmanager
def _telling() -> Iterator[None]:
    """Keep SQLAlchemy's errors, which can carry values, on this side of the door."""
    try:
        yield
    except PoolTimeoutError:
        raise DatabaseError("no connection is free") from None
    except DBAPIError as error:
        if _is_constraint(error):
            raise
        raise DatabaseError(type(error.orig).__name__) from None


def _is_constraint(error: DBAPIError) -> bool:
    return type(error).__name__ == "IntegrityError"


def _sqlite(url: str) -> Engine:
    wait = {"timeout": PATIENCE, "check_same_thread": False}
    engine = create_engine(url, hide_parameters=True, connect_args=wait, pool_size=_POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None  # else the driver begins by itself, and too late
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: str) -> Engine:
    limits = (
        f"-c lock_timeout={int(PATIENCE * 1000)} -c idle_in_transaction_session_timeout=60000"
    )
    return create_engine(
        url,
        hide_parameters=True,
        connect_args={"connect_timeout": 2, "options": limits},
        pool_size=_POOL,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,  # a server that was restarted costs a ping, not a complaint
    )
