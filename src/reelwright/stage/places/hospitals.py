"""A hospital (a private ward, its corridor) → paintings."""

from __future__ import annotations

import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import bezier, fill, path_of, spline, stroke, tapered
from reelwright.stage.places.motifs import curtain, leaves, moon, rounded, shadow, shaft, sky, skyline
from reelwright.stage.places.painting import Painting, across, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BACK, _SIDE, _CEILING = 620.0, 290.0, 390.0


def ward(p: Painting) -> None:
    """A quiet single room: tall window with thin curtains, bed, monitor, drip, flowers."""
    w, h, hour = p.width, p.height, p.hour
    # A white room in full light would leave nothing for the people to stand out against.
    p.ambient_strength = 0.86 if not hour.is_dark else 0.92
    view = Perspective(p.room, w, h, focal=1280, eye_height=150, horizon=0.50)
    left, floor_y = view.at(-_SIDE, 0, _BACK)
    right, top_y = view.at(_SIDE, _CEILING, _BACK)
    sky(p.outside, w, h, hour, floor_y - 60, p.seed)
    _garden(p, view)
    view.level(-900, 900, 60, _BACK, 0, shader=down(floor_y, h, ["#d9e2e2", "#b9c8cc", "#8fa2ac"]))
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top_y, ["#cfdadd", "#f6f8f5"]))
    view.side(-_SIDE, 60, _BACK, 0, _CEILING, shader=across(0, left, ["#b6c9c8", "#dfeae6"]))
    view.side(_SIDE, 60, _BACK, 0, _CEILING, shader=across(right, w, ["#e6ece8", "#b4c6c8"]))
    _back_wall(p, view)
    for side in (-1, 1):
        view.side(side * (_SIDE - 1), 60, _BACK, 88, 98, "#7fb0a8", 0.9)
        view.side(side * (_SIDE - 1), 60, _BACK, 0, 14, "#7f9aa0")
    _ceiling_panels(p, view)
    _window_light(p, view)
    _bed(p, view)
    _machines(p, view)


_WINDOW = (-120.0, 190.0, 70.0, 330.0)


def _garden(p: Painting, view: Perspective) -> None:
    """Roofs and treetops outside, or the town's lights."""
    w, hour = p.width, p.hour
    _, foot = view.at(0, 70, _BACK)
    skyline(
        p.outside, w, foot + 30, hour, p.seed + 2, heights=(120, 420), widths=(70, 140), nearness=0.35, pane=6
    )
    for _ in range(70):
        x, y = p.generator.uniform(0, w), foot - p.generator.uniform(-60, 90)
        green = mix(
            ("#6fa878", "#8fc48a", "#5a8f70")[p.generator.integers(3)],
            hour.city_top,
            0.75 if hour.is_dark else 0.3,
        )
        dot(p.outside, x, y, p.generator.uniform(24, 70), green, 0.9, blur=6)
    if hour.is_dark:
        x, y = view.at(90, 285, _BACK)
        moon(p.outside, x, y, 46, "#f4f7ff")


def _back_wall(p: Painting, view: Perspective) -> None:
    x0, x1, y0, y1 = _WINDOW
    wall = down(view.at(0, _CEILING, _BACK)[1], view.at(0, 0, _BACK)[1], ["#eef2ec", "#d6e2de"])
    around = ((-_SIDE, x0, 0, _CEILING), (x1, _SIDE, 0, _CEILING), (x0, x1, 0, y0), (x0, x1, y1, _CEILING))
    for left, right, low, high in around:
        view.front(left, right, low, high, _BACK, shader=wall)
    view.front(-_SIDE, x0, 0, 98, _BACK, "#cfe0da")
    view.front(x1, _SIDE, 0, 98, _BACK, "#cfe0da")
    for x in (x0, (x0 + x1) / 2, x1):
        view.front(x - 4, x + 4, y0, y1, _BACK - 1, "#f4f6f4")
    view.front(x0, x1, y1 - 80, y1 - 75, _BACK - 1, "#f4f6f4")
    view.front(x0 - 10, x1 + 10, y0 - 8, y0, _BACK - 8, "#ffffff")
    a, top = view.at(x0 - 34, y1 + 14, _BACK)
    b, foot = view.at(x1 + 34, 6, _BACK)
    p.room.drawRect(skia.Rect(a - 10, top - 8, b + 10, top), fill("#b9c4c8"))
    curtain(p.room, a, a + 130, top, foot, "#cfe2dc", 3)
    curtain(p.room, b - 120, b, top, foot, "#cfe2dc", 5)
    for k in range(3):
        view.front(
            -250 + k * 4,
            -160 - k * 4,
            190 + k * 4,
            300 - k * 4,
            _BACK - 2,
            ("#b48a66", "#f6efe2", "#9cc0b4")[k],
        )


