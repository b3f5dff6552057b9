"""What the doctor found: a line each, with what to do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum, unique
from typing import Any


@unique
class Level(StrEnum):
    """How bad it is; one fail and the exit status is 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    about: str
    words: str
    do: str = ""

    def line(self) -> str:
        """Return it as people read it."""
        todo = f"\n      → {self.do}" if self.do else ""
        return f"{self.level:<5} {self.about}: {self.words}{todo}"

    def figures(self) -> dict[str, Any]:
        """Return it as programs read it."""
        return asdict(self)


Look = Callable[[], Iterable[Finding]]


def ok(about: str, words: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, about, words)


def warn(about: str, words: str, do: str) -> Finding:
    """It works, but somebody should look at it."""
    return Finding(Level.WARN, about, words, do)


def fail(about: str, words: str, do: str) -> Finding:
    """The app cannot do its work, or not safely."""
    return Finding(Level.FAIL, about, words, do)


def check(about: str, problem: str, words: str, do: str) -> Finding:
    """Fail where there is a problem; else say what is well."""
    return fail(about, problem, do) if problem else ok(about, words)


def gather(looks: Iterable[Look]) -> Iterator[Finding]:
    """Look at one thing after the other."""
    for look in looks:
        yield from look()
