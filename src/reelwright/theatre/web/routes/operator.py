"""The operator's desk: accounts, health, storage, and the ways to the books and to what was reported."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, func, select, text

from reelwright import __version__
from reelwright.theatre.accounts import ROLES, Viewer
from reelwright.theatre.accounts.overseeing import found_accounts, give_role, let_back, suspend
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.store.outbox import ATTEMPTS, outbox
from reelwright.theatre.web.hall import Hall, hall_of, only
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES

router = APIRouter(responses=RESPONSES, include_in_schema=False)

Here = Annotated[Hall, Depends(hall_of)]
Operator = Annotated[Viewer, Depends(only("operator"))]
Text = Annotated[str, Form(max_length=500)]
DESK = "/desk/operator"
_PLACES = (
    (f"{DESK}/refunds", "Refunds"),
    (f"{DESK}/payouts", "Payouts"),
    (f"{DESK}/ledger", "Books"),
    ("/desk/moderator", "Reports"),
)
"""The operator's other pages."""


@router.get(DESK)
async def desk(
    request: Request, hall: Here, operator: Operator, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    accounts = await hall.store.reading(lambda connection: found_accounts(connection, q))
    health = await hall.store.reading(lambda connection: _health(connection, hall))
    return page(
        request,
        "desk/operator.html",
        accounts=accounts,
        wanted=q,
        roles=ROLES,
        health=health,
        places=_PLACES,
    )


@router.post(f"{DESK}/suspend")
async def suspend_account(hall: Here, operator: Operator, account: Text, reason: Text = "") -> Response:
    now_us = hall.now_us()
    await hall.store.writing(lambda c: suspend(c, operator.id, account, reason, now_us=now_us))
    return RedirectResponse(DESK, 303)


@router.post(f"{DESK}/let-back")
async def let_account_back(hall: Here, operator: Operator, account: Text) -> Response:
    now_us = hall.now_us()
    await hall.store.writing(lambda c: let_back(c, operator.id, account, now_us=now_us))
    return RedirectResponse(DESK, 303)


@router.post(f"{DESK}/role")
async def change_role(hall: Here, operator: Operator, account: Text, role: Text) -> Response:
    now_us = hall.now_us()
    await hall.store.writing(lambda c: give_role(c, operator.id, account, role, now_us=now_us))
    return RedirectResponse(DESK, 303)


def _health(connection: Connection, hall: Hall) -> dict[str, str]:
    """What is measured, in the order in which it is shown."""
    now_us = hall.now_us()
    waiting = select(func.count(), func.min(outbox.c.created_us)).where(
        outbox.c.done_us.is_(None), outbox.c.attempts < ATTEMPTS
    )
    count, oldest_us = connection.execute(waiting).one()
    given_up = select(func.count()).where(outbox.c.done_us.is_(None), outbox.c.attempts >= ATTEMPTS)
    is_account = viewer.c.mail.is_not(None)
    kind = "SQLite" if hall.store.is_sqlite else "PostgreSQL"
    free = shutil.disk_usage(hall.settings.folder)
    return {
        "version": __version__,
        "database": f"{kind}, {_size(_database_bytes(connection, hall))}",
        "media": _size(sum(size for _, size in hall.objects.listed())),
        "disk": f"{_size(free.free)} / {_size(free.total)}",
        "outbox": f"{count}" + (f", {(now_us - oldest_us) // 1_000_000} s" if oldest_us else ""),
        "given_up": str(connection.scalar(given_up) or 0),
        "accounts": str(connection.scalar(select(func.count()).select_from(viewer).where(is_account)) or 0),
        "guests": str(connection.scalar(select(func.count()).select_from(viewer).where(~is_account)) or 0),
    }


def _database_bytes(connection: Connection, hall: Hall) -> int:
    if not hall.store.is_sqlite:
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    path = Path(hall.store.url.database or "")
    return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))


def _size(count: float) -> str:
    for unit in ("B", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.1f} TiB"
