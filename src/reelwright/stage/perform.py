"""The brief of one shot → a take: the layers of every frame, and where the faces are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
import numpy as np

from reelwright.drawing.affine import IDENTITY, Affine, multiply, scaling, translation
from reelwright.drawing.compositor import Layer
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.errors import Notice
from reelwright.stage.accents import accent_layers, memory_edges
from reelwright.stage.acting.actor import poses_of
from reelwright.stage.acting.cues import is_touching
from reelwright.stage.acting.troupe import Troupe
from reelwright.stage.blocking import FRAME_WIDTH, MOST_IN_TWO_SHOT, MOST_IN_WIDE, Placed, placed
from reelwright.stage.brief import Actor, FaceBox, ShotBrief
from reelwright.stage.camera_moves import CameraAt, camera_at
from reelwright.stage.cards import card_layers, label_layers
from reelwright.stage.film import developing
from reelwright.stage.focus import RACK_BEGINS_S, Blurred, blur_levels
from reelwright.stage.inserts import Insert
from reelwright.stage.light import in_shade
from reelwright.stage.name_cards import FrozenName
from reelwright.stage.people.landmarks import Landmark
from reelwright.stage.people.picture_rig import rig_of
from reelwright.stage.people.rig import FigurePose, Rig
from reelwright.stage.places import Scenery, place_named, scenery
from reelwright.stage.whips import FRAMES as WHIP_FRAMES
from reelwright.stage.whips import Side, Whip
from reelwright.storyboard.documents import Shot

_FACE_HALF_UNITS = 96.0
"""Half of a head and the air beside it, in head units: weather stays out of it."""
FADE_S = 0.35
_NEARNESS_OF_FOREGROUND = 1.7
FOREGROUND_BLUR_PX = 6.5
_FEET_UNITS = 1655.0
"""From the eye line down to the soles, in head units, for a stature of 1."""
_FADE_LEVELS = 16
_NEAR_PLACE = 0.42
"""The depth of what stands in a place as near as the people."""


class Take:
    """A shot performed by the stage. Frames count from the shot's first; everything is drawn when a
    frame first needs it, and the same frame is always the same."""

    def __init__(self, brief: ShotBrief, cache: SpriteCache) -> None:
        self._brief, self._cache = (
            brief,
            developing(cache, "memory" if brief.shot.is_memory else brief.shot.film),
        )
        cache = self._cache
        self.frame_count = brief.frame_count
        self._notices: list[Notice] = []
        shot = brief.shot
        place, unknown = place_named(shot.place, shot.setting)
        if unknown is not None and brief.own_place is None:
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
            own=brief.own_place,
        )
        self._players = self._cast()
        half = _FACE_HALF_UNITS
        self._scenery.keep_clear(
            [(p.rig.x - half * p.rig.scale, p.rig.x + half * p.rig.scale) for p in self._players]
        )
        self._insert = Insert(shot.insert, self._scenery, brief, cache) if shot.framing == "insert" else None
        if self._insert is not None and self._insert.notice is not None:
            self._notices.append(_at_line(self._insert.notice, shot))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was played otherwise than asked for."""
        return tuple(self._notices)

    def layers(self, frame: int) -> list[Layer]:
        """The picture of a frame, back to front."""
        number = self._whip_number(frame)
        if number is not None:
            return [*self._whip.layer_at(number), *self._curtain(frame)]
        return [*self._picture(frame), *self._curtain(frame)]

    def faces(self, frame: int) -> tuple[FaceBox, ...]:
        """The faces that are seen in a frame."""
        if self._whip_number(frame) is not None:
            return ()
        frame = self._played(frame)
        camera = self._camera(frame)
        found = []
        for player in self._players:
            if player.placed.view == "front" and not player.poses[frame].is_back:
                pose = player.poses[frame]
                face, mouth = player.rig.face(pose, camera.at(player.nearness))
                found.append(
                    FaceBox(
                        character=player.placed.subject.character,
                        face=face,
                        mouth=mouth,
                        lids=round(pose.face.lid_open, 3),
                        lips=round(pose.face.mouth_open, 3),
                    )
                )
        return tuple(found)

    def people(self, frame: int) -> tuple[PersonSeen, ...]:
        """Everybody in a frame with their joints and the points of their faces, back to front; nobody in
        the blur of a whip."""
        if self._whip_number(frame) is not None:
            return ()
        frame = self._played(frame)
        camera = self._camera(frame)
        found = []
        for player in self._players:
            pose, placement = player.poses[frame], camera.at(player.nearness)
            found.append(
                PersonSeen(
                    character=player.placed.subject.character,
                    view=player.placed.view,
                    nearness=self._depth_of(player),
                    joints=player.rig.joints(pose, placement),
                    landmarks=player.rig.landmarks(pose, placement),
                )
            )
        return tuple(found)

    def planes(self, frame: int) -> list[Plane]:
        """What stands at which depth in a frame, back to front: the place's layers, then everybody.
        Weather, glow, shadows and whatever lies on the lens have no depth."""
        frame = self._played(frame)
        camera = self._camera(frame)
        planes = [
            Plane(share * _NEAR_PLACE, _turned(layers, camera.turn), is_place=True)
            for share, layers in self._scenery.planes(camera.backdrop)
        ]
        for player in self._players:
            placement = camera.at(player.nearness)
            planes.append(Plane(self._depth_of(player), player.rig.layers(player.poses[frame], placement)))
        return planes

    def _depth_of(self, player: _Player) -> float:
        """Larger is nearer; somebody whose back we look over stands before everything."""
        size = player.rig.scale * FRAME_WIDTH / self._brief.width
        return 0.95 if player.placed.is_foreground else float(np.clip(0.36 + 0.16 * size, 0.4, 0.9))

    def groups(self, frame: int) -> tuple[list[Layer], list[Layer], list[Layer]]:
        """The place, the people (or the thing) in it, and what is before them, back to front; no fades."""
        shot = self._brief.shot
        played = self._played(frame)
        camera = self._camera(played)
        is_frozen = self._name is not None and frame >= self._freeze
        since_name = self._film_frames(frame - played) if is_frozen else -1.0
        behind = _turned(self._scenery.behind(played, camera.backdrop), camera.turn)
        people: list[Layer] = []
        if self._insert is not None:
            people += self._insert.layers(played, camera.at(1.0))
        elif shot.framing == "card":
            people += card_layers(self._brief, played, self._cache)
        if self._name is not None and since_name >= 0:
            behind += self._name.behind(since_name)
        if self._players:
            people.append((self._glow[0], camera.at(1.0)))
            people += self._shadows(played, camera.at(1.0))
            people += self._figures(played, camera)
        front = _turned(self._scenery.front(played, camera.travel), camera.turn)
        if shot.is_memory:
            front.append(memory_edges(self._brief.width, self._brief.height, self._cache))
        if shot.label:
            front += label_layers(shot.label, self._brief.width, self._brief.height, self._cache)
        front += self._accents(played)
        if self._name is not None and since_name >= 0:
            front += self._name.front(since_name)
        return behind, people, front

    # -- inside ----------------------------------------------------------------------------------

    def _picture(self, frame: int) -> list[Layer]:
        """What the lens sees, without fades."""
        behind, people, front = self.groups(frame)
        return [*behind, *people, *front]

    def _figures(self, frame: int, camera: CameraAt) -> list[Layer]:
        """Everybody, and over them the hands that reach across. Whoever is held is before the one who
        holds; whoever walks away is behind everybody."""
        layers: list[Layer] = []
        for player in sorted(self._players, key=lambda p: p.poses[frame].depth):
            layers += self._figure(player, frame, camera)
        for player in sorted(self._players, key=lambda p: p.poses[frame].hand_depth):
            layers += player.rig_in(frame).layers_over(player.poses[frame], camera.at(player.nearness))
        return layers

    def _figure(self, player: _Player, frame: int, camera: CameraAt) -> list[Layer]:
        """A person sharp, or as one soft sprite where the focus is elsewhere."""
        placement = camera.at(player.nearness)
        level = self._out_of_focus(player, frame)
        if level and player.soft is not None:
            return [player.soft.at(level, placement)]
        return player.rig_in(frame).layers(player.poses[frame], placement)

    def _out_of_focus(self, player: _Player, frame: int) -> int:
        if self._brief.shot.move != "rack-focus" or player.soft is None:
            return 0
        begin_s = min(self.frame_count / self._fps * 0.55, RACK_BEGINS_S)
        if self._brief.shot.framing == "over-the-shoulder":
            begin_s = min(begin_s, 0.3)
        return blur_levels(frame / self._fps - begin_s, starts_sharp=player.starts_sharp)

    def _accents(self, frame: int) -> list[Layer]:
        brief = self._brief
        layers: list[Layer] = []
        for accent in brief.shot.accents:
            begun = brief.beat_frames[min(accent.beat, len(brief.beat_frames) - 1)]
            if accent.kind == "impact" and self._players:
                # A drawn blow lands when its hand does.
                begun = next((hit for hit in self._troupe.hits if hit >= begun), begun)
            layers += accent_layers(
                accent,
                self._film_frames(frame - begun),
                self._film_frames(self.frame_count - frame),
                focus=self._focus,
                width=brief.width,
                height=brief.height,
                cache=self._cache,
            )
        return layers

    # -- standing still, whipping ----------------------------------------------------------------

    @cached_property
    def _freeze(self) -> int:
        """The frame from which the picture stands still, or the end."""
        card = self._brief.shot.name_card
        if card is None or not self._players or not self._brief.beat_frames:
            return self.frame_count
        return self._brief.beat_frames[min(card.beat, len(self._brief.beat_frames) - 1)]

    def _played(self, frame: int) -> int:
        return min(frame, max(0, self._freeze), self.frame_count - 1)

    @cached_property
    def _name(self) -> FrozenName | None:
        card = self._brief.shot.name_card
        if card is None or not self._players:
            return None
        frozen = self._played(self._freeze)
        camera = self._camera(frozen)
        return FrozenName(
            card,
            self._cache,
            self._identity,
            lambda: self._figures(frozen, camera),
            self._brief.width,
            self._brief.height,
        )

    @cached_property
    def _identity(self) -> str:
        """A name for what only this shot looks like."""
        return key_of("shot", msgspec.to_builtins(self._brief))

    def _whip_number(self, frame: int) -> tuple[str, int] | None:
        """Which frame of a whip this is: of the arrival, or of the departure to the next shot."""
        shot = self._brief.shot
        begun = int(self._film_frames(frame))
        if shot.move == "whip" and begun < WHIP_FRAMES:
            return "in", begun
        left = int(self._film_frames(self.frame_count - 1 - frame))
        if shot.transition_out == "whip" and left < WHIP_FRAMES - 1 and frame > WHIP_FRAMES * 2:
            return "out", left
        return None

    @cached_property
    def _whip(self) -> _Whips:
        shot = self._brief.shot
        last = max(0, self.frame_count - 1 - round(WHIP_FRAMES * self._fps / 24))

        def whip(frame: int, side: Side) -> Whip:
            name = key_of(self._identity, frame)
            return Whip(
                self._cache,
                name,
                # Without what hangs before the lens: dark corners would pass as bars.
                lambda: [layer for layer in self._picture(frame) if layer[1] is not IDENTITY],
                self._brief.width,
                self._brief.height,
                side,
            )

        arrival = min(self.frame_count - 1, round(WHIP_FRAMES * self._fps / 24))
        return _Whips(whip(arrival, shot.entry), whip(last, shot.leave))

    def _film_frames(self, frames: float) -> float:
        return frames * 24 / self._fps

    def _cast(self) -> list[_Player]:
        brief = self._brief
        actors = {actor.key: actor for actor in brief.actors}
        subjects = [s for s in brief.shot.subjects if s.character in actors]
        if brief.shot.framing in ("insert", "card"):
            return []
        if brief.shot.framing == "two-shot" and MOST_IN_TWO_SHOT < len(subjects) <= MOST_IN_WIDE:
            self._notices.append(
                Notice(
                    code="too-many-in-frame",
                    message=f"{len(subjects)} people do not fit a two-shot; all are shown, from further away",
                    where=brief.shot.line_id,
                    next_step="Ask for [[shot: wide]], or give them shots of their own.",
                )
            )
        if len(subjects) > MOST_IN_WIDE:
            self._notices.append(
                Notice(
                    code="too-many-in-frame",
                    message=f"{len(subjects)} people are to be in one picture; {MOST_IN_WIDE} are shown",
                    where=brief.shot.line_id,
                    next_step="Give them shots of their own with [[shot: …]].",
                )
            )
        if brief.shot.framing == "two-shot" and len({s.side for s in subjects}) < len(subjects) <= 2:
            self._notices.append(
                Notice(
                    code="same-place",
                    message="Two people are to be in the same place; one is moved aside",
                    where=brief.shot.line_id,
                    next_step="Nothing needs to be done; a wide shot shows everybody.",
                )
            )
        heights = {key: _stature(actor) for key, actor in actors.items()}
        people = placed(brief.shot.framing, subjects, heights, is_touching=is_touching(brief))
        self._troupe = Troupe(brief, people, actors)
        self._notices += self._troupe.notices
        return [self._player(person, actors[person.subject.character]) for person in people]

    def _player(self, person: Placed, actor: Actor) -> _Player:
        brief = self._brief
        rig = self._rig(person, actor)
        nearness = _NEARNESS_OF_FOREGROUND if person.is_foreground else _nearness(person, brief.shot)
        freedom = 0.55 if actor.look.sex == "male" else 1.0
        faces = poses_of(person.subject, brief, yaw_deg=person.head_yaw_deg, hair_freedom=freedom)
        poses = self._troupe.poses(person.subject.character, faces)
        if brief.shot.move != "rack-focus":
            turns = any(pose.is_back for pose in poses)
            behind = self._rig(replace(person, view="back"), actor) if turns else None
            return _Player(person, rig, poses, nearness, behind=behind)
        starts_sharp = person.is_foreground or (
            brief.shot.framing != "over-the-shoulder" and person.subject.role == "speaker"
        )
        # Whoever is out of focus holds still: as they were when the focus left, or will be when it comes.
        turn = min(len(poses) - 1, round(RACK_BEGINS_S * self._fps))
        # Nobody is held in a blink.
        held = max(poses[max(0, turn - 8) : turn + 1], key=lambda pose: pose.face.lid_open)
        name = key_of(self._identity, person.subject.character)
        soft = Blurred(self._cache, name, lambda: rig.layers(held, IDENTITY), brief.width, brief.height)
        return _Player(person, rig, poses, nearness, soft, starts_sharp)

    def _rig(self, person: Placed, actor: Actor) -> Rig:
        brief = self._brief
        k = brief.width / FRAME_WIDTH
        # A rack focus may begin on whoever stands before the lens.
        is_soft = person.is_foreground and brief.shot.move != "rack-focus"
        return rig_of(
            actor,
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
            blur_px=FOREGROUND_BLUR_PX if is_soft else 0.0,
        )

    @cached_property
    def _glow(self) -> Layer:
        shape = (self._brief.height // 8, self._brief.width // 8)
        covered = np.zeros(shape, np.float32)
        for player in self._players:
            if not player.placed.is_foreground:
                covered = np.maximum(covered, player.rig.silhouette())
        return self._scenery.glow(covered)

    def _shadows(self, frame: int, camera: Affine) -> list[Layer]:
        """Under the soles of whole figures, wherever they have gone: without it they float."""
        layers: list[Layer] = []
        k = self._brief.width / FRAME_WIDTH
        for player, shadow in zip(self._players, self._shadow_sprites, strict=True):
            if shadow is not None:
                pose, rig = player.poses[frame], player.rig
                gone = translation(pose.step_x * k, pose.step_y * k)
                layers.append((shadow, multiply(camera, multiply(gone, scaling(pose.size, rig.x, rig.y)))))
        return layers

    @cached_property
    def _shadow_sprites(self) -> list[Sprite | None]:
        return [
            _shadow(player.rig) if player.placed.full_figure and not player.placed.subject.is_lying else None
            for player in self._players
        ]

    @cached_property
    def _focus(self) -> tuple[float, float]:
        """What the shot is about, in frame pixels: the one face, or the middle of what is seen."""
        brief = self._brief
        seen = [p for p in self._players if not p.placed.is_foreground]
        if len(seen) == 1:
            return (float(seen[0].rig.x), float(seen[0].rig.y))
        speaker = next((p for p in seen if p.placed.subject.role == "speaker"), None)
        if speaker is not None and brief.shot.move in ("crash-zoom", "push-in", "dolly-zoom"):
            return (speaker.rig.x * 0.6 + brief.width * 0.2, speaker.rig.y)
        return (brief.width * 0.5, brief.height * 0.42)

    @cached_property
    def _hits(self) -> tuple[int, ...]:
        """Frames in which a blow lands."""
        starts = self._brief.beat_frames
        if self._players and self._troupe.hits:
            return self._troupe.hits
        return tuple(
            starts[min(accent.beat, len(starts) - 1)]
            for accent in self._brief.shot.accents
            if accent.kind == "impact" and starts
        )

    def _camera(self, frame: int) -> CameraAt:
        brief = self._brief
        return camera_at(
            brief.shot.move,
            frame,
            brief.frame_count,
            focus=self._focus,
            frame_width=brief.width,
            frame_height=brief.height,
            fps=self._fps,
            seed=brief.seed,
            hits=self._hits,
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
class PersonSeen:
    """One person in one frame, in frame pixels; ``nearness`` 0 far to 1 near."""

    character: str
    view: str
    nearness: float
    joints: dict[str, tuple[float, float]]
    landmarks: dict[str, Landmark]


@dataclass(frozen=True)
class Plane:
    """Layers that stand at one depth: ``nearness`` 0 far to 1 near."""

    nearness: float
    layers: list[Layer]
    is_place: bool = False


@dataclass(frozen=True)
class _Player:
    """A person on the stage: where, drawn by what, posed how in each frame."""

    placed: Placed
    rig: Rig
    poses: Sequence[FigurePose]
    nearness: float = 1.0
    """How much of the camera's travel moves them: more before, less behind."""
    soft: Blurred | None = None
    starts_sharp: bool = False
    behind: Rig | None = None

    def rig_in(self, frame: int) -> Rig:
        """What draws them in a frame: their back once they have turned away."""
        return self.behind if self.behind is not None and self.poses[frame].is_back else self.rig


@dataclass(frozen=True)
class _Whips:
    """The whip by which a shot comes, and the one by which it goes."""

    arrival: Whip
    departure: Whip

    def layer_at(self, number: tuple[str, int]) -> list[Layer]:
        which, frame = number
        return [(self.arrival if which == "in" else self.departure).layer(frame)]


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


def _turned(layers: Sequence[Layer], turn: Affine) -> list[Layer]:
    """Layers as the camera's turn moves them; what hangs before the lens (the vignette) stays."""
    return [(sprite, m if m is IDENTITY else multiply(turn, m)) for sprite, m in layers]


def _nearness(person: Placed, shot: Shot) -> float:
    """Of two people one stands nearer to us: in a two-shot the lower head, in a wide the larger figure."""
    if shot.framing in ("two-shot", "wide"):
        return (
            1.0
            + (person.scale - 1.7) * 0.02
            + (person.y - 765) / 1920 * (1.2 if shot.framing == "two-shot" else 0.0)
        )
    return 1.0


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
