"""A court of law in dark wood → a painting."""

from __future__ import annotations

import math

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import bezier, fill, path_of, stroke, tapered
from reelwright.stage.places.motifs import mirror, rounded, shade_corners, shadow, shaft, sky
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BACK, _SIDE, _CEILING = 900.0, 350.0, 560.0
_WOOD: tuple[Colour, Colour, Colour] = ("#7d4f32", "#b9875a", "#54321f")
_GOLD = ("#8a6030", "#f4d690", "#b08040")


def courtroom(p: Painting) -> None:
    """The judges' bench under an emblem between columns, tall windows, the tables of both sides."""
    w, h, hour = p.width, p.height, p.hour
    p.ambient_strength = 0.86 if hour.lamps < 0.6 else 0.92
    sky(p.sky, w, hour, h * 0.5, p.seed)
    view = Perspective(p.room, w, h, focal=1150, eye_height=105, horizon=0.50)
    left, floor_y = view.at(-_SIDE, 0, _BACK)
    right, top_y = view.at(_SIDE, _CEILING, _BACK)
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top_y, ["#8d7c66", "#d9c9ac"]))
    view.level(-900, 900, 60, _BACK, 0, shader=down(floor_y, h, ["#b59a80", "#8a6f5c", "#5a463e"]))
    _marble(p, view)
    for sign in (-1, 1):
        a, b = (0, left) if sign < 0 else (right, w)
        tones = ["#a08a6a", "#dccaa8"] if sign < 0 else ["#dccaa8", "#94805f"]
        view.side(sign * _SIDE, 60, _BACK, 0, _CEILING, shader=across(a, b, tones))
        for z0, z1 in ((210, 330), (400, 560), (630, 820)):
            _tall_window(p, view, sign, z0, z1)
        _wainscot(view, sign, across(a, b, ["#54321f", "#8a5a3a"] if sign < 0 else ["#8a5a3a", "#4c2c1c"]))
    _back_wall(p, view, top_y, floor_y)
    _coffers(p, view)
    shade_corners(view, _SIDE, _BACK, _CEILING, 0.36)
    _bench(p, view)
    mirror(p, floor_y, 0.15)
    _rail(p, view)
    _tables(p, view)
    _chandelier(p, view)
    p.lamp(w * 0.5, h * 0.44, 480, "#ffdca8", 0.18 + 0.55 * hour.lamps)
    p.lamp(-60, h * 0.52, 520, hour.sun, 0.55 * hour.sun_strength)


def _marble(p: Painting, view: Perspective) -> None:
    for k in range(-7, 8):
        view.line((k * 80, 0, 60), (k * 80, 0, _BACK), "#3a2a24", 1.6, 0.32)
    z = 90.0
    row = 0
    while z < _BACK:
        view.line((-600, 0, z), (600, 0, z), "#3a2a24", max(1.0, 500 / z), 0.32)
        for k in range(-7, 7):
            if (k + row) % 2:
                view.level(k * 80, k * 80 + 80, z, min(_BACK, z + 80), 0, "#4a3430", 0.20)
        z, row = z + 80, row + 1
    view.level(
        -62,
        62,
        60,
        _BACK - 200,
        0.5,
        shader=down(view.at(0, 0, 700)[1], p.height, ["#9a2f38", "#7c2430", "#4e1620"]),
    )
    for x in (-56, 56):
        view.line((x, 1, 60), (x, 1, _BACK - 200), "#e8bc70", 3, 0.75)


def _wainscot(view: Perspective, sign: int, shader: object) -> None:
    x = sign * (_SIDE - 1)
    view.side(x, 60, _BACK, 0, 150, shader=shader)
    for z in range(110, int(_BACK), 78):
        view.side(x - sign, z, z + 60, 22, 128, "#3e2416", 0.55)
        view.side(x - sign * 2, z + 5, z + 55, 28, 122, "#8a5a3a", 0.55)
    view.side(x - sign * 2, 60, _BACK, 146, 153, "#c9965f")
    view.side(x - sign * 2, 60, _BACK, 0, 12, "#3e2416")


