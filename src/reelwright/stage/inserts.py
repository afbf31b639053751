"""A thing that is named → its close-up on a surface of the place."""

from __future__ import annotations

import math

import numpy as np

from reelwright.drawing.affine import Affine, multiply, rotation, scaling, translation
from reelwright.drawing.canvas import crop_to_content, pixels, surface
from reelwright.drawing.colour import Colour, mix, rgb
from reelwright.drawing.compositor import Layer
from reelwright.drawing.paint import Picture, blur, bytes_of, kuwahara, noise, picture_of
from reelwright.drawing.sprite import Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.errors import Notice
from reelwright.stage.brief import ShotBrief
from reelwright.stage.places import Scenery
from reelwright.stage.things import THINGS

VERSION = 2
"""Part of every key: raise it when a thing is drawn differently."""

_CANVAS_PX = 1400
_STEP_PX = 4
_MARGIN = 0.1
_BASE_WIDTH_PX = 1080
_SURFACES: dict[str, tuple[Colour, Colour]] = {
    "penthouse": ("#4a4258", "#1c1830"),
    "hospital": ("#e4eef0", "#9ab0bc"),
    "corridor": ("#d4e0e4", "#8ea4b0"),
    "banquet": ("#fff4e4", "#d4a888"),
    "bedroom": ("#cfc8e8", "#7c74a4"),
    "street": ("#5a5870", "#24223c"),
    "rooftop": ("#9c949c", "#4c4658"),
    "palace": ("#9a3a38", "#4a1420"),
    "car": ("#a07c68", "#3a2a26"),
    "station": ("#c4ccd6", "#6a7484"),
}
_WOOD: tuple[Colour, Colour] = ("#a8754f", "#4e3224")
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
    """A close-up of one thing lying on a surface of the place, with a slow move around it."""

    def __init__(self, name: str, scenery: Scenery, brief: ShotBrief, cache: SpriteCache) -> None:
        self.thing, self.notice = thing_named(name)
        self._frame_count = max(1, brief.frame_count)
        self._size = (brief.width, brief.height)
        words = " ".join([*(beat.text for beat in brief.shot.beats), brief.shot.title, name]).strip()
        light, place = scenery.light, scenery.place
        key = key_of("insert", VERSION, self.thing, words, place, brief.shot.time_of_day, *self._size)
        tint = mix("#ffffff", light.ambient, 0.55 * light.ambient_strength + 0.25)
        self._thing = cache.sprite(
            key, lambda: _thing_sprite(self.thing, words, tint, light.key, scenery, self._size)
        )
        self._top: Sprite | None = None
        if self.thing != "door":
            top_key = key_of("insert surface", VERSION, place, brief.shot.time_of_day, *self._size)
            self._top = cache.sprite(
                top_key, lambda: _surface_sprite(place, tint, light.key, scenery, self._size)
            )

    def layers(self, frame: int, camera: Affine) -> list[Layer]:
        """The surface and the thing on it, over ``Scenery.behind``."""
        width, height = self._size
        along = frame / self._frame_count
        eased = along * along * (3 - 2 * along)
        turned = rotation(-1.2 + 2.4 * eased, width / 2, height * 0.5)
        near = multiply(camera, multiply(turned, scaling(1.0 + 0.05 * eased, width / 2, height * 0.5)))
        drift = translation(0.0, math.sin(along * math.pi) * -6 * width / _BASE_WIDTH_PX)
        layers: list[Layer] = []
        if self._top is not None:
            layers.append((self._top, multiply(camera, scaling(1.0 + 0.02 * eased, width / 2, height * 0.5))))
        return [*layers, (self._thing, multiply(near, drift))]


