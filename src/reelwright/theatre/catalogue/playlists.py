"""HLS playlists of a release → what they name, and what is wrong with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

_URI = re.compile(r'[:,]URI="([^"]*)"')
_LINES_MAX = 20_000


def named_by(text: str) -> list[str]:
    """The addresses in a playlist, as they are written: other playlists, segments, their headers, keys."""
    found: list[str] = []
    for row in text.splitlines():
        if row.startswith("#"):
            found += _URI.findall(row)
        elif row.strip():
            found.append(row.strip())
    return found


def playlist_faults(path: str, data: bytes, files: Collection[str]) -> Iterator[str]:
    """What is wrong with the playlist at ``path``, given the files of its release.

    A theatre hands out files of one release only, so every address is a relative path to one of them.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield f"{path} is no text"
        return
    if not text.startswith("#EXTM3U"):
        yield f"{path} does not begin with #EXTM3U"
        return
    if text.count("\n") > _LINES_MAX:
        yield f"{path} has more than {_LINES_MAX} lines"
        return
    named = named_by(text)
    if not named:
        yield f"{path} names nothing to play"
    for address in named:
        target = _resolved(path, address)
        if target is None:
            yield f"{path} names {address[:80]!r}, which is no relative path"
        elif target not in files:
            yield f"{path} names {address[:80]!r}, which is not among the files"
    if "#EXTINF" in text and "#EXT-X-ENDLIST" not in text:
        yield f"{path} has no end (#EXT-X-ENDLIST)"


def _resolved(path: str, address: str) -> str | None:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.query or address.startswith("/") or "\\" in address:
        return None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
    return None if target.startswith("..") else target
