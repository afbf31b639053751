"""A mood and a series' seed → chords, and chords → voices that move as little as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

# Semitones above the tonic of the (minor) key, then the shape.
_SHAPES = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "dim": (0, 3, 6),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "add9": (0, 2, 4, 7),
    "madd9": (0, 2, 3, 7),
    "5": (0, 7),
    "mM7": (0, 3, 7, 11),
}
_ROOTS = {
    "I": 0,
    "bII": 1,
    "II": 2,
    "bIII": 3,
    "III": 4,
    "IV": 5,
    "#IV": 6,
    "V": 7,
    "bVI": 8,
    "VI": 9,
    "bVII": 10,
}


@dataclass(frozen=True)
class Chord:
    """``root`` in semitones above the tonic, ``shape`` above the root."""

    root: int
    shape: tuple[int, ...]

    def pitch_classes(self, tonic: int) -> tuple[int, ...]:
        return tuple((tonic + self.root + step) % 12 for step in self.shape)


# Each mood has several progressions; a series keeps one of each. "root:shape" against the tonic of the key;
# bright moods play in the parallel major.
PROGRESSIONS: dict[str, tuple[str, ...]] = {
    "calm": (
        "I:madd9 bVI:maj7 bIII:add9 bVII:sus2",
        "I:m bVII:sus2 bVI:maj7 bVII:",
        "bVI:maj7 bIII: I:m7 bVII:sus4",
    ),
    "tension": (
        "I:m I:mM7 bVI: V:sus4",
        "I:m bII: I:m II:dim",
        "I:5 I:sus2 bVI:maj7 #IV:dim",
        "I:m IV:m bII: V:",
    ),
    "tenderness": ("I:add9 V:sus4 VI:m7 IV:maj7", "IV:maj7 V: III:m7 VI:m", "I:maj7 IV:add9 II:m7 V:sus4"),
    "reveal": ("I:m bVI: bIII: bII:", "bVI:maj7 IV:m I:m bII:", "I:m #IV:dim bVI: V:sus4"),
    "comedy": ("I: VI:m II:m V:", "I: IV: I: V:", "I: bVII: IV: V:"),
    "action": ("I:m bVI: bVII: V:", "I:m I:m bVI: bVII:", "I:m bIII: IV:m bII:"),
    "sorrow": ("I:madd9 IV:m7 bVII: bIII:maj7", "I:m V:m7 bVI:maj7 IV:m", "bVI:maj7 I:madd9 IV:m I:sus4"),
    "triumph": ("I: bVI: bVII: I:", "I: V: VI:m IV:", "IV: V: I: VI:m"),
}
BRIGHT_MOODS = frozenset({"tenderness", "comedy", "triumph"})


def progression_of(mood: str, motif_seed: int) -> tuple[Chord, ...]:
    """The chords that this series plays under a mood, one a bar, to be repeated."""
    choices = PROGRESSIONS[mood]
    rng = np.random.default_rng([0x4841, motif_seed & 0xFFFFFFFFFFFFFFFF, sorted(PROGRESSIONS).index(mood)])
    return tuple(_chord(word) for word in choices[rng.integers(len(choices))].split())


def _chord(word: str) -> Chord:
    root, shape = word.split(":")
    return Chord(_ROOTS[root], _SHAPES[shape])


def voiced(
    chord: Chord, tonic: int, previous: Sequence[int], *, low: int = 50, high: int = 69, voices: int = 3
) -> tuple[int, ...]:
    """``voices`` pitches of the chord within ``low``..``high``, ascending, nearest to ``previous``.

    Every pitch class of a triad is present; neighbours are at least two semitones apart, and below C4
    at least four, so that low chords do not grow muddy.
    """
    classes = chord.pitch_classes(tonic)
    # Of a chord with more notes than voices, the fifth goes first: it says least.
    if len(classes) > voices:
        classes = tuple(c for i, c in enumerate(classes) if chord.shape[i] != 7)[:voices]
    pool = [p for p in range(low, high + 1) if p % 12 in classes]
    middle = (low + high) / 2
    best: tuple[int, ...] = ()
    best_cost = float("inf")
    for choice in _ascending(pool, voices):
        if len({p % 12 for p in choice}) < min(len(classes), voices):
            continue
        if previous and len(previous) == voices:
            cost = float(sum(abs(a - b) for a, b in zip(choice, previous, strict=True)))
            cost += 0.15 * abs(sum(choice) / voices - middle)
            cost += 2.0 * _parallels(previous, choice)
        else:
            cost = abs(sum(choice) / voices - middle) + 0.3 * (choice[-1] - choice[0])
        if cost < best_cost:
            best, best_cost = choice, cost
    return best or tuple(pool[:voices])


def _ascending(pool: Sequence[int], voices: int) -> list[tuple[int, ...]]:
    return [
        choice
        for choice in product(pool, repeat=voices)
        if all(b - a >= (4 if a < 60 else 2) for a, b in pairwise(choice))
    ]


def _parallels(before: Sequence[int], after: Sequence[int]) -> int:
    """How many pairs of voices move in parallel fifths or octaves."""
    count = 0
    for i in range(len(before)):
        for j in range(i + 1, len(before)):
            gap = (before[j] - before[i]) % 12
            moves = after[i] != before[i]
            if moves and gap in (0, 7) and (after[j] - after[i]) % 12 == gap:
                count += 1
    return count


def bass_of(chord: Chord, tonic: int, previous: int | None, *, low: int = 36, high: int = 48) -> int:
    """The root as a bass note within ``low``..``high``, nearest to the previous one."""
    pool = [p for p in range(low, high + 1) if p % 12 == (tonic + chord.root) % 12]
    return min(pool, key=lambda p: (abs(p - (previous if previous is not None else low + 5)), p))
