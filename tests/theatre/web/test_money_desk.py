"""The operator's pages of money: sending back, chargebacks, events that wait, payouts, and the proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select, update
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.series_rows import add_series
from tests.theatre.web.conftest import another_device, deliver, sign_up

from reelwright.theatre.accounts.signing import set_role
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.reading import terms_of
from reelwright.theatre.catalogue.tables import series
from reelwright.theatre.entitlement.access import may_watch
from reelwright.theatre.entitlement.proving import prove
from reelwright.theatre.wallet.events import take
from reelwright.theatre.wallet.payments import Disputed, Told
from reelwright.theatre.wallet.rehearsal import Rehearsal
from reelwright.theatre.wallet.tables import account, purchase
from reelwright.theatre.wallet.takers import TAKERS
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.money import amount_of, plain
from reelwright.theatre.web.routes import rehearsal
from reelwright.theatre.web.settings import Settings
from reelwright.theatre.web.till import Till

REFUNDS, PAYOUTS, BOOKS = "/desk/operator/refunds", "/desk/operator/payouts", "/desk/operator/ledger"


@pytest.fixture
def selling(settings: Settings, clock: ManualClock) -> Iterator[TestClient]:
    """A theatre with test payments; its first browser is the operator's."""
    app = make_app(msgspec.structs.replace(settings, payments="test", payout_least=100), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as client:
        sign_up(client, "olga@example.com", "Olga")
        assert hall_of(client).store.write(lambda c: set_role(c, "olga@example.com", "operator"))
        yield client


@pytest.fixture
def buyer(selling: TestClient) -> TestClient:
    """Mara's phone: she has bought the small pack."""
    phone = another_device(selling)
    sign_up(phone)
    buys(phone, "small", "key-of-mara")
    return phone


def hall_of(theatre: TestClient) -> Hall:
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    return hall


def provider_of(theatre: TestClient) -> Rehearsal:
    provider: Rehearsal = hall_of(theatre).things[Till].provider
    return provider


def buys(phone: TestClient, pack: str, key: str) -> str:
    asked = phone.post("/api/purchases", json={"pack": pack}, headers={"idempotency-key": key}).json()
    shown = phone.get(asked["pay_url"])
    phone.post(shown.url.path, data={"choice": "pay"}, follow_redirects=False)
    return str(asked["purchase"])


def payment(theatre: TestClient) -> str:
    """The provider's name of the newest purchase."""
    newest = select(purchase.c.reference).order_by(purchase.c.id.desc()).limit(1)
    return str(hall_of(theatre).store.read(lambda c: c.scalar(newest)))


def settle(theatre: TestClient) -> None:
    """The outbox does what is due, and the provider tells what came of it."""
    deliver(theatre)
    rehearsal.deliver(hall_of(theatre))


def coins(phone: TestClient) -> tuple[int, int]:
    """Spendable and owed."""
    has = phone.get("/api/wallet").json()
    return has["spendable"], has["owed"]


def charged(theatre: TestClient, wanted: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = theatre.get("/api/operator/charges", params={"q": wanted}).json()
    return found


def sent_back(theatre: TestClient, key: str = "refund-key", **asked: object) -> Any:
    body = {"reason": "It did not play", **asked}
    return theatre.post("/api/operator/refunds", json=body, headers={"idempotency-key": key})


def opens(theatre: TestClient, phone: TestClient, desk: TestClient | None = None) -> list[str]:
    """A series of a creator's, whose browser is ``desk``; Mara has unlocked two episodes of it."""
    desk, mail = desk or another_device(theatre), "cleo@example.com"
    sign_up(desk, mail, "Cleo")
    store = hall_of(theatre).store
    store.write(lambda c: set_role(c, mail, "creator"))
    now_us = hall_of(theatre).now_us()
    made = store.write(lambda c: add_series(c, "harbour", now_us=now_us, free_count=1, price_coins=120))
    creator = store.read(lambda c: c.scalar(select(viewer.c.id).where(viewer.c.mail == mail)))
    store.write(lambda c: c.execute(update(series).values(creator_id=creator)))
    episodes = [str(one) for one in made.episodes][-2:]
    asked = {"episodes": episodes, "most_coins": 1_000}
    answer = phone.post("/api/unlocks", json=asked, headers={"idempotency-key": "unlock-key"})
    assert answer.status_code == 200, answer.text
    return episodes


def test_money_pages_are_for_operators(buyer: TestClient) -> None:
    for path in (REFUNDS, PAYOUTS, BOOKS, "/api/operator/charges", "/api/operator/refunds",
                 "/api/operator/events", "/api/operator/payouts"):  # fmt: skip
        assert buyer.get(path).status_code == 403, path
    for path in (PAYOUTS, BOOKS, "/api/operator/payouts", "/api/operator/ledger/check"):
        assert buyer.post(path).status_code == 403, path
    assert sent_back(buyer, subject="x").status_code == 403
    assert buyer.post(REFUNDS, data={"subject": "x", "unit": "USD", "key": "k" * 8}).status_code == 403


def test_a_pack_is_found_and_sent_back_once(selling: TestClient, buyer: TestClient) -> None:
    """By mail, by payment and by nothing that is not theirs; the key twice is one refund; the money leaves
    when the provider says so."""
    (one,) = charged(selling, "MARA@")
    assert (one["amount"], one["left"], one["kind"], one["what"]) == (299, 299, "purchase", "small")
    assert charged(selling, payment(selling)) == [one] == charged(selling, one["subject"])
    assert charged(selling, "%") == [] == charged(selling, "olga")
    first = sent_back(selling, subject=one["subject"])
    assert first.status_code == 201 and first.json()["state"] == "asked", first.text
    assert sent_back(selling, subject=one["subject"]).json()["refund"] == first.json()["refund"]
    assert sent_back(selling, subject=one["subject"], amount=5).status_code == 409
    assert sent_back(selling, "another-key", subject=one["subject"]).status_code == 400
    assert coins(buyer) == (0, 0)
    settle(selling)
    (taken,) = charged(selling)[0]["taken"]
    assert (taken["state"], taken["amount"]) == ("paid", 299)
    assert prove(hall_of(selling).store).findings == []
    assert "refunded" in buyer.get("/shop/purchases").text


def test_the_button_sends_a_part_back(selling: TestClient, buyer: TestClient) -> None:
    (one,) = charged(selling)
    shown = selling.get(REFUNDS).text
    assert "mara@example.com" in shown and 'value="2.99"' in shown and "$2.99" in shown
    key = re.search(r'name="key" value="([^"]+)"', shown)
    assert key is not None
    form = {
        "subject": one["subject"],
        "unit": "USD",
        "key": key[1],
        "amount": "1.00",
        "reason": "<b>half</b>",
    }
    assert selling.post(REFUNDS, data={**form, "reason": " "}).status_code == 400
    assert selling.post(REFUNDS, data={**form, "amount": "0.001"}).status_code == 400
    for _ in range(2):
        shown = selling.post(REFUNDS, data=form).text
    assert "&lt;b&gt;half&lt;/b&gt;" in shown and 'value="1.99"' in shown
    assert charged(selling)[0]["left"] == 199
    has, owed = coins(buyer)
    assert 198 <= has <= 200 and owed == 0
    chinese = selling.get(REFUNDS, params={"lang": "zh"}).text
    assert "退款" in chinese and "Send back" not in chinese and "Under way" not in chinese


def test_what_was_spent_is_owed_and_closed_until_it_is_paid(selling: TestClient, buyer: TestClient) -> None:
    """Never taken back and open: coins that were spent are owed, the next purchase pays them first."""
    episodes = opens(selling, buyer)

    def reason() -> str:
        def work(connection: Connection) -> str:
            mara = connection.scalar(select(viewer.c.id).where(viewer.c.mail == "mara@example.com"))
            terms = terms_of(connection, episodes[0])
            assert terms is not None
            return may_watch(connection, mara, terms, now_us=hall_of(selling).now_us()).reason

        return hall_of(selling).store.read(work)

    assert reason() == "coins"
    spent = 300 - coins(buyer)[0]
    assert sent_back(selling, subject=charged(selling)[0]["subject"]).status_code == 201
    assert coins(buyer) == (0, spent) and reason() == "debt"
    settle(selling)
    buys(buyer, "small", "second-key-of-mara")
    assert coins(buyer) == (300 - spent, 0) and reason() == "coins"
    assert prove(hall_of(selling).store).findings == []


def test_a_bank_takes_a_payment_back_and_is_seen(selling: TestClient, buyer: TestClient) -> None:
    provider = provider_of(selling)
    provider.charge_back(payment(selling))
    settle(selling)
    assert coins(buyer) == (0, 0)
    shown = selling.get(REFUNDS).text
    assert "charged back, not decided" in shown and "Charged back by the bank" in shown
    provider.close_dispute(payment(selling), is_won=True)
    settle(selling)
    assert coins(buyer) == (300, 0)
    assert [one["state"] for one in selling.get("/api/operator/refunds").json()] == ["won"]
    assert "charged back, not decided" not in selling.get(REFUNDS).text


def test_an_event_that_waits_is_seen_with_what_it_waits_for(selling: TestClient) -> None:
    hall = hall_of(selling)
    fact = Disputed(payment="pay_unknown", dispute="dp_1", amount=5, unit="USD")
    told = Told(provider="test", reference="evt_lost", kind="dispute.opened", told_us=1, fact=fact)
    assert hall.store.write(partial(take, told=told, takers=TAKERS, now_us=hall.now_us())) == "waiting"
    (one,) = selling.get("/api/operator/events").json()
    assert (one["reference"], one["outcome"]) == ("evt_lost", "waits for pay_unknown")
    shown = selling.get(REFUNDS).text
    assert "evt_lost" in shown and "waits for pay_unknown" in shown


def test_creators_are_paid_out_after_review(selling: TestClient, buyer: TestClient) -> None:
    """Prepared once, rejected, prepared again and sent; the creator's name stands beside each."""
    opens(selling, buyer)
    assert "Nothing waits for you." in selling.get(PAYOUTS).text
    stands = select(account.c.balance).where(account.c.kind == "creator_payable")
    earned = sum(hall_of(selling).store.read(lambda c: c.scalars(stands).all()))
    made = selling.post("/api/operator/payouts").json()["prepared"]
    assert made == 1 and earned >= 100 and selling.post("/api/operator/payouts").json()["prepared"] == 0
    (one,) = selling.get("/api/operator/payouts").json()
    assert (one["amount"], one["name"], one["state"]) == (earned, "Cleo", "prepared")
    shown = selling.get(PAYOUTS).text
    assert "Cleo" in shown and "cleo@example.com" in shown and "It is sent" in shown
    assert selling.post(f"{PAYOUTS}/{one['payout']}", data={"decision": "rejected"}).status_code == 200
    assert selling.post(PAYOUTS).status_code == 200
    again, _ = selling.get("/api/operator/payouts").json()
    path = f"/api/operator/payouts/{again['payout']}"
    for _ in range(2):
        assert selling.post(path, json={"decision": "paid"}).json()["state"] == "paid"
    assert selling.post(path, json={"decision": "rejected"}).status_code == 409
    assert selling.post("/api/operator/payouts/nothing", json={"decision": "paid"}).status_code == 400
    assert selling.post(path, json={"decision": "perhaps"}).status_code == 422
    chinese = selling.get(PAYOUTS, params={"lang": "zh"}).text
    assert "已打款" in chinese and "Prepare" not in chinese
    assert prove(hall_of(selling).store).findings == []


def test_a_creator_sees_what_each_episode_earned(selling: TestClient, buyer: TestClient) -> None:
    desk = another_device(selling)
    assert desk.get("/desk/earnings").status_code == 401 and buyer.get("/desk/earnings").status_code == 403
    opens(selling, buyer, desk)
    found = desk.get("/api/creator/earnings").json()
    assert [(one["number"], one["coins"]) for one in found["episodes"]] == [(2, 60), (3, 60)]
    assert found["currencies"] == [
        {"unit": "USD", "earned": 120, "standing": 120, "in_review": 0, "paid_out": 0}
    ]
    shown = desk.get("/desk/earnings").text
    assert "$1.20" in shown and "$0.60" in shown and "Harbour 3" in shown and found["payouts"] == []
    selling.post(PAYOUTS)
    shown = desk.get("/desk/earnings", params={"lang": "zh"}).text
    assert "审核中" in shown and "US$1.20" in shown and "Earned" not in shown
    assert '/desk/earnings"' in desk.get("/desk/creator").text
    assert selling.get("/desk/earnings").status_code == 200, "an operator has earned nothing and may look"


def test_the_books_are_shown_and_proven(selling: TestClient, buyer: TestClient) -> None:
    shown = selling.get(BOOKS).text
    assert "Paid for coins that are not spent" in shown and "$2.99" in shown
    assert "The books are right." in selling.post(BOOKS).text
    proven = selling.post("/api/operator/ledger/check").json()
    assert proven["is_right"] and proven["transfers"] == 1 and proven["findings"] == []
    hall = hall_of(selling)
    hall.store.write(lambda c: c.execute(update(purchase).values(refunded=5)))
    wrong = selling.post(BOOKS).text
    assert "The books are wrong." in wrong and "taken back" in wrong
    assert not selling.post("/api/operator/ledger/check").json()["is_right"]
    chinese = selling.post(BOOKS, params={"lang": "zh"}).text
    assert "账本有误" in chinese and "Coins" not in chinese
    assert all(path in selling.get("/desk/operator").text for path in (REFUNDS, PAYOUTS, BOOKS))


def test_amounts_are_read_as_people_write_them() -> None:
    assert [amount_of(text, "USD") for text in ("4.99", " 4,99 ", "5", "0.01")] == [499, 499, 500, 1]
    assert amount_of("500", "JPY") == 500 and plain(500, "JPY") == "500" and plain(1_000, "USD") == "10.00"
    for text in ("", "0", "-1", "4.999", "NaN", "1e30", "Infinity", "four"):
        with pytest.raises(Exception, match="no amount of money"):
            amount_of(text, "USD")
