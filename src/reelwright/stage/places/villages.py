"""A farmhouse yard among hills → a painting."""

from __future__ import annotations

import math

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix, multiply
from reelwright.drawing.ink import bezier, fill, path_of, spline, stroke, tapered
from reelwright.drawing.paint import noise
from reelwright.stage.places.greenery import bouquet, foliage, grass, trunk, woods
from reelwright.stage.places.motifs import moon, shadow, sky
from reelwright.stage.places.painting import Painting, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_HOUSE = 620.0
"""How far away its front is, in centimetres."""


def village(p: Painting) -> None:
    """A whitewashed house under grey tiles, corn and peppers drying, an old tree with a stone table."""
    w, h, hour = p.width, p.height, p.hour
    p.ambient_strength = 1.0 if not hour.is_dark else 0.85
    view = Perspective(p.outside, w, h, focal=1150, eye_height=105, horizon=0.535)
    sky(p.sky, w, hour, h * 0.54, p.seed)
    if hour.is_dark:
        moon(p.sky, w * 0.24, h * 0.15, 74)
    _hills(p, view.horizon_y + 40)
    ground = view.at(0, 0, _HOUSE)[1]
    field = [_lit(p, "#a8bc58"), _lit(p, "#8aa04c")]
    p.outside.drawRect(skia.Rect(0, view.horizon_y + 30, w, ground), rows(ground, field, view.horizon_y + 30))
    p.outside.drawRect(
        skia.Rect(0, ground - 50, w, h),
        rows(
            h, [_lit(p, "#d9bd92"), _lit(p, "#c4a276"), _lit(p, "#937350"), _lit(p, "#6a5240")], ground - 50
        ),
    )
    _ground(p, view, ground)
    _side_wall(p, view)
    _house(p, view, ground)
    _dappled(p, ground)
    _tree(p, view)
    _jars(p, view)
    p.life("birds", 200, h * 0.20, 11, "#ffffff", "sky")


def _lit(p: Painting, colour: Colour) -> Colour:
    """A surface's colour out of doors at this hour."""
    return multiply(colour, "#525a92" if p.hour.is_dark else mix(p.hour.ambient, "#ffffff", 0.12))


def _hills(p: Painting, foot: float) -> None:
    """Three ridges in the haze, terraced fields and woods before them."""
    w = p.width
    for k, (rise, far) in enumerate(((430, 0.72), (300, 0.50), (190, 0.28))):
        line = noise(4, w, p.seed + k * 3, octaves=5, cells=3 + k)[0]
        ridge = [(x, foot - rise * (0.25 + 1.0 * float(line[min(w - 1, x)]))) for x in range(0, w + 12, 12)]
        colour = mix(_lit(p, ("#6f86ac", "#5f8a80", "#6a9a5c")[k]), p.hour.haze, far)
        p.outside.drawPath(
            path_of([*ridge, (w + 12, foot + 60), (0, foot + 60)]),
            rows(foot + 40, [colour, mix(colour, p.hour.haze, 0.55)], foot - rise),
        )
    for k in range(6):
        y = foot - 96 + k * 17
        band = spline(
            [
                (-20, y + 14 * math.sin(k)),
                (w * 0.3, y - 10),
                (w * 0.65, y + 12),
                (w + 20, y - 8 * math.cos(k)),
            ]
        )
        strip = np.vstack([band, [(w + 20, foot + 30), (-20, foot + 30)]])
        green = mix(_lit(p, ("#c4cc6a", "#a2bc58", "#8aac50")[k % 3]), p.hour.haze, 0.30 - 0.04 * k)
        p.outside.drawPath(path_of(strip), fill(green))
        p.outside.drawPath(tapered(band, 4, "even", count=60), fill(mix(green, "#ffffff", 0.4), 0.5))
    woods(p.outside, w, foot + 8, p.generator, size=64, light=lambda c: mix(_lit(p, c), p.hour.haze, 0.16))


