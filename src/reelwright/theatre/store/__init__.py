"""The theatre's database, SQLite or PostgreSQL: reads, durable writes, the outbox, migrations."""

from reelwright.theatre.store.clock import Clock, SystemClock
from reelwright.theatre.store.database import Store
from reelwright.theatre.store.migrating import migrate
from reelwright.theatre.store.outbox import Job, OutboxWorker, enqueue
from reelwright.theatre.store.prepared import Answer, Prepared, in_one_trip
from reelwright.theatre.store.schema import Id, Micros, PublicId, metadata, new_id

__all__ = [
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
]
