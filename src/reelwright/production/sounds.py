"""A storyboard's notes and actions → which effects and ambiences are heard, by the names of foley."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reelwright.build.digest import digest_of_bytes
from reelwright.errors import Notice
from reelwright.foley.vocabulary import ambience_for, effect_named, effects_in_action
from reelwright.storyboard.documents import Shot

ACTION_GAIN_DB = -4.0
"""What only the action says is softer than what a note asks for."""
_VARIANTS = 3


@dataclass(frozen=True)
class EffectAt:
    """An effect in a shot, from the start of its beat."""

    name: str
    seed: int
    beat: int
    gain_db: float = 0.0
    pan: float = 0.0


def effects_in(shot: Shot) -> tuple[EffectAt, ...]:
    """The effects of a shot: what notes ask for, then what its actions say and no note did."""
    found: dict[str, EffectAt] = {}
    for effect in (*_noted(shot), *_acted(shot)):
        found.setdefault(effect.name, effect)
    return tuple(found.values())


def effect_notices(shots: Sequence[Shot]) -> tuple[Notice, ...]:
    """A warning for each ``[[sfx: …]]`` that nobody can play."""
    return tuple(
        Notice(
            code="unknown-effect",
            message=f"There is no sound effect for {cue.name!r}",
            where=shot.line_id,
            next_step="The film is made without it.",
        )
        for shot in shots
        for cue in shot.effects
        if effect_named(cue.name) is None
    )


def ambience_of(shots: Sequence[Shot]) -> str:
    """The ambience of a scene, by its place, hour and weather."""
    shot = next((s for s in shots if s.place), shots[0])
    return ambience_for(shot.place, shot.time_of_day, shot.weather, setting=shot.setting)


def seed_of(*parts: str) -> int:
    """A number that these words always give (31 bits)."""
    return int(digest_of_bytes("\n".join(parts).encode())[:8], 16) & 0x7FFFFFFF


def _noted(shot: Shot) -> Iterator[EffectAt]:
    for cue in shot.effects:
        if name := effect_named(cue.name):
            yield EffectAt(name, _variant(shot, name), cue.beat, cue.gain_db, cue.pan)


def _acted(shot: Shot) -> Iterator[EffectAt]:
    for number, beat in enumerate(shot.beats):
        if beat.kind == "action" and beat.text:
            for name in effects_in_action(beat.text):
                yield EffectAt(name, _variant(shot, name), number, ACTION_GAIN_DB)


def _variant(shot: Shot, name: str) -> int:
    # A few variants of each effect, shared by the whole series: enough that repeats differ.
    return seed_of(shot.id, name) % _VARIANTS
