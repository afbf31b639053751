"""People act: lips close when they must and rest in silence, eyes blink, nothing slides or jumps."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.performance import Phone, Word
from reelwright.stage.acting.actor import poses_of
from reelwright.stage.acting.curves import change
from reelwright.stage.acting.lips import CLOSED, lips_of
from reelwright.stage.blocking import placed
from reelwright.stage.brief import ShotBrief, SpeechInShot
from reelwright.storyboard.documents import Beat, Shot, Subject
from reelwright.timebase import FILM, FrameRate

SAID = ["pau", "m", "ey", "b", "iy", "ay", "w", "ah", "n", "t", "f", "ay", "v", "pau"]


def speech(start_frame: int = 4, phone_s: float = 0.11) -> SpeechInShot:
    phones = tuple(Phone(s, n * phone_s, (n + 1) * phone_s) for n, s in enumerate(SAID))
    words = (Word("Maybe", 0.1, 0.55, 0, 5), Word("I", 0.6, 0.7, 6, 7), Word("want.", 0.75, 1.3, 8, 13))
    return SpeechInShot(
        line_id="a", character="mei", start_frame=start_frame, words=words, phones=phones,
        loudness=tuple([0.7] * 154),
    )  # fmt: skip


def brief(frame_count: int = 160, rate: FrameRate = FILM, expression: str = "angry") -> ShotBrief:
    beat = Beat(kind="line", line_id="a", character="mei", expression=expression, intensity=0.9)
    shot = Shot(id="a.line", line_id="a", scene_id="a", framing="close-up", beats=(beat,))
    return ShotBrief(
        shot=shot,
        frame_count=frame_count,
        beat_frames=(4,),
        actors=(),
        speeches=(speech(),),
        seed=5,
        rate=rate,
    )


def subject(**fields: object) -> Subject:
    return Subject(character="mei", expression="neutral", **fields)  # type: ignore[arg-type]


def test_lips_close_on_every_bilabial_and_labiodental() -> None:
    """Each p, b, m, f, v has a frame with its lips together, close to where it is heard."""
    spoken = speech()
    lips = lips_of([spoken], 60, FILM)
    for phone in spoken.phones:
        if phone.symbol in CLOSED:
            middle = 4 + (phone.start_s + phone.end_s) / 2 * 24
            near = lips.closures[max(0, int(middle) - 3) : int(middle) + 2]
            assert CLOSED[phone.symbol] in near, phone
    poses = poses_of(subject(), brief(), yaw_deg=10)
    closed = [n for n, viseme in enumerate(lips.closures) if viseme == "M"]
    assert all(poses[n].face.mouth_open == 0 for n in closed)


def test_a_mouth_is_still_in_silence_and_others_never_speak() -> None:
    """After the line nothing moves; a hearer's lips stay shut all through."""
    poses = poses_of(subject(), brief(expression="cold"), yaw_deg=10)
    widths = {round(pose.face.mouth_open, 3) for pose in poses[70:]}
    assert widths == {0.0}
    assert max(pose.face.mouth_open for pose in poses[4:40]) > 0.2
    other = Subject(character="leo", expression="cold", role="listener")
    assert max(pose.face.mouth_open for pose in poses_of(other, brief(expression="cold"), yaw_deg=0)) < 0.02


def test_nobody_shouts_without_a_sound() -> None:
    """Fury opens the mouth with the voice; before and after it teeth are clenched."""
    poses = poses_of(subject(), brief(expression="furious"), yaw_deg=10)
    assert max(pose.face.mouth_open for pose in poses[70:]) < 0.25
    assert max(pose.face.mouth_open for pose in poses[4:40]) > 0.3


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_eyes_blink_and_everything_repeats(fps: int) -> None:
    """A blink within six seconds at any rate; the same brief gives the same poses."""
    asked = brief(6 * fps, FrameRate(fps, 1))
    poses = poses_of(subject(), asked, yaw_deg=10)
    assert min(pose.face.lid_open for pose in poses) < 0.2
    assert poses == poses_of(subject(), asked, yaw_deg=10)


def test_a_change_of_face_anticipates_overshoots_and_settles() -> None:
    """First a little the other way, then beyond, then there."""
    weights = [change(t / 2) for t in range(40)]
    assert min(weights) < -0.03 and max(weights) > 1.1 and weights[-1] == 1.0


def test_heads_turn_without_jumps() -> None:
    """No head moves more than three degrees in a frame."""
    yaws = np.array([pose.yaw_deg for pose in poses_of(subject(), brief(200), yaw_deg=18)])
    assert np.abs(np.diff(yaws)).max() < 3.0
    assert np.ptp(yaws) > 2, "and they do move"


@pytest.mark.parametrize(
    "framing", ["close-up", "medium-close-up", "medium", "two-shot", "over-the-shoulder", "wide"]
)
@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_eyes_are_in_the_frame_and_above_the_captions(framing: str, count: int) -> None:
    """Whoever is asked for, faces are seen, and nobody stands in nobody's place."""
    sides = ("left", "right", "centre")
    people = [
        Subject(
            character=f"p{n}", side=sides[n % 3], facing=("right", "left", "camera")[n % 3],  # type: ignore[arg-type]
            role="speaker" if n == 0 else "foreground" if framing == "over-the-shoulder" else "listener",
        )
        for n in range(count)
    ]  # fmt: skip
    found = placed(framing, people, {})  # type: ignore[arg-type]
    assert found
    for person in found:
        if person.view == "front":
            assert 60 < person.x < 1020 and 150 < person.y < 0.72 * 1920
    seats = [(round(p.x), round(p.y)) for p in found]
    assert len(set(seats)) == len(seats)
