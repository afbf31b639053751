"""A subscription's life, from the card to the end of its last period, on both databases: what is told in any
order and again, what may be watched, and what the books say."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, update
from tests.theatre.conftest import ManualClock
from tests.theatre.entitlement.house import DAY_S, VIEWER, WEEK_S, WEEKLY, House
from tests.theatre.entitlement.shelves import add_series

from reelwright.ledger import COIN, Account, Kind, Posting, Transfer
from reelwright.theatre.entitlement.access import Reason, pass_for
from reelwright.theatre.entitlement.serving import serve_periods
from reelwright.theatre.store import Store
from reelwright.theatre.store.outbox import Job, outbox
from reelwright.theatre.wallet import events
from reelwright.theatre.wallet.books import post
from reelwright.theatre.wallet.offers import Offers
from reelwright.theatre.wallet.payments import (
    CardKept,
    Order,
    Period,
    PeriodPaid,
    ProviderAway,
    Subscribed,
    Told,
)
from reelwright.theatre.wallet.rehearsal import RETRIES, RETRY_DAYS, fee_of
from reelwright.theatre.wallet.subscription_events import START_JOB
from reelwright.theatre.wallet.subscription_jobs import SubscriptionClerk
from reelwright.theatre.wallet.subscriptions import (
    GRACE_US,
    AlreadySubscribed,
    NoSubscription,
    erase,
    periods_of,
)
from reelwright.theatre.wallet.tables import subscription
from reelwright.theatre.wallet.takers import TAKERS


@pytest.fixture
def house(store: Store, clock: ManualClock, tmp_path: Path) -> House:
    return House(store, clock, tmp_path)


@pytest.fixture
def episodes(store: Store) -> Iterator[list[str]]:
    yield store.write(add_series)


def test_from_the_card_to_the_end(house: House, episodes: list[str]) -> None:
    """Locked, then open for what is paid, renewed by the clock, cancelled, locked at the period's end."""
    assert house.access(episodes[5]).reason is Reason.LOCKED
    house.subscribe()
    opened = house.access(episodes[5])
    assert opened.reason is Reason.SUBSCRIPTION
    assert opened.until_us == house.clock.now_us() + WEEK_S * 1_000_000
    assert pass_for("v", "e", opened, now_us=opened.until_us - 5).until_us == opened.until_us
    assert house.access(episodes[5], viewer=7).reason is Reason.LOCKED
    found = house.standing()
    assert found is not None and (found.state, found.plan, found.ends_at_period_end) == (
        "active", "weekly", False,
    )  # fmt: skip
    house.pass_s(WEEK_S)
    assert house.access(episodes[5]).is_granted
    house.set_ending(ends=True)
    house.settle()
    found = house.standing()
    assert found is not None and found.ends_at_period_end and found.is_running
    assert found.paid_until_us == opened.until_us + WEEK_S * 1_000_000
    house.pass_s(WEEK_S - 1)
    assert house.access(episodes[5]).is_granted
    house.pass_s(1)
    assert house.access(episodes[5]).reason is Reason.LOCKED
    found = house.standing()
    assert found is not None and found.state == "ended" and not found.is_running
    assert len(house.store.read(lambda c: periods_of(c, VIEWER))) == 2


def test_a_late_charge_locks_nobody_out(house: House, episodes: list[str]) -> None:
    """A provider may charge some hours after the period's end. Who has cancelled has no such time."""
    house.subscribe()
    house.clock.pass_s(WEEK_S)  # and nobody has renewed yet
    opened = house.access(episodes[5])
    assert opened.reason is Reason.SUBSCRIPTION and opened.until_us == house.clock.now_us() + GRACE_US
    serve_periods(house.store, creator_bp=5_000)
    assert house.access(episodes[5]).is_granted
    house.clock.pass_s(GRACE_US / 1_000_000)
    assert house.access(episodes[5]).reason is Reason.LOCKED
    house.pass_s(0)
    assert house.access(episodes[5]).is_granted


