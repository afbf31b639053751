"""A theatre that is killed at random instants while money moves owes and owns what it said.

Viewers unlock, buy, are told of payments and want their money back (``bench.dealings``), several at once, and
the server's process is killed (SIGKILL) at an instant drawn anew each time. It is started again on what it
left, and then: the books are proved by ``reelwright ledger check``, which proves that they agree with
purchases, refunds and unlocks, too; nobody is charged without access or has access without charge; every
request that was acknowledged is answered the same when it comes again with its key; and one that got no
answer is finished by coming again.
"""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, func, select

from bench.dealings import (
    DEALINGS,
    OPERATOR,
    PURCHASES,
    UNLOCKS,
    Buyer,
    Journal,
    Sent,
    send_again,
)
from bench.postgres import Postgres
from bench.serving import REELWRIGHT, Server, environment, serve, stop
from bench.theatre_house import PRICE_COINS, House, furnish
from bench.visitor import Visitor, wire
from reelwright.ledger import Kind
from reelwright.theatre.entitlement.access import Reason
from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import balance
from reelwright.theatre.wallet.purchases import PAID
from reelwright.theatre.wallet.rehearsal import PAGE
from reelwright.theatre.wallet.rehearsal_signing import Signing
from reelwright.theatre.wallet.tables import account, posting, purchase, refund, transfer
from reelwright.theatre.web.settings import read_settings

OPERATIONS_TRIED = 2_000
CUSTOMERS = 16
EPISODES = 120
LONGEST_S = 0.4
"""A server lives so long at most while it is asked for things."""


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
    house = furnish(url, customers=CUSTOMERS, episodes=EPISODES, with_mail=True)
    data.mkdir(parents=True, exist_ok=True)
    (data / "theatre.toml").write_text('payments = "test"\n')
    signing = Signing([secret.encode() for secret in read_settings(data, {}).secrets])
    done, journal = Tormented(), Journal()
    server = serve(data, database_url=url)
    try:
        while done.tried < most:
            before = len(journal.sent)
            asyncio.run(_work_until_killed(server, house, signing, journal, chance, longest_s))
            life = journal.sent[before:]
            done.kills += 1
            done.tried += len(life)
            done.unanswered += sum(one.answer.status == 0 for one in life)
            done.faults += _books_faults(data, url)
            server = serve(data, database_url=url)
            done.faults += asyncio.run(_repeated(server, house, signing, life))
            if done.kills % 10 == 0:
                print(f"{done.kills} kills, {done.tried} operations, {len(done.faults)} faults", flush=True)
        # How often somebody may begin to buy is limited: the purchases of all lives are looked up instead.
        rest = [one for one in journal.sent if one.path != PURCHASES]
        done.faults += asyncio.run(_repeated(server, house, signing, rest))
        done.faults += asyncio.run(_missing(server, house, journal))
    finally:
        stop(server)
    done.faults += _books_faults(data, url) + access_faults(url, house, journal.sent)
    return done


@asynccontextmanager
async def _visitors(server: Server, house: House) -> AsyncIterator[list[Visitor]]:
    """A browser for each customer, and the operator's behind them (``OPERATOR``)."""
    assert house.operator is not None
    async with wire() as wired:
        found = [Visitor(wired, server.url, token=one.token) for one in (*house.customers, house.operator)]
        await asyncio.gather(*(one.open() for one in found))
        yield found


async def _work_until_killed(
    server: Server, house: House, signing: Signing, journal: Journal, chance: random.Random, longest_s: float
) -> None:
    """All viewers at once, until nobody answers any more."""
    async with _visitors(server, house) as visitors:

        async def go_on(who: int) -> None:
            buyer = Buyer(who, visitors[who], visitors[OPERATOR], journal, house, signing, chance)
            while (await chance.choice(DEALINGS)(buyer)).status != 0:
                pass

        async def kill() -> None:
            await asyncio.sleep(chance.uniform(0.0, longest_s))
            server.process.send_signal(signal.SIGKILL)
            await asyncio.to_thread(server.process.wait)

        await asyncio.gather(kill(), *(go_on(who) for who in range(len(house.customers))))


