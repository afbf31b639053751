"""A kitchen of a home → a painting."""

from __future__ import annotations

import math

import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import fill, path_of, spline, stroke
from reelwright.stage.places.greenery import bouquet, foliage, grass
from reelwright.stage.places.motifs import (
    lamp_shade,
    mirror,
    moon,
    rounded,
    shade_corners,
    shadow,
    shaft,
    sky,
    skyline,
)
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BACK, _SIDE, _CEILING = 620.0, 205.0, 470.0
_WINDOW = (-84.0, 78.0, 150.0, 350.0)
_SAGE, _SAGE_DARK = "#86a895", "#5c7d6c"


def kitchen(p: Painting) -> None:
    """Sage cupboards around a window over the sink, patterned tiles, a wooden table under two lamps."""
    w, h, hour = p.width, p.height, p.hour
    view = Perspective(p.room, w, h, focal=1150, eye_height=140, horizon=0.5)
    left, floor_y = view.at(-_SIDE, 0, _BACK)
    right, top_y = view.at(_SIDE, _CEILING, _BACK)
    _garden(p, view)
    view.level(-900, 900, 60, _BACK, 0, shader=down(floor_y, h, ["#c8b09a", "#a88e7c", "#6c5850"]))
    _tiles(p, view)
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top_y, ["#a89a88", "#e0d4c2"]))
    for side in (-1, 1):
        a, b = view.at(side * _SIDE, 0, 330)[0], view.at(side * _SIDE, 0, _BACK)[0]
        view.side(side * _SIDE, 60, _BACK, 0, _CEILING, shader=across(a, b, ["#a89478", "#e0ccaa"]))
    view.front(
        -_SIDE, _SIDE, 0, _CEILING, _BACK, shader=down(top_y, floor_y, ["#d8c4a6", "#ead8ba", "#ccb694"])
    )
    _splash(p, view)
    x0, x1, y0, y1 = _WINDOW
    (a, top), (b, low) = view.at(x0, y1, _BACK), view.at(x1, y0, _BACK)
    p.room.drawRect(skia.Rect(a, top, b, low), fill("#000000", 1, blend=skia.BlendMode.kClear))
    _window(p, view)
    _cupboards(p, view)
    _counter(p, view)
    shade_corners(view, _SIDE, _BACK, _CEILING, 0.30)
    mirror(p, floor_y, 0.10 + 0.08 * hour.lamps, spread_px=91)
    _sun(p, view)
    _table(p, view.on(p.things))
    p.lamp(left, floor_y - 200, 300, "#ffb872", 0.30 * hour.lamps)
    p.lamp(right, floor_y - 200, 300, "#ffb872", 0.30 * hour.lamps)


def _garden(p: Painting, view: Perspective) -> None:
    """Trees and roofs behind the window, a moon by night."""
    hour, g = p.hour, p.generator
    x0, x1, y0, y1 = _WINDOW
    (a, top), (b, low) = view.at(x0, y1, _BACK), view.at(x1, y0, _BACK)
    sky(p.sky, p.width, hour, low + 40, p.seed)
    skyline(
        p.outside, p.width, low + 30, hour, p.seed, heights=(50, 170), widths=(40, 80), nearness=0.1, pane=4
    )
    if hour.is_dark:
        moon(p.sky, a + (b - a) * 0.24, top + 70, 34, "#f4f7ff")
    for k in range(5):
        x = a + (b - a) * (k / 4) + g.uniform(-20, 20)
        foliage(
            p.outside,
            x,
            low - 6,
            62,
            54,
            g,
            dab=8,
            count=130,
            light=lambda colour: mix(colour, hour.city_top, 0.78 if hour.is_dark else 0.18),
        )


def _tiles(p: Painting, view: Perspective) -> None:
    """Cement tiles with a star in every other one."""
    for row, z in enumerate(range(80, int(_BACK), 45)):
        for k in range(-5, 5):
            x = k * 45
            if (row + k) % 2:
                view.level(x, x + 45, z, z + 45, 0, "#6a5650", 0.20)
            else:
                cx, cz = x + 22.5, z + 22.5
                star = [
                    (cx + r * math.cos(t * math.pi / 4), 0.0, cz + r * math.sin(t * math.pi / 4))
                    for t, r in enumerate((17, 7, 17, 7, 17, 7, 17, 7))
                ]
                view.face(star, "#7c6458", 0.28)
        view.line((-225, 0, z), (225, 0, z), "#4a3a36", max(0.7, 420 / z), 0.30)
    for k in range(-5, 6):
        view.line((k * 45, 0, 80), (k * 45, 0, _BACK), "#4a3a36", 1.0, 0.26)


