"""A series of three episodes with spoken lines, and people who watch it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select
from tests.theatre.conftest import ManualClock

from reelwright.theatre.accounts import new_guest
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.reading import Version, current_version
from reelwright.theatre.catalogue.tables import episode, episode_version, line, series
from reelwright.theatre.horizon import Moment
from reelwright.theatre.social.posting import Author, Place, Written, post_bullet, post_comment
from reelwright.theatre.social.reading import Eyes
from reelwright.theatre.store import Store, new_id

LINES = (("ln01", "I know who you are.", 1_000, 3_000), ("ln02", "Then you know why I came.", 10_000, 13_000))


@dataclass
class World:
    """The store with its people and episodes, and short words for what they do."""

    store: Store
    clock: ManualClock
    people: dict[str, int]
    series_id: int
    episodes: dict[int, int]

    def place(self, number: int, time_ms: int) -> Place:
        return Place(self.version(number), number, time_ms)

    def version(self, number: int) -> Version:
        found = self.store.read(lambda c: current_version(c, self.episodes[number]))
        assert found is not None
        return found

    def author(self, name: str, number: int = 1, time_ms: int = 0) -> Author:
        return Author(self.people[name], Moment(number, time_ms), is_creator=name == "creator")

    def eyes(self, name: str, number: int = 3, time_ms: int = 60_000, **asked: bool) -> Eyes:
        return Eyes(self.people[name], Moment(number, time_ms), **asked)

    def comment(self, name: str, text: str, number: int = 1, time_ms: int = 1_500, **more: Any) -> Written:
        """Written by somebody who has come just so far."""
        author = more.pop("author", None) or self.author(name, number, time_ms)
        place = self.place(number, time_ms)
        return self.store.write(lambda c: post_comment(c, author, place, text, self.clock.now_us(), **more))

    def bullet(self, name: str, text: str, number: int = 1, time_ms: int = 1_500, **more: Any) -> Written:
        author = more.pop("author", None) or self.author(name, number, time_ms)
        place = self.place(number, time_ms)
        return self.store.write(
            lambda c: post_bullet(c, author, place, text, more.get("colour", "white"), self.clock.now_us())
        )

    def new_version(self, number: int, lines: tuple[tuple[str, str, int, int], ...]) -> Version:
        """Another cut of an episode takes the place of the one that plays."""
        self.store.write(partial(_add_version, self.episodes[number], lines, self.clock.now_us()))
        return self.version(number)


@pytest.fixture
def world(store: Store, clock: ManualClock) -> World:
    return make_world(store, clock)


def make_world(store: Store, clock: ManualClock) -> World:
    def fill(connection: Connection) -> World:
        now_us = clock.now_us()
        names = ("creator", "mara", "tom", "judge")
        people = {name: add_viewer(connection, name, now_us) for name in names}
        series_id = _insert(
            connection, series, public_id=new_id(now_us), slug="lanterns", title="Lanterns", language="en",
            logline="", tags="[]", creator_id=people["creator"], price_coins=10, free_count=3, rights="{}",
            created_us=now_us, changed_us=now_us,
        )  # fmt: skip
        episodes = {number: _add_episode(connection, series_id, number, now_us) for number in (1, 2, 3)}
        return World(store, clock, people, series_id, episodes)

    return store.write(fill)


def add_viewer(connection: Connection, name: str, now_us: int) -> int:
    """Somebody with an account."""
    number = new_guest(connection, language="en", now_us=now_us)
    connection.execute(
        viewer.update().where(viewer.c.id == number).values(name=name.title(), mail=f"{name}@example.org")
    )
    return number


def _add_episode(connection: Connection, series_id: int, number: int, now_us: int) -> int:
    episode_id = _insert(
        connection, episode, public_id=new_id(now_us), series_id=series_id, number=number,
        title=f"Night {number}", price_coins=None, release_us=now_us, created_us=now_us,
    )  # fmt: skip
    _add_version(episode_id, LINES, now_us, connection)
    return episode_id


def _add_version(
    episode_id: int, lines: tuple[tuple[str, str, int, int], ...], now_us: int, connection: Connection
) -> None:
    connection.execute(
        episode_version.update()
        .where(episode_version.c.episode_id == episode_id, episode_version.c.replaced_us.is_(None))
        .values(replaced_us=now_us)
    )
    public_id = new_id(now_us)
    version_id = _insert(
        connection, episode_version, public_id=public_id, episode_id=episode_id, digest=public_id * 4,
        language="en", frame_count=60 * 24, rate_numerator=24, rate_denominator=1,
        master_playlist="hls/master.m3u8", poster="poster.png", renditions="[]", captions="[]", covers="[]",
        ai_label="{}", created_us=now_us,
    )  # fmt: skip
    for position, (line_id, text, start_ms, end_ms) in enumerate(lines):
        connection.execute(
            line.insert().values(
                version_id=version_id, line_id=line_id, position=position, speaker="Mei", character="mei",
                text=text, start_ms=start_ms, end_ms=end_ms,
            )
        )  # fmt: skip


def _insert(connection: Connection, table: Table, **values: object) -> int:
    connection.execute(table.insert().values(**values))
    number = connection.scalar(select(table.c.id).where(table.c.public_id == values["public_id"]))
    assert isinstance(number, int)
    return number
