"""Reads, durable writes, the outbox and the migrations, on both databases."""

from __future__ import annotations

import asyncio
import importlib
import os
import pkgutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text
from tests.theatre.conftest import ManualClock

import reelwright.theatre
from reelwright.errors import BadInput, CannotWrite
from reelwright.theatre.store import Job, OutboxWorker, Store, enqueue, metadata, migrate, new_id
from reelwright.theatre.store.migrating import SCRIPTS
from reelwright.theatre.store.outbox import ATTEMPTS, outbox


def put(connection: Connection, key: str) -> None:
    assert enqueue(connection, "mail", {"to": key}, now_us=5, key=key)


def count(store: Store) -> int:
    return store.read(lambda connection: connection.scalar(select(func.count()).select_from(outbox)) or 0)


def test_a_work_that_raises_undoes_itself_alone(store: Store) -> None:
    gate, later = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        later.set()
        gate.wait(5)
        put(connection, "first")

    def failing(connection: Connection) -> None:
        put(connection, "second")
        raise ValueError("no")

    threads = [threading.Thread(target=store.write, args=(slow,))]
    threads[0].start()
    later.wait(5)
    told: list[str] = []

    def expect() -> None:
        try:
            store.write(failing)
        except ValueError as problem:
            told.append(str(problem))

    threads += [
        threading.Thread(target=expect),
        threading.Thread(target=store.write, args=(lambda c: put(c, "third"),)),
    ]
    for thread in threads[1:]:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join(10)
    assert told == ["no"]
    keys = store.read(lambda c: set(c.scalars(select(outbox.c.key))))
    assert keys == {"first", "third"}


def test_sixty_four_writers_at_once_lose_nothing(store: Store) -> None:
    async def all_of_them() -> None:
        await asyncio.gather(*(store.writing(lambda c, n=n: put(c, f"k{n}")) for n in range(256)))

    asyncio.run(all_of_them())
    assert count(store) == 256


def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"read.?only"):
        store.read(lambda connection: put(connection, "x"))
    assert count(store) == 0


def test_what_was_answered_survives_a_kill(database_url: str, tmp_path: Path) -> None:
    """A process that is killed while it writes: every key that it has printed is there."""
    program = (
        "import sys\nfrom reelwright.theatre.store import Store, enqueue, migrate\n"
        "store = Store(sys.argv[1]); migrate(store); n = 0\n"
        "while True:\n"
        "    store.write(lambda c: enqueue(c, 'mail', {}, now_us=1, key=f'k{n}'))\n"
        "    print(f'k{n}', flush=True); n += 1\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, database_url], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    said = [running.stdout.readline().strip() for _ in range(40)]
    os.kill(running.pid, signal.SIGKILL)
    said += running.stdout.read().split()
    running.wait()
    store = Store(database_url)
    keys = store.read(lambda c: set(c.scalars(select(outbox.c.key))))
    store.close()
    assert set(said) <= keys


def test_the_outbox_delivers_again_until_it_works_and_then_no_more(store: Store, clock: ManualClock) -> None:
    seen: list[Job] = []

    def handler(job: Job) -> None:
        seen.append(job)
        if len(seen) < 3:
            raise OSError("the post is closed")

    store.write(lambda c: put(c, "letter"))
    assert not store.write(lambda c: enqueue(c, "mail", {}, now_us=6, key="letter"))
    worker = OutboxWorker(store, {"mail": handler})
    assert worker.deliver_due() == 1 and worker.deliver_due() == 0
    clock.pass_s(3600)
    worker.deliver_due()
    clock.pass_s(3600)
    worker.deliver_due()
    clock.pass_s(3600)
    assert worker.deliver_due() == 0
    assert [(job.key, job.attempt, job.body) for job in seen] == [
        ("letter", n, {"to": "letter"}) for n in (1, 2, 3)
    ]


def test_a_clock_that_is_set_back_delays_no_delivery(store: Store, clock: ManualClock) -> None:
    seen: list[str] = []
    store.write(lambda c: put(c, "letter"))
    store.write(lambda c: enqueue(c, "mail", {}, now_us=clock.now_us(), key="now"))
    clock.pass_s(-86_400)
    worker = OutboxWorker(store, {"mail": lambda job: seen.append(job.key)})
    assert worker.deliver_due() == 2 and seen == ["letter", "now"]


def test_what_never_works_stays_for_the_operator(store: Store, clock: ManualClock) -> None:
    def handler(job: Job) -> None:
        raise OSError("the post is closed")

    store.write(lambda c: put(c, "letter"))
    worker = OutboxWorker(store, {"mail": handler})
    for _ in range(ATTEMPTS + 3):
        worker.deliver_due()
        clock.pass_s(7200)
    row = store.read(lambda c: c.execute(select(outbox)).one())
    assert row.attempts == ATTEMPTS and row.done_us is None and "the post is closed" in row.last_error


def test_migrations_give_the_tables_that_the_rooms_declare(store: Store) -> None:
    for module in pkgutil.walk_packages(reelwright.theatre.__path__, "reelwright.theatre."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)

    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    assert store.read(compare) == []
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1
    migrate(store)  # again: nothing to do


def test_a_database_of_a_newer_program_is_refused(store: Store) -> None:
    store.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = 'x999'")))
    with pytest.raises(BadInput, match="newer Reelwright"):
        migrate(store)


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(BadInput, match="DATABASE_URL"):
        Store(url)


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/theatre.db")
    migrate(store)
    store.write(lambda c: put(c, "kept"))
    store.write(lambda c: c.exec_driver_sql("SELECT 1"))
    pages = store.read(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar())
    assert store._writer is not None
    store.write(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(CannotWrite, match="disk of the database is full"):
        for n in range(2000):
            store.write(lambda c, n=n: enqueue(c, "mail", {"text": "x" * 4000}, now_us=1, key=f"n{n}"))
    store.write(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1000}"))
    store.write(lambda c: put(c, "later"))
    keys = store.read(lambda c: set(c.scalars(select(outbox.c.key))))
    store.close()
    assert {"kept", "later"} <= keys


def test_ids_sort_by_time_and_do_not_meet() -> None:
    ids = [new_id(1_000_000 * n) for n in range(1, 500)]
    assert ids == sorted(ids) and len({new_id(7) for _ in range(2000)}) == 2000
    assert all(len(one) == 16 for one in ids)
