"""A corridor with doors on both sides → a painting."""

from __future__ import annotations

import skia

from reelwright.drawing.ink import fill
from reelwright.stage.places.motifs import leaves, mirror, rounded, shade_corners
from reelwright.stage.places.painting import Painting, across, down, glow
from reelwright.stage.places.perspective import Perspective


def corridor(p: Painting) -> None:
    """A long hall with doors on both sides, a nurses' desk and a bench; light from its far end."""
    w, h, hour = p.width, p.height, p.hour
    p.ambient_strength = 0.90 if not hour.is_dark else 0.92
    p.outside.drawPaint(fill("#dfe8ea"))
    back, side, ceiling = 2200.0, 235.0, 340.0
    view = Perspective(p.room, w, h, focal=1180, eye_height=160, horizon=0.49)
    top, foot = view.at(0, ceiling, back)[1], view.at(0, 0, back)[1]
    view.level(-side, side, 50, back, ceiling, shader=down(0, top, ["#a4b8be", "#e6eeec"]))
    view.level(-side, side, 50, back, 0, shader=down(foot, h, ["#c8d8da", "#98b4bc", "#5c7884"]))
    for sign in (-1, 1):
        near, far = view.at(sign * side, 150, 200)[0], view.at(sign * side, 150, back)[0]
        view.side(sign * side, 50, back, 0, ceiling, shader=across(near, far, ["#a8bcbc", "#ecf2ee"]))
        view.side(sign * side, 50, back, 0, 98, "#6faea4", 0.75)
        view.side(sign * (side - 6), 50, back, 90, 101, "#c89a6c")
        view.side(sign * (side - 7), 50, back, 98, 101, "#f0d0a4")
        view.side(sign * side, 50, back, 0, 14, "#6a8a90")
        for z in (330, 620, 960, 1400, 1850):
            _door(p, view, sign * (side - 1), z)
    for z in range(240, 2200, 110):
        view.line((-side, 1, z), (side, 1, z), "#3c5a64", max(1, 900 / z), 0.26)
    for edge in (-170, 158):
        view.level(edge, edge + 12, 50, back, 1, "#4a8c88", 0.55)
    shade_corners(view, side, back, ceiling, 0.34)
    view.front(-side, side, 0, ceiling, back, "#f4faf8")
    sheet = p.shine
    view.on(sheet).front(
        -130,
        130,
        40,
        300,
        back,
        shader=down(view.at(0, 300, back)[1], view.at(0, 40, back)[1], list(hour.sky[1:])),
    )
    x, y = view.at(0, 170, back)
    glow(sheet, x, y, 330, hour.sky[2], 0.3 if not hour.is_dark else 0.15)
    for k, z in enumerate((260, 420, 620, 880, 1200, 1600, 2050)):
        lit = 0.9 if not hour.is_dark or k % 2 == 0 else 0.18
        path = view.outline(
            [
                (-64, ceiling - 2, z),
                (64, ceiling - 2, z),
                (64, ceiling - 2, z * 1.14),
                (-64, ceiling - 2, z * 1.14),
            ]
        )
        sheet.drawPath(path, fill("#fbfff8", 0.85 * lit))
        lx, ly = view.at(0, ceiling, z * 1.07)
        glow(sheet, lx, ly, 150000 / z, "#eafcff", 0.34 * lit * min(1.0, 700 / z) ** 2)
        fx, fy = view.at(0, 0, z * 1.07)
        sheet.drawOval(
            skia.Rect(fx - 62000 / z, fy - 17000 / z, fx + 62000 / z, fy + 17000 / z),
            fill("#f4ffff", 0.20 * lit, blur=12),
        )
        if hour.is_dark and k % 2 == 0 and z < 500:
            p.lamp(fx, (ly + fy) / 2, 150000 / z, "#dff0ff", 0.36)
    mirror(p, foot, 0.26, spread_px=71)
    _bench(p, view)


def _door(p: Painting, view: Perspective, x: float, z: float) -> None:
    far = z + 130
    a, b = view.at(x, 0, z)[0], view.at(x, 0, far)[0]
    view.side(x, z - 8, far + 8, 0, 240, "#dfe8e6")
    view.side(x, z, far, 0, 232, shader=across(a, b, ["#a88a70", "#d0b494"]))
    view.side(x, z + 78, z + 106, 120, 205, "#eafcff" if not p.hour.is_dark else "#5a6a98")
    view.side(x, z + 16, z + 24, 96, 112, "#f0f4f6")
    view.side(x, z - 74, z - 34, 150, 190, "#ffffff")
    for k in range(3):
        view.side(x, z - 70, z - 40, 176 - k * 9, 180 - k * 9, "#7fa8b0")


def _bench(p: Painting, view: Perspective) -> None:
    things = view.on(p.things)
    for k in range(4):
        z = 560 + k * 58
        things.block(150, 222, 42, 50, z, z + 52, "#3f7f8c", "#6fb0bc", "#35707c")
        things.side(224, z, z + 52, 50, 100, "#5a9aa8")
    for z in (570, 780):
        things.line((156, 42, z), (156, 0, z), "#9aacb4", 7)
    leaves(p.things, *view.at(-196, 74, 520), 170, 13, p.generator)
    x0, y0 = view.at(-196, 0, 520)
    rounded(p.things, x0 - 48, y0 - 168, 96, 168, 12, ["#f4f6f4", "#a8b8bc"])
