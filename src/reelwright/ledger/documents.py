"""What the books are made of: accounts by kind and owner, postings, transfers.

An amount is a signed integer: positive is a **credit**, negative a **debit**; the balance of an account is
the sum of its postings. What the theatre owes or has earned (coins in a wallet, coins sold and not yet spent,
a creator's share, revenue) stands at zero or above; what it has or has lost (money at the processor, fees)
stands at zero or below. Coins and each currency are units of their own: a transfer sums to zero in each.
"""

from __future__ import annotations

import enum
import zlib

import msgspec

COIN = "COIN"
THEATRE = "theatre"
DRAWERS = 16


class Kind(enum.StrEnum):
    """What an account is for. The owner is named in brackets; coins are counted, the rest is money."""

    PURCHASED = "coins_purchased"
    """Coins that were paid for and never expire (viewer)."""
    BONUS = "coins_bonus"
    """Coins given away; one account for each time of expiry (viewer)."""
    EARNED = "coins_earned"
    """Coins for a rewarded ad (viewer)."""
    OWED = "coins_owed"
    """Coins that were spent and then refunded or charged back: the viewer's debt (viewer)."""
    ISSUED = "coins_issued"
    """Where coins come from (the kind of coin)."""
    SPENT = "coins_spent"
    """Where coins go (series)."""
    EXPIRED = "coins_expired"
    """Bonus coins that nobody used in time (theatre)."""

    PROCESSOR = "processor"
    """Money that a payment processor holds for the theatre (processor)."""
    UNSPENT = "unspent_coins"
    """Money paid for coins that are not spent: not yet revenue (viewer)."""
    UNSERVED = "unserved_subscription"
    """Money paid for a period that is not over: not yet revenue (period of a subscription)."""
    REVENUE = "revenue"
    """What the theatre keeps (series)."""
    CREATOR = "creator_payable"
    """What a creator has earned and was not paid (creator)."""
    PAYOUT = "payout_due"
    """What is on its way to a creator (payout)."""
    REFUND = "refund_due"
    """What is on its way back to a viewer (refund)."""
    LOSS = "loss"
    """Refunds and chargebacks of coins already spent, less what came back (theatre)."""
    FEE = "fee"
    """What the processor keeps (processor)."""
    BANK = "bank"
    """Money that left the theatre for its creators (theatre)."""

    @property
    def side(self) -> int:
        """1: the balance never falls below zero; -1: it never rises above; 0: it may do either.

        Accounts in drawers are free: a viewer's coins may leave by another drawer than they came."""
        return _SIDES.get(self, 0)


_SIDES = {
    Kind.PURCHASED: 1,
    Kind.BONUS: 1,
    Kind.EARNED: 1,
    Kind.OWED: -1,
    Kind.UNSPENT: 1,
    Kind.UNSERVED: 1,
    Kind.PAYOUT: 1,
    Kind.REFUND: 1,
}


class Account(msgspec.Struct, frozen=True, order=True):
    """An account by its name: kind, owner, unit (``COIN`` or an ISO 4217 code) and part.

    ``part`` is the time of expiry (microseconds since 1970 UTC, 0 for never) of bonus coins, and the drawer
    of an account that every unlock posts to; 0 otherwise.
    """

    kind: Kind
    owner: str
    unit: str
    part: int = 0


class Posting(msgspec.Struct, frozen=True):
    """One amount to one account: positive a credit, negative a debit, never zero."""

    account: Account
    amount: int


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """What moves together or not at all.

    ``key`` names the fact that caused it (``unlock:…``, ``refund:…``): no two transfers share one, so
    that no fact is booked twice. ``reverses`` is the key of the transfer that this one takes back.
    """

    kind: str
    key: str
    created_us: int
    postings: tuple[Posting, ...]
    reverses: str = ""


class Holding(msgspec.Struct, frozen=True):
    """An account and what stands in it."""

    account: Account
    balance: int


class Share(msgspec.Struct, frozen=True):
    """Who earns at a series: ``creator_bp`` hundredths of a percent go to ``creator``, the rest stays."""

    series: str
    creator: str
    creator_bp: int


def drawer(owner: str) -> int:
    """The part of a busy account that ``owner``'s transfers post to, so that few viewers share one."""
    return zlib.crc32(owner.encode()) % DRAWERS
