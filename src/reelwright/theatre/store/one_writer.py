"""Works that wait → one durable transaction after another, by the thread that alone writes to a SQLite file.

It takes what waits, runs each work in a savepoint of one transaction, and makes all of them durable by one
sync. Who waits in the same event loop is told by one call: a wake of the loop costs more than a small work.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from reelwright.theatre.store.prepared import execute

T = TypeVar("T")
Work = Callable[[Connection], T]

_BATCH = 64
_BATCH_S = 0.02


@dataclass(slots=True)
class _Asked:
    """A work and who waits for it, in ``loop`` or, without one, in a thread."""

    work: Work[Any]
    future: Future[Any] | asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop | None = None


_Settled = tuple[_Asked, Any, BaseException | None]


class OneWriter:
    """``explained`` makes what a caller is told of what went wrong for all works of a transaction."""

    def __init__(self, engine: Engine, explained: Callable[[BaseException], BaseException]) -> None:
        self._engine = engine
        self._explained = explained
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        """What the work returns, once it is durable."""
        future: Future[T] = Future()
        self._put(_Asked(work, future))
        return future

    def ask(self, work: Work[T]) -> asyncio.Future[T]:
        """The same for the running event loop. Who leaves does not undo what is under way."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(_Asked(work, future, loop))
        return future

    def close(self) -> None:
        """Finish what was asked for."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            self._asked.put(None)
        self._thread.join()
        self._engine.dispose()

    def _put(self, asked: _Asked) -> None:
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the store is closed")
            self._asked.put(asked)

    def _run(self) -> None:
        is_last = False
        while not is_last:
            first = self._asked.get()
            if first is None:
                return
            is_last = self._write_together(first)

    def _write_together(self, first: _Asked) -> bool:
        """One transaction for ``first`` and what came meanwhile; whether the store was closed behind them."""
        settled: list[_Settled] = []
        asked: _Asked | None = first
        is_last = False
        try:
            with self._engine.begin() as connection:
                until_s = time.monotonic() + _BATCH_S
                while asked is not None:
                    settled.append(_tried(connection, asked))
                    asked = None
                    if len(settled) < _BATCH and time.monotonic() < until_s:
                        try:
                            asked = self._asked.get_nowait()
                            is_last = asked is None
                        except queue.Empty:
                            pass
        except BaseException as problem:
            told = self._explained(problem)
            settled = [(one, None, own or told) for one, _, own in settled]
            if asked is not None:
                settled.append((asked, None, told))
        _tell(settled)
        return is_last


def _tried(connection: Connection, asked: _Asked) -> _Settled:
    """Run one work; what it raises undoes it alone."""
    try:
        execute(connection, "SAVEPOINT work", ())
        result = asked.work(connection)
        execute(connection, "RELEASE work", ())
    except BaseException as problem:
        if _is_lost(connection):  # SQLite took back all of it: nobody may be told "done"
            raise
        execute(connection, "ROLLBACK TO work", ())
        execute(connection, "RELEASE work", ())
        return asked, None, problem
    return asked, result, None


def _is_lost(connection: Connection) -> bool:
    """Whether SQLite has rolled back the whole transaction, as it does when the disk is full."""
    driver = connection.connection.dbapi_connection
    return not (isinstance(driver, sqlite3.Connection) and driver.in_transaction)


def _tell(settled: list[_Settled]) -> None:
    by_loop: defaultdict[asyncio.AbstractEventLoop | None, list[_Settled]] = defaultdict(list)
    for one in settled:
        by_loop[one[0].loop].append(one)
    for loop, some in by_loop.items():
        if loop is None:
            _settle(some)
        else:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(_settle, some)


def _settle(settled: list[_Settled]) -> None:
    for asked, result, problem in settled:
        if asked.future.done():  # who waited has left
            continue
        if problem is not None:
            asked.future.set_exception(problem)
        else:
            asked.future.set_result(result)
