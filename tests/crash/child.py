"""The program that is killed: intake and courier, forked from one that has imported them.

It is told what to do by lines of JSON. A fork of a program that has delivered once already
takes 30 ms, a new Python with cold caches over a second.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import CodeType, FrameType
from typing import Any
from uuid import uuid4

from slackbot.casework import Casework, open_casework
from slackbot.casework.posting import Posting
from slackbot.casework.showing import Showing
from slackbot.delivery import courier, displays
from slackbot.delivery.loop import Delivery
from slackbot.delivery.web_client import TimelyClient
from slackbot.records.database import Database
from slackbot.records.sealed import Keyring
from slackbot.rules.people import SlackUser
from slackbot.rules.policy import Policy
from slackbot.rules.report import FormKey, Report

DELIVERY = str(Path(courier.__file__).parent)
TRACED = (
    str(Path(sys.modules[Posting.__module__].__file__ or "")),
    str(Path(sys.modules[Showing.__module__].__file__ or "")),
)
POLICY = Policy(step_wait=timedelta(0))


@dataclass(frozen=True, slots=True)
class Order:
    """What one fork is to do. `ahead` puts its clock forward, in seconds.

    `lease` and `patience` are in seconds. `kill_at`: the line, counted from the first of
    the courier that is executed, before which it dies. `reporters`: it goes on filing
    reports of theirs, and delivering, until somebody kills it.
    """

    what: str
    url: str
    key: str
    channel: str
    token: str
    api_url: str
    acknowledged: str
    ahead: float = 0.0
    lease: float = 60.0
    patience: float = 5.0
    kill_at: int = 0
    reporters: tuple[str, ...] = ()


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            _, status = os.waitpid(asked["wait"], 0)
            answer = {"status": os.waitstatus_to_exitcode(status)}
        elif "warm" in asked:
            _warm(Order(**asked["warm"]))
            answer = {}
        else:
            answer = {"pid": _fork(Order(**asked))}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _fork(order: Order) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        WORKS[order.what](order)
    except BaseException as error:  # noqa: BLE001 - a fork must never come back into the loop above
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(1)
    os._exit(0)


@dataclass
class Clock:
    """The time, put forward."""

    ahead: float = 0.0

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)


@dataclass(frozen=True, slots=True)
class Program:
    """The program, opened but at rest: no connection, no thread."""

    casework: Casework
    delivery: Delivery
    clock: Clock


OPENED: dict[str, Program] = {}


def _warm(order: Order) -> None:
    """Deliver once, and let go of the database: what is forked from here starts warm."""
    program = OPENED[order.url] = _open(order)
    program.delivery.courier.deliver()
    program.delivery.displays.show()
    program.casework.desk.database.close()


def _opened(order: Order) -> Program:
    program = OPENED.get(order.url) or _open(order)
    program.clock.ahead = order.ahead
    return program


def _open(order: Order) -> Program:
    clock = Clock(order.ahead)
    keys = Keyring((bytes.fromhex(order.key),))
    casework = open_casework(Database.open(order.url), keys, order.channel, POLICY, clock)
    lease = timedelta(seconds=order.lease)
    casework = replace(
        casework,
        posting=Posting(casework.desk, lease),
        showing=Showing(casework.desk, lease),
    )
    client = TimelyClient(
        order.token, order.api_url, timeout=int(order.patience) + 1, limit=order.patience
    )
    delivery = Delivery(casework, client, POLICY, order.channel, clock=clock)
    return Program(casework, delivery, clock)


def tell_one(order: Order) -> None:
    """Deliver one notice, and die where it is said."""
    delivery = _opened(order).delivery
    _dying(order.kill_at, delivery.courier.deliver)


def show_one(order: Order) -> None:
    """Show one card, and die where it is said."""
    delivery = _opened(order).delivery
    _dying(order.kill_at, delivery.displays.show)


def go_on(order: Order) -> None:
    """Take reports in and deliver, as the program does, until killed."""
    for each in (courier, displays):
        vars(each)["BUDGET"] = order.patience  # in step with the shorter lease
    program = _opened(order)
    program.delivery.start()
    with Path(order.acknowledged).open("a", encoding="ascii") as acknowledged:
        for reporter in order.reporters:
            key = FormKey(uuid4().hex)
            report = Report(
                key=key, sender=SlackUser(reporter), statement="words", urgent=False
            )
            program.casework.intake.file(report)
            acknowledged.write(f"{key}\n")
            acknowledged.flush()
            program.delivery.nudge()
            time.sleep(0.01)  # as fast as a busy hour; the rest of the time is the courier's
    time.sleep(3600)


WORKS: dict[str, Callable[[Order], None]] = {
    "tell one": tell_one,
    "show one": show_one,
    "go on": go_on,
}


def _dying(kill_at: int, work: Callable[[], Any]) -> None:
    left = kill_at

    def line(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal left
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return line

    def call(frame: FrameType, _event: str, _arg: object) -> Any:
        return line if _is_ours(frame.f_code) else None

    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(None)


def _is_ours(code: CodeType) -> bool:
    return code.co_filename in TRACED or code.co_filename.startswith(DELIVERY)


if __name__ == "__main__":
    main()
