"""The creator's desk: a release comes as a zip file, prices and times are edited, series are taken back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.releases import RIGHTS, Sketch, make_release
from tests.theatre.web.conftest import another_device, sign_up

from reelwright.release import Rights
from reelwright.theatre.accounts.signing import set_role
from reelwright.theatre.catalogue.listing import ListedSeries, listed
from reelwright.theatre.catalogue.schedule import DAY_US
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.routes.publishing import DESK, INCOMING

SCRIPT = "<script>alert(1)</script>"


def hall(theatre: TestClient) -> Hall:
    return theatre.app.state.hall  # type: ignore[attr-defined,no-any-return]


def become(theatre: TestClient, role: str, mail: str = "mara@example.com") -> TestClient:
    sign_up(theatre, mail)
    assert hall(theatre).store.write(lambda c: set_role(c, mail, role))  # type: ignore[arg-type]
    return theatre


@pytest.fixture
def creator(theatre: TestClient) -> TestClient:
    return become(theatre, "creator")


def zipped(folder: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder.parent).as_posix())
    return made.getvalue()


def send(client: TestClient, data: bytes, **form: str):  # type: ignore[no-untyped-def]
    files = {"release": ("my.zip", data, "application/zip")}
    return client.post(f"{DESK}/upload", data=form, files=files)


def only_series(theatre: TestClient) -> ListedSeries:
    (found,) = hall(theatre).store.read(listed)
    return found


def test_a_release_is_uploaded_priced_and_taken_back(
    creator: TestClient, tmp_path: Path, clock: ManualClock
) -> None:
    assert "no series here yet" in creator.get(DESK).text
    data = zipped(make_release(tmp_path / "release", title=f"Lamp {SCRIPT}"))
    done = send(creator, data, price="15", free="1", first="2027-01-02T20:30", every="day", tags="sea，night")
    assert done.status_code == 200 and done.url.path == f"{DESK}/harbour-lights"
    assert SCRIPT not in done.text and "&lt;script&gt;" in done.text
    found = only_series(creator)
    assert (found.price_coins, found.free_count, found.tags) == (15, 1, ("sea", "night"))
    first_us = found.episodes[0].release_us
    assert [one.release_us - first_us for one in found.episodes] == [0, DAY_US, 2 * DAY_US]
    assert "2027-01-02T20:30" in done.text and found.creator_id is not None
    assert not any((hall(creator).settings.folder / INCOMING).glob("*"))

    here = f"{DESK}/harbour-lights"
    assert creator.post(f"{here}/offer", data={"price": "20", "free": "2", "tags": "x"}).status_code == 200
    assert (
        creator.post(f"{here}/episodes/3", data={"price": "7", "first": "2027-02-01T08:00"}).status_code
        == 200
    )
    found = only_series(creator)
    assert found.price_coins == 20 and found.episodes[2].own_price_coins == 7
    creator.post(f"{here}/episodes/3", data={"price": "7", "first": "2027-02-01T16:30:00.000Z"})
    shown = creator.get(here).text
    assert 'value="2027-02-01T16:30"' in shown and 'datetime="2027-02-01T16:30:00Z"' in shown
    assert ">2027-02-01 16:30 UTC</time>" in shown
    clock.time_us = only_series(creator).episodes[2].release_us + 1
    late = creator.post(f"{here}/episodes/3", data={"first": "2027-03-01T08:00"})
    assert late.status_code == 400 and "has been out since" in late.text
    creator.post(f"{here}/take-back", data={"episode": "2"})
    assert [one.is_published for one in only_series(creator).episodes] == [True, False, True]
    creator.post(f"{here}/take-back")
    assert not only_series(creator).is_published
    creator.post(f"{here}/bring-back")
    assert only_series(creator).is_published and all(
        one.is_published for one in only_series(creator).episodes
    )


def test_a_new_version_keeps_what_was_not_said(creator: TestClient, tmp_path: Path) -> None:
    send(creator, zipped(make_release(tmp_path / "a")), price="15")
    send(creator, zipped(make_release(tmp_path / "b", episodes=[Sketch(1, variant=1), Sketch(2), Sketch(3)])))
    found = only_series(creator)
    assert found.price_coins == 15 and [one.version_count for one in found.episodes] == [2, 1, 1]


def test_what_is_wrong_is_said_without_telling_where_it_lay(creator: TestClient, tmp_path: Path) -> None:
    unsound = make_release(tmp_path / "release")
    (unsound / "episodes/01/poster.png").unlink()
    unnamed = make_release(tmp_path / "unnamed", rights=Rights(holder=" ", parts=RIGHTS.parts))
    for data, says in (
        (zipped(unsound), "poster.png is missing"),
        (zipped(unnamed), "nobody is named"),
        (b"no zip", "no zip file"),
        (b"", "no zip file"),
    ):
        answer = send(creator, data)
        assert answer.status_code == 400 and says in answer.text, says
        assert str(hall(creator).settings.folder) not in answer.text
    assert hall(creator).store.read(listed) == []
    assert not any((hall(creator).settings.folder / INCOMING).glob("*"))
    good = zipped(make_release(tmp_path / "good"))
    for form in (
        {"price": "x"},
        {"price": "-3"},
        {"first": "soon"},
        {"every": "blink"},
        {"price": "9999999"},
    ):
        assert send(creator, good, **form).status_code == 400, form


def test_the_desk_is_for_creators_and_each_has_their_own(creator: TestClient, tmp_path: Path) -> None:
    data = zipped(make_release(tmp_path / "release"))
    send(creator, data)
    stranger = another_device(creator)
    assert stranger.get(DESK).status_code == 401
    sign_up(stranger, "viewer@example.com")
    assert stranger.get(DESK).status_code == 403 and send(stranger, data).status_code == 403
    rival = become(another_device(creator), "creator", "rival@example.com")
    here = f"{DESK}/harbour-lights"
    assert rival.get(here).status_code == 404 and "no series here yet" in rival.get(DESK).text
    assert send(rival, data).status_code == 400
    for path, form in (
        ("offer", {"price": "0", "free": "0"}),
        ("episodes/1", {"first": "2027-02-01T08:00"}),
        ("take-back", {}),
        ("bring-back", {}),
    ):
        answer = rival.post(f"{here}/{path}", data=form)
        assert answer.status_code == 400 and "somebody else" in answer.text, path
    assert only_series(creator).is_published
    keeper = become(another_device(creator), "operator", "olga@example.com")
    assert keeper.get(here).status_code == 200
    assert keeper.post(f"{here}/take-back").status_code == 200 and not only_series(creator).is_published


def test_uploads_are_counted(creator: TestClient) -> None:
    statuses = [send(creator, b"no zip").status_code for _ in range(12)]
    assert statuses.count(429) == 2
