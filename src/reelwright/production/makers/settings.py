"""What each maker is asked for. These documents are the pre-images of the action keys: everything
that decides the bytes is here, and nothing else."""

from __future__ import annotations

import msgspec

from reelwright.camera.options import JobServer
from reelwright.score.documents import ScoreBrief
from reelwright.stage.brief import ShotBrief
from reelwright.timebase import FrameRate
from reelwright.timeline import HeardLine, SpeechClip, Timeline
from reelwright.voice.documents import Utterance
from reelwright.voice.options import SherpaOnnx, SpeechServer

COVERS = {"poster.png": (9, 16), "cover-3x4.png": (3, 4), "cover-16x9.png": (16, 9)}
"""The covers of a series by the names of their files, with their shapes."""


def cover_sizes(width: int, height: int) -> dict[str, tuple[int, int]]:
    """Sizes by file, for films of ``width`` × ``height``: as wide as the film, a wide one as high."""
    poster, upright, wide = COVERS
    return {
        poster: (width, height),
        upright: (width, round(width * 4 / 3 / 2) * 2),
        wide: (round(width * 16 / 9 / 2) * 2, width),
    }


class VoiceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One line to be spoken by a named engine; ``stand_in`` is the built-in voice for when it fails. Input,
    where a voice is taken from a recording: ``sample``."""

    engine: str
    engine_version: str
    utterance: Utterance
    server: SpeechServer | None = None
    model: SherpaOnnx | None = None
    stand_in: str = ""


class EncoderSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the picture is encoded; the same for every shot of a series."""

    crf: int
    preset: str


class RenderSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One shot to be filmed by a server of others."""

    server: JobServer
    brief: ShotBrief


class ShotSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One shot to be filmed: clean at full and half size, and captioned. Input, where another program has
    filmed it: ``video``.

    ``speeches`` are the lines to caption, with frames counted from the shot's first frame. The AI
    mark stands over the first ``mark_frames`` frames.
    """

    engine: str
    engine_version: str
    brief: ShotBrief
    speeches: tuple[SpeechClip, ...]
    mark_frames: int
    language: str
    encoder: EncoderSettings


class MusicSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One cue to be composed and played."""

    engine: str
    engine_version: str
    brief: ScoreBrief


class EffectSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One sound effect; ``seed`` makes a repeat sound different. ``is_own``: the author's sound is the
    input ``own``."""

    name: str
    seed: int
    is_own: bool = False


class AmbienceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The sound of a place for as long as a scene lasts. ``is_own``: the author's sound is the input
    ``own``, and is repeated."""

    kind: str
    seconds: float
    seed: int
    is_own: bool = False


class TimelineSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The conformed episode, to be written in every form that others read."""

    timeline: Timeline
    title: str
    language: str


class DialogueSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What is said in one scene. Inputs: ``voice/<line>`` as WAV."""

    lines: tuple[HeardLine, ...]
    rate: FrameRate


class MixSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The conformed episode, to be mixed. Inputs: ``dialogue/<clip>`` (of the same names as the ambience's),
    ``music/<clip>``, ``effect/<name>-<seed>``, ``ambience/<clip>`` as WAV."""

    timeline: Timeline


class PosterSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The pictures that sell the series: its people before a place of the story, in three shapes."""

    series_title: str
    tagline: str
    language: str
    brief: ShotBrief


class SheetSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One frame a shot; inputs ``<number>`` in the order of ``labels``."""

    labels: tuple[str, ...]
    title: str


class FilmSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The captioned film: inputs ``<number>`` are the shots in order, ``sound`` the mix."""

    shot_count: int
    title: str
    series_title: str
    language: str
    fps: int
    frame_count: int


class PackageSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One episode of a release. Inputs: ``clean-<number>`` and ``small-<number>`` are the shots,
    ``sound`` the mix, the covers by name, ``captions.vtt``, ``captions.srt``, ``lines.json``."""

    number: int
    shot_frames: tuple[int, ...]
    title: str
    series_title: str
    language: str
    fps: int
    width: int
    height: int
    mark_frames: int
