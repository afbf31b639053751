"""A server that is killed while money moves: the books, the access and the answers stay right."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from bench.dealings import Sent
from bench.kills_money import OPERATIONS_TRIED, access_faults, torment
from bench.theatre_house import PRICE_COINS, furnish
from bench.visitor import Answer
from sqlalchemy import delete, select

from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.store import Store


def test_a_few_kills_wrong_nobody(database_url: str, tmp_path: Path) -> None:
    done = torment(tmp_path / "data", database_url, random.Random(3), most=30, longest_s=0.15)
    assert done.faults == [] and done.kills >= 1 and done.tried >= 30 and done.unanswered >= 1


@pytest.mark.long
def test_thousands_of_operations_wrong_nobody(database_url: str, tmp_path: Path) -> None:
    done = torment(tmp_path / "data", database_url, random.Random(4), OPERATIONS_TRIED // 2)
    assert done.faults == [] and done.kills >= 10


def test_who_is_charged_without_access_or_told_wrongly_is_found(database_url: str) -> None:
    """The check itself: it names what a kill might have done."""
    house = furnish(database_url, customers=2, episodes=3)
    assert access_faults(database_url, house, []) == []
    told = Sent(0, "/api/unlocks", {}, "k", Answer(200, b'{"coins": %d}' % PRICE_COINS))
    assert ["was told of 10 spent" in one for one in access_faults(database_url, house, [told])] == [True]
    store = Store(database_url)
    first = store.read(lambda c: c.scalar(select(entitlement.c.id).order_by(entitlement.c.id)))
    store.write(lambda c: c.execute(delete(entitlement).where(entitlement.c.id == first)))
    store.close()
    (fault,) = access_faults(database_url, house, [])
    assert "is paid 10, unlocked None" in fault
