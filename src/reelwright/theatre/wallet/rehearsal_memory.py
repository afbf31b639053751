"""What the provider of test payments remembers: a file of its own, as a real one has a house of its own.

So a theatre that is killed between a payment and its webhook finds the payment made, and is told of it later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from reelwright.errors import CannotWrite
from reelwright.theatre.wallet.payments import Told


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One payment: ``open``, ``paid`` or ``refused``; ``refunded`` went back. ``order`` is the key under
    which it was asked for; a period's payment has none."""

    order: str
    what: str
    amount: int
    unit: str
    back: str = "/shop"
    state: str = "open"
    refunded: int = 0
    dispute: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A card for the subscription ``order``: ``open``, ``kept`` or ``refused``. One that ``pays_once`` is
    refused at every period after the first."""

    order: str
    what: str
    amount: int
    unit: str
    back: str = "/shop"
    state: str = "open"
    pays_once: bool = False


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription: ``active``, ``past_due`` or ``ended``; its ``number``-th period ends at ``end_us``."""

    order: str
    what: str
    interval: str
    amount: int
    unit: str
    card: str
    state: str = "active"
    number: int = 0
    end_us: int = 0
    is_ending: bool = False
    refusals: int = 0


FILE = "test-payments.db"
"""Its name in the theatre's folder."""
Thing = TypeVar("Thing", Payment, Card, Running)

_TABLES = """
CREATE TABLE IF NOT EXISTS thing (reference TEXT PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS told (
    number INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE, about TEXT NOT NULL, body TEXT NOT NULL,
    is_delivered INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS told_about ON told (about);
"""


def as_it_stands(path: Path) -> bytes:
    """The file at ``path`` at one moment, also while turns are taken. Raises ``OSError``."""
    try:
        with (
            closing(sqlite3.connect(path, timeout=30)) as memory,
            closing(sqlite3.connect(":memory:")) as copy,
        ):
            memory.backup(copy)
            return copy.serialize()
    except sqlite3.Error as problem:
        raise OSError(0, f"{path.name}: {problem}") from problem


class Turn:
    """One transaction of the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, kind: type[Thing], reference: str) -> Thing | None:
        row = self._connection.execute(
            "SELECT body FROM thing WHERE reference = ? AND kind = ?", (reference, kind.__name__)
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=kind)

    def all(self, kind: type[Thing], *, most: int = 1_000_000) -> list[tuple[str, Thing]]:
        """The newest first."""
        rows = self._connection.execute(
            "SELECT reference, body FROM thing WHERE kind = ? ORDER BY rowid DESC LIMIT ?",
            (kind.__name__, most),
        )
        return [(name, msgspec.json.decode(body, type=kind)) for name, body in rows]

    def keep(self, reference: str, thing: Payment | Card | Running) -> None:
        body = msgspec.json.encode(thing).decode()
        self._connection.execute(
            "INSERT INTO thing VALUES (?, ?, ?) ON CONFLICT (reference) DO UPDATE SET body = excluded.body",
            (reference, type(thing).__name__, body),
        )

    def tell(self, told: Told, *, about: str) -> None:
        """What is to be delivered; an event of the same name is told once."""
        self._connection.execute(
            "INSERT INTO told (reference, about, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (told.reference, about, msgspec.json.encode(told).decode()),
        )

    def told_of(self, about: str) -> tuple[Told, ...]:
        rows = self._connection.execute("SELECT body FROM told WHERE about = ? ORDER BY number", (about,))
        return tuple(msgspec.json.decode(body, type=Told) for (body,) in rows)

    def undelivered(self, *, most: int) -> list[tuple[int, bytes]]:
        rows = self._connection.execute(
            "SELECT number, body FROM told WHERE NOT is_delivered ORDER BY number LIMIT ?", (most,)
        )
        return [(number, body.encode()) for number, body in rows]

    def delivered(self, number: int) -> None:
        self._connection.execute("UPDATE told SET is_delivered = 1 WHERE number = ?", (number,))


class Memory:
    """The file at ``path``, made when it is missing. Raises ``CannotWrite``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._opened() as connection:
            connection.executescript(_TABLES)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """What is done within is done together and durable, or not at all; one at a time."""
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Turn(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        except (OSError, sqlite3.OperationalError) as problem:
            raise CannotWrite(
                "The file of test payments cannot be written", where=str(self._path)
            ) from problem
        with closing(connection):
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
