"""Windows of bullets that many ask for at once → read once, and again when something was written."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from reelwright.theatre.social.reading import SeenBullet

KEPT_MAX = 2048
STALE_S = 3.0
"""Another process may have written: nothing is older than this."""

Key = tuple[int, int]
"""The version that plays, and the start of the window in milliseconds."""


class BulletWindows:
    """The windows that were asked for last, the same for all who look. ``monotonic`` counts seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[float, tuple[SeenBullet, ...]]] = OrderedDict()

    def get(self, key: Key) -> tuple[SeenBullet, ...] | None:
        """The window, if it is fresh."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or self._monotonic() - found[0] > STALE_S:
                return None
            self._kept.move_to_end(key)
            return found[1]

    def put(self, key: Key, bullets: tuple[SeenBullet, ...]) -> None:
        with self._lock:
            self._kept[key] = (self._monotonic(), bullets)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT_MAX:
                self._kept.popitem(last=False)

    def forget(self, version_id: int) -> None:
        """Something was written or taken away: ask the database again."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == version_id]:
                del self._kept[key]

    def clear(self) -> None:
        """Something was taken away, whatever it was about."""
        with self._lock:
            self._kept.clear()
