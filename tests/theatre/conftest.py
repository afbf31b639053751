"""Every test that asks for ``store`` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.postgres import Postgres
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from tests.theatre import s3

from reelwright.theatre.accounts import signing
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


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of this version's tables, to be copied: a copy takes less than their migrations."""
    made = tmp_path_factory.mktemp("tables") / "theatre.db"
    _make_tables(f"sqlite:///{made}")
    return made


@pytest.fixture(scope="session")
def postgres_tables(postgres: Postgres) -> str:
    """The same on PostgreSQL."""
    made = postgres.new_database()
    _make_tables(made)
    return made


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of this version's tables, with nothing in them."""
    if request.param == "sqlite":
        tables: Path = request.getfixturevalue("sqlite_tables")
        shutil.copy(tables, tmp_path / "theatre.db")
        return f"sqlite:///{tmp_path}/theatre.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database(like=request.getfixturevalue("postgres_tables"))


def _make_tables(url: str) -> None:
    made = Store(url)
    try:
        migrate(made)
    finally:
        made.close()


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> Iterator[None]:
    """Argon2id at the least of its cost: the real one takes a sixth of a second and 64 MiB each time, which
    ``test_accounts`` looks at once and servers in processes of their own pay."""
    light = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing, "_hasher", lambda: light)
        yield
    signing._nobodys.cache_clear()


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
