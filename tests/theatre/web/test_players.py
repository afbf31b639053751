"""Simulated players before a real server: nothing fails, and nobody sees what they have not paid for."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.player import Manners, Player, Seen
from bench.serving import running, serve
from bench.strangers import ATTEMPTS, try_something
from bench.theatre_players import furnish, play
from bench.visitor import Visitor, wire

from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.store import Store


def test_twenty_players_for_some_seconds(tmp_path: Path) -> None:
    theatre = furnish(tmp_path, players=20, series=2)
    quick = Manners(segment_s=0.2, segments_max=2)
    seen = play(theatre, players=20, seconds=6.0, arrive_s=1.0, manners=quick)
    assert (seen.errors, seen.leaks) == ([], [])
    usual = ("front page", "feed", "source", "playlist", "segment", "progress", "sign in", "unlock again")
    assert all(seen.done[what] for what in usual), seen.done
    tried = {attempt.__name__.replace("_", " ") for attempt in ATTEMPTS} & seen.done.keys()
    assert len(tried) >= 3, seen.done


def test_what_leaks_is_found(tmp_path: Path) -> None:
    """A theatre that lets everybody in: each attempt is a leak that the players name."""
    theatre = furnish(tmp_path, players=4, series=1)
    at_once, other_id = Manners(segment_s=0.0, unlocks_share=1.0), theatre.customers[1].viewer_id

    async def attempts(url: str) -> Seen:
        async with wire() as wired:
            seen, until_s = Seen(), asyncio.get_running_loop().time() + 60
            owner, other = (
                Player(
                    n, Visitor(wired, url, token=theatre.customers[n].token), seen, at_once, until_s=until_s
                )
                for n in (0, 1)
            )
            for one in (owner, other):
                await one.visitor.open()
            following: str | None = (await owner.cards())[0]["episode"]
            while following and not seen.loot.addresses:
                following = await owner.watch(following, None)
            store = Store(theatre.settings.database_url)
            store.write(lambda c: c.execute(entitlement.update().values(viewer_id=other_id)))
            store.close()
            for _ in range(30):
                await try_something(other)
            return seen

    with running(serve(theatre.settings.folder)) as server:
        seen = asyncio.run(attempts(server.url))
    assert any("copied link" in leak for leak in seen.leaks), seen
