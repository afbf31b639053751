"""Refunds that were asked for → the provider, through the outbox."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI

from reelwright.theatre.wallet import events, refunds
from reelwright.theatre.wallet.payments import PaymentProvider, ProviderAway, Told
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.till import Till


def furnish(app: FastAPI, hall: Hall) -> None:
    """The outbox delivers them."""
    hall.handlers[refunds.OUTBOX_KIND] = partial(
        refunds.send, hall.store, partial(_provider, hall), partial(_take, hall)
    )


def _provider(hall: Hall, name: str) -> PaymentProvider:
    till: Till | None = hall.things.get(Till)
    if till is None or till.provider.name != name:
        raise ProviderAway(
            f"This theatre takes no payments by {name} now",
            next_step="Turn them on, or send the money back there.",
        )
    return till.provider


def _take(hall: Hall, told: Told) -> str:
    till: Till = hall.things[Till]
    return hall.store.write(partial(events.take, told=told, takers=till.takers, now_us=hall.now_us()))
