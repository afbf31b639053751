"""A camera that shows a plain card for as long as a shot lasts, and how it is installed beside the program.

It takes a small part of what the stage does, so that a season of thousands of shots stands in minutes; its
encoding, captions, records and files are those of any shot.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from reelwright.build import digest_of_bytes
from reelwright.camera.camera import Take
from reelwright.drawing.affine import IDENTITY
from reelwright.drawing.compositor import Layer
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache
from reelwright.errors import Notice
from reelwright.stage.brief import FaceBox, ShotBrief

_INFO = "reelwright_slate-1.0.dist-info"


class SlateCamera:
    """Every shot is a card in a colour of its own."""

    name = "slate"
    version = "1"

    def film(self, brief: ShotBrief, cache: SpriteCache) -> Take:
        return _Card(brief)


class _Card:
    notices: tuple[Notice, ...] = ()

    def __init__(self, brief: ShotBrief) -> None:
        self.frame_count = brief.frame_count
        digest = digest_of_bytes(brief.shot.id.encode())
        self._layers: list[Layer] = [(_painted(brief.width, brief.height, digest[:6]), IDENTITY)]

    def layers(self, frame: int) -> list[Layer]:
        return self._layers

    def faces(self, frame: int) -> tuple[FaceBox, ...]:
        return ()


@cache
def _painted(width: int, height: int, colour: str) -> Sprite:
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[..., :3] = [int(colour[n : n + 2], 16) for n in (0, 2, 4)]
    return bake_sprite(picture, opaque=True)


def install_slate(folder: Path) -> Path:
    """What says that the camera is installed, in ``folder``, which belongs on the path of the program."""
    info = folder / _INFO
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: reelwright-slate\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[reelwright.cameras]\nslate = bench.slate:SlateCamera\n")
    return folder
