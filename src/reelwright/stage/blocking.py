"""A framing and its subjects → where everybody stands, how large, and how they are turned.

Positions are for a frame of 1080 × 1920; ``x, y`` is the middle of the eye line, ``scale`` the pixels of
a head unit (a head is 246 units high). Captions keep to the band below 0.72 of the height.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reelwright.stage.people.beds import FLOOR_Y
from reelwright.storyboard.documents import Framing, Subject

FRAME_WIDTH = 1080
FRAME_HEIGHT = 1920
MOST_IN_TWO_SHOT = 2
MOST_IN_WIDE = 5
_LEAD_ROOM_PX = 56
"""Somebody who looks to one side stands off the middle, towards the other."""
_TWO_OFFSET_PX = 170.0


class _Two(NamedTuple):
    scale: float
    apart_px: float
    eyes_y: float


_TALKING = _Two(2.06, 496.0, 765.0)
_TOUCHING = _Two(1.54, 548.0, 610.0)
"""Further off: hands at the height of the chest stay above the captions."""
_BEDSIDE = _Two(1.5, 590.0, 620.0)
"""A visitor's shoulders leave the face on the pillow free."""

"""Heads of two people: apart far enough for hair to stay off the other's face, on different heights."""
_LYING = 1.0
"""Whoever lies is lower than everybody."""
_BED_UNITS = FLOOR_Y
_SIDE_OF_FACING = {"left": -1.0, "right": 1.0}


@dataclass(frozen=True)
class Placed:
    """One person in the frame. Yaw in degrees, to the right of the picture positive."""

    subject: Subject
    x: float
    y: float
    scale: float
    head_yaw_deg: float
    body_yaw_deg: float
    stance: str = "stand"
    view: Literal["front", "back"] = "front"
    full_figure: bool = False
    is_foreground: bool = False


def placed(
    framing: Framing, subjects: Sequence[Subject], heights: dict[str, float], *, is_touching: bool = False
) -> tuple[Placed, ...]:
    """Everybody in their place, back to front. ``heights`` are people's statures by key, 1.0 for a
    grown woman, 1.07 for a man. ``is_touching``: two people
    need room for what their hands do. More people than a framing holds stand in the nearest that does."""
    if not subjects:
        return ()
    if framing == "over-the-shoulder":
        foreground = [s for s in subjects if s.role == "foreground"]
        others = [s for s in subjects if s.role != "foreground"]
        if foreground and others:
            return (*_alone(others[0], "over-the-shoulder", heights), _shoulder(foreground[0], heights))
        framing = "medium-close-up"
    if framing in ("two-shot", "wide", "medium") and len(subjects) > 1:
        if framing == "two-shot" and len(subjects) <= MOST_IN_TWO_SHOT:
            is_at_bed = any(subject.is_lying for subject in subjects)
            frame = _BEDSIDE if is_at_bed else _TOUCHING if is_touching else _TALKING
            return _two(subjects, heights, frame)
        return _row(subjects[:MOST_IN_WIDE], heights)
    if framing == "wide":
        return _row(subjects, heights)
    focus = next((s for s in subjects if s.role == "speaker"), subjects[0])
    return _alone(focus, framing, heights)


_SINGLES: dict[str, tuple[float, float, float]] = {
    # y of the eyes, scale, yaw of a head turned to a partner
    "close-up": (795.0, 3.8, 16.0),
    "medium-close-up": (705.0, 2.8, 20.0),
    "medium": (600.0, 1.86, 22.0),
    "over-the-shoulder": (705.0, 2.3, 20.0),
}


def _alone(subject: Subject, framing: str, heights: dict[str, float]) -> tuple[Placed, ...]:
    y, scale, yaw = _SINGLES.get(framing, _SINGLES["medium-close-up"])
    side = _SIDE_OF_FACING.get(subject.facing, 0.0)
    # A stature shows as a little height in the frame, not as a smaller head.
    y -= (heights.get(subject.character, 1.0) - 1.03) * 420
    x = FRAME_WIDTH / 2 - side * _LEAD_ROOM_PX * (1.35 if framing == "over-the-shoulder" else 1.0)
    if framing == "over-the-shoulder":
        x -= side * 60
    return (
        Placed(
            subject=subject,
            x=x,
            y=y,
            scale=scale,
            head_yaw_deg=side * yaw,
            body_yaw_deg=side * yaw * 0.55,
            stance=_stance(subject, framing),
        ),
    )


