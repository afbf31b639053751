"""A kind of weather → tiles of streaks, flakes, petals or motes that move with the frame number.

A tile repeats after its own height, and every speed divides that height, so a tile that has moved on by
one whole height stands where it began: the picture wraps without a seam.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import skia

from reelwright.drawing.affine import Affine, multiply, scaling, translation
from reelwright.drawing.canvas import pixels, surface
from reelwright.drawing.colour import mix
from reelwright.drawing.ink import fill, path_of, spline, stroke, tapered
from reelwright.drawing.paint import bytes_of, noise
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of

VERSION = 3
TILE_WIDTH_PX, TILE_HEIGHT_PX = 1280, 2400
_BASE_WIDTH_PX = 1080
_LEFT_PX = -100.0
_LANES = 8
_LANE_PX = TILE_WIDTH_PX // _LANES
_SPILL_PX = 50.0

_WORDS = (
    ("storm", r"storm|thunder|lightning|雷|闪电|风暴|暴风"),
    ("rain", r"rain|drizzle|downpour|雨"),
    ("snow", r"snow|blizzard|雪"),
    ("leaves", r"falling lea|autumn lea|leaves|落叶|秋风"),
    ("petals", r"petal|blossom|花瓣|落花|樱花|桃花"),
    ("fog", r"fog|mist|haze|smoke|雾|烟"),
)


def weather_named(words: str) -> str:
    """``rain, storm, snow, leaves, petals, fog`` or empty, from English or Chinese words."""
    low = words.lower()
    return next((name for name, pattern in _WORDS if re.search(pattern, low)), "")


@dataclass(frozen=True)
class Fall:
    """One depth of one kind of weather: how many, how they move (pixels a frame at 1080 wide, downwards;
    ``slant`` is how far to the left for each pixel down) and how they are drawn."""

    kind: str
    near: bool
    count: int
    speed: int
    slant: float
    scale: float = 1.0
    sway_px: float = 0.0


_FALLS: dict[str, tuple[Fall, ...]] = {
    "rain": (Fall("rain", False, 170, 80, 0.105), Fall("rain", True, 52, 200, 0.105, 2.0)),
    "storm": (Fall("rain", False, 260, 96, 0.16), Fall("rain", True, 80, 240, 0.16, 2.0)),
    "snow": (Fall("snow", False, 170, 4, 0.10, 1.0, 6.0), Fall("snow", True, 46, 8, 0.14, 2.0, 12.0)),
    "petals": (Fall("petals", False, 40, 4, 0.42, 1.0, 10.0), Fall("petals", True, 13, 8, 0.5, 2.0, 16.0)),
    "leaves": (Fall("leaves", False, 26, 5, 0.5, 1.0, 22.0), Fall("leaves", True, 16, 8, 0.6, 2.0, 30.0)),
}
_SWAY_FRAMES = 120
_STORM_FRAMES = 160
_FLASH_LEVELS = {0: 0.5, 1: 0.9, 2: 0.25, 4: 0.6, 5: 0.35, 6: 0.18, 7: 0.08}
"""How bright a flash of lightning is so many frames after it began."""


class Weather:
    """The weather of one shot, ``width`` pixels wide. ``far`` goes behind the people, ``near`` before them;
    near things fall in lanes, and those that would cross a face stay empty."""

    def __init__(self, kind: str, *, seed: int, width: int, height: int, cache: SpriteCache) -> None:
        self.kind = kind
        self._seed = seed % 4
        self._cache = cache
        self._scale = width / _BASE_WIDTH_PX
        self._rows_shown = height / self._scale
        self._size = (width, height)
        generator = np.random.default_rng(seed)
        self._start = int(generator.integers(0, 600))
        self._flashes = sorted(int(f) for f in generator.integers(6, 140, 2))
        self._clear: tuple[tuple[float, float], ...] = ()

    def keep_clear(self, spans: Sequence[tuple[float, float]]) -> None:
        """Nothing near falls between these columns (left, right; pixels of the frame): faces are there."""
        self._clear = tuple((left / self._scale, right / self._scale) for left, right in spans)

    def far(self, frame: int, *, ground: bool = False) -> list[tuple[Sprite, Affine]]:
        """Behind the people; ``ground`` is whether a floor is seen that rain can splash on."""
        layers = [
            layer for fall in _FALLS.get(self.kind, ()) if not fall.near for layer in self._tiles(fall, frame)
        ]
        if self.kind == "fog":
            layers += self._fog(frame, near=False)
        if ground and self.kind in ("rain", "storm"):
            layers += self._splashes(frame)
        return [*layers, *self._lightning(frame, 1.0)]

    def near(self, frame: int) -> list[tuple[Sprite, Affine]]:
        """Before the people. Lightning lights them as well, less than what is behind them."""
        layers = [
            layer for fall in _FALLS.get(self.kind, ()) if fall.near for layer in self._lanes(fall, frame)
        ]
        layers += self._fog(frame, near=True) if self.kind == "fog" else []
        return layers + self._lightning(frame, _FLASH_ON_PEOPLE)

    def on_glass(self, frame: int) -> list[tuple[Sprite, Affine]]:
        """Seen through a window: what falls outside, and drops that hang on the pane or run down it."""
        layers = [
            layer for fall in _FALLS.get(self.kind, ()) if not fall.near for layer in self._tiles(fall, frame)
        ]
        if self.kind in ("rain", "storm"):
            for running in (False, True):
                sprite = self._cache.sprite(
                    key_of("glass", VERSION, running, self._seed),
                    partial(_glass_tile, self._seed, running),
                )
                # A drop runs, stops, runs on.
                gone = frame * 2.2 + 26 * math.sin(frame / 11) if running else 0.0
                gone %= TILE_HEIGHT_PX
                turns = (0, -1) if running else (0,)
                layers += [
                    (sprite, multiply(scaling(self._scale), translation(0, gone + turn * TILE_HEIGHT_PX)))
                    for turn in turns
                ]
        return [*layers, *self._lightning(frame, 1.0)]

    def _tiles(self, fall: Fall, frame: int) -> list[tuple[Sprite, Affine]]:
        sprite = self._cache.sprite(
            key_of("fall", VERSION, fall.kind, fall.near, fall.count, fall.slant, self._seed),
            lambda: _tile(fall, self._seed, None),
        )
        gone = ((self._start + frame) * fall.speed) % TILE_HEIGHT_PX
        sway = fall.sway_px * math.sin(2 * math.pi * (self._start + frame) / _SWAY_FRAMES)
        layers = []
        for turn in (0, -1):
            down = gone + turn * TILE_HEIGHT_PX
            if -TILE_HEIGHT_PX < down < self._rows_shown:
                place = translation(round(sway - down * fall.slant), down)
                layers.append((sprite, multiply(scaling(self._scale), place)))
        return layers

    def _lanes(self, fall: Fall, frame: int) -> list[tuple[Sprite, Affine]]:
        """Near things, a lane at a time: each falls straight down at its own moment."""
        layers = []
        for lane in range(_LANES):
            left = _LEFT_PX + lane * _LANE_PX
            if any(a < left + _LANE_PX + _SPILL_PX and left - _SPILL_PX < b for a, b in self._clear):
                continue
            sprite = self._cache.sprite(
                key_of("lane", VERSION, fall.kind, fall.count, fall.slant, self._seed, lane),
                partial(_tile, fall, self._seed, lane),
            )
            gone = ((self._start + frame) * fall.speed + lane * 977) % TILE_HEIGHT_PX
            sway = fall.sway_px * math.sin(2 * math.pi * (self._start + frame + lane * 31) / _SWAY_FRAMES)
            for turn in (0, -1):
                down = gone + turn * TILE_HEIGHT_PX
                if -TILE_HEIGHT_PX < down < self._rows_shown:
                    place = translation(left + round(sway), down)
                    layers.append((sprite, multiply(scaling(self._scale), place)))
        return layers

    def _splashes(self, frame: int) -> list[tuple[Sprite, Affine]]:
        """Rings and drops on the ground, two fields by turns so that it never pauses; each time round they
        lie elsewhere."""
        layers = []
        for field in (0, 1):
            step = (self._start + frame + field * _SPLASH_STEPS) // 2
            phase, turn = step % _SPLASH_STEPS, step // _SPLASH_STEPS
            sprite = self._cache.sprite(
                key_of("splash", VERSION, field, phase, self._seed),
                partial(_splash_sheet, self._seed * 2 + field, phase),
            )
            aside = (turn * 379) % 420 - 210
            mirrored = -1.0 if turn % 2 else 1.0
            place = translation(540 + aside, self._rows_shown * _GROUND_FROM)
            flip = (mirrored, 0.0, 0.0, 0.0, 1.0, 0.0)
            layers.append((sprite, multiply(scaling(self._scale), multiply(place, flip))))
        return layers

    def _fog(self, frame: int, *, near: bool) -> list[tuple[Sprite, Affine]]:
        sprite = self._cache.sprite(
            key_of("fog", VERSION, near, self._seed), lambda: _fog_tile(self._seed, near)
        )
        wide = _FOG_CELL_PX * _FOG_COLUMNS
        gone = (frame + self._start) * (3 if near else 1) % wide
        # The tile holds the bank twice, so that one copy always covers the frame.
        return [(sprite, multiply(scaling(self._scale), translation(gone - wide, 0)))]

    def _lightning(self, frame: int, share: float) -> list[tuple[Sprite, Affine]]:
        if self.kind != "storm":
            return []
        since = [frame % _STORM_FRAMES - start for start in self._flashes]
        level = share * next((_FLASH_LEVELS[gone] for gone in since if gone in _FLASH_LEVELS), 0.0)
        if not level:
            return []
        sprite = self._cache.sprite(key_of("flash", VERSION, level), lambda: _flash(level))
        width, height = self._size
        return [(sprite, scaling(width / 20, 0, 0, height / 40))]


def dust(
    cache: SpriteCache, colour: Any, frame: int, *, seed: int, width: int
) -> list[tuple[Sprite, Affine]]:
    """Motes that hang in a beam of light and rise slowly."""
    sprite = cache.sprite(
        key_of("dust", VERSION, str(colour), seed % 3), lambda: _dust_tile(colour, seed % 3)
    )
    gone = (frame + seed % 500) * 1 % TILE_HEIGHT_PX
    scale = scaling(width / _BASE_WIDTH_PX)
    sway = 9 * math.sin(2 * math.pi * frame / 150)
    return [(sprite, multiply(scale, translation(sway, turn * TILE_HEIGHT_PX - gone))) for turn in (0, 1)]


_FOG_CELL_PX = 8
_FOG_COLUMNS = 200


_FLASH_ON_PEOPLE = 0.34
_SPLASH_STEPS = 10
_GROUND_FROM = 0.60
"""Where the ground begins, of the frame's height."""


