"""A theatre that is killed at random instants while money moves owes and owns what it said.

Viewers do what costs coins or brings them, several at once, and the server's process is killed (SIGKILL) at
an instant drawn anew each time. It is started again on what it left, and then: the books are proved by
``reelwright ledger check``; nobody is charged without access or has access without charge; every request that
was acknowledged is answered the same when it comes again with its key; and one that got no answer is finished
by coming again. A thing to do is a function in ``OPERATIONS``.
"""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from bench.postgres import Postgres
from bench.serving import REELWRIGHT, Server, environment, serve, stop
from bench.theatre_house import PRICE_COINS, House, furnish
from bench.visitor import Answer, Visitor, wire
from reelwright.ledger import Kind
from reelwright.theatre.entitlement.access import Reason
from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import balance
from reelwright.theatre.wallet.tables import account, posting, transfer

OPERATIONS_TRIED = 2_000
CUSTOMERS = 16
EPISODES = 120
LONGEST_S = 0.25
"""A server lives so long at most while it is asked for things."""


@dataclass
class Sent:
    """A request that moves money, and what it was answered; 0 when nothing came."""

    who: int
    path: str
    body: dict[str, Any]
    key: str
    answer: Answer

    @property
    def is_acknowledged(self) -> bool:
        return 200 <= self.answer.status < 300


class Buyer:
    """A viewer who notes everything that they send."""

    def __init__(
        self, who: int, visitor: Visitor, journal: list[Sent], house: House, chance: random.Random
    ) -> None:
        self.who, self.house, self.chance = who, house, chance
        self._visitor, self._journal = visitor, journal

    async def send(self, path: str, body: dict[str, Any]) -> Answer:
        """Ask for something once, under a key of its own."""
        key = f"kills-{self.chance.getrandbits(64):016x}"
        answer = await self._visitor.post(path, body, key=key)
        self._journal.append(Sent(self.who, path, body, key, answer))
        return answer


Operation = Callable[[Buyer], Awaitable[Answer]]


async def unlock_one(buyer: Buyer) -> Answer:
    """One episode; it may be the viewer's already."""
    episode = buyer.chance.choice(buyer.house.episodes)
    return await buyer.send("/api/unlocks", {"episodes": [episode], "most_coins": PRICE_COINS})


async def unlock_some(buyer: Buyer) -> Answer:
    """Three of a series at once."""
    some = buyer.chance.sample(buyer.house.episodes, 3)
    return await buyer.send("/api/unlocks", {"episodes": some, "most_coins": 3 * PRICE_COINS})


OPERATIONS: Sequence[Operation] = (unlock_one, unlock_one, unlock_some)


@dataclass
class Tormented:
    """What a theatre went through: operations that were begun, kills, and the faults seen after each."""

    tried: int = 0
    kills: int = 0
    unanswered: int = 0
    faults: list[str] = field(default_factory=list)


