"""A palace court of old China → a painting."""

from __future__ import annotations

import math

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix, multiply
from reelwright.drawing.ink import PLUS, fill, gradient_fill, linear, path_of, spline, stroke, tapered
from reelwright.drawing.paint import noise
from reelwright.stage.places.greenery import foliage, trunk, woods
from reelwright.stage.places.motifs import lantern, mirror, moon, shadow, shaft, sky
from reelwright.stage.places.painting import Painting, columns, dot, down, glow, rows
from reelwright.stage.places.pavilions import gallery, hall
from reelwright.stage.places.perspective import Perspective

_HALL, _TERRACE, _RISE, _SIDE = 1500.0, 1120.0, 168.0, 430.0
"""How far away the hall and the foot of its terrace are, how high it stands, and half the court's width."""
_PINES = ("#22483c", "#3a6a54", "#5c8a64", "#96b080")
_BLOSSOMS = ("#a8486c", "#e0809c", "#f8b8c8", "#fff2ee")


def palace(p: Painting) -> None:
    """A hall under two sweeping roofs on marble terraces, galleries to both sides, a blossoming tree."""
    w, h, hour = p.width, p.height, p.hour
    view = Perspective(p.outside, w, h, focal=1150, eye_height=130, horizon=0.575)
    court = view.on(p.room)
    p.ambient_strength = 1.0 if not hour.is_dark else 0.92
    sky(p.sky, w, hour, h * 0.56, p.seed)
    if hour.is_dark:
        moon(p.sky, w * 0.73, h * 0.15, 98)
    _mountains(p, view.horizon_y + 20)
    hall(p, view, _HALL, _RISE, lambda colour: _lit(p, colour))
    haze = linear((0, h * 0.42), (0, h * 0.60), [mix(hour.haze, "#ffffff", 0.1)] * 2, None, [0, 0.22])
    p.outside.drawRect(skia.Rect(0, h * 0.40, w, h * 0.62), gradient_fill(haze))
    _floor(p, court)
    _terrace(p, court)
    for side in (-1, 1):
        gallery(p, court, side, _SIDE, 640, 1560, 8)
    _light_on_the_floor(p, court)
    _lamp_posts(p, court)
    _tree(p, view.on(p.things))
    _burner(p, view.on(p.things), 158, 430)
    if hour.lamps > 0.5:
        p.life("breathe", w * 0.5, view.at(0, 300, _HALL)[1], 300, "#ff9a4a", "outside")
    else:
        p.life("birds", 180, h * 0.20, 12, "#ffffff", "sky")


def _lit(p: Painting, colour: Colour) -> Colour:
    """A surface's colour out of doors at this hour."""
    return multiply(colour, "#6c68a4" if p.hour.is_dark else mix(p.hour.ambient, "#ffffff", 0.18))


def _mountains(p: Painting, foot: float) -> None:
    """Three ridges that fade in the haze, and the dark pines behind the hall."""
    w, g = p.width, p.generator
    for k, (rise, far) in enumerate(((520, 0.76), (380, 0.58), (250, 0.38))):
        line = noise(4, w, p.seed + k, octaves=6, cells=3 + k)[0]
        ridge = [(x, foot - rise * (0.25 + 1.0 * float(line[min(w - 1, x)]))) for x in range(0, w + 10, 10)]
        colour = mix(_lit(p, ("#7c8ab4", "#6a80a0", "#567488")[k]), p.hour.haze, far)
        p.outside.drawPath(
            path_of([*ridge, (w, foot + 60), (0, foot + 60)]),
            rows(foot + 40, [colour, mix(colour, p.hour.haze, 0.65)], foot - rise),
        )
    woods(
        p.outside,
        w,
        foot + 20,
        g,
        size=92,
        light=lambda colour: mix(_lit(p, colour), p.hour.haze, 0.22),
        greens=_PINES,
    )


