"""A shot of a planned series → its frames as pictures, and a preview that moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import msgspec
import numpy as np

from reelwright.build import BuildEvent, Inputs, LocalExecutor
from reelwright.camera import Take, still_frame
from reelwright.delivery.encode import ShotEncoder, downscale, new_frame
from reelwright.delivery.stills import Rgb, rgb_of, thumbnail
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.errors import BadInput
from reelwright.finishing.captions import CaptionLayers
from reelwright.production.engines import camera_named
from reelwright.production.makers.picture import with_pictures
from reelwright.production.makers.settings import ShotSettings
from reelwright.production.sprites import sprite_folder
from reelwright.stage.brief import ShotBrief
from reelwright.studio.look.layout import Listen, in_silence
from reelwright.studio.make import Prepared, run

PREVIEW_WIDTH = 360
PREVIEW_KINDS = (".webp", ".mp4")
_SPRITE_MEMORY_BYTES = 128 << 20
_FACE_STEP_FRAMES = 4
_WEBP_QUALITY = 70
_WEBP_EVERY_FRAMES = 2
"""An animated picture of 12 frames a second is half as large, and still reads as motion."""


def shot_settings(
    prepared: Prepared,
    address: str,
    *,
    jobs: int,
    listen: Callable[[BuildEvent], None] = lambda event: None,
) -> ShotSettings:
    """What the maker of a shot is asked for. The lines that are heard in it are spoken first, if they
    have not been: their length decides the shot's."""
    step = prepared.build.steps[address]
    store = prepared.build.store
    records = run(prepared.build.only(step.needs), LocalExecutor(store.folder, width=jobs), listen)
    planned = step.plan(records, store)
    asked = msgspec.json.decode(planned.settings, type=ShotSettings)
    brief = with_pictures(asked.brief, Inputs(planned.inputs, store))
    return msgspec.structs.replace(asked, brief=brief)


@dataclass(frozen=True)
class FilmedShot:
    """A shot in front of the camera. ``sprites`` is where drawings are kept."""

    settings: ShotSettings
    sprites: SpriteCache

    @property
    def brief(self) -> ShotBrief:
        return self.settings.brief

    @cached_property
    def take(self) -> Take:
        return camera_named(self.settings.engine).film(self.brief, self.sprites)

    @cached_property
    def _compositor(self) -> Compositor:
        return Compositor(self.brief.width, self.brief.height)

    @cached_property
    def _captions(self) -> CaptionLayers:
        brief = self.brief
        return CaptionLayers(
            self.settings.speeches,
            [self.take.faces(frame) for frame in range(0, brief.frame_count, _FACE_STEP_FRAMES)],
            width=brief.width,
            height=brief.height,
            rate=brief.rate,
            frame_count=brief.frame_count,
        )

    def frame_at(self, at_s: float | None) -> int:
        """The frame shown ``at_s`` seconds into the shot, the one of the film's still by default. Raises
        ``BadInput`` for a moment that it does not have."""
        count = self.brief.frame_count
        if at_s is None:
            return still_frame(self.take)
        frame = int(at_s * self.brief.rate.fraction)
        if not 0 <= frame < count:
            length_s = float(count / self.brief.rate.fraction)
            raise BadInput(f"The shot lasts {length_s:.2f} s; there is no second {at_s:g}", where="--at")
        return frame

    def planes(self, frame: int, *, is_clean: bool = False) -> object:
        """A frame in the encoder's form, with its captions unless ``is_clean``."""
        picture = new_frame(self.brief.width, self.brief.height)
        words = [] if is_clean else self._captions.at(frame)
        self._compositor.compose([*self.take.layers(frame), *words], picture)
        return picture

    def picture(self, frame: int, *, is_clean: bool = False) -> Rgb:
        """A frame as RGB."""
        return rgb_of(self.planes(frame, is_clean=is_clean))


def sprites_of(prepared: Prepared) -> SpriteCache:
    """Where the makers of this series keep what they drew."""
    return SpriteCache(sprite_folder(prepared.build.store.folder), _SPRITE_MEMORY_BYTES)


def write_preview(shot: FilmedShot, path: Path, *, width: int, listen: Listen = in_silence) -> None:
    """A silent preview of the whole shot, ``width`` pixels wide: an animated ``.webp``, or ``.mp4``."""
    if path.suffix.lower() not in PREVIEW_KINDS:
        raise BadInput(
            f"A preview is not written as {path.suffix or 'a file without a suffix'}",
            where="--out",
            next_step=f"Name it {' or '.join(f'NAME{kind}' for kind in PREVIEW_KINDS)}.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".mp4":
        _write_mp4(shot, path, width, listen)
    else:
        _write_webp(shot, path, width, listen)


def _write_mp4(shot: FilmedShot, path: Path, width: int, listen: Listen) -> None:
    brief = shot.brief
    size = (width // 4 * 4, round(width * brief.height / brief.width / 4) * 4)
    with ShotEncoder(path, *size, brief.rate, crf=24) as encoder:
        for frame in _told(brief.frame_count, 1, listen):
            encoder.write(downscale(shot.planes(frame), *size))


def _write_webp(shot: FilmedShot, path: Path, width: int, listen: Listen) -> None:
    brief = shot.brief
    pictures = [
        np.ascontiguousarray(thumbnail(shot.picture(frame), width)[..., ::-1])
        for frame in _told(brief.frame_count, _WEBP_EVERY_FRAMES, listen)
    ]
    animation = cv2.Animation()
    animation.frames = pictures
    shown_ms = round(1000 * _WEBP_EVERY_FRAMES / float(brief.rate.fraction))
    animation.durations = [shown_ms] * len(pictures)
    written, data = cv2.imencodeanimation(".webp", animation, [cv2.IMWRITE_WEBP_QUALITY, _WEBP_QUALITY])
    if not written:
        raise ValueError(f"{len(pictures)} frames cannot be written as an animated WebP")
    path.write_bytes(bytes(data))


def _told(frame_count: int, step: int, listen: Listen) -> Iterator[int]:
    for frame in range(0, frame_count, step):
        listen(frame, frame_count, f"frame {frame}")
        yield frame
    listen(frame_count, frame_count, "")
