"""The segments of a playlist, end to end, as one file: for players that know no HLS.

``hls/180p/film.mp4`` is not a file of the release: it is the header and the segments of the playlist in that
folder. A fragmented MP4 cut into pieces is the same MP4 when they are put together again.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from reelwright.build.digest import digest_of_bytes
from reelwright.theatre.catalogue.files import StoredFile
from reelwright.theatre.catalogue.playlists import named_by

WHOLE = "film.mp4"


def playlist_of(path: str, files: Mapping[str, StoredFile]) -> str:
    """The playlist whose segments ``path`` would be; empty where it is no such path."""
    folder, name = posixpath.split(path)
    if name != WHOLE or path in files:
        return ""
    found = [one for one in files if posixpath.dirname(one) == folder and one.endswith(".m3u8")]
    return found[0] if len(found) == 1 else ""


def joined(playlist: str, text: str, files: Mapping[str, StoredFile]) -> StoredFile | None:
    """What the playlist names, end to end; None for one that names playlists, or what is not there."""
    folder = posixpath.dirname(playlist)
    named = [posixpath.normpath(posixpath.join(folder, address)) for address in named_by(text)]
    parts = tuple(files[path] for path in named if path in files)
    if not parts or len(parts) < len(named) or any(path.endswith(".m3u8") for path in named):
        return None
    names = "".join(part.sha256 for part in parts)
    size = sum(part.byte_count for part in parts)
    return StoredFile(digest_of_bytes(names.encode()), size, "video/mp4", parts)


def within(parts: tuple[StoredFile, ...], start: int, end: int) -> Iterator[tuple[StoredFile, int, int]]:
    """Which bytes of which part lie from ``start`` to before ``end`` of the whole."""
    at = 0
    for part in parts:
        first, last = max(start, at), min(end, at + part.byte_count)
        if first < last:
            yield part, first - at, last - at
        at += part.byte_count