def measure() -> dict[str, float]:
    """``kills_money.books_wrong``: faults seen after ``kills_money.kills`` kills under ``kills_money.tried``
    operations, half of them on SQLite, half on PostgreSQL."""
    total = Tormented()
    with tempfile.TemporaryDirectory(prefix="rwkills") as folder:
        server = Postgres()
        try:
            urls = (f"sqlite:///{folder}/theatre.db", server.new_database())
            for number, url in enumerate(urls):
                done = torment(Path(folder) / str(number), url, random.Random(number), OPERATIONS_TRIED // 2)
                total.tried += done.tried
                total.kills += done.kills
                total.faults += done.faults
                total.unanswered += done.unanswered
        finally:
            server.stop()
    for fault in total.faults:
        print(fault)
    print(f"{total.unanswered} operations were cut off by {total.kills} kills")
    return {
        "kills_money.tried": float(total.tried),
        "kills_money.kills": float(total.kills),
        "kills_money.books_wrong": float(len(total.faults)),
    }


def torment(
    data: Path, url: str, chance: random.Random, most: int, *, longest_s: float = LONGEST_S
) -> Tormented:
    """Kill the server of a theatre in ``data`` with the database at ``url`` until ``most`` operations were
    begun, and look after each kill whether all is well."""
    house = furnish(url, customers=CUSTOMERS, episodes=EPISODES)
    done, whole = Tormented(), list[Sent]()
    server = serve(data, database_url=url)
    try:
        while done.tried < most:
            journal = asyncio.run(_work_until_killed(server, house, chance, longest_s))
            done.kills += 1
            done.tried += len(journal)
            done.unanswered += sum(one.answer.status == 0 for one in journal)
            done.faults += _books_faults(data, url)
            server = serve(data, database_url=url)
            done.faults += asyncio.run(_repeated(server, house, journal))
            whole += journal
        done.faults += asyncio.run(_repeated(server, house, whole))
    finally:
        stop(server)
    done.faults += _books_faults(data, url) + access_faults(url, house, whole)
    return done


async def _work_until_killed(
    server: Server, house: House, chance: random.Random, longest_s: float
) -> list[Sent]:
    """All viewers at once, until nobody answers any more."""
    journal: list[Sent] = []
    async with wire() as session:
        visitors = [Visitor(session, server.url, token=one.token) for one in house.customers]
        for visitor in visitors:
            await visitor.open()

        async def go_on(who: int, visitor: Visitor) -> None:
            buyer = Buyer(who, visitor, journal, house, chance)
            while (await chance.choice(OPERATIONS)(buyer)).status != 0:
                pass

        async def kill() -> None:
            await asyncio.sleep(chance.uniform(0.0, longest_s))
            server.process.send_signal(signal.SIGKILL)
            await asyncio.to_thread(server.process.wait)

        await asyncio.gather(kill(), *(go_on(who, visitor) for who, visitor in enumerate(visitors)))
    return journal


async def _repeated(server: Server, house: House, journal: Sequence[Sent]) -> list[str]:
    """Every request again with its key: the same answer where there was one; where there was none, it is kept
    now what this one was."""
    faults = []
    async with wire() as session:
        visitors = [Visitor(session, server.url, token=one.token) for one in house.customers]
        for visitor in visitors:
            await visitor.open()
        for sent in journal:
            again = await visitors[sent.who].post(sent.path, sent.body, key=sent.key)
            if again.status == 0 or again.status >= 500:
                faults.append(f"{sent.path} {sent.key}: {again.status} when it came again")
            elif sent.is_acknowledged and again != sent.answer:
                faults.append(f"{sent.path} {sent.key}: {sent.answer.body!r}, later {again.body!r}")
            elif sent.answer.status == 0:
                sent.answer = again
            if again.status == 200 and sent.path == "/api/unlocks":
                faults += await _locked(visitors[sent.who], sent.body["episodes"])
    return faults


async def _locked(visitor: Visitor, episodes: Sequence[str]) -> list[str]:
    """Episodes that were acknowledged as unlocked and are not."""
    states = {one: (await visitor.get(f"/api/episodes/{one}/source")).told()["state"] for one in episodes}
    return [
        f"{one} is {state} for who has unlocked it" for one, state in states.items() if state != "unlocked"
    ]


def _books_faults(data: Path, url: str) -> list[str]:
    """What ``reelwright ledger check`` finds."""
    words = [*REELWRIGHT, "ledger", "check", "--data", str(data)]
    ran = subprocess.run(words, capture_output=True, text=True, env=environment(url))
    return [] if ran.returncode == 0 else [f"ledger check: {ran.stdout[-500:]}{ran.stderr[-500:]}"]


def access_faults(url: str, house: House, journal: Sequence[Sent]) -> list[str]:
    """Whether what the books say was paid and what is unlocked are the same, and what viewers were told."""
    store = Store(url)
    try:
        paid, unlocked = store.read(_paid), store.read(_unlocked)
        faults = [
            f"{key} is paid {paid.get(key)}, unlocked {unlocked.get(key)}"
            for key in sorted(paid.keys() | unlocked.keys())
            if paid.get(key) != unlocked.get(key)
        ]
        for who, customer in enumerate(house.customers):
            told = sum(
                one.answer.told()["coins"]
                for one in journal
                if one.who == who and one.path == "/api/unlocks" and one.answer.status == 200
            )
            now_us = store.clock.now_us()
            left = store.read(partial(balance, viewer=str(customer.viewer_id), now_us=now_us)).spendable
            if left != len(house.episodes) * PRICE_COINS - told:
                faults.append(f"viewer {customer.viewer_id} has {left} coins and was told of {told} spent")
    finally:
        store.close()
    return faults


def _paid(connection: Connection) -> dict[str, int]:
    """Coins by the unlock that they were spent on."""
    rows = connection.execute(
        select(transfer.c.key, func.sum(posting.c.amount))
        .join(posting, posting.c.transfer_id == transfer.c.id)
        .join(account, account.c.id == posting.c.account_id)
        .where(transfer.c.kind == "unlock", account.c.kind == Kind.SPENT)
        .group_by(transfer.c.key)
    )
    return {str(key): int(coins) for key, coins in rows}


def _unlocked(connection: Connection) -> dict[str, int]:
    """The prices of what is unlocked, by the unlock that paid for it."""
    rows = connection.execute(
        select(entitlement.c.transfer, func.sum(entitlement.c.coins))
        .where(entitlement.c.revoked_us.is_(None), entitlement.c.reason == Reason.COINS)
        .group_by(entitlement.c.transfer)
    )
    return {str(key): int(coins) for key, coins in rows}
