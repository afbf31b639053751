"""Coins → episodes: the price, and the one transaction that charges and unlocks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from reelwright.errors import BadInput
from reelwright.ledger import THEATRE, Kind, Share, reverse, spend
from reelwright.theatre.catalogue.reading import Terms, asked_terms_of, terms_of, terms_of_series
from reelwright.theatre.catalogue.tables import episode as episode_table
from reelwright.theatre.entitlement.access import Reason, may_watch
from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.store import Answer, Prepared, in_one_trip
from reelwright.theatre.wallet.books import asked_wallet, balance_of, hand_over, post, transfer_of, wallet
from reelwright.theatre.wallet.keys import answer, asked_claim

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
            entitlement.c.episode_id == episode_table.c.id,
            episode_table.c.public_id.in_(episodes),
            entitlement.c.revoked_us.is_(None),
        )
    )


def quote(connection: Connection, viewer_id: int | None, episode: str, *, now_us: int) -> Quote:
    """The price of ``episode`` and of all that is locked in its series. Raises ``NoSuchEpisode``."""
    terms = _out(terms_of(connection, episode), episode, now_us)
    access = may_watch(connection, viewer_id, terms, now_us=now_us)
    rest = [one for one in terms_of_series(connection, terms.series, now_us) if not one.is_free]
    yours: Collection[int] = ()
    if viewer_id is not None and rest:
        yours = _asked_unlocked(connection, viewer_id, [one.episode for one in rest])()
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
    with in_one_trip(connection):
        claimed = asked_claim(connection, scope=str(viewer_id), key=key, request=request, now_us=now_us)
        asked_holdings = asked_wallet(connection, str(viewer_id), locked=True)  # a second device waits here
        asked_terms = [asked_terms_of(connection, episode) for episode in wanted]
        asked_unlocked = _asked_unlocked(connection, viewer_id, wanted)
        if (kept := claimed()) is not None:
            return msgspec.convert(kept, Unlocked)
        holdings = asked_holdings()
        terms = [_out(asked(), episode, now_us) for asked, episode in zip(asked_terms, wanted, strict=True)]
        yours = {one.episode_id for one in terms if one.is_free or one.creator_id == viewer_id}
        yours |= asked_unlocked()
        locked = [one for one in terms if one.episode_id not in yours]
        coins = sum(one.price_coins for one in locked)
        if coins > most_coins:
            raise PriceChanged(
                "The price has changed meanwhile",
                where=f"{coins} > {most_coins}",
                next_step="Look at the new price and ask again.",
            )
        transfer = f"unlock:{viewer_id}:{key}" if coins else ""
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
        left = balance_of(holdings, now_us=now_us).spendable
        done = Unlocked(episodes=wanted, coins=coins, balance=left - coins, transfer=transfer)
        answer(connection, scope=str(viewer_id), key=key, said=done)
    return done


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


def _out(terms: Terms | None, episode: str, now_us: int) -> Terms:
    if terms is None or not terms.is_published or terms.release_us > now_us:
        raise NoSuchEpisode("There is no such episode", where=episode, next_step="Go back to the series.")
    return terms


def _asked_unlocked(connection: Connection, viewer_id: int, episodes: Sequence[str]) -> Answer[set[int]]:
    """Which of these episodes are the viewer's."""
    asked = {f"episode{number}": episode for number, episode in enumerate(episodes)}
    rows = _unlocked_of(len(episodes)).ask(connection, viewer_id=viewer_id, **asked)
    return lambda: {row.episode_id for row in rows()}
