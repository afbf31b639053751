"""A banquet hall dressed for a wedding → a painting."""

from __future__ import annotations

import math

import numpy as np
import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import PLUS, bezier, fill, path_of, spline, stroke, tapered
from reelwright.stage.places.greenery import blossom, bouquet
from reelwright.stage.places.motifs import curtain, mirror, shade_corners
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BACK, _SIDE, _CEILING = 2300.0, 520.0, 900.0
_PETALS = ("#ffffff", "#ffd4da", "#f29aaa", "#d95f78")
_BAYS = ((2200, 1750), (1700, 1330), (1290, 980), (950, 700), (680, 480), (460, 300))


def banquet(p: Painting) -> None:
    """A red carpet between set tables to an arch of flowers, under three chandeliers."""
    w, h = p.width, p.height
    view = Perspective(p.room, w, h, focal=1150, eye_height=112, horizon=0.50)
    top = view.at(0, _CEILING, _BACK)[1]
    p.ambient_strength = 0.84
    p.outside.drawPaint(fill("#3a2018"))
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top, ["#8a5c40", "#e8bd86"]))
    for side in (-1, 1):
        start, end = view.at(side * _SIDE, 300, 200), view.at(side * _SIDE, 300, _BACK)
        view.side(
            side * _SIDE, 60, _BACK, 0, _CEILING, shader=across(start[0], end[0], ["#8f5e44", "#f0cfa0"])
        )
    view.front(
        -_SIDE, _SIDE, 0, _CEILING, _BACK, shader=down(top, view.at(0, 0, _BACK)[1], ["#ffe9c4", "#f3cfa0"])
    )
    for z in (500, 700, 950, 1250, 1650, 2100):
        view.line((-_SIDE, _CEILING - 8, z), (_SIDE, _CEILING - 8, z), "#fff0cf", max(2, 5200 / z), 0.55)
        view.line((-_SIDE, _CEILING - 30, z), (_SIDE, _CEILING - 30, z), "#5a3626", max(1, 2600 / z), 0.5)
    view.level(
        -_SIDE,
        _SIDE,
        60,
        _BACK,
        0,
        shader=down(view.at(0, 0, _BACK)[1], h, ["#f0cda0", "#b07a54", "#5a382c"]),
    )
    _marble(p, view)
    _end_wall(p, view)
    _arch_of_flowers(p, view)
    for side in (-1, 1):
        for z1, z0 in _BAYS:
            _bay(p, view, side, z0, z1)
    shade_corners(view, _SIDE, _BACK, _CEILING, 0.34)
    for z in (1700, 1050, 640):
        _chandelier(p, view, z)
    mirror(p, view.at(0, 0, _BACK)[1], 0.30, spread_px=81)
    _carpet(p, view)
    for z in (1900, 1500, 1180, 920):
        for side in (-1, 1):
            _table(p, view, side * 300, z, p.room, p.shine)
    for z in (700, 500):
        for side in (-1, 1):
            _table(p, view, side * 300, z, p.things, p.sparks)
    p.lamp(w / 2, h * 0.28, 620, "#ffd9a0", 0.10 + 0.42 * p.hour.lamps)
    p.lamp(w / 2, h * 0.50, 480, "#ffe9c8", 0.06 + 0.26 * p.hour.lamps)


def _marble(p: Painting, view: Perspective) -> None:
    """Polished squares, light and dark by turns."""
    z, row = 70.0, 0
    while z < _BACK:
        deep = min(_BACK, z + 110)
        for k in range(-6, 6):
            if (k + row) % 2:
                view.level(k * 110, k * 110 + 110, z, deep, 0, "#6a4030", 0.22)
        view.line((-_SIDE, 0, z), (_SIDE, 0, z), "#4a2c22", max(0.8, 420 / z), 0.35)
        z, row = deep, row + 1
    for k in range(-6, 7):
        view.line((k * 110, 0, 70), (k * 110, 0, _BACK), "#4a2c22", 1.2, 0.30)


