"""A viewer's holdings and what happens to them → transfers of coins and of the money behind them.

Coins are spent in this order: bonus coins by their expiry, the soonest first; coins earned by ads; purchased
coins last. Money paid for coins is a debt of the theatre (``unspent_coins``) until they are spent; n of N
purchased coins are worth their part of what stands there, rounded down, the last one all that is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.errors import BadInput
from reelwright.ledger.documents import (
    COIN,
    THEATRE,
    Account,
    Holding,
    Kind,
    Posting,
    Share,
    Transfer,
    drawer,
)
from reelwright.ledger.rules import NotEnoughCoins, check, gathered

_COINS = (Kind.BONUS, Kind.EARNED, Kind.PURCHASED)


def buy(
    viewer: str,
    *,
    coins: int,
    bonus_coins: int = 0,
    bonus_expires_us: int = 0,
    amount: int,
    unit: str,
    processor: str,
    holdings: Sequence[Holding] = (),
    fee: int = 0,
    key: str,
    created_us: int,
    kind: str = "purchase",
) -> Transfer:
    """Coins for money. A debt of the viewer's is paid first: that part of the money makes good the loss."""
    return restore(
        viewer,
        coins=coins,
        bonus_coins=bonus_coins,
        bonus_expires_us=bonus_expires_us,
        amount=amount,
        unit=unit,
        source=Account(Kind.PROCESSOR, processor, unit, drawer(viewer)),
        holdings=holdings,
        fee=fee,
        kind=kind,
        key=key,
        created_us=created_us,
    )


def restore(
    viewer: str,
    *,
    coins: int,
    bonus_coins: int = 0,
    bonus_expires_us: int = 0,
    amount: int,
    unit: str,
    source: Account,
    holdings: Sequence[Holding],
    fee: int = 0,
    kind: str,
    key: str,
    created_us: int,
) -> Transfer:
    """What ``take_back`` took is given again: a chargeback was won, a refund did not arrive. ``source`` has
    the money. What the viewer owes by now is paid first, so it need not be a reversal posting by posting."""
    _positive(coins=coins, amount=amount)
    owed = -_standing(holdings, Kind.OWED, COIN)
    repaid = min(coins, owed)
    recovered = amount * repaid // coins
    postings = [
        Posting(Account(Kind.ISSUED, Kind.PURCHASED, COIN, drawer(viewer)), -coins),
        Posting(Account(Kind.OWED, viewer, COIN), repaid),
        Posting(Account(Kind.PURCHASED, viewer, COIN), coins - repaid),
        Posting(source, fee - amount),
        Posting(Account(Kind.FEE, source.owner, unit, drawer(viewer)), -fee),
        Posting(Account(Kind.LOSS, THEATRE, unit, drawer(viewer)), recovered),
        Posting(Account(Kind.UNSPENT, viewer, unit), amount - recovered),
    ]
    if bonus_coins:
        postings += _given(viewer, Kind.BONUS, bonus_coins, bonus_expires_us)
    return _transfer(kind, key, created_us, postings)


def bonus(viewer: str, *, coins: int, expires_us: int = 0, key: str, created_us: int) -> Transfer:
    """Coins as a gift, until ``expires_us`` (0: for ever)."""
    _positive(coins=coins)
    return _transfer("bonus", key, created_us, _given(viewer, Kind.BONUS, coins, expires_us))


def earn(viewer: str, *, coins: int, key: str, created_us: int) -> Transfer:
    """Coins for a rewarded ad that was watched."""
    _positive(coins=coins)
    return _transfer("ad", key, created_us, _given(viewer, Kind.EARNED, coins, 0))


def expire(viewer: str, *, holdings: Sequence[Holding], key: str, created_us: int) -> Transfer | None:
    """Bonus coins whose time is over go; none where there are none."""
    gone = [
        held
        for held in holdings
        if held.account.kind == Kind.BONUS and held.balance > 0 and 0 < held.account.part <= created_us
    ]
    if not gone:
        return None
    postings = [Posting(held.account, -held.balance) for held in gone]
    postings.append(
        Posting(Account(Kind.EXPIRED, THEATRE, COIN, drawer(viewer)), sum(h.balance for h in gone))
    )
    return _transfer("expiry", key, created_us, postings)


def spend(
    viewer: str,
    *,
    coins: int,
    holdings: Sequence[Holding],
    shares: Sequence[tuple[Share, int]],
    key: str,
    created_us: int,
    only: Kind | None = None,
) -> Transfer:
    """``coins`` for what was unlocked; ``shares`` says how many of them go to which series.

    The money behind purchased coins becomes revenue, and of that the creator's share (rounded half up).
    ``only`` takes coins of one kind. Raises ``NotEnoughCoins``.
    """
    _positive(coins=coins)
    if sum(part for _, part in shares) != coins:
        raise BadInput(f"The shares of {coins} coins sum to {sum(part for _, part in shares)}", where=key)
    taken = _taken(holdings, coins, created_us, only, key)
    postings = [Posting(account, -amount) for account, amount in taken]
    postings += [
        Posting(Account(Kind.SPENT, share.series, COIN, drawer(viewer)), part) for share, part in shares
    ]
    purchased = sum(amount for account, amount in taken if account.kind == Kind.PURCHASED)
    for account, worth in _worth(holdings, purchased):
        postings.append(Posting(account, -worth))
        postings += _shared(worth, account.unit, shares, drawer(viewer))
    return _transfer("unlock", key, created_us, postings)


