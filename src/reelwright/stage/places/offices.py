"""The chairman's office high above the city → a painting."""

from __future__ import annotations

import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import bezier, fill, path_of, spline, stroke, tapered
from reelwright.stage.places.greenery import pot
from reelwright.stage.places.motifs import (
    city,
    leaves,
    mirror,
    planks,
    rounded,
    shade_corners,
    shadow,
    shaft,
    sky,
)
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BOOKS = ("#8a3b3f", "#d9cdb8", "#3d5568", "#b98d5a", "#6a7a70", "#e8e2d8")
_BACK, _SIDE, _CEILING = 820.0, 255.0, 610.0
_DESK_Z = 500.0


def office(p: Painting) -> None:
    """Glass to a high ceiling, lit shelves to the left, walnut to the right, a desk on a rug before it."""
    w, h, hour = p.width, p.height, p.hour
    view = Perspective(p.room, w, h, focal=1150, eye_height=150, horizon=0.5)
    sky(p.sky, w, hour, h * 0.53, p.seed)
    city(p.outside, w, hour, h * 0.515, p.seed)
    left, floor_y = view.at(-_SIDE, 0, _BACK)
    right, top_y = view.at(_SIDE, _CEILING, _BACK)
    glow(p.outside, w * 0.66, h * 0.47, 520, hour.haze, 0.35)
    view.level(-900, 900, 60, _BACK, 0, shader=down(floor_y, h, ["#a07c62", "#7a5a4a", "#4a3836"]))
    planks(view, 520, _BACK, p.generator, wide=20, dark="#2a1614")
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top_y, ["#b8aea8", "#ece4dc"]))
    _shelves(p, view)
    _walnut(p, view)
    _glass_wall(p, view, left, right, top_y, floor_y)
    _ceiling(p, view)
    shade_corners(view, _SIDE, _BACK, _CEILING, 0.34)
    mirror(p, floor_y, 0.20 + 0.12 * hour.lamps, spread_px=71)
    _rug(p, view)
    _sun(p, view)
    _desk(p, view.on(p.things))
    for side in (-1, 1):
        _guest_chair(p, view, side)
    if hour.lamps > 0.5:
        for x, y in ((0.36, 0.30), (0.70, 0.27)):
            p.life("twinkle", w * x, h * y, 7, "#ff5a5a", "outside")


def _glass_wall(
    p: Painting, view: Perspective, left: float, right: float, top_y: float, floor_y: float
) -> None:
    k: float
    c = p.room
    for k in range(5):
        x = left + (right - left) * k / 4
        wide = 7 if k in (0, 4) else 5
        c.drawRect(
            skia.Rect(x - wide, top_y, x + wide, floor_y),
            columns(x - wide, x + wide, ["#3c4454", "#c4ccd8", "#4a5262"]),
        )
    for y, thick in ((top_y + 5, 12), (top_y + (floor_y - top_y) * 0.24, 5), (floor_y - 6, 9)):
        c.drawRect(
            skia.Rect(left, y - thick, right, y + thick), rows(y + thick, ["#98a2b4", "#4c5466"], y - thick)
        )
    for k in (0.10, 0.46, 0.72):
        x, wide = left + (right - left) * k, 64
        streak = [(x, top_y), (x + wide, top_y), (x + wide - 170, floor_y), (x - 170, floor_y)]
        shaft(p.shine, streak, "#ffffff", 0.05, 4)
    for side in (-1, 1):
        x0 = left if side < 0 else right - 74
        for k in range(7):
            x = x0 + k * 10.6
            c.drawRect(
                skia.Rect(x, top_y + 12, x + 11, floor_y - 8),
                columns(x, x + 11, ["#f2e6d6", "#c8b4a0", "#8a7468"]),
            )
    # A low cabinet under the glass, with what a chairman has been given.
    view.block(-170, 172, 0, 46, _BACK - 46, _BACK - 6, "#6a4636", "#a87c5c", "#4c3028")
    for x in range(-160, 170, 66):
        view.front(x, x + 60, 5, 40, _BACK - 47, "#7c5440")
        view.front(x + 26, x + 34, 21, 23, _BACK - 48, "#e8c27a")
    for x, tall, tone in ((-140, 34, "#d8b060"), (-116, 22, "#8fb0c8"), (128, 30, "#e8e0d4")):
        px, foot = view.at(x, 46, _BACK - 30)
        r = view.size(tall * 0.24, _BACK)
        top = view.at(x, 46 + tall, _BACK - 30)[1]
        vase = spline(
            [
                (px - r * 0.5, foot),
                (px - r, (foot + top) / 2),
                (px - r * 0.4, top),
                (px + r * 0.4, top),
                (px + r, (foot + top) / 2),
                (px + r * 0.5, foot),
            ]
        )
        c.drawPath(
            path_of(vase),
            columns(px - r, px + r, [mix(tone, "#241418", 0.5), tone, mix(tone, "#241418", 0.4)]),
        )