def _tall_window(p: Painting, view: Perspective, sign: int, z0: float, z1: float) -> None:
    x, hour = sign * _SIDE, p.hour
    middle = (z0 + z1) / 2
    arch = [
        (x, 400 + 64 * math.sin(t), middle - (middle - z0) * math.cos(t)) for t in np.linspace(0, math.pi, 14)
    ]
    path = view.outline([(x, 172, z0), *arch, (x, 172, z1)])
    p.room.drawPath(path, fill("#000000", 1, blend=skia.BlendMode.kClear))
    p.room.drawPath(path, stroke("#5c3a24", max(5, 6400 / z0)))
    p.room.drawPath(path, stroke("#c9a070", max(1.5, 1300 / z0)))
    for y in (235, 300, 365):
        view.line((x, y, z0), (x, y, z1), "#5c3a24", max(2, 2200 / z0))
    view.line((x, 172, middle), (x, 462, middle), "#5c3a24", max(2, 2600 / z0))
    bright = [mix(c, "#000000", 0.55) for c in hour.sky[1:]]
    high, low = view.at(x, 460, z0)[1], view.at(x, 172, z0)[1]
    p.shine.drawPath(path, fill("#000000", 1, shader=down(high, low, bright)))
    strength = hour.sun_strength if not hour.is_dark else 0.5
    if sign < 0:
        a, b = z0 * 0.94 + 10, z1 * 0.90
        patch = [view.at(-250, 0, z1), view.at(40, 0, b), view.at(40, 0, a), view.at(-250, 0, z0 + 20)]
        shaft(p.shine, patch, hour.sun, 0.30 * strength, 9)
        beam = [view.at(x, 450, z0), view.at(x, 450, z1), view.at(40, 0, b), view.at(40, 0, a)]
        shaft(p.shine, beam, hour.sun, 0.13 * strength, 16)


def _back_wall(p: Painting, view: Perspective, top_y: float, floor_y: float) -> None:
    view.front(-_SIDE, _SIDE, 0, _CEILING, _BACK, shader=down(top_y, floor_y, ["#e4d3b2", "#c4a77c"]))
    line = view.at(0, 400, _BACK)[1]
    view.front(-_SIDE, _SIDE, 0, 400, _BACK - 1, shader=down(line, floor_y, ["#8a5a3a", "#5a3522"]))
    for k in range(10):
        x = -_SIDE + k * 70
        view.front(x + 6, x + 64, 30, 384, _BACK - 2, "#3e2416", 0.55)
        view.front(x + 11, x + 59, 36, 378, _BACK - 3, "#7d4f32")
        view.front(x + 11, x + 59, 374, 378, _BACK - 4, "#c9965f", 0.5)
    view.front(-_SIDE, _SIDE, 396, 410, _BACK - 4, "#c9965f")
    view.front(-_SIDE, _SIDE, 396, 400, _BACK - 5, "#6a4028")
    for x in (-205, -120, 120, 205):
        a, head = view.at(x - 18, 470, _BACK - 30)
        b, foot = view.at(x + 18, 0, _BACK - 30)
        c = p.room
        c.drawRect(skia.Rect(a, head, b, foot), columns(a, b, ["#8f7a5c", "#f2e2c2", "#d9c49c", "#7d6a50"]))
        for k in range(1, 6):
            gx = a + (b - a) * k / 6
            c.drawRect(skia.Rect(gx - 1.2, head + 30, gx + 1.2, foot), fill("#6a563e", 0.40))
        c.drawRect(
            skia.Rect(a - 9, head - 22, b + 9, head + 4), rows(head + 4, ["#fff0d0", "#a88c62"], head - 22)
        )
    view.block(-235, 235, 470, 500, _BACK - 40, _BACK, "#e8d6b0", "#f6e6c4", "#a88c62")
    view.front(-235, 235, 476, 480, _BACK - 41, "#a88c62", 0.7)
    _emblem(p, *view.at(0, 412, _BACK - 8), view.size(62, _BACK))


def _emblem(p: Painting, cx: float, cy: float, r: float) -> None:
    """Scales in gold on red, in a wreath."""
    c = p.room
    glow(p.shine, cx, cy, r * 3.0, "#ffdc98", 0.14 + 0.26 * p.hour.lamps)
    for size, colour in ((1.0, _GOLD[0]), (0.94, _GOLD[1]), (0.84, "#7a1f28"), (0.80, "#9f2e36")):
        dot(c, cx, cy, r * size, colour)
    for k in range(40):
        angle = k / 40 * 6.283
        x, y = cx + r * 0.90 * math.cos(angle), cy + r * 0.90 * math.sin(angle)
        leaf = tapered(
            [(x, y), (x + 9 * math.cos(angle + 1.2), y + 9 * math.sin(angle + 1.2))], 6, "both", count=6
        )
        c.drawPath(leaf, fill(_GOLD[0]))
    gold = fill(_GOLD[1])
    c.drawRect(skia.Rect(cx - r * 0.03, cy - r * 0.55, cx + r * 0.03, cy + r * 0.46), gold)
    c.drawPath(
        tapered(
            [(cx - r * 0.52, cy - r * 0.34), (cx, cy - r * 0.44), (cx + r * 0.52, cy - r * 0.34)],
            r * 0.08,
            "even",
        ),
        gold,
    )
    dot(c, cx, cy - r * 0.56, r * 0.07, _GOLD[1])
    for sign in (-1, 1):
        x, y = cx + sign * r * 0.50, cy + r * 0.10
        for dx in (-0.2, 0.2):
            c.drawLine(cx + sign * r * 0.50, cy - r * 0.34, x + r * dx, y, stroke(_GOLD[1], 2))
        bowl = [
            (x - r * 0.24, y),
            (x + r * 0.24, y),
            (x + r * 0.14, y + r * 0.12),
            (x - r * 0.14, y + r * 0.12),
        ]
        c.drawPath(path_of(bowl), gold)
    c.drawRect(skia.Rect(cx - r * 0.28, cy + r * 0.44, cx + r * 0.28, cy + r * 0.54), gold)


