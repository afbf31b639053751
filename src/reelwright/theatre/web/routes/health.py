"""Whether the theatre is well."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import text

from reelwright import __version__
from reelwright.theatre.web.hall import Hall, hall_of

router = APIRouter()


class Health(BaseModel):
    """The database answers."""

    version: str
    database: str


@router.get("/healthz")
async def health(hall: Annotated[Hall, Depends(hall_of)]) -> Health:
    """For load balancers and for ``systemd``."""
    await hall.store.reading(lambda connection: connection.execute(text("SELECT 1")).scalar())
    return Health(version=__version__, database="sqlite" if hall.store.is_sqlite else "postgresql")
