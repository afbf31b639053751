"""Bars and who is seen → where motifs are stated, in which form, and how loud every bar is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reelwright.score.documents import Motif, MotifNote, OnScreen, ScoreSection
from reelwright.score.grid import Bar
from reelwright.score.motif import answered, fitted, slowed, thinned

PHRASE_BARS = 4
_STATEMENT_EIGHTHS_MIN = 4.0
_ARCH = (-0.03, 0.02, 0.06, -0.02)
"""A phrase breathes: towards its third bar, and away."""
_BUILD_BARS = 3
_FRAGMENT_NOTES = 3


@dataclass(frozen=True)
class Phrase:
    """A motif as it is stated from a bar on: ``notes`` in eighths of the bars' own beats, beginning
    ``first_beat`` beats into the bar. ``character`` is whose it is, ``form`` what was made of it."""

    character: str
    form: str
    notes: tuple[MotifNote, ...]
    first_beat: float = 0.0


def levels_of(bars: Sequence[Bar], sections: Sequence[ScoreSection]) -> tuple[float, ...]:
    """How intense each bar is, 0..1: its section's, arched over phrases, and built up in the last bars
    before a section that is more intense."""
    counts = [sum(bar.section == n for bar in bars) for n in range(len(sections))]
    levels = []
    for bar in bars:
        own = sections[bar.section].intensity
        left = counts[bar.section] - bar.number_in_section
        following = sections[bar.section + 1].intensity if bar.section + 1 < len(sections) else own
        if following > own and left <= _BUILD_BARS:
            own += (following - own) * 0.7 * (_BUILD_BARS + 1 - left) / _BUILD_BARS
        levels.append(min(max(own + _ARCH[bar.number_in_section % PHRASE_BARS], 0.0), 1.0))
    return tuple(levels)


def phrases_of(
    bars: Sequence[Bar],
    sections: Sequence[ScoreSection],
    people: Sequence[OnScreen],
    motifs: Mapping[str, Motif],
    rng: np.random.Generator,
) -> dict[int, Phrase]:
    """Index of a bar → the phrase that begins there. A section opens with a statement, then a phrase of
    statement and one without it take turns; what comes back comes back changed. Between two anchors
    (hits, sections) there is room for whole notes only: a motif never runs over a change of tempo."""
    phrases: dict[int, Phrase] = {}
    told: dict[tuple[int, str], int] = {}
    free_from = 0
    for index, bar in enumerate(bars):
        if index < free_from or (bar.number_in_section % PHRASE_BARS and not bar.is_hit):
            continue
        is_answer = bar.number_in_section % (2 * PHRASE_BARS) != 0
        # Every second phrase leaves the air to the voices, unless somebody else has come into the picture;
        # so does a hit.
        character = seen_at(people, bar.start_s)
        if is_answer and told.get((bar.section, character), 0):
            continue
        room = _room_eighths(bars, index)
        motif = motifs.get(character) or motifs[""]
        times = told.get((bar.section, character), 0)
        phrase = _phrase(sections[bar.section].mood, motif, character, room, times, rng)
        if phrase is not None:
            phrases[index] = phrase
            told[bar.section, character] = times + 1
            free_from = index + 1
    return phrases


def seen_at(people: Sequence[OnScreen], at_s: float) -> str:
    """Who the picture is about at a moment; the empty key before anybody."""
    return next((p.character for p in reversed(people) if p.start_s <= at_s + 1e-6), "")


def _room_eighths(bars: Sequence[Bar], index: int) -> float:
    """Eighths from this bar to where the tempo changes or a hit is struck."""
    room = 2.0 * bars[index].beat_count
    for before, bar in pairwise(bars[index:]):
        if bar.is_hit or bar.section != before.section or abs(bar.beat_s - before.beat_s) > 1e-9:
            break
        room += 2.0 * bar.beat_count
    return room


def _phrase(
    mood: str, motif: Motif, character: str, room: float, times: int, rng: np.random.Generator
) -> Phrase | None:
    notes, form, first_beat = motif.notes, "whole", 0.0
    if times % 2:
        notes, form = answered(notes), "answered"
    if mood == "tension":
        fragment = thinned(notes, _FRAGMENT_NOTES)
        fragment = fitted(fragment, sum(n.eighths for n in notes[:_FRAGMENT_NOTES]) + 4)
        form, first_beat = "thinned", 1.0
        notes = slowed(fragment) if room >= 16 else fragment
    elif mood == "reveal":
        notes, form = slowed(thinned(notes, _FRAGMENT_NOTES), 1.5), "thinned"
    elif mood == "sorrow" and room >= 2 * motif.eighths and rng.uniform() < 0.6:
        notes, form = slowed(notes), "slowed"
    room -= 2 * first_beat
    if room < _STATEMENT_EIGHTHS_MIN:
        return None
    if sum(note.eighths for note in notes) > room:
        notes, form = fitted(notes, room), "thinned"
    return Phrase(character, form, notes, first_beat)
