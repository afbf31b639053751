"""What a provider of payments tells: verified, taken in one transaction, and only then answered."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel

from reelwright.theatre.web.hall import hall_of
from reelwright.theatre.web.problems import RESPONSES, NotFound
from reelwright.theatre.web.till import till_of

router = APIRouter(prefix="/api", tags=["webhooks"], responses=RESPONSES)


class Taken(BaseModel):
    """What came of an event: ``waiting`` for what it speaks of, ``seen`` before, ``passed`` as not for us."""

    outcome: Literal["taken", "waiting", "seen", "passed"]


@router.post("/webhooks/{provider}")
async def told(
    request: Request, provider: Annotated[str, Path(min_length=1, max_length=16, pattern="^[a-z]+$")]
) -> Taken:
    """An event of the payment provider, signed by it. Answered when it is durable; sent again, it changes
    nothing. What cannot be taken now is answered 503, and the provider sends it again."""
    hall = hall_of(request)
    till = till_of(hall)
    if provider != till.provider.name:
        raise NotFound("This provider takes no money for this theatre", where=provider)
    body = await request.body()
    outcome = await asyncio.to_thread(till.receive, hall, body, dict(request.headers))
    return Taken.model_validate({"outcome": outcome})
