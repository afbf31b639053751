"""Release v1: the folder a theatre plays from, its schema and its validator."""

from reelwright.release.documents import (
    RELEASE_VERSION,
    AiLabel,
    CaptionFile,
    Cover,
    EpisodeManifest,
    FileEntry,
    IndexedLine,
    LineIndex,
    Manifest,
    Rendition,
    Rights,
    RightsPart,
    SeriesEntry,
)
from reelwright.release.folder import MANIFEST_NAME, assemble, read_manifest, validate

__all__ = [
    "MANIFEST_NAME",
    "RELEASE_VERSION",
    "AiLabel",
    "CaptionFile",
    "Cover",
    "EpisodeManifest",
    "FileEntry",
    "IndexedLine",
    "LineIndex",
    "Manifest",
    "Rendition",
    "Rights",
    "RightsPart",
    "SeriesEntry",
    "assemble",
    "read_manifest",
    "validate",
]
