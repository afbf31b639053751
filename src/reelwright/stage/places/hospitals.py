"""A private ward of a hospital → a painting."""

from __future__ import annotations

import skia

from reelwright.drawing.colour import mix, multiply
from reelwright.drawing.ink import bezier, fill, path_of, spline, stroke, tapered
from reelwright.stage.places.bedding import Fold, cover
from reelwright.stage.places.greenery import bouquet, foliage
from reelwright.stage.places.motifs import (
    curtain,
    leaves,
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

_BACK, _SIDE, _CEILING = 570.0, 250.0, 330.0
_WINDOW = (-14.0, 206.0, 62.0, 276.0)
_EYE_CM = 105.0


def ward(p: Painting) -> None:
    """A private room: the bed under a panel of wood, its monitor and drip; a wide window over a garden."""
    w, h, hour = p.width, p.height, p.hour
    p.ambient_strength = 0.97 if hour.lamps < 0.6 else 0.95
    view = Perspective(p.room, w, h, focal=1150, eye_height=_EYE_CM, horizon=0.50)
    left, floor_y = view.at(-_SIDE, 0, _BACK)
    right, top_y = view.at(_SIDE, _CEILING, _BACK)
    _garden(p, view)
    view.level(-900, 900, 60, _BACK, 0, shader=down(floor_y, h, ["#dfd6c6", "#c2b6a6", "#978b82"]))
    for x in range(-480, 481, 60):
        view.line((x, 0, 60), (x, 0, _BACK), "#6a5a50", 1.4, 0.22)
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top_y, ["#d3d9d8", "#fbfaf6"]))
    view.side(-_SIDE, 60, _BACK, 0, _CEILING, shader=across(0, left, ["#a9bdb8", "#d3e0da"]))
    view.side(_SIDE, 60, _BACK, 0, _CEILING, shader=across(right, w, ["#dfe6e0", "#a8b8b4"]))
    _back_wall(p, view, top_y, floor_y)
    _head_wall(p, view)
    _ceiling(p, view)
    shade_corners(view, _SIDE, _BACK, _CEILING, 0.26)
    _window_light(p, view)
    mirror(p, floor_y, 0.16)
    _bed(p, view)
    _by_the_bed(p, view)
    _by_the_window(p, view)
    _privacy_curtain(p)


def _garden(p: Painting, view: Perspective) -> None:
    """Treetops and roofs outside, or the town's lights."""
    x: float
    hour = p.hour
    _, foot = view.at(0, 66, _BACK)
    sky(p.sky, p.width, hour, foot - 60, p.seed)
    skyline(
        p.outside,
        p.width,
        foot - 20,
        hour,
        p.seed + 2,
        heights=(60, 250),
        widths=(60, 120),
        nearness=0.3,
        pane=6,
    )

    def light(colour):  # type: ignore[no-untyped-def]
        dim = multiply(colour, "#3c4678" if hour.is_dark else mix(hour.ambient, "#ffffff", 0.3))
        return mix(dim, hour.haze, 0.05 if hour.is_dark else 0.18)

    for x in range(480, 1160, 120):
        foliage(
            p.outside,
            x + p.generator.uniform(-30, 30),
            foot - p.generator.uniform(0, 70),
            96,
            110,
            p.generator,
            dab=13,
            count=260,
            light=light,
            sun=0.5,
        )
    if hour.is_dark:
        x, y = view.at(140, 222, _BACK)
        moon(p.sky, x, y, 40, "#f4f7ff")


