"""A departure hall → a painting."""

from __future__ import annotations

import skia

from reelwright.drawing.colour import mix, multiply
from reelwright.drawing.ink import fill, path_of, spline
from reelwright.stage.places.motifs import shaft, sky
from reelwright.stage.places.painting import Painting, across, columns, down, glow, rows
from reelwright.stage.places.perspective import Perspective


def station(p: Painting) -> None:
    """A departure hall: a wall of glass with a plane behind it, a board, rows of seats."""
    k: float
    w, h, hour = p.width, p.height, p.hour
    view = Perspective(p.room, w, h, focal=1150, eye_height=165, horizon=0.53)
    back, side, ceiling = 1100.0, 520.0, 640.0
    left, floor_y = view.at(-side, 0, back)
    right, top_y = view.at(side, ceiling, back)
    sky(p.sky, p.width, hour, floor_y - 40, p.seed)
    _plane(p, view, back)
    room = p.room
    view.level(-1200, 1200, 60, back, 0, shader=down(floor_y, h, ["#d4d8de", "#aab2be", "#7c8694"]))
    view.level(-side * 1.3, side * 1.3, 60, back, ceiling, shader=down(0, top_y, ["#b8bec8", "#eef1f4"]))
    for z in (200, 330, 500, 740, 1000):
        view.line(
            (-side * 1.3, ceiling - 4, z), (side * 1.3, ceiling - 4, z), "#7c8694", max(3, 5200 / z), 0.6
        )
        path = view.outline(
            [
                (-300, ceiling - 6, z + 30),
                (300, ceiling - 6, z + 30),
                (300, ceiling - 6, z + 44),
                (-300, ceiling - 6, z + 44),
            ]
        )
        p.shine.drawPath(path, fill("#ffffff", 0.35 + 0.4 * hour.lamps))
    for k in range(7):
        x = left + (right - left) * k / 6
        room.drawRect(
            skia.Rect(x - 6, top_y, x + 6, floor_y), columns(x - 6, x + 6, ["#6a7484", "#e4e9f0", "#6a7484"])
        )
    for k in (0.0, 0.33, 0.66, 1.0):
        y = top_y + (floor_y - top_y) * k
        room.drawRect(skia.Rect(left, y - 5, right, y + 5), fill("#8a94a4"))
    for sign in (-1, 1):
        view.side(
            sign * side,
            60,
            back,
            0,
            ceiling,
            shader=across(
                0 if sign < 0 else right,
                left if sign < 0 else w,
                ["#c0c8d2", "#e6eaee"] if sign < 0 else ["#e6eaee", "#b0bac6"],
            ),
        )
        for z in (420, 640, 900):
            view.side(sign * (side - 1), z, z + 26, 0, ceiling, "#9aa6b4")
    for x in range(-3, 4):
        a, b = view.at(x * 150, 0, back), view.at(x * 150 - 120, 0, 300)
        shaft(
            p.shine,
            [(a[0], a[1]), (a[0] + 120, a[1]), (b[0] + 260, b[1]), b],
            hour.sun,
            0.22 * hour.sun_strength,
            14,
        )
    mirror = view.outline([(-520, 0, 1090), (520, 0, 1090), (520, 0, 300), (-520, 0, 300)])
    p.shine.drawPath(mirror, rows(h * 0.8, [mix(hour.sky[2], "#000000", 0.6), "#000000"], floor_y))
    _board(p, view)
    for z, sheet in ((640, room), (430, p.things)):
        seats = view.on(sheet)
        for sign in (-1, 1):
            for k in range(4):
                x = sign * (120 + k * 62)
                seats.front(x - 27, x + 27, 46, 96, z + 20, "#4a6a8c")
                seats.block(x - 28, x + 28, 38, 46, z - 24, z + 20, "#35506c", "#6488ac", "#2a4058")
                seats.front(x - 2, x + 2, 0, 38, z, "#9aa4b0")
    p.lamp(w / 2, floor_y - 120, 560, hour.sun, 0.3 * hour.sun_strength)
    p.lamp(w / 2, h * 0.3, 700, "#eef4ff", 0.36 * hour.lamps)


def _plane(p: Painting, view: Perspective, back: float) -> None:
    c, hour = p.outside, p.hour
    x, y = view.at(40, 190, back)
    s = 1.0
    white = multiply("#ffffff", "#8088b8" if hour.is_dark else hour.ambient)
    c.drawRect(
        skia.Rect(0, y + 90, p.width, p.height),
        rows(p.height, [multiply("#b8bcc4", hour.ambient), multiply("#8a90a0", hour.ambient)], y + 90),
    )
    body = [
        (x - 330 * s, y + 20),
        (x - 260, y - 34),
        (x + 240, y - 46),
        (x + 330, y - 20),
        (x + 250, y + 44),
        (x - 250, y + 52),
    ]
    c.drawPath(
        path_of([(x + 200, y - 30), (x + 330, y - 190), (x + 380, y - 190), (x + 320, y - 10)]),
        fill(multiply("#c8404a", hour.ambient)),
    )
    c.drawPath(path_of(spline(body, closed=True)), rows(y + 52, [white, multiply(white, "#a8b0c4")], y - 46))
    c.drawPath(
        path_of([(x - 60, y + 20), (x + 90, y + 20), (x + 250, y + 120), (x + 190, y + 124)]),
        fill(multiply(white, "#a0a8bc")),
    )
    for k in range(14):
        colour = "#ffe0a0" if hour.lamps > 0.5 else "#5a6a84"
        c.drawRoundRect(skia.Rect(x - 220 + k * 32, y - 8, x - 206 + k * 32, y + 10), 5, 5, fill(colour))


def _board(p: Painting, view: Perspective) -> None:
    """The board of departures, hanging from the ceiling."""
    x: float
    things = view.on(p.things)
    z = 700.0
    for x in (-150, 150):
        things.line((x, 640, z), (x, 470, z), "#6a7484", 5)
    things.front(-230, 230, 350, 475, z, "#141a26")
    for row in range(5):
        y = 452 - row * 22
        for x0, x1 in ((-214, -150), (-136, 40), (60, 110), (130, 210)):
            colour = ("#ffd060", "#e8eef4", "#e8eef4", "#60e0a0")[(x0 > -200) + (x0 > 0) + (x0 > 100)]
            x = x0 + 0.0
            while x < x1 - 8:
                things.front(x, x + 8, y - 12, y, z - 1, colour, 0.9 if p.generator.random() < 0.8 else 0.0)
                x += 11
    bx, by = view.at(0, 410, z)
    glow(p.sparks, bx, by, 420, "#6f9ae0", 0.22 * (0.3 + p.hour.lamps))
