"""An empty theatre → one with a series to unlock and viewers who are signed in and have coins."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, update
from tests.theatre.series_rows import add_series

from reelwright.theatre.accounts import new_guest, open_session
from reelwright.theatre.accounts.signing import hashed, make_account, set_role
from reelwright.theatre.catalogue.tables import series
from reelwright.theatre.entitlement.unlocking import unlock
from reelwright.theatre.store import Store, migrate
from reelwright.theatre.wallet.offers import Pack
from reelwright.theatre.wallet.payments import Paid, Told
from reelwright.theatre.wallet.purchases import begin, paid
from reelwright.theatre.web.hall import SESSION_COOKIE

PRICE_COINS = 10
PASSWORD = "a lamp burns every night"


@dataclass(frozen=True)
class Customer:
    """A viewer with coins, and the session of a browser; ``mail`` is empty for a guest."""

    viewer_id: int
    token: str
    mail: str = ""


@dataclass(frozen=True)
class House:
    """The public ids of the locked episodes, and who may unlock them; an operator, where there is one."""

    episodes: tuple[str, ...]
    customers: tuple[Customer, ...]
    operator: Customer | None = None


def furnish(url: str, *, customers: int, episodes: int, with_mail: bool = False) -> House:
    """Bring the database at ``url`` to the tables of this version and fill it: a series without a free
    episode, and customers who have bought the coins for all of it and unlocked one more, so that every
    account is open that they post to. ``with_mail``: they are accounts, and one more is the operator's."""
    store = Store(url)
    try:
        migrate(store)
        now_us = store.clock.now_us()
        first, *rest = store.write(partial(_series, episodes=episodes + 1, now_us=now_us))
        came = let_in(store, customers + with_mail, coins=PRICE_COINS * (episodes + 1), with_mail=with_mail)
        operator = came[-1] if with_mail else None
        if operator is not None:
            store.write(partial(set_role, mail=operator.mail, role="operator"))
        came = came[:customers]
        for one in came:
            store.write(partial(_unlock_first, viewer_id=one.viewer_id, first=first, now_us=now_us))
    finally:
        store.close()
    return House(tuple(rest), came, operator)


def let_in(store: Store, count: int, *, coins: int, with_mail: bool = False) -> tuple[Customer, ...]:
    """Viewers with sessions who have bought ``coins``: guests, or accounts whose password is ``PASSWORD``."""
    now_us = store.clock.now_us()
    secret = hashed(PASSWORD) if with_mail else ""
    come = partial(_comes, coins=coins, secret=secret, now_us=now_us)
    return tuple(store.write(partial(come, number=number)) for number in range(count))


def csrf_of(url: str, customer: Customer) -> str:
    """The session's word against requests from other sites, as the server at ``url`` tells its pages."""
    asked = urllib.request.Request(f"{url}/api/session")
    asked.add_header("cookie", f"{SESSION_COOKIE}={customer.token}")
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return str(json.load(answer)["csrf"])


def _series(connection: Connection, episodes: int, now_us: int) -> tuple[str, ...]:
    made = add_series(
        connection,
        "harbour-lights",
        now_us=now_us,
        episodes=episodes,
        free_count=0,
        price_coins=PRICE_COINS,
    )
    creator_id = new_guest(connection, language="en", now_us=now_us)
    connection.execute(update(series).where(series.c.id == made.series_id).values(creator_id=creator_id))
    return made.episodes


def _comes(connection: Connection, coins: int, number: int, secret: str, now_us: int) -> Customer:
    viewer_id = new_guest(connection, language="en", now_us=now_us)
    mail = f"viewer{viewer_id}@house.example" if secret else ""
    if mail:
        make_account(connection, viewer_id, mail=mail, password_hash=secret, name=f"Viewer {number}")
    token = open_session(connection, viewer_id, device="bench", now_us=now_us)
    pack = Pack(name="house", coins=coins, amount=coins)
    name = begin(connection, viewer_id, pack, provider="test", key=f"house-{viewer_id:04d}", now_us=now_us)
    fact = Paid(purchase=name, payment=f"pay_{viewer_id}", amount=coins, unit="USD")
    paid(connection, Told(provider="test", reference=name, kind="paid", told_us=now_us, fact=fact), now_us)
    return Customer(viewer_id, token, mail)


def _unlock_first(connection: Connection, viewer_id: int, first: str, now_us: int) -> None:
    unlock(connection, viewer_id, [first], most_coins=PRICE_COINS, key="house-first", now_us=now_us)
