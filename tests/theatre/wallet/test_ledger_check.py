"""``reelwright ledger check`` says whether the books are right, and exits accordingly."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from reelwright.ledger import Share, bonus, spend
from reelwright.theatre.store import Store, migrate
from reelwright.theatre.wallet.books import post, wallet
from reelwright.theatre.web.settings import read_settings

PROGRAM = "from reelwright.cli import main; main()"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, "ledger", "check", "--data", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    settings = read_settings(tmp_path)
    store = Store(settings.database_url)
    migrate(store)
    store.write(partial(post, moved=bonus("7", coins=50, key="b", created_us=1)))
    share = (Share("s", "9", 5_000), 30)
    held = store.read(lambda connection: wallet(connection, "7"))
    spent = spend("7", coins=30, holdings=held, shares=[share], key="u", created_us=2)
    store.write(partial(post, moved=spent))
    store.close()
    return tmp_path


def test_right_books_are_said_to_be_right(folder: Path) -> None:
    done = run(folder)
    assert done.returncode == 0 and "The books are right." in done.stdout
    assert "2 transfers, 4 postings" in done.stdout


def test_a_changed_balance_is_found_and_the_exit_code_says_so(folder: Path) -> None:
    (database,) = folder.rglob("*.db")
    connection = sqlite3.connect(database)
    with connection:
        connection.execute("UPDATE account SET balance = balance + 5 WHERE kind = 'coins_bonus'")
    connection.close()
    done = run(folder, "--json")
    said = json.loads(done.stdout.splitlines()[0])
    assert done.returncode == 1 and not said["right"]
    assert [one["code"] for one in said["findings"]] == ["balance"]
    assert "The books are wrong: findings 1" in done.stdout + done.stderr
