"""Which objects are wanted and which are on their way out: the one agreement of publishing and collecting.

Who uploads first claims: a row says that the object was wanted just now, and no collector touches it for
a while. Who collects first marks the row as being removed, removes, and then deletes the row; a claim
waits until the row is gone. So no object is removed under a release that counts on it, whoever dies when.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from reelwright.errors import CannotWrite
from reelwright.theatre.catalogue.tables import media_object
from reelwright.theatre.store import Store

T = TypeVar("T")
BATCH = 200
"""Rows of one transaction: nobody waits long for it."""
_WAITS = 60
_WAIT_S = 0.5


def claim(store: Store, wanted: dict[str, int], *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Say that these objects (digest → bytes) are wanted. Raises ``CannotWrite`` when a collector that holds
    some of them does not come to an end."""
    for batch in batches(sorted(wanted.items()), BATCH):
        for attempt in range(_WAITS):
            if store.write(partial(_claim, batch=batch, now_us=store.clock.now_us())):
                break
            if attempt < _WAITS - 1:
                sleep(_WAIT_S)
        else:
            raise CannotWrite(
                "Media of this release are just being removed",
                next_step="Run: reelwright sweep; then publish again.",
            )


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """``items`` in lists of at most ``size``."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def upsert_object(connection: Connection, values: Sequence[dict[str, object]], *, renews: bool) -> None:
    """Insert rows of objects; those that are there are renewed (``used_us``) or left as they are."""
    insert = insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql
    statement = insert(media_object)
    if renews:
        statement = statement.on_conflict_do_update(
            index_elements=["sha256"], set_={"used_us": statement.excluded.used_us}
        )
    else:
        statement = statement.on_conflict_do_nothing(index_elements=["sha256"])
    connection.execute(statement, list(values))


def _claim(connection: Connection, batch: Sequence[tuple[str, int]], now_us: int) -> bool:
    names = [sha256 for sha256, _ in batch]
    # Locked in one order, so that two who claim the same never wait for each other.
    held = connection.execute(
        select(media_object.c.sha256, media_object.c.removing_us)
        .where(media_object.c.sha256.in_(names))
        .order_by(media_object.c.sha256)
        .with_for_update()
    )
    if any(row.removing_us is not None for row in held):
        return False
    rows: list[dict[str, object]] = [
        {"sha256": sha256, "byte_count": byte_count, "used_us": now_us} for sha256, byte_count in batch
    ]
    upsert_object(connection, rows, renews=True)
    return True
