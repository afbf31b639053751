"""Sprites with their placements, back to front → the planes of a video frame."""

from __future__ import annotations

import itertools
import struct
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from reelwright.drawing.affine import Affine, inverse, multiply
from reelwright.drawing.kernel import Kernel, OutOfMemoryError
from reelwright.drawing.sprite import Sprite

Layer = tuple[Sprite, Affine]
"""A sprite and its placement: layout pixels → frame pixels (``Sprite.local`` comes first)."""

DEFAULT_MEMORY_BYTES = 512 << 20
MOST_LAYERS = 512
_LAYER = struct.Struct("<I2i6f2iI")
_BLOCK = 16
_ROW = 64
"""Rows of the planes are multiples of this; there is room for whole blocks."""
_MODES = {"over": 0, "add": 1}
_FLAT = 1e-6
_identities = itertools.count(1)


class _Uploaded:
    """A sprite's block in the kernel's memory. The sprite itself is not kept alive: its pixels would
    be held twice."""

    __slots__ = ("address", "identity", "pad", "sprite")

    def __init__(self, sprite: weakref.ref[Sprite], pad: int, address: int) -> None:
        self.sprite = sprite
        self.pad = pad
        self.address = address
        self.identity = next(_identities) & 0xFFFFFFFF


class Compositor:
    """Composes frames of one size (even numbers of pixels). Sprites are sent to the kernel once and
    dropped, least recently used first, when ``memory_bytes`` are full."""

    def __init__(self, width: int, height: int, *, memory_bytes: int = DEFAULT_MEMORY_BYTES) -> None:
        if width % 2 or height % 2 or width < 2 or height < 2:
            raise ValueError(f"a frame has even sides, not {width}×{height}")
        self.width, self.height = width, height
        self._kernel = Kernel(memory_bytes)
        stride = -(-width // _ROW) * _ROW
        self._strides = (stride, stride // 2)
        blocks_down = -(-height // _BLOCK)
        rows = blocks_down * _BLOCK
        self._plane_sizes = (
            self._strides[0] * rows,
            self._strides[1] * rows // 2,
            self._strides[1] * rows // 2,
        )
        self._canvas = self._new_planes()
        self._over = self._new_planes()
        self._hashes = self._kernel.put(np.zeros(-(-width // _BLOCK) * blocks_down, np.uint64))
        self._table = self._kernel.allocate(MOST_LAYERS * _LAYER.size)
        self._uploaded: OrderedDict[int, _Uploaded] = OrderedDict()
        self._gone: list[int] = []

    def compose(self, layers: Sequence[Layer], frame: Any) -> int:
        """Compose ``layers`` into ``frame``, an ``av.VideoFrame`` in yuv420p of this size. Blocks whose
        layers are those of the call before are not composed again. Returns the number of blocks that were."""
        count = self._lay(layers)
        composed = self._kernel.compose(
            self._canvas,
            self.width,
            self.height,
            self._strides,
            self._table,
            count,
            keep=False,
            hashes=self._hashes,
        )
        self._read(self._canvas, frame)
        return composed

    def luma(self, layers: Sequence[Layer]) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """The luma of ``layers`` alone: uint8 (height, width)."""
        count = self._lay(layers)
        self._kernel.compose(
            self._over, self.width, self.height, self._strides, self._table, count, keep=False, hashes=0
        )
        luma = self._kernel.bytes_at(self._over[0], self._plane_sizes[0]).reshape(-1, self._strides[0])
        return luma[: self.height, : self.width].copy()

    def compose_over(self, layers: Sequence[Layer], frame: Any) -> None:
        """Lay ``layers`` over the picture of the last ``compose`` into another ``frame``; the picture
        itself is kept for the next call."""
        count = self._lay(layers)
        for source, target, size in zip(self._canvas, self._over, self._plane_sizes, strict=True):
            self._kernel.bytes_at(target, size)[:] = self._kernel.bytes_at(source, size)
        self._kernel.compose(
            self._over, self.width, self.height, self._strides, self._table, count, keep=True, hashes=0
        )
        self._read(self._over, frame)

    # -- inside ----------------------------------------------------------------------------------

    def _new_planes(self) -> tuple[int, int, int]:
        y, u, v = (self._kernel.put(np.zeros(size, np.uint8)) for size in self._plane_sizes)
        return y, u, v

    def _lay(self, layers: Sequence[Layer]) -> int:
        """Write the table of layers and return how many there are to compose."""
        if len(layers) > MOST_LAYERS:
            raise ValueError(f"{len(layers)} layers in a frame; at most {MOST_LAYERS} are composed")
        # Sprites may go at any moment, also while the kernel is at work: their blocks are freed here.
        while self._gone:
            self._forget(self._gone.pop())
        rows: list[bytes] = []
        needed: set[int] = set()
        for sprite, placement in layers:
            matrix = _sampling(sprite, placement)
            if matrix is None:
                continue
            needed.add(id(sprite))
            there = self._upload(sprite, needed)
            rows.append(
                _LAYER.pack(
                    there.address,
                    sprite.width,
                    sprite.height,
                    *matrix,
                    _MODES[sprite.mode],
                    there.pad,
                    there.identity,
                )
            )
        data = b"".join(rows)
        self._kernel.bytes_at(self._table, len(data))[:] = np.frombuffer(data, np.uint8)
        return len(rows)

    def _upload(self, sprite: Sprite, needed: set[int]) -> _Uploaded:
        name = id(sprite)
        there = self._uploaded.get(name)
        if there is not None and there.sprite() is sprite:
            self._uploaded.move_to_end(name)
            return there
        if there is not None:
            self._forget(name)
        address = self._put(sprite, needed)
        gone = self._gone
        reference = weakref.ref(sprite, lambda _: gone.append(name))
        there = _Uploaded(reference, _faded(sprite), address)
        self._uploaded[name] = there
        return there

    def _forget(self, name: int) -> None:
        """Free the blocks of a sprite that is gone. Another may have come to have its name since."""
        there = self._uploaded.get(name)
        if there is not None and there.sprite() is None:
            self._kernel.free(self._uploaded.pop(name).address)

    def _put(self, sprite: Sprite, needed: set[int]) -> int:
        while True:
            try:
                return self._kernel.put_sprite(sprite.luma_alpha, sprite.chroma_alpha, sprite.flags)
            except OutOfMemoryError:
                oldest = next((key for key in self._uploaded if key not in needed), None)
                if oldest is None:
                    raise MemoryError("the sprites of one frame do not fit into the compositor") from None
                self._kernel.free(self._uploaded.pop(oldest).address)

    def _read(self, planes: tuple[int, int, int], frame: Any) -> None:
        for number, (address, size) in enumerate(zip(planes, self._plane_sizes, strict=True)):
            half = 2 if number else 1
            width, height, stride = self.width // half, self.height // half, self._strides[min(number, 1)]
            plane = frame.planes[number]
            rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
            rows[:height, :width] = self._kernel.bytes_at(address, size).reshape(-1, stride)[:height, :width]


def _faded(sprite: Sprite) -> int:
    """The transparent pixels around a sprite; 0 where something is in its padding."""
    alpha, pad = sprite.luma_alpha[..., 1], sprite.pad
    edges = (alpha[:pad], alpha[-pad:], alpha[:, :pad], alpha[:, -pad:])
    return 0 if any(edge.any() for edge in edges) else pad


def _sampling(sprite: Sprite, placement: Affine) -> Affine | None:
    """Index of a frame pixel → index of a sprite pixel; ``None`` for a placement that flattens."""
    whole = multiply(placement, sprite.local)
    if abs(whole[0] * whole[4] - whole[1] * whole[3]) < _FLAT:
        return None
    a, b, c, d, e, f = inverse(whole)
    return (a, b, c + 0.5 * (a + b) - 0.5 + sprite.pad, d, e, f + 0.5 * (d + e) - 0.5 + sprite.pad)