def _ceiling_panels(p: Painting, view: Perspective) -> None:
    level = 0.6 if not p.hour.is_dark else 0.22
    for z in (190, 330, 480):
        for x in (-130, 130):
            path = view.outline(
                [
                    (x - 58, _CEILING, z),
                    (x + 58, _CEILING, z),
                    (x + 58, _CEILING, z + 62),
                    (x - 58, _CEILING, z + 62),
                ]
            )
            p.shine.drawPath(path, fill("#fbfff8", level))
            p.shine.drawPath(path, fill("#eafcff", level * 0.4, blur=18))
    rail = [
        (-250, _CEILING - 6, 300),
        (-40, _CEILING - 6, 300),
        (-20, _CEILING - 6, 330),
        (-20, _CEILING - 6, 610),
    ]
    p.room.drawPath(path_of([view.at(*q) for q in rail], closed=False), stroke("#a9b8be", 5))


def _window_light(p: Painting, view: Perspective) -> None:
    x0, x1, y0, y1 = _WINDOW
    strength, hour = p.hour.sun_strength, p.hour
    for a, b in ((x0 + 6, (x0 + x1) / 2 - 6), ((x0 + x1) / 2 + 6, x1 - 6)):
        patch = [
            view.at(a - 30, 0, 560),
            view.at(b - 30, 0, 560),
            view.at(b - 170, 0, 300),
            view.at(a - 170, 0, 300),
        ]
        shaft(p.shine, patch, hour.sun, 0.26 * strength, 7)
        top_left, top_right = view.at(a, y1, _BACK), view.at(b, y1, _BACK)
        shaft(p.shine, [top_left, top_right, patch[2], patch[3]], hour.sun, 0.06 * strength, 20)
    x, y = view.at((x0 + x1) / 2, (y0 + y1) / 2, _BACK)
    glow(p.shine, x, y, 520, hour.sun, 0.20 * strength)
    p.lamp(x, y + 180, 520, hour.sun, 0.30 * strength)
    bx, by = view.at(-225, 215, 420)
    level = 0.2 + 0.8 * hour.lamps
    path = view.outline([(-288, 205, 350), (-288, 205, 520), (-288, 219, 520), (-288, 219, 350)])
    p.shine.drawPath(path, fill("#fff2d6", level))
    glow(p.shine, bx - 60, by, 430, "#ffe2b8", 0.42 * level * (0.4 + 0.6 * hour.lamps))
    p.lamp(bx, by + 60, 330, "#ffd9a8", 0.95 * hour.lamps if hour.lamps > 0.3 else 0.0)


def _bed(p: Painting, view: Perspective) -> None:
    """The bed along the left wall, its head towards the window."""
    things = view.on(p.things)
    c = p.things
    x, y = view.at(-180, 0, 330)
    shadow(c, x, y - 20, 330, 70, 0.3)
    things.block(-270, -262, 30, 130, 300, 560, "#c3d0d4", "#eef3f4", "#9fb2ba")
    things.block(-262, -88, 34, 56, 262, 560, "#a8bcc4", "#e4ecee", "#8ea4ae")
    for z in (290, 540):
        things.front(-96, -90, 0, 40, z, "#8d9ea8")
        x0, y0 = view.at(-93, 6, z)
        dot(c, x0, y0, view.size(7, z), "#5a6a74")
    things.block(-262, -86, 56, 76, 258, 556, "#f4f6f8", "#ffffff", "#dce5ec")
    pillow = [
        view.at(*q)
        for q in (
            (-245, 80, 552),
            (-110, 80, 552),
            (-98, 92, 500),
            (-120, 102, 470),
            (-235, 102, 470),
            (-256, 90, 500),
        )
    ]
    c.drawPath(
        path_of(spline(pillow, closed=True)),
        rows(view.at(0, 76, 470)[1], ["#ffffff", "#d6e0ea"], view.at(0, 104, 552)[1]),
    )
    blanket = [
        (-266, 78, 452),
        (-84, 78, 452),
        (-80, 70, 360),
        (-78, 40, 256),
        (-180, 34, 250),
        (-268, 40, 256),
    ]
    outline = spline([view.at(*q) for q in blanket], closed=True)
    c.drawPath(
        path_of(outline),
        rows(view.at(0, 36, 254)[1], ["#bfe0dc", "#8fc0c0", "#6a9ca4"], view.at(0, 80, 452)[1]),
    )
    for k in range(6):
        a = view.at(-250 + 28 * k, 78, 440)
        b = view.at(-258 + 33 * k, 44, 262)
        fold = bezier(a, (a[0] + 18, a[1] + 60), (b[0] - 26, b[1] - 90), b)
        c.drawPath(tapered(fold, 12, "both"), fill("#5a8c94", 0.35, blur=3))
        c.drawPath(tapered(fold - [9, 2], 6, "both"), fill("#e6fbf8", 0.45, blur=2))
    hem = [view.at(*q) for q in ((-266, 79, 452), (-84, 79, 452), (-83, 76, 424), (-266, 76, 424))]
    c.drawPath(path_of(hem), fill("#f6fbfb"))
    things.line((-86, 96, 470), (-86, 96, 330), "#dfe8ec", 8)
    for z in (330, 400, 470):
        things.line((-86, 96, z), (-86, 62, z), "#c2d0d6", 6)


