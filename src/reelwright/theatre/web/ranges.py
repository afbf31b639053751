"""The ``Range`` of a request → the bytes to send (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ONE_RANGE = re.compile(rb"bytes=(\d{0,15})-(\d{0,15})")


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from ``start`` to before ``end``; ``is_part`` when that was asked for."""

    start: int
    end: int
    is_part: bool


def requested_span(headers: Mapping[bytes, bytes], byte_count: int, etag: bytes) -> Span | None:
    """The one range that is asked for, or the whole; None when it lies outside. Several ranges, and one for
    another version (``If-Range``), are answered with the whole."""
    found = _ONE_RANGE.fullmatch(headers.get(b"range", b"").strip())
    if not found or found[0] == b"bytes=-" or headers.get(b"if-range", etag) != etag:
        return Span(0, byte_count, is_part=False)
    first, last = found.groups()
    if not first:
        count = min(int(last), byte_count)
        return Span(byte_count - count, byte_count, is_part=True) if count else None
    start = int(first)
    end = min(int(last), byte_count - 1) + 1 if last else byte_count
    if last and int(last) < start:
        return Span(0, byte_count, is_part=False)
    return Span(start, end, is_part=True) if start < byte_count else None
