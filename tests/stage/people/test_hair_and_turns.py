"""Hair hangs from its roots, and a head turns without jumping from one drawing to the next."""

from __future__ import annotations

from dataclasses import replace

import av
import numpy as np
import pytest

from reelwright.casting.documents import HAIRSTYLES, Look, Outfit
from reelwright.drawing.affine import IDENTITY, apply
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.light import Light
from reelwright.stage.people.easel import Picture
from reelwright.stage.people.face_state import NEUTRAL, FaceState
from reelwright.stage.people.figure import Figure
from reelwright.stage.people.hair_fall import BEFORE, BEHIND, sections
from reelwright.stage.people.head import HeadPose
from reelwright.stage.people.rig import FigurePose, Rig


def test_roots_are_still_and_tips_swing_furthest() -> None:
    """Three sections that meet where they are cut."""
    still, leaning, trailing = BEFORE.placements(IDENTITY, 2.0, 0.05, 0.08)
    assert still == IDENTITY
    root, tip = BEFORE.roots_y * 2, BEFORE.tips_y * 2
    assert apply(leaning, 0, root) == pytest.approx((0, root))
    assert apply(trailing, 0, tip) == pytest.approx(apply(leaning, 0, tip))
    assert apply(trailing, 0, tip + 200)[0] > 2 * apply(leaning, 0, tip)[0]


def test_sections_cover_each_other_where_they_are_cut() -> None:
    """At rest nobody sees the cut: the sections on top of each other give the picture back."""
    whole = Picture(np.full((600, 8, 4), 255, np.uint8), 0, -200)
    canvas = np.zeros((600, 8, 4), np.float64)
    for part in reversed(sections(whole, BEHIND, 1.0)):
        rows = slice(part.y + 200, part.y + 200 + part.rgba.shape[0])
        above = part.rgba / 255.0
        canvas[rows] = above + canvas[rows] * (1 - above[..., 3:])
    assert canvas.min() > 0.985


@pytest.mark.parametrize("hair", ["long", "bob", "comma"])
def test_a_turn_does_not_jump_between_two_drawings(hair: str) -> None:
    """Half a step before a key and half a step after it the hair is in the same place."""
    rig = Rig(
        Look(hair=hair), Outfit(), x=100, y=120, scale=0.8, light=Light(), frame_width=200,
        frame_height=300, cache=SpriteCache(None, 1 << 26),
    )  # fmt: skip

    def edge(yaw: float) -> np.ndarray:  # type: ignore[type-arg]
        """The outline of the hair on the left, row by row."""
        layers = rig.layers(FigurePose(yaw), IDENTITY)
        mask = np.zeros((300, 260), bool)
        for sprite, place in layers:
            alpha = sprite.luma_alpha[..., 1] > 128
            x, y = apply(place, *apply(sprite.local, -sprite.pad, -sprite.pad))
            rows, columns = np.nonzero(alpha)
            rows, columns = rows + round(y), columns + round(x) + 30
            good = (rows >= 0) & (rows < 300) & (columns >= 0) & (columns < 260)
            mask[rows[good], columns[good]] = True
        return np.argmax(mask[30:190], 1).astype(float)

    edges = np.array([edge(yaw) for yaw in (2.5, 5.0, 7.5, 10.0, 12.5, 15.0)])
    steps = np.abs(np.diff(edges, axis=0)).mean(1)
    assert steps.max() < 2.6, steps


@pytest.mark.parametrize("hair", [name for name in HAIRSTYLES if name not in ("bald", "buzz")])
def test_far_locks_go_behind_the_face_and_near_ones_stay(hair: str) -> None:
    """Every style has hair behind the face when it is turned to the profile, and no ribbon is lost."""
    figure = Figure(Look(hair=hair), Outfit())
    ahead = {lock.seed for lock in figure.hair.place(HeadPose(0, 0))}
    turned = figure.hair.place(HeadPose(40, 0))
    assert any(lock.layer == "mid" for lock in turned)
    shown = {lock.seed for lock in turned}
    assert len(ahead - shown) < 0.3 * len(ahead)


@pytest.mark.parametrize("pose", [FigurePose(11.0, 2.8), FigurePose(15.0, 0.0)])
def test_an_open_jaw_leaves_no_seam_across_the_cheeks(pose: FigurePose) -> None:
    """The patch of the lower face lies on the head without an edge, between keys as well."""
    rig = Rig(
        Look(hair="bun"), Outfit(), x=100, y=100, scale=0.8, light=Light(), frame_width=200,
        frame_height=300, cache=SpriteCache(None, 1 << 26),
    )  # fmt: skip
    compositor = Compositor(200, 300, memory_bytes=1 << 26)

    def luma(face: FaceState) -> np.ndarray:  # type: ignore[type-arg]
        frame = av.VideoFrame(200, 300, "yuv420p")
        compositor.compose(rig.layers(replace(pose, face=face), IDENTITY), frame)
        plane = frame.planes[0]
        return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:300, :200].astype(int)

    shut, wide = luma(NEUTRAL), luma(replace(NEUTRAL, mouth_open=0.6))
    mouth_top = int(rig.face(pose, IDENTITY)[1].y)
    cheeks = slice(100 + 8, mouth_top - 4)
    assert np.abs(shut - wide)[cheeks, 40:160].max() < 13