def _shelves(p: Painting, view: Perspective) -> None:
    """The left wall: shelves with books and a warm light under each board."""
    c, g, lamps = p.room, p.generator, p.hour.lamps
    a, b = view.at(-_SIDE, 0, 430)[0], view.at(-_SIDE, 0, _BACK)[0]
    view.side(-_SIDE, 60, _BACK, 0, _CEILING, shader=across(a, b, ["#4a342c", "#8a6450"]))
    level = 0.30 + 0.62 * lamps
    for shelf in range(8):
        y = 66 + shelf * 62
        for bay in range(4):
            z0 = 420 + bay * 98
            niche = mix("#5a3c2e", "#ffcf90", 0.26 + 0.40 * lamps)
            view.side(
                -_SIDE + 1,
                z0 + 4,
                z0 + 92,
                y,
                y + 56,
                shader=down(
                    view.at(0, y + 56, z0 + 50)[1],
                    view.at(0, y, z0 + 50)[1],
                    [niche, mix("#3a2620", niche, 0.45)],
                ),
            )
            z = z0 + 8.0
            kind = int(g.integers(5))
            while kind > 0 and z < z0 + (84 if kind > 1 else 50):
                thick, tall = g.uniform(4.5, 9), g.uniform(0.58, 0.86) * 56
                book = _BOOKS[int(g.integers(6))]
                view.side(-_SIDE + 2, z, z + thick - 0.8, y, y + tall, book)
                view.side(-_SIDE + 2, z, z + 1.4, y, y + tall, "#000000", 0.22)
                z += thick
            if kind < 2:
                px, py = view.at(-_SIDE + 3, y, z0 + (48 if kind == 0 else 72))
                r = view.size(13, z0 + 50)
                c.drawOval(
                    skia.Rect(px - r * 0.6, py - r * 2, px + r * 0.6, py),
                    columns(px - r, px + r, ["#6a4a30", "#f0d8a8", "#7a5638"]),
                )
            strip = view.on(p.shine)
            strip.side(-_SIDE + 3, z0 + 6, z0 + 90, y + 53, y + 56, "#ffd9a0", level)
    for bay in range(5):
        z = 418 + bay * 98
        view.side(-_SIDE + 4, z - 3, z + 3, 0, _CEILING, "#3a2620")
    for shelf in range(9):
        view.side(-_SIDE + 5, 410, _BACK, 60 + shelf * 62, 66 + shelf * 62, "#9a7256")
    view.side(-_SIDE + 4, 410, _BACK, 0, 60, "#6a4838")
    lx, ly = view.at(-_SIDE, 260, 560)
    p.lamp(lx + 30, ly, 260, "#ffb872", 0.42 * lamps)
    glow(p.shine, lx, ly, 420, "#ffb060", 0.10 * lamps)


