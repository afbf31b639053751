"""Subscriptions and payouts → transfers of money.

Money for a subscription is not revenue before its period is over. Then the creators' part is divided among
the series whose paid episodes this subscriber opened in the period, by their number; where none was opened,
the theatre keeps all.
"""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.errors import BadInput
from reelwright.ledger.coins import split
from reelwright.ledger.documents import THEATRE, Account, Holding, Kind, Posting, Share, Transfer, drawer
from reelwright.ledger.rules import check, gathered


def subscribe(
    period: str, *, amount: int, unit: str, processor: Account, fee: int = 0, key: str, created_us: int
) -> Transfer:
    """A period of a subscription was paid for."""
    if amount <= 0:
        raise BadInput(f"amount must be above zero and is {amount}", where=key)
    postings = [
        Posting(processor, fee - amount),
        Posting(Account(Kind.FEE, processor.owner, unit, processor.part), -fee),
        Posting(Account(Kind.UNSERVED, period, unit), amount),
    ]
    return check(Transfer(kind="subscription", key=key, created_us=created_us, postings=gathered(postings)))


def serve(
    period: Holding, *, opened: Sequence[tuple[Share, int]], key: str, created_us: int
) -> Transfer | None:
    """A period is over: its money becomes revenue. ``opened``: how many episodes of which series."""
    amount, unit = period.balance, period.account.unit
    if amount <= 0:
        return None
    part = drawer(period.account.owner)
    postings = [Posting(period.account, -amount)]
    total, counted, given = sum(number for _, number in opened), 0, 0
    for share, number in opened:
        counted += number
        piece = amount * counted // total - given
        given += piece
        postings += split(piece, unit, share, part)
    if not opened:
        postings.append(Posting(Account(Kind.REVENUE, THEATRE, unit, part), amount))
    return check(
        Transfer(kind="subscription_served", key=key, created_us=created_us, postings=gathered(postings))
    )


def unsubscribe(
    period: Holding, *, amount: int, to: Account, fee: int = 0, kind: str, key: str, created_us: int
) -> Transfer:
    """A paid period is refunded or charged back; what was revenue already is a loss."""
    unit = period.account.unit
    released = min(amount, period.balance)
    postings = [
        Posting(period.account, -released),
        Posting(to, amount + fee),
        Posting(Account(Kind.FEE, to.owner, unit, to.part), -fee),
        Posting(Account(Kind.LOSS, THEATRE, unit, drawer(period.account.owner)), released - amount),
    ]
    return check(Transfer(kind=kind, key=key, created_us=created_us, postings=gathered(postings)))


def resubscribe(
    period: Account, *, amount: int, released: int, source: Account, kind: str, key: str, created_us: int
) -> Transfer:
    """What ``unsubscribe`` took is given again: ``released`` of ``amount`` came from the period, the rest was
    the theatre's loss. ``source`` has the money."""
    postings = [
        Posting(source, -amount),
        Posting(period, released),
        Posting(Account(Kind.LOSS, THEATRE, period.unit, drawer(period.owner)), amount - released),
    ]
    return check(Transfer(kind=kind, key=key, created_us=created_us, postings=gathered(postings)))


def prepare_payout(payout: str, *, holdings: Sequence[Holding], key: str, created_us: int) -> Transfer | None:
    """All that stands for a creator in one currency goes to ``payout``, for review; nothing below zero."""
    total = sum(held.balance for held in holdings)
    if total <= 0:
        return None
    postings = [Posting(held.account, -held.balance) for held in holdings]
    postings.append(Posting(Account(Kind.PAYOUT, payout, holdings[0].account.unit), total))
    return check(Transfer(kind="payout", key=key, created_us=created_us, postings=gathered(postings)))


def pay_out(payout: str, *, amount: int, unit: str, key: str, created_us: int) -> Transfer:
    """A reviewed payout was paid by the theatre's bank."""
    postings = [
        Posting(Account(Kind.PAYOUT, payout, unit), -amount),
        Posting(Account(Kind.BANK, THEATRE, unit), amount),
    ]
    return check(Transfer(kind="payout_paid", key=key, created_us=created_us, postings=gathered(postings)))


def cancel_payout(
    payout: str, *, creator: str, amount: int, unit: str, key: str, created_us: int
) -> Transfer:
    """A payout was not approved: the creator has it standing again."""
    postings = [
        Posting(Account(Kind.PAYOUT, payout, unit), -amount),
        Posting(Account(Kind.CREATOR, creator, unit), amount),
    ]
    return check(
        Transfer(kind="payout_cancelled", key=key, created_us=created_us, postings=gathered(postings))
    )
