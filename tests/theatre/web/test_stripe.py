"""A theatre that sells through Stripe: its own SDK, a real server, its webhooks over HTTP, both databases."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest
import stripe
import uvicorn
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.entitlement.shelves import add_series
from tests.theatre.stripe_server import (
    KEY,
    REFUSED_WHEN_CHARGED,
    SECRET,
    LocalStripe,
    stripe_server,
)
from tests.theatre.web.conftest import deliver, sign_up

from reelwright.theatre.wallet import refunds
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.events import ask
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.card_page import card_policy, script_of
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.routes.shop import reconciler
from reelwright.theatre.web.settings import Settings
from reelwright.theatre.web.till import Till

WEBHOOK = "/api/webhooks/stripe"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    with stripe_server(tmp_path_factory.mktemp("stripe")) as running:
        yield running


def with_stripe(settings: Settings, api: str, key: str = KEY) -> Settings:
    return msgspec.structs.replace(
        settings, payments="stripe", stripe_key=key, stripe_public_key="pk_test_1",
        stripe_webhook_secret=SECRET, stripe_api=api,
    )  # fmt: skip


@pytest.fixture
def selling(settings: Settings, clock: ManualClock, server: LocalStripe) -> Iterator[TestClient]:
    clock.time_us = time.time_ns() // 1000  # the server signs by its own clock
    app = make_app(with_stripe(settings, server.url), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as client:
        sign_up(client)
        yield client


def hall_of(theatre: TestClient) -> Hall:
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    return hall


def begun(theatre: TestClient, key: str = "key-of-mine") -> str:
    answer = theatre.post("/api/purchases", json={"pack": "small"}, headers={"idempotency-key": key})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["purchase"])


def card_page(theatre: TestClient, name: str) -> Any:
    return theatre.get(f"/shop/pay/{name}", follow_redirects=False)


def payment_of(page: Any) -> str:
    """The payment that a card page confirms."""
    secret: str = page.text.partition('data-secret="')[2].partition('"')[0]
    return secret.partition("_secret_")[0]


def spendable(theatre: TestClient) -> int:
    return int(theatre.get("/api/wallet").json()["spendable"])


def events_of(server: LocalStripe, payment: str) -> list[dict[str, Any]]:
    found = server.get("/v1/events?limit=1000")["data"]
    return [one for one in found if one["data"]["object"]["id"] == payment]


def subscription_of(server: LocalStripe, ours: str) -> str:
    """The server's name of a subscription of ours."""
    found = server.get("/v1/subscriptions?limit=1000&status=all")["data"]
    (name,) = (one["id"] for one in found if one["metadata"].get("subscription") == ours)
    return str(name)


def ask_for(theatre: TestClient, reference: str) -> None:
    till: Till = hall_of(theatre).things[Till]
    ask(hall_of(theatre).store, till.provider, till.takers, reference)


def send(theatre: TestClient, event: dict[str, Any], *, at_s: int, secret: str = SECRET) -> Any:
    body = json.dumps(event)
    header = stripe.WebhookSignature.generate_signature_header(body, secret, at_s)
    return theatre.post(WEBHOOK, content=body, headers={"stripe-signature": header})


def test_a_card_is_entered_on_a_page_that_alone_lets_stripe_in(
    selling: TestClient, server: LocalStripe
) -> None:
    """Asked for again it is the same payment, whatever the server makes of idempotency keys."""
    name = begun(selling)
    page = card_page(selling, name)
    policy = page.headers["content-security-policy"]
    assert page.status_code == 200 and f'src="{server.url}/js.stripe.com/v3/"' in page.text
    assert f"script-src 'self' {server.url};" in policy and f"frame-src {server.url}" in policy
    assert "pk_test_1" in page.text and KEY not in page.text and SECRET not in page.text
    assert server.url not in selling.get("/shop").headers["content-security-policy"]
    assert payment_of(card_page(selling, name)) == payment_of(page)
    assert server.get(f"/v1/payment_intents/{payment_of(page)}")["amount"] == 299


