"""Bytes ↔ content digests on disk, and the records of what made them."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import platform
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from reelwright.build import records
from reelwright.build.action import Action, Made, Spent
from reelwright.build.digest import digest_of_bytes, digest_of_file
from reelwright.build.records import Records
from reelwright.errors import ArtefactLost, CannotWrite, Notice

_CLAIM_DIGITS = 15
"""Of a key, in hexadecimal: as many as an offset in a file can be large."""

_AT_WORK = ".at-work"
_MACHINE = platform.node().replace("-", "_")


class Store:
    """Content-addressed files under ``folder/objects`` and records of actions in ``actions.db``.

    Writes are atomic (temporary file, fsync, rename); any number of processes may use one store
    at once. Raises ``CannotWrite`` when the folder cannot be written or the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._objects = folder / "objects"
        self._scratch = folder / "scratch"
        with self._writing():
            self._objects.mkdir(parents=True, exist_ok=True)
            self._scratch.mkdir(exist_ok=True)
        for path in (self._objects, self._scratch):
            self._share(path)
        self._opened: Records | None = None
        self._checked: dict[str, tuple[int, int]] = {}

    # -- content ---------------------------------------------------------------------------------

    def path(self, digest: str) -> Path:
        """Where content of this digest lies, or would lie."""
        return self._objects / digest[:2] / digest[2:]

    def has(self, digest: str) -> bool:
        return self.path(digest).is_file()

    def put_bytes(self, data: bytes) -> str:
        """Keep ``data`` and return its digest."""
        digest = digest_of_bytes(data)
        if not self._is_sound(digest, len(data)):
            with self._writing():
                handle, name = tempfile.mkstemp(dir=self._scratch, prefix=_owner())
                temporary = Path(name)
                try:
                    with os.fdopen(handle, "wb") as file:
                        file.write(data)
                        file.flush()
                        os.fsync(file.fileno())
                    self._rename(temporary, digest)
                finally:
                    temporary.unlink(missing_ok=True)
        return digest

    def adopt_file(self, path: Path) -> str:
        """Move a file that nobody else will touch into the store and return its digest."""
        digest = digest_of_file(path)
        if self._is_sound(digest, path.stat().st_size):
            path.unlink()
            return digest
        with self._writing():
            with path.open("rb") as file:
                os.fsync(file.fileno())
            self._rename(path, digest)
        return digest

    def read(self, digest: str) -> bytes:
        """The content of ``digest``. Raises ``ArtefactLost`` when it is missing or damaged; a
        damaged file is removed, so that the next build makes it again."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError:
            raise self._lost(digest) from None
        if digest_of_bytes(data) != digest:
            self.path(digest).unlink(missing_ok=True)
            raise self._lost(digest)
        return data

    def checked_path(self, digest: str) -> Path:
        """The path of ``digest`` once its content has been checked against it (once a process)."""
        path = self.path(digest)
        try:
            seen = path.stat()
        except FileNotFoundError:
            raise self._lost(digest) from None
        stamp = (seen.st_size, seen.st_mtime_ns)
        if self._checked.get(digest) != stamp:
            if digest_of_file(path) != digest:
                path.unlink(missing_ok=True)
                raise self._lost(digest)
            self._checked[digest] = stamp
        return path

    def contents(self) -> Iterator[tuple[str, int, float]]:
        """All content: its digest, its size in bytes, and when it came, in seconds since 1970."""
        for folder in sorted(self._objects.iterdir()):
            for entry in os.scandir(folder):
                with contextlib.suppress(FileNotFoundError):
                    seen = entry.stat()
                    yield folder.name + entry.name, seen.st_size, seen.st_mtime

    def remove(self, digest: str) -> None:
        """Remove content; who needs it makes it again."""
        with self._writing():
            self.path(digest).unlink(missing_ok=True)

    @contextlib.contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """A folder for unfinished files on the same disk; removed afterwards."""
        with self._writing():
            folder = Path(tempfile.mkdtemp(dir=self._scratch, prefix=_owner()))
        try:
            yield folder
        finally:
            # Where the disk has become read-only, a later sweep takes it.
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """While this lasts, a collection leaves alone what comes into the store."""
        with self._writing():
            handle, name = tempfile.mkstemp(dir=self._scratch, prefix=_owner(), suffix=_AT_WORK)
            os.close(handle)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                Path(name).unlink()

    def at_work_since_s(self) -> float | None:
        """When the oldest build that is at work here now began, in seconds since 1970."""
        self.sweep()
        return min((path.stat().st_mtime for path in self._scratch.glob(f"*{_AT_WORK}")), default=None)

    def sweep(self) -> None:
        """Remove what processes of this machine that are no longer there left unfinished in the scratch
        folder. A store may be shared by machines: of the others' processes nothing is known."""
        for path in self._scratch.iterdir():
            owner, _, machine = path.name.partition("-")[0].partition("@")
            if owner.isdecimal() and machine == _MACHINE and not _is_alive(int(owner)):
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)

    # -- records ---------------------------------------------------------------------------------

    def made(self, key: str) -> Made | None:
        """The record of an action, if it was made and all its outputs are still here."""
        record = self._records().made(key)
        return record if record and all(self.has(digest) for digest in record.outputs.values()) else None

    def record(self, made: Made, action: Action) -> None:
        """Keep the record of a finished action. Its outputs must be in the store already."""
        with self._writing():
            self._records().record(made, action)

    def action(self, key: str) -> Action | None:
        """The action that was recorded under ``key``."""
        return self._records().action(key)

    def drop(self, keys: Iterable[str]) -> None:
        """Forget the records of actions: what asks for them makes them again."""
        with self._writing():
            self._records().drop(keys)

    def records(self) -> Iterator[Made]:
        """Every record, in the order of the keys."""
        return (made for made, _ in self._records().every())

    def every(self) -> Iterator[tuple[Made, Action]]:
        """Every record with its action, in the order of the keys."""
        return self._records().every()

    @contextlib.contextmanager
    def claim(self, key: str) -> Iterator[None]:
        """While this lasts, no other process on this machine claims the same key: whoever waited finds the
        work done. A process that dies lets go. Where the disk knows no locks, nothing is claimed."""
        path = self.folder / "claims"
        is_new = not path.exists()
        with self._writing(), path.open("ab") as file:
            if is_new:
                self._share(path)
            with contextlib.suppress(OSError):
                fcntl.lockf(file, fcntl.LOCK_EX, 1, int(key[:_CLAIM_DIGITS], 16))
            yield

    def remember(self, scope: str, keys: Mapping[str, str], gone: Iterable[str] = ()) -> None:
        """Note under which key each address of ``scope`` was made last, so that a later status can say what
        changed since and a collection what is needed, and forget the addresses that are ``gone``. This is
        history: whether a step is current never depends on it."""
        with self._writing():
            self._records().remember(scope, keys, gone)

    def remembered(self, scope: str) -> dict[str, str]:
        """Address → key of what was made last for ``scope``."""
        return self._records().remembered(scope)

    def pin(self, name: str, keys: Iterable[str]) -> None:
        """Keep what these actions made, whatever is collected, until ``name`` is unpinned."""
        with self._writing():
            self._records().pin(name, keys)

    def unpin(self, name: str) -> int:
        """Take back a pin; returns how many actions it kept."""
        with self._writing():
            return self._records().unpin(name)

    def pins(self) -> dict[str, int]:
        """Names of pins, and how many actions each keeps."""
        return self._records().pins()

    def needed(self) -> set[str]:
        """The keys that some series has now, or that a pin keeps."""
        return self._records().needed()

    def past(self) -> dict[str, float]:
        """Until when a key was of some series' present, in seconds since 1970."""
        return self._records().past()

    def book(self, *rows: Spent) -> None:
        """Add rows to the books, all or none. They are never changed: failed work and earlier takes were paid
        for too."""
        with self._writing():
            self._records().book(rows)

    def spending(self, scope: str | None = None) -> list[Spent]:
        """The books of a series in the order in which they were written; of all series without ``scope``."""
        return self._records().spending(scope)

    def note(self, name: str, data: bytes) -> None:
        """Keep a small fact under ``name``, durably, in place of the one before: what was asked of a server
        must be known after a crash. Notes are never collected."""
        with self._writing():
            self._records().note(name, data)

    def noted(self, name: str) -> bytes | None:
        """What was noted last under ``name``."""
        return self._records().noted(name)

    def check(self) -> tuple[Notice, ...]:
        """Look whether the records can be read; damaged ones are set aside and what is left of them kept,
        which the notices say."""
        self.close()
        with self._writing():
            self._opened = Records(self.folder, is_checked=True)
        return tuple(self._opened.notices)

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    # -- inside ----------------------------------------------------------------------------------

    def _records(self) -> Records:
        if self._opened is None:
            with self._writing():
                self._opened = Records(self.folder)
            self._share(self.folder / records.FILE)
        return self._opened

    def _share(self, path: Path) -> None:
        """Where the group may write into the store, it may write to ``path`` too, whatever the umask says."""
        if self.folder.stat().st_mode & stat.S_IWGRP:
            with contextlib.suppress(OSError):
                path.chmod(path.stat().st_mode | stat.S_IWGRP)

    def _is_sound(self, digest: str, size: int) -> bool:
        """Whether the content is here already; a file of the wrong size is a damaged one."""
        try:
            return self.path(digest).stat().st_size == size
        except FileNotFoundError:
            return False

    def _rename(self, temporary: Path, digest: str) -> None:
        target = self.path(digest)
        if not target.parent.is_dir():
            target.parent.mkdir(exist_ok=True)
            self._share(target.parent)
        temporary.chmod(0o444)
        temporary.replace(target)

    def _lost(self, digest: str) -> ArtefactLost:
        return ArtefactLost(
            "An artefact is missing or damaged in the store",
            where=f"{self.folder}, {digest[:12]}",
            next_step="Run the same command again: it will be made again.",
        )

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            raise write_error(problem, self.folder) from problem
        except sqlite3.OperationalError as problem:
            if "full" in str(problem) or "readonly" in str(problem) or "unable to open" in str(problem):
                raise CannotWrite(
                    f"The build folder cannot be written: {problem}",
                    where=str(self.folder),
                    next_step="Free some disk space or choose another folder with --out.",
                ) from problem
            raise


def _owner() -> str:
    return f"{os.getpid()}@{_MACHINE}-"


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_error(problem: OSError, folder: Path) -> CannotWrite:
    """The ``CannotWrite`` that says what an ``OSError`` means to the user."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotWrite(
            "The disk is full",
            where=str(folder),
            next_step="Free some space and run the same command again: what is finished is kept.",
        )
    return CannotWrite(
        f"The folder cannot be written: {problem.strerror or problem}",
        where=str(folder),
        next_step="Choose another one with --out.",
    )
