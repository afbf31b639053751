"""Moments → elements of a page, and what fields of date and time hold → moments.

The server says UTC, with the word; ``static/times.js`` says the viewer's own time where scripts run.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from markupsafe import Markup

from reelwright.errors import BadInput

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ELEMENT = Markup('<time datetime="{}Z" data-as="{}">{} UTC</time>')


def said_clock(time_us: int) -> str:
    """Year, month, day, hour, minute and the word UTC, where no element can be."""
    return f"{_at(time_us):%Y-%m-%d %H:%M} UTC"


def clock(time_us: int) -> Markup:
    """A moment to the minute."""
    return _element(time_us, "minute", "%Y-%m-%d %H:%M")


def day(time_us: int) -> Markup:
    """The day of a moment."""
    return _element(time_us, "day", "%Y-%m-%d")


def field(time_us: int) -> str:
    """What a field of date and time holds before a script has made it the viewer's."""
    return f"{_at(time_us):%Y-%m-%dT%H:%M}"


def moment_us(text: str, *, where: str) -> int:
    """What a field of date and time was sent as: an instant, as the script sends it, or without a zone, which
    is UTC. Raises ``BadInput``."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "This is no date and time", where=where, next_step="Write it as 2026-12-01T18:00."
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round((moment - _EPOCH).total_seconds()) * 1_000_000


def _element(time_us: int, way: Literal["minute", "day"], form: str) -> Markup:
    at = _at(time_us)
    return _ELEMENT.format(f"{at:%Y-%m-%dT%H:%M:%S}", way, f"{at:{form}}")


def _at(time_us: int) -> datetime:
    return datetime.fromtimestamp(time_us // 1_000_000, UTC)
