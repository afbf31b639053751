"""The page on which a card is entered: its number goes from the browser to Stripe and never comes here."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response

from reelwright.theatre.web.guard import POLICY
from reelwright.theatre.web.hall import hall_of
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.settings import Settings

_SCRIPT = "https://js.stripe.com/v3/"
_FRAMES = "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com"
_API = "https://api.stripe.com"


def card_page(
    request: Request, *, secret: str, keeps_card: bool, what: str, price: str, done: str, back: str
) -> Response:
    """Where ``secret`` of a ``Checkout`` is confirmed: a payment, or a card that is kept. ``done`` is the
    path that follows, ``back`` the one for who does not want to; ``what`` and ``price`` are shown."""
    settings = hall_of(request).settings
    request.state.policy = card_policy(settings)
    return page(
        request, "card.html", secret=secret, keeps_card=keeps_card, what=what, price=price, done=done,
        back=back, script=script_of(settings), public_key=settings.stripe_public_key,
    )  # fmt: skip


def script_of(settings: Settings) -> str:
    """The address of Stripe.js, or of the one that belongs to ``stripe_api``."""
    return f"{settings.stripe_api.rstrip('/')}/js.stripe.com/v3/" if settings.stripe_api else _SCRIPT


def card_policy(settings: Settings) -> str:
    """The content security policy of this page alone: Stripe's script and frames may work in it."""
    if settings.stripe_api:
        parts = urlsplit(settings.stripe_api)
        scripts = frames = api = f"{parts.scheme}://{parts.netloc}"
    else:
        scripts, frames, api = "https://js.stripe.com https://*.js.stripe.com", _FRAMES, _API
    return (
        POLICY.replace("script-src 'self'", f"script-src 'self' {scripts}").replace(
            "connect-src 'self'", f"connect-src 'self' {api}"
        )
        + f"; frame-src {frames}"
    )