def _floor(p: Painting, view: Perspective) -> None:
    """Flagstones, each of its own tone, and the emperor's way down the middle."""
    g, c = p.generator, view.canvas
    view.level(
        -_SIDE,
        _SIDE,
        90,
        _TERRACE + 20,
        0,
        shader=down(view.at(0, 0, _TERRACE)[1], p.height, ["#c4b6b4", "#ac9ca4", "#7c7080"]),
    )
    stones = (fill("#4c4258", 0.16), fill("#fff4e4", 0.13), fill("#6a5a66", 0.10))
    for k, z in enumerate(range(100, 1120, 68)):
        for x in range(-430 - 34 * (k % 2), 430, 68):
            if (tone := int(g.integers(5))) < 3 and abs(x + 34) > 84:
                c.drawPath(view.level(x, x + 68, z, z + 68, 0), stones[tone])
    joints = skia.Path()
    for k, z in enumerate(range(100, 1120, 68)):
        joints.addPath(
            view.outline([(-_SIDE, 0, z), (_SIDE, 0, z), (_SIDE, 0, z + 2.2), (-_SIDE, 0, z + 2.2)])
        )
        for x in range(-430 - 34 * (k % 2), 430, 68):
            joints.addPath(view.outline([(x, 0, z), (x + 1.6, 0, z), (x + 1.6, 0, z + 68), (x, 0, z + 68)]))
    c.drawPath(joints, fill("#3a3048", 0.34))
    way = ["#dccec6", "#ccbab6", "#96888e"]
    view.level(-78, 78, 90, _TERRACE, 0, shader=down(view.at(0, 0, _TERRACE)[1], p.height, way))
    for x0, x1, colour, alpha in (
        (-78, -72, "#5a4c5c", 0.6),
        (72, 78, "#5a4c5c", 0.6),
        (-66, -54, "#a8908c", 0.7),
        (54, 66, "#a8908c", 0.7),
    ):
        view.level(x0, x1, 90, _TERRACE, 0, colour, alpha)
    for z in range(110, 1120, 96):
        view.level(-72, 72, z, z + 2.4, 0, "#5a4c5c", 0.5)
    for z in range(158, 900, 96):
        for reach, alpha in ((40, 0.55), (31, 0.5), (20, 0.5)):
            ring = [(reach * math.cos(a), 0.0, z + reach * math.sin(a)) for a in np.linspace(0, 6.283, 24)]
            c.drawPath(view.outline(ring), stroke("#8a7478", max(1.0, 620 / z), alpha))
        petals = [
            (
                13 * (1 + 0.35 * math.cos(6 * a)) * math.cos(a),
                0.0,
                z + 13 * (1 + 0.35 * math.cos(6 * a)) * math.sin(a),
            )
            for a in np.linspace(0, 6.283, 30)
        ]
        c.drawPath(view.outline(petals), fill("#9a8286", 0.6))
    for _ in range(150):
        px, py = view.at(g.uniform(-_SIDE, _SIDE), 0, far := 130 + 700 * g.random() ** 1.6)
        size = view.size(g.uniform(2.2, 4.2), far)
        c.drawOval(
            skia.Rect(px - size, py - size * 0.4, px + size, py + size * 0.4),
            fill(_BLOSSOMS[int(g.integers(1, 4))], 0.85),
        )


def _terrace(p: Painting, view: Perspective) -> None:
    """Three tiers of white marble with balustrades; stairs to both sides of a carved ramp."""
    for tier in range(2, -1, -1):
        z, y0, y1 = _TERRACE + 90 * tier, 56.0 * tier, 56.0 * (tier + 1)
        half = 1.06 * _SIDE
        top, low = view.at(0, y1, z)[1], view.at(0, y0, z)[1]
        view.front(-half, half, y0, y1, z, shader=down(top, low, ["#dccec8", "#bcaaae", "#867a8c"]))
        view.front(-half, half, y1 - 9, y1, z - 2, "#f4e8e0")
        view.front(-half, half, y1 - 13, y1 - 9, z - 2, "#8a7c8a", 0.7)
        view.front(-half, half, y0, y0 + 8, z - 2, "#c0b2b4")
        for k in range(18):
            x = -half + 2 * half * k / 18
            view.front(x + 7, x + 2 * half / 18 - 7, y0 + 14, y1 - 17, z - 2, "#b8a8ac", 0.55)
        _balustrade(view, half, y1, z)
    _stairs(p, view)


