"""Durable unlocks over HTTP, beside a bare loop of the same transaction on the same database.

The load is ``wrk`` with one thread and sixty-four connections here, against ``reelwright serve`` as
a process of its own; each request is that of a page: the session of one of sixty-four viewers, its word
against requests from other sites, an ``Idempotency-Key``. Nothing is said to have failed, and afterwards the
books are proved and hold every unlock that was acknowledged.

The bare loop is what the database alone can do: the statements of real unlocks are written down once and run
again by the bare driver on a copy of the database as it was before, one durable transaction for each unlock.
SQLite has one writer, so one client is all it likes; PostgreSQL gets 1, 4 and 16, and the best counts. Both
wait for the same disk, so they take turns and their sums are compared.
"""

from __future__ import annotations

import concurrent.futures
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from sqlalchemy import Connection, func, select

from bench.postgres import Postgres
from bench.serving import running, serve
from bench.theatre_house import PRICE_COINS, House, csrf_of, furnish
from reelwright.theatre.entitlement.tables import entitlement
from reelwright.theatre.entitlement.unlocking import unlock
from reelwright.theatre.store import Store, prepared
from reelwright.theatre.wallet.checking import check_books

CLIENTS = 64
ROUNDS, RUN_S = 5, 2
EPISODES = 500
BARE_UNLOCKS = 1_920
BARE_CLIENTS = {"sqlite": (1,), "postgres": (1, 4, 16)}
_Statement = tuple[str, Any, bool]
_Copy = Callable[[str], str]
"""A name → the URL of a copy of the database as it was furnished."""


def measure() -> dict[str, float]:
    """``theatre.unlock_sqlite_per_s`` and ``…_ratio_to_raw``, and the same of PostgreSQL."""
    if shutil.which("wrk") is None:
        print("theatre: wrk is missing; install it to measure unlocks")
        return {}
    with tempfile.TemporaryDirectory(prefix="rwunlock") as folder:
        figures = _on("sqlite", Path(folder), partial(_sqlite_copy, Path(folder)))
        with _postgres() as (url, copy):
            figures |= _on("postgres", Path(folder), copy, url)
    return figures


