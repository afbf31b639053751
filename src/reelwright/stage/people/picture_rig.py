"""An author's own pictures of a person → that person on the stage: placed, lit, blinking, speaking.

The pictures lie over each other: ``body``, and of eyes and mouth the one that fits the moment. ``back``
stands in where the person is seen from behind; without it, that is drawn.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.drawing.affine import Affine, multiply, rotation, scaling
from reelwright.drawing.canvas import image_of
from reelwright.drawing.sprite import Sprite
from reelwright.drawing.spritecache import key_of
from reelwright.stage.brief import Actor, OwnPerson
from reelwright.stage.people.easel import Picture, RelightMaps
from reelwright.stage.people.rig import FigurePose, Rig

VERSION = 1
_FEET_UNITS, _CROWN_UNITS = 1655.0, 150.0
"""From the eyes down to the soles and up to the crown, in head units."""
_EYES_OF_FIGURE, _EYES_OF_BUST = 0.068, 0.30
"""Where eyes are in what is seen, from its top, when nobody says."""
_LIDS_SHUT, _LIPS_OPEN = 0.45, 0.12


def rig_of(actor: Actor, **how: Any) -> Rig:
    """The rig of a person: of their own pictures when there are some that fit the view, else drawn.
    ``how`` is what ``Rig`` takes."""
    own = actor.own
    needed = "back" if how.get("view") == "back" else "body"
    if own is None or not any(part.name == needed and Path(part.path).is_file() for part in own.parts):
        return Rig(actor.look, actor.outfit, **how)
    return PictureRig(actor, own, **how)


class PictureRig(Rig):
    """A person in an author's pictures. Face, mouth and joints are where a drawn person would have them."""

    def __init__(self, actor: Actor, own: OwnPerson, **how: Any) -> None:
        super().__init__(actor.look, actor.outfit, **how)
        self._own = own
        self._parts = {part.name: part for part in own.parts if Path(part.path).is_file()}
        looks = {"left": -1, "right": 1}.get(own.faces, 0)
        self._is_turned = looks * self.body_yaw_deg < 0
        told = [own.eyes, own.feet, self._is_turned, [p.digest for p in own.parts]]
        self._key = key_of(self._identity_key, "own person", VERSION, told)

    def layers(self, pose: FigurePose, camera: Affine) -> list[tuple[Sprite, Affine]]:
        legs, _, _ = self._placements(pose, self._turn(pose), camera)
        feet = _FEET_UNITS * self.scale
        alive = multiply(
            rotation(pose.roll_deg * 0.22, 0, feet),
            scaling(1 + 0.0012 * pose.breath, 0, feet, 1 + 0.0022 * pose.breath),
        )
        placed = multiply(legs, alive)
        names = ["back"]
        if self.view != "back":
            eyes = "eyes-closed" if pose.face.lid_open < _LIDS_SHUT else "eyes-open"
            mouth = "mouth-open" if pose.face.mouth_open > _LIPS_OPEN else "mouth-closed"
            names = ["body", eyes, mouth]
        return [(self._sprite(name), placed) for name in names if name in self._parts]

    def layers_over(self, pose: FigurePose, camera: Affine) -> list[tuple[Sprite, Affine]]:
        return []

    def _alpha(self, turn: Any) -> NDArray[np.uint8]:
        return self.easel.alpha_map([self._picture_of(self._base)])

    # -- inside ----------------------------------------------------------------------------------

    @property
    def _base(self) -> str:
        return "back" if self.view == "back" else "body"

    def _sprite(self, name: str) -> Sprite:
        return self._cache.sprite(
            key_of(self._key, name), lambda: self._finished(self._picture_of(name), self._light_maps)
        )

    @cached_property
    def _light_maps(self) -> RelightMaps:
        return self._relit(self._alpha(None))

    def _picture_of(self, name: str) -> Picture:
        """A picture in rig space: its eyes at 0, 0, its soles where a drawn person's are."""
        rgba = _premultiplied(self._parts[name].path)
        high, wide = rgba.shape[:2]
        eye_x, eye_y, units = self._fit
        left, top = -eye_x * wide * units, -eye_y * high * units
        right, bottom = left + wide * units, top + high * units
        image, sampling = (
            image_of(rgba),
            skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear),
        )

        def paint(canvas: skia.Canvas) -> None:
            if self._is_turned:
                canvas.scale(-1, 1)
            canvas.drawImageRect(image, skia.Rect(left, top, right, bottom), sampling)

        b, s = self.easel.bounds, self.easel.scale
        whole = self.easel.rect(b.x / s, b.y / s, (b.x + b.width) / s, (b.y + b.height) / s)
        return self.easel.picture(whole, paint)

    @cached_property
    def _fit(self) -> tuple[float, float, float]:
        """The eyes of the pictures as parts of their width and height, and head units for each pixel."""
        alpha = _premultiplied(self._parts[self._base].path)[..., 3] > 20
        high, wide = alpha.shape
        rows = np.flatnonzero(alpha.any(1))
        top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, high)
        across = np.flatnonzero(alpha.any(0))
        is_whole = self._own.feet is not None or bottom - top > 2 * max(
            1, np.ptp(across) if len(across) else 1
        )
        share = _EYES_OF_FIGURE if is_whole else _EYES_OF_BUST
        head = np.flatnonzero(alpha[top : top + max(1, round((bottom - top) * share * 2))].any(0))
        eyes = self._own.eyes or (
            (float(head.mean()) + 0.5 if len(head) else wide / 2) / wide,
            (top + (bottom - top) * share) / high,
        )
        eye_row = eyes[1] * high
        if is_whole:
            feet = (self._own.feet or bottom / high) * high
            return eyes[0], eyes[1], _FEET_UNITS / max(1.0, feet - eye_row)
        return eyes[0], eyes[1], _CROWN_UNITS / max(1.0, eye_row - top)


def _premultiplied(path: str) -> NDArray[np.uint8]:
    """Premultiplied RGBA; one empty pixel when the picture has gone."""
    try:
        picture = cv2.imdecode(np.frombuffer(Path(path).read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    except (OSError, cv2.error):
        picture = None
    if picture is None or picture.ndim != 3 or picture.shape[2] != 4:
        return np.zeros((1, 1, 4), np.uint8)
    if picture.dtype != np.uint8:
        picture = (picture >> 8).astype(np.uint8)
    rgba = cv2.cvtColor(picture, cv2.COLOR_BGRA2RGBA).astype(np.uint16)
    rgba[..., :3] = (rgba[..., :3] * rgba[..., 3:] + 127) // 255
    return np.asarray(rgba.astype(np.uint8))
