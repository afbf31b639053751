"""A court of law in dark wood → a painting."""

from __future__ import annotations

import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import fill, stroke
from reelwright.stage.places.motifs import shaft, sky
from reelwright.stage.places.painting import Painting, across, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BACK, _SIDE, _CEILING = 1250.0, 460.0, 720.0


def courtroom(p: Painting) -> None:
    """The judge's bench under an emblem, tall windows at the sides, rows of benches."""
    w, h, hour = p.width, p.height, p.hour
    sky(p.sky, p.width, hour, h * 0.6, p.seed)
    view = Perspective(p.room, w, h, focal=1150, eye_height=165, horizon=0.53)
    top, foot = view.at(0, _CEILING, _BACK)[1], view.at(0, 0, _BACK)[1]
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top, ["#a8987f", "#ece0c8"]))
    view.level(-_SIDE, _SIDE, 60, _BACK, 0, shader=down(foot, h, ["#a87c58", "#7a5640", "#4c362c"]))
    view.level(-80, 80, 60, _BACK, 1, shader=down(foot, h, ["#8a3038", "#6a222c", "#481820"]))
    for sign in (-1, 1):
        near, far = view.at(sign * _SIDE, 0, 200)[0], view.at(sign * _SIDE, 0, _BACK)[0]
        view.side(sign * _SIDE, 60, _BACK, 0, _CEILING, shader=across(near, far, ["#a08868", "#e4d2b0"]))
        view.side(sign * (_SIDE - 1), 60, _BACK, 0, 190, shader=across(near, far, ["#5a3826", "#94643f"]))
        for z in range(220, 1250, 90):
            view.side(sign * (_SIDE - 2), z, z + 66, 26, 168, "#4a2c1e", 0.5)
        for z0, z1 in ((330, 470), (560, 740), (840, 1080)):
            _tall_window(p, view, sign, z0, z1)
    view.front(-_SIDE, _SIDE, 0, _CEILING, _BACK, shader=down(top, foot, ["#d8c4a0", "#b08a60"]))
    view.front(
        -_SIDE, _SIDE, 0, 420, _BACK - 1, shader=down(view.at(0, 420, _BACK)[1], foot, ["#8a5c3c", "#5c3a28"])
    )
    for x in range(-440, 441, 110):
        view.front(x - 46, x + 46, 40, 400, _BACK - 2, "#6a4430", 0.8)
        view.front(x - 52, x - 46, 0, 420, _BACK - 2, "#b08058", 0.7)
    _bench(p, view)
    _pews(p, view)
    p.lamp(w * 0.5, h * 0.42, 520, "#ffe0b0", 0.18 + 0.5 * hour.lamps)
    p.lamp(0, h * 0.5, 480, hour.sun, 0.36 * hour.sun_strength)


def _tall_window(p: Painting, view: Perspective, sign: int, z0: float, z1: float) -> None:
    x, hour = sign * (_SIDE - 3), p.hour
    path = view.outline([(x, 230, z0), (x, 600, z0), (x, 650, (z0 + z1) / 2), (x, 600, z1), (x, 230, z1)])
    high, low = view.at(x, 640, z0)[1], view.at(x, 230, z0)[1]
    p.room.drawPath(path, fill("#000000"))
    share = 0.1 if not hour.is_dark else 0.3
    p.shine.drawPath(path, rows(low, [mix(c, "#000000", share) for c in hour.sky[1:]], high))
    for sheet, colour in ((p.room, "#6a4a34"), (p.shine, "#000000")):
        sheet.drawPath(path, stroke(colour, max(3, 5200 / z0)))
        for y in (340, 460, 580):
            sheet.drawLine(*view.at(x, y, z0), *view.at(x, y, z1), stroke(colour, max(2, 2400 / z0)))
        m = (z0 + z1) / 2
        sheet.drawLine(*view.at(x, 230, m), *view.at(x, 640, m), stroke(colour, max(2, 2400 / z0)))
    if sign < 0:
        beam = [view.at(x, 640, z0), view.at(x, 640, z1), view.at(60, 0, z1 * 0.9), view.at(60, 0, z0 * 0.9)]
        shaft(p.shine, beam, hour.sun, 0.10 * hour.sun_strength, 20)
        patch = [
            view.at(-300, 0, z1),
            view.at(60, 0, z1 * 0.9),
            view.at(60, 0, z0 * 0.9),
            view.at(-300, 0, z0),
        ]
        shaft(p.shine, patch, hour.sun, 0.16 * hour.sun_strength, 12)


