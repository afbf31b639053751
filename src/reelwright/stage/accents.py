"""Beats that strike → what is drawn over the picture for a moment: shock lines, a blow's flash, haste, dread.

All are quiet versions of the manga's own marks, drawn small and kept in a few states.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from reelwright.drawing.affine import IDENTITY, multiply, scaling, translation
from reelwright.drawing.canvas import Rgba, pixels, surface
from reelwright.drawing.compositor import Layer
from reelwright.drawing.ink import fill, gradient_fill, path_of, radial
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.storyboard.documents import Accent

VERSION = 2
"""Part of every key: raise it when an accent is drawn differently."""
_STEP = 2
_LEVELS = 5
_BOIL_FRAMES = 3.0
_BOILS = 3
_FILM_FPS = 24.0
_BUNDLES = 22


def accent_layers(
    accent: Accent,
    since_frames: float,
    left_frames: float,
    *,
    focus: tuple[float, float],
    width: int,
    height: int,
    cache: SpriteCache,
) -> list[Layer]:
    """The accent ``since_frames`` film frames after it began, ``left_frames`` before the shot ends. Nothing
    before, and nothing when it is over. ``focus`` is the face (or the blow) that it is about."""
    if since_frames < 0:
        return []
    at = (round(focus[0] / width * 12) / 12, round(focus[1] / height * 20) / 20)
    size = (width, height)
    boil = int(since_frames / _BOIL_FRAMES) % _BOILS

    def sheet(kind: str, level: int, number: int, draw: Callable[[], Rgba], step: int = _STEP) -> list[Layer]:
        if level <= 0:
            return []
        key = key_of("accent", VERSION, kind, level, number, *at, *size)
        return [(cache.sprite(key, lambda: _baked(draw(), level / _LEVELS, step)), IDENTITY)]

    if accent.kind == "shock":
        strength = min(1.0, since_frames / 3) * max(0.0, min(1.0, (20 - since_frames) / 9))
        return [
            *sheet("edges", _level(strength), 0, lambda: _edges(size, at, 0.62), 8),
            *sheet(
                "focus lines", _level(strength), boil, lambda: _focus_lines(size, at, boil, "#0b0714", 0.92)
            ),
        ]
    if accent.kind == "impact":
        flash = {0: 3, 1: 2, 2: 1}.get(int(since_frames), 0)
        strength = max(0.0, 1 - since_frames / 9)
        return [
            *sheet("burst", _level(strength), boil, lambda: _focus_lines(size, at, boil, "#fffaf0", 0.95)),
            *sheet("flash", flash, 0, lambda: _flat(size, 255), 16),
        ]
    if accent.kind == "speed":
        strength = min(1.0, since_frames / 4) * min(1.0, left_frames / 6)
        drift = translation((since_frames % 6) * width * 0.05 - width * 0.12, 0.0)
        return [
            (s, multiply(drift, m))
            for s, m in sheet("speed", _level(strength), boil, lambda: _speed(size, boil))
        ]
    closing = min(1.0, since_frames / 30)
    return sheet("edges", _level(closing), 1, lambda: _edges(size, at, 0.74), 8)


def memory_edges(width: int, height: int, cache: SpriteCache) -> Layer:
    """The pale, soft border of what is remembered."""

    def make() -> Sprite:
        dark = _edges((width, height), (0.5, 0.46), 0.62)
        pale = (dark[..., 3:] * np.array([1.0, 0.95, 0.86])).astype(np.uint8)
        return bake_sprite(np.dstack([pale, dark[..., 3]]), local=scaling(8.0), opaque=True)

    return cache.sprite(key_of("memory edges", VERSION, width, height), make), IDENTITY


def _level(strength: float) -> int:
    return round(min(1.0, max(0.0, strength)) * _LEVELS)


def _baked(rgba: Rgba, share: float, step: int) -> Sprite:
    return bake_sprite((rgba * share).astype(np.uint8), local=scaling(float(step)), opaque=step >= 8)


def _edges(size: tuple[int, int], at: tuple[float, float], most: float) -> Rgba:
    """Darkness from the edges, an oval of light around ``at``."""
    rows, columns = size[1] // 8 + 1, size[0] // 8 + 1
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    distance = np.hypot((x / columns - at[0]) / 0.62, (y / rows - at[1]) / 0.5)
    t = np.clip((distance - 0.55) / 0.75, 0, 1)
    alpha = most * t * t * (3 - 2 * t)
    rgba = np.zeros((rows, columns, 4), np.uint8)
    rgba[..., 3] = alpha * 255
    rgba[..., :3] = alpha[..., None] * np.array([10, 5, 18])
    return rgba


def _focus_lines(
    size: tuple[int, int], at: tuple[float, float], seed: int, colour: str, alpha: float
) -> Rgba:
    """Wedges from the edges towards ``at``, in bundles: a heavy one among fine ones, with air between. None
    reaches the face."""
    width, height = size[0] / _STEP, size[1] / _STEP
    sheet = surface(math.ceil(width), math.ceil(height))
    canvas = sheet.getCanvas()
    centre = np.array([at[0] * width, at[1] * height])
    generator = np.random.default_rng(seed + 31)
    reach = math.hypot(width, height)
    paint = gradient_fill(
        radial(centre, reach * 0.62, [colour] * 3, [0, 0.45, 1], [alpha * 0.25, alpha * 0.7, alpha])
    )
    oval = np.array([0.37, 0.52]) * width
    for bundle in range(_BUNDLES):
        middle = (bundle + float(generator.uniform(-0.35, 0.35))) / _BUNDLES * 2 * math.pi
        for number in range(int(generator.integers(3, 7))):
            is_heavy = number == 0
            angle = middle + (0 if is_heavy else float(generator.normal(0, 0.06)))
            way = np.array([math.cos(angle), math.sin(angle)])
            rim = min(_until(c, w, size) for c, w, size in zip(centre, way, (width, height), strict=True))
            clear = max(1 / float(np.hypot(*(way / oval))), rim * float(generator.uniform(0.58, 0.74)))
            # The heavy one of a bundle goes furthest.
            clear += 0 if is_heavy else (rim - clear) * float(generator.uniform(0.1, 0.6))
            thick = float(generator.uniform(0.012, 0.024) if is_heavy else generator.uniform(0.002, 0.007))
            sides = [np.array([math.cos(angle + s * thick), math.sin(angle + s * thick)]) for s in (-1, 1)]
            canvas.drawPath(
                path_of(np.array([centre + clear * way, *(centre + reach * s for s in sides)])), paint
            )
    return pixels(sheet)


def _until(start: float, way: float, size: float) -> float:
    """How far from ``start`` the border of 0..``size`` is, ``way`` a step."""
    return math.inf if abs(way) < 1e-6 else ((size if way > 0 else 0.0) - start) / way


def _speed(size: tuple[int, int], seed: int) -> Rgba:
    width, height = size[0] / _STEP, size[1] / _STEP
    sheet = surface(math.ceil(width * 1.25), math.ceil(height))
    canvas = sheet.getCanvas()
    generator = np.random.default_rng(seed + 71)
    for _ in range(46):
        y = float(generator.uniform(0, height))
        # Fewer where faces are.
        if 0.26 < y / height < 0.62 and generator.random() < 0.75:
            continue
        x, long = float(generator.uniform(-0.2, 1.0)) * width, float(generator.uniform(0.3, 0.8)) * width
        thick = float(generator.uniform(0.6, 2.6)) * size[0] / 1080
        canvas.drawPath(
            path_of(np.array([(x, y), (x + long, y - thick), (x + long * 1.04, y), (x + long, y + thick)])),
            fill("#ffffff", float(generator.uniform(0.10, 0.42))),
        )
    return pixels(sheet)


def _flat(size: tuple[int, int], value: int) -> Rgba:
    return np.full((size[1] // 16 + 2, size[0] // 16 + 2, 4), value, np.uint8)
