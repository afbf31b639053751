"""A purchase's whole life, told in any order and any number of times: the books end up the same, on both
databases."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from reelwright.ledger import THEATRE, Kind, Share, spend
from reelwright.theatre.entitlement.proving import prove
from reelwright.theatre.store import Store
from reelwright.theatre.store.outbox import outbox
from reelwright.theatre.wallet import refunds
from reelwright.theatre.wallet.books import post, wallet
from reelwright.theatre.wallet.events import SEEN, TAKEN, WAITING, take
from reelwright.theatre.wallet.offers import Pack
from reelwright.theatre.wallet.overseeing import totals
from reelwright.theatre.wallet.payments import DisputeClosed, Disputed, Fact, NotPaid, Paid, Refunded, Told
from reelwright.theatre.wallet.purchases import begin
from reelwright.theatre.wallet.tables import payment_event, transfer
from reelwright.theatre.wallet.takers import TAKERS

PACK = Pack(name="medium", coins=1_000, bonus_coins=100, amount=1_000)
FEE, DISPUTE_FEE = 59, 15
_numbers = itertools.count(1)

Books = tuple[Counter[tuple[str, str]], Counter[str]]
"""What a life moved, by unit and kind; and what is in the wallet at its end, by kind."""


class Life:
    """One viewer and one pack, of which the provider tells."""

    def __init__(self, store: Store) -> None:
        self.store, self.viewer = store, next(_numbers)
        self.before = self.totals()
        self.payment = f"pay_{self.viewer}"
        self.purchase = store.write(
            lambda c: begin(
                c, self.viewer, PACK, provider="test", key="life-key", now_us=store.clock.now_us()
            )
        )

    def paid(self) -> Paid:
        return Paid(purchase=self.purchase, payment=self.payment, amount=1_000, unit="USD", fee=FEE)

    def refunded(self, name: str, amount: int, *, ours: str = "", is_failed: bool = False) -> Refunded:
        return Refunded(
            payment=self.payment, refund=f"re_{self.viewer}_{name}", amount=amount, unit="USD", ours=ours,
            is_failed=is_failed,
        )  # fmt: skip

    def disputed(self, amount: int, *, is_won: bool) -> tuple[Fact, Fact]:
        """A chargeback and its end."""
        dispute = f"dp_{self.viewer}"
        begun = Disputed(payment=self.payment, dispute=dispute, amount=amount, unit="USD", fee=DISPUTE_FEE)
        closed = DisputeClosed(
            payment=self.payment, dispute=dispute, is_won=is_won, amount=amount, unit="USD"
        )
        return begun, closed

    def tell(self, fact: Fact, name: str) -> str:
        now_us = self.store.clock.now_us()
        reference = f"evt_{self.viewer}_{name}"
        told = Told(provider="test", reference=reference, kind="x", told_us=now_us, fact=fact)
        return self.store.write(lambda c: take(c, told, TAKERS, now_us=now_us))

    def spend(self, coins: int) -> None:
        def work(connection: Connection) -> None:
            share = (Share("harbour", THEATRE, 0), coins)
            moved = spend(
                str(self.viewer), coins=coins, holdings=wallet(connection, str(self.viewer), locked=True),
                shares=[share], key=f"spent:{self.viewer}", created_us=self.store.clock.now_us(),
            )  # fmt: skip
            post(connection, moved)

        if coins:
            self.store.write(work)

    def ask(self, amount: int) -> str:
        """An operator sends a part back; the outbox is not looked at, for the provider is told of by hand."""
        now_us = self.store.clock.now_us()
        name = self.store.write(
            lambda c: refunds.ask(c, self.purchase, amount=amount, reason="why", asked_by=1, now_us=now_us)
        )
        self.store.write(lambda c: c.execute(delete(outbox)))
        return name

    def totals(self) -> Counter[tuple[str, str]]:
        found = self.store.read(totals)
        return Counter({(unit, kind): total for unit, kind, total in found})

    def books(self) -> Books:
        moved = self.totals()
        moved.subtract(self.before)
        holdings = self.store.read(lambda c: wallet(c, str(self.viewer)))
        has: Counter[str] = Counter()
        for one in holdings:
            has[one.account.kind] += one.balance
        return Counter({at: n for at, n in moved.items() if n}), Counter({k: n for k, n in has.items() if n})


def told_in_order(life: Life, facts: Sequence[Fact], order: Sequence[int], more: Sequence[int]) -> Books:
    """Each fact once in ``order``, then some again: the same event, and the same fact by another event."""
    outcomes = [life.tell(facts[at], str(at)) for at in order]
    assert set(outcomes) <= {TAKEN, WAITING}
    for turn, at in enumerate(more):
        assert life.tell(facts[at], str(at)) == SEEN
        assert life.tell(facts[at], f"{at}-again-{turn}") == TAKEN
    waiting = select(payment_event.c.outcome).where(payment_event.c.state == WAITING)
    assert life.store.read(lambda c: c.scalars(waiting).all()) == [], "all was told, nothing waits"
    return life.books()


def checked(store: Store, check: Callable[..., None], **drawn: st.SearchStrategy[object]) -> None:
    """``check`` for what is drawn, and at the end the proof of everything together."""
    quick = settings(
        max_examples=12, deadline=None, database=None, derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    quick(given(**drawn)(check))()
    unbooked = {"no-row"}  # coins were spent here on nothing that is unlocked
    assert {one.code for one in prove(store).findings} - unbooked == set()
    assert store.read(lambda c: c.scalar(select(transfer.c.id).limit(1))) is not None


def test_from_begun_to_decided_in_any_order(store: Store) -> None:
    """Also before it is known that anything was paid."""

    def life(is_won: bool) -> tuple[Life, list[Fact]]:
        one = Life(store)
        begun, closed = one.disputed(600, is_won=is_won)
        facts: list[Fact] = [
            one.paid(), one.refunded("a", 300), one.refunded("b", 100),
            one.refunded("b", 100, is_failed=True), begun, closed,
            NotPaid(purchase=one.purchase, payment=one.payment),
        ]  # fmt: skip
        return one, facts

    def check(order: list[int], more: list[int], is_won: bool) -> None:
        plain = told_in_order(*life(is_won), range(7), [])
        assert told_in_order(*life(is_won), order, more) == plain
        moved, has = plain
        left = 700 if is_won else 100
        assert has == {Kind.PURCHASED: left, Kind.BONUS: left // 10, Kind.UNSPENT: left}
        assert moved["USD", Kind.PROCESSOR] == FEE + DISPUTE_FEE - left

    checked(
        store, check, order=st.permutations(range(7)),
        more=st.lists(st.integers(0, 6), max_size=4), is_won=st.booleans(),
    )  # fmt: skip


def test_after_coins_were_spent_in_any_order(store: Store) -> None:
    """Refunds that an operator asked for, one from the provider's desk, a chargeback of more than is left."""

    def run(spent: int, disputed: int, is_won: bool, order: Sequence[int], more: Sequence[int]) -> Books:
        one = Life(store)
        one.tell(one.paid(), "paid")
        one.spend(spent)
        ours, failed = one.ask(200), one.ask(50)
        begun, closed = one.disputed(disputed, is_won=is_won)
        facts: list[Fact] = [
            one.refunded("ours", 200, ours=ours), one.refunded("failed", 50, ours=failed),
            one.refunded("failed", 50, ours=failed, is_failed=True), one.refunded("desk", 300), begun, closed,
        ]  # fmt: skip
        return told_in_order(one, facts, order, more)

    def check(spent: int, disputed: int, is_won: bool, order: list[int], more: list[int]) -> None:
        plain = run(spent, disputed, is_won, range(6), [])
        assert run(spent, disputed, is_won, order, more) == plain
        moved, has = plain
        gone = 500 + (0 if is_won else disputed)
        kept = max(0, 1_000 - gone)
        of_purchased = max(0, spent - 100)
        assert has[Kind.PURCHASED] + has[Kind.OWED] == kept - of_purchased
        assert has[Kind.BONUS] == max(0, 100 - min(spent, 100) - min(1_000, gone) // 10)
        assert moved["USD", Kind.PROCESSOR] == FEE + DISPUTE_FEE + gone - 1_000
        assert moved["USD", Kind.REFUND] == 0

    checked(
        store, check, spent=st.integers(0, 1_100), disputed=st.sampled_from([400, 500, 800, 1_000]),
        is_won=st.booleans(), order=st.permutations(range(6)),
        more=st.lists(st.integers(0, 5), max_size=4),
    )  # fmt: skip
