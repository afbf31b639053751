"""A key and a way to make it → a sprite or an array, made once and kept on disk and in memory."""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lz4.frame
import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.affine import Affine
from reelwright.drawing.sprite import Mode, Sprite

_FORMAT = b"reelwright-sprite-2\n"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_numbers = itertools.count()


def key_of(*parts: Any) -> str:
    """The key of whatever these documents, numbers and words decide: SHA-256 in hex."""
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


class SpriteCache:
    """Keeps what was drawn: in memory up to ``memory_bytes`` (least recently used out first) and, when
    there is a ``folder``, on disk. The folder may be deleted at any time; a broken file is made again.
    """

    def __init__(self, folder: Path | None, memory_bytes: int) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._held: OrderedDict[str, Sprite | NDArray[Any]] = OrderedDict()
        self._held_bytes = 0

    def sprite(self, key: str, make: Callable[[], Sprite]) -> Sprite:
        """The sprite of this key."""
        found = self._find(key, _sprite_of)
        if not isinstance(found, Sprite):
            found = made = make()
            self._write(key, lambda: _bytes_of_sprite(made))
        self._hold(key, found)
        return found

    def array(self, key: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """The array of this key; not to be written to."""
        found = self._find(key, _array_of)
        if not isinstance(found, np.ndarray):
            found = made = make()
            self._write(key, lambda: _bytes_of_array(made))
        self._hold(key, found)
        return found

    # -- inside ----------------------------------------------------------------------------------

    def _find(
        self, key: str, decode: Callable[[bytes], Sprite | NDArray[Any]]
    ) -> Sprite | NDArray[Any] | None:
        held = self._held.get(key)
        if held is not None:
            return held
        if self._folder is None:
            return None
        path = self._path(key)
        try:
            found = decode(path.read_bytes())
            # What is used stays: ``trim`` takes the oldest.
            os.utime(path)
            return found
        except FileNotFoundError:
            return None
        except (OSError, ValueError, EOFError, RuntimeError, msgspec.DecodeError):
            return None

    def _hold(self, key: str, value: Sprite | NDArray[Any]) -> None:
        if key in self._held:
            self._held.move_to_end(key)
            return
        self._held[key] = value
        self._held_bytes += _size_of(value)
        while self._held_bytes > self._memory_bytes and len(self._held) > 1:
            _, gone = self._held.popitem(last=False)
            self._held_bytes -= _size_of(gone)

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / key[:2] / key[2:]

    def _write(self, key: str, encode: Callable[[], bytes]) -> None:
        if self._folder is None:
            return
        path = self._path(key)
        # Thousands of small files: each call to the system that can be spared is.
        unfinished = path.with_name(f"{path.name}.{os.getpid()}-{next(_numbers)}")
        try:
            try:
                handle = os.open(unfinished, _NEW_FILE, 0o666)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                handle = os.open(unfinished, _NEW_FILE, 0o666)
            with os.fdopen(handle, "wb") as file:
                file.write(encode())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def _size_of(value: Sprite | NDArray[Any]) -> int:
    return value.byte_count if isinstance(value, Sprite) else value.nbytes


def trim(folder: Path, most_bytes: int) -> int:
    """Remove what has not been used for longest until ``folder`` holds ``most_bytes`` at most; the bytes
    that are left."""
    files: list[tuple[float, int, Path]] = []
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file():
                facts = path.stat()
                files.append((facts.st_mtime, facts.st_size, path))
    held = sum(size for _, size, _ in files)
    for _, size, path in sorted(files, key=lambda file: (file[0], file[2])):
        if held <= most_bytes:
            break
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            held -= size
    return held


class _Head(msgspec.Struct, frozen=True):
    width: int
    height: int
    pad: int
    mode: Mode
    local: Affine


def _bytes_of_sprite(sprite: Sprite) -> bytes:
    head = msgspec.json.encode(_Head(sprite.width, sprite.height, sprite.pad, sprite.mode, sprite.local))
    body = b"".join(a.tobytes() for a in (sprite.luma_alpha, sprite.chroma_alpha, sprite.flags))
    return _FORMAT + head + b"\n" + bytes(lz4.frame.compress(body))


def _sprite_of(data: bytes) -> Sprite:
    magic, head_line, packed = _split(data)
    if magic != _FORMAT.strip():
        raise ValueError("no sprite")
    head = msgspec.json.decode(head_line, type=_Head)
    body = np.frombuffer(lz4.frame.decompress(packed), np.uint8)
    w, h = head.width, head.height
    shapes = ((h, w, 2), (h // 2, w // 2, 4), (h // 16, w // 16))
    sizes = [int(np.prod(shape)) for shape in shapes]
    if sum(sizes) != len(body):
        raise ValueError("a sprite of the wrong length")
    luma, chroma, flags = (
        piece.reshape(shape)
        for piece, shape in zip(np.split(body, np.cumsum(sizes)[:-1]), shapes, strict=True)
    )
    return Sprite(luma, chroma, flags, head.pad, head.mode, head.local)


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    magic, _, rest = data.partition(b"\n")
    head, _, packed = rest.partition(b"\n")
    return magic, head, packed


def _bytes_of_array(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
    return _FORMAT + b"array\n" + bytes(lz4.frame.compress(buffer.getvalue()))


def _array_of(data: bytes) -> NDArray[Any]:
    magic, head, packed = _split(data)
    if magic != _FORMAT.strip() or head != b"array":
        raise ValueError("no array")
    found: NDArray[Any] = np.load(io.BytesIO(lz4.frame.decompress(packed)), allow_pickle=False)
    return found