def _tile(fall: Fall, seed: int, lane: int | None) -> Sprite:
    """One tile, which repeats downwards: as wide as the frame (with the slant of the fall), or one lane."""
    share = 1.0 if fall.kind == "rain" and not fall.near else 0.5
    wide = TILE_WIDTH_PX if lane is None else _LANE_PX
    spill = 60.0 if lane is None else _SPILL_PX
    sheet = surface(int((wide + 2 * spill) * share), int(TILE_HEIGHT_PX * share))
    canvas = sheet.getCanvas()
    canvas.scale(share, share)
    canvas.translate(spill, 0)
    generator = np.random.default_rng(seed * 101 + 7 + (0 if lane is None else 13 * lane + 1))
    draw = _DRAW[fall.kind]
    straight = fall if lane is None else replace(fall, slant=0.0)
    for _ in range(fall.count if lane is None else max(2, round(fall.count / _LANES))):
        x, y = generator.uniform(0, wide), generator.uniform(0, TILE_HEIGHT_PX)
        draw(canvas, x, y, straight, generator)
    left = (_LEFT_PX if lane is None else 0.0) - spill
    return bake_sprite(pixels(sheet), local=multiply(translation(left, 0), scaling(1 / share)))


def _splash_sheet(seed: int, phase: int) -> Sprite:
    """Where drops have just struck: rings that widen, a crown of droplets that falls back."""
    wide, high, share = 1500, int(1920 * (1 - _GROUND_FROM)), 0.5
    sheet = surface(int(wide * share), int(high * share))
    canvas = sheet.getCanvas()
    canvas.scale(share, share)
    generator = np.random.default_rng(seed + 500)
    for _ in range(90):
        x, depth = generator.uniform(20, wide - 20), generator.random() ** 0.8
        begins, size = (
            int(generator.integers(0, _SPLASH_STEPS - 4)),
            (0.25 + 0.95 * depth) * generator.uniform(0.7, 1.3),
        )
        age = (phase - begins) / 4
        if not 0 <= age < 1:
            continue
        y = 10 + depth * (high - 40)
        reach = (5 + 22 * age) * size
        ring = skia.Rect(x - reach, y - reach * 0.30, x + reach, y + reach * 0.30)
        canvas.drawOval(ring, stroke("#dfe9ff", 1.6 + 1.4 * size, 0.46 * (1 - age), blur=0.6))
        for side in (-1, 0, 1):
            fly = 26 * size * age * (1.35 - age)
            drop = (x + side * 12 * size * age, y - fly * (1.2 if side == 0 else 0.9))
            canvas.drawCircle(*drop, 1.7 * size + 0.5, fill("#eef4ff", 0.6 * (1 - age)))
    local = multiply(translation(-wide / 2, 0), scaling(1 / share))
    return bake_sprite(pixels(sheet), local=local)


