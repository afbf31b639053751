"""The measures of the film, on tiny films whose answers are known."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from bench.footage import FaceTrack, share_inside
from bench.look import expressions_named
from numpy.typing import NDArray

from bench import identity, lips, motion, overlays
from reelwright.stage.brief import Box, FaceBox

Grey = NDArray[np.uint8]

FPS = 24.0
WIDTH, HEIGHT = 270, 480


def ground(seed: int = 1) -> Grey:
    """A painted place: blotches with corners enough to follow."""
    random = np.random.default_rng(seed)
    coarse = random.integers(30, 220, (HEIGHT // 10, WIDTH // 10), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def filmed(frame: int, *, push: float = 0.0, blob: bool = False, noise: float = 1.2) -> Grey:
    """A frame of a push onto the ground, with what an encoder leaves; ``blob`` is somebody who moves."""
    picture = ground()
    if blob:
        cv2.circle(picture, (135, 200 + round(6 * np.sin(frame / 4))), 9, 250, -1)
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 0.0, 1 + push * frame)
    seen = cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT).astype(np.float32)
    seen += np.random.default_rng(frame).normal(0, noise, seen.shape)
    return np.asarray(np.clip(seen, 0, 255), np.uint8)


# ---- motion ------------------------------------------------------------------------------------


def test_a_frozen_second_is_found_and_a_camera_is_no_motion() -> None:
    """Life, a freeze, a push onto a still picture, life again."""
    alive = [filmed(n, blob=True) for n in range(24)]
    frozen = [filmed(0, blob=True) for _ in range(24)]
    pushed = [filmed(n, push=0.002) for n in range(24)]
    both = [filmed(n, push=0.002, blob=True) for n in range(24)]
    assert motion.moving_seconds([alive, frozen, pushed, both], FPS) == [True, False, False, True]


def test_a_cut_is_no_motion() -> None:
    """Two still pictures one after the other in the same second."""
    other = np.asarray(ground(2), np.uint8)
    assert motion.moving_seconds([[filmed(0)] * 12, [other] * 12], FPS) == [False]


def test_planes_that_shift_against_each_other_are_the_camera_too() -> None:
    """Somebody cut out of paper before a place that moves less: parallax, no life."""
    near, far = ground(3), ground(4)

    def frame(n: int) -> Grey:
        seen = np.roll(far, n // 2, 1).copy()
        seen[150:, 60:210] = np.roll(near, n, 1)[150:, 60:210]
        return seen

    assert (
        motion.share_beyond_camera(frame(0), frame(4)) < motion.share_beyond_camera(frame(0), far[::-1]) / 4
    )


# ---- lips --------------------------------------------------------------------------------------


FACE = FaceBox(character="mei", face=Box(100, 100, 300, 400), mouth=Box(215, 395, 70, 40))


def mouth(opening: float, *, teeth: bool = False) -> Grey:
    """A face of 400 pixels with a mouth that is ``opening`` pixels open, or bares its teeth."""
    picture = np.full((640, 500), 200, np.uint8)
    x, y = 250, 408
    cv2.ellipse(picture, (x, y + 4 + round(opening)), (34, 9), 0, 0, 360, 140, -1)
    if teeth:
        cv2.rectangle(picture, (x - 32, y), (x + 32, y + 7), 215, -1)
    elif opening:
        cv2.ellipse(picture, (x, y + round(opening / 2)), (30, round(opening / 2)), 0, 0, 360, 40, -1)
    cv2.line(picture, (x - 34, y), (x + 34, y), 50, 2)
    return picture


def test_openness_follows_the_mouth() -> None:
    """Shut is least, teeth are more than shut, and wide is most."""
    values = [lips.openness(mouth(0), FACE), lips.openness(mouth(0, teeth=True), FACE)]
    values += [lips.openness(mouth(opening), FACE) for opening in (12, 24, 40)]
    assert values == sorted(values) and values[0] < 0.012 < 0.018 < values[1]
    assert values[-1] == pytest.approx(40 / 400, abs=0.02)


def test_closures_are_seen_where_they_are_and_not_where_they_are_not() -> None:
    """A mouth that closes at the right frame, one that does not, and the control with late sound."""
    values = np.full(48, 0.8)
    values[11:13] = 0.0
    closing = [lips.Closure("mei", 11 / FPS, 13 / FPS)]
    assert lips.seen_closures(closing, {"mei": values}, FPS) == [True]
    assert lips.seen_closures(closing, {"mei": values}, FPS, shift_s=0.3) == [False]
    assert lips.seen_closures(closing, {"mei": np.full(48, 0.8)}, FPS) == [False]
    assert lips.seen_closures(closing, {"mei": np.full(48, np.nan)}, FPS) == []
    assert lips.seen_closures(closing, {}, FPS) == []


# ---- identity ----------------------------------------------------------------------------------


def head(hair: tuple[int, ...], skin: tuple[int, ...], iris: tuple[int, ...], turn: int = 0) -> Grey:
    """A very plain person."""
    picture = np.full((400, 320, 3), 120, np.uint8)
    cv2.ellipse(picture, (160, 190), (100, 150), 0, 0, 360, hair, -1)
    cv2.ellipse(picture, (160 + turn, 230), (74, 104), 0, 0, 360, skin, -1)
    for side in (-1, 1):
        cv2.circle(picture, (160 + turn + 30 * side, 220), 10, iris, -1)
    return picture


BOX = Box(86, 150, 148, 184)
MEI = ((60, 30, 20), (240, 210, 190), (90, 60, 30))
VICTOR = ((190, 190, 195), (200, 150, 120), (60, 90, 140))


def sheet(name: str, person: tuple[tuple[int, ...], ...]) -> identity.Sheet:
    faces = [identity.features_of(head(*person, turn=turn), BOX) for turn in (-8, 0, 8)]
    return identity.Sheet(name, tuple(face for face in faces if face is not None))


def test_a_face_is_known_by_its_own_sheet_and_a_swap_fails() -> None:
    """Also turned and in another light."""
    sheets = [sheet("mei", MEI), sheet("victor", VICTOR)]
    spread = identity.spread_of(sheets)
    for name, person in (("mei", MEI), ("victor", VICTOR)):
        dim = (head(*person, turn=5) * 0.85).astype(np.uint8)
        seen = identity.features_of(dim, BOX)
        assert seen is not None
        assert identity.nearest(seen, sheets, spread) == name
        assert identity.nearest(seen, identity.swapped(sheets, "mei", "victor"), spread) != name


def test_a_face_that_the_frame_cuts_off_is_not_judged() -> None:
    """Half a face is nobody's."""
    assert identity.features_of(head(*MEI), Box(-60, 150, 148, 184)) is None
    assert share_inside(Box(-74, 150, 148, 184), 320, 400) == pytest.approx(0.5)


