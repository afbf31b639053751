"""What each episode earned: the parts are whole, what is taken back is gone, all is what the books say."""

from __future__ import annotations

import itertools
from functools import partial

import pytest
from sqlalchemy import Connection, delete, select
from tests.theatre.conftest import ManualClock
from tests.theatre.entitlement.shelves import add_series

from reelwright.ledger import buy
from reelwright.theatre.catalogue.tables import episode
from reelwright.theatre.desk.earnings import EpisodeEarnings, by_episode, currencies
from reelwright.theatre.entitlement.serving import serve_periods
from reelwright.theatre.entitlement.tables import entitlement, opening
from reelwright.theatre.entitlement.unlocking import take_back_unlock, unlock
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import post, wallet
from reelwright.theatre.wallet.payments import PeriodPaid, Told
from reelwright.theatre.wallet.payouts import decide, prepare
from reelwright.theatre.wallet.subscription_events import period_paid
from reelwright.theatre.wallet.tables import subscription, subscription_period

CREATOR, OTHER, VIEWER = 900, 901, 7
WEEK_US = 7 * 86_400_000_000
_keys = itertools.count()


def shelf(connection: Connection, slug: str = "harbour", creator: int = CREATOR) -> list[str]:
    """Two free and four paid episodes of 30 coins."""
    return add_series(connection, slug=slug, creator_id=creator, release_us=1_000)


def pays(connection: Connection, episodes: list[str], *, cents: int = 1_000, unit: str = "USD") -> str:
    """A viewer who has just bought 100 coins for ``cents`` unlocks; the transfer."""
    viewer = 1_000 + next(_keys)
    bought = buy(
        str(viewer), coins=100, amount=cents, unit=unit, processor="test", key=f"p{viewer}", created_us=1,
        holdings=wallet(connection, str(viewer)),
    )  # fmt: skip
    post(connection, bought)
    return unlock(connection, viewer, episodes, most_coins=999, key="a-random-key", now_us=2_000).transfer


def earned(store: Store, creator: int = CREATOR) -> list[tuple[str, int, str, int, int]]:
    found: list[EpisodeEarnings] = store.read(partial(by_episode, creator_id=creator))
    books = {one.unit: one.earned for one in store.read(partial(currencies, creator_id=creator))}
    sums = {unit: sum(one.total for one in found if one.unit == unit) for unit in books}
    assert sums == books, "the parts are the whole"
    return [(one.series, one.number, one.unit, one.coins, one.subscriptions) for one in found]


def test_an_episode_earns_its_part_of_what_was_unlocked_together(store: Store) -> None:
    """Three for 90 coins of $10.00 for 100: $4.50 are the creator's. One of another's earns them nothing."""

    def work(connection: Connection) -> None:
        mine, theirs = shelf(connection), shelf(connection, "lanterns", OTHER)
        pays(connection, mine[2:5], cents=1_001)
        pays(connection, [mine[2], theirs[3]])
        pays(connection, [mine[5]], unit="EUR")

    store.write(work)
    assert earned(store) == [
        ("harbour", 3, "USD", 150 + 150, 0), ("harbour", 4, "USD", 150, 0), ("harbour", 5, "USD", 150, 0),
        ("harbour", 6, "EUR", 150, 0),
    ]  # fmt: skip
    assert earned(store, OTHER) == [("lanterns", 4, "USD", 150, 0)]
    assert earned(store, VIEWER) == []


def test_what_was_taken_back_is_not_earned(store: Store) -> None:
    def work(connection: Connection) -> None:
        mine = shelf(connection)
        pays(connection, [mine[2]])
        take_back_unlock(connection, pays(connection, [mine[3]]), key="unlock_back:1", now_us=3_000)

    store.write(work)
    assert earned(store) == [("harbour", 3, "USD", 150, 0)]


def test_what_erased_viewers_paid_is_of_no_episode_and_is_still_earned(store: Store) -> None:
    def work(connection: Connection) -> None:
        mine = shelf(connection)
        pays(connection, [mine[2]])
        pays(connection, [mine[3]])
        first = select(episode.c.id).where(episode.c.number == 3).scalar_subquery()
        connection.execute(delete(entitlement).where(entitlement.c.episode_id == first))

    store.write(work)
    assert earned(store) == [("harbour", 4, "USD", 150, 0), ("", 0, "USD", 150, 0)]


def test_a_period_is_divided_by_what_was_opened(store: Store, clock: ManualClock) -> None:
    """$6.00: three episodes were opened, two of them the creator's, half of which is theirs."""

    def work(connection: Connection) -> None:
        now_us = clock.now_us()
        shelf(connection)
        shelf(connection, "lanterns", OTHER)
        connection.execute(
            subscription.insert().values(
                id=1, public_id="sub", viewer_id=VIEWER, plan="weekly", provider="test", reference="sub_1",
                state="active", ends_at_period_end=0, told_us=0, created_us=now_us,
            )
        )  # fmt: skip
        fact = PeriodPaid(
            subscription="sub_1", period="per_1", payment="pay_1", start_us=now_us,
            end_us=now_us + WEEK_US, amount=600, unit="USD",
        )  # fmt: skip
        told = Told(provider="test", reference="e", kind="x", told_us=now_us, fact=fact)
        period_paid(connection, told, now_us)
        period = connection.scalar(select(subscription_period.c.id))
        rows = connection.execute(
            select(episode.c.id, episode.c.series_id).where(episode.c.number == 3)
        ).all()
        (mine, theirs) = rows
        also = connection.execute(
            select(episode.c.id, episode.c.series_id).where(
                episode.c.number == 4, episode.c.series_id == mine.series_id
            )
        ).one()
        for row in (mine, theirs, also):
            connection.execute(
                opening.insert().values(
                    period_id=period, episode_id=row.id, series_id=row.series_id, created_us=now_us
                )
            )

    store.write(work)
    assert earned(store) == []
    clock.pass_s(9 * 86_400)
    assert serve_periods(store, creator_bp=5_000) == 1
    assert earned(store) == [("harbour", 3, "USD", 0, 100), ("harbour", 4, "USD", 0, 100)]
    assert earned(store, OTHER) == [("lanterns", 3, "USD", 0, 100)]


@pytest.mark.parametrize("decision", ["paid", "rejected"])
def test_payouts_change_where_it_stands_and_not_what_was_earned(store: Store, decision: str) -> None:
    def work(connection: Connection) -> str:
        pays(connection, shelf(connection)[2:5])
        name = prepare(connection, CREATOR, "USD", least=1, now_us=3_000)
        assert name is not None
        return name

    name = store.write(work)
    lines = earned(store)
    (sums,) = store.read(partial(currencies, creator_id=CREATOR))
    assert (sums.earned, sums.standing, sums.in_review, sums.paid_out) == (450, 0, 450, 0)
    store.write(partial(decide, public_id=name, decision=decision, decided_by=1, now_us=4_000))  # type: ignore[arg-type]
    (sums,) = store.read(partial(currencies, creator_id=CREATOR))
    wanted = (450, 0, 0, 450) if decision == "paid" else (450, 450, 0, 0)
    assert (sums.earned, sums.standing, sums.in_review, sums.paid_out) == wanted and earned(store) == lines
