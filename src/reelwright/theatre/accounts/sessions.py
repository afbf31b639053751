"""A token in a cookie ↔ a viewer. Sessions are rows, so they can be listed and ended."""

from __future__ import annotations

import hashlib
import secrets

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, update

from reelwright.theatre.accounts.roles import Role
from reelwright.theatre.accounts.tables import session, viewer
from reelwright.theatre.store import Prepared, new_id

SESSION_S = 180 * 86_400
"""A session that is not used for so long is over."""
SEEN_EVERY_S = 3_600
"""Its use is written down no more often."""

_HOLDER = Prepared(
    select(viewer, session.c.seen_us)
    .join(session, session.c.viewer_id == viewer.c.id)
    .where(session.c.digest == bindparam("token"), session.c.expires_us > bindparam("now_us"))
    .where(viewer.c.deleted_us.is_(None))
)


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever sends a request. ``mail`` is empty for a guest."""

    id: int
    public_id: str
    mail: str
    name: str
    role: Role
    language: str
    is_verified: bool
    is_suspended: bool
    seen_us: int = 0

    @property
    def is_guest(self) -> bool:
        return not self.mail


def token_digest(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def new_guest(connection: Connection, *, language: str, now_us: int) -> int:
    """The row of somebody who has not said who they are."""
    values = {
        "public_id": new_id(now_us), "mail": None, "password": "", "name": "", "role": "viewer",
        "language": language, "is_verified": False, "created_us": now_us, "suspended_for": "",
    }  # fmt: skip
    return int(connection.execute(viewer.insert().values(values).returning(viewer.c.id)).scalar_one())


def open_session(connection: Connection, viewer_id: int, *, device: str, now_us: int) -> str:
    """The token of a new session of this viewer: 256 random bits, told once."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        session.insert().values(
            digest=token_digest(token), viewer_id=viewer_id, created_us=now_us, seen_us=now_us,
            expires_us=now_us + SESSION_S * 1_000_000, device=device[:200],
        )
    )  # fmt: skip
    return token


def end_session(connection: Connection, token: str) -> None:
    """The token opens nothing any more."""
    connection.execute(delete(session).where(session.c.digest == token_digest(token)))


def viewer_of(connection: Connection, token: str, *, now_us: int) -> Viewer | None:
    """Who holds a token, or ``None`` when nobody does (any more)."""
    row = _HOLDER.one(connection, token=token_digest(token), now_us=now_us)
    if row is None:
        return None
    return Viewer(
        id=row.id, public_id=row.public_id, mail=row.mail or "", name=row.name, role=row.role,
        language=row.language, is_verified=bool(row.is_verified), is_suspended=row.suspended_us is not None,
        seen_us=row.seen_us,
    )  # fmt: skip


def seen(connection: Connection, token: str, *, now_us: int) -> None:
    """A session that is used lasts on. A clock that was set back shortens nothing."""
    connection.execute(
        update(session)
        .where(session.c.digest == token_digest(token))
        .where(session.c.seen_us < now_us)
        .values(seen_us=now_us, expires_us=now_us + SESSION_S * 1_000_000)
    )
