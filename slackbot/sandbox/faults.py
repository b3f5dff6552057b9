"""Failures on command: what a test asks the workspace to do wrong."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from slackbot.sandbox.shapes import Json


@dataclass(frozen=True, slots=True)
class Fault:
    """One way of failing. `happens`: whether Slack does what was asked before it fails."""

    kind: str
    happens: bool = False
    number: float = 0
    code: str = ""

    @classmethod
    def rate_limited(cls, retry_after: int = 1) -> "Fault":
        """429, with Retry-After in seconds."""
        return cls("rate_limited", number=retry_after)

    @classmethod
    def status(cls, status: int) -> "Fault":
        """An HTTP status with a body that is not JSON."""
        return cls("status", number=status)

    @classmethod
    def error(cls, code: str) -> "Fault":
        """200 with ok=false and this code."""
        return cls("error", code=code)

    @classmethod
    def silence(cls) -> "Fault":
        """The connection stays open and nothing ever comes; nothing was done."""
        return cls("silence")

    @classmethod
    def deliver_then_silence(cls) -> "Fault":
        """It was done, and the answer never comes."""
        return cls("silence", happens=True)

    @classmethod
    def slow(cls, seconds: float) -> "Fault":
        """It was done, and the answer comes late."""
        return cls("slow", happens=True, number=seconds)

    @classmethod
    def drip(cls, every: float = 0.3) -> "Fault":
        """It was done, and the answer comes one byte at a time, `every` seconds."""
        return cls("drip", happens=True, number=every)

    @classmethod
    def cut(cls) -> "Fault":
        """The connection breaks and nothing was done."""
        return cls("cut")

    @classmethod
    def deliver_then_cut(cls) -> "Fault":
        """It was done, and the connection breaks before the answer."""
        return cls("cut", happens=True)


@dataclass
class _Order:
    method: str
    fault: Fault
    left: int | None
    when: Callable[[Json], bool] | None


@dataclass
class Faults:
    """What to do wrong next. `method` may be "*"; `when` looks at the call's arguments."""

    _orders: list[_Order] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(
        self,
        method: str,
        fault: Fault,
        times: int = 1,
        when: Callable[[Json], bool] | None = None,
    ) -> None:
        """Fail the next `times` calls of this method."""
        with self._lock:
            self._orders.append(_Order(method, fault, times, when))

    def always(
        self, method: str, fault: Fault, when: Callable[[Json], bool] | None = None
    ) -> None:
        """Fail every call of this method until cleared."""
        with self._lock:
            self._orders.append(_Order(method, fault, None, when))

    def clear(self, method: str | None = None) -> None:
        """Work again: this method, or all of them."""
        with self._lock:
            self._orders = [o for o in self._orders if method not in (None, o.method)]

    def take(self, method: str, args: Json) -> Fault | None:
        """The fault for this call, which then counts as done."""
        with self._lock:
            for order in self._orders:
                if order.method in (method, "*") and (order.when is None or order.when(args)):
                    return self._use(order)
        return None

    def _use(self, order: _Order) -> Fault:
        if order.left is not None:
            order.left -= 1
            self._orders = [o for o in self._orders if o.left != 0]
        return order.fault
