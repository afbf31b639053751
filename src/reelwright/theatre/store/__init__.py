"""The theatre's database, SQLite or PostgreSQL: reads, durable writes, the outbox, migrations."""

from reelwright.theatre.store.clock import Clock, SystemClock
from reelwright.theatre.store.database import Store
from reelwright.theatre.store.migrating import migrate
from reelwright.theatre.store.outbox import BEHIND_US, Job, OutboxWorker, enqueue, settle
from reelwright.theatre.store.prepared import Answer, Prepared, in_one_trip
from reelwright.theatre.store.schema import Id, Micros, PublicId, metadata, new_id

__all__ = [
    "BEHIND_US",
    "Answer",
    "Clock",
    "Id",
    "Job",
    "Micros",
    "OutboxWorker",
    "Prepared",
    "PublicId",
    "Store",
    "SystemClock",
    "enqueue",
    "in_one_trip",
    "metadata",
    "migrate",
    "new_id",
    "settle",
]
