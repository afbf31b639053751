"""A move and a moment → how the camera lays the scene onto the frame. Nothing slides linearly.

A camera that travels (dolly, track) moves near things more than far ones; one that only turns, zooms
or is shaken moves all of them alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.drawing.affine import IDENTITY, Affine, multiply, rotation, scaling, translation
from reelwright.stage.acting.curves import smooth
from reelwright.storyboard.documents import Move

PUSH = 0.10
PAN_PX = 72.0
TRACK_PX = 92.0
SHAKE_PX = 32.0
CRASH = 0.42
VERTIGO = 0.34
DUTCH_DEG = 5.5
_CRASH_FRAMES = 6.0
_WIDTH = 1080.0
_FILM_FPS = 24.0


@dataclass(frozen=True)
class CameraAt:
    """Where the camera is in one frame. ``travel`` (layout pixels → frame pixels) is for things as far away
    as the people; ``backdrop`` the same for ``Scenery``, which takes its share of it by depth; ``turn`` goes
    on top of everything."""

    travel: Affine = IDENTITY
    backdrop: Affine = IDENTITY
    turn: Affine = IDENTITY

    def at(self, nearness: float) -> Affine:
        """The placement of what is ``nearness`` times as near as the people are (1 moves along with them,
        0 stays)."""
        a, b, c, d, e, f = (i + (m - i) * nearness for i, m in zip(IDENTITY, self.travel, strict=True))
        return multiply(self.turn, (a, b, c, d, e, f))


def camera_at(
    move: Move,
    frame: int,
    frame_count: int,
    *,
    focus: tuple[float, float],
    frame_width: int,
    frame_height: int,
    fps: float,
    seed: int,
    hits: Sequence[int] = (),
) -> CameraAt:
    """The camera at ``frame``. ``focus`` (x, y in frame pixels) is what a push goes to; ``hits`` are frames
    in which a blow lands: the camera feels it. The reach stays within what a place covers."""
    px = frame_width / _WIDTH
    share = frame / max(1, frame_count - 1)
    seconds = frame / fps
    phase = seed % 628 / 100
    scale, x, y, back = 1.0, 0.0, 0.0, 1.0
    zoom, pan, roll = 1.0, 0.0, 0.0
    if move == "push-in":
        # A long push goes further: its speed is what is felt.
        reach = PUSH * min(1.35, 0.65 + frame_count / fps / 6)
        scale = 1 + reach * smooth(share * 0.88 + 0.04)
    elif move == "pull-out":
        scale = 1 + PUSH * 1.15 * (1 - smooth(share * 0.92 + 0.04))
    elif move in ("track-left", "track-right"):
        scale = 1.05
        x = (1.0 if move == "track-left" else -1.0) * TRACK_PX * (smooth(share) - 0.5)
    elif move in ("pan-left", "pan-right"):
        zoom = 1.035
        pan = (1.0 if move == "pan-left" else -1.0) * PAN_PX * (smooth(share) - 0.5)
    elif move == "crash-zoom":
        zoom = 1 + CRASH * _crashed((seconds - 0.3) * _FILM_FPS / _CRASH_FRAMES)
    elif move == "dolly-zoom":
        back = 1 + VERTIGO * smooth(share * 0.95)
        scale = 1 + 0.05 * smooth(share)
    elif move == "dutch":
        side = 1.0 if seed % 2 else -1.0
        roll = side * DUTCH_DEG * (0.55 + 0.45 * smooth(share))
        zoom = 1.075
        scale = 1 + 0.04 * smooth(share)
    elif move == "shake" and not hits:
        hits = (0,)
    felt = _Shake.sum_of(frame, hits, fps, phase)
    if hits:
        zoom *= 1.045
    if move != "hold":
        hand = _hand(seconds, phase, 4.6 if move == "drift" else 1.8)
        x, y = x + hand[0], y + hand[1]
        zoom *= 1.012
    travel = multiply(translation(x * px, y * px), scaling(scale, *focus))
    backdrop = multiply(translation(x * px, y * px), scaling(scale * back, *focus))
    middle = (frame_width / 2, frame_height / 2)
    turn = multiply(
        translation((pan + felt.x) * px, felt.y * px),
        multiply(rotation(roll + felt.roll_deg, *middle), scaling(zoom, *(focus if zoom > 1.1 else middle))),
    )
    return CameraAt(travel, backdrop, turn)


@dataclass(frozen=True)
class _Shake:
    x: float
    y: float
    roll_deg: float

    @staticmethod
    def sum_of(frame: int, hits: Sequence[int], fps: float, phase: float) -> _Shake:
        """What blows leave in the camera: strong at once, gone after half a second."""
        x = y = roll = 0.0
        for hit in hits:
            since = (frame - hit) / fps
            if since < 0:
                continue
            fading = math.exp(-since * 6.5)
            x += SHAKE_PX * fading * math.cos(since * 58 + phase)
            y += SHAKE_PX * 0.8 * fading * math.sin(since * 71 + phase * 2)
            roll -= 0.9 * fading * math.sin(since * 49 + phase * 3)
        return _Shake(x, y, roll)


def _hand(seconds: float, phase: float, reach_px: float) -> tuple[float, float]:
    """A hand holds it: never quite still. Pixels right and down; it does not roll: what is not turned is
    composed twice as fast, and the fifth of a degree that a hand rolls is not seen."""
    x = math.sin(seconds * 0.9 + phase) + 0.5 * math.sin(seconds * 2.1 + phase * 3)
    y = math.sin(seconds * 1.3 + phase * 2) + 0.5 * math.sin(seconds * 2.7 + phase)
    breath = 0.25 * math.sin(seconds * 4.3 + phase * 5)
    return reach_px * (x + breath), reach_px * 0.8 * (y + breath)


def _crashed(u: float) -> float:
    """0 to 1 in a rush, a little beyond, and back."""
    if u <= 0:
        return 0.0
    if u < 1:
        return u * u * (3 - 2 * u) * 1.07
    return 1.0 + 0.07 * math.exp(-(u - 1) * 2.2) * math.cos((u - 1) * 3.0)
