"""Layers drawn by a set, and its lamps → a lit, painterly background and what stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import msgspec
import numpy as np

from reelwright.drawing.canvas import pixels, surface
from reelwright.drawing.colour import Colour, hex_of, rgb
from reelwright.drawing.ink import PLUS, fill, gradient_fill, linear, radial
from reelwright.drawing.paint import (
    Picture,
    Rgba,
    bands,
    bytes_of,
    noise,
    over,
    painterly,
    picture_of,
    screen,
)
from reelwright.stage.places.hours import Hour

WIDTH_PX, HEIGHT_PX = 1210, 2150
_LIGHT_STEP_PX = 8
_AIR_STEP = 4
_SHEETS = ("sky", "outside", "room", "shine", "things", "sparks")
_COVERED = 250
_BLOOM_ABOVE = 0.84
_TEXTURE = 0.026


class Life(msgspec.Struct, frozen=True):
    """Something small that stirs: where it is in the painting, how large, and on which layer."""

    kind: str
    x: float
    y: float
    size: float
    colour: str
    depth: str


@dataclass(frozen=True)
class Lamp:
    """A pool of light: what is within ``reach`` (pixels, to half its strength) of x, y gets
    ``strength`` times ``colour`` on top of the ambient light."""

    x: float
    y: float
    reach: float
    colour: Colour
    strength: float
    squash: float = 1.0


@dataclass(frozen=True)
class Painted:
    """A finished painting, back to front; what a place has nothing on is ``None``. ``sky`` is RGB,
    uint8 (height, width, 3), the others premultiplied RGBA. ``lives`` is what stirs in it."""

    sky: Rgba
    outside: Rgba | None
    room: Rgba | None
    things: Rgba | None
    lives: tuple[Life, ...]


@dataclass
class Painting:
    """The sheets a set paints on, back to front.

    ``sky`` is far behind everything; ``outside`` is what shines by itself before it (city, houses in
    their own light); ``room`` is matt and lit by ``lamps`` and the ambient light, with holes where
    windows are; ``shine`` is light in the air (screened); ``things`` is matt too and stands nearer to
    us, for parallax; ``sparks`` shines on top of it.
    """

    hour: Hour
    seed: int
    width: int = WIDTH_PX
    height: int = HEIGHT_PX
    warp: float = 1.0
    ambient_strength: float = 1.0
    lamps: list[Lamp] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sheets = {name: surface(self.width, self.height) for name in _SHEETS}
        self.sky, self.outside, self.room, self.shine, self.things, self.sparks = (
            sheet.getCanvas() for sheet in self._sheets.values()
        )
        self.generator = np.random.default_rng(self.seed)

    def sheet(self, name: str) -> Picture:
        """What is on a sheet so far, a layer."""
        return picture_of(pixels(self._sheets[name]))

    def beyond(self) -> Picture:
        """Sky and outside so far, as a picture: for what mirrors it."""
        return over(self.sheet("sky")[..., :3], self.sheet("outside"))

    def lamp(
        self, x: float, y: float, reach: float, colour: Colour, strength: float, squash: float = 1.0
    ) -> None:
        """A lamp as far as it is turned up at this hour."""
        if strength > 0:
            self.lamps.append(Lamp(x, y, reach, colour, strength, squash))

    def life(
        self, kind: str, x: float, y: float, size: float, colour: Colour = "#ffffff", depth: str = "room"
    ) -> None:
        """Something that stirs at x, y (``stage.places.life`` knows the kinds); it moves with the layer
        ``depth`` and is drawn on top of it."""
        self.lives.append(Life(kind, x, y, size, hex_of(colour), depth))

    def finished(self) -> Painted:
        """The layers in their light, painted. The sheets are used up."""
        air = self._light_in_the_air()
        sky = bytes_of(self._textured_sky())[..., :3]
        room_bytes = pixels(self._sheets.pop("room"))
        seen = room_bytes[..., 3] < _COVERED
        outside = self._painted(self._used("outside"), 0, None if seen.all() else seen)
        light = self._light()
        room: Picture | None = None
        if room_bytes[..., 3].any():
            room = self._painted(_lit(picture_of(room_bytes), light), 3, None)
        if room is not None:
            room = _lightened(room, air)
        elif outside is not None:
            outside = _lightened(outside, air)
        del room_bytes, air
        outside_bytes = None if outside is None else bytes_of(outside)
        room_done = None if room is None else bytes_of(room)
        del outside, room
        things_layer = self._used("things")
        things: Rgba | None = None
        if things_layer[..., 3].any():
            lit = self._painted(_lit(things_layer, light), 7, None)
            assert lit is not None
            things = bytes_of(_lightened(lit, self._used("sparks")[..., :3]))
        return Painted(np.ascontiguousarray(sky), outside_bytes, room_done, things, tuple(self.lives))

    def _painted(self, layer: Picture, salt: int, seen: Any) -> Picture | None:
        """Brush marks on a layer; where only a part of it is ``seen`` (through windows) the rest is left
        out. ``None`` for an empty layer."""
        crisp = 0.85 if self.warp <= 1 else 0.25
        shown = layer[..., 3] > 0 if seen is None else (layer[..., 3] > 0) & seen
        rows_seen, columns_seen = np.flatnonzero(shown.any(1)), np.flatnonzero(shown.any(0))
        if not len(rows_seen):
            return None
        y0, y1 = max(0, rows_seen[0] - 60), rows_seen[-1] + 61
        x0, x1 = max(0, columns_seen[0] - 60), columns_seen[-1] + 61
        part = np.ascontiguousarray(layer[y0:y1, x0:x1])
        painted = painterly(part, self.seed + salt, warp=self.warp, crisp=crisp, texture=_TEXTURE)
        if painted.shape == layer.shape:
            return painted
        out = np.zeros_like(layer)
        out[y0:y1, x0:x1] = painted
        return out

    def _textured_sky(self) -> Picture:
        sky = picture_of(pixels(self._sheets.pop("sky")))[..., :3]
        uneven = noise(self.height // 4, self.width // 4, self.seed + 40, octaves=4, cells=5) - 0.5
        uneven = cv2.resize(uneven, (self.width, self.height), interpolation=cv2.INTER_LINEAR)
        for band in bands(self.height):
            sky[band] *= 1 + 0.05 * uneven[band][..., None]
        return np.ascontiguousarray(sky)

    def _light_in_the_air(self) -> Picture:
        """What is on ``shine``, and the glow around all that is very bright."""
        size = (self.width // _AIR_STEP, self.height // _AIR_STEP)
        small = {
            name: picture_of(cv2.resize(pixels(self._sheets[name]), size, interpolation=cv2.INTER_AREA))
            for name in ("sky", "outside", "room", "shine")
        }
        light = cv2.resize(self._light_grid(), size, interpolation=cv2.INTER_LINEAR)
        far = over(over(small["sky"][..., :3], small["outside"]), _lit(small["room"], light))
        far = screen(far, small["shine"][..., :3])
        # By lightness: a saturated sky is no lamp.
        above = np.clip(far @ np.array([0.3, 0.55, 0.15], np.float32) - _BLOOM_ABOVE, 0, 1)
        bright = np.asarray(far * (above / (1 - _BLOOM_ABOVE))[..., None], np.float32)
        halo = 1 - (1 - 0.16 * cv2.GaussianBlur(bright, (0, 0), 3)) * (
            1 - 0.20 * cv2.GaussianBlur(bright, (0, 0), 14)
        )
        air = picture_of(pixels(self._sheets.pop("shine")))[..., :3]
        spread = cv2.resize(
            np.asarray(halo, np.float32), (self.width, self.height), interpolation=cv2.INTER_CUBIC
        )
        return screen(np.ascontiguousarray(air), np.clip(spread, 0, 1))

    def _used(self, name: str) -> Picture:
        """What is on a sheet, which is let go."""
        return picture_of(pixels(self._sheets.pop(name)))

    def _light(self) -> Picture:
        """How strongly each pixel of matt sheets is lit, (height, width, 3), 1 as painted."""
        light = self._light_grid()
        return np.asarray(
            cv2.resize(light, (self.width, self.height), interpolation=cv2.INTER_LINEAR), np.float32
        )

    def _light_grid(self) -> Picture:
        rows, columns = self.height // _LIGHT_STEP_PX, self.width // _LIGHT_STEP_PX
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * _LIGHT_STEP_PX
        light = np.empty((rows, columns, 3), np.float32)
        light[:] = rgb(self.hour.ambient) * self.ambient_strength
        for lamp in self.lamps:
            distance = np.hypot((x - lamp.x) / lamp.reach, (y - lamp.y) / (lamp.reach * lamp.squash))
            fall = lamp.strength / (1 + distance**2 * 1.0) ** 1.5
            light += fall[..., None] * rgb(lamp.colour).astype(np.float32)
        return np.asarray(np.minimum(light, 1.45), np.float32)


def _lit(layer: Picture, light: Picture) -> Picture:
    """A matt layer in this light; the layer itself is changed."""
    for band in bands(len(layer)):
        shown = layer[band]
        shown[..., :3] = np.minimum(shown[..., :3] * light[band], shown[..., 3:])
    return layer


def _lightened(layer: Picture, air: Picture) -> Picture:
    """Light (h, w, 3) on a premultiplied layer (changed): it also lies where the layer is empty."""
    for band in bands(len(layer)):
        shown = layer[band]
        shown[..., :3] += air[band] - shown[..., :3] * air[band]
        shown[..., 3] = np.maximum(shown[..., 3], shown[..., :3].max(2))
    return layer


def glow(
    canvas: Any, x: float, y: float, radius: float, colour: Colour, alpha: float = 1.0, blend: Any = PLUS
) -> None:
    """A soft round light."""
    if alpha <= 0:
        return
    shader = radial((x, y), radius, [colour] * 3, [0, 0.35, 1], [alpha, alpha * 0.32, 0])
    canvas.drawCircle(x, y, radius, gradient_fill(shader, blend=blend))


def down(y0: float, y1: float, colours: Sequence[Colour], positions: Sequence[float] | None = None) -> Any:
    """A shader that runs downwards."""
    return linear((0, y0), (0, y1), list(colours), positions)


def across(x0: float, x1: float, colours: Sequence[Colour], positions: Sequence[float] | None = None) -> Any:
    """A shader that runs to the right."""
    return linear((x0, 0), (x1, 0), list(colours), positions)


def rows(
    y1: float, colours: Sequence[Colour], y0: float = 0.0, positions: Sequence[float] | None = None
) -> Any:
    """A paint that runs downwards from ``y0`` to ``y1``."""
    return gradient_fill(down(y0, y1, colours, positions))


def columns(x0: float, x1: float, colours: Sequence[Colour], positions: Sequence[float] | None = None) -> Any:
    """A paint that runs to the right from ``x0`` to ``x1``."""
    return gradient_fill(across(x0, x1, colours, positions))


def dot(
    canvas: Any, x: float, y: float, radius: float, colour: Colour, alpha: float = 1.0, blur: float = 0.0
) -> None:
    canvas.drawCircle(x, y, radius, fill(colour, alpha, blur=blur))
