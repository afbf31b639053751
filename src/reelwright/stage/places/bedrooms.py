"""A bedroom → a painting: a wide bed, one warm lamp, a tall window with the evening in it."""

from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix, multiply
from reelwright.drawing.ink import bezier, fill, path_of, spline, tapered
from reelwright.stage.places.bedding import Fold, cover
from reelwright.stage.places.greenery import bouquet, foliage
from reelwright.stage.places.motifs import (
    curtain,
    lamp_shade,
    mirror,
    moon,
    planks,
    rounded,
    shade_corners,
    shadow,
    shaft,
    sky,
    skyline,
)
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BACK, _SIDE, _CEILING = 560.0, 262.0, 335.0
_WINDOW = (62.0, 226.0, 34.0, 290.0)
_BED = (-208.0, -26.0, 348.0, 548.0)


def bedroom(p: Painting) -> None:
    """A panelled room: tufted bed to the left, lamp beside it, a window to the floor at the right."""
    w, h, hour = p.width, p.height, p.hour
    p.ambient_strength = 0.96 if not hour.is_dark else 0.9
    view = Perspective(p.room, w, h, focal=1150, eye_height=105, horizon=0.50)
    left, floor_y = view.at(-_SIDE, 0, _BACK)
    right, top_y = view.at(_SIDE, _CEILING, _BACK)
    _outside(p, view)
    view.level(-900, 900, 60, _BACK, 0, shader=down(floor_y, h, ["#b98f72", "#94694f", "#5f4238"]))
    planks(view, 420, _BACK, p.generator, wide=22)
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top_y, ["#c9c0cc", "#f6f0f0"]))
    view.side(-_SIDE, 60, _BACK, 0, _CEILING, shader=across(0, left, ["#a08fa8", "#cdbfd0"]))
    view.side(_SIDE, 60, _BACK, 0, _CEILING, shader=across(right, w, ["#cbbecf", "#9a8aa2"]))
    _wall(p, view, top_y, floor_y)
    _ceiling(p, view)
    shade_corners(view, _SIDE, _BACK, _CEILING, 0.32)
    _window_light(p, view)
    mirror(p, floor_y, 0.12)
    _rug(p, view)
    _bed(p, view)
    _bedside(p, view)
    _stool(p, view)


def _outside(p: Painting, view: Perspective) -> None:
    hour = p.hour
    foot = view.at(0, 40, _BACK)[1]
    sky(p.sky, p.width, hour, foot - 120, p.seed)
    skyline(
        p.outside, p.width, foot, hour, p.seed, heights=(90, 330), widths=(50, 96), nearness=0.25, pane=4.5
    )

    def light(colour: Colour) -> Colour:
        return mix(multiply(colour, "#343e70" if hour.is_dark else hour.ambient), hour.haze, 0.16)

    for x in range(640, 1180, 110):
        foliage(p.outside, x, foot - 20, 84, 90, p.generator, dab=12, count=220, light=light)
    if hour.is_dark:
        moon(p.sky, *view.at(168, 246, _BACK), 46, "#f4f7ff")


