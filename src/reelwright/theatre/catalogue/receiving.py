"""A release that comes file by file from another machine → a release folder; what has come stays when the
rest does not, so that the next try sends only that.

``FOLDER/CREATOR/UPLOAD/`` holds ``manifest.json`` and the files by their hash; UPLOAD is the hash of the
manifest, so the same release goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reelwright.build.digest import digest_of_bytes, digest_of_file
from reelwright.errors import BadInput, CannotWrite
from reelwright.release import MANIFEST_NAME, FileEntry, Manifest, read_manifest
from reelwright.theatre.catalogue.inspecting import FILES_MAX
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.store import new_id

UNFINISHED_MOST = 4
"""Releases that one creator may have on the way at once; beginning a further one gives up the oldest."""
KEPT_S = 3 * 86_400
"""How long an upload that nobody goes on with stays."""
_READ = (".m3u8", ".json")
"""What is read before a release is shown always comes along, even where the theatre has it."""
_PATH_MAX = 255


@dataclass(frozen=True)
class Upload:
    """One release on its way."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        return self.folder.name

    def missing(self, objects: ObjectStore) -> list[FileEntry]:
        """The files that have not come and that the theatre does not have, each hash once."""
        wanted = {file.sha256: file for file in self.manifest.files}
        return [
            file
            for file in wanted.values()
            if not self._has(file) and not (_may_be_kept(file) and objects.has(file.sha256, file.byte_count))
        ]

    async def receive(self, sha256: str, pieces: AsyncIterator[bytes]) -> None:
        """Keep one file. Raises ``BadInput`` for bytes that the manifest does not name, ``CannotWrite``."""
        file = next((one for one in self.manifest.files if one.sha256 == sha256), None)
        if file is None:
            raise BadInput("The manifest names no such file", where=sha256[:12], next_step="Publish again.")
        target = self.folder / sha256
        part = self.folder / f".{sha256}.{new_id(time.time_ns() // 1000)}"
        try:
            count = 0
            with part.open("wb") as opened:
                async for piece in pieces:
                    count += len(piece)
                    if count > file.byte_count:
                        break
                    opened.write(piece)
            await asyncio.to_thread(_settle, part, target, file)
        except OSError as problem:
            raise _full(problem) from None
        finally:
            part.unlink(missing_ok=True)

    def laid_out(self, objects: ObjectStore) -> tuple[Path, frozenset[str]]:
        """A release folder of what has come, and the hashes of what the theatre had already. Raises
        ``BadInput`` for what is still missing."""
        if missing := self.missing(objects):
            raise BadInput(
                f"{len(missing)} of {len(self.manifest.files)} files have not come",
                where=missing[0].path,
                next_step="Publish again; what has come stays.",
            )
        release = self.folder / "release"
        shutil.rmtree(release, ignore_errors=True)
        try:
            release.mkdir()
            os.link(self.folder / MANIFEST_NAME, release / MANIFEST_NAME)
            for file in self.manifest.files:
                if self._has(file):
                    path = release / _inside(file.path)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    os.link(self.folder / file.sha256, path)
        except FileExistsError as problem:
            raise BadInput("A file stands in the manifest twice", where=str(problem.filename)) from None
        except OSError as problem:
            raise _full(problem) from None
        return release, frozenset(file.sha256 for file in self.manifest.files if not self._has(file))

    def end(self) -> None:
        """It is published, or given up."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _has(self, file: FileEntry) -> bool:
        try:
            return (self.folder / file.sha256).stat().st_size == file.byte_count
        except OSError:
            return False


def begin(folder: Path, manifest: bytes, *, bytes_max: int) -> Upload:
    """Begin or go on with the release of this manifest; ``folder`` is the creator's. Raises ``BadInput`` for
    a manifest that cannot be read, or a release that is too large, ``CannotWrite``."""
    ours = folder / digest_of_bytes(manifest)[:32]
    is_known = (ours / MANIFEST_NAME).is_file()
    try:
        if not is_known:
            _make_room(folder)
            ours.mkdir(parents=True, exist_ok=True)
            part = ours / ".manifest"
            part.write_bytes(manifest)
            part.replace(ours / MANIFEST_NAME)
        os.utime(ours)
    except OSError as problem:
        raise _full(problem) from None
    try:
        found = _checked(read_manifest(ours), bytes_max)
    except BadInput as problem:
        shutil.rmtree(ours, ignore_errors=True)
        raise BadInput(problem.what, where=MANIFEST_NAME, next_step=problem.next_step) from None
    return Upload(ours, found)


def going_on(folder: Path, name: str) -> Upload:
    """The upload of this name; ``folder`` is the creator's. Raises ``BadInput``."""
    ours = folder / name
    if not (ours / MANIFEST_NAME).is_file():
        raise BadInput("There is no such upload", where=name, next_step="Begin it again: publish again.")
    return Upload(ours, read_manifest(ours))


def give_up_old(root: Path) -> None:
    """Remove what nobody went on with."""
    for ours in root.glob("*/*"):
        if time.time() - ours.stat().st_mtime > KEPT_S:
            shutil.rmtree(ours, ignore_errors=True)


def _settle(part: Path, target: Path, file: FileEntry) -> None:
    """What came is what the manifest names, and on the disk."""
    if part.stat().st_size != file.byte_count or digest_of_file(part) != file.sha256:
        raise BadInput(
            "The bytes are not those that the manifest names",
            where=file.path,
            next_step="Publish again; if it stays so, make the release again.",
        )
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)


def _make_room(folder: Path) -> None:
    begun = sorted(folder.iterdir(), key=lambda ours: ours.stat().st_mtime) if folder.is_dir() else []
    for ours in begun[: max(0, len(begun) - UNFINISHED_MOST + 1)]:
        shutil.rmtree(ours, ignore_errors=True)


def _checked(manifest: Manifest, bytes_max: int) -> Manifest:
    if len(manifest.files) > FILES_MAX or _bytes(manifest.files) > bytes_max:
        raise BadInput(
            f"The release is larger than {bytes_max >> 20} MiB, or has more than {FILES_MAX} files",
            next_step="Publish fewer episodes at once, or have the operator raise upload_limit_mib.",
        )
    for file in manifest.files:
        _inside(file.path)
        is_hash = len(file.sha256) == 64 and not set(file.sha256) - set("0123456789abcdef")
        if not is_hash or file.byte_count < 0:
            raise BadInput(
                f"The entry of {file.path[:80]} cannot be right", next_step="Make the release again."
            )
    return manifest


def _inside(path: str) -> PurePosixPath:
    found = PurePosixPath(path)
    is_plain = 0 < len(path) <= _PATH_MAX and path.isprintable() and "\\" not in path
    if not is_plain or found.is_absolute() or ".." in found.parts or str(found) == MANIFEST_NAME:
        raise BadInput(f"The manifest names something outside of it: {path[:80]!r}")
    return found


def _may_be_kept(file: FileEntry) -> bool:
    return not file.path.endswith(_READ)


def _bytes(files: Iterable[FileEntry]) -> int:
    return sum({file.sha256: file.byte_count for file in files}.values())


def _full(problem: OSError) -> CannotWrite:
    return CannotWrite(
        f"The upload cannot be kept: {problem.strerror}",
        next_step="The theatre's operator has to make room. Then publish again: what has come stays.",
    )
