"""The application in this process, and a browser's manners."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock

from reelwright.theatre.store import OutboxWorker
from reelwright.theatre.store.outbox import outbox
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.settings import Settings, read_settings

PASSWORD = "a long enough word"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    environment = {"DATABASE_URL": database_url, "REELWRIGHT_PUBLIC_URL": "http://testserver"}
    return read_settings(tmp_path / "data", environment)


@pytest.fixture
def theatre(settings: Settings, clock: ManualClock) -> Iterator[TestClient]:
    """A viewer's browser: it says that its requests come from our own pages."""
    with TestClient(make_app(settings, clock=clock), headers={"sec-fetch-site": "same-origin"}) as client:
        yield client


def another_device(theatre: TestClient) -> TestClient:
    """Another browser, without cookies, before the same theatre."""
    return TestClient(theatre.app, base_url=str(theatre.base_url), headers={"sec-fetch-site": "same-origin"})


def sign_up(theatre: TestClient, mail: str = "mara@example.com", name: str = "Mara") -> None:
    answer = theatre.post("/sign-up", data={"mail": mail, "password": PASSWORD, "name": name})
    assert answer.status_code == 200 and answer.url.path == "/account", answer.text


def sign_in(theatre: TestClient, mail: str = "mara@example.com") -> None:
    answer = theatre.post("/sign-in", data={"mail": mail, "password": PASSWORD, "next": "/account"})
    assert answer.status_code == 200 and answer.url.path == "/account", answer.text


def deliver(theatre: TestClient) -> None:
    """Everything that waits is delivered, by us or by the theatre's own worker. What failed is due at once,
    for a clock that a test sets does not go on by itself."""
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    waiting = select(outbox.c.kind, outbox.c.last_error).where(outbox.c.done_us.is_(None))
    again = outbox.update().where(outbox.c.done_us.is_(None), outbox.c.last_error != "")
    left: list[object] = []
    for _ in range(600):
        OutboxWorker(hall.store, hall.handlers).deliver_due()
        left = list(hall.store.read(lambda c: c.execute(waiting).all()))
        if not left:
            return
        hall.store.write(lambda c: c.execute(again.values(due_us=hall.now_us())).rowcount)
        time.sleep(0.05)
    raise AssertionError(f"letters still wait: {left}")
