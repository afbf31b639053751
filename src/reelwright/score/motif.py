"""A series' seed → its motif, as notes and as ABC text; the motif → its variations."""

from __future__ import annotations

from collections.abc import Sequence

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


def motif_of(motif_seed: int, *, is_pentatonic: bool = False) -> Motif:
    """The motif of the series with this seed: always the same one."""
    rng = np.random.default_rng([0x4D4F, motif_seed & 0xFFFFFFFFFFFFFFFF])
    scales = ("yu",) if is_pentatonic else ("minor", "harmonic-minor", "dorian")
    first, second = _RHYTHMS[rng.integers(len(_RHYTHMS))]
    lengths = (*first, *second)
    call, answer = _CALLS[rng.integers(len(_CALLS))], _ANSWERS[rng.integers(len(_ANSWERS))]
    degrees = [int(rng.choice((0, 2, 4)))]
    for step in (*call, *answer, -1, 1)[: len(lengths) - 1]:
        degrees.append(degrees[-1] + step)
    degrees = [_folded(degree, len(SCALES[scales[0]])) for degree in degrees]
    # An open end (second, third, fifth or seventh) asks for more; the tonic would close the series.
    ends = (1, 2, 4) if not is_pentatonic else (1, 3)
    degrees[-1] = min(
        (end + len(SCALES[scales[0]]) * octave for end in ends for octave in (-1, 0, 1)),
        key=lambda d: abs(d - degrees[-1]),
    )
    return Motif(
        tonic=int(_TONICS[rng.integers(len(_TONICS))]),
        scale=str(scales[rng.integers(len(scales))]),
        notes=tuple(MotifNote(d, n) for d, n in zip(degrees, lengths, strict=True)),
        beats_per_minute=float(rng.integers(62, 84)),
    )


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


def thinned(notes: Sequence[MotifNote], count: int) -> tuple[MotifNote, ...]:
    """The first ``count`` notes, the last of them held for as long as those left out."""
    kept = list(notes[:count])
    left_out = sum(note.eighths for note in notes[count:])
    if kept:
        kept[-1] = MotifNote(kept[-1].degree, kept[-1].eighths + left_out)
    return tuple(kept)


def slowed(notes: Sequence[MotifNote], factor: int = 2) -> tuple[MotifNote, ...]:
    """Every note ``factor`` times as long."""
    return tuple(MotifNote(note.degree, note.eighths * factor) for note in notes)


def answered(notes: Sequence[MotifNote]) -> tuple[MotifNote, ...]:
    """The same rhythm with the contour turned around its first note."""
    first = notes[0].degree
    return tuple(MotifNote(2 * first - note.degree, note.eighths) for note in notes)


_LETTERS = ("C", "^C", "D", "^D", "E", "F", "^F", "G", "^G", "A", "^A", "B")


def to_abc(motif: Motif, *, title: str = "Motif") -> str:
    """The motif in ABC notation 2.1. Accidentals are written out, so the key field is ``C``."""
    words, eighths = [], 0
    for note in motif.notes:
        words.append(_abc_pitch(pitch_of(note.degree, motif.tonic, motif.scale)) + _abc_length(note.eighths))
        eighths += note.eighths
        if eighths % 8 == 0:
            words.append("|")
    body = " ".join(words).removesuffix("|").rstrip()
    tempo = round(motif.beats_per_minute)
    return f"X:1\nT:{title}\nM:4/4\nL:1/8\nQ:1/4={tempo}\nK:C % {motif.scale} on {motif.tonic}\n{body} |]\n"


def _abc_length(eighths: int) -> str:
    return "" if eighths == 1 else str(eighths)


def _abc_pitch(pitch: int) -> str:
    octave, index = divmod(pitch, 12)
    letter = _LETTERS[index]
    # ABC: C is MIDI 60, c the octave above; commas go down, apostrophes up. A natural needs its sign
    # because an accidental holds to the end of the bar.
    sign = letter[0] if letter[0] == "^" else "="
    name = letter[-1]
    if octave >= 6:
        return sign + name.lower() + "'" * (octave - 6)
    return sign + name + "," * (5 - octave)
