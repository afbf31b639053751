"""A palace court of old China → a painting."""

from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix, multiply
from reelwright.drawing.ink import bezier, fill, path_of, spline, stroke, tapered
from reelwright.drawing.paint import noise
from reelwright.stage.places.motifs import moon, sky
from reelwright.stage.places.painting import Painting, columns, dot, glow, rows
from reelwright.stage.places.perspective import Perspective


def _lit(p: Painting, colour: Colour) -> Colour:
    """A surface's colour out of doors at this hour."""
    return multiply(colour, "#565486" if p.hour.is_dark else mix(p.hour.ambient, "#ffffff", 0.15))


def _mountains(p: Painting, foot: float) -> None:
    w = p.width
    for k, (rise, far) in enumerate(((330, 0.75), (240, 0.55), (150, 0.35))):
        line = noise(4, w, p.seed + k, octaves=5, cells=5)[0]
        ridge = [(x, foot - rise * (0.35 + 0.9 * float(line[min(w - 1, x)]))) for x in range(0, w + 10, 10)]
        colour = mix(_lit(p, ("#7c86a8", "#6c7898", "#5a6a82")[k]), p.hour.haze, far)
        p.outside.drawPath(
            path_of([*ridge, (w, foot + 60), (0, foot + 60)]),
            rows(foot + 60, [colour, mix(colour, p.hour.haze, 0.6)], foot - rise),
        )


def palace(p: Painting) -> None:
    """A hall with two sweeping roofs above a terrace; lanterns and lit windows after dark."""
    w, h, c = p.width, p.height, p.outside
    ground = h * 0.705
    sky(p.sky, p.width, p.hour, h * 0.56, p.seed)
    if p.hour.is_dark:
        moon(p.sky, w * 0.70, h * 0.155, 104)
    _mountains(p, h * 0.54)
    middle = w * 0.5
    for k in range(90):
        x, y = p.generator.uniform(-30, w + 30), h * 0.56 + p.generator.uniform(-20, 90)
        tree = mix(_lit(p, ("#7d9a70", "#6a8a62", "#587a5c")[k % 3]), p.hour.haze, 0.35)
        dot(c, x, y, p.generator.uniform(30, 70), tree, 0.95, blur=5)
    c.drawRect(
        skia.Rect(0, h * 0.585, w, ground),
        rows(ground, [mix(_lit(p, "#8a6a60"), p.hour.haze, 0.3), _lit(p, "#9a4a40")], h * 0.585),
    )
    _roof(p, middle, h * 0.335, 330, 120, 52, 34)
    c.drawRect(
        skia.Rect(middle - 300, h * 0.335 + 120, middle + 300, h * 0.335 + 205),
        rows(h * 0.335 + 205, [_lit(p, "#5a2430"), _lit(p, "#a83a36")], h * 0.335 + 120),
    )
    for k in range(13):
        _lattice(p, middle - 290 + k * 48, h * 0.335 + 130, 30, 66)
    _roof(p, middle, h * 0.425, 520, 160, 80, 52)
    _colonnade(p, middle, h * 0.425 + 165, ground)
    _terrace(p, middle, ground)
    if p.hour.lamps > 0.5:
        for k in (1, 4, 8):
            p.life("breathe", middle - 480 + k * 107, h * 0.425 + 229, 90, "#ff9a4a", "outside")
    else:
        p.life("birds", 180, h * 0.24, 12, "#ffffff", "sky")
    things, shine = p.things, p.sparks
    for side in (-1, 1):
        x, y = middle + side * w * 0.42, h * 0.60
        things.drawRect(
            skia.Rect(x - 6, y - 120, x + 6, h * 0.82),
            columns(x - 6, x + 6, ["#5a2a2c", "#8a4a42", "#4a2024"]),
        )
        arm = bezier(
            (x, y - 110), (x - side * 30, y - 130), (x - side * 50, y - 120), (x - side * 56, y - 96)
        )
        things.drawPath(tapered(arm, 8, "flat"), fill("#5a2a2c"))
        _lantern(p, things, shine, x - side * 56, y, 46)
        if p.hour.lamps > 0.5:
            p.life("breathe", x - side * 56, y, 190, "#ff9a4a", "things")


