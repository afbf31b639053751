"""A café with brick walls and hanging lamps → a painting."""

from __future__ import annotations

import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import fill, path_of, stroke
from reelwright.stage.places.motifs import shadow, shaft
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BACK, _SIDE, _CEILING = 1150.0, 400.0, 560.0
_JARS = ("#fff3e0", "#c95a4a", "#5a8a7a", "#e8b860", "#3a4a5a")


def cafe(p: Painting) -> None:
    """Windows on the street to the left, bricks to the right, a counter and jars at the back."""
    w, h, hour = p.width, p.height, p.hour
    p.outside.drawPaint(fill("#2a2020"))
    view = Perspective(p.room, w, h, focal=1150, eye_height=165, horizon=0.50)
    top, foot = view.at(0, _CEILING, _BACK)[1], view.at(0, 0, _BACK)[1]
    view.level(-_SIDE, _SIDE, 50, _BACK, _CEILING, shader=down(0, top, ["#4f3c36", "#8a6854"]))
    for x in range(-360, 361, 120):
        view.face(
            [
                (x - 14, _CEILING - 8, 60),
                (x + 14, _CEILING - 8, 60),
                (x + 14, _CEILING - 8, _BACK),
                (x - 14, _CEILING - 8, _BACK),
            ],
            "#3a2a24",
            0.8,
        )
    view.side(
        -_SIDE, 50, _BACK, 0, _CEILING, shader=across(0, view.at(-_SIDE, 0, _BACK)[0], ["#5f7264", "#9db098"])
    )
    view.side(
        _SIDE, 50, _BACK, 0, _CEILING, shader=across(view.at(_SIDE, 0, _BACK)[0], w, ["#cf9672", "#8a5a44"])
    )
    _bricks(p, view)
    view.front(-_SIDE, _SIDE, 0, _CEILING, _BACK, shader=down(top, foot, ["#d8b48c", "#ecd0a8"]))
    view.level(-_SIDE, _SIDE, 50, _BACK, 0, shader=down(foot, h, ["#c9966a", "#8a5e42", "#4e352a"]))
    for x in range(-400, 401, 50):
        view.line((x, 0, 60), (x, 0, _BACK), "#3a2418", 2, 0.3)
    _counter(p, view)
    for z0, z1 in ((190, 350), (390, 560), (610, 800), (860, 1090)):
        _street_window(p, view, z0, z1)
    for x, z, sheet, _light in (
        (150, 900, p.room, p.shine),
        (-150, 820, p.room, p.shine),
        (190, 620, p.things, p.sparks),
        (-170, 520, p.things, p.sparks),
    ):
        _table(p, view, x, z, sheet)
    for z in (1000, 760, 560, 400):
        for x in (-130, 130):
            _hanging_lamp(p, view, x, z)
    p.lamp(w * 0.5, h * 0.45, 520, "#ffc890", 0.20 + 0.45 * hour.lamps)
    p.lamp(w * 0.05, h * 0.55, 460, hour.sun, 0.45 * hour.sun_strength)


