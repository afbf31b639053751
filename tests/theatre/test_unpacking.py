"""Zip files of strangers: releases are unpacked, bombs and climbers are not."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
from tests.theatre.releases import make_release

from reelwright.errors import BadInput
from reelwright.release import validate
from reelwright.theatre.catalogue.unpacking import unpack

MIB = 1 << 20


def zipped(folder: Path, to: Path, top: str = "") -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                made.write(path, f"{top}{path.relative_to(folder).as_posix()}")
    return to


@pytest.mark.parametrize("top", ["", "release/", "my series/"])
def test_a_release_is_unpacked_without_its_costs(tmp_path: Path, top: str) -> None:
    release = make_release(tmp_path / "release", episodes=1)
    (release / "private").mkdir()
    (release / "private" / "costs.json").write_text("{}")
    folder = unpack(zipped(release, tmp_path / "r.zip", top), tmp_path / "out", bytes_max=64 * MIB)
    assert validate(folder) == [] and not (folder / "private").exists()


@pytest.mark.parametrize(
    "name",
    ["../evil", "a/../../evil", "/etc/evil", "a\\..\\evil", "x" * 300, "line\nbreak"],
)
def test_a_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "r.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("manifest.json", "{}")
        made.writestr(name, "evil")
    with pytest.raises(BadInput, match="does not belong there"):
        unpack(archive, tmp_path / "out", bytes_max=MIB)
    assert not (tmp_path / "evil").exists() and not Path("/etc/evil").exists()


def test_a_link_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "r.zip"
    link = zipfile.ZipInfo("episodes")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("manifest.json", "{}")
        made.writestr(link, "/etc")
    with pytest.raises(BadInput, match="does not belong there"):
        unpack(archive, tmp_path / "out", bytes_max=MIB)


def test_a_bomb_is_stopped_while_it_is_written(tmp_path: Path) -> None:
    archive = tmp_path / "r.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("manifest.json", "{}")
        with made.open("film.mp4", "w", force_zip64=True) as film:
            for _ in range(200):
                film.write(bytes(MIB))
    assert archive.stat().st_size < MIB
    with pytest.raises(BadInput, match="unpacks to more"):
        unpack(archive, tmp_path / "out", bytes_max=1 << 40)
    assert sum(path.stat().st_size for path in (tmp_path / "out").rglob("*")) <= 10 * MIB


def test_a_header_that_lies_about_its_length_is_found_out(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", "{}")
        archive.writestr("big", bytes(20 * MIB))
    lying = made.getvalue().replace((20 * MIB).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    (tmp_path / "r.zip").write_bytes(lying)
    with pytest.raises(BadInput):
        unpack(tmp_path / "r.zip", tmp_path / "out", bytes_max=64 * MIB)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 cut"])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "r.zip").write_bytes(data)
    with pytest.raises(BadInput, match="no zip file"):
        unpack(tmp_path / "r.zip", tmp_path / "out", bytes_max=MIB)


def test_a_zip_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as made:
        made.writestr("photo.png", b"x")
    with pytest.raises(BadInput, match=r"no manifest\.json"):
        unpack(tmp_path / "r.zip", tmp_path / "out", bytes_max=MIB)