def _walnut(p: Painting, view: Perspective) -> None:
    """The right wall: slats of walnut, a large picture in its own light."""
    lamps = p.hour.lamps
    a, b = view.at(_SIDE, 0, _BACK)[0], view.at(_SIDE, 0, 430)[0]
    view.side(_SIDE, 60, _BACK, 0, _CEILING, shader=across(a, b, ["#9c7458", "#6c4a3a"]))
    for z in range(424, int(_BACK), 11):
        view.side(_SIDE - 0.5, z, z + 4, 14, _CEILING, "#2a1814", 0.42)
        view.side(_SIDE - 0.5, z + 4, z + 5.4, 14, _CEILING, "#ffd8b0", 0.16)
    view.side(_SIDE - 1, 60, _BACK, 0, 14, "#3a2620")
    z0, z1, y0, y1 = 560.0, 716.0, 172.0, 372.0
    view.side(_SIDE - 1, z0 - 8, z1 + 10, y0 - 14, y1 + 4, "#000000", 0.35, blur=6)
    view.side(_SIDE - 2, z0 - 5, z1 + 5, y0 - 5, y1 + 5, "#d8b070")
    view.side(_SIDE - 3, z0, z1, y0, y1, "#f0e8da")
    art = view.on(p.room)
    for points, colour in (
        (((0.0, 0.62), (0.3, 0.72), (0.62, 0.5), (1.0, 0.66), (1.0, 0.0), (0.0, 0.0)), "#7c94a4"),
        (((0.0, 0.42), (0.36, 0.5), (0.7, 0.30), (1.0, 0.42), (1.0, 0.0), (0.0, 0.0)), "#3c566c"),
        (((0.0, 0.20), (0.4, 0.26), (0.8, 0.12), (1.0, 0.2), (1.0, 0.0), (0.0, 0.0)), "#22344a"),
    ):
        art.face(
            [(_SIDE - 4, y0 + 8 + (y1 - y0 - 16) * v, z1 - 6 - (z1 - z0 - 12) * u) for u, v in points], colour
        )
    sx, sy = view.at(_SIDE - 4, y0 + 150, z0 + 56)
    dot(p.room, sx, sy, 15, "#e08a4a")
    px, py = view.at(_SIDE - 20, y1 + 40, (z0 + z1) / 2)
    glow(p.shine, px, py + 60, 260, "#ffc988", 0.16 + 0.34 * lamps)
    p.lamp(px - 10, py + 170, 210, "#ffc488", 0.16 + 0.52 * lamps)


def _ceiling(p: Painting, view: Perspective) -> None:
    """A sunk panel with light around its edge and three small spots."""
    lamps = p.hour.lamps
    level = 0.30 + 0.55 * lamps
    view.level(
        -168, 168, 300, 740, _CEILING, shader=down(0, view.at(0, _CEILING, 740)[1], ["#8a7e7a", "#c8bcb4"])
    )
    light = view.on(p.shine)
    for x0, x1, z0, z1 in ((-174, -160, 296, 744), (160, 174, 296, 744), (-174, 174, 726, 748)):
        light.level(x0, x1, z0, z1, _CEILING - 1, "#fff0d4", level)
        light.level(x0 - 10, x1 + 10, z0, z1, _CEILING - 1, "#ffdcae", level * 0.5, blur=14)
    for z in (470, 590, 700):
        for x in (-80, 80):
            px, py = view.at(x, _CEILING, z)
            r = view.size(9, z)
            p.room.drawOval(skia.Rect(px - r, py - r * 0.5, px + r, py + r * 0.5), fill("#fff6e6"))
            glow(p.shine, px, py, r * 5, "#ffe6c0", 0.26 * level)
    p.lamp(p.width * 0.5, p.height * 0.30, 620, "#ffe2ba", 0.06 + 0.22 * lamps)


def _rug(p: Painting, view: Perspective) -> None:
    """A pale rug with a dark border; it carries the eye to the desk."""
    half, near, far = 158.0, 300.0, 700.0
    top, low = view.at(0, 0, far)[1], view.at(0, 0, near)[1]
    view.level(-half - 5, half + 5, near - 5, far + 6, 0.4, "#120810", 0.40, blur=9)
    view.level(-half, half, near, far, 0.5, shader=down(top, low, ["#a89488", "#d4c2b0", "#bca898"]))
    for inset, wide, colour, alpha in (
        (8, 4, "#4a3a4c", 0.8),
        (17, 1.6, "#8c6a50", 0.7),
        (26, 8, "#6a5468", 0.5),
    ):
        x1, z0, z1 = half - inset, near + inset, far - inset * 1.4
        for x in (-x1, x1 - wide):
            view.level(x, x + wide, z0, z1, 0.6, colour, alpha)
        for z in (z0, z1 - wide):
            view.level(-x1, x1, z, z + wide, 0.6, colour, alpha)
    for z in (378, 470):
        for x in (-80, 0, 80):
            for reach, colour, alpha in ((32, "#8c7468", 0.30), (17, "#6a5468", 0.36)):
                diamond = [(x - reach, 0.6, z), (x, 0.6, z + reach), (x + reach, 0.6, z), (x, 0.6, z - reach)]
                view.face(diamond, colour, alpha)


