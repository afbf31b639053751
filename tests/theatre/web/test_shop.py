"""The page of coins."""

from __future__ import annotations

import re

from sqlalchemy import Connection, select
from starlette.testclient import TestClient
from tests.theatre.web.conftest import sign_up

from reelwright.ledger import bonus
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.wallet.books import post
from reelwright.theatre.web.hall import Hall


def test_what_a_viewer_has_is_shown_and_nothing_is_sold(theatre: TestClient) -> None:
    """Nobody has nothing; a gift is there with its day; the pages that lead here find it."""
    assert re.findall(r"<dd>(\d+)</dd>", theatre.get("/shop").text) == ["0"]
    sign_up(theatre)
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]

    def give(connection: Connection) -> None:
        number = connection.scalar(select(viewer.c.id))
        post(connection, bonus(str(number), coins=40, key="gift", created_us=hall.now_us()))

    hall.store.write(give)
    page = theatre.get("/shop").text
    assert re.findall(r"<dd>(\d+)</dd>", page) == ["40"] and "<strong>+40</strong>" in page
    assert "cannot be bought" in page and "<form" not in page.partition("<main")[2]
    assert 'href="/shop"' in theatre.get("/account").text.partition("<main")[2]
    assert "暂时还不能购买" in theatre.get("/shop", headers={"accept-language": "zh"}).text
