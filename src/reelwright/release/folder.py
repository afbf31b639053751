"""A folder of episodes → its manifest; a release folder → what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import msgspec

from reelwright.build.digest import digest_of_bytes, digest_of_file
from reelwright.errors import BadInput
from reelwright.release.documents import (
    RELEASE_VERSION,
    EpisodeManifest,
    FileEntry,
    LineIndex,
    Manifest,
    Rights,
    SeriesEntry,
)

MANIFEST_NAME = "manifest.json"
PRIVATE_FOLDER = "private"


def assemble(
    series: SeriesEntry,
    episodes: tuple[EpisodeManifest, ...],
    *,
    generator: str,
    rights: Rights | None = None,
) -> bytes:
    """The bytes of ``manifest.json`` for these episodes, in the order of their numbers."""
    ordered = tuple(sorted(episodes, key=lambda episode: episode.number))
    files = sorted((file for episode in ordered for file in episode.files), key=lambda file: file.path)
    manifest = Manifest(
        release_version=RELEASE_VERSION,
        generator=generator,
        series=series,
        episodes=ordered,
        files=tuple(files),
        rights=rights,
    )
    return msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=2) + b"\n"


def entry_of(path: str, data: bytes) -> FileEntry:
    """The entry for a file of these bytes."""
    return FileEntry(path, digest_of_bytes(data), len(data))


def read_manifest(folder: Path) -> Manifest:
    """``manifest.json`` of a release. Raises ``BadInput`` when it is missing, is of another
    version or breaks the schema."""
    path = folder / MANIFEST_NAME
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise BadInput(
            f"This is no release: {problem.strerror}", where=str(path), next_step="Run: reelwright make"
        ) from None
    try:
        version = msgspec.json.decode(data).get("release_version")
        if version != RELEASE_VERSION:
            raise BadInput(
                f"The release is of version {version}; this program reads version {RELEASE_VERSION}",
                where=str(path),
                next_step="Make it again with this program.",
            )
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, AttributeError) as problem:
        raise BadInput(
            f"The manifest breaks the schema: {problem}", where=str(path), next_step="Make the release again."
        ) from None


def validate(folder: Path, *, kept: Collection[str] = ()) -> list[str]:
    """Everything wrong with a release folder, in plain words; an empty list means it is sound.

    Checked: the schema and version; every listed file with its size and hash; no file that is not listed;
    playlists, captions, posters, covers and line indexes are listed; the AI label is there; the line index
    reads and its times lie inside the episode. Files whose hash is in ``kept`` lie elsewhere, where they were
    checked. Raises ``BadInput`` only when there is no readable manifest.
    """
    manifest = read_manifest(folder)
    listed = {file.path: file for file in manifest.files}
    here = (file for file in manifest.files if file.sha256 not in kept)
    faults = [fault for file in here if (fault := _file_fault(folder, file))]
    faults += [
        f"{path} is in the folder but not in the manifest" for path in _present(folder) - listed.keys()
    ]
    for episode in manifest.episodes:
        faults += _episode_faults(folder, episode, listed.keys())
    if not manifest.episodes:
        faults.append("the release has no episode")
    return sorted(faults)


def _file_fault(folder: Path, file: FileEntry) -> str:
    path = folder / file.path
    if not path.resolve().is_relative_to(folder.resolve()):
        return f"{file.path} lies outside the release"
    if not path.is_file():
        return f"{file.path} is missing"
    if path.stat().st_size != file.byte_count:
        return f"{file.path} has {path.stat().st_size} bytes instead of {file.byte_count}"
    if digest_of_file(path) != file.sha256:
        return f"{file.path} does not have the hash that the manifest says"
    return ""


def _present(folder: Path) -> set[str]:
    found: set[str] = set()
    for parent, folders, names in os.walk(folder):
        if Path(parent) == folder and PRIVATE_FOLDER in folders:
            folders.remove(PRIVATE_FOLDER)
        found |= {(Path(parent) / name).relative_to(folder).as_posix() for name in names}
    return found - {MANIFEST_NAME}


def _episode_faults(folder: Path, episode: EpisodeManifest, listed: Collection[str]) -> list[str]:
    named = [episode.master_playlist, episode.line_index, episode.poster]
    named += [rendition.playlist for rendition in episode.renditions]
    named += [caption.path for caption in episode.captions]
    named += [cover.path for cover in episode.covers]
    where = f"episode {episode.number}"
    faults = [f"{where}: {path} is not among the files" for path in named if path not in listed]
    if not episode.renditions:
        faults.append(f"{where}: there is no rendition to play")
    label = episode.ai_label
    if not (label.visible_text and label.visible_frames and label.metadata_text):
        faults.append(f"{where}: the AI label is not complete")
    try:
        index = msgspec.json.decode((folder / episode.line_index).read_bytes(), type=LineIndex)
    except (OSError, msgspec.DecodeError) as problem:
        return [*faults, f"{where}: the line index cannot be read: {problem}"]
    ids = [line.id for line in index.lines]
    if len(set(ids)) != len(ids):
        faults.append(f"{where}: a line id stands twice in the line index")
    faults += [
        f"{where}: line {line.id} has times outside the episode"
        for line in index.lines
        if not line.start_frame <= line.end_frame <= episode.frame_count
    ]
    return faults