def _sun(p: Painting, view: Perspective) -> None:
    """The panes of the glass wall lie on the floor as long bright shapes; beams hang in the air."""
    strength, hour = p.hour.sun_strength, p.hour
    for k in range(4):
        x0, x1 = -_SIDE + 127.5 * k + 8, -_SIDE + 127.5 * (k + 1) - 8
        for near, far, lean in ((520, _BACK - 50, 0.36), (236, 506, 0.36)):
            patch = [
                (x0 - (_BACK - far) * lean, 1, far),
                (x1 - (_BACK - far) * lean, 1, far),
                (x1 - (_BACK - near) * lean, 1, near),
                (x0 - (_BACK - near) * lean, 1, near),
            ]
            shaft(p.shine, [view.at(*q) for q in patch], hour.sun, 0.24 * strength, 5)
        beam = [
            view.at(x0, _CEILING - 60, _BACK),
            view.at(x1, _CEILING - 60, _BACK),
            view.at(x1 - 190, 0, 300),
            view.at(x0 - 190, 0, 300),
        ]
        shaft(p.shine, beam, hour.sun, 0.045 * strength, 20)
    p.lamp(p.width * 0.42, view.at(0, 0, 600)[1], 420, hour.sun, 0.30 * strength)


def _desk(p: Painting, view: Perspective) -> None:
    """A walnut desk edged in brass, the high chair behind it, a plant beside it."""
    c, z, lamps = p.things, _DESK_Z, p.hour.lamps
    x, foot = view.at(0, 0, z)
    px, py = view.at(212, 0, 690)
    pot(c, px, py, 96, 110, ("#e4dcd2", "#8c8480"))
    leaves(c, px, py - 104, 300, 17, p.generator, ("#2f5e46", "#4f8a5c", "#264a3a"))
    shadow(c, x, foot + 6, 380, 34, 0.5)
    cx = view.at(8, 0, 590)[0]
    top, low = view.at(0, 142, 590)[1], view.at(0, 60, 590)[1]
    rounded(c, cx - 74, top, 148, low - top, 40, ["#59627c", "#2b3044", "#191c28"])
    rounded(c, cx - 58, top + 12, 116, 34, 15, ["#6a748e", "#3a4158"])
    for k in (-34, 0, 34):
        c.drawLine(cx + k, top + 52, cx + k, low, stroke("#11131c", 2.5, 0.5))
    for k in (-1, 1):
        rounded(c, cx + k * 88 - 14, low - 52, 28, 60, 12, ["#4a5268", "#1c202e"])
    view.block(-116, 122, 6, 70, z, z + 84, "#5c3c2e", "#7a523c", "#432a22")
    for a, b in ((-110, -40), (-34, 40), (46, 116)):
        (left, head), (right, base) = view.at(a, 64, z - 1), view.at(b, 12, z - 1)
        c.drawRect(skia.Rect(left, head, right, base), rows(base, ["#84583f", "#5a3a2c"], head))
        c.drawRect(skia.Rect(left, head, right, base), stroke("#3a221a", 2, 0.7))
    view.front(-118, 124, 6, 9, z - 2, "#c89a54")
    view.block(-126, 132, 70, 77, z - 8, z + 92, "#7a503a", "#b98a66", "#4c3026")
    view.front(-126, 132, 70, 71.6, z - 9, "#e8c07a")
    sheen = view.outline([(-60, 77, z + 88), (30, 77, z + 88), (-10, 77, z - 6), (-100, 77, z - 6)])
    c.drawPath(sheen, fill("#fff0d8", 0.22, blur=7))
    _on_the_desk(p, view, z, lamps)


