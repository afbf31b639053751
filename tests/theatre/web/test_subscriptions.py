"""Subscribing over HTTP, as a viewer and as a program do it, with test payments on, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select, update
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.entitlement.shelves import add_series
from tests.theatre.web.conftest import another_device, deliver, sign_up

from reelwright.theatre.backup import restore, save
from reelwright.theatre.backup.restoring import restore_settings
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.rehearsal import Rehearsal
from reelwright.theatre.wallet.rehearsal_memory import FILE as MEMORY
from reelwright.theatre.wallet.rehearsal_memory import Memory, Payment
from reelwright.theatre.wallet.subscriptions import ACTIVE, STARTING
from reelwright.theatre.wallet.tables import subscription
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.routes.rehearsal import tend
from reelwright.theatre.web.settings import Settings
from reelwright.theatre.web.till import Till

WEEK_S = 7 * 86_400


@pytest.fixture
def theatre(settings: Settings, clock: ManualClock) -> Iterator[TestClient]:
    app = make_app(msgspec.structs.replace(settings, payments="test"), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin", "accept": "text/html"}) as client:
        yield client


def hall_of(theatre: TestClient) -> Hall:
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    return hall


def ask(theatre: TestClient, method: str, path: str, **more: Any) -> dict[str, Any]:
    answer = theatre.request(method, f"/api/{path}", headers=more.pop("headers", {}), **more)
    assert answer.is_success, answer.text
    told: dict[str, Any] = answer.json()
    return told


def press_subscribe(theatre: TestClient, *, choice: str = "pay", back: str = "/library") -> Any:
    """From the shop through the provider's page and back."""
    shop = theatre.get(f"/shop?back={back}").text
    key = re.search(r'name="key" value="([^"]+)"', shop)
    assert key and f'name="back" value="{back}"' in shop
    form = {"key": key[1], "plan": "weekly", "back": back}
    page = theatre.post("/shop/subscribe", data=form, follow_redirects=False)
    page = theatre.get(page.headers["location"], follow_redirects=False)
    assert page.status_code == 303 and page.headers["location"].startswith("/test-payments/")
    return theatre.post(page.headers["location"], data={"choice": choice}, follow_redirects=False)


def test_from_the_shop_to_the_end_of_the_period(theatre: TestClient, clock: ManualClock) -> None:
    episodes = hall_of(theatre).store.write(add_series)
    source = f"player/episodes/{episodes[5]}"
    sign_up(theatre)
    shop = theatre.get("/shop").text
    assert "$4.99" in shop and "$14.99" in shop and "$99.99" in shop and "Test payments are on" in shop
    paid = press_subscribe(theatre)
    deliver(theatre)
    back = theatre.get(paid.headers["location"], follow_redirects=False)
    assert (back.status_code, back.headers["location"]) == (303, "/library")
    told = ask(theatre, "GET", "subscription")
    assert (told["state"], told["plan"], told["ends_at_period_end"]) == ("active", "weekly", False)
    assert told["paid_until_us"] == clock.now_us() + WEEK_S * 1_000_000
    ways = ask(theatre, "GET", f"episodes/{episodes[5]}/offers")["ways"]
    assert [way["coins"] for way in ways if way["kind"] == "coins"] == [0]
    mine = theatre.get("/account/subscription").text
    assert "It is renewed on" in mine and "$4.99" in mine and source
    assert "/account/subscription" in theatre.get("/shop").text
    theatre.post("/account/subscription/cancel")
    deliver(theatre)
    assert "Cancelled. Every episode stays open until" in theatre.get("/account/subscription").text
    theatre.post("/account/subscription/resume")
    ask(theatre, "POST", "subscription/cancel")
    assert ask(theatre, "POST", "subscription/cancel")["ends_at_period_end"]
    deliver(theatre)
    clock.pass_s(WEEK_S)
    tend(hall_of(theatre))
    assert ask(theatre, "GET", "subscription")["state"] == "ended"
    ways = ask(theatre, "GET", f"episodes/{episodes[5]}/offers")["ways"]
    assert [way["coins"] for way in ways if way["kind"] == "coins"] == [30]
    assert {way["kind"] for way in ways} >= {"subscription"}
    assert "已结束" in theatre.get("/account/subscription", headers={"accept-language": "zh"}).text
    assert check_books(hall_of(theatre).store).is_right


