"""Kept transfers and accounts → whether the books are right, proven from the postings alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from reelwright.errors import ReelwrightError
from reelwright.ledger.documents import Account, Transfer
from reelwright.ledger.rules import chain, check, transfer_digest

MOST_FINDINGS = 200


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. ``code``: ``unbalanced``, ``changed-transfer``, ``missing-posting``,
    ``balance``, ``overdrawn``, ``changed-history``, ``totals``."""

    code: str
    where: str
    message: str


@dataclass(frozen=True)
class KeptTransfer:
    """A transfer as it was written, with its digest."""

    transfer: Transfer
    digest: str


@dataclass(frozen=True)
class KeptPosting:
    """A posting as its account sees it: the ``number``-th, and the balance after it."""

    number: int
    amount: int
    balance_after: int
    transfer_digest: str


@dataclass(frozen=True)
class KeptAccount:
    """An account's row: what is kept beside the postings, so that nobody has to sum them up."""

    account: Account
    balance: int
    postings: int
    digest: str


@dataclass
class Audit:
    """What was looked at and what was found."""

    transfers: int = 0
    postings: int = 0
    accounts: int = 0
    findings: list[Finding] = field(default_factory=list)
    totals: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Sum of balances by unit and kind."""

    @property
    def is_right(self) -> bool:
        return not self.findings

    def find(self, code: str, where: str, message: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(code, where, message))


def audit(
    transfers: Iterable[KeptTransfer], accounts: Iterable[tuple[KeptAccount, Iterable[KeptPosting]]]
) -> Audit:
    """Prove the books: every transfer sums to zero and is what was written; every balance is the sum of its
    postings; none is missing, changed or out of turn; nothing is overdrawn; the whole sums to zero."""
    done = Audit()
    told = 0
    for kept in transfers:
        done.transfers += 1
        told += len(kept.transfer.postings)
        _look_at_transfer(done, kept)
    for account, postings in accounts:
        done.accounts += 1
        _look_at_account(done, account, postings)
    if told != done.postings:
        done.find(
            "missing-posting", "books", f"transfers tell of {told} postings, accounts of {done.postings}"
        )
    sums: Counter[str] = Counter()
    for (unit, _), total in done.totals.items():
        sums[unit] += total
    for unit, total in sorted(sums.items()):
        if total:
            done.find("totals", unit, f"all balances sum to {total}, not to zero")
    return done


def _look_at_transfer(done: Audit, kept: KeptTransfer) -> None:
    try:
        check(kept.transfer)
    except ReelwrightError as problem:
        done.find("unbalanced", kept.transfer.key, problem.what)
    if transfer_digest(kept.transfer) != kept.digest:
        done.find("changed-transfer", kept.transfer.key, "it is not what was written: its digest differs")


def _look_at_account(done: Audit, kept: KeptAccount, postings: Iterable[KeptPosting]) -> None:
    name = f"{kept.account.kind}/{kept.account.owner}/{kept.account.unit}/{kept.account.part}"
    balance, number, digest = 0, 0, ""
    for posting in postings:
        done.postings += 1
        number += 1
        balance += posting.amount
        digest = chain(digest, posting.transfer_digest, posting.amount)
        if posting.number != number:
            done.find("missing-posting", name, f"posting {number} is missing: the next is {posting.number}")
            number = posting.number
        if posting.balance_after != balance:
            done.find(
                "balance", name, f"after posting {number} it says {posting.balance_after}, not {balance}"
            )
        if kept.account.kind.side * balance < 0:
            done.find("overdrawn", name, f"after posting {number} it stood at {balance}")
    if balance != kept.balance:
        done.find("balance", name, f"it says {kept.balance}, its postings sum to {balance}")
    if number != kept.postings:
        done.find("missing-posting", name, f"it has {kept.postings} postings, {number} are there")
    if digest != kept.digest:
        done.find("changed-history", name, "a posting was changed, removed or put in later")
    done.totals[kept.account.unit, kept.account.kind] += balance
