"""An hour, a horizon → a bank of clouds that drifts before the sky: one tile that repeats to the right."""

from __future__ import annotations

import cv2
import numpy as np

from reelwright.drawing.colour import Colour, mix, rgb
from reelwright.drawing.ink import smoothstep
from reelwright.drawing.paint import Picture, noise
from reelwright.stage.places.hours import Hour

TILE_WIDTH_PX = 2420
"""As wide as two paintings, in pixels of the painting."""
STEP_PX = 4
_SUN = np.array([0.45, -0.89])
"""Where clouds are lit from: the right, above."""
_COLOURS: dict[str, tuple[Colour, Colour]] = {
    "day": ("#ffffff", "#aec8e8"),
    "dawn": ("#ffe2d2", "#98a0cf"),
    "dusk": ("#ffc79a", "#7d5f9e"),
    "night": ("#51639f", "#18234e"),
}


def cloud_tile(hour: Hour, horizon_y: float, strength: float, seed: int) -> Picture:
    """A layer (rows, TILE_WIDTH_PX / 4, 4), premultiplied: heaped clouds with lit tops and flat feet,
    small towards the horizon, and a veil of high ones. ``strength`` 0..1 is how many there are."""
    rows, columns = int(horizon_y) // STEP_PX, TILE_WIDTH_PX // STEP_PX
    generator = np.random.default_rng(seed + 11)
    height = np.zeros((rows, columns), np.float32)
    rise = np.zeros((rows, columns), np.float32)
    for _ in range(round(6 + 22 * strength)):
        _heap(height, rise, generator)
    aside, along = ((_endless_noise(rows, columns, seed + k, 26) - 0.5) * 15 for k in (1, 2))
    fine_aside, fine_along = ((_endless_noise(rows, columns, seed + k, 90) - 0.5) * 7 for k in (3, 4))
    x = np.arange(columns, dtype=np.float32)[None, :] + aside + fine_aside
    y = np.arange(rows, dtype=np.float32)[:, None] + along + fine_along
    height, rise = (
        np.asarray(cv2.remap(a, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)) for a in (height, rise)
    )
    soft = cv2.GaussianBlur(height, (0, 0), 3.4)
    slope_x, slope_y = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    facing = -(slope_x * _SUN[0] + slope_y * _SUN[1]) * 1.9
    lit = smoothstep(-0.30, 0.75, facing + 0.9 * rise - 0.30)[..., None]
    bright, shade = _COLOURS[hour.name]
    far = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None] ** 2 * 0.55
    colour = rgb(shade) * (1 - lit) + rgb(bright) * lit
    colour = colour * (1 - far) + rgb(hour.sky[2]) * far
    cover = smoothstep(0.04, 0.62, height)[..., None] * (0.96 - 0.4 * far)
    veil = _veil(rows, columns, seed)[..., None] * (0.30 + 0.25 * strength)
    thin = rgb(mix(bright, hour.sky[2], 0.4))
    out = colour * cover + thin * veil * (1 - cover)
    return np.asarray(np.dstack([out, cover + veil * (1 - cover)]), np.float32)


def _heap(height: Picture, rise: Picture, generator: np.random.Generator) -> None:
    """Add one cloud: puffs over a flat foot. ``rise`` says how far up in its cloud a pixel is."""
    rows, columns = height.shape
    down = 0.98 - 0.72 * generator.random() ** 1.25
    foot = down * rows
    wide = generator.uniform(62, 118) * (1.16 - down)
    middle = generator.uniform(0, columns)
    for _ in range(int(generator.integers(34, 56))):
        along = float(np.clip(generator.normal(0, 0.55), -1.5, 1.5))
        tall = wide * 0.62 * np.exp(-1.6 * along**2)
        radius = wide * generator.uniform(0.13, 0.27) * (1 - 0.3 * abs(along))
        x, y = middle + along * wide, foot - tall * generator.random() - radius * 0.35
        for around in (-columns, 0, columns):
            _puff(height, rise, x + around, y, radius, foot, wide)


def _puff(
    height: Picture, rise: Picture, x: float, y: float, radius: float, foot: float, wide: float
) -> None:
    rows, columns = height.shape
    x0, x1 = max(0, int(x - radius)), min(columns, int(x + radius) + 2)
    y0, y1 = max(0, int(y - radius)), min(rows, int(y + radius) + 2)
    if x0 >= x1 or y0 >= y1:
        return
    down, across = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    dome = np.sqrt(np.maximum(0, 1 - ((across - x) ** 2 + (down - y) ** 2) / radius**2)) * radius / 14
    # The foot of a heap is flat and fades.
    dome *= np.clip((foot - down) / (wide * 0.10) + 0.6, 0, 1)
    part = height[y0:y1, x0:x1]
    higher = dome > part
    part[higher] = dome[higher]
    lift = np.clip((foot - down) / (wide * 0.8), 0, 1)
    rise[y0:y1, x0:x1][higher] = lift[higher]


def _veil(rows: int, columns: int, seed: int) -> Picture:
    """Cirrus: thin, drawn out sideways, only high up."""
    streaks = _endless_noise(rows, columns // 7, seed + 9, 3)
    streaks = cv2.resize(streaks, (columns, rows), interpolation=cv2.INTER_CUBIC)
    fade = smoothstep(0.95, 0.25, np.linspace(0, 1, rows))[:, None]
    return np.asarray(smoothstep(0.52, 0.82, streaks) * fade, np.float32)


def _endless_noise(rows: int, columns: int, seed: int, cells: int) -> Picture:
    """Noise whose right edge meets its left one."""
    overlap = max(4, columns // 10)
    wide = noise(rows, columns + overlap, seed, octaves=4, cells=cells)
    blend = np.linspace(0, 1, overlap, dtype=np.float32)[None, :]
    wide[:, :overlap] = wide[:, :overlap] * blend + wide[:, columns:] * (1 - blend)
    return np.ascontiguousarray(wide[:, :columns])
