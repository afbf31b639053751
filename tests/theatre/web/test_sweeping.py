"""What was over long ago goes; what is alive, waits or is still read stays. On both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, func, select, update
from tests.theatre.conftest import ManualClock

from reelwright.theatre.accounts import new_guest, open_session, viewer_of
from reelwright.theatre.accounts.sessions import SESSION_S
from reelwright.theatre.accounts.signing import LETTER_S, letter, verify
from reelwright.theatre.accounts.tables import letter_token, session
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.store import Store, enqueue, forgetting
from reelwright.theatre.store.outbox import ATTEMPTS, outbox
from reelwright.theatre.wallet.subscriptions import END_JOB
from reelwright.theatre.web.sweeping import DELIVERED_S, OVER_S, sweep


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return ObjectStore(str(tmp_path / "media"))


def count(store: Store, table: Table) -> int:
    return store.read(lambda c: c.scalar(select(func.count()).select_from(table)) or 0)


def test_sessions_that_are_over_go_after_a_week(
    store: Store, objects: ObjectStore, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "ROWS", 2)
    guest = store.write(lambda c: new_guest(c, language="en", now_us=clock.now_us()))
    for _ in range(5):
        store.write(lambda c: open_session(c, guest, device="old", now_us=clock.now_us()))
    clock.pass_s(SESSION_S + OVER_S - 60)
    token = store.write(lambda c: open_session(c, guest, device="new", now_us=clock.now_us()))
    assert sweep(store, objects).sessions == 0
    clock.pass_s(120)
    assert sweep(store, objects).sessions == 5
    found = store.read(lambda c: viewer_of(c, token, now_us=clock.now_us()))
    assert count(store, session) == 1 and found is not None and found.id == guest


def test_tokens_of_letters_that_are_used_or_too_old_go_after_a_week(
    store: Store, objects: ObjectStore, clock: ManualClock
) -> None:
    guests = [store.write(lambda c: new_guest(c, language="en", now_us=1)) for _ in range(3)]

    def post(guest: int) -> str:
        return store.write(lambda c: letter(c, guest, "verify", "m@example.com", now_us=clock.now_us()))

    used, _ = post(guests[0]), post(guests[1])
    store.write(lambda c: verify(c, used, now_us=clock.now_us()))
    clock.pass_s(OVER_S + 60)
    fresh = post(guests[2])
    assert sweep(store, objects).letter_tokens == 1  # the used one; the other could be used a day longer
    clock.pass_s(LETTER_S["verify"] - 30)
    assert sweep(store, objects).letter_tokens == 1 and count(store, letter_token) == 1
    store.write(lambda c: verify(c, fresh, now_us=clock.now_us()))


def test_what_was_delivered_goes_after_thirty_days_and_what_waits_or_is_read_stays(
    store: Store, objects: ObjectStore, clock: ManualClock
) -> None:
    def fill(connection: Connection) -> None:
        for key in ("delivered", "late", "waits", "given up"):
            enqueue(connection, "letter", {}, now_us=clock.now_us(), key=key)
        enqueue(connection, END_JOB, {}, now_us=clock.now_us(), key=f"{END_JOB}:s:000000")
        done = update(outbox).where(outbox.c.key.in_(["delivered", f"{END_JOB}:s:000000"]))
        connection.execute(done.values(done_us=clock.now_us()))
        for key, values in (
            ("late", {"done_us": clock.now_us() + 10**9}),
            ("given up", {"attempts": ATTEMPTS}),
        ):
            connection.execute(update(outbox).where(outbox.c.key == key).values(**values))

    store.write(fill)
    clock.pass_s(DELIVERED_S - 60)
    assert sweep(store, objects).jobs == 0
    clock.pass_s(120)
    assert sweep(store, objects).jobs == 1
    left = store.read(lambda c: set(c.scalars(select(outbox.c.key))))
    assert left == {"late", "waits", "given up", f"{END_JOB}:s:000000"}
