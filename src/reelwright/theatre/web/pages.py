"""Templates → pages."""

from __future__ import annotations

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from reelwright.theatre.web.hall import hall_of, session_token
from reelwright.theatre.web.language import LANGUAGES, NAMES, direction, label, translations
from reelwright.theatre.web.times import clock, day, field

STATIC = Path(__file__).with_name("static")


def page(request: Request, template: str, **values: Any) -> HTMLResponse:
    """A page, or a part of one, in the viewer's language. Besides ``values`` a template knows ``language``,
    ``direction``, ``viewer`` (or None), ``theatre`` (the settings), ``csrf`` and ``address``, and how times
    are written (``clock``, ``day``, ``field``)."""
    return HTMLResponse(rendered(request, template, **values))


def rendered(request: Request, template: str, **values: Any) -> str:
    """The text of a page."""
    hall, language = hall_of(request), str(request.state.language)
    token = session_token(request)
    return environment(language).get_template(template).render(
        language=language, direction=direction(language), languages=NAMES, theatre=hall.settings,
        viewer=getattr(request.state, "viewer", None), csrf=hall.csrf_of(token) if token else "",
        address=request.url.path, **values,
    )  # fmt: skip


@cache
def environment(language: str) -> Environment:
    """The templates, speaking a language."""
    assert language in LANGUAGES
    made = Environment(
        loader=PackageLoader("reelwright.theatre.web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known = translations(language)
    made.install_gettext_callables(known.gettext, known.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["label"] = partial(label, language)
    made.globals |= {"static": static, "clock": clock, "day": day, "field": field}
    return made


@cache
def static(name: str) -> str:
    """The address of a file of ours; it changes with the file, so that it may be kept for ever."""
    path = STATIC / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
    return f"/static/{name}?v={digest}"
