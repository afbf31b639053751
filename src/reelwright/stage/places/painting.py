"""Layers drawn by a set, and its lamps → a lit, painterly background and what stands before it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.canvas import pixels, surface
from reelwright.drawing.colour import Colour, hex_of, rgb
from reelwright.drawing.ink import PLUS, fill, gradient_fill, linear, radial
from reelwright.drawing.paint import (
    Picture,
    Rgba,
    bands,
    brush_fields,
    bytes_of,
    noise,
    over,
    painterly,
    picture_of,
    screen,
    screen_bytes,
)
from reelwright.stage.places.hours import Hour

WIDTH_PX, HEIGHT_PX = 1210, 2150
_LIGHT_STEP_PX = 8
_AIR_STEP = 4
_SHEETS = ("sky", "outside", "room", "shine", "things", "sparks")
_COVERED = 250
_BLOOM_ABOVE = 0.84
_TEXTURE = 0.026
_BEYOND_PX = 24
_TILE_PX = 302
"""Rows and columns around a tile that its brush marks see; even, for fields of half the size."""


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

    def small(self, name: str, rows: slice, step: int) -> Picture:
        """Some rows of a sheet so far, ``step`` times smaller."""
        part = pixels(self._sheets[name])[rows]
        size = (self.width // step, max(1, len(part) // step))
        return picture_of(cv2.resize(part, size, interpolation=cv2.INTER_AREA))

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
        sky = self._textured_sky()
        room_bytes = pixels(self._sheets.pop("room"))
        seen = room_bytes[..., 3] < _COVERED
        has_room = bool(room_bytes[..., 3].any())
        drawn = pixels(self._sheets.pop("outside"))
        outside = self._painted(drawn, 0, seen=seen if has_room else None, air=None if has_room else air)
        light = self._light_grid()
        room = self._painted(room_bytes, 3, light=light, air=air)
        del drawn, room_bytes, seen, air
        sparks = pixels(self._sheets.pop("sparks"))[..., :3]
        things = self._painted(pixels(self._sheets.pop("things")), 7, light=light, air=sparks)
        return Painted(sky, outside, room, things, tuple(self.lives))

    def _painted(
        self,
        drawn: Rgba,
        salt: int,
        *,
        light: Picture | None = None,
        air: Rgba | None = None,
        seen: NDArray[np.bool_] | None = None,
    ) -> Rgba | None:
        """A sheet in its light with brush marks, and the light in the air on it. Where only a part of it is
        ``seen`` (through windows) the rest is left out. ``None`` for an empty sheet. It is worked off in
        tiles: floats of a whole layer take 42 MB, and most sheets are empty in places."""
        shown = drawn[..., 3] > 0
        if not shown.any():
            return None
        if seen is not None:
            shown &= seen
        crisp = 0.85 if self.warp <= 1 else 0.25
        fields = brush_fields(self.height, self.width, self.seed + salt)
        out = np.zeros_like(drawn)
        for tile in _tiles(self.height, self.width):
            if shown[tile].any():
                seen_rows, seen_columns = (_widened(*ends) for ends in zip(tile, shown.shape, strict=True))
                part = picture_of(drawn[seen_rows, seen_columns])
                if light is not None:
                    part = _lit(part, _light_on(light, seen_rows, seen_columns))
                halves = [slice(ends.start // 2, ends.stop // 2) for ends in (seen_rows, seen_columns)]
                painted = painterly(
                    part,
                    0,
                    warp=self.warp,
                    crisp=crisp,
                    texture=_TEXTURE,
                    fields=[field[halves[0], halves[1]] for field in fields],
                )
                top, left = tile[0].start - seen_rows.start, tile[1].start - seen_columns.start
                high, wide = (ends.stop - ends.start for ends in tile)
                painted = painted[top : top + high, left : left + wide]
            elif air is None:
                continue
            else:
                painted = np.zeros((*shown[tile].shape, 4), np.float32)
            done = bytes_of(painted)
            out[tile] = done if air is None else _lightened(done, air[tile])
        return out

    def _textured_sky(self) -> Rgba:
        sky = np.ascontiguousarray(pixels(self._sheets.pop("sky"))[..., :3])
        uneven = noise(self.height // 4, self.width // 4, self.seed + 40, octaves=4, cells=5) - 0.5
        uneven = cv2.resize(1 + 0.05 * uneven, (self.width, self.height), interpolation=cv2.INTER_LINEAR)
        for band in bands(self.height):
            gain = cv2.merge([uneven[band]] * 3)
            sky[band] = cv2.multiply(sky[band], gain, dtype=cv2.CV_8U)
        return sky

    def _light_in_the_air(self) -> Rgba:
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
        spread = cv2.resize(
            np.asarray(np.clip(halo, 0, 1) * 255 + 0.5).astype(np.uint8),
            (self.width, self.height),
            interpolation=cv2.INTER_CUBIC,
        )
        air = np.ascontiguousarray(pixels(self._sheets.pop("shine"))[..., :3])
        return screen_bytes(air, spread)

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


def _tiles(height: int, width: int) -> list[tuple[slice, slice]]:
    """A painting in parts: what is empty of them need not be painted."""
    edges = [*range(0, width - _TILE_PX // 2, _TILE_PX), width]
    return [(band, slice(*ends)) for band in bands(height) for ends in itertools.pairwise(edges)]


def _widened(part: slice, length: int) -> slice:
    """A part with what its brush marks see on both sides."""
    return slice(max(0, part.start - _BEYOND_PX), min(length, part.stop + _BEYOND_PX))


def _light_on(grid: Picture, rows: slice, columns: slice) -> Picture:
    """How strongly each pixel of a part of a matt sheet is lit, (h, w, 3), 1 as painted."""
    step = 1 / _LIGHT_STEP_PX
    to_grid = np.array(
        [[step, 0, (columns.start + 0.5) * step - 0.5], [0, step, (rows.start + 0.5) * step - 0.5]]
    )
    size = (columns.stop - columns.start, rows.stop - rows.start)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(grid, to_grid, size, flags=how, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def _lit(layer: Picture, light: Picture) -> Picture:
    """A matt layer in this light."""
    *colours, alpha = cv2.split(layer)
    lit = [cv2.min(cv2.multiply(c, k), alpha) for c, k in zip(colours, cv2.split(light), strict=True)]
    return np.asarray(cv2.merge([*lit, alpha]), np.float32)


def _lightened(layer: Rgba, air: Rgba) -> Rgba:
    """Light (h, w, 3) on a premultiplied layer: it also lies where the layer is empty."""
    *colours, alpha = cv2.split(layer)
    lit = [screen_bytes(c, light) for c, light in zip(colours, cv2.split(air), strict=True)]
    for colour in lit:
        alpha = cv2.max(alpha, colour)
    return np.asarray(cv2.merge([*lit, alpha]), np.uint8)


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
