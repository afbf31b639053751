"""A storyboard's notes and actions → which effects and ambiences are heard, by the names of foley."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reelwright.build.digest import digest_of_bytes
from reelwright.errors import Notice
from reelwright.foley.vocabulary import ambience_for, effect_named, effects_in_action, nearest_effect
from reelwright.production.own_sounds import OwnSounds
from reelwright.storyboard.documents import Beat, Shot

ACTION_GAIN_DB = -4.0
"""What only the action says is softer than what a note asks for."""
BLOWS = frozenset({"slap", "punch", "body-fall", "impact"})
"""Effects that belong to the frame in which a drawn blow lands."""
_VARIANTS = 3
_SIDE_PAN = {"left": -0.45, "centre": 0.0, "right": 0.45}
EVERYWHERE = frozenset(
    {"whoosh", "riser", "impact", "heartbeat", "rain", "thunder", "wind", "crowd-murmur", "applause", "siren",
     "fire"}
)  # fmt: skip
"""Effects of the air and of the score: neither at a side nor in a room."""


@dataclass(frozen=True)
class EffectAt:
    """An effect in a shot, from the start of its beat. ``own`` is the digest of the author's own sound."""

    name: str
    seed: int
    beat: int
    gain_db: float = 0.0
    pan: float = 0.0
    own: str = ""


def effects_in(shot: Shot, own: OwnSounds | None = None) -> tuple[EffectAt, ...]:
    """The effects of a shot: what notes ask for, then what its actions say and no note did."""
    sounds = own or OwnSounds()
    found: dict[str, EffectAt] = {}
    for effect in (*_noted(shot, sounds), *_acted(shot, sounds)):
        found.setdefault(effect.name, effect)
    return tuple(found.values())


def effect_notices(shots: Sequence[Shot], own: OwnSounds) -> tuple[Notice, ...]:
    """A warning for each ``[[sfx: …]]`` that has no sound of its own: the nearest is heard, or none."""
    return tuple(
        Notice(
            code="unknown-effect",
            message=f"There is no sound effect for {cue.name!r}"
            + (f"; {near!r} is heard" if (near := nearest_effect(cue.name)) else ""),
            where=shot.line_id,
            next_step="Put a sound of that name into sounds/, or use a name of docs/sound.md.",
        )
        for shot in shots
        for cue in shot.effects
        if own.effect_meant(cue.name) is None and effect_named(cue.name) is None
    )


def ambience_of(shots: Sequence[Shot]) -> str:
    """The ambience of a scene, by its place, hour and weather."""
    shot = next((s for s in shots if s.place), shots[0])
    return ambience_for(shot.place, shot.time_of_day, shot.weather, setting=shot.setting)


def seed_of(*parts: str) -> int:
    """A number that these words always give (31 bits)."""
    return int(digest_of_bytes("\n".join(parts).encode())[:8], 16) & 0x7FFFFFFF


def _noted(shot: Shot, own: OwnSounds) -> Iterator[EffectAt]:
    for cue in shot.effects:
        name = own.effect_meant(cue.name) or effect_named(cue.name) or nearest_effect(cue.name)
        if name:
            beat = shot.beats[min(max(cue.beat, 0), len(shot.beats) - 1)] if shot.beats else None
            pan = cue.pan or _pan_of(shot, beat, name)
            yield EffectAt(name, _variant(shot, name), cue.beat, cue.gain_db, pan, own.effects.get(name, ""))


def _acted(shot: Shot, own: OwnSounds) -> Iterator[EffectAt]:
    for number, beat in enumerate(shot.beats):
        if beat.kind == "action" and beat.text:
            for name in effects_in_action(beat.text):
                pan = _pan_of(shot, beat, name)
                yield EffectAt(
                    name, _variant(shot, name), number, ACTION_GAIN_DB, pan, own.effects.get(name, "")
                )


def _pan_of(shot: Shot, beat: Beat | None, name: str) -> float:
    """Where in the picture it happens: at the one who does it; a blow at the one who gets it."""
    if name in EVERYWHERE or beat is None:
        return 0.0
    sides = {subject.character: subject.side for subject in shot.subjects}
    who = beat.partner if name in BLOWS and beat.partner in sides else beat.character
    # Somebody alone in the picture stands in its middle, whichever side is theirs in the scene.
    is_alone = sum(subject.role != "foreground" for subject in shot.subjects) < 2
    return 0.0 if is_alone or who not in sides else _SIDE_PAN[sides[who]]


def _variant(shot: Shot, name: str) -> int:
    # A few variants of each effect, shared by the whole series: enough that repeats differ.
    return seed_of(shot.id, name) % _VARIANTS
