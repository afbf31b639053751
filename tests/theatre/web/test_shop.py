"""The shop: what is sold, to whom, a purchase from the button to the receipt, and its webhooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from sqlalchemy import Connection, select
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.web.conftest import PASSWORD, another_device, sign_in, sign_up

from reelwright.ledger import bonus
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.wallet.books import post
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.offers import Pack
from reelwright.theatre.wallet.rehearsal import Rehearsal
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.routes.shop import reconciler
from reelwright.theatre.web.settings import Settings, read_settings
from reelwright.theatre.web.till import Till

FILM = "/s/harbour-lights/3"


@pytest.fixture
def selling(settings: Settings, clock: ManualClock) -> Iterator[TestClient]:
    """A theatre with test payments."""
    app = make_app(msgspec.structs.replace(settings, payments="test"), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as client:
        yield client


def hall_of(theatre: TestClient) -> Hall:
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    return hall


def provider_of(theatre: TestClient) -> Rehearsal:
    provider: Rehearsal = hall_of(theatre).things[Till].provider
    return provider


def asked_for(theatre: TestClient, pack: str = "small", key: str = "key-of-mine", back: str = FILM) -> Any:
    return theatre.post("/api/purchases", json={"pack": pack, "back": back}, headers={"idempotency-key": key})


def spendable(theatre: TestClient) -> int:
    return int(theatre.get("/api/wallet").json()["spendable"])


def test_without_payments_nothing_is_sold_and_it_is_said(theatre: TestClient) -> None:
    """Nobody has nothing; a gift is there with its day; the pages that lead here find it."""
    assert re.findall(r"<dd>(\d+)</dd>", theatre.get("/shop").text) == ["0"]
    sign_up(theatre)
    hall = hall_of(theatre)

    def give(connection: Connection) -> None:
        number = connection.scalar(select(viewer.c.id))
        post(connection, bonus(str(number), coins=40, key="gift", created_us=hall.now_us()))

    hall.store.write(give)
    page = theatre.get("/shop").text
    assert re.findall(r"<dd>(\d+)</dd>", page) == ["40"] and "<strong>+40</strong>" in page
    assert "cannot be bought" in page and "<form" not in page.partition("<main")[2]
    assert 'href="/shop"' in theatre.get("/account").text.partition("<main")[2]
    assert "暂时还不能购买" in theatre.get("/shop", headers={"accept-language": "zh"}).text
    assert asked_for(theatre).status_code == 404
    assert theatre.get("/api/packs").json()["is_open"] is False
    assert theatre.post("/api/webhooks/test", content=b"{}").status_code == 404


def test_packs_are_shown_with_their_prices_in_the_viewers_language(selling: TestClient) -> None:
    told = selling.get("/api/packs").json()
    assert told["is_open"] and [one["name"] for one in told["packs"]] == ["small", "medium", "large"]
    medium = told["packs"][1]
    assert (medium["coins"], medium["bonus_coins"], medium["price"], medium["each"]) == (
        1_000, 100, "$9.99", "$0.0100"
    )  # fmt: skip
    page = selling.get("/shop", headers={"accept-language": "zh"}).text
    assert "US$9.99" in page and "1000 金币" in page and "另赠 100 金币，90 天内有效" in page


def test_a_guest_signs_in_first_and_comes_back_to_the_film(selling: TestClient) -> None:
    page = selling.get("/shop", params={"back": FILM}).text
    assert "so that they are never lost" in page and "/shop/buy" not in page
    selling.post("/api/session")
    assert asked_for(selling).status_code == 401
    (link,) = re.findall(r'class="button wide" href="([^"]+)"', page)
    shown = selling.get(link.replace("&amp;", "&")).text
    (to_sign_up,) = re.findall(r'href="(/sign-up[^"]+)"', shown)
    form = selling.get(to_sign_up.replace("&amp;", "&")).text
    (following,) = re.findall(r'name="next" value="([^"]+)"', form)
    answer = selling.post(
        "/sign-up",
        data={"mail": "m@example.com", "password": "a long enough word", "name": "M", "next": following},
    )
    assert answer.url.path == "/shop" and f'href="{FILM}"' in answer.text and "/shop/buy" in answer.text


def test_a_purchase_from_the_button_to_the_receipt(selling: TestClient) -> None:
    """Two presses are one purchase; declined, then paid; the way leads back to the film."""
    sign_up(selling)
    page = selling.get("/shop", params={"back": FILM}).text
    (key,) = re.findall(
        r'name="pack" value="medium">\s*<input type="hidden" name="key" value="([^"]+)"', page
    )
    form = {"pack": "medium", "key": key, "back": FILM}
    first, second = (selling.post("/shop/buy", data=form) for _ in range(2))
    assert first.url == second.url and first.url.path.startswith("/test-payments/")
    declined = selling.post(first.url.path, data={"choice": "decline"})
    assert "was declined and nothing was charged" in declined.text and spendable(selling) == 0
    receipt = selling.post(first.url.path, data={"choice": "pay"})
    assert receipt.url.path.startswith("/shop/purchases/") and "1100 coins now" in receipt.text
    assert f'href="{FILM}"' in receipt.text and "$9.99" in receipt.text and "hx-get" not in receipt.text
    assert spendable(selling) == 1_100
    assert selling.post("/shop/buy", data=form).url.path == receipt.url.path
    (mine,) = selling.get("/api/purchases").json()
    assert (mine["state"], mine["amount"], mine["unit"], mine["pay_url"]) == ("paid", 999, "USD", "")
    assert "Receipt" in selling.get("/shop/purchases").text
    chinese = selling.get(receipt.url.path, headers={"accept-language": "zh"}).text
    assert "收据" in chinese and "US$9.99" in chinese
    assert check_books(hall_of(selling).store).is_right


def test_one_coin_is_one_coin_at_the_bank_and_on_the_receipt(settings: Settings, clock: ManualClock) -> None:
    packs = (Pack(name="one", coins=1, amount=9), Pack(name="two", coins=1, bonus_coins=1, amount=9))
    app = make_app(msgspec.structs.replace(settings, payments="test", packs=packs), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as selling:
        sign_up(selling)
        for pack, at_the_bank, on_the_receipt in (
            ("one", "<dd>1 coin</dd>", "spend 1 coin now"),
            ("two", "<dd>1 coin and 1 more</dd>", "spend 3 coins now"),
        ):
            bank = selling.post("/shop/buy", data={"pack": pack, "key": f"key-for-{pack}"})
            assert at_the_bank in bank.text
            receipt = selling.post(bank.url.path, data={"choice": "pay"})
            assert on_the_receipt in receipt.text
        chinese = selling.get(receipt.url.path, headers={"accept-language": "zh"}).text
        assert "3 金币可用" in chinese


def test_one_key_is_one_purchase_and_another_pack_needs_another(selling: TestClient) -> None:
    sign_up(selling)
    first = asked_for(selling)
    assert first.status_code == 201 and first.json()["state"] == "begun"
    assert asked_for(selling).json() == first.json()
    assert asked_for(selling, pack="large").status_code == 409
    assert asked_for(selling, key="short").status_code == 422
    assert asked_for(selling, pack="none-such", key="another-key").status_code == 400
    assert len(selling.get("/api/purchases").json()) == 1


def test_two_devices_pay_one_purchase_and_it_is_booked_once(selling: TestClient) -> None:
    sign_up(selling)
    phone = another_device(selling)
    sign_in(phone)
    begun = asked_for(selling).json()
    here, there = selling.get(begun["pay_url"]), phone.get(begun["pay_url"])
    assert here.url.path == there.url.path
    for device in (selling, phone):
        device.post(here.url.path, data={"choice": "pay"})
    assert spendable(phone) == 300
    assert phone.get(begun["pay_url"]).url.path == f"/shop/purchases/{begun['purchase']}"


def test_a_purchase_is_nobody_elses(selling: TestClient) -> None:
    sign_up(selling)
    name = asked_for(selling).json()["purchase"]
    stranger = another_device(selling)
    assert stranger.get(f"/api/purchases/{name}").status_code == 401
    sign_up(stranger, "s@example.com", "S")
    for path in (f"/api/purchases/{name}", f"/shop/pay/{name}", f"/shop/purchases/{name}"):
        assert stranger.get(path).status_code == 404
    assert stranger.get("/api/purchases").json() == []


def test_whose_session_is_over_signs_in_and_is_on_the_receipt_again(selling: TestClient) -> None:
    sign_up(selling)
    name = asked_for(selling).json()["purchase"]
    receipt = f"/shop/purchases/{name}?back={quote(FILM, safe='')}"
    other = another_device(selling)
    led = other.get(receipt, headers={"accept": "text/html"})
    assert led.url.path == "/sign-in"
    (following,) = re.findall(r'name="next" value="([^"]+)"', led.text)
    form = {"mail": "mara@example.com", "password": PASSWORD, "next": unescape(following)}
    back = other.post("/sign-in", data=form)
    assert back.url.path == f"/shop/purchases/{name}" and f'href="{FILM}"' in back.text
    assert another_device(selling).get(receipt).status_code == 401  # a program is told


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(selling: TestClient, back: str) -> None:
    sign_up(selling)
    assert "evil" not in selling.get("/shop", params={"back": back}).text
    begun = asked_for(selling, back=back).json()
    assert begun["pay_url"] == f"/shop/pay/{begun['purchase']}"
    page = selling.get(f"/shop/purchases/{begun['purchase']}", params={"back": back}).text
    assert "evil" not in page and "javascript:" not in page


def test_a_webhook_is_taken_when_it_is_genuine_and_only_once(selling: TestClient, clock: ManualClock) -> None:
    """Signed, again, forged, unsigned, too old, of another provider, not readable."""
    sign_up(selling)
    provider, hall = provider_of(selling), hall_of(selling)
    selling.get(asked_for(selling).json()["pay_url"])
    (payment,) = (name for name, _ in provider.payments())
    provider.decide(payment, pays=True)
    (told,) = provider.ask(payment)
    body = msgspec.json.encode(told)
    headers = provider.signed(body)

    def send(content: bytes, signature: dict[str, str], to: str = "test") -> tuple[int, str]:
        answer = selling.post(f"/api/webhooks/{to}", content=content, headers=signature)
        return answer.status_code, answer.json().get("outcome", "")

    assert send(body.replace(b"299", b"999"), headers) == (400, "")
    assert send(body, {}) == (400, "")
    assert send(body, headers, "stripe")[0] == 404
    assert send(b"\xff{", provider.signed(b"\xff{")) == (400, "")
    clock.pass_s(301)
    assert send(body, headers) == (400, "")
    first = send(body, provider.signed(body))
    assert first[0] == 200 and first[1] in ("taken", "seen")  # the provider tells it by itself, too
    assert send(body, provider.signed(body)) == (200, "seen")
    assert spendable(selling) == 300 and check_books(hall.store).is_right


def test_a_webhook_that_never_came_is_asked_for(selling: TestClient, clock: ManualClock) -> None:
    sign_up(selling)
    hall, provider = hall_of(selling), provider_of(selling)
    selling.get(asked_for(selling).json()["pay_url"])
    provider.decide(provider.payments()[0][0], pays=True)
    for number, _ in provider.undelivered():
        provider.delivered(number)
    clock.pass_s(601)
    reconciler(hall).run()
    assert spendable(selling) == 300


def test_buying_is_limited_to_so_often(selling: TestClient) -> None:
    sign_up(selling)
    statuses = [asked_for(selling, key=f"key-number-{n}").status_code for n in range(22)]
    assert statuses == [201] * 20 + [429] * 2


def test_a_pack_of_the_theatres_own_is_sold(tmp_path: Path, database_url: str) -> None:
    (tmp_path / "theatre.toml").write_text(
        'payments = "test"\nplans = []\n[[packs]]\nname = "chest"\ncoins = 70\namount = 600\nunit = "CNY"\n'
    )
    app = make_app(read_settings(tmp_path, {"DATABASE_URL": database_url}))
    with TestClient(app) as client:
        (pack,) = client.get("/api/packs", headers={"accept-language": "zh"}).json()["packs"]
        assert (pack["name"], pack["price"], pack["each"]) == ("chest", "¥6.00", "¥0.0857")
