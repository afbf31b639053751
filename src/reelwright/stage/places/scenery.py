"""A place, an hour, a framing → the layers behind and before the people, and the light on them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.affine import IDENTITY, Affine, multiply, scaling, translation
from reelwright.drawing.colour import rgb
from reelwright.drawing.paint import Picture, Rgba, blur, bytes_of, in_bands, lens_blur, picture_of, vignette
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.stage.light import Light
from reelwright.stage.places.foreground import STEP_PX, foreground
from reelwright.stage.places.hours import hour_named
from reelwright.stage.places.lights import light_of, look_of
from reelwright.stage.places.painting import Painting
from reelwright.stage.places.sets import SETS
from reelwright.stage.places.weather import Weather, dust, weather_named

VERSION = 3
"""Part of every key: raise it when a place is painted differently."""
MARGIN = 0.085
"""How far layers reach beyond the frame on each side, as a part of its width and height."""

Layer = tuple[Sprite, Affine]


@dataclass(frozen=True)
class View:
    """How a framing sees a place: ``zoom`` into the painting around ``centre_y`` (0..1), and the radius of
    the lens blur in pixels at 1080 wide."""

    zoom: float
    centre_y: float
    blur_px: float
    foreground: bool = False


VIEWS: dict[str, View] = {
    "wide": View(1.0, 0.50, 0.0, True),
    "medium": View(1.16, 0.47, 6.5, True),
    "two-shot": View(1.14, 0.46, 7.0, True),
    "over-the-shoulder": View(1.20, 0.45, 9.0),
    "medium-close-up": View(1.28, 0.45, 12.0),
    "close-up": View(1.42, 0.45, 17.0),
    "insert": View(1.65, 0.62, 26.0),
    "card": View(1.04, 0.48, 11.0),
}
_FAR_SHARE, _NEAR_SHARE, _FRONT_SHARE = 0.45, 0.72, 1.5
_BLUR_AT_HALF_SIZE_PX = 5.0
_BASE_WIDTH_PX = 1080


class Scenery:
    """One place as one shot sees it. ``light`` is for the people, ``grade`` (uint8, (256, 3)) for whatever
    is baked to stand in it; its own layers are graded already."""

    def __init__(
        self,
        place: str,
        *,
        time_of_day: str,
        weather: str,
        framing: str,
        side: str,
        seed: int,
        width: int,
        height: int,
        cache: SpriteCache,
    ) -> None:
        self.place, self.side, self.framing = place, side, framing
        self._set = SETS[place]
        self._hour = hour_named(time_of_day)
        self.view = VIEWS.get(framing, VIEWS["medium"])
        self._seed, self._width, self._height, self._cache = seed, width, height, cache
        self.light: Light = light_of(place, self._hour.name, outdoors=self._set.outdoors)
        look = look_of(place, self._hour.name)
        self._dust_colour = look.dust
        self.grade: NDArray[np.uint8] = look.table()
        # Indoors, rain falls outside the window; only what drifts through rooms is seen in them.
        named = weather_named(weather) or self._set.air
        kind = named if self._set.outdoors or named in ("petals", "fog") else ""
        self.weather = Weather(kind, seed=seed, width=width, height=height, cache=cache)
        self._far, self._near = self._place_layers()
        self._front = self._foreground_layer()
        self._vignette = cache.sprite(
            key_of("vignette", VERSION, width, height), lambda: _vignette_sprite(width, height)
        )

    def behind(self, frame: int, camera: Affine) -> list[Layer]:
        """What is behind the people in ``frame`` (from the shot's first), back to front. Far things follow
        ``camera`` less than near ones."""
        layers = [(self._far, _followed(camera, _FAR_SHARE))]
        if self._near is not None:
            layers.append((self._near, _followed(camera, _NEAR_SHARE)))
        return layers + self.weather.far(frame)

    def front(self, frame: int, camera: Affine) -> list[Layer]:
        """What is before the people: weather and dust, out-of-focus things at an edge, the vignette."""
        layers = self.weather.near(frame)
        if not self.weather.kind:
            layers += dust(self._cache, self._dust_colour, frame, seed=self._seed, width=self._width)
        if self._front is not None:
            layers.append((self._front, _followed(camera, _FRONT_SHARE)))
        return [*layers, (self._vignette, IDENTITY)]

    def glow(self, silhouette: Picture) -> Layer:
        """Light behind the figures: ``silhouette`` is what they cover, float32 0..1,
        (height // 8, width // 8). It goes between ``behind`` and the figures, moved by the camera."""
        soft = blur(np.asarray(silhouette, np.float32), 8.0)[..., None]
        colour = rgb(self.light.glow).astype(np.float32) * self.light.glow_strength
        layer = np.concatenate([soft * colour, soft * self.light.glow_strength], 2)
        return bake_sprite(bytes_of(layer), local=scaling(8.0), mode="add", opaque=True), IDENTITY

    # -- inside ----------------------------------------------------------------------------------

    def _place_layers(self) -> tuple[Sprite, Sprite | None]:
        offset = {"left": -0.75, "right": 0.75}.get(self.side, 0.0)
        key = (
            "place",
            VERSION,
            self.place,
            self._hour.name,
            self.framing,
            self.side,
            self._width,
            self._height,
        )

        def far() -> Sprite:
            return self._crop(self._painted()[..., :3], offset, 1.0)

        def near() -> Sprite:
            painted = self._painted()
            # Where nothing stands nearer, the sprite is empty: whether it is needs no painting to know.
            return self._crop(painted[..., 3:], offset, 0.62) if painted.shape[2] > 3 else _nothing()

        there = self._cache.sprite(key_of(*key, "near"), near)
        return self._cache.sprite(key_of(*key, "far"), far), there if there.flags.any() else None

    def _painted(self) -> NDArray[np.uint8]:
        return painted_place(self.place, self._hour.name, self._cache)

    def _crop(self, painted: NDArray[np.uint8], offset: float, blur_share: float) -> Sprite:
        """The part of the painting that the frame and its margin show, blurred and graded."""
        height, width = painted.shape[:2]
        wide, high = width / self.view.zoom, height / self.view.zoom
        x = (width - wide) * (0.5 + offset / 2)
        y = (height - high) * np.clip(
            (self.view.centre_y * height - high / 2) / max(height - high, 1e-6), 0, 1
        )
        part = painted[int(y) : int(y + high), int(x) : int(x + wide)]
        radius = self.view.blur_px * blur_share * self._width / _BASE_WIDTH_PX
        step = 2 if radius >= _BLUR_AT_HALF_SIZE_PX else 1
        size = (
            round(self._width * (1 + 2 * MARGIN) / step),
            round(self._height * (1 + 2 * MARGIN) / step),
        )
        shrinks = size[0] < part.shape[1]
        fitted = cv2.resize(part, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
        highlights = 0.3 + 2.0 * self._hour.lamps**2
        radius /= step

        def blurred(rows: Rgba) -> Rgba:
            return bytes_of(lens_blur(picture_of(rows), radius, highlights=highlights))

        rgba = in_bands(fitted, math.ceil(radius) + 1, blurred)
        local = multiply(translation(-self._width * MARGIN, -self._height * MARGIN), scaling(step))
        return bake_sprite(rgba, local=local, grade=self.grade, opaque=True)

    def _foreground_layer(self) -> Sprite | None:
        if not self.view.foreground or not self._set.foreground:
            return None
        # ``side`` is where nobody stands.
        at_left = self.side == "left" or (self.side != "right" and self._seed % 2 == 0)
        key = key_of(
            "foreground", VERSION, self._set.foreground, self._hour.name, at_left, self._width, self._height
        )
        return self._cache.sprite(key, lambda: self._foreground_sprite(at_left))

    def _foreground_sprite(self, at_left: bool) -> Sprite:
        layer = foreground(self._set.foreground, self._hour, at_left=at_left, seed=5)
        step = STEP_PX * self._width / _BASE_WIDTH_PX
        local = multiply(translation(-self._width * MARGIN, -self._height * MARGIN), scaling(step))
        return bake_sprite(bytes_of(layer), local=local, grade=self.grade, opaque=True)


def scenery(
    place: str,
    *,
    time_of_day: str,
    weather: str,
    framing: str,
    side: str,
    seed: int,
    width: int,
    height: int,
    cache: SpriteCache,
) -> Scenery:
    """The scenery of ``place`` (a key that ``place_named`` gives; ``KeyError`` for another).

    ``time_of_day`` is ``day, dawn, dusk, night`` or empty (day); ``weather`` words in English or Chinese;
    ``framing`` as in the storyboard; ``side`` ``left, centre, right``: the part of the place that is seen,
    and the edge where things may stand before the people.
    ``seed`` moves weather and dust; the place itself is the same in every shot of a series.
    """
    return Scenery(
        place,
        time_of_day=time_of_day,
        weather=weather,
        framing=framing,
        side=side,
        seed=seed,
        width=width,
        height=height,
        cache=cache,
    )


def painted_place(place: str, time_of_day: str, cache: SpriteCache) -> NDArray[np.uint8]:
    """The whole painting, uint8 (2150, 1210, 3), or 7 channels when a nearer layer (premultiplied RGBA)
    stands before it. Painted once per place and hour."""
    hour = hour_named(time_of_day)

    def paint() -> NDArray[np.uint8]:
        chosen = SETS[place]
        seed = int(key_of("place seed", place)[:6], 16) % 1000
        painting = Painting(hour, seed, warp=chosen.warp)
        chosen.paint(painting)
        far, near = painting.finished()
        return np.ascontiguousarray(far[..., :3] if near is None else np.dstack([far[..., :3], near]))

    return cache.array(key_of("painted place", VERSION, place, hour.name), paint)


def _followed(camera: Affine, share: float) -> Affine:
    """A part of the camera's move: 0 stays where it was, 1 moves along."""
    a, b, c, d, e, f = (i + (m - i) * share for i, m in zip(IDENTITY, camera, strict=True))
    return (a, b, c, d, e, f)


def _nothing() -> Sprite:
    return bake_sprite(np.zeros((2, 2, 4), np.uint8))


def _vignette_sprite(width: int, height: int) -> Sprite:
    layer = vignette(width // 4, height // 4)
    return bake_sprite(bytes_of(layer), local=scaling(4.0), opaque=True)
