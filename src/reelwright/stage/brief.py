"""What the stage is asked for: one shot with its cast, its speech and its length."""

from __future__ import annotations

import msgspec

from reelwright.casting.documents import Look, Outfit
from reelwright.performance import Phone, Word
from reelwright.storyboard.documents import Shot
from reelwright.timebase import FILM, FrameRate


class OwnPart(msgspec.Struct, frozen=True, kw_only=True):
    """One picture of an author's own person: ``name`` is what it shows (``body, back, eyes-closed`` …). The
    rest as in ``OwnLayer``."""

    name: str
    digest: str
    path: str = ""


class OwnPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person in an author's own pictures. ``eyes`` (across, down) and ``feet`` (down) are parts of the
    picture, 0..1, ``None`` where nobody has said; ``faces`` is the side it looks to, when to one."""

    name: str
    parts: tuple[OwnPart, ...]
    eyes: tuple[float, float] | None = None
    feet: float | None = None
    faces: str = ""


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the shot, dressed for it. ``own`` stands in for the drawn one."""

    key: str
    name: str
    look: Look
    outfit: Outfit
    own: OwnPerson | None = None


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


class OwnLayer(msgspec.Struct, frozen=True, kw_only=True):
    """One picture of an author's own place. ``digest`` is the SHA-256 of its bytes, ``depth`` how much of
    the camera's move it follows (0 none, 1 all of it, above 1 it stands before the people). ``path`` is where
    the bytes lie while the shot is filmed: it is empty in what is digested."""

    name: str
    digest: str
    depth: float
    path: str = ""


class OwnLight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an author's ``place.toml`` says of the light on people; empty is as the drawn place has it."""

    ambient: str = ""
    key: str = ""
    key_from: str = ""
    rim_left: str = ""
    rim_right: str = ""


class OwnPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an author's own pictures, back to front."""

    name: str
    layers: tuple[OwnLayer, ...]
    light: OwnLight | None = None


class ShotBrief(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides the picture of one shot, and nothing else: it is the input whose
    digest addresses the take. ``beat_frames`` are where the beats of ``shot`` begin.
    ``own_place`` stands in for the drawn one."""

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
    own_place: OwnPlace | None = None


class Box(msgspec.Struct, frozen=True):
    """A rectangle in frame pixels: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


class FaceBox(msgspec.Struct, frozen=True, kw_only=True):
    """Where a face and its mouth are in a frame, for captions, checks and guides. ``lids`` is how far the
    eyes are open (1 at rest, 0 shut), ``lips`` how far the mouth is (0 shut)."""

    character: str
    face: Box
    mouth: Box
    lids: float = 1.0
    lips: float = 0.0
