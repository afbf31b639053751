"""Frozen documents of a release. Paths are relative to the release folder, with forward slashes."""

from __future__ import annotations

from typing import Annotated

import msgspec

from reelwright.performance import Word

RELEASE_VERSION = 1
"""Raised when a theatre of the old version could not play the new folder."""

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
RelativePath = Annotated[str, msgspec.Meta(pattern=r"^[^/\\.][^\\]*$", max_length=255)]
Count = Annotated[int, msgspec.Meta(ge=0)]


class FileEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the release with its SHA-256 and its size."""

    path: RelativePath
    sha256: Sha256
    byte_count: Count


class AiLabel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the film says that it was made by a machine: what is seen, for how long, and the words
    written into the metadata of every media file."""

    visible_text: str
    visible_frames: Count
    metadata_text: str


class Rendition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One size of the clean picture."""

    name: str
    playlist: RelativePath
    width: Count
    height: Count


class CaptionFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Captions in one language and format (``vtt`` or ``srt``)."""

    language: str
    format: str
    path: RelativePath


class Cover(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Key art in one shape (``9:16``, ``3:4``, ``16:9``), composed for it."""

    shape: str
    path: RelativePath


class IndexedLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One spoken line: its permanent id, who says what, and when (frames of the episode)."""

    id: str
    speaker: str
    character: str
    text: str
    start_frame: Count
    end_frame: Count
    words: tuple[Word, ...] = ()


class LineIndex(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All the lines of one episode, in the order in which they are heard."""

    episode: Count
    lines: tuple[IndexedLine, ...]


class EpisodeManifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a player needs to know of one episode."""

    number: Count
    title: str
    language: str
    frame_count: Count
    frames_per_second: tuple[Count, Count]
    master_playlist: RelativePath
    renditions: tuple[Rendition, ...]
    captions: tuple[CaptionFile, ...]
    line_index: RelativePath
    poster: RelativePath
    ai_label: AiLabel
    files: tuple[FileEntry, ...]
    covers: tuple[Cover, ...] = ()


class SeriesEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The series as a catalogue shows it."""

    slug: str
    title: str
    language: str
    logline: str = ""


class RightsPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something of others that the film carries or was made with: what it is, whose, under which licence
    (an SPDX name where there is one)."""

    what: str
    source: str
    licence: str


class Rights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who may show the series and sell it, and what of others is in it."""

    holder: str
    parts: tuple[RightsPart, ...] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``manifest.json`` of a release. ``files`` lists every file of the folder but the manifest
    itself and what lies under ``private/``, which is never served. Without ``rights`` a theatre publishes
    nothing: the holder has not been named."""

    release_version: int
    generator: str
    series: SeriesEntry
    episodes: tuple[EpisodeManifest, ...]
    files: tuple[FileEntry, ...]
    rights: Rights | None = None


def json_schema() -> dict[str, object]:
    """The JSON Schema of ``manifest.json``."""
    return msgspec.json.schema(Manifest)