def _ground(p: Painting, view: Perspective, ground: float) -> None:
    """Trodden earth, a path of flat stones to the door, pebbles and grass."""
    g, c, h = p.generator, p.outside, p.height
    for _ in range(150):
        x, y = g.uniform(0, p.width), ground + (h - ground) * g.random() ** 1.5
        size = 5 + 26 * (y - ground) / (h - ground)
        colour = ("#9a7850", "#dcc49c", "#b08c62")[int(g.integers(3))]
        c.drawOval(
            skia.Rect(x - size, y - size * 0.22, x + size, y + size * 0.22),
            fill(_lit(p, colour), 0.30, blur=2),
        )
    z = _HOUSE - 40
    row = 0
    while z > 105:
        for side in (-1, 1):
            x = -36 + side * 26 + g.uniform(-7, 7) + (9 if row % 2 else -9)
            sx, sy = view.at(x, 0, z)
            rx, ry = view.size(21, z), view.size(21, z) * 105 / z * 0.62
            stone = [
                (sx + rx * g.uniform(0.82, 1.1) * math.cos(a), sy + ry * g.uniform(0.82, 1.1) * math.sin(a))
                for a in np.linspace(0, 6.283, 9)[:-1]
            ]
            low = spline([(a, b + ry * 0.22) for a, b in stone], closed=True)
            c.drawPath(path_of(low), fill(_lit(p, "#5c4c40"), 0.7))
            tone = mix("#b8ada0", "#94887c", g.random())
            c.drawPath(
                path_of(spline(stone, closed=True)),
                rows(sy + ry, [_lit(p, mix(tone, "#fff4e0", 0.3)), _lit(p, tone)], sy - ry),
            )
        z *= 0.87
        row += 1
    for _ in range(60):
        x, y = g.uniform(0, p.width), ground + (h - ground) * g.random() ** 1.6
        if abs(x - 540) > 150:
            grass(c, x, y, 12 + 44 * (y - ground) / (h - ground), g, light=lambda q: _lit(p, q), count=6)


def _side_wall(p: Painting, view: Perspective) -> None:
    """A low wall with a tiled top to the left; vines and flowers over it."""
    c, g = p.outside, p.generator
    x = -250.0
    view.side(
        x,
        230,
        _HOUSE,
        0,
        120,
        shader=down(view.at(x, 120, 400)[1], view.at(x, 0, 400)[1], [_lit(p, "#ead8ba"), _lit(p, "#b89c78")]),
    )
    for z in range(240, int(_HOUSE), 36):
        y = g.uniform(10, 100)
        view.side(x + 1, z, z + g.uniform(14, 30), y, y + 12, _lit(p, "#a08463"), 0.45)
    view.side(x + 2, 230, _HOUSE, 116, 132, _lit(p, "#5c5866"))
    view.face(
        [(x - 26, 132, 230), (x - 26, 132, _HOUSE), (x + 16, 120, _HOUSE), (x + 16, 120, 230)],
        _lit(p, "#7d7886"),
    )
    for z in range(235, int(_HOUSE), 16):
        view.line((x - 24, 132, z), (x + 16, 120, z), _lit(p, "#4a4654"), max(1.5, 1600 / z), 0.8)
    for z in (270, 350, 450):
        px, py = view.at(x + 8, 118, z)
        foliage(c, px, py + 10, 24000 / z, 17000 / z, g, dab=3600 / z, count=150, light=lambda q: _lit(p, q))
        for _ in range(16):
            dx, dy = g.normal(0, 13000 / z), g.normal(0, 9000 / z)
            dot(c, px + dx, py + dy, 1500 / z, _lit(p, ("#ff9ab0", "#ffd2da", "#ff6a8a")[int(g.integers(3))]))


