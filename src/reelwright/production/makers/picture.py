"""A shot's brief → three encodings of it, where its faces are, and a still; the poster; the sheet."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import av
import msgspec

from reelwright.build import Inputs, Outputs
from reelwright.camera import Camera, Take
from reelwright.delivery.encode import ShotEncoder, downscale
from reelwright.delivery.stills import contact_sheet, png_bytes, read_png, rgb_of
from reelwright.drawing.affine import IDENTITY
from reelwright.drawing.compositor import Compositor
from reelwright.drawing.spritecache import SpriteCache
from reelwright.finishing.captions import CaptionLayers
from reelwright.production.engines import camera_named
from reelwright.production.makers.settings import EncoderSettings, PosterSettings, SheetSettings, ShotSettings
from reelwright.stage.brief import FaceBox
from reelwright.stage.cards import ai_mark, poster

SPRITE_MEMORY_BYTES = 320 << 20
_FACE_STEP_FRAMES = 4


class FacesAt(msgspec.Struct, frozen=True):
    """Where the faces are in one frame."""

    frame: int
    faces: tuple[FaceBox, ...]


@cache
def _camera(name: str) -> Camera:
    return camera_named(name)


@cache
def _sprites(folder: Path) -> SpriteCache:
    return SpriteCache(folder, SPRITE_MEMORY_BYTES)


@cache
def _compositor(width: int, height: int) -> Compositor:
    return Compositor(width, height)


def film_shot(settings: ShotSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``clean.mp4``, ``small.mp4`` (half size) and ``captioned.mp4``: one pass over the shot feeds all
    three. ``faces.json`` says where faces are every few frames, ``still.png`` is the middle frame
    with its captions."""
    brief = settings.brief
    take = _camera(settings.engine).film(brief, _sprites(inputs.store.folder / "sprites"))
    for notice in take.notices:
        outputs.notice(notice)
    faces = [FacesAt(f, take.faces(f)) for f in range(0, brief.frame_count, _FACE_STEP_FRAMES)]
    captions = CaptionLayers(
        settings.speeches,
        [faces_at.faces for faces_at in faces],
        width=brief.width,
        height=brief.height,
        rate=brief.rate,
        frame_count=brief.frame_count,
    )
    names = ("clean.mp4", "small.mp4", "captioned.mp4")
    paths = [outputs.scratch / name for name in names]
    still_frame = brief.frame_count // 2
    with (
        _encoder(paths[0], settings.encoder, brief.width, brief.height, brief.rate.numerator) as clean,
        _encoder(paths[1], settings.encoder, brief.width // 2, brief.height // 2, brief.rate.numerator) as small,
        _encoder(paths[2], settings.encoder, brief.width, brief.height, brief.rate.numerator) as captioned,
    ):
        for frame in range(brief.frame_count):
            picture, with_captions = _frames(settings, take, captions, frame)
            clean.write(picture)
            small.write(downscale(picture, brief.width // 2, brief.height // 2))
            captioned.write(with_captions)
            if frame == still_frame:
                outputs.write("still.png", png_bytes(rgb_of(with_captions)))
    for name, path in zip(names, paths, strict=True):
        outputs.adopt(name, path)
    outputs.document("faces.json", faces)
