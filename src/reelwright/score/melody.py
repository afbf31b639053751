"""A phrase and the bars from where it begins → its notes, by an instrument, in the colour of the mood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.score.abc import note_pitch
from reelwright.score.documents import Motif
from reelwright.score.ensembles import Chair, chair_of
from reelwright.score.grid import Bar
from reelwright.score.harmony import BRIGHT_MOODS
from reelwright.score.motif import BRIGHT, DARK
from reelwright.score.phrases import Phrase
from reelwright.score.sketch import Sketch

_LEGATO = {"comedy": 0.5}
_LOUD = {"calm": 58, "tension": 52, "tenderness": 60, "reveal": 58, "comedy": 62, "action": 62, "sorrow": 54,
         "triumph": 70}  # fmt: skip
_DOUBLED = frozenset({"triumph", "action"})


@dataclass(frozen=True)
class MelodyNote:
    """``weight`` is its length in beats, more when it falls on a beat: what harmony must agree with."""

    pitch: int
    start_s: float
    length_s: float
    weight: float
    bar: int


def scale_in(scale: str, mood: str) -> str:
    """Bright moods turn a motif to major, the others to minor."""
    return BRIGHT.get(scale, scale) if mood in BRIGHT_MOODS else DARK.get(scale, scale)


def melody_of(
    phrase: Phrase, motif: Motif, mood: str, bars: Sequence[Bar], first: int
) -> tuple[MelodyNote, ...]:
    """The notes of a phrase that begins in bar number ``first``, where the motif was written. Beats of
    later bars are walked, so that every note lies on its beat."""
    scale = scale_in(motif.scale, mood)
    notes: list[MelodyNote] = []
    beat = phrase.first_beat
    for note in phrase.notes:
        end = beat + note.eighths / 2
        if not note.is_rest:
            index, start_s = _walked(bars, first, beat)
            _, end_s = _walked(bars, first, end)
            is_on_beat = abs(beat - round(beat)) < 1e-6
            pitch = note_pitch(note, motif.tonic, scale)
            weight = (end - beat) * (1.5 if is_on_beat else 1.0)
            notes.append(MelodyNote(pitch, start_s, end_s - start_s, weight, index))
        beat = end
    return tuple(notes)


def play_melody(
    sketch: Sketch, notes: Sequence[MelodyNote], *, ensemble: str, role: str, mood: str, level: float
) -> None:
    """The phrase, leaning on its highest note and letting the last one go; doubled an octave lower by the
    counter voice where the mood is broad."""
    chair = chair_of(ensemble, role)
    if chair is None or not notes:
        return
    _play(sketch, notes, ensemble, role, chair, _LOUD[mood] + 14 * level, _LEGATO.get(mood, 0.98))
    low = chair_of(ensemble, "counter")
    if mood in _DOUBLED and low is not None:
        _play(sketch, notes, ensemble, "counter", low, _LOUD[mood] - 10 + 14 * level, 0.95)


def _play(
    sketch: Sketch,
    notes: Sequence[MelodyNote],
    ensemble: str,
    role: str,
    chair: Chair,
    velocity: float,
    legato: float,
) -> None:
    shift = _octaves_into([note.pitch for note in notes], chair) * 12
    loudest = max(note.pitch for note in notes)
    for index, note in enumerate(notes):
        accent = 7 if note.pitch == loudest else (-6 if index == len(notes) - 1 else 0)
        rise = 4 * index / len(notes)
        sketch.play(
            ensemble, role, note.pitch + shift, velocity + accent + rise, note.start_s, note.length_s * legato
        )
    start_s, end_s = notes[0].start_s, notes[-1].start_s + notes[-1].length_s
    middle_s = start_s + 0.6 * (end_s - start_s)
    sketch.swell(ensemble, role, start_s, middle_s, 0.78, 1.0)
    sketch.swell(ensemble, role, middle_s, end_s, 1.0, 0.7)


def _octaves_into(pitches: Sequence[int], chair: Chair) -> int:
    """By how many octaves the tune must move to lie as far within the chair's range as it can."""

    def outside(octaves: int) -> tuple[int, int]:
        moved = [pitch + 12 * octaves for pitch in pitches]
        return sum(max(chair.low - p, 0) + max(p - chair.high, 0) for p in moved), abs(octaves)

    return min(range(-3, 4), key=outside)


def _walked(bars: Sequence[Bar], first: int, beat: float) -> tuple[int, float]:
    """The bar and the time ``beat`` beats after the start of bar ``first``."""
    index = first
    while index + 1 < len(bars) and beat >= bars[index].beat_count - 1e-9:
        beat -= bars[index].beat_count
        index += 1
    return index, bars[index].at(beat)
