"""A series in the catalogue, as rows, for tests of what stands above it."""

from __future__ import annotations

from sqlalchemy import Connection

from reelwright.theatre.catalogue.tables import episode, series
from reelwright.theatre.store import new_id


def add_series(
    connection: Connection, *, slug: str = "the-understudy", episodes: int = 6, free_count: int = 2,
    price_coins: int = 30, creator_id: int | None = 900, release_us: int = 1_000,
) -> list[str]:  # fmt: skip
    """A series of episodes; their public ids in order."""
    (series_id,) = connection.execute(
        series.insert().values(
            public_id=new_id(release_us), slug=slug, title=slug, language="en", logline="", tags="[]",
            creator_id=creator_id, price_coins=price_coins, free_count=free_count, rights="{}",
            created_us=release_us, changed_us=release_us,
        )
    ).inserted_primary_key  # fmt: skip
    ids = [new_id(release_us) for _ in range(episodes)]
    for number, public_id in enumerate(ids, start=1):
        connection.execute(
            episode.insert().values(
                public_id=public_id, series_id=series_id, number=number, title=f"Episode {number}",
                release_us=release_us, created_us=release_us,
            )
        )  # fmt: skip
    return ids
