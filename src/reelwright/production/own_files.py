"""A picture that an author gives → its digest when it can be used, else a notice that says why not."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np

from reelwright.errors import Notice

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
BYTES_MAX = 40 << 20
PIXELS_MAX = 50_000_000


def checked(path: Path, notices: list[Notice]) -> str | None:
    """The digest of a picture that can be read, or ``None`` and a notice."""
    try:
        if path.stat().st_size > BYTES_MAX:
            notices.append(unused(path, f"is larger than {BYTES_MAX >> 20} MiB", "Save it smaller."))
            return None
        data = path.read_bytes()
    except OSError as problem:
        notices.append(unused(path, f"cannot be read: {problem.strerror}", "Look at its permissions."))
        return None
    size = _png_size(data)
    picture = None if size and size[0] * size[1] > PIXELS_MAX else decoded(data)
    if picture is None and not size:
        notices.append(unused(path, "is no PNG, JPEG or WebP picture, or it is broken", "Save it again."))
        return None
    if picture is None or picture.shape[0] * picture.shape[1] > PIXELS_MAX:
        known = size or (picture.shape[1], picture.shape[0])  # type: ignore[union-attr]
        if size and size[0] * size[1] <= PIXELS_MAX:
            notices.append(unused(path, "is a broken PNG picture", "Save it again."))
            return None
        notices.append(
            unused(
                path,
                f"has {known[0]} × {known[1]} pixels, more than {PIXELS_MAX // 1_000_000} million",
                "Scale it down; 1210 × 2150 is all that is seen.",
            )
        )
        return None
    return hashlib.sha256(data).hexdigest()


def decoded(data: bytes) -> Any:
    """The pixels of a picture in OpenCV's order, or ``None`` when it cannot be read."""
    import cv2

    try:
        return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def unused(path: Path, what: str, next_step: str) -> Notice:
    return Notice(
        code="own-picture-unused",
        message=f"{'/'.join(path.parts[-3:])} {what}",
        where=str(path),
        next_step=next_step,
    )


def plain(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).casefold()
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))