def _bricks(p: Painting, view: Perspective) -> None:
    for z in range(150, int(_BACK), 46):
        for y in range(0, int(_CEILING), 26):
            z0 = z + (13 if (y // 26) % 2 else 0)
            view.side(
                _SIDE - 0.5, z0, z0 + 42, y + 2, y + 24, mix("#a86a4e", "#e0aa84", p.generator.random()), 0.5
            )


def _counter(p: Painting, view: Perspective) -> None:
    for shelf in range(4):
        y = 180 + shelf * 62
        view.front(-300, 300, y - 5, y, _BACK - 4, "#6a4028")
        for k in range(20):
            x, tall = -290 + k * 29, p.generator.uniform(18, 42)
            view.front(x, x + 18, y, y + tall, _BACK - 5, _JARS[p.generator.integers(5)])
    view.block(-330, 140, 0, 112, _BACK - 220, _BACK - 60, "#5f7e6e", "#f0d0a4", "#46604f")
    for k in range(7):
        view.front(-320 + k * 66, -262 + k * 66, 12, 98, _BACK - 221, "#6f9080", 0.7)
    view.front(-60, 60, 112, 172, _BACK - 200, "#c9ccd2")
    view.front(-46, 46, 124, 160, _BACK - 201, "#3a3e48")
    view.front(190, 290, 230, 400, _BACK - 8, "#2a2e2c")
    for k in range(5):
        view.front(
            202, 202 + p.generator.uniform(40, 76), 380 - k * 28, 385 - k * 28, _BACK - 9, "#f4efe2", 0.8
        )


def _street_window(p: Painting, view: Perspective, z0: float, z1: float) -> None:
    hour = p.hour
    corners = [view.at(-_SIDE, y, z) for y, z in ((80, z0), (80, z1), (400, z1), (400, z0))]
    path = path_of(corners)
    low, high = corners[0][1], corners[3][1]
    bright = [mix(c, "#ffffff", 0.2 if hour.sun_strength > 0.5 else 0.0) for c in hour.sky[1:]]
    p.room.drawPath(path, rows(low, ["#000000", "#000000"], high))
    p.shine.save()
    p.shine.clipPath(path, True)
    p.shine.drawPath(path, rows(low, bright, high))
    for _ in range(26):
        x = p.generator.uniform(min(q[0] for q in corners), max(q[0] for q in corners))
        y = low - (low - high) * p.generator.uniform(0, 0.75)
        if hour.is_dark:
            dot(
                p.shine,
                x,
                y,
                p.generator.uniform(5, 18),
                ("#ffb36b", "#ff7ab0", "#6fd0ff")[p.generator.integers(3)],
                0.6,
                blur=2,
            )
        else:
            green = mix(("#8fc48a", "#b8dc9a", "#6aa878")[p.generator.integers(3)], hour.haze, 0.15)
            dot(p.shine, x, y, p.generator.uniform(10, 50), green, 0.7, blur=5)
    p.shine.restore()
    middle = (z0 + z1) / 2
    for sheet, colour in ((p.room, "#3a2a24"), (p.shine, "#000000")):
        sheet.drawPath(path, stroke(colour, max(3, 5000 / z0)))
        sheet.drawLine(
            *view.at(-_SIDE, 80, middle), *view.at(-_SIDE, 400, middle), stroke(colour, max(2, 3200 / z0))
        )
    near, far = view.at(-60, 0, z0 * 0.86), view.at(-60, 0, z1 * 0.86)
    patch = [view.at(-_SIDE, 0, z1), far, near, view.at(-_SIDE, 0, z0)]
    shaft(p.shine, patch, hour.sun, 0.26 * hour.sun_strength, 10)
    shaft(p.shine, [corners[3], corners[2], far, near], hour.sun, 0.06 * hour.sun_strength, 18)


def _table(p: Painting, view: Perspective, x: float, z: float, sheet) -> None:  # type: ignore[no-untyped-def]
    tx, ty = view.at(x, 74, z)
    r = view.size(62, z)
    bx, by = view.at(x, 0, z)
    shadow(sheet, bx, by, r * 0.9, r * 0.16)
    sheet.drawRect(skia.Rect(tx - r * 0.06, ty, tx + r * 0.06, by), fill("#3a2a24"))
    sheet.drawOval(skia.Rect(tx - r, ty - r * 0.16, tx + r, ty + r * 0.20), fill("#5a3826"))
    sheet.drawOval(
        skia.Rect(tx - r, ty - r * 0.2, tx + r, ty + r * 0.14),
        columns(tx - r, tx + r, ["#e8bd8a", "#a8744c"]),
    )
    sheet.drawRoundRect(
        skia.Rect(tx - r * 0.14, ty - r * 0.26, tx + r * 0.10, ty - r * 0.02), 5, 5, fill("#ffffff")
    )
    for side in (-1, 1):
        cx, cy = view.at(x + side * 78, 46, z + 20)
        wide = view.size(26, z)
        sheet.drawRect(skia.Rect(cx - wide * 0.9, cy - wide * 2.0, cx + wide * 0.9, cy), fill("#6a4834"))
        sheet.drawRect(
            skia.Rect(cx - wide * 0.7, cy - wide * 1.8, cx + wide * 0.7, cy - wide * 0.6), fill("#8a6248")
        )
        for leg in (-0.8, 0.8):
            sheet.drawRect(
                skia.Rect(cx + leg * wide - 3, cy, cx + leg * wide + 3, cy + view.size(46, z)),
                fill("#3a2820"),
            )


def _hanging_lamp(p: Painting, view: Perspective, x: float, z: float) -> None:
    px, py = view.at(x, 380, z)
    p.room.drawLine(*view.at(x, _CEILING, z), px, py, stroke("#1a1412", max(1.5, 2000 / z)))
    s = view.size(28, z)
    p.room.drawPath(
        path_of([(px - s * 0.3, py), (px + s * 0.3, py), (px + s, py + s * 0.8), (px - s, py + s * 0.8)]),
        fill("#3f4a46"),
    )
    level = 0.30 + 0.55 * p.hour.lamps
    glow(p.shine, px, py + s * 0.9, s * 4.0, "#ffc070", 0.7 * level)
    p.shine.drawOval(
        skia.Rect(px - s * 0.4, py + s * 0.6, px + s * 0.4, py + s * 1.2), fill("#fff6dc", level + 0.15)
    )