def _end_wall(p: Painting, view: Perspective) -> None:
    """Gilded panels and two columns to each side of the arch, swags of cloth above it."""
    c = p.room
    for x in (-430, -300, 300, 430):
        a, head = view.at(x - 26, 760, _BACK - 20)
        b, foot = view.at(x + 26, 0, _BACK - 20)
        c.drawRect(skia.Rect(a, head, b, foot), columns(a, b, ["#b08a5c", "#fff2d6", "#e8cc9c", "#9a744a"]))
        c.drawRect(skia.Rect(a - 6, head - 12, b + 6, head + 2), fill("#fff0cc"))
        c.drawRect(skia.Rect(a - 6, foot - 14, b + 6, foot), fill("#d8b480"))
    view.front(-_SIDE, _SIDE, 770, 800, _BACK - 22, "#f6dfb4")
    view.front(-_SIDE, _SIDE, 764, 770, _BACK - 23, "#a87c4c")
    for k in range(4):
        x0, x1 = view.at(-360 + 180 * k, 750, _BACK)[0], view.at(-180 + 180 * k, 750, _BACK)[0]
        y = view.at(0, 756, _BACK)[1]
        for j in range(4):
            sag = 16 + j * 9
            swag = bezier((x0, y + j * 3), (x0 + 14, y + sag), (x1 - 14, y + sag), (x1, y + j * 3))
            c.drawPath(tapered(swag, 11, "even"), fill(mix("#c23a48", "#7a1a28", j / 4)))
            c.drawPath(tapered(swag - np.array([0, 3]), 3, "even"), fill("#f28a84", 0.6))


def _arch_of_flowers(p: Painting, view: Perspective) -> None:
    c, r = p.room, p.generator
    x0, y0 = view.at(0, 0, _BACK)
    size = view.size(260, _BACK)
    top = view.at(0, 620, _BACK)[1]
    c.drawRect(
        skia.Rect(x0 - size * 1.6, top - 20, x0 + size * 1.6, y0), rows(y0, ["#f8ecdc", "#f3d0b4"], top)
    )
    curtain(c, x0 - size * 1.7, x0 - size * 0.9, top - 40, y0, "#f4e4d6", 3)
    curtain(c, x0 + size * 0.9, x0 + size * 1.7, top - 40, y0, "#f4e4d6", 4)
    middle = view.at(0, 250, _BACK)[1]
    for k in range(300):
        angle, reach = r.uniform(math.pi, 2 * math.pi), size * r.normal(0.88, 0.055)
        x, y = x0 + reach * math.cos(angle), middle + reach * 1.15 * math.sin(angle)
        if r.random() < 0.38:
            x, y = x0 + r.choice([-1, 1]) * size * r.normal(0.88, 0.05), r.uniform(middle, y0)
        if k < 120:
            leaf = r.uniform(5, 10)
            green = ("#5f8a5a", "#86a274", "#a8bf8a")[int(r.integers(3))]
            c.drawOval(skia.Rect(x - leaf, y - leaf * 0.5, x + leaf, y + leaf * 0.5), fill(green))
        else:
            colour = ("#ffffff", "#ffe4e4", "#ffc4cc", "#f296a8", "#fff0d8")[int(r.integers(5))]
            blossom(c, x, y, r.uniform(5.5, 11), r, colour)
    glow(p.shine, x0, (top + y0) / 2, size * 2.1, "#ffe6c0", 0.14 + 0.12 * p.hour.lamps)


