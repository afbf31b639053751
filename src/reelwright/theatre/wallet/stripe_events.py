"""What Stripe says of a thing (an event's, or one that was asked for) → the fact that it tells, if any.

Stripe's answers change with the version of its API: what has moved is looked for in both places. Facts that a
thing does not carry are looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from reelwright.theatre.wallet.payments import (
    CardKept,
    DisputeClosed,
    Disputed,
    Fact,
    NotPaid,
    Paid,
    PeriodPaid,
    Refunded,
    Subscribed,
)

Thing = Mapping[str, Any]
_SECOND_US = 1_000_000
_STATES = {
    "active": "active", "trialing": "active", "past_due": "past_due", "unpaid": "past_due",
    "paused": "past_due", "incomplete": "incomplete", "incomplete_expired": "ended", "canceled": "ended",
}  # fmt: skip
_REFUND_LEFT = ("succeeded", "pending")
_REFUND_CAME_BACK = ("failed", "canceled")


class LookUp(Protocol):
    """What is asked of Stripe where a thing does not say it."""

    def charge(self, reference: str) -> Thing:
        """A charge with its ``balance_transaction``."""
        ...

    def invoice_payment(self, invoice: str) -> str:
        """The payment of an invoice, empty without one."""
        ...


def fact_of(kind: str, thing: Thing, look_up: LookUp) -> Fact | None:
    """``kind`` is Stripe's type of an event, ``thing`` its object. None for what does not concern us."""
    match kind:
        case "payment_intent.succeeded" | "payment_intent.payment_failed" | "payment_intent.canceled":
            return payment_fact(thing, look_up)
        case "setup_intent.succeeded":
            return card_fact(thing)
        case "invoice.paid" | "invoice.payment_succeeded":
            return period_fact(thing, look_up)
        case (
            "customer.subscription.created"
            | "customer.subscription.updated"
            | "customer.subscription.deleted"
            | "customer.subscription.paused"
            | "customer.subscription.resumed"
        ):
            return subscription_fact(thing)
        case "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated":
            return refund_fact(thing)
        case "charge.dispute.created" | "charge.dispute.funds_withdrawn":
            return dispute_fact(thing)
        case "charge.dispute.closed" | "charge.dispute.funds_reinstated":
            return closed_fact(thing)
    return None


def payment_fact(thing: Thing, look_up: LookUp) -> Paid | NotPaid | None:
    """A payment of a purchase of ours, when it came to an end."""
    purchase = _ours(thing, "purchase")
    if not purchase:
        return None
    payment = str(thing["id"])
    if thing["status"] == "succeeded":
        amount = int(thing.get("amount_received") or thing["amount"])
        unit = _unit(thing)
        fee = _fee(_named(thing.get("latest_charge")), unit, look_up)
        return Paid(purchase=purchase, payment=payment, amount=amount, unit=unit, fee=fee)
    problem = thing.get("last_payment_error") or {}
    if thing["status"] == "canceled" or problem:
        return NotPaid(purchase=purchase, payment=payment, reason=str(problem.get("message", "")))
    return None


def card_fact(thing: Thing) -> CardKept | None:
    """A card that was kept for a subscription of ours."""
    subscription = _ours(thing, "subscription")
    if not subscription or thing["status"] != "succeeded":
        return None
    return CardKept(subscription=subscription, card=str(thing["id"]))


def period_fact(thing: Thing, look_up: LookUp) -> PeriodPaid | None:
    """An invoice that was paid; the period is that of the newest line of the subscription's."""
    parent = (thing.get("parent") or {}).get("subscription_details") or {}
    subscription = _named(thing.get("subscription") or parent.get("subscription"))
    amount = int(thing["amount_paid"])
    if not subscription or thing["status"] != "paid" or amount <= 0:
        return None
    reference = str(thing["id"])
    payment = _named(thing.get("payment_intent")) or look_up.invoice_payment(reference)
    unit = _unit(thing)
    periods = [line["period"] for line in thing["lines"]["data"]]
    newest = max(periods, key=lambda period: int(period["end"]))
    return PeriodPaid(
        subscription=subscription,
        period=reference,
        payment=payment or reference,
        start_us=int(newest["start"]) * _SECOND_US,
        end_us=int(newest["end"]) * _SECOND_US,
        amount=amount,
        unit=unit,
        fee=_fee(_named(thing.get("charge")), unit, look_up),
    )


def subscription_fact(thing: Thing) -> Subscribed | None:
    """How a subscription of ours stands."""
    if not _ours(thing, "subscription"):
        return None
    ends = bool(thing.get("cancel_at_period_end") or thing.get("cancel_at"))
    return Subscribed(
        subscription=str(thing["id"]), state=_STATES[str(thing["status"])], ends_at_period_end=ends
    )


def refund_fact(thing: Thing) -> Refunded | None:
    """Money that left for a viewer, or came back because it could not arrive."""
    status = thing.get("status") or "succeeded"
    payment = _named(thing.get("payment_intent"))
    if status not in (*_REFUND_LEFT, *_REFUND_CAME_BACK) or not payment:
        return None
    return Refunded(
        payment=payment,
        refund=str(thing["id"]),
        amount=int(thing["amount"]),
        unit=_unit(thing),
        ours=_ours(thing, "refund"),
        is_failed=status in _REFUND_CAME_BACK,
    )


def dispute_fact(thing: Thing) -> Disputed | None:
    """A charge back. A bank that only asks (a *warning*) has taken nothing yet."""
    payment = _named(thing.get("payment_intent"))
    moved = thing.get("balance_transactions") or []
    if not payment or not moved:
        return None
    unit = _unit(thing)
    fees = sum(int(one.get("fee", 0)) for one in moved if str(one.get("currency")).upper() == unit)
    return Disputed(
        payment=payment, dispute=str(thing["id"]), amount=int(thing["amount"]), unit=unit, fee=max(0, fees)
    )


def closed_fact(thing: Thing) -> DisputeClosed | None:
    """What the bank decided; an inquiry that was closed has taken nothing."""
    payment, status = _named(thing.get("payment_intent")), str(thing["status"])
    if not payment or status not in ("won", "lost"):
        return None
    return DisputeClosed(
        payment=payment,
        dispute=str(thing["id"]),
        is_won=status == "won",
        amount=int(thing["amount"]),
        unit=_unit(thing),
    )


def _fee(charge: str, unit: str, look_up: LookUp) -> int:
    """What Stripe keeps of a charge. A fee in another currency than the charge's cannot be booked with it."""
    if not charge:
        return 0
    moved = look_up.charge(charge).get("balance_transaction")
    if not isinstance(moved, Mapping) or str(moved.get("currency")).upper() != unit:
        return 0
    return max(0, int(moved.get("fee", 0)))


def _ours(thing: Thing, name: str) -> str:
    """What we wrote beside a thing when we made it."""
    return str((thing.get("metadata") or {}).get(name, ""))


def _named(thing: Any) -> str:
    """The name of a thing that stands there as itself or by its name."""
    if isinstance(thing, Mapping):
        return str(thing["id"])
    return str(thing or "")


def _unit(thing: Thing) -> str:
    return str(thing["currency"]).upper()
