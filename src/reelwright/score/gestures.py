"""The marked moments of a cue: hits, the cliffhanger's sting, the title theme's last chord."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.score.abc import note_pitch
from reelwright.score.documents import Motif
from reelwright.score.ensembles import chair_of
from reelwright.score.sketch import Sketch
from reelwright.score.textures import Moment

STING_S = 4.0
_SOFT_MOODS = frozenset({"calm", "tenderness", "sorrow", "comedy"})
_STING_EIGHTH_S = 0.28


def strike(sketch: Sketch, moment: Moment, mood: str) -> None:
    """A hit: exactly on its moment, hard in dark moods, a bright chord in soft ones."""
    at_s, ring_s = moment.bar.start_s, max(moment.bar.length_s, 1.5)
    strength = 64 + 40 * moment.level
    players = moment.ensemble
    if mood in _SOFT_MOODS:
        # What is only shown in a quiet scene is touched, not struck.
        touch = 46 + 36 * moment.level
        for pitch in (moment.bass + 12, *moment.chord):
            sketch.play(players, "strike", pitch, touch, at_s, ring_s, is_exact=True)
        sketch.play(players, "colour", moment.chord[-1] + 12, touch - 10, at_s, ring_s, is_exact=True)
        return
    pitches = (moment.bass, moment.bass + 12, *moment.chord)
    for pitch in pitches:
        sketch.play(players, "strike", pitch, strength, at_s, ring_s, is_exact=True)
    _double(sketch, players, pitches[1:], strength, at_s)
    sketch.play(players, "drum", moment.bass, strength + 8, at_s, ring_s, is_exact=True)


def sting(
    sketch: Sketch, hits_s: Sequence[float], players: str, motif: Motif, *, is_hard: bool
) -> tuple[float, float]:
    """The question the episode ends on: a strike, the head of the series' motif far below, and an
    unresolved chord that swells into the end. Gives the moment of the strike, and of the motif."""
    end_s = sketch.end_s
    late = [hit for hit in hits_s if hit >= end_s - 2 * STING_S]
    at_s = late[-1] if late else max(0.0, end_s - STING_S)
    low = 36 + motif.tonic % 12
    if not late:
        for pitch in (low - 12, low, low + 7):
            sketch.play(players, "strike", pitch, 108, at_s, end_s - at_s, is_exact=True)
        _double(sketch, players, (low + 12, low + 18, low + 23), 104, at_s)
        sketch.play(players, "drum", low, 112, at_s, 2.0, is_exact=True)
    for pitch in (low + 12, low + 18, low + 23):
        sketch.play(players, "tremolo", pitch, 84, at_s, end_s - at_s, is_exact=True)
    sketch.play(players, "bass", low, 84, at_s, end_s - at_s, is_exact=True)
    sketch.controls[:] = [
        c for c in sketch.controls if c.at_s < at_s or c.channel != sketch.channel_of(players, "tremolo")
    ]
    sketch.swell(players, "tremolo", at_s, end_s, 0.35, 1.0 if is_hard else 0.75)
    said_s = at_s + min(0.9, 0.25 * (end_s - at_s))
    _say_head(sketch, players, motif, said_s)
    return at_s, said_s


def _say_head(sketch: Sketch, players: str, motif: Motif, at_s: float) -> None:
    """Three notes of the motif, slow and low."""
    now_s = at_s
    for note in [n for n in motif.notes if not n.is_rest][:3]:
        pitch = note_pitch(note, motif.tonic, motif.scale)
        while pitch > 60:
            pitch -= 12
        length_s = max(note.eighths, 1.5) * _STING_EIGHTH_S
        sketch.play(players, "counter", pitch, 86, now_s, length_s * 1.2)
        now_s += length_s
    sketch.swell(players, "counter", at_s, max(now_s, at_s + 0.3), 0.9, 1.0)


def _double(sketch: Sketch, players: str, pitches: Sequence[int], strength: float, at_s: float) -> None:
    """The ensemble's own hit beside its strike, where it has one."""
    if chair_of(players, "hit") is None:
        return
    for pitch in pitches:
        sketch.play(players, "hit", pitch, strength - 6, at_s, 0.9, is_exact=True)
