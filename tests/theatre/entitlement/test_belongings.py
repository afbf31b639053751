"""A guest who signs in loses neither coins nor episodes; what is erased leaves the books whole."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection
from tests.theatre.conftest import ManualClock
from tests.theatre.entitlement.shelves import add_series

from reelwright.ledger import bonus
from reelwright.theatre.catalogue.reading import terms_of
from reelwright.theatre.entitlement import belongings
from reelwright.theatre.entitlement.access import may_watch
from reelwright.theatre.entitlement.unlocking import take_back_unlock, unlock
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import balance, post
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.tending import tend

GUEST, ANA = 3, 7


def _given(connection: Connection, viewer: int, coins: int, *, expires_us: int = 0) -> None:
    key = f"b:{viewer}:{coins}"
    post(connection, bonus(str(viewer), coins=coins, expires_us=expires_us, key=key, created_us=1))


def _pays(store: Store, viewer: int, episode: str) -> str:
    now_us = store.clock.now_us()
    return store.write(
        lambda c: unlock(c, viewer, [episode], most_coins=99, key=f"key-of-{viewer}-{episode}", now_us=now_us)
    ).transfer


def _coins(store: Store, viewer: int) -> int:
    return store.read(partial(balance, viewer=str(viewer), now_us=store.clock.now_us())).spendable


def _is_open(store: Store, viewer: int, episode: str) -> bool:
    def work(connection: Connection) -> bool:
        terms = terms_of(connection, episode)
        assert terms is not None
        return may_watch(connection, viewer, terms, now_us=store.clock.now_us()).is_granted

    return store.read(work)


def test_a_guest_who_signs_in_keeps_coins_and_episodes(store: Store) -> None:
    ids = store.write(add_series)
    store.write(partial(_given, viewer=GUEST, coins=100))
    store.write(partial(_given, viewer=ANA, coins=50))
    transfer = _pays(store, GUEST, ids[2])
    _pays(store, GUEST, ids[3])
    _pays(store, ANA, ids[3])
    store.write(lambda c: belongings.merge(c, GUEST, ANA, now_us=9))
    assert (_coins(store, GUEST), _coins(store, ANA)) == (0, 60)
    assert _is_open(store, ANA, ids[2]) and _is_open(store, ANA, ids[3])
    assert not _is_open(store, GUEST, ids[2])
    store.write(lambda c: take_back_unlock(c, transfer, key="back:1", now_us=10))
    assert _coins(store, ANA) == 90 and check_books(store).is_right


def test_what_is_kept_is_exported_and_erased_and_the_books_stay(store: Store) -> None:
    ids = store.write(add_series)
    store.write(partial(_given, viewer=ANA, coins=50))
    _pays(store, ANA, ids[2])
    told = store.read(lambda c: belongings.export(c, ANA))
    assert [one["coins"] for one in told["coins"]] == [-30, 50]
    assert [(one["slug"], one["number"]) for one in told["unlocked"]] == [("the-understudy", 3)]
    store.write(lambda c: belongings.erase(c, ANA, now_us=9))
    assert not _is_open(store, ANA, ids[2])
    found = check_books(store)
    assert found.is_right and found.transfers == 2


def test_bonus_coins_whose_time_is_over_are_booked_once(store: Store, clock: ManualClock) -> None:
    end_us = clock.now_us() + 1_000_000
    store.write(partial(_given, viewer=ANA, coins=50, expires_us=end_us))
    assert tend(store) == 0
    clock.pass_s(2)
    assert (tend(store), tend(store)) == (1, 0)
    assert _coins(store, ANA) == 0 and check_books(store).is_right