def test_a_theatre_that_is_restored_elsewhere_goes_on_renewing(
    theatre: TestClient, settings: Settings, clock: ManualClock, tmp_path: Path
) -> None:
    """What test payments remember is in the backup, as it stood while they went on."""
    hall_of(theatre).store.write(add_series)
    sign_up(theatre)
    press_subscribe(theatre)
    deliver(theatre)
    paid_until_us = ask(theatre, "GET", "subscription")["paid_until_us"]
    here = hall_of(theatre)
    with Memory(here.settings.folder / MEMORY).turn() as half_done:  # somebody pays meanwhile
        half_done.keep("pay_half", Payment(order="half", what="300 coins", amount=299, unit="USD"))
        save(here.store, here.objects, here.settings.folder, tmp_path / "kept")

    folder = tmp_path / "elsewhere"
    restore_settings(tmp_path / "kept", folder)
    new = msgspec.structs.replace(
        settings, data=str(folder), database_url=f"sqlite:///{folder}/theatre.db", payments="test"
    )
    store = Store(new.database_url)
    restore(store, ObjectStore(str(folder / "media")), tmp_path / "kept")
    store.close()
    assert (folder / MEMORY).stat().st_mode & 0o077 == 0
    with TestClient(make_app(new, clock=clock), headers=dict(theatre.headers)) as again:
        again.cookies.update(theatre.cookies)
        provider: Rehearsal = hall_of(again).things[Till].provider
        assert "pay_half" not in dict(provider.payments())
        clock.pass_s(WEEK_S)
        tend(hall_of(again))
        deliver(again)
        told = ask(again, "GET", "subscription")
        assert told["state"] == "active" and told["paid_until_us"] == paid_until_us + WEEK_S * 1_000_000
        assert check_books(hall_of(again).store).is_right


def test_while_it_starts_the_page_waits(theatre: TestClient) -> None:
    """The card is kept, the provider not asked yet; then the way leads into the theatre and nowhere else."""
    sign_up(theatre)
    store = hall_of(theatre).store
    place = press_subscribe(theatre, back="/s/x/2").headers["location"]
    deliver(theatre)
    for state in (STARTING, ACTIVE):
        store.write(partial(_set_state, state=state))
        answer = theatre.get(place, follow_redirects=False)
        assert ('http-equiv="refresh"' in answer.text) == (state == STARTING)
    assert (answer.status_code, answer.headers["location"]) == (303, "/s/x/2")
    outside = theatre.get("/account/subscription/started?back=https://evil.example/", follow_redirects=False)
    assert outside.headers["location"] == "/account/subscription"


def _set_state(connection: Connection, state: str) -> None:
    connection.execute(update(subscription).values(state=state))


def test_a_declined_card_leads_back_to_the_plans(theatre: TestClient) -> None:
    sign_up(theatre)
    declined = press_subscribe(theatre, choice="decline")
    shop = theatre.get(declined.headers["location"], follow_redirects=False)
    assert shop.headers["location"] == "/shop?back=%2Flibrary#plans"
    assert ask(theatre, "GET", "subscription") == {
        "plan": "", "state": "", "ends_at_period_end": False, "paid_until_us": 0,
    }  # fmt: skip


