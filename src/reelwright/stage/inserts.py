"""A thing that is named → its close-up on a surface of the place, with what moves in it."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.drawing.affine import IDENTITY, Affine, apply, multiply, rotation, scaling, translation
from reelwright.drawing.canvas import crop_to_content, pixels, surface
from reelwright.drawing.colour import mix
from reelwright.drawing.compositor import Layer
from reelwright.drawing.paint import Picture, blur, bytes_of, kuwahara, picture_of
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.errors import Notice
from reelwright.stage.acting.curves import smooth
from reelwright.stage.brief import ShotBrief
from reelwright.stage.chats import Chat
from reelwright.stage.light import Light, relight_maps
from reelwright.stage.places import Scenery
from reelwright.stage.surfaces import surface_sprite
from reelwright.stage.things import THINGS, Thing

VERSION = 3
"""Part of every key: raise it when a thing is drawn differently."""

_CANVAS_PX = 1400
_PART_STEP = 2
_MAP_STEP = 4
_SWEEP_STATES, _SWEEP_STEP = 12, 6
_SWEEP_S, _SWEEP_EVERY_S = 1.0, 2.2
_BASE_WIDTH_PX = 1080
_MIDDLE_Y = 0.5
_SLANT = np.array(
    # Where the corners of a sheet that lies on a table are seen, in canvas pixels from its own square.
    [[0.085, 0.075], [0.915, 0.075], [1.0, 0.96], [0.0, 0.96]],
    np.float32,
)
_NEAREST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ring", ("diamond", "earring", "bracelet", "crown", "jewel", "耳环", "手镯", "王冠", "首饰", "钻")),
    (
        "phone",
        ("tablet", "laptop", "computer", "camera", "recorder", "message", "平板", "电脑", "录音", "微信"),
    ),
    (
        "contract",
        ("paper", "report", "passport", "book", "diary", "certificate", "will", "证", "书", "日记", "报告"),
    ),
    ("glass", ("bottle", "tea", "coffee", "drink", "water", "bowl", "soup", "碗", "酒", "茶", "汤", "瓶")),
    ("knife", ("gun", "pistol", "scissors", "blade", "weapon", "枪", "剪刀", "武器")),
    ("key", ("card", "lock", "badge", "卡", "锁", "令牌")),
    ("cheque", ("money", "bill", "bank", "coin", "gold", "钱", "金", "银")),
    ("photo", ("picture", "portrait", "painting", "mirror", "画", "镜")),
    ("envelope", ("invitation", "ticket", "请柬", "票", "圣旨")),
)
_STAND_IN = "box"


def thing_named(name: str) -> tuple[str, Notice | None]:
    """The thing that is drawn for ``name``: itself, the nearest one, or a gift box with the notice
    ``unknown-thing``."""
    low = name.strip().casefold()
    if low in THINGS:
        return low, None
    nearest = next((thing for thing in THINGS if low and thing in low), "")
    nearest = nearest or next((thing for thing, words in _NEAREST if any(word in low for word in words)), "")
    shown = nearest or _STAND_IN
    notice = Notice(
        code="unknown-thing",
        message=f"Nothing is drawn for “{name}”; a {shown} is shown instead.",
        next_step=f"Name one of: {', '.join(THINGS)}.",
    )
    return shown, notice


class Insert:
    """A close-up of one thing: it comes to rest, a light runs over it, something in it moves."""

    def __init__(self, name: str, scenery: Scenery, brief: ShotBrief, cache: SpriteCache) -> None:
        self.name, self.notice = thing_named(name)
        self.thing: Thing = THINGS[self.name]
        self._cache, self._scenery = cache, scenery
        self._frame_count = max(1, brief.frame_count)
        self._fps = brief.rate.numerator / brief.rate.denominator
        self._size = (brief.width, brief.height)
        self._words = " ".join([*(beat.text for beat in brief.shot.beats), brief.shot.title, name]).strip()
        light, place = scenery.light, scenery.place
        self._tint = mix("#ffffff", light.ambient, 0.5 * light.ambient_strength + 0.2)
        self._key = ("insert", VERSION, self.name, self._words, place, brief.shot.time_of_day, *self._size)
        self._base = self._sprite("thing", self._base_sprite)
        self._chat = Chat(brief, cache) if brief.shot.messages else None
        self._top: Sprite | None = None
        if not self.thing.fills_frame:
            top_key = key_of("insert surface", VERSION, place, brief.shot.time_of_day, *self._size)
            self._top = cache.sprite(
                top_key, lambda: surface_sprite(place, self._tint, light.key, scenery, self._size)
            )

    def layers(self, frame: int, camera: Affine) -> list[Layer]:
        """The surface and the thing on it, over ``Scenery.behind``."""
        width, height = self._size
        middle = (width / 2, height * _MIDDLE_Y)
        seconds = frame / self._fps
        eased = smooth(frame / self._frame_count)
        turned = rotation(-1.2 + 2.4 * eased, *middle)
        near = multiply(camera, multiply(turned, scaling(1.0 + 0.06 * eased, *middle)))
        placed = multiply(near, self._coming(seconds))
        layers: list[Layer] = []
        if self._top is not None:
            layers.append((self._top, multiply(camera, scaling(1.0 + 0.02 * eased, *middle))))
            layers.append(
                (
                    self._sprite("shadow", self._shadow_sprite),
                    multiply(near, self._coming(seconds, shadow=True)),
                )
            )
        if self._chat is not None:
            return [*layers[:1], *self._chat.layers(frame, camera)]
        layers += [(self._part(n, seconds), placed) for n, p in enumerate(self.thing.parts) if p.is_behind]
        layers.append((self._base, placed))
        layers += [
            (self._part(n, seconds), placed) for n, p in enumerate(self.thing.parts) if not p.is_behind
        ]
        return layers + self._lights(seconds, placed)

    # -- movement --------------------------------------------------------------------------------

    def _coming(self, seconds: float, *, shadow: bool = False) -> Affine:
        """How the thing as a whole moves: it slides in and turns, drops and bounces, swings, buzzes."""
        width, height = self._size
        px = width / _BASE_WIDTH_PX
        middle = (width / 2, height * _MIDDLE_Y)
        comes = self.thing.comes
        if comes == "slides":
            left = math.exp(-seconds * 6.0)
            return multiply(translation(-70 * px * left, 330 * px * left), rotation(9 * left, *middle))
        if comes == "drops":
            since = seconds - 0.16
            up = (
                max(0.0, -since / 0.16) ** 2
                if since < 0
                else abs(math.sin(since * 15)) * 0.16 * math.exp(-since * 7)
            )
            turn = -7 * math.exp(-max(0.0, seconds) * 7) * math.cos(seconds * 20)
            lifted = translation(0.0, 0.0 if shadow else -150 * px * up)
            return multiply(lifted, multiply(rotation(turn, *middle), scaling(1 + 0.14 * up, *middle)))
        if comes == "swings":
            turn = 3.4 * math.exp(-seconds * 0.5) * math.sin(seconds * 4.2 + 0.6)
            return rotation(turn, width / 2, height * 0.16)
        if comes == "buzzes" and seconds % 1.15 < 0.62:
            beat = math.sin(seconds * 2 * math.pi * 11)
            return multiply(translation(5.0 * px * beat, 0.0), rotation(0.5 * beat, *middle))
        return IDENTITY

    def _lights(self, seconds: float, placed: Affine) -> list[Layer]:
        """A light that runs over the thing now and then, and sparkles on its bright points."""
        layers: list[Layer] = []
        along = (seconds - 0.25) % _SWEEP_EVERY_S / _SWEEP_S
        if self.thing.shines and seconds >= 0.25 and along < 1:
            state = min(_SWEEP_STATES - 1, int(along * _SWEEP_STATES))
            layers.append((self._sprite(f"sweep {state}", lambda: self._sweep_sprite(state)), placed))
        glint = self._cache.sprite(key_of("glint", VERSION, self._size), lambda: _glint_sprite(self._size[0]))
        for number, (x, y, size) in enumerate(self.thing.glints):
            pulse = math.sin(seconds * 2.3 + number * 2.1) ** 3 * 0.5 + 0.55
            if pulse < 0.12:
                continue
            at = apply(self._to_frame, *self._seen(*apply(rotation(self.thing.turned_deg), x, y)))
            grown = multiply(scaling(size / 100 * pulse), rotation(seconds * 14 + number * 40))
            layers.append((glint, multiply(placed, multiply(translation(*at), grown))))
        return layers

    # -- sprites ---------------------------------------------------------------------------------

    def _sprite(self, kind: str, make: Callable[[], Sprite]) -> Sprite:
        return self._cache.sprite(key_of(*self._key, kind), make)

    @property
    def _high(self) -> int:
        return _CANVAS_PX * 2 if self.thing.fills_frame else _CANVAS_PX

    @property
    def _to_frame(self) -> Affine:
        """Canvas pixels → frame pixels, at rest."""
        width, height = self._size
        k = width / _BASE_WIDTH_PX * self.thing.size
        return multiply(
            translation(width / 2 - k * _CANVAS_PX / 2, height * _MIDDLE_Y - k * self._high / 2), scaling(k)
        )

    @property
    def _slant(self) -> NDArray[np.float32] | None:
        """The perspective in which a thing that lies is seen: canvas → canvas, 3 × 3."""
        if not self.thing.lies:
            return None
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * _CANVAS_PX
        return np.asarray(cv2.getPerspectiveTransform(corners, _SLANT * _CANVAS_PX), np.float32)

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the drawing is in the canvas."""
        u, v = x + _CANVAS_PX / 2, y + self._high / 2
        slant = self._slant
        if slant is None:
            return u, v
        a, b, w = (float(row @ np.array([u, v, 1.0])) for row in slant)
        return a / w, b / w

    def _drawn(self, draw: Callable[[object], None], step: int = 1) -> Picture:
        sheet = surface(_CANVAS_PX // step, self._high // step)
        canvas = sheet.getCanvas()
        canvas.scale(1 / step, 1 / step)
        canvas.translate(_CANVAS_PX / 2, self._high / 2)
        draw(canvas)
        layer = picture_of(pixels(sheet))
        if (slant := self._slant) is not None:
            small = np.diag([step, step, 1.0])
            matrix = np.linalg.inv(small) @ slant @ small
            size = (layer.shape[1], layer.shape[0])
            layer = np.asarray(cv2.warpPerspective(layer, matrix, size, flags=cv2.INTER_AREA), np.float32)
        return layer

    def _base_sprite(self) -> Sprite:
        layer = kuwahara(self._drawn(lambda c: self.thing.draw(c, self._words)), 1)
        return self._lit(layer, 1, is_whole=True)

    def _part(self, number: int, seconds: float) -> Sprite:
        part = self.thing.parts[number]
        state = part.state_at(seconds)
        share = state / max(1, part.states - 1) if not part.loops else state / part.states

        def make() -> Sprite:
            drawn = self._drawn(lambda c: part.draw(c, self._words, share), _PART_STEP)
            return self._lit(drawn, _PART_STEP, is_whole=False)

        return self._sprite(f"part {number} {state}", make)

    def _lit(self, layer: Picture, step: int, *, is_whole: bool) -> Sprite:
        """A layer in the light of its place, as the people there are lit, in the frame."""
        rgba, (left, top) = crop_to_content(bytes_of(layer))
        light = msgspec.structs.replace(
            self._scenery.light,
            ambient_strength=0.5 * self._scenery.light.ambient_strength,
            bottom_strength=0.22,
            # A part is edged by the whole it belongs to.
            rims=self._scenery.light.rims if is_whole else (),
        )
        multiply_map, add_map = _maps(rgba[..., 3], light, step)
        placed = multiply(self._to_frame, multiply(scaling(step), translation(left, top)))
        return bake_sprite(rgba, local=placed, multiply=multiply_map, add=add_map, grade=self._scenery.grade)

    def _shadow_sprite(self) -> Sprite:
        """The shadow on the surface: close and soft under what lies, a pool under what stands."""
        step = 8
        alpha = np.pad(self._drawn(lambda c: self.thing.draw(c, self._words), step)[..., 3], 24)
        side = -math.copysign(1.0, self._scenery.light.key_direction[0])
        if self.thing.comes == "swings":
            dark = 0.34 * blur(np.roll(alpha, (9, round(12 * side)), (0, 1)), 8)
        elif self.thing.lies:
            near = blur(np.roll(alpha, (2, round(2 * side)), (0, 1)), 1.2)
            wide = blur(np.roll(alpha, (9, round(8 * side)), (0, 1)), 7)
            dark = np.clip(0.5 * near + 0.42 * wide, 0, 0.78)
        else:
            rows = np.flatnonzero(alpha.max(1) > 0.3)
            columns = (
                np.flatnonzero(alpha[rows[-1] - 10 : rows[-1]].max(0) > 0.3)
                if len(rows)
                else np.array([0, 1])
            )
            y, x = np.mgrid[0 : alpha.shape[0], 0 : alpha.shape[1]].astype(np.float32)
            half = max(12.0, (columns[-1] - columns[0]) / 2 * 1.25)
            across = (x - (columns[0] + columns[-1]) / 2 - side * 6) / half
            down = (y - (rows[-1] - 2 if len(rows) else 0)) / (half * 0.24 + 4)
            cast = blur(np.roll(alpha, (8, round(12 * side)), (0, 1)), 9)
            dark = np.clip(0.62 * np.clip(1.15 - np.hypot(across, down), 0, 1) + 0.3 * cast, 0, 0.78)
        layer = np.dstack([dark[..., None] * np.array([0.06, 0.03, 0.09], np.float32), dark]).astype(
            np.float32
        )
        local = multiply(self._to_frame, multiply(scaling(step), translation(-24, -24)))
        return bake_sprite(bytes_of(layer), local=local)

    def _sweep_sprite(self, state: int) -> Sprite:
        """A band of light on the thing, and on nothing else."""
        step = _SWEEP_STEP
        alpha = self._drawn(lambda c: self.thing.draw(c, self._words), step)[..., 3]
        y, x = np.mgrid[0 : alpha.shape[0], 0 : alpha.shape[1]].astype(np.float32)
        across = (x * 0.94 + y * 0.34) / alpha.shape[1]
        where = -0.1 + 1.5 * state / (_SWEEP_STATES - 1)
        strip = np.exp(-(((across - where) / 0.05) ** 2)) + 0.4 * np.exp(-(((across - where) / 0.14) ** 2))
        colour = mix("#ffffff", self._scenery.light.key, 0.35).astype(np.float32)
        lit = np.clip(strip * self.thing.shines, 0, 1) * cv2.GaussianBlur(alpha, (0, 0), 0.8)
        layer = np.dstack([lit[..., None] * colour, lit]).astype(np.float32)
        local = multiply(self._to_frame, scaling(step))
        return bake_sprite(bytes_of(layer), local=local, mode="add")


def _maps(alpha: NDArray[np.uint8], light: Light, step: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The relight maps of a cropped layer, at its size."""
    height, width = alpha.shape
    shrink = max(1, _MAP_STEP // step)
    size = (max(8, width // shrink), max(8, height // shrink))
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    found = relight_maps(small, light, 1.0 / _MAP_STEP)
    first, second = (cv2.resize(m, (width, height), interpolation=cv2.INTER_LINEAR) for m in found)
    return np.asarray(first, np.uint8), np.asarray(second, np.uint8)


def _glint_sprite(frame_width: int) -> Sprite:
    """A four-pointed sparkle about 0, 0."""
    half = 64
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32) / half
    core = np.exp(-((x * x + y * y) / 0.012))
    rays = np.exp(-np.abs(x) / 0.022 - np.abs(y) / 0.30) + np.exp(-np.abs(y) / 0.022 - np.abs(x) / 0.30)
    lit = np.clip(core + rays * np.clip(1 - np.hypot(x, y), 0, 1), 0, 1)
    layer = np.dstack([lit, lit, lit, lit]).astype(np.float32)
    k = frame_width / _BASE_WIDTH_PX * 1.35
    return bake_sprite(bytes_of(layer), local=multiply(scaling(k), translation(-half, -half)), mode="add")
