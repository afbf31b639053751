"""Things that many places have (sky, city, curtains, lamps, plants) → drawn on a canvas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
import skia

from reelwright.drawing.canvas import image_of
from reelwright.drawing.colour import Colour, mix, multiply, rgb
from reelwright.drawing.ink import (
    PLUS,
    SCREEN,
    bezier,
    fill,
    gradient_fill,
    linear,
    path_of,
    smoothstep,
    tapered,
    tapered_many,
)
from reelwright.drawing.paint import bytes_of, over, screen
from reelwright.stage.places.hours import Hour
from reelwright.stage.places.painting import Painting, columns, dot, glow, rows
from reelwright.stage.places.perspective import Perspective

_WINDOW_LIGHTS = ("#ffd690", "#ffe9c0", "#a9c8ff")
_WINDOW_SKIES = ("#eaf4ff", "#ffffff", "#d9e9ff")


def sky(canvas: Any, width: float, hour: Hour, horizon_y: float, seed: int) -> None:
    """The whole sheet as sky: gradient to the horizon, stars, glow of sun or city. Clouds drift before
    it in the film: they are no part of the painting."""
    canvas.drawPaint(rows(horizon_y, hour.sky, positions=[0, 0.48, 0.80, 1]))
    generator = np.random.default_rng(seed)
    for _ in range(int(190 * hour.stars)):
        x, y = generator.uniform(0, width), horizon_y * 0.8 * generator.random() ** 1.4
        dot(canvas, x, y, generator.uniform(0.6, 1.9), "#ffffff", generator.uniform(0.2, 0.9))
    glow(canvas, width * 0.66, horizon_y * 0.98, width * 0.72, hour.sky[-1], 0.55)
    glow(canvas, width * 0.28, horizon_y, width * 0.38, hour.haze, 0.25)


def moon(canvas: Any, x: float, y: float, radius: float, colour: Colour = "#fff4d8") -> None:
    glow(canvas, x, y, radius * 4.2, colour, 0.5)
    dot(canvas, x, y, radius, colour)
    shade = mix(colour, "#c8b890", 0.35)
    for dx, dy, size in ((-0.25, 0.17, 0.21), (0.33, -0.25, 0.15), (0.1, 0.45, 0.12)):
        dot(canvas, x + dx * radius, y + dy * radius, size * radius, shade, 0.6, blur=radius * 0.04)


def skyline(
    canvas: Any,
    width: float,
    foot_y: float,
    hour: Hour,
    seed: int,
    *,
    heights: tuple[float, float],
    widths: tuple[float, float],
    nearness: float,
    pane: float,
) -> None:
    """A row of towers standing on ``foot_y``. ``nearness`` 0..1: near ones are darker and have less
    haze; ``pane`` is the size of a window in pixels."""
    generator = np.random.default_rng(seed)
    foot = mix(hour.city, multiply(hour.city, hour.city_top), nearness * 0.7)
    top = mix(hour.city_top, multiply(hour.city_top, "#4a4a72"), nearness * 0.6)
    x = -20.0
    while x < width + 20:
        across, tall = generator.uniform(*widths), generator.uniform(*heights)
        _tower(canvas, x, foot_y, across, tall, foot, top, hour, pane, generator)
        x += across + generator.uniform(-8, 10)
    reach = heights[1]
    haze = linear((0, foot_y - reach), (0, foot_y), [hour.haze] * 2, None, [0, 0.75 - 0.35 * nearness])
    canvas.drawRect(skia.Rect(0, foot_y - reach * 1.1, width, foot_y), gradient_fill(haze))


def _tower(
    canvas: Any,
    x: float,
    foot_y: float,
    across: float,
    tall: float,
    foot: Colour,
    top: Colour,
    hour: Hour,
    pane: float,
    generator: np.random.Generator,
) -> None:
    y = foot_y - tall
    canvas.drawRect(skia.Rect(x, y, x + across, foot_y), rows(foot_y, [top, foot], y))
    crown = generator.integers(4)
    if crown == 0:
        canvas.drawRect(skia.Rect(x + across * 0.3, y - tall * 0.08, x + across * 0.7, y), fill(top))
        canvas.drawRect(skia.Rect(x + across * 0.48, y - tall * 0.2, x + across * 0.52, y), fill(top))
        if hour.lamps > 0.5:
            dot(canvas, x + across * 0.5, y - tall * 0.2, pane * 0.4, "#ff5a5a", 0.9)
    elif crown == 1:
        canvas.drawPath(path_of([(x, y), (x + across, y), (x + across, y - tall * 0.07)]), fill(top))
    canvas.drawRect(skia.Rect(x + across * 0.86, y, x + across, foot_y), fill("#0a0a2a", 0.14))
    lights = _WINDOW_LIGHTS if hour.lamps > 0.3 else _WINDOW_SKIES
    density = max(hour.windows_lit, 0.4 if hour.lamps < 0.3 else 0.0) * generator.uniform(0.4, 1.5)
    strength = 0.95 if hour.lamps > 0.3 else 0.38
    step_x, step_y = pane * 1.9, pane * 2.0
    for j in range(int((tall - pane) / step_y)):
        in_row = density * generator.uniform(0.3, 1.6)
        for i in range(int((across - pane) / step_x)):
            if generator.random() >= in_row:
                continue
            light = lights[int(generator.choice(3, p=[0.55, 0.27, 0.18]))]
            rect = skia.Rect.MakeXYWH(x + pane * 0.7 + i * step_x, y + pane + j * step_y, pane, pane * 0.95)
            canvas.drawRect(rect, fill(light, strength * generator.uniform(0.35, 1)))


def city(canvas: Any, width: float, hour: Hour, horizon_y: float, seed: int) -> None:
    """Three rows of towers under the sky, seen from high up."""
    skyline(
        canvas,
        width,
        horizon_y + 40,
        hour,
        seed + 1,
        heights=(90, 330),
        widths=(34, 84),
        nearness=0.0,
        pane=3.6,
    )
    skyline(
        canvas,
        width,
        horizon_y + 130,
        hour,
        seed + 2,
        heights=(170, 600),
        widths=(60, 130),
        nearness=0.5,
        pane=5.0,
    )
    skyline(
        canvas,
        width,
        horizon_y + 270,
        hour,
        seed + 5,
        heights=(200, 520),
        widths=(90, 190),
        nearness=1.0,
        pane=7.4,
    )
    canvas.drawRect(
        skia.Rect(0, horizon_y + 260, width, horizon_y + 4000), fill(multiply(hour.city_top, "#60607a"))
    )


def curtain(
    canvas: Any,
    x0: float,
    x1: float,
    y0: float,
    y1: float,
    colour: Colour,
    seed: int,
    *,
    light: Colour = "#ffffff",
    gathered: float = 1.0,
    opacity: float = 1.0,
    lit_from: float = 0.0,
) -> None:
    """Hanging cloth in soft folds. ``gathered`` below 1 draws it in at half its height (tied back to the
    outer side); ``opacity`` below 1 is a sheer one; ``lit_from`` -1 left, 1 right is where light comes from.
    """
    wide, high = max(8, round(abs(x1 - x0) / 2)), max(8, round((y1 - y0) / 2))
    generator = np.random.default_rng(seed)
    v = np.linspace(0, 1, high, dtype=np.float32)[:, None]
    u = np.linspace(0, 1, wide, dtype=np.float32)[None, :]
    # Tied back, it is narrow a little below the middle.
    narrow = (1 - gathered) * 0.62 * np.exp(-(((v - 0.60) / 0.26) ** 2)).astype(np.float32)
    outer_left = (x0 + x1) / 2 < 605
    along = u / (1 - narrow) if outer_left else 1 - (1 - u) / (1 - narrow)
    folds = max(2.0, abs(x1 - x0) / 46)
    sway = 0.09 * np.sin(v * 3.1 + generator.uniform(0, 6)) * v
    bend = along + 0.035 * np.sin(along * 7 + generator.uniform(0, 6)) + sway / folds
    phase = bend * folds * 2 * math.pi
    wave = 0.62 * np.sin(phase) + 0.26 * np.sin(phase * 0.5 + generator.uniform(0, 6) + v * 1.2)
    fine = 0.16 * np.sin(phase * 2 + generator.uniform(0, 6)) * (0.4 + 0.6 * v)
    slope = np.cos(phase) * (0.35 * (lit_from or 0.6))
    shade = smoothstep(-1.15, 1.15, wave + fine + slope)[..., None]
    dark, bright = mix(multiply(colour, colour), "#1a1030", 0.28), mix(colour, light, 0.40)
    middle = rgb(colour)
    tone = np.where(
        shade < 0.5, dark + (middle - dark) * shade * 2, middle + (bright - middle) * (shade * 2 - 1)
    )
    tone = tone * (1.04 - 0.20 * v[..., None])
    hem = np.clip((1 - v) * high - 3 - 2.5 * np.sin(phase), 0, 1)
    inside = np.clip((along * (1 - narrow)) * wide + 0.5, 0, 1) * np.clip(
        (1 - along) * (1 - narrow) * wide + 0.5, 0, 1
    )
    alpha = (hem * inside * (opacity * (0.72 + 0.28 * (1 - shade[..., 0]) if opacity < 1 else 1)))[..., None]
    layer = np.dstack([np.clip(tone, 0, 1) * alpha, alpha]).astype(np.float32)
    canvas.drawImageRect(
        image_of(bytes_of(layer)),
        skia.Rect(min(x0, x1), y0, max(x0, x1), y1),
        skia.SamplingOptions(skia.FilterMode.kLinear),
    )


def shade_corners(
    view: Perspective, side: float, back: float, ceiling: float, strength: float = 0.30
) -> None:
    """The soft dark where walls, floor and ceiling of a room meet: without it a room looks cut of card."""
    dark = "#100818"
    edges = [((-side, y, back), (side, y, back)) for y in (0.0, ceiling)]
    edges += [((s * side, 0.0, back), (s * side, ceiling, back)) for s in (-1, 1)]
    for start, end in edges:
        view.line(start, end, dark, view.size(58, back), strength * 0.55, blur=view.size(24, back))
    for s in (-1, 1):
        for y in (0.0, ceiling):
            for near, far in ((90.0, 240.0), (240.0, 520.0), (520.0, back)):
                if near < back:
                    far = min(far, back)
                    wide = view.size(42, math.sqrt(near * far))
                    line = ((s * side, y, near), (s * side, y, far))
                    view.line(*line, dark, wide, strength * 0.5, blur=wide * 0.5)


def planks(
    view: Perspective,
    half: float,
    back: float,
    generator: np.random.Generator,
    *,
    wide: float = 24.0,
    near: float = 70.0,
    dark: Colour = "#1c0f12",
    light: Colour = "#fff0dc",
) -> None:
    """Boards of a wooden floor, running away from us, each of its own tone, with their butt joints."""
    x = -half
    while x < half:
        z = near - generator.uniform(0, 160)
        while z < back:
            end = min(back, z + generator.uniform(150, 290))
            tone = generator.normal(0, 1)
            if end > near:
                view.level(
                    x,
                    x + wide,
                    max(near, z),
                    end,
                    0,
                    dark if tone < 0 else light,
                    min(0.16, abs(tone) * 0.075),
                )
                view.line((x, 0, end), (x + wide, 0, end), dark, max(0.7, 500 / end), 0.30)
            z = end
        view.line((x, 0, near), (x, 0, back), dark, 1.3, 0.30)
        x += wide


def mirror(p: Painting, floor_y: float, strength: float, *, spread_px: int = 61) -> None:
    """A polished floor below ``floor_y``: what is above it upside down, drawn out downwards, fading."""
    foot, depth = int(floor_y), int(p.height - floor_y)
    part = slice(max(0, foot - depth), foot)
    sky, outside, room, shine = (p.small(name, part, 3) for name in ("sky", "outside", "room", "shine"))
    # Matt things are not lit yet: the mirror shows them in the light of the room.
    room[..., :3] *= (rgb(p.hour.ambient) * 0.85).astype(np.float32)
    above = screen(over(over(sky[..., :3], outside), room), shine[..., :3])[::-1]
    soft = cv2.blur(np.ascontiguousarray(above), (3, max(3, spread_px // 3)))
    soft = cv2.resize(soft, (p.width, foot - part.start), interpolation=cv2.INTER_LINEAR)
    fade = np.linspace(strength, strength * 0.12, len(soft), dtype=np.float32)[:, None, None]
    reflection = image_of(bytes_of(np.asarray(soft * fade, np.float32)))
    p.shine.drawImage(reflection, 0, foot, skia.SamplingOptions(), fill("#000000", blend=SCREEN))


def shaft(
    canvas: Any, points: Sequence[tuple[float, float]], colour: Colour, alpha: float, blur: float
) -> None:
    """A patch or a beam of light in the air or on the floor."""
    if alpha > 0:
        canvas.drawPath(path_of(points), fill(colour, alpha, blend=PLUS, blur=blur))


def rounded(
    canvas: Any, x: float, y: float, width: float, height: float, radius: float, colours: Sequence[Colour]
) -> None:
    """A cushion, a chair, a table top: a rounded box shaded downwards."""
    rect = skia.Rect.MakeXYWH(x, y, width, height)
    canvas.drawRoundRect(rect, radius, radius, rows(y + height, list(colours), y))


def shadow(canvas: Any, x: float, y: float, radius_x: float, radius_y: float, alpha: float = 0.45) -> None:
    """A soft shadow on the floor."""
    rect = skia.Rect(x - radius_x, y - radius_y, x + radius_x, y + radius_y)
    canvas.drawOval(rect, fill("#0c0612", alpha, blur=max(2.0, radius_y * 0.5)))


def leaves(
    canvas: Any,
    x: float,
    y: float,
    length: float,
    count: int,
    generator: np.random.Generator,
    greens: Sequence[Colour] = ("#3f6b4f", "#5a8f62", "#2f5440"),
) -> None:
    """A plant's fan of broad leaves rising from x, y."""
    for i in range(count):
        angle = -math.pi / 2 + (i / max(1, count - 1) - 0.5) * 2.3 + generator.normal(0, 0.16)
        reach = length * generator.uniform(0.7, 1.05)
        tip = (x + reach * math.cos(angle), y + reach * math.sin(angle) + reach * 0.28 * abs(math.cos(angle)))
        bend = (x + reach * 0.55 * math.cos(angle), y + reach * 0.75 * math.sin(angle))
        rib = bezier((x, y), bend, bend, tip)
        green = greens[i % len(greens)]
        canvas.drawPath(tapered(rib, length * 0.15, "both"), fill(green))
        canvas.drawPath(tapered(rib, length * 0.022, "both"), fill(mix(green, "#d8f0c0", 0.4), 0.7))


