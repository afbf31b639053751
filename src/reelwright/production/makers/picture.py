"""A shot's brief → three encodings of it, where its faces are, and a still; the poster; the sheet."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from reelwright.build import Inputs, Outputs
from reelwright.build.running import give_memory_back
from reelwright.camera import Camera, Take, still_frame
from reelwright.delivery.encode import ShotEncoder, downscale, new_frame
from reelwright.delivery.stills import contact_sheet, png_bytes, read_png, rgb_of, thumbnail
from reelwright.drawing.compositor import Compositor, Layer
from reelwright.drawing.spritecache import SpriteCache
from reelwright.errors import BuildFailed
from reelwright.finishing.captions import CaptionLayers
from reelwright.production.engines import camera_named
from reelwright.production.makers.settings import PosterSettings, SheetSettings, ShotSettings, cover_sizes
from reelwright.production.sprites import sprite_folder
from reelwright.stage.brief import Actor, FaceBox, OwnLayer, OwnPart, ShotBrief
from reelwright.stage.cards import ai_mark, poster_layers
from reelwright.stage.covers import cover_layers

SPRITE_MEMORY_BYTES = 36 << 20
COMPOSITOR_MEMORY_BYTES = 72 << 20
_BUDGET_PX = 1080 * 1920
"""The frame that these budgets are for; larger ones get as much more."""
STILL_WIDTH = 540
_FACE_STEP_FRAMES = 4
_TRIM_EVERY_FRAMES = 12


class FacesAt(msgspec.Struct, frozen=True):
    """Where the faces are in one frame of a shot."""

    frame: int
    faces: tuple[FaceBox, ...]


@cache
def _camera(name: str) -> Camera:
    return camera_named(name)


@cache
def _sprites(store: Path, width: int, height: int) -> SpriteCache:
    return SpriteCache(sprite_folder(store), _budget(SPRITE_MEMORY_BYTES, width, height))


_Own = TypeVar("_Own", OwnLayer, OwnPart)


@cache
def _compositor(width: int, height: int) -> Compositor:
    return Compositor(width, height, memory_bytes=_budget(COMPOSITOR_MEMORY_BYTES, width, height))


def _budget(size: int, width: int, height: int) -> int:
    return max(size, size * width * height // _BUDGET_PX)


def with_pictures(brief: ShotBrief, inputs: Inputs) -> ShotBrief:
    """The brief with the places in the store where the author's own pictures lie."""
    place = brief.own_place
    if place is not None:
        layers = (_with_path(layer, inputs) for layer in place.layers)
        brief = msgspec.structs.replace(brief, own_place=msgspec.structs.replace(place, layers=tuple(layers)))
    return msgspec.structs.replace(brief, actors=tuple(_in_pictures(actor, inputs) for actor in brief.actors))


def _in_pictures(actor: Actor, inputs: Inputs) -> Actor:
    if actor.own is None:
        return actor
    parts = tuple(_with_path(part, inputs) for part in actor.own.parts)
    return msgspec.structs.replace(actor, own=msgspec.structs.replace(actor.own, parts=parts))


def _with_path(picture: _Own, inputs: Inputs) -> _Own:
    return msgspec.structs.replace(picture, path=str(inputs.path(picture.digest)))


