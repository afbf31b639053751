"""What an operator sees of accounts, and does to them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, func, or_, select, update

from reelwright.errors import BadInput
from reelwright.theatre.accounts.roles import ROLES, Role
from reelwright.theatre.accounts.tables import operator_act, session, viewer

SHOWN = 50


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the operator's list."""

    public_id: str
    mail: str
    name: str
    role: Role
    created_us: int
    is_verified: bool
    suspended_for: str
    is_suspended: bool


def found_accounts(connection: Connection, wanted: str) -> Sequence[Account]:
    """Accounts whose address, name or id has ``wanted`` in it, the newest first, ``SHOWN`` at most."""
    query = select(viewer).where(viewer.c.mail.is_not(None))
    if wanted.strip():
        part = wanted.strip().lower()
        query = query.where(
            or_(
                viewer.c.mail.contains(part, autoescape=True),
                func.lower(viewer.c.name).contains(part, autoescape=True),
                viewer.c.public_id == part,
            )
        )
    rows = connection.execute(query.order_by(viewer.c.id.desc()).limit(SHOWN)).all()
    return [
        Account(
            public_id=row.public_id, mail=row.mail, name=row.name, role=row.role, created_us=row.created_us,
            is_verified=row.is_verified, suspended_for=row.suspended_for,
            is_suspended=row.suspended_us is not None,
        )
        for row in rows
    ]  # fmt: skip


def suspend(connection: Connection, operator_id: int, public_id: str, reason: str, *, now_us: int) -> None:
    """Nobody enters this account any more, and whoever is in it is out. Raises ``BadInput``."""
    if not reason.strip():
        raise BadInput("A suspension has a reason", next_step="The viewer may ask for it.")
    number = _number_of(connection, public_id)
    if number == operator_id:
        raise BadInput("Operators do not suspend themselves")
    values = {"suspended_us": now_us, "suspended_for": reason.strip()[:500]}
    connection.execute(update(viewer).where(viewer.c.id == number).values(values))
    connection.execute(delete(session).where(session.c.viewer_id == number))
    _note(connection, operator_id, number, "suspend", reason, now_us)


def let_back(connection: Connection, operator_id: int, public_id: str, *, now_us: int) -> None:
    """The suspension is over. Raises ``BadInput``."""
    number = _number_of(connection, public_id)
    values = {"suspended_us": None, "suspended_for": ""}
    connection.execute(update(viewer).where(viewer.c.id == number).values(values))
    _note(connection, operator_id, number, "let back", "", now_us)


def give_role(connection: Connection, operator_id: int, public_id: str, role: str, *, now_us: int) -> None:
    """Another role. The last operator stays one. Raises ``BadInput``."""
    if role not in ROLES:
        raise BadInput(f"There is no role {role!r}")
    number = _number_of(connection, public_id)
    others = select(viewer.c.id).where(viewer.c.role == "operator", viewer.c.id != number).limit(1)
    if role != "operator" and connection.scalar(others) is None:
        raise BadInput("This is the last operator", next_step="Make another one first.")
    connection.execute(update(viewer).where(viewer.c.id == number).values(role=role))
    _note(connection, operator_id, number, f"role {role}", "", now_us)


def _number_of(connection: Connection, public_id: str) -> int:
    number = connection.scalar(
        select(viewer.c.id).where(viewer.c.public_id == public_id, viewer.c.mail.is_not(None))
    )
    if number is None:
        raise BadInput("There is no such account", where=public_id[:40])
    return int(number)


def _note(connection: Connection, operator_id: int, number: int, act: str, reason: str, now_us: int) -> None:
    values = {"operator_id": operator_id, "viewer_id": number, "act": act, "reason": reason.strip()[:500]}
    connection.execute(operator_act.insert().values(created_us=now_us, **values))