def _thing_sprite(
    thing: str, words: str, tint: Colour, key_light: Colour, scenery: Scenery, size: tuple[int, int]
) -> Sprite:
    """The thing drawn, shaded, with its shadow, lit by the place."""
    width, height = size
    high = _CANVAS_PX * 2 if thing == "door" else _CANVAS_PX
    sheet = surface(_CANVAS_PX, high)
    canvas = sheet.getCanvas()
    canvas.translate(_CANVAS_PX / 2, high / 2)
    THINGS[thing](canvas, words)
    layer = picture_of(pixels(sheet))
    layer = kuwahara(layer, 2)
    y, x = np.mgrid[0:high, 0:_CANVAS_PX].astype(np.float32)
    wash = np.clip(
        0.5 + (x / _CANVAS_PX - 0.5) * 0.7 * np.sign(scenery.light.key_direction[0]) - (y / high - 0.5) * 0.7,
        0,
        1,
    )
    lit = 0.80 + 0.26 * wash[..., None]
    shaded = layer[..., :3] * rgb(tint).astype(np.float32) * lit
    shaded += (layer[..., 3:] - shaded) * rgb(key_light).astype(np.float32) * (wash**2)[..., None] * 0.14
    layer[..., :3] = np.clip(shaded, 0, layer[..., 3:])
    if thing != "door":
        layer = _with_shadow(layer)
    rgba, (left, top) = crop_to_content(bytes_of(layer))
    k = width / _BASE_WIDTH_PX * (1.06 if thing != "door" else 1.0)
    place = translation(width / 2 - k * (_CANVAS_PX / 2 - left), height * 0.5 - k * (high / 2 - top))
    return bake_sprite(rgba, local=multiply(place, scaling(k)), grade=scenery.grade)


def _with_shadow(layer: Picture) -> Picture:
    """The layer over the soft shadow that it throws."""
    near = blur(np.roll(layer[..., 3], (18, -14), (0, 1)), 10)
    wide = blur(np.roll(layer[..., 3], (60, -44), (0, 1)), 40)
    dark = np.clip(0.38 * near + 0.36 * wide, 0, 0.7)
    alpha = layer[..., 3]
    out = layer.copy()
    shadow = np.array([0.06, 0.03, 0.09], np.float32)
    out[..., :3] += (dark * (1 - alpha))[..., None] * shadow
    out[..., 3] = alpha + dark * (1 - alpha)
    return out


def _surface_sprite(
    place: str, tint: Colour, key_light: Colour, scenery: Scenery, size: tuple[int, int]
) -> Sprite:
    """A table top (or cloth, or stone) that fills all but the top of the frame, out of focus at its far
    edge, with a pool of light where the thing lies."""
    width, height = size
    columns = round(width * (1 + 2 * _MARGIN) / _STEP_PX)
    rows = round(height * (1 + 2 * _MARGIN) / _STEP_PX)
    light, dark = (rgb(c).astype(np.float32) for c in _SURFACES.get(place, _WOOD))
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    across, down = x / columns - 0.5, y / rows
    pool = np.exp(-((across / 0.42) ** 2 + ((down - 0.5) / 0.30) ** 2))
    share = np.clip(0.22 + 0.78 * pool, 0, 1)[..., None]
    colour = dark * (1 - share) + light * share
    if place not in _SURFACES:
        grain = noise(rows, max(4, columns // 12), 17, octaves=4, cells=3)
        streaks = np.repeat(grain, 12, 1)
        streaks = np.pad(streaks, ((0, 0), (0, max(0, columns - streaks.shape[1]))), mode="edge")[:, :columns]
        rings = 0.5 + 0.5 * np.sin(blur(np.ascontiguousarray(streaks), 4) * 46 + across * 9)
        colour = colour * (0.88 + 0.16 * rings[..., None])
    colour = colour * rgb(tint).astype(np.float32)
    colour += (1 - colour) * rgb(key_light).astype(np.float32) * (pool**2)[..., None] * 0.16
    edge = np.clip((down - 0.17) / 0.16, 0, 1)
    alpha = edge * edge * (3 - 2 * edge)
    layer = np.dstack([np.clip(colour, 0, 1) * alpha[..., None], alpha]).astype(np.float32)
    local = multiply(translation(-width * _MARGIN, -height * _MARGIN), scaling(_STEP_PX))
    return bake_sprite(bytes_of(layer), local=local, grade=scenery.grade, opaque=True)
