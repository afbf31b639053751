"""Own pictures are found by their folder's name, checked, and told by their content."""

from __future__ import annotations

import tomllib
from contextlib import closing
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest

from reelwright.build import Store
from reelwright.production import own_files, pictures
from reelwright.production.episode import episode_steps
from reelwright.production.pictures import read_pictures
from reelwright.stage.brief import OwnLight
from reelwright.stage.places import PLACES
from reelwright.studio.make import prepare
from reelwright.studio.series import open_series


def _picture(path: Path, value: int = 90) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((60, 40, 3), value, np.uint8))


def test_a_heading_finds_its_own_place_and_the_hour(tmp_path: Path) -> None:
    """By the folder's name in the heading, by the drawn place's key, with the night's own layers."""
    _picture(tmp_path / "places" / "old-harbour" / "far.png")
    _picture(tmp_path / "places" / "old-harbour" / "near.png", 20)
    _picture(tmp_path / "places" / "old-harbour" / "night" / "far.jpg", 10)
    _picture(tmp_path / "places" / "office" / "mid.webp")
    _picture(tmp_path / "places" / "老码头" / "far.png")
    found, notices = read_pictures(tmp_path)
    assert not notices
    day = found.place("THE OLD HARBOUR - PIER 4", "exterior", "day")
    assert day is not None
    assert [(layer.name, layer.depth) for layer in day.layers] == [("far.png", 0.3), ("near.png", 0.8)]
    night = found.place("old harbour", "exterior", "night")
    assert night is not None
    assert [layer.name for layer in night.layers] == ["far.jpg"]
    assert found.place("CEO's boardroom", "interior", "day") is not None
    assert found.place("旧城的老码头", "exterior", "day") is not None
    assert found.place("hospital ward", "interior", "day") is None


def test_a_changed_picture_has_another_digest(tmp_path: Path) -> None:
    """And so makes its shots again; the same bytes elsewhere do not."""
    path = tmp_path / "places" / "roof" / "far.png"
    digests = []
    for value in (90, 91, 90):
        _picture(path, value)
        place = read_pictures(tmp_path)[0].place("roof", "exterior", "day")
        assert place is not None
        digests.append(place.layers[0].digest)
        assert place.layers[0].path == ""
    assert digests[0] == digests[2] != digests[1]


def test_what_cannot_be_used_is_named_and_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken, huge, empty and misspelt: each a notice with the file's name, and no place."""
    folder = tmp_path / "places"
    (folder / "broken").mkdir(parents=True)
    (folder / "broken" / "far.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    (folder / "text").mkdir()
    (folder / "text" / "far.jpg").write_text("no picture")
    (folder / "empty").mkdir()
    _picture(folder / "huge" / "far.png")
    monkeypatch.setattr(own_files, "PIXELS_MAX", 1000)
    found, notices = read_pictures(tmp_path)
    assert not found.places
    told = " ".join(notice.message for notice in notices)
    for name in ("broken/far.png", "text/far.jpg", "places/empty", "huge/far.png"):
        assert name in told
    assert all(notice.code == "own-picture-unused" and notice.next_step for notice in notices)


def test_place_toml_gives_depth_and_light_or_is_refused(tmp_path: Path) -> None:
    """A good one is followed; a bad one is named and the usual depths hold."""
    _picture(tmp_path / "places" / "roof" / "bg.png")
    toml = tmp_path / "places" / "roof" / "place.toml"
    toml.write_text('[depth]\nbg = 0.2\n[light]\nambient = "#ffe0c0"\nkey_from = "left"\n')
    found, notices = read_pictures(tmp_path)
    place = found.place("roof", "exterior", "day")
    assert place is not None
    assert not notices
    assert place.layers[0].depth == 0.2
    assert place.light is not None
    assert place.light.ambient == "#ffe0c0"
    for wrong in ('[depth]\nbg = "deep"\n', '[light]\nambient = "#zz"\n', "[lamp]\n", "not toml"):
        toml.write_text(wrong)
        found, notices = read_pictures(tmp_path)
        place = found.place("roof", "exterior", "day")
        assert place is not None
        assert place.layers[0].depth == 0.55
        assert "place.toml" in notices[0].message


def test_what_the_page_says_is_so(tmp_path: Path) -> None:
    """The example of docs/series.md is read without a warning; depths and drawn places are all named."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "series.md").read_text(encoding="utf-8")
    section = page.split("## Places in pictures of your own")[1].split("\n## ")[0]
    example = section.split("```toml\n")[1].split("```")[0]
    folder = tmp_path / "places" / "old-harbour"
    for name in ("harbour.png", "railing.png"):
        _picture(folder / name)
    (folder / "place.toml").write_text(example)
    found, notices = read_pictures(tmp_path)
    assert not notices
    place = found.place("EXT. OLD HARBOUR - NIGHT", "exterior", "night")
    assert place is not None
    assert [layer.depth for layer in place.layers] == [0.2, 1.5]
    assert place.light == msgspec.convert(tomllib.loads(example)["light"], OwnLight)
    assert all(f"`{name}` {depth}" in section for name, depth in pictures.DEPTHS.items())
    assert all(f"`{name}`" in section for name in PLACES)


def test_shot_and_poster_take_the_pictures_that_they_show(tmp_path: Path) -> None:
    """Their bytes are in the store as inputs of the action, by digest, and nothing of where they lay."""
    (tmp_path / "episodes").mkdir()
    (tmp_path / "series.toml").write_text("")
    (tmp_path / "episodes" / "01.fountain").write_text("INT. OFFICE - NIGHT\n\nMARA\nNo.\n")
    path = tmp_path / "places" / "office" / "far.png"
    _picture(path)
    plan = prepare(open_series(tmp_path)).plans[0]
    with closing(Store(tmp_path / "store")) as store:
        poster = next(step for step in episode_steps(plan) if step.address.endswith("poster"))
        made = poster.plan({}, store)
        (digest,) = made.inputs.values()
        assert store.read(digest) == path.read_bytes()
    assert str(tmp_path).encode() not in bytes(made.settings)
