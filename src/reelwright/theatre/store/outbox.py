"""What has to happen outside because of what was written: rows of the same transaction, delivered afterwards.

A row is delivered at least once, and its body, which may name somebody or open something, is then emptied. A
handler is told the row's key, so that whoever it speaks to can tell a repetition. What fails is tried again
later and later; after ``ATTEMPTS`` it stays, for the operator to see.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, select

from reelwright.theatre.store.database import Store
from reelwright.theatre.store.schema import Id, Micros, metadata

ATTEMPTS = 12
_LEASE_US = 120_000_000
_IDLE_S = 0.5
_FIRST_WAIT_US = 2_000_000
_LONGEST_WAIT_US = 3_600_000_000
BEHIND_US = 1
"""``due_us`` of what goes to many: due whatever the clock says, but after what one person waits for."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("key", String(128), nullable=True, unique=True),
    Column("body", Text, nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("due_us", Micros, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", Text, nullable=False, default=""),
    Column("done_us", Micros, nullable=True),
)
Index("ix_outbox_waiting", outbox.c.done_us, outbox.c.due_us)


class Job(msgspec.Struct, frozen=True):
    """A row as its handler sees it. ``key`` is the same whenever the same row is delivered."""

    key: str
    kind: str
    body: dict[str, Any]
    attempt: int


Handler = Callable[[Job], None]


def enqueue(
    connection: Connection,
    kind: str,
    body: Mapping[str, Any],
    *,
    now_us: int,
    due_us: int = 0,
    key: str | None = None,
) -> bool:
    """Put a row beside the fact that caused it. Without ``due_us`` it is due whatever the clock says: one
    that is set back delays nothing. With a ``key`` that is there already nothing is added, and the answer is
    False."""
    if key is not None and connection.scalar(select(outbox.c.id).where(outbox.c.key == key)) is not None:
        return False
    connection.execute(
        outbox.insert().values(
            kind=kind, key=key, body=json.dumps(dict(body), ensure_ascii=False, sort_keys=True),
            created_us=now_us, due_us=due_us,
        )
    )  # fmt: skip
    return True


def settle(connection: Connection, job: Job, *, now_us: int) -> bool:
    """Say in the transaction of the work itself that ``job``, which has a key of its own, is done: then it is
    done once, whoever is killed in between. False when it was done before."""
    row = outbox.update().where(outbox.c.key == job.key, outbox.c.done_us.is_(None))
    return connection.execute(row.values(done_us=now_us, body="{}")).rowcount == 1


class OutboxWorker:
    """Delivers rows by their ``kind``. ``start`` and ``close`` run it in a thread; ``deliver_due`` does what
    is due now and returns how many it did, for tests and for a last round."""

    def __init__(self, store: Store, handlers: Mapping[str, Handler]) -> None:
        self._store = store
        self._handlers = dict(handlers)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def deliver_due(self) -> int:
        count = 0
        while not self._is_over.is_set() and (claimed := self._store.write(self._claim)):
            number, job = claimed
            error = ""
            try:
                self._handlers[job.kind](job)
            except Exception as problem:
                error = f"{type(problem).__name__}: {problem}"[:1000]
            self._store.write(partial(self._finish, number, job, error))
            count += 1
        return count

    def _run(self) -> None:
        while not self._is_over.wait(_IDLE_S):
            try:
                self.deliver_due()
            except Exception:  # the database is away: the rows stay
                self._is_over.wait(5 * _IDLE_S)

    def _claim(self, connection: Connection) -> tuple[int, Job] | None:
        """The next due row, leased for a while: whoever dies with it in hand does not lose it."""
        now_us = self._store.clock.now_us()
        row = connection.execute(
            select(outbox)
            .where(outbox.c.done_us.is_(None), outbox.c.due_us <= now_us)
            .where(outbox.c.attempts < ATTEMPTS, outbox.c.kind.in_(self._handlers))
            .order_by(outbox.c.due_us, outbox.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        connection.execute(
            outbox.update()
            .where(outbox.c.id == row.id)
            .values(attempts=row.attempts + 1, due_us=now_us + _LEASE_US)
        )
        return row.id, Job(row.key or f"outbox-{row.id}", row.kind, json.loads(row.body), row.attempts + 1)

    def _finish(self, number: int, job: Job, error: str, connection: Connection) -> None:
        now_us = self._store.clock.now_us()
        wait_us = min(_FIRST_WAIT_US << job.attempt - 1, _LONGEST_WAIT_US)
        values = (
            {"last_error": error, "due_us": now_us + wait_us} if error else {"done_us": now_us, "body": "{}"}
        )
        connection.execute(outbox.update().where(outbox.c.id == number).values(**values))