def test_the_money_of_a_period_is_divided_by_what_was_opened(house: House) -> None:
    """Two episodes of one creator's series and one of the theatre's own; a period in which nothing was opened
    is the theatre's. Each once, and not before it is over."""
    theirs = house.store.write(partial(add_series, slug="theirs", creator_id=900))
    own = house.store.write(partial(add_series, slug="own", creator_id=None))
    house.subscribe()
    for episode in (theirs[4], theirs[5], theirs[5], own[5]):
        house.open(episode)
    paid = WEEKLY.amount
    assert house.sums(Kind.CREATOR, Kind.REVENUE) == {}
    assert sum(house.sums(Kind.UNSERVED).values()) == paid
    assert sum(house.sums(Kind.PROCESSOR, Kind.FEE).values()) == -paid
    assert sum(house.sums(Kind.FEE).values()) == -fee_of(paid)
    house.pass_s(WEEK_S)
    assert house.sums(Kind.CREATOR) == {}
    house.pass_s(GRACE_US / 1_000_000)
    creators = house.sums(Kind.CREATOR)
    assert creators in ({(Kind.CREATOR, "900"): 166}, {(Kind.CREATOR, "900"): 167})  # half of 332 or 333
    assert sum(house.sums(Kind.CREATOR, Kind.REVENUE).values()) == paid
    assert sum(house.sums(Kind.UNSERVED).values()) == paid  # the second period's
    house.pass_s(2 * WEEK_S)
    assert house.sums(Kind.CREATOR) == creators
    revenue = house.sums(Kind.REVENUE)
    assert revenue[Kind.REVENUE, "theatre"] == 2 * paid
    assert serve_periods(house.store, creator_bp=5_000) == 0 and house.sums(Kind.REVENUE) == revenue


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_is_told_in_any_order_and_again_ends_the_same(
    house: House, episodes: list[str], order: tuple[int, ...]
) -> None:
    """The first period and the first word may come before the subscription's name is known."""
    public_id = house.keep_card(VIEWER, key="one-key-of-mine")
    kept = house.told()
    reference = house.provider.start_subscription(
        Order(key=public_id, what="weekly", amount=WEEKLY.amount, unit="USD"),
        Period(plan="weekly", interval="week"),
        card=f"test_card_{public_id}",
    )
    told = [*kept, *house.told()]
    assert [type(one.fact) for one in told] == [CardKept, PeriodPaid, Subscribed]
    for turn in range(2):
        for one in (told[position] for position in order):
            assert (house.take(one) == events.SEEN) == (turn == 1)
    house.settle()
    found = house.standing()
    assert found is not None and (found.subscription, found.state) == (public_id, "active")
    assert reference == f"test_sub_{public_id}" and set(house.events()) == {"taken"}
    assert house.access(episodes[5]).is_granted
    assert sum(house.sums(Kind.UNSERVED).values()) == WEEKLY.amount


def test_an_older_word_changes_nothing_and_what_is_over_stays_over(house: House) -> None:
    public_id = house.subscribe()
    reference, now_us = f"test_sub_{public_id}", house.clock.now_us()

    def word(state: str, told_us: int) -> None:
        fact = Subscribed(subscription=reference, state=state)
        name = f"evt_{state}_{told_us}"
        house.take(Told(provider="test", reference=name, kind="k", told_us=told_us, fact=fact))

    word("past_due", now_us + 20)
    word("active", now_us + 10)
    assert _state(house) == "past_due"
    word("ended", now_us + 30)
    word("active", now_us + 40)
    assert _state(house) == "ended"


def _state(house: House) -> str:
    found = house.standing()
    assert found is not None
    return found.state