def _on_the_desk(p: Painting, view: Perspective, z: float, lamps: float) -> None:
    """A laptop, papers, a cup and a brass lamp."""
    c = p.things
    view.front(38, 92, 77, 112, z + 40, "#aab2be")
    view.front(40, 90, 79, 110.5, z + 39, "#c8d0da")
    lx, ly = view.at(65, 95, z + 38)
    dot(c, lx, ly, 6, "#f4f8ff", 0.9)
    glow(p.sparks, lx, view.at(65, 116, z + 40)[1], 130, "#7fa8e0", 0.34 * lamps)
    for k in range(4):
        view.level(
            -66 + k, -14 + k, z + 4 + k * 2, z + 36 + k * 2, 77.5 + k * 0.8, ("#d8cec0", "#f8f4ec")[k % 2]
        )
    view.level(-50, -28, z + 12, z + 20, 81, "#4a5a8a", 0.8)
    px, py = view.at(8, 77, z + 12)
    rounded(c, px - 13, py - 28, 26, 28, 6, ["#fffaf4", "#c8bcb4"])
    c.drawOval(skia.Rect(px + 9, py - 23, px + 22, py - 8), stroke("#e8ded6", 4))
    p.life("steam", px, py - 30, 62, "#ffffff", "things")
    px, py = view.at(-98, 77, z + 40)
    c.drawOval(skia.Rect(px - 26, py - 6, px + 26, py + 7), fill("#c89a54"))
    arm = bezier((px, py), (px - 26, py - 60), (px - 10, py - 104), (px + 40, py - 108), count=16)
    c.drawPath(tapered(arm, 6, "even"), fill("#d8ac64"))
    shade = [(px + 16, py - 122), (px + 66, py - 122), (px + 84, py - 86), (px - 2, py - 86)]
    green = [mix("#2c5a48", "#7ad0a0", 0.35 * lamps), mix("#1c3c30", "#ffe6a8", 0.30 * lamps)]
    c.drawPath(path_of(shade), rows(py - 86, green, py - 122))
    c.drawRect(skia.Rect(px - 2, py - 88, px + 84, py - 84), fill(mix("#c89a54", "#fff0c0", lamps)))
    cone = [(px - 2, py - 84), (px + 84, py - 84), (px + 170, py + 20), (px - 70, py + 20)]
    p.sparks.drawPath(path_of(cone), fill("#ffc880", 0.16 * lamps, blur=12))
    glow(p.sparks, px + 40, py - 74, 190, "#ffb868", 0.46 * lamps)
    p.lamp(px + 50, py - 10, 270, "#ffb468", 0.85 * lamps)


def _guest_chair(p: Painting, view: Perspective, side: int) -> None:
    """A leather armchair that waits before the desk, seen from behind at the edge of the frame."""
    c, z = p.things, 372.0
    x, foot = view.at(side * 136, 0, z)
    wide, high = view.size(40, z), view.size(82, z)
    shadow(c, x, foot, wide * 1.35, 30, 0.5)
    for k in (-0.72, 0.72):
        leg = [(x + wide * k, foot - high * 0.22), (x + wide * k * 1.08, foot)]
        c.drawPath(tapered(leg, 12, "out"), fill("#2a1c18"))
    for k in (-1, 1):
        rounded(
            c,
            x + wide * k - wide * 0.24,
            foot - high * 0.72,
            wide * 0.48,
            high * 0.56,
            26,
            ["#b07a54", "#6a4230"],
        )
    rounded(c, x - wide * 0.92, foot - high, wide * 1.84, high * 0.82, 46, ["#c08a60", "#8a5a40", "#4c2e26"])
    rounded(c, x - wide * 0.72, foot - high * 0.92, wide * 1.44, high * 0.20, 20, ["#d8a478", "#a06c4c"])
    seam = spline(
        [(x - wide * 0.8, foot - high * 0.62), (x, foot - high * 0.58), (x + wide * 0.8, foot - high * 0.62)]
    )
    c.drawPath(tapered(seam, 3, "both"), fill("#3a2018", 0.6))