def _house(p: Painting, view: Perspective, ground: float) -> None:
    c, z = p.outside, _HOUSE
    x0, x1, eaves = -190.0, 196.0, 236.0
    wall = down(view.at(0, eaves, z)[1], ground, [_lit(p, "#c9b698"), _lit(p, "#f4e6cc"), _lit(p, "#e2cba6")])
    view.front(x0, x1, 0, eaves, z, shader=wall)
    for _ in range(26):
        x, y = p.generator.uniform(x0, x1 - 20), p.generator.uniform(44, eaves - 30)
        px, py = view.at(x, y, z)
        c.drawOval(skia.Rect(px - 34, py - 8, px + 34, py + 8), fill(_lit(p, "#c4a880"), 0.16, blur=7))
    view.front(x0, x1, 0, 40, z - 1, _lit(p, "#a89a90"))
    for row in range(3):
        for k in range(17):
            x = x0 + k * 24 - (12 if row % 2 else 0)
            view.front(
                max(x0, x + 1),
                min(x1, x + 23),
                row * 13 + 1,
                row * 13 + 12,
                z - 1.5,
                _lit(p, mix("#8f8278", "#c2b6aa", p.generator.random())),
            )
    for x in (x0 + 6, -98, 40, x1 - 6):
        a, b = view.at(x - 6, 0, z)[0], view.at(x + 6, 0, z)[0]
        view.front(x - 6, x + 6, 0, eaves, z - 2, shader=None, colour=_lit(p, "#6a4630"))
        c.drawRect(skia.Rect(a + 8, view.at(0, eaves, z)[1], b - 12, ground), fill(_lit(p, "#a87a54"), 0.5))
    _door(p, view)
    for x in (-172, 60):
        _lattice(p, view, x)
    _roof(p, view, x0 - 34, x1 + 34, eaves)
    view.front(x0, x1, eaves - 40, eaves, z - 3, "#1a1020", 0.30, blur=10)
    for x in (-100, 34):
        _lantern(p, *view.at(x, eaves - 42, z - 30), 34)
    for k in range(4):
        x = 141 + k * 14.5
        px, py = view.at(x, eaves - 8, z - 12)
        colours = (("#f2b93a", "#ffd873"), ("#c8362a", "#ee6a4a"))[k % 2]
        c.drawLine(px, py, px, py + 210, stroke(_lit(p, "#8a6a44"), 3))
        for i in range(12 - k % 2 * 2):
            for side in (-1, 1):
                dx, dy = side * 6, 14 + i * 15
                c.drawOval(
                    skia.Rect(px + dx - 7, py + dy - 10, px + dx + 7, py + dy + 10),
                    fill(_lit(p, colours[i % 2])),
                )
    for k in range(2):
        view.block(
            -74,
            16,
            k * 9,
            k * 9 + 9,
            z - 40 + k * 16,
            z,
            _lit(p, "#9c9088"),
            _lit(p, "#cfc4b8"),
            _lit(p, "#8a7e76"),
        )
    glow(p.shine, *view.at(-30, 90, z), 430, "#ffae60", 0.30 * p.hour.lamps)


def _door(p: Painting, view: Perspective) -> None:
    a: float
    b: float
    z, c = _HOUSE - 3, p.outside
    view.front(-76, 18, 0, 186, z, _lit(p, "#4c2c1e"))
    level = p.hour.lamps
    for a, b in ((-70, -31), (-27, 12)):
        px0, py0 = view.at(a, 178, z)
        px1, py1 = view.at(b, 4, z)
        c.drawRect(
            skia.Rect(px0, py0, px1, py1),
            columns(px0, px1, [_lit(p, "#8a5838"), _lit(p, "#b67e54"), _lit(p, "#7c4c30")]),
        )
        for k in range(1, 4):
            x = px0 + (px1 - px0) * k / 4
            c.drawRect(skia.Rect(x - 1.5, py0, x + 1.5, py1), fill(_lit(p, "#4c2c1e"), 0.6))
        for y in (0.10, 0.52, 0.90):
            yy = py0 + (py1 - py0) * y
            c.drawRect(skia.Rect(px0, yy - 5, px1, yy + 5), fill(_lit(p, "#6a3e28"), 0.8))
    for x in (-34, -24):
        px, py = view.at(x, 92, z)
        c.drawCircle(px, py, 8, stroke(_lit(p, "#e0b060"), 4))
    for x in (-94, 22):
        a, top = view.at(x, 176, z)
        b, low = view.at(x + 16, 50, z)
        c.drawRect(skia.Rect(a, top, b, low), rows(low, [_lit(p, "#e8402f"), _lit(p, "#c02a26")], top))
        for k in range(5):
            cx, cy = (a + b) / 2, top + (low - top) * (k + 0.5) / 5
            for stroke_ in (((-6, -5), (6, -5)), ((0, -8), (0, 8)), ((-6, 3), (6, 4))):
                c.drawLine(
                    cx + stroke_[0][0],
                    cy + stroke_[0][1],
                    cx + stroke_[1][0],
                    cy + stroke_[1][1],
                    stroke(_lit(p, "#f6cf6a"), 2.6),
                )
    a, top = view.at(-84, 208, z)
    b, low = view.at(26, 190, z)
    c.drawRect(skia.Rect(a, top, b, low), fill(_lit(p, "#d8342c")))
    for k in range(4):
        cx, cy = a + (b - a) * (k + 0.5) / 4, (top + low) / 2
        c.drawLine(cx - 9, cy - 5, cx + 9, cy - 5, stroke(_lit(p, "#f6cf6a"), 3))
        c.drawLine(cx, cy - 11, cx, cy + 11, stroke(_lit(p, "#f6cf6a"), 3))
    glow(p.shine, *view.at(-30, 30, z - 30), 190, "#ffb868", 0.22 * level)


