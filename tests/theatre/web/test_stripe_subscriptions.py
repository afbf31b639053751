"""A subscription through Stripe's SDK and a real server that speaks as Stripe does, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.theatre.conftest import ShiftedClock
from tests.theatre.stripe_server import REFUSED_WHEN_CHARGED, LocalStripe, stripe_server
from tests.theatre.web.conftest import deliver, sign_up
from tests.theatre.web.test_stripe import hall_of, send, with_stripe

from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.subscription_asking import ask_again
from reelwright.theatre.wallet.tables import payment_event, subscription
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.settings import Settings
from reelwright.theatre.web.till import Till

MONTH_US = 28 * 86_400_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    with stripe_server(tmp_path_factory.mktemp("stripe")) as running:
        yield running


@pytest.fixture
def clock() -> ShiftedClock:
    """The server tells times by its own."""
    return ShiftedClock()


@pytest.fixture
def selling(settings: Settings, clock: ShiftedClock, server: LocalStripe) -> Iterator[TestClient]:
    app = make_app(with_stripe(settings, server.url), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as client:
        sign_up(client)
        yield client


def keep_card(theatre: TestClient, server: LocalStripe, key: str, *numbers: str) -> str:
    """A card is entered on our page; the address that its script then leads to."""
    page = theatre.post("/shop/subscribe", data={"plan": "monthly", "key": key, "back": "/s/x/3"})
    assert page.status_code == 200 and 'data-keeps-card="yes"' in page.text and "$14.99" in page.text
    secret: str = page.text.partition('data-secret="')[2].partition('"')[0]
    again = theatre.get(page.url.path)
    assert f'data-secret="{secret}"' in again.text
    server.keep_card(secret.partition("_secret_")[0], *numbers)
    done: str = page.text.partition('data-done="')[2].partition('"')[0]
    return done.replace("&amp;", "&")


def shown(theatre: TestClient) -> dict[str, Any]:
    told: dict[str, Any] = theatre.get("/api/subscription").json()
    return told


def reference_of(theatre: TestClient) -> str:
    return str(hall_of(theatre).store.read(lambda c: c.scalar(select(subscription.c.reference))))


def test_a_card_is_kept_charged_and_the_subscription_ended_and_resumed(
    selling: TestClient, server: LocalStripe, clock: ShiftedClock
) -> None:
    """No webhook comes at all: who comes back is asked for. Those that come later, the newest first, change
    nothing, though their times are of whole seconds."""
    done = keep_card(selling, server, "key-of-mine")
    waiting = selling.get(done, follow_redirects=False)
    assert waiting.status_code in (200, 303)
    deliver(selling)
    assert selling.get(done, follow_redirects=False).headers["location"] == "/s/x/3"
    assert (shown(selling)["state"], shown(selling)["plan"]) == ("active", "monthly")
    assert shown(selling)["paid_until_us"] > clock.now_us() + MONTH_US
    name = reference_of(selling)
    for act, ends in (("cancel", True), ("resume", False), ("cancel", True)):
        selling.post(f"/api/subscription/{act}")
        deliver(selling)
        assert server.get(f"/v1/subscriptions/{name}")["cancel_at_period_end"] is ends
    for event in reversed(server.get("/v1/events?limit=1000")["data"]):
        assert send(selling, event, at_s=clock.now_us() // 1_000_000).status_code == 200
    deliver(selling)
    states = hall_of(selling).store.read(lambda c: set(c.scalars(select(payment_event.c.state))))
    assert states <= {"taken", "waiting"}  # those of other tests' viewers wait
    assert shown(selling)["state"] == "active" and shown(selling)["ends_at_period_end"]
    assert "$14.99" in selling.get("/account/subscription").text
    assert check_books(hall_of(selling).store).is_right


def test_a_card_that_cannot_be_charged_is_told(selling: TestClient, server: LocalStripe) -> None:
    done = keep_card(selling, server, "key-of-mine", REFUSED_WHEN_CHARGED)
    selling.get(done, follow_redirects=False)
    deliver(selling)
    assert shown(selling)["state"] == "refused" and shown(selling)["paid_until_us"] == 0
    assert "could not be charged" in selling.get(done).text


def test_a_subscription_that_was_ended_at_stripe_is_asked_for(
    selling: TestClient, server: LocalStripe, clock: ShiftedClock
) -> None:
    """Somebody ends it in Stripe's dashboard, and no webhook comes."""
    selling.get(keep_card(selling, server, "key-of-mine"), follow_redirects=False)
    deliver(selling)
    server.http.delete(f"/v1/subscriptions/{reference_of(selling)}")
    assert shown(selling)["state"] == "active"
    clock.shift_s += 32 * 86_400
    till: Till = hall_of(selling).things[Till]
    assert ask_again(hall_of(selling).store, till.provider, till.takers) >= 1
    assert shown(selling)["state"] == "ended"
