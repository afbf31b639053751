"""Two people in two places → one frame, parted by a slanted line: the two ends of a telephone.

The first person stands in the upper part; the second, in a place and light of their own, slides in below.
Nothing needs a mask but the second place: the line is above the second head and over the first body.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import msgspec
import numpy as np

from reelwright.drawing.affine import IDENTITY, Affine, multiply, scaling, translation
from reelwright.drawing.canvas import pixels, surface
from reelwright.drawing.compositor import Layer
from reelwright.drawing.ink import fill, path_of
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.errors import Notice
from reelwright.stage.brief import Box, FaceBox, ShotBrief
from reelwright.stage.flattening import photographed
from reelwright.stage.perform import Take
from reelwright.storyboard.documents import Elsewhere, Subject

VERSION = 1
"""Part of every key: raise it when the halves are cut differently."""
_UP, _DOWN = -0.094, 0.401
"""How far the upper and the lower picture are moved, as a part of the height."""
_MIDDLE, _SLOPE_PX = 0.5, 92.0
_LINE_PX = 15.0
_SLIDE_RATE = 0.42
_STEP = 2


def is_split(brief: ShotBrief) -> bool:
    """Whether there are two people for the two halves; else a split screen is a single."""
    there = {actor.key for actor in brief.actors}
    return (
        brief.shot.framing == "split-screen" and sum(s.character in there for s in brief.shot.subjects) >= 2
    )


class SplitTake:
    """A split screen, performed as two takes of a single each."""

    def __init__(self, brief: ShotBrief, cache: SpriteCache) -> None:
        self._brief, self._cache = brief, cache
        self.frame_count = brief.frame_count
        here, there = (_half(brief, n) for n in (0, 1))
        self._upper, self._lower = Take(here, cache), Take(there, cache)
        self._size = (brief.width, brief.height)
        self._fps = brief.rate.numerator / brief.rate.denominator
        self._identity = key_of("split", VERSION, msgspec.to_builtins(there.shot), *self._size)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was played otherwise than asked for, in either half."""
        return (*self._upper.notices, *self._lower.notices)

    def layers(self, frame: int) -> list[Layer]:
        """The picture of a frame, back to front."""
        up, down = self._moved(_UP), self._moved(_DOWN)
        slide = self._slide(frame)
        behind, people, front = self._upper.groups(frame)
        layers = [(sprite, multiply(up, m)) for sprite, m in (*behind, *people)]
        # The glow behind the second head would shine over the line.
        others = [layer for layer in self._lower.groups(frame)[1] if layer[0].mode != "add"]
        layers.append((self._place_below, multiply(slide, down)))
        layers += [(sprite, multiply(slide, multiply(down, m))) for sprite, m in others]
        line = self._cache.sprite(key_of("split line", VERSION, *self._size), self._line)
        return [*layers, (line, slide), *front]

    def faces(self, frame: int) -> tuple[FaceBox, ...]:
        """The faces of both halves."""
        found = []
        slide = self._slide(frame)
        for take, share, aside in ((self._upper, _UP, 0.0), (self._lower, _DOWN, slide[2])):
            for face in take.faces(frame):
                down = share * self._size[1]
                found.append(
                    msgspec.structs.replace(
                        face,
                        face=_shifted(face.face, aside, down),
                        mouth=_shifted(face.mouth, aside, down),
                    )
                )
        return tuple(found)

    # -- inside ----------------------------------------------------------------------------------

    def _moved(self, share: float) -> Affine:
        return translation(0.0, share * self._size[1])

    def _slide(self, frame: int) -> Affine:
        left = math.exp(-frame * 24 / self._fps * _SLIDE_RATE)
        return IDENTITY if left < 0.003 else translation(left * self._size[0] * 1.1, 0.0)

    def _line_y(self, x: Any) -> Any:
        """Where the line is at ``x``, in pixels of the frame."""
        width, height = self._size
        return height * _MIDDLE + _SLOPE_PX * width / 1080 * (0.5 - x / width)

    @cached_property
    def _place_below(self) -> Sprite:
        """The second place, still, without what would reach over the line."""

        def make() -> Sprite:
            width, height = self._size
            rgba = photographed(self._lower.groups(0)[0], width, height, step=_STEP)
            rows = (np.arange(rgba.shape[0])[:, None] + 0.5) * _STEP + _DOWN * height
            line = self._line_y((np.arange(rgba.shape[1])[None, :] + 0.5) * _STEP)
            rgba[rows < line] = 0
            return bake_sprite(rgba, local=scaling(_STEP))

        return self._cache.sprite(key_of(self._identity, "place below"), make)

    def _line(self) -> Sprite:
        width, height = self._size
        k = width / 1080
        high = math.ceil((_SLOPE_PX + 80) * k)
        top = height * _MIDDLE - high / 2
        sheet = surface(math.ceil(width * 1.2), high)
        canvas = sheet.getCanvas()
        for thick, colour, alpha in ((_LINE_PX + 22, "#000000", 0.35), (_LINE_PX, "#ffffff", 1.0)):
            ends = [(x, self._line_y(x - width * 0.1) - top) for x in (0.0, width * 1.2)]
            half = thick / 2 * k
            points = [(ends[0][0], ends[0][1] - half), (ends[1][0], ends[1][1] - half)]
            points += [(ends[1][0], ends[1][1] + half), (ends[0][0], ends[0][1] + half)]
            canvas.drawPath(path_of(np.array(points)), fill(colour, alpha))
        return bake_sprite(pixels(sheet), local=translation(-width * 0.1, top))


def _half(brief: ShotBrief, number: int) -> ShotBrief:
    """The brief of one person alone, here or elsewhere."""
    shot = brief.shot
    subject = shot.subjects[number]
    facing = "right" if number == 0 else "left"
    alone = msgspec.structs.replace(
        subject, side="left" if number == 0 else "right", facing=facing, role=_role(subject)
    )
    shot = msgspec.structs.replace(
        shot, framing="medium", subjects=(alone,), move="hold", name_card=None, accents=(), elsewhere=None
    )
    if number and isinstance(brief.shot.elsewhere, Elsewhere):
        there = brief.shot.elsewhere
        shot = msgspec.structs.replace(
            shot,
            place=there.place,
            setting=there.setting,
            time_of_day=there.time_of_day,
            weather=there.weather,
        )
    # An author's own pictures are of the first place.
    own = brief.own_place if number == 0 else None
    return msgspec.structs.replace(brief, shot=shot, seed=brief.seed + number, own_place=own)


def _role(subject: Subject) -> str:
    return "listener" if subject.role == "foreground" else subject.role


def _shifted(box: Box, right: float, down: float) -> Box:
    return Box(box.x + right, box.y + down, box.width, box.height)