def lamp_shade(
    canvas: Any, shine: Any, x: float, y: float, size: float, level: float, *, colour: Colour = "#ffae5a"
) -> None:
    """A lamp's cloth shade whose top middle is x, y, on ``canvas``; its light goes on ``shine``."""
    dark, lit = ("#8d7f70", "#b5a794"), ("#ffd9a0", "#fff3d6")
    shades = [mix(dark[k], lit[k], level) for k in (0, 1)]
    outline = [(x - size * 0.62, y), (x + size * 0.62, y), (x + size, y + size), (x - size, y + size)]
    canvas.drawPath(path_of(outline), rows(y + size, shades, y))
    shine.drawPath(path_of(outline), fill("#ffe2b0", 0.75 * level))
    glow(shine, x, y + size * 0.7, size * 5.0, colour, 0.8 * level)


def lantern(
    canvas: Any,
    shine: Any,
    x: float,
    y: float,
    size: float,
    level: float,
    *,
    light: Callable[[Colour], Colour] = rgb,
) -> None:
    """A round paper lantern of half width ``size``, lit by ``level`` 0..1; ``light`` gives a colour as it
    looks in the light of the place. It glows on ``shine``."""
    glow(shine, x, y, size * 3.4, "#ff8a3c", 0.42 * level)
    canvas.drawLine(x, y - size * 1.5, x, y - size * 0.8, fill(light("#3a2a24")))
    red = mix(light("#c8342a"), "#ff5a30", level)
    bright = mix(light("#f0664a"), "#ffbe68", level)
    oval = skia.Rect(x - size, y - size * 0.84, x + size, y + size * 0.84)
    canvas.drawOval(oval, columns(x - size, x + size, [mix(red, "#4a0c14", 0.35), bright, red]))
    shine.drawOval(oval, fill("#ff7a30", 0.34 * level))
    ribs = np.array(
        [[[x + size * k * c, y + size * 0.82 * s] for s, c in _RIB] for k in (-0.66, -0.24, 0.24, 0.66)]
    )
    canvas.drawPath(
        tapered_many(ribs, np.full(4, max(1.0, size * 0.06)), "even"), fill(mix("#8a1f18", red, 0.4), 0.7)
    )
    gold = mix(light("#e8b458"), "#ffd890", level * 0.5)
    for k in (-1, 1):
        middle = y + k * size * 0.86
        canvas.drawRect(
            skia.Rect(x - size * 0.4, middle - size * 0.1, x + size * 0.4, middle + size * 0.1), fill(gold)
        )
    tassel = [
        (x - size * 0.16, y + size * 0.94),
        (x + size * 0.16, y + size * 0.94),
        (x + size * 0.24, y + size * 1.9),
        (x - size * 0.24, y + size * 1.9),
    ]
    canvas.drawPath(path_of(tassel), rows(y + size * 1.9, [light("#e8402f"), light("#8a1c1c")], y + size))


_RIB = tuple((math.sin(a), math.cos(a)) for a in np.linspace(-1.45, 1.45, 8))
"""Heights and widths of a lantern's rib from its top to its foot, -1..1."""
