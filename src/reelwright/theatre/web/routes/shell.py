"""What makes the theatre an app that can be installed: its manifest, its service worker, its page without a
connection."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from reelwright.theatre.web.hall import hall_of
from reelwright.theatre.web.language import direction, said
from reelwright.theatre.web.pages import STATIC, page, rendered

router = APIRouter(include_in_schema=False)
GROUND = "#08070b"


@router.get("/manifest.webmanifest")
async def manifest(request: Request) -> Response:
    """How the theatre looks when it is installed."""
    language = str(request.state.language)
    told = {
        "name": hall_of(request).settings.title,
        "short_name": hall_of(request).settings.title[:12],
        "description": said(language, "Vertical short dramas, one swipe after the other."),
        "lang": language,
        "dir": direction(language),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "orientation": "portrait",
        "background_color": GROUND,
        "theme_color": GROUND,
        "categories": ["entertainment"],
        "icons": [
            {
                "src": f"/static/icons/icon-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in (192, 512)
            for purpose in ("any", "maskable")
        ],
        "shortcuts": [{"name": said(language, "My list"), "url": "/library"}],
    }
    return JSONResponse(told, media_type="application/manifest+json")


@router.get("/sw.js")
async def service_worker(request: Request) -> Response:
    """The service worker: it keeps the shell and nothing else."""
    files = shell_files()
    text = rendered(request, "player/sw.js", files=files, version=_version_of(files))
    headers = {"cache-control": "no-cache"}
    return Response(text, media_type="text/javascript", headers=headers)


@router.get("/offline", response_class=HTMLResponse)
async def offline(request: Request) -> HTMLResponse:
    """What is shown without a connection."""
    return page(request, "player/offline.html")


@cache
def shell_files() -> list[str]:
    """The addresses of what the shell is made of."""
    found = [*STATIC.glob("*.css"), *STATIC.glob("player/*"), *STATIC.glob("icons/*.png")]
    return sorted(f"/static/{file.relative_to(STATIC).as_posix()}" for file in found)


def _version_of(files: list[str]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update((STATIC / Path(file).relative_to("/static")).read_bytes())
    return whole.hexdigest()[:12]
