"""Layers drawn by a set, and its lamps → a lit, painterly background and what stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from reelwright.drawing.canvas import pixels, surface
from reelwright.drawing.colour import Colour, rgb
from reelwright.drawing.ink import PLUS, fill, gradient_fill, linear, radial
from reelwright.drawing.paint import (
    Picture,
    Rgba,
    bands,
    bloom,
    bytes_of,
    over,
    painterly,
    picture_of,
    screen,
)
from reelwright.stage.places.hours import Hour

WIDTH_PX, HEIGHT_PX = 1210, 2150
_LIGHT_STEP_PX = 8


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


@dataclass
class Painting:
    """The sheets a set paints on, back to front.

    ``outside`` is what shines by itself (sky, city); ``room`` is matt and lit by ``lamps`` and the
    ambient light, with holes where windows are; ``shine`` is light in the air (screened); ``things``
    is matt too and stands nearer to us, for parallax; ``sparks`` shines on top of it.
    """

    hour: Hour
    seed: int
    width: int = WIDTH_PX
    height: int = HEIGHT_PX
    warp: float = 1.0
    ambient_strength: float = 1.0
    lamps: list[Lamp] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sheets = {
            name: surface(self.width, self.height)
            for name in ("outside", "room", "shine", "things", "sparks")
        }
        self.outside, self.room, self.shine, self.things, self.sparks = (
            sheet.getCanvas() for sheet in self._sheets.values()
        )
        self.generator = np.random.default_rng(self.seed)

    def sheet(self, name: str) -> Picture:
        """What is on a sheet so far, a layer."""
        return picture_of(pixels(self._sheets[name]))

    def lamp(
        self, x: float, y: float, reach: float, colour: Colour, strength: float, squash: float = 1.0
    ) -> None:
        """A lamp as far as it is turned up at this hour."""
        if strength > 0:
            self.lamps.append(Lamp(x, y, reach, colour, strength, squash))

    def finished(self) -> tuple[Rgba, Rgba | None]:
        """The background (height, width, 4) and the layer before it (or None when it is empty). The
        sheets are used up."""
        light = self._light()
        far = over(self._used("outside")[..., :3], _lit(self._used("room"), light))
        far = screen(far, self._used("shine")[..., :3])
        far = painterly(far, self.seed, warp=self.warp)
        background = bytes_of(bloom(far, above=0.86, strength=0.22))
        del far
        things = self._used("things")
        if not things[..., 3].any():
            return background, None
        things = _lit(things, light)
        del light
        things = painterly(things, self.seed + 7, warp=self.warp)
        things[..., :3] = screen(things[..., :3], self._used("sparks")[..., :3])
        things[..., 3] = np.maximum(things[..., 3], things[..., :3].max(2))
        return background, bytes_of(things)

    def _used(self, name: str) -> Picture:
        """What is on a sheet, which is let go."""
        return picture_of(pixels(self._sheets.pop(name)))

    def _light(self) -> Picture:
        """How strongly each pixel of matt sheets is lit, (height, width, 3), 1 as painted."""
        rows, columns = self.height // _LIGHT_STEP_PX, self.width // _LIGHT_STEP_PX
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * _LIGHT_STEP_PX
        light = np.empty((rows, columns, 3), np.float32)
        light[:] = rgb(self.hour.ambient) * self.ambient_strength
        for lamp in self.lamps:
            distance = np.hypot((x - lamp.x) / lamp.reach, (y - lamp.y) / (lamp.reach * lamp.squash))
            fall = lamp.strength / (1 + distance**2 * 1.0) ** 1.5
            light += fall[..., None] * rgb(lamp.colour).astype(np.float32)
        light = np.minimum(light, 1.45)
        return np.asarray(
            cv2.resize(light, (self.width, self.height), interpolation=cv2.INTER_LINEAR), np.float32
        )


def _lit(layer: Picture, light: Picture) -> Picture:
    """A matt layer in this light; the layer itself is changed."""
    for band in bands(len(layer)):
        shown = layer[band]
        shown[..., :3] = np.minimum(shown[..., :3] * light[band], shown[..., 3:])
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