def test_the_page_of_the_real_stripe_names_its_addresses(settings: Settings) -> None:
    real = with_stripe(settings, "")
    assert script_of(real) == "https://js.stripe.com/v3/"
    policy = card_policy(real)
    assert "script-src 'self' https://js.stripe.com" in policy and "https://hooks.stripe.com" in policy
    assert "connect-src 'self' https://api.stripe.com" in policy and "object-src 'none'" in policy


def test_webhooks_come_twice_late_and_forged(
    selling: TestClient, server: LocalStripe, clock: ManualClock
) -> None:
    name = begun(selling)
    payment = payment_of(card_page(selling, name))
    server.pay(payment)
    (paid,) = events_of(server, payment)
    now_s = clock.now_us() // 1_000_000
    assert send(selling, paid, at_s=now_s, secret="whsec_wrong").status_code == 400
    assert send(selling, paid, at_s=now_s - 400).status_code == 400
    assert spendable(selling) == 0
    answers = [send(selling, paid, at_s=now_s).json()["outcome"] for _ in range(3)]
    assert answers == ["taken", "seen", "seen"] and spendable(selling) == 300
    other = {"id": "evt_other", "type": "payout.paid", "created": now_s, "data": {"object": {"id": "po_1"}}}
    assert send(selling, other, at_s=now_s).json()["outcome"] == "passed"
    assert reconciler(hall_of(selling)).ask(payment) == 1  # the same fact by another way
    assert spendable(selling) == 300
    assert check_books(hall_of(selling).store).is_right


def test_the_receipt_asks_before_the_webhook_comes(selling: TestClient, server: LocalStripe) -> None:
    name = begun(selling)
    payment = payment_of(card_page(selling, name))
    assert "We wait" in selling.get(f"/shop/purchases/{name}?confirmed=true").text
    server.pay(payment)
    assert "300 coins now" in selling.get(f"/shop/purchases/{name}?confirmed=true").text
    assert card_page(selling, name).status_code == 303


def test_a_refused_card_charges_nothing(selling: TestClient, server: LocalStripe) -> None:
    name = begun(selling)
    server.pay(payment_of(card_page(selling, name)), REFUSED_WHEN_CHARGED)
    assert "nothing was charged" in selling.get(f"/shop/purchases/{name}?confirmed=true").text
    assert spendable(selling) == 0 and selling.get(f"/api/purchases/{name}").json()["state"] == "refused"


def test_a_lost_webhook_is_asked_for_and_a_stripe_that_is_away_is_asked_later(
    selling: TestClient, server: LocalStripe, clock: ManualClock, settings: Settings
) -> None:
    name = begun(selling)
    server.pay(payment_of(card_page(selling, name)))
    clock.pass_s(601)
    away = make_app(with_stripe(settings, "http://127.0.0.1:9"), clock=clock)
    with TestClient(away):
        assert reconciler(away.state.hall).run() == 0
    assert reconciler(hall_of(selling)).run() == 1 and spendable(selling) == 300