def _balustrade(view: Perspective, half: float, y: float, z: float) -> None:
    c, count = view.canvas, 23
    a, b = view.at(0, y + 30, z)[1], view.at(0, y, z)[1]
    view.front(-half, half, y, y + 26, z, "#5c5068", 0.45)
    view.front(-half, half, y + 23, y + 29, z, "#f8eee6")
    view.front(-half, half, y + 2, y + 15, z, "#d8ccca")
    for k in range(count + 1):
        x, _ = view.at(-half + 2 * half * k / count, 0, z)
        r = view.size(4.6, z)
        c.drawRect(skia.Rect(x - r, a, x + r, b), columns(x - r, x + r, ["#a89aa4", "#fff8f0", "#b8aab0"]))
        dot(c, x, a - r * 0.7, r * 1.15, "#fff4ea")
        dot(c, x + r * 0.3, a - r * 0.4, r * 0.6, "#b4a4ac", 0.6)


def _stairs(p: Painting, view: Perspective) -> None:
    steps, z0, z1 = 21, _TERRACE - 150, _TERRACE + 190
    c = view.canvas
    for k in range(steps, 0, -1):
        z = z0 + (z1 - z0) * (k - 1) / (steps - 1)
        y0, y1 = _RISE * (k - 1) / steps, _RISE * k / steps
        tread = mix("#f0e2d8", "#c4b4b8", k / steps)
        if y1 < view.eye_height:
            view.level(-186, 186, z, z + (z1 - z0) / (steps - 1), y1, tread)
        view.front(-186, 186, y0, y1, z, mix("#a08e96", "#847688", k / steps))
        view.front(-186, 186, y1 - 1.6, y1, z - 0.5, "#fffaf2")
    foot, head = view.at(0, 0, z0)[1], view.at(0, _RISE, z1)[1]
    ramp = [(-62, 2, z0 - 6), (62, 2, z0 - 6), (62, _RISE + 2, z1), (-62, _RISE + 2, z1)]
    view.face(ramp, shader=down(head, foot, ["#ccbcbc", "#e0d0ca", "#a8989e"]))
    outline = view.outline(ramp)
    c.save()
    c.clipPath(outline, True)
    for k in range(8):
        share = (k + 0.5) / 8
        y, z = _RISE * share, z0 + (z1 - z0) * share
        for side in (-1, 1):
            for reach, weight in ((17, 2.2), (10, 1.6)):
                curl = [
                    (side * (30 + reach * math.cos(a)) * 0.95, y + reach * 0.42 * math.sin(a), z)
                    for a in np.linspace(0, 5, 14)
                ]
                c.drawPath(tapered([view.at(*q) for q in curl], weight, "out"), fill("#8c7a80", 0.75))
    spine = spline(
        [view.at(13 * math.sin(k * 1.5), _RISE * k / 9 + 4, z0 + (z1 - z0) * k / 9) for k in range(10)]
    )
    c.drawPath(tapered(spine, 10, "out"), fill("#9c888c", 0.85))
    c.drawPath(tapered(spine - [2, 1], 4, "out"), fill("#fff6ee", 0.9))
    c.restore()
    c.drawPath(outline, stroke("#8c7a84", 2, 0.8))
    for x in (-190, 190, -66, 66):
        rail = [(x - 7, 4, z0 - 10), (x + 7, 4, z0 - 10), (x + 7, _RISE + 26, z1), (x - 7, _RISE + 26, z1)]
        view.face(rail, shader=down(head, foot, ["#d8cac8", "#fff4ea"]))
        px, py = view.at(x, 0, z0 - 12)
        r = view.size(9, z0)
        c.drawRoundRect(
            skia.Rect(px - r, py - r * 4.4, px + r, py),
            3,
            3,
            columns(px - r, px + r, ["#b0a2a8", "#fffaf2", "#a898a0"]),
        )
        dot(c, px, py - r * 4.6, r * 1.1, "#fff4ea")
    lamps = p.hour.lamps
    p.lamp(p.width / 2, head - 40, 330, "#ff9c50", 0.36 * lamps, 0.7)
    p.lamp(p.width / 2, foot + 60, 300, "#ffa860", 0.20 * lamps, 0.7)


