"""Hundreds of simulated players before one server for two minutes: no errors, nothing for who has not paid.

Half of them are guests, half have an account and coins; every tenth account signs in with its password. They
swipe, watch, unlock, watch ads, and now and then try what must not play (``bench.strangers``). Everything
stays on 127.0.0.1; each player says to come from an address of its own, as behind a proxy, so that the limits
of the theatre are those of real life. It stops by itself.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.theatre.releases import Sketch, make_release

from bench.player import Manners, Player, Seen
from bench.serving import Server, running, serve
from bench.strangers import try_something
from bench.theatre_house import PASSWORD, Customer, let_in
from bench.visitor import Visitor, wire
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.store import Store, migrate
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.web.settings import Settings, read_settings

PLAYERS = 500
RUN_S = 120.0
ARRIVE_S = 20.0
SERIES, EPISODES, FREE = 6, 6, 2
SEGMENT_BYTES = 60_000
COINS = 150
ATTEMPTS_SHARE = 0.3


@dataclass(frozen=True)
class Theatre:
    """A theatre with series, and who has an account and coins."""

    settings: Settings
    customers: tuple[Customer, ...]


def measure() -> dict[str, float]:
    """``theatre.players_errors`` and ``theatre.leaks``; and how much was asked in all."""
    with tempfile.TemporaryDirectory(prefix="rwplayers") as folder:
        theatre = furnish(Path(folder), players=PLAYERS)
        seen = play(theatre, players=PLAYERS, seconds=RUN_S, arrive_s=ARRIVE_S)
    for one in [*seen.errors[:20], *seen.leaks[:20]]:
        print(one)
    print(", ".join(f"{count} {what}" for what, count in sorted(seen.done.items())))
    return {
        "theatre.players_errors": float(len(seen.errors)),
        "theatre.leaks": float(len(seen.leaks)),
        "theatre.players": float(PLAYERS),
        "theatre.players_requests": float(seen.done.total()),
    }


def furnish(folder: Path, *, players: int, series: int = SERIES) -> Theatre:
    """A theatre in ``folder``: series whose first episodes are free, and an account with coins for every
    second player."""
    settings = read_settings(folder / "data", {})
    (settings.folder / "theatre.toml").write_text("trusts_proxy = true\n")
    store = Store(settings.database_url)
    migrate(store)
    objects = ObjectStore(settings.media)
    for number in range(series):
        release = make_release(
            folder / f"release{number}",
            slug=f"harbour-lights-{number}",
            title=f"Harbour Lights {number}",
            episodes=[Sketch(1 + n, seconds=12, variant=number) for n in range(EPISODES)],
            segment_bytes=SEGMENT_BYTES,
        )
        publish(store, objects, release, Offer(price_coins=10, free_count=FREE))
    customers = let_in(store, players // 2, coins=COINS, with_mail=True)
    store.close()
    return Theatre(settings, customers)


def play(
    theatre: Theatre, *, players: int, seconds: float, arrive_s: float, manners: Manners | None = None
) -> Seen:
    """``players`` for so many seconds, the last of whom comes after ``arrive_s``; the books are proved."""
    with running(serve(theatre.settings.folder)) as server:
        seen = asyncio.run(_all(server, theatre, players, seconds, arrive_s, manners or Manners()))
    store = Store(theatre.settings.database_url)
    found = check_books(store)
    store.close()
    seen.errors += [f"the books: {one}" for one in found.findings]
    return seen


async def _all(
    server: Server, theatre: Theatre, players: int, seconds: float, arrive_s: float, manners: Manners
) -> Seen:
    seen = Seen()
    until_s = asyncio.get_running_loop().time() + seconds
    async with wire() as wired:
        cast = []
        for number in range(players):
            at, is_known = divmod(number, 2)
            token = theatre.customers[at].token if is_known and at % 10 else ""
            visitor = Visitor(wired, server.url, token=token, address=_address(number))
            player = Player(number, visitor, seen, manners, until_s=until_s)
            mail = theatre.customers[at].mail if is_known and not at % 10 else ""
            cast.append(_watch(player, player.chance.uniform(0, arrive_s), mail))
        await asyncio.gather(*cast)
    return seen


async def _watch(player: Player, late_s: float, mail: str) -> None:
    """One player's evening. ``mail`` is the address of who signs in with a password."""
    await player.rest(late_s)
    if mail:
        form = {"mail": mail, "password": PASSWORD}
        player.expect("sign in", await player.visitor.submit("/sign-in", form), 303)
    player.expect("session", await player.visitor.open(), 200)
    player.expect("front page", await player.visitor.get("/"), 200)
    while not player.is_over:
        cards: Sequence[dict[str, str]] = await player.cards()
        for card in cards:
            following: str | None = card["episode"]
            while following and not player.is_over:
                following = await player.watch(following, card.get("choice"))
                if player.chance.random() < ATTEMPTS_SHARE:
                    await try_something(player)
            await player.rest(player.manners.segment_s / 2)
        if not cards:
            await player.rest(player.manners.segment_s)


def _address(number: int) -> str:
    return f"10.0.{number // 250}.{number % 250 + 1}"
