"""A release folder → its manifest when a theatre may show it, otherwise all that stands against it."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from reelwright.errors import BadInput
from reelwright.release import EpisodeManifest, Manifest, Rights, read_manifest, validate
from reelwright.theatre.catalogue.playlists import playlist_faults

SHOWN_FAULTS = 8
EPISODES_MAX = 1000
FILES_MAX = 200_000
_TEXT_MAX = 500
_SLUG = re.compile(r"[a-z0-9\w][\w-]{0,99}")
_NOT_FOR_SALE = re.compile(r"(?i)(\bnc\b|-nc-|-nc$|non-?commercial|no.?commercial)")
_NO_LICENCE = {"", "unknown", "none", "?", "tbd", "todo"}


def inspect(folder: Path, *, is_sold: bool, kept: Collection[str] = ()) -> Manifest:
    """The manifest of a release that is fit to publish. ``is_sold``: money or coins are taken for it; files
    whose hash is in ``kept`` are objects of the theatre already, and need not lie in the folder.

    Raises ``BadInput`` with what is wrong: hashes, files, playlists, labels, rights.
    """
    manifest = read_manifest(folder)
    faults = [*_limits(manifest), *rights_faults(manifest.rights, is_sold=is_sold)]
    faults += validate(folder, kept=kept)
    if not faults:  # whose files are not sound needs no reading
        faults += [fault for episode in manifest.episodes for fault in _episode_faults(folder, episode)]
    if faults:
        more = f"; and {len(faults) - SHOWN_FAULTS} more" if len(faults) > SHOWN_FAULTS else ""
        raise BadInput(
            f"The release cannot be published: {'; '.join(faults[:SHOWN_FAULTS])}{more}",
            where=str(folder),
            next_step=_next_step(faults),
        )
    return manifest


def rights_faults(rights: Rights | None, *, is_sold: bool) -> list[str]:
    """What the rights lack before the series may be shown, or sold."""
    if rights is None or not rights.holder.strip():
        return ["rights: nobody is named who holds them"]
    faults = []
    for part in rights.parts:
        name = f"{part.what} ({part.source})"
        if part.licence.strip().lower() in _NO_LICENCE:
            faults.append(f"rights: the licence of {name} is not known")
        elif is_sold and _NOT_FOR_SALE.search(part.licence):
            faults.append(f"rights: {name} may not be sold ({part.licence})")
    return faults


def _limits(manifest: Manifest) -> list[str]:
    faults = []
    if not _SLUG.fullmatch(manifest.series.slug):
        faults.append(f"the series is called {manifest.series.slug[:60]!r}, which cannot stand in an address")
    if len(manifest.episodes) > EPISODES_MAX or len(manifest.files) > FILES_MAX:
        faults.append(f"it has more than {EPISODES_MAX} episodes or {FILES_MAX} files")
    numbers = [episode.number for episode in manifest.episodes]
    faults += [f"episode {n} is there twice" for n in sorted({n for n in numbers if numbers.count(n) > 1})]
    texts = [manifest.series.title, *(episode.title for episode in manifest.episodes)]
    if any(len(text) > _TEXT_MAX or not text.strip() for text in texts):
        faults.append(f"a title is empty or has more than {_TEXT_MAX} characters")
    for episode in manifest.episodes:
        if not episode.frame_count or not all(episode.frames_per_second):
            faults.append(f"episode {episode.number}: there are no frames")
    return faults


def _episode_faults(folder: Path, episode: EpisodeManifest) -> list[str]:
    files = {file.path for file in episode.files}
    listed = {file.path: file for file in episode.files}
    where = f"episode {episode.number}"
    faults = []
    needed = {episode.master_playlist, *(rendition.playlist for rendition in episode.renditions)}
    for path in sorted(needed | {path for path in files if path.endswith(".m3u8")}):
        if path not in listed:
            faults.append(f"{where}: {path} is not among the files of the episode")
            continue
        faults += [
            f"{where}: {fault}" for fault in playlist_faults(path, (folder / path).read_bytes(), files)
        ]
    label = episode.ai_label.metadata_text
    if not faults and label not in (folder / episode.master_playlist).read_text(encoding="utf-8"):
        faults.append(f"{where}: the AI label does not stand in the playlist")
    return faults


def _next_step(faults: list[str]) -> str:
    if any(fault.startswith("rights: nobody") for fault in faults):
        return 'Write rights_holder = "NAME" in series.toml and run: reelwright make'
    if any(fault.startswith("rights:") for fault in faults):
        return "Replace that part or state its licence; a series that is free needs no licence to sell."
    return "Make the release again: reelwright make"
