"""Something that stirs in a place, a frame → small sprites: flames, neon, steam, traffic, birds.

Each kind is a short loop of sprites made once, or one sprite that is moved: a frame costs a few small layers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.drawing.affine import Affine, multiply, scaling, shear, translation
from reelwright.drawing.canvas import pixels, surface
from reelwright.drawing.colour import mix
from reelwright.drawing.ink import bezier, fill, path_of, spline, stroke, tapered
from reelwright.drawing.paint import bytes_of, lens_blur, picture_of
from reelwright.drawing.sprite import Mode, Sprite, bake_sprite
from reelwright.drawing.spritecache import SpriteCache, key_of
from reelwright.stage.places.hours import Hour
from reelwright.stage.places.motifs import curtain
from reelwright.stage.places.painting import Life, glow

VERSION = 1
Layer = tuple[Sprite, Affine]


class Stir:
    """One living thing of a place as a shot sees it. ``to_frame`` maps the painting to the frame;
    ``blur_px`` is how far out of focus its layer is."""

    def __init__(
        self,
        life: Life,
        *,
        to_frame: Affine,
        blur_px: float,
        hour: Hour,
        grade: NDArray[np.uint8],
        seed: int,
        cache: SpriteCache,
    ) -> None:
        self.life, self.hour, self.seed = life, hour, seed
        self._to_frame, self._blur_px, self._grade, self._cache = to_frame, blur_px, grade, cache
        self._grade_sum = grade.sum(0).tolist()
        self.random = np.random.default_rng(seed)
        self.phase = float(self.random.uniform(0, 1000))

    def layers(self, frame: int, moved: Affine) -> list[Layer]:
        """What is seen of it in ``frame`` of the shot; ``moved`` is the camera as its layer follows it."""
        whole = multiply(moved, self._to_frame)
        return [(sprite, multiply(whole, place)) for sprite, place in _KINDS[self.life.kind](self, frame)]

    def sprite(
        self,
        name: Any,
        wide: float,
        high: float,
        draw: Callable[[Any], None],
        *,
        mode: Mode = "over",
        scale: float = 1.0,
    ) -> Sprite:
        """A picture of ``wide`` x ``high`` pixels of the painting around 0, 0, drawn once and as far out of
        focus as its layer. ``scale`` is the sprite's pixels for each of the painting's."""
        per_px = self._to_frame[0]
        radius = round(self._blur_px * scale / per_px, 1)

        def made() -> Sprite:
            reach = math.ceil(radius) + 2
            sheet = surface(math.ceil(wide * scale) + 2 * reach, math.ceil(high * scale) + 2 * reach)
            canvas = sheet.getCanvas()
            canvas.translate(reach, reach)
            canvas.scale(scale, scale)
            canvas.translate(wide / 2, high / 2)
            draw(canvas)
            rgba = pixels(sheet)
            if radius >= 0.8:
                rgba = bytes_of(lens_blur(picture_of(rgba), radius, highlights=0.3))
            corner = translation(-wide / 2 - reach / scale, -high / 2 - reach / scale)
            local = multiply(corner, scaling(1 / scale))
            return bake_sprite(rgba, local=local, mode=mode, grade=self._grade if mode == "over" else None)

        key = key_of("life", VERSION, name, wide, high, radius, scale, mode, self._grade_sum)
        return self._cache.sprite(key, made)


def _steps(stir: Stir, frame: int, every: int) -> int:
    return int((frame + stir.phase) // every)


def _chance(stir: Stir, step: int) -> float:
    """A number 0..1 that belongs to this thing at this step, always the same."""
    return ((step * 2654435761 + stir.seed * 40503) % 4096) / 4096


def _flicker(stir: Stir, frame: int) -> list[Layer]:
    """A neon sign's light: nearly steady, now and then a stutter."""
    life = stir.life
    step = _steps(stir, frame, 2)
    stutters = _chance(stir, step // 26) > 0.72
    level = 0 if stutters and _chance(stir, step) < 0.5 else 2 + step // 5 % 2
    if not level:
        return []

    def draw(canvas: Any) -> None:
        glow(canvas, 0, 0, life.size, life.colour, 0.16 + 0.09 * level)

    name = ("flicker", life.colour, level)
    return [_at(stir, stir.sprite(name, life.size * 2, life.size * 2, draw, mode="add", scale=0.25))]


def _breathe(stir: Stir, frame: int) -> list[Layer]:
    """The light of a lamp or a lantern, which is never quite the same."""
    life = stir.life
    wave = math.sin((frame + stir.phase) * 0.16) + 0.6 * math.sin((frame + stir.phase) * 0.37 + 2)
    level = round(2.5 + 1.5 * wave)

    def draw(canvas: Any) -> None:
        glow(canvas, 0, 0, life.size, life.colour, 0.05 + 0.025 * level)

    sprite = stir.sprite(
        ("breathe", life.colour, level), life.size * 2, life.size * 2, draw, mode="add", scale=0.2
    )
    return [_at(stir, sprite)]


def _flame(stir: Stir, frame: int) -> list[Layer]:
    """A candle's flame: eight tongues, taken in an order that does not repeat soon."""
    size = stir.life.size
    tongue = int(_chance(stir, _steps(stir, frame, 2)) * 8)

    def draw(canvas: Any) -> None:
        lean = (tongue % 4 - 1.5) * 0.10 * size
        tall = size * (0.85 + 0.3 * (tongue // 4))
        glow(canvas, 0, -size * 0.4, size * 2.4, stir.life.colour, 0.34)
        outline = [(0, size * 0.12), (-size * 0.22, -size * 0.2), (lean, -tall), (size * 0.22, -size * 0.2)]
        canvas.drawPath(path_of(spline(outline, closed=True)), fill("#ffb84a", 0.9, blur=size * 0.06))
        core = [
            (0, size * 0.06),
            (-size * 0.10, -size * 0.16),
            (lean * 0.5, -tall * 0.6),
            (size * 0.10, -size * 0.16),
        ]
        canvas.drawPath(path_of(spline(core, closed=True)), fill("#fff6d8", 0.95))

    sprite = stir.sprite(("flame", stir.life.colour, size, tongue), size * 5, size * 5, draw, mode="add")
    return [_at(stir, sprite)]


def _steam(stir: Stir, frame: int) -> list[Layer]:
    """Three wisps that rise from a cup, bend and are gone."""
    size, layers = stir.life.size, []
    for wisp in range(3):
        age = ((frame + stir.phase) / 54 + wisp / 3) % 1
        level = round(6 * math.sin(math.pi * age) ** 1.2)
        if not level:
            continue

        def draw(canvas: Any, level: int = level, wisp: int = wisp) -> None:
            side = size * (0.22, -0.26, 0.18)[wisp]
            line = bezier(
                (0, size * 0.5), (side, size * 0.2), (-side, -size * 0.2), (side * 0.7, -size * 0.5)
            )
            canvas.drawPath(
                tapered(line, size * 0.16, "both"), fill("#ffffff", 0.07 * level, blur=size * 0.06)
            )

        sprite = stir.sprite(("steam", size, level, wisp), size * 1.2, size * 1.4, draw, scale=0.5)
        up = translation(stir.life.x, stir.life.y - size * (0.3 + 0.75 * age))
        layers.append((sprite, multiply(up, scaling(0.7 + 0.6 * age))))
    return layers


def _headlights(stir: Stir, frame: int) -> list[Layer]:
    """A car that comes down the street towards us: two lamps and their image in the road."""
    every = 190
    gone = (frame + stir.phase) % every
    share = gone / every
    if share > 0.86:
        return []
    # ``size`` is how many times nearer it comes.
    near = 1 / (1 - share * (1 - 1 / stir.life.size))
    level = round(5 * min(1.0, share * 5, (0.86 - share) * 7))
    if level <= 0:
        return []
    red = stir.life.colour != "#ffffff" and _chance(stir, int((frame + stir.phase) // every)) < 0.4
    colour = "#ff4a4a" if red else "#fff0d0"

    def draw(canvas: Any) -> None:
        for x in (-13, 13):
            glow(canvas, x, 0, 26, colour, 0.20 * level)
            canvas.drawCircle(x, 0, 3.2, fill("#ffffff" if not red else "#ff8a80", 0.19 * level))
            streak = tapered([(x, 14), (x, 74)], 9, "both")
            canvas.drawPath(streak, fill(colour, 0.07 * level, blur=4))

    sprite = stir.sprite(("headlights", red, level), 84, 168, draw, mode="add", scale=2.0)
    aside = (near - 1) * stir.life.x
    place = translation(605 + aside, stir.life.y + (near - 1) * 16)
    return [(sprite, multiply(place, scaling(near * 0.5)))]


def _passing(stir: Stir, frame: int) -> list[Layer]:
    """Lights of the street that pass behind a car's window, from one side to the other."""
    life, layers = stir.life, []
    for number in range(3):
        colour = ("#ffcf8a", "#ff7a9a", "#8fd0ff")[(number + stir.seed) % 3]
        speed = 9.0 + 5 * number
        reach = 1900.0
        x = (frame * speed + stir.phase * 40 + number * 690) % reach - 330
        y = life.y + (number - 1) * life.size * 0.9

        def draw(canvas: Any, colour: str = colour) -> None:
            glow(canvas, 0, 0, life.size, colour, 0.5)
            canvas.drawOval(_oval(life.size * 0.20, life.size * 0.16), fill(colour, 0.75, blur=4))

        sprite = stir.sprite(
            ("passing", colour, life.size), life.size * 2, life.size * 2, draw, mode="add", scale=0.5
        )
        layers.append((sprite, multiply(translation(x, y), scaling(2.2 + 0.5 * number, ky=1.0))))
    return layers


def _twinkle(stir: Stir, frame: int) -> list[Layer]:
    """A beacon on a tower: it comes and goes every two seconds."""
    beat = ((frame + stir.phase) / 46) % 1
    level = round(4 * max(0.0, math.sin(2 * math.pi * beat)))
    if not level:
        return []
    size, colour = stir.life.size, stir.life.colour

    def draw(canvas: Any) -> None:
        glow(canvas, 0, 0, size * 4, colour, 0.16 * level)
        canvas.drawCircle(0, 0, size * 0.5, fill(mix(colour, "#ffffff", 0.4), 0.25 * level))

    return [_at(stir, stir.sprite(("twinkle", colour, size, level), size * 8, size * 8, draw, mode="add"))]


def _beat(stir: Stir, frame: int) -> list[Layer]:
    """The lines of a heart monitor: a bright point runs along them and they fade behind it."""
    size = stir.life.size
    step = int((frame + stir.phase) // 2) % 28

    def draw(canvas: Any) -> None:
        wide, high = size, size * 0.62
        for row, colour in enumerate(("#5affa0", "#5ad0ff", "#ffd85a")):
            y0 = -high * 0.30 + row * high * 0.30
            xs = np.linspace(-wide * 0.46, wide * 0.46, 84)
            trace = [(x, y0 - high * 0.15 * _pulse((i / 28) % 1) * (1 - 0.3 * row)) for i, x in enumerate(xs)]
            head = step * 3
            for k in range(0, 81, 3):
                age = (head - k) % 84
                alpha = max(0.0, 1 - age / 70)
                if alpha > 0.04:
                    canvas.drawPath(
                        path_of(trace[k : k + 4], closed=False), stroke(colour, size * 0.016, alpha)
                    )
            x, y = trace[min(83, head)]
            glow(canvas, x, y, size * 0.07, colour, 0.9)

    return [_at(stir, stir.sprite(("beat", size, step), size * 1.1, size * 0.8, draw, mode="add"))]


def _pulse(share: float) -> float:
    """One heartbeat: a small wave, a high spike, a dip, a wave."""
    spike = math.exp(-(((share - 0.46) / 0.022) ** 2)) - 0.35 * math.exp(-(((share - 0.53) / 0.025) ** 2))
    return (
        spike
        + 0.16 * math.exp(-(((share - 0.32) / 0.04) ** 2))
        + 0.22 * math.exp(-(((share - 0.72) / 0.06) ** 2))
    )


def _sheer(stir: Stir, frame: int) -> list[Layer]:
    """A thin curtain, ``size`` pixels wide and four times as long, that stirs in the draught."""
    size, high = stir.life.size, stir.life.size * 4.4
    wave = 0.024 * math.sin((frame + stir.phase) / 24 * 1.1) + 0.013 * math.sin(
        (frame + stir.phase) / 24 * 2.3
    )

    def draw(canvas: Any) -> None:
        cloth = mix(
            mix(stir.life.colour, stir.hour.sky[2], 0.25), "#141838", 0.45 if stir.hour.is_dark else 0.0
        )
        curtain(canvas, -size / 2, size / 2, -high / 2, high / 2, cloth, 7, light=stir.hour.sun, opacity=0.55)

    sprite = stir.sprite(("sheer", size, stir.life.colour, stir.hour.name), size, high, draw, scale=0.5)
    place = translation(stir.life.x, stir.life.y)
    return [(sprite, multiply(multiply(place, shear(wave, -high / 2)), scaling(1 + wave * 1.5, ky=1.0)))]


def _birds(stir: Stir, frame: int) -> list[Layer]:
    """A few birds far away, crossing the sky."""
    layers, size = [], stir.life.size
    reach = 1900.0
    gone = (frame * 1.5 + stir.phase * 3) % reach
    for number in range(5):
        flap = int((frame + number * 5) // 3) % 6
        lift = (0.5, 0.2, -0.2, -0.4, -0.1, 0.3)[flap]

        def draw(canvas: Any, lift: float = lift) -> None:
            for side in (-1, 1):
                wing = bezier(
                    (0, 0),
                    (side * size * 0.4, -size * lift),
                    (side * size * 0.7, -size * lift),
                    (side * size, 0),
                )
                canvas.drawPath(
                    tapered(wing, size * 0.16, "out"), fill(mix(stir.hour.city_top, "#20203a", 0.5), 0.85)
                )

        sprite = stir.sprite(("bird", size, flap), size * 2.2, size * 1.4, draw)
        aside = (0, -46, -74, -120, -150)[number]
        up = (0, 18, -12, 30, 6)[number] + 6 * math.sin(frame * 0.05 + number)
        layers.append((sprite, translation(stir.life.x + gone - 340 + aside, stir.life.y + up - gone * 0.06)))
    return layers


def _oval(half_width: float, half_height: float) -> Any:
    return skia.Rect(-half_width, -half_height, half_width, half_height)


def _at(stir: Stir, sprite: Sprite) -> Layer:
    return sprite, translation(stir.life.x, stir.life.y)


_KINDS: dict[str, Callable[[Stir, int], list[Layer]]] = {
    "flicker": _flicker,
    "breathe": _breathe,
    "flame": _flame,
    "steam": _steam,
    "headlights": _headlights,
    "passing": _passing,
    "twinkle": _twinkle,
    "beat": _beat,
    "sheer": _sheer,
    "birds": _birds,
}
KINDS: tuple[str, ...] = tuple(_KINDS)
"""What can stir in a place."""
