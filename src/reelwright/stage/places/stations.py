"""A departure hall → a painting."""

from __future__ import annotations

import skia

from reelwright.drawing.canvas import image_of
from reelwright.drawing.colour import mix, multiply
from reelwright.drawing.ink import fill, path_of, spline, stroke
from reelwright.drawing.text import TextStyle, text_image
from reelwright.stage.places.motifs import leaves, mirror, rounded, shade_corners, shadow, shaft, sky
from reelwright.stage.places.painting import Painting, across, columns, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BACK, _SIDE, _CEILING = 900.0, 300.0, 620.0


def station(p: Painting) -> None:
    """A wall of glass with a plane behind it, a ceiling of wooden ribs, lit shops, seats, a board."""
    w, h, hour = p.width, p.height, p.hour
    view = Perspective(p.room, w, h, focal=1150, eye_height=150, horizon=0.53)
    left, floor_y = view.at(-_SIDE, 0, _BACK)
    right, top_y = view.at(_SIDE, _CEILING, _BACK)
    sky(p.sky, w, hour, floor_y - 60, p.seed)
    _apron(p, view)
    view.level(-900, 900, 60, _BACK, 0, shader=down(floor_y, h, ["#c0c4cc", "#9aa2b0", "#646c7c"]))
    for z in range(90, int(_BACK), 90):
        view.line((-_SIDE, 0, z), (_SIDE, 0, z), "#3c4454", max(0.8, 640 / z), 0.30)
    for x in range(-300, 301, 100):
        view.line((x, 0, 70), (x, 0, _BACK), "#3c4454", 1.4, 0.26)
    _ceiling(p, view)
    for side in (-1, 1):
        _shops(p, view, side)
    _glass(p, left, right, top_y, floor_y)
    shade_corners(view, _SIDE, _BACK, _CEILING, 0.30)
    mirror(p, floor_y, 0.26 + 0.12 * hour.lamps, spread_px=81)
    for k in range(4):
        x0, x1 = -_SIDE + 150.0 * k + 10, -_SIDE + 150.0 * (k + 1) - 10
        near = [(x1 - 130, 1.0, 300.0), (x0 - 130, 1.0, 300.0)]
        patch = [view.at(*q) for q in ((x0, 1.0, _BACK - 40), (x1, 1.0, _BACK - 40), *near)]
        shaft(p.shine, patch, hour.sun, 0.24 * hour.sun_strength, 7)
        shaft(p.shine, [view.at(x0, 500, _BACK), view.at(x1, 500, _BACK), *patch[2:]], hour.sun, 0.04, 22)
    _board(p, view.on(p.things))
    _gate_sign(p, view.on(p.things))
    for depth in (640.0, 440.0):
        _seats(p, view.on(p.things), depth)
    _luggage(p, view.on(p.things))
    p.lamp(w / 2, floor_y - 120, 520, hour.sun, 0.26 * hour.sun_strength)
    p.lamp(w / 2, h * 0.34, 640, "#fff0dc", 0.42 * hour.lamps)


def _apron(p: Painting, view: Perspective) -> None:
    """What is seen through the glass: the field, far lights, a plane at the gate."""
    c, hour = p.outside, p.hour
    light = "#6870a4" if hour.is_dark else hour.ambient
    x, y = view.at(10, 205, _BACK)
    ground = [multiply("#c4c8c8", light), multiply("#9498a4", light)]
    c.drawRect(skia.Rect(0, y + 96, p.width, p.height), rows(p.height * 0.7, ground, y + 96))
    c.drawRect(skia.Rect(0, y + 84, p.width, y + 100), fill(mix(hour.city, hour.haze, 0.5), 0.9))
    for k in range(26):
        glow(c, 20 + k * 46, y + 94, 15, ("#ffd890", "#9fc8ff")[k % 2], 0.8 * hour.lamps)
    white = multiply("#ffffff", light)
    tail = [(x + 258, y - 44), (x + 392, y - 236), (x + 452, y - 236), (x + 408, y - 10)]
    c.drawPath(path_of(tail), rows(y, [multiply("#e8505a", light), multiply("#a82a3c", light)], y - 236))
    body = [
        (x - 400, y + 26),
        (x - 350, y - 34),
        (x - 250, y - 62),
        (x + 300, y - 66),
        (x + 430, y - 22),
        (x + 330, y + 48),
        (x - 300, y + 62),
    ]
    c.drawPath(
        path_of(spline(body, closed=True)), rows(y + 62, [white, white, multiply(white, "#98a4c0")], y - 66)
    )
    c.drawPath(
        path_of([(x - 396, y + 14), (x + 420, y - 10), (x + 414, y - 2), (x - 390, y + 26)]),
        fill(multiply("#c8404a", light)),
    )
    wing = [(x - 90, y + 26), (x + 110, y + 26), (x + 330, y + 150), (x + 250, y + 156)]
    c.drawPath(path_of(wing), rows(y + 150, [multiply(white, "#c4cad8"), multiply(white, "#8490a8")], y + 26))
    rounded(c, x + 60, y + 84, 130, 58, 28, [multiply(white, "#d8dce6"), multiply(white, "#7884a0")])
    pane = "#ffe0a0" if hour.lamps > 0.5 else multiply("#4a5a78", light)
    for k in range(16):
        c.drawRoundRect(skia.Rect(x - 250 + k * 34, y - 34, x - 234 + k * 34, y - 12), 6, 6, fill(pane))
    cockpit = [(x - 366, y - 14), (x - 322, y - 40), (x - 300, y - 22), (x - 340, y - 4)]
    c.drawPath(path_of(cockpit), fill(multiply("#2c3850", light)))
    for k in (-200, 150):
        c.drawRect(skia.Rect(x + k - 4, y + 60, x + k + 4, y + 112), fill(multiply("#4a5060", light)))
        c.drawCircle(x + k, y + 114, 15, fill(multiply("#2a2c38", light)))