def _coffers(p: Painting, view: Perspective) -> None:
    for x in range(-280, 281, 140):
        view.line((x, _CEILING - 4, 90), (x, _CEILING - 4, _BACK), "#6a5238", 7, 0.6)
        view.line((x + 5, _CEILING - 4, 90), (x + 5, _CEILING - 4, _BACK), "#fff0d0", 2, 0.5)
    for z in (130, 200, 300, 430, 600, 800):
        view.line((-_SIDE, _CEILING - 4, z), (_SIDE, _CEILING - 4, z), "#6a5238", max(3, 2600 / z), 0.6)


def _bench(p: Painting, view: Perspective) -> None:
    """Three chairs behind the raised bench, lamps on it, the clerk's desk below."""
    x: float
    c = p.room
    z = _BACK - 170
    for x, top in ((-118, 268), (0, 300), (118, 268)):
        a, head = view.at(x - 34, top, z + 70)
        b, foot = view.at(x + 34, 130, z + 70)
        rounded(c, a, head, b - a, foot - head, 26, ["#5c2a20", "#3a1812"])
        rounded(c, a + 11, head + 13, b - a - 22, foot - head, 20, ["#a8404a", "#7c2832", "#581a24"])
        for row in range(3):
            for column in range(2 + row % 2):
                bx = (a + b) / 2 + (column - (1 + row % 2) / 2) * 24
                dot(c, bx, head + 34 + row * 26, 3.4, "#4a1018")
        dot(c, (a + b) / 2, head - 2, 9, _GOLD[1])
    view.block(-232, 232, 0, 168, z, z + 80, *_WOOD)
    for k in range(9):
        x = -226 + k * 50.4
        view.front(x + 3, x + 45, 64, 156, z - 1, "#4a2c1c")
        view.front(x + 7, x + 41, 69, 151, z - 2, "#8a5a3a")
        view.front(x + 7, x + 41, 148, 151, z - 3, "#c9965f", 0.6)
    view.block(-240, 240, 164, 173, z - 8, z + 88, "#c9965f", "#e8c08a", "#8a5c38")
    view.block(-262, 262, 0, 52, z - 56, z, "#6f4429", "#a8764c", "#4a2c1c")
    for step in range(3):
        y = 17 * step
        view.block(
            -290 + step * 9,
            290 - step * 9,
            y,
            y + 17,
            z - 110 + step * 18,
            z - 56,
            "#8a6a54",
            "#c4a88c",
            "#6a4e3e",
        )
    for x in (-190, 190):
        lx, ly = view.at(x, 173, z)
        c.drawRect(skia.Rect(lx - 3, ly - 44, lx + 3, ly), fill(_GOLD[2]))
        c.drawRoundRect(
            skia.Rect(lx - 34, ly - 62, lx + 34, ly - 42),
            10,
            10,
            rows(ly - 42, ["#2f8a5c", "#1a5638"], ly - 62),
        )
        level = 0.35 + 0.65 * p.hour.lamps
        glow(p.shine, lx, ly - 36, 150, "#ffe0a0", 0.42 * level)
        dot(p.shine, lx, ly - 42, 8, "#fff4d4", level)
        p.life("breathe", lx, ly - 36, 150, "#ffe0a0", "room")
    gx, gy = view.at(44, 173, z - 4)
    c.drawPath(tapered([(gx - 26, gy - 14), (gx + 22, gy - 22)], 6, "even"), fill("#5a3420"))
    c.drawRoundRect(
        skia.Rect(gx + 10, gy - 34, gx + 36, gy - 10),
        5,
        5,
        columns(gx + 10, gx + 36, ["#7a4a2c", "#c48a58", "#6a3e24"]),
    )
    for x in (-60, 96):
        px, py = view.at(x, 173, z - 4)
        c.drawRect(skia.Rect(px - 22, py - 7, px + 22, py), fill("#f6eedc"))


