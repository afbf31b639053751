"""The page of test payments on a running theatre: it is marked, and what is pressed is told at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select, update
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.web.conftest import another_device, sign_up

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.payments import Order, Paid, Told
from reelwright.theatre.wallet.rehearsal import Rehearsal
from reelwright.theatre.wallet.tables import payment_event
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.routes.rehearsal import deliver
from reelwright.theatre.web.settings import Settings
from reelwright.theatre.web.till import Till

ORDER = Order(key="order1", what="300 coins <b>", amount=29_900, unit="USD", back="/library")


@pytest.fixture
def theatre(settings: Settings, clock: ManualClock) -> Iterator[TestClient]:
    app = make_app(msgspec.structs.replace(settings, payments="test"), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as client:
        yield client


def _hall(theatre: TestClient) -> Hall:
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    return hall


def _provider(theatre: TestClient) -> Rehearsal:
    provider: Rehearsal = _hall(theatre).things[Till].provider
    return provider


def _taken(theatre: TestClient) -> list[Any]:
    rows = select(payment_event.c.kind, payment_event.c.state).order_by(payment_event.c.id)
    return [tuple(row) for row in _hall(theatre).store.read(lambda c: c.execute(rows).all())]


def _note(connection: Connection, told: Told, now_us: int) -> str:
    return f"noted {told.fact.subject}"


def test_what_is_pressed_is_told_at_once_and_leads_back(theatre: TestClient) -> None:
    till: Till = _hall(theatre).things[Till]
    _hall(theatre).things[Till] = Till(till.provider, dict(till.takers) | {Paid: _note})
    checkout = _provider(theatre).begin_purchase(ORDER)
    shown = theatre.get(checkout.page).text
    assert "TEST" in shown and "$299.00" in shown and "300 coins &lt;b&gt;" in shown
    answer = theatre.post(checkout.page, data={"choice": "pay"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/library")
    assert ("payment.paid", "taken") in _taken(theatre)
    shown = theatre.get(checkout.page, headers={"accept-language": "zh"}).text
    assert "已支付" in shown and 'value="pay"' not in shown
    theatre.post(checkout.page, data={"choice": "pay"})
    assert len(_taken(theatre)) == 1


def test_what_the_theatre_cannot_take_is_told_again(theatre: TestClient) -> None:
    hall, provider = _hall(theatre), _provider(theatre)
    hall.things[Till] = Till(provider, {})
    checkout = provider.begin_purchase(ORDER)
    assert theatre.post(checkout.page, data={"choice": "pay"}, follow_redirects=False).status_code == 303
    assert len(provider.undelivered()) == 1 and _taken(theatre) == []
    hall.things[Till] = Till(provider, {Paid: _note})
    deliver(hall)
    assert provider.undelivered() == [] and _taken(theatre) == [("payment.paid", "taken")]


def test_another_site_cannot_press_and_wrong_addresses_are_no_pages(theatre: TestClient) -> None:
    checkout = _provider(theatre).begin_purchase(ORDER)
    headers = {"sec-fetch-site": "cross-site"}
    assert theatre.post(checkout.page, data={"choice": "pay"}, headers=headers).status_code == 403
    assert theatre.post(checkout.page, data={"choice": "steal"}).status_code == 422
    assert theatre.get("/test-payments/test_pay_nothing").status_code == 404
    assert theatre.get("/test-payments/..%2f..%2fsecret").status_code in (404, 422)
    assert _provider(theatre).undelivered() == []


def _buy(theatre: TestClient, key: str) -> str:
    """Three hundred coins; the name of the payment."""
    headers = {"idempotency-key": key}
    bought = theatre.post("/api/purchases", json={"pack": "small"}, headers=headers).json()
    page = theatre.get(bought["pay_url"])
    theatre.post(page.url.path, data={"choice": "pay"})
    return page.url.path.rpartition("/")[2]


def _owns(theatre: TestClient) -> int:
    return int(theatre.get("/api/wallet").json()["purchased"])


def test_at_the_providers_desk_an_operator_does_what_banks_do(theatre: TestClient) -> None:
    """Sent back there, charged back, won and lost: the viewer's coins follow. Nobody else comes in."""
    operator = another_device(theatre)
    sign_up(operator, "op@example.com", "Op")
    hall = _hall(theatre)
    hall.store.write(lambda c: c.execute(update(viewer).values(role="operator")))
    sign_up(theatre)
    assert theatre.get("/test-payments").status_code == 403
    first, second = _buy(theatre, "first-key"), _buy(theatre, "second-key")
    assert _owns(theatre) == 600
    assert theatre.post("/test-payments", data={"payment": first, "what": "send-back"}).status_code == 403
    assert "/test-payments" in operator.get("/desk/operator").text
    for payment, what, coins, word in (
        (first, "send-back", 300, "sent back"),
        (second, "charge-back", 0, "charged back"),
        (second, "won", 300, "chargeback won"),
    ):
        page = operator.post("/test-payments", data={"payment": payment, "what": what})
        assert page.status_code == 200 and word in page.text
        assert _owns(theatre) == coins, what
    refused = operator.post("/test-payments", data={"payment": first, "what": "send-back"})
    assert refused.status_code == 402 and "cannot be sent back" in refused.text
    third = _buy(theatre, "third-key")
    for what in ("charge-back", "lost"):
        operator.post("/test-payments", data={"payment": third, "what": what})
    assert _owns(theatre) == 300 and check_books(hall.store).is_right


def test_without_test_payments_there_is_no_such_page(settings: Settings, clock: ManualClock) -> None:
    with TestClient(make_app(settings, clock=clock)) as client:
        assert client.get("/test-payments/test_pay_order1").status_code == 404
    assert not (settings.folder / "test-payments.db").exists()
