"""Eyes jump and rest and blink as people feel; hair follows the head, its tips last."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.stage.acting.gaze import FLUTTER, QUICK, SLOW, Gaze
from reelwright.stage.acting.sway import BACK, FRONT, swaying
from reelwright.storyboard.documents import Subject


def gaze(expression: str = "neutral", length: float = 2000.0, **fields: object) -> Gaze:
    subject = Subject(character="mei", expression=expression, **fields)  # type: ignore[arg-type]
    random = np.random.default_rng(4)
    return Gaze(subject, length=length, turns=[], heard=[300.0], leans_right=True, random=random)


@pytest.mark.parametrize("course", [QUICK, SLOW, FLUTTER])
def test_lids_fall_faster_than_they_rise(course: tuple[float, ...]) -> None:
    first_shut, last_shut = course.index(0.0), len(course) - 1 - course[::-1].index(0.0)
    assert first_shut < len(course) - last_shut


def test_nervous_people_blink_more_than_those_who_stare() -> None:
    nervous, staring = gaze("scared").blinks, gaze("cold").blinks
    assert len(nervous) > 1.5 * len(staring) > 0
    assert any(blink.course == FLUTTER for blink in nervous)
    assert all(blink.course == SLOW for blink in gaze("tired").blinks)


def test_eyes_jump_in_two_frames_and_then_rest() -> None:
    """No slow gliding: between two jumps nothing moves."""
    eyes = gaze(facing="right", looks_at="leo")
    path = np.array([eyes.at(float(frame)) for frame in range(400)])
    moves = np.abs(np.diff(path, axis=0)).sum(1) > 1e-6
    assert 0.01 < moves.mean() < 0.25
    assert abs(float(np.median(path[:, 0])) - 0.42) < 0.15, "most of the time they are on the other"


def test_eyes_go_to_whoever_begins_to_speak() -> None:
    eyes = gaze("sad", facing="left", looks_at="leo")
    assert eyes.at(306.0) == pytest.approx((-0.42, 0.0), abs=0.02)


def test_tips_follow_the_lean_and_come_to_rest() -> None:
    push = np.zeros(240)
    push[10:14], push[18:22] = 0.3, -0.3
    still = np.zeros(240)
    lean, tips = swaying(BACK, push, still, fps=24, freedom=1.0, wind=0.0)
    assert np.abs(lean).max() > 0.01 and np.abs(tips).max() > 0.01
    peak = 12 + int(np.abs(lean[12:20]).argmax())
    assert abs(lean[peak] + tips[peak]) < abs(lean[peak]), "the tips are still on their way"
    assert np.abs(lean[-24:]).max() < 0.25 * np.abs(lean).max()


def test_long_hair_hangs_down_from_a_tilted_head_and_short_hair_does_not() -> None:
    tilted = np.full(48, 8.0)
    long, long_tips = swaying(FRONT, np.zeros(48), tilted, fps=24, freedom=1.0, wind=0.0)
    short, _ = swaying(FRONT, np.zeros(48), tilted, fps=24, freedom=0.55, wind=0.0)
    assert 0.7 * np.tan(np.radians(8)) < long[-1] + long_tips[-1] <= np.tan(np.radians(8))
    assert short[-1] == pytest.approx(0.0)
