"""A filmed shot → a folder of guides for another engine: guides.json, key frames and their depth."""

from __future__ import annotations

from pathlib import Path

import cv2
import msgspec

from reelwright.delivery.stills import png_bytes
from reelwright.errors import BadInput
from reelwright.stage.guides import depth_map, guides_of
from reelwright.stage.perform import Take
from reelwright.studio.look.layout import Listen, in_silence
from reelwright.studio.look.shots import FilmedShot
from reelwright.studio.outputs import write_if_changed


def write_guides(
    shot: FilmedShot, folder: Path, *, every_depth: bool = False, listen: Listen = in_silence
) -> list[Path]:
    """Write ``guides.json``, and for each key frame ``frame-NNNN.png`` (clean, full size) and
    ``depth-NNNN.png`` (16 bits, a quarter of the size); with ``every_depth`` the depth of every frame.

    Raises ``BadInput`` for a shot of a camera that has no stage behind it.
    """
    take = shot.take
    if not isinstance(take, Take):
        raise BadInput(
            f"The camera {shot.settings.engine!r} has no guides to hand over",
            where=shot.brief.shot.id,
            next_step="Set engines.camera to built-in in series.toml.",
        )
    guides = guides_of(take, shot.brief)
    document = msgspec.json.format(msgspec.json.encode(guides, order="deterministic"), indent=1)
    paths = [folder / "guides.json"]
    write_if_changed(paths[0], document + b"\n")
    deep = range(guides.frame_count) if every_depth else guides.keyframes
    total = len(guides.keyframes) + len(deep)
    for done, frame in enumerate(guides.keyframes):
        listen(done, total, f"frame {frame}")
        paths.append(folder / f"frame-{frame:04d}.png")
        write_if_changed(paths[-1], png_bytes(shot.picture(frame, is_clean=True)))
    for done, frame in enumerate(deep, start=len(guides.keyframes)):
        listen(done, total, f"depth {frame}")
        paths.append(folder / f"depth-{frame:04d}.png")
        depth = depth_map(take, frame, guides.width, guides.height)
        write_if_changed(paths[-1], bytes(cv2.imencode(".png", depth)[1]))
    listen(total, total, "")
    return paths
