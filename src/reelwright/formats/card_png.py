"""The bytes of a PNG ↔ its texts by keyword and the picture without them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reelwright.errors import BadInput

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LONGEST_KEYWORD_BYTES = 79
_TEXT, _FIRST, _LAST = b"tEXt", b"IHDR", b"IEND"


@dataclass(frozen=True)
class PngText:
    """One ``tEXt`` chunk: ``keyword`` is Latin-1, ``value`` the bytes behind it."""

    keyword: str
    value: bytes


def take_texts(
    png: bytes, is_wanted: Callable[[str], bool], *, where: str
) -> tuple[bytes, tuple[PngText, ...]]:
    """The picture without the texts whose keyword ``is_wanted``, and those texts in their order. Every other
    chunk, and what follows the last, stays where it is.

    Raises ``BadInput`` for what is no PNG, ends too early or is damaged.
    """
    kept, texts = [SIGNATURE], []
    for kind, body, raw in _chunks(png, where):
        keyword, _, value = body.partition(b"\0")
        name = keyword.decode("latin-1")
        if kind == _TEXT and is_wanted(name):
            texts.append(PngText(name, value))
        else:
            kept.append(raw)
    return b"".join(kept), tuple(texts)


def with_texts(png: bytes, texts: Sequence[PngText], *, where: str) -> bytes:
    """The picture with ``texts`` put before its end. Raises ``BadInput`` for what is no PNG."""
    parts = [SIGNATURE]
    for kind, _, raw in _chunks(png, where):
        if kind == _LAST:
            parts += [_chunk(_TEXT, text.keyword.encode("latin-1") + b"\0" + text.value) for text in texts]
        parts.append(raw)
    return b"".join(parts)


def _chunks(png: bytes, where: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Kind, body and the whole bytes of every chunk; what follows ``IEND`` comes with it."""
    if not png.startswith(SIGNATURE):
        raise BadInput("This is no PNG", where=where, next_step="Give the card as PNG, JSON or .charx.")
    at = len(SIGNATURE)
    while True:
        head = png[at : at + 8]
        length = int.from_bytes(head[:4])
        end = at + 12 + length
        if len(head) < 8 or end > len(png):
            raise BadInput(
                "The picture ends in the middle", where=where, next_step="Download or copy it once more."
            )
        kind, body = head[4:], png[at + 8 : at + 8 + length]
        if at == len(SIGNATURE) and kind != _FIRST:
            raise BadInput("The picture has no header", where=where, next_step="Save it as PNG once more.")
        if zlib.crc32(kind + body) != int.from_bytes(png[end - 4 : end]):
            raise BadInput(
                f"The picture is damaged: the check sum of its {kind!r} is wrong",
                where=where,
                next_step="Download or copy it once more.",
            )
        if kind == _LAST:
            yield kind, body, png[at:]
            return
        yield kind, body, png[at:end]
        at = end


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
