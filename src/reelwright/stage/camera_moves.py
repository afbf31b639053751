"""A move and a moment → how the camera lays the scene onto the frame. Nothing slides linearly."""

from __future__ import annotations

import math

from reelwright.drawing.affine import Affine, multiply, scaling, translation
from reelwright.stage.acting.curves import smooth
from reelwright.storyboard.documents import Move

PUSH = 0.065
PAN_PX = 46.0
WHIP_PX = 70.0
SHAKE_PX = 15.0
_FPS = 24.0
_WIDTH = 1080.0


def camera_at(
    move: Move,
    frame: int,
    frame_count: int,
    *,
    focus: tuple[float, float],
    frame_width: int,
    fps: float,
    seed: int,
) -> Affine:
    """Layout pixels → frame pixels at ``frame``. ``focus`` (x, y in frame pixels) is what a push goes
    to. The reach stays within 8 % of the frame, so that places always cover it."""
    px = frame_width / _WIDTH
    share = frame / max(1, frame_count - 1)
    seconds = frame / fps
    phase = seed % 628 / 100
    scale, x, y = 1.0, 0.0, 0.0
    if move == "push-in":
        scale = 1 + PUSH * smooth(share * 0.85 + 0.05)
    elif move == "pull-out":
        scale = 1 + PUSH * (1 - smooth(share * 0.9 + 0.05))
    elif move in ("pan-left", "pan-right"):
        scale = 1.03
        side = 1.0 if move == "pan-left" else -1.0
        x = side * PAN_PX * (smooth(share) - 0.5)
    elif move == "whip":
        scale = 1.05
        x = WHIP_PX * (1 - smooth(min(1.0, seconds * _FPS / 7))) ** 2
    elif move == "shake":
        scale = 1.025
        fading = math.exp(-seconds * 3.2)
        x = SHAKE_PX * fading * math.sin(seconds * 61 + phase)
        y = SHAKE_PX * 0.8 * fading * math.sin(seconds * 73 + phase * 2)
    elif move == "rack-focus":
        scale = 1 + 0.02 * smooth(share)
    if move != "hold":
        # A hand holds it: never quite still.
        reach = 2.4 if move == "drift" else 1.2
        scale *= 1.012
        x += reach * (math.sin(seconds * 0.9 + phase) + 0.5 * math.sin(seconds * 2.1 + phase * 3))
        y += reach * 0.8 * (math.sin(seconds * 1.3 + phase * 2) + 0.5 * math.sin(seconds * 2.7 + phase))
    return multiply(translation(x * px, y * px), scaling(scale, focus[0], focus[1]))
