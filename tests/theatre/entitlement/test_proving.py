"""``prove``: rows and books that agree are said to; each way in which they may not is found and named."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Connection, Table, Update, delete, select, update
from tests.theatre.entitlement.shelves import add_series

from reelwright.ledger import Account, Kind, Posting, Transfer, bonus, buy
from reelwright.theatre.accounts import new_guest
from reelwright.theatre.accounts.signing import make_account
from reelwright.theatre.entitlement.proving import prove, proven
from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.entitlement.unlocking import take_back_unlock, unlock
from reelwright.theatre.store import Store
from reelwright.theatre.wallet import payouts, refunds
from reelwright.theatre.wallet.books import post
from reelwright.theatre.wallet.events import take
from reelwright.theatre.wallet.offers import Pack
from reelwright.theatre.wallet.payments import (
    DisputeClosed,
    Disputed,
    Fact,
    Paid,
    PeriodPaid,
    Refunded,
    Told,
)
from reelwright.theatre.wallet.purchases import begin
from reelwright.theatre.wallet.tables import (
    account,
    payout,
    purchase,
    refund,
    subscription,
    subscription_period,
    transfer,
)
from reelwright.theatre.wallet.takers import TAKERS

PACK = Pack(name="medium", coins=1_000, bonus_coins=100, amount=1_000)
CREATOR = 900
LATER_US = 1_790_000_000_000_000


def tell(connection: Connection, fact: Fact, now_us: int) -> None:
    told = Told(provider="test", reference=repr(fact), kind="x", told_us=now_us, fact=fact)
    assert take(connection, told, TAKERS, now_us=now_us) == "taken"


def buys(connection: Connection, viewer: int, number: int, now_us: int) -> str:
    """A pack, paid as the payment ``pay_NUMBER``."""
    name = begin(connection, viewer, PACK, provider="test", key=f"buys-{number:04d}", now_us=now_us)
    fact = Paid(purchase=name, payment=f"pay_{number}", amount=1_000, unit="USD", fee=59)
    tell(connection, fact, now_us)
    return name


@pytest.fixture
def lived(store: Store) -> Store:
    """Everything that may come of money has come of it: packs kept, refunded in each way and charged back; a
    period kept and one refunded; unlocks kept and taken back; payouts in each state."""

    def work(connection: Connection) -> None:
        now_us = store.clock.now_us()
        viewer = new_guest(connection, language="en", now_us=now_us)
        make_account(connection, viewer, mail="ana@example.com", password_hash="x", name="Ana")
        names = [buys(connection, viewer, number, now_us) for number in range(8)]
        ids = add_series(connection)
        for at, episode in enumerate(ids[2:5]):
            done = unlock(connection, viewer, [episode], most_coins=99, key=f"unlock-{at}-key", now_us=now_us)
        take_back_unlock(connection, done.transfer, key="unlock_back:1", now_us=now_us)
        unlock(connection, viewer, ids[4:6], most_coins=99, key="unlock-more-key", now_us=now_us)
        ask = partial(refunds.ask, connection, reason="It did not play", asked_by=1, now_us=now_us)
        asked, paid, failed = ask(names[1]), ask(names[2], amount=300), ask(names[3])
        sent = partial(Refunded, unit="USD")
        tell(connection, sent(payment="pay_2", refund="re_2", amount=300, ours=paid), now_us)
        tell(connection, sent(payment="pay_3", refund="re_3", amount=1_000, ours=failed), now_us)
        gone = sent(payment="pay_3", refund="re_3", amount=1_000, ours=failed, is_failed=True)
        tell(connection, gone, now_us)
        tell(connection, sent(payment="pay_4", refund="re_4", amount=1_000), now_us)
        tell(connection, sent(payment="pay_0", refund="re_0", amount=10, is_failed=True), now_us)
        for number, payment in enumerate(("pay_4", "pay_5", "pay_6")):  # the first was refunded before
            dispute = Disputed(payment=payment, dispute=f"dp_{number}", amount=1_000, unit="USD", fee=1_500)
            tell(connection, dispute, now_us)
        closed = partial(DisputeClosed, amount=1_000, unit="USD")
        tell(connection, closed(payment="pay_4", dispute="dp_0", is_won=True), now_us)
        tell(connection, closed(payment="pay_5", dispute="dp_1", is_won=False), now_us)
        assert asked
        connection.execute(
            subscription.insert().values(
                id=1, public_id="sub", viewer_id=viewer, plan="weekly", provider="test", reference="sub_1",
                state="active", ends_at_period_end=0, told_us=0, created_us=now_us,
            )
        )  # fmt: skip
        for number in range(3):
            period = PeriodPaid(
                subscription="sub_1", period=f"per_{number}", payment=f"pay_p{number}", start_us=now_us,
                end_us=LATER_US * 2, amount=499, unit="USD", fee=44,
            )  # fmt: skip
            tell(connection, period, now_us)
        second = connection.scalar(
            select(subscription_period.c.public_id).where(subscription_period.c.reference == "per_1")
        )
        assert second is not None
        ask(second)
        _earn_and_pay_out(connection, now_us)

    store.write(work)
    return store


def _earn_and_pay_out(connection: Connection, now_us: int) -> None:
    for number, decision in enumerate(("paid", "rejected", "")):
        earned = Posting(Account(Kind.CREATOR, str(CREATOR), "USD"), 1_500)
        paid_by = Posting(Account(Kind.LOSS, "theatre", "USD"), -1_500)
        post(
            connection, Transfer(kind="gift", key=f"g{number}", created_us=now_us, postings=(earned, paid_by))
        )
        name = payouts.prepare(connection, CREATOR, "USD", least=1_000, now_us=now_us)
        assert name is not None
        if decision:
            payouts.decide(connection, name, decision, decided_by=1, now_us=now_us)  # type: ignore[arg-type]


def found(store: Store) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in prove(store).findings]


def test_what_agrees_is_said_to(lived: Store) -> None:
    assert found(lived) == []


def _of(table: Table, column: str, value: str) -> Update:
    return update(table).where(table.c[column] == value)


_FAULTS: dict[str, tuple[Callable[[Connection], object], str]] = {
    "a purchase that nobody paid": (
        lambda c: c.execute(
            purchase.insert().values(
                public_id="ghost",
                viewer_id=7,
                pack="medium",
                coins=5,
                bonus_coins=0,
                bonus_expires_us=0,
                amount=5,
                unit="USD",
                provider="test",
                reference="pay_ghost",
                state="paid",
                refunded=0,
                created_us=1,
                paid_us=1,
            )
        ),
        "not-booked",
    ),
    "a purchase of another amount": (
        lambda c: c.execute(_of(purchase, "reference", "pay_7").values(amount=999)),
        "differs",
    ),
    "a purchase of other coins": (
        lambda c: c.execute(_of(purchase, "reference", "pay_7").values(coins=1_001)),
        "differs",
    ),
    "a purchase that is gone": (
        lambda c: c.execute(delete(purchase).where(purchase.c.reference == "pay_7")),
        "no-row",
    ),
    "coins of no purchase": (
        lambda c: post(
            c, buy("7", coins=5, amount=5, unit="USD", processor="test", key="purchase:none", created_us=1)
        ),
        "no-row",
    ),
    "a refund that is forgotten": (
        lambda c: c.execute(delete(refund).where(refund.c.reference == "re_2")),
        "no-row",
    ),
    "a refund that is said to be paid": (
        lambda c: c.execute(_of(refund, "state", "asked").values(state="paid")),
        "not-booked",
    ),
    "a refund that is said to have failed": (
        lambda c: c.execute(_of(refund, "reference", "re_2").values(state="failed")),
        "not-booked",
    ),
    "a chargeback that is said to be won": (
        lambda c: c.execute(_of(refund, "state", "lost").values(state="won")),
        "not-booked",
    ),
    "a chargeback that is said to be lost": (
        lambda c: c.execute(_of(refund, "state", "won").values(state="lost")),
        "differs",
    ),
    "what was taken back is forgotten": (
        lambda c: c.execute(_of(purchase, "reference", "pay_2").values(refunded=0)),
        "differs",
    ),
    "a period that is said to be served": (
        lambda c: c.execute(_of(subscription_period, "reference", "per_0").values(state="served")),
        "differs",
    ),
    "a period that opens though it was paid back": (
        lambda c: c.execute(_of(subscription_period, "reference", "per_1").values(state="paid", amount=600)),
        "differs",
    ),
    "a period that nobody paid": (
        lambda c: c.execute(_of(subscription_period, "reference", "per_2").values(public_id="other")),
        "not-booked",
    ),
    "a payout that is said to be paid": (
        lambda c: c.execute(_of(payout, "state", "prepared").values(state="paid")),
        "not-booked",
    ),
    "a payout that is said to wait": (
        lambda c: c.execute(_of(payout, "state", "paid").values(state="prepared")),
        "differs",
    ),
    "a payout that is gone": (lambda c: c.execute(delete(payout).where(payout.c.state == "paid")), "no-row"),
    "an unlock without a charge": (
        lambda c: c.execute(update(entitlement).values(transfer="unlock:nothing")),
        "not-booked",
    ),
    "an unlock whose charge was taken back": (
        lambda c: c.execute(update(entitlement).values(transfer=_reversed(c))),
        "differs",
    ),
    "a charge without an unlock": (
        lambda c: c.execute(delete(entitlement).where(entitlement.c.coins > 0)),
        "no-row",
    ),
    "a changed balance": (
        lambda c: c.execute(update(account).where(account.c.kind == Kind.SPENT).values(balance=1)),
        "balance",
    ),
}


def _reversed(connection: Connection) -> str:
    key = connection.scalar(select(transfer.c.reverses).where(transfer.c.reverses != ""))
    assert key is not None
    return str(key)


class _Undo(Exception):
    """What was broken is whole again."""


def test_what_does_not_agree_is_found(lived: Store) -> None:
    """Each fault by itself, in a transaction that is undone."""

    def broken(connection: Connection, fault: Callable[[Connection], object]) -> None:
        fault(connection)
        raise _Undo({one.code for one in proven(connection).findings})

    for name, (fault, code) in _FAULTS.items():
        with pytest.raises(_Undo) as undone:
            lived.write(partial(broken, fault=fault))
        assert code in undone.value.args[0], name
    assert found(lived) == []


def test_of_guests_and_erased_accounts_a_charge_may_have_no_row(store: Store) -> None:
    """Bonus coins of a guest: a merge may have dropped what the account had already."""

    def work(connection: Connection) -> int:
        now_us = store.clock.now_us()
        viewer = new_guest(connection, language="en", now_us=now_us)
        post(connection, bonus(str(viewer), coins=50, key="b", created_us=now_us))
        ids = add_series(connection)
        unlock(connection, viewer, [ids[3]], most_coins=99, key="unlock-key", now_us=now_us)
        connection.execute(delete(entitlement))
        return viewer

    viewer = store.write(work)
    assert found(store) == []
    store.write(lambda c: make_account(c, viewer, mail="ana@example.com", password_hash="x", name="Ana"))
    assert [code for code, _ in found(store)] == ["no-row"]
