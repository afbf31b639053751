"""Frames and pictures → RGB, PNG and the contact sheet. Pictures are uint8 RGB, shape (h, w, 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.delivery.encode import plane_of
from reelwright.drawing.text import TextStyle, text_image

Rgb = NDArray[np.uint8]

_BACKDROP = (24, 23, 28)
_LABEL = TextStyle(size_px=17, weight=700, colour="#d8d4e0")
_TITLE = TextStyle(size_px=34, weight=900, colour="#ffffff")
_GAP_PX = 14
_LABEL_PX = 30
_BAND_ROWS = 64


def rgb_of(frame: Any) -> Rgb:
    """A yuv420p frame in BT.709, limited range, as RGB."""
    size = (frame.width, frame.height)
    luma, u, v = (cv2.resize(plane_of(frame, n), size, interpolation=cv2.INTER_LINEAR) for n in range(3))
    rgb = np.empty((*luma.shape, 3), np.uint8)
    for top in range(0, frame.height, _BAND_ROWS):  # a whole frame of floats would be 50 MiB
        band = slice(top, top + _BAND_ROWS)
        y = (luma[band].astype(np.float32) - 16) * (255 / 219)
        b, r = ((plane[band].astype(np.float32) - 128) * (255 / 224) for plane in (u, v))
        colours = np.stack([y + 1.5748 * r, y - 0.1873 * b - 0.4681 * r, y + 1.8556 * b], -1)
        rgb[band] = np.clip(colours + 0.5, 0, 255)
    return rgb


def png_bytes(rgb: Rgb) -> bytes:
    """A PNG file; the same picture gives the same bytes."""
    written, data = cv2.imencode(".png", rgb[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 4])
    if not written:
        raise ValueError(f"a picture of shape {rgb.shape} cannot be written as PNG")
    return bytes(data)


def jpeg_bytes(rgb: Rgb) -> bytes:
    """A small JPEG file, for looking at."""
    written, data = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])
    if not written:
        raise ValueError(f"a picture of shape {rgb.shape} cannot be written as JPEG")
    return bytes(data)


def read_png(data: bytes) -> Rgb:
    """The picture in a PNG file."""
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("this is no PNG")
    return np.ascontiguousarray(picture[..., ::-1])


def thumbnail(rgb: Rgb, width: int) -> Rgb:
    """The picture, ``width`` pixels wide."""
    height = max(1, round(rgb.shape[0] * width / rgb.shape[1]))
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def contact_sheet(
    stills: Sequence[Rgb], labels: Sequence[str], *, title: str, columns: int = 6, tile_width: int = 270
) -> Rgb:
    """One tile a still, in rows, each with its label below, and the title above."""
    tiles = [thumbnail(still, tile_width) for still in stills]
    tile_height = max((tile.shape[0] for tile in tiles), default=tile_width)
    columns = max(1, min(columns, len(tiles)))
    rows = -(-len(tiles) // columns)
    width = columns * (tile_width + _GAP_PX) + _GAP_PX
    head = 64
    height = head + rows * (tile_height + _LABEL_PX + _GAP_PX) + _GAP_PX
    sheet: Rgb = np.empty((height, width, 3), np.uint8)
    sheet[:] = _BACKDROP
    lay_text(sheet, title, _TITLE, _GAP_PX, 14, width - 2 * _GAP_PX)
    for number, (tile, label) in enumerate(zip(tiles, labels, strict=True)):
        x = _GAP_PX + number % columns * (tile_width + _GAP_PX)
        y = head + number // columns * (tile_height + _LABEL_PX + _GAP_PX)
        sheet[y : y + tile.shape[0], x : x + tile_width] = tile
        lay_text(sheet, label, _LABEL, x, y + tile_height + 5, tile_width)
    return sheet


def lay_text(sheet: Rgb, text: str, style: TextStyle, x: int, y: int, most_px: int) -> None:
    """Write a line of text onto ``sheet``, cut off after ``most_px`` pixels."""
    if not text:
        return
    rgba, _ = text_image(text, style, max_width_px=1e6, align="left")
    rgba = rgba[: sheet.shape[0] - y, : min(most_px, sheet.shape[1] - x)].astype(np.float32)
    below = sheet[y : y + rgba.shape[0], x : x + rgba.shape[1]]
    below[:] = np.clip(below * (1 - rgba[..., 3:] / 255) + rgba[..., :3] + 0.5, 0, 255).astype(np.uint8)
