"""A running theatre is saved and comes back, on either database, whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, func, select
from tests.theatre.conftest import ManualClock
from tests.theatre.releases import Sketch, make_release

from reelwright.errors import BadInput, CannotWrite
from reelwright.theatre.backup import restore, save
from reelwright.theatre.backup.restoring import restore_settings
from reelwright.theatre.catalogue.listing import listed
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.catalogue.tables import episode
from reelwright.theatre.store import Store, enqueue, migrate
from reelwright.theatre.store.outbox import outbox


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "theatre.toml").write_text('title = "The Lamp"\n')
    (folder / "secret").write_text("s" * 64)
    return folder


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return ObjectStore(str(tmp_path / "media"))


@pytest.fixture
def full(store: Store, objects: ObjectStore, tmp_path: Path) -> Store:
    """A theatre with a series, a replaced version and a letter that waits."""
    publish(store, objects, make_release(tmp_path / "a", episodes=3))
    publish(store, objects, make_release(tmp_path / "b", episodes=[Sketch(2, variant=1)]))
    store.write(
        lambda c: enqueue(c, "mail", {"text": '灯 & "quotes"\n'}, now_us=store.clock.now_us(), key="k")
    )
    return store


@pytest.fixture(params=["sqlite", "postgres"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database of either kind."""
    url = f"sqlite:///{tmp_path}/other.db"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").new_database()
    made = Store(url)
    yield made
    made.close()


def rows(store: Store) -> dict[str, list[Any]]:
    def read(connection: Any) -> dict[str, list[Any]]:
        there = MetaData()
        there.reflect(connection)
        return {
            table.name: sorted(
                (
                    tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
                    for row in connection.execute(select(*[table.c[n] for n in sorted(table.c.keys())]))
                ),
                key=repr,
            )
            for table in there.sorted_tables
        }

    return store.read(read)


def test_what_is_saved_comes_back(
    full: Store, objects: ObjectStore, house: Path, other: Store, tmp_path: Path
) -> None:
    file = tmp_path / "theatre.backup"
    saved = save(full, objects, house, file)
    assert file.stat().st_mode & 0o077 == 0
    again = ObjectStore(str(tmp_path / "again"))
    back = restore(other, again, file)
    assert back.row_count == saved.row_count and back.object_count == saved.object_count > 0
    assert rows(other) == rows(full)
    assert dict(again.listed()) == dict(objects.listed())
    restore_settings(file, tmp_path / "new")
    assert (tmp_path / "new" / "secret").read_text() == "s" * 64
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o077 == 0
    # And it goes on from there: new rows get numbers of their own.
    done = publish(other, again, make_release(tmp_path / "c", slug="another", episodes=2))
    assert done.switched.new == (1, 2) and len(other.read(listed)) == 2


def test_a_theatre_that_goes_on_is_saved_as_it_stood(
    store: Store, objects: ObjectStore, house: Path, tmp_path: Path
) -> None:
    """While letters are posted in pairs, every backup holds pairs only."""
    publish(store, objects, make_release(tmp_path / "a", episodes=1))
    is_over = threading.Event()

    def post() -> None:
        number = 0
        while not is_over.is_set():
            number += 1

            def pair(connection: Any, number: int = number) -> None:
                for half in ("a", "b"):
                    enqueue(connection, "mail", {}, now_us=1, key=f"{number}{half}")

            store.write(pair)

    thread = threading.Thread(target=post)
    thread.start()
    try:
        for turn in range(3):
            file = tmp_path / f"{turn}.backup"
            save(store, objects, house, file)
            back = Store(f"sqlite:///{tmp_path}/{turn}.db")
            restore(back, ObjectStore(str(tmp_path / "media")), file)
            keys = back.read(lambda c: set(c.scalars(select(outbox.c.key))))
            back.close()
            assert len(keys) % 2 == 0 and {k[:-1] + "b" for k in keys if k.endswith("a")} <= keys
    finally:
        is_over.set()
        thread.join()


def test_a_database_with_tables_is_not_written_over(
    full: Store, objects: ObjectStore, house: Path, tmp_path: Path
) -> None:
    file = tmp_path / "theatre.backup"
    save(full, objects, house, file)
    before = rows(full)
    with pytest.raises(BadInput, match="not empty"):
        restore(full, objects, file)
    assert rows(full) == before
    with pytest.raises(BadInput, match="file of this name"):
        save(full, objects, house, file)


