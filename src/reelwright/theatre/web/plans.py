"""The subscriptions that are sold, as ``shop_plans.html`` shows them to a viewer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from fastapi import Request

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.wallet.subscriptions import Standing, standing
from reelwright.theatre.web.addresses import inside
from reelwright.theatre.web.hall import Hall, hall_of
from reelwright.theatre.web.language import said
from reelwright.theatre.web.money import money
from reelwright.theatre.web.till import Till


@dataclass(frozen=True)
class PlansShown:
    """``offers`` are name, price and interval of each plan; ``key`` is a new one for the form; ``back`` is
    where the viewer goes afterwards."""

    offers: tuple[tuple[str, str, str], ...]
    standing: Standing | None
    key: str
    back: str


async def plans_for(request: Request, viewer: Viewer | None, *, back: str = "") -> PlansShown:
    """What is sold to ``viewer`` and what they have; none where nothing is sold."""
    hall, language = hall_of(request), str(request.state.language)
    plans = hall.settings.offers.plans if Till in hall.things else ()
    offers = tuple(
        (one.name, money(one.amount, one.unit, language), said(language, one.interval)) for one in plans
    )
    found = await standing_of(hall, viewer)
    return PlansShown(offers, found, secrets.token_urlsafe(16), inside(back, otherwise=""))


async def standing_of(hall: Hall, viewer: Viewer | None) -> Standing | None:
    """How the subscription of whoever asks stands."""
    if viewer is None:
        return None
    return await hall.store.reading(lambda connection: standing(connection, viewer.id))
