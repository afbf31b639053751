"""A look, an outfit, a framing and a light → the lit layers of one person for any pose of the head.

Everything is drawn when it is first asked for, at quantised states, and kept in the sprite cache under
the digest of what it depends on. A head is drawn as vectors every ``KEY_STEP_DEG`` of yaw; in between it
is warped by depth, never by more than ``WARP_STEP_DEG``. Features are drawn at the exact (quantised) yaw
on crops of the head.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Literal

import cv2
import msgspec
import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.casting.documents import Look, Outfit
from reelwright.drawing.affine import IDENTITY, Affine, apply, multiply, rotation, scaling, translation
from reelwright.drawing.sprite import Sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.stage.brief import Box
from reelwright.stage.light import Light, relight_maps
from reelwright.stage.people.bodysprites import BodySprites
from reelwright.stage.people.easel import (
    MAP_STEP,
    Picture,
    PixelRect,
    RelightMaps,
    blurred,
    easel_for,
    feather,
)
from reelwright.stage.people.face_state import NEUTRAL, FaceState
from reelwright.stage.people.figure import GAZE_THROUGH_HAIR, Figure, HeadDrawing
from reelwright.stage.people.hair_fall import BEFORE, BEHIND, BESIDE, FROM_BEHIND, Fall, sections
from reelwright.stage.people.head import HeadPose, HeadView
from reelwright.stage.people.landmarks import SIDES, Landmark, landmarks_of
from reelwright.stage.people.mouth import jaw_drop_of
from reelwright.stage.people.posebook import STANCES, stance_named
from reelwright.stage.people.poses import (
    GAZE_STEPS,
    MARK_STEPS,
    MOOD_STEPS,
    MOST_PITCH_DEG,
    MOST_YAW_DEG,
    MOUTH_STEPS,
    PITCH_STEP_DEG,
    WARP_STEP_DEG,
    FigurePose,
    Turn,
    nearest,
    neck_turn,
    numbers,
    quantised,
)
from reelwright.stage.people.turning import PointPairs, hair_points, skin_points, turned, widths

__all__ = ["PEOPLE_VERSION", "FigurePose", "Rig"]

PEOPLE_VERSION = "people-4"
"""Part of every cache key: raise it when a person is drawn differently."""

_NECK_PIVOT_UNITS = 112.0
_JOINTS = {"arm": ("shoulder", "elbow", "wrist"), "leg": ("hip", "knee", "ankle")}
_BACK_DEPTH_UNITS = 85.0
_WARPED_HEADS = 3
"""Angles of the head of which the picture is kept: the features of one are drawn one after the other."""
_UPRIGHT_LEAN_DEG, _NOD_WITH_LEAN = 12.0, 0.5
"""Who leans further than this nods with the trunk, by so much of it."""


class Rig:
    """One person in one framing.

    ``x``, ``y``: the middle of the eye line in the frame; ``scale``: pixels per head unit (a head is 246
    units high). ``stance`` is any gesture's name (the nearest one is drawn). ``view`` "back" shows the
    person from behind; ``full_figure`` adds legs and shoes. ``grade`` is baked in last. ``blur_px`` (sigma
    at 1080 wide) puts a foreground out of focus.
    """

    def __init__(
        self,
        look: Look,
        outfit: Outfit,
        *,
        x: float,
        y: float,
        scale: float,
        light: Light,
        frame_width: int,
        frame_height: int,
        body_yaw_deg: float = 0.0,
        stance: str = "stand",
        view: Literal["front", "back"] = "front",
        full_figure: bool = False,
        cache: SpriteCache,
        grade: NDArray[np.uint8] | None = None,
        blur_px: float = 0.0,
    ) -> None:
        self.x, self.y, self.scale = float(x), float(y), round(float(scale), 3)
        self.frame_width, self.frame_height = frame_width, frame_height
        self.light, self.grade, self.view = light, grade, view
        self.stance_name = stance_named(stance)
        self.stance = STANCES[self.stance_name]
        self.full_figure = full_figure
        self.body_yaw_deg = float(np.clip(nearest(body_yaw_deg, 2.0), -60, 60))
        self.figure = Figure(look, outfit)
        self.easel = easel_for(
            x=self.x,
            y=self.y,
            scale=self.scale,
            frame_width=frame_width,
            frame_height=frame_height,
            full_figure=full_figure,
        )
        self._cache = cache
        self._blur = round(float(blur_px), 1) * frame_width / 1080
        b = self.easel.bounds
        self._identity = (
            PEOPLE_VERSION,
            msgspec.to_builtins(look),
            msgspec.to_builtins(outfit),
            msgspec.to_builtins(light),
            [self.scale, b.x, b.y, b.width, b.height, frame_width],
            [self.body_yaw_deg, view, full_figure, round(float(blur_px), 1)],
            "" if grade is None else grade.tobytes().hex(),
        )
        self._identity_key = key_of(*self._identity)
        self._heads: dict[Turn, HeadDrawing] = {}
        self._key_pictures: dict[tuple[str, Turn], Picture] = {}
        self._warped_heads: dict[Turn, Picture] = {}
        self._last_eyes: tuple[tuple[Turn, FaceState], skia.Picture] | None = None
        self._behinds: dict[Turn, Picture] = {}
        self._back_picture: Picture | None = None
        self._maps: dict[Turn, RelightMaps] = {}
        self._views: dict[tuple[Turn, float], HeadView] = {}
        self._last_placed: tuple[FigurePose, Affine, tuple[Affine, Affine, Affine]] | None = None
        self.body = BodySprites(
            self.figure,
            self.easel,
            light.model_light,
            cache,
            self._identity_key,
            body_yaw_deg=self.body_yaw_deg if view == "front" else -self._back_yaw * 0.5,
            shows_hips=full_figure or b.y + b.height > 540 * self.scale,
            is_back=view == "back",
            bake=self._finished,
            relight=self._relit,
            paint_head=self._paint_head,
            neck_view=lambda neck: self._view(neck, 0.0),
        )

    # ------------------------------------------------------------ what the stage asks for

    def layers(self, pose: FigurePose, camera: Affine) -> list[tuple[Sprite, Affine]]:
        """The person back to front; each placement maps layout pixels to frame pixels."""
        turn, stance = self._turn(pose), pose.body or self.stance
        legs, body, head = self._placements(pose, turn, camera)
        neck = neck_turn(turn)

        behind = self.body.arms(stance, "behind", body, pose.arm_deg)
        is_in_bed = stance.seat == "bed" and self.view == "front"
        lower = None if is_in_bed else self.body.legs(stance)
        if lower is not None:
            behind.append((lower, legs))
        torso = [(self.body.torso(stance, neck), body)]
        torso += self.body.arms(stance, "middle", body, pose.arm_deg)
        if self.view == "back":
            hair = FROM_BEHIND.placements(head, self.scale, pose.sway_back, pose.tips_back)
            return [*behind, *torso, *self._hung(self._back_head(), hair)]
        straps = self.body.straps(stance)
        if straps is not None:
            torso.append((straps, body))
        back = multiply(head, self._back_fit(turn))
        layers = self._hung(
            self._hair_behind(turn), BEHIND.placements(back, self.scale, pose.sway_back, pose.tips_back)
        )
        if is_in_bed:
            layers.insert(0, (self.body.bed("behind"), legs))
        layers += [*behind, *torso]
        beside = BESIDE.placements(head, self.scale, pose.sway_front, pose.tips_front)
        layers += self._hung(self._hair("beside", turn, BESIDE), beside)
        layers.append((self._head(turn), head))
        mood = self._mood(turn, pose.face)
        if mood is not None:
            layers.append((mood, head))
        layers.append((self._mouth(turn, pose.face), head))
        layers.append((self._nose(turn), head))
        layers.append((self._gaze(turn, pose.face), head))
        tears = self._tears(turn, pose.face)
        if tears is not None:
            layers.append((tears, head))
        before = BEFORE.placements(head, self.scale, pose.sway_front, pose.tips_front)
        layers += self._hung(self._hair("before", turn, BEFORE), before)
        through = self._gaze_through_hair(turn, pose.face)
        if through is not None:
            layers.append((through, head))
        marks = self._marks(turn, pose.face)
        if marks is not None:
            layers.append((marks, head))
        if is_in_bed:
            layers.append((self.body.bed("cover"), legs))
        return layers + self.body.arms(stance, "front", body, pose.arm_deg)

    def layers_over(self, pose: FigurePose, camera: Affine) -> list[tuple[Sprite, Affine]]:
        """The arms that lie over everybody in the picture: around somebody, on a shoulder."""
        _, body, _ = self._placements(pose, self._turn(pose), camera)
        return self.body.arms(pose.body or self.stance, "over", body, pose.arm_deg)

    def face(self, pose: FigurePose, camera: Affine) -> tuple[Box, Box]:
        """The box of the face (brow to chin) and of the mouth, in frame pixels."""
        turn = self._turn(pose)
        *_, head = self._placements(pose, turn, camera)
        drop = jaw_drop_of(pose.face)
        view = self._view(turn, nearest(drop, 1.0))
        outline = view.outline[view.outline[:, 1] > -78]
        skin = self.figure.skin
        half = skin.mouth_half_width * pose.face.mouth_width * 1.15
        low = pose.face.mouth_open * 19 + skin.lower_lip + 2
        corners = [
            (-half, skin.mouth_y - skin.upper_lip - 7), (half, skin.mouth_y - skin.upper_lip - 7),
            (-half, skin.mouth_y + low), (half, skin.mouth_y + low),
        ]  # fmt: skip
        return self._box(outline, head), self._box(view.along(corners, 3.0), head)

    def joints(self, pose: FigurePose, camera: Affine) -> dict[str, tuple[float, float]]:
        """Head, neck, shoulders, elbows, wrists, hips, knees and ankles in frame pixels, also those that
        the frame cuts off. *Left* is the person's left."""
        stance = pose.body or self.stance
        legs, body, head = self._placements(pose, self._turn(pose), camera)
        found = {"head": apply(head, 0.0, 0.0)}
        for name, side in SIDES.items():
            # From behind, the person's right is on the right of the picture.
            seen = -side if self.view == "back" else side
            upper, lower, neck = self.body.joints(stance, seen, pose.arm_deg)
            found["neck"] = apply(body, *neck[0].tolist())
            for part, at, points in (("arm", body, upper), ("leg", legs, lower)):
                for joint, point in zip(_JOINTS[part], points.tolist(), strict=True):
                    found[f"{name}_{joint}"] = apply(at, *point)
        return found

    def landmarks(self, pose: FigurePose, camera: Affine) -> dict[str, Landmark]:
        """The points of the face in frame pixels; none from behind."""
        if self.view == "back":
            return {}
        turn = self._turn(pose)
        *_, head = self._placements(pose, turn, camera)
        view = self._view(turn, nearest(jaw_drop_of(pose.face), 1.0))
        points = landmarks_of(view, self.figure.skin, pose.face)
        return {
            name: Landmark(*apply(head, point.x * self.scale, point.y * self.scale), point.is_visible)
            for name, point in points.items()
        }

    def silhouette(self) -> NDArray[np.float32]:
        """Where the person is at rest: float32 0..1, (frame_height // 8, frame_width // 8)."""
        size = (self.frame_width // 8, self.frame_height // 8)
        b = self.easel.bounds
        # A pixel of the silhouette is two of the map (8 / MAP_STEP).
        matrix = np.array([[0.5, 0, (b.x + self.x) / 8], [0, 0.5, (b.y + self.y) / 8]], np.float32)
        small = cv2.warpAffine(self.body.whole_outline(), matrix, size, flags=cv2.INTER_AREA)
        return np.asarray(np.asarray(small, np.float32) / np.float32(255), np.float32)

    # ------------------------------------------------------------ placement

    def _turn(self, pose: FigurePose) -> Turn:
        yaw = float(np.clip(pose.yaw_deg, -MOST_YAW_DEG, MOST_YAW_DEG))
        pitch = self._pitch(pose)
        return Turn(nearest(yaw, WARP_STEP_DEG), nearest(pitch, PITCH_STEP_DEG))

    def _pitch(self, pose: FigurePose) -> float:
        """How far the head nods: with a trunk that bows, too."""
        bowed = _NOD_WITH_LEAN * max(0.0, (pose.body or self.stance).lean_deg - _UPRIGHT_LEAN_DEG)
        return float(np.clip(pose.pitch_deg + bowed, -MOST_PITCH_DEG, MOST_PITCH_DEG))

    def _placements(self, pose: FigurePose, turn: Turn, camera: Affine) -> tuple[Affine, Affine, Affine]:
        """Legs, body and head in the frame. What quantising left over of a turn becomes a small shift."""
        # Asked for several times a frame: by the layers, those over everybody, the faces.
        last = self._last_placed
        if last is None or last[0] is not pose or last[1] != camera:
            last = self._last_placed = (pose, camera, self._placed(pose, turn, camera))
        return last[2]

    def _placed(self, pose: FigurePose, turn: Turn, camera: Affine) -> tuple[Affine, Affine, Affine]:
        px = self.frame_width / 1080
        units = self.scale
        rest_yaw = float(np.clip(pose.yaw_deg, -MOST_YAW_DEG, MOST_YAW_DEG)) - turn.yaw
        rest_pitch = self._pitch(pose) - turn.pitch
        if self.view == "back":
            rest_yaw = rest_pitch = 0.0
        breath_up = -0.55 * units * pose.breath
        hips = 760 * units
        follow = rotation(pose.roll_deg * 0.10, 0, hips)
        placed = multiply(camera, translation(self.x + pose.step_x * px, self.y + pose.step_y * px))
        if pose.size != 1 or pose.width != 1:
            placed = multiply(placed, scaling(pose.size * pose.width, 0, 0, pose.size))
        legs = multiply(placed, self.body.lower(pose))
        stance = pose.body or self.stance
        neck = multiply(placed, self.body.head(stance, pose))
        placed = multiply(placed, self.body.upper(stance, pose))
        swell = scaling(1 + 0.0016 * pose.breath, 0, hips, 1 + 0.0028 * pose.breath)
        shift_x, shift_y = pose.dx * px, pose.dy * px
        body = multiply(
            multiply(placed, translation(shift_x * 0.35, shift_y * 0.25)), multiply(follow, swell)
        )
        head_x = shift_x + 0.9 * units * rest_yaw
        head_y = shift_y + breath_up + 1.2 * units * rest_pitch
        head = multiply(
            multiply(neck, multiply(follow, translation(head_x, head_y))),
            rotation(pose.roll_deg, 0, _NECK_PIVOT_UNITS * units),
        )
        return legs, body, head

    def _box(self, points: NDArray[np.float64], placement: Affine) -> Box:
        x0, y0 = (points.min(0) * self.scale).tolist()
        x1, y1 = (points.max(0) * self.scale).tolist()
        corners = np.array([apply(placement, px, py) for px in (x0, x1) for py in (y0, y1)])
        (left, top), (right, bottom) = corners.min(0).tolist(), corners.max(0).tolist()
        return Box(left, top, right - left, bottom - top)

    # ------------------------------------------------------------ drawing, once per head angle

    def _view(self, turn: Turn, jaw_drop: float) -> HeadView:
        if (turn, jaw_drop) not in self._views:
            self._views[turn, jaw_drop] = self.figure.head_view(turn.pose, jaw_drop)
        return self._views[turn, jaw_drop]

    def _drawing(self, turn: Turn) -> HeadDrawing:
        if turn not in self._heads:
            self._heads[turn] = self.figure.head(turn.pose)
        return self._heads[turn]

    def _head_rect(self) -> PixelRect:
        return self.easel.rect(-175, -262, 175, 200)

    def _key_picture(self, part: str, turn: Turn) -> Picture:
        """``head`` (ears and face), ``beside`` (hair behind the face) or ``before`` (hair in front of
        it), drawn as vectors."""
        if (part, turn) not in self._key_pictures:
            head, light, easel = self._drawing(turn), self.light.model_light, self.easel
            if part == "head":
                picture = easel.picture(self._head_rect(), lambda c: self.figure.draw_head(c, head, light))
            else:
                draw = self.figure.draw_hair_beside if part == "beside" else self.figure.draw_hair_before
                long = easel.rect(-190, -262, 190, 560)
                picture = easel.picture(long, lambda c: draw(c, head, light, easel.detail))
            self._key_pictures[part, turn] = picture
        return self._key_pictures[part, turn]

    def _picture(self, part: str, turn: Turn) -> Picture:
        """A part of the head at any quantised angle: a key, or its neighbour warped by depth."""
        if turn == turn.key:
            return self._key_picture(part, turn)
        if part != "head":
            # Cut into sections at once, and not asked for again.
            return self._warped(part, turn)
        if turn not in self._warped_heads:
            if len(self._warped_heads) >= _WARPED_HEADS:
                self._warped_heads.pop(next(iter(self._warped_heads)))
            self._warped_heads[turn] = self._warped("head", turn)
        return self._warped_heads[turn]

    def _warped(self, part: str, turn: Turn) -> Picture:
        return turned(self._key_picture(part, turn.key), self._points(part, turn), self.scale)

    def _key_parts(self, turn: Turn) -> list[Picture]:
        return [self._key_picture(part, turn) for part in ("beside", "head", "before")]

    def _back_fit(self, turn: Turn) -> Affine:
        """Between two keys the mass behind the head is stretched and moved to where it would be."""
        if turn == turn.key:
            return IDENTITY

        def fit() -> NDArray[np.float32]:
            return np.array(
                widths(self._drawing(turn.key).locks, self.figure.hair.place(turn.pose)), np.float32
            )

        stretch, shift = self._cache.array(self._sprite_key("back-fit", turn.yaw, turn.pitch), fit).tolist()
        lift = -_BACK_DEPTH_UNITS * math.sin(math.radians(turn.pitch - turn.key.pitch))
        return (stretch, 0.0, shift * self.scale, 0.0, 1.0, lift * self.scale)

    def _points(self, part: str, turn: Turn) -> PointPairs:
        """Where a part of the head lies at the key of ``turn``, and where at ``turn``."""
        if part == "head":
            return skin_points(self._view(turn.key, 0.0), self._view(turn, 0.0))
        before, after = self._drawing(turn.key).locks, self.figure.hair.place(turn.pose)
        return hair_points(before, after, "mid" if part == "beside" else "front")

    # ------------------------------------------------------------ light

    def _alpha(self, turn: Turn) -> NDArray[np.uint8]:
        """The whole person as one silhouette, at the size of the relight maps."""
        # With arms that hang, whatever they do: the head's light must not depend on it.
        if self.view == "back":
            head = self.easel.alpha_map([self._back_head_picture()])
        else:
            head = self.easel.alpha_map([self._behind_picture(turn), *self._key_parts(turn)])
        return np.maximum(self.body.outline(), head)

    def _paint_head(self, canvas: skia.Canvas) -> None:
        """Head and hair looking ahead, for the outline."""
        light = self.light.model_light
        if self.view == "back":
            self.figure.draw_head_from_behind(canvas, self.figure.head(self._back_pose), light, 0.0)
        else:
            self.figure.draw_flat_head(canvas, self._drawing(Turn(0.0, 0.0)), light)

    def _relight(self, turn: Turn) -> RelightMaps:
        if turn not in self._maps:
            # Kept apart from the maps, which are quickly made of it: without it a shot that shares its
            # sprites with others would draw head and body anew for their outline.
            key = self._sprite_key("outline", turn.yaw, turn.pitch)
            self._maps[turn] = self._relit(self._cache.array(key, lambda: self._alpha(turn)))
        return self._maps[turn]

    def _relit(self, alpha: NDArray[np.uint8]) -> RelightMaps:
        px_per_map = self.frame_width / 1080 / 4
        near = float(np.clip(self.scale / (2.1 * self.frame_width / 1080), 0.35, 1.15))
        return relight_maps(alpha, self.light, px_per_map * near)

    def _bake(self, picture: Picture, turn: Turn) -> Sprite:
        return self._finished(picture, self._relight(turn))

    def _finished(self, picture: Picture, maps: RelightMaps) -> Sprite:
        if self._blur > 0:
            picture = blurred(picture, self._blur)
        return self.easel.bake(picture, maps, self.grade)

    def _sprite_key(self, kind: str, *state: object) -> str:
        return key_of(self._identity_key, kind, *state)

    # ------------------------------------------------------------ layers

    def _hair_behind(self, turn: Turn) -> list[Sprite]:
        return self._sections("hair-behind", turn.key, BEHIND, lambda: self._behind_picture(turn.key))

    def _hair(self, part: str, turn: Turn, fall: Fall) -> list[Sprite]:
        return self._sections(f"hair-{part}", turn, fall, lambda: self._picture(part, turn))

    def _sections(self, kind: str, turn: Turn, fall: Fall, picture: Callable[[], Picture]) -> list[Sprite]:
        """Hair from roots to tips, each section a sprite of its own."""
        cut: list[Picture] = []

        def part(number: int) -> Sprite:
            if not cut:
                cut.extend(sections(picture(), fall, self.scale))
            return self._bake(cut[number], turn.key)

        keys = [self._sprite_key(kind, turn.yaw, turn.pitch, n) for n in range(len(fall.cuts_y) + 1)]
        return [self._cache.sprite(key, partial(part, number)) for number, key in enumerate(keys)]

    def _hung(self, sprites: list[Sprite], places: list[Affine]) -> list[tuple[Sprite, Affine]]:
        """Sections with their places, tips first: what lies above feathers out over them."""
        return list(zip(sprites, places, strict=True))[::-1]

    def _behind_picture(self, turn: Turn) -> Picture:
        if turn not in self._behinds:
            head, light, easel = self._drawing(turn), self.light.model_light, self.easel
            rect = easel.rect(-260, -262, 260, 620)
            self._behinds[turn] = easel.picture(
                rect, lambda c: self.figure.draw_hair_behind(c, head, light, easel.detail)
            )
        return self._behinds[turn]

    def _head(self, turn: Turn) -> Sprite:
        return self._cache.sprite(
            self._sprite_key("head", turn.yaw, turn.pitch),
            lambda: self._bake(self._picture("head", turn), turn.key),
        )

    # ------------------------------------------------------------ features

    def _jaw_rect(self, turn: Turn) -> PixelRect:
        """Everything that sinks with the chin, edge to edge: the contour must not break."""
        view = self._view(turn, 0.0)
        sinking = view.outline[view.outline[:, 1] > 66]
        top = self.figure.skin.mouth_y - 34
        left, right = float(sinking[:, 0].min()) - 12, float(sinking[:, 0].max()) + 12
        return self.easel.rect(left, top, right, self.figure.skull.chin_y + 26)

    def _patch_rect(self, turn: Turn, at_y: float, half: float, up: float, down: float) -> PixelRect:
        x, y = self._view(turn, 0.0).at(0, at_y).tolist()
        return self.easel.rect(x - half, y - up, x + half, y + down)

    def _patch(self, rgba: NDArray[np.uint8], rect: PixelRect, turn: Turn) -> Sprite:
        """A feathered crop of the head with features on it."""
        mask = feather(rect.width, rect.height, max(2, round(3 * self.scale)))
        soft = np.asarray(cv2.multiply(rgba, mask, scale=1 / 255))
        return self._bake(Picture(soft, rect.x, rect.y), turn.key)

    def _mouth(self, turn: Turn, face: FaceState) -> Sprite:
        state = quantised(face, MOUTH_STEPS)
        drop = nearest(jaw_drop_of(state), 1.6)

        def make() -> Sprite:
            rect = self._jaw_rect(turn)
            view, base = self._jaw(turn, drop, rect)

            def paint(canvas: skia.Canvas) -> None:
                self.figure.draw_mood(canvas, view, state)
                self.figure.draw_mouth(canvas, view, state)

            return self._patch(self.easel.draw(rect, paint, base), rect, turn)

        return self._cache.sprite(self._sprite_key("mouth", turn.yaw, turn.pitch, numbers(state)), make)

    def _jaw(self, turn: Turn, drop: float, rect: PixelRect) -> tuple[HeadView, NDArray[np.uint8]]:
        """The lower face with the chin ``drop`` units down."""
        view = self._view(turn, drop)
        key = self._sprite_key("jaw", turn.yaw, turn.pitch, drop)
        base = self._cache.array(key, lambda: self._draw_jaw(turn, view, rect))
        return view, np.asarray(base)

    def _draw_jaw(self, turn: Turn, view: HeadView, rect: PixelRect) -> NDArray[np.uint8]:
        if view.jaw_drop == 0:
            return self._picture("head", turn).part(rect)
        # The skin goes with the bone, as between two angles of the head.
        margin = MAP_STEP * math.ceil(9 * self.scale / MAP_STEP)
        wide = PixelRect(rect.x - margin, rect.y - margin, rect.width + 2 * margin, rect.height + 2 * margin)
        head = Picture(self._key_picture("head", turn.key).part(wide), wide.x, wide.y)
        return turned(head, skin_points(self._view(turn.key, 0.0), view), self.scale).part(rect)

    def _eyes(self, turn: Turn, state: FaceState) -> skia.Picture:
        """Eyes and brows, kept for the layer over the fringe that asks for them next."""
        if self._last_eyes is None or self._last_eyes[0] != (turn, state):
            drawn = self.figure.record_eyes(self._view(turn, 0.0), state, self.light.model_light)
            self._last_eyes = ((turn, state), drawn)
        return self._last_eyes[1]

    def _gaze_rect(self, turn: Turn) -> PixelRect:
        return self._patch_rect(turn, -8, 76, 50, 42)

    def _gaze(self, turn: Turn, face: FaceState) -> Sprite:
        state = quantised(face, GAZE_STEPS)

        def make() -> Sprite:
            rect = self._gaze_rect(turn)

            def paint(canvas: skia.Canvas) -> None:
                canvas.drawPicture(self._eyes(turn, state))
                self.figure.draw_glasses(canvas, self._view(turn, 0.0))

            return self._patch(self.easel.draw(rect, paint, self._gaze_base(turn, state)), rect, turn)

        return self._cache.sprite(self._sprite_key("gaze", turn.yaw, turn.pitch, numbers(state)), make)

    def _gaze_base(self, turn: Turn, state: FaceState) -> NDArray[np.uint8]:
        """What lies below the eyes: the skin in this mood, and the nose."""
        mood = quantised(state, MOOD_STEPS)

        def make() -> NDArray[np.uint8]:
            rect, view = self._gaze_rect(turn), self._view(turn, 0.0)

            def paint(canvas: skia.Canvas) -> None:
                self.figure.draw_mood(canvas, view, mood)
                self.figure.draw_nose(canvas, view, self.light.model_light)

            return self.easel.draw(rect, paint, self._picture("head", turn).part(rect))

        key = self._sprite_key("gaze-base", turn.yaw, turn.pitch, numbers(mood))
        return np.asarray(self._cache.array(key, make))

    def _gaze_through_hair(self, turn: Turn, face: FaceState) -> Sprite | None:
        """Eyes and brows once more, faint, where a fringe covers them."""
        if self.figure.look.glasses_worn == "sunglasses":
            return None
        cover = self._cache.array(
            self._sprite_key("fringe", turn.key.yaw, turn.pitch),
            lambda: _cover(self._key_picture("before", turn.key).part(self._gaze_rect(turn))),
        )
        if float(np.asarray(cover).ravel()[0]) < 0.02:
            return None
        state = quantised(face, GAZE_STEPS)
        view = self._view(turn, 0.0)

        def make() -> Sprite:
            def paint(canvas: skia.Canvas) -> None:
                canvas.saveLayerAlpha(None, int(255 * GAZE_THROUGH_HAIR))
                canvas.clipPath(view.path, True)
                canvas.drawPicture(self._eyes(turn, state))
                canvas.restore()

            return self._bake(self.easel.picture(self._gaze_rect(turn), paint), turn.key)

        return self._cache.sprite(
            self._sprite_key("gaze-through-hair", turn.yaw, turn.pitch, numbers(state)), make
        )

    def _mood(self, turn: Turn, face: FaceState) -> Sprite | None:
        state = quantised(face, MOOD_STEPS)
        if state == NEUTRAL:
            return None
        view = self._view(turn, 0.0)

        def make() -> Sprite:
            rect = self.easel.rect(-130, -135, 130, 135)
            paint = self.easel.picture(rect, lambda c: self.figure.draw_mood(c, view, state))
            return self._bake(paint, turn.key)

        return self._cache.sprite(self._sprite_key("mood", turn.yaw, turn.pitch, numbers(state)), make)

    def _nose(self, turn: Turn) -> Sprite:
        view = self._view(turn, 0.0)

        def make() -> Sprite:
            rect = self._patch_rect(turn, 30, 46, 46, 50)
            light = self.light.model_light
            return self._bake(
                self.easel.picture(rect, lambda c: self.figure.draw_nose(c, view, light)), turn.key
            )

        return self._cache.sprite(self._sprite_key("nose", turn.yaw, turn.pitch), make)

    def _tears(self, turn: Turn, face: FaceState) -> Sprite | None:
        amount = nearest(max(0.0, face.tears), 0.25)
        if amount == 0:
            return None
        view, state = self._view(turn, 0.0), replace(NEUTRAL, tears=amount)

        def make() -> Sprite:
            rect = self.easel.rect(-110, -30, 110, 140)
            picture = self.easel.picture(rect, lambda c: self.figure.draw_tears(c, view, state))
            return self._bake(picture, turn.key)

        return self._cache.sprite(self._sprite_key("tears", turn.yaw, turn.pitch, amount), make)

    def _marks(self, turn: Turn, face: FaceState) -> Sprite | None:
        state = quantised(face, MARK_STEPS)
        if state == NEUTRAL:
            return None
        view = self._view(turn, 0.0)

        def make() -> Sprite:
            rect = self.easel.rect(-130, -135, 130, 135)
            return self._bake(
                self.easel.picture(rect, lambda c: self.figure.draw_marks(c, view, state)), turn.key
            )

        return self._cache.sprite(self._sprite_key("marks", turn.yaw, turn.pitch, numbers(state)), make)

    # ------------------------------------------------------------ from behind

    @property
    def _back_yaw(self) -> float:
        """How far the head is turned away from straight back."""
        return float(np.clip(self.body_yaw_deg, -30, 30)) or 12.0

    def _back_head(self) -> list[Sprite]:
        return self._sections("head-behind", Turn(0.0, 0.0), FROM_BEHIND, self._back_head_picture)

    @property
    def _back_pose(self) -> HeadPose:
        return HeadPose(180 - self._back_yaw, 2)

    def _back_head_picture(self) -> Picture:
        if self._back_picture is None:
            head = self.figure.head(self._back_pose)
            light, detail = self.light.model_light, self.easel.detail
            self._back_picture = self.easel.picture(
                self.easel.rect(-260, -262, 260, 620),
                lambda c: self.figure.draw_head_from_behind(c, head, light, detail),
            )
        return self._back_picture


def _cover(rgba: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The part of a picture's middle that is covered, as an array of one number."""
    height, width = rgba.shape[:2]
    middle = rgba[height // 6 : -height // 6, width // 8 : -width // 8, 3]
    return np.array([float((middle > 40).mean())], np.float32)
