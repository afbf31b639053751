"""How often something may be done: a bucket of tokens for each name and key, in memory.

A bucket fills by the hour to its size. A restart fills them all, and several server processes each have their
own: that is enough against flooding; what must never happen twice is kept by the database.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from reelwright.theatre.web.problems import TooMany

_MOST = 100_000
_HOUR_US = 3_600_000_000


@dataclass(frozen=True)
class Limit:
    """``burst`` at once, ``per_hour`` in the long run."""

    burst: int
    per_hour: float


LIMITS: dict[str, Limit] = {
    "guest": Limit(60, 600),
    "sign-in": Limit(10, 60),
    "sign-up": Limit(10, 60),
    "letter": Limit(5, 20),
}
"""By name; a room's routes add theirs."""


class Limits:
    """Counts. Raises ``TooMany`` when a bucket is empty."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def spend(self, name: str, key: str, *, now_us: int) -> None:
        """Take a token of the bucket ``name`` of ``key`` (an address, a viewer)."""
        limit = LIMITS[name]
        with self._lock:
            tokens, then_us = self._buckets.pop((name, key), (float(limit.burst), now_us))
            # A clock that went back fills nothing, and takes nothing away.
            filled = max(0, now_us - then_us) / _HOUR_US * limit.per_hour
            tokens = min(float(limit.burst), tokens + filled)
            is_empty = tokens < 1
            self._buckets[name, key] = (tokens if is_empty else tokens - 1, now_us)
            while len(self._buckets) > _MOST:
                self._buckets.popitem(last=False)
        if is_empty:
            raise TooMany("That was too often", next_step="Wait a little and try again.")