def _lattice(p: Painting, view: Perspective, x: float) -> None:
    z, c, level = _HOUSE - 3, p.outside, p.hour.lamps
    a, top = view.at(x, 166, z)
    b, low = view.at(x + 62, 74, z)
    paper = mix(_lit(p, "#e8dcc2"), "#ffca74", level)
    c.drawRect(skia.Rect(a - 9, top - 9, b + 9, low + 9), fill(_lit(p, "#5a3624")))
    c.drawRect(skia.Rect(a, top, b, low), rows(low, [mix(paper, "#ffffff", 0.12), paper], top))
    p.shine.drawRect(skia.Rect(a, top, b, low), fill("#ff9a40", 0.26 * level, blur=12))
    wood = _lit(p, "#6a3f2a")
    for k in range(1, 6):
        gx = a + (b - a) * k / 6
        c.drawRect(skia.Rect(gx - 2, top, gx + 2, low), fill(wood))
        gy = top + (low - top) * k / 6
        c.drawRect(skia.Rect(a, gy - 2, b, gy + 2), fill(wood))
    view.block(x - 8, x + 70, 66, 73, z - 10, z, _lit(p, "#8a5c3c"), _lit(p, "#b8845a"), _lit(p, "#6a4028"))


def _roof(p: Painting, view: Perspective, x0: float, x1: float, eaves: float) -> None:
    """Grey tiles in rows; the ridge curls up at its ends."""
    c = p.outside
    front, ridge_z = _HOUSE - 62, _HOUSE + 120
    left, low = view.at(x0, eaves - 6, front)
    right, _ = view.at(x1, eaves - 6, front)
    ridge_left, high = view.at(x0 + 40, eaves + 122, ridge_z)
    ridge_right, _ = view.at(x1 - 40, eaves + 122, ridge_z)
    sag = 22.0
    top_edge = spline(
        [
            (ridge_left, high - 20),
            (ridge_left + 60, high),
            ((ridge_left + ridge_right) / 2, high + 6),
            (ridge_right - 60, high),
            (ridge_right, high - 20),
        ]
    )
    low_edge = spline(
        [
            (left, low - 18),
            (left + 90, low + 2),
            ((left + right) / 2, low + 8),
            (right - 90, low + 2),
            (right, low - 18),
        ]
    )
    shape = path_of(np.vstack([top_edge, low_edge[::-1]]))
    c.drawPath(shape, rows(low, [_lit(p, "#8d8a98"), _lit(p, "#6a6678"), _lit(p, "#504c60")], high))
    c.save()
    c.clipPath(shape, True)
    for k in range(39):
        share = k / 38
        start = (ridge_left + (ridge_right - ridge_left) * share, high - 24)
        end = (left + (right - left) * share, low + 12)
        line = bezier(start, (start[0], start[1] + sag * 3), (end[0], end[1] - sag * 3), end, count=12)
        c.drawPath(tapered(line, 17, "flat", count=12), fill(_lit(p, "#3c3848"), 0.55))
        c.drawPath(tapered(line - np.array([6, 0]), 8, "flat", count=12), fill(_lit(p, "#b0acb8"), 0.42))
        for i in range(13):
            t = (i + 0.5) / 13
            x, y = start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t
            c.drawOval(skia.Rect(x - 11, y - 2.2, x + 3, y + 2.2), fill(_lit(p, "#2e2a3a"), 0.4))
    c.restore()
    for k in range(39):
        x, y = left + (right - left) * k / 38, low + 4 - 20 * abs(k / 19 - 1) ** 6
        dot(c, x, y + 4, 8.5, _lit(p, "#5a5668"))
        dot(c, x - 1.5, y + 2.5, 4, _lit(p, "#a8a4b4"), 0.7)
    c.drawPath(tapered(low_edge + np.array([0, 16]), 10, "even", count=60), fill(_lit(p, "#5a3826")))
    c.drawPath(tapered(top_edge - np.array([0, 6]), 22, "even", count=60), fill(_lit(p, "#4a4656")))
    c.drawPath(tapered(top_edge - np.array([0, 12]), 7, "even", count=60), fill(_lit(p, "#a29eae")))
    # Smoke comes from a chimney while supper is cooked.
    x = ridge_left + (ridge_right - ridge_left) * 0.74
    c.drawRect(
        skia.Rect(x - 24, high - 74, x + 24, high),
        columns(x - 24, x + 24, [_lit(p, "#b09a86"), _lit(p, "#8a7464")]),
    )
    c.drawRect(skia.Rect(x - 30, high - 82, x + 30, high - 70), fill(_lit(p, "#6a5a52")))
    p.life("steam", x, high - 96, 150, "#ffffff", "outside")


