"""What the tables of every room are made of."""

from __future__ import annotations

import secrets

from sqlalchemy import BigInteger, Integer, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""The tables of all rooms; each room's ``tables.py`` adds its own."""

Id = BigInteger().with_variant(Integer, "sqlite")
"""A row's number, never shown. SQLite counts a primary key upwards only when its type is INTEGER."""

Micros = BigInteger
"""A time: microseconds since 1970, UTC. Such columns are named ``*_us``."""

PublicId = String(16)
"""What ``new_id`` gives."""

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(now_us: int) -> str:
    """16 characters that may stand in an address: ten of the time (milliseconds, so that ids sort by it) and
    six by chance. It is a name, not a secret."""
    number = (now_us // 1000 & (1 << 50) - 1) << 30 | secrets.randbits(30)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5))