@pytest.mark.parametrize("how", ["cut", "a bit", "none", "a row less"])
def test_a_damaged_backup_changes_nothing(
    objects: ObjectStore, house: Path, tmp_path: Path, clock: ManualClock, how: str
) -> None:
    store = Store(f"sqlite:///{tmp_path}/first.db", clock=clock)
    migrate(store)
    publish(store, objects, make_release(tmp_path / "a", episodes=1))
    file = tmp_path / "theatre.backup"
    save(store, objects, house, file)
    store.close()
    data = bytearray(file.read_bytes())
    if how == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif how == "a bit":
        data[data.index(b"180p of 1.0")] ^= 1
        file.write_bytes(data)
    elif how == "none":
        file.write_bytes(b"a letter")
    else:
        with_a_row_less(file)
    other = Store(f"sqlite:///{tmp_path}/other.db")
    with pytest.raises(BadInput):
        restore(other, ObjectStore(str(tmp_path / "again")), file)
    assert rows(other) == {}
    other.close()


def with_a_row_less(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    lines = contents["tables/line.jsonl"].splitlines(keepends=True)
    contents["tables/line.jsonl"] = b"".join(lines[:-1])
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in contents.items():
            archive.writestr(name, data)


def test_media_that_are_missing_are_said_before_anything_is_written(
    full: Store, objects: ObjectStore, house: Path, tmp_path: Path
) -> None:
    objects.remove(next(iter(objects.listed()))[0])
    with pytest.raises(BadInput, match="missing from the media"):
        save(full, objects, house, tmp_path / "theatre.backup")
    assert not list(tmp_path.glob("theatre.backup*"))


def test_a_folder_that_is_not_there_is_said(
    full: Store, objects: ObjectStore, house: Path, tmp_path: Path
) -> None:
    with pytest.raises(CannotWrite):
        save(full, objects, house, tmp_path / "nowhere" / "theatre.backup")


def test_killed_while_it_is_restored_it_is_restored_again(
    objects: ObjectStore, house: Path, tmp_path: Path
) -> None:
    store = Store(f"sqlite:///{tmp_path}/first.db")
    migrate(store)
    publish(store, objects, make_release(tmp_path / "a", episodes=2))
    file = tmp_path / "theatre.backup"
    save(store, objects, house, file)
    url, media = f"sqlite:///{tmp_path}/other.db", str(tmp_path / "again")
    program = (
        "import sys, time; from pathlib import Path\n"
        "from reelwright.theatre.backup import restore\n"
        "from reelwright.theatre.catalogue.objects import ObjectStore\n"
        "from reelwright.theatre.store import Store\n"
        "def tell(done, total): print(done, flush=True); time.sleep(0.02)\n"
        "restore(Store(sys.argv[1]), ObjectStore(sys.argv[2]), Path(sys.argv[3]), listen=tell)\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, url, media, str(file)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    for _ in range(5):
        running.stdout.readline()
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    running.stdout.close()
    other = Store(url)
    restore(other, ObjectStore(media), file)
    assert rows(other) == rows(store)
    assert other.read(lambda c: c.scalar(select(func.count()).select_from(episode))) == 2
    store.close()
    other.close()


def test_the_command_line_brings_the_secret_and_the_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passes, forms and sessions of before are good after a restore."""
    from reelwright.cli.app import app
    from reelwright.theatre.accounts import open_session, viewer_of
    from reelwright.theatre.accounts.sessions import new_guest
    from reelwright.theatre.web.settings import read_settings

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    old = read_settings(Path("old"), {})
    store = Store(old.database_url)
    migrate(store)
    guest = store.write(lambda c: new_guest(c, language="en", now_us=5))
    token = store.write(lambda c: open_session(c, guest, device="phone", now_us=5))
    app(["backup", "kept", "--data", "old"], standalone_mode=False)
    store.close()
    app(["restore", "kept", "--data", "new"], standalone_mode=False)
    new = read_settings(Path("new"), {})
    assert new.secrets == old.secrets
    store = Store(new.database_url)
    found = store.read(lambda c: viewer_of(c, token, now_us=6))
    store.close()
    assert found is not None and found.id == guest
    with pytest.raises(BadInput, match="not empty"):
        app(["restore", "kept", "--data", "new"], standalone_mode=False)
