"""Everything that moves in a face, as numbers, and the way from one face to another."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class FaceState:
    """Everything that moves in a face. 0 is at rest unless said otherwise.

    Brows: ``brow_inner`` and ``brow_outer`` up (-1.3..1.3), ``brow_knit`` together, ``brow_drop`` the
    whole brow down and level (0..1), ``brow_skew`` the one on the right of the picture up, the other
    down (-1..1). Eyes: ``lid_open`` 0 shut, 1 open, 1.3 torn open; ``lid_flat`` draws the upper lid
    straight; ``squint`` raises the lower lid (-0.3..0.8); ``eye_angle`` inner corner down (anger, +1) or
    outer down (grief, -1); ``iris`` its size (0.6..1.15); ``joy`` shut eyes arch upwards; ``wink`` shuts
    the eye on the right; ``shine`` 0.5 dull, 1 normal, 1.7 wet; ``gaze_x``/``gaze_y`` -1..1 (screen right,
    down). Nose and cheeks: ``nose_wrinkle``, ``cheek`` lifted into a fold, ``puff``. Mouth: ``smile``
    -1..1.2, ``mouth_open`` 0..0.9, ``mouth_width`` around 1, ``mouth_round`` and ``mouth_square`` 0..1,
    ``teeth`` 0..1.5, ``tongue`` 0..1.3, ``press`` lips together, ``lip_raise`` the upper lip curled up,
    ``lip_bite``, ``chin`` pushed up, ``quiver`` lips that tremble, ``asymmetry`` the smile (or curl) on
    the right only. Skin: ``blush``, ``pallor`` (colour leaves it), ``tears``, ``gloom`` (a shadow from the
    forehead down), ``weariness``
    (shadows under the eyes). Marks of the drawn page: ``sweat``, ``vein``, ``sigh``, ``sparkle``.
    All 0..1.
    """

    brow_inner: float = 0.0
    brow_outer: float = 0.1
    brow_knit: float = 0.0
    lid_open: float = 1.0
    squint: float = 0.08
    eye_angle: float = 0.0
    smile: float = 0.08
    mouth_open: float = 0.0
    mouth_width: float = 1.0
    mouth_round: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0
    press: float = 0.0
    blush: float = 0.30
    iris: float = 1.0
    tears: float = 0.0
    shine: float = 1.0
    asymmetry: float = 0.0
    gloom: float = 0.0
    joy: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    weariness: float = 0.0
    brow_drop: float = 0.0
    brow_skew: float = 0.0
    lid_flat: float = 0.0
    wink: float = 0.0
    nose_wrinkle: float = 0.0
    cheek: float = 0.0
    puff: float = 0.0
    mouth_square: float = 0.0
    lip_raise: float = 0.0
    lip_bite: float = 0.0
    chin: float = 0.0
    quiver: float = 0.0
    pallor: float = 0.0
    sweat: float = 0.0
    vein: float = 0.0
    sigh: float = 0.0
    sparkle: float = 0.0


NEUTRAL = FaceState()

FIELD_NAMES = tuple(field.name for field in fields(FaceState))


def blend(first: FaceState, second: FaceState, weight: float) -> FaceState:
    """``first`` at 0, ``second`` at 1; outside 0..1 it goes on (anticipation, overshoot)."""
    return FaceState(
        **{
            name: getattr(first, name) + (getattr(second, name) - getattr(first, name)) * weight
            for name in FIELD_NAMES
        }
    )