def _roof(p: Painting, x: float, y: float, half: float, high: float, eaves: float, tiles: int) -> None:
    """A sweeping roof: ridge at ``y``, eaves ``high`` below it."""
    c = p.outside
    ridge = half * 0.62
    slope = spline(
        [
            (x + ridge, y),
            (x + ridge + (half - ridge) * 0.35, y + high * 0.52),
            (x + half, y + high * 0.86),
            (x + half + eaves, y + high * 0.66),
        ],
        steps=10,
    )
    edge = spline(
        [
            (x + half + eaves, y + high * 0.66),
            (x + half * 0.96, y + high * 1.02),
            (x + half * 0.5, y + high * 1.07),
            (x, y + high * 1.08),
        ],
        steps=10,
    )
    right = np.vstack([slope, edge])
    left = right * [-1, 1] + [2 * x, 0]
    shape = path_of(np.vstack([[(x, y)], right, left[::-1]]))
    c.drawPath(shape, rows(y + high * 1.08, [_lit(p, "#a89488"), _lit(p, "#6e6a8c"), _lit(p, "#484a70")], y))
    c.save()
    c.clipPath(shape, True)
    for i in range(tiles + 1):
        share = i / tiles * 2 - 1
        top, low = x + ridge * share, x + (half + eaves) * share
        line = bezier(
            (top, y),
            (top + (low - top) * 0.25, y + high * 0.5),
            (top + (low - top) * 0.7, y + high * 0.85),
            (low, y + high * 1.1),
            count=12,
        )
        c.drawPath(
            tapered(line, max(2, half / tiles * 0.75), "flat", count=12), fill(_lit(p, "#2c2a48"), 0.55)
        )
        c.drawPath(
            tapered(line - [half / tiles * 0.35, 0], max(1, half / tiles * 0.22), "flat", count=12),
            fill(_lit(p, "#e8b8a0"), 0.5),
        )
    c.restore()
    eave_line = np.vstack([edge, (edge * [-1, 1] + [2 * x, 0])[::-1]])
    c.drawPath(tapered(eave_line, 9, "even", count=80), fill(_lit(p, "#f0b860")))
    c.drawPath(tapered(eave_line + np.array([0, 7]), 7, "even", count=80), fill(_lit(p, "#a03030")))
    c.drawRect(skia.Rect(x - ridge - 6, y - 16, x + ridge + 6, y + 8), fill(_lit(p, "#d8a050")))
    c.drawRect(skia.Rect(x - ridge - 6, y - 16, x + ridge + 6, y - 10), fill(_lit(p, "#ffe0a0")))
    for side in (-1, 1):
        end = x + side * (ridge + 2)
        horn = [
            (end, y + 8),
            (end, y - 24),
            (end + side * 16, y - 44),
            (end - side * 10, y - 30),
            (end - side * 22, y - 12),
            (end - side * 20, y + 8),
        ]
        c.drawPath(path_of(spline(horn, closed=True)), fill(_lit(p, "#f0b458")))
        hip = bezier(
            (x + side * ridge, y),
            (x + side * (ridge + (half - ridge) * 0.35), y + high * 0.5),
            (x + side * half * 0.98, y + high * 0.84),
            (x + side * (half + eaves), y + high * 0.64),
        )
        c.drawPath(tapered(hip, 11, "flat"), fill(_lit(p, "#c08850")))
        c.drawPath(tapered(hip - [0, 3], 3.5, "flat"), fill(_lit(p, "#ffe0a0")))


def _lattice(p: Painting, x: float, y: float, wide: float, high: float) -> None:
    """A paper window behind a wooden lattice, lit from within after dark."""
    level = p.hour.lamps
    paper = mix(_lit(p, "#e8d4b4"), "#ffc066", level)
    p.outside.drawRect(
        skia.Rect(x, y, x + wide, y + high), rows(y + high, [paper, mix(paper, "#ffe6a8", 0.4)], y)
    )
    p.shine.drawRect(skia.Rect(x, y, x + wide, y + high), fill("#ff9a40", 0.22 * level, blur=9))
    wood = _lit(p, "#7a2a2a")
    across, down = max(2, round(wide / 15)), max(2, round(high / 24))
    for k in range(1, across):
        p.outside.drawRect(
            skia.Rect(x + wide * k / across - 1.5, y, x + wide * k / across + 1.5, y + high), fill(wood)
        )
    for k in range(1, down):
        p.outside.drawRect(
            skia.Rect(x, y + high * k / down - 1.5, x + wide, y + high * k / down + 1.5), fill(wood)
        )


def _colonnade(p: Painting, middle: float, top: float, ground: float) -> None:
    c = p.outside
    c.drawRect(
        skia.Rect(middle - 540, top, middle + 540, ground),
        rows(ground, [_lit(p, "#7a2c2c"), _lit(p, "#b8483c"), _lit(p, "#8a3030")], top),
    )
    c.drawRect(skia.Rect(middle - 540, top, middle + 540, top + 26), fill(_lit(p, "#3f8a8c")))
    for k in range(36):
        c.drawRect(
            skia.Rect(middle - 536 + k * 30, top + 5, middle - 518 + k * 30, top + 21),
            fill(_lit(p, "#f0c060"), 0.8),
        )
    for k in range(10):
        x = middle - 540 + k * 120
        if k < 9:
            _lattice(p, x + 24, top + 66, 72, (ground - top) * 0.56)
            c.drawRect(
                skia.Rect(x + 20, top + 66 + (ground - top) * 0.58, x + 100, ground - 8),
                fill(_lit(p, "#8a3632")),
            )
            c.drawRect(
                skia.Rect(x + 28, top + 80 + (ground - top) * 0.58, x + 92, ground - 22),
                stroke(_lit(p, "#e0a850"), 3, 0.8),
            )
        c.drawRect(
            skia.Rect(x - 12, top, x + 12, ground),
            columns(x - 12, x + 12, [_lit(p, "#7a1f22"), _lit(p, "#e05848"), _lit(p, "#7a1f22")]),
        )
        c.drawRect(skia.Rect(x - 18, ground - 20, x + 18, ground), fill(_lit(p, "#a8a0a0")))
    glow(p.shine, middle, (top + ground) / 2, 640, "#ff9a48", 0.34 * p.hour.lamps)
    for k in range(10):
        _lantern(p, c, p.shine, middle - 480 + k * 107, top + 64, 22)


