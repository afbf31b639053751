"""A transfer → whether it may be written, its digest, and the one that takes it back."""

from __future__ import annotations

import hashlib
from collections import Counter

from reelwright.build.digest import digest_of_document
from reelwright.errors import BadInput, ReelwrightError
from reelwright.ledger.documents import Posting, Transfer

LARGEST = 2**53 - 1
"""The largest amount and balance: what JSON and JavaScript count exactly."""


class Unbalanced(ReelwrightError):
    """A transfer that may not be written: it does not sum to zero, or says nothing."""


class NotEnoughCoins(BadInput):
    """The wallet holds fewer coins than are asked for."""


def check(transfer: Transfer) -> Transfer:
    """The same transfer, when it may be written. Raises ``Unbalanced``."""
    sums: Counter[str] = Counter()
    for posting in transfer.postings:
        sums[posting.account.unit] += posting.amount
        if not 0 < abs(posting.amount) <= LARGEST:
            raise Unbalanced(f"A posting of {posting.amount} to {posting.account.kind}", where=transfer.key)
    if len({posting.account for posting in transfer.postings}) < len(transfer.postings):
        raise Unbalanced("Two postings of one transfer to one account", where=transfer.key)
    if not transfer.postings or not transfer.key:
        raise Unbalanced("A transfer without postings or without a key", where=transfer.key)
    for unit, total in sums.items():
        if total:
            raise Unbalanced(f"The postings sum to {total} {unit}, not to zero", where=transfer.key)
    return transfer


def reverse(transfer: Transfer, *, key: str, created_us: int) -> Transfer:
    """The transfer that takes ``transfer`` back, posting by posting."""
    return check(
        Transfer(
            kind=f"{transfer.kind}_reversed",
            key=key,
            created_us=created_us,
            postings=tuple(Posting(posting.account, -posting.amount) for posting in transfer.postings),
            reverses=transfer.key,
        )
    )


def gathered(postings: list[Posting]) -> tuple[Posting, ...]:
    """One posting an account, none of zero, in the order of the accounts' names."""
    sums: Counter[object] = Counter()
    for posting in postings:
        sums[posting.account] += posting.amount
    accounts = sorted({posting.account for posting in postings})
    return tuple(Posting(account, sums[account]) for account in accounts if sums[account])


def transfer_digest(transfer: Transfer) -> str:
    """SHA-256 of all that a transfer says; the order of its postings counts."""
    return digest_of_document("transfer", 1, transfer)


def chain(previous: str, digest: str, amount: int) -> str:
    """The running digest of an account after a posting: the one before, the transfer's, and the amount.

    Who changes or removes a posting has to change every later digest of every account it touched.
    """
    return hashlib.sha256(f"{previous}\n{digest}\n{amount}".encode()).hexdigest()
