"""Reads and durable writes on SQLite or PostgreSQL, by the same few words.

SQLite has one writer (``one_writer.py``), so sixty-four clients that write at once never see a lock.
PostgreSQL runs writes side by side; rows that they share are locked by the work (``with_for_update``, in one
order), and a work that lost a race is run again.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from reelwright.errors import BadInput, CannotWrite
from reelwright.theatre.store.clock import Clock, SystemClock
from reelwright.theatre.store.one_writer import OneWriter, Work

T = TypeVar("T")

READERS = 8
"""Reads that run at once."""
_BUSY_MS = 15_000
_TRIES = 8
_IDLE_S = 1.0
_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC")
_LOST_RACES = ("40001", "40P01")  # serialization failure, deadlock


class Store:
    """A database by its URL: ``sqlite:///path`` or ``postgresql://…``. ``migrate`` gives it its tables.

    A work is a function of a connection; what it returns is given back after the commit. It has no effect
    outside of the database, for it may be run again; effects go through the outbox, in the same transaction.

    Raises ``BadInput`` for a URL of another kind, ``CannotWrite`` for a full disk or a folder that cannot be
    written. Whatever a work raises undoes that work alone and reaches the caller.
    """

    def __init__(self, url: str, *, clock: Clock | None = None) -> None:
        self.clock: Clock = clock or SystemClock()
        self.url = _checked(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="store")
        if self.is_sqlite:
            self._readers = _sqlite_engine(self.url, pool_size=READERS)
            self._glances: Engine | None = _sqlite_engine(self.url, pool_size=1, says_begin=False)
            writing = _sqlite_engine(self.url, pool_size=1, is_writer=True)
            self._writer: OneWriter | None = OneWriter(writing, self._explained)
        else:
            self._readers = _postgres_engine(self.url)
            self._writer = self._glances = None
        self._glancer: Connection | None = None

    @property
    def where(self) -> str:
        """The database as a message may name it: without a password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def engine(self) -> Engine:
        """For migrations and tests; on SQLite it may only read."""
        return self._readers

    def read(self, work: Work[T]) -> T:
        """Run ``work`` on one state of the database; it cannot write."""
        options = (
            {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with self._readers.connect().execution_options(**options) as connection:
            return work(connection)

    def write(self, work: Work[T]) -> T:
        """Run ``work`` as one transaction. When this returns, what it wrote survives a power cut."""
        return self._writer.submit(work).result() if self._writer else self._write_beside(work)

    async def reading(self, work: Work[T]) -> T:
        """``read`` in a thread."""
        return await asyncio.wrap_future(self._threads.submit(self.read, work))

    async def glancing(self, work: Work[T]) -> T:
        """``reading`` for a work of one small statement, which every request asks: SQLite answers it sooner
        than a thread wakes, PostgreSQL needs no transaction for it."""
        if self._glances is not None:
            if self._glancer is None:
                self._glancer = self._glances.connect()
            return work(self._glancer)
        return await asyncio.wrap_future(self._threads.submit(self._glance, work))

    async def writing(self, work: Work[T]) -> T:
        """``write`` without holding up the loop."""
        if self._writer is not None:
            return await self._writer.ask(work)
        # A caller who leaves does not undo what is under way.
        return await asyncio.shield(asyncio.wrap_future(self._threads.submit(self.write, work)))

    def close(self) -> None:
        """Finish what was begun and let go of the database."""
        if self._writer:
            self._writer.close()
        self._threads.shutdown()
        self._readers.dispose()
        if self._glancer is not None:
            self._glancer.close()
        if self._glances is not None:
            self._glances.dispose()

    def _explained(self, problem: BaseException) -> BaseException:
        return _disk_full(self.where) if _is_full(problem) else problem

    def _glance(self, work: Work[T]) -> T:
        with self._readers.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return work(connection)

    def _write_beside(self, work: Work[T]) -> T:
        for attempt in range(_TRIES):
            try:
                with self._readers.begin() as connection:
                    return work(connection)
            except DBAPIError as problem:
                state = getattr(problem.orig, "sqlstate", None)
                if state == "53100":
                    raise _disk_full(self.where) from problem
                if state not in _LOST_RACES or attempt == _TRIES - 1:
                    raise
                time.sleep(0.005 * 2**attempt)
        raise AssertionError("unreachable")


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as problem:
        raise _unknown(url.partition("://")[0]) from problem
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite":
        if not parsed.database:
            raise _unknown("a database in memory")
        folder = Path(parsed.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CannotWrite("The folder of the database cannot be made", where=str(folder)) from problem
    elif parsed.drivername != "postgresql+psycopg":
        raise _unknown(parsed.drivername)
    return parsed


def _unknown(kind: str) -> BadInput:
    return BadInput(
        f"No database of this kind can be used: {kind}",
        where="DATABASE_URL",
        next_step="Write sqlite:///folder/theatre.db or postgresql://user@host/name.",
    )


def _postgres_engine(url: URL) -> Engine:
    """A connection that has lain idle is asked whether it still stands before it is used."""
    engine = create_engine(url, pool_size=2 * READERS, max_overflow=0)

    @event.listens_for(engine, "checkin")
    def _lay_down(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since_s"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _take_up(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        since_s = record.info.get("idle_since_s")
        if since_s is not None and time.monotonic() - since_s > _IDLE_S:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as problem:
                raise DisconnectionError from problem

    return engine


def _sqlite_engine(url: URL, *, pool_size: int, is_writer: bool = False, says_begin: bool = True) -> Engine:
    """Without ``says_begin`` each statement is a read of its own."""
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": _BUSY_MS / 1000},
        pool_size=pool_size,
        max_overflow=0,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is said below, not guessed by the driver
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA cache_size = -65536")
        if not is_writer:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if says_begin:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    return engine


def _is_full(problem: BaseException | None) -> bool:
    """Whether a file could not grow: the disk is full, or a quota or limit is reached."""
    while problem is not None:
        if isinstance(problem, OperationalError) and getattr(problem.orig, "sqlite_errorname", "") in _FULL:
            return True
        problem = problem.__context__
    return False


def _disk_full(where: str) -> CannotWrite:
    return CannotWrite(
        "The disk of the database is full",
        where=where,
        next_step="Make room; nothing that was promised is lost.",
    )
