"""Pictures of the author's own → layers of a place: cut to the shape of a painting, premultiplied."""

from __future__ import annotations

from pathlib import Path

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.stage.brief import OwnLayer, OwnLight
from reelwright.stage.light import Light, Rim
from reelwright.stage.places.painting import HEIGHT_PX, WIDTH_PX

VERSION = 1


def own_layer(layer: OwnLayer, cache: SpriteCache, *, is_last: bool) -> NDArray[np.uint8]:
    """uint8 (2150, 1210, 4), premultiplied: the middle of the picture, scaled to cover. ``is_last`` says that
    nothing is behind it: what is transparent there gets its mean colour. A picture that is gone or
    broken is one empty pixel."""

    def make() -> NDArray[np.uint8]:
        try:
            data = np.frombuffer(Path(layer.path).read_bytes(), np.uint8)
            picture = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
        except (OSError, cv2.error):
            picture = None
        if picture is None:
            return np.zeros((1, 1, 4), np.uint8)
        return _covering(_rgba(picture), is_last=is_last)

    return cache.array(key_of("own layer", VERSION, layer.digest, is_last), make)


def relit(light: Light, told: OwnLight | None) -> Light:
    """``light`` with what the author's ``place.toml`` says of it."""
    if told is None:
        return light
    left, right = light.rims[0], light.rims[-1]
    rims = (
        Rim(told.rim_left or left.colour, left.strength, left.shift),
        Rim(told.rim_right or right.colour, right.strength, right.shift),
    )
    side = {"left": -1.0, "right": 1.0}.get(told.key_from, 0.0)
    changed = msgspec.structs.replace(
        light,
        ambient=told.ambient or light.ambient,
        key=told.key or light.key,
        glow=told.key or light.glow,
        rims=rims,
    )
    if not side:
        return changed
    x, y, z = light.model_light
    return msgspec.structs.replace(
        changed, key_direction=(side, light.key_direction[1]), model_light=(side * abs(x), y, z)
    )


def _rgba(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """OpenCV's grey, BGR or BGRA of 8 or 16 bits → straight RGBA."""
    if picture.dtype != np.uint8:
        picture = (picture / np.iinfo(picture.dtype).max * 255).astype(np.uint8)
    if picture.ndim == 2:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGBA), np.uint8)
    code = cv2.COLOR_BGRA2RGBA if picture.shape[2] == 4 else cv2.COLOR_BGR2RGBA
    return np.asarray(cv2.cvtColor(picture, code), np.uint8)


def _covering(rgba: NDArray[np.uint8], *, is_last: bool) -> NDArray[np.uint8]:
    height, width = rgba.shape[:2]
    scale = max(WIDTH_PX / width, HEIGHT_PX / height)
    wide, high = min(width, round(WIDTH_PX / scale)), min(height, round(HEIGHT_PX / scale))
    x, y = (width - wide) // 2, (height - high) // 2
    part = rgba[y : y + high, x : x + wide].astype(np.float32)
    alpha = part[..., 3:] / 255
    part[..., :3] *= alpha
    if is_last:
        mean = part[..., :3].sum((0, 1)) / max(float(alpha.sum()), 1.0)
        part[..., :3] += mean * (1 - alpha)
        part[..., 3] = 255
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    fitted = np.clip(cv2.resize(part, (WIDTH_PX, HEIGHT_PX), interpolation=how), 0, 255)
    fitted[..., :3] = np.minimum(fitted[..., :3], fitted[..., 3:])
    return np.asarray(fitted + 0.5).astype(np.uint8)
