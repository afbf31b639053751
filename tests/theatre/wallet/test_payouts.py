"""Payouts on both databases: prepared once, paid or given back, and the books after each."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from sqlalchemy import Connection
from tests.theatre.conftest import ManualClock

from reelwright.errors import BadInput
from reelwright.ledger import Kind, Share, buy, spend
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import post, wallet
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.payouts import (
    PAID,
    PREPARED,
    REJECTED,
    DecidedOtherwise,
    Payout,
    decide,
    payouts,
    prepare,
    prepare_all,
    standing,
)

CREATOR, OTHER, OPERATOR = 900, 901, 1
LEAST = 1_000


def earns(
    connection: Connection, amount: int, *, creator: int = CREATOR, unit: str = "USD", viewer: int = 7
) -> None:
    """A viewer spends ``2 * amount`` worth of coins on a series of the creator's."""
    key, now_us = f"{creator}:{unit}:{viewer}:{amount}", 1_000
    said = {"key": f"purchase:{key}", "created_us": now_us}
    post(
        connection,
        buy(str(viewer), coins=2 * amount, amount=2 * amount, unit=unit, processor="test", **said),  # type: ignore[arg-type]
    )
    share = Share("harbour", str(creator), 5_000)
    spent = spend(
        str(viewer), coins=2 * amount, holdings=wallet(connection, str(viewer), locked=True),
        shares=[(share, 2 * amount)], key=f"unlock:{key}", created_us=now_us,
    )  # fmt: skip
    post(connection, spent)


def stands(store: Store, creator: int = CREATOR) -> dict[str, int]:
    return store.read(partial(standing, creator_id=creator))


def listed(store: Store, **wanted: object) -> list[Payout]:
    return store.read(lambda c: payouts(c, **wanted))  # type: ignore[arg-type]


def decides(store: Store, payout: str, decision: str) -> Payout:
    work = partial(decide, public_id=payout, decision=decision, decided_by=OPERATOR)  # type: ignore[arg-type]
    return store.write(partial(work, now_us=store.clock.now_us()))


def total(store: Store, kind: Kind, unit: str = "USD") -> int:
    found = check_books(store)
    assert found.findings == []
    return found.totals[unit, kind]


def test_all_that_stands_is_prepared_once_for_each_creator_and_currency(store: Store) -> None:
    store.write(partial(earns, amount=1_500))
    store.write(partial(earns, amount=700, viewer=8))
    store.write(partial(earns, amount=2_000, unit="EUR", viewer=9))
    store.write(partial(earns, amount=1_000, creator=OTHER))
    assert stands(store) == {"USD": 2_200, "EUR": 2_000}
    assert prepare_all(store, least=LEAST) == 3
    assert prepare_all(store, least=LEAST) == 0
    assert {(one.unit, one.amount, one.state) for one in listed(store, creator_id=CREATOR)} == {
        ("USD", 2_200, PREPARED), ("EUR", 2_000, PREPARED)
    }  # fmt: skip
    assert [(one.amount, one.mail) for one in listed(store, creator_id=OTHER)] == [(1_000, "")]
    assert stands(store) == {"USD": 0, "EUR": 0} and total(store, Kind.PAYOUT) == 3_200


def test_less_than_the_least_waits(store: Store) -> None:
    store.write(partial(earns, amount=LEAST - 1))
    assert prepare_all(store, least=LEAST) == 0 and listed(store) == []
    assert stands(store) == {"USD": LEAST - 1}
    store.write(partial(earns, amount=1, viewer=8))
    assert prepare_all(store, least=LEAST) == 1
    assert store.write(partial(prepare, creator_id=OTHER, unit="USD", least=0, now_us=1)) is None


def test_a_payout_is_paid_once(store: Store, clock: ManualClock) -> None:
    store.write(partial(earns, amount=1_500))
    prepare_all(store, least=LEAST)
    (one,) = listed(store, state=PREPARED)
    clock.pass_s(60)
    first = decides(store, one.payout, PAID)
    assert (first.state, first.decided_us) == (PAID, clock.now_us())
    clock.pass_s(60)
    assert decides(store, one.payout, PAID) == first
    with pytest.raises(DecidedOtherwise, match="paid already"):
        decides(store, one.payout, REJECTED)
    assert total(store, Kind.PAYOUT) == 0 and total(store, Kind.BANK) == 1_500
    assert total(store, Kind.CREATOR) == 0 and listed(store, state=PREPARED) == []


def test_what_is_rejected_stands_again_and_is_in_the_next_payout(store: Store) -> None:
    store.write(partial(earns, amount=1_500))
    prepare_all(store, least=LEAST)
    (one,) = listed(store)
    for _ in range(2):
        assert decides(store, one.payout, REJECTED).state == REJECTED
    assert stands(store) == {"USD": 1_500} and total(store, Kind.BANK) == 0
    store.write(partial(earns, amount=100, viewer=8))
    assert prepare_all(store, least=LEAST) == 1
    assert [one.amount for one in listed(store, creator_id=CREATOR)] == [1_600, 1_500]


def test_a_payout_that_is_not_there_is_said_to_be(store: Store) -> None:
    with pytest.raises(BadInput, match="no such payout"):
        decides(store, "nothing", PAID)


def test_many_operators_at_once_pay_nothing_twice(store: Store) -> None:
    """Four prepare, then four decide, some this and some that way."""
    store.write(partial(earns, amount=5_000))
    _at_once([partial(prepare_all, store, least=LEAST)] * 4)
    (one,) = listed(store)
    outcomes: list[str] = []

    def choose(decision: str) -> None:
        try:
            outcomes.append(decides(store, one.payout, decision).state)
        except DecidedOtherwise:
            outcomes.append("refused")

    _at_once([partial(choose, decision) for decision in (PAID, REJECTED, PAID, REJECTED)])
    (done,) = listed(store)
    assert sorted(outcomes) == sorted([done.state, done.state, "refused", "refused"])
    paid = 5_000 if done.state == PAID else 0
    assert total(store, Kind.BANK) == paid and total(store, Kind.CREATOR) == 5_000 - paid


def _at_once(works: list[partial[object]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
