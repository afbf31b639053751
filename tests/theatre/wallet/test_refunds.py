"""Refunds and chargebacks: whatever comes in whatever order, coins, money and access agree."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select
from tests.theatre.conftest import ManualClock

from reelwright.errors import BadInput
from reelwright.ledger import COIN, Account, Kind, Share, buy, serve, spend, subscribe
from reelwright.theatre.store import Store, migrate
from reelwright.theatre.store.outbox import Job, OutboxWorker
from reelwright.theatre.wallet import refunds
from reelwright.theatre.wallet.books import balance, held, post, wallet
from reelwright.theatre.wallet.charges import charge_named
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.events import take
from reelwright.theatre.wallet.payments import (
    Declined,
    DisputeClosed,
    Disputed,
    Fact,
    ProviderAway,
    Refunded,
    Told,
)
from reelwright.theatre.wallet.refund_asking import ask_again
from reelwright.theatre.wallet.subscriptions import served_key
from reelwright.theatre.wallet.tables import payment_event, purchase, refund, subscription_period

NOW_US = 1_790_000_000_000_000
VIEWER, AMOUNT, COINS, BONUS = 7, 999, 1_000, 100
SHARE = Share("the-understudy", "mara", 5_000)
STRIPE = Account(Kind.PROCESSOR, "stripe", "USD")


def bought(connection: Connection) -> None:
    """A pack that was paid for, as ``purchases`` leaves it."""
    connection.execute(
        purchase.insert().values(
            public_id="pack", viewer_id=VIEWER, pack="medium", coins=COINS, bonus_coins=BONUS,
            bonus_expires_us=NOW_US * 2, amount=AMOUNT, unit="USD", provider="stripe", reference="pi_1",
            state="paid", refunded=0, created_us=NOW_US, paid_us=NOW_US,
        )
    )  # fmt: skip
    transfer = buy(
        str(VIEWER), coins=COINS, bonus_coins=BONUS, bonus_expires_us=NOW_US * 2, amount=AMOUNT, unit="USD",
        processor="stripe", fee=59, key="purchase:pack", created_us=NOW_US,
    )  # fmt: skip
    post(connection, transfer)


def subscribed(connection: Connection) -> None:
    connection.execute(
        subscription_period.insert().values(
            public_id="week", subscription_id=1, viewer_id=VIEWER, reference="in_1", provider="stripe",
            payment="pi_2", start_us=NOW_US, end_us=NOW_US * 2, amount=499, unit="USD", state="paid",
        )
    )  # fmt: skip
    post(
        connection,
        subscribe("week", amount=499, unit="USD", processor=STRIPE, key="period:week", created_us=NOW_US),
    )


def spends(connection: Connection, coins: int) -> None:
    holdings = wallet(connection, str(VIEWER), locked=True)
    moved = spend(
        str(VIEWER),
        coins=coins,
        holdings=holdings,
        shares=[(SHARE, coins)],
        key=f"unlock:{coins}",
        created_us=NOW_US,
    )
    post(connection, moved)


def comes(store: Store, fact: Fact, name: str = "") -> str:
    told = Told(provider="stripe", reference=name or repr(fact), kind="x", told_us=NOW_US, fact=fact)
    return store.write(lambda c: take(c, told, refunds.TAKERS, now_us=NOW_US))


def coins(store: Store) -> tuple[int, int, int]:
    """Purchased, bonus, owed."""
    has = store.read(partial(balance, viewer=str(VIEWER), now_us=NOW_US))
    return has.purchased, has.bonus, has.owed


def states(store: Store) -> list[str]:
    return list(store.read(lambda c: c.scalars(select(refund.c.state).order_by(refund.c.id)).all()))


def money(store: Store, kind: Kind) -> int:
    return check_books(store).totals["USD", kind]


def asks(store: Store, subject: str = "pack", amount: int = 0) -> str:
    ask = partial(
        refunds.ask, subject=subject, amount=amount, reason="It did not play", asked_by=1, now_us=NOW_US
    )
    return store.write(ask)


class Provider:
    """As much of a ``PaymentProvider`` as a refund needs."""

    name = "stripe"

    def __init__(self, problem: Exception | None = None) -> None:
        self.problem, self.asked, self.said = problem, [], ()  # type: ignore[var-annotated]

    def refund(self, payment: str, *, amount: int, key: str) -> str:
        self.asked.append((payment, amount, key))
        if self.problem is not None:
            raise self.problem
        return f"re_{key}"

    def ask(self, reference: str) -> tuple[Told, ...]:
        return self.said


def delivers(store: Store, provider: Provider) -> int:
    """The outbox does what is due."""

    def send(job: Job) -> None:
        def take_in(told: Told) -> str:
            return store.write(lambda c: take(c, told, refunds.TAKERS, now_us=NOW_US))

        refunds.send(store, lambda name: provider, take_in, job)  # type: ignore[arg-type, return-value]

    return OutboxWorker(store, {refunds.OUTBOX_KIND: send}).deliver_due()


def test_a_refund_is_taken_at_once_sent_and_paid(store: Store) -> None:
    store.write(bought)
    public_id = asks(store)
    assert coins(store) == (0, 0, 0) and states(store) == ["asked"]
    assert money(store, Kind.REFUND) == AMOUNT
    provider = Provider()
    assert delivers(store, provider) == 1
    assert provider.asked == [("pi_1", AMOUNT, public_id)] and states(store) == ["sent"]
    fact = Refunded(payment="pi_1", refund=f"re_{public_id}", amount=AMOUNT, unit="USD", ours=public_id)
    assert [comes(store, fact, name) for name in ("one", "one", "two")] == ["taken", "seen", "taken"]
    assert states(store) == ["paid"]
    # The provider keeps its fee; nothing else is left of it.
    assert (money(store, Kind.REFUND), money(store, Kind.PROCESSOR), money(store, Kind.FEE)) == (0, 59, -59)
    assert check_books(store).findings == []
    with pytest.raises(BadInput, match="cannot be sent back"):
        asks(store)


def test_a_lost_webhook_loses_nothing(store: Store) -> None:
    """What the provider answers when it is asked counts as what it tells."""
    store.write(bought)
    public_id, provider = asks(store), Provider()
    fact = Refunded(payment="pi_1", refund=f"re_{public_id}", amount=AMOUNT, unit="USD", ours=public_id)
    provider.said = (Told(provider="stripe", reference="e", kind="x", told_us=NOW_US, fact=fact),)  # type: ignore[assignment]
    delivers(store, provider)
    assert states(store) == ["paid"]


def test_a_refund_that_nobody_told_of_is_asked_for(store: Store, clock: ManualClock) -> None:
    store.write(bought)
    public_id, provider = asks(store), Provider()
    delivers(store, provider)
    fact = Refunded(payment="pi_1", refund=f"re_{public_id}", amount=AMOUNT, unit="USD", ours=public_id)
    provider.said = (Told(provider="stripe", reference="e", kind="x", told_us=NOW_US, fact=fact),)  # type: ignore[assignment]
    clock.pass_s(60)  # it may yet be told
    assert ask_again(store, provider, refunds.TAKERS) == 0 and states(store) == ["sent"]  # type: ignore[arg-type]
    clock.pass_s(600)
    assert ask_again(store, provider, refunds.TAKERS) == 1 and states(store) == ["paid"]  # type: ignore[arg-type]
    assert ask_again(store, provider, refunds.TAKERS) == 0  # type: ignore[arg-type]


def test_coins_that_were_spent_are_owed_and_what_is_refused_is_given_again(store: Store) -> None:
    store.write(bought)
    store.write(partial(spends, coins=400))  # a hundred of them bonus
    asks(store)
    assert coins(store) == (0, 0, 300) and money(store, Kind.LOSS) == -299
    delivers(store, Provider(Declined("The charge is too old")))
    assert states(store) == ["failed"] and coins(store) == (700, 0, 0)
    assert (money(store, Kind.REFUND), money(store, Kind.LOSS)) == (0, 0)
    why = store.read(lambda c: c.scalar(select(refund.c.reason)))
    assert why == "It did not play (The charge is too old)"
    asks(store)  # and may be asked for again


def test_a_provider_that_is_away_is_asked_again(store: Store, clock: ManualClock) -> None:
    store.write(bought)
    asks(store)
    away = Provider(ProviderAway("No answer"))
    delivers(store, away)
    assert states(store) == ["asked"]
    clock.pass_s(60)
    away.problem = None
    delivers(store, away)
    assert states(store) == ["sent"] and len(set(away.asked)) == 1


def test_parts_of_a_pack_take_their_parts_of_its_coins(store: Store) -> None:
    store.write(bought)
    for _ in range(3):
        asks(store, amount=333)
    assert coins(store) == (0, 0, 0)
    assert store.read(lambda c: c.scalar(select(purchase.c.refunded))) == AMOUNT
    for amount in (-1, 0, 1):
        with pytest.raises(BadInput, match="cannot be sent back"):
            asks(store, amount=amount)


def test_a_refund_without_a_reason_or_a_payment_is_refused(store: Store) -> None:
    store.write(bought)
    for subject, reason in (("nothing", "why"), ("pack", "  ")):
        with pytest.raises(BadInput):
            store.write(partial(refunds.ask, subject=subject, reason=reason, asked_by=1, now_us=NOW_US))
    assert coins(store) == (COINS, BONUS, 0) and states(store) == []


def test_a_period_is_paid_back_whole_and_ends(store: Store) -> None:
    store.write(subscribed)
    with pytest.raises(BadInput, match="whole or not at all"):
        asks(store, "week", 100)
    asks(store, "week")
    assert store.read(lambda c: c.scalar(select(subscription_period.c.state))) == "refunded"
    assert money(store, Kind.UNSERVED) == 0
    delivers(store, Provider(Declined("no")))
    assert store.read(lambda c: c.scalar(select(subscription_period.c.state))) == "paid"
    assert money(store, Kind.UNSERVED) == 499


def test_a_period_that_was_served_is_the_theatres_loss_until_it_is_won_back(store: Store) -> None:
    """What its creators earned stays theirs."""
    store.write(subscribed)
    (period,) = store.read(partial(held, owner="week", kind=Kind.UNSERVED))
    served = serve(period, opened=[(SHARE, 2)], key=served_key("week"), created_us=NOW_US)
    assert served is not None
    store.write(partial(post, moved=served))
    comes(store, Disputed(payment="pi_2", dispute="dp_2", amount=499, unit="USD", fee=1_500))
    assert store.read(lambda c: c.scalar(select(subscription_period.c.state))) == "refunded"
    assert (money(store, Kind.LOSS), money(store, Kind.CREATOR)) == (-499, 250)
    comes(store, DisputeClosed(payment="pi_2", dispute="dp_2", is_won=True, amount=499, unit="USD"))
    assert store.read(lambda c: c.scalar(select(subscription_period.c.state))) == "served"
    assert (money(store, Kind.LOSS), money(store, Kind.CREATOR), money(store, Kind.UNSERVED)) == (0, 250, 0)


def test_a_chargeback_that_is_won_after_the_debt_was_paid_gives_coins(store: Store) -> None:
    """The debt is paid by another pack meanwhile: then the coins come back as coins."""
    store.write(bought)
    store.write(partial(spends, coins=400))
    comes(store, Disputed(payment="pi_1", dispute="dp_1", amount=AMOUNT, unit="USD", fee=1_500))
    assert coins(store) == (0, 0, 300) and money(store, Kind.FEE) == -1_559

    def again(connection: Connection) -> None:
        holdings = wallet(connection, str(VIEWER), locked=True)
        more = buy(
            str(VIEWER), coins=500, amount=499, unit="USD", processor="stripe", holdings=holdings, key="p2",
            created_us=NOW_US,
        )  # fmt: skip
        post(connection, more)

    store.write(again)
    assert coins(store) == (200, 0, 0)
    won = DisputeClosed(payment="pi_1", dispute="dp_1", is_won=True, amount=AMOUNT, unit="USD")
    assert [comes(store, won, name) for name in "ab"] == ["taken", "taken"]
    assert coins(store) == (1_200, 0, 0) and states(store) == ["won"]
    assert check_books(store).findings == []


def test_events_wait_for_what_they_speak_of(store: Store) -> None:
    """A decision before its dispute, a dispute before its payment."""
    won = DisputeClosed(payment="pi_1", dispute="dp_1", is_won=True, amount=AMOUNT, unit="USD")
    dispute = Disputed(payment="pi_1", dispute="dp_1", amount=AMOUNT, unit="USD")
    assert comes(store, won) == "waiting"
    assert comes(store, dispute) == "waiting"
    store.write(bought)
    from reelwright.theatre.wallet.events import take_waiting

    store.write(lambda c: take_waiting(c, "stripe", "pi_1", refunds.TAKERS, now_us=NOW_US))
    assert coins(store) == (COINS, BONUS, 0) and states(store) == ["won"]
    waiting = store.read(lambda c: c.scalars(select(payment_event.c.state)).all())
    assert set(waiting) == {"taken"}


LIFE: tuple[Fact, ...] = (
    Refunded(payment="pi_1", refund="re_1", amount=300, unit="USD"),
    Refunded(payment="pi_1", refund="re_2", amount=200, unit="USD"),
    Refunded(payment="pi_1", refund="re_2", amount=200, unit="USD", is_failed=True),
    Disputed(payment="pi_1", dispute="dp_1", amount=699, unit="USD", fee=15),
    DisputeClosed(payment="pi_1", dispute="dp_1", is_won=False, amount=699, unit="USD"),
)
"""What may come of one payment in its life, from the provider's desk and from a bank."""


