"""A release as a zip file, from somebody we do not know → a release folder, within bounds."""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from reelwright.errors import BadInput, CannotWrite
from reelwright.release import MANIFEST_NAME
from reelwright.theatre.catalogue.inspecting import FILES_MAX

_PRIVATE = "private"
_PATH_MAX = 255
_PIECE_BYTES = 1 << 20
_RATIO_MAX = 12
"""Films and pictures do not get smaller; texts get ten times smaller. What grows more is a bomb."""
_ALWAYS_BYTES = 8 << 20


def unpack(archive: Path, folder: Path, *, bytes_max: int) -> Path:
    """Write the release in ``archive`` into the empty ``folder``, and return the folder. The manifest
    lies at the top of the archive or in the one folder there. Costs (``private/``) are left out.

    What is written is counted as it is written, whatever the archive says of itself. Raises ``BadInput`` for
    what is no release or goes out of bounds, ``CannotWrite`` for a full disk.
    """
    room = min(bytes_max, max(archive.stat().st_size * _RATIO_MAX, _ALWAYS_BYTES))
    try:
        with zipfile.ZipFile(archive) as opened:
            top = _top(opened)
            for info, path in _members(opened, top):
                room -= _write(opened, info, folder / path, room)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as problem:
        raise BadInput(
            f"The file is no zip file that can be read: {problem}", next_step="Zip the release folder again."
        ) from None
    except OSError as problem:
        raise CannotWrite(
            f"The upload cannot be unpacked: {problem.strerror}",
            next_step="Make room in the theatre's folder.",
        ) from None
    return folder


def _top(opened: zipfile.ZipFile) -> str:
    """The folder of the manifest, with its slash; empty when it lies at the top."""
    names = [info.filename for info in opened.infolist()]
    if len(names) > FILES_MAX:
        raise BadInput(f"The zip file holds more than {FILES_MAX} files", next_step="Zip the release folder.")
    if MANIFEST_NAME in names:
        return ""
    tops = {name.partition("/")[0] for name in names}
    found = [top for top in tops if f"{top}/{MANIFEST_NAME}" in names]
    if len(found) != 1:
        raise BadInput(
            f"There is no {MANIFEST_NAME} in the zip file", next_step="Zip the folder build/release."
        )
    return f"{found[0]}/"


def _members(opened: zipfile.ZipFile, top: str) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
    seen: set[str] = set()
    for info in opened.infolist():
        name = info.filename
        if info.is_dir() or not name.startswith(top):
            continue
        path = PurePosixPath(name.removeprefix(top))
        kind = stat.S_IFMT(info.external_attr >> 16)
        is_plain = (
            0 < len(str(path)) <= _PATH_MAX
            and name.isprintable()
            and "\\" not in name
            and not path.is_absolute()
            and ".." not in path.parts
            and kind in (0, stat.S_IFREG)
            and not info.flag_bits & 1  # encrypted
            and str(path) not in seen
        )
        if not is_plain:
            raise BadInput(
                f"The zip file holds something that does not belong there: {name[:80]!r}",
                next_step="Zip the folder build/release.",
            )
        seen.add(str(path))
        if path.parts[0] != _PRIVATE:
            yield info, path


def _write(opened: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, room: int) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with opened.open(info) as source, target.open("xb") as file:
        while piece := source.read(_PIECE_BYTES):
            written += len(piece)
            if written > room:
                raise BadInput(
                    "The zip file unpacks to more than a release of its size can hold",
                    next_step="Zip the folder build/release, and nothing else.",
                )
            file.write(piece)
    return written


def clear(folder: Path) -> None:
    """Remove what was unpacked."""
    shutil.rmtree(folder, ignore_errors=True)
