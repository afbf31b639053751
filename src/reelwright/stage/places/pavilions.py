"""Halls and galleries of old China, in centimetres → drawn: roofs, brackets, lattices, columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.drawing.canvas import image_of
from reelwright.drawing.colour import Colour, hex_of, mix
from reelwright.drawing.ink import bezier, fill, path_of, spline, stroke, tapered, tapered_many
from reelwright.drawing.text import TextStyle, text_image
from reelwright.stage.places.motifs import lantern
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

Light = Callable[[Colour], Colour]
_MIRRORED = np.array([-1.0, 1.0])


def hall(p: Painting, view: Perspective, z: float, base: float, light: Light) -> None:
    """A hall under two roofs whose columns stand at ``z`` on a terrace ``base`` high; it shines by itself."""
    c = view.canvas
    scale = view.size(1, z)
    x, foot = view.at(0, base, z)
    head, neck = base + 300, base + 460
    _front_wall(p, view, z, base, head, light)
    _body(p, view, z, neck - 40, neck + 96, light)
    _roof(c, x, view.at(0, neck, z)[1], (330 * scale, 530 * scale), 176 * scale, light)
    _brackets(view, z - 4, 395, neck + 74, neck + 100, 30, light)
    _roof(c, x, view.at(0, neck + 300, z)[1], (230 * scale, 430 * scale), 214 * scale, light)
    _ridge(c, x, view.at(0, neck + 300, z)[1], 230 * scale, light)
    _plaque(view, z - 6, neck + 34, light)
    glow(p.shine, x, (foot + view.at(0, head, z)[1]) / 2, 560, "#ff9a48", 0.40 * p.hour.lamps)
    glow(p.shine, x, view.at(0, neck + 60, z)[1], 420, "#ff9a48", 0.26 * p.hour.lamps)


def _front_wall(p: Painting, view: Perspective, z: float, base: float, head: float, light: Light) -> None:
    """Doors of lattice behind a row of red columns, a painted beam and brackets above them."""
    c, half = view.canvas, 400.0
    top, foot = view.at(0, head, z)[1], view.at(0, base, z)[1]
    view.front(-half, half, base, head, z, shader=down(top, foot, [light(k) for k in ("#6a2024", "#9c3832")]))
    bay = half * 2 / 7
    for k in range(7):
        x = -half + bay * k + bay / 2
        for side in (-1, 1):
            a, b = sorted((x + side * 2, x + side * (bay / 2 - 13)))
            _door(p, view, a, b, base + 6, head - 46, z, light)
    _brackets(view, z - 2, half + 8, head - 4, head + 30, 42, light)
    view.front(-half - 8, half + 8, head - 40, head - 4, z - 2, light("#2c6a74"))
    view.front(-half - 8, half + 8, head - 8, head - 3, z - 3, light("#e8b45a"))
    view.front(-half - 8, half + 8, head - 41, head - 37, z - 3, light("#e8b45a"))
    for k in range(21):
        x = -half + 40 * k
        view.face(
            [
                (x - 11, head - 22, z - 3),
                (x, head - 31, z - 3),
                (x + 11, head - 22, z - 3),
                (x, head - 13, z - 3),
            ],
            light(("#e8b45a", "#c8483c", "#5aa890")[k % 3]),
            0.9,
        )
    shade = light("#180818")
    view.front(-half, half, head - 90, head - 36, z - 4, shader=None, colour=shade, alpha=0.30, blur=9)
    for k in range(8):
        x = -half + bay * k
        a, b = view.at(x - 11, 0, z - 8)[0], view.at(x + 11, 0, z - 8)[0]
        reds = [light(k) for k in ("#5a141c", "#c83c34", "#f0705a", "#8a2226", "#4a1018")]
        c.drawRect(skia.Rect(a, top + 12, b, foot), columns(a, b, reds, [0, 0.35, 0.55, 0.8, 1]))
        c.drawRect(
            skia.Rect(a - 4, foot - 9, b + 4, foot),
            columns(a - 4, b + 4, [light("#8c8490"), light("#f4ece4"), light("#7c7480")]),
        )
    for k in range(7):
        px, py = view.at(-half + bay * (k + 0.5), head - 66, z - 10)
        lantern(c, p.shine, px, py, 17, p.hour.lamps, light=light)


def _door(
    p: Painting, view: Perspective, x0: float, x1: float, y0: float, y1: float, z: float, light: Light
) -> None:
    """A leaf of a door: paper behind a lattice above, a carved panel below."""
    c, level = view.canvas, p.hour.lamps
    (a, top), (b, low) = view.at(x0, y1, z), view.at(x1, y0, z)
    waist = top + (low - top) * 0.66
    paper = mix(light("#f0dcb4"), "#ffc468", level)
    c.drawRect(skia.Rect(a, top, b, low), fill(light("#8a2a2a")))
    pane = skia.Rect(a + 3, top + 3, b - 3, waist)
    c.drawRect(
        pane,
        rows(waist, [mix(paper, light("#a86a40"), 0.22), paper, mix(paper, "#ffeab0", 0.55 * level)], top),
    )
    p.shine.drawRect(pane, fill("#ff9430", 0.30 * level))
    p.shine.drawRect(pane, fill("#ff9a40", 0.26 * level, blur=8))
    lattice = skia.Path()
    for k in range(1, 4):
        x = a + (b - a) * k / 4
        lattice.addRect(skia.Rect(x - 0.9, top, x + 0.9, waist))
    rows_of_lattice = max(3, round((waist - top) / 13))
    for k in range(1, rows_of_lattice):
        y = top + (waist - top) * k / rows_of_lattice
        lattice.addRect(skia.Rect(a, y - 0.9, b, y + 0.9))
    c.drawPath(lattice, fill(mix(light("#8a3430"), "#8a3418", 0.5 * level), 0.75))
    c.drawRect(skia.Rect(a + 5, waist + 6, b - 5, low - 5), stroke(light("#d8a050"), 1.6, 0.85))


def _body(p: Painting, view: Perspective, z: float, y0: float, y1: float, light: Light) -> None:
    """The storey between the roofs: red boards and a row of small lit windows."""
    top, low = view.at(0, y1, z)[1], view.at(0, y0, z)[1]
    view.front(-320, 320, y0, y1, z, shader=down(top, low, [light("#4a1a22"), light("#a03a34")]))
    for k in range(12):
        x = -308 + 51.5 * k
        if abs(x + 24) > 90:
            _door(p, view, x, x + 40, y0 + 40, y1 - 24, z - 1, light)


def _brackets(
    view: Perspective, z: float, half: float, y0: float, y1: float, count: int, light: Light
) -> None:
    """The bracket sets under an eave: a dark band with rows of small painted blocks."""
    view.front(-half, half, y0, y1, z, light("#241a34"))
    blues, golds = skia.Path(), skia.Path()
    step = 2 * half / count
    for k in range(count):
        x = -half + step * (k + 0.5)
        for low, high, wide in ((0.0, 0.34, 0.18), (0.34, 0.66, 0.30), (0.66, 1.0, 0.42)):
            (a, top), (b, foot) = (
                view.at(x - step * wide, y0 + (y1 - y0) * high, z),
                view.at(x + step * wide, y0 + (y1 - y0) * low, z),
            )
            blues.addRect(skia.Rect(a, top, b, foot))
            golds.addRect(skia.Rect(a, top, b, top + 1.4))
    view.canvas.drawPath(blues, fill(light("#3a7c8c")))
    view.canvas.drawPath(golds, fill(light("#f0c878"), 0.9))


def _roof(c: Any, x: float, y: float, halves: tuple[float, float], high: float, light: Light) -> None:
    """A sweeping roof with its ridge at ``y``: half as wide as ``halves`` at the ridge and at the eaves,
    ``high`` pixels tall, in rows of glazed tiles."""
    ridge, half = halves
    tip = (x + half * 1.05, y + high * 0.70)
    slope = bezier(
        (x + ridge, y),
        (x + ridge + (half - ridge) * 0.14, y + high * 0.44),
        (x + half * 0.86, y + high * 0.80),
        tip,
    )
    edge = spline(
        [tip, (x + half * 0.93, y + high * 0.90), (x + half * 0.62, y + high * 0.985), (x, y + high)],
        steps=10,
    )
    shape = path_of(np.vstack([[(x, y)], slope, edge, _turned(edge, x)[::-1], _turned(slope, x)[::-1]]))
    tones = [light(k) for k in ("#8a86ac", "#625e92", "#47457a", "#38365e")]
    c.drawPath(shape, rows(y + high, tones, y, [0, 0.34, 0.72, 1]))
    c.save()
    c.clipPath(shape, True)
    share = np.linspace(-1, 1, 57)
    top = np.stack([x + ridge * share, np.full(57, y - 2.0)], 1)
    low = np.stack([x + half * 1.06 * share, y + high * (1.02 - 0.32 * np.abs(share) ** 7)], 1)
    bent = np.stack([x + (ridge + (half - ridge) * 0.36) * share, np.full(57, y + high * 0.5)], 1)
    t = np.linspace(0, 1, 14)[:, None, None]
    lines = ((1 - t) ** 2 * top + 2 * (1 - t) * t * bent + t**2 * low).transpose(1, 0, 2)
    wide = half / 57
    c.drawPath(tapered_many(lines, np.full(57, wide * 1.05), "even"), fill(light("#201e40"), 0.55))
    c.drawPath(
        tapered_many(lines - [wide * 0.55, 0], np.full(57, wide * 0.42), "even"), fill(light("#d8c4d8"), 0.46)
    )
    for k in range(1, 12):
        lap = y + high * (k / 12) ** 0.9
        c.drawPath(
            tapered([(x - half, lap - 3), (x, lap + 3), (x + half, lap - 3)], 1.6, "even"),
            fill(light("#181634"), 0.34),
        )
    c.drawRect(skia.Rect(x, y - 4, x + half * 1.1, y + high), fill(light("#ffd8a8"), 0.10))
    c.restore()
    eave = np.vstack([edge, _turned(edge, x)[::-1][1:]])
    c.drawPath(tapered(eave - [0, -8], 8, "even", count=80), fill(light("#7a2430")))
    c.drawPath(tapered(eave - [0, -2], 7, "even", count=80), fill(light("#e0a850")))
    c.drawPath(tapered(eave - [0, 1], 2.4, "even", count=80), fill(light("#ffe6a8")))
    for px, py in low[1:-1:2]:
        dot(c, px, py - 2, wide * 0.40, light("#f4cc80"), 0.9)
    for side in (slope, _turned(slope, x)):
        c.drawPath(tapered(side, 13, "even"), fill(light("#54507e")))
        c.drawPath(tapered(side - [0, 4], 4, "even"), fill(light("#f0c070")))
        for k in (12, 13, 14, 15):
            dot(c, side[k][0], side[k][1] - 9, 4.2, light("#e8b860"))
        horn = side[-1]
        out = np.sign(horn[0] - x)
        c.drawPath(
            path_of(
                spline(
                    horn + np.array([(-8 * out, 6), (12 * out, -4), (20 * out, -22), (4 * out, -10)]),
                    closed=True,
                )
            ),
            fill(light("#f0c070")),
        )
    c.drawRect(
        skia.Rect(x - ridge - 4, y - 13, x + ridge + 4, y + 5),
        rows(y + 5, [light("#f4d088"), light("#8a5a48")], y - 13),
    )


def _ridge(c: Any, x: float, y: float, half: float, light: Light) -> None:
    """The two dragons that bite the main ridge, and the pearl in its middle."""
    gold = light("#f4c468")
    for side in (-1, 1):
        end = x + side * half
        tail = [(0, 6), (2, -24), (-8, -46), (10, -62), (26, -46), (14, -40), (16, -18), (22, 6)]
        outline = [(end - side * dx + side * 10, y + dy) for dx, dy in tail]
        c.drawPath(path_of(spline(outline, closed=True)), fill(gold))
    dot(c, x, y - 22, 11, gold)
    dot(c, x - 3, y - 25, 4, light("#fff4d0"))


def _plaque(view: Perspective, z: float, y: float, light: Light) -> None:
    """The hall's name in gold on a blue board."""
    c = view.canvas
    (a, top), (b, low) = view.at(-74, y + 62, z), view.at(74, y - 2, z)
    c.drawRect(
        skia.Rect(a - 7, top - 7, b + 7, low + 7), rows(low, [light("#ffdc90"), light("#a86c34")], top)
    )
    c.drawRect(skia.Rect(a, top, b, low), rows(low, [light("#20305e"), light("#2c4a86")], top))
    size = (low - top) * 0.80
    for k, letter in enumerate("承天殿"):
        rgba, _ = text_image(
            letter, TextStyle(size_px=size * 0.86, weight=700, colour=hex_of(light("#ffdf94")))
        )
        middle = a + (b - a) * (k + 0.5) / 3
        c.drawImage(image_of(rgba), middle - rgba.shape[1] / 2, (top + low) / 2 - rgba.shape[0] / 2)


