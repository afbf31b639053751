"""The operator's desk."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.theatre.web.conftest import PASSWORD, another_device, sign_up

from reelwright.theatre.accounts.signing import set_role
from reelwright.theatre.accounts.tables import operator_act
from reelwright.theatre.web.hall import Hall

DESK = "/desk/operator"


@pytest.fixture
def operator(theatre: TestClient) -> TestClient:
    sign_up(theatre, "olga@example.com", "Olga")
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    assert hall.store.write(lambda c: set_role(c, "OLGA@example.com", "operator"))
    return theatre


def test_the_desk_is_for_operators(theatre: TestClient) -> None:
    assert theatre.get(DESK).status_code == 401
    sign_up(theatre)
    assert theatre.get(DESK).status_code == 403
    assert theatre.post(f"{DESK}/role", data={"account": "x", "role": "operator"}).status_code == 403


def test_a_suspended_viewer_is_out_until_let_back(operator: TestClient) -> None:
    phone = another_device(operator)
    sign_up(phone)
    account = phone.get("/api/session").json()["id"]
    assert "Mara" in operator.get(DESK, params={"q": "MARA@"}).text
    assert "Mara" not in operator.get(DESK, params={"q": "%"}).text
    assert operator.post(f"{DESK}/suspend", data={"account": account}).status_code == 400
    operator.post(f"{DESK}/suspend", data={"account": account, "reason": "floods"})
    assert phone.get("/api/session").json()["id"] == ""
    form = {"mail": "mara@example.com", "password": PASSWORD}
    phone.post("/sign-in", data=form, follow_redirects=False)
    assert phone.get("/api/session").status_code == 403
    page = operator.get(DESK, params={"q": account}).text
    assert "suspended" in page and "floods" in page
    operator.post(f"{DESK}/let-back", data={"account": account})
    assert phone.get("/api/session").json()["id"] == account
    hall: Hall = operator.app.state.hall  # type: ignore[attr-defined]
    acts = hall.store.read(lambda c: c.execute(select(operator_act.c.act, operator_act.c.reason)).all())
    assert [tuple(act) for act in acts] == [("suspend", "floods"), ("let back", "")]


def test_there_is_always_an_operator(operator: TestClient) -> None:
    mine = operator.get("/api/session").json()["id"]
    assert operator.post(f"{DESK}/role", data={"account": mine, "role": "viewer"}).status_code == 400
    assert operator.post(f"{DESK}/suspend", data={"account": mine, "reason": "x"}).status_code == 400
    assert operator.get(DESK).status_code == 200


def test_health_is_measured(operator: TestClient) -> None:
    hall: Hall = operator.app.state.hall  # type: ignore[attr-defined]
    page = operator.get(DESK).text
    kind = "SQLite" if hall.store.is_sqlite else "PostgreSQL"
    assert kind in page and "GiB" in page and "Accounts</dt><dd>1</dd>" in page
