"""Frames and rational seconds: time is counted, never measured in floating point."""

from __future__ import annotations

import math
from fractions import Fraction

import msgspec


class FrameRate(msgspec.Struct, frozen=True):
    """Frames per second as a ratio, e.g. ``FrameRate(24000, 1001)``."""

    numerator: int = 24
    denominator: int = 1

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


FILM = FrameRate(24, 1)


def seconds_of(frame_count: int, rate: FrameRate) -> Fraction:
    """The exact length in seconds of ``frame_count`` frames."""
    return Fraction(frame_count * rate.denominator, rate.numerator)


def frames_covering(seconds: float | Fraction, rate: FrameRate) -> int:
    """The least number of whole frames that lasts at least ``seconds`` (never negative)."""
    # A tick of slack keeps 2.0000000001 s, born of float sums, from costing a frame.
    return max(
        0, math.ceil(Fraction(seconds).limit_denominator(1_000_000) * rate.fraction - Fraction(1, 1000))
    )


def nearest_frame(seconds: float | Fraction, rate: FrameRate) -> int:
    """The frame boundary nearest to ``seconds``."""
    return round(Fraction(seconds).limit_denominator(1_000_000) * rate.fraction)


def samples_of(frame_count: int, rate: FrameRate, sample_rate_hz: int) -> int:
    """The number of audio samples up to the boundary of ``frame_count`` frames (rounded once)."""
    return round(seconds_of(frame_count, rate) * sample_rate_hz)