def _back_wall(p: Painting, view: Perspective, top_y: float, floor_y: float) -> None:
    x0, x1, y0, y1 = _WINDOW
    wall = down(top_y, floor_y, ["#f3f1e8", "#e2e6dc", "#cfd8ce"])
    around = ((-_SIDE, x0, 0, _CEILING), (x1, _SIDE, 0, _CEILING), (x0, x1, 0, y0), (x0, x1, y1, _CEILING))
    for left, right, low, high in around:
        view.front(left, right, low, high, _BACK, shader=wall)
    view.front(-_SIDE, _SIDE, 0, 9, _BACK - 1, "#8b9a94")
    a, sill = view.at(x0, y0, _BACK)
    b, head = view.at(x1, y1, _BACK)
    c = p.room
    for x in (a, a + (b - a) * 0.36, b):
        c.drawRect(
            skia.Rect(x - 8, head, x + 8, sill), columns(x - 8, x + 8, ["#c2c8c4", "#ffffff", "#aab4b2"])
        )
    for y in (head, head + (sill - head) * 0.27):
        c.drawRect(skia.Rect(a - 8, y - 6, b + 8, y + 6), rows(y + 6, ["#ffffff", "#b4bcba"], y - 6))
    view.block(x0 - 12, x1 + 12, y0 - 7, y0, _BACK - 20, _BACK, "#cfd2c8", "#ffffff", "#bfc6c0")
    # Blinds pulled up, and two curtains drawn aside.
    for k in range(7):
        c.drawRect(skia.Rect(a + 10, head + 8 + k * 9, b - 10, head + 14 + k * 9), fill("#f4f2ea", 0.95))
        c.drawRect(skia.Rect(a + 10, head + 14 + k * 9, b - 10, head + 16 + k * 9), fill("#8a938f", 0.7))
    rail_y = head - 34
    c.drawRoundRect(
        skia.Rect(a - 90, rail_y - 7, b + 74, rail_y + 5),
        5,
        5,
        rows(rail_y + 5, ["#e9e4d8", "#978f84"], rail_y - 7),
    )
    foot = view.at(0, 4, _BACK)[1]
    curtain(c, a - 84, a + 44, rail_y, foot, "#b9cfc2", 3, light="#fff6e4", lit_from=1)
    curtain(c, b - 36, b + 70, rail_y, foot, "#b9cfc2", 5, light="#fff6e4", lit_from=-1)
    p.life("sheer", a + 104, (rail_y + foot) / 2, (foot - rail_y) / 4.4, "#ffffff", "room")


def _head_wall(p: Painting, view: Perspective) -> None:
    """Wooden panels behind the bed with a strip of light, outlets, a picture."""
    x: float
    top, foot = view.at(0, 205, _BACK)[1], view.at(0, 9, _BACK)[1]
    view.front(-_SIDE, -62, 9, 205, _BACK - 2, shader=down(top, foot, ["#c9a27c", "#ab8260"]))
    for k, x in enumerate(range(-250, -62, 38)):
        view.front(x, x + 38, 9, 205, _BACK - 2, "#7a5234" if k % 2 else "#f0d0a8", 0.10)
        view.front(x, x + 1.2, 9, 205, _BACK - 3, "#5a3a26", 0.45)
    view.block(-_SIDE, -62, 118, 130, _BACK - 10, _BACK - 2, "#e8e6dc", "#ffffff", "#c4c4bc")
    for k in range(4):
        view.front(
            -214 + k * 40,
            -202 + k * 40,
            120.5,
            127.5,
            _BACK - 11,
            ("#5aa0c8", "#f4f4f0", "#e8b84a", "#f4f4f0")[k],
        )
    view.block(-_SIDE, -62, 203, 211, _BACK - 12, _BACK - 2, "#f4efe2", "#ffffff", "#d0c8b8")
    level = 0.25 + 0.75 * p.hour.lamps
    strip = view.on(p.shine).front(-_SIDE, -62, 211, 214, _BACK - 6)
    p.shine.drawPath(strip, fill("#ffeccc", level))
    x, y = view.at(-150, 216, _BACK)
    glow(p.shine, x, y, 420, "#ffdfae", 0.50 * level * (0.35 + 0.65 * p.hour.lamps))
    p.lamp(x, y + 20, 330, "#ffd6a0", 0.95 * p.hour.lamps**1.2)
    # A small picture above.
    for k, colour in enumerate(("#8a6444", "#f8f2e4", "#bcd2c4")):
        view.front(-196 + k * 4, -122 - k * 4, 232 + k * 4, 288 - k * 4, _BACK - 3, colour)
    c = p.room
    cx, cy = view.at(-159, 258, _BACK)
    for _ in range(12):
        dx, dy = p.generator.normal(0, 26), p.generator.normal(0, 16)
        dot(
            c,
            cx + dx,
            cy + dy,
            p.generator.uniform(6, 15),
            ("#e8b8b0", "#f2dcb8", "#7fa48c")[p.generator.integers(3)],
            0.85,
        )


