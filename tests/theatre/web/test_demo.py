"""``reelwright serve --demo``, as a person starts it: a program of its own, asked over HTTP."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import select
from tests.theatre.releases import make_release

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.listing import listed
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import balance

RELEASE = "examples/the-understudy/build/release"


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The address, and passwords by mail."""
    command = [
        sys.executable,
        "-c",
        "from reelwright.cli import main; main()",
        "serve",
        "--port",
        "0",
        *words,
    ]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            people: dict[str, str] = {}
            while not (found := re.search(r"http://[\d.]+:\d+", line := server.stdout.readline())):
                assert line, server.wait(timeout=10)
                if told := re.search(r"(\S+@demo\.example)\s+(\S+)", line):
                    people[told[1]] = told[2]
            for _ in range(100):
                try:
                    httpx.get(f"{found[0]}/healthz").raise_for_status()
                    break
                except httpx.TransportError:
                    time.sleep(0.02)
            yield found[0], people
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=20) == 0  # a service manager takes anything else for a failure


def test_the_demo_shows_the_series_to_a_viewer_with_coins(tmp_path: Path) -> None:
    make_release(tmp_path / RELEASE)
    passwords: list[str] = []
    for _ in range(2):  # the second start finds everything
        with (
            serving(tmp_path, "--demo") as (address, people),
            httpx.Client(base_url=address, headers={"sec-fetch-site": "same-origin"}, timeout=60) as client,
        ):
            assert set(people) == {
                f"{role}@demo.example" for role in ("viewer", "creator", "moderator", "operator")
            }
            passwords.append(people["operator@demo.example"])
            front = client.get("/", headers={"accept": "text/html"})
            assert front.status_code == 200 and "Test payments are on" in front.text
            form = {"mail": "operator@demo.example", "password": passwords[-1]}
            assert client.post("/sign-in", data=form).status_code == 303
            assert "demo.example" in client.get("/desk/operator").text
            form = {"mail": "viewer@demo.example", "password": people["viewer@demo.example"]}
            assert client.post("/sign-in", data=form).status_code == 303
            if len(passwords) == 1:
                assert _subscribes(client) == "active"
            else:
                assert client.get("/api/subscription").json()["state"] == "active"
            client.cookies.clear()
            form = {"mail": "creator@demo.example", "password": people["creator@demo.example"]}
            assert client.post("/sign-in", data=form).status_code == 303
            assert "Harbour Lights" in client.get("/desk/creator").text
    assert passwords[0] != passwords[1]
    store = Store(f"sqlite:///{tmp_path}/theatre-demo/theatre.db")
    find = select(viewer.c.id).where(viewer.c.mail == "viewer@demo.example")
    number = store.read(lambda c: c.scalar(find))
    assert store.read(lambda c: balance(c, str(number), now_us=store.clock.now_us())).spendable == 200
    (shown,) = store.read(listed)  # the last of its three episodes stands behind a wall
    assert (shown.free_count, shown.price_coins) == (2, 10)
    store.close()


def _subscribes(client: httpx.Client) -> str:
    """With test payments, as a person does; what became of it within some seconds."""
    form = {"plan": "monthly", "key": "key-of-the-demo", "back": "/library"}
    asked = client.post("/shop/subscribe", data=form, follow_redirects=True)
    assert "TEST" in asked.text
    client.post(asked.url.path, data={"choice": "pay"})
    for _ in range(200):
        state = str(client.get("/api/subscription").json()["state"])
        if state == "active":
            break
        time.sleep(0.1)
    return state


def test_without_a_film_it_says_how_to_get_one(tmp_path: Path) -> None:
    words = ["-c", "from reelwright.cli import main; main()", "serve", "--demo"]
    ran = subprocess.run(
        [sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
    )
    assert ran.returncode == 2 and "make demo" in ran.stderr and "Traceback" not in ran.stderr