def _wall(p: Painting, view: Perspective, top_y: float, floor_y: float) -> None:
    x0, x1, y0, y1 = _WINDOW
    wall = down(top_y, floor_y, ["#d8cbd8", "#c9b8ca", "#b6a4b8"])
    for a, b, low, high in (
        (-_SIDE, x0, 0, _CEILING),
        (x1, _SIDE, 0, _CEILING),
        (x0, x1, 0, y0),
        (x0, x1, y1, _CEILING),
    ):
        view.front(a, b, low, high, _BACK, shader=wall)
    # Mouldings: a dark line below, a light one above.
    for a, b, low, high in ((-250, -30, 150, 318), (-18, 40, 30, 318), (-250, -30, 20, 138)):
        for d, colour, alpha in (
            (0.0, "#6a5670", 0.55),
            (1.6, "#fff6ff", 0.55),
            (8.0, "#6a5670", 0.30),
            (9.2, "#fff6ff", 0.35),
        ):
            path = view.outline(
                [
                    (a + d, low + d, _BACK),
                    (b - d, low + d, _BACK),
                    (b - d, high - d, _BACK),
                    (a + d, high - d, _BACK),
                ]
            )
            paint = fill(colour, alpha)
            paint.setStyle(skia.Paint.kStroke_Style)
            paint.setStrokeWidth(2.0)
            p.room.drawPath(path, paint)
    view.front(-_SIDE, x0, 0, 12, _BACK - 1, "#e6dce6")
    view.front(x1, _SIDE, 0, 12, _BACK - 1, "#e6dce6")
    view.front(
        -_SIDE,
        _SIDE,
        _CEILING - 14,
        _CEILING,
        _BACK - 2,
        shader=down(top_y, top_y + 30, ["#fffaff", "#b8aaba"]),
    )
    a, sill = view.at(x0, y0, _BACK)
    b, head = view.at(x1, y1, _BACK)
    c = p.room
    for x in (a, (a + b) / 2, b):
        c.drawRect(
            skia.Rect(x - 7, head, x + 7, sill), columns(x - 7, x + 7, ["#b8aeb8", "#ffffff", "#a096a4"])
        )
    for y in (head, head + (sill - head) * 0.28, head + (sill - head) * 0.78):
        c.drawRect(skia.Rect(a - 7, y - 5, b + 7, y + 5), rows(y + 5, ["#ffffff", "#aca2b0"], y - 5))
    rail = head - 40
    c.drawRoundRect(
        skia.Rect(a - 96, rail - 7, b + 96, rail + 6), 6, 6, rows(rail + 6, ["#f2d49a", "#8a6438"], rail - 7)
    )
    for x in (a - 96, b + 96):
        dot(c, x, rail, 12, "#d8b070")
    foot = view.at(0, 2, _BACK)[1]
    curtain(c, a - 88, a + 52, rail + 4, foot, "#8d86b8", 2, light="#efe8ff", lit_from=1)
    curtain(c, b - 44, b + 88, rail + 4, foot, "#8d86b8", 3, light="#efe8ff", lit_from=-1)
    p.life("sheer", a + 96, (rail + foot) / 2, (foot - rail) / 4.4, "#ffffff", "room")
    # A picture in a thin frame over the bed.
    for k, colour in enumerate(("#c09a5c", "#faf4ea", "#8fa0c4")):
        view.front(-178 + k * 4, -64 - k * 4, 196 + k * 4, 282 - k * 4, _BACK - 2, colour)
    ax, ay = view.at(-170, 204, _BACK)
    bx, by = view.at(-72, 274, _BACK)
    c.save()
    c.clipRect(skia.Rect(ax, by, bx, ay), True)
    c.drawRect(skia.Rect(ax, by, bx, ay), rows(ay, ["#7f93bd", "#e9b9a8", "#f4dcb8"], by))
    dot(c, ax + (bx - ax) * 0.62, by + (ay - by) * 0.52, 26, "#fff0d0", 0.95)
    for k, colour in enumerate(("#8a86ac", "#6a6a96", "#4c5280")):
        y = by + (ay - by) * (0.60 + 0.13 * k)
        hill = [(ax, y), (ax + 60, y - 20 + 8 * k), (ax + 120, y + 6), (bx, y - 14), (bx, ay), (ax, ay)]
        c.drawPath(path_of(spline(hill, closed=True)), fill(colour, 0.85))
    c.restore()


