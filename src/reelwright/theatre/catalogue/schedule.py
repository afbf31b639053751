"""``2026-12-01T18:00+08:00`` and ``every day`` → when each episode comes out."""

from __future__ import annotations

import datetime
import re

from reelwright.errors import BadInput

DAY_US = 86_400_000_000
_UNITS_US = {"m": 60_000_000, "h": 3_600_000_000, "d": DAY_US, "w": 7 * DAY_US}
_WORDS_US = {"hour": _UNITS_US["h"], "day": DAY_US, "week": 7 * DAY_US}


def release_time(text: str) -> int:
    """Microseconds since 1970 of an ISO 8601 time with its zone. Raises ``BadInput``."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadInput(
            f"{text[:40]!r} is no time with a zone",
            where="--release",
            next_step="Write for example 2026-12-01T18:00+08:00.",
        )
    return round(moment.timestamp()) * 1_000_000


def pace(text: str) -> int:
    """``day``, ``week``, ``hour``, ``12h``, ``3d`` → microseconds. Raises ``BadInput``."""
    word = text.strip().lower()
    if word in _WORDS_US:
        return _WORDS_US[word]
    found = re.fullmatch(r"(\d{1,4})([mhdw])", word)
    if not found or not int(found[1]):
        raise BadInput(
            f"{text[:40]!r} is no pace",
            where="--every",
            next_step="Write day, week, or for example 12h or 3d.",
        )
    return int(found[1]) * _UNITS_US[found[2]]


def as_text(time_us: int) -> str:
    """A time as ``release_time`` reads it, in UTC."""
    moment = datetime.datetime.fromtimestamp(time_us / 1_000_000, datetime.UTC)
    return moment.isoformat(timespec="minutes")
