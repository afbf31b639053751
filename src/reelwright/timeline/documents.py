"""Frozen documents of the conformed episode. Frames count from the first frame of the episode."""

from __future__ import annotations

import msgspec

from reelwright.performance import Word
from reelwright.timebase import FILM, FrameRate


class PictureClip(msgspec.Struct, frozen=True, kw_only=True):
    """A shot in its place. ``beat_frames`` are the frames, from the shot's start, where its beats
    begin."""

    shot_id: str
    line_id: str
    scene_id: str
    start_frame: int
    frame_count: int
    beat_frames: tuple[int, ...] = ()


class SpeechClip(msgspec.Struct, frozen=True, kw_only=True):
    """A line in its place. ``words`` keep times in seconds from the start of the line."""

    line_id: str
    character: str
    speaker: str
    text: str
    start_frame: int
    frame_count: int
    words: tuple[Word, ...]
    style: str = "neutral"
    pan: float = 0.0
    place: str = ""


class HeardLine(msgspec.Struct, frozen=True, kw_only=True):
    """What the dialogue of a scene needs of a line; ``start_frame`` counts from the start of its scene."""

    line_id: str
    start_frame: int
    style: str
    pan: float
    place: str

    @classmethod
    def of(cls, clip: SpeechClip) -> HeardLine:
        """Of a clip that is counted from the start of the scene."""
        return cls(
            line_id=clip.line_id,
            start_frame=clip.start_frame,
            style=clip.style,
            pan=clip.pan,
            place=clip.place,
        )


class MusicSection(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of one mood, in frames from the start of its cue."""

    mood: str
    intensity: float
    start_frame: int
    frame_count: int


class MusicFocus(msgspec.Struct, frozen=True):
    """From ``start_frame`` of its cue on the picture is about this character."""

    character: str
    start_frame: int


class MusicClip(msgspec.Struct, frozen=True, kw_only=True):
    """One cue of the score: a scene's worth of music. ``hit_frames`` and ``people`` count from its start.

    A clip that ``goes_on`` rings into the one that ``follows``: its sound is longer than ``frame_count``.
    """

    id: str
    start_frame: int
    frame_count: int
    sections: tuple[MusicSection, ...]
    hit_frames: tuple[int, ...] = ()
    people: tuple[MusicFocus, ...] = ()
    follows: bool = False
    goes_on: bool = False
    is_final: bool = False


class EffectClip(msgspec.Struct, frozen=True, kw_only=True):
    """A sound effect in its place; ``seed`` varies repeats. ``place`` is the room that answers it; none for
    what is heard of the air or of the score."""

    name: str
    start_frame: int
    gain_db: float = 0.0
    pan: float = 0.0
    seed: int = 0
    place: str = ""


class AmbienceClip(msgspec.Struct, frozen=True, kw_only=True):
    """The sound of a place, under a scene. ``kind`` is a name that ``foley`` knows; ``id`` is what its
    sound is found by (the id of the scene's cue)."""

    kind: str
    start_frame: int
    frame_count: int
    gain_db: float = 0.0
    seed: int = 0
    id: str = ""


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """One conformed episode."""

    episode: int
    frame_count: int
    pictures: tuple[PictureClip, ...]
    speeches: tuple[SpeechClip, ...]
    music: tuple[MusicClip, ...] = ()
    effects: tuple[EffectClip, ...] = ()
    ambience: tuple[AmbienceClip, ...] = ()
    rate: FrameRate = FILM
