"""Pictures as floats → painterly, blurred, blooming, graded pictures.

A picture here is float32 (height, width, 3) with encoded (gamma) colour 0..1; a layer is float32
(height, width, 4), premultiplied. Lengths are in pixels of the picture that is given.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.colour import Colour, rgb

Picture = NDArray[np.float32]
Rgba = NDArray[np.uint8]

_GAMMA = 2.2
_GAUSS_FULL_SIZE_MAX = 12.0


def picture_of(rgba: Rgba) -> Picture:
    """uint8 premultiplied RGBA → a layer."""
    return np.asarray(rgba, np.float32) / 255


def bytes_of(layer: Picture) -> Rgba:
    """A layer, or a picture (which becomes opaque) → uint8 premultiplied RGBA."""
    height, width, channels = layer.shape
    out = np.full((height, width, 4), 255, np.uint8)
    np.multiply(np.clip(layer, 0, 1), 255, out=out[..., :channels], casting="unsafe")
    return out


def over(below: Picture, layer: Picture, opacity: float = 1.0) -> Picture:
    """A layer on a picture."""
    return np.asarray(below * (1 - layer[..., 3:4] * opacity) + layer[..., :3] * opacity, np.float32)


def screen(below: Picture, light: Picture) -> Picture:
    """Light on a picture, never beyond white."""
    return np.asarray(1 - (1 - below) * (1 - np.clip(light, 0, 1)), np.float32)


def blur(picture: Picture, sigma: float) -> Picture:
    """A Gauss blur; wide ones are done on a quarter of the size."""
    if sigma < _GAUSS_FULL_SIZE_MAX:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(sigma, 0.1)), np.float32)
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(2, width // 4), max(2, height // 4)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma / 4)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def lens_blur(picture: Picture, radius: float, *, highlights: float = 4.0) -> Picture:
    """The disc blur of a lens in linear light, on a picture or a layer.

    ``highlights`` brightens what is light before the blur, so that lamps become discs.
    """
    if radius < 0.8:
        return picture
    colour = np.clip(picture[..., :3], 0, 1) ** _GAMMA
    peak = colour.max(2, keepdims=True)
    colour = colour * (1 + highlights * np.clip(peak - 0.35, 0, 1) ** 2)
    linear = np.dstack([colour, picture[..., 3:]]).astype(np.float32)
    spread = cv2.filter2D(linear, -1, _disc(round(radius * 4)), borderType=cv2.BORDER_REFLECT)
    spread[..., :3] = np.clip(spread[..., :3], 0, 1) ** (1 / _GAMMA)
    if spread.shape[2] == 4:
        spread[..., :3] = np.minimum(spread[..., :3], spread[..., 3:])
    return np.asarray(spread, np.float32)


@cache
def _disc(radius_quarters: int) -> Picture:
    radius = radius_quarters / 4
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    distance = np.hypot(x, y)
    kernel = np.clip(radius + 0.5 - distance, 0, 1) * (1 + 0.35 * (distance / radius) ** 3)
    return np.asarray(kernel / kernel.sum(), np.float32)


def kuwahara(picture: Picture, radius: int = 4) -> Picture:
    """Flat patches of paint: each pixel takes the mean of its calmest quarter (Kuwahara 1976)."""
    side = radius + 1
    reach = side // 2
    grey = np.ascontiguousarray(picture[..., :3].mean(2))
    mean = cv2.blur(picture, (side, side))
    variance = cv2.blur(grey * grey, (side, side)) - cv2.blur(grey, (side, side)) ** 2
    best, best_variance = _moved(mean, -reach, -reach), _moved(variance, -reach, -reach)
    for dx, dy in ((reach, -reach), (-reach, reach), (reach, reach)):
        candidate = _moved(variance, dx, dy)
        calmer = candidate < best_variance
        np.copyto(best, _moved(mean, dx, dy), where=calmer[..., None])
        np.copyto(best_variance, candidate, where=calmer)
    return best


def _moved(picture: Picture, dx: int, dy: int) -> Picture:
    """The picture shifted by whole pixels, mirrored at its edges."""
    reach = max(abs(dx), abs(dy))
    height, width = picture.shape[:2]
    wide = cv2.copyMakeBorder(picture, reach, reach, reach, reach, cv2.BORDER_REFLECT)
    return np.array(wide[reach + dy : reach + dy + height, reach + dx : reach + dx + width], np.float32)


def noise(height: int, width: int, seed: int, *, octaves: int = 5, cells: int = 4) -> Picture:
    """Fractal value noise 0..1, shape (height, width); ``cells`` across in the coarsest octave."""
    generator = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    weight, weights = 1.0, 0.0
    for octave in range(octaves):
        across = cells * 2**octave
        grid = generator.random((max(2, int(across * height / width) + 2), across + 2)).astype(np.float32)
        total += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        weights += weight
        weight *= 0.5
    return np.asarray(total / weights, np.float32)


def painterly(layer: Picture, seed: int, *, warp: float = 1.0, texture: float = 0.04, radius: int = 4) -> Picture:
    """Brush marks on a picture or a layer: edges wander by up to ``warp`` pixels (1 for modern places, 3
    for old ones), the pigment is uneven by ``texture``, patches are flat."""
    height, width = layer.shape[:2]
    aside = noise(height, width, seed, octaves=4, cells=24) - 0.5
    along = noise(height, width, seed + 1, octaves=4, cells=24) - 0.5
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    moved = cv2.remap(
        layer, x + aside * warp * 2, y + along * warp * 2, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    pigment = 1 + texture * 2 * (noise(height, width, seed + 2, octaves=5, cells=40) - 0.5)[..., None]
    moved[..., :3] *= pigment
    if layer.shape[2] == 4:
        moved[..., :3] = np.minimum(moved[..., :3], moved[..., 3:])
    return kuwahara(np.clip(moved, 0, 1), radius)


def bloom(picture: Picture, *, above: float = 0.8, strength: float = 0.25, sigmas: tuple[float, ...] = (10, 34)) -> Picture:
    """What is brighter than ``above`` spills over its surroundings."""
    bright = np.asarray(np.clip(picture[..., :3] - above, 0, 1) / (1 - above), np.float32)
    out = picture[..., :3]
    for sigma in sigmas:
        out = screen(out, blur(bright, sigma) * strength)
    return out


def grade_lut(
    *,
    contrast: float = 0.15,
    shadows: Colour = "#1a1440",
    highlights: Colour = "#fff0dc",
    split: float = 0.08,
    lift: float = 0.008,
    exposure: float = 1.0,
) -> NDArray[np.uint8]:
    """A look as a table, uint8 (256, 3): an S-curve of ``contrast``, ``shadows`` and ``highlights``
    tinted by ``split``, blacks raised by ``lift``. It leaves the middle greys of skin almost alone."""
    x = np.clip(np.linspace(0, 1, 256) * exposure, 0, 1)[:, None]
    curve = x * (1 - contrast) + contrast * x * x * (3 - 2 * x)
    curve = curve + split * (1 - x) ** 2 * (rgb(shadows) - 0.25) * 0.9 * np.minimum(1, x * 8 + 0.2)
    curve = curve + split * x**1.5 * (rgb(highlights) - 1.0) * 0.9
    curve = curve * (1 - lift) + lift
    return np.asarray(np.clip(curve, 0, 1) * 255 + 0.5).astype(np.uint8)


def vignette(width: int, height: int, strength: float = 0.38) -> Picture:
    """Dark corners as a layer of black, float32 (height, width, 4)."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot((x / width - 0.5) / 0.62, (y / height - 0.5) / 0.66)
    t = np.clip((distance - 0.55) / 0.70, 0, 1)
    layer = np.zeros((height, width, 4), np.float32)
    layer[..., 3] = strength * t * t * (3 - 2 * t)
    return layer
