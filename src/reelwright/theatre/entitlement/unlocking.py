"""Coins → episodes: the price, and the one transaction that charges and unlocks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from reelwright.errors import BadInput
from reelwright.ledger import THEATRE, Kind, Share, reverse, spend
from reelwright.theatre.catalogue.reading import Terms, terms_of, terms_of_series
from reelwright.theatre.entitlement.access import Reason, may_watch
from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.store import Prepared
from reelwright.theatre.wallet.books import balance_of, hand_over, post, transfer_of, wallet
from reelwright.theatre.wallet.keys import answer, claim

CREATOR_BP = 5_000
"""The part of what a viewer pays for an episode that is its creator's: half, in hundredths of a percent."""
MOST_EPISODES = 500


class NoSuchEpisode(BadInput):
    """An episode that is not there, not out yet or taken back."""


class PriceChanged(BadInput):
    """The episode costs more than the viewer was shown."""


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What an episode and the rest of its series cost this viewer, before the first coin is spent."""

    episode: str
    series: str
    reason: str
    coins: int
    rest_episodes: int
    """Episodes that are out and locked, this one among them."""
    rest_coins: int
    balance: int
    owed: int


class Unlocked(msgspec.Struct, frozen=True, kw_only=True):
    """What an unlock did: ``coins`` is what it charged, 0 when all was the viewer's already."""

    episodes: tuple[str, ...]
    coins: int
    balance: int
    transfer: str


@cache
def _unlocked_of(count: int) -> Prepared:
    """Which of so many episodes a viewer has unlocked."""
    episodes: list[Any] = [bindparam(f"episode{number}") for number in range(count)]
    return Prepared(
        select(entitlement.c.episode_id).where(
            entitlement.c.viewer_id == bindparam("viewer_id"),
            entitlement.c.episode_id.in_(episodes),
            entitlement.c.revoked_us.is_(None),
        )
    )


def quote(connection: Connection, viewer_id: int | None, episode: str, *, now_us: int) -> Quote:
    """The price of ``episode`` and of all that is locked in its series. Raises ``NoSuchEpisode``."""
    terms = _terms(connection, episode, now_us)
    access = may_watch(connection, viewer_id, terms, now_us=now_us)
    rest = [one for one in terms_of_series(connection, terms.series, now_us) if not one.is_free]
    yours = _unlocked(connection, viewer_id, rest) if viewer_id is not None else set()
    locked = [one for one in rest if one.episode_id not in yours]
    coins = balance_of(wallet(connection, str(viewer_id)) if viewer_id is not None else (), now_us=now_us)
    return Quote(
        episode=terms.episode,
        series=terms.series,
        reason=access.reason,
        coins=0 if access.is_granted else terms.price_coins,
        rest_episodes=len(locked),
        rest_coins=sum(one.price_coins for one in locked),
        balance=coins.spendable,
        owed=coins.owed,
    )


def unlock(
    connection: Connection,
    viewer_id: int,
    episodes: Sequence[str],
    *,
    most_coins: int,
    key: str,
    now_us: int,
    creator_bp: int = CREATOR_BP,
) -> Unlocked:
    """Charge for ``episodes`` and unlock them, or neither.

    ``key`` is the request's idempotency key: the same request gets the same answer and is charged once. What
    is the viewer's already costs nothing. Raises ``NoSuchEpisode``, ``NotEnoughCoins``, ``PriceChanged`` (it
    would cost more than ``most_coins``), ``KeyConflict``.
    """
    if not 0 < len(episodes) <= MOST_EPISODES:
        raise BadInput(f"1 to {MOST_EPISODES} episodes are unlocked at once, not {len(episodes)}")
    wanted = tuple(sorted(set(episodes)))
    request = {"unlock": wanted, "most_coins": most_coins}
    kept = claim(connection, scope=str(viewer_id), key=key, request=request, now_us=now_us)
    if kept is not None:
        return msgspec.convert(kept, Unlocked)
    done = _charged(
        connection, viewer_id, wanted, most_coins, f"unlock:{viewer_id}:{key}", now_us, creator_bp
    )
    answer(connection, scope=str(viewer_id), key=key, said=done)
    return done


