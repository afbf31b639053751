"""``look guides`` leaves a folder that another engine can read, and docs/guides.md names what is in it."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import msgspec
from tests.journeys.conftest import Run
from tests.journeys.test_look import first_line_shot

from reelwright.delivery.stills import read_png
from reelwright.stage.guides import ShotGuides

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "guides.md").read_text(encoding="utf-8")


def test_the_folder_holds_what_its_page_says(series: Path, run: Run, tmp_path: Path) -> None:
    """Tracks, and a picture and a depth map for every key frame; every name stands on the page."""
    ran = run("look", "guides", first_line_shot(series), "-s", series, "-o", tmp_path / "g", "--json")
    assert ran.code == 0, ran.err
    written = {Path(path).name for path in ran.events[-1]["paths"]}
    assert written == {path.name for path in (tmp_path / "g").iterdir()}
    guides = msgspec.json.decode((tmp_path / "g" / "guides.json").read_bytes(), type=ShotGuides)
    assert written == {"guides.json"} | {
        f"{kind}-{frame:04d}.png" for kind in ("frame", "depth") for frame in guides.keyframes
    }
    first = guides.keyframes[0]
    picture = read_png((tmp_path / "g" / f"frame-{first:04d}.png").read_bytes())
    assert picture.shape == (guides.height, guides.width, 3) == (384, 216, 3)
    depth = cv2.imread(str(tmp_path / "g" / f"depth-{first:04d}.png"), cv2.IMREAD_UNCHANGED)
    assert depth is not None and depth.dtype.name == "uint16" and depth.max() - depth.min() > 10000
    person = guides.frames[0].people[0]
    named = set(re.findall(r"`(\w+)`", PAGE))
    for name in (*person.joints, *person.face):
        plain = re.sub(r"^(left|right)_", "", name)
        assert name in named or plain in named or re.fullmatch(r"jaw_[0-8]", name), name
    assert len(person.joints) == 14 and len(person.face) == 34
    for document in (type(guides), type(guides.frames[0]), type(person)):
        assert set(document.__struct_fields__) <= named
