"""Stripe's SDK against a real server that speaks as Stripe does; what that one lacks, as signed bodies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import stripe
from tests.theatre.stripe_server import (
    ASKS_THE_BANK,
    KEY,
    REFUSED_WHEN_CHARGED,
    SECRET,
    LocalStripe,
    stripe_server,
)

from reelwright.theatre.store import SystemClock
from reelwright.theatre.wallet.payments import (
    CardKept,
    Declined,
    DisputeClosed,
    Disputed,
    Fact,
    NotGenuine,
    NotPaid,
    Order,
    Paid,
    Period,
    PeriodPaid,
    ProviderAway,
    Refunded,
    Subscribed,
)
from reelwright.theatre.wallet.stripe_provider import OLDEST_S, SIGNATURE, StripeProvider

ORDER = Order(key="0000000000000001", what="300 coins", amount=299, unit="USD")
WEEK = Period(plan="weekly", interval="week")
NOW_S = 1_790_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    with stripe_server(tmp_path_factory.mktemp("stripe")) as running:
        yield running


@pytest.fixture
def provider(server: LocalStripe) -> StripeProvider:
    return StripeProvider(KEY, SECRET, SystemClock(), api=server.url)


def body_of(kind: str, thing: dict[str, Any]) -> bytes:
    event = {"id": "evt_1", "object": "event", "type": kind, "created": NOW_S, "data": {"object": thing}}
    return json.dumps(event).encode()


def told(provider: StripeProvider, kind: str, thing: dict[str, Any]) -> Fact | None:
    body = body_of(kind, thing)
    header = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET, NOW_S)
    found = provider.told(body, {SIGNATURE: header}, now_us=NOW_S * 1_000_000)
    return None if found is None else found.fact


def test_a_purchase_is_paid_with_a_card_and_is_the_same_when_it_is_asked_for_again(
    provider: StripeProvider, server: LocalStripe
) -> None:
    begun = provider.begin_purchase(ORDER)
    again = provider.begin_purchase(
        Order(key=ORDER.key, what="", amount=299, unit="USD", begun=begun.reference)
    )
    assert again == begun and begun.secret.startswith(begun.reference) and not begun.page
    assert provider.ask(begun.reference) == ()
    server.pay(begun.reference, REFUSED_WHEN_CHARGED)
    (refused,) = provider.ask(begun.reference)
    assert isinstance(refused.fact, NotPaid) and "declined" in refused.fact.reason


def test_a_paid_purchase_and_its_refunds_are_told_when_they_are_asked_for(
    provider: StripeProvider, server: LocalStripe
) -> None:
    begun = provider.begin_purchase(ORDER)
    server.pay(begun.reference)
    (paid,) = provider.ask(begun.reference)
    assert paid.fact == Paid(purchase=ORDER.key, payment=begun.reference, amount=299, unit="USD")
    assert provider.ask(begun.reference) == (paid,)
    first = provider.refund(begun.reference, amount=100, key="refund-1")
    assert provider.refund(begun.reference, amount=100, key="refund-1") == first
    _, refunded = provider.ask(begun.reference)
    assert refunded.fact == Refunded(
        payment=begun.reference, refund=first, amount=100, unit="USD", ours="refund-1"
    )


def test_what_stripe_does_not_know_is_declined_and_says_so(provider: StripeProvider) -> None:
    for act in (
        lambda: provider.ask("pi_nothing"),
        lambda: provider.refund("pi_nothing", amount=1, key="r"),
        lambda: provider.end_subscription("sub_nothing", at_once=True),
        lambda: provider.resume_subscription("sub_nothing"),
        lambda: provider.start_subscription(ORDER, WEEK, card="seti_nothing"),
    ):
        with pytest.raises(Declined):
            act()


def test_a_server_that_is_away_and_a_wrong_key_can_be_asked_again(server: LocalStripe) -> None:
    away = StripeProvider(KEY, SECRET, SystemClock(), api="http://127.0.0.1:9")
    with pytest.raises(ProviderAway, match="does not answer"):
        away.begin_purchase(ORDER)
    wrong = StripeProvider("nothing", SECRET, SystemClock(), api=server.url)
    with pytest.raises(ProviderAway, match="STRIPE_SECRET_KEY"):
        wrong.begin_purchase(ORDER)


def _kept(provider: StripeProvider, server: LocalStripe, key: str, *numbers: str) -> tuple[Order, str]:
    customer = provider.customer(f"viewer-{key}", email="m@example.com")
    order = Order(key=key, what="Weekly", amount=499, unit="USD", customer=customer)
    card = provider.keep_card(order)
    server.keep_card(card.reference, *numbers)
    return order, card.reference


def test_a_subscription_is_started_once_ended_and_resumed(
    provider: StripeProvider, server: LocalStripe
) -> None:
    order, card = _kept(provider, server, "sub-1")
    (kept,) = provider.ask(card)
    assert kept.fact == CardKept(subscription="sub-1", card=card)
    name = provider.start_subscription(order, WEEK, card=card)
    assert provider.start_subscription(order, WEEK, card=card) == name
    period, stands = provider.ask(name)
    assert isinstance(period.fact, PeriodPaid)
    assert (period.fact.subscription, period.fact.amount, period.fact.unit) == (name, 499, "USD")
    assert period.fact.end_us - period.fact.start_us == 7 * 86_400_000_000
    assert period.fact.payment.startswith("pi_")
    assert stands.fact == Subscribed(subscription=name, state="active")
    for _ in range(2):
        provider.end_subscription(name, at_once=False)
    ending = provider.ask(name)[-1]
    assert ending.fact == Subscribed(subscription=name, state="active", ends_at_period_end=True)
    assert (ending.reference, ending.told_us) != (stands.reference, stands.told_us)
    provider.resume_subscription(name)
    assert provider.ask(name)[-1].fact == stands.fact
    for _ in range(2):
        provider.end_subscription(name, at_once=True)
    assert provider.ask(name)[-1].fact == Subscribed(subscription=name, state="ended")
    with pytest.raises(Declined):
        provider.resume_subscription(name)


def test_money_of_a_period_goes_back_and_is_told(provider: StripeProvider, server: LocalStripe) -> None:
    order, card = _kept(provider, server, "sub-4")
    period = provider.ask(provider.start_subscription(order, WEEK, card=card))[0].fact
    assert isinstance(period, PeriodPaid)
    refund = provider.refund(period.payment, amount=499, key="refund-4")
    (told_back,) = provider.ask(period.payment)
    assert told_back.fact == Refunded(
        payment=period.payment, refund=refund, amount=499, unit="USD", ours="refund-4"
    )


def _subscriptions(server: LocalStripe, customer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.get(f"/v1/subscriptions?customer={customer}&status=all")["data"]
    return found


def test_a_card_that_cannot_be_charged_starts_no_subscription(
    provider: StripeProvider, server: LocalStripe
) -> None:
    order, card = _kept(provider, server, "sub-2", REFUSED_WHEN_CHARGED)
    with pytest.raises(Declined, match="declined"):
        provider.start_subscription(order, WEEK, card=card)
    assert all(one["status"] == "canceled" for one in _subscriptions(server, order.customer))
    other = Order(key="sub-2b", what="Weekly", amount=499, unit="USD", customer=order.customer)
    with pytest.raises(Declined, match="No card"):
        provider.start_subscription(other, WEEK, card=provider.keep_card(other).reference)


def test_who_has_to_ask_the_bank_has_not_paid_yet(provider: StripeProvider, server: LocalStripe) -> None:
    begun = provider.begin_purchase(ORDER)
    assert server.pay(begun.reference, ASKS_THE_BANK)["status"] == "requires_action"
    assert provider.ask(begun.reference) == ()


def test_the_servers_own_webhooks_are_understood(provider: StripeProvider, server: LocalStripe) -> None:
    """The events that the server keeps, signed as it signs them."""
    refused, begun = provider.begin_purchase(ORDER), provider.begin_purchase(ORDER)
    server.pay(refused.reference, REFUSED_WHEN_CHARGED)
    server.pay(begun.reference)
    order, card = _kept(provider, server, "sub-3")
    name = provider.start_subscription(order, WEEK, card=card)
    found: list[Fact] = []
    for event in server.get("/v1/events?limit=1000")["data"]:
        body = json.dumps(event)
        header = stripe.WebhookSignature.generate_signature_header(body, SECRET, event["created"])
        said = provider.told(body.encode(), {SIGNATURE: header}, now_us=event["created"] * 1_000_000)
        if said is not None:
            assert said.reference == event["id"] and said.kind == event["type"]
            found.append(said.fact)
    assert any(isinstance(one, NotPaid) and one.payment == refused.reference for one in found)
    assert Paid(purchase=ORDER.key, payment=begun.reference, amount=299, unit="USD") in found
    assert any(isinstance(one, PeriodPaid) and one.subscription == name for one in found)
    assert any(isinstance(one, Subscribed) and one.subscription == name for one in found)


REFUND = {
    "id": "re_1", "object": "refund", "payment_intent": "pi_1", "amount": 100, "currency": "usd",
    "status": "succeeded", "metadata": {"refund": "r1"}, "created": NOW_S,
}  # fmt: skip
DISPUTE = {
    "id": "dp_1", "object": "dispute", "payment_intent": "pi_1", "amount": 299, "currency": "usd",
    "status": "needs_response", "balance_transactions": [{"fee": 1_500, "currency": "usd"}], "created": NOW_S,
}  # fmt: skip
ASKED = DISPUTE | {"status": "warning_needs_response", "balance_transactions": []}
SUBSCRIPTION = {
    "id": "sub_1", "object": "subscription", "status": "active", "cancel_at_period_end": False,
    "metadata": {"subscription": "s1"},
}  # fmt: skip
BACK = Refunded(payment="pi_1", refund="re_1", amount=100, unit="USD", ours="r1")
TAKEN_BACK = Disputed(payment="pi_1", dispute="dp_1", amount=299, unit="USD", fee=1_500)
WON = DisputeClosed(payment="pi_1", dispute="dp_1", is_won=True, amount=299, unit="USD")
LOST = DisputeClosed(payment="pi_1", dispute="dp_1", is_won=False, amount=299, unit="USD")
ENDED = Subscribed(subscription="sub_1", state="ended")
STANDS = Subscribed(subscription="sub_1", state="active")
FAILED = Refunded(payment="pi_1", refund="re_1", amount=100, unit="USD", ours="r1", is_failed=True)


@pytest.mark.parametrize(
    ("kind", "thing", "fact"),
    [
        ("refund.created", REFUND, BACK),
        ("refund.updated", REFUND | {"status": "pending"}, BACK),
        ("charge.refund.updated", REFUND | {"status": "failed"}, FAILED),
        ("refund.failed", REFUND | {"status": "failed"}, FAILED),
        ("refund.updated", REFUND | {"status": "requires_action"}, None),
        ("charge.dispute.created", DISPUTE, TAKEN_BACK),
        ("charge.dispute.funds_withdrawn", DISPUTE, TAKEN_BACK),
        ("charge.dispute.created", ASKED, None),
        ("charge.dispute.closed", DISPUTE | {"status": "won"}, WON),
        ("charge.dispute.closed", DISPUTE | {"status": "lost"}, LOST),
        ("charge.dispute.closed", DISPUTE | {"status": "warning_closed"}, None),
        ("customer.subscription.updated", SUBSCRIPTION, STANDS),
        ("customer.subscription.deleted", SUBSCRIPTION | {"status": "canceled"}, ENDED),
        ("customer.subscription.updated", SUBSCRIPTION | {"metadata": {}}, None),
        ("payment_intent.created", {"id": "pi_1", "metadata": {}, "status": "processing"}, None),
        ("payout.paid", {"id": "po_1"}, None),
    ],
)  # fmt: skip
def test_what_the_server_does_not_know_is_read_from_signed_bodies(
    provider: StripeProvider, kind: str, thing: dict[str, Any], fact: Fact | None
) -> None:
    assert told(provider, kind, thing) == fact


class _Knows(StripeProvider):
    """Stripe as it answers today, where the server of the tests answers as it did years ago."""

    def charge(self, reference: str) -> dict[str, Any]:
        return {"id": reference, "balance_transaction": {"fee": 39, "currency": "usd"}}

    def invoice_payment(self, invoice: str) -> str:
        return f"pi_of_{invoice}"


def test_the_fee_of_a_payment_and_invoices_of_the_newest_version_are_understood(server: LocalStripe) -> None:
    provider = _Knows(KEY, SECRET, SystemClock(), api=server.url)
    payment = {
        "id": "pi_1", "status": "succeeded", "amount": 299, "amount_received": 299, "currency": "usd",
        "latest_charge": "ch_1", "metadata": {"purchase": "p1"},
    }  # fmt: skip
    assert told(provider, "payment_intent.succeeded", payment) == Paid(
        purchase="p1", payment="pi_1", amount=299, unit="USD", fee=39
    )
    assert told(provider, "payment_intent.succeeded", payment | {"currency": "eur"}) == Paid(
        purchase="p1", payment="pi_1", amount=299, unit="EUR"
    )
    lines = [{"period": {"start": 1, "end": 2}}, {"period": {"start": NOW_S, "end": NOW_S + 60}}]
    invoice = {
        "id": "in_1", "status": "paid", "amount_paid": 499, "currency": "usd", "lines": {"data": lines},
        "parent": {"subscription_details": {"subscription": "sub_1"}},
    }  # fmt: skip
    period = told(provider, "invoice.paid", invoice)
    assert period == PeriodPaid(
        subscription="sub_1", period="in_1", payment="pi_of_in_1", start_us=NOW_S * 1_000_000,
        end_us=(NOW_S + 60) * 1_000_000, amount=499, unit="USD",
    )  # fmt: skip
    assert told(provider, "invoice.paid", invoice | {"amount_paid": 0}) is None
    assert told(provider, "invoice.paid", invoice | {"parent": None}) is None


def test_only_what_stripe_signed_lately_is_genuine(provider: StripeProvider) -> None:
    body = body_of("refund.created", REFUND)
    good = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET, NOW_S)
    now_us = NOW_S * 1_000_000
    assert provider.told(body, {SIGNATURE: good}, now_us=now_us + OLDEST_S * 1_000_000) is not None
    other = stripe.WebhookSignature.generate_signature_header(body.decode(), "whsec_other", NOW_S)
    for changed, header in (
        (body.replace(b"100", b"999"), good), (body, other), (body, ""), (body, "t=1"), (body, "t=x,v1=1"),
        (b"\xff", good),
    ):  # fmt: skip
        with pytest.raises(NotGenuine):
            provider.told(changed, {SIGNATURE: header}, now_us=now_us)
    for other_us in (now_us + (OLDEST_S + 1) * 1_000_000, now_us - (OLDEST_S + 1) * 1_000_000):
        with pytest.raises(NotGenuine, match="too long ago"):
            provider.told(body, {SIGNATURE: good}, now_us=other_us)
    for unread in (
        b"[]",
        b"{}",
        body.replace(b"data", b"dada"),
        body.replace(b'"amount": 100', b'"amount": "x"'),
    ):
        header = stripe.WebhookSignature.generate_signature_header(unread.decode(), SECRET, NOW_S)
        with pytest.raises(NotGenuine, match="cannot be read"):
            provider.told(unread, {SIGNATURE: header}, now_us=now_us)