@pytest.fixture(scope="module")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Store]:
    count = itertools.count()
    folder = tmp_path_factory.mktemp("lives")

    def made() -> Store:
        store = Store(f"sqlite:///{folder}/{next(count)}.db", clock=ManualClock())
        migrate(store)
        return store

    return made


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    order=st.permutations(range(len(LIFE))),
    twice=st.sets(st.integers(0, len(LIFE) - 1)),
    spent=st.integers(0, 900),
)
def test_any_order_and_repetition_ends_in_the_same_wallet(
    order: list[int], twice: set[int], spent: int, new_store: Callable[[], Store]
) -> None:
    store = new_store()
    try:
        store.write(bought)
        if spent:
            store.write(partial(spends, coins=spent))
        for at in order:
            for name in range(2 if at in twice else 1):
                comes(store, LIFE[at], f"{at}-{name}")
        found = check_books(store)
        assert found.findings == []
        charge = store.write(lambda c: charge_named(c, "pack"))
        assert charge is not None and (charge.taken, charge.left) == (AMOUNT, 0)
        purchased, bonus, owed = coins(store)
        assert (purchased, owed) == (0, max(0, spent - BONUS)) and bonus >= 0
        assert found.totals["USD", Kind.REFUND] == 0
        # All that came in went out, but for the fees.
        assert found.totals["USD", Kind.PROCESSOR] == 59 + 15
        standing = store.read(lambda c: held(c, str(VIEWER), Kind.OWED))
        assert all(one.account.unit == COIN for one in standing)
    finally:
        store.close()
