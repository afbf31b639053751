"""Whatever viewers, clock, the line to the provider and the order of events do, a subscription ends well."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.theatre.conftest import ManualClock
from tests.theatre.entitlement.house import DAY_S, House
from tests.theatre.entitlement.shelves import add_series

from reelwright.errors import ReelwrightError
from reelwright.theatre.entitlement.access import Reason
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.payments import Declined, ProviderAway, Subscribed, Told
from reelwright.theatre.wallet.subscriptions import GRACE_US, PAID, RUNNING, SERVED, erase
from reelwright.theatre.wallet.tables import subscription, subscription_period

ACTS = ("subscribe", "subscribe", "pay-once", "cancel", "resume", "hear", "hear", "do", "do", "week", "week",
        "late", "away", "back", "renew", "renew", "open")  # fmt: skip
_VIEWERS = count(1_000)
_ASKED = ("start_subscription", "end_subscription", "resume_subscription", "refund", "ask")


class Life:
    """One viewer's, with a line to the provider that may be cut: what is asked then is done and not answered,
    or not done at all."""

    def __init__(self, house: House, episode: str, chance: random.Random) -> None:
        self.house, self.episode, self.chance = house, episode, chance
        self.viewer, self.is_away, self.heard = next(_VIEWERS), False, list[Told]()

    def act(self, what: str) -> None:
        house = self.house
        if what in ("subscribe", "pay-once"):
            key = f"key-{self.viewer}-{house.clock.now_us()}-{self.chance.random()}"
            house.keep_card(self.viewer, key=key, pays_once=what == "pay-once")
        elif what in ("cancel", "resume"):
            house.set_ending(self.viewer, ends=what == "cancel")
        elif what == "hear":
            self.hear()
        elif what == "do":
            house.worker.deliver_due()
        elif what in ("week", "week", "late"):
            house.clock.pass_s({"day": DAY_S, "week": 7 * DAY_S, "late": 4_000}[what])
            if what == "week":
                house.provider.renew()
        elif what in ("away", "back"):
            self.is_away = what == "away"
        elif what == "renew":
            house.provider.renew()
        elif house.access(self.episode, self.viewer).reason is Reason.SUBSCRIPTION:
            house.open(self.episode, self.viewer)

    def hear(self) -> None:
        """What is told comes out of order, and some of it again."""
        self.heard += self.house.told()
        self.chance.shuffle(self.heard)
        for told in self.heard[:8]:
            self.house.take(told)
        again = self.chance.sample(self.heard[:8], k=min(2, len(self.heard[:8])))
        self.heard = [*self.heard[8:], *again]

    def end(self) -> None:
        """The line is whole again, and everything comes to rest."""
        self.is_away = False
        for told in self.heard:
            self.house.take(told)
        for _ in range(16):
            self.house.settle()
            self.house.clock.pass_s(3_601)


@pytest.fixture
def house(store: Store, clock: ManualClock, tmp_path: Path) -> House:
    return House(store, clock, tmp_path)


@given(acts=st.lists(st.sampled_from(ACTS), max_size=24), seed=st.integers(0, 2**32))
@settings(
    max_examples=20, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_every_life_ends_with_right_books(house: House, acts: list[str], seed: int) -> None:
    """What was charged is a period, once, and open unless it went back; both houses agree how it stands."""
    episode = house.store.write(partial(add_series, slug=f"lives-{next(_VIEWERS)}"))[5]
    life = Life(house, episode, random.Random(seed))
    with pytest.MonkeyPatch.context() as patch:
        for name in _ASKED:
            patch.setattr(house.provider, name, _cut(life, getattr(house.provider, name)))
        for what in acts:
            try:
                life.act(what)
            except ReelwrightError:
                continue  # a second subscription, nothing to cancel
        life.end()
    _check(house, life)
    house.store.write(partial(erase, viewer_id=life.viewer, now_us=house.clock.now_us()))
    house.settle()


def _cut(life: Life, ask: Callable[..., Any]) -> Callable[..., Any]:
    def asked(*words: Any, **named: Any) -> Any:
        if not life.is_away:
            return ask(*words, **named)
        if life.chance.random() < 0.5:
            with contextlib.suppress(Declined):
                ask(*words, **named)
        raise ProviderAway("no answer")

    return asked


def _check(house: House, life: Life) -> None:
    assert check_books(house.store).is_right
    mine = subscription.c.viewer_id == life.viewer
    rows = house.store.read(lambda c: c.execute(select(subscription).where(mine)).all())
    theirs = subscription_period.c.viewer_id == life.viewer
    periods = house.store.read(
        lambda c: c.execute(select(subscription_period).where(theirs).order_by("start_us")).all()
    )
    names = tuple(row.public_id for row in rows)
    charged = {name for name, _ in house.provider.payments(most=100_000) if name.split("_")[2] in names}
    assert charged == {one.payment for one in periods} and len(charged) == len(periods)
    assert sum(row.state in RUNNING for row in rows) <= 1
    for row in rows:
        said = [one.fact for one in house.provider.ask(f"test_sub_{row.public_id}")]
        stood = [fact for fact in said if isinstance(fact, Subscribed)]
        if stood:
            assert row.state == stood[-1].state
            assert row.state == "ended" or bool(row.ends_at_period_end) == stood[-1].ends_at_period_end
    kept = [one for one in periods if one.state in (PAID, SERVED)]
    assert all(one.end_us <= other.start_us for one, other in pairwise(kept))
    now_us = house.clock.now_us()
    access = house.access(life.episode, life.viewer)
    if any(one.start_us <= now_us < one.end_us for one in kept):
        assert access.reason is Reason.SUBSCRIPTION
    elif not any(one.end_us > now_us - GRACE_US for one in kept):
        assert access.reason is Reason.LOCKED