def take_back(
    viewer: str,
    *,
    coins: int,
    bonus_coins: int = 0,
    bonus_expires_us: int = 0,
    amount: int,
    unit: str,
    holdings: Sequence[Holding],
    to: Account,
    fee: int = 0,
    fee_owner: str = "",
    kind: str,
    key: str,
    created_us: int,
) -> Transfer:
    """A purchase is refunded or charged back: ``amount`` goes to ``to``, its coins go where they came from.

    Purchased coins that were spent already become a debt of the viewer's, and the money behind them a loss
    of the theatre's: creators keep what they earned. Bonus coins of the pack go as far as they are left.
    """
    _positive(amount=amount)
    taken = min(coins, _standing(holdings, Kind.PURCHASED, COIN))
    bonus_account = Account(Kind.BONUS, viewer, COIN, bonus_expires_us)
    bonus_left = min(bonus_coins, sum(h.balance for h in holdings if h.account == bonus_account))
    released = sum(
        worth for account, worth in _worth(holdings, taken) if account.unit == unit
    )  # other currencies stay: their coins are not those of this purchase
    loss = Account(Kind.LOSS, THEATRE, unit, drawer(viewer))
    postings = [
        Posting(Account(Kind.PURCHASED, viewer, COIN), -taken),
        Posting(Account(Kind.OWED, viewer, COIN), taken - coins),
        Posting(Account(Kind.ISSUED, Kind.PURCHASED, COIN, drawer(viewer)), coins),
        Posting(bonus_account, -bonus_left),
        Posting(Account(Kind.ISSUED, Kind.BONUS, COIN, drawer(viewer)), bonus_left),
        Posting(Account(Kind.UNSPENT, viewer, unit), -released),
        Posting(to, amount),
        Posting(loss, released - amount),
    ]
    if fee:
        postings += [Posting(to, fee), Posting(Account(Kind.FEE, fee_owner, unit, drawer(viewer)), -fee)]
    return _transfer(kind, key, created_us, postings)


def pay_refund(
    refund: str, *, amount: int, unit: str, processor: Account, key: str, created_us: int
) -> Transfer:
    """The processor has sent the money of a refund back."""
    _positive(amount=amount)
    postings = [Posting(Account(Kind.REFUND, refund, unit), -amount), Posting(processor, amount)]
    return _transfer("refund_paid", key, created_us, postings)


def move(
    source: str, target: str, *, holdings: Sequence[Holding], key: str, created_us: int
) -> Transfer | None:
    """All that a guest holds becomes another viewer's; nothing where there is nothing."""
    postings = []
    for held in holdings:
        if held.balance:
            account = Account(held.account.kind, target, held.account.unit, held.account.part)
            postings += [Posting(held.account, -held.balance), Posting(account, held.balance)]
    return _transfer("move", key, created_us, postings) if postings and source != target else None


def _given(viewer: str, kind: Kind, coins: int, expires_us: int) -> list[Posting]:
    return [
        Posting(Account(Kind.ISSUED, kind, COIN, drawer(viewer)), -coins),
        Posting(Account(kind, viewer, COIN, expires_us), coins),
    ]


def _taken(
    holdings: Sequence[Holding], coins: int, now_us: int, only: Kind | None, key: str
) -> list[tuple[Account, int]]:
    """How many coins of which account, in the order of spending."""
    usable = sorted(
        (
            held
            for held in holdings
            if held.account.kind in _COINS
            and held.balance > 0
            and (only is None or held.account.kind == only)
            and (held.account.kind != Kind.BONUS or not 0 < held.account.part <= now_us)
        ),
        key=lambda held: (_COINS.index(held.account.kind), held.account.part or float("inf")),
    )
    taken, left = [], coins
    for held in usable:
        amount = min(left, held.balance)
        if amount:
            taken.append((held.account, amount))
        left -= amount
    if left:
        raise NotEnoughCoins(
            f"{coins} coins are needed and there are {coins - left}", where=key, next_step="Get coins first."
        )
    return taken


def _worth(holdings: Sequence[Holding], coins: int) -> list[tuple[Account, int]]:
    """The money behind ``coins`` of the purchased ones, by account of each currency."""
    there = _standing(holdings, Kind.PURCHASED, COIN)
    if not coins:
        return []
    return [
        (held.account, held.balance * coins // there)
        for held in sorted(holdings, key=lambda held: held.account)
        if held.account.kind == Kind.UNSPENT
    ]


def _shared(worth: int, unit: str, shares: Sequence[tuple[Share, int]], part: int) -> list[Posting]:
    """``worth`` by the coins that each series took; the theatre's rounding goes to the last."""
    coins = sum(number for _, number in shares)
    postings, given, counted = [], 0, 0
    for share, number in shares:
        counted += number
        piece = worth * counted // coins - given
        given += piece
        postings += split(piece, unit, share, part)
    return postings


def split(piece: int, unit: str, share: Share, part: int) -> list[Posting]:
    """Revenue of a series: the creator's share, rounded half up, and the rest."""
    creators = (piece * share.creator_bp + 5_000) // 10_000
    return [
        Posting(Account(Kind.CREATOR, share.creator, unit, part), creators),
        Posting(Account(Kind.REVENUE, share.series, unit, part), piece - creators),
    ]


def _standing(holdings: Sequence[Holding], kind: Kind, unit: str) -> int:
    return sum(h.balance for h in holdings if h.account.kind == kind and h.account.unit == unit)


def _positive(**amounts: int) -> None:
    for name, value in amounts.items():
        if value <= 0:
            raise BadInput(f"{name} must be above zero and is {value}")


def _transfer(kind: str, key: str, created_us: int, postings: list[Posting]) -> Transfer:
    return check(Transfer(kind=kind, key=key, created_us=created_us, postings=gathered(postings)))