def _glass_tile(seed: int, running: bool) -> Sprite:
    """Drops on a pane: still ones all over it, or a few that run and leave a trail."""
    share = 0.5
    sheet = surface(int(TILE_WIDTH_PX * share), int(TILE_HEIGHT_PX * share))
    canvas = sheet.getCanvas()
    canvas.scale(share, share)
    generator = np.random.default_rng(seed + (70 if running else 60))
    for _ in range(34 if running else 520):
        x, y = generator.uniform(0, TILE_WIDTH_PX), generator.uniform(0, TILE_HEIGHT_PX)
        size = generator.uniform(5, 9) if running else 1.5 + 5 * generator.random() ** 3
        for dy in _repeated(y, 320):
            if running:
                trail = spline([(x + 3, y + dy - 260), (x - 4, y + dy - 130), (x, y + dy)])
                canvas.drawPath(tapered(trail, size * 1.3, "in"), fill("#e6efff", 0.20, blur=1.2))
            oval = skia.Rect(x - size * 0.8, y + dy - size, x + size * 0.8, y + dy + size * 1.15)
            canvas.drawOval(oval, fill("#1c2a4a", 0.30))
            canvas.drawOval(oval, stroke("#e8f0ff", 1.0, 0.35))
            canvas.drawCircle(x - size * 0.25, y + dy - size * 0.35, size * 0.32, fill("#ffffff", 0.8))
    return bake_sprite(pixels(sheet), local=multiply(translation(_LEFT_PX, 0), scaling(1 / share)))