def _splash(p: Painting, view: Perspective) -> None:
    """Small glazed tiles between counter and cupboards."""
    for row in range(7):
        for k in range(24):
            x = -_SIDE + 17.4 * k + (8 if row % 2 else 0)
            tone = mix("#e4efe8", "#b4d0c6", p.generator.random())
            view.front(x, min(_SIDE, x + 16.6), 96 + row * 8, 103.2 + row * 8, _BACK - 1, tone)


def _window(p: Painting, view: Perspective) -> None:
    c = p.room
    x0, x1, y0, y1 = _WINDOW
    (a, top), (b, low) = view.at(x0, y1, _BACK), view.at(x1, y0, _BACK)
    for k in range(3):
        x = a + (b - a) * k / 2
        c.drawRect(
            skia.Rect(x - 6, top, x + 6, low), columns(x - 6, x + 6, ["#c8bca8", "#fffaf0", "#b8ac98"])
        )
    for y in (top, top + (low - top) * 0.36, low):
        c.drawRect(skia.Rect(a - 6, y - 5, b + 6, y + 5), rows(y + 5, ["#fffaf0", "#c4b8a4"], y - 5))
    view.block(x0 - 8, x1 + 8, y0 - 6, y0, _BACK - 16, _BACK, "#e8dcc8", "#fff8ec", "#c4b8a4")
    # A short linen curtain on a brass rod.
    c.drawRect(skia.Rect(a - 20, top + 8, b + 20, top + 14), fill("#c89a54"))
    for k in range(14):
        x = a - 8 + (b - a + 16) * k / 14
        wide = (b - a + 16) / 14
        hem = top + 70 + 5 * math.sin(k * 1.9)
        c.drawRect(
            skia.Rect(x, top + 12, x + wide, hem), columns(x, x + wide, ["#fff6e6", "#d8c4a4", "#f4e6cc"])
        )
    for x, kind in ((-58, 0), (-30, 1), (36, 2)):
        px, py = view.at(x, y0, _BACK - 9)
        rounded(c, px - 15, py - 26, 30, 26, 5, ["#d88a64", "#9a5638"])
        grass(c, px, py - 24, 34, p.generator, greens=("#5c8a4c", "#8ab060", "#b8cc84"), count=14 + kind * 3)


def _cupboards(p: Painting, view: Perspective) -> None:
    """Above: a cupboard and open shelves at the left, the hood over the stove at the right."""
    c, g, lamps = p.room, p.generator, p.hour.lamps
    view.block(-_SIDE, -92, 250, 380, _BACK - 38, _BACK, _SAGE, _SAGE, _SAGE_DARK)
    for x in (-200, -146):
        view.front(x, x + 50, 256, 374, _BACK - 39, mix(_SAGE, "#ffffff", 0.12))
        view.front(x + 6, x + 44, 264, 366, _BACK - 40, mix(_SAGE, "#203028", 0.10))
        view.front(x + 38, x + 42, 268, 288, _BACK - 41, "#d8b064")
    for y in (168, 208):
        view.block(-_SIDE + 4, -96, y, y + 5, _BACK - 26, _BACK, "#8a6448", "#b88e68", "#6a4834")
        at = -_SIDE + 10.0
        while at < -108:
            wide, tall = g.uniform(9, 15), g.uniform(14, 28)
            px, foot = view.at(at + wide / 2, y + 5, _BACK - 16)
            r, high = view.size(wide * 0.5, _BACK), view.size(tall, _BACK)
            tone = ("#e8e0d0", "#c87858", "#6a94a4", "#e8c884", "#f4f0e8")[int(g.integers(5))]
            c.drawRoundRect(
                skia.Rect(px - r, foot - high, px + r, foot),
                4,
                4,
                columns(px - r, px + r, [mix(tone, "#2a1c18", 0.3), tone, mix(tone, "#2a1c18", 0.35)]),
            )
            at += wide + 4
    hood = [(92, 250, _BACK - 40), (190, 250, _BACK - 40), (166, 306, _BACK - 20), (116, 306, _BACK - 20)]
    view.face(
        hood,
        shader=across(view.at(92, 0, _BACK)[0], view.at(190, 0, _BACK)[0], ["#c8ccd0", "#f4f6f8", "#98a0a8"]),
    )
    view.front(122, 160, 306, _CEILING, _BACK - 20, "#b0b8c0")
    view.front(90, 192, 242, 250, _BACK - 42, "#8a949c")
    px, py = view.at(141, 240, _BACK - 40)
    glow(p.shine, px, py + 40, 150, "#ffdca8", 0.05 + 0.34 * lamps)
    p.lamp(px, py + 60, 150, "#ffcf90", 0.36 * lamps)


