"""A café with brick walls, hanging lamps and windows on the street → a painting."""

from __future__ import annotations

from typing import Any

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix, multiply
from reelwright.drawing.ink import bezier, fill, path_of, stroke, tapered
from reelwright.stage.places.greenery import bouquet, foliage, pot
from reelwright.stage.places.motifs import mirror, planks, shade_corners, shadow, shaft, sky
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BACK, _SIDE, _CEILING = 800.0, 320.0, 420.0
_JARS = ("#f6e8d0", "#b85a44", "#4f7f70", "#d9a24e", "#3a4656", "#8a5a3a", "#e2c9a8")
_PANES = ((150.0, 300.0), (320.0, 500.0), (520.0, 760.0))


def cafe(p: Painting) -> None:
    """Windows on the street to the left, bricks to the right, the counter with its shelves at the back."""
    w, h, hour = p.width, p.height, p.hour
    p.ambient_strength = 0.80 if hour.lamps < 0.6 else 0.86
    view = Perspective(p.room, w, h, focal=1150, eye_height=105, horizon=0.50)
    left, floor_y = view.at(-_SIDE, 0, _BACK)
    right, top_y = view.at(_SIDE, _CEILING, _BACK)
    _street(p, view)
    view.level(-900, 900, 50, _BACK, 0, shader=down(floor_y, h, ["#c08a5e", "#8f6040", "#553829"]))
    planks(view, 460, _BACK, p.generator, wide=20)
    view.level(-_SIDE, _SIDE, 50, _BACK, _CEILING, shader=down(0, top_y, ["#4a3a34", "#8a6c56"]))
    view.side(-_SIDE, 50, _BACK, 0, _CEILING, shader=across(0, left, ["#3f5a50", "#6f8e7c"]))
    view.side(_SIDE, 50, _BACK, 0, _CEILING, shader=across(right, w, ["#c08262", "#8a5640"]))
    _bricks(p, view)
    view.front(-_SIDE, _SIDE, 0, _CEILING, _BACK, shader=down(top_y, floor_y, ["#8fa594", "#5f7a6c"]))
    for x in range(-280, 281, 112):
        view.block(x - 10, x + 10, _CEILING - 18, _CEILING - 2, 60, _BACK, "#4a3226", "#4a3226", "#3a261e")
        view.level(x - 10, x + 10, 60, _BACK, _CEILING - 18, "#5c4030")
    for z0, z1 in _PANES:
        _window(p, view, z0, z1)
    _shelves(p, view)
    shade_corners(view, _SIDE, _BACK, _CEILING, 0.34)
    mirror(p, floor_y, 0.14)
    _counter(p, view)
    for x, z, sheet in ((205, 610, p.room), (-150, 520, p.room)):
        _table(p, view, x, z, sheet)
    for x, z in ((172, 352), (-176, 300)):
        _table(p, view, x, z, p.things)
    for x, z, y in ((-90, 640, 262), (0, 640, 262), (90, 640, 262), (-120, 380, 268), (120, 380, 268)):
        _hanging_lamp(p, view, x, y, z)
    _posters(p, view)
    _plants(p, view)
    p.lamp(w * 0.5, h * 0.44, 520, "#ffc890", 0.22 + 0.55 * hour.lamps)
    p.lamp(w * 0.02, h * 0.55, 460, hour.sun, 0.62 * hour.sun_strength * (0 if hour.is_dark else 1))


def _street(p: Painting, view: Perspective) -> None:
    """What is seen through the windows: houses and trees across the street."""
    x: float
    hour = p.hour
    sky(p.sky, p.width, hour, view.horizon_y - 40, p.seed)
    c, g = p.outside, p.generator

    def light(colour: Colour) -> Colour:
        return mix(multiply(colour, "#343868" if hour.is_dark else hour.ambient), hour.haze, 0.12)

    for k, tone in enumerate(("#c8a890", "#a8b4bc", "#d8c8b0", "#b08c7c")):
        x = -60 + k * 110
        top = view.horizon_y - g.uniform(330, 520)
        c.drawRect(skia.Rect(x, top, x + 112, view.horizon_y + 200), fill(light(tone)))
        for row in range(8):
            for column in range(3):
                lit = g.random() < hour.windows_lit and hour.lamps > 0.4
                colour = "#ffd28a" if lit else light("#5a6a80")
                c.drawRect(
                    skia.Rect.MakeXYWH(x + 14 + column * 32, top + 30 + row * 60, 18, 34), fill(colour)
                )
    for x in range(-20, 330, 90):
        foliage(c, x, view.horizon_y - 60, 70, 150, g, dab=12, count=240, light=light)
    if hour.lamps > 0.6:
        for _ in range(26):
            colour = ("#ffb36b", "#ff7ab0", "#6fd0ff", "#ffe0a0")[g.integers(4)]
            x, y = g.uniform(0, 330), view.horizon_y + g.uniform(-120, 140)
            glow(c, x, y, g.uniform(14, 34), colour, 0.75 * hour.lamps)
    p.life("flicker", 120, view.horizon_y - 40, 150, "#ff7ab0", "outside")


