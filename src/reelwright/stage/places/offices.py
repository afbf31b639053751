"""The chairman's office high above the city → a painting."""

from __future__ import annotations

import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import fill, path_of
from reelwright.stage.places.motifs import city, lamp_shade, leaves, rounded, shadow, shaft, sky
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_BOOKS = ("#8a3b3f", "#d9cdb8", "#3d5568", "#b98d5a", "#6a7a70", "#e8e2d8")
_BACK, _SIDE, _CEILING = 760.0, 330.0, 600.0


def office(p: Painting) -> None:
    """Glass to the ceiling, a wall of books, a heavy desk with its chair."""
    x: float
    y: float
    w, h, hour = p.width, p.height, p.hour
    sky(p.sky, p.width, hour, h * 0.55, p.seed)
    city(p.outside, w, hour, h * 0.53, p.seed)
    view = Perspective(p.room, w, h, focal=1150, eye_height=160, horizon=0.52)
    left, floor_y = view.at(-_SIDE, 0, _BACK)
    right, top_y = view.at(_SIDE, _CEILING, _BACK)
    view.level(-900, 900, 60, _BACK, 0, shader=down(floor_y, h, ["#a88f7c", "#8a7264", "#5d4c4c"]))
    for x in range(-600, 601, 60):
        view.line((x, 0, 60), (x, 0, _BACK), "#3a2a2a", 2, 0.16)
    view.level(-_SIDE, _SIDE, 60, _BACK, _CEILING, shader=down(0, top_y, ["#c8c2c4", "#f4efe9"]))
    _glass_wall(p, left, right, top_y, floor_y)
    _books(p, view)
    view.side(_SIDE, 60, _BACK, 0, _CEILING, shader=across(right, w, ["#d8cec6", "#a0969a"]))
    view.side(_SIDE, 60, _BACK, 0, 16, "#6a5a58")
    for z0, z1 in ((420, 520), (580, 690)):
        view.side(_SIDE - 1, z0, z1, 150, 330, "#4a3a36")
        view.side(_SIDE - 2, z0 + 5, z1 - 5, 157, 323, mix("#c9a27a", "#7e93a8", (z0 - 330) / 250))
        view.side(_SIDE - 3, z0 + 25, z1 - 30, 190, 280, "#f0e2cc", 0.55)
    _ceiling_lights(p, view)
    _sun(p, view, left, right, top_y, floor_y)
    _desk(p)
    p.life("steam", w * 0.58, h * 0.735 - 34, 90, "#ffffff", "things")
    if hour.lamps > 0.5:
        for x, y in ((0.33, 0.33), (0.78, 0.28)):
            p.life("twinkle", w * x, h * y, 7, "#ff5a5a", "outside")


def _glass_wall(p: Painting, left: float, right: float, top_y: float, floor_y: float) -> None:
    k: float
    for k in range(5):
        x = left + (right - left) * k / 4
        paint = columns(x - 8, x + 8, ["#5a6478", "#dfe5ee", "#66708a"])
        p.room.drawRect(skia.Rect(x - 8, top_y, x + 8, floor_y), paint)
    for y, thick in ((top_y, 14), (top_y + (floor_y - top_y) * 0.2, 6), (floor_y, 14)):
        p.room.drawRect(skia.Rect(left, y - thick, right, y + thick * 0.5), fill("#7b8598"))
    for k in (0.08, 0.42, 0.7):
        x, wide = left + (right - left) * k, 90
        streak = [(x, top_y), (x + wide, top_y), (x + wide - 200, floor_y), (x - 200, floor_y)]
        shaft(p.shine, streak, "#ffffff", 0.045, 4)


def _books(p: Painting, view: Perspective) -> None:
    """Shelves along the left wall, in a grid of boards."""
    view.side(
        -_SIDE, 60, _BACK, 0, _CEILING, shader=across(0, view.at(-_SIDE, 0, _BACK)[0], ["#3f312f", "#77604f"])
    )
    for shelf in range(10):
        y = 30 + shelf * 56
        for bay in range(5):
            z0 = 270 + bay * 98
            view.side(-_SIDE + 1, z0, z0 + 90, y, y + 50, "#2b2124")
            z = z0 + 3.0
            while z < z0 + 80:
                thick = p.generator.uniform(4, 9)
                tall = p.generator.uniform(0.55, 0.92) * 50
                if p.generator.random() < 0.78:
                    view.side(-_SIDE + 2, z, z + thick - 0.8, y, y + tall, _BOOKS[p.generator.integers(6)])
                z += thick
            view.side(-_SIDE + 2, z0, z0 + 90, y + 48, y + 53, "#8a6c56")
        if p.hour.lamps > 0.5:
            for z in (320, 420, 520, 620):
                x0, y0 = view.at(-_SIDE + 20, y + 46, z)
                glow(p.shine, x0, y0, 26000 / z, "#ffc47a", 0.28 * p.hour.lamps)


