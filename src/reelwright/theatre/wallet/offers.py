"""What is sold: packs of coins and subscriptions, and what a coin is worth in money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

import msgspec

from reelwright.errors import BadInput

BONUS_DAYS = 90
"""How long bonus coins are good for. Purchased coins are good for ever."""
INTERVAL_DAYS = {"week": 7, "month": 30, "year": 365}
_UNIT = re.compile(r"[A-Z]{3}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Coins for money: ``amount`` in the smallest piece of ``unit`` (an ISO 4217 code)."""

    name: str
    coins: int
    amount: int
    bonus_coins: int = 0
    unit: str = "USD"


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything, for a ``week``, a ``month`` or a ``year``, renewed until it is cancelled."""

    name: str
    interval: str
    amount: int
    unit: str = "USD"


T = TypeVar("T", Pack, Plan)


class Offers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What this theatre sells, the smallest pack first."""

    packs: tuple[Pack, ...] = (
        Pack(name="small", coins=300, amount=299),
        Pack(name="medium", coins=1_000, bonus_coins=100, amount=999),
        Pack(name="large", coins=2_500, bonus_coins=500, amount=2_499),
    )
    plans: tuple[Plan, ...] = (
        Plan(name="weekly", interval="week", amount=499),
        Plan(name="monthly", interval="month", amount=1_499),
        Plan(name="yearly", interval="year", amount=9_999),
    )
    creator_bp: int = 5_000
    """The creator's part of what an episode earns, in hundredths of a percent."""

    def pack(self, name: str) -> Pack:
        """The pack of this name. Raises ``BadInput``."""
        return _named(self.packs, name, "pack of coins")

    def plan(self, name: str) -> Plan:
        """The subscription of this name. Raises ``BadInput``."""
        return _named(self.plans, name, "subscription")

    def worth(self, coins: int) -> tuple[int, str]:
        """What ``coins`` cost at the dearest rate they are sold at, rounded up: (amount, unit)."""
        dearest = max(self.packs, key=lambda pack: Fraction(pack.amount, pack.coins))
        return -(-coins * dearest.amount // dearest.coins), dearest.unit


def checked(offers: Offers, *, where: str = "offers") -> Offers:
    """The same offers. Raises ``BadInput`` for one that cannot be sold, and says ``where`` it stands."""
    sold: tuple[Pack | Plan, ...] = (*offers.packs, *offers.plans)
    for offer in sold:
        if not _NAME.fullmatch(offer.name):
            raise BadInput(
                f"An offer is named by 1 to 32 letters and digits, not {offer.name!r}", where=where
            )
        if offer.amount <= 0 or not _UNIT.fullmatch(offer.unit):
            raise BadInput(f"{offer.name} costs {offer.amount} {offer.unit}", where=where)
    for pack in offers.packs:
        if pack.coins <= 0 or pack.bonus_coins < 0:
            raise BadInput(f"{pack.name} holds {pack.coins} and {pack.bonus_coins} coins", where=where)
    for plan in offers.plans:
        if plan.interval not in INTERVAL_DAYS:
            known = ", ".join(INTERVAL_DAYS)
            raise BadInput(f"{plan.name} is for a {plan.interval}: there are {known}", where=where)
    for each in (offers.packs, offers.plans):
        if len({offer.name for offer in each}) < len(each):
            raise BadInput("Two offers have one name", where=where)
    if not 0 <= offers.creator_bp <= 10_000 or not offers.packs:
        raise BadInput("There is no pack, or the creator's part is not 0 to 10000", where=where)
    return offers


def _named(offers: Sequence[T], name: str, what: str) -> T:
    for offer in offers:
        if offer.name == name:
            return offer
    known = ", ".join(offer.name for offer in offers)
    raise BadInput(f"There is no {what} {name!r}", next_step=f"There are {known}.")
