"""What a store holds stays sound, is shared, and goes only when nobody needs it."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
from pathlib import Path

import pytest
from tests.build.test_graph import diamond, made_by, shout, step

from reelwright.build import Build, Inputs, Outputs, Store
from reelwright.build.collecting import collect
from reelwright.build.executor import InlineExecutor, LocalExecutor
from reelwright.build.records import FILE
from reelwright.build.running import open_store
from reelwright.errors import BadInput

LEAF = 10
"""The first byte of a page of rows in a table without row numbers."""
LATER_S = time.time() + 1e6


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_what_no_series_has_now_goes(store: Store) -> None:
    """An edited step leaves its old content; a collection removes just that, and nothing is made again."""
    made_by(diamond("a"), store)
    old = {made.key for made in store.records()}
    made_by(diamond("z"), store)
    new = store.needed()
    collected = collect(store, budget_bytes=0, settled_before_s=LATER_S)
    assert {made.key for made in store.records()} == new
    assert collected.action_count == len(old - new) == 3
    assert collected.after_bytes == collected.needed_bytes == sum(size for _, size, _ in store.contents())
    assert made_by(diamond("z"), store) == []


def test_a_budget_takes_the_longest_unused_first(store: Store) -> None:
    """Of three old versions only as many go as the budget asks for, the oldest first."""
    for text in ("first", "second", "third", "now"):
        made_by([step("only", text)], store)
        time.sleep(0.02)
    whole = sum(size for _, size, _ in store.contents())
    dry = collect(store, budget_bytes=whole - 1, settled_before_s=LATER_S, is_dry=True)
    assert dry.action_count == 1 and sum(size for _, size, _ in store.contents()) == whole
    collect(store, budget_bytes=whole - 1, settled_before_s=LATER_S)
    assert made_by([step("only", "second")], store) == []
    assert made_by([step("only", "first")], store) == ["only"]


def test_a_pin_keeps_what_was(store: Store) -> None:
    """Pinned content outlives its step; unpinned, it goes."""
    made_by([step("only", "old")], store)
    store.pin("v1", store.remembered("s").values())
    made_by([step("only", "new")], store)
    assert collect(store, budget_bytes=0, settled_before_s=LATER_S).action_count == 0
    assert store.unpin("v1") == 1
    assert collect(store, budget_bytes=0, settled_before_s=LATER_S).action_count == 1


def test_a_step_that_is_no_longer_there_is_not_needed(store: Store) -> None:
    """A line that was cut leaves the present; a build of a part says nothing about the rest."""
    both = [step("1/a", "a"), step("1/b", "b"), step("2/c", "c")]
    made_by(both, store)
    Build(both, store, scope="s").only(["1/a"]).run(InlineExecutor(store))
    assert set(store.remembered("s")) == {"1/a", "1/b", "2/c"}
    made_by(both[:1], store)
    assert set(store.remembered("s")) == {"1/a", "2/c"}


def test_a_collection_beside_a_build_takes_nothing_from_it(store: Store) -> None:
    """What comes into the store while a build is at work is not yet of any series, and stays."""
    made_by([step("only", "old")], store)
    with store.at_work():
        since_s = store.at_work_since_s()
        assert since_s is not None
        time.sleep(0.02)
        digest = store.put_bytes(b"half of something")
        collect(store, budget_bytes=0, settled_before_s=since_s)
        assert store.has(digest)
    assert store.at_work_since_s() is None
    collect(store, budget_bytes=0, settled_before_s=LATER_S)
    assert not store.has(digest)


def test_a_collection_in_the_middle_of_a_build_is_survived(store: Store) -> None:
    """Even one that takes everything away leaves a build that ends as it would have."""
    steps = [step(f"{n}", f"text {n}", *([f"{n - 1}"] if n else [])) for n in range(6)]
    wanted = Build(steps, store).run(InlineExecutor(store))["5"].outputs["text"]
    collect(store, budget_bytes=0, settled_before_s=LATER_S)
    store.drop([made.key for made in store.records()])
    taken = 0

    def take(event: object) -> None:
        nonlocal taken
        taken += collect(store, budget_bytes=0, settled_before_s=LATER_S).file_count

    assert Build(steps, store).run(InlineExecutor(store), listen=take)["5"].outputs["text"] == wanted
    assert taken


def test_two_builds_at_once_do_the_work_once(store: Store) -> None:
    """Each waits for what the other has begun: the books show every action once."""
    steps = [step(f"{n}", f"slow {n}") for n in range(4)]
    ended: list[int] = []

    def build() -> None:
        executor = LocalExecutor(store.folder, width=2)
        ended.append(len(Build(steps, Store(store.folder)).run(executor)))
        executor.close()

    threads = [threading.Thread(target=build) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == [4, 4]
    assert sorted(row.address for row in store.spending()) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("fault", ["garbage", "cut", "hole"])
def test_damaged_records_are_set_aside_and_read_as_far_as_they_go(tmp_path: Path, fault: str) -> None:
    """Whatever happened to the file, the next build works; rows on sound pages are kept."""
    store = Store(tmp_path / "store")
    steps = [step(f"{n}", f"text {n}" * 40) for n in range(60)]
    made_by(steps, store)
    # The last connection that is closed puts everything into the one file.
    store.close()
    open_store(str(store.folder)).close()
    path = store.folder / FILE
    data = bytearray(path.read_bytes())
    if fault == "garbage":
        data = bytearray(os.urandom(5000))
    elif fault == "cut":
        del data[len(data) // 2 :]
    else:
        leaf = next(n for n in range(len(data) // 3 // 4096 * 4096, len(data), 4096) if data[n] == LEAF)
        data[leaf : leaf + 4096] = bytes(4096)
    path.write_bytes(data)
    (notice,) = store.check()
    assert notice.code == "records-damaged" and Path(notice.where).is_file()
    assert bool(store.spending()) == (fault != "garbage")
    again = made_by(steps, store)
    assert 0 < len(again) < 60 if fault == "hole" else len(again) == 60
    assert store.check() == () and made_by(steps, store) == []


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    """A program does not guess at what it does not know."""
    store = Store(tmp_path / "store")
    store.needed()
    store.close()
    with sqlite3.connect(store.folder / FILE) as connection:
        connection.execute("pragma user_version = 99")
    with pytest.raises(BadInput, match="layout 99"):
        store.needed()


def test_a_group_may_write_where_the_folder_says_so(tmp_path: Path) -> None:
    """Folders and records of a store that the group may write to are the group's too, whatever the umask."""
    folder = tmp_path / "store"
    folder.mkdir()
    folder.chmod(0o2775)
    before = os.umask(0o022)
    try:
        store = Store(folder)
        made_by(diamond(), store)
        with store.claim("0" * 64):
            pass
    finally:
        os.umask(before)
    for path in (folder / "objects", folder / "scratch", folder / FILE, folder / "claims"):
        assert path.stat().st_mode & stat.S_IWGRP, path
    assert all(path.stat().st_mode & stat.S_IWGRP for path in (folder / "objects").iterdir())


__all__ = ["Inputs", "Outputs", "shout"]
