"""Starts and awaits the programs that are killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from tests.crash.child import Order
from tests.needs import ROOT

KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Victims:
    """A program that forks others on demand."""

    process: subprocess.Popen[str]

    def warm(self, order: Order) -> None:
        self._ask({"warm": asdict(order)})

    def start(self, order: Order) -> int:
        return int(self._ask(asdict(order))["pid"])

    def wait(self, pid: int) -> int:
        return int(self._ask({"wait": pid})["status"])

    def kill(self, pid: int) -> int:
        os.kill(pid, signal.SIGKILL)
        return self.wait(pid)

    def _ask(self, order: dict[str, object]) -> dict[str, int]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer: dict[str, int] = json.loads(self.process.stdout.readline())
        return answer


@contextmanager
def raised() -> Iterator[Victims]:
    """Lend such a program; it ends when nobody speaks to it any more."""
    order = [sys.executable, "-m", "tests.crash.child"]
    pipe = subprocess.PIPE
    with subprocess.Popen(order, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        yield Victims(process)
