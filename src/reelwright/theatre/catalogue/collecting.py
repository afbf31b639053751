"""Versions that were replaced long ago and objects that nobody needs → room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, delete, exists, select, update

from reelwright.theatre.catalogue.claims import BATCH, batches, upsert_object
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.tables import episode_version, line, media_object, release_file
from reelwright.theatre.store import Store

GRACE_S = 86_400
"""Who began an episode a day ago may still be playing its old version."""
_DEAD_US = 600_000_000
"""A removal that is older than this was left by a collector that was killed."""


@dataclass(frozen=True)
class Swept:
    """What a sweep removed."""

    versions: int
    objects: int
    byte_count: int


def sweep(store: Store, objects: ObjectStore, *, grace_s: int = GRACE_S) -> Swept:
    """Forget versions that were replaced ``grace_s`` ago, then remove the objects that no version names and
    that nobody has claimed since. It may be killed at any point, and run beside servers and publishers."""
    versions = store.write(partial(_forget_versions, store.clock.now_us() - grace_s * 1_000_000))
    _note_strays(store, objects)
    count = byte_count = 0
    while doomed := store.write(partial(_mark, store.clock.now_us(), grace_s * 1_000_000)):
        for sha256, size in doomed:
            objects.remove(sha256)
            count, byte_count = count + 1, byte_count + size
        store.write(partial(_forget_objects, [sha256 for sha256, _ in doomed]))
    return Swept(versions, count, byte_count)


def _forget_versions(before_us: int, connection: Connection) -> int:
    old = list(
        connection.scalars(select(episode_version.c.id).where(episode_version.c.replaced_us < before_us))
    )
    for batch in batches(old, BATCH):
        for table in (line, release_file):
            connection.execute(delete(table).where(table.c.version_id.in_(batch)))
        connection.execute(delete(episode_version).where(episode_version.c.id.in_(batch)))
    return len(old)


def _note_strays(store: Store, objects: ObjectStore) -> None:
    """What lies in the object store without a row gets one that is as old as can be."""
    for batch in batches(objects.listed(), BATCH):
        rows: list[dict[str, object]] = [
            {"sha256": sha256, "byte_count": size, "used_us": 0}
            for sha256, size in batch
            if len(sha256) == 64
        ]
        if rows:
            store.write(partial(upsert_object, values=rows, renews=False))


def _mark(now_us: int, grace_us: int, connection: Connection) -> list[tuple[str, int]]:
    is_named = exists().where(release_file.c.sha256 == media_object.c.sha256)
    is_free = media_object.c.removing_us.is_(None) & (media_object.c.used_us < now_us - grace_us)
    is_left = media_object.c.removing_us < now_us - _DEAD_US
    rows = connection.execute(
        select(media_object.c.sha256, media_object.c.byte_count)
        .where(~is_named, is_free | is_left)
        .order_by(media_object.c.sha256)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    names = [row.sha256 for row in rows]
    connection.execute(
        update(media_object).where(media_object.c.sha256.in_(names)).values(removing_us=now_us)
    )
    return [(row.sha256, row.byte_count) for row in rows]


def _forget_objects(names: list[str], connection: Connection) -> None:
    connection.execute(delete(media_object).where(media_object.c.sha256.in_(names)))