def _ceiling(p: Painting, view: Perspective) -> None:
    level = 0.75 if p.hour.lamps < 0.6 else 0.5 if not p.hour.is_dark else 0.08
    for z in (210, 380):
        path = view.outline(
            [(-70, _CEILING, z), (70, _CEILING, z), (70, _CEILING, z + 92), (-70, _CEILING, z + 92)]
        )
        p.room.drawPath(path, fill("#b8c0be"))
        p.shine.drawPath(path, fill("#fffdf2", level))
        p.shine.drawPath(path, fill("#fff6e0", level * 0.4, blur=22))
    rail = [
        (-60, _CEILING - 5, 130),
        (-56, _CEILING - 5, 480),
        (-74, _CEILING - 5, 540),
        (-250, _CEILING - 5, 556),
    ]
    p.room.drawPath(path_of([view.at(*q) for q in rail], closed=False), stroke("#8f9a9a", 6))


def _window_light(p: Painting, view: Perspective) -> None:
    x0, x1, y0, y1 = _WINDOW
    strength, hour = hour_strength(p), p.hour
    split = x0 + (x1 - x0) * 0.36
    for a, b in ((x0 + 5, split - 4), (split + 4, x1 - 5)):
        patch = [
            view.at(a - 70, 0, 470),
            view.at(b - 70, 0, 470),
            view.at(b - 200, 0, 255),
            view.at(a - 200, 0, 255),
        ]
        shaft(p.shine, patch, hour.sun, 0.34 * strength, 6)
        high = [view.at(a, y1, _BACK), view.at(b, y1, _BACK)]
        shaft(p.shine, [*high, patch[2], patch[3]], hour.sun, 0.085 * strength, 24)
    x, y = view.at((x0 + x1) / 2, (y0 + y1) / 2, _BACK)
    glow(p.shine, x, y, 560, hour.sun, 0.16 * strength)
    p.lamp(x, y + 240, 460, hour.sun, 0.42 * strength)


def hour_strength(p: Painting) -> float:
    """How strongly what is outside shines in: less than the sun by night, but seen."""
    return p.hour.sun_strength if not p.hour.is_dark else 0.5