def _repeated(y: float, reach: float) -> list[float]:
    """How far copies of something at ``y`` must be moved so that the tile's ends meet."""
    return [dy for dy in (-TILE_HEIGHT_PX, 0, TILE_HEIGHT_PX) if -reach < y + dy < TILE_HEIGHT_PX + reach]


def _rain(canvas: Any, x: float, y: float, fall: Fall, generator: np.random.Generator) -> None:
    depth = generator.random() ** 2
    length = (40 + 150 * depth) * fall.scale
    width = 0.8 + 2 * depth * (1.6 if fall.near else 1)
    alpha = 0.10 + 0.30 * depth
    for dy in _repeated(y, length):
        at_x = x - dy * fall.slant
        lean = length * (fall.slant or 0.06)
        streak = tapered([(at_x, y + dy), (at_x - lean, y + dy + length)], width, "both", count=8)
        canvas.drawPath(streak, fill("#cfe0ff", alpha, blur=0.6 + (1.4 * depth if fall.near else 0)))


def _snow(canvas: Any, x: float, y: float, fall: Fall, generator: np.random.Generator) -> None:
    depth = generator.random() ** 2
    radius = (1.5 + 5 * depth) * (3.2 if fall.near else 1)
    alpha = (0.35 + 0.5 * (1 - depth)) * (0.6 if fall.near else 1)
    for dy in _repeated(y, radius * 3):
        paint = fill("#ffffff", alpha, blur=0.6 + radius * (0.5 if fall.near else 0.28))
        canvas.drawCircle(x - dy * fall.slant, y + dy, radius, paint)