def _counter(p: Painting, view: Perspective) -> None:
    """Drawers and doors under a wooden top; sink, stove with a kettle, a board and a bowl of fruit."""
    c = p.room
    view.block(-_SIDE, _SIDE, 8, 84, _BACK - 62, _BACK, _SAGE, _SAGE, _SAGE_DARK)
    view.front(-_SIDE, _SIDE, 0, 8, _BACK - 58, "#3c4a42")
    for k in range(6):
        x = -_SIDE + 68.4 * k
        if k != 5:
            view.front(x + 3, x + 65, 58, 80, _BACK - 63, mix(_SAGE, "#ffffff", 0.10))
            view.front(x + 3, x + 65, 12, 54, _BACK - 63, mix(_SAGE, "#ffffff", 0.06))
            view.front(x + 9, x + 59, 18, 48, _BACK - 64, mix(_SAGE, "#203028", 0.12))
            view.front(x + 26, x + 42, 68, 71, _BACK - 64, "#d8b064")
    view.front(100, 182, 10, 82, _BACK - 64, "#dfe3e6")
    view.front(110, 172, 18, 58, _BACK - 65, "#2c333c")
    view.front(112, 170, 62, 65, _BACK - 66, "#8a949c")
    view.block(-_SIDE, _SIDE, 84, 90, _BACK - 68, _BACK, "#9c7452", "#d0a47c", "#7a5640")
    px, py = view.at(-8, 90, _BACK - 30)
    tap = spline([(px, py), (px, py - 46), (px + 14, py - 60), (px + 28, py - 50), (px + 28, py - 36)])
    c.drawPath(path_of(tap, closed=False), stroke("#d8b064", 6))
    px, py = view.at(128, 92, _BACK - 34)
    body = [
        (px - 26, py),
        (px - 30, py - 26),
        (px - 12, py - 44),
        (px + 12, py - 44),
        (px + 30, py - 26),
        (px + 26, py),
    ]
    c.drawPath(
        path_of(spline(body, closed=True)), columns(px - 30, px + 30, ["#7c2c2c", "#e0645a", "#8a3030"])
    )
    c.drawPath(
        path_of(spline([(px - 20, py - 40), (px, py - 70), (px + 20, py - 40)]), closed=False),
        stroke("#2c2428", 5),
    )
    p.life("steam", px - 30, py - 40, 64, "#ffffff", "room")
    px, py = view.at(-120, 91, _BACK - 34)
    c.drawRoundRect(
        skia.Rect(px - 50, py - 62, px + 6, py),
        8,
        8,
        columns(px - 50, px + 6, ["#a87850", "#d8ac7c", "#b08458"]),
    )