def _ceiling(p: Painting, view: Perspective) -> None:
    """A recess with hidden light, and a small chandelier of glass."""
    level = 0.12 + 0.55 * p.hour.lamps
    outline = [
        (-170, _CEILING - 2, 200),
        (170, _CEILING - 2, 200),
        (170, _CEILING - 2, 480),
        (-170, _CEILING - 2, 480),
    ]
    path = view.outline(outline)
    p.room.drawPath(path, fill("#d9cedb"))
    rim = fill("#ffe2b4", 0.5 * level, blur=10)
    rim.setStyle(skia.Paint.kStroke_Style)
    rim.setStrokeWidth(26)
    p.shine.drawPath(path, rim)
    x, y = view.at(20, 262, 420)
    p.things.drawRect(skia.Rect(x - 2, view.at(20, _CEILING, 420)[1], x + 2, y), fill("#b8904e"))
    for k in range(9):
        dx = (k - 4) * 17
        fall = 26 - abs(k - 4) * 5
        p.things.drawRect(skia.Rect(x + dx - 1, y, x + dx + 1, y + 16 + fall), fill("#d8b878"))
        dot(p.things, x + dx, y + 24 + fall, 11, mix("#d8d0d8", "#fff0cc", p.hour.lamps))
        dot(p.sparks, x + dx, y + 24 + fall, 8, "#fff0cc", 0.65 * p.hour.lamps)
    p.things.drawRoundRect(
        skia.Rect(x - 78, y - 5, x + 78, y + 5), 5, 5, rows(y + 5, ["#f4d8a0", "#8a6432"], y - 5)
    )
    glow(p.sparks, x, y + 40, 240, "#ffd9a0", 0.30 * p.hour.lamps)


def _window_light(p: Painting, view: Perspective) -> None:
    x0, x1, y0, y1 = _WINDOW
    hour = p.hour
    strength = hour.sun_strength if not hour.is_dark else 0.62
    middle = (x0 + x1) / 2
    for a, b in ((x0 + 4, middle - 4), (middle + 4, x1 - 4)):
        patch = [
            view.at(a - 60, 0, 480),
            view.at(b - 60, 0, 480),
            view.at(b - 190, 0, 215),
            view.at(a - 190, 0, 215),
        ]
        shaft(p.shine, patch, hour.sun, 0.30 * strength, 6)
        shaft(
            p.shine,
            [view.at(a, y1, _BACK), view.at(b, y1, _BACK), patch[2], patch[3]],
            hour.sun,
            0.085 * strength,
            22,
        )
    x, y = view.at(middle, (y0 + y1) / 2, _BACK)
    glow(p.shine, x, y, 560, hour.sun, 0.15 * strength)
    p.lamp(x, y + 260, 430, hour.sun, 0.45 * strength)


def _rug(p: Painting, view: Perspective) -> None:
    for k, (colour, alpha) in enumerate((("#c4b0c0", 1.0), ("#9a86a4", 0.6), ("#cfbecb", 0.95))):
        r = 205 - k * 16
        ring = [(30 + r * np.cos(t), 0.5, 330 + r * 0.62 * np.sin(t)) for t in np.linspace(0, 6.283, 40)]
        p.room.drawPath(view.outline(ring), fill(colour, alpha))