def _rail(p: Painting, view: Perspective) -> None:
    """The balustrade between the court and the public, open in the middle."""
    things, c = view.on(p.things), p.things
    z = 500.0
    for sign in (-1, 1):
        a, b = sorted((sign * 92, sign * 420))
        for k in range(15):
            x = a + (b - a) * k / 14
            top, low = view.at(x, 74, z)[1], view.at(x, 8, z)[1]
            px = view.at(x, 0, z)[0]
            post = [(px, top), (px, top + (low - top) * 0.4), (px, low)]
            c.drawPath(
                tapered(post, 16, lambda t: 0.45 + 0.55 * np.sin(np.pi * t) ** 2),
                columns(px - 8, px + 8, ["#54321f", "#b9875a", "#4a2c1c"]),
            )
        things.block(a, b, 72, 82, z - 5, z + 8, "#8a5a3a", "#d2a06a", "#54321f")
        things.block(a, b, 0, 10, z - 5, z + 8, "#6a4028", "#8a5a3a", "#4a2c1c")
        x = sign * 92
        things.block(x - 9, x + 9, 0, 94, z - 8, z + 10, "#7d4f32", "#c9965f", "#54321f")
        bx, by = view.at(x, 100, z)
        dot(c, bx, by, 13, "#a8764c")
        dot(c, bx - 4, by - 4, 5, "#f0cc98", 0.8)


def _tables(p: Painting, view: Perspective) -> None:
    """A table for each side, papers and a carafe on it."""
    things, c = view.on(p.things), p.things
    z = 330.0
    for sign in (-1, 1):
        a, b = sorted((sign * 78, sign * 330))
        shadow(c, *view.at((a + b) / 2, 0, z), 330, 40, 0.45)
        things.block(a, b, 0, 72, z + 6, z + 62, "#6f4429", "#a8764c", "#4a2c1c")
        for k in range(4):
            x = a + 8 + k * (b - a - 8) / 4
            things.front(x, x + (b - a) / 4 - 10, 10, 60, z + 5, "#85552f", 0.75)
            things.front(x + 4, x + (b - a) / 4 - 14, 56, 59, z + 4, "#c9965f", 0.5)
        things.block(a - 5, b + 5, 70, 77, z, z + 68, "#b07e52", "#dcae78", "#7d4f32")
        x0 = sign * 190
        for k in range(4):
            px, py = view.at(x0 + k * 2, 78 + k * 1.2, z + 20)
            c.drawRect(skia.Rect(px - 70, py - 7, px + 60, py + 3), fill(("#fffaf0", "#e2d8c6")[k % 2]))
        px, py = view.at(sign * 130, 77, z + 20)
        c.drawRoundRect(skia.Rect(px - 14, py - 62, px + 14, py), 9, 9, fill("#dcecf0", 0.75))
        c.drawRoundRect(skia.Rect(px - 14, py - 34, px + 14, py), 7, 7, fill("#b8dcea", 0.7))
        mx, my = view.at(sign * 105, 77, z + 10)
        arm = bezier((mx, my), (mx, my - 40), (mx - sign * 6, my - 70), (mx - sign * 26, my - 84))
        c.drawPath(tapered(arm, 5, "even"), fill("#2a2426"))
        dot(c, mx - sign * 28, my - 86, 7, "#1c181a")


def _chandelier(p: Painting, view: Perspective) -> None:
    """Two rings of candles' shape in brass, high up."""
    x, y = view.at(0, 455, 470)
    c = p.things
    top = view.at(0, _CEILING, 470)[1]
    c.drawRect(skia.Rect(x - 2.5, top, x + 2.5, y), fill(_GOLD[2]))
    level = 0.25 + 0.75 * p.hour.lamps
    r = view.size(78, 470)
    for reach, drop in ((1.0, 0.0), (0.55, -46.0)):
        oval = skia.Rect(
            x - r * reach, y + drop - r * 0.10 * reach, x + r * reach, y + drop + r * 0.10 * reach
        )
        c.drawOval(oval, stroke(_GOLD[0], 11))
        c.drawOval(oval, stroke(_GOLD[1], 4))
        for k in range(round(12 * reach)):
            angle = k / round(12 * reach) * 6.283 + 0.2
            lx, ly = x + r * reach * math.cos(angle), y + drop + r * 0.10 * reach * math.sin(angle)
            c.drawRect(skia.Rect(lx - 4, ly - 26, lx + 4, ly), fill("#fff6e0"))
            dot(p.sparks, lx, ly - 32, 6, "#fff0cc", level)
            glow(p.sparks, lx, ly - 32, 44, "#ffd08a", 0.55 * level)
    for angle in (-0.9, -0.3, 0.3, 0.9):
        arm = bezier(
            (x, y - 110), (x + r * 0.4 * angle, y - 60), (x + r * angle, y - 30), (x + r * angle * 1.05, y)
        )
        c.drawPath(tapered(arm, 6, "even"), fill(_GOLD[2]))
    glow(p.sparks, x, y, r * 2.2, "#ffcf8a", 0.22 * level)
