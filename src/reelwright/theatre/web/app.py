"""Settings and a database → the application."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from reelwright import __version__
from reelwright.errors import ReelwrightError
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.store import Clock, OutboxWorker, Store, migrate
from reelwright.theatre.web import routes
from reelwright.theatre.web.guard import CARRIED, Guard
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.limits import Limits
from reelwright.theatre.web.problems import NotSignedIn, answer, status_of, wants_page
from reelwright.theatre.web.settings import Settings

_LOG = logging.getLogger(__name__)
STATIC = Path(__file__).with_name("static")
_FOR_EVER = "public, max-age=31536000, immutable"
_ASKED_MOST = ("player", "wall")
"""Routes are tried one after the other, so these stand first."""
_SAID = {404: "There is nothing at this address", 405: "This cannot be done here"}


def make_app(settings: Settings, *, clock: Clock | None = None) -> FastAPI:
    """The theatre as an ASGI application; its database is brought to this version's tables.

    Every module of ``web.routes`` may have a ``router``, a ``furnish(app, hall)`` that is called once, before
    the first request, and a ``stand_before(app, hall)`` that puts something even before the guard.
    Raises ``BadInput`` and ``CannotWrite`` as the rooms do.
    """
    store = Store(settings.database_url, clock=clock)
    migrate(store)
    hall = Hall(settings=settings, store=store, objects=ObjectStore(settings.media), limits=Limits())
    app = FastAPI(
        title=settings.title,
        version=__version__,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.hall = hall
    for module in _route_modules():
        if router := getattr(module, "router", None):
            app.include_router(router)
        if furnish := getattr(module, "furnish", None):
            furnish(app, hall)
    app.mount("/static", _Static(directory=STATIC), name="static")
    app.add_middleware(Guard, hall=hall)
    for module in _route_modules():
        if stand_before := getattr(module, "stand_before", None):
            stand_before(app, hall)
    app.add_exception_handler(ReelwrightError, _refusal)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for unkept in (DataError, OverflowError):
        app.add_exception_handler(unkept, _unkept)
    app.add_exception_handler(Exception, _broken)
    return app


def _route_modules() -> list[Any]:
    names = sorted(
        (module.name for module in pkgutil.iter_modules(routes.__path__)),
        key=lambda name: (name not in _ASKED_MOST, name),
    )
    return [importlib.import_module(f"{routes.__name__}.{name}") for name in names]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    hall: Hall = app.state.hall
    worker = OutboxWorker(hall.store, hall.handlers)
    worker.start()
    try:
        yield
    finally:
        worker.close()
        hall.store.close()


class _Static(StaticFiles):
    """Our own files. An address with a version is kept for ever; a module that another one imports has none
    and is asked for anew."""

    async def get_response(self, path: str, scope: Any) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _FOR_EVER if b"v=" in scope["query_string"] else "no-cache"
        return response


async def _refusal(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, ReelwrightError)
    if isinstance(problem, NotSignedIn) and request.method == "GET" and wants_page(request):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?{urlencode({'next': asked})}", 303)
    status, where = status_of(problem), problem.where
    if status >= 500:  # ours to mend: where it happened is not for whoever asks
        where = str(getattr(request.state, "request_id", ""))
        _LOG.error("request %s: %s", where, problem)
    return answer(request, status, problem.what, where=where, next_step=problem.next_step)


async def _invalid(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, RequestValidationError)
    first = problem.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return answer(
        request, 422, "Something in this request is not as it should be", where=where, next_step=first["msg"]
    )


async def _http(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    response = answer(request, problem.status_code, _SAID.get(problem.status_code, str(problem.detail)))
    response.headers.update(problem.headers or {})
    return response


async def _unkept(request: Request, problem: Exception) -> Response:
    """A number or a character that the database cannot hold."""
    return answer(request, 400, "Something in this request cannot be kept", next_step="Write it otherwise.")


async def _broken(request: Request, problem: Exception) -> Response:
    """Outside of the guard, so what every answer carries is added here."""
    request_id = str(getattr(request.state, "request_id", ""))
    _LOG.error("request %s broke: %s %s", request_id, request.method, request.url.path)
    response = answer(
        request,
        500,
        "Something broke on our side",
        where=request_id,
        next_step="Try again; nothing that you were told was done is lost.",
    )
    response.headers.update({name.decode(): value.decode() for name, value in CARRIED})
    response.headers["x-request-id"] = request_id
    return response