def _lantern(p: Painting, x: float, y: float, size: float) -> None:
    c, level = p.outside, p.hour.lamps
    c.drawLine(x, y - size * 2, x, y - size, stroke(_lit(p, "#3a2a24"), 3))
    glow(p.shine, x, y, size * 4, "#ff8a3c", 0.5 * level)
    red = mix(_lit(p, "#d03a2a"), "#ff6a3a", level)
    bright = mix(_lit(p, "#f0664a"), "#ffc06a", level)
    c.drawOval(
        skia.Rect(x - size, y - size * 0.82, x + size, y + size * 0.82),
        columns(x - size, x + size, [red, bright, red]),
    )
    for k in (-0.6, -0.2, 0.2, 0.6):
        rib = spline(
            [(x + size * k * 0.6, y - size * 0.8), (x + size * k, y), (x + size * k * 0.6, y + size * 0.8)]
        )
        c.drawPath(path_of(rib, closed=False), stroke(mix("#8a1f18", red, 0.4), 2, 0.7))
    for k in (-1, 1):
        c.drawRect(
            skia.Rect(x - size * 0.4, y + k * size * 0.84 - 4, x + size * 0.4, y + k * size * 0.84 + 4),
            fill(_lit(p, "#e8b458")),
        )
    for k in (-5, 0, 5):
        c.drawLine(x + k, y + size * 0.88, x + k * 1.4, y + size * 1.7, stroke(_lit(p, "#e0402f"), 3))
    if level > 0.6:
        p.life("breathe", x, y, size * 4, "#ff9a4a", "outside")


def _dappled(p: Painting, ground: float) -> None:
    """The shade of the tree on the ground, with flecks of sun in it."""
    g, hour, h = p.generator, p.hour, p.height
    dark = fill("#1c1430" if not hour.is_dark else "#060818", 0.26, blur=16)
    for _ in range(26):
        x, y = p.width * g.uniform(0.45, 1.05), ground + (h * 0.86 - ground) * g.random()
        size = g.uniform(40, 110)
        p.outside.drawOval(skia.Rect(x - size, y - size * 0.26, x + size, y + size * 0.26), dark)
    if hour.sun_strength > 0.5:
        for _ in range(60):
            x, y = p.width * g.uniform(0.3, 1.02), ground + (h * 0.9 - ground) * g.random()
            size = g.uniform(8, 26)
            p.shine.drawOval(
                skia.Rect(x - size, y - size * 0.28, x + size, y + size * 0.28), fill(hour.sun, 0.26, blur=5)
            )
        path = [(p.width * 0.1, ground), (p.width * 0.45, ground), (p.width * 0.30, h), (-p.width * 0.3, h)]
        p.shine.drawPath(path_of(path), fill(hour.sun, 0.13, blur=40))


