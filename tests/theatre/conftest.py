"""Every test that asks for ``store`` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.postgres import Postgres
from tests.theatre import s3

from reelwright.theatre.store import Store, migrate


class ManualClock:
    """A clock that a test sets."""

    def __init__(self, now_us: int = 1_790_000_000_000_000) -> None:
        self.time_us = now_us

    def now_us(self) -> int:
        return self.time_us

    def pass_s(self, seconds: float) -> None:
        self.time_us += round(seconds * 1_000_000)


class ShiftedClock:
    """The machine's clock, and what a test puts on top."""

    shift_s = 0

    def now_us(self) -> int:
        return time.time_ns() // 1000 + self.shift_s * 1_000_000


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of an S3 server that has the bucket ``shelf``."""
    with s3.s3_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/theatre.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(database_url: str, clock: ManualClock) -> Iterator[Store]:
    made = Store(database_url, clock=clock)
    migrate(made)
    try:
        yield made
    finally:
        made.close()
