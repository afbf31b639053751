"""A theatre is kept in a file and brought back, on the same database or the other one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from bench.postgres import Postgres
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.web.conftest import PASSWORD, another_device, sign_up

from reelwright.errors import BadInput, CannotWrite
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.store import Store, metadata
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.backup import back_up, restore
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.settings import read_settings


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return store.read(
        lambda c: {
            table.name: [tuple(row) for row in c.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
            if table.name != "outbox"  # whose worker is at work
        }
    )


@pytest.mark.parametrize("other", ["sqlite", "postgres"])
def test_a_running_theatre_comes_back(
    theatre: TestClient, clock: ManualClock, tmp_path: Path, postgres: Postgres, other: str
) -> None:
    sign_up(theatre)
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    film = b"film" * 5000
    name = hashlib.sha256(film).hexdigest()
    hall.objects.put(name, film, media_type="video/mp4")
    target = tmp_path / "kept.tar"
    about = back_up(hall.store, hall.objects, hall.settings.folder, target)
    assert about.rows["viewer"] == 1 and about.objects == 1 and target.stat().st_mode & 0o077 == 0
    url = postgres.new_database() if other == "postgres" else f"sqlite:///{tmp_path}/other.db"
    settings = read_settings(tmp_path / "other", {"DATABASE_URL": url})
    (tmp_path / "other/secret").unlink()
    store, objects = Store(url, clock=clock), ObjectStore(settings.media)
    assert restore(target, store, objects, tmp_path / "other") == about
    assert rows(store) == rows(hall.store) and objects.read(name) == film
    with pytest.raises(BadInput, match="not empty"):
        restore(target, store, objects, tmp_path / "other")
    store.close()
    settings = read_settings(
        tmp_path / "other", {"DATABASE_URL": url, "REELWRIGHT_PUBLIC_URL": "http://testserver"}
    )
    assert settings.secrets == hall.settings.secrets
    with TestClient(make_app(settings, clock=clock), headers={"sec-fetch-site": "same-origin"}) as again:
        form = {"mail": "mara@example.com", "password": PASSWORD}
        assert again.post("/sign-in", data=form, follow_redirects=False).status_code == 303
        newcomer = another_device(again)
        newcomer.post("/api/session")  # its row's number is a new one
        sign_up(newcomer, "otto@example.com", "Otto")


def test_what_is_no_backup_is_refused_and_nothing_changes(
    theatre: TestClient, tmp_path: Path, clock: ManualClock
) -> None:
    sign_up(theatre)
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    target = tmp_path / "kept.tar"
    back_up(hall.store, hall.objects, hall.settings.folder, target)
    whole = target.read_bytes()
    store = Store(f"sqlite:///{tmp_path}/other.db", clock=clock)
    objects = ObjectStore(str(tmp_path / "other"))
    for number, (damage, match) in enumerate(
        (
            (b"", "no backup|damaged"),
            (b"hello" * 1000, "damaged"),
            (whole[: len(whole) // 2 // 512 * 512], "damaged"),
            (whole.replace(b'"format":1', b'"format":7'), "format 7"),
            (whole.replace(b'"revision":"', b'"revision":"x', 1), "revision|knows"),
        )
    ):
        bad = tmp_path / f"bad-{number}.tar"
        bad.write_bytes(damage)
        with pytest.raises(BadInput, match=match):
            restore(bad, store, objects, tmp_path / "data")
        assert not any(rows(store).values()), number
    store.close()
    with pytest.raises(CannotWrite, match="cannot be written"):
        back_up(hall.store, hall.objects, hall.settings.folder, tmp_path / "nowhere" / "kept.tar")
