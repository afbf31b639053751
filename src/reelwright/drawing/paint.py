"""Pictures as floats → painterly, blurred, blooming, graded pictures.

A picture here is float32 (height, width, 3) with encoded (gamma) colour 0..1; a layer is float32
(height, width, 4), premultiplied. Lengths are in pixels of the picture that is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.colour import Colour, rgb

Picture = NDArray[np.float32]
Rgba = NDArray[np.uint8]
_Rows = TypeVar("_Rows", Picture, Rgba)

_BAND_ROWS = 256
_GAMMA = 2.2
_GAUSS_FULL_SIZE_MAX = 12.0


def picture_of(rgba: Rgba) -> Picture:
    """uint8 premultiplied RGBA → a layer."""
    return np.asarray(rgba * np.float32(1 / 255), np.float32)


def bytes_of(layer: Picture) -> Rgba:
    """A layer, or a picture (which becomes opaque) → uint8 premultiplied RGBA."""
    height, width, channels = layer.shape
    out = np.full((height, width, 4), 255, np.uint8)
    for band in bands(height):
        out[band, :, :channels] = cv2.convertScaleAbs(np.maximum(layer[band], 0), alpha=255.0)
    return out


def bands(height: int) -> list[slice]:
    """The rows of a picture in parts: what is worked off by them needs no copies of the whole."""
    return [slice(top, min(height, top + _BAND_ROWS)) for top in range(0, height, _BAND_ROWS)]


def in_bands(rows: _Rows, beyond: int, work: Callable[[_Rows], _Rows]) -> _Rows:
    """``work`` on a picture, a part at a time; it sees ``beyond`` more rows on each side, and gives as
    many rows as it gets."""
    height = len(rows)
    done: list[_Rows] = []
    for band in bands(height):
        first, last = max(0, band.start - beyond), min(height, band.stop + beyond)
        worked: _Rows = work(np.ascontiguousarray(rows[first:last]))
        if not done:
            done.append(np.empty((height, *worked.shape[1:]), worked.dtype))
        done[0][band] = worked[band.start - first : band.stop - first]
    return done[0]


def largest(picture: Picture) -> Picture:
    """The largest channel of each pixel, (h, w). Channel by channel: a reduction over three is ten times
    slower."""
    first, *others = cv2.split(picture)
    for channel in others:
        np.maximum(first, channel, out=first)
    return np.asarray(first, np.float32)


def over(below: Picture, layer: Picture, opacity: float = 1.0) -> Picture:
    """A layer on a picture."""
    out = np.empty_like(below)
    for band in bands(len(below)):
        shown = layer[band] if opacity == 1.0 else layer[band] * opacity
        out[band] = below[band] * (1 - shown[..., 3:4]) + shown[..., :3]
    return out


def screen(below: Picture, light: Picture) -> Picture:
    """Light (0..1) on a picture, never beyond white."""
    out = np.empty_like(below)
    for band in bands(len(below)):
        out[band] = below[band] + light[band] - below[band] * light[band]
    return out


def screen_bytes(below: Rgba, light: Rgba) -> Rgba:
    """The same of bytes, of any number of channels."""
    dark = cv2.multiply(cv2.bitwise_not(below), cv2.bitwise_not(light), scale=1 / 255)
    return np.asarray(cv2.bitwise_not(dark), np.uint8)


def blur(picture: Picture, sigma: float) -> Picture:
    """A Gauss blur; wide ones are done on a quarter of the size."""
    if sigma < _GAUSS_FULL_SIZE_MAX:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(sigma, 0.1)), np.float32)
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(2, width // 4), max(2, height // 4)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma / 4)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def lens_blur(picture: Picture, radius: float, *, highlights: float = 2.0) -> Picture:
    """The disc blur of a lens in linear light, on a picture or a layer.

    ``highlights`` brightens what is light before the blur, so that lamps become discs.
    """
    if radius < 0.8:
        return picture
    kernel = _disc(round(radius * 4))
    return in_bands(picture, len(kernel), lambda rows: _lens_blur(rows, kernel, highlights))


def _lens_blur(picture: Picture, kernel: Picture, highlights: float) -> Picture:
    colour = np.clip(picture[..., :3], 0, 1)
    alpha = picture[..., 3:]
    if alpha.size:
        colour = np.minimum(colour / np.maximum(alpha, 1e-3), 1)
    colour = cv2.pow(np.ascontiguousarray(colour), _GAMMA)
    if highlights > 0:
        peak = largest(colour)[..., None]
        colour *= 1 + highlights * np.clip(peak - 0.45, 0, 1) ** 2
    if alpha.size:
        colour = np.dstack([colour * alpha, alpha])
    spread = cv2.filter2D(colour, -1, kernel, borderType=cv2.BORDER_REFLECT)
    if not alpha.size:
        return np.asarray(cv2.pow(np.minimum(spread, 1), 1 / _GAMMA), np.float32)
    covered = np.clip(spread[..., 3:], 1e-4, 1)
    straight = cv2.pow(np.ascontiguousarray(np.clip(spread[..., :3] / covered, 0, 1)), 1 / _GAMMA)
    return np.dstack([straight * covered, spread[..., 3:]]).astype(np.float32)


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
    return in_bands(picture, 2 * (radius + 1), lambda rows: _kuwahara(rows, radius))


def _kuwahara(picture: Picture, radius: int) -> Picture:
    side = radius + 1
    reach = side // 2
    red, green, blue = cv2.split(picture)[:3]
    grey = (red + green + blue) * np.float32(1 / 3)
    mean = cv2.blur(picture, (side, side))
    variance = cv2.blur(grey * grey, (side, side)) - cv2.blur(grey, (side, side)) ** 2
    means, variances = _bordered(mean, reach), _bordered(variance, reach)
    height, width = grey.shape
    best = means[:height, :width].copy()
    best_variance = variances[:height, :width].copy()
    for x, y in ((2 * reach, 0), (0, 2 * reach), (2 * reach, 2 * reach)):
        candidate = variances[y : y + height, x : x + width]
        calmer = (candidate < best_variance).view(np.uint8)
        cv2.copyTo(means[y : y + height, x : x + width], calmer, best)
        cv2.copyTo(candidate, calmer, best_variance)
    return best


def _bordered(picture: Picture, reach: int) -> Picture:
    return np.asarray(cv2.copyMakeBorder(picture, reach, reach, reach, reach, cv2.BORDER_REFLECT), np.float32)


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


def brush_fields(height: int, width: int, seed: int) -> tuple[Picture, Picture, Picture]:
    """How edges wander to the right and down and how uneven the pigment is, -0.5..0.5, at half the size."""
    aside, along, uneven = (
        noise(height // 2, width // 2, seed + k, octaves=4, cells=24) - np.float32(0.5) for k in range(3)
    )
    return aside, along, uneven


def painterly(
    layer: Picture,
    seed: int,
    *,
    warp: float = 1.0,
    texture: float = 0.04,
    radius: int = 4,
    crisp: float = 0.0,
    fields: Sequence[Picture] | None = None,
) -> Picture:
    """Brush marks on a picture or a layer: edges wander by up to ``warp`` pixels (1 for modern places, 3
    for old ones), the pigment is uneven by ``texture``, patches are flat. ``crisp`` 0..1 is how much of
    the drawn edge is kept where the brush would break it: thin straight metal stays straight. A part of a
    picture is given its part of the whole's ``brush_fields``."""
    height, width = layer.shape[:2]
    if fields is None:
        fields = brush_fields(height, width, seed)
    aside, along, uneven = (cv2.resize(field, (width, height)) for field in fields)
    aside *= warp * 2
    along *= warp * 2
    aside += np.arange(width, dtype=np.float32)[None, :]
    along += np.arange(height, dtype=np.float32)[:, None]
    moved = cv2.remap(layer, aside, along, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    # Channel by channel: numpy works on three of four at a quarter of the speed.
    pigment = 1 + texture * 2 * uneven
    *colours, last = cv2.split(moved)
    if layer.shape[2] == 4:
        moved = cv2.merge([*(cv2.min(cv2.multiply(c, pigment), last) for c in colours), last])
    else:
        moved = cv2.merge([cv2.min(cv2.multiply(c, pigment), 1.0) for c in (*colours, last)])
    del aside, along, uneven
    painted = kuwahara(moved, radius)
    return painted if crisp <= 0 else _with_edges_of(painted, layer, crisp)


def _with_edges_of(painted: Picture, drawn: Picture, share: float) -> Picture:
    """``painted`` (changed), with ``share`` of the edges of ``drawn`` where the two differ clearly."""
    for band in bands(len(painted)):
        apart = largest(cv2.absdiff(painted[band], drawn[band]))
        weight = np.clip((apart - 0.035) * 9, 0, 1) * np.float32(share)
        if drawn.shape[2] == 4:
            # Shadows and thin cloth would get rings: what is seen through stays as it was drawn.
            weight = cv2.max(weight, np.clip((0.85 - cv2.extractChannel(drawn[band], 3)) * 8, 0, 1))
        painted[band] = cv2.blendLinear(drawn[band], painted[band], weight, 1 - weight)
    return painted


def bloom(
    picture: Picture, *, above: float = 0.8, strength: float = 0.25, sigmas: tuple[float, ...] = (10, 34)
) -> Picture:
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
