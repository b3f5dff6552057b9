"""The workspace's clock, which a test may put forward."""

import time
from dataclasses import dataclass, field


@dataclass
class Clock:
    """Unix time in seconds, and time stamps that never repeat."""

    ahead: float = 0.0
    _last: int = field(default=0, init=False)

    def now(self) -> float:
        """Seconds since 1970, by the workspace's own time."""
        return time.time() + self.ahead

    def ts(self) -> str:
        """A message's time stamp, later than every one before it."""
        self._last = max(self._last + 1, int(self.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
