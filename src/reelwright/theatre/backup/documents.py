"""What a backup says of itself: ``backup.json`` in a zip file, beside tables, media and settings."""

from __future__ import annotations

import msgspec

from reelwright.theatre.wallet.rehearsal_memory import FILE as MEMORY

FORMAT = 1
ABOUT = "backup.json"
SETTINGS = ("theatre.toml", "secret")
"""Files of the theatre's folder that go along: without the secret every pass and form of before is void."""
BESIDE = (*SETTINGS, MEMORY)
"""All of its files: without what test payments remember no subscription that was paid so would be renewed."""


class TableAbout(msgspec.Struct, frozen=True):
    """How many rows of a table there are; they stand in ``tables/NAME.jsonl``, one a line."""

    name: str
    row_count: int


class About(msgspec.Struct, frozen=True, kw_only=True):
    """The backup as a whole. ``revision`` is the step of the migrations that its tables are of."""

    format: int
    program: str
    created_us: int
    revision: str
    tables: tuple[TableAbout, ...]
    object_count: int


def table_path(name: str) -> str:
    return f"tables/{name}.jsonl"


def beside_path(name: str) -> str:
    return f"settings/{name}"


def object_path(sha256: str) -> str:
    return f"media/{sha256[:2]}/{sha256[2:]}"