def _bench(p: Painting, view: Perspective) -> None:
    """The raised bench, its three chairs and the emblem of scales above."""
    z = _BACK - 190
    for x, tall in ((-150, 290), (0, 350), (150, 290)):
        view.front(x - 44, x + 44, 150, tall, z + 90, "#4a1f24")
        view.front(x - 36, x + 36, 160, tall - 12, z + 89, "#8a3a40")
    view.block(-300, 300, 0, 200, z, z + 90, "#7a4c30", "#b88a5c", "#5a3622")
    view.block(-330, 330, 0, 70, z - 60, z, "#6a4028", "#a87a50", "#4c2e1e")
    for x in range(-270, 271, 90):
        view.front(x - 36, x + 36, 88, 186, z - 1, "#94623e")
        view.front(x - 28, x + 28, 98, 176, z - 2, "#6a4028")
    view.front(-306, 306, 196, 206, z - 3, "#d8a868")
    cx, cy = view.at(0, 500, _BACK - 3)
    r = view.size(74, _BACK)
    c = p.room
    for size, colour in ((1.0, "#8a6030"), (0.92, "#f0cc80"), (0.80, "#9a2a2e")):
        dot(c, cx, cy, r * size, colour)
    c.drawRect(skia.Rect(cx - r * 0.03, cy - r * 0.55, cx + r * 0.03, cy + r * 0.5), fill("#f4d890"))
    c.drawRect(skia.Rect(cx - r * 0.5, cy - r * 0.42, cx + r * 0.5, cy - r * 0.36), fill("#f4d890"))
    for sign in (-1, 1):
        px, py = cx + sign * r * 0.45, cy + r * 0.08
        c.drawLine(cx + sign * r * 0.45, cy - r * 0.38, px - r * 0.18, py, stroke("#f4d890", 2))
        c.drawLine(cx + sign * r * 0.45, cy - r * 0.38, px + r * 0.18, py, stroke("#f4d890", 2))
        c.drawOval(skia.Rect(px - r * 0.22, py - r * 0.04, px + r * 0.22, py + r * 0.12), fill("#f4d890"))
    c.drawRect(skia.Rect(cx - r * 0.3, cy + r * 0.48, cx + r * 0.3, cy + r * 0.56), fill("#f4d890"))
    glow(p.shine, cx, cy, r * 3.2, "#ffdc98", 0.18 + 0.22 * p.hour.lamps)
    for sign in (-1, 1):
        lx, ly = view.at(sign * 230, 232, z)
        dot(p.shine, lx, ly, 15, "#fff4d8", 0.4 + 0.6 * p.hour.lamps)
        glow(p.shine, lx, ly, 190, "#ffcf8a", 0.15 + 0.5 * p.hour.lamps)


def _pews(p: Painting, view: Perspective) -> None:
    things = view.on(p.things)
    things.block(-330, -90, 0, 92, 760, 840, "#7a4c30", "#b88658", "#5a3622")
    things.block(90, 330, 0, 92, 760, 840, "#7a4c30", "#b88658", "#5a3622")
    for x in (-210, 210):
        things.block(x - 60, x + 40, 92, 96, 776, 812, "#d8ccb8", "#fffaf0", "#c0b49c")
    for z in (430, 560):
        for sign in (-1, 1):
            a, b = sorted((sign * 110, sign * 460))
            things.block(a, b, 44, 100, z, z + 12, "#6a4028", "#b0805a", "#4c2e1e")
            things.front(a, b, 92, 102, z - 1, "#c4946a")
            things.block(a, b, 40, 46, z - 50, z, "#5a3622", "#94643f", "#4c2e1e")