def _shoulder(subject: Subject, heights: dict[str, float]) -> Placed:
    """The back of whoever listens, large at the edge of the frame."""
    at_left = subject.side == "left" or subject.side == "centre"
    side = 1.0 if at_left else -1.0
    return Placed(
        subject=subject,
        x=FRAME_WIDTH * (0.055 if at_left else 0.945),
        y=1010 - (heights.get(subject.character, 1.0) - 1.03) * 500,
        scale=3.35,
        head_yaw_deg=side * 34,
        body_yaw_deg=side * 26,
        view="back",
        is_foreground=True,
    )


def _two(subjects: Sequence[Subject], heights: dict[str, float], frame: _Two) -> tuple[Placed, ...]:
    """Two people half turned to each other, heads on different heights, hair clear of the other's face."""
    ordered = sorted(subjects, key=lambda s: ("left", "centre", "right").index(s.side))
    statures = [
        heights.get(subject.character, 1.0) - (_LYING if subject.is_lying else 0.0) for subject in ordered
    ]
    # The taller one's head is higher; of two alike, whoever listens stands further back, and so higher.
    taller = max(
        range(len(ordered)), key=lambda n: (round(statures[n], 2), ordered[n].role != "speaker", n), default=0
    )
    differ = abs(heights.get(ordered[0].character, 1.0) - heights.get(ordered[-1].character, 1.0))
    offset = _TWO_OFFSET_PX + max(0.0, differ - 0.07) * 700
    people = []
    for number, subject in enumerate(ordered):
        side = 1.0 if number == 0 else -1.0
        is_higher = number == taller
        people.append(
            Placed(
                subject=subject,
                x=FRAME_WIDTH / 2 - side * frame.apart_px / 2,
                y=frame.eyes_y - offset / 2 if is_higher else frame.eyes_y + offset / 2,
                scale=frame.scale * (0.98 if is_higher else 1.02),
                head_yaw_deg=side * 27,
                body_yaw_deg=side * 14,
                stance=_stance(subject, "two-shot"),
            )
        )
    # Whose head is lower stands in front: no shoulder covers a face. A visitor stands before the bed.
    return tuple(sorted(people, key=lambda p: (not p.subject.is_lying, p.y)))


def _row(subjects: Sequence[Subject], heights: dict[str, float]) -> tuple[Placed, ...]:
    """Whole figures side by side, smaller the more they are; the outer ones turned inwards."""
    order = {"left": 0, "centre": 1, "right": 2}
    ordered = sorted(subjects, key=lambda s: order[s.side])
    count = len(ordered)
    scale = {1: 0.80, 2: 0.76, 3: 0.66, 4: 0.56}.get(count, 0.48)
    margin = {1: 540, 2: 300, 3: 205, 4: 165}.get(count, 140)
    feet_y = 1690.0
    people = []
    for number, subject in enumerate(ordered):
        share = number / (count - 1) if count > 1 else 0.5
        x = margin + (FRAME_WIDTH - 2 * margin) * share
        inward = 0.0 if count == 1 else (0.5 - share) * 2
        side = _SIDE_OF_FACING.get(subject.facing, inward)
        stature = heights.get(subject.character, 1.0)
        depth = 0.94 if number % 2 and count > 2 else 1.0
        people.append(
            Placed(
                subject=subject,
                x=x,
                y=feet_y
                - (_BED_UNITS if subject.is_lying else 1640 * stature) * scale * depth
                - (1 - depth) * 900,
                scale=scale * depth,
                head_yaw_deg=side * 24,
                body_yaw_deg=side * 14,
                stance=_stance(subject, "wide"),
                full_figure=True,
            )
        )
    return tuple(sorted(people, key=lambda p: (not p.subject.is_lying, p.scale)))


def _stance(subject: Subject, framing: str) -> str:
    """What the body does: an asked-for gesture where it can be seen, else at rest."""
    if subject.is_lying:
        return "lie"
    if subject.gesture and framing != "close-up":
        return subject.gesture
    if framing in ("medium", "two-shot") and subject.expression == "cold" and subject.role != "speaker":
        return "crossed"
    return "stand"