def _bay(p: Painting, view: Perspective, side: int, z0: float, z1: float) -> None:
    """An arched window with red drapes, the pilaster before it and its sconce."""
    c, x, middle, hour = p.room, side * _SIDE, (z0 + z1) / 2, p.hour
    arch = [
        (x, 560 + 150 * math.sin(t), middle - (middle - z0 - 25) * math.cos(t))
        for t in np.linspace(0, math.pi, 12)
    ]
    path = view.outline([(x, 70, z0 + 25), (x, 560, z0 + 25), *arch, (x, 560, z1 - 25), (x, 70, z1 - 25)])
    glass = [hour.sky[1], hour.sky[2], hour.sky[3]]
    if not hour.is_dark:
        glass = [mix(colour, "#fff6e0", 0.35) for colour in glass]
    high, low = view.at(x, 700, middle)[1], view.at(x, 70, middle)[1]
    c.drawPath(path, rows(low, [mix(g, "#000000", 0.0) for g in glass], high))
    p.shine.drawPath(path, rows(low, [mix(g, "#000000", 0.35) for g in glass], high))
    c.drawPath(path, stroke("#fff3d8", max(2, 4200 / z0), 0.9))
    c.drawPath(path, stroke("#9a6238", max(1, 1500 / z0), 0.8))
    view.line((x, 70, middle), (x, 690, middle), "#c98d52", max(1.5, 2200 / z0), 0.8)
    for y in (230, 400):
        view.line((x, y, z0 + 25), (x, y, z1 - 25), "#c98d52", max(1.2, 1800 / z0), 0.7)
    share = (z1 - z0) * 0.22
    for za, zb in ((z0 + 18, z0 + 18 + share), (z1 - 18 - share, z1 - 18)):
        a, b = view.at(x, 300, za)[0], view.at(x, 300, zb)[0]
        folds = ["#8a2433", "#c9404a", "#8a2433", "#c9404a", "#7a1f2c"]
        view.side(x, za, zb, 40, 690, shader=across(a, b, folds))
        for sheet in (p.shine,):
            view.on(sheet).side(x, za, zb, 40, 690, "#000000")
    a, b = view.at(x, 0, z0 - 16)[0], view.at(x, 0, z0 + 16)[0]
    view.side(x, z0 - 16, z0 + 16, 0, _CEILING, shader=across(a, b, ["#b98354", "#ffe6bd", "#a8744a"]))
    view.on(p.shine).side(x, z0 - 16, z0 + 16, 0, _CEILING, "#000000")
    lx, ly = view.at(side * (_SIDE - 14), 420, z0)
    glow(p.shine, lx, ly, 120000 / z0, "#ffd08a", 0.25 + 0.5 * hour.lamps)
    p.shine.drawOval(
        skia.Rect(lx - 5000 / z0, ly - 9000 / z0, lx + 5000 / z0, ly + 9000 / z0), fill("#fff6dc")
    )


def _carpet(p: Painting, view: Perspective) -> None:
    x: float
    start = view.at(0, 0, _BACK)[1]
    view.level(-95, 95, 60, _BACK, 0.5, shader=down(start, p.height, ["#e0606a", "#b01f34", "#7a1224"]))
    for x in (-88, 88):
        view.line((x, 1, 60), (x, 1, _BACK), "#ffd690", 3, 0.8)
    for x in (-80, 80):
        view.line((x, 1, 60), (x, 1, _BACK), "#ffd690", 1.5, 0.6)
    for z in (1500, 1130, 820, 590, 400):
        for side in (-1, 1):
            x, y = view.at(side * 330, 0, z)
            rect = skia.Rect(x - 90000 / z, y - 26000 / z, x + 90000 / z, y + 26000 / z)
            p.shine.drawOval(rect, fill("#ffe2b0", 0.16, blend=PLUS, blur=14))