def _on(name: str, folder: Path, copy: _Copy, url: str = "") -> dict[str, float]:
    house = furnish(url or f"sqlite:///{folder}/furnished.db", customers=CLIENTS, episodes=EPISODES)
    recorded = _record(copy("recorded"), house)
    bare_urls = {clients: copy(f"bare{clients}") for clients in BARE_CLIENTS[name]}
    bare_s = dict.fromkeys(bare_urls, 0.0)
    served_url, acknowledged, first, counted, counted_s = copy("served"), 0, 0, 0, 0.0
    with running(serve(folder / name, database_url=served_url)) as server:
        csrfs = [csrf_of(server.url, one) for one in house.customers]
        for number in range(ROUNDS + 1):
            done, took_s = _wrk(folder / "load.lua", server.port, house, csrfs, first=first)
            acknowledged += done
            first += -(-(done + CLIENTS) // CLIENTS) * CLIENTS
            if number == 0:  # the server is not warm yet
                continue
            counted, counted_s = counted + done, counted_s + took_s
            some = recorded[(number - 1) * BARE_UNLOCKS // ROUNDS : number * BARE_UNLOCKS // ROUNDS]
            for clients, bare_url in bare_urls.items():
                bare_s[clients] += _bare_s(bare_url, some, clients)
    if first > CLIENTS * EPISODES:
        raise RuntimeError(f"{EPISODES} episodes are too few for {first} unlocks")
    _check(served_url, acknowledged)
    per_s, bare = counted / counted_s, BARE_UNLOCKS / min(bare_s.values())
    return {
        f"theatre.unlock_{name}_per_s": per_s,
        f"theatre.unlock_{name}_raw_per_s": bare,
        f"theatre.unlock_{name}_ratio_to_raw": per_s / bare,
    }


def _check(url: str, acknowledged: int) -> None:
    """Raises ``RuntimeError`` for a lost unlock or wrong books."""
    store = Store(url)
    kept = store.read(lambda c: c.scalar(select(func.count()).select_from(entitlement))) or 0
    found = check_books(store)
    store.close()
    beyond = kept - CLIENTS - acknowledged  # each customer had unlocked one; some got no answer in time
    if not found.is_right or not 0 <= beyond <= (ROUNDS + 1) * CLIENTS:
        raise RuntimeError(f"{acknowledged} were acknowledged, {kept} kept; {found.findings[:3]}")


def _wrk(
    script: Path, port: int, house: House, csrfs: Sequence[str], *, first: int, seconds: int = RUN_S
) -> tuple[int, float]:
    """How many unlocks were acknowledged in how many seconds, from the unlock number ``first``. Raises
    ``RuntimeError`` for an error."""
    script.write_text(
        f"local tokens = {_listed([one.token for one in house.customers])}\n"
        f"local csrfs = {_listed(csrfs)}\nlocal episodes = {_listed(house.episodes)}\nlocal at = {first}\n"
        'local body = \'{"episodes":["%s"],"most_coins":' + str(PRICE_COINS) + "}'\n"
        "request = function()\n"
        "  local who, which = at % #tokens + 1, math.floor(at / #tokens) % #episodes + 1\n"
        "  local headers = {['content-type'] = 'application/json', ['accept'] = 'application/json'}\n"
        "  headers['cookie'] = 'session=' .. tokens[who]\n"
        "  headers['x-csrf-token'] = csrfs[who]\n"
        "  headers['sec-fetch-site'] = 'same-origin'\n"
        "  headers['idempotency-key'] = string.format('5f0c3a52-7d1e-4c46-9b57-%012d', at)\n"
        "  at = at + 1\n"
        "  return wrk.format('POST', '/api/unlocks', headers, string.format(body, episodes[which]))\n"
        "end\n"
        "done = function(summary) local e = summary.errors; io.write(string.format('figures %d %d %d\\n',"
        " summary.requests, summary.duration, e.status + e.connect + e.read + e.write + e.timeout)) end\n"
    )
    words = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
    ran = subprocess.run([*words, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True)
    found = re.search(r"figures (\d+) (\d+) (\d+)", ran.stdout)
    if found is None or int(found[3]):
        raise RuntimeError(f"wrk says: {ran.stdout}{ran.stderr}")
    return int(found[1]), int(found[2]) / 1e6


def _listed(words: Sequence[str]) -> str:
    return "{" + ", ".join(f'"{word}"' for word in words) + "}"


def _record(url: str, house: House) -> list[list[_Statement]]:
    """What each of ``BARE_UNLOCKS`` unlocks says to the database, in the order of the load."""
    said: list[_Statement] = []
    store = Store(url)

    run = prepared.execute

    def note(connection: Connection, text: str, parameters: Any, *, is_many: bool = False) -> Any:
        said.append((text, parameters, is_many))
        return run(connection, text, parameters, is_many=is_many)

    def work(connection: Connection, number: int) -> list[_Statement]:
        who = house.customers[number % CLIENTS]
        said.clear()
        with patch.object(prepared, "execute", note):
            unlock(
                connection, who.viewer_id, [house.episodes[number // CLIENTS]], most_coins=PRICE_COINS,
                key=f"5f0c3a52-7d1e-4c46-9b57-{number:012d}", now_us=store.clock.now_us(),
            )  # fmt: skip
        return list(said)

    try:
        return [store.write(partial(work, number=number)) for number in range(BARE_UNLOCKS)]
    finally:
        store.close()


def _bare_s(url: str, recorded: Sequence[Sequence[_Statement]], clients: int) -> float:
    """Seconds that the bare driver takes; each client's transactions are those of viewers of its own."""
    loop = _sqlite_loop if url.startswith("sqlite:") else _postgres_loop
    mine = [[one for n, one in enumerate(recorded) if n % CLIENTS % clients == i] for i in range(clients)]
    with concurrent.futures.ThreadPoolExecutor(clients) as threads:
        began_s = time.perf_counter()
        for done in [threads.submit(loop, url, some) for some in mine]:
            done.result()
        return time.perf_counter() - began_s


def _sqlite_loop(url: str, transactions: Sequence[Sequence[_Statement]]) -> None:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    cursor = connection.cursor()
    for statements in transactions:
        cursor.execute("BEGIN IMMEDIATE")
        for statement, parameters, many in statements:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
            cursor.fetchall()
        cursor.execute("COMMIT")
    connection.close()


def _postgres_loop(url: str, transactions: Sequence[Sequence[_Statement]]) -> None:
    with psycopg.connect(url, prepare_threshold=0) as connection, connection.cursor() as cursor:
        for statements in transactions:
            for statement, parameters, many in statements:
                (cursor.executemany if many else cursor.execute)(statement.encode(), parameters)
                if cursor.description is not None and not many:
                    cursor.fetchall()
            connection.commit()


def _sqlite_copy(folder: Path, name: str) -> str:
    shutil.copy(folder / "furnished.db", folder / f"{name}.db")
    return f"sqlite:///{folder}/{name}.db"


@contextmanager
def _postgres() -> Iterator[tuple[str, _Copy]]:
    server = Postgres()
    try:
        url = server.new_database()
        yield url, lambda name: server.new_database(like=url)
    finally:
        server.stop()
