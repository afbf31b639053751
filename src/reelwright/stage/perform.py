"""The brief of one shot → a take: the layers of every frame, and where the faces are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reelwright.drawing.affine import IDENTITY, Affine, scaling, translation
from reelwright.drawing.compositor import Layer
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.errors import Notice
from reelwright.stage.acting.actor import poses_of
from reelwright.stage.blocking import FRAME_WIDTH, MOST_IN_WIDE, Placed, placed
from reelwright.stage.brief import Actor, FaceBox, ShotBrief
from reelwright.stage.camera_moves import camera_at
from reelwright.stage.cards import card_layers
from reelwright.stage.inserts import Insert
from reelwright.stage.light import in_shade
from reelwright.stage.people.rig import FigurePose, Rig
from reelwright.stage.places import Scenery, place_named, scenery
from reelwright.storyboard.documents import Shot

FADE_S = 0.35
FOREGROUND_BLUR_PX = 6.5
_FEET_UNITS = 1655.0
"""From the eye line down to the soles, in head units, for a stature of 1."""
_FADE_LEVELS = 16


class Take:
    """A shot performed by the stage. Frames count from the shot's first; everything is drawn when a
    frame first needs it, and the same frame is always the same."""

    def __init__(self, brief: ShotBrief, cache: SpriteCache) -> None:
        self._brief, self._cache = brief, cache
        self.frame_count = brief.frame_count
        self._notices: list[Notice] = []
        shot = brief.shot
        place, unknown = place_named(shot.place, shot.setting)
        if unknown is not None:
            self._notices.append(_at_line(unknown, shot))
        self._fps = brief.rate.numerator / brief.rate.denominator
        self._scenery: Scenery = scenery(
            place,
            time_of_day=shot.time_of_day,
            weather=shot.weather,
            framing=shot.framing,
            side=_clear_side(shot),
            seed=brief.seed,
            width=brief.width,
            height=brief.height,
            cache=cache,
        )
        self._players = self._cast()
        self._insert = Insert(shot.insert, self._scenery, brief, cache) if shot.framing == "insert" else None
        if self._insert is not None and self._insert.notice is not None:
            self._notices.append(_at_line(self._insert.notice, shot))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was played otherwise than asked for."""
        return tuple(self._notices)

    def layers(self, frame: int) -> list[Layer]:
        """The picture of a frame, back to front."""
        camera = self._camera(frame)
        layers = list(self._scenery.behind(frame, camera))
        shot = self._brief.shot
        if self._insert is not None:
            layers += self._insert.layers(frame, camera)
        elif shot.framing == "card":
            layers += card_layers(self._brief, frame, self._cache)
        if self._players:
            layers.append((self._glow[0], camera))
            layers += [(shadow, camera) for shadow in self._shadows]
            for player in self._players:
                layers += player.rig.layers(player.poses[frame], camera)
        layers += self._scenery.front(frame, camera)
        layers += self._curtain(frame)
        return layers

    def faces(self, frame: int) -> tuple[FaceBox, ...]:
        """The faces that are seen in a frame."""
        camera = self._camera(frame)
        found = []
        for player in self._players:
            if player.placed.view == "front":
                face, mouth = player.rig.face(player.poses[frame], camera)
                found.append(FaceBox(character=player.placed.subject.character, face=face, mouth=mouth))
        return tuple(found)

    # -- inside ----------------------------------------------------------------------------------

    def _cast(self) -> list[_Player]:
        brief = self._brief
        actors = {actor.key: actor for actor in brief.actors}
        subjects = [s for s in brief.shot.subjects if s.character in actors]
        if brief.shot.framing in ("insert", "card"):
            return []
        if len(subjects) > MOST_IN_WIDE:
            self._notices.append(
                Notice(
                    code="too-many-in-frame",
                    message=f"{len(subjects)} people are to be in one picture; {MOST_IN_WIDE} are shown",
                    where=brief.shot.line_id,
                    next_step="Give them shots of their own with [[shot: …]].",
                )
            )
        heights = {key: _stature(actor) for key, actor in actors.items()}
        people = placed(brief.shot.framing, subjects, heights)
        return [self._player(person, actors[person.subject.character]) for person in people]

    def _player(self, person: Placed, actor: Actor) -> _Player:
        brief = self._brief
        k = brief.width / FRAME_WIDTH
        rig = Rig(
            actor.look,
            actor.outfit,
            x=round(person.x * k),
            y=round(person.y * k + (brief.height - 1920 * k) / 2),
            scale=person.scale * k,
            light=in_shade(self._scenery.light) if person.is_foreground else self._scenery.light,
            frame_width=brief.width,
            frame_height=brief.height,
            body_yaw_deg=person.body_yaw_deg,
            stance=person.stance,
            view=person.view,
            full_figure=person.full_figure,
            cache=self._cache,
            grade=self._scenery.grade,
            blur_px=FOREGROUND_BLUR_PX * k if person.is_foreground else 0.0,
        )
        freedom = 0.55 if actor.look.sex == "male" else 1.0
        poses = poses_of(person.subject, brief, yaw_deg=person.head_yaw_deg, hair_freedom=freedom)
        return _Player(person, rig, poses)

    @cached_property
    def _glow(self) -> Layer:
        shape = (self._brief.height // 8, self._brief.width // 8)
        covered = np.zeros(shape, np.float32)
        for player in self._players:
            if not player.placed.is_foreground:
                covered = np.maximum(covered, player.rig.silhouette())
        return self._scenery.glow(covered)

    @cached_property
    def _shadows(self) -> list[Sprite]:
        """Under the soles of whole figures: without it they float."""
        return [_shadow(player.rig) for player in self._players if player.placed.full_figure]

    def _camera(self, frame: int) -> Affine:
        brief = self._brief
        focus = (brief.width * 0.5, brief.height * 0.42)
        seen = [p for p in self._players if not p.placed.is_foreground]
        if len(seen) == 1:
            focus = (float(seen[0].rig.x), float(seen[0].rig.y))
        return camera_at(
            brief.shot.move,
            frame,
            brief.frame_count,
            focus=focus,
            frame_width=brief.width,
            fps=self._fps,
            seed=brief.seed,
        )

    def _curtain(self, frame: int) -> list[Layer]:
        """Black over the picture where the shot fades in or out, or is cut to black."""
        shot, last = self._brief.shot, self.frame_count - 1
        fade = max(1.0, FADE_S * self._fps)
        darkness = 0.0
        if shot.transition_in in ("fade", "dip-to-black"):
            darkness = max(darkness, 1 - frame / fade)
        if shot.transition_out == "fade":
            darkness = max(darkness, 1 - (last - frame) / fade)
        if shot.transition_out == "cut-to-black" and last - frame < self._fps * 0.25:
            darkness = 1.0
        level = round(min(1.0, max(0.0, darkness)) * _FADE_LEVELS)
        if not level:
            return []
        size = (self._brief.width, self._brief.height)
        return [(_black(self._cache, level, *size), IDENTITY)]


@dataclass(frozen=True)
class _Player:
    """A person on the stage: where, drawn by what, posed how in each frame."""

    placed: Placed
    rig: Rig
    poses: Sequence[FigurePose]


def perform(brief: ShotBrief, cache: SpriteCache) -> Take:
    """Perform a shot. Whatever is unknown is played as the nearest thing known, with a notice."""
    return Take(brief, cache)


def _black(cache: SpriteCache, level: int, width: int, height: int) -> Sprite:
    """A black sheet over the whole frame, ``level`` of sixteenths dense."""

    def make() -> Sprite:
        rgba = np.zeros((height // 16 + 2, width // 16 + 2, 4), np.uint8)
        rgba[..., 3] = round(level * 255 / _FADE_LEVELS)
        return bake_sprite(rgba, local=scaling(16.0), opaque=True)

    return cache.sprite(key_of("black", level, width, height), make)


def _shadow(rig: Rig) -> Sprite:
    """A soft pool of dark on the ground, a core under the soles."""
    width, height = round(300 * rig.scale) * 2, round(46 * rig.scale) * 2
    across = np.linspace(-1, 1, width)[None, :]
    down = np.linspace(-1, 1, height)[:, None]
    distance = np.sqrt(across**2 + down**2)
    dark = 0.42 * np.clip(1 - distance, 0, 1) ** 1.2 + 0.38 * np.clip(1 - distance * 2.1, 0, 1)
    rgba = np.zeros((height, width, 4), np.uint8)
    rgba[..., 3] = np.clip(dark, 0, 0.8) * 255
    rgba[..., :3] = (rgba[..., 3:] * np.array([0.05, 0.03, 0.09])).astype(np.uint8)
    feet_y = rig.y + _FEET_UNITS * rig.scale
    return bake_sprite(rgba, local=translation(rig.x - width / 2, feet_y - height / 2))


def _clear_side(shot: Shot) -> str:
    """The side of the frame where things may stand in front: where nobody's face is."""
    sides = {subject.side for subject in shot.subjects}
    return "right" if "right" not in sides else "left"


def _stature(actor: Actor) -> float:
    age = actor.look.age_years
    grown = 1.0 if age >= 16 else 0.72 + 0.28 * max(0, age - 4) / 12
    return (1.07 if actor.look.sex == "male" else 1.0) * grown * (0.97 if age >= 65 else 1.0)


def _at_line(notice: Notice, shot: Shot) -> Notice:
    return Notice(
        code=notice.code,
        message=notice.message,
        where=notice.where or shot.line_id,
        next_step=notice.next_step,
    )