async def _repeated(server: Server, house: House, signing: Signing, sent: Sequence[Sent]) -> list[str]:
    """Every request again with its key, each viewer's in order: the same answer where there was one; where
    there was none, what this one was answered is kept as its answer."""
    faults: list[str] = []
    async with _visitors(server, house) as visitors:

        async def send_all(who: int) -> None:
            for one in [one for one in sent if one.who == who]:
                again = await send_again(visitors[who], signing, one)
                if again.status == 0 or again.status >= 500:
                    faults.append(f"{one.path} {one.key}: {again.status} when it came again")
                elif one.is_acknowledged and not one.is_answered_alike(again):
                    faults.append(f"{one.path} {one.key}: {one.answer.body!r}, later {again.body!r}")
                elif one.answer.status == 0:
                    one.answer = again
                if again.status == 200 and one.path == UNLOCKS:
                    faults.extend(await _locked(visitors[who], one.body["episodes"]))

        await asyncio.gather(*(send_all(who) for who in {one.who for one in sent}))
    return faults


async def _missing(server: Server, house: House, journal: Journal) -> list[str]:
    """Purchases that were acknowledged and are not there, or not paid though the page said so."""
    faults, paid = (
        [],
        {one.path.removeprefix(f"{PAGE}/test_pay_") for one in journal.sent if one.is_acknowledged},
    )
    async with _visitors(server, house) as visitors:
        for one in journal.sent:
            if one.path == PURCHASES and one.is_acknowledged:
                name = one.answer.told()["purchase"]
                found = (await visitors[one.who].get(f"{PURCHASES}/{name}")).told()
                if name != found.get("purchase") or (name in paid and found["state"] != PAID):
                    faults.append(f"purchase {name} is {found}")
    return faults


async def _locked(visitor: Visitor, episodes: Sequence[str]) -> list[str]:
    """Episodes that were acknowledged as unlocked and are not, though no coins are owed."""
    faults = []
    for one in episodes:
        state = (await visitor.get(f"/api/episodes/{one}/source")).told().get("state")
        if state != "unlocked" and not (await visitor.get("/api/wallet")).told()["owed"]:
            faults.append(f"{one} is {state} for who has unlocked it")
    return faults


def _books_faults(data: Path, url: str) -> list[str]:
    """What ``reelwright ledger check`` finds."""
    words = [*REELWRIGHT, "ledger", "check", "--data", str(data)]
    ran = subprocess.run(words, capture_output=True, text=True, env=environment(url))
    return [] if ran.returncode == 0 else [f"ledger check: {ran.stdout[-500:]}{ran.stderr[-500:]}"]


def access_faults(url: str, house: House, sent: Sequence[Sent]) -> list[str]:
    """Whether what the books say was paid and what is unlocked are the same, and what viewers were told."""
    store = Store(url)
    try:
        paid, unlocked = store.read(_paid), store.read(_unlocked)
        faults = [
            f"{key} is paid {paid.get(key)}, unlocked {unlocked.get(key)}"
            for key in sorted(paid.keys() | unlocked.keys())
            if paid.get(key) != unlocked.get(key)
        ]
        bought = store.read(_bought)
        for who, customer in enumerate(house.customers):
            told = sum(
                one.answer.told()["coins"]
                for one in sent
                if one.who == who and one.path == UNLOCKS and one.answer.status == 200
            )
            now_us = store.clock.now_us()
            left = store.read(partial(balance, viewer=str(customer.viewer_id), now_us=now_us)).spendable
            wanted = bought.get(customer.viewer_id, left + told + PRICE_COINS) - PRICE_COINS - told
            if left != wanted:
                faults.append(f"viewer {customer.viewer_id} has {left} coins, was told of {told} spent")
    finally:
        store.close()
    return faults


def _bought(connection: Connection) -> dict[int, int]:
    """Coins bought by each viewer who got no money back: of the others it depends on what they had spent."""
    refunded = select(refund.c.viewer_id)
    rows = connection.execute(
        select(purchase.c.viewer_id, func.sum(purchase.c.coins + purchase.c.bonus_coins))
        .where(purchase.c.state == PAID, purchase.c.viewer_id.not_in(refunded))
        .group_by(purchase.c.viewer_id)
    )
    return {viewer_id: int(coins) for viewer_id, coins in rows}


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
