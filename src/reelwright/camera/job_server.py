"""The camera that stands elsewhere: ``make`` asks a server for its films, and nothing else can."""

from __future__ import annotations

from reelwright.camera.camera import Take
from reelwright.drawing.spritecache import SpriteCache
from reelwright.errors import BadInput
from reelwright.stage.brief import ShotBrief


class JobServerCamera:
    """Stands for the server where an engine is named; a shot is filmed by a step of its own
    (``makers.remote``), for it is paid for."""

    name = "job-server"
    version = "1"

    def film(self, brief: ShotBrief, cache: SpriteCache) -> Take:
        raise BadInput(
            "A shot of the job server can be seen when it is made, not before",
            where=brief.shot.id,
            next_step="Run reelwright make; sheets and previews are drawn by the built-in camera.",
        )