def _bed(p: Painting, view: Perspective) -> None:
    """The bed along the left, its head at the wall; somebody has lain in it."""
    things, c = view.on(p.things), p.things
    x0, x1, head, foot = -232.0, -118.0, 556.0, 352.0
    sx, sy = view.at(-150, 0, 430)
    shadow(c, sx, sy, 330, 60, 0.4)
    things.block(x0 - 4, x1 + 4, 24, 122, head, head + 8, "#c9a27c", "#e8c8a0", "#8a6444")
    things.block(x0, x1, 30, 50, foot, head, "#b9c4c6", "#dfe6e6", "#93a2a6")
    things.block(x0, x1, 50, 64, foot + 2, head, "#f4f2ec", "#ffffff", "#d6dad8")
    for z in (foot + 12, head - 20):
        wx, wy = view.at(x1 - 8, 7, z)
        things.line((x1 - 8, 30, z), (x1 - 8, 12, z), "#8a979c", 9)
        dot(c, wx, wy, view.size(7, z), "#3e484e")
    pillow = [
        (x0 + 10, 66, 546),
        (x1 - 12, 66, 546),
        (x1 - 4, 80, 520),
        (x1 - 14, 88, 496),
        (x0 + 14, 88, 496),
        (x0 + 4, 78, 520),
    ]
    outline = spline([view.at(*q) for q in pillow], closed=True)
    low, high = view.at(0, 64, 500)[1], view.at(0, 92, 540)[1]
    c.drawPath(path_of(outline), rows(low, ["#ffffff", "#eef0f2", "#c4ced4"], high))
    for k in range(3):
        a, b = view.at(x0 + 30 + k * 26, 84, 512), view.at(x0 + 22 + k * 30, 74, 500)
        c.drawPath(tapered([a, b], 9, "both"), fill("#a4b2bc", 0.45, blur=3))
    # The blanket, thrown back at the side, falls over the foot.
    blanket = [
        (x0 - 2, 72, 470),
        (x0 + 40, 76, 478),
        (x1 + 2, 70, 452),
        (x1 + 10, 58, 400),
        (x1 + 12, 34, 352),
        (x1 - 20, 24, 340),
        (x0 + 30, 26, 338),
        (x0 - 10, 36, 346),
    ]
    cover(
        p,
        view,
        blanket,
        ["#c3ddd2", "#9cc4b8", "#76a29c", "#55807f"],
        edge=(0, 66, 350),
        fallen=("#2c5658", 0.16),
        ink=("#3f6c70", "#eefcf4"),
        folds=[
            Fold(
                (x0 + 4 + 15 * k, 74, 462 - 4 * (k % 3)),
                (x0 - 12 + 19 * k, 28, 340),
                (26, 46),
                (-34, -120),
                22,
                12,
            )
            for k in range(9)
        ],
    )
    hem = [
        (x0 - 2, 74, 474),
        (x0 + 40, 78, 482),
        (x1 + 2, 72, 456),
        (x1 + 2, 66, 436),
        (x0 + 44, 72, 458),
        (x0 - 4, 68, 448),
    ]
    c.drawPath(
        path_of(spline([view.at(*q) for q in hem], closed=True)),
        rows(view.at(0, 66, 440)[1], ["#ffffff", "#d3dcdc"], view.at(0, 78, 480)[1]),
    )
    for z in (400, 440, 486):
        things.line((x1 + 2, 52, z), (x1 + 2, 84, z), "#aab6ba", 7)
    things.line((x1 + 2, 84, 396), (x1 + 2, 84, 490), "#e6ecec", 9)
    things.line((x1 + 2, 69, 396), (x1 + 2, 69, 490), "#c9d2d4", 6)


def _by_the_bed(p: Painting, view: Perspective) -> None:
    """The monitor on its arm, the drip, the cabinet with flowers and a glass."""
    y: float
    c, things = p.things, view.on(p.things)
    things.line((-98, 150, 540), (-84, 168, 520), "#98a4aa", 8)
    mx, my = view.at(-82, 172, 515)
    c.drawRoundRect(
        skia.Rect(mx - 92, my - 66, mx + 92, my + 66), 13, 13, rows(my + 66, ["#f2f3ee", "#b4bdbe"], my - 66)
    )
    c.drawRoundRect(
        skia.Rect(mx - 79, my - 54, mx + 79, my + 46), 6, 6, rows(my + 46, ["#0b1a22", "#12303a"], my - 54)
    )
    for row, colour in enumerate(("#5affa0", "#5ad0ff", "#ffd85a")):
        c.drawRect(skia.Rect(mx + 50, my - 42 + row * 28, mx + 70, my - 28 + row * 28), fill(colour, 0.85))
    p.life("beat", mx - 14, my - 4, 128, "#5affa0", "things")
    glow(p.sparks, mx, my, 190, "#4fd0a0", 0.10 + 0.16 * p.hour.lamps)
    things.line((-92, 0, 430), (-92, 246, 430), "#c4ced2", 7)
    for dx in (-18, 18):
        things.line((-92, 4, 430), (-92 + dx, 0, 424), "#98a4aa", 7)
    things.line((-108, 244, 430), (-76, 244, 430), "#c4ced2", 6)
    bx, by = view.at(-104, 241, 430)
    rounded(c, bx - 26, by, 52, 104, 12, ["#fbfdff", "#d9eaf2", "#a9cade"])
    c.drawRoundRect(skia.Rect(bx - 20, by + 40, bx + 20, by + 98), 8, 8, fill("#bfe0f0", 0.8))
    c.drawRect(skia.Rect(bx - 14, by + 18, bx + 14, by + 34), fill("#ffffff", 0.9))
    end = view.at(-126, 74, 440)
    tube = bezier((bx, by + 104), (bx - 4, by + 260), (bx - 50, by + 330), end)
    c.drawPath(tapered(tube, 4, "even"), fill("#eef6fa", 0.9))
    things.block(-98, -56, 0, 66, 500, 548, "#c9a27c", "#efd4b0", "#94704e")
    for y in (10, 38):
        things.front(-95, -59, y, y + 24, 499, "#b58c66")
        things.front(-82, -72, y + 17, y + 20, 498, "#f0e6d4")
    x, y = view.at(-74, 66, 515)
    rounded(c, x - 20, y - 62, 40, 62, 9, ["#eef6f8", "#a8c8d2"])
    bouquet(c, x, y - 58, 86, p.generator, colours=("#ffffff", "#ffe0e2", "#f6a8b4", "#ffe2a0"), count=18)
    gx, gy = view.at(-90, 66, 505)
    c.drawRoundRect(skia.Rect(gx - 10, gy - 34, gx + 10, gy), 4, 4, fill("#dff0f4", 0.75))


