"""Frozen documents of spoken lines. Every time is in seconds from the start of the line."""

from __future__ import annotations

import msgspec


class Word(msgspec.Struct, frozen=True):
    """A word (or a Chinese character) as shown, with where it stands in ``Line.text``."""

    text: str
    start_s: float
    end_s: float
    first_char: int
    end_char: int


class Phone(msgspec.Struct, frozen=True):
    """A phone in lower-case ARPAbet (``aa``, ``b``, ``pau``), whatever the language."""

    symbol: str
    start_s: float
    end_s: float


class Performance(msgspec.Struct, frozen=True, kw_only=True):
    """A spoken line. ``loudness`` is the RMS envelope at 100 values a second, 1.0 = its 98th
    percentile. The audio itself (mono float32 WAV) is kept beside it, by its content digest."""

    duration_s: float
    words: tuple[Word, ...]
    phones: tuple[Phone, ...]
    loudness: tuple[float, ...]
    sample_rate_hz: int
    engine: str