@pytest.mark.parametrize(("api", "key"), [("http://127.0.0.1:9", KEY), ("", "wrong")])
def test_who_buys_while_stripe_is_away_is_told_and_the_purchase_waits(
    settings: Settings, clock: ManualClock, server: LocalStripe, api: str, key: str
) -> None:
    """A key that Stripe does not know is the operator's fault: viewers are told to come back."""
    app = make_app(with_stripe(settings, api or server.url, key), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as theatre:
        sign_up(theatre)
        name = begun(theatre)
        answer = theatre.get(f"/shop/pay/{name}", headers={"accept": "text/html"})
        assert answer.status_code == 503 and "nothing was charged" in answer.text
        assert theatre.get(f"/api/purchases/{name}").json()["state"] == "begun"
    with TestClient(make_app(with_stripe(settings, server.url), clock=clock)) as theatre:
        assert theatre.get("/shop").status_code == 200


def test_a_subscription_by_card_opens_every_episode_until_its_period_ends(
    selling: TestClient, server: LocalStripe, clock: ManualClock
) -> None:
    """Kept, charged, cancelled, over; this server says nothing of cards, so the page asks."""
    episodes = hall_of(selling).store.write(add_series)
    offers = f"/api/episodes/{episodes[5]}/offers"
    key = {"idempotency-key": "key-of-mine"}
    begun = selling.post("/api/subscriptions", json={"plan": "weekly"}, headers=key).json()
    card = begun["secret"].partition("_secret_")[0]
    page = selling.get(f"/account/subscription/card/{begun['subscription']}")
    assert f'data-secret="{begun["secret"]}"' in page.text and 'data-keeps-card="yes"' in page.text
    server.keep_card(card)
    selling.get(f"/account/subscription/started?subscription={begun['subscription']}")
    deliver(selling)
    running = subscription_of(server, begun["subscription"])
    ask_for(selling, running)
    assert selling.get("/api/subscription").json()["state"] == "active"
    assert selling.get(offers).json()["ways"][0]["coins"] == 0
    selling.post("/api/subscription/cancel")
    deliver(selling)
    ask_for(selling, running)
    assert selling.get("/api/subscription").json()["ends_at_period_end"] is True
    assert server.get(f"/v1/subscriptions/{running}")["cancel_at_period_end"] is True
    clock.pass_s(8 * 86_400)
    assert selling.get(offers).json()["ways"][0]["coins"] == 30
    assert check_books(hall_of(selling).store).is_right


def test_money_goes_back_by_the_operators_word_and_by_stripes_dashboard(
    selling: TestClient, server: LocalStripe, clock: ManualClock
) -> None:
    """This server tells of no refunds: ours is asked for when it was sent, theirs comes as a signed body,
    before the payment it speaks of was told."""
    hall, now_s = hall_of(selling), clock.now_us() // 1_000_000
    first, second = begun(selling), begun(selling, "another-key")
    server.pay(payment_of(card_page(selling, first)))
    selling.get(f"/shop/purchases/{first}?confirmed=true")
    hall.store.write(lambda c: refunds.ask(c, first, reason="late", asked_by=None, now_us=clock.now_us()))
    deliver(selling)
    assert spendable(selling) == 0 and selling.get(f"/api/purchases/{first}").json()["refunded"] == 299
    payment = payment_of(card_page(selling, second))
    server.pay(payment)
    made = server.post("/v1/refunds", payment_intent=payment, amount=299)
    told = {"id": "evt_back", "type": "refund.created", "created": now_s, "data": {"object": made}}
    assert send(selling, told, at_s=now_s).json()["outcome"] == "waiting"
    (paid,) = events_of(server, payment)
    assert send(selling, paid, at_s=now_s).json()["outcome"] == "taken"
    assert send(selling, told, at_s=now_s).json()["outcome"] == "seen"
    assert spendable(selling) == 0 and selling.get(f"/api/purchases/{second}").json()["refunded"] == 299
    assert check_books(hall.store).is_right


def test_the_servers_own_webhooks_reach_the_theatre_over_http(
    settings: Settings, server: LocalStripe
) -> None:
    """A real theatre, a real server, real signatures: the coins come without anybody asking."""
    app = make_app(with_stripe(settings, server.url))
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        thread.join(0.02)
    port = running.servers[0].sockets[0].getsockname()[1]
    try:
        server.tell(f"http://127.0.0.1:{port}{WEBHOOK}")
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"sec-fetch-site": "same-origin"}
        ) as client:
            client.post(
                "/sign-up", data={"mail": "m@example.com", "password": "a long enough word", "name": "M"}
            )
            asked = client.post(
                "/api/purchases", json={"pack": "small"}, headers={"idempotency-key": "a-key-of-mine"}
            )
            server.pay(payment_of(client.get(asked.json()["pay_url"])))
            until_s = time.monotonic() + 20
            while client.get("/api/wallet").json()["spendable"] != 300:
                assert time.monotonic() < until_s, "the webhook did not come"
                time.sleep(0.1)
    finally:
        running.should_exit = True
        thread.join(10)