# ---- captions ----------------------------------------------------------------------------------


def test_a_caption_on_a_mouth_is_found_and_one_below_is_not() -> None:
    """And its contrast is that of white on dark."""
    clean = np.full((640, 500), 90, np.uint8)
    noisy = (clean + np.random.default_rng(1).integers(-6, 7, clean.shape)).astype(np.uint8)
    assert not overlays.caption_mask(noisy, clean).any()
    for y, is_over in ((420, True), (560, False)):
        captioned = noisy.copy()
        for colour, width in ((16, 14), (235, 5)):
            cv2.putText(captioned, "NEVER", (150, y), cv2.FONT_HERSHEY_SIMPLEX, 2, colour, width)
        mask = overlays.caption_mask(captioned, clean)
        assert overlays.is_over_mouth(mask, [FACE]) is is_over
        assert 5 < overlays.contrast(captioned, mask) < 21
    assert np.isnan(overlays.contrast(noisy, np.zeros(clean.shape, bool)))


def test_boxes_move_between_the_frames_that_are_known() -> None:
    """In straight lines; after the last they stay, and who is not there yet is not made up."""
    other = FaceBox(character="mei", face=Box(140, 100, 300, 400), mouth=Box(255, 395, 70, 40))
    track = FaceTrack((0, 4, 8), ((FACE,), (other,), ()))
    assert track.at(2)[0].face.x == 120 and track.at(4)[0].mouth.x == 255
    assert track.at(6) == () == track.at(30)
    assert FaceTrack((), ()).at(3) == ()


# ---- names -------------------------------------------------------------------------------------


def test_the_share_of_expressions_named_right_is_computed(tmp_path: Path) -> None:
    """From what was shown and said; without a record there is no figure."""
    answers = [{"shown": "cold", "said": "cold"}] * 9 + [{"shown": "smirk", "said": "tender"}]
    record = tmp_path / "blind_naming.json"
    record.write_text(json.dumps({"who": "a stranger", "when": "2026-11-26", "answers": answers}))
    assert expressions_named(record) == {"look.expressions_named": pytest.approx(0.9)}
    assert expressions_named(tmp_path / "nothing.json") == {}
