"""Whatever happens to viewers, coins and money: every transfer sums to zero and nothing is overdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from reelwright.errors import BadInput
from reelwright.ledger import (
    COIN,
    Account,
    Holding,
    KeptAccount,
    KeptPosting,
    KeptTransfer,
    Kind,
    NotEnoughCoins,
    Posting,
    Share,
    Transfer,
    Unbalanced,
    audit,
    bonus,
    buy,
    chain,
    check,
    earn,
    expire,
    move,
    prepare_payout,
    restore,
    resubscribe,
    serve,
    spend,
    subscribe,
    take_back,
    transfer_digest,
    unsubscribe,
)

VIEWERS = ("ana", "bo")
SHARE = Share("the-understudy", "mara", 5_000)
STRIPE = Account(Kind.PROCESSOR, "stripe", "USD")


class Books:
    """Accounts and transfers in memory, as the tables keep them."""

    def __init__(self) -> None:
        self.transfers: list[KeptTransfer] = []
        self.accounts: dict[Account, KeptAccount] = {}
        self.postings: dict[Account, list[KeptPosting]] = {}

    def post(self, transfer: Transfer) -> None:
        digest = transfer_digest(check(transfer))
        for posting in transfer.postings:
            kept = self.accounts.get(posting.account) or KeptAccount(posting.account, 0, 0, "")
            balance = kept.balance + posting.amount
            assert posting.account.kind.side * balance >= 0, (transfer, posting)
            number = kept.postings + 1
            self.accounts[posting.account] = KeptAccount(
                posting.account, balance, number, chain(kept.digest, digest, posting.amount)
            )
            row = KeptPosting(number, posting.amount, balance, digest)
            self.postings.setdefault(posting.account, []).append(row)
        self.transfers.append(KeptTransfer(transfer, digest))

    def of(self, owner: str) -> list[Holding]:
        return [Holding(a, k.balance) for a, k in self.accounts.items() if a.owner == owner]

    def sum(self, kind: Kind, owner: str | None = None) -> int:
        kept = self.accounts.items()
        return sum(k.balance for a, k in kept if a.kind == kind and owner in (None, a.owner))

    def audit(self) -> list[str]:
        kept = [(account, self.postings[name]) for name, account in self.accounts.items()]
        return [finding.code for finding in audit(self.transfers, kept).findings]


viewers = st.sampled_from(VIEWERS)
amounts = st.integers(1, 5_000)
units = st.sampled_from(["USD", "CNY"])


class Life(RuleBasedStateMachine):
    """A random life of two viewers, a creator and a theatre."""

    def __init__(self) -> None:
        super().__init__()
        self.books = Books()
        self.now_us = 1
        self.bought: list[tuple[str, int, int, str]] = []
        self.taken: list[tuple[str, int, int, str]] = []
        self.count = 0

    def said(self) -> dict[str, Any]:
        self.count += 1
        return {"key": f"t{self.count}", "created_us": self.now_us}

    def is_over(self, held: Holding) -> bool:
        return held.account.kind == Kind.BONUS and 0 < held.account.part <= self.now_us

    @rule(viewer=viewers, coins=amounts, amount=amounts, unit=units, extra=st.integers(0, 50))
    def buys(self, viewer: str, coins: int, amount: int, unit: str, extra: int) -> None:
        owed, before = -self.books.sum(Kind.OWED, viewer), self.books.sum(Kind.PURCHASED, viewer)
        bought = buy(
            viewer, coins=coins, bonus_coins=extra, bonus_expires_us=self.now_us + 50, amount=amount,
            unit=unit, processor="stripe", holdings=self.books.of(viewer), **self.said(),
        )  # fmt: skip
        self.books.post(bought)
        self.bought.append((viewer, coins, amount, unit))
        assert self.books.sum(Kind.PURCHASED, viewer) - before == max(0, coins - owed)

    @rule(viewer=viewers, coins=amounts)
    def is_given(self, viewer: str, coins: int) -> None:
        self.books.post(bonus(viewer, coins=coins, expires_us=self.now_us + coins % 90 + 1, **self.said()))
        self.books.post(earn(viewer, coins=coins, **self.said()))

    @rule(viewer=viewers, coins=amounts, is_shared=st.booleans())
    def unlocks(self, viewer: str, coins: int, is_shared: bool) -> None:
        shares = [(SHARE, coins)]
        if is_shared and coins > 1:
            shares = [(SHARE, coins // 2), (Share("other", "lee", 3_333), coins - coins // 2)]
        holdings = self.books.of(viewer)
        purchased = self.books.sum(Kind.PURCHASED, viewer)
        given = sum(
            held.balance
            for held in holdings
            if held.account.kind in (Kind.BONUS, Kind.EARNED) and not self.is_over(held)
        )
        if coins > purchased + given:
            with pytest.raises(NotEnoughCoins):
                spend(viewer, coins=coins, holdings=holdings, shares=shares, **self.said())
            return
        self.books.post(spend(viewer, coins=coins, holdings=holdings, shares=shares, **self.said()))
        assert purchased - self.books.sum(Kind.PURCHASED, viewer) == max(0, coins - given)

    @rule(which=st.integers(0, 30))
    def charges_back(self, which: int) -> None:
        if not self.bought:
            return
        viewer, coins, amount, unit = bought = self.bought.pop(which % len(self.bought))
        before = self.books.sum(Kind.PURCHASED, viewer)
        taken = take_back(
            viewer, coins=coins, bonus_coins=5, bonus_expires_us=1, amount=amount, unit=unit,
            holdings=self.books.of(viewer), to=Account(Kind.PROCESSOR, "stripe", unit), kind="chargeback",
            fee=15, fee_owner="stripe", **self.said(),
        )  # fmt: skip
        self.books.post(taken)
        assert self.books.sum(Kind.PURCHASED, viewer) == before - min(before, coins)
        self.taken.append(bought)

    @rule(which=st.integers(0, 30))
    def wins(self, which: int) -> None:
        """The bank decides for the theatre, whenever: also when the debt was paid meanwhile."""
        if not self.taken:
            return
        viewer, coins, amount, unit = bought = self.taken.pop(which % len(self.taken))
        before = self.books.sum(Kind.PURCHASED, viewer) + self.books.sum(Kind.OWED, viewer)
        given = restore(
            viewer, coins=coins, amount=amount, unit=unit, holdings=self.books.of(viewer),
            source=Account(Kind.PROCESSOR, "stripe", unit), kind="chargeback_won", **self.said(),
        )  # fmt: skip
        self.books.post(given)
        self.bought.append(bought)
        assert self.books.sum(Kind.PURCHASED, viewer) + self.books.sum(Kind.OWED, viewer) == before + coins

    @rule(seconds=st.integers(1, 60), viewer=viewers)
    def time_passes(self, seconds: int, viewer: str) -> None:
        self.now_us += seconds
        gone = expire(viewer, holdings=self.books.of(viewer), **self.said())
        if gone:
            self.books.post(gone)
        assert not [held for held in self.books.of(viewer) if held.balance and self.is_over(held)]

    @rule(amount=amounts, unit=units, part=st.integers(1, 6_000), opened=st.integers(0, 5))
    def subscribes(self, amount: int, unit: str, part: int, opened: int) -> None:
        period = f"period{self.count}"
        stripe = Account(Kind.PROCESSOR, "stripe", unit)
        self.books.post(subscribe(period, amount=amount, unit=unit, processor=stripe, fee=3, **self.said()))
        if opened % 2:
            (held,) = self.books.of(period)
            part = min(part, amount)
            self.books.post(unsubscribe(held, amount=part, to=stripe, kind="refund", **self.said()))
            if opened == 3:
                self.books.post(
                    resubscribe(
                        held.account,
                        amount=part,
                        released=part,
                        source=stripe,
                        kind="refund_failed",
                        **self.said(),
                    )
                )
                assert self.books.sum(Kind.UNSERVED, period) == amount
        (held,) = self.books.of(period)
        served = serve(held, opened=[(SHARE, opened)] if opened else [], **self.said())
        if served:
            self.books.post(served)
        assert self.books.sum(Kind.UNSERVED, period) == 0

    @rule()
    def pays_creators(self) -> None:
        for unit in ("USD", "CNY"):
            holdings = [held for held in self.books.of("mara") if held.account.unit == unit]
            payout = prepare_payout(f"payout{self.count}", holdings=holdings, **self.said())
            if payout:
                self.books.post(payout)

    @rule()
    def a_guest_signs_in(self) -> None:
        moved = move("bo", "ana", holdings=self.books.of("bo"), **self.said())
        if moved:
            self.books.post(moved)
            self.bought = [("ana", *rest) for _, *rest in self.bought]  # type: ignore[misc]
            self.taken = [("ana", *rest) for _, *rest in self.taken]  # type: ignore[misc]
        assert not any(held.balance for held in self.books.of("bo"))

    def teardown(self) -> None:
        assert self.books.audit() == []


Life.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestEveryLife = Life.TestCase


def _lived() -> Books:
    books = Books()
    books.post(buy("ana", coins=100, amount=999, unit="USD", processor="stripe", key="p1", created_us=1))
    books.post(spend("ana", coins=30, holdings=books.of("ana"), shares=[(SHARE, 30)], key="u1", created_us=2))
    return books


def test_a_purchase_is_revenue_only_when_it_is_spent() -> None:
    """A part of the coins takes its part of the money, rounded down; the last takes all that is left."""
    books = _lived()
    assert books.sum(Kind.UNSPENT) == 999 - 299
    assert (books.sum(Kind.CREATOR), books.sum(Kind.REVENUE)) == (150, 149)
    books.post(spend("ana", coins=70, holdings=books.of("ana"), shares=[(SHARE, 70)], key="u2", created_us=3))
    assert books.sum(Kind.UNSPENT) == 0
    assert books.sum(Kind.CREATOR) + books.sum(Kind.REVENUE) == 999


def test_gifts_go_first_and_the_soonest_to_expire_before_all() -> None:
    books = _lived()
    books.post(earn("ana", coins=10, key="e", created_us=3))
    books.post(bonus("ana", coins=10, expires_us=900, key="b1", created_us=3))
    books.post(bonus("ana", coins=10, expires_us=500, key="b2", created_us=3))
    books.post(bonus("ana", coins=10, key="b3", created_us=3))
    spent = spend("ana", coins=41, holdings=books.of("ana"), shares=[(SHARE, 41)], key="u2", created_us=4)
    taken = {(p.account.kind, p.account.part): -p.amount for p in spent.postings if p.account.owner == "ana"}
    assert taken == {
        (Kind.BONUS, 500): 10, (Kind.BONUS, 900): 10, (Kind.BONUS, 0): 10, (Kind.EARNED, 0): 10,
        (Kind.PURCHASED, 0): 1, (Kind.UNSPENT, 0): 10,
    }  # fmt: skip
    with pytest.raises(NotEnoughCoins, match=r"111 coins are needed and there are 100"):
        spend("ana", coins=111, holdings=books.of("ana"), shares=[(SHARE, 111)], key="u3", created_us=600)


def test_a_chargeback_leaves_a_debt_that_the_next_purchase_pays() -> None:
    books = _lived()
    books.post(
        take_back("ana", coins=100, amount=999, unit="USD", holdings=books.of("ana"), to=STRIPE, fee=1500,
                  fee_owner="stripe", kind="chargeback", key="c", created_us=4)
    )  # fmt: skip
    assert (books.sum(Kind.PURCHASED), books.sum(Kind.OWED)) == (0, -30)
    assert (books.sum(Kind.LOSS), books.sum(Kind.FEE), books.sum(Kind.UNSPENT)) == (-299, -1500, 0)
    books.post(
        buy("ana", coins=50, amount=500, unit="USD", processor="stripe", holdings=books.of("ana"), key="p2",
            created_us=5)
    )  # fmt: skip
    assert (books.sum(Kind.PURCHASED), books.sum(Kind.OWED), books.sum(Kind.UNSPENT)) == (20, 0, 200)
    assert books.audit() == []


@pytest.mark.parametrize(
    ("amounts", "says"),
    [
        ((1, -2), "sum to -1 COIN"),
        ((), "without postings"),
        ((0, 0), "A posting of 0"),
        ((2**60, -(2**60)), "A posting of"),
    ],
)
def test_what_does_not_balance_is_refused(amounts: tuple[int, ...], says: str) -> None:
    accounts = [Account(Kind.PURCHASED, "ana", COIN), Account(Kind.SPENT, "x", COIN)]
    postings = tuple(Posting(account, amount) for account, amount in zip(accounts, amounts, strict=False))
    with pytest.raises(Unbalanced, match=says):
        check(Transfer(kind="unlock", key="k", created_us=1, postings=postings))


def test_nothing_is_bought_for_nothing() -> None:
    with pytest.raises(BadInput, match="coins must be above zero"):
        bonus("ana", coins=0, key="b", created_us=1)


def _change_amount(books: Books) -> None:
    rows = books.postings[Account(Kind.PURCHASED, "ana", COIN)]
    rows[0] = KeptPosting(1, rows[0].amount + 5, rows[0].balance_after + 5, rows[0].transfer_digest)


def _remove_posting(books: Books) -> None:
    del books.postings[Account(Kind.PURCHASED, "ana", COIN)][0]


def _raise_balance(books: Books) -> None:
    account = Account(Kind.PURCHASED, "ana", COIN)
    kept = books.accounts[account]
    books.accounts[account] = KeptAccount(account, kept.balance + 1, kept.postings, kept.digest)


def _change_transfer(books: Books) -> None:
    kept = books.transfers[0]
    other = Transfer(kind="bonus", key="p1", created_us=1, postings=kept.transfer.postings)
    books.transfers[0] = KeptTransfer(other, kept.digest)


def _remove_transfer(books: Books) -> None:
    del books.transfers[1]


@pytest.mark.parametrize(
    ("breaks", "found"),
    [
        (_change_amount, {"balance", "changed-history", "totals"}),
        (_remove_posting, {"missing-posting", "balance", "changed-history", "overdrawn", "totals"}),
        (_raise_balance, {"balance"}),
        (_change_transfer, {"changed-transfer"}),
        (_remove_transfer, {"missing-posting"}),
    ],
)
def test_an_audit_finds_what_was_changed(breaks: Callable[[Books], None], found: set[str]) -> None:
    books = _lived()
    assert books.audit() == []
    breaks(books)
    assert set(books.audit()) == found


def test_digests_are_pinned() -> None:
    """Books that were written once can be proven for ever."""
    assert _lived().transfers[0].digest == "a2a39d00b26cd375b17c961d0b2e8a42e1342733fd2ed76d245473648398db2b"
