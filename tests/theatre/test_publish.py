"""A release becomes a series of the catalogue: whole or not at all, once, and again when it changed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select
from tests.theatre.conftest import ManualClock
from tests.theatre.releases import RIGHTS, Sketch, make_release

from reelwright.errors import BadInput, CannotWrite
from reelwright.release import Rights, RightsPart, read_manifest
from reelwright.theatre.catalogue import reading
from reelwright.theatre.catalogue.claims import claim
from reelwright.theatre.catalogue.collecting import sweep
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.catalogue.schedule import DAY_US, pace, release_time
from reelwright.theatre.catalogue.tables import episode, episode_version, media_object, release_file, series
from reelwright.theatre.catalogue.unpublishing import unpublish
from reelwright.theatre.store import Store


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return ObjectStore(str(tmp_path / "media"))


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return make_release(tmp_path / "release", episodes=4)


def only_terms(store: Store, number: int) -> reading.Terms:
    def find(connection):  # type: ignore[no-untyped-def]
        name = connection.scalar(select(episode.c.public_id).where(episode.c.number == number))
        return reading.terms_of(connection, name)

    found = store.read(find)
    assert found is not None
    return found


def test_a_release_is_published_with_its_price_and_schedule(
    store: Store, objects: ObjectStore, release: Path, clock: ManualClock
) -> None:
    start_us = release_time("2026-12-01T18:00+08:00")
    offer = Offer(
        price_coins=12, free_count=2, release_us=start_us, every_us=pace("day"), tags=("night", "sea")
    )
    said: list[tuple[int, int]] = []
    done = publish(store, objects, release, offer, listen=lambda *bytes_there: said.append(bytes_there))
    assert done.switched.new == (1, 2, 3, 4) and done.uploaded_count == done.object_count
    assert said[0][0] == 0 and said[-1][0] == said[-1][1] == sum(size for _, size in objects.listed())
    paid, free = only_terms(store, 3), only_terms(store, 2)
    assert (paid.price_coins, paid.is_free, paid.release_us) == (12, False, start_us + 2 * DAY_US)
    assert (free.price_coins, free.is_free) == (0, True)
    out = store.read(lambda c: reading.terms_of_series(c, done.switched.series, start_us + DAY_US))
    assert [terms.number for terms in out] == [1, 2]
    version = store.read(lambda c: reading.current_version(c, paid.episode_id))
    assert version is not None and version.duration_ms == 6000
    assert version.master_playlist == "hls/master.m3u8" and version.captions[0]["path"] == "captions.en.vtt"
    lines = store.read(lambda c: reading.lines_of(c, version.version_id))
    assert [(line.line_id, line.start_ms) for line in lines] == [
        ("e3a1", 291),
        ("e3b2", 2083),
        ("e3c3", 4000),
    ]
    row = store.read(lambda c: c.execute(select(series)).one())
    assert json.loads(row.tags) == ["night", "sea"] and json.loads(row.rights)["holder"] == RIGHTS.holder


def test_publishing_again_does_nothing(store: Store, objects: ObjectStore, release: Path) -> None:
    publish(store, objects, release, Offer(price_coins=12))
    before = store.read(lambda c: c.execute(select(episode_version)).all())
    again = publish(store, objects, release)
    assert again.switched.unchanged == (1, 2, 3, 4) and again.uploaded_count == 0
    assert store.read(lambda c: c.execute(select(episode_version)).all()) == before
    assert only_terms(store, 4).price_coins == 12


def test_a_new_version_leaves_the_old_one_playing(
    store: Store, objects: ObjectStore, release: Path, tmp_path: Path, clock: ManualClock
) -> None:
    publish(store, objects, release)
    where = only_terms(store, 2)
    old = store.read(lambda c: reading.current_version(c, where.episode_id))
    assert old is not None
    changed = make_release(
        tmp_path / "changed", episodes=[Sketch(n, variant=1 if n == 2 else 0) for n in range(1, 5)]
    )
    done = publish(store, objects, changed)
    assert done.switched.replaced == (2,) and done.switched.unchanged == (1, 3, 4)
    assert 0 < done.uploaded_count < done.object_count / 2
    new = store.read(lambda c: reading.current_version(c, where.episode_id))
    assert new is not None and new.version != old.version
    assert store.read(lambda c: reading.terms_of_version(c, old.version)) == only_terms(store, 2)

    def names(version_id: int) -> list[str]:
        return store.read(
            lambda c: list(
                c.scalars(select(release_file.c.sha256).where(release_file.c.version_id == version_id))
            )
        )

    assert all(objects.read(name) for name in names(old.version_id))
    assert sweep(store, objects).versions == 0
    clock.pass_s(90_000)
    gone = set(names(old.version_id)) - set(names(new.version_id))
    swept = sweep(store, objects)
    assert swept.versions == 1 and swept.objects == len(gone)
    assert {name for name, _ in objects.listed()} == set(
        store.read(lambda c: c.scalars(select(release_file.c.sha256)).all())
    )
    assert publish(store, objects, release).switched.replaced == (2,)  # and back to the first


def test_going_back_to_an_old_version_uploads_nothing(
    store: Store, objects: ObjectStore, release: Path, tmp_path: Path
) -> None:
    publish(store, objects, release)
    publish(store, objects, make_release(tmp_path / "b", episodes=[Sketch(1, variant=1)]))
    back = publish(store, objects, release)
    assert back.switched.replaced == (1,) and back.uploaded_count == 0
    assert store.read(lambda c: c.scalar(select(func.count()).select_from(episode_version))) == 5


def test_what_was_taken_back_is_seen_no_more_until_it_is_published_again(
    store: Store, objects: ObjectStore, release: Path
) -> None:
    done = publish(store, objects, release)
    assert unpublish(store, "harbour-lights", [2]) == (2,)
    assert not only_terms(store, 2).is_published and only_terms(store, 1).is_published
    assert unpublish(store, "harbour-lights") == (1, 3, 4)
    assert store.read(lambda c: reading.terms_of_series(c, done.switched.series, 1 << 60)) == []
    with pytest.raises(BadInput, match="no series"):
        unpublish(store, "nobody")
    with pytest.raises(BadInput, match="no episode 9"):
        unpublish(store, "harbour-lights", [9])
    again = publish(store, objects, release)
    assert again.switched.returned == (1, 2, 3, 4) and only_terms(store, 2).is_published


@pytest.mark.parametrize(
    ("spoil", "match"),
    [
        ("hash", "does not have the hash"),
        ("missing", "is missing"),
        ("stranger", "not in the manifest"),
        ("label", "AI label is not complete"),
        ("unlabelled playlist", "AI label does not stand in the playlist"),
        ("outside", "no relative path"),
        ("climbing", "no relative path|not among the files"),
        ("no end", "has no end"),
        ("unnamed", "nobody is named"),
        ("unknown licence", "licence of voice .* is not known"),
        ("not for sale", "may not be sold"),
    ],
)
def test_a_release_that_is_not_right_is_refused_and_nothing_changes(
    tmp_path: Path, objects: ObjectStore, spoil: str, match: str
) -> None:
    store = Store(f"sqlite:///{tmp_path}/t.db")
    from reelwright.theatre.store import migrate

    migrate(store)
    folder = make_release(tmp_path / "bad", episodes=1, rights=RIGHTS_OF.get(spoil, RIGHTS))
    spoil_release(folder, spoil)
    with pytest.raises(BadInput, match=match):
        publish(store, objects, folder)
    assert list(objects.listed()) == []
    assert store.read(lambda c: c.scalar(select(func.count()).select_from(series))) == 0
    store.close()


RIGHTS_OF: dict[str, Rights | None] = {
    "unnamed": None,
    "unknown licence": Rights(
        holder="Us", parts=(RightsPart(what="voice", source="a model", licence="unknown"),)
    ),
    "not for sale": Rights(
        holder="Us", parts=(RightsPart(what="music", source="a bank", licence="CC-BY-NC-4.0"),)
    ),
}


def spoil_release(folder: Path, how: str) -> None:
    at = folder / "episodes/01"
    playlist = at / "hls/180p/index.m3u8"
    if how == "hash":
        data = bytearray((at / "hls/180p/0001.m4s").read_bytes())
        data[0] ^= 1
        (at / "hls/180p/0001.m4s").write_bytes(data)
    elif how == "missing":
        (at / "poster.png").unlink()
    elif how == "stranger":
        (at / "more.bin").write_bytes(b"?")
    elif how == "label":
        relabel(folder, metadata_text="")
    elif how == "unlabelled playlist":
        relabel(folder, metadata_text="made by a machine")
    elif how == "outside":
        rewrite(folder, playlist, playlist.read_text().replace("0001.m4s", "https://elsewhere.example/1.m4s"))
    elif how == "climbing":
        rewrite(folder, playlist, playlist.read_text().replace("0001.m4s", "../../../../../etc/passwd"))
    elif how == "no end":
        rewrite(folder, playlist, playlist.read_text().replace("#EXT-X-ENDLIST\n", ""))


def relabel(folder: Path, *, metadata_text: str) -> None:
    manifest = read_manifest(folder)
    one = manifest.episodes[0]
    label = msgspec.structs.replace(one.ai_label, metadata_text=metadata_text)
    changed = msgspec.structs.replace(manifest, episodes=(msgspec.structs.replace(one, ai_label=label),))
    (folder / "manifest.json").write_bytes(msgspec.json.encode(changed))


def rewrite(folder: Path, path: Path, text: str) -> None:
    """Change a file and its entry, as somebody who builds a release by hand would."""
    from reelwright.release.folder import entry_of

    path.write_text(text)
    name = path.relative_to(folder).as_posix()
    new = entry_of(name, text.encode())
    manifest = read_manifest(folder)
    one = manifest.episodes[0]
    files = tuple(new if file.path == name else file for file in one.files)
    changed = msgspec.structs.replace(
        manifest, episodes=(msgspec.structs.replace(one, files=files),), files=files
    )
    (folder / "manifest.json").write_bytes(msgspec.json.encode(changed))


def test_a_free_series_may_hold_what_cannot_be_sold(
    store: Store, objects: ObjectStore, tmp_path: Path
) -> None:
    folder = make_release(tmp_path / "free", episodes=1, rights=RIGHTS_OF["not for sale"])
    publish(store, objects, folder, Offer(price_coins=0))
    assert only_terms(store, 1).is_free
    with pytest.raises(BadInput, match="may not be sold"):
        publish(store, objects, folder, Offer(price_coins=5))


def test_one_creator_does_not_publish_over_another(store: Store, objects: ObjectStore, release: Path) -> None:
    publish(store, objects, release, Offer(creator_id=7))
    with pytest.raises(BadInput, match="somebody else"):
        publish(store, objects, release, Offer(creator_id=8))
    assert publish(store, objects, release, Offer(creator_id=7)).switched.unchanged


def test_killed_at_any_moment_it_goes_on(tmp_path: Path, database_url: str, store: Store) -> None:
    """Kill −9 while it uploads: the catalogue is as it was, what is there is not sent again."""
    folder = make_release(tmp_path / "r", episodes=[Sketch(n, seconds=40) for n in range(1, 7)])
    media = tmp_path / "media"
    program = (
        "import sys, time; from pathlib import Path\n"
        "from reelwright.theatre.catalogue.objects import ObjectStore\n"
        "from reelwright.theatre.catalogue.publishing import publish\n"
        "from reelwright.theatre.store import Store\n"
        "def tell(done, total): print(done, flush=True); time.sleep(0.01)\n"
        "publish(Store(sys.argv[1]), ObjectStore(sys.argv[2]), Path(sys.argv[3]), listen=tell)\n"
    )
    words = [sys.executable, "-c", program, database_url, str(media), str(folder)]
    seen = 0
    for turn in range(3):
        running = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        for _ in range(3 + 3 * turn):
            running.stdout.readline()
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        running.stdout.close()
        assert store.read(lambda c: c.scalar(select(func.count()).select_from(series))) == 0
        there = sum(1 for _ in ObjectStore(str(media)).listed())
        assert there > seen
        seen = there
    done = publish(store, ObjectStore(str(media)), folder)
    assert done.uploaded_count == done.object_count - seen and len(done.switched.new) == 6
    whole = {file.sha256 for one in read_manifest(folder).episodes for file in one.files}
    assert {name for name, _ in ObjectStore(str(media)).listed()} == whole


def test_a_sweep_leaves_what_is_being_published(
    store: Store, objects: ObjectStore, release: Path, clock: ManualClock
) -> None:
    files = {f.sha256: f for f in read_manifest(release).files}
    one = next(iter(files.values()))
    objects.put(one.sha256, (release / one.path).read_bytes(), media_type="x/y")
    claim(store, {one.sha256: one.byte_count})
    assert sweep(store, objects).objects == 0 and objects.has(one.sha256, one.byte_count)
    clock.pass_s(90_000)
    claim(store, {one.sha256: one.byte_count})
    assert sweep(store, objects).objects == 0
    clock.pass_s(90_000)
    assert sweep(store, objects).objects == 1 and not objects.has(one.sha256, one.byte_count)


def test_a_claim_waits_for_a_sweep_and_a_dead_sweep_is_finished_by_the_next(
    store: Store, objects: ObjectStore, release: Path, clock: ManualClock
) -> None:
    one = read_manifest(release).files[0]
    objects.put(one.sha256, (release / one.path).read_bytes(), media_type="x/y")
    store.write(
        lambda c: c.execute(
            media_object.insert().values(
                sha256=one.sha256, byte_count=one.byte_count, used_us=0, removing_us=clock.now_us()
            )
        )
    )
    waits: list[float] = []
    with pytest.raises(CannotWrite, match="being removed"):
        claim(store, {one.sha256: one.byte_count}, sleep=waits.append)
    assert len(waits) > 10
    assert sweep(store, objects).objects == 0  # the other one may be alive
    clock.pass_s(3600)
    assert sweep(store, objects).objects == 1
    assert publish(store, objects, release).switched.new == (1, 2, 3, 4)


def test_what_lies_about_without_a_row_is_swept(store: Store, objects: ObjectStore, release: Path) -> None:
    publish(store, objects, release)
    count = sum(1 for _ in objects.listed())
    from reelwright.build.digest import digest_of_bytes

    objects.put(digest_of_bytes(b"stray"), b"stray", media_type="x/y")
    assert sweep(store, objects).objects == 1 and sum(1 for _ in objects.listed()) == count


@pytest.mark.parametrize("text", ["tomorrow", "2026-12-01T18:00", ""])
def test_a_time_without_a_zone_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="--release"):
        release_time(text)


@pytest.mark.parametrize("text", ["never", "0d", "12", "-3d"])
def test_no_pace(text: str) -> None:
    with pytest.raises(BadInput, match="--every"):
        pace(text)


def test_publishing_is_quick_to_say_that_nothing_changed(
    store: Store, objects: ObjectStore, release: Path
) -> None:
    publish(store, objects, release)
    started = time.process_time()
    publish(store, objects, release)
    assert time.process_time() - started < 2
