"""Artefacts in the store → files that a person opens, under the names that they look for."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from reelwright.build import Store
from reelwright.build.store import write_error

RECORDS = "laid-out"
"""Where a build folder has what is noted of what was laid out in it."""


class _Laid(msgspec.Struct, frozen=True):
    """What was put at a path: the digest of the content, and how the file looked then."""

    digest: str
    size: int
    mtime_ns: int


@contextlib.contextmanager
def laying_out(build_folder: Path) -> Iterator[None]:
    """While this lasts, no other program lays anything out in ``build_folder``: each finds what the one
    before it has left. Where the disk knows no locks, nobody waits. Raises ``CannotWrite``."""
    try:
        (build_folder / RECORDS).mkdir(parents=True, exist_ok=True)
        file = (build_folder / RECORDS / ".lock").open("ab")
    except OSError as problem:
        raise write_error(problem, build_folder) from problem
    with file:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def lay_out(store: Store, wanted: Mapping[str, str], folder: Path, *, record_path: Path) -> int:
    """Make ``folder`` hold just ``wanted`` (relative path → content digest); return how many files
    had to be written.

    Files are copies: whoever edits one does not damage the store. One that was changed or removed
    by hand is laid out again; one that is no longer wanted is removed, if we made it. Each file
    appears whole or not at all. ``record_path`` is where what was laid out is noted, outside ``folder``.
    """
    laid = _read_record(record_path)
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, digest in wanted.items():
            path = folder / name
            if name in laid and _is_untouched(path, laid[name], digest):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(path.name + ".partial")
            shutil.copyfile(store.checked_path(digest), partial)
            partial.replace(path)
            seen = path.stat()
            laid[name] = _Laid(digest, seen.st_size, seen.st_mtime_ns)
            written += 1
        for name in laid.keys() - wanted.keys():
            (folder / name).unlink(missing_ok=True)
        kept = {name: laid[name] for name in sorted(wanted)}
        write_if_changed(record_path, msgspec.json.encode(kept))
    except OSError as problem:
        raise write_error(problem, folder) from problem
    return written


def write_if_changed(path: Path, data: bytes) -> bool:
    """Make ``path`` hold ``data``, whole or not at all; ``False`` when it did already. Raises
    ``CannotWrite``."""
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as problem:
        raise write_error(problem, path.parent) from problem
    return True


def _read_record(path: Path) -> dict[str, _Laid]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, _Laid])
    except (OSError, msgspec.DecodeError):
        return {}


def _is_untouched(path: Path, laid: _Laid, digest: str) -> bool:
    try:
        seen = path.stat()
    except OSError:
        return False
    return laid == _Laid(digest, seen.st_size, seen.st_mtime_ns)