def _tree(p: Painting, view: Perspective) -> None:
    """The old tree at the right, its crown over the yard; a stone table and drum stools under it."""
    c, g = p.things, p.generator
    x, foot = view.at(186, 0, 330)
    shadow(c, x, foot, 200, 32, 0.45)
    trunk(c, [(x + 10, foot + 14), (x - 14, foot - 260), (x + 16, foot - 520), (x - 60, foot - 820)], 120)
    trunk(c, [(x, foot - 480), (x + 70, foot - 640), (x + 190, foot - 760)], 60)
    trunk(c, [(x - 14, foot - 560), (x - 120, foot - 720), (x - 270, foot - 800)], 46)
    greens = ("#264c30", "#3f7a42", "#86b254", "#dbe48c")
    crowns = (
        (-40, -900, 330, 190),
        (170, -820, 230, 170),
        (-280, -850, 190, 120),
        (60, -1060, 270, 150),
        (-150, -760, 120, 70),
    )
    for dx, dy, rx, ry in crowns:
        foliage(c, x + dx, foot + dy, rx, ry, g, dab=19, count=420, greens=greens, sun=0.5)
    for sx, sz in ((72, 372), (150, 300)):
        px, py = view.at(sx, 0, sz)
        r = view.size(17, sz)
        shadow(c, px, py, r * 1.5, r * 0.3, 0.4)
        c.drawRoundRect(
            skia.Rect(px - r, py - r * 1.9, px + r, py),
            r * 0.5,
            r * 0.5,
            columns(px - r, px + r, ["#6a645f", "#c2bab0", "#5c5652"]),
        )
        c.drawOval(skia.Rect(px - r * 0.9, py - r * 2.1, px + r * 0.9, py - r * 1.6), fill("#d8d0c4"))
    px, py = view.at(118, 0, 340)
    r = view.size(42, 340)
    c.drawRect(
        skia.Rect(px - r * 0.3, py - view.size(46, 340), px + r * 0.3, py),
        columns(px - r * 0.3, px + r * 0.3, ["#6a645f", "#b4aca2", "#5c5652"]),
    )
    top = py - view.size(46, 340)
    c.drawOval(skia.Rect(px - r, top - 8, px + r, top + 30), fill("#5c5652"))
    c.drawOval(
        skia.Rect(px - r, top - 20, px + r, top + 16),
        columns(px - r, px + r, ["#a8a096", "#ded6ca", "#958d84"]),
    )
    c.drawRoundRect(
        skia.Rect(px - 20, top - 44, px + 20, top - 4),
        12,
        12,
        columns(px - 20, px + 20, ["#7a4a34", "#c4845c", "#6a3e2c"]),
    )
    p.life("steam", px, top - 48, 60, "#ffffff", "things")


def _jars(p: Painting, view: Perspective) -> None:
    """Glazed jars, a basket of vegetables and a clump of flowers at the left."""
    c, g = p.things, p.generator
    for x, z, wide, tall in ((-178, 330, 30, 62), (-132, 360, 25, 50)):
        px, py = view.at(x, 0, z)
        r, high = view.size(wide, z), view.size(tall, z)
        shadow(c, px, py, r * 1.4, r * 0.26, 0.45)
        body = [
            (px - r * 0.55, py),
            (px - r, py - high * 0.55),
            (px - r * 0.7, py - high),
            (px + r * 0.7, py - high),
            (px + r, py - high * 0.55),
            (px + r * 0.55, py),
        ]
        c.drawPath(
            path_of(spline(body, closed=True)),
            columns(px - r, px + r, ["#4a2c22", "#a86a48", "#d8a078", "#6a4030"], [0, 0.45, 0.62, 1]),
        )
        c.drawOval(
            skia.Rect(px - r * 0.75, py - high - r * 0.16, px + r * 0.75, py - high + r * 0.16),
            fill("#8a5640"),
        )
        c.drawOval(
            skia.Rect(px - r * 0.6, py - high - r * 0.10, px + r * 0.6, py - high + r * 0.12), fill("#2a1814")
        )
    for x, z in ((-214, 300), (-96, 420)):
        px, py = view.at(x, 0, z)
        bouquet(c, px, py, view.size(34, z), g, count=12, colours=("#ffd070", "#ff9a6a", "#ffffff"))
        grass(c, px, py + 6, view.size(20, z), g, count=14)
