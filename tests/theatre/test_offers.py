"""Prices and times, as a creator edits them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.theatre.conftest import ManualClock
from tests.theatre.releases import make_release
from tests.theatre.test_publish import RIGHTS_OF

from reelwright.errors import BadInput
from reelwright.theatre.catalogue.editing import set_episode, set_offer
from reelwright.theatre.catalogue.listing import listed
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.offers import Offer, check_offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.catalogue.reading import terms_of
from reelwright.theatre.catalogue.schedule import DAY_US
from reelwright.theatre.catalogue.tables import series
from reelwright.theatre.store import Store

SLUG = "harbour-lights"


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return ObjectStore(str(tmp_path / "media"))


def test_prices_and_tags_are_edited(
    store: Store, objects: ObjectStore, tmp_path: Path, clock: ManualClock
) -> None:
    publish(store, objects, make_release(tmp_path / "r"), Offer(creator_id=7))
    edit = partial(set_offer, slug=SLUG, creator_id=7, now_us=clock.now_us())
    store.write(partial(edit, price_coins=25, free_count=1, tags=[" sea ", "夜"]))
    (found,) = store.read(lambda c: listed(c, creator_id=7))
    assert (found.price_coins, found.free_count, found.tags) == (25, 1, ("sea", "夜"))
    assert store.read(lambda c: listed(c, creator_id=8)) == []
    terms = [store.read(lambda c, e=one.episode: terms_of(c, e)) for one in found.episodes]
    assert [one.price_coins for one in terms if one] == [0, 25, 25]
    with pytest.raises(BadInput, match="somebody else"):
        store.write(
            partial(set_offer, slug=SLUG, creator_id=8, now_us=1, price_coins=1, free_count=1, tags=[])
        )


def test_one_episode_has_a_price_and_a_time_of_its_own(
    store: Store, objects: ObjectStore, tmp_path: Path, clock: ManualClock
) -> None:
    later_us = clock.now_us() + DAY_US
    publish(
        store,
        objects,
        make_release(tmp_path / "r"),
        Offer(free_count=0, release_us=later_us, every_us=DAY_US),
    )
    edit = partial(set_episode, slug=SLUG, creator_id=None)
    store.write(partial(edit, number=2, price_coins=3, release_us=later_us, now_us=clock.now_us()))
    (found,) = store.read(listed)
    assert [(one.own_price_coins, one.release_us) for one in found.episodes] == [
        (None, later_us),
        (3, later_us),
        (None, later_us + 2 * DAY_US),
    ]
    clock.pass_s(86_401)
    with pytest.raises(BadInput, match="has been out since"):
        store.write(
            partial(edit, number=2, price_coins=3, release_us=later_us + DAY_US, now_us=clock.now_us())
        )
    with pytest.raises(BadInput, match="no episode 9"):
        store.write(partial(edit, number=9, price_coins=3, release_us=later_us, now_us=clock.now_us()))


def test_what_may_not_be_sold_gets_no_price_later(store: Store, objects: ObjectStore, tmp_path: Path) -> None:
    free = make_release(tmp_path / "r", rights=RIGHTS_OF["not for sale"])
    publish(store, objects, free, Offer(price_coins=0))
    with pytest.raises(BadInput, match="may not be sold"):
        store.write(
            partial(set_offer, slug=SLUG, creator_id=None, now_us=1, price_coins=1, free_count=1, tags=[])
        )
    with pytest.raises(BadInput, match="may not be sold"):
        store.write(
            partial(set_episode, slug=SLUG, number=1, creator_id=None, now_us=1, price_coins=1, release_us=1)
        )
    assert store.read(lambda c: c.scalar(select(series.c.price_coins))) == 0


@pytest.mark.parametrize(
    "offer",
    [
        Offer(price_coins=-1),
        Offer(price_coins=100_001),
        Offer(free_count=-1),
        Offer(every_us=DAY_US),
        Offer(tags=("x" * 41,)),
        Offer(tags=(" ",)),
        Offer(tags=("t",) * 21),
    ],
)
def test_offers_that_make_no_sense(offer: Offer) -> None:
    with pytest.raises(BadInput):
        check_offer(offer)