def _ceiling_lights(p: Painting, view: Perspective) -> None:
    level = 0.35 + 0.5 * p.hour.lamps if not p.hour.is_dark else 0.45
    for side in (-170, 170):
        path = view.outline(
            [
                (side - 16, _CEILING, 120),
                (side + 16, _CEILING, 120),
                (side + 16, _CEILING, 740),
                (side - 16, _CEILING, 740),
            ]
        )
        p.shine.drawPath(path, fill("#fff6e6", level))
        p.shine.drawPath(path, fill("#fff0d8", level * 0.5, blur=16))
    p.lamp(p.width * 0.5, p.height * 0.2, 560, "#fff0dc", 0.12 + 0.1 * p.hour.lamps)


def _sun(p: Painting, view: Perspective, left: float, right: float, top_y: float, floor_y: float) -> None:
    strength = p.hour.sun_strength
    for k in range(4):
        x0, x1 = -_SIDE + 165 * k + 14, -_SIDE + 165 * (k + 1) - 14
        patch = [
            view.at(x0, 0, _BACK),
            view.at(x1, 0, _BACK),
            view.at(x1 - 190, 0, 330),
            view.at(x0 - 190, 0, 330),
        ]
        shaft(p.shine, patch, p.hour.sun, 0.30 * strength, 10)
        a, b = left + (right - left) * k / 4, left + (right - left) * (k + 1) / 4
        beam = [(a, top_y), (b, top_y), patch[2], patch[3]]
        shaft(p.shine, beam, p.hour.sun, 0.055 * strength, 22)
    p.lamp(p.width * 0.5, floor_y, 460, p.hour.sun, 0.30 * strength)


def _desk(p: Painting) -> None:
    w, h, c = p.width, p.height, p.things
    y = h * 0.735
    shadow(c, w * 0.5, h * 0.80, 420, 60)
    rounded(c, w * 0.36, h * 0.57, w * 0.25, h * 0.22, 50, ["#3d4458", "#23283a", "#191c28"])
    for k in (0.42, 0.485, 0.55):
        c.drawRect(skia.Rect(w * k - 2, h * 0.585, w * k + 2, h * 0.76), fill("#11131c", 0.5))
    c.drawPath(
        path_of([(w * 0.10, y), (w * 0.98, y), (w * 1.06, y + 60), (w * 0.02, y + 60)]),
        rows(y + 60, ["#a87a5a", "#6a4636"], y),
    )
    c.drawRect(skia.Rect(w * 0.02, y + 60, w * 1.06, y + 86), fill("#4a2f28"))
    c.drawRect(skia.Rect(w * 0.06, y + 86, w * 1.02, h), rows(h, ["#6a4638", "#2a1c20"], y + 86))
    for k in (0.36, 0.68):
        c.drawRect(skia.Rect(w * k - 2, y + 100, w * k + 2, h), fill("#2a1a1a", 0.6))
    _things_on_the_desk(p, y)
    leaves(c, w * 0.95, h * 0.60, 250, 15, p.generator)
    rounded(c, w * 0.885, h * 0.60, 160, 300, 18, ["#d8d2cc", "#8d8890"])


def _things_on_the_desk(p: Painting, y: float) -> None:
    w, c, lamps = p.width, p.things, p.hour.lamps
    c.drawRoundRect(skia.Rect(w * 0.64, y - 165, w * 0.85, y - 10), 8, 8, fill("#20242f"))
    screen = skia.Rect(w * 0.647, y - 157, w * 0.843, y - 20)
    c.drawRect(screen, rows(y - 20, ["#bcd6f4", "#6f93c4"], y - 157))
    c.drawRect(skia.Rect(w * 0.73, y - 12, w * 0.76, y + 14), fill("#2a2e3a"))
    p.sparks.drawRect(screen, fill("#7fa8e0", 0.5 * lamps))
    glow(p.sparks, w * 0.745, y - 90, 260, "#6f9ae0", 0.25 * lamps)
    for k in range(5):
        c.drawRect(
            skia.Rect(w * 0.20 + k * 3, y + 14 - k * 8, w * 0.34 - k * 2, y + 23 - k * 8),
            fill(("#f4efe8", "#dcd3c8")[k % 2]),
        )
    c.drawRoundRect(skia.Rect(w * 0.56, y - 30, w * 0.60, y + 18), 8, 8, fill("#fdf6f0"))
    dot(c, w * 0.606, y - 6, 9, "#e6dcd4")
    c.drawRect(skia.Rect(w * 0.16, y - 150, w * 0.166, y + 20), fill("#caa35f"))
    lamp_shade(c, p.sparks, w * 0.163, y - 205, 58, lamps)
    p.lamp(w * 0.163, y - 60, 330, "#ffb468", 0.85 * lamps)