def _glass(p: Painting, left: float, right: float, top_y: float, floor_y: float) -> None:
    c = p.room
    for k in range(5):
        x = left + (right - left) * k / 4
        c.drawRect(
            skia.Rect(x - 6, top_y, x + 6, floor_y), columns(x - 6, x + 6, ["#525c6e", "#dfe4ec", "#5a6476"])
        )
    for share in (0.0, 0.27, 0.62, 1.0):
        y = top_y + (floor_y - top_y) * share
        c.drawRect(skia.Rect(left, y - 5, right, y + 5), rows(y + 5, ["#b4bcc8", "#5a6476"], y - 5))
    for share in (0.08, 0.5, 0.78):
        x = left + (right - left) * share
        streak = [(x, top_y), (x + 60, top_y), (x - 110, floor_y), (x - 170, floor_y)]
        shaft(p.shine, streak, "#ffffff", 0.045, 4)


def _ceiling(p: Painting, view: Perspective) -> None:
    """Ribs of pale wood run towards the glass; light lies between every third of them."""
    top = view.at(0, _CEILING, _BACK)[1]
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top, ["#5c4a40", "#a48468"]))
    light = view.on(p.shine)
    for k in range(20):
        x = -_SIDE + 30.0 * k + 6
        view.level(x, x + 15, 60, _BACK, _CEILING - 2, shader=down(0, top, ["#b08c6c", "#ecd0a8"]))
        view.side(x + (15 if x < 0 else 0), 60, _BACK, _CEILING - 16, _CEILING - 2, "#7c5c44")
        if k % 5 == 2:
            light.level(x + 18, x + 27, 60, _BACK, _CEILING - 1, "#fff0d4", 0.22 + 0.6 * p.hour.lamps)
            light.level(
                x + 12, x + 33, 60, _BACK, _CEILING - 1, "#ffdca8", 0.12 + 0.26 * p.hour.lamps, blur=10
            )


def _shops(p: Painting, view: Perspective, side: int) -> None:
    """Shop windows along a wall, with their goods and a lit strip above each."""
    at, lamps, g = side * _SIDE, p.hour.lamps, p.generator
    a, b = view.at(at, 0, 430)[0], view.at(at, 0, _BACK)[0]
    view.side(at, 60, _BACK, 0, _CEILING, shader=across(a, b, ["#b8b0ac", "#e8e0d8"]))
    for z0, z1, colour in ((430.0, 560.0, "#c8505c"), (580.0, 710.0, "#3f8a9c"), (730.0, 880.0, "#c89a4a")):
        glass = mix("#6a6064", "#ffe2b4", 0.45 + 0.45 * lamps)
        view.side(at - side, z0, z1, 0, 262, "#54484c")
        view.side(at - side * 2, z0 + 8, z1 - 8, 14, 214, glass)
        for shelf in (40, 92, 146):
            view.side(at - side * 3, z0 + 8, z1 - 8, shelf - 4, shelf, "#7c6454")
            for k in range(6):
                z = z0 + 16 + k * (z1 - z0 - 32) / 6
                tone = ("#c86a6a", "#6a9cb4", "#e8d4a8", "#8aa87c")[int(g.integers(4))]
                view.side(at - side * 3, z, z + 9, shelf, shelf + g.uniform(14, 34), tone)
        view.side(at - side * 4, z0, z1, 222, 256, colour)
        view.on(p.shine).side(at - side * 4, z0 + 14, z1 - 14, 234, 244, "#fff4e0", 0.35 + 0.5 * lamps)
        px, py = view.at(at, 130, (z0 + z1) / 2)
        glow(p.shine, px, py, 210, "#ffc888", 0.10 + 0.26 * lamps)
    view.side(at - side, 60, _BACK, 0, 12, "#4a4448")
    for z in (570.0, 720.0):
        near, far = view.at(at, 0, z - 10)[0], view.at(at, 0, z + 10)[0]
        view.side(at - side * 6, z - 9, z + 9, 0, _CEILING, shader=across(near, far, ["#8c8890", "#f4f0ec"]))


