"""The inside of a fine car → a painting: quilted leather, a roof of small lights, the city behind glass."""

from __future__ import annotations

from typing import Any

import numpy as np
import skia

from reelwright.drawing.colour import mix, multiply
from reelwright.drawing.ink import bezier, fill, path_of, spline, stroke, tapered
from reelwright.stage.places.motifs import city, rounded, sky
from reelwright.stage.places.painting import Painting, columns, dot, glow, rows

_TAN = ("#e2bb98", "#bd8f6e", "#8a614a", "#543a30")


def car(p: Painting) -> None:
    """The back seat as seen from the front: rear window, side windows, two seats with an armrest."""
    w, h, hour = p.width, p.height, p.hour
    p.ambient_strength = 0.92 if not hour.is_dark else 0.85
    sky(p.sky, w, hour, h * 0.42, p.seed)
    city(p.outside, w, hour, h * 0.37, p.seed)
    for y in (0.395, 0.44):
        p.life("passing", 0, h * y, 64, "#ffcf8a", "outside")
    _shell(p)
    _windows(p)
    _roof(p)
    for k, side in enumerate((-1, 1)):
        _seat(p, w * (0.5 + side * 0.262), side, k)
    _armrest(p)
    _doors(p)
    p.lamp(w * 0.5, h * 0.16, 560, "#ffd8b0", 0.10 + 0.42 * hour.lamps)
    p.lamp(w * 0.5, h * 0.40, 460, hour.sun, 0.40 * hour.sun_strength)
    for x, colour in ((0.0, "#ff7a9a"), (1.0, "#6fb8ff")):
        p.lamp(w * x, h * 0.46, 330, colour, 0.55 * hour.lamps**2)


def _shell(p: Painting) -> None:
    w, h, c = p.width, p.height, p.room
    c.drawRect(
        skia.Rect(0, 0, w, h), rows(h, ["#a59080", "#8d7a6e", "#5c4c48", "#332a2c"], 0, [0, 0.3, 0.55, 1])
    )
    # Headliner: it curves down to the windows.
    roof = [
        (-80, -40),
        (w + 80, -40),
        (w + 80, h * 0.24),
        (w * 0.80, h * 0.215),
        (w * 0.5, h * 0.205),
        (w * 0.20, h * 0.215),
        (-80, h * 0.24),
    ]
    c.drawPath(path_of(spline(roof, closed=True)), rows(h * 0.235, ["#6f6058", "#a8978a", "#d3c3b2"], 0))
    shelf = [(w * 0.10, h * 0.425), (w * 0.90, h * 0.425), (w * 0.96, h * 0.48), (w * 0.04, h * 0.48)]
    c.drawPath(path_of(shelf), rows(h * 0.48, ["#5a4a42", "#2c2426"], h * 0.425))


def _windows(p: Painting) -> None:
    w, h, c = p.width, p.height, p.room
    rear = [
        (w * 0.205, h * 0.262),
        (w * 0.35, h * 0.246),
        (w * 0.5, h * 0.242),
        (w * 0.65, h * 0.246),
        (w * 0.795, h * 0.262),
        (w * 0.845, h * 0.35),
        (w * 0.868, h * 0.418),
        (w * 0.5, h * 0.424),
        (w * 0.132, h * 0.418),
        (w * 0.155, h * 0.35),
    ]
    panes = [spline(rear, closed=True)]
    for side in (-1, 1):
        m = w * 0.5
        quarter = [(0.57, 0.285), (0.445, 0.27), (0.405, 0.40), (0.425, 0.47), (0.57, 0.50)]
        panes.append(spline([(m + side * w * a, h * b) for a, b in quarter], closed=True))
    for number, pane in enumerate(panes):
        path = path_of(pane)
        c.drawPath(path, stroke("#17141a", 34))
        c.drawPath(path, stroke("#4a4246", 24))
        c.drawPath(path, fill("#000000", 1, blend=skia.BlendMode.kClear))
        c.drawPath(path, stroke("#17141a", 9))
        c.drawPath(path, stroke("#e0d2c0", 2.4, 0.8))
        # The glass: a tint, a slanting reflection.
        p.shine.save()
        p.shine.clipPath(path, True)
        for x in (0.26, 0.60):
            streak = [
                (w * x, h * 0.2),
                (w * (x + 0.09), h * 0.2),
                (w * (x - 0.06), h * 0.5),
                (w * (x - 0.15), h * 0.5),
            ]
            p.shine.drawPath(path_of(streak), fill("#ffffff", 0.05, blur=3))
        if number == 0:
            for k in range(9):
                y = h * (0.275 + 0.016 * k)
                p.shine.drawLine(w * 0.14, y, w * 0.86, y, stroke("#ffd0a0", 1.2, 0.10))
        p.shine.restore()
    for side in (-1, 1):
        pillar = [
            (w * (0.5 + side * 0.375), h * 0.21),
            (w * (0.5 + side * 0.39), h * 0.32),
            (w * (0.5 + side * 0.375), h * 0.46),
        ]
        c.drawPath(
            tapered(spline(pillar), 62, "even"),
            columns(
                w * (0.5 + side * 0.375) - 31,
                w * (0.5 + side * 0.375) + 31,
                ["#6a5a52", "#c2b0a0", "#7a6a60"],
            ),
        )
        belt = [
            (w * (0.5 + side * 0.355), h * 0.235),
            (w * (0.5 + side * 0.34), h * 0.36),
            (w * (0.5 + side * 0.40), h * 0.47),
        ]
        c.drawPath(tapered(spline(belt), 30, "even"), fill("#2a2528"))
        c.drawPath(tapered(spline(belt) + np.array([side * 8, 0]), 6, "even"), fill("#6a6064", 0.8))
        c.drawRoundRect(
            skia.Rect(w * (0.5 + side * 0.355) - 20, h * 0.222, w * (0.5 + side * 0.355) + 20, h * 0.244),
            8,
            8,
            fill("#8a7c72"),
        )


