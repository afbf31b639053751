"""Who takes which fact of a payment provider: the parts of all modules of money, put together."""

from __future__ import annotations

from reelwright.theatre.wallet import purchases, refunds, subscription_events
from reelwright.theatre.wallet.payments import Taker

TAKERS: dict[type, Taker] = {**purchases.TAKERS, **subscription_events.TAKERS, **refunds.TAKERS}