def _machines(p: Painting, view: Perspective) -> None:
    """Bedside cabinet with flowers, heart monitor, drip, an armchair by the window."""
    c, things = p.things, view.on(p.things)
    things.block(-74, -22, 0, 72, 520, 575, "#d9c3a4", "#f0e0c6", "#b89c7c")
    things.front(-70, -26, 40, 44, 519, "#a98c6a")
    x, y = view.at(-48, 72, 540)
    rounded(c, x - 18, y - 62, 36, 62, 8, ["#dff0f4", "#9fc4d0"])
    for _ in range(26):
        dx, dy = p.generator.normal(0, 26), p.generator.normal(-96, 20)
        dot(
            c,
            x + dx,
            y + dy,
            p.generator.uniform(7, 15),
            ("#ffffff", "#ffd4dc", "#f6a8b8", "#ffe6a8", "#8fb88a")[p.generator.integers(5)],
        )
    things.line((-62, 0, 470), (-62, 236, 470), "#b6c2c8", 6)
    mx, my = view.at(-62, 205, 470)
    c.drawRoundRect(skia.Rect(mx - 84, my - 62, mx + 84, my + 62), 12, 12, fill("#e4eaec"))
    c.drawRoundRect(skia.Rect(mx - 72, my - 50, mx + 72, my + 46), 6, 6, fill("#0f1c24"))
    for row, colour in enumerate(("#5affa0", "#5ad0ff", "#ffd85a")):
        base = my - 30 + row * 28
        beat = [
            (mx - 66 + i * 4, base - (16 if i % 11 == 5 else (-7 if i % 11 == 6 else 0)) * (1 - 0.3 * row))
            for i in range(34)
        ]
        p.sparks.drawPath(path_of(beat, closed=False), stroke(colour, 2.6, 0.95))
    glow(p.sparks, mx, my, 170, "#4fd0a0", 0.22 * (0.3 + 0.7 * p.hour.lamps))
    things.line((-30, 0, 380), (-30, 300, 380), "#c9d3d8", 5)
    things.line((-50, 298, 380), (-10, 298, 380), "#c9d3d8", 5)
    bx, by = view.at(-46, 294, 380)
    rounded(c, bx - 22, by, 44, 92, 10, ["#f4fbff", "#bcd8ea"])
    tube = bezier((bx, by + 92), (bx - 10, by + 300), (bx - 120, by + 330), view.at(-120, 84, 400))
    c.drawPath(tapered(tube, 4, "even"), fill("#e8f2f6", 0.85))
    things.block(120, 236, 0, 48, 430, 540, "#7d9ca0", "#a4c2c4", "#64848a")
    things.block(120, 236, 48, 118, 510, 545, "#88a8ac", "#b0cccc", "#6f8f94")
    leaves(c, *view.at(258, 78, 470), 190, 13, p.generator)
    x0, y0 = view.at(258, 0, 470)
    rounded(c, x0 - 52, y0 - 196, 104, 196, 12, ["#ffffff", "#b4c0c4"])


def corridor(p: Painting) -> None:
    """A long hall with doors on both sides, a nurses' desk and a bench; light from its far end."""
    w, h, hour = p.width, p.height, p.hour
    p.ambient_strength = 0.90 if not hour.is_dark else 0.92
    p.outside.drawPaint(fill("#dfe8ea"))
    back, side, ceiling = 2200.0, 235.0, 340.0
    view = Perspective(p.room, w, h, focal=1180, eye_height=160, horizon=0.49)
    top, foot = view.at(0, ceiling, back)[1], view.at(0, 0, back)[1]
    view.level(-side, side, 50, back, ceiling, shader=down(0, top, ["#b8c8cc", "#eef4f2"]))
    view.level(-side, side, 50, back, 0, shader=down(foot, h, ["#e4eeee", "#b4c8cc", "#8299a4"]))
    for sign in (-1, 1):
        near, far = view.at(sign * side, 150, 200)[0], view.at(sign * side, 150, back)[0]
        view.side(sign * side, 50, back, 0, ceiling, shader=across(near, far, ["#b4c8c8", "#f0f6f2"]))
        view.side(sign * side, 50, back, 0, 98, "#8fc0b8", 0.55)
        view.side(sign * (side - 6), 50, back, 92, 102, "#f4faf8")
        view.side(sign * side, 50, back, 0, 14, "#6a8a90")
        for z in (330, 620, 960, 1400, 1850):
            _door(p, view, sign * (side - 1), z)
    for z in range(240, 2200, 110):
        view.line((-side, 1, z), (side, 1, z), "#5a7a84", max(1, 900 / z), 0.22)
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
            fill("#f4ffff", 0.30 * lit, blur=12),
        )
        if hour.is_dark and k % 2 == 0 and z < 500:
            p.lamp(fx, (ly + fy) / 2, 150000 / z, "#dff0ff", 0.36)
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