def _roof(p: Painting) -> None:
    """Small lights let into the headliner like stars, a lit line along its edge."""
    w, h, level = p.width, p.height, p.hour.lamps
    for _ in range(120):
        x, y = p.generator.uniform(0, w), h * 0.205 * p.generator.random() ** 0.8
        bright = p.generator.uniform(0.2, 1) * level
        dot(p.shine, x, y, p.generator.uniform(1.2, 2.6), "#fff4dc", bright)
        glow(p.shine, x, y, 13, "#ffe6b8", 0.35 * bright)
    edge = spline(
        [
            (-60, h * 0.243),
            (w * 0.20, h * 0.218),
            (w * 0.5, h * 0.208),
            (w * 0.80, h * 0.218),
            (w + 60, h * 0.243),
        ]
    )
    line = path_of(edge, closed=False)
    p.room.drawPath(line, stroke("#3a302e", 7, 0.6))
    p.shine.drawPath(line, stroke("#ffd9a8", 4, 0.25 + 0.65 * level))
    p.shine.drawPath(line, stroke("#ffb870", 30, 0.30 * level, blur=14))
    p.room.drawRoundRect(
        skia.Rect(w * 0.42, h * 0.09, w * 0.58, h * 0.122),
        18,
        18,
        rows(h * 0.122, ["#c8b8aa", "#7a6a60"], h * 0.09),
    )
    p.shine.drawRoundRect(
        skia.Rect(w * 0.44, h * 0.096, w * 0.56, h * 0.116), 12, 12, fill("#fff0d4", 0.25 + 0.5 * level)
    )
    glow(p.shine, w * 0.5, h * 0.108, 330, "#ffdcae", 0.12 + 0.22 * level)


def _quilting(c: Any, shape: Any, x0: float, x1: float, y0: float, y1: float, step: float) -> None:
    """Diamonds in leather: soft pillows between seams, each with its light."""
    c.save()
    c.clipPath(shape, True)
    down = step * 1.15
    for row in range(int((y1 - y0) / down * 2) + 2):
        for column in range(int((x1 - x0) / step) + 2):
            x, y = x0 + (column + (0.5 if row % 2 else 0)) * step, y0 + row * down / 2
            glow(c, x - step * 0.08, y - down * 0.12, step * 0.44, "#fff0dc", 0.17)
    for k in range(-int((y1 - y0) / down) - 2, int((x1 - x0) / step) + 3):
        run = y1 - y0
        for sign in (-1, 1):
            start = (x0 + k * step + (step / 2), y0 - down / 2)
            end = (start[0] + sign * run * step / down, y0 - down / 2 + run)
            if sign < 0:
                start, end = (start[0] + run * step / down, start[1]), (start[0], end[1])
            c.drawLine(*start, *end, stroke("#3e281f", 4.5, 0.42, blur=1.2))
            c.drawLine(start[0], start[1] + 4, end[0], end[1] + 4, stroke("#ffe8d0", 1.6, 0.30))
    c.restore()


