"""An episode that was made → its shots with their encodings, their briefs, and where the faces are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.delivery.encode import plane_of
from reelwright.production.makers.picture import FacesAt
from reelwright.production.makers.settings import ShotSettings
from reelwright.stage.brief import Box, FaceBox
from reelwright.studio.make import prepare
from reelwright.studio.series import Series

Luma = NDArray[np.uint8]


@dataclass(frozen=True)
class FaceTrack:
    """Faces at some frames of a shot; between them they move in straight lines."""

    at_frames: tuple[int, ...]
    faces: tuple[tuple[FaceBox, ...], ...]

    def at(self, frame: int) -> tuple[FaceBox, ...]:
        """The faces in a frame."""
        after = bisect_right(self.at_frames, frame)
        if not self.at_frames or after == 0:
            return ()
        before = after - 1
        if after == len(self.at_frames) or self.at_frames[before] == frame:
            return self.faces[before]
        share = (frame - self.at_frames[before]) / (self.at_frames[after] - self.at_frames[before])
        later = {face.character: face for face in self.faces[after]}
        return tuple(
            FaceBox(
                character=face.character,
                face=_between(face.face, later[face.character].face, share),
                mouth=_between(face.mouth, later[face.character].mouth, share),
            )
            for face in self.faces[before]
            if face.character in later
        )


@dataclass(frozen=True)
class ShotFootage:
    """One shot of the film. ``start_frame`` counts from the film's first."""

    address: str
    start_frame: int
    settings: ShotSettings
    clean: Path
    captioned: Path
    faces: FaceTrack

    @property
    def fps(self) -> float:
        return float(self.settings.brief.rate.fraction)


def footage_of(
    series: Series, number: int = 1, shot_count: int | None = None, *, is_stale_good: bool = False
) -> tuple[ShotFootage, ...]:
    """The shots of an episode that has been made, or its first ``shot_count``; with ``is_stale_good`` as
    they were made last. Raises ``RuntimeError`` when one is missing."""
    prepared = prepare(series, [number])
    store = prepared.build.store
    if is_stale_good:
        last = store.remembered(prepared.build.scope)
        made = {address: store.made(key) for address, key in last.items()}
    else:
        made = {s.step.address: s.made for s in prepared.build.status()}
    shots, start_frame = [], 0
    for shot in prepared.plans[0].storyboard.shots[:shot_count]:
        address = f"{number}/shot/{shot.id}"
        record = made.get(address)
        action = None if record is None else store.action(record.key)
        if record is None or action is None:
            raise RuntimeError(f"{address} is not there or not current: run reelwright make -e {number}")
        settings = msgspec.json.decode(action.settings, type=ShotSettings)
        seen = msgspec.json.decode(store.read(record.outputs["faces.json"]), type=list[FacesAt])
        shots.append(
            ShotFootage(
                address=address,
                start_frame=start_frame,
                settings=settings,
                clean=store.path(record.outputs["clean.mp4"]),
                captioned=store.path(record.outputs["captioned.mp4"]),
                faces=FaceTrack(tuple(f.frame for f in seen), tuple(f.faces for f in seen)),
            )
        )
        start_frame += settings.brief.frame_count
    return tuple(shots)


def decoded(path: Path) -> Iterator[Any]:
    """The frames of a film, in order, as yuv420p."""
    with av.open(str(path)) as container:
        yield from container.decode(video=0)


def luma_of(frame: Any) -> Luma:
    """The luma plane of a frame: uint8 (height, width)."""
    return plane_of(frame, 0)


def crop(picture: NDArray[Any], box: Box) -> NDArray[Any]:
    """The pixels of a box, cut off at the picture's edge; may be empty."""
    height, width = picture.shape[:2]
    x0, y0 = max(0, round(box.x)), max(0, round(box.y))
    x1, y1 = min(width, round(box.x + box.width)), min(height, round(box.y + box.height))
    return picture[y0 : max(y0, y1), x0 : max(x0, x1)]


def share_inside(box: Box, width: int, height: int) -> float:
    """The part of a box that lies in the frame."""
    across = min(box.x + box.width, width) - max(box.x, 0)
    down = min(box.y + box.height, height) - max(box.y, 0)
    return max(0.0, across) * max(0.0, down) / max(1e-9, box.width * box.height)


def grown(box: Box, left: float, top: float, right: float, bottom: float) -> Box:
    """A box with shares of its width and height added on each side."""
    return Box(
        box.x - left * box.width,
        box.y - top * box.height,
        box.width * (1 + left + right),
        box.height * (1 + top + bottom),
    )


def percent(values: Sequence[bool]) -> str:
    """How many hold, of how many."""
    return f"{sum(values)} of {len(values)}"


def _between(first: Box, second: Box, share: float) -> Box:
    return Box(
        *(
            a + (b - a) * share
            for a, b in zip(msgspec.structs.astuple(first), msgspec.structs.astuple(second), strict=True)
        )
    )
