"""Premultiplied RGBA → a sprite in the encoder's own colours, ready to be composited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.affine import IDENTITY, Affine
from reelwright.drawing.canvas import Rgba
from reelwright.drawing.kernel import Bytes, Kernel

PAD_PX = 14
"""Transparent pixels around a sprite, so that interpolation at its edge fades to nothing."""
BLOCK_PX = 16
_BAND_ROWS = 256
"""Sprites are baked by bands of rows: the kernel's memory never shrinks. A multiple of the dither's 64."""
_BAKE_MEMORY_BYTES = 1 << 28

Mode = Literal["over", "add"]
_MODES = {"over": 0, "add": 1}


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Sprite:
    """Pixels in YUVA 4:2:0 (BT.709, limited range), premultiplied, each value with its offset times
    alpha. ``luma_alpha`` is uint8 (height, width, 2), ``chroma_alpha`` (height/2, width/2, 4: U, V, A,
    unused), ``flags`` (height/16, width/16: 0 empty, 1 mixed, 2 opaque). ``local`` maps pixels of the
    picture it was baked from to layout pixels; ``pad`` pixels lie around that picture."""

    luma_alpha: NDArray[np.uint8]
    chroma_alpha: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    pad: int
    mode: Mode
    local: Affine

    @property
    def width(self) -> int:
        return int(self.luma_alpha.shape[1])

    @property
    def height(self) -> int:
        return int(self.luma_alpha.shape[0])

    @property
    def byte_count(self) -> int:
        return self.luma_alpha.nbytes + self.chroma_alpha.nbytes + self.flags.nbytes


def bake_sprite(
    rgba: Rgba,
    *,
    local: Affine = IDENTITY,
    multiply: NDArray[np.uint8] | None = None,
    add: NDArray[np.uint8] | None = None,
    grade: NDArray[np.uint8] | None = None,
    mode: Mode = "over",
    opaque: bool = False,
    dither: bool = True,
) -> Sprite:
    """Bake premultiplied RGBA, uint8 (height, width, 4).

    ``multiply`` and ``add``, uint8 (height, width, 3, or 4 of which the last is not read), relight the
    colour: ``c * multiply / 255 + add`` (both or neither). ``grade``, uint8 (256, 3), is looked up last.
    ``mode="add"`` adds the premultiplied colour to what is below. ``opaque`` extends the edge into the
    padding instead of fading out: for pictures that fill the frame. ``dither`` keeps soft gradients from
    banding; drawings pack a third smaller without. Raises ``ValueError`` for arrays of the wrong shape.
    """
    if rgba.ndim != 3 or rgba.shape[2] != 4 or rgba.dtype != np.uint8:
        raise ValueError(f"a sprite is baked from uint8 (h, w, 4), not {rgba.dtype} {rgba.shape}")
    if (multiply is None) != (add is None):
        raise ValueError("relighting needs both maps, multiply and add")
    if multiply is not None and add is not None and not multiply.shape[:2] == add.shape[:2] == rgba.shape[:2]:
        raise ValueError(f"relight maps of {multiply.shape} and {add.shape} for {rgba.shape}")
    multiply, add = _by_fours(multiply), _by_fours(add)
    height, width = rgba.shape[:2]
    padded = (_whole(width + 2 * PAD_PX), _whole(height + 2 * PAD_PX))
    beyond = padded[1] - height - PAD_PX, padded[0] - width - PAD_PX
    made: list[tuple[NDArray[np.uint8], ...]] = []
    for top in range(0, padded[1], _BAND_ROWS):
        rows = min(_BAND_ROWS, padded[1] - top)
        # The rows of the picture that fall into this band, and where it begins in it.
        first, last = (min(max(row - PAD_PX, 0), height) for row in (top, top + rows))
        at = (PAD_PX, max(PAD_PX - top, 0))
        around = None
        if opaque:
            first, last = min(first, height - 1), max(last, 1)
            around = ((at[1], rows - at[1] - (last - first)), (PAD_PX, beyond[1]), (0, 0))
            at = (0, 0)

        def band(part: Bytes, rows: slice = slice(first, last), around: Any = around) -> Bytes:
            return part[rows] if around is None else np.pad(part[rows], around, mode="edge")

        made.append(
            _baker().bake(
                band(rgba),
                None if multiply is None else band(multiply),
                None if add is None else band(add),
                grade,
                _dither() if dither else _level(),
                mode=_MODES[mode],
                at=at,
                padded=(padded[0], rows),
            )
        )
    luma, chroma, flags = (np.concatenate(arrays) for arrays in zip(*made, strict=True))
    return Sprite(luma, chroma, flags, PAD_PX, mode, local)


def _by_fours(light: NDArray[np.uint8] | None) -> NDArray[np.uint8] | None:
    if light is None or light.shape[2] == 4:
        return light
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(light), cv2.COLOR_RGB2RGBA))


@cache
def _baker() -> Kernel:
    return Kernel(_BAKE_MEMORY_BYTES)


@cache
def _dither() -> NDArray[np.uint8]:
    # Noise below one level keeps blurred backgrounds from banding.
    return np.random.default_rng(1).integers(0, 256, (64, 64), dtype=np.uint8)


@cache
def _level() -> NDArray[np.uint8]:
    return np.full((64, 64), 128, np.uint8)


def _whole(length: int) -> int:
    return -(-length // BLOCK_PX) * BLOCK_PX
