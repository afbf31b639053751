"""The built-in camera: the 2D stage."""

from __future__ import annotations

from reelwright.camera.camera import Take
from reelwright.drawing.spritecache import SpriteCache
from reelwright.stage.brief import ShotBrief
from reelwright.stage.perform import perform
from reelwright.stage.split_screen import SplitTake, is_split


class BuiltInCamera:
    """Films with the stage: no model, no network, no GPU."""

    name = "built-in"
    version = "1"

    def film(self, brief: ShotBrief, cache: SpriteCache) -> Take:
        if is_split(brief):
            return SplitTake(brief, cache)
        return perform(brief, cache)
