"""Bytes ↔ content digests on disk, and the records of what made them."""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from reelwright.build.action import Action, Made, Spent
from reelwright.build.digest import digest_of_bytes, digest_of_file
from reelwright.errors import ArtefactLost, CannotWrite

_LAYOUT_VERSION = 1
_MACHINE = platform.node().replace("-", "_")
_SCHEMA = """
create table if not exists made (
    key text primary key,
    kind text not null,
    record blob not null,
    action blob not null
) without rowid;
create table if not exists addressed (
    scope text not null,
    address text not null,
    key text not null,
    primary key (scope, address)
) without rowid;
create table if not exists spent (
    number integer primary key,
    scope text not null,
    row blob not null
);
create index if not exists spent_by_scope on spent (scope);
"""


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
        self._connection: sqlite3.Connection | None = None
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

    @contextlib.contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """A folder for unfinished files on the same disk; removed afterwards."""
        with self._writing():
            folder = tempfile.TemporaryDirectory(
                dir=self._scratch, prefix=_owner(), ignore_cleanup_errors=True
            )
        with folder as name:
            yield Path(name)

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
        row = self._database().execute("select record from made where key = ?", (key,)).fetchone()
        if row is None:
            return None
        record = msgspec.json.decode(row[0], type=Made)
        return record if all(self.has(digest) for digest in record.outputs.values()) else None

    def record(self, made: Made, action: Action) -> None:
        """Keep the record of a finished action. Its outputs must be in the store already."""
        with self._writing(), self._database() as database:
            database.execute(
                "insert or replace into made (key, kind, record, action) values (?, ?, ?, ?)",
                (made.key, made.kind, msgspec.json.encode(made), msgspec.json.encode(action)),
            )

    def action(self, key: str) -> Action | None:
        """The action that was recorded under ``key``."""
        row = self._database().execute("select action from made where key = ?", (key,)).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Action)

    def remember(self, scope: str, keys: Mapping[str, str]) -> None:
        """Note under which key each address of ``scope`` was made last, so that a later status can
        say what changed since. This is history: whether a step is current never depends on it."""
        known = self.remembered(scope)
        news = [(scope, address, key) for address, key in keys.items() if known.get(address) != key]
        if news:
            with self._writing(), self._database() as database:
                database.executemany(
                    "insert or replace into addressed (scope, address, key) values (?, ?, ?)", news
                )

    def remembered(self, scope: str) -> dict[str, str]:
        """Address → key of what was made last for ``scope``."""
        rows = self._database().execute("select address, key from addressed where scope = ?", (scope,))
        return dict(rows.fetchall())

    def book(self, spent: Spent) -> None:
        """Add a row to the books. Rows are never changed: failed work and earlier takes were paid for too."""
        with self._writing(), self._database() as database:
            database.execute(
                "insert into spent (scope, row) values (?, ?)", (spent.scope, msgspec.json.encode(spent))
            )

    def spending(self, scope: str | None = None) -> list[Spent]:
        """The books of a series in the order in which they were written; of all series without ``scope``."""
        asked = "select row from spent where ?1 is null or scope = ?1 order by number"
        return [msgspec.json.decode(row, type=Spent) for (row,) in self._database().execute(asked, (scope,))]

    def records(self) -> Iterator[Made]:
        """Every record, in the order of the keys."""
        for (record,) in self._database().execute("select record from made order by key"):
            yield msgspec.json.decode(record, type=Made)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # -- inside ----------------------------------------------------------------------------------

    def _database(self) -> sqlite3.Connection:
        if self._connection is None:
            with self._writing():
                connection = sqlite3.connect(self.folder / "actions.db", timeout=60, check_same_thread=False)
                connection.execute("pragma journal_mode = wal")
                connection.execute("pragma synchronous = full")
                connection.executescript(_SCHEMA)
                connection.execute(f"pragma user_version = {_LAYOUT_VERSION}")
            self._connection = connection
        return self._connection

    def _is_sound(self, digest: str, size: int) -> bool:
        """Whether the content is here already; a file of the wrong size is a damaged one."""
        try:
            return self.path(digest).stat().st_size == size
        except FileNotFoundError:
            return False

    def _rename(self, temporary: Path, digest: str) -> None:
        target = self.path(digest)
        target.parent.mkdir(exist_ok=True)
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