def test_one_key_is_one_subscription_and_nobody_has_two(house: House) -> None:
    """Begun twice on two devices, the second card is not charged."""
    first = house.keep_card(VIEWER, key="first-key")
    assert house.begin(VIEWER, key="first-key") == first
    second = house.keep_card(VIEWER, key="second-key")
    assert second != first
    house.settle()
    assert len(house.store.read(lambda c: periods_of(c, VIEWER))) == 1
    assert len(house.provider.payments()) == 1
    with pytest.raises(AlreadySubscribed):
        house.begin(VIEWER, key="third-key")
    assert house.begin(VIEWER, key="first-key") == first


def test_two_cards_that_are_kept_at_the_same_instant_start_one_subscription(house: House) -> None:
    for key in ("first-key", "second-key"):
        house.keep_card(VIEWER, key=key)
    told = house.told()
    assert len(told) == 2
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(house.take, told)) == ["taken", "taken"]
    house.settle()
    assert len(house.provider.payments()) == 1 and _state(house) == "active"


def test_what_waits_although_it_is_known_is_taken_in_a_while(house: House, store: Store) -> None:
    """On PostgreSQL a period and the name of its subscription may come at one instant and miss each other."""
    public_id = house.keep_card(VIEWER, key="one-key-of-mine")
    order = Order(key=public_id, what="weekly", amount=WEEKLY.amount, unit="USD")
    period = Period(plan="weekly", interval="week")
    reference = house.provider.start_subscription(order, period, card=f"test_card_{public_id}")
    for told in house.told():
        house.take(told)
    assert house.events() == ["taken", "waiting", "waiting"]
    known = update(subscription).where(subscription.c.public_id == public_id).values(reference=reference)
    store.write(lambda c: c.execute(known))
    assert events.take_left_over(store, TAKERS) == 0
    house.clock.pass_s(6)
    assert events.take_left_over(store, TAKERS) == 2 and _state(house) == "active"


def test_who_is_behind_is_locked_out_and_may_begin_anew(house: House, episodes: list[str]) -> None:
    """The old subscription ends when the new card is kept, and is never charged again."""
    old = house.subscribe(pays_once=True)
    house.pass_s(WEEK_S)
    assert _state(house) == "past_due" and house.access(episodes[5]).reason is Reason.LOCKED
    new = house.subscribe()
    found = house.standing()
    assert found is not None and (found.subscription, found.state) == (new, "active")
    assert house.access(episodes[5]).is_granted
    house.pass_s(RETRIES * RETRY_DAYS * DAY_S)
    charged = [name for name, _ in house.provider.payments()]
    assert [name for name in charged if old in name] == [f"test_pay_{old}_1"]


def test_a_card_that_is_refused_starts_nothing(house: House, episodes: list[str]) -> None:
    public_id = house.begin(VIEWER, key="one-key-of-mine")
    fact = CardKept(subscription=public_id, card="test_card_of_nobody")
    house.take(Told(provider="test", reference="evt", kind="card.kept", told_us=1, fact=fact))
    house.settle()
    assert _state(house) == "refused" and house.access(episodes[5]).reason is Reason.LOCKED
    assert house.subscribe() and _state(house) == "active"


