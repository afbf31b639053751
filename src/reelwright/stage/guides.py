"""A performed shot → what another engine needs to film the same one: key frames, depth, joints, faces.

Coordinates are pixels of the frame; *left* and *right* are the person's own. docs/guides.md is the page.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.affine import IDENTITY, multiply, scaling
from reelwright.drawing.compositor import Compositor, Layer
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.stage.brief import ShotBrief
from reelwright.stage.perform import Take

GUIDES_VERSION = 1
DEPTH_STEP = 4
"""A pixel of a depth map is this many of the frame."""
_FLOOR_FROM, _FLOOR_NEARNESS = 0.5, 0.42
"""From this part of the height down the ground comes nearer, up to this at the lower edge."""

_SKY_NEARNESS = 0.1

Point = tuple[float, float]


class LandmarkAt(msgspec.Struct, frozen=True, array_like=True):
    """A point of a face: x, y, and whether it can be seen (1) or the head hides it (0)."""

    x: float
    y: float
    visible: int = 1


class PersonAt(msgspec.Struct, frozen=True, kw_only=True):
    """One person in one frame. ``view`` is front or back; ``nearness`` is what the depth map says of
    them, 0 far to 1 near. Points may lie outside the frame."""

    character: str
    view: str
    nearness: float
    joints: dict[str, Point]
    face: dict[str, LandmarkAt]


class FrameGuides(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody in one frame, back to front."""

    frame: int
    people: tuple[PersonAt, ...]


class ShotGuides(msgspec.Struct, frozen=True, kw_only=True):
    """One shot. ``keyframes`` are the frames that are handed over as pictures with their depth;
    ``frames`` has every frame."""

    version: int = GUIDES_VERSION
    shot: str
    width: int
    height: int
    frames_per_second: tuple[int, int]
    frame_count: int
    keyframes: tuple[int, ...]
    frames: tuple[FrameGuides, ...]


def guides_of(take: Take, brief: ShotBrief) -> ShotGuides:
    """The tracks of a whole shot. Draws nothing."""
    return ShotGuides(
        shot=brief.shot.id,
        width=brief.width,
        height=brief.height,
        frames_per_second=(brief.rate.numerator, brief.rate.denominator),
        frame_count=brief.frame_count,
        keyframes=key_frames(brief),
        frames=tuple(FrameGuides(frame=f, people=_people(take, f)) for f in range(brief.frame_count)),
    )


def key_frames(brief: ShotBrief) -> tuple[int, ...]:
    """The first frame, the middle of every beat, and the last."""
    ends = [*brief.beat_frames[1:], brief.frame_count]
    middles = [(start + end) // 2 for start, end in zip(brief.beat_frames, ends, strict=True)]
    last = brief.frame_count - 1
    return tuple(sorted({0, *(min(max(0, middle), last) for middle in middles), last}))


def depth_map(take: Take, frame: int, width: int, height: int) -> NDArray[np.uint16]:
    """How near things are in a frame of ``width`` × ``height``: 0 far, 65535 near, at a quarter of the
    frame's size. From the planes of the stage and what each covers; rain and dust are left out."""
    size = (max(2, width // DEPTH_STEP // 2 * 2), max(2, height // DEPTH_STEP // 2 * 2))
    compositor = Compositor(*size, memory_bytes=128 << 20)
    down = np.arange(size[1], dtype=np.float32)[:, None] / size[1]
    floor = np.clip((down - _FLOOR_FROM) / (1 - _FLOOR_FROM), 0, 1) * _FLOOR_NEARNESS
    depth = np.zeros((size[1], size[0]), np.float32)
    for plane in take.planes(frame):
        covered = _covered(compositor, plane.layers, size)
        nearness = np.float32(plane.nearness)
        # The ground under a place comes towards us.
        near = np.maximum(nearness, floor) if plane.is_place and plane.nearness > _SKY_NEARNESS else nearness
        depth = depth * (1 - covered) + near * covered
    return np.asarray(np.clip(depth * 65535 + 0.5, 0, 65535), np.uint16)


def _people(take: Take, frame: int) -> tuple[PersonAt, ...]:
    return tuple(
        PersonAt(
            character=person.character,
            view=person.view,
            nearness=round(person.nearness, 4),
            joints={name: _rounded(point) for name, point in person.joints.items()},
            face={
                name: LandmarkAt(*_rounded((mark.x, mark.y)), int(mark.is_visible))
                for name, mark in person.landmarks.items()
            },
        )
        for person in take.people(frame)
    )


def _rounded(point: Point) -> Point:
    return round(point[0], 2), round(point[1], 2)


def _covered(compositor: Compositor, layers: Sequence[Layer], size: tuple[int, int]) -> NDArray[np.float32]:
    """What layers cover, 0..1: how much a white ground behind them differs from a black one."""
    small = scaling(1 / DEPTH_STEP)
    shrunk = [(sprite, multiply(small, placement)) for sprite, placement in layers]
    white, black = (
        compositor.luma([(_ground(level, *size), IDENTITY), *shrunk]).astype(np.float32) for level in (255, 0)
    )
    return np.asarray(1 - np.clip((white - black) / 219, 0, 1), np.float32)


def _ground(level: int, width: int, height: int) -> Sprite:
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., :3] = level
    return bake_sprite(rgba, opaque=True)