def _bed(p: Painting, view: Perspective) -> None:
    c, things, g = p.things, view.on(p.things), p.generator
    x0, x1, foot, head = _BED
    shadow(c, *view.at((x0 + x1) / 2 + 16, 0, foot + 30), 380, 58, 0.5)
    _headboard(p, view)
    things.block(x0 - 4, x1 + 4, 10, 40, foot, head, "#8d6a76", "#b48e98", "#6a4c5a")
    things.block(x0, x1, 40, 56, foot + 4, head, "#f4eef2", "#ffffff", "#d4c8d4")
    for px, py, pz, wide, tall, shades in (
        (x0 + 46, 58, 540, 88, 44, ["#fffdfb", "#ded4e4", "#b2a4c2"]),
        (x1 - 46, 58, 540, 88, 44, ["#fffdfb", "#ded4e4", "#b2a4c2"]),
        (x0 + 58, 58, 516, 78, 36, ["#cfc6ea", "#a79cc9", "#7c71a4"]),
        (x1 - 54, 58, 516, 76, 36, ["#cfc6ea", "#a79cc9", "#7c71a4"]),
        ((x0 + x1) / 2, 58, 498, 56, 27, ["#f0c4c0", "#cf9299", "#9a6472"]),
    ):
        _pillow(p, view, px, py, pz, wide, tall, shades)
    quilt = [
        (x0 - 6, 62, 486),
        (x0 + 60, 66, 490),
        (x1 - 40, 66, 486),
        (x1 + 6, 60, 474),
        (x1 + 14, 44, 420),
        (x1 + 16, 16, 368),
        (x1 + 10, 8, 342),
        (x0 + 120, 10, 338),
        (x0 + 30, 8, 338),
        (x0 - 14, 14, 344),
    ]
    cover(
        p,
        view,
        quilt,
        ["#efe9fa", "#d3c9ea", "#ab9fcf", "#7a70a6"],
        edge=(0, 58, 350),
        fallen=("#41376e", 0.20),
        ink=("#4c4280", "#fffaff"),
        folds=[
            Fold(
                (x0 + 6 + 14 * k, 64, 480 - 8 * (k % 4)),
                (x0 - 10 + 17 * k, 8, 338),
                (g.uniform(-10, 36), 60),
                (-g.uniform(0, 50), -150),
                g.uniform(20, 40),
                g.uniform(10, 20),
            )
            for k in range(13)
        ],
    )
    turned = [
        (x0 - 6, 64, 490),
        (x0 + 60, 69, 494),
        (x1 - 40, 69, 490),
        (x1 + 4, 62, 480),
        (x1 + 8, 56, 452),
        (x1 - 40, 63, 460),
        (x0 + 60, 64, 462),
        (x0 - 8, 58, 460),
    ]
    c.drawPath(
        path_of(spline([view.at(*q) for q in turned], closed=True)),
        rows(view.at(0, 58, 458)[1], ["#ffffff", "#f2ecf6", "#c6bad8"], view.at(0, 66, 490)[1]),
    )
    throw = [
        (x0 - 12, 60, 396),
        (x0 + 70, 64, 398),
        (x1 - 30, 64, 396),
        (x1 + 16, 52, 392),
        (x1 + 20, 20, 366),
        (x1 + 16, 20, 352),
        (x1 + 12, 40, 356),
        (x1 - 30, 60, 362),
        (x0 + 60, 60, 360),
        (x0 - 14, 50, 352),
    ]
    shape = path_of(spline([view.at(*q) for q in throw], closed=True))
    c.drawPath(shape, rows(view.at(0, 24, 352)[1], ["#d99a98", "#b8707c", "#84485e"], view.at(0, 64, 398)[1]))
    c.save()
    c.clipPath(shape, True)
    for k in range(16):
        a, b = view.at(x0 + 13 * k, 66, 398), view.at(x0 + 14 * k - 6, 20, 350)
        c.drawPath(tapered([a, b], 12, "even"), fill("#ffd8cc" if k % 2 else "#5a2a44", 0.16, blur=3))
    c.restore()


def _pillow(
    p: Painting, view: Perspective, x: float, y: float, z: float, wide: float, tall: float, shades: list[str]
) -> None:
    c = p.things
    cx, cy = view.at(x, y, z)
    w, h = view.size(wide, z) / 2, view.size(tall, z)
    corners = [
        (-1, -0.04),
        (-0.5, 0.02),
        (0, 0),
        (0.5, 0.02),
        (1, -0.04),
        (0.93, -0.5),
        (1.0, -0.97),
        (0.5, -0.93),
        (0, -0.96),
        (-0.5, -0.93),
        (-1.0, -0.97),
        (-0.93, -0.5),
    ]
    shape = path_of(spline([(cx + a * w, cy + b * h) for a, b in corners], closed=True))
    c.drawPath(shape, rows(cy, shades, cy - h))
    c.save()
    c.clipPath(shape, True)
    glow(c, cx + w * 0.25, cy - h * 0.65, w * 0.9, "#ffffff", 0.22)
    for side in (-1, 1):
        fold = bezier(
            (cx + side * w, cy - h * 0.95),
            (cx + side * w * 0.8, cy - h * 0.8),
            (cx + side * w * 0.7, cy - h * 0.7),
            (cx + side * w * 0.5, cy - h * 0.62),
        )
        c.drawPath(tapered(fold, 9, "out"), fill(multiply(shades[2], "#a090b0"), 0.5, blur=3))
        fold = bezier(
            (cx + side * w, cy),
            (cx + side * w * 0.8, cy - h * 0.16),
            (cx + side * w * 0.6, cy - h * 0.22),
            (cx + side * w * 0.42, cy - h * 0.2),
        )
        c.drawPath(tapered(fold, 9, "out"), fill(multiply(shades[2], "#a090b0"), 0.5, blur=3))
    c.restore()