def test_a_provider_that_is_away_is_asked_again_under_the_same_key(
    house: House, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer is lost after it has charged: asked again, it charges nothing more."""
    start = house.provider.start_subscription
    calls = []

    def away(*words: object, **named: object) -> str:
        calls.append(words)
        reference = start(*words, **named)  # type: ignore[arg-type]
        if len(calls) == 1:
            raise ProviderAway("no answer")
        return reference

    monkeypatch.setattr(house.provider, "start_subscription", away)
    house.subscribe()
    assert _state(house) == "starting" and set(house.events()) == {"taken", "waiting"}
    house.clock.pass_s(5)
    house.settle()
    assert _state(house) == "active" and len(calls) == 2
    assert len(house.provider.payments()) == 1 and set(house.events()) == {"taken"}


def test_the_newest_wish_counts(house: House, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended while the provider is away, then resumed: the older wish does not come through later. A word of
    the provider's that is older than the wish does not undo it."""
    public_id = house.subscribe()
    with monkeypatch.context() as patch:
        patch.setattr(house.provider, "end_subscription", _away)
        house.set_ending(ends=True)
        house.settle()
        fact = Subscribed(subscription=f"test_sub_{public_id}", state="active")
        now_us = house.clock.now_us() + 50
        house.take(Told(provider="test", reference="evt_old", kind="k", told_us=now_us, fact=fact))
        found = house.standing()
        assert found is not None and found.ends_at_period_end
    house.set_ending(ends=False)
    house.set_ending(ends=False)
    house.clock.pass_s(3_600)
    house.settle()
    found = house.standing()
    assert found is not None and not found.ends_at_period_end
    house.pass_s(WEEK_S)
    assert _state(house) == "active" and len(house.provider.payments()) == 2
    assert store.read(lambda c: c.scalar(select(func.count()).where(outbox.c.done_us.is_(None)))) == 0


def test_who_cancelled_in_time_has_the_money_of_a_late_charge_back(
    house: House, episodes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider is away until the next period is charged: it goes back, and is charged no more."""
    house.subscribe()
    with monkeypatch.context() as patch:
        patch.setattr(house.provider, "end_subscription", _away)
        house.set_ending(ends=True)
        house.pass_s(WEEK_S)
    assert house.access(episodes[5]).reason is Reason.LOCKED
    for _ in range(3):
        house.pass_s(3_600)
    first, second = sorted(house.provider.payments(), key=lambda one: one[0])
    assert (first[1].refunded, second[1].refunded) == (0, WEEKLY.amount)
    house.pass_s(2 * WEEK_S)
    assert _state(house) == "ended" and len(house.provider.payments()) == 2
    assert house.sums(Kind.REFUND, Kind.UNSERVED) == {}
    assert sum(house.sums(Kind.REVENUE, Kind.CREATOR, Kind.LOSS).values()) == WEEKLY.amount


def _away(*words: object, **named: object) -> None:
    raise ProviderAway("no answer")


def test_nobody_is_charged_for_an_account_that_is_gone(house: House, episodes: list[str]) -> None:
    house.subscribe()
    house.keep_card(7, key="anothers-key")
    for viewer in (VIEWER, 7):
        house.store.write(partial(erase, viewer_id=viewer, now_us=house.clock.now_us()))
    house.settle()
    house.pass_s(2 * WEEK_S)
    assert [name for name, _ in house.provider.payments()] == [f"test_pay_{_subscription(house)}_1"]
    assert _state(house) == "ended"
    with pytest.raises(NoSubscription):
        house.set_ending(ends=True)


def _subscription(house: House) -> str:
    found = house.standing()
    assert found is not None
    return found.subscription


def test_a_debt_of_coins_closes_a_subscription_too(house: House, episodes: list[str]) -> None:
    house.subscribe()

    def owe(connection: Connection) -> None:
        lines = (
            Posting(Account(Kind.OWED, str(VIEWER), COIN), -5),
            Posting(Account(Kind.ISSUED, Kind.PURCHASED, COIN), 5),
        )
        post(connection, Transfer(kind="debt", key="debt", created_us=1, postings=lines))

    house.store.write(owe)
    assert house.access(episodes[5]).reason is Reason.DEBT


def test_a_plan_that_is_not_sold_any_more_starts_nothing(house: House) -> None:
    public_id = house.keep_card(VIEWER, key="one-key-of-mine")
    for told in house.told():
        house.take(told)
    clerk = SubscriptionClerk(house.store, house.provider, Offers(plans=()), TAKERS)
    job = {"subscription": public_id, "card": f"test_card_{public_id}"}
    clerk.start(Job("key", START_JOB, job, 1))
    assert _state(house) == "refused" and house.provider.payments() == []