def test_a_lost_webhook_loses_nothing(theatre: TestClient) -> None:
    """The viewer comes back before the provider's word does: the provider is asked."""
    sign_up(theatre)
    hall = hall_of(theatre)
    till: Till = hall.things[Till]
    told = ask(
        theatre,
        "POST",
        "subscriptions",
        json={"plan": "monthly"},
        headers={"idempotency-key": "a-key-of-mine"},
    )
    reference = told["page"].rpartition("/")[2]
    till.provider.decide(reference, pays=True)  # type: ignore[attr-defined]
    for number, _ in till.provider.undelivered():  # type: ignore[attr-defined]
        till.provider.delivered(number)  # type: ignore[attr-defined]
    place = f"/account/subscription/started?subscription={told['subscription']}"
    assert theatre.get(place, follow_redirects=False).status_code in (200, 303)
    deliver(theatre)
    tend(hall)
    assert ask(theatre, "GET", "subscription")["state"] == "active"


def test_a_program_subscribes_once_for_one_key(theatre: TestClient) -> None:
    sign_up(theatre)
    headers = {"idempotency-key": "a-key-of-mine", "accept": "application/json"}
    first = theatre.post("/api/subscriptions", json={"plan": "yearly"}, headers=headers)
    assert first.status_code == 201
    assert theatre.post("/api/subscriptions", json={"plan": "yearly"}, headers=headers).json() == first.json()
    assert theatre.post("/api/subscriptions", json={"plan": "weekly"}, headers=headers).status_code == 409
    rows = hall_of(theatre).store.read(lambda c: c.execute(select(subscription)).all())
    assert len(rows) == 1
    headers["idempotency-key"] = "another-key-of-mine"
    unknown = theatre.post("/api/subscriptions", json={"plan": "daily"}, headers=headers)
    assert unknown.status_code == 400 and "weekly, monthly, yearly" in unknown.json()["next_step"]
    assert theatre.post("/api/subscription/cancel", headers=headers).status_code == 404
    theatre.post(first.json()["page"], data={"choice": "pay"})
    deliver(theatre)
    again = theatre.post("/api/subscriptions", json={"plan": "weekly"}, headers=headers)
    assert again.status_code == 409 and "already" in again.json()["what"]


def test_a_guest_signs_in_first_and_another_viewer_sees_nothing(theatre: TestClient) -> None:
    guest = another_device(theatre)
    form = {"key": "a-key-of-mine", "plan": "weekly", "back": "/s/x/2"}
    asked = guest.post("/shop/subscribe", data=form, follow_redirects=False)
    assert asked.headers["location"] == "/sign-in?next=%2Fshop%3Fback%3D%252Fs%252Fx%252F2%23plans"
    headers = {"idempotency-key": "a-key-of-mine"}
    assert guest.post("/api/subscriptions", json={"plan": "weekly"}, headers=headers).status_code == 401
    sign_up(theatre)
    press_subscribe(theatre)
    deliver(theatre)
    sign_up(guest, "lin@example.com", "Lin")
    assert guest.get("/api/subscription").json()["state"] == ""
    assert "You have none" in guest.get("/account/subscription").text


def test_a_deleted_account_is_not_charged_again(theatre: TestClient, clock: ManualClock) -> None:
    sign_up(theatre)
    press_subscribe(theatre)
    deliver(theatre)
    assert theatre.post("/account/delete", data={"password": "a long enough word"}).status_code == 200
    deliver(theatre)
    clock.pass_s(3 * WEEK_S)
    tend(hall_of(theatre))
    assert len(hall_of(theatre).things[Till].provider.payments()) == 1


def test_without_payments_nothing_is_sold(settings: Settings, clock: ManualClock) -> None:
    with TestClient(make_app(settings, clock=clock), headers={"sec-fetch-site": "same-origin"}) as client:
        sign_up(client)
        assert "plans" not in client.get("/shop").text
        headers = {"idempotency-key": "a-key-of-mine"}
        answer = client.post("/api/subscriptions", json={"plan": "weekly"}, headers=headers)
        assert answer.status_code == 404 and "operator" in answer.json()["next_step"]