def _lantern(p: Painting, canvas, shine, x: float, y: float, size: float) -> None:  # type: ignore[no-untyped-def]
    level = p.hour.lamps
    glow(shine, x, y, size * 3.2, "#ff8a3c", 0.5 * level)
    red, bright = mix("#c83a2c", "#ff5a34", level), mix("#e05a44", "#ffb45a", level)
    oval = skia.Rect(x - size, y - size * 0.85, x + size, y + size * 0.85)
    canvas.drawOval(oval, columns(x - size, x + size, [red, bright, red]))
    shine.drawOval(oval, fill("#ff7a30", 0.45 * level))
    for k in (-0.5, 0, 0.5):
        canvas.drawPath(
            path_of(
                spline(
                    [
                        (x + size * k, y - size * 0.82),
                        (x + size * k * 1.5, y),
                        (x + size * k, y + size * 0.82),
                    ]
                ),
                closed=False,
            ),
            stroke("#a8281e", 2, 0.6),
        )
    for k in (-1, 1):
        canvas.drawRect(
            skia.Rect(
                x - size * 0.4,
                y + k * size * 0.9 - size * 0.1,
                x + size * 0.4,
                y + k * size * 0.9 + size * 0.1,
            ),
            fill("#e8b458"),
        )
    for k in (-0.2, 0, 0.2):
        canvas.drawLine(
            x + size * k, y + size, x + size * k * 1.3, y + size * 2, stroke("#d0342a", max(1, size * 0.09))
        )


def _terrace(p: Painting, middle: float, ground: float) -> None:
    w, h, c = p.width, p.height, p.outside
    c.drawRect(
        skia.Rect(0, ground, w, ground + 150),
        rows(ground + 150, [_lit(p, "#d8c0b4"), _lit(p, "#a898a0"), _lit(p, "#807890")], ground),
    )
    c.drawRect(
        skia.Rect(0, ground + 150, w, h),
        rows(h, [_lit(p, "#a89ca8"), _lit(p, "#7c748c"), _lit(p, "#585470")], ground + 150),
    )
    for k in range(30):
        x = k * 46 - 40
        if abs(x + 10 - middle) < 170:
            continue
        c.drawRoundRect(
            skia.Rect(x, ground + 10, x + 16, ground + 92),
            5,
            5,
            columns(x, x + 16, [_lit(p, "#a89c9c"), _lit(p, "#fff0e4"), _lit(p, "#988c94")]),
        )
        dot(c, x + 8, ground + 6, 11, _lit(p, "#f4e4d8"))
        c.drawRect(skia.Rect(x + 16, ground + 28, x + 46, ground + 40), fill(_lit(p, "#dccec8")))
        c.drawRect(skia.Rect(x + 16, ground + 40, x + 46, ground + 84), fill(_lit(p, "#b4a8b0"), 0.8))
    for k in range(12):
        y, half = ground + 20 + k * 15, 170 + k * 11
        c.drawRect(
            skia.Rect(middle - half, y, middle + half, y + 8),
            fill(_lit(p, mix("#f4dccc", "#c4b4bc", k / 12))),
        )
        c.drawRect(
            skia.Rect(middle - half, y + 8, middle + half, y + 15),
            fill(_lit(p, mix("#a8948c", "#847a8c", k / 12))),
        )
    view = Perspective(c, w, h, focal=1000, eye_height=300, horizon=0.50)
    low = ground + 200
    for z in (360, 420, 500, 560):
        y = view.at(0, 0, z)[1]
        if y > low:
            c.drawLine(0, y, w, y, stroke("#15132e", 2.2, 0.28))
    for x in range(-2400, 2401, 160):
        near, far = view.at(x, 0, 330), view.at(x, 0, 960)
        share = (low - far[1]) / (near[1] - far[1])
        c.drawLine(*near, far[0] + (near[0] - far[0]) * share, low, stroke("#15132e", 2, 0.24))
    spill = [(middle - 200, low), (middle + 200, low), (middle + 520, h), (middle - 520, h)]
    p.shine.drawPath(path_of(spill), fill("#ffb46a", 0.16 * p.hour.lamps, blur=40))
    if p.hour.sun_strength > 0.5:
        p.shine.drawPath(
            path_of([(w * 0.55, low), (w, low), (w, h), (w * 0.3, h)]), fill(p.hour.sun, 0.16, blur=30)
        )
