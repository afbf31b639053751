"""The camera eases, keeps the place covering the frame, and moves near things more than far ones."""

from __future__ import annotations

import itertools
import typing

import pytest

from reelwright.drawing.affine import apply
from reelwright.stage.camera_moves import CameraAt, camera_at
from reelwright.storyboard.documents import Move

MOVES = typing.get_args(Move)
WIDTH, HEIGHT, FRAMES = 1080, 1920, 96
MARGIN = 0.085
"""How far a place reaches beyond the frame on each side."""


def at(move: str, frame: int, hits: tuple[int, ...] = ()) -> CameraAt:
    return camera_at(
        move,  # type: ignore[arg-type]
        frame,
        FRAMES,
        focus=(540, 760),
        frame_width=WIDTH,
        frame_height=HEIGHT,
        fps=24,
        seed=7,
        hits=hits,
    )


@pytest.mark.parametrize("move", MOVES)
def test_the_farthest_layer_covers_the_frame_in_every_move(move: str) -> None:
    """Wherever the camera looks, there is something."""
    corners = [(x, y) for x in (0, WIDTH) for y in (0, HEIGHT)]
    for frame in range(FRAMES):
        camera = at(move, frame, (10,) if move == "shake" else ())
        for share in (0.3, 0.45, 0.72, 1.0):
            placed = camera.at(share)
            left, right = -MARGIN * WIDTH, WIDTH * (1 + MARGIN)
            top, bottom = -MARGIN * HEIGHT, HEIGHT * (1 + MARGIN)
            a, b, c, d, e, f = placed
            det = a * e - b * d
            for x, y in corners:
                u = (e * (x - c) - b * (y - f)) / det
                v = (a * (y - f) - d * (x - c)) / det
                assert left <= u <= right and top <= v <= bottom, (move, frame, share, u, v)


@pytest.mark.parametrize("move", [m for m in MOVES if m not in ("shake", "crash-zoom")])
def test_no_move_jolts(move: str) -> None:
    """From frame to frame a point near the edge travels a few pixels, and never stops dead."""
    places = [apply(at(move, f).at(1.0), 200, 400) for f in range(FRAMES)]
    steps = [abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in itertools.pairwise(places)]
    assert max(steps) < 6
    assert max(abs(b - a) for a, b in itertools.pairwise(steps)) < 1.2


def test_a_camera_that_travels_moves_near_things_more() -> None:
    """Parallax: a push and a track part the people from the place, a pan and a zoom do not."""

    def parted(move: str) -> float:
        first, last = at(move, 0), at(move, FRAMES - 1)
        near = apply(last.at(1.0), 100, 300)[0] - apply(first.at(1.0), 100, 300)[0]
        far = apply(last.at(0.45), 100, 300)[0] - apply(first.at(0.45), 100, 300)[0]
        return abs(near - far)

    assert parted("push-in") > 10 and parted("track-left") > 25
    assert parted("pan-left") < 4 and parted("crash-zoom") < 8


def test_a_dolly_zoom_grows_the_place_behind_somebody_who_stays() -> None:
    """The backdrop grows much more than the person."""
    last = at("dolly-zoom", FRAMES - 1)
    assert last.backdrop[0] > last.travel[0] * 1.2


def test_a_blow_is_felt_when_it_lands_and_fades() -> None:
    """Still before, off by pixels at once, calm half a second later."""
    still = at("hold", 5, (24,)).turn
    struck = at("hold", 25, (24,)).turn
    later = at("hold", 44, (24,)).turn
    assert abs(struck[2] - still[2]) + abs(struck[5] - still[5]) > 10
    assert abs(later[2] - still[2]) + abs(later[5] - still[5]) < 3