def _charged(
    connection: Connection,
    viewer_id: int,
    wanted: tuple[str, ...],
    most_coins: int,
    transfer: str,
    now_us: int,
    creator_bp: int,
) -> Unlocked:
    holdings = wallet(connection, str(viewer_id), locked=True)  # two devices at once: the second waits here
    terms = [_terms(connection, episode, now_us) for episode in wanted]
    yours = _unlocked(connection, viewer_id, terms)
    locked = [
        one
        for one in terms
        if one.episode_id not in yours and not one.is_free and viewer_id != one.creator_id
    ]
    coins = sum(one.price_coins for one in locked)
    left = balance_of(holdings, now_us=now_us).spendable
    if coins > most_coins:
        raise PriceChanged(
            f"This costs {coins} coins now, not {most_coins}",
            next_step="Look at the new price and ask again.",
        )
    if coins:
        spent = spend(
            str(viewer_id),
            coins=coins,
            holdings=holdings,
            shares=[(share_of(one, creator_bp), one.price_coins) for one in locked],
            key=transfer,
            created_us=now_us,
        )
        post(connection, spent)
        grant(connection, viewer_id, locked, reason=Reason.COINS, transfer=transfer, now_us=now_us)
    return Unlocked(episodes=wanted, coins=coins, balance=left - coins, transfer=transfer if coins else "")


def grant(
    connection: Connection,
    viewer_id: int,
    terms: Sequence[Terms],
    *,
    reason: Reason,
    transfer: str,
    now_us: int,
) -> None:
    """Write that a viewer has unlocked episodes; one that was taken back is given again."""
    rows = [
        {
            "viewer_id": viewer_id, "episode_id": one.episode_id, "series_id": one.series_id,
            "reason": reason, "coins": one.price_coins, "transfer": transfer, "created_us": now_us,
            "revoked_us": None,
        }
        for one in terms
    ]  # fmt: skip
    _GRANTS[connection.dialect.name].run(connection, *rows)


def take_back_unlock(connection: Connection, transfer: str, *, key: str, now_us: int) -> None:
    """Reverse an unlock: the coins go where they came from, the episodes are locked again.

    Raises ``BadInput`` where there is no such unlock, ``AlreadyPosted`` when it was taken back before.
    """
    paid = transfer_of(connection, transfer)
    if paid is None or paid.kind != "unlock":
        raise BadInput("There is no such unlock", where=transfer)
    viewers = {one.account.owner for one in paid.postings if one.account.kind in _COIN_KINDS}
    wallet(connection, *sorted(viewers), locked=True)
    post(connection, reverse(paid, key=key, created_us=now_us))
    kept = entitlement.c.transfer == transfer
    connection.execute(entitlement.update().where(kept).values(revoked_us=now_us))
    now_of = {str(one) for one in connection.scalars(select(entitlement.c.viewer_id).where(kept))}
    for guest in viewers - now_of:  # a guest's who has signed in since
        for viewer in now_of:
            hand_over(connection, guest, viewer, key=f"{key}:move", now_us=now_us)


def share_of(terms: Terms, creator_bp: int) -> Share:
    """Who earns at an episode."""
    return share(terms.series, terms.creator_id, creator_bp)


def share(series: str, creator_id: int | None, creator_bp: int) -> Share:
    """Who earns at a series; the theatre's own leave all to the theatre."""
    if creator_id is None:
        return Share(series, THEATRE, 0)
    return Share(series, str(creator_id), creator_bp)


_COIN_KINDS = (Kind.PURCHASED, Kind.BONUS, Kind.EARNED)


def _granting(dialect: Any) -> Prepared:
    again = ("reason", "coins", "transfer", "created_us", "revoked_us")
    columns: dict[str, Any] = {
        name: bindparam(name) for name in ("viewer_id", "episode_id", "series_id", *again)
    }
    statement = dialect.insert(entitlement).values(columns)
    return Prepared(
        statement.on_conflict_do_update(
            index_elements=["viewer_id", "episode_id"],
            set_={name: statement.excluded[name] for name in again},
        )
    )


_GRANTS = {name: _granting(dialect) for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))}


def _terms(connection: Connection, episode: str, now_us: int) -> Terms:
    terms = terms_of(connection, episode)
    if terms is None or not terms.is_published or terms.release_us > now_us:
        raise NoSuchEpisode("There is no such episode", where=episode, next_step="Go back to the series.")
    return terms


def _unlocked(connection: Connection, viewer_id: int, terms: Sequence[Terms]) -> set[int]:
    asked = {f"episode{number}": one.episode_id for number, one in enumerate(terms)}
    rows = _unlocked_of(len(terms)).rows(connection, viewer_id=viewer_id, **asked) if terms else ()
    return {row.episode_id for row in rows}
