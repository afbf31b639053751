"""A disk that is full, two servers on one database, a clock that jumps: said clearly, and nothing is lost."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from bench.dealings import Sent
from bench.kills_money import access_faults
from bench.postgres import Postgres
from bench.serving import Server, running, serve
from bench.theatre_house import PRICE_COINS, House, furnish, let_in
from bench.visitor import Answer, Visitor, wire
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.releases import make_release
from tests.theatre.web.conftest import sign_up

from reelwright.ledger import bonus
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import post
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.web.hall import Hall

DAY_S = 86_400


def books_are_right(url: str) -> bool:
    store = Store(url)
    try:
        return check_books(store).is_right
    finally:
        store.close()


def unlock(visitor: Visitor, episode: str, key: str) -> asyncio.Future[Answer]:
    body = {"episodes": [episode], "most_coins": PRICE_COINS}
    return asyncio.ensure_future(visitor.post("/api/unlocks", body, key=key))


def limit_file_size(server: Server, byte_count: int) -> None:
    limits = (byte_count, resource.RLIM_INFINITY)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limits)


# ---- the disk is full --------------------------------------------------------------------------------------


def test_a_full_disk_under_the_running_server_is_said_and_loses_nothing(tmp_path: Path) -> None:
    """The server may suddenly write no further than its files reach, as on a full disk or an exhausted quota;
    then there is room again."""
    url = f"sqlite:///{tmp_path}/theatre.db"
    house = furnish(url, customers=1, episodes=400)

    async def fill(server: Server) -> list[Sent]:
        async with wire() as wired:
            visitor = Visitor(wired, server.url, token=house.customers[0].token)
            await visitor.open()
            journal = []
            for number, episode in enumerate(house.episodes):
                if number == 20:
                    limit_file_size(server, max(path.stat().st_size for path in tmp_path.glob("theatre.db*")))
                key = f"a-key-of-{number:04d}"
                answer = await unlock(visitor, episode, key)
                journal.append(Sent(0, "/api/unlocks", {"episodes": [episode]}, key, answer))
                if answer.status != 200:
                    break
            refused = journal[-1].answer
            assert refused.status == 507, refused
            assert "full" in refused.told()["what"] and "Make room" in refused.told()["next_step"]
            assert str(tmp_path) not in refused.body.decode(), "where files lie is nobody's business"
            assert (await visitor.get("/api/wallet")).status == 200, "who reads goes on reading"
            assert (await visitor.get("/")).status == 200
            assert (await visitor.get("/api/feed")).told()["cards"]
            limit_file_size(server, resource.RLIM_INFINITY)
            for sent in journal:
                again = await unlock(visitor, sent.body["episodes"][0], sent.key)
                assert again == sent.answer if sent.is_acknowledged else again.status == 200
                sent.answer = again
            return journal

    with running(serve(tmp_path / "data", database_url=url)) as server:
        journal = asyncio.run(fill(server))
    assert len(journal) > 20
    assert access_faults(url, house, journal) == [] and books_are_right(url)


# ---- two servers on one PostgreSQL -------------------------------------------------------------------------


@pytest.fixture
def two_servers(postgres: Postgres, tmp_path: Path) -> Iterator[tuple[str, House, list[Server]]]:
    url = postgres.new_database()
    house = furnish(url, customers=1, episodes=12)
    with ExitStack() as stack:
        servers = [stack.enter_context(running(serve(tmp_path / "data", database_url=url))) for _ in range(2)]
        yield url, house, servers


def test_two_servers_charge_a_viewer_once(two_servers: tuple[str, House, list[Server]]) -> None:
    """The same viewer at both at once: with one key, with two keys, for one episode and for two."""
    url, house, servers = two_servers

    async def race() -> list[Sent]:
        async with wire() as wired:
            here, there = (Visitor(wired, one.url, token=house.customers[0].token) for one in servers)
            await asyncio.gather(here.open(), there.open())
            journal = []
            for number, episode in enumerate(house.episodes[:6]):
                key = f"the-same-key-{number}"
                first, second = await asyncio.gather(unlock(here, episode, key), unlock(there, episode, key))
                assert first.status == 200 and first == second
                journal.append(Sent(0, "/api/unlocks", {}, key, first))
            for number, episode in enumerate(house.episodes[6:]):
                keys = [f"a-key-from-{where}-{number}" for where in ("here", "there")]
                both = await asyncio.gather(unlock(here, episode, keys[0]), unlock(there, episode, keys[1]))
                assert sorted(one.told()["coins"] for one in both) == [0, PRICE_COINS]
                journal += [Sent(0, "/api/unlocks", {}, *pair) for pair in zip(keys, both, strict=True)]
            return journal

    journal = asyncio.run(race())
    assert access_faults(url, house, journal) == [] and books_are_right(url)


def test_the_last_coins_are_spent_once_at_two_servers(two_servers: tuple[str, House, list[Server]]) -> None:
    url, house, servers = two_servers
    store = Store(url)
    (poor,) = let_in(store, 1, coins=PRICE_COINS)
    store.close()

    async def race() -> list[int]:
        async with wire() as wired:
            here, there = (Visitor(wired, one.url, token=poor.token) for one in servers)
            await asyncio.gather(here.open(), there.open())
            both = await asyncio.gather(
                unlock(here, house.episodes[0], "a-key-of-the-first"),
                unlock(there, house.episodes[1], "a-key-of-the-second"),
            )
            left = (await here.get("/api/wallet")).told()["spendable"]
            return [*sorted(one.status for one in both), left]

    assert asyncio.run(race()) == [200, 400, 0]
    assert books_are_right(url)


# ---- the clock jumps ---------------------------------------------------------------------------------------


def test_a_clock_that_jumps_back_and_forth_wrongs_nobody(
    theatre: TestClient, clock: ManualClock, tmp_path: Path
) -> None:
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    sign_up(theatre)
    offer = Offer(price_coins=PRICE_COINS, free_count=1, release_us=clock.now_us() - 10 * DAY_S * 1_000_000)
    publish(hall.store, hall.objects, make_release(tmp_path / "r", episodes=6), offer)
    mara = hall.store.read(lambda c: c.scalar(select(viewer.c.id)))
    gift = bonus(str(mara), coins=30, key="gift", created_us=clock.now_us())
    hall.store.write(partial(post, moved=gift))
    listed = theatre.get("/api/series/harbour-lights/episodes").json()["episodes"]
    said = []
    for number, jump_s in enumerate((-DAY_S, 3 * DAY_S, -2 * DAY_S - 3600)):
        clock.pass_s(jump_s)
        asked = {"episodes": [listed[number + 1]["episode"]], "most_coins": PRICE_COINS}
        headers = {"idempotency-key": f"a-key-of-{number}"}
        answer = theatre.post("/api/unlocks", json=asked, headers=headers)
        assert answer.status_code == 200 and answer.json()["balance"] == 20 - 10 * number, answer.text
        said.append((asked, headers, answer.json()))
        source = theatre.get(f"/api/episodes/{asked['episodes'][0]}/source").json()
        assert source["state"] == "unlocked" and theatre.get(source["hls"]).status_code == 200
    for jump_s in (-300 * DAY_S // 100, 2 * DAY_S):
        clock.pass_s(jump_s)
        for asked, headers, told in said:
            assert theatre.post("/api/unlocks", json=asked, headers=headers).json() == told
        assert theatre.get("/api/wallet").json()["spendable"] == 0
    assert check_books(hall.store).is_right
