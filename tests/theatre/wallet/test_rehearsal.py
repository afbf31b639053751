"""The provider of test payments: the same asked twice, what it tells, what time does."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.theatre.conftest import ManualClock

from reelwright.theatre.wallet.payments import (
    CardKept,
    Declined,
    DisputeClosed,
    Disputed,
    NotGenuine,
    NotPaid,
    Order,
    Paid,
    Period,
    PeriodPaid,
    Refunded,
    Subscribed,
    Told,
)
from reelwright.theatre.wallet.rehearsal import DISPUTE_FEE, RETRIES, RETRY_DAYS, Rehearsal, fee_of
from reelwright.theatre.wallet.rehearsal_signing import HEADER, OLDEST_S

SECRETS = [b"n" * 32, b"o" * 32]
DAY_S = 86_400
ORDER = Order(key="p1", what="300 coins", amount=299, unit="USD", back="/shop/here")
PLAN = Order(key="s1", what="Weekly", amount=499, unit="USD", customer="c")
WEEK = Period(plan="weekly", interval="week")


@pytest.fixture
def provider(tmp_path: Path, clock: ManualClock) -> Rehearsal:
    return Rehearsal(tmp_path / "data" / "test-payments.db", SECRETS, clock)


def told_by(provider: Rehearsal, clock: ManualClock) -> list[Told]:
    """All that waits, as it comes through its signature; each is then taken."""
    found = []
    for number, body in provider.undelivered():
        told = provider.told(body, provider.signed(body), now_us=clock.now_us())
        assert told is not None
        found.append(told)
        provider.delivered(number)
    return found


def test_a_purchase_is_declined_then_paid_and_told_once(provider: Rehearsal, clock: ManualClock) -> None:
    """Asked twice it is one payment; what is paid is not paid again, and it is remembered."""
    asked = provider.begin_purchase(ORDER)
    assert provider.begin_purchase(ORDER) == asked and asked.page == "/test-payments/test_pay_p1"
    assert provider.ask(asked.reference) == ()
    assert provider.decide(asked.reference, pays=False) == "/shop/here"
    for _ in range(2):
        provider.decide(asked.reference, pays=True)
    provider.decide(asked.reference, pays=False)
    first, second = told_by(provider, clock)
    assert first.fact == NotPaid(purchase="p1", payment="test_pay_p1", reason="The card was declined")
    assert second.fact == Paid(purchase="p1", payment="test_pay_p1", amount=299, unit="USD", fee=fee_of(299))
    assert second.told_us > first.told_us and first.reference != second.reference
    assert provider.undelivered() == [] and provider.ask(asked.reference) == (first, second)


def test_what_is_not_there_is_declined(provider: Rehearsal) -> None:
    for act in (
        lambda: provider.decide("test_pay_nothing", pays=True),
        lambda: provider.refund("test_pay_nothing", amount=1, key="r"),
        lambda: provider.end_subscription("test_sub_nothing", at_once=False),
        lambda: provider.start_subscription(PLAN, WEEK, card="test_card_nothing"),
        lambda: provider.charge_back(provider.begin_purchase(ORDER).reference),
    ):
        with pytest.raises(Declined):
            act()


def test_only_what_the_theatre_signed_lately_is_genuine(provider: Rehearsal, clock: ManualClock) -> None:
    """A changed body, no signature, a made-up one, an old one; the older secret still verifies."""
    provider.decide(provider.begin_purchase(ORDER).reference, pays=True)
    ((_, body),) = provider.undelivered()
    headers, now_us = provider.signed(body), clock.now_us()
    forged = [
        (body.replace(b"299", b"999"), headers),
        (body, {}),
        (body, {HEADER: "1.é"}),
        (body, {HEADER: f"{now_us // 1_000_000}.{'0' * 64}"}),
        (b"not json", provider.signed(b"not json")),
    ]
    for changed, signature in forged:
        with pytest.raises(NotGenuine):
            provider.told(changed, signature, now_us=now_us)
    with pytest.raises(NotGenuine):
        provider.told(body, headers, now_us=now_us + (OLDEST_S + 1) * 1_000_000)
    assert provider.told(body, headers, now_us=now_us + OLDEST_S * 1_000_000) is not None


def test_an_older_secret_still_verifies(tmp_path: Path, clock: ManualClock, provider: Rehearsal) -> None:
    before = Rehearsal(tmp_path / "data" / "test-payments.db", SECRETS[1:], clock)
    provider.decide(provider.begin_purchase(ORDER).reference, pays=True)
    ((_, body),) = provider.undelivered()
    assert provider.told(body, before.signed(body), now_us=clock.now_us()) is not None
    with pytest.raises(NotGenuine):
        before.told(body, provider.signed(body), now_us=clock.now_us())


def test_a_refund_is_made_once_and_never_beyond_what_was_paid(
    provider: Rehearsal, clock: ManualClock
) -> None:
    payment = provider.begin_purchase(ORDER).reference
    with pytest.raises(Declined):
        provider.refund(payment, amount=100, key="r1")
    provider.decide(payment, pays=True)
    assert provider.refund(payment, amount=100, key="r1") == provider.refund(payment, amount=100, key="r1")
    with pytest.raises(Declined):
        provider.refund(payment, amount=200, key="r2")
    provider.send_back(payment, amount=199)
    _, ours, theirs = told_by(provider, clock)
    assert ours.fact == Refunded(payment=payment, refund="test_re_r1", amount=100, unit="USD", ours="r1")
    assert isinstance(theirs.fact, Refunded) and (theirs.fact.ours, theirs.fact.amount) == ("", 199)


@pytest.mark.parametrize("is_won", [True, False])
def test_a_payment_is_charged_back_once_and_decided_once(
    provider: Rehearsal, clock: ManualClock, is_won: bool
) -> None:
    payment = provider.begin_purchase(ORDER).reference
    provider.decide(payment, pays=True)
    dispute = provider.charge_back(payment)
    assert provider.charge_back(payment) == dispute
    with pytest.raises(Declined):
        provider.refund(payment, amount=1, key="r")
    provider.close_dispute(payment, is_won=is_won)
    with pytest.raises(Declined):
        provider.close_dispute(payment, is_won=not is_won)
    assert [one.fact for one in told_by(provider, clock)[1:]] == [
        Disputed(payment=payment, dispute=dispute, amount=299, unit="USD", fee=DISPUTE_FEE),
        DisputeClosed(payment=payment, dispute=dispute, is_won=is_won, amount=299, unit="USD"),
    ]


def _started(provider: Rehearsal, *, pays_once: bool = False) -> str:
    card = provider.keep_card(PLAN).reference
    provider.decide(card, pays=True, pays_once=pays_once)
    reference = provider.start_subscription(PLAN, WEEK, card=card)
    assert provider.start_subscription(PLAN, WEEK, card=card) == reference
    return reference


def _facts(told: list[Told]) -> tuple[list[tuple[int, int]], list[tuple[str, bool]]]:
    """Periods and how the subscription stood."""
    periods = [(one.fact.start_us, one.fact.end_us) for one in told if isinstance(one.fact, PeriodPaid)]
    stood = [
        (one.fact.state, one.fact.ends_at_period_end) for one in told if isinstance(one.fact, Subscribed)
    ]
    return periods, stood


def test_a_subscription_is_renewed_by_the_clock_until_it_is_cancelled(
    provider: Rehearsal, clock: ManualClock
) -> None:
    """A theatre that was closed for two weeks finds two periods, without a gap between them."""
    began_us, week_us = clock.now_us(), 7 * DAY_S * 1_000_000
    reference = _started(provider)
    told = told_by(provider, clock)
    assert told[0].fact == CardKept(subscription="s1", card="test_card_s1")
    assert _facts(told) == ([(began_us, began_us + week_us)], [("active", False)])
    assert provider.renew() == 0
    clock.pass_s(15 * DAY_S)
    assert provider.renew() == 2
    periods, stood = _facts(told_by(provider, clock))
    assert periods == [(began_us + n * week_us, began_us + (n + 1) * week_us) for n in (1, 2)]
    assert stood == []
    provider.end_subscription(reference, at_once=False)
    provider.resume_subscription(reference)
    for _ in range(2):
        provider.end_subscription(reference, at_once=False)
    clock.pass_s(7 * DAY_S)
    assert provider.renew() == 1 and provider.renew() == 0
    told = told_by(provider, clock)
    assert _facts(told) == (
        [], [("active", True), ("active", False), ("active", True), ("ended", True)]
    )  # fmt: skip
    assert [one.told_us for one in told] == sorted({one.told_us for one in told})
    with pytest.raises(Declined):
        provider.resume_subscription(reference)


def test_a_card_that_pays_once_is_tried_again_and_then_the_subscription_ends(
    provider: Rehearsal, clock: ManualClock
) -> None:
    _started(provider, pays_once=True)
    told_by(provider, clock)
    clock.pass_s(7 * DAY_S)
    assert provider.renew() == 1 and provider.renew() == 0
    clock.pass_s(RETRIES * RETRY_DAYS * DAY_S)
    provider.renew()
    assert _facts(told_by(provider, clock)) == ([], [("past_due", False), ("ended", False)])


def test_a_declined_card_starts_nothing(provider: Rehearsal, clock: ManualClock) -> None:
    card = provider.keep_card(PLAN).reference
    provider.decide(card, pays=False)
    with pytest.raises(Declined):
        provider.start_subscription(PLAN, WEEK, card=card)
    assert told_by(provider, clock) == []
