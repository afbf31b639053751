"""The books in tables: nothing is overdrawn, nothing is booked twice, nothing changes unseen."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DBAPIError

from reelwright.errors import BadInput
from reelwright.ledger import COIN, Account, Kind, NotEnoughCoins, Posting, Share, Transfer, bonus, buy, spend
from reelwright.theatre.store import Store
from reelwright.theatre.wallet.books import (
    AlreadyPosted,
    Balance,
    Overdrawn,
    balance,
    post,
    transfer_of,
    wallet,
)
from reelwright.theatre.wallet.checking import check_books
from reelwright.theatre.wallet.keys import KeyConflict, answer, claim
from reelwright.theatre.wallet.tables import account, posting

SHARE = Share("the-understudy", "mara", 5_000)


def buys(connection: Connection, viewer: str = "ana", key: str = "p1") -> None:
    held = wallet(connection, viewer, locked=True)
    bought = buy(
        viewer, coins=100, bonus_coins=10, bonus_expires_us=9, amount=999, unit="USD", processor="stripe",
        holdings=held, key=key, created_us=1,
    )  # fmt: skip
    post(connection, bought)


def unlocks(connection: Connection, key: str, coins: int = 30, viewer: str = "ana") -> None:
    held = wallet(connection, viewer, locked=True)
    post(
        connection, spend(viewer, coins=coins, holdings=held, shares=[(SHARE, coins)], key=key, created_us=5)
    )


def coins(store: Store, viewer: str = "ana", now_us: int = 5) -> Balance:
    return store.read(partial(balance, viewer=viewer, now_us=now_us))


def test_a_purchase_and_an_unlock_are_in_the_books(store: Store) -> None:
    store.write(buys)
    store.write(partial(unlocks, key="u1"))
    assert coins(store) == Balance(purchased=80)
    found = check_books(store)
    assert (found.findings, found.transfers, found.postings) == ([], 2, 12)
    assert found.totals[COIN, Kind.SPENT] == 30
    kept = store.read(partial(transfer_of, key="u1"))
    assert kept is not None and kept.kind == "unlock"


def test_bonus_coins_do_not_count_when_their_time_is_over(store: Store) -> None:
    store.write(buys)
    assert coins(store, now_us=8).spendable == 110
    assert coins(store, now_us=9).spendable == 100


def test_what_fails_changes_nothing(store: Store) -> None:
    store.write(buys)
    with pytest.raises(NotEnoughCoins):
        store.write(partial(unlocks, key="u1", coins=111))
    with pytest.raises(AlreadyPosted):
        store.write(buys)
    taken = Transfer(
        kind="unlock", key="u2", created_us=1,
        postings=(
            Posting(Account(Kind.PURCHASED, "ana", COIN), -101), Posting(Account(Kind.SPENT, "x", COIN), 101),
        ),
    )  # fmt: skip
    with pytest.raises(Overdrawn, match="coins_purchased would stand at -1"):
        store.write(lambda connection: post(connection, taken))
    assert coins(store).purchased == 100 and check_books(store).is_right


def test_the_database_itself_refuses_an_overdraft_and_a_changed_posting(store: Store) -> None:
    """Even a program that forgets the rules cannot break them."""
    store.write(buys)
    overdraft = update(account).where(account.c.kind == Kind.PURCHASED).values(balance=-1)
    for statement in (
        overdraft,
        update(posting).values(amount=1),
        posting.delete(),
        text("DELETE FROM transfer"),
    ):
        with pytest.raises(DBAPIError):
            store.write(lambda connection, statement=statement: connection.execute(statement))
    assert check_books(store).is_right


def test_forty_at_once_never_spend_the_same_coin(store: Store) -> None:
    """Of forty unlocks of 30 by two viewers with 110 coins each, three are paid each."""
    store.write(buys)
    store.write(partial(buys, viewer="bo", key="p2"))
    told: list[str] = []

    def unlock(number: int) -> None:
        try:
            store.write(partial(unlocks, key=f"u{number}", viewer="ana" if number % 2 else "bo"))
            told.append("paid")
        except NotEnoughCoins:
            told.append("refused")

    threads = [threading.Thread(target=unlock, args=(number,)) for number in range(40)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (told.count("paid"), told.count("refused")) == (6, 34)
    assert coins(store).purchased == coins(store, "bo").purchased == 20
    assert check_books(store).is_right


def _break(store: Store, statement: str) -> None:
    """As somebody with the database's password would."""

    def work(connection: Connection) -> None:
        if store.is_sqlite:
            for table in ("posting", "transfer"):
                for verb in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
        else:
            for table in ("posting", "transfer"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        connection.execute(text(statement))

    store.write(work)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE posting SET amount = amount * 2, balance_after = balance_after * 2", "changed-transfer"),
        ("UPDATE account SET balance = balance + 7 WHERE kind = 'coins_purchased'", "balance"),
        ("UPDATE transfer SET created_us = 7", "changed-transfer"),
        ("DELETE FROM posting WHERE number = 2", "missing-posting"),
        ("DELETE FROM transfer WHERE key = 'u1'", "changed-history"),
    ],
)
def test_the_check_finds_what_somebody_changed(store: Store, statement: str, code: str) -> None:
    store.write(buys)
    store.write(partial(unlocks, key="u1"))
    _break(store, statement)
    assert code in {finding.code for finding in check_books(store).findings}


def test_one_key_is_one_answer(store: Store) -> None:
    done: list[int] = []

    def request(connection: Connection, what: str) -> dict[str, object]:
        kept = claim(connection, scope="ana", key="k" * 20, request={"what": what}, now_us=1)
        if kept is not None:
            return kept
        done.append(1)
        post(connection, bonus("ana", coins=5, key=f"b{len(done)}", created_us=1))
        said: dict[str, object] = {"given": what}
        answer(connection, scope="ana", key="k" * 20, said=said)
        return said

    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda: answers.append(store.write(partial(request, what="5 coins"))))
        for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == [{"given": "5 coins"}] * 8
    assert coins(store).bonus == 5
    with pytest.raises(KeyConflict):
        store.write(partial(request, what="6 coins"))
    with pytest.raises(BadInput, match="8 to 128"):
        store.write(lambda connection: claim(connection, scope="ana", key="short", request=1, now_us=1))


def test_a_request_that_failed_may_be_asked_again(store: Store) -> None:
    def request(connection: Connection, is_good: bool) -> None:
        assert claim(connection, scope="ana", key="k" * 20, request=1, now_us=1) is None
        if not is_good:
            raise ValueError
        answer(connection, scope="ana", key="k" * 20, said={"ok": 1})

    with pytest.raises(ValueError):
        store.write(partial(request, is_good=False))
    store.write(partial(request, is_good=True))


def test_accounts_open_with_their_first_posting(store: Store) -> None:
    assert coins(store) == Balance()
    store.write(buys)
    names = store.read(lambda c: c.scalars(select(account.c.name).where(account.c.owner == "ana")).all())
    assert set(names) == {"coins_purchased/ana/COIN/0", "coins_bonus/ana/COIN/9", "unspent_coins/ana/USD/0"}
