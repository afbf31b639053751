"""A place, an hour, a framing → the layers behind and before the people, and the light on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.affine import IDENTITY, Affine, multiply, scaling, translation
from reelwright.drawing.colour import rgb
from reelwright.drawing.paint import Picture, Rgba, blur, bytes_of, in_bands, lens_blur, picture_of, vignette
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.stage.brief import OwnLayer, OwnPlace
from reelwright.stage.light import Light
from reelwright.stage.places.clouds import STEP_PX as CLOUD_STEP_PX
from reelwright.stage.places.clouds import TILE_WIDTH_PX, cloud_tile
from reelwright.stage.places.foreground import STEP_PX, foreground
from reelwright.stage.places.hours import Hour, hour_named
from reelwright.stage.places.life import Stir
from reelwright.stage.places.lights import light_of, look_of
from reelwright.stage.places.own import own_layer, relit
from reelwright.stage.places.painting import HEIGHT_PX, WIDTH_PX, Life, Painting
from reelwright.stage.places.sets import SETS
from reelwright.stage.places.weather import Weather, dust, weather_named

VERSION = 7
"""Part of every key: raise it when a place is painted differently."""
MARGIN = 0.085
"""How far layers reach beyond the frame on each side, as a part of its width and height."""

Layer = tuple[Sprite, Affine]
LAYERS = ("sky", "outside", "room", "things")
"""The layers of a place, back to front."""


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
_SHARES = {"sky": 0.12, "outside": 0.34, "room": 0.55, "things": 0.76}
"""How much of the camera's move each layer follows."""
_OPEN_SHARE = 0.48
"""The same for what is outside where no room stands before it."""
_FRONT_SHARE = 1.5
_BLUR_SHARES = {"sky": 0.5, "outside": 1.15, "room": 1.0, "things": 0.62}
_CLOUD_SPEED_PX = 0.20
"""Pixels of the painting a frame."""
_BLUR_STEPS = ((12.0, 4), (3.0, 2))
"""From which radius on a layer is blurred, and kept, at which part of its size."""
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
        own: OwnPlace | None = None,
    ) -> None:
        self._own = own = _readable(own)
        self.place, self.side, self.framing = place, side, framing
        self._set = SETS[place]
        self._hour = hour_named(time_of_day)
        self.view = VIEWS.get(framing, VIEWS["medium"])
        self._seed, self._width, self._height, self._cache = seed, width, height, cache
        self.light: Light = light_of(place, self._hour.name, outdoors=self._set.outdoors)
        if own is not None:
            self.light = relit(self.light, own.light)
        look = look_of(place, self._hour.name)
        self._dust_colour = look.dust
        self.grade: NDArray[np.uint8] = look.table()
        # Indoors, rain falls outside the window; only what drifts through rooms is seen in them.
        named = weather_named(weather) or self._set.air
        kind = named if self._set.outdoors or named in ("petals", "fog") else ""
        self.weather = Weather(kind, seed=seed, width=width, height=height, cache=cache)
        self._window = Weather("" if kind else named, seed=seed, width=width, height=height, cache=cache)
        self._frame = self._framed()
        self._layers = self._place_layers()
        self._clouds = self._cloud_layer()
        self._lives = self._stirring()
        self._front = self._foreground_layer()
        self._vignette = cache.sprite(
            key_of("vignette", VERSION, width, height), lambda: _vignette_sprite(width, height)
        )

    def behind(self, frame: int, camera: Affine) -> list[Layer]:
        """What is behind the people in ``frame`` (from the shot's first), back to front. Far things follow
        ``camera`` less than near ones."""
        layers: list[Layer] = []
        for name, sprite in self._layers.items():
            moved = _followed(camera, self._share(name))
            if sprite is not None and self._share(name) <= 1:
                layers.append((sprite, moved))
            if name == "sky" and self._clouds is not None:
                layers += self._drifting(frame, moved)
            if name == "outside" and self._layers["room"] is not None:
                # Behind the panes: the room covers it everywhere else.
                layers += self._window.on_glass(frame)
            layers += [layer for life in self._lives.get(name, ()) for layer in life.layers(frame, moved)]
        return layers + self.weather.far(frame, ground=self.view.foreground)

    def keep_clear(self, spans: Sequence[tuple[float, float]]) -> None:
        """Where faces are (left, right; pixels of the frame): no weather passes before them."""
        self.weather.keep_clear(spans)

    def planes(self, camera: Affine) -> list[tuple[float, list[Layer]]]:
        """The painted layers behind the people, back to front, each with how much of the camera's moves
        it follows: 0 infinitely far, 1 as near as the people."""
        return [
            (self._share(name), [(sprite, _followed(camera, self._share(name)))])
            for name, sprite in self._layers.items()
            if sprite is not None
        ]

    def front(self, frame: int, camera: Affine) -> list[Layer]:
        """What is before the people: weather and dust, out-of-focus things at an edge, the vignette."""
        layers = self.weather.near(frame)
        if not self.weather.kind:
            layers += dust(self._cache, self._dust_colour, frame, seed=self._seed, width=self._width)
        layers += [
            (sprite, _followed(camera, self._share(name)))
            for name, sprite in self._layers.items()
            if sprite is not None and self._share(name) > 1
        ]
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

    def _share(self, name: str) -> float:
        if self._own is not None:
            return self._own.layers[int(name)].depth
        if name == "outside" and self._layers["room"] is None:
            return _OPEN_SHARE
        return _SHARES[name]

    def _framed(self) -> tuple[int, int, float]:
        """The part of the painting that the frame and its margin show: its corner, and the frame's pixels
        for each of the painting's."""
        offset = {"left": -0.75, "right": 0.75}.get(self.side, 0.0)
        wide, high = WIDTH_PX / self.view.zoom, HEIGHT_PX / self.view.zoom
        x = (WIDTH_PX - wide) * (0.5 + offset / 2)
        y = (HEIGHT_PX - high) * np.clip(
            (self.view.centre_y * HEIGHT_PX - high / 2) / max(HEIGHT_PX - high, 1e-6), 0, 1
        )
        return int(x), int(y), self._width * (1 + 2 * MARGIN) / wide

    def _from_painting(self) -> Affine:
        """Pixels of the painting → pixels of the frame."""
        x, y, k = self._frame
        corner = translation(-self._width * MARGIN - x * k, -self._height * MARGIN - y * k)
        return multiply(corner, scaling(k))

    def _place_layers(self) -> dict[str, Sprite | None]:
        asked = (self.place, self._hour.name, self.framing, self.side, self._width, self._height)
        layers: dict[str, Sprite | None] = {}
        if self._own is not None:
            for number, layer in enumerate(self._own.layers):
                key = key_of("own place", VERSION, layer.digest, layer.depth, number, *asked)
                sprite = self._cache.sprite(key, partial(self._own_crop, layer, number))
                layers[str(number)] = sprite if sprite.flags.any() else None
            return layers
        painted = _Paintings(self.place, self._hour, self._cache)
        for name in LAYERS:
            key = key_of("place", VERSION, *asked, name)
            sprite = self._cache.sprite(key, partial(self._cropped, painted, name))
            layers[name] = sprite if sprite.flags.any() else None
        return layers

    def _own_crop(self, layer: OwnLayer, number: int) -> Sprite:
        return self._crop(own_layer(layer, self._cache, is_last=number == 0), str(number))

    def _cropped(self, painted: _Paintings, name: str) -> Sprite:
        return self._crop(painted.layer(name), name)

    def _crop(self, painted: NDArray[np.uint8], name: str) -> Sprite:
        """The part of a layer that the frame and its margin show, blurred and graded."""
        if not painted.any():
            return _nothing()
        left, top, _ = self._frame
        rows, columns = int(HEIGHT_PX / self.view.zoom), int(WIDTH_PX / self.view.zoom)
        part = painted[top : top + rows, left : left + columns]
        if not part.any():
            return _nothing()
        radius = self.view.blur_px * self._blur_share(name) * self._width / _BASE_WIDTH_PX
        step = next((step for least, step in _BLUR_STEPS if radius >= least), 1)
        wide, high = self._width * (1 + 2 * MARGIN), self._height * (1 + 2 * MARGIN)
        size = (round(wide / step), round(high / step))
        shrinks = size[0] < part.shape[1]
        fitted = cv2.resize(part, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
        # Discs of light behind a face look cheap: highlights are only lifted a little.
        highlights = 0.2 + 0.9 * self._hour.lamps**2
        radius /= step
        reach = math.ceil(radius) + 1
        seen, (x, y) = _content(fitted, reach)

        def blurred(rows: Rgba) -> Rgba:
            return bytes_of(lens_blur(picture_of(rows), radius, highlights=highlights))

        rgba = in_bands(seen, reach, blurred)
        in_frame = scaling(wide / size[0], 0, 0, high / size[1])
        corner = translation(-self._width * MARGIN, -self._height * MARGIN)
        local = multiply(corner, multiply(in_frame, translation(x, y)))
        return bake_sprite(rgba, local=local, grade=self.grade, opaque=True)

    def _blur_share(self, name: str) -> float:
        """How far out of focus a layer is: most what is far, and what is close to the lens."""
        if self._own is None:
            return _BLUR_SHARES[name]
        depth = self._own.layers[int(name)].depth
        return 1.2 - 0.7 * depth if depth <= 1 else depth

    def _cloud_layer(self) -> Sprite | None:
        if self._own is not None or self._set.clouds <= 0 or self._layers["sky"] is None:
            return None
        seed = _seed_of(self.place)
        key = key_of("clouds", VERSION, self._hour.name, self._set.horizon, self._set.clouds, seed)

        def made() -> Sprite:
            tile = cloud_tile(self._hour, self._set.horizon * HEIGHT_PX, self._set.clouds, seed)
            return bake_sprite(bytes_of(tile), local=scaling(CLOUD_STEP_PX), grade=self.grade)

        return self._cache.sprite(key, made)

    def _drifting(self, frame: int, moved: Affine) -> list[Layer]:
        """The bank of clouds at ``frame``, as many times as it is seen."""
        assert self._clouds is not None
        gone = (self._seed * 37 % TILE_WIDTH_PX + frame * _CLOUD_SPEED_PX) % TILE_WIDTH_PX
        whole = multiply(moved, self._from_painting())
        places = [gone - TILE_WIDTH_PX, gone]
        return [(self._clouds, multiply(whole, translation(x, 0))) for x in places if x < WIDTH_PX + 100]

    def _stirring(self) -> dict[str, list[Stir]]:
        """What is alive in the place, by the layer it lies on."""
        if self._own is not None:
            return {}
        lives = _Paintings(self.place, self._hour, self._cache).lives()
        blur_px = self.view.blur_px * self._width / _BASE_WIDTH_PX
        found: dict[str, list[Stir]] = {}
        for number, life in enumerate(lives):
            stir = Stir(
                life,
                to_frame=self._from_painting(),
                blur_px=blur_px,
                hour=self._hour,
                grade=self.grade,
                seed=self._seed + number * 17,
                cache=self._cache,
            )
            found.setdefault(life.depth, []).append(stir)
        return found

    def _foreground_layer(self) -> Sprite | None:
        if self._own is not None or not self.view.foreground or not self._set.foreground:
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
    own: OwnPlace | None = None,
) -> Scenery:
    """The scenery of ``place`` (a key that ``place_named`` gives; ``KeyError`` for another).

    ``time_of_day`` is ``day, dawn, dusk, night`` or empty (day); ``weather`` words in English or Chinese;
    ``framing`` as in the storyboard; ``side`` ``left, centre, right``: the part of the place that is seen,
    and the edge where things may stand before the people.
    ``own`` are pictures that stand in for the drawn ones, with the light of ``place``.
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
        own=own,
    )


def _readable(own: OwnPlace | None) -> OwnPlace | None:
    """An own place with the pictures that are there; ``None``, the drawn place, when none is."""
    layers = tuple(layer for layer in own.layers if Path(layer.path).is_file()) if own else ()
    return msgspec.structs.replace(own, layers=layers) if own and layers else None


class _Paintings:
    """The painting of a place at an hour, a layer at a time; it is painted when the first layer of it is
    not in the cache."""

    def __init__(self, place: str, hour: Hour, cache: SpriteCache) -> None:
        self._place, self._hour, self._cache = place, hour, cache
        self._made: dict[str, NDArray[np.uint8]] = {}

    def layer(self, name: str) -> NDArray[np.uint8]:
        """uint8 (2150, 1210, 3 or 4), or one empty pixel."""
        return self._cache.array(self._key(name), lambda: self._paint(name))

    def _key(self, name: str) -> str:
        return key_of("painted", VERSION, self._place, self._hour.name, name)

    def lives(self) -> tuple[Life, ...]:
        packed = self.layer("lives")
        return msgspec.json.decode(packed.tobytes(), type=tuple[Life, ...])

    def _paint(self, name: str) -> NDArray[np.uint8]:
        if name not in self._made:
            chosen = SETS[self._place]
            painting = Painting(self._hour, _seed_of(self._place), warp=chosen.warp)
            chosen.paint(painting)
            done = painting.finished()
            empty = np.zeros((1, 1, 4), np.uint8)
            for layer in LAYERS:
                there = getattr(done, layer)
                self._made[layer] = empty if there is None else there
            self._made["lives"] = np.frombuffer(msgspec.json.encode(done.lives), np.uint8)
            # All of them at once: a painting is not to be made again for the layer asked for next.
            for other, made in self._made.items():
                if other != name:
                    self._cache.array(self._key(other), partial(np.asarray, made))
        return self._made.pop(name)


def painted_place(place: str, time_of_day: str, cache: SpriteCache) -> dict[str, NDArray[np.uint8]]:
    """The layers of a painting by name (``sky, outside, room, things``), uint8 (2150, 1210, 3) for the
    sky, premultiplied RGBA for the others; one empty pixel where there is nothing."""
    painted = _Paintings(place, hour_named(time_of_day), cache)
    return {name: painted.layer(name) for name in LAYERS}


def _seed_of(place: str) -> int:
    return int(key_of("place seed", place)[:6], 16) % 1000


def _content(layer: Rgba, around: int) -> tuple[Rgba, tuple[int, int]]:
    """The part of a layer in which something is, with ``around`` pixels on each side, and its corner."""
    if layer.shape[2] < 4:
        return layer, (0, 0)
    left, top, width, height = cv2.boundingRect(layer[..., 3])
    x, y = max(0, left - around), max(0, top - around)
    return layer[y : top + height + around, x : left + width + around], (x, y)


def _followed(camera: Affine, share: float) -> Affine:
    """A part of the camera's move: 0 stays where it was, 1 moves along."""
    a, b, c, d, e, f = (i + (m - i) * share for i, m in zip(IDENTITY, camera, strict=True))
    return (a, b, c, d, e, f)


def _nothing() -> Sprite:
    return bake_sprite(np.zeros((2, 2, 4), np.uint8))


def _vignette_sprite(width: int, height: int) -> Sprite:
    layer = vignette(width // 4, height // 4)
    return bake_sprite(bytes_of(layer), local=scaling(4.0), opaque=True)
