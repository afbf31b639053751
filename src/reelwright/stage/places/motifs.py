"""Things that many places have (sky, city, curtains, lamps, plants) → drawn on a canvas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import skia

from reelwright.drawing.canvas import image_of
from reelwright.drawing.colour import Colour, mix, multiply, rgb
from reelwright.drawing.ink import PLUS, bezier, fill, gradient_fill, linear, path_of, smoothstep, tapered
from reelwright.drawing.paint import bytes_of, noise
from reelwright.stage.places.hours import Hour
from reelwright.stage.places.painting import columns, dot, glow, rows

_WINDOW_LIGHTS = ("#ffd690", "#ffe9c0", "#a9c8ff")
_WINDOW_SKIES = ("#eaf4ff", "#ffffff", "#d9e9ff")


def sky(
    canvas: Any, width: float, height: float, hour: Hour, horizon_y: float, seed: int, *, clouds: float = 0.5
) -> None:
    """The whole sheet as sky: gradient to the horizon, stars, clouds, glow of sun or city."""
    canvas.drawPaint(rows(horizon_y, hour.sky, positions=[0, 0.5, 0.82, 1]))
    generator = np.random.default_rng(seed)
    for _ in range(int(140 * hour.stars)):
        x, y = generator.uniform(0, width), generator.uniform(0, horizon_y * 0.7)
        dot(canvas, x, y, generator.uniform(0.5, 1.8), "#ffffff", generator.uniform(0.2, 0.9))
    if clouds > 0:
        _clouds(canvas, width, horizon_y, hour, seed, clouds)
    glow(canvas, width * 0.66, horizon_y * 0.96, width * 0.62, hour.sky[-1], 0.55)
    glow(canvas, width * 0.28, horizon_y, width * 0.38, hour.haze, 0.25)


def _clouds(canvas: Any, width: float, horizon_y: float, hour: Hour, seed: int, strength: float) -> None:
    high, wide = int(horizon_y), int(width)
    # Drawn narrow and stretched, so that clouds lie flat.
    cover = smoothstep(0.50, 0.78, noise(high // 2, wide // 7, seed, octaves=5, cells=2))
    cover = cover * smoothstep(0, 0.3, np.linspace(0, 1, high // 2))[:, None] * strength
    colour = mix(hour.sky[2], "#ffffff", 0.75 if hour.sun_strength > 0.6 else 0.1)
    layer = np.dstack([cover[..., None] * rgb(colour), cover]).astype(np.float32)
    canvas.drawImageRect(
        image_of(bytes_of(layer)),
        skia.Rect(0, 0, width, horizon_y),
        skia.SamplingOptions(skia.FilterMode.kLinear),
    )


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
) -> None:
    """Hanging cloth in soft folds; ``gathered`` below 1 draws it in at half its height (tied back)."""
    generator = np.random.default_rng(seed)
    dark, bright = multiply(colour, mix(colour, "#1a1030", 0.35)), mix(colour, light, 0.42)
    count = max(3, int(abs(x1 - x0) / 30))
    edges = np.linspace(x0, x1, count + 1) + np.r_[0, generator.uniform(-7, 7, count - 1), 0]
    for left, right in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        swing = generator.uniform(-9, 9)
        middle = (y0 + y1) * 0.55
        pull = (1 - gathered) * 0.6
        outer = x0 if abs(x0) > abs(x1) else x1
        ml, mr = left + (outer - left) * pull, right + (outer - right) * pull
        left_edge = bezier((left, y0), (left, middle * 0.9), (ml, middle), (ml + swing, y1), count=10)
        right_edge = bezier(
            (right + 1, y0), (right + 1, middle * 0.9), (mr + 1, middle), (mr + 1 + swing, y1), count=10
        )
        paint = columns(
            left,
            right,
            [dark, mix(colour, bright, generator.uniform(0, 0.6)), colour, dark],
            [0, 0.35, 0.65, 1],
        )
        canvas.drawPath(path_of(np.vstack([left_edge, right_edge[::-1]])), paint)


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
