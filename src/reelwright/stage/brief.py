"""What the stage is asked for: one shot with its cast, its speech and its length."""

from __future__ import annotations

import msgspec

from reelwright.casting.documents import Look, Outfit
from reelwright.performance import Phone, Word
from reelwright.storyboard.documents import Shot
from reelwright.timebase import FILM, FrameRate


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the shot, dressed for it."""

    key: str
    name: str
    look: Look
    outfit: Outfit


class SpeechInShot(msgspec.Struct, frozen=True, kw_only=True):
    """A line as far as this shot is concerned. ``start_frame`` counts from the shot's first frame
    and is negative when the line began in an earlier shot; times in words and phones count
    seconds from the start of the line. ``loudness`` as in ``Performance``."""

    line_id: str
    character: str
    start_frame: int
    words: tuple[Word, ...]
    phones: tuple[Phone, ...]
    loudness: tuple[float, ...]


class ShotBrief(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides the picture of one shot, and nothing else: it is the input whose
    digest addresses the take. ``beat_frames`` are where the beats of ``shot`` begin."""

    shot: Shot
    frame_count: int
    beat_frames: tuple[int, ...]
    actors: tuple[Actor, ...]
    speeches: tuple[SpeechInShot, ...]
    seed: int
    width: int = 1080
    height: int = 1920
    rate: FrameRate = FILM
    style: str = "webtoon"


class Box(msgspec.Struct, frozen=True):
    """A rectangle in frame pixels: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


class FaceBox(msgspec.Struct, frozen=True, kw_only=True):
    """Where a face and its mouth are in a frame, for captions, checks and guides."""

    character: str
    face: Box
    mouth: Box
