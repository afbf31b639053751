"""What time does to coins: bonus coins whose time is over are booked as expired.

Nobody could spend them meanwhile, so it need not be soon.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection, select

from reelwright.ledger import Kind, expire
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import is_posted, post, wallet
from reelwright.theatre.wallet.tables import account

MOST_AT_ONCE = 200


def tend(store: Store) -> int:
    """Book the bonus coins whose time is over; of how many viewers."""
    now_us = store.clock.now_us()
    done = 0
    owners = store.read(partial(_with_coins_over, now_us=now_us))
    for owner in owners:
        done += store.write(partial(_expire, owner=owner, now_us=now_us))
    return done


def _with_coins_over(connection: Connection, now_us: int) -> Sequence[str]:
    is_over = (account.c.part > 0, account.c.part <= now_us, account.c.balance > 0)
    statement = select(account.c.owner).where(account.c.kind == Kind.BONUS, *is_over).distinct()
    return connection.scalars(statement.limit(MOST_AT_ONCE)).all()


def _expire(connection: Connection, owner: str, now_us: int) -> int:
    holdings = wallet(connection, owner, locked=True)
    last = max((one.account.part for one in holdings if one.account.part <= now_us), default=0)
    gone = expire(owner, holdings=holdings, key=f"expiry:{owner}:{last}", created_us=now_us)
    if gone is None:
        return 0
    if is_posted(connection, gone.key):  # coins came back to a lot that was over: a reversed unlock
        gone = expire(owner, holdings=holdings, key=f"expiry:{owner}:{last}:{now_us}", created_us=now_us)
    if gone is not None:
        post(connection, gone)
    return 1
