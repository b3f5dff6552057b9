"""A PostgreSQL of our own for the tests: made in a temporary folder, gone with the session.

pytest-postgresql does not run as root, which is what CI is.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGQUIT
from threading import Thread
from typing import IO, LiteralString
from uuid import uuid4

import psycopg
from psycopg import sql

READY = "database system is ready to accept connections"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# No TCP: other servers on the machine cannot be in the way, nor strangers get in.
QUIET = {"listen_addresses": "", "max_connections": "200", "shared_buffers": "64MB"}


class ServerError(RuntimeError):
    """PostgreSQL did not start; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, reached through a socket in its own folder."""

    folder: Path

    def url(self, database: str) -> str:
        """Give the address of a database, for SQLAlchemy and for libpq alike."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """Make a database as its template is, and give its name."""
        name = f"test_{uuid4().hex}"
        self._order("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, database: str) -> None:
        """Remove a database, also where somebody is still connected to it."""
        self._order("DROP DATABASE {} WITH (FORCE)", database)

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Lend the address of a new database."""
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def _order(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running(programs: Path, *, durable: bool = False) -> Iterator[Postgres]:
    """Run a server; `durable`: with fsync and all else that a real one does, for figures."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path is short
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        _initialise(programs, folder)
        with _serving(programs, folder, QUIET if durable else QUIET | FAST):
            yield Postgres(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, folder: Path) -> None:
    order: list[str | Path] = [programs / "initdb", "-D", folder / "data", "-U", "postgres"]
    order += ["-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run(
        [*_as_nobody_special(), *order], cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerError(done.stderr)


@contextmanager
def _serving(programs: Path, folder: Path, settings: dict[str, str]) -> Iterator[None]:
    order: list[str | Path] = [programs / "postgres", "-D", folder / "data", "-k", folder]
    order += [f"--{name}={value}" for name, value in settings.items()]
    with subprocess.Popen(
        [*_as_nobody_special(), *order], cwd="/", stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr
        try:
            _wait_until_ready(server.stderr)
            # It goes on talking: read on, or it would wait for us when the pipe is full.
            reader = Thread(target=_read_on, args=(server.stderr,))
            reader.start()
            try:
                yield
            finally:
                server.send_signal(SIGQUIT)  # at once: nobody needs what it holds
                reader.join()
        finally:
            server.kill()


def _wait_until_ready(said: IO[str]) -> None:
    lines = []
    for line in said:
        if READY in line:
            return
        lines.append(line)
    raise ServerError("".join(lines))


def _read_on(said: IO[str]) -> None:
    for _ in said:
        pass


def _as_nobody_special() -> list[str]:
    """PostgreSQL refuses root; and it shall die with us, however we die (Linux only)."""
    if not shutil.which("setpriv"):
        return []
    whoever = ["--reuid=postgres", "--regid=postgres", "--init-groups"]
    return ["setpriv", "--pdeathsig", "QUIT", *(whoever if os.geteuid() == 0 else [])]