def _light_on_the_floor(p: Painting, view: Perspective) -> None:
    """The shadow of a gallery and bands of sun across the court; after dark, its lights in the stones."""
    hour, c = p.hour, view.canvas
    ground = view.outline([(-_SIDE, 0, 90), (_SIDE, 0, 90), (_SIDE, 0, _TERRACE), (-_SIDE, 0, _TERRACE)])
    foot = view.at(0, 0, _TERRACE)[1]
    if hour.sun_strength > 0.5:
        c.save()
        c.clipPath(ground, True)
        edge = [(_SIDE, 0, 90), (_SIDE, 0, _TERRACE), (70, 0, _TERRACE), (30, 0, 90)]
        c.drawPath(view.outline(edge), fill("#2c2458", 0.36, blur=5))
        c.restore()
        for x in (-300, -150):
            band = [
                view.at(x, 0, 900),
                view.at(x + 80, 0, 900),
                view.at(x - 40, 0, 150),
                view.at(x - 160, 0, 150),
            ]
            shaft(p.shine, band, hour.sun, 0.16 * hour.sun_strength, 20)
        for k in range(3):
            sx = p.width * (0.62 + 0.22 * k)
            shaft(
                p.shine,
                [(sx, -40), (sx + 120, -40), (sx - 520, p.height * 0.72), (sx - 800, p.height * 0.72)],
                hour.sun,
                0.05,
                34,
            )
    p.shine.save()
    p.shine.clipPath(ground, True)
    mirror(p, foot, 0.07 + 0.26 * hour.lamps, spread_px=91)
    p.shine.restore()
    if hour.lamps > 0.3:
        spill = view.outline([(-60, 0, 980), (60, 0, 980), (170, 0, 150), (-170, 0, 150)])
        p.shine.drawPath(spill, fill("#ff9c50", 0.13 * hour.lamps, blur=40))


def _lamp_posts(p: Painting, view: Perspective) -> None:
    """Lanterns on carved posts along the way; they grow towards us."""
    c, hour = view.canvas, p.hour
    for z in (930, 560):
        for side in (-1, 1):
            x = side * 128
            px, foot = view.at(x, 0, z)
            head, r = view.at(x, 168, z)[1], view.size(4, z)
            shadow(c, px - r * 4, foot, r * 9, r * 1.6, 0.4)
            c.drawRect(
                skia.Rect(px - r, head, px + r, foot),
                columns(px - r, px + r, ["#3a1418", "#a84038", "#4a181c"]),
            )
            c.drawRect(
                skia.Rect(px - r * 3, foot - r * 3.4, px + r * 3, foot),
                columns(px - r * 3, px + r * 3, ["#a0929a", "#fff4ea", "#98899a"]),
            )
            c.drawRect(skia.Rect(px - r * 7, head - r, px + r * 7, head + r * 0.6), fill("#7a2428"))
            c.drawRect(skia.Rect(px - r * 7, head - r * 1.6, px + r * 7, head - r * 0.9), fill("#e8b45a"))
            for k in (-1, 1):
                lantern(c, p.shine, px + k * r * 5.4, head + r * 6, view.size(14, z), hour.lamps)
            p.lamp(px, head + r * 12, view.size(110, z), "#ff9a50", 0.50 * hour.lamps)
            pool = skia.Rect(px - r * 22, foot - r * 3, px + r * 22, foot + r * 6)
            p.shine.drawOval(pool, fill("#ff9c50", 0.20 * hour.lamps, blend=PLUS, blur=r * 3))
            if z < 600 and hour.lamps > 0.5:
                p.life("breathe", px, head + r * 6, view.size(60, z), "#ff9a4a", "room")


