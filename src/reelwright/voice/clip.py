"""A sentence as an engine made it: sound at 48 kHz with the times of its tokens and phones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.audio.pronunciation import PHONES
from reelwright.performance.documents import Phone

from .documents import SAMPLE_RATE_HZ, Samples

EDGE_S = 0.02
"""What is kept before the first phone and after the last one."""

CLOSURE_S = 0.06
"""A shorter gap is the closure of a stop, no pause: the mouth does not go to rest in it."""


@dataclass(frozen=True)
class Clip:
    """A spoken sentence. ``spans_s`` holds (start, end) for every token of the sentence."""

    pcm: Samples
    spans_s: tuple[tuple[float, float], ...]
    phones: tuple[Phone, ...]

    @property
    def duration_s(self) -> float:
        return len(self.pcm) / SAMPLE_RATE_HZ


def spread_over(weights: Sequence[int], start_s: float, end_s: float) -> list[tuple[float, float]]:
    """Share a stretch of time out by weights (number of letters): for engines that lost count."""
    total = max(1, sum(max(1, w) for w in weights))
    spans: list[tuple[float, float]] = []
    at = start_s
    for weight in weights:
        end = at + (end_s - start_s) * max(1, weight) / total
        spans.append((at, end))
        at = end
    return spans


def gapless(phones: Sequence[Phone], duration_s: float) -> tuple[Phone, ...]:
    """The same phones from 0 to ``duration_s`` with ``pau`` wherever nothing is said for
    longer than a stop's closure."""
    whole: list[Phone] = []
    at = 0.0
    for phone in phones:
        start, end = max(at, phone.start_s), min(phone.end_s, duration_s)
        if end <= start:
            continue
        symbol = phone.symbol if phone.symbol in PHONES else "pau"
        if whole and whole[-1].symbol != "pau" and 1e-4 < start - at < CLOSURE_S:
            whole[-1] = Phone(whole[-1].symbol, whole[-1].start_s, start)
        elif start - at > 1e-4:
            whole.append(Phone("pau", at, start))
        elif whole:
            start = whole[-1].end_s
        if symbol == "pau" and whole and whole[-1].symbol == "pau":
            whole[-1] = Phone("pau", whole[-1].start_s, end)
        else:
            whole.append(Phone(symbol, start, end))
        at = end
    if duration_s - at > 1e-4 or not whole:
        if whole and whole[-1].symbol == "pau":
            whole[-1] = Phone("pau", whole[-1].start_s, duration_s)
        else:
            whole.append(Phone("pau", at, duration_s))
    return tuple(whole)
