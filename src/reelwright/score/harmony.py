"""A mood and a series' seed → chords, and chords → voices that move as little as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
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


# What leaves a scene open for the next: a chord that leads almost anywhere in the key.
_OPEN = {False: ("V:sus4", "bVII:sus2", "bVI:maj7", "IV:m7"), True: ("V:sus4", "IV:add9", "II:m7")}


def open_chord(mood: str, motif_seed: int) -> Chord:
    """The last chord of a scene whose music goes on."""
    choices = _OPEN[mood in BRIGHT_MOODS]
    rng = np.random.default_rng([0x4F50, motif_seed & 0xFFFFFFFFFFFFFFFF, sorted(PROGRESSIONS).index(mood)])
    return _chord(choices[rng.integers(len(choices))])


def chord_under(
    mood: str, planned: Chord, melody: Sequence[tuple[int, float]], tonic: int, before: Chord | None
) -> Chord:
    """The chord of the mood that carries a bar of melody best: ``melody`` are pitches with their weight
    (beats, more on the beat). The planned chord wins a tie; the one before is not repeated without need."""

    def worth(chord: Chord) -> float:
        classes = chord.pitch_classes(tonic)
        total = 0.5 * (chord == planned) - 0.4 * (chord == before)
        for pitch, weight in melody:
            if pitch % 12 in classes:
                total += weight
            elif any((pitch - c) % 12 in (1, 11) for c in classes):
                # A semitone beside a held note is heard as wrong.
                total -= 1.6 * weight
            else:
                total -= 0.25 * weight
        return total

    return max((planned, *_palette(mood)), key=worth)


@cache
def _palette(mood: str) -> tuple[Chord, ...]:
    """Every chord that some series plays under a mood, in a fixed order."""
    words = dict.fromkeys(word for line in PROGRESSIONS[mood] for word in line.split())
    return tuple(_chord(word) for word in words)


@cache
def progression_of(mood: str, motif_seed: int) -> tuple[Chord, ...]:
    """The chords that this series plays under a mood, one a bar, to be repeated."""
    choices = PROGRESSIONS[mood]
    rng = np.random.default_rng([0x4841, motif_seed & 0xFFFFFFFFFFFFFFFF, sorted(PROGRESSIONS).index(mood)])
    return tuple(_chord(word) for word in choices[rng.integers(len(choices))].split())


def _chord(word: str) -> Chord:
    root, shape = word.split(":")
    return Chord(_ROOTS[root], _SHAPES[shape])


@lru_cache(maxsize=4096)
def voiced(
    chord: Chord, tonic: int, previous: tuple[int, ...], *, low: int = 48, high: int = 68, voices: int = 3
) -> tuple[int, ...]:
    """``voices`` pitches of the chord within ``low``..``high``, ascending, nearest to ``previous``.

    Every pitch class of a triad is present; neighbours are at least two semitones apart, and below C4
    at least four, so that low chords do not grow muddy.
    """
    classes = chord.pitch_classes(tonic)
    # Of a chord with more notes than voices, the root goes first: the bass has it.
    classes = classes[-voices:]
    pool = [p for p in range(low, high + 1) if p % 12 in classes]
    middle = (low + high) / 2
    best: tuple[int, ...] = ()
    best_cost = float("inf")
    for choice in _ascending(pool, voices):
        if len({p % 12 for p in choice}) < min(len(classes), voices):
            continue
        if previous and len(previous) == voices:
            moves = [abs(a - b) for a, b in zip(choice, previous, strict=True)]
            # One voice that leaps is worse than three that step.
            cost = float(sum(moves)) + 0.3 * sum(max(move - 4, 0) ** 2 for move in moves)
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


def bass_of(chord: Chord, tonic: int, previous: int | None, *, low: int = 38, high: int = 49) -> int:
    """The root as a bass note within ``low``..``high``, nearest to the previous one."""
    pool = [p for p in range(low, high + 1) if p % 12 == (tonic + chord.root) % 12]
    return min(pool, key=lambda p: (abs(p - (previous if previous is not None else low + 5)), p))