def film_shot(settings: ShotSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``clean.mp4``, ``small.mp4`` (half size) and ``captioned.mp4``: one pass over the shot feeds all
    three. ``faces.json`` says where the faces are every few frames, ``still.png`` is a frame near the
    middle with its captions, at half size."""
    brief = with_pictures(settings.brief, inputs)
    take: Take
    if "video" in inputs.digests:
        from reelwright.camera.video import VideoTake

        take = VideoTake(inputs.path("video"), brief)
    else:
        take = _camera(settings.engine).film(brief, _sprites(inputs.store.folder, brief.width, brief.height))
    if take.frame_count != brief.frame_count:
        raise BuildFailed(
            f"The camera {settings.engine!r} filmed {take.frame_count} frames instead of {brief.frame_count}",
            next_step="Nothing is put in its place. Mend the engine, or take another in series.toml.",
        )
    for notice in take.notices:
        outputs.notice(notice)
    # Painting a place takes a few hundred megabytes for a moment; encoding needs the room next.
    give_memory_back()
    still = still_frame(take)
    faces = [FacesAt(f, take.faces(f)) for f in range(0, brief.frame_count, _FACE_STEP_FRAMES)]
    captions = CaptionLayers(
        settings.speeches,
        [at.faces for at in faces],
        width=brief.width,
        height=brief.height,
        rate=brief.rate,
        frame_count=brief.frame_count,
    )
    names = ("clean.mp4", "small.mp4", "captioned.mp4")
    paths = [outputs.scratch / name for name in names]
    half = (brief.width // 4 * 2, brief.height // 4 * 2)
    with (
        _encoder(paths[0], settings, brief.width, brief.height) as clean,
        _encoder(paths[1], settings, *half, is_copy=True) as small,
        _encoder(paths[2], settings, brief.width, brief.height, is_copy=True) as captioned,
    ):
        for frame in range(brief.frame_count):
            picture, read = _pictures(settings, take, captions, frame)
            clean.write(picture)
            small.write(downscale(picture, *half))
            captioned.write(read)
            if frame % _TRIM_EVERY_FRAMES == 0:
                give_memory_back()
            if frame == still:
                outputs.write("still.png", png_bytes(thumbnail(rgb_of(read), STILL_WIDTH)))
    for name, path in zip(names, paths, strict=True):
        outputs.adopt(name, path)
    outputs.document("faces.json", faces)


def make_poster(settings: PosterSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``poster.png`` (9:16), ``cover-3x4.png`` and ``cover-16x9.png``: the leads before a place of the story,
    with the title; each composed for its shape."""
    brief = with_pictures(settings.brief, inputs)
    cache = _sprites(inputs.store.folder, brief.width, brief.height)
    for name, (width, height) in cover_sizes(brief.width, brief.height).items():
        frame = new_frame(width, height)
        words = poster_layers(
            settings.series_title, settings.tagline, language=settings.language, width=width, height=height
        )
        layers = [*cover_layers(brief, width=width, height=height, cache=cache), *words]
        # A compositor of its own: what was composed before must not decide which tiles are drawn.
        Compositor(width, height).compose(layers, frame)
        outputs.write(name, png_bytes(rgb_of(frame)))
        give_memory_back()


def lay_contact_sheet(settings: SheetSettings, inputs: Inputs, outputs: Outputs) -> None:
    """``contact-sheet.png``: one frame a shot."""
    stills = [read_png(inputs.read(f"{number:04d}")) for number in range(len(settings.labels))]
    outputs.write(
        "contact-sheet.png", png_bytes(contact_sheet(stills, settings.labels, title=settings.title))
    )


def _pictures(settings: ShotSettings, take: Take, captions: CaptionLayers, frame: int) -> tuple[Any, Any]:
    """A frame clean, and as it is read: the second is the first where no caption stands."""
    brief = settings.brief
    compositor = _compositor(brief.width, brief.height)
    picture = new_frame(brief.width, brief.height)
    compositor.compose([*take.layers(frame), *_mark(settings, frame)], picture)
    words = captions.at(frame)
    if not words:
        return picture, picture
    read = new_frame(brief.width, brief.height)
    compositor.compose_over(words, read)
    return picture, read


def _mark(settings: ShotSettings, frame: int) -> list[Layer]:
    """The visible AI mark: it must be seen, so it is in the picture itself."""
    if frame >= settings.mark_frames:
        return []
    return _mark_layers(settings.language, settings.brief.width, settings.brief.height)


@cache
def _mark_layers(language: str, width: int, height: int) -> list[Layer]:
    return ai_mark(language, width=width, height=height)


def _encoder(
    path: Path, settings: ShotSettings, width: int, height: int, *, is_copy: bool = False
) -> ShotEncoder:
    encoder, rate = settings.encoder, settings.brief.rate
    return ShotEncoder(path, width, height, rate, crf=encoder.crf, preset=encoder.preset, is_copy=is_copy)
