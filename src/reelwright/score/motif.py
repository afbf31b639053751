"""A series' seed → its motif and those of its people; a motif → its variations."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np

from reelwright.score.documents import Motif, MotifNote

SCALES: dict[str, tuple[int, ...]] = {
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic-minor": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "major": (0, 2, 4, 5, 7, 9, 11),
    "yu": (0, 3, 5, 7, 10),
    "gong": (0, 2, 4, 7, 9),
}
"""Semitones above the tonic. ``yu`` and ``gong`` are the minor- and major-like pentatonic modes."""

BRIGHT = {"minor": "major", "harmonic-minor": "major", "dorian": "major", "yu": "gong"}
DARK = {"major": "minor", "gong": "yu"}

# Two bars of 4/4 in eighths: a call and a longer-breathed answer.
_RHYTHMS = (
    ((3, 1, 2, 2), (6, 2)),
    ((2, 2, 4), (3, 1, 4)),
    ((1, 1, 2, 4), (2, 2, 4)),
    ((4, 2, 2), (3, 1, 4)),
    ((6, 1, 1), (4, 4)),
    ((2, 1, 1, 4), (2, 6)),
    ((3, 3, 2), (2, 2, 4)),
    ((1, 3, 2, 2), (4, 4)),
)
# Steps of the scale from note to note: a leap is answered by steps the other way.
_CALLS = (
    (4, -1, -1),
    (2, 2, -1),
    (1, 1, 3),
    (-1, 1, 4),
    (7, -1, -2),
    (2, -1, 2),
    (5, -1, -1),
    (1, -2, 3),
    (3, 1, -2),
    (-2, 4, -1),
)
_ANSWERS = ((-1, -1), (-2, 1), (1, -2), (-1, 2), (-3, 1), (2, -1), (-1, -2))
_TONICS = (57, 58, 60, 61, 62, 64, 65, 66)
_DRAWN_MAX = 12


def motif_of(motif_seed: int, character: str = "", *, is_pentatonic: bool = False) -> Motif:
    """The motif of the series with this seed, or of one of its characters (a key): always the same one.
    Motifs of one series share tonic, scale and tempo, so that they can be heard over the same chords."""
    whose = (number_of(character),) if character else ()
    rng = np.random.default_rng([0x4D4F, motif_seed & 0xFFFFFFFFFFFFFFFF, *whose])
    scales = ("yu",) if is_pentatonic else ("minor", "harmonic-minor", "dorian")
    if character:
        series = motif_of(motif_seed, is_pentatonic=is_pentatonic)
        return msgspec.structs.replace(series, notes=_singable(rng, series.scale, unlike=series.notes))
    tonic = int(_TONICS[rng.integers(len(_TONICS))])
    scale = str(scales[rng.integers(len(scales))])
    return Motif(
        tonic=tonic, scale=scale, notes=_singable(rng, scale), beats_per_minute=float(rng.integers(62, 84))
    )


def number_of(name: str) -> int:
    """A number for a name (48 bits), the same on every machine."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)


def _singable(
    rng: np.random.Generator, scale: str, *, unlike: Sequence[MotifNote] = ()
) -> tuple[MotifNote, ...]:
    """The first of some drawn motifs that a voice would take to, in the scale and turned to its bright or
    dark counterpart, and that does not begin like another; the best of them when none is without fault."""
    drawn = [_drawn(rng, len(SCALES[scale])) for _ in range(_DRAWN_MAX)]
    turned = {scale, BRIGHT.get(scale, scale), DARK.get(scale, scale)}

    def faults(notes: tuple[MotifNote, ...]) -> int:
        alike = 4 * (_opening(notes) == _opening(unlike)) + 2 * (_lengths(notes) == _lengths(unlike))
        return alike + sum(_faults(notes, of) for of in sorted(turned))

    return min(drawn, key=faults)