def _sun(p: Painting, view: Perspective) -> None:
    """The window lies on the floor and on the table in two bright panes."""
    hour = p.hour
    x0, x1, y0, y1 = _WINDOW
    middle = (x0 + x1) / 2
    for a, b in ((x0 + 4, middle - 3), (middle + 3, x1 - 4)):
        patch = [
            view.at(a - 20, 1, 500),
            view.at(b - 20, 1, 500),
            view.at(b - 96, 1, 250),
            view.at(a - 96, 1, 250),
        ]
        shaft(p.shine, patch, hour.sun, 0.30 * hour.sun_strength, 7)
        high = [view.at(a, y1, _BACK), view.at(b, y1, _BACK)]
        shaft(p.shine, [*high, patch[2], patch[3]], hour.sun, 0.06 * hour.sun_strength, 22)
    x, y = view.at(middle, (y0 + y1) / 2, _BACK)
    glow(p.shine, x, y, 360, hour.sun, 0.07 * hour.sun_strength)
    p.lamp(x, y + 200, 400, hour.sun, 0.14 * hour.sun_strength)


def _table(p: Painting, view: Perspective) -> None:
    """The table with flowers, cups and a bowl of oranges; two lamps hang over it, a chair at each end."""
    c, lamps, g = p.things, p.hour.lamps, p.generator
    z0, z1, half = 340.0, 430.0, 104.0
    sx, sy = view.at(0, 0, z0 + 20)
    shadow(c, sx, sy, 420, 44, 0.45)
    for x in (-92, 84):
        view.block(x, x + 8, 0, 66, z1 - 14, z1 - 6, "#5c4030", "#5c4030", "#432c22")
    for side in (-1, 1):
        x = side * 132
        px, foot = view.at(x, 0, z0 + 40)
        seat, head, wide = view.at(x, 46, z0 + 40)[1], view.at(x, 96, z0 + 40)[1], view.size(20, z0 + 40)
        for k in (-0.9, 0.9):
            c.drawRect(
                skia.Rect(px + wide * k - 5, head, px + wide * k + 5, foot),
                columns(px + wide * k - 5, px + wide * k + 5, ["#6a4834", "#b08460", "#5c3e2c"]),
            )
        for k in range(3):
            y = head + 10 + k * 26
            c.drawRoundRect(
                skia.Rect(px - wide, y, px + wide, y + 13), 5, 5, rows(y + 13, ["#b88c66", "#7c5840"], y)
            )
        rounded(c, px - wide * 1.1, seat - 6, wide * 2.2, 20, 9, ["#e8d8b8", "#a8946c"])
    view.block(-half, half, 66, 73, z0, z1, "#9c7250", "#d8ac80", "#7c563c")
    for x in (-92, 84):
        view.block(x, x + 8, 0, 66, z0 + 6, z0 + 14, "#8a6448", "#8a6448", "#5c4030")
    for k in range(4):
        z = z0 + 12 + k * 22
        view.line((-half, 73.5, z), (half, 73.5, z), "#6a4830", 1.6, 0.35)
    px, py = view.at(0, 73, 386)
    rounded(c, px - 20, py - 66, 40, 68, 14, ["#eef4f4", "#8fa8b0"])
    bouquet(c, px, py - 60, 92, g, colours=("#fff4dc", "#f4c46a", "#f29a8a", "#ffffff"), count=13)
    px, py = view.at(58, 73, 372)
    for dx, dy in ((-22, -18), (0, -24), (22, -18), (-10, -36), (12, -36)):
        dot(c, px + dx, py + dy, 15, "#e8892c")
        dot(c, px + dx - 4, py + dy - 5, 6, "#ffc06a", 0.8)
    bowl = [(px - 52, py - 18), (px - 34, py + 8), (px + 34, py + 8), (px + 52, py - 18)]
    c.drawPath(path_of(spline(bowl)), rows(py + 8, ["#f4f0ea", "#98a8b4"], py - 18))
    px, py = view.at(-54, 73, 366)
    rounded(c, px - 17, py - 32, 34, 34, 8, ["#fffaf2", "#c4b8ac"])
    c.drawOval(skia.Rect(px + 12, py - 26, px + 30, py - 8), stroke("#e8ded4", 5))
    p.life("steam", px, py - 36, 66, "#ffffff", "things")
    for x in (-58, 58):
        px, py = view.at(x, 262, 386)
        c.drawRect(skia.Rect(px - 1.5, 0, px + 1.5, py), fill("#3a3430"))
        lamp_shade(c, p.sparks, px, py, 52, 0.12 + 0.88 * lamps)
        p.lamp(px, py + 160, 290, "#ffbf80", 0.50 * lamps)