def _table(p: Painting, view: Perspective, at_x: float, z: float, c, light) -> None:  # type: ignore[no-untyped-def]
    """A round table in white cloth with flowers and candles."""
    generator = p.generator
    x, y = view.at(at_x, 78, z)
    foot_x, foot_y = view.at(at_x, 0, z)
    r = view.size(95, z)
    c.drawOval(
        skia.Rect(foot_x - r * 1.05, foot_y - r * 0.2, foot_x + r * 1.05, foot_y + r * 0.22),
        fill("#2a120c", 0.45, blur=10),
    )
    cloth = [
        (x - r, y),
        (x - r * 1.02, (y + foot_y) / 2),
        (x - r * 1.08, foot_y),
        (x, foot_y + r * 0.24),
        (x + r * 1.08, foot_y),
        (x + r * 1.02, (y + foot_y) / 2),
        (x + r, y),
    ]
    c.drawPath(path_of(spline(cloth)), columns(x - r, x + r, ["#dcbfa8", "#f6eee4", "#c8a48c"]))
    for k in np.linspace(-0.9, 0.9, 9).tolist():
        fold = tapered(
            [(x + r * k, y + r * 0.15), (x + r * k * 1.08, foot_y + r * 0.16)], max(1.5, r * 0.05), "out"
        )
        c.drawPath(fold, fill("#b98a78", 0.45))
    c.drawOval(skia.Rect(x - r, y - r * 0.22, x + r, y + r * 0.22), fill("#f8f0e6"))
    c.drawRect(skia.Rect(x - r * 0.05, y - r * 0.62, x + r * 0.05, y), fill("#ffe9b8"))
    bouquet(c, x, y - r * 0.42, r * 0.46, generator, colours=_PETALS, count=16 if z < 1000 else 9)
    for k in (-0.62, -0.28, 0.34, 0.66):
        cx, cy = x + r * k, y + r * generator.uniform(-0.05, 0.08)
        c.drawRect(skia.Rect(cx - r * 0.022, cy - r * 0.16, cx + r * 0.022, cy), fill("#fff6e0"))
        if z < 600 and abs(k) > 0.5:
            p.life("flame", cx, cy - r * 0.18, r * 0.07, "#ffca7a", "things")
    for k in (-0.8, -0.45, 0.5, 0.82):
        plate = skia.Rect(x + r * (k - 0.12), y + r * 0.06, x + r * (k + 0.12), y + r * 0.13)
        c.drawOval(plate, fill("#fffaf4"))
        glass = tapered(
            [(x + r * (k + 0.14), y - r * 0.10), (x + r * (k + 0.14), y + r * 0.07)], r * 0.07, "out"
        )
        c.drawPath(glass, fill("#fff6e8", 0.7))
    for k in (-0.62, -0.28, 0.34, 0.66):
        cx, cy = x + r * k, y - r * 0.06
        glow(light, cx, cy - r * 0.12, r * 0.24, "#ffca7a", 0.3 + 0.4 * p.hour.lamps)
        dot(light, cx, cy - r * 0.12, max(1.5, r * 0.025), "#fff6d8")


def _chandelier(p: Painting, view: Perspective, z: float) -> None:
    c, light, generator = p.room, p.shine, p.generator
    level = 0.35 + 0.65 * p.hour.lamps
    x, y = view.at(0, 640, z)
    r = view.size(150, z)
    c.drawLine(x, view.at(0, _CEILING, z)[1], x, y - r * 0.5, stroke("#c99a5a", max(2, r * 0.02)))
    glow(light, x, y, r * 2.4, "#ffc070", 0.22 * level)
    for reach, dy in ((1.0, 0.0), (0.72, -0.28), (0.42, -0.52)):
        count = int(46 * reach) + 8
        for i in range(count):
            angle = 2 * math.pi * i / count
            dx, depth = math.cos(angle), math.sin(angle)
            hx, hy = x + r * reach * dx, y + r * dy + r * 0.16 * reach * depth
            length = r * generator.uniform(0.12, 0.26) * (1.0 if depth > 0 else 0.7)
            drop = tapered([(hx, hy), (hx, hy + length)], max(1.2, r * 0.028), "both", count=6)
            light.drawPath(drop, fill("#fff0d0", (0.8 if depth > 0 else 0.45) * level))
            if i % 3 == 0:
                dot(light, hx, hy - r * 0.02, max(1.2, r * 0.022), "#ffffff", level)
                glow(light, hx, hy, r * 0.12, "#ffe2a8", 0.5 * level)
        oval = skia.Rect(
            x - r * reach, y + r * dy - r * 0.16 * reach, x + r * reach, y + r * dy + r * 0.16 * reach
        )
        c.drawOval(oval, stroke("#d9a860", max(1.5, r * 0.02), 0.9))
    p.life("breathe", x, y, r * 1.6, "#ffd9a0", "room")
    for i in range(12):
        dx = math.cos(math.pi * i / 11)
        arm = bezier(
            (x, y - r * 0.62),
            (x + r * 0.3 * dx, y - r * 0.5),
            (x + r * 0.8 * dx, y - r * 0.3),
            (x + r * dx, y),
        )
        c.drawPath(tapered(arm, max(1, r * 0.012), "flat"), fill("#ffe9c0", 0.6))
