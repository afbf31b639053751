"""Stripe as the provider of payments, by its own SDK. Cards are entered in its element on our page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import stripe

from reelwright.theatre.store import Clock
from reelwright.theatre.wallet.payments import (
    Checkout,
    Declined,
    Fact,
    NotGenuine,
    Order,
    Period,
    ProviderAway,
    Subscribed,
    Told,
)
from reelwright.theatre.wallet.stripe_events import (
    Thing,
    card_fact,
    closed_fact,
    dispute_fact,
    fact_of,
    payment_fact,
    period_fact,
    refund_fact,
    subscription_fact,
)

NAME = "stripe"
SIGNATURE = "stripe-signature"
OLDEST_S = 300
"""A webhook that was signed longer ago than this is a replay."""
ANSWER_S = 20.0
_MOST = 100
_OVER = ("canceled", "incomplete_expired")


class StripeProvider:
    """A ``PaymentProvider``. ``key`` is the secret key, ``api`` another server that speaks as Stripe's."""

    name = NAME

    def __init__(self, key: str, webhook_secret: str, clock: Clock, *, api: str = "") -> None:
        self._secret, self._clock = webhook_secret, clock
        addresses = {"api": api.rstrip("/")} if api else {}
        client = stripe.StripeClient(
            key,
            base_addresses=addresses,  # type: ignore[arg-type]
            max_network_retries=1,
            http_client=stripe.RequestsClient(timeout=ANSWER_S),
        )
        self._stripe = client.v1

    # What the theatre asks.

    def customer(self, viewer: str, *, email: str) -> str:
        with _asked():
            made = self._stripe.customers.create(
                {"email": email, "metadata": {"viewer": viewer}}, {"idempotency_key": f"customer:{viewer}"}
            )
            return made.id

    def begin_purchase(self, order: Order) -> Checkout:
        with _asked():
            if order.begun:
                found = self._stripe.payment_intents.retrieve(order.begun)
            else:
                found = self._stripe.payment_intents.create(
                    {
                        "amount": order.amount,
                        "currency": order.unit.lower(),
                        # At once, so that the fee is known when it is told that it was paid.
                        "capture_method": "automatic",
                        # The same words each time, whatever language the viewer speaks: Stripe refuses a key
                        # that comes again with another request.
                        "metadata": {"purchase": order.key},
                    },
                    {"idempotency_key": f"purchase:{order.key}"},
                )
            return Checkout(reference=found.id, secret=str(found.client_secret))

    def keep_card(self, order: Order) -> Checkout:
        with _asked():
            if order.begun:
                found = self._stripe.setup_intents.retrieve(order.begun)
            else:
                found = self._stripe.setup_intents.create(
                    {
                        "customer": order.customer,
                        "usage": "off_session",
                        "metadata": {"subscription": order.key},
                    },
                    {"idempotency_key": f"card:{order.key}"},
                )
            return Checkout(reference=found.id, secret=str(found.client_secret))

    def start_subscription(self, order: Order, period: Period, *, card: str) -> str:
        with _asked():
            if known := self._subscription_of(order):
                return self._charged(known)
            method = _plain(self._stripe.setup_intents.retrieve(card)).get("payment_method")
            if not method:
                raise Declined("No card was kept for this subscription", where=order.key)
            if not _plain(self._stripe.payment_methods.retrieve(str(method))).get("customer"):
                self._stripe.payment_methods.attach(str(method), {"customer": order.customer})
            self._stripe.customers.update(
                order.customer, {"invoice_settings": {"default_payment_method": str(method)}}
            )
            made = self._stripe.subscriptions.create(
                {
                    "customer": order.customer,
                    "items": [{"plan": self._plan(order, period)}],
                    "payment_behavior": "error_if_incomplete",
                    "metadata": {"subscription": order.key},
                },
                {"idempotency_key": f"subscription:{order.key}"},
            )
            return self._charged(_plain(made))

    def end_subscription(self, reference: str, *, at_once: bool) -> None:
        with _asked():
            found = self._stripe.subscriptions.retrieve(reference)
            if found.status in _OVER:
                return
            if at_once:
                self._stripe.subscriptions.cancel(reference)
            elif not found.cancel_at_period_end:
                self._stripe.subscriptions.update(reference, {"cancel_at_period_end": True})

    def resume_subscription(self, reference: str) -> None:
        with _asked():
            found = self._stripe.subscriptions.retrieve(reference)
            if found.status in _OVER:
                raise Declined("This subscription is over", where=reference)
            if found.cancel_at_period_end:
                self._stripe.subscriptions.update(reference, {"cancel_at_period_end": False})

    def refund(self, payment: str, *, amount: int, key: str) -> str:
        with _asked():
            for known in self._refunds(payment):
                if known.get("metadata", {}).get("refund") == key:
                    return str(known["id"])
            made = self._stripe.refunds.create(
                {"payment_intent": payment, "amount": amount, "metadata": {"refund": key}},
                {"idempotency_key": f"refund:{key}"},
            )
            return made.id

    # What it tells.

    def told(self, body: bytes, headers: Mapping[str, str], *, now_us: int) -> Told | None:
        header = headers.get(SIGNATURE, "")
        try:
            stripe.WebhookSignature.verify_header(body, header, self._secret)
            times = [part[2:] for part in header.split(",") if part.startswith("t=")]
            is_now = abs(now_us // 1_000_000 - int(times[0])) <= OLDEST_S
        except (stripe.SignatureVerificationError, UnicodeDecodeError) as problem:
            raise NotGenuine("The signature of this webhook is wrong") from problem
        if not is_now:
            raise NotGenuine("This webhook was signed too long ago")
        try:
            event = json.loads(body)
            fact = fact_of(event["type"], event["data"]["object"], self)
            if fact is None:
                return None
            return Told(
                provider=NAME, reference=event["id"], kind=event["type"],
                told_us=int(event["created"]) * 1_000_000, fact=fact,
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise NotGenuine("This webhook cannot be read") from problem

    def ask(self, reference: str) -> tuple[Told, ...]:
        with _asked():
            if reference.startswith("seti_"):
                return self._read(card_fact, self._stripe.setup_intents.retrieve(reference))
            if reference.startswith("sub_"):
                found = self._stripe.subscriptions.retrieve(reference)
                invoices = self._stripe.invoices.list({"subscription": reference, "limit": _MOST})
                paid = [self._read(self._period, one) for one in invoices.data]
                return (
                    *(told for one in reversed(paid) for told in one),
                    *self._read(subscription_fact, found),
                )
            payment = _plain(self._stripe.payment_intents.retrieve(reference, {"expand": ["latest_charge"]}))
            told = list(self._read(self._payment, payment))
            for refunded in self._refunds(reference) if payment["status"] == "succeeded" else ():
                told += self._read(refund_fact, refunded)
            if (payment.get("latest_charge") or {}).get("disputed"):
                for one in self._stripe.disputes.list({"payment_intent": reference, "limit": _MOST}).data:
                    told += (*self._read(dispute_fact, one), *self._read(closed_fact, one))
            return tuple(told)

    # What ``stripe_events`` looks up.

    def charge(self, reference: str) -> Thing:
        with _asked():
            return _plain(self._stripe.charges.retrieve(reference, {"expand": ["balance_transaction"]}))

    def invoice_payment(self, invoice: str) -> str:
        with _asked():
            found = _plain(self._stripe.invoices.retrieve(invoice, {"expand": ["payments"]}))
        payments = (found.get("payments") or {}).get("data", [])
        made = [one["payment"].get("payment_intent") for one in payments if one.get("status") == "paid"]
        return str(made[0]) if made and made[0] else ""

    # Within.

    def _payment(self, thing: Thing) -> Fact | None:
        return payment_fact(thing, self)

    def _period(self, thing: Thing) -> Fact | None:
        return period_fact(thing, self)

    def _read(self, reading: Callable[[Thing], Fact | None], found: Any) -> tuple[Told, ...]:
        """The fact of a thing that was asked for, as if it had been told. What has happened is one event
        however often it is asked for; how a subscription stands is another one each second."""
        thing = found if isinstance(found, dict) else _plain(found)
        fact = reading(thing)
        if fact is None:
            return ()
        name, told_us = f"asked:{thing['id']}:{thing.get('status')}", int(thing["created"]) * 1_000_000
        if isinstance(fact, Subscribed):
            told_us = self._clock.now_us()
            name = f"{name}:{told_us // 1_000_000}"
        name = f"{name}:{type(fact).__name__}"
        return (Told(provider=NAME, reference=name, kind="asked", told_us=told_us, fact=fact),)

    def _refunds(self, payment: str) -> Iterator[dict[str, Any]]:
        for one in self._stripe.refunds.list({"payment_intent": payment, "limit": _MOST}).data:
            yield _plain(one)

    def _charged(self, made: dict[str, Any]) -> str:
        """The name of a subscription whose first period is paid; another one is given up."""
        if made["status"] == "incomplete":
            self._stripe.subscriptions.cancel(made["id"])
        if made["status"] in ("incomplete", "incomplete_expired"):
            raise Declined("The card was declined", where=made["id"], next_step="Try another card.")
        return str(made["id"])

    def _subscription_of(self, order: Order) -> dict[str, Any] | None:
        """The subscription that was made for this order before: Stripe forgets keys after a day."""
        query = {"customer": order.customer, "status": "all", "limit": _MOST}
        for one in self._stripe.subscriptions.list(query).data:  # type: ignore[arg-type]
            found = _plain(one)
            if found.get("metadata", {}).get("subscription") == order.key:
                return found
        return None

    def _plan(self, order: Order, period: Period) -> str:
        """The plan at Stripe, made where it is missing: one for each name, price and interval."""
        name = f"reelwright-{period.plan}-{period.interval}-{order.amount}-{order.unit.lower()}"
        try:
            return self._stripe.plans.retrieve(name).id
        except stripe.InvalidRequestError as problem:
            if problem.http_status != 404:
                raise
        made = self._stripe.plans.create(
            {
                "id": name,
                "amount": order.amount,
                "currency": order.unit.lower(),
                "interval": period.interval,
                "product": {"name": period.plan},
            },
            {"idempotency_key": f"plan:{name}"},
        )
        return made.id


@contextmanager
def _asked() -> Iterator[None]:
    """Stripe's errors as ours."""
    try:
        yield
    except (stripe.AuthenticationError, stripe.PermissionError) as problem:
        raise ProviderAway(
            "Stripe does not take this theatre's key",
            where="STRIPE_SECRET_KEY",
            next_step="Tell its operator; nothing was charged.",
        ) from problem
    except (stripe.CardError, stripe.InvalidRequestError) as problem:
        said = problem.user_message or "Stripe will not do this"
        raise Declined(said, where=str(problem.code or ""), next_step="Try another card.") from problem
    except stripe.StripeError as problem:
        raise ProviderAway(
            "The payment provider does not answer", next_step="Try again in a while; nothing was charged."
        ) from problem


def _plain(found: Any) -> dict[str, Any]:
    told: dict[str, Any] = found.to_dict()
    return told