def _petals(canvas: Any, x: float, y: float, fall: Fall, generator: np.random.Generator) -> None:
    depth, size = generator.random(), 9 * generator.uniform(0.6, 1.4) * (2.6 if fall.near else 1)
    turn, squash = generator.uniform(0, 360), generator.uniform(0.35, 0.9)
    colour, alpha = (
        mix("#f7b3c2", "#ffffff", generator.uniform(0, 0.45)),
        (0.55 + 0.4 * depth),
    )
    outline = [(-1, 0), (-0.3, -0.55), (0.7, -0.42), (0.95, 0), (0.6, 0.45), (-0.3, 0.5)]
    shape = path_of(spline(np.array(outline) * size, closed=True))
    for dy in _repeated(y, size * 3):
        canvas.save()
        canvas.translate(x - dy * fall.slant, y + dy)
        canvas.rotate(turn)
        canvas.scale(1, squash)
        canvas.drawPath(shape, fill(colour, alpha, blur=size * 0.16 if fall.near else 0.4))
        canvas.restore()


def _leaves(canvas: Any, x: float, y: float, fall: Fall, generator: np.random.Generator) -> None:
    size = 13 * generator.uniform(0.6, 1.3) * (1.8 if fall.near else 1)
    turn, squash = generator.uniform(0, 360), generator.uniform(0.4, 1.0)
    colour = mix("#c8742e", "#e8b84a", generator.random())
    outline = spline(
        np.array([(-1, 0), (-0.3, -0.5), (0.5, -0.36), (1.1, 0), (0.5, 0.36), (-0.3, 0.5)]) * size,
        closed=True,
    )
    for dy in _repeated(y, size * 3):
        canvas.save()
        canvas.translate(x - dy * fall.slant, y + dy)
        canvas.rotate(turn)
        canvas.scale(1, squash)
        canvas.drawPath(path_of(outline), fill(colour, 0.9, blur=size * 0.14 if fall.near else 0.5))
        canvas.drawPath(tapered([(-size, 0), (size * 1.2, 0)], size * 0.12, "out"), fill("#7a4420", 0.7))
        canvas.restore()


_DRAW: dict[str, Callable[[Any, float, float, Fall, np.random.Generator], None]] = {
    "rain": _rain,
    "snow": _snow,
    "petals": _petals,
    "leaves": _leaves,
}


def _dust_tile(colour: Any, seed: int) -> Sprite:
    sheet = surface(TILE_WIDTH_PX // 2, TILE_HEIGHT_PX // 2)
    canvas = sheet.getCanvas()
    generator = np.random.default_rng(seed + 31)
    for _ in range(58):
        x, y = generator.uniform(0, TILE_WIDTH_PX / 2), generator.uniform(6, TILE_HEIGHT_PX / 2 - 6)
        radius = 2.4 * generator.random() ** 2 + 0.5
        aside = abs(x * 2 + _LEFT_PX - _BASE_WIDTH_PX / 2)
        alpha = generator.uniform(0.1, 0.55) * float(np.clip(aside / 330.0, 0.25, 1))
        canvas.drawCircle(x, y, radius, fill(colour, alpha, blur=radius * 0.7))
    return bake_sprite(pixels(sheet), local=multiply(translation(_LEFT_PX, 0), scaling(2)), mode="add")


def _fog_tile(seed: int, near: bool) -> Sprite:
    """A bank of fog that repeats to the right, thickest low down."""
    rows = TILE_HEIGHT_PX // _FOG_CELL_PX
    cloud = noise(rows, _FOG_COLUMNS + 40, seed + 3, octaves=4, cells=3)
    blend = np.linspace(0, 1, 40, dtype=np.float32)[None, :]
    cloud[:, :40] = cloud[:, :40] * blend + cloud[:, _FOG_COLUMNS:] * (1 - blend)
    cloud = np.clip((cloud[:, :_FOG_COLUMNS] - 0.38) * 2.4, 0, 1)
    height = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    low = np.clip((height - 0.52) * 3.2, 0, 1) if near else 0.35 + 0.65 * np.clip((height - 0.2) * 2, 0, 1)
    alpha = cloud * low * (0.42 if near else 0.6)
    alpha = np.tile(alpha, (1, 2))
    layer = np.dstack([alpha[..., None] * np.array([0.86, 0.89, 0.95]), alpha]).astype(np.float32)
    return bake_sprite(bytes_of(layer), local=scaling(_FOG_CELL_PX), opaque=True)


def _flash(level: float) -> Sprite:
    picture = np.zeros((48, 32, 4), np.float32)
    picture[..., :3] = np.array([0.50, 0.56, 0.72]) * level * np.linspace(1, 0.35, 48)[:, None, None]
    picture[..., 3] = picture[..., :3].max(2)
    return bake_sprite(bytes_of(picture), mode="add", opaque=True)