def _bricks(p: Painting, view: Perspective) -> None:
    for z in range(110, int(_BACK), 30):
        for y in range(0, int(_CEILING), 15):
            z0 = z + (15 if (y // 15) % 2 else 0)
            tone = mix("#94523a", "#dda27a", p.generator.beta(2, 2))
            view.side(_SIDE - 0.5, z0, min(_BACK, z0 + 28), y + 1.2, y + 13.8, tone, 0.62)
    for z0, z1 in ((120, 640),):
        view.side(_SIDE - 1, z0, z1, 0, 84, "#2f4a42", 0.92)
        for z in range(z0, z1, 52):
            view.side(_SIDE - 2, z + 4, z + 48, 40, 80, "#42645a")
            view.side(_SIDE - 2.4, z + 8, z + 44, 74, 77, "#7fa494", 0.5)


def _window(p: Painting, view: Perspective, z0: float, z1: float) -> None:
    """One pane: a hole in the wall with its frame, sun on the floor."""
    hour, x = p.hour, -_SIDE
    pane = [(x, 62, z0), (x, 62, z1), (x, 312, z1), (x, 312, z0)]
    path = view.outline(pane)
    p.room.drawPath(path, fill("#000000", 1, blend=skia.BlendMode.kClear))
    p.room.drawPath(path, stroke("#20302b", max(4, 5200 / z0)))
    middle = (z0 + z1) / 2
    for a, b in (((x, 62, middle), (x, 312, middle)), ((x, 236, z0), (x, 236, z1))):
        view.line(a, b, "#20302b", max(3, 3000 / middle))
    p.shine.save()
    p.shine.clipPath(path, True)
    q = [view.at(*point) for point in pane]
    streak = [
        (q[0][0], q[0][1]),
        (q[0][0] + (q[1][0] - q[0][0]) * 0.4, q[0][1]),
        (q[2][0], q[2][1]),
        (q[2][0] - 40, q[2][1]),
    ]
    p.shine.drawPath(path_of(streak), fill("#ffffff", 0.06, blur=6))
    p.shine.restore()
    strength = hour.sun_strength if not hour.is_dark else 0.22
    patch = [
        view.at(x + 30, 0, z1),
        view.at(70, 0, z1 * 0.80),
        view.at(70, 0, z0 * 0.80),
        view.at(x + 30, 0, z0),
    ]
    shaft(p.shine, patch, hour.sun, 0.34 * strength, 7)
    shaft(p.shine, [q[3], q[2], patch[1], patch[2]], hour.sun, 0.085 * strength, 18)


def _shelves(p: Painting, view: Perspective) -> None:
    """Tiles, shelves of jars and bottles under a lit line, the board with the menu."""
    x: float
    y: float
    g = p.generator
    for row in range(12):
        for column in range(20):
            x = -220 + column * 22 + (11 if row % 2 else 0)
            tone = mix("#dfe6da", "#b9ccc0", g.random())
            view.front(x, x + 21, 112 + row * 9, 120 + row * 9, _BACK - 2, tone, 0.75)
    for shelf in range(3):
        y = 172 + shelf * 48
        view.block(-215, 118, y - 5, y, _BACK - 26, _BACK - 2, "#7a4c30", "#b07a50", "#5a3622")
        x = -208.0
        while x < 108:
            wide, tall = g.uniform(8, 17), g.uniform(16, 36)
            colour = _JARS[int(g.integers(len(_JARS)))]
            a, top = view.at(x, y + tall, _BACK - 14)
            b, low = view.at(x + wide, y, _BACK - 14)
            p.room.drawRoundRect(
                skia.Rect(a, top, b, low),
                4,
                4,
                columns(a, b, [multiply(colour, "#9a8a80"), colour, multiply(colour, "#7a6a64")]),
            )
            if g.random() < 0.5:
                p.room.drawRect(
                    skia.Rect(a + 1, top + (low - top) * 0.42, b - 1, top + (low - top) * 0.72),
                    fill("#f6ecd8", 0.75),
                )
            else:
                neck = (a + b) / 2
                p.room.drawRect(skia.Rect(neck - 3, top - 10, neck + 3, top + 2), fill(colour))
            x += wide + g.uniform(2, 6)
        lx, ly = view.at(-48, y - 6, _BACK - 20)
        level = 0.3 + 0.7 * p.hour.lamps
        p.shine.drawRect(
            skia.Rect(lx - view.size(162, _BACK), ly - 1, lx + view.size(162, _BACK), ly + 3),
            fill("#ffd090", 0.6 * level),
        )
        glow(p.shine, lx, ly + 20, 230, "#ffb870", 0.16 * level)
    view.front(138, 262, 176, 330, _BACK - 4, "#6a4630")
    view.front(
        144,
        256,
        182,
        324,
        _BACK - 5,
        shader=down(view.at(0, 324, _BACK)[1], view.at(0, 182, _BACK)[1], ["#2c3634", "#1d2524"]),
    )
    for k in range(8):
        y = 308 - k * 15
        if k == 0:
            view.front(172, 228, y - 6, y + 2, _BACK - 6, "#ffd9a0", 0.85)
            continue
        view.front(154, 154 + g.uniform(30, 56), y - 4, y, _BACK - 6, "#f0ece0", 0.75)
        view.front(226, 246, y - 4, y, _BACK - 6, "#ffb8a0", 0.75)


def _counter(p: Painting, view: Perspective) -> None:
    """The counter with a glass case of cakes and the machine."""
    y: float
    c = p.room
    z = 640.0
    view.block(-250, 130, 0, 100, z, z + 70, "#3f5f54", "#e8cfa8", "#2c463e")
    for k in range(10):
        view.front(-246 + k * 37.5, -212 + k * 37.5, 8, 88, z - 1, "#54796c", 0.75)
        view.front(-243 + k * 37.5, -215 + k * 37.5, 84, 86, z - 2, "#9cc0ae", 0.55)
    view.block(-256, 136, 98, 104, z - 6, z + 76, "#c99a68", "#f2dab2", "#94683f")
    a, top = view.at(10, 154, z)
    b, low = view.at(122, 104, z)
    c.drawRoundRect(skia.Rect(a, top, b, low), 8, 8, fill("#fff4dc", 0.45))
    for row, y in enumerate((108, 130)):
        view.front(12, 120, y - 2, y, z - 1, "#c99a68")
        for k in range(6):
            colour = ("#f2c4b0", "#8a4a34", "#fff0d8", "#d96a6a", "#e8b860", "#a8704a")[(k + row) % 6]
            x, yy = view.at(22 + k * 17, y + 6, z - 1)
            c.drawRoundRect(
                skia.Rect(x - 10, yy - 8, x + 10, yy + 10),
                6,
                6,
                rows(yy + 10, [mix(colour, "#ffffff", 0.35), colour], yy - 8),
            )
    c.drawRoundRect(skia.Rect(a, top, b, low), 8, 8, stroke("#f6ead0", 3, 0.8))
    x, y = view.at(66, 128, z)
    glow(p.shine, x, y, 120, "#ffd9a0", 0.34 * (0.4 + 0.6 * p.hour.lamps))
    view.block(-150, -66, 104, 148, z + 6, z + 50, "#c4c8cc", "#eef0f2", "#8a9098")
    view.front(-146, -70, 128, 146, z + 4, "#3a3e46")
    for k in range(3):
        view.front(-138 + k * 24, -126 + k * 24, 110, 126, z + 3, "#23262c")
        view.front(-140 + k * 24, -124 + k * 24, 134, 142, z + 3, "#ffd9a0" if k == 1 else "#8a929c")
    for k in range(6):
        x, y = view.at(-140 + k * 13, 148, z + 20)
        c.drawRoundRect(skia.Rect(x - 8, y - 14, x + 8, y), 4, 4, fill("#fff8ee"))
    px, py = view.at(-200, 104, z)
    bouquet(c, px, py - 40, 70, p.generator, count=10, colours=("#fff4e0", "#ffd090", "#e88a6a"))
    c.drawRoundRect(
        skia.Rect(px - 16, py - 46, px + 16, py),
        6,
        6,
        columns(px - 16, px + 16, ["#7fa4b0", "#d8eef2", "#6a8f9c"]),
    )
    sx, sy = view.at(-110, 150, z)
    p.life("steam", sx, sy - 26, 60, "#ffffff", "room")


def _table(p: Painting, view: Perspective, x: float, z: float, sheet: Any) -> None:
    """A round table with a cup, a bud vase and two chairs."""
    tx, ty = view.at(x, 74, z)
    r = view.size(44, z)
    bx, by = view.at(x, 0, z)
    shadow(sheet, bx, by, r * 1.5, r * 0.30, 0.42)
    for side in (-1, 1):
        _chair(view, sheet, x + side * 62, z + 16, -side)
    sheet.drawOval(skia.Rect(bx - r * 0.5, by - r * 0.10, bx + r * 0.5, by + r * 0.10), fill("#241a18"))
    sheet.drawRect(
        skia.Rect(tx - r * 0.07, ty, tx + r * 0.07, by),
        columns(tx - r * 0.07, tx + r * 0.07, ["#241a18", "#7a665c", "#241a18"]),
    )
    tilt = (105 - 74) * view.focal / z / z * 44
    sheet.drawOval(skia.Rect(tx - r, ty - tilt + r * 0.07, tx + r, ty + tilt + r * 0.07), fill("#4e3020"))
    sheet.drawOval(
        skia.Rect(tx - r, ty - tilt, tx + r, ty + tilt),
        columns(tx - r, tx + r, ["#a8744c", "#f0c898", "#b07c52"]),
    )
    cup = r * 0.16
    cx, cy = tx - r * 0.34, ty + tilt * 0.2
    sheet.drawOval(
        skia.Rect(cx - cup * 1.5, cy - cup * 0.30, cx + cup * 1.5, cy + cup * 0.30), fill("#f6f0e6")
    )
    sheet.drawRoundRect(
        skia.Rect(cx - cup, cy - cup * 1.5, cx + cup, cy),
        cup * 0.5,
        cup * 0.5,
        columns(cx - cup, cx + cup, ["#d8ccc0", "#ffffff", "#c4b8ac"]),
    )
    sheet.drawOval(
        skia.Rect(cx - cup * 0.86, cy - cup * 1.62, cx + cup * 0.86, cy - cup * 1.22), fill("#5a3422")
    )
    if z < 400:
        p.life("steam", cx, cy - cup * 1.6, cup * 4.2, "#ffffff", "things")
    vx = tx + r * 0.30
    bouquet(
        sheet, vx, ty - r * 0.30, r * 0.34, p.generator, count=5, colours=("#fff0f0", "#f2a8a0", "#ffd890")
    )
    sheet.drawRoundRect(
        skia.Rect(vx - r * 0.06, ty - r * 0.34, vx + r * 0.06, ty), 4, 4, fill("#cfe4e6", 0.9)
    )


def _chair(view: Perspective, sheet: Any, x: float, z: float, facing: int) -> None:
    """A bentwood chair: round seat, hooped back on the side away from the table."""
    wood, light = "#4a2c1e", "#9a6844"
    sx, sy = view.at(x, 45, z)
    r = view.size(20, z)
    foot = view.at(x, 0, z)[1]
    for k in (-0.8, -0.3, 0.4, 0.85):
        lean = tapered(
            [(sx + r * k * 0.8, sy), (sx + r * k, foot + (6 if abs(k) > 0.5 else -6))], r * 0.16, "flat"
        )
        sheet.drawPath(lean, fill(wood))
    back = sx - facing * r * 0.86
    hoop = bezier(
        (back - r * 0.5, sy),
        (back - r * 0.62, sy - r * 3.0),
        (back + r * 0.62, sy - r * 3.0),
        (back + r * 0.5, sy),
    )
    inner = bezier(
        (back - r * 0.22, sy),
        (back - r * 0.30, sy - r * 2.2),
        (back + r * 0.30, sy - r * 2.2),
        (back + r * 0.22, sy),
    )
    for line, wide in ((hoop, 0.17), (inner, 0.11)):
        sheet.drawPath(tapered(line, r * wide, "even"), fill(wood))
        sheet.drawPath(tapered(line + np.array([r * 0.03, 0]), r * wide * 0.4, "even"), fill(light, 0.8))
    sheet.drawOval(skia.Rect(sx - r, sy - r * 0.14, sx + r, sy + r * 0.26), fill(wood))
    sheet.drawOval(
        skia.Rect(sx - r, sy - r * 0.24, sx + r, sy + r * 0.16),
        columns(sx - r, sx + r, ["#7a4c30", "#c08a5c", "#6a4028"]),
    )


def _hanging_lamp(p: Painting, view: Perspective, x: float, y: float, z: float) -> None:
    """A globe of milk glass under a brass cap."""
    px, py = view.at(x, y, z)
    near = z < 500
    sheet, light = (p.things, p.sparks) if near else (p.room, p.shine)
    top = view.at(x, _CEILING - 18, z)[1]
    r = view.size(17, z)
    sheet.drawLine(px, top, px, py - r, stroke("#1a1412", max(1.5, 1500 / z)))
    level = 0.35 + 0.65 * p.hour.lamps
    sheet.drawCircle(px, py, r, fill(mix("#cfc2b0", "#fff2d4", level)))
    sheet.drawRect(
        skia.Rect(px - r * 0.4, py - r * 1.2, px + r * 0.4, py - r * 0.8),
        columns(px - r * 0.4, px + r * 0.4, ["#7a5a30", "#f2d08a", "#6a4a26"]),
    )
    dot(light, px, py, r * 0.92, "#fff2d4", 0.55 * level)
    glow(light, px, py, r * 5.0, "#ffc070", 0.42 * level)
    p.lamp(px, py + r * 3, 240, "#ffc484", 0.30 * p.hour.lamps)
    if near:
        p.life("breathe", px, py, r * 5, "#ffc070", "things")


def _posters(p: Painting, view: Perspective) -> None:
    for z0, z1, y0, y1, colour in (
        (300, 372, 150, 250, "#d8a24e"),
        (400, 462, 160, 236, "#4f7f70"),
        (500, 590, 150, 260, "#b85a44"),
    ):
        view.side(_SIDE - 2, z0, z1, y0, y1, "#2a1c16")
        view.side(_SIDE - 3, z0 + 4, z1 - 4, y0 + 4, y1 - 4, "#f6ead4")
        view.side(_SIDE - 4, z0 + 12, z1 - 12, y0 + 24, y1 - 12, colour, 0.9)
        view.side(_SIDE - 4, z0 + 16, z1 - 16, y0 + 11, y0 + 17, "#3a2c24", 0.8)
    for z in (280, 430, 620):
        x, y = view.at(_SIDE - 12, 290, z)
        dot(p.shine, x, y, 9, "#fff0cc", 0.3 + 0.6 * p.hour.lamps)
        glow(p.shine, x, y + 20, 42000 / z, "#ffbf78", 0.12 + 0.40 * p.hour.lamps)


def _plants(p: Painting, view: Perspective) -> None:
    """A fig tree by the window and plants that hang from the beams."""
    c, g = p.things, p.generator
    px, py = view.at(-232, 0, 470)
    pot(c, px, py, 120, 110, ("#d8c8b4", "#8a7a6a"))
    trunk_top = (px + 8, py - 330)
    c.drawPath(tapered([(px, py - 100), (px - 8, py - 220), trunk_top], 16, "out"), fill("#5a4030"))
    foliage(
        c, px, py - 400, 130, 150, g, dab=19, count=300, greens=("#23492f", "#3d7a44", "#79ae56", "#c6dc88")
    )
    for hx, hz in ((-40, 560), (210, 520)):
        bx, by = view.at(hx, 330, hz)
        c.drawLine(bx, view.at(hx, _CEILING - 18, hz)[1], bx, by - 20, stroke("#3a2c24", 2))
        for _ in range(46):
            dx, fall = g.normal(0, 26), abs(g.normal(0, 60))
            size = g.uniform(6, 12)
            green = ("#2f5f38", "#5a9450", "#8dbb58")[int(g.integers(3))]
            c.drawOval(
                skia.Rect(bx + dx - size * 0.5, by + fall - size, bx + dx + size * 0.5, by + fall + size),
                fill(green, 0.95),
            )
        pot(c, bx, by + 14, 60, 44, ("#e8dccb", "#9a8874"))
