"""Stripe as this theatre's provider of payments, where its settings say so."""

from __future__ import annotations

from fastapi import FastAPI

from reelwright.theatre.wallet.takers import TAKERS
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.till import Till


def furnish(app: FastAPI, hall: Hall) -> None:
    """Its SDK takes a while to be read, and is read only where it is used."""
    settings = hall.settings
    if settings.payments != "stripe":
        return
    from reelwright.theatre.wallet.stripe_provider import StripeProvider

    provider = StripeProvider(
        settings.stripe_key, settings.stripe_webhook_secret, hall.store.clock, api=settings.stripe_api
    )
    hall.things[Till] = Till(provider, TAKERS)