def _opening(notes: Sequence[MotifNote]) -> list[int]:
    """The first three steps."""
    return [b.degree - a.degree for a, b in pairwise(notes[:4])]


def _lengths(notes: Sequence[MotifNote]) -> list[float]:
    return [note.eighths for note in notes]


def _faults(notes: Sequence[MotifNote], scale: str) -> int:
    """What makes a tune hard to sing: tritones and sevenths, leap upon leap, a range past a tenth, a note
    that only repeats."""
    pitches = [pitch_of(note.degree, 0, scale) for note in notes]
    steps = [b - a for a, b in pairwise(pitches)]
    faults = sum(3 for step in steps if abs(step) in (6, 10, 11) or abs(step) > 12)
    faults += sum(2 for a, b in pairwise(steps) if min(abs(a), abs(b)) > 4)
    faults += sum(1 for step in steps if step == 0) + 2 * (max(pitches) - min(pitches) > 16)
    return faults + 2 * (max(pitches) - min(pitches) < 5)


def _drawn(rng: np.random.Generator, octave: int) -> tuple[MotifNote, ...]:
    first, second = _RHYTHMS[rng.integers(len(_RHYTHMS))]
    lengths = (*first, *second)
    call, answer = _CALLS[rng.integers(len(_CALLS))], _ANSWERS[rng.integers(len(_ANSWERS))]
    if rng.uniform() < 0.4:
        call = (-call[0], -call[1], -call[2])
    degrees = [int(rng.choice((0, 2, 4)))]
    for step in (*call, *answer, -1, 1)[: len(lengths) - 1]:
        degrees.append(degrees[-1] + step)
    degrees = [_folded(degree, octave) for degree in degrees]
    # An open end (second, third, fifth or seventh) asks for more; the tonic would close the series.
    ends = (1, 2, 4) if octave == 7 else (1, 3)
    degrees[-1] = min(
        (end + octave * times for end in ends for times in (-1, 0, 1)),
        key=lambda d: abs(d - degrees[-1]),
    )
    return tuple(MotifNote(d, n) for d, n in zip(degrees, lengths, strict=True))


def _folded(degree: int, octave: int) -> int:
    """Within a fourth below the tonic and an octave above it: where a tune can be hummed."""
    while degree > octave:
        degree -= octave
    while degree < -octave // 2:
        degree += octave
    return degree


def pitch_of(degree: int, tonic: int, scale: str) -> int:
    """The MIDI pitch of a step of the scale."""
    steps = SCALES[scale]
    octave, index = divmod(degree, len(steps))
    return tonic + 12 * octave + steps[index]


def fitted(notes: Sequence[MotifNote], eighths: float) -> tuple[MotifNote, ...]:
    """What of the notes begins within ``eighths``; the last of them is held to its end."""
    kept: list[MotifNote] = []
    at = 0.0
    for note in notes:
        if at >= eighths - 0.5:
            break
        kept.append(msgspec.structs.replace(note, eighths=min(note.eighths, eighths - at)))
        at += note.eighths
    return tuple(kept)


def thinned(notes: Sequence[MotifNote], count: int) -> tuple[MotifNote, ...]:
    """The first ``count`` notes, the last of them held for as long as those left out."""
    kept = list(notes[:count])
    left_out = sum(note.eighths for note in notes[count:])
    if kept:
        kept[-1] = msgspec.structs.replace(kept[-1], eighths=kept[-1].eighths + left_out)
    return tuple(kept)


def slowed(notes: Sequence[MotifNote], factor: float = 2) -> tuple[MotifNote, ...]:
    """Every note ``factor`` times as long."""
    return tuple(msgspec.structs.replace(note, eighths=note.eighths * factor) for note in notes)


def answered(notes: Sequence[MotifNote]) -> tuple[MotifNote, ...]:
    """The same rhythm with the contour turned around its first note."""
    first = notes[0].degree
    return tuple(
        msgspec.structs.replace(note, degree=2 * first - note.degree, raised=-note.raised) for note in notes
    )
