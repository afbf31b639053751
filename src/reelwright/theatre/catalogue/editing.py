"""A creator's new prices and times → the catalogue, when they are allowed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, update

from reelwright.errors import BadInput
from reelwright.release import Rights
from reelwright.theatre.catalogue.inspecting import rights_faults
from reelwright.theatre.catalogue.offers import Offer, check_offer
from reelwright.theatre.catalogue.schedule import as_text
from reelwright.theatre.catalogue.switching import refuse_strangers
from reelwright.theatre.catalogue.tables import episode, series


def set_offer(
    connection: Connection,
    slug: str,
    *,
    price_coins: int,
    free_count: int,
    tags: Sequence[str],
    creator_id: int | None,
    now_us: int,
) -> None:
    """Prices and tags of a series. Who has unlocked an episode keeps it. Raises ``BadInput``, also when what
    is in the series may not be sold."""
    check_offer(Offer(price_coins=price_coins, free_count=free_count, tags=tuple(tags)))
    row = _own_series(connection, slug, creator_id)
    _refuse_sale(row, price_coins)
    connection.execute(
        update(series)
        .where(series.c.id == row.id)
        .values(
            price_coins=price_coins,
            free_count=free_count,
            tags=json.dumps([tag.strip() for tag in tags], ensure_ascii=False),
            changed_us=now_us,
        )
    )


def set_episode(
    connection: Connection,
    slug: str,
    number: int,
    *,
    price_coins: int | None,
    release_us: int,
    creator_id: int | None,
    now_us: int,
) -> None:
    """The price of one episode (None: that of the series) and when it comes out. What is out already stays
    out: viewers have paid for it. Raises ``BadInput``."""
    check_offer(Offer(price_coins=price_coins))
    row = _own_series(connection, slug, creator_id)
    if price_coins is not None:
        _refuse_sale(row, price_coins)
    found = select(episode).where(episode.c.series_id == row.id, episode.c.number == number)
    one = connection.execute(found.with_for_update()).one_or_none()
    if one is None:
        raise BadInput(f"There is no episode {number}", where=slug)
    # The page shows minutes; an episode that is out keeps its seconds.
    is_moved = release_us // 60_000_000 != one.release_us // 60_000_000
    if is_moved and one.release_us <= now_us < release_us:
        raise BadInput(
            f"Episode {number} has been out since {as_text(one.release_us)}",
            where=slug,
            next_step="Take it back instead, if nobody may see it.",
        )
    connection.execute(
        update(episode)
        .where(episode.c.id == one.id)
        .values(price_coins=price_coins, release_us=release_us if is_moved else one.release_us)
    )


def _own_series(connection: Connection, slug: str, creator_id: int | None) -> Row[Any]:
    row = connection.execute(select(series).where(series.c.slug == slug).with_for_update()).one_or_none()
    if row is None:
        raise BadInput(f"There is no series {slug[:60]!r}", where=slug[:60])
    refuse_strangers(row, creator_id)
    return row


def _refuse_sale(row: Row[Any], price_coins: int) -> None:
    rights = msgspec.json.decode(row.rights, type=Rights | None)
    faults = rights_faults(rights, is_sold=True) if price_coins else []
    if faults:
        raise BadInput(
            f"The series cannot be sold: {'; '.join(faults)}",
            where=row.slug,
            next_step="Publish a release whose rights let you sell it.",
        )
