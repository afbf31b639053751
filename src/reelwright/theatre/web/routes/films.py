"""Puts the media before the application."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from reelwright.theatre.catalogue.files import FileIndex
from reelwright.theatre.web.gate import KeyringPasses, SessionGate
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.routes.media import PREFIX, MediaApp


def stand_before(app: FastAPI, hall: Hall) -> None:
    """Requests below ``/media/`` go to the media, all others on."""
    settings = hall.settings
    media = MediaApp(
        FileIndex(hall.store),
        hall.objects,
        SessionGate(hall.store),
        KeyringPasses(settings.secrets),
        hall.store.clock,
        handing=settings.handing or None,  # type: ignore[arg-type]
        is_secure=settings.is_secure,
    )
    app.add_middleware(_Before, media=media)


class _Before:
    def __init__(self, app: ASGIApp, media: MediaApp) -> None:
        self._app, self._media = app, media

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await self._media(scope, receive, send)
        else:
            await self._app(scope, receive, send)
