"""A creator → what each of their episodes has earned, from the books: by coins, and by subscriptions.

The books know what a creator earned by each unlock and by each period of a subscription. Where one charge
opened several episodes its money is divided by their coins, that of a period by the episodes that were
opened; the sums are those of the books to the last piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, case, func, select

from reelwright.ledger import Kind
from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.entitlement.tables import entitlement, opening
from reelwright.theatre.wallet import payouts
from reelwright.theatre.wallet.tables import account, payout, posting, subscription_period, transfer


class EpisodeEarnings(msgspec.Struct, frozen=True, kw_only=True):
    """What an episode earned its creator, in the smallest piece of ``unit``. ``number`` 0 stands for all of
    whose episode nothing is known any more: the viewer's account was erased, or the series changed hands."""

    series: str
    title: str
    number: int
    episode: str
    unit: str
    coins: int
    subscriptions: int

    @property
    def total(self) -> int:
        return self.coins + self.subscriptions


class CurrencyEarnings(msgspec.Struct, frozen=True, kw_only=True):
    """All that a creator earned in a currency: ``earned`` is what stands, is in review, and was paid out."""

    unit: str
    earned: int
    standing: int
    in_review: int
    paid_out: int


Piece = tuple[int, int]
"""An episode by its number in the table, and its weight."""


def currencies(connection: Connection, creator_id: int) -> list[CurrencyEarnings]:
    """By currency, in their order."""
    stands = payouts.standing(connection, creator_id)
    sums = select(payout.c.unit, payout.c.state, func.sum(payout.c.amount)).where(
        payout.c.creator_id == creator_id
    )
    paid: dict[tuple[str, str], int] = {}
    for unit, state, total in connection.execute(sums.group_by(payout.c.unit, payout.c.state)):
        paid[unit, state] = int(total)
    found = []
    for unit in sorted(stands.keys() | {unit for unit, _ in paid}):
        standing, in_review = stands.get(unit, 0), paid.get((unit, payouts.PREPARED), 0)
        paid_out = paid.get((unit, payouts.PAID), 0)
        found.append(
            CurrencyEarnings(
                unit=unit, earned=standing + in_review + paid_out, standing=standing, in_review=in_review,
                paid_out=paid_out,
            )
        )  # fmt: skip
    return found


def by_episode(connection: Connection, creator_id: int) -> list[EpisodeEarnings]:
    """What each episode earned, by series and number; what is of no episode comes last."""
    coins: dict[tuple[int, str], int] = defaultdict(int)
    periods: dict[tuple[int, str], int] = defaultdict(int)
    unlocks = _unlocks(connection, creator_id)
    for key, unit, amount in _earned(connection, creator_id, ("unlock", "unlock_reversed")):
        _share_out(coins, unit, amount, unlocks.get(key, ()))
    openings = _openings(connection, creator_id)
    for key, unit, amount in _earned(connection, creator_id, ("subscription_served",)):
        _share_out(periods, unit, amount, openings.get(key.split(":")[1], ()))
    names = {
        row.id: row
        for row in connection.execute(
            select(episode.c.id, episode.c.number, episode.c.title, series.c.slug, series.c.title.label("of"))
            .join(series, series.c.id == episode.c.series_id)
            .where(series.c.creator_id == creator_id)
        )
    }
    lines = [
        _line(names.get(at), unit, coins.get((at, unit), 0), periods.get((at, unit), 0))
        for at, unit in coins.keys() | periods.keys()
    ]
    return sorted(lines, key=lambda one: (not one.number, one.title, one.series, one.number, one.unit))


def _earned(connection: Connection, creator_id: int, kinds: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """By the transfer that it came by, less what was taken back of it: (key, unit, amount)."""
    origin = case((transfer.c.reverses != "", transfer.c.reverses), else_=transfer.c.key).label("origin")
    total = func.sum(posting.c.amount)
    rows = connection.execute(
        select(origin, account.c.unit, total)
        .join(posting, posting.c.account_id == account.c.id)
        .join(transfer, transfer.c.id == posting.c.transfer_id)
        .where(account.c.owner == str(creator_id), account.c.kind == Kind.CREATOR, transfer.c.kind.in_(kinds))
        .group_by(origin, account.c.unit)
        .having(total != 0)
    )
    for key, unit, amount in rows:
        yield key, unit, int(amount)


def _unlocks(connection: Connection, creator_id: int) -> dict[str, list[Piece]]:
    """By transfer, the creator's episodes that it unlocked, weighted by their coins."""
    rows = connection.execute(
        select(entitlement.c.transfer, entitlement.c.episode_id, entitlement.c.coins)
        .join(series, series.c.id == entitlement.c.series_id)
        .where(series.c.creator_id == creator_id, entitlement.c.revoked_us.is_(None), entitlement.c.coins > 0)
        .order_by(entitlement.c.episode_id)
    )
    return _gathered(rows)


def _openings(connection: Connection, creator_id: int) -> dict[str, list[Piece]]:
    """By period, the creator's episodes that its subscriber opened; each weighs the same."""
    rows = connection.execute(
        select(subscription_period.c.public_id, opening.c.episode_id, func.count())
        .join(opening, opening.c.period_id == subscription_period.c.id)
        .join(series, series.c.id == opening.c.series_id)
        .where(series.c.creator_id == creator_id)
        .group_by(subscription_period.c.public_id, opening.c.episode_id)
        .order_by(opening.c.episode_id)
    )
    return _gathered(rows)


def _gathered(rows: Any) -> dict[str, list[Piece]]:
    found: dict[str, list[Piece]] = defaultdict(list)
    for key, number, weight in rows:
        found[key].append((number, weight))
    return found


def _share_out(sums: dict[tuple[int, str], int], unit: str, amount: int, pieces: Sequence[Piece]) -> None:
    """``amount`` among ``pieces`` by their weights; the rounding goes to the last."""
    if not pieces:
        sums[0, unit] += amount
        return
    whole, counted, given = sum(weight for _, weight in pieces), 0, 0
    for number, weight in pieces:
        counted += weight
        part = amount * counted // whole - given
        given += part
        sums[number, unit] += part


def _line(row: Any, unit: str, coins: int, subscriptions: int) -> EpisodeEarnings:
    return EpisodeEarnings(
        series=row.slug if row else "", title=row.of if row else "", number=row.number if row else 0,
        episode=row.title if row else "", unit=unit, coins=coins, subscriptions=subscriptions,
    )  # fmt: skip
