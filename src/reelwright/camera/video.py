"""A video that another program filmed → a take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

from reelwright.drawing.affine import scaling
from reelwright.drawing.compositor import Layer
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.errors import BuildFailed, Notice
from reelwright.stage.brief import FaceBox, ShotBrief

_SHAPE_TOLERANCE = 0.02
"""How far the shape of a video may be from the film's before it would be seen to be stretched."""


def check_video(path: Path, brief: ShotBrief) -> None:
    """Raises ``BuildFailed`` unless the file is a video of the brief's number of frames and of its shape; its
    size and its rate may be others."""
    try:
        with av.open(str(path)) as video:
            stream = video.streams.video[0]
            shape = stream.width / stream.height
            count = sum(1 for _ in video.decode(stream))
    except (av.error.FFmpegError, IndexError, ZeroDivisionError) as problem:
        reason = getattr(problem, "strerror", "") or problem
        raise BuildFailed(f"What came is not a video: {reason}") from problem
    if count != brief.frame_count:
        raise BuildFailed(f"The video has {count} frames instead of {brief.frame_count}")
    wanted = brief.width / brief.height
    if abs(shape / wanted - 1) > _SHAPE_TOLERANCE:
        raise BuildFailed(
            f"The video is of the shape {shape:.3f} instead of {wanted:.3f} ({brief.width}×{brief.height})"
        )


class VideoTake:
    """Frames of a file, in order, scaled to the brief's size. Nobody knows where its faces are, so captions
    stand where they stand without faces."""

    def __init__(self, path: Path, brief: ShotBrief) -> None:
        self.frame_count = brief.frame_count
        self._path = path
        self._size = (brief.width, brief.height)
        self._frames: Iterator[tuple[int, Any]] = iter(())
        self._at = -1
        self._layer: Layer | None = None

    @property
    def notices(self) -> tuple[Notice, ...]:
        return ()

    def layers(self, frame: int) -> list[Layer]:
        if frame < self._at or self._layer is None:
            self._frames, self._at = self._decoded(), -1
        if frame != self._at:
            picture = next(picture for at, picture in self._frames if at == frame)
            across, down = self._size[0] / picture.width, self._size[1] / picture.height
            self._at, self._layer = frame, (_sprite(picture), scaling(across, ky=down))
        assert self._layer is not None
        return [self._layer]

    def faces(self, frame: int) -> tuple[FaceBox, ...]:
        return ()

    def _decoded(self) -> Iterator[tuple[int, Any]]:
        with av.open(str(self._path)) as video:
            yield from enumerate(video.decode(video.streams.video[0]))


def _sprite(picture: Any) -> Sprite:
    rgba = np.ascontiguousarray(picture.to_ndarray(format="rgba"))
    rgba[..., 3] = 255
    return bake_sprite(rgba, opaque=True, dither=False)


__all__ = ["VideoTake", "check_video"]