def _tree(p: Painting, view: Perspective) -> None:
    """An old plum in blossom at the left; its crown hangs into the court."""
    c, g = view.canvas, p.generator
    x, foot = view.at(-150, 0, 400)
    shadow(c, x + 20, foot, 190, 26, 0.45)
    bed = skia.Rect(x - 150, foot - 34, x + 150, foot + 26)
    c.drawOval(bed, rows(foot + 26, ["#f0e4dc", "#8c7e88"], foot - 34))
    c.drawOval(skia.Rect(x - 128, foot - 32, x + 128, foot + 8), fill("#4a3c38"))
    trunk(
        c,
        [(x - 6, foot - 6), (x + 26, foot - 170), (x - 34, foot - 350), (x + 10, foot - 560)],
        72,
        bark=("#4a3038", "#9c7060"),
    )
    trunk(
        c,
        [(x - 12, foot - 400), (x + 90, foot - 500), (x + 120, foot - 620), (x + 250, foot - 690)],
        34,
        bark=("#4a3038", "#9c7060"),
    )
    trunk(
        c,
        [(x - 10, foot - 330), (x - 90, foot - 470), (x - 150, foot - 640)],
        32,
        bark=("#4a3038", "#9c7060"),
    )
    crowns = (
        (-110, -680, 200, 120),
        (60, -720, 190, 110),
        (250, -700, 130, 66),
        (-30, -830, 170, 96),
        (-190, -560, 110, 70),
        (150, -590, 90, 44),
    )
    for dx, dy, rx, ry in crowns:
        foliage(c, x + dx, foot + dy, rx, ry, g, dab=11, count=int(2.4 * rx), greens=_BLOSSOMS, sun=0.6)
    if p.hour.lamps > 0.5:
        p.lamp(x + 90, foot - 520, 330, "#ff9c6a", 0.32 * p.hour.lamps)


def _burner(p: Painting, view: Perspective, x: float, z: float) -> None:
    """A bronze tripod for incense on its stone foot."""
    c = view.canvas
    px, foot = view.at(x, 0, z)
    r = view.size(30, z)
    shadow(c, px - r * 0.3, foot, r * 1.9, r * 0.3, 0.5)
    stone = ["#7c7080", "#f4e8e0", "#b8a8ac", "#6c6070"]
    c.drawRect(
        skia.Rect(px - r * 1.15, foot - r * 0.7, px + r * 1.15, foot),
        columns(px - r * 1.15, px + r * 1.15, stone),
    )
    c.drawRect(skia.Rect(px - r * 1.25, foot - r * 0.82, px + r * 1.25, foot - r * 0.64), fill("#fff4ea"))
    bronze = ["#2a2420", "#8c6a3c", "#e8c078", "#7a5830", "#30261f"]
    y = foot - r * 0.8
    for k in (-0.62, 0.0, 0.62):
        leg = spline(
            [(px + r * k * 0.9, y - r * 0.9), (px + r * k * 1.25, y - r * 0.5), (px + r * k * 0.95, y)]
        )
        c.drawPath(tapered(leg, r * 0.26, "even"), columns(px - r, px + r, bronze))
    belly = [
        (px - r * 0.86, y - r * 1.75),
        (px - r * 1.05, y - r * 1.2),
        (px - r * 0.7, y - r * 0.72),
        (px + r * 0.7, y - r * 0.72),
        (px + r * 1.05, y - r * 1.2),
        (px + r * 0.86, y - r * 1.75),
    ]
    c.drawPath(path_of(spline(belly)), columns(px - r, px + r, bronze))
    c.drawRect(skia.Rect(px - r * 1.02, y - r * 1.36, px + r * 1.02, y - r * 1.16), fill("#3a2c20", 0.55))
    for k in range(7):
        dot(c, px - r * 0.84 + r * 0.28 * k, y - r * 1.26, r * 0.075, "#f0cc84", 0.8)
    c.drawOval(
        skia.Rect(px - r * 0.98, y - r * 1.90, px + r * 0.98, y - r * 1.62), columns(px - r, px + r, bronze)
    )
    c.drawOval(skia.Rect(px - r * 0.82, y - r * 1.84, px + r * 0.82, y - r * 1.68), fill("#241a16"))
    for k in (-1, 1):
        ear = [
            (px + k * r * 0.86, y - r * 1.7),
            (px + k * r * 1.12, y - r * 2.1),
            (px + k * r * 0.96, y - r * 2.5),
            (px + k * r * 0.76, y - r * 2.15),
        ]
        c.drawPath(path_of(spline(ear, closed=True)), stroke("#b08a50", r * 0.14))
    glow(p.sparks, px, y - r * 1.75, r * 0.9, "#ff9040", 0.35 + 0.4 * p.hour.lamps)
    p.life("steam", px, y - r * 2.2, r * 2.6, "#ffffff", "things")
