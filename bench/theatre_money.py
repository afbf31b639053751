"""How long a viewer's coins take to read when a million postings are in the books, and to prove them all."""

from __future__ import annotations

import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from reelwright.ledger import Account, bonus, chain, transfer_digest
from reelwright.theatre.store import Store, migrate
from reelwright.theatre.wallet.books import balance, name_of
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.tables import account, posting, transfer

POSTINGS = 1_000_000
VIEWERS = 10_000
READS = 2_000


def measure() -> dict[str, float]:
    """``theatre.balance_ms_1m``: the median of ``READS`` balances of as many viewers, on SQLite;
    ``theatre.check_s_1m``: how long the proof took that the books are right."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'theatre.db'}")
        migrate(store)
        store.write(_fill)
        began = time.perf_counter()
        found = check_books(store)
        check_s = time.perf_counter() - began
        if not found.is_right or found.postings != POSTINGS:
            raise RuntimeError(f"{found.postings} postings; {found.findings[:3]}")
        taken = []
        for viewer in range(READS):
            began = time.perf_counter()
            coins = store.read(partial(balance, viewer=str(viewer), now_us=1))
            taken.append((time.perf_counter() - began) * 1000)
            if coins.spendable != POSTINGS // 2 // VIEWERS:
                raise RuntimeError(f"viewer {viewer} has {coins.spendable} coins")
        store.close()
    return {"theatre.balance_ms_1m": statistics.median(taken), "theatre.check_s_1m": check_s}


def _fill(connection: Connection) -> None:
    """Gifts of one coin, written as the wallet writes them, in bulk."""
    kept: dict[Account, dict[str, Any]] = {}
    transfers, postings = [], []
    for number in range(1, POSTINGS // 2 + 1):
        given = bonus(str(number % VIEWERS), coins=1, key=f"gift:{number}", created_us=number)
        digest = transfer_digest(given)
        transfers.append(
            {"id": number, "key": given.key, "kind": given.kind, "created_us": number, "reverses": "",
             "digest": digest}
        )  # fmt: skip
        for position, one in enumerate(given.postings):
            row = kept.setdefault(one.account, _opened(one.account, len(kept) + 1))
            row["balance"] += one.amount
            row["postings"] += 1
            row["digest"] = chain(row["digest"], digest, one.amount)
            postings.append(
                {"account_id": row["id"], "number": row["postings"], "transfer_id": number,
                 "position": position, "amount": one.amount, "balance_after": row["balance"]}
            )  # fmt: skip
    for table, rows in ((account, list(kept.values())), (transfer, transfers), (posting, postings)):
        connection.execute(insert(table), rows)


def _opened(named: Account, number: int) -> dict[str, Any]:
    return {
        "id": number, "name": name_of(named), "kind": named.kind, "owner": named.owner, "unit": named.unit,
        "part": named.part, "side": named.kind.side, "balance": 0, "postings": 0, "digest": "",
    }  # fmt: skip
