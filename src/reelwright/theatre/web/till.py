"""By whom the theatre takes money, and how what that provider tells comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reelwright.theatre.wallet import events
from reelwright.theatre.wallet.payments import Declined, NotGenuine, PaymentProvider, ProviderAway, Taker
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.problems import STATUSES, NotFound

STATUSES.update({NotGenuine: 400, Declined: 402, ProviderAway: 503})


@dataclass(frozen=True)
class Till:
    """The provider of this theatre, in ``hall.things``; nothing is sold where there is none."""

    provider: PaymentProvider
    takers: Mapping[type, Taker]

    def receive(self, hall: Hall, body: bytes, headers: Mapping[str, str]) -> str:
        """A webhook → ``taken``, ``waiting``, ``seen``, or ``passed`` for what does not concern us. When this
        returns it is durable. ``headers`` have lower-case names. Raises ``NotGenuine``."""
        told = self.provider.told(body, headers, now_us=hall.now_us())
        if told is None:
            return "passed"
        return hall.store.write(
            lambda connection: events.take(connection, told, self.takers, now_us=hall.now_us())
        )


def till_of(hall: Hall) -> Till:
    """Raises ``NotFound`` where nothing is sold."""
    found: Till | None = hall.things.get(Till)
    if found is None:
        raise NotFound("Nothing is sold in this theatre", next_step="Ask its operator to turn payments on.")
    return found
