"""Viewers and their sessions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from reelwright.theatre.store import Id, Micros, PublicId, metadata

viewer = Table(
    "viewer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public_id", PublicId, nullable=False, unique=True),
    Column("mail", String(254), nullable=True, unique=True),
    Column("password", String(200), nullable=False),
    Column("name", String(60), nullable=False),
    Column("role", String(16), nullable=False),
    Column("language", String(16), nullable=False),
    Column("is_verified", Boolean, nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("suspended_us", Micros, nullable=True),
    Column("suspended_for", Text, nullable=False),
    Column("deleted_us", Micros, nullable=True),
)
"""A guest has no ``mail`` and becomes an account by getting one: the row, and all that hangs on it, stays.
``mail`` is lower case; ``password`` an Argon2 hash, or empty."""

session = Table(
    "session",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("viewer_id", Id, ForeignKey("viewer.id"), nullable=False, index=True),
    Column("created_us", Micros, nullable=False),
    Column("seen_us", Micros, nullable=False),
    Column("expires_us", Micros, nullable=False),
    Column("device", String(200), nullable=False),
)
"""By the SHA-256 of its token: who reads the table cannot take a session over."""

letter_token = Table(
    "letter_token",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("viewer_id", Id, ForeignKey("viewer.id"), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("mail", String(254), nullable=False),
    Column("created_us", Micros, nullable=False),
    Column("expires_us", Micros, nullable=False),
    Column("used_us", Micros, nullable=True),
)
"""What a link in a letter proves, once: that its reader owns ``mail``, or may set a password."""
Index("ix_letter_token_viewer", letter_token.c.viewer_id, letter_token.c.purpose)

operator_act = Table(
    "operator_act",
    metadata,
    Column("id", Id, primary_key=True),
    Column("operator_id", Id, ForeignKey("viewer.id"), nullable=False),
    Column("viewer_id", Id, ForeignKey("viewer.id"), nullable=False),
    Column("act", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_us", Micros, nullable=False),
)
"""What operators did to accounts, and why. Rows are only added."""
