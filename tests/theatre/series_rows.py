"""Series as rows of the catalogue, for tests of the rooms above it that need no files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from reelwright.theatre.catalogue.tables import episode, episode_version, line, series
from reelwright.theatre.store import new_id

MINUTE_FRAMES = 60 * 24


@dataclass(frozen=True)
class Rows:
    """The numbers and public ids of a series and of its episodes, in their order."""

    series_id: int
    slug: str
    episode_ids: tuple[int, ...]
    episodes: tuple[str, ...]
    version_ids: tuple[int, ...]


def add_series(
    connection: Connection,
    slug: str,
    *,
    now_us: int,
    episodes: int = 3,
    tags: Sequence[str] = (),
    free_count: int = 100,
    price_coins: int = 60,
    lines: Sequence[tuple[str, int, int]] = (),
) -> Rows:
    """A series of one-minute episodes, out at ``now_us``; ``lines`` are (id, start, end) of each, in ms."""
    series_id = _insert(
        connection, series,
        public_id=new_id(now_us), slug=slug, title=slug.title(), language="en", logline=f"About {slug}.",
        tags=json.dumps(list(tags)), creator_id=None, price_coins=price_coins, free_count=free_count,
        rights="{}", created_us=now_us, changed_us=now_us,
    )  # fmt: skip
    ids, names, versions = [], [], []
    for number in range(1, episodes + 1):
        names.append(new_id(now_us))
        ids.append(
            _insert(
                connection, episode,
                public_id=names[-1], series_id=series_id, number=number, title=f"{slug.title()} {number}",
                price_coins=None, release_us=now_us, created_us=now_us,
            )
        )  # fmt: skip
        versions.append(
            _insert(
                connection, episode_version,
                public_id=new_id(now_us), episode_id=ids[-1], digest=f"{number:064d}", language="en",
                frame_count=MINUTE_FRAMES, rate_numerator=24, rate_denominator=1,
                master_playlist="hls/master.m3u8", poster="poster.png", renditions="[]",
                captions=json.dumps([{"language": "en", "format": "vtt", "path": "captions.en.vtt"}]),
                covers=json.dumps([{"shape": "3:4", "path": "cover-3x4.png"}]),
                ai_label="AI-generated", created_us=now_us,
            )
        )  # fmt: skip
        for position, (line_id, start_ms, end_ms) in enumerate(lines):
            connection.execute(
                line.insert().values(
                    version_id=versions[-1], line_id=line_id, position=position, speaker="Mei",
                    character="mei", text=f"Line {line_id}", start_ms=start_ms, end_ms=end_ms,
                )
            )  # fmt: skip
    return Rows(series_id, slug, tuple(ids), tuple(names), tuple(versions))


def _insert(connection: Connection, table: object, **values: object) -> int:
    return int(connection.execute(table.insert().values(**values)).inserted_primary_key[0])  # type: ignore[attr-defined]
