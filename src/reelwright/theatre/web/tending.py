"""What is done again and again while the theatre is open."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

_LOG = logging.getLogger(__name__)


def tend_every(app: FastAPI, seconds: float, work: Callable[[], object], *, what: str) -> None:
    """Do ``work`` in a thread when the theatre opens and every so many ``seconds`` until it closes. What it
    raises is noted as ``what``: a full disk, a database that is away. The next turn does it."""
    inside = app.router.lifespan_context

    async def turns() -> None:
        while True:
            try:
                await asyncio.to_thread(work)
            except Exception:
                _LOG.warning("%s: not done, and tried again in %g s", what, seconds, exc_info=True)
            await asyncio.sleep(seconds)

    @asynccontextmanager
    async def tended(app: FastAPI) -> AsyncIterator[Any]:
        async with inside(app) as state:
            task = asyncio.create_task(turns())
            try:
                yield state
            finally:
                task.cancel()

    app.router.lifespan_context = tended
