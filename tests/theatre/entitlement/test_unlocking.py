"""Unlock and charge are one: never charged and locked, never charged twice for one episode."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update
from tests.theatre.conftest import ManualClock
from tests.theatre.entitlement.shelves import add_series

from reelwright.errors import BadInput
from reelwright.ledger import COIN, Account, Kind, NotEnoughCoins, bonus, buy, take_back
from reelwright.theatre.catalogue.reading import terms_of
from reelwright.theatre.catalogue.tables import episode
from reelwright.theatre.entitlement.access import Access, Reason, may_watch, note_opening, pass_for
from reelwright.theatre.entitlement.ads import ADS_A_DAY, AdRefused, ads_left, begin_ad, finish_ad
from reelwright.theatre.entitlement.unlocking import (
    NoSuchEpisode,
    PriceChanged,
    quote,
    take_back_unlock,
    unlock,
)
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import AlreadyPosted, balance, post, wallet
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.keys import KeyConflict
from reelwright.theatre.wallet.tables import subscription_period

ANA = 7


@pytest.fixture
def ids(store: Store) -> list[str]:
    """Six episodes, two of them free, 30 coins each; Ana has 100 coins."""

    def work(connection: Connection) -> list[str]:
        _buys(connection, 100, "p1")
        return add_series(connection)

    return store.write(work)


def _buys(connection: Connection, coins: int, key: str) -> None:
    held = wallet(connection, str(ANA), locked=True)
    post(connection, buy(str(ANA), coins=coins, amount=999, unit="USD", processor="stripe", holdings=held,
                         key=key, created_us=1))  # fmt: skip


def access(store: Store, episode: str, viewer: int | None = ANA, **more: Any) -> Access:
    def work(connection: Connection) -> Access:
        terms = terms_of(connection, episode)
        assert terms is not None
        return may_watch(connection, viewer, terms, now_us=store.clock.now_us(), **more)

    return store.read(work)


def pays(store: Store, episodes: list[str], key: str = "a-random-key-1", most: int = 1_000) -> Any:
    now_us = store.clock.now_us()
    return store.write(
        lambda connection: unlock(connection, ANA, episodes, most_coins=most, key=key, now_us=now_us)
    )


def coins(store: Store) -> int:
    return store.read(partial(balance, viewer=str(ANA), now_us=store.clock.now_us())).spendable


def test_the_first_episodes_are_free_and_the_others_are_locked(store: Store, ids: list[str]) -> None:
    assert [access(store, one).reason for one in ids] == [Reason.FREE] * 2 + [Reason.LOCKED] * 4
    assert access(store, ids[0], None).is_granted and not access(store, ids[2], None).is_granted
    assert access(store, ids[2], 900).reason == Reason.OWN
    assert access(store, ids[2], is_staff=True).reason == Reason.STAFF


def test_an_unlock_charges_once_and_opens_the_episode(store: Store, ids: list[str]) -> None:
    done = pays(store, [ids[2]])
    assert (done.coins, done.balance) == (30, 70) and access(store, ids[2]).reason == Reason.COINS
    assert pays(store, [ids[2]]) == done  # the same request again: the same answer
    assert pays(store, [ids[2]], key="a-random-key-2").coins == 0  # another request: it is open already
    assert coins(store) == 70 and check_books(store).is_right
    with pytest.raises(KeyConflict):
        pays(store, [ids[3]])


def test_the_price_of_the_rest_is_said_before_the_first_coin(store: Store, ids: list[str]) -> None:
    now_us = store.clock.now_us()
    asked = store.read(lambda c: quote(c, ANA, ids[2], now_us=now_us))
    assert (asked.coins, asked.rest_episodes, asked.rest_coins, asked.balance) == (30, 4, 120, 100)
    pays(store, [ids[2]])
    asked = store.read(lambda c: quote(c, ANA, ids[2], now_us=now_us))
    assert (asked.reason, asked.coins, asked.rest_episodes, asked.rest_coins) == ("coins", 0, 3, 90)
    assert store.read(lambda c: quote(c, None, ids[3], now_us=now_us)).rest_coins == 120


def test_the_rest_of_a_series_is_one_charge_or_none(store: Store, ids: list[str]) -> None:
    with pytest.raises(NotEnoughCoins):
        pays(store, ids[2:])
    assert coins(store) == 100 and not access(store, ids[2]).is_granted
    done = pays(store, ids[2:5])  # the key of what failed may be used
    assert done.coins == 90 and all(access(store, one).is_granted for one in ids[2:5])
    assert check_books(store).transfers == 2


def test_nobody_pays_more_than_was_shown(store: Store, ids: list[str]) -> None:
    store.write(
        lambda c: c.execute(update(episode).where(episode.c.public_id == ids[2]).values(price_coins=40))
    )
    with pytest.raises(PriceChanged, match="price has changed"):
        pays(store, [ids[2]], most=30)
    assert coins(store) == 100


@pytest.mark.parametrize("same_key", [True, False])
def test_two_devices_at_once_are_charged_once(store: Store, ids: list[str], same_key: bool) -> None:
    answers: list[int] = []

    def device(number: int) -> None:
        answers.append(
            pays(store, [ids[2]], key="one-key-for-all" if same_key else f"key-of-device-{number}").coins
        )

    threads = [threading.Thread(target=device, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == ([30] * 8 if same_key else [0] * 7 + [30])
    assert coins(store) == 70 and check_books(store).is_right


def test_what_is_not_there_is_not_sold(store: Store, ids: list[str]) -> None:
    later = store.write(lambda c: add_series(c, slug="later", release_us=store.clock.now_us() + 1))
    for one in (later[3], "nothing"):
        with pytest.raises(NoSuchEpisode):
            pays(store, [one])
    assert access(store, later[3]).reason == access(store, later[0]).reason == Reason.NOT_OUT
    store.write(
        lambda c: c.execute(update(episode).where(episode.c.public_id == ids[3]).values(unpublished_us=5))
    )
    assert access(store, ids[3]).reason == Reason.GONE


def test_an_unlock_is_few_trips_to_postgres(store: Store, ids: list[str], tmp_path: Path) -> None:
    """What depends on nothing that is still on its way is sent together: libpq's own trace tells how often
    the server was waited for before the commit."""
    if store.is_sqlite:
        return
    pays(store, [ids[2]], key="key-of-accounts")  # opens them

    def work(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        with (tmp_path / "trace").open("w") as trace:
            driver.pgconn.trace(trace.fileno())
            unlock(connection, ANA, [ids[3]], most_coins=30, key="key-of-trips", now_us=store.clock.now_us())
            driver.pgconn.untrace()

    store.write(work)
    sides = re.findall(r"^[^\t\n]+\t([FB])\t", (tmp_path / "trace").read_text(), flags=re.MULTILINE)
    trips = sum(pair == ("F", "B") for pair in pairwise(sides))
    assert 0 < trips <= 4


def test_an_unlock_that_is_taken_back_gives_the_coins_back(store: Store, ids: list[str]) -> None:
    done = pays(store, [ids[2]])
    store.write(lambda c: take_back_unlock(c, done.transfer, key="back:1", now_us=9))
    assert coins(store) == 100 and access(store, ids[2]).reason == Reason.LOCKED
    assert check_books(store).totals["USD", Kind.CREATOR] == 0
    with pytest.raises(AlreadyPosted):
        store.write(lambda c: take_back_unlock(c, done.transfer, key="back:1", now_us=9))
    with pytest.raises(BadInput, match="no such unlock"):
        store.write(lambda c: take_back_unlock(c, "unlock:nothing", key="back:2", now_us=9))
    assert pays(store, [ids[2]], key="once-more-please").coins == 30
    assert access(store, ids[2]).is_granted


def test_a_debt_closes_what_was_paid_for_until_it_is_paid(store: Store, ids: list[str]) -> None:
    pays(store, [ids[2]])

    def charge_back(connection: Connection) -> None:
        held = wallet(connection, str(ANA), locked=True)
        to = Account(Kind.PROCESSOR, "stripe", "USD")
        post(connection, take_back(str(ANA), coins=100, amount=999, unit="USD", holdings=held, to=to,
                                   kind="chargeback", key="c", created_us=2))  # fmt: skip

    store.write(charge_back)
    assert access(store, ids[2]).reason == Reason.DEBT and access(store, ids[0]).is_granted
    store.write(lambda c: _buys(c, 30, "p2"))
    assert access(store, ids[2]).reason == Reason.COINS and coins(store) == 0


def test_a_subscription_opens_everything_until_its_period_ends(
    store: Store, ids: list[str], clock: ManualClock
) -> None:
    end_us = clock.now_us() + 3_600_000_000
    store.write(
        lambda c: c.execute(
            subscription_period.insert().values(
                public_id="p" * 16, subscription_id=1, viewer_id=ANA, reference="in_1", provider="test",
                start_us=1, end_us=end_us, amount=499, unit="USD", state="paid",
            )
        )
    )  # fmt: skip
    opened = access(store, ids[4])
    assert (opened.reason, opened.until_us) == (Reason.SUBSCRIPTION, end_us)
    assert pass_for("v", ids[4], opened, now_us=clock.now_us()).until_us == end_us
    terms = store.read(lambda c: terms_of(c, ids[4]))
    assert terms is not None
    for _ in range(2):
        store.write(lambda c: note_opening(c, opened, terms, now_us=1))
    clock.pass_s(3600)
    assert access(store, ids[4]).reason == Reason.LOCKED


class TestAds:
    """One ad, one episode, so many a day, and only after it has run."""

    @pytest.fixture
    def watch(self, store: Store, clock: ManualClock) -> Callable[..., str]:
        def run(episode: str, *, seconds: float = 16, offset: int = 0) -> str:
            began = store.write(
                lambda c: begin_ad(c, ANA, episode, now_us=clock.now_us(), utc_offset_minutes=offset)
            )
            clock.pass_s(seconds)
            finish(store, clock, began.nonce, offset=offset)
            return began.nonce

        return run

    def test_an_ad_opens_its_episode(self, store: Store, ids: list[str], watch: Callable[..., str]) -> None:
        watch(ids[2])
        assert access(store, ids[2]).reason == Reason.AD and coins(store) == 100
        found = check_books(store)
        assert found.is_right and found.totals["USD", Kind.REVENUE] == 0
        assert found.totals[COIN, Kind.SPENT] == 30

    def test_a_nonce_is_good_once_for_one_viewer_after_the_ad(
        self, store: Store, ids: list[str], clock: ManualClock
    ) -> None:
        began = store.write(lambda c: begin_ad(c, ANA, ids[2], now_us=clock.now_us()))
        with pytest.raises(AdRefused, match="not run yet"):
            finish(store, clock, began.nonce)
        clock.pass_s(-3600)  # the clock jumps back
        with pytest.raises(AdRefused, match="not run yet"):
            finish(store, clock, began.nonce)
        clock.pass_s(3600 + 16)
        with pytest.raises(AdRefused, match="no such ad"):
            finish(store, clock, began.nonce, viewer=8)
        finish(store, clock, began.nonce)
        with pytest.raises(AdRefused, match="already"):
            finish(store, clock, began.nonce)
        assert check_books(store).transfers == 3

    def test_an_old_ad_earns_nothing(self, store: Store, ids: list[str], watch: Callable[..., str]) -> None:
        with pytest.raises(AdRefused, match="too long ago"):
            watch(ids[2], seconds=4_000)
        with pytest.raises(AdRefused, match="open already"):
            watch(ids[0])

    def test_a_day_has_so_many_ads_and_begins_at_the_viewers_midnight(
        self, store: Store, clock: ManualClock, watch: Callable[..., str]
    ) -> None:
        ids = store.write(lambda c: add_series(c, slug="long", episodes=30))
        clock.time_us = 1_790_000_000_000_000 // 86_400_000_000 * 86_400_000_000 + 15 * 3_600_000_000
        for one in ids[2 : 2 + ADS_A_DAY]:
            watch(one, offset=480)
        with pytest.raises(AdRefused, match="Come back tomorrow"):
            watch(ids[10], offset=480)
        clock.pass_s(3600)  # 16:00 UTC is midnight in Shanghai
        left = store.read(lambda c: ads_left(c, ANA, now_us=clock.now_us(), utc_offset_minutes=480))
        assert left == ADS_A_DAY
        watch(ids[10], offset=480)


def finish(store: Store, clock: ManualClock, nonce: str, *, viewer: int = ANA, offset: int = 0) -> None:
    store.write(lambda c: finish_ad(c, viewer, nonce, now_us=clock.now_us(), utc_offset_minutes=offset))


def test_bonus_coins_pay_first(store: Store, ids: list[str]) -> None:
    store.write(lambda c: post(c, bonus(str(ANA), coins=20, expires_us=0, key="b", created_us=1)))
    pays(store, [ids[2]])
    left = store.read(partial(balance, viewer=str(ANA), now_us=1))
    assert (left.bonus, left.purchased) == (0, 90)
