"""Purchases on both databases: begun, paid, paid again, refused, asked for; the books after each."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select
from tests.theatre.conftest import ManualClock

from reelwright.ledger import THEATRE, Account, Kind, Share, spend, take_back
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import Balance, balance, post, wallet
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.events import SEEN, TAKEN, WAITING, take
from reelwright.theatre.wallet.keys import KeyConflict
from reelwright.theatre.wallet.offers import BONUS_DAYS, Pack
from reelwright.theatre.wallet.payments import Fact, NotPaid, Paid, Told
from reelwright.theatre.wallet.purchases import PAID, REFUSED, Purchase, begin, checkout, purchases_of
from reelwright.theatre.wallet.reconciling import FIRST_ASK_US, LAST_ASK_US, Reconciler
from reelwright.theatre.wallet.rehearsal import Rehearsal, fee_of
from reelwright.theatre.wallet.tables import account, payment_event
from reelwright.theatre.wallet.takers import TAKERS

PACK = Pack(name="medium", coins=1_000, bonus_coins=100, amount=999)
VIEWER = 7
DAY_US = 86_400_000_000
_numbers = itertools.count()


@pytest.fixture
def provider(tmp_path: Path, clock: ManualClock) -> Rehearsal:
    return Rehearsal(tmp_path / "test-payments.db", [b"s" * 32], clock)


def begun(store: Store, key: str = "first-key", viewer: int = VIEWER, pack: Pack = PACK) -> str:
    return store.write(
        lambda c: begin(c, viewer, pack, provider="test", key=key, now_us=store.clock.now_us())
    )


def told(store: Store, fact: Fact, name: str = "") -> str:
    event = Told(
        provider="test", reference=name or f"evt_{next(_numbers)}", kind="test",
        told_us=store.clock.now_us(), fact=fact,
    )  # fmt: skip
    return store.write(lambda c: take(c, event, TAKERS, now_us=store.clock.now_us()))


def money_in(store: Store, purchase: str, payment: str = "pay_1", amount: int = 999, fee: int = 59) -> str:
    return told(store, Paid(purchase=purchase, payment=payment, amount=amount, unit="USD", fee=fee))


def has(store: Store, viewer: int = VIEWER) -> Balance:
    return store.read(lambda c: balance(c, str(viewer), now_us=store.clock.now_us()))


def bought(store: Store) -> list[Purchase]:
    return store.read(lambda c: purchases_of(c, VIEWER))


def total(store: Store, kind: Kind) -> int:
    """What stands in all accounts of a kind of money."""
    rows = select(account.c.balance).where(account.c.kind == kind, account.c.unit == "USD")
    return sum(store.read(lambda c: c.scalars(rows).all()))


def books_are_right(store: Store) -> bool:
    return check_books(store).is_right


def test_a_key_begins_one_purchase(store: Store) -> None:
    assert begun(store) == begun(store)
    assert begun(store, "other-key") != begun(store)
    with pytest.raises(KeyConflict):
        begun(store, pack=msgspec.structs.replace(PACK, name="small"))
    assert [one.state for one in bought(store)] == ["begun", "begun"]


def test_who_paid_has_the_coins_once_whatever_is_told_how_often(store: Store, clock: ManualClock) -> None:
    """The event again, the same fact by another event, a refusal that comes late."""
    name = begun(store)
    clock.pass_s(60)
    fact = Paid(purchase=name, payment="pay_1", amount=999, unit="USD", fee=59)
    assert [told(store, fact, "evt_a"), told(store, fact, "evt_a"), told(store, fact)] == [TAKEN, SEEN, TAKEN]
    assert told(store, NotPaid(purchase=name, payment="pay_1")) == TAKEN
    assert has(store) == Balance(purchased=1_000, bonus=100)
    (one,) = bought(store)
    now_us = clock.now_us()
    assert (one.state, one.paid_us, one.is_open) == (PAID, now_us, False)
    assert one.bonus_expires_us == now_us + BONUS_DAYS * DAY_US
    assert (total(store, Kind.UNSPENT), total(store, Kind.PROCESSOR), total(store, Kind.FEE)) == (
        999, -940, -59
    )  # fmt: skip
    assert books_are_right(store)


def test_bonus_coins_of_a_pack_end_and_purchased_ones_do_not(store: Store, clock: ManualClock) -> None:
    money_in(store, begun(store))
    clock.pass_s(BONUS_DAYS * 86_400)
    assert has(store) == Balance(purchased=1_000)


def test_a_refused_card_may_be_followed_by_a_good_one(store: Store) -> None:
    name = begun(store)
    assert told(store, NotPaid(purchase=name, payment="pay_1", reason="declined")) == TAKEN
    assert bought(store)[0].state == REFUSED and has(store) == Balance()
    money_in(store, name)
    assert bought(store)[0].state == PAID and has(store).purchased == 1_000


def test_two_payments_of_one_purchase_are_two_purchases(store: Store) -> None:
    """Nobody pays for nothing; each of the two is booked once."""
    name = begun(store)
    for payment in ("pay_1", "pay_2", "pay_2", "pay_1"):
        assert money_in(store, name, payment) == TAKEN
    assert has(store) == Balance(purchased=2_000, bonus=200)
    assert [one.state for one in bought(store)] == [PAID, PAID]
    assert books_are_right(store)


def test_another_amount_or_an_unknown_purchase_waits_for_the_operator(store: Store) -> None:
    name = begun(store)
    assert money_in(store, name, amount=1) == WAITING
    assert money_in(store, "nosuchpurchase") == WAITING
    outcomes = store.read(lambda c: c.scalars(select(payment_event.c.outcome)).all())
    assert any("1 USD came" in one for one in outcomes) and any("nosuchpurchase" in one for one in outcomes)
    assert has(store) == Balance() and bought(store)[0].is_open
    assert money_in(store, name) == TAKEN and has(store).purchased == 1_000


def test_coins_that_are_owed_are_paid_first(store: Store) -> None:
    """Spent, taken back by the bank, bought again."""
    money_in(store, begun(store))

    def spend_and_lose(connection) -> None:  # type: ignore[no-untyped-def]
        now_us = store.clock.now_us()
        spent = spend(
            str(VIEWER), coins=400, holdings=wallet(connection, str(VIEWER), locked=True),
            shares=[(Share("harbour", THEATRE, 0), 400)], key="spent", created_us=now_us, only=Kind.PURCHASED,
        )  # fmt: skip
        post(connection, spent)
        gone = take_back(
            str(VIEWER), coins=1_000, amount=999, unit="USD", holdings=wallet(connection, str(VIEWER)),
            to=Account(Kind.PROCESSOR, "test", "USD"), kind="chargeback", key="back", created_us=now_us,
        )  # fmt: skip
        post(connection, gone)

    store.write(spend_and_lose)
    assert has(store).owed == 400
    money_in(store, begun(store, "second-key"), "pay_2")
    assert (has(store).owed, has(store).purchased) == (0, 600)
    assert books_are_right(store)


def test_webhooks_of_many_purchases_at_once_book_each_once(store: Store) -> None:
    """Eight threads tell the same eight payments."""
    names = [begun(store, f"at-once-{n}") for n in range(8)]
    outcomes: list[str] = []

    def tell_all() -> None:
        for number, name in enumerate(names):
            fact = Paid(purchase=name, payment=f"pay_{number}", amount=999, unit="USD")
            outcomes.append(told(store, fact, f"evt_same_{number}"))

    threads = [threading.Thread(target=tell_all) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [SEEN] * 56 + [TAKEN] * 8
    assert has(store).purchased == 8_000 and books_are_right(store)


def test_the_same_payment_is_given_whenever_it_is_asked_for(store: Store, provider: Rehearsal) -> None:
    name = begun(store)
    first = checkout(store, provider, name, what="1000 coins", back="/shop")
    assert checkout(store, provider, name, what="1000 coins", back="/shop") == first
    asked = provider.look_up(first.reference)
    assert asked is not None and (asked.amount, asked.unit, asked.what) == (999, "USD", "1000 coins")


def test_a_lost_webhook_loses_nothing(store: Store, provider: Rehearsal, clock: ManualClock) -> None:
    """Nothing is delivered: ten minutes later the provider is asked, and the webhook that comes late counts
    for nothing."""
    name = begun(store)
    reference = checkout(store, provider, name, what="coins", back="/shop").reference
    reconciler = Reconciler(store, provider, TAKERS)
    provider.decide(reference, pays=True)
    assert reconciler.run() == 0 and has(store) == Balance()
    clock.pass_s(FIRST_ASK_US / 1e6)
    assert reconciler.run() == 1 and has(store).purchased == 1_000
    ((_, body),) = provider.undelivered()
    late = provider.told(body, provider.signed(body), now_us=clock.now_us())
    assert late is not None
    assert store.write(lambda c: take(c, late, TAKERS, now_us=clock.now_us())) == SEEN
    assert has(store).purchased == 1_000 and total(store, Kind.FEE) == -fee_of(999)


def test_what_is_never_paid_is_asked_for_less_and_less_often(
    store: Store, tmp_path: Path, clock: ManualClock
) -> None:
    asked: list[str] = []

    class Counting(Rehearsal):
        def ask(self, reference: str) -> tuple[Told, ...]:
            asked.append(reference)
            return super().ask(reference)

    counting = Counting(tmp_path / "test-payments.db", [b"s" * 32], clock)
    checkout(store, counting, begun(store), what="coins", back="/shop")
    reconciler = Reconciler(store, counting, TAKERS)
    for _ in range(7 * 24 * 12):
        clock.pass_s(300)
        reconciler.run()
    assert 8 <= len(asked) <= 12
    clock.pass_s(LAST_ASK_US / 1e6)
    Reconciler(store, counting, TAKERS).run()
    assert len(asked) <= 12
