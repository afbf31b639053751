"""What a viewer does that costs coins or brings them, over HTTP, with everything that was sent noted.

A dealing is a function of a ``Buyer`` in ``DEALINGS``; it is done as often as it stands there.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bench.theatre_house import PRICE_COINS, House
from bench.visitor import Answer, Visitor
from reelwright.theatre.store import SystemClock
from reelwright.theatre.wallet.payments import Paid, Told
from reelwright.theatre.wallet.rehearsal import NAME, PAGE
from reelwright.theatre.wallet.rehearsal_signing import Signing

UNLOCKS, PURCHASES, REFUNDS = "/api/unlocks", "/api/purchases", "/api/operator/refunds"
WEBHOOKS = f"/api/webhooks/{NAME}"
PACKS = ("small", "medium")
OPERATOR = -1
_NAMES = {PURCHASES: "purchase", REFUNDS: "refund"}


@dataclass
class Sent:
    """A request that moves money, and what it was answered; ``who`` is a customer's number, or ``OPERATOR``.
    The body is JSON with a key, a webhook's bytes, or the form of the page where one pays."""

    who: int
    path: str
    body: Any
    key: str
    answer: Answer

    @property
    def is_acknowledged(self) -> bool:
        return 200 <= self.answer.status < 400

    def is_answered_alike(self, again: Answer) -> bool:
        """Whether the same request was answered the same: word for word where it has one answer for ever, by
        the same name where the rest goes on, and for an event that it was taken."""
        if self.path == UNLOCKS:
            return again == self.answer
        name = _NAMES.get(self.path)
        if name is not None and self.answer.told()[name] != again.told().get(name):
            return False
        return again.status == self.answer.status


@dataclass
class Journal:
    """What was sent, and the purchases that are known to be paid at the provider's page."""

    sent: list[Sent] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)


class Buyer:
    """A viewer, and the operator whom they ask for their money back."""

    def __init__(
        self, who: int, visitor: Visitor, operator: Visitor, journal: Journal, house: House,
        signing: Signing, chance: random.Random,
    ) -> None:  # fmt: skip
        self.who, self.house, self.chance, self.journal = who, house, chance, journal
        self._visitor, self._operator, self._signing = visitor, operator, signing

    async def send(self, path: str, body: dict[str, Any], *, as_operator: bool = False) -> Answer:
        """Ask for something once, under a key of its own."""
        key = f"kills-{self.chance.getrandbits(64):016x}"
        who, visitor = (OPERATOR, self._operator) if as_operator else (self.who, self._visitor)
        return self._noted(who, path, body, key, await visitor.post(path, body, key=key))

    async def pay(self, purchase: str) -> Answer:
        """Go to the provider's page and press *Pay*."""
        went = await self._visitor.get(f"/shop/pay/{purchase}")
        if went.status != 303:
            return went
        path, form = f"{PAGE}/test_pay_{purchase}", {"choice": "pay"}
        return self._noted(self.who, path, form, "", await self._visitor.submit(path, form))

    async def tell(self, told: Told) -> Answer:
        """A webhook, as the provider sends it."""
        body = msgspec.json.encode(told)
        return self._noted(self.who, WEBHOOKS, body, "", await hook(self._visitor, self._signing, body))

    def _noted(self, who: int, path: str, body: Any, key: str, answer: Answer) -> Answer:
        self.journal.sent.append(Sent(who, path, body, key, answer))
        return answer


async def hook(visitor: Visitor, signing: Signing, body: bytes) -> Answer:
    """A webhook, signed now."""
    return await visitor.tell(WEBHOOKS, body, signing.signed(body, now_us=SystemClock().now_us()))


async def send_again(visitor: Visitor, signing: Signing, sent: Sent) -> Answer:
    """The same request once more."""
    if sent.path == WEBHOOKS:
        return await hook(visitor, signing, sent.body)
    if sent.path.startswith(PAGE):
        return await visitor.submit(sent.path, sent.body)
    return await visitor.post(sent.path, sent.body, key=sent.key)


async def unlock_one(buyer: Buyer) -> Answer:
    """One episode; it may be the viewer's already."""
    episode = buyer.chance.choice(buyer.house.episodes)
    return await buyer.send(UNLOCKS, {"episodes": [episode], "most_coins": PRICE_COINS})


async def unlock_some(buyer: Buyer) -> Answer:
    """Three of a series at once."""
    some = buyer.chance.sample(buyer.house.episodes, 3)
    return await buyer.send(UNLOCKS, {"episodes": some, "most_coins": 3 * PRICE_COINS})


async def buy_coins(buyer: Buyer) -> Answer:
    """A pack, paid at the provider's page."""
    begun = await buyer.send(PURCHASES, {"pack": buyer.chance.choice(PACKS)})
    if begun.status != 201:
        return begun
    purchase = str(begun.told()["purchase"])
    paid = await buyer.pay(purchase)
    if paid.status == 303:
        buyer.journal.paid.append(purchase)
    return paid


async def be_told_twice(buyer: Buyer) -> Answer:
    """A pack whose payment the provider tells by itself, and again."""
    begun = await buyer.send(PURCHASES, {"pack": buyer.chance.choice(PACKS)})
    if begun.status != 201:
        return begun
    bought = begun.told()
    payment = f"told_pay_{bought['purchase']}"
    fact = Paid(purchase=bought["purchase"], payment=payment, amount=bought["amount"], unit=bought["unit"])
    now_us = SystemClock().now_us()
    told = Told(provider=NAME, reference=f"evt_{payment}", kind="payment.paid", told_us=now_us, fact=fact)
    first = await buyer.tell(told)
    return await buyer.tell(told) if first.status == 200 else first


async def want_it_back(buyer: Buyer) -> Answer:
    """The operator sends a paid purchase's money back, whoever's it is."""
    if not buyer.journal.paid:
        return await unlock_one(buyer)
    subject = buyer.journal.paid.pop(buyer.chance.randrange(len(buyer.journal.paid)))
    body = {"subject": subject, "reason": "They asked for it"}
    return await buyer.send(REFUNDS, body, as_operator=True)


DEALINGS: Sequence[Callable[[Buyer], Awaitable[Answer]]] = (
    unlock_one, unlock_one, unlock_some, buy_coins, buy_coins, be_told_twice, want_it_back,
)  # fmt: skip
