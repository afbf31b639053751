"""What a series costs, what of it is free and when it comes out: as it is asked for, checked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from reelwright.errors import BadInput
from reelwright.theatre.catalogue.tables import episode, series

PRICE_COINS = 10
FREE_COUNT = 3
PRICE_COINS_MAX = 100_000
FREE_COUNT_MAX = 10_000
TAGS_MAX = 20
TAG_MAX = 40


@dataclass(frozen=True, kw_only=True)
class Offer:
    """How a series is offered. What is None stays as it is; a new series costs ``PRICE_COINS`` an episode
    after ``FREE_COUNT`` free ones and is out at once. Episode by episode ``every_us`` goes by, counted from
    ``release_us`` at the first episode of the release. ``creator_id`` is the viewer who publishes; only an
    operator has none."""

    price_coins: int | None = None
    free_count: int | None = None
    release_us: int | None = None
    every_us: int = 0
    tags: tuple[str, ...] | None = None
    creator_id: int | None = None


def check_offer(offer: Offer) -> None:
    """Raises ``BadInput`` for numbers and words that make no sense."""
    if offer.price_coins is not None and not 0 <= offer.price_coins <= PRICE_COINS_MAX:
        raise BadInput(
            f"An episode cannot cost {offer.price_coins} coins",
            where="price",
            next_step=f"Write 0 to {PRICE_COINS_MAX}.",
        )
    if offer.free_count is not None and not 0 <= offer.free_count <= FREE_COUNT_MAX:
        raise BadInput(
            f"{offer.free_count} free episodes cannot be", where="free", next_step="Write 0 or more."
        )
    if offer.every_us and offer.release_us is None:
        raise BadInput(
            "A pace needs the time of the first episode",
            where="every",
            next_step="Add --release, for example 2026-12-01T18:00+08:00.",
        )
    if offer.tags is not None and (
        len(offer.tags) > TAGS_MAX or any(not 0 < len(tag.strip()) <= TAG_MAX for tag in offer.tags)
    ):
        raise BadInput(
            "These tags cannot be used",
            where="tags",
            next_step=f"At most {TAGS_MAX}, of 1 to {TAG_MAX} characters.",
        )


def is_sold(slug: str, offer: Offer, connection: Connection) -> bool:
    """Whether coins are taken for the series once the offer stands."""
    price = offer.price_coins
    if price is None:
        price = connection.scalar(select(series.c.price_coins).where(series.c.slug == slug))
    if price is None:
        return True  # a new one costs something unless it is said
    dearest = connection.scalar(
        select(func.max(episode.c.price_coins)).join(series).where(series.c.slug == slug)
    )
    return bool(price or dearest)
