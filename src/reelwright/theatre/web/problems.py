"""What went wrong → a status and words: what, where, next step, in the viewer's language."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from reelwright.errors import BadInput, CannotWrite, MissingDependency, ReelwrightError
from reelwright.theatre.web.language import said


class Problem(BaseModel):
    """What every refused request of the API answers with."""

    status: int
    what: str
    where: str = ""
    next_step: str = ""


class Refused(ReelwrightError):
    """A request that is understood and not done."""

    status = 403


class NotSignedIn(Refused):
    """Somebody has to say who they are first."""

    status = 401


class NotFound(Refused):
    """There is nothing at this address."""

    status = 404


class TooMany(Refused):
    """Asked more often than is allowed."""

    status = 429


class TooLarge(Refused):
    """More than may be sent."""

    status = 413


STATUSES: dict[type[ReelwrightError], int] = {BadInput: 400, CannotWrite: 507, MissingDependency: 501}
"""Of errors that the rooms below raise; a room's routes add theirs."""

# Said as a schema, not as a model: FastAPI would build a validator for each of ten statuses of every route,
# half a second at each start, and validate nothing with it.
_TOLD = {"content": {"application/json": {"schema": Problem.model_json_schema()}}}
RESPONSES: dict[int | str, dict[str, Any]] = dict.fromkeys(
    (400, 401, 402, 403, 404, 409, 413, 422, 429, 503, 507), _TOLD
)


def status_of(problem: ReelwrightError) -> int:
    """The HTTP status of an error."""
    own = getattr(problem, "status", None)
    if isinstance(own, int):
        return own
    return next((STATUSES[kind] for kind in type(problem).__mro__ if kind in STATUSES), 500)


def answer(request: Request, status: int, what: str, *, where: str = "", next_step: str = "") -> Response:
    """A page for who reads pages, JSON for who asked for it."""
    language = getattr(request.state, "language", "en")
    told = Problem(
        status=status,
        what=said(language, what),
        where=where,
        next_step=said(language, next_step) if next_step else "",
    )
    headers = {"cache-control": "no-store"}
    if wants_page(request):
        from reelwright.theatre.web.pages import page

        response = page(request, "problem.html", problem=told)
        response.status_code = status
        response.headers.update(headers)
        return response
    return JSONResponse(told.model_dump(), status, headers)


def wants_page(request: Request) -> bool:
    """Whether a person looks at the answer."""
    if request.url.path.startswith(("/api/", "/media/")):
        return False
    return "text/html" in request.headers.get("accept", "")