def _headboard(p: Painting, view: Perspective) -> None:
    c = p.things
    x0, x1, _, z = _BED
    a, top = view.at(x0 - 12, 138, z + 6)
    b, low = view.at(x1 + 12, 20, z + 6)
    c.drawRoundRect(skia.Rect(a, top, b, low), 34, 34, rows(low, ["#c898a0", "#9a6c7c", "#6a4860"], top))
    c.save()
    inner = skia.Rect(a + 16, top + 16, b - 16, low)
    c.clipRect(inner, True)
    step = 58.0
    for row in range(5):
        for column in range(10):
            x, y = a + 16 + column * step + (step / 2 if row % 2 else 0), top + 22 + row * step * 0.78
            glow(c, x + step * 0.5, y + step * 0.10, step * 0.66, "#f4c8c8", 0.34)
            for side in (-1, 1):
                line = [(x, y), (x + side * step / 2, y + step * 0.78)]
                c.drawPath(tapered(line, 7, "both"), fill("#54304a", 0.55, blur=1.6))
    for row in range(5):
        for column in range(10):
            x, y = a + 16 + column * step + (step / 2 if row % 2 else 0), top + 22 + row * step * 0.78
            dot(c, x, y, 6.5, "#5c3850")
            dot(c, x - 1.6, y - 2, 2.4, "#e8b8bc")
    c.restore()


def _bedside(p: Painting, view: Perspective) -> None:
    x: float
    y: float
    c, things = p.things, view.on(p.things)
    shadow(c, *view.at(16, 0, 500), 110, 18, 0.4)
    for x in (-12, 40):
        things.line((x, 0, 500), (x, 16, 500), "#c09a5c", 7)
    things.block(-16, 44, 14, 58, 498, 545, "#8f6450", "#c69a7c", "#6a4638")
    for y in (18, 38):
        things.front(-13, 41, y, y + 16, 497, "#7c5444")
        things.front(8, 20, y + 8, y + 10, 496, "#f0d08a")
    x, y = view.at(8, 58, 520)
    rounded(c, x - 24, y - 86, 48, 86, 22, ["#f0e2d0", "#c8a888", "#8a6a58"])
    c.drawRect(skia.Rect(x - 4, y - 108, x + 4, y - 84), fill("#d8b070"))
    lamp_shade(c, p.sparks, x, y - 196, 74, p.hour.lamps)
    p.lamp(x, y - 110, 400, "#ffb068", 1.15 * p.hour.lamps)
    p.life("breathe", x, y - 150, 330, "#ffb068", "things")
    vx, vy = view.at(34, 58, 510)
    rounded(c, vx - 12, vy - 40, 24, 40, 6, ["#e8f0f4", "#a8b8c8"])
    bouquet(c, vx, vy - 38, 50, p.generator, count=9, colours=("#ffffff", "#ffd9dc", "#e8b0c0"))
    for k, colour in enumerate(("#7a4a5a", "#e8dcc8")):
        c.drawRect(skia.Rect(x - 62, y - 12 - k * 11, x - 20, y - 2 - k * 11), fill(colour))


def _stool(p: Painting, view: Perspective) -> None:
    """A round velvet stool by the window with a shawl on it."""
    c = p.things
    shadow(c, *view.at(172, 0, 420), 140, 24, 0.4)
    a, top = view.at(124, 44, 420)
    b, low = view.at(220, 8, 420)
    c.drawRoundRect(skia.Rect(a, top, b, low), 26, 26, columns(a, b, ["#6a5c94", "#a79ad0", "#574a80"]))
    c.drawOval(skia.Rect(a, top - 26, b, top + 34), rows(top + 34, ["#d0c6ee", "#9c90c8"], top - 26))
    c.drawRect(skia.Rect(a + 8, low - 8, b - 8, low + 4), fill("#b8904e"))
    shawl = [
        (a + 20, top - 16),
        (a + 110, top - 22),
        (b - 30, top - 2),
        (b - 20, low - 40),
        (b - 64, low - 24),
        (a + 120, top + 40),
    ]
    c.drawPath(path_of(spline(shawl, closed=True)), rows(low, ["#f6e6dc", "#cfa79c"], top - 22))
