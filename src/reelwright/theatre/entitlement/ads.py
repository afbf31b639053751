"""A rewarded ad → one episode: begun with a nonce, finished once, after the ad's own time, so many a day.

The nonce is the server's: who asks for the episode before the ad can have run, twice, for another viewer or
beyond the day's number is refused. What the ad earns is booked as coins and spent at once on the episode.
"""

from __future__ import annotations

import secrets

import msgspec
from sqlalchemy import Connection, Select, select, update

from reelwright.errors import BadInput
from reelwright.ledger import Kind, earn, spend
from reelwright.theatre.catalogue.reading import terms_of
from reelwright.theatre.catalogue.tables import episode as episode_table
from reelwright.theatre.entitlement.access import Reason, may_watch
from reelwright.theatre.entitlement.tables import ad_watch
from reelwright.theatre.entitlement.unlocking import NoSuchEpisode, grant, share_of
from reelwright.theatre.wallet.books import post, wallet

ADS_A_DAY = 5
LONGEST_US = 3_600_000_000
"""An ad that was begun longer ago than this earns nothing."""
_DAY_US = 86_400_000_000
_MOST_OFFSET_MINUTES = 14 * 60


class AdRefused(BadInput):
    """An ad that earns nothing: too early, too late, used before, or too many today."""


class Ad(msgspec.Struct, frozen=True, kw_only=True):
    """A house ad: a card with words, shown for ``least_ms``; the words are translated where they stand."""

    name: str
    headline: str
    words: str
    link: str
    least_ms: int


HOUSE_ADS = (
    Ad(
        name="whole-series", headline="See how it ends", link="/shop", least_ms=15_000,
        words="The rest of a series costs less than a cinema ticket. The price stands beside every episode.",
    ),
    Ad(
        name="subscription", headline="Everything, all month", link="/shop", least_ms=15_000,
        words="One subscription opens every episode of every series. Leave whenever you like.",
    ),
    Ad(
        name="more-series", headline="What next?", link="/", least_ms=12_000,
        words="More series are waiting in the feed, and their first episodes are free.",
    ),
)  # fmt: skip


class AdTicket(msgspec.Struct, frozen=True, kw_only=True):
    """An ad that was begun: come back with ``nonce`` when ``least_ms`` have passed."""

    nonce: str
    episode: str
    ad: Ad
    left_today: int


class AdReward(msgspec.Struct, frozen=True, kw_only=True):
    """What a finished ad unlocked."""

    episode: str
    left_today: int


def ads_left(connection: Connection, viewer_id: int, *, now_us: int, utc_offset_minutes: int = 0) -> int:
    """How many ads may still earn an episode in the viewer's day."""
    rows = connection.scalars(_used_since(viewer_id, _midnight_us(now_us, utc_offset_minutes)))
    return max(0, ADS_A_DAY - len(rows.all()))


def begin_ad(
    connection: Connection, viewer_id: int, episode: str, *, now_us: int, utc_offset_minutes: int = 0
) -> AdTicket:
    """Begin an ad for one locked episode. Raises ``AdRefused`` and ``NoSuchEpisode``."""
    terms = terms_of(connection, episode)
    if terms is None or may_watch(connection, None, terms, now_us=now_us).reason in (
        Reason.GONE,
        Reason.NOT_OUT,
    ):
        raise NoSuchEpisode("There is no such episode", where=episode, next_step="Go back to the series.")
    if may_watch(connection, viewer_id, terms, now_us=now_us).is_granted:
        raise AdRefused("This episode is open already", where=episode, next_step="Play it.")
    left = ads_left(connection, viewer_id, now_us=now_us, utc_offset_minutes=utc_offset_minutes)
    if not left:
        raise AdRefused("No more ads unlock an episode today", next_step="Come back tomorrow, or use coins.")
    ad = HOUSE_ADS[secrets.randbelow(len(HOUSE_ADS))]
    nonce = secrets.token_urlsafe(24)
    connection.execute(
        ad_watch.insert().values(
            nonce=nonce, viewer_id=viewer_id, episode_id=terms.episode_id, ad=ad.name,
            least_ms=ad.least_ms, started_us=now_us, used_us=None,
        )
    )  # fmt: skip
    return AdTicket(nonce=nonce, episode=episode, ad=ad, left_today=left)


def finish_ad(
    connection: Connection, viewer_id: int, nonce: str, *, now_us: int, utc_offset_minutes: int = 0
) -> AdReward:
    """Unlock the episode of an ad that has run. Raises ``AdRefused``."""
    began = connection.execute(
        select(ad_watch, episode_table.c.public_id)
        .join(episode_table, episode_table.c.id == ad_watch.c.episode_id)
        .where(ad_watch.c.nonce == nonce, ad_watch.c.viewer_id == viewer_id)
    ).one_or_none()
    if began is None:
        raise AdRefused("There is no such ad", next_step="Begin one.")
    _lock(connection, viewer_id)
    passed_us = now_us - began.started_us
    if passed_us < began.least_ms * 1000:
        raise AdRefused("The ad has not run yet", next_step="Watch it to its end.")
    if passed_us > LONGEST_US:
        raise AdRefused("This ad was begun too long ago", next_step="Begin another.")
    left = ads_left(connection, viewer_id, now_us=now_us, utc_offset_minutes=utc_offset_minutes)
    if not left:
        raise AdRefused("No more ads unlock an episode today", next_step="Come back tomorrow, or use coins.")
    used = update(ad_watch).where(ad_watch.c.nonce == nonce, ad_watch.c.used_us.is_(None))
    if not connection.execute(used.values(used_us=now_us)).rowcount:
        raise AdRefused("This ad has unlocked its episode already", next_step="Play it.")
    _reward(connection, viewer_id, began.public_id, nonce, now_us)
    return AdReward(episode=began.public_id, left_today=left - 1)


def _reward(connection: Connection, viewer_id: int, episode: str, nonce: str, now_us: int) -> None:
    terms = terms_of(connection, episode)
    if terms is None or may_watch(connection, viewer_id, terms, now_us=now_us).is_granted:
        return
    viewer = str(viewer_id)
    coins = terms.price_coins
    wallet(connection, viewer, locked=True)
    post(connection, earn(viewer, coins=coins, key=f"ad:{nonce}", created_us=now_us))
    spent = spend(
        viewer,
        coins=coins,
        holdings=wallet(connection, viewer),
        shares=[(share_of(terms, 0), coins)],
        key=f"unlock:ad:{nonce}",
        created_us=now_us,
        only=Kind.EARNED,
    )
    post(connection, spent)
    grant(connection, viewer_id, [terms], reason=Reason.AD, transfer=spent.key, now_us=now_us)


def _lock(connection: Connection, viewer_id: int) -> None:
    """Two ads that are finished at once take turns, so that the day's number holds."""
    rows = select(ad_watch.c.nonce).where(ad_watch.c.viewer_id == viewer_id).order_by(ad_watch.c.nonce)
    connection.execute(rows.with_for_update()).all()


def _used_since(viewer_id: int, since_us: int) -> Select[tuple[str]]:
    return select(ad_watch.c.nonce).where(ad_watch.c.viewer_id == viewer_id, ad_watch.c.used_us >= since_us)


def _midnight_us(now_us: int, utc_offset_minutes: int) -> int:
    """When the viewer's day began."""
    offset_us = max(-_MOST_OFFSET_MINUTES, min(_MOST_OFFSET_MINUTES, utc_offset_minutes)) * 60_000_000
    return (now_us + offset_us) // _DAY_US * _DAY_US - offset_us
