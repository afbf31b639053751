"""Sections and hits → a grid of beats on which every hit is a downbeat, to the sample."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.score.documents import ScoreSection

BEATS_PER_MINUTE = {
    "calm": 72.0, "tension": 88.0, "tenderness": 66.0, "reveal": 60.0, "comedy": 112.0, "action": 132.0,
    "sorrow": 58.0, "triumph": 92.0,
}  # fmt: skip
_SPAN_MIN_S = 0.25


@dataclass(frozen=True)
class Bar:
    """A bar of 2 to 5 beats of equal length. ``section`` is an index, ``number_in_section`` counts from 0;
    ``is_hit`` when its downbeat must be struck."""

    section: int
    number_in_section: int
    start_s: float
    beat_s: float
    beat_count: int
    is_hit: bool

    @property
    def length_s(self) -> float:
        return self.beat_s * self.beat_count

    @property
    def end_s(self) -> float:
        return self.start_s + self.length_s

    @property
    def beats_per_minute(self) -> float:
        return 60.0 / self.beat_s

    def at(self, beat: float) -> float:
        """The time of a (fractional) beat of this bar."""
        return self.start_s + beat * self.beat_s


def bars_of(
    sections: Sequence[ScoreSection], hits_s: Sequence[float], length_s: float, *, pace: float = 1.0
) -> tuple[Bar, ...]:
    """The bars of a cue, without gaps, from 0 to ``length_s``.

    Sections begin and hits fall on downbeats; between two such anchors the tempo of the mood
    (times ``pace``) bends as little as a whole number of beats needs. Hits nearer than 0.25 s to an
    anchor share its downbeat only if they are the same moment; otherwise the bar is short.
    """
    bars: list[Bar] = []
    for index, (section, end_s) in enumerate(zip(sections, _ends(sections, length_s), strict=True)):
        inside = sorted({h for h in hits_s if section.start_s <= h < end_s})
        anchors = [section.start_s, *(h for h in inside if h > section.start_s), end_s]
        wanted_beat_s = 60.0 / (BEATS_PER_MINUTE.get(section.mood, 72.0) * pace)
        number = 0
        for start_s, stop_s in itertools.pairwise(anchors):
            beat_count = max(1, round((stop_s - start_s) / wanted_beat_s))
            beat_s = (stop_s - start_s) / beat_count
            beat = 0
            for size in _bar_sizes(beat_count):
                at_s = start_s + beat * beat_s
                bars.append(Bar(index, number, at_s, beat_s, size, beat == 0 and start_s in inside))
                beat, number = beat + size, number + 1
    return tuple(bars)


def _ends(sections: Sequence[ScoreSection], length_s: float) -> list[float]:
    return [*(s.start_s for s in sections[1:]), length_s]


def _bar_sizes(beat_count: int) -> list[int]:
    """Bars of four, the rest as one bar of 2, 3, 5 or, in a short span, as it is."""
    whole, rest = divmod(beat_count, 4)
    if rest == 0:
        return [4] * whole
    if rest == 1 and whole:
        return [4] * (whole - 1) + [5]
    return [4] * whole + [rest]