def _board(p: Painting, view: Perspective) -> None:
    """The board of departures, hanging from the ceiling."""
    c, z = p.things, 640.0
    for x in (-110, 110):
        view.line((x, _CEILING, z), (x, 455, z), "#525a68", 5)
    view.front(-168, 168, 346, 462, z, "#10141e")
    view.front(-168, 168, 458, 462, z - 1, "#5a6478")
    for row in range(5):
        y = 444 - row * 20
        for x0, x1, colour in (
            (-156, -112, "#ffd060"),
            (-98, 26, "#e8eef4"),
            (42, 78, "#e8eef4"),
            (92, 152, "#60e0a0"),
        ):
            at = x0 + 0.0
            while at < x1 - 6:
                if p.generator.random() < 0.8:
                    view.front(at, at + 6, y - 10, y, z - 1, colour, 0.9)
                at += 8.5
    bx, by = view.at(0, 404, z)
    glow(p.sparks, bx, by, 330, "#6f9ae0", 0.20 * (0.3 + p.hour.lamps))
    c.drawRect(skia.Rect(*view.at(-168, 462, z), *view.at(168, 346, z)), stroke("#2c3444", 4))


def _gate_sign(p: Painting, view: Perspective) -> None:
    """A yellow sign to the gates."""
    z = 500.0
    for x in (-196, -104):
        view.line((x, _CEILING, z), (x, 288, z), "#525a68", 5)
    (a, top), (b, low) = view.at(-212, 288, z), view.at(-88, 244, z)
    p.things.drawRoundRect(skia.Rect(a, top, b, low), 8, 8, rows(low, ["#ffd84a", "#e0a820"], top))
    rgba, _ = text_image("A12  登机口 →", TextStyle(size_px=(low - top) * 0.42, weight=800, colour="#231c10"))
    p.things.drawImage(image_of(rgba), (a + b - rgba.shape[1]) / 2, (top + low - rgba.shape[0]) / 2)
    glow(p.sparks, (a + b) / 2, (top + low) / 2, 190, "#ffc840", 0.22 * p.hour.lamps)


def _seats(p: Painting, view: Perspective, z: float) -> None:
    """A bench of four seats to each side, on one steel beam."""
    c = p.things
    for side in (-1, 1):
        first, last = sorted((side * 108.0, side * 268.0))
        sx, sy = view.at((first + last) / 2, 0, z)
        shadow(c, sx, sy, view.size(90, z), view.size(8, z), 0.4)
        for x in (first + 14, last - 14):
            view.line((x, 0, z), (x, 36, z), "#8c94a2", view.size(4, z))
        view.front(first, last, 33, 38, z, "#aab2be")
        for k in range(4):
            x = first + 40 * k + 20
            (a, top), (b, low) = view.at(x - 18, 92, z + 20), view.at(x + 18, 44, z + 20)
            rounded(c, a, top, b - a, low - top, 12, ["#6c88b0", "#3c5478", "#2a3c58"])
            view.block(x - 18, x + 18, 38, 45, z - 22, z + 20, "#34496a", "#5c7aa4", "#263650")


def _luggage(p: Painting, view: Perspective) -> None:
    """A suitcase left beside a plant."""
    c, z = p.things, 400.0
    px, foot = view.at(-136, 0, 470)
    leaves(c, px, foot - 120, 230, 13, p.generator)
    rounded(c, px - 52, foot - 128, 104, 128, 16, ["#f0ece6", "#98928e"])
    x, low = view.at(132, 0, z)
    wide, high = view.size(19, z), view.size(56, z)
    shadow(c, x, low, wide * 1.7, 13, 0.45)
    for k in (-0.4, 0.4):
        c.drawRect(
            skia.Rect(x + wide * k - 3, low - high * 1.5, x + wide * k + 3, low - high), fill("#9aa2ae")
        )
    c.drawRoundRect(
        skia.Rect(x - wide * 0.5, low - high * 1.54, x + wide * 0.5, low - high * 1.46), 5, 5, fill("#3c424e")
    )
    rounded(c, x - wide, low - high, wide * 2, high * 0.94, 18, ["#e06a6a", "#b83c4c", "#7c2434"])
    for k in range(1, 5):
        line = x - wide + wide * 2 * k / 5
        c.drawRect(skia.Rect(line - 2, low - high * 0.92, line + 2, low - high * 0.14), fill("#5c1828", 0.5))
    for k in (-0.7, 0.7):
        c.drawCircle(x + wide * k, low - 6, 9, fill("#23252e"))
