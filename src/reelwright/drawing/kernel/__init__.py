"""The compositor's kernel: bytes in WebAssembly memory in, composed planes and baked sprites out."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import wasmtime
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

WASM_PATH = Path(__file__).with_name("compositor.wasm")
_PAGE_BYTES = 65536
_ALIGN = 64
_GUARD_BYTES = 64
"""Windows of 16 bytes are loaded: a block's end is never the end of memory."""


@cache
def _compiled(path: Path) -> tuple[Any, Any]:
    engine = wasmtime.Engine()
    return engine, wasmtime.Module.from_file(engine, str(path))


class OutOfMemoryError(Exception):
    """The kernel's memory has no free block of the size asked for."""


class Kernel:
    """One instance of the kernel with its own memory of at most ``most_bytes``.

    Blocks are handed out by ``allocate`` and given back by ``free``. Not to be used by two threads
    at once.
    """

    def __init__(self, most_bytes: int, path: Path = WASM_PATH) -> None:
        engine, module = _compiled(path)
        self._store = wasmtime.Store(engine)
        exports = wasmtime.Instance(self._store, module, []).exports(self._store)
        self._memory: Any = exports["memory"]
        self._compose: Any = exports["compose"]
        self._spread: Any = exports["spread"]
        self._bake: Any = exports["bake"]
        base = int(exports["__heap_base"].value(self._store))
        self._base = (base + _PAGE_BYTES) // _PAGE_BYTES * _PAGE_BYTES
        self._most_bytes = most_bytes
        self._free: list[tuple[int, int]] = []
        self._sizes: dict[int, int] = {}
        self._end = self._base
        self._view: Bytes | None = None

    # -- memory ----------------------------------------------------------------------------------

    def allocate(self, size: int) -> int:
        """The address of a free block. Raises ``OutOfMemoryError`` past the budget."""
        size = (size + _GUARD_BYTES + _ALIGN - 1) // _ALIGN * _ALIGN
        for number, (address, length) in enumerate(self._free):
            if length >= size:
                self._free[number : number + 1] = [(address + size, length - size)] if length > size else []
                self._sizes[address] = size
                return address
        if self._end + size - self._base > self._most_bytes:
            raise OutOfMemoryError
        address = self._end
        self._end += size
        missing = self._end + _PAGE_BYTES - self._memory.data_len(self._store)
        if missing > 0:
            self._memory.grow(self._store, max(64, -(-missing // _PAGE_BYTES)))
            self._view = None
        self._sizes[address] = size
        return address

    def free(self, address: int) -> None:
        """Give a block back; neighbours that are free become one."""
        self._free.append((address, self._sizes.pop(address)))
        self._free.sort()
        joined: list[tuple[int, int]] = []
        for start, length in self._free:
            if joined and joined[-1][0] + joined[-1][1] == start:
                joined[-1] = (joined[-1][0], joined[-1][1] + length)
            else:
                joined.append((start, length))
        self._free = joined

    def put(self, data: NDArray[Any]) -> int:
        """A new block that holds the bytes of ``data``."""
        flat = np.ascontiguousarray(data).reshape(-1).view(np.uint8)
        address = self.allocate(flat.nbytes)
        self.bytes_at(address, flat.nbytes)[:] = flat
        return address

    def bytes_at(self, address: int, size: int) -> Bytes:
        """A view of memory, good until the next ``allocate``."""
        if self._view is None:
            pointer = ctypes.cast(self._memory.data_ptr(self._store), ctypes.c_void_p).value or 0
            length = self._memory.data_len(self._store)
            self._view = np.ctypeslib.as_array((ctypes.c_uint8 * length).from_address(pointer))
        return self._view[address : address + size]

    def put_sprite(self, luma_alpha: Bytes, chroma_alpha: Bytes, flags: Bytes) -> int:
        """A new block that holds a sprite for ``compose``: see ``spread`` in ``compositor.c``."""
        height, width = luma_alpha.shape[:2]
        used: list[int] = []
        try:
            for data in (luma_alpha, chroma_alpha, flags):
                used.append(self.put(data))
            planes = self.allocate(width * height * 11 // 4 + flags.size)
            self._spread(self._store, *used, planes, width, height)
        finally:
            for address in used:
                self.free(address)
        return planes

    # -- what it does ----------------------------------------------------------------------------

    def compose(
        self,
        planes: tuple[int, int, int],
        width: int,
        height: int,
        strides: tuple[int, int],
        layers: int,
        count: int,
        *,
        keep: bool,
        hashes: int,
    ) -> int:
        """See ``compose`` in ``compositor.c``; addresses are this kernel's. Returns the number of
        blocks composed."""
        return int(
            self._compose(self._store, *planes, width, height, *strides, layers, count, int(keep), hashes)
        )

    def bake(
        self,
        rgba: Bytes,
        multiply: Bytes | None,
        add: Bytes | None,
        grade: Bytes | None,
        dither: Bytes,
        *,
        mode: int,
        at: tuple[int, int],
        padded: tuple[int, int],
    ) -> tuple[Bytes, Bytes, Bytes]:
        """See ``bake`` in ``baking.c``: luma with alpha (h, w, 2), chroma with alpha
        (h/2, w/2, 4) and flags (h/16, w/16) of a sprite of ``padded`` (width, height), in which the
        picture is laid ``at`` (left, top)."""
        width, height = padded
        shapes = ((height, width, 2), (height // 2, width // 2, 4), (height // 16, width // 16))
        used: list[int] = []

        def put(data: Bytes | None) -> int:
            if data is None:
                return 0
            used.append(self.put(data))
            return used[-1]

        try:
            pictures = [put(data) for data in (rgba, multiply, add, grade, dither)]
            made: Sequence[int] = [self.allocate(int(np.prod(shape))) for shape in shapes]
            used.extend(made)
            size = (rgba.shape[1], rgba.shape[0])
            self._bake(self._store, pictures[0], *size, *pictures[1:], mode, *at, *made, width, height)
            luma, chroma, flags = (
                self.bytes_at(address, int(np.prod(shape))).reshape(shape).copy()
                for address, shape in zip(made, shapes, strict=True)
            )
        finally:
            for address in used:
                self.free(address)
        return luma, chroma, flags