def _by_the_window(p: Painting, view: Perspective) -> None:
    """An armchair for whoever keeps watch, with a folded rug; a plant."""
    x: float
    c, things = p.things, view.on(p.things)
    sx, sy = view.at(150, 0, 420)
    shadow(c, sx, sy + 10, 210, 36, 0.4)
    for x in (104, 196):
        things.line((x, 0, 385), (x, 20, 385), "#6a4a34", 12)
    things.block(100, 200, 18, 46, 380, 470, "#6f8f8c", "#93b0aa", "#54736f")
    x0, y0 = view.at(98, 118, 468)
    x1, y1 = view.at(202, 40, 468)
    c.drawRoundRect(skia.Rect(x0, y0, x1, y1), 40, 40, rows(y1, ["#a9c4bc", "#7d9e98", "#5c7d79"], y0))
    x0, y0 = view.at(106, 54, 396)
    x1, y1 = view.at(194, 34, 392)
    c.drawRoundRect(skia.Rect(x0, y0 - 14, x1, y1), 22, 22, rows(y1, ["#b7d0c6", "#7a9b95"], y0 - 14))
    for x in (96, 204):
        a, top = view.at(x - 9, 72, 380)
        b, low = view.at(x + 9, 16, 380)
        c.drawRoundRect(skia.Rect(a, top, b, low), 20, 20, rows(low, ["#b0cac2", "#688985", "#4e6d6a"], top))
    rug = [(182, 74, 376), (214, 76, 376), (216, 26, 372), (196, 22, 372), (180, 34, 374)]
    c.drawPath(
        path_of([view.at(*q) for q in rug]),
        rows(view.at(0, 22, 372)[1], ["#f2d8b8", "#c89a78"], view.at(0, 76, 376)[1]),
    )
    for k in range(3):
        things.front(181, 215, 36 + k * 12, 40 + k * 12, 371, "#b86a58", 0.75)
    x, y = view.at(238, 0, 520)
    rounded(c, x - 42, y - 120, 84, 120, 12, ["#f6f2ea", "#b4aea4"])
    leaves(c, x, y - 118, 190, 13, p.generator)


def _privacy_curtain(p: Painting) -> None:
    """The curtain of the bed, drawn back: it frames the picture at the left."""
    curtain(p.things, -70, 78, p.height * 0.02, p.height * 0.80, "#a9cdbd", 9, light="#ffffff", lit_from=1)
    p.things.drawRect(skia.Rect(-20, p.height * 0.012, 110, p.height * 0.022), fill("#9aa6a6"))
