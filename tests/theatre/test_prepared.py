"""Statements that are put into words once: the same rows, transactions and errors as SQLAlchemy's."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from reelwright.theatre.store import Prepared, Store, in_one_trip
from reelwright.theatre.store.outbox import outbox

NAMES = ("kind", "key", "body", "created_us", "due_us", "attempts", "last_error")
PUT = Prepared(insert(outbox).values({name: bindparam(name) for name in NAMES}))
OF_KIND = Prepared(
    select(outbox.c.key, outbox.c.due_us)
    .where(outbox.c.kind == bindparam("kind"), outbox.c.attempts < 3)
    .order_by(outbox.c.id)
)


def row(key: str, due_us: int = 7) -> dict[str, object]:
    return {"kind": "mail", "key": key, "body": "{}", "created_us": 1, "due_us": due_us, "attempts": 0,
            "last_error": ""}  # fmt: skip


def test_rows_come_back_by_name(store: Store) -> None:
    store.write(lambda c: PUT.run(c, row("a"), row("b", 8)))
    store.write(lambda c: PUT.run(c, row("c", 9)))
    found = store.read(lambda c: OF_KIND.rows(c, kind="mail"))
    assert [(one.key, one.due_us) for one in found] == [("a", 7), ("b", 8), ("c", 9)]
    assert store.read(lambda c: OF_KIND.one(c, kind="mail")).key == "a"
    assert store.read(lambda c: OF_KIND.one(c, kind="else")) is None
    store.write(lambda c: PUT.run(c))
    assert len(store.read(lambda c: OF_KIND.rows(c, kind="mail"))) == 3


def test_it_belongs_to_the_transaction(store: Store) -> None:
    def fails(connection):  # type: ignore[no-untyped-def]
        PUT.run(connection, row("lost"))
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        store.write(fails)
    assert store.read(lambda c: OF_KIND.rows(c, kind="mail")) == []


def test_a_read_is_of_one_state(store: Store) -> None:
    """The first statement of a read begins it, whichever way it goes."""

    def read(connection):  # type: ignore[no-untyped-def]
        before = OF_KIND.rows(connection, kind="mail")
        store.write(lambda c: PUT.run(c, row("meanwhile")))
        return before == OF_KIND.rows(connection, kind="mail") == []

    assert store.read(read)


def test_errors_are_those_of_sqlalchemy(store: Store) -> None:
    store.write(lambda c: PUT.run(c, row("a")))
    with pytest.raises(IntegrityError):
        store.write(lambda c: PUT.run(c, row("a")))
    with pytest.raises(DBAPIError):
        store.read(lambda c: PUT.run(c, row("b")))


class TestInOneTrip:
    def test_answers_are_those_of_one_after_the_other(self, store: Store) -> None:
        def work(connection):  # type: ignore[no-untyped-def]
            with in_one_trip(connection):
                before = OF_KIND.ask(connection, kind="mail")
                PUT.run(connection, row("a"), row("b", 8))
                between = OF_KIND.ask(connection, kind="mail")
                with in_one_trip(connection):
                    PUT.run(connection, row("c", 9))
                after = OF_KIND.ask(connection, kind="mail")
                told = before(), between()
            return [[one.key for one in rows] for rows in (*told, after(), before(), after())]

        all_three = ["a", "b", "c"]
        assert store.write(work) == [[], ["a", "b"], all_three, [], all_three]
        assert len(store.read(lambda c: OF_KIND.rows(c, kind="mail"))) == 3

    def test_what_failed_is_said_and_nothing_is_kept(self, store: Store) -> None:
        store.write(lambda c: PUT.run(c, row("a")))

        def silent(connection):  # type: ignore[no-untyped-def]
            with in_one_trip(connection):
                PUT.run(connection, row("b"))
                PUT.run(connection, row("a"))

        def asking(connection):  # type: ignore[no-untyped-def]
            with in_one_trip(connection):
                PUT.run(connection, row("b"))
                PUT.run(connection, row("a"))
                OF_KIND.rows(connection, kind="mail")

        def own(connection):  # type: ignore[no-untyped-def]
            with in_one_trip(connection):
                PUT.run(connection, row("b"))
                raise ValueError("no")

        for work, problem in ((silent, IntegrityError), (asking, IntegrityError), (own, ValueError)):
            with pytest.raises(problem):
                store.write(work)
            assert [one.key for one in store.read(lambda c: OF_KIND.rows(c, kind="mail"))] == ["a"]

    def test_it_takes_postgres_one_trip(self, store: Store) -> None:
        """Nothing is waited for until somebody wants an answer."""
        if store.is_sqlite:
            return
        nap = Prepared(text("SELECT pg_sleep(0.2)"))

        def work(connection):  # type: ignore[no-untyped-def]
            began_s = time.monotonic()
            with in_one_trip(connection):
                asked = [nap.ask(connection) for _ in range(3)]
                put_s = time.monotonic() - began_s
                for one in asked:
                    one()
            return put_s, time.monotonic() - began_s

        put_s, took_s = store.write(work)
        assert put_s < 0.2
        assert took_s >= 0.6


def test_postgres_connections_that_broke_while_idle_are_replaced(store: Store) -> None:
    if store.is_sqlite:
        return
    ours = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    other = Store(store.url.render_as_string(hide_password=False))
    try:
        assert other.read(lambda c: c.scalar(text("SELECT 1"))) == 1
        assert store.write(lambda c: len(c.execute(ours).all())) == 1
        time.sleep(1.1)
        assert other.read(lambda c: c.scalar(text("SELECT 1"))) == 1
    finally:
        other.close()


def test_a_glance_sees_what_was_written_last_and_writes_nothing(store: Store) -> None:
    async def look() -> list[str]:
        return [one.key for one in await store.glancing(lambda c: OF_KIND.rows(c, kind="mail"))]

    assert asyncio.run(look()) == []
    for key in ("a", "b"):
        store.write(lambda c, key=key: PUT.run(c, row(key)))
        assert asyncio.run(look())[-1] == key
    if store.is_sqlite:
        with pytest.raises(DBAPIError, match="readonly"):
            asyncio.run(store.glancing(lambda c: PUT.run(c, row("c"))))
        assert asyncio.run(look()) == ["a", "b"]
