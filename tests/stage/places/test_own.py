"""An author's own pictures stand in for a drawn place, layer by layer."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np

from reelwright.drawing.affine import IDENTITY, translation
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.brief import OwnLayer, OwnLight, OwnPlace
from reelwright.stage.places import Scenery, scenery

WIDTH, HEIGHT = 270, 480


def _layer(
    folder: Path, name: str, bgra: tuple[int, int, int, int], depth: float, left_half: bool
) -> OwnLayer:
    picture = np.zeros((500, 300, 4), np.uint8)
    picture[:, : 150 if left_half else 300] = bgra
    cv2.imwrite(str(folder / name), picture)
    return OwnLayer(name=name, digest=name, depth=depth, path=str(folder / name))


def _shown(own: OwnPlace, **changes: object) -> Scenery:
    asked: dict[str, object] = {
        "time_of_day": "day", "weather": "", "framing": "wide", "side": "centre", "seed": 3,
        "width": WIDTH, "height": HEIGHT, "cache": SpriteCache(None, 50 << 20),
    }  # fmt: skip
    return scenery("office", **{**asked, **changes}, own=own)  # type: ignore[arg-type]


def _rgb(shown: Scenery) -> np.ndarray:
    frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    Compositor(WIDTH, HEIGHT).compose(shown.behind(0, IDENTITY), frame)
    return np.asarray(frame.to_ndarray(format="rgb24"))


def test_layers_lie_over_each_other_and_follow_the_camera_by_their_depth(tmp_path: Path) -> None:
    """Red behind, blue before it on the left; the near one moves further, the front one before people."""
    far = _layer(tmp_path, "far.png", (0, 0, 220, 255), 0.3, left_half=False)
    near = _layer(tmp_path, "near.png", (220, 0, 0, 255), 0.8, left_half=True)
    front = _layer(tmp_path, "front.png", (0, 220, 0, 255), 1.4, left_half=True)
    shown = _shown(OwnPlace(name="roof", layers=(far, near, front)))
    picture = _rgb(shown)
    assert picture[240, 40, 2] > 150 > picture[240, 40, 0]
    assert picture[240, 230, 0] > 150 > picture[240, 230, 2]
    moves = [placement[2] for _, placement in shown.behind(0, translation(20, 0))]
    assert moves == [20 * 0.3, 20 * 0.8]
    assert any(placement[2] == 20 * 1.4 for _, placement in shown.front(0, translation(20, 0)))


def test_own_light_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    """The key comes from the left in its colour; the rest is the drawn place's."""
    far = _layer(tmp_path, "far.png", (90, 90, 90, 255), 0.3, left_half=False)
    usual = _shown(OwnPlace(name="roof", layers=(far,))).light
    told = OwnLight(key="#ff0000", key_from="left", rim_right="#00ff00")
    light = _shown(OwnPlace(name="roof", layers=(far,), light=told)).light
    assert light.key == "#ff0000"
    assert light.key_direction[0] < 0
    assert light.rims[-1].colour == "#00ff00"
    assert light.rims[0] == usual.rims[0]
    assert light.bottom == usual.bottom


def test_a_picture_that_has_gone_leaves_the_frame_without_a_crash(tmp_path: Path) -> None:
    """The layer is left out."""
    far = _layer(tmp_path, "far.png", (0, 0, 220, 255), 0.3, left_half=False)
    gone = OwnLayer(name="gone.png", digest="gone", depth=0.8, path=str(tmp_path / "gone.png"))
    assert _rgb(_shown(OwnPlace(name="roof", layers=(far, gone))))[240, 40, 0] > 150


def test_without_any_picture_the_drawn_place_stands_there(tmp_path: Path) -> None:
    """A brief that nobody gave the pictures to shows the office, not a black frame."""
    gone = OwnLayer(name="far.png", digest="gone", depth=0.3)
    shown = _shown(OwnPlace(name="office", layers=(gone,)), cache=SpriteCache(None, 300 << 20))
    assert len(shown.behind(0, IDENTITY)) >= 4
