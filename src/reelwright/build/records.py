"""``actions.db``: what was made by which action, who needs it, and what it took."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from reelwright.build.action import Action, Made, Spent
from reelwright.errors import BadInput, Notice

FILE = "actions.db"
_LAYOUT_VERSION = 3
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
create table if not exists past (
    key text primary key,
    until_s real not null
) without rowid;
create table if not exists pinned (
    name text not null,
    key text not null,
    primary key (name, key)
) without rowid;
create table if not exists spent (
    number integer primary key,
    scope text not null,
    row blob not null
);
create table if not exists noted (
    name text primary key,
    data blob not null
) without rowid;
create index if not exists spent_by_scope on spent (scope);
"""
_TABLES = {
    "made": "key",
    "addressed": "scope, address",
    "past": "key",
    "pinned": "name, key",
    "noted": "name",
    "spent": "number",
}
"""Each table with what it is ordered by."""


T = TypeVar("T")


class Records:
    """The records of a store, in SQLite: any number of processes may read and write them at once.

    A file that is damaged is set aside, and what can still be read of it is taken over; ``notices`` say so.
    Raises ``BadInput`` for a store of a newer program, ``sqlite3.Error`` when nothing can be written.
    """

    def __init__(self, folder: Path, *, is_checked: bool = False) -> None:
        self.notices: list[Notice] = []
        self._path = folder / FILE
        self._connection = self._opened(is_checked)

    def close(self) -> None:
        self._connection.close()

    def made(self, key: str) -> Made | None:
        row = self._connection.execute("select record from made where key = ?", (key,)).fetchone()
        return None if row is None else _read(row[0], Made)

    def record(self, made: Made, action: Action) -> None:
        with self._connection:
            self._connection.execute(
                "insert or replace into made (key, kind, record, action) values (?, ?, ?, ?)",
                (made.key, made.kind, msgspec.json.encode(made), msgspec.json.encode(action)),
            )

    def drop(self, keys: Iterable[str]) -> None:
        """Forget actions: what asks for them makes them again."""
        with self._connection:
            gone = [(key,) for key in keys]
            self._connection.executemany("delete from made where key = ?", gone)
            self._connection.executemany("delete from past where key = ?", gone)

    def action(self, key: str) -> Action | None:
        row = self._connection.execute("select action from made where key = ?", (key,)).fetchone()
        return None if row is None else _read(row[0], Action)

    def every(self) -> Iterator[tuple[Made, Action]]:
        """All records with their actions, in the order of the keys."""
        for record, action in self._connection.execute("select record, action from made order by key"):
            made, by = _read(record, Made), _read(action, Action)
            if made is not None and by is not None:
                yield made, by

    # -- who needs what ----------------------------------------------------------------------------

    def remember(self, scope: str, keys: Mapping[str, str], gone: Iterable[str] = ()) -> None:
        known = self.remembered(scope)
        news = {address: key for address, key in keys.items() if known.get(address) != key}
        gone = [address for address in gone if address in known]
        if not news and not gone:
            return
        now_s = time.time()
        past = [(known[address], now_s) for address in (*news, *gone) if address in known]
        with self._connection:
            self._connection.executemany("insert or replace into past (key, until_s) values (?, ?)", past)
            self._connection.executemany(
                "insert or replace into addressed (scope, address, key) values (?, ?, ?)",
                [(scope, address, key) for address, key in news.items()],
            )
            self._connection.executemany(
                "delete from addressed where scope = ? and address = ?",
                [(scope, address) for address in gone],
            )

    def remembered(self, scope: str) -> dict[str, str]:
        asked = "select address, key from addressed where scope = ?"
        return dict(self._connection.execute(asked, (scope,)).fetchall())

    def pin(self, name: str, keys: Iterable[str]) -> None:
        with self._connection:
            self._connection.executemany(
                "insert or ignore into pinned (name, key) values (?, ?)", [(name, key) for key in keys]
            )

    def unpin(self, name: str) -> int:
        with self._connection:
            return self._connection.execute("delete from pinned where name = ?", (name,)).rowcount

    def pins(self) -> dict[str, int]:
        """Names of pins, and how many actions each keeps."""
        return dict(self._connection.execute("select name, count(*) from pinned group by name order by name"))

    def needed(self) -> set[str]:
        """The keys that some series has now, or that a pin keeps."""
        return {
            key
            for (key,) in self._connection.execute("select key from addressed union select key from pinned")
        }

    def past(self) -> dict[str, float]:
        """Until when a key was of some series' present, in seconds since 1970."""
        return dict(self._connection.execute("select key, until_s from past").fetchall())

    # -- the books ---------------------------------------------------------------------------------

    def book(self, rows: Sequence[Spent]) -> None:
        written = [(row.scope, msgspec.json.encode(row)) for row in rows]
        with self._connection:
            self._connection.executemany("insert into spent (scope, row) values (?, ?)", written)

    def spending(self, scope: str | None) -> list[Spent]:
        asked = "select row from spent where ?1 is null or scope = ?1 order by number"
        rows = (_read(row, Spent) for (row,) in self._connection.execute(asked, (scope,)))
        return [row for row in rows if row is not None]

    def note(self, name: str, data: bytes) -> None:
        with self._connection:
            self._connection.execute("insert or replace into noted (name, data) values (?, ?)", (name, data))

    def noted(self, name: str) -> bytes | None:
        row = self._connection.execute("select data from noted where name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    # -- inside ------------------------------------------------------------------------------------

    def _opened(self, is_checked: bool) -> sqlite3.Connection:
        try:
            connection = self._connected()
        except sqlite3.OperationalError:
            # It is locked, or the disk is full: that says nothing about what it holds.
            raise
        except sqlite3.DatabaseError as problem:
            return self._salvaged(str(problem))
        damage = _damage_of(connection) if is_checked else ""
        if damage:
            connection.close()
            return self._salvaged(damage)
        return connection

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=60, check_same_thread=False)
        try:
            (version,) = connection.execute("pragma user_version").fetchone()
            if version > _LAYOUT_VERSION:
                raise BadInput(
                    f"The store is of layout {version}; this program knows up to {_LAYOUT_VERSION}",
                    where=str(self._path),
                    next_step="Use the newer Reelwright that wrote it, or another store.",
                )
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            if version < _LAYOUT_VERSION:
                connection.executescript(_SCHEMA)
                connection.execute(f"pragma user_version = {_LAYOUT_VERSION}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _salvaged(self, cause: str) -> sqlite3.Connection:
        """New records with every row of the damaged ones that can be read; these are set aside."""
        aside = next(
            path
            for n in range(1, 1000)
            if not (path := self._path.with_name(f"actions.damaged-{n}.db")).exists()
        )
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                self._path.with_name(self._path.name + ending).rename(aside.with_name(aside.name + ending))
        connection = self._connected()
        _fill_up(aside)
        kept = dict.fromkeys(_TABLES, 0)
        with contextlib.closing(sqlite3.connect(aside)) as damaged, connection:
            for table, order in _TABLES.items():
                for row in _readable(damaged, table, order):
                    marks = ", ".join("?" * len(row))
                    kept[table] += connection.execute(
                        f"insert or ignore into {table} values ({marks})", row
                    ).rowcount
        self.notices.append(
            Notice(
                code="records-damaged",
                message=f"The records of the store were damaged ({cause}); {kept['made']} actions and "
                f"{kept['spent']} rows of the books could be read and are kept, the others are made again",
                where=str(aside),
                next_step="The damaged file is kept under this name; remove it when you need it no more.",
            )
        )
        return connection


def _fill_up(path: Path) -> None:
    """SQLite reads no page of a file that is shorter than it says: what was cut off becomes zeros."""
    with path.open("r+b") as file:
        head = file.read(32)
        size = int.from_bytes(head[16:18], "big") * int.from_bytes(head[28:32], "big")
        if head.startswith(b"SQLite format 3") and size > path.stat().st_size:
            file.truncate(size)


def _read(document: bytes, kind: type[T]) -> T | None:
    """A document of a row; nothing for one that a damaged page spoilt, which no check of pages finds."""
    try:
        return msgspec.json.decode(document, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _damage_of(connection: sqlite3.Connection) -> str:
    """What is wrong with the pages of a database, or nothing."""
    try:
        (found,) = connection.execute("pragma quick_check(1)").fetchone()
    except sqlite3.DatabaseError as problem:
        return str(problem)
    return "" if found == "ok" else " ".join(str(found).split())


def _readable(damaged: sqlite3.Connection, table: str, order: str) -> Iterator[tuple[object, ...]]:
    """The rows of a table before the first unreadable page, and those behind the last one."""
    for direction in ("", " desc"):
        terms = ", ".join(f"{column}{direction}" for column in order.split(", "))
        with contextlib.suppress(sqlite3.DatabaseError):
            yield from damaged.execute(f"select * from {table} order by {terms}")
            return


__all__ = ["FILE", "Records"]