def _seat(p: Painting, x: float, side: int, number: int) -> None:
    """One seat: head cushion, a back with side bolsters around a quilted middle, the cushion below."""
    w, h, c = p.width, p.height, p.things
    del number
    half = w * 0.235
    for dx in (-34, 34):
        c.drawRect(
            skia.Rect(x + dx - 6, h * 0.425, x + dx + 6, h * 0.47),
            columns(x + dx - 6, x + dx + 6, ["#6a6468", "#f2eeee", "#7a7478"]),
        )
    head = [
        (x - 112, h * 0.362),
        (x, h * 0.354),
        (x + 112, h * 0.362),
        (x + 122, h * 0.40),
        (x + 104, h * 0.443),
        (x, h * 0.449),
        (x - 104, h * 0.443),
        (x - 122, h * 0.40),
    ]
    c.drawPath(path_of(spline(head, closed=True)), rows(h * 0.449, list(_TAN[:3]), h * 0.354))
    for dx in (-66, 66):
        c.drawPath(
            tapered(
                bezier(
                    (x + dx, h * 0.364),
                    (x + dx * 1.06, h * 0.39),
                    (x + dx * 1.06, h * 0.42),
                    (x + dx * 0.96, h * 0.444),
                ),
                7,
                "both",
            ),
            fill("#4a3026", 0.55),
        )
    glow(c, x + side * -20, h * 0.378, 110, "#fff0dc", 0.16)
    back = [
        (x - half * 0.70, h * 0.472),
        (x, h * 0.462),
        (x + half * 0.70, h * 0.472),
        (x + half * 0.98, h * 0.52),
        (x + half * 1.06, h * 0.66),
        (x + half * 1.04, h * 0.80),
        (x, h * 0.815),
        (x - half * 1.04, h * 0.80),
        (x - half * 1.06, h * 0.66),
        (x - half * 0.98, h * 0.52),
    ]
    shape = path_of(spline(back, closed=True))
    c.drawPath(shape, rows(h * 0.81, ["#d9b08c", "#b48664", "#7e5844", "#4e372e"], h * 0.462))
    inner = [
        (x - half * 0.52, h * 0.486),
        (x, h * 0.478),
        (x + half * 0.52, h * 0.486),
        (x + half * 0.64, h * 0.54),
        (x + half * 0.62, h * 0.80),
        (x - half * 0.62, h * 0.80),
        (x - half * 0.64, h * 0.54),
    ]
    panel = path_of(spline(inner, closed=True))
    c.drawPath(panel, stroke("#3e281f", 13, 0.35, blur=5))
    c.drawPath(panel, rows(h * 0.80, ["#e6c09c", "#c09270", "#8a6048", "#57402f"], h * 0.478))
    _quilting(c, panel, x - half * 0.7, x + half * 0.7, h * 0.476, h * 0.80, 76)
    c.drawPath(panel, stroke("#f2d6b8", 2.2, 0.55))
    for s in (-1, 1):
        bolster = bezier(
            (x + s * half * 0.74, h * 0.49),
            (x + s * half * 0.90, h * 0.56),
            (x + s * half * 0.90, h * 0.68),
            (x + s * half * 0.80, h * 0.79),
        )
        c.drawPath(tapered(bolster, 26, "both"), fill("#fff0dc", 0.16, blur=9))
    cushion = [
        (x - half * 1.02, h * 0.80),
        (x, h * 0.785),
        (x + half * 1.02, h * 0.80),
        (x + half * 1.12, h * 0.87),
        (x + half * 1.08, h * 1.04),
        (x - half * 1.08, h * 1.04),
        (x - half * 1.12, h * 0.87),
    ]
    seat = path_of(spline(cushion, closed=True))
    c.drawPath(seat, stroke("#1c1216", 26, 0.45, blur=12))
    c.drawPath(seat, rows(h, ["#d0a684", "#9a7056", "#54392f", "#2e2024"], h * 0.785))
    _quilting(c, seat, x - half * 1.1, x + half * 1.1, h * 0.80, h * 1.04, 96)


def _armrest(p: Painting) -> None:
    w, h, c = p.width, p.height, p.things
    x = w * 0.5
    c.drawRect(
        skia.Rect(x - 60, h * 0.46, x + 60, h * 0.80),
        columns(x - 60, x + 60, ["#2c2024", "#6a4c3e", "#2c2024"]),
    )
    rounded(c, x - 66, h * 0.655, 132, h * 0.40, 34, ["#dcb492", "#94694f", "#3c2a28"])
    c.drawRoundRect(
        skia.Rect(x - 46, h * 0.70, x + 46, h * 0.80),
        16,
        16,
        rows(h * 0.80, ["#4c3428", "#241a1a"], h * 0.70),
    )
    for y in (0.725, 0.772):
        c.drawOval(skia.Rect(x - 30, h * y - 14, x + 30, h * y + 14), fill("#15100f"))
        oval = stroke("#e8d2b0", 3, 0.8)
        c.drawOval(skia.Rect(x - 30, h * y - 14, x + 30, h * y + 14), oval)
    c.drawRect(skia.Rect(x - 56, h * 0.682, x + 56, h * 0.686), fill("#f2e2c8", 0.8))


def _doors(p: Painting) -> None:
    """The doors at the edges: a lit line in dark wood."""
    w, h, c = p.width, p.height, p.room
    for side in (-1, 1):
        edge = w * (0.5 + side * 0.52)
        door = [
            (edge, h * 0.485),
            (edge - side * w * 0.11, h * 0.47),
            (edge - side * w * 0.08, h * 0.9),
            (edge, h * 0.95),
        ]
        c.drawPath(path_of(door), rows(h * 0.9, ["#7a5f52", "#3c2c2a"], h * 0.47))
        line = bezier(
            (edge, h * 0.53),
            (edge - side * 50, h * 0.525),
            (edge - side * 90, h * 0.53),
            (edge - side * 120, h * 0.555),
        )
        level = 0.25 + 0.75 * p.hour.lamps
        tint = mix("#ffb870", multiply("#ff8ad0", "#ffd0ff"), 0.25)
        p.shine.drawPath(tapered(line, 8, "even"), fill(tint, level))
        p.shine.drawPath(tapered(line, 40, "both"), fill(tint, 0.4 * level, blur=18))