def _turned(line: NDArray[np.float64], x: float) -> NDArray[np.float64]:
    """The mirror image of a line to the other side of ``x``."""
    return np.asarray(line * _MIRRORED + [2 * x, 0])


def gallery(p: Painting, view: Perspective, side: int, x: float, z0: float, z1: float, bays: int) -> None:
    """A covered way along one side of a court, ``x`` from its middle, from ``z0`` to ``z1``; matt."""
    c = view.canvas
    at, tall = side * x, 300.0
    inner, outer = view.at(at, 0, z0)[0], view.at(at, 0, z1)[0]
    view.side(at + side * 90, z0, z1, 0, tall, shader=across(inner, outer, ["#3a1a20", "#8a3a34"]))
    glow(p.shine, *view.at(at, 150, (z0 + z1) / 2), 360, "#ff9040", 0.20 * p.hour.lamps)
    step = (z1 - z0) / bays
    for k in range(bays - 1, -1, -1):
        near, far = z0 + step * k, z0 + step * (k + 1)
        back = at + side * 88
        view.side(
            back, near + step * 0.18, far - step * 0.18, 90, 235, mix("#d8bc90", "#ffb45c", p.hour.lamps)
        )
        for j in (0.34, 0.5, 0.66):
            view.line(
                (back, 90, near + step * j), (back, 235, near + step * j), "#6a2626", max(1, 1700 / near)
            )
        for y in (126, 162, 198):
            view.line(
                (back, y, near + step * 0.18), (back, y, far - step * 0.18), "#6a2626", max(1, 1500 / near)
            )
    view.level(min(at, at + side * 90), max(at, at + side * 90), z0, z1, 16, "#a89c9c")
    view.side(at, z0, z1, 0, 16, shader=across(inner, outer, ["#8c8288", "#e4d8d4"]))
    for k in range(bays, -1, -1):
        z = z0 + step * k
        a, b = view.at(at - 11, 0, z)[0], view.at(at + 11, 0, z)[0]
        head, foot = view.at(at, tall - 10, z)[1], view.at(at, 14, z)[1]
        lit = (
            ["#5a141c", "#c03a34", "#f07860", "#7a1e24"]
            if side < 0
            else ["#6a1a20", "#b83832", "#8a2428", "#481018"]
        )
        c.drawRect(skia.Rect(a, head, b, foot), columns(a, b, lit))
        view.front(at - 15, at + 15, 14, 30, z, "#cfc4c0")
    view.side(at, z0, z1, tall - 44, tall - 8, "#2c6a74")
    view.side(at - side, z0, z1, tall - 12, tall - 7, "#e8b45a")
    view.side(at - side, z0, z1, tall - 46, tall - 42, "#e8b45a")
    for k in range(bays):
        z = z0 + step * (k + 0.5)
        view.side(at - side, z - step * 0.2, z + step * 0.2, tall - 38, tall - 17, "#c8483c", 0.9)
    eave, ridge = at - side * 56, at + side * 46
    view.face(
        [(eave, tall - 16, z0), (eave, tall - 16, z1), (at, tall + 12, z1), (at, tall + 12, z0)], "#2a1a2c"
    )
    slope = [(eave, tall - 10, z0), (eave, tall - 10, z1), (ridge, tall + 96, z1), (ridge, tall + 96, z0)]
    view.face(slope, shader=across(inner, outer, ["#3c3a60", "#7a76a0"]))
    for k in range(int((z1 - z0) / 13)):
        z = z0 + 13 * k
        view.line((eave, tall - 10, z), (ridge, tall + 96, z), "#1e1c3a", max(1.2, 2600 / z), 0.6)
        view.line((eave, tall - 10, z + 4), (ridge, tall + 96, z + 4), "#c8bcd4", max(0.8, 1100 / z), 0.4)
    view.line((eave, tall - 12, z0), (eave, tall - 12, z1), "#e0a850", 6)
    view.line((eave, tall - 18, z0), (eave, tall - 18, z1), "#7a2430", 4)
    view.line((ridge, tall + 98, z0), (ridge, tall + 98, z1), "#f0c878", 8)
    for k in range(bays):
        z = z0 + step * (k + 0.5)
        px, py = view.at(eave + side * 20, tall - 70, z)
        lantern(c, p.shine, px, py, view.size(17, z), p.hour.lamps)
        if k % 3 == 1:
            p.lamp(px, py + 40, 170, "#ff9448", 0.34 * p.hour.lamps)
