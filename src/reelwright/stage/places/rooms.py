"""The living room of a home → a painting."""

from __future__ import annotations

from typing import Any

import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import fill
from reelwright.stage.places.motifs import (
    curtain,
    lamp_shade,
    leaves,
    moon,
    rounded,
    shadow,
    shaft,
    sky,
    skyline,
)
from reelwright.stage.places.painting import Painting, columns, dot, glow, rows

Window = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


def _wall(p: Painting, floor_y: float, colours: list[str], window: Window, *, panels: float = 150.0) -> None:
    """A panelled wall seen square on, with a hole for the window, and its floor."""
    w, h, c = p.width, p.height, p.room
    c.drawRect(skia.Rect(0, 0, w, floor_y), rows(floor_y, colours))
    x = 40.0
    while x < w:
        c.drawRect(skia.Rect(x, h * 0.07, x + 3, floor_y - 150), fill("#2a2438", 0.28))
        c.drawRect(skia.Rect(x + 3, h * 0.07, x + 5, floor_y - 150), fill("#ffffff", 0.30))
        x += panels
    c.drawRect(
        skia.Rect(0, h * 0.045, w, h * 0.062),
        rows(h * 0.062, ["#ffffff", mix(colours[0], "#000000", 0.2)], h * 0.045),
    )
    c.drawRect(
        skia.Rect(0, floor_y - 150, w, floor_y),
        rows(floor_y, [mix(colours[-1], "#ffffff", 0.35), mix(colours[-1], "#000000", 0.15)], floor_y - 150),
    )
    c.drawRect(skia.Rect(0, floor_y - 156, w, floor_y - 146), fill("#ffffff", 0.6))
    c.drawRect(skia.Rect(*window), fill("#000000", 1, blend=skia.BlendMode.kClear))


def _floor(p: Painting, floor_y: float, colours: list[str]) -> None:
    w, h, c = p.width, p.height, p.room
    c.drawRect(skia.Rect(0, floor_y, w, h), rows(h, colours, floor_y))
    for k in range(-8, 9):
        c.drawLine(w / 2 + k * 95, floor_y, w / 2 + k * 230, h, _thin())
    for k in range(1, 7):
        y = floor_y + (h - floor_y) * (k / 7) ** 1.6
        c.drawLine(0, y, w, y, _thin())


def _thin() -> Any:
    return fill("#1a1020", 0.14)


def _view_outside(p: Painting, window: Window) -> None:
    """Sky, towers and trees behind a window; a moon by night."""
    x0, y0, x1, y1 = window
    sky(p.sky, p.width, p.hour, y1 + 30, p.seed)
    skyline(
        p.outside,
        p.width,
        y1 + 60,
        p.hour,
        p.seed,
        heights=(60, 330),
        widths=(50, 96),
        nearness=0.25,
        pane=4.5,
    )
    if p.hour.is_dark:
        moon(p.sky, x0 + (x1 - x0) * 0.30, y0 + (y1 - y0) * 0.24, 56, "#f4f7ff")
    for _ in range(46):
        green = mix(
            ("#6fa878", "#8fc48a", "#5a8f70")[p.generator.integers(3)],
            p.hour.city_top,
            0.8 if p.hour.is_dark else 0.25,
        )
        x, y = p.generator.uniform(x0 - 40, x1 + 40), y1 + p.generator.uniform(-60, 40)
        dot(p.outside, x, y, p.generator.uniform(20, 58), green, 0.9, blur=5)


def _window_frame(p: Painting, window: Window, colour: str, *, panes: int = 2) -> None:
    x0, y0, x1, y1 = window
    c = p.room
    for k in range(panes + 1):
        x = x0 + (x1 - x0) * k / panes
        c.drawRect(
            skia.Rect(x - 8, y0, x + 8, y1),
            columns(x - 8, x + 8, [mix(colour, "#000000", 0.25), colour, mix(colour, "#000000", 0.3)]),
        )
    y = y0 + (y1 - y0) * 0.3
    c.drawRect(skia.Rect(x0, y - 6, x1, y + 6), fill(colour))
    c.drawRect(skia.Rect(x0 - 14, y0 - 14, x1 + 14, y0 + 4), fill(colour))
    c.drawRect(skia.Rect(x0 - 26, y1 - 6, x1 + 26, y1 + 20), fill(mix(colour, "#ffffff", 0.25)))


def _window_light(p: Painting, window: Window, floor_y: float, *, lean: float = -300.0) -> None:
    """Sun or moon through the window, on the floor and in the air."""
    x0, y0, x1, y1 = window
    hour, h = p.hour, p.height
    middle = (x0 + x1) / 2
    for a, b in ((x0 + 12, middle - 12), (middle + 12, x1 - 12)):
        patch = [
            (a + lean * 0.1, floor_y + 20),
            (b + lean * 0.1, floor_y + 20),
            (b + lean, h * 0.97),
            (a + lean * 1.35, h * 0.97),
        ]
        shaft(p.shine, patch, hour.sun, 0.30 * hour.sun_strength, 12)
        shaft(p.shine, [(a, y0), (b, y0), patch[2], patch[3]], hour.sun, 0.08 * hour.sun_strength, 26)
    glow(p.shine, middle, (y0 + y1) / 2, 560, hour.sun, 0.20 * hour.sun_strength)
    p.lamp(middle, y1 + 120, 460, hour.sun, 0.42 * hour.sun_strength)


def _picture(p: Painting, x: float, y: float, wide: float, high: float, art: list[str]) -> None:
    c = p.room
    shadow(c, x + wide / 2 + 8, y + high / 2 + 12, wide * 0.56, high * 0.56, 0.25)
    c.drawRect(skia.Rect(x, y, x + wide, y + high), columns(x, x + wide, ["#b98f5a", "#f0d49a", "#8f6a3e"]))
    c.drawRect(skia.Rect(x + 10, y + 10, x + wide - 10, y + high - 10), fill("#f6f0e6"))
    c.drawRect(skia.Rect(x + 26, y + 26, x + wide - 26, y + high - 26), rows(y + high, art, y))
    dot(c, x + wide * 0.6, y + high * 0.4, wide * 0.14, mix(art[0], "#ffffff", 0.5))


def living_room(p: Painting) -> None:
    """An ordinary, cared-for home: sofa, plants, pictures, an afternoon window."""
    w, h, hour = p.width, p.height, p.hour
    floor_y = h * 0.68
    window = (w * 0.30, h * 0.16, w * 0.74, h * 0.53)
    _view_outside(p, window)
    _wall(p, floor_y, ["#d9c9b4", "#eadcc6", "#d8c4aa"], window, panels=240)
    _floor(p, floor_y, ["#c49a72", "#9c7450", "#6a4c38"])
    _window_frame(p, window, "#f6efe4")
    p.room.drawRoundRect(skia.Rect(w * 0.2, h * 0.122, w * 0.84, h * 0.130), 6, 6, fill("#8a6a4a"))
    curtain(p.room, w * 0.21, w * 0.33, h * 0.128, floor_y - 10, "#c9a488", 2, light="#fff4e0")
    curtain(p.room, w * 0.72, w * 0.83, h * 0.128, floor_y - 10, "#c9a488", 3, light="#fff4e0")
    _window_light(p, window, floor_y)
    _picture(p, w * 0.02, h * 0.24, 190, 250, ["#9ab4a8", "#e8d8b4", "#c98f6a"])
    _picture(p, w * 0.86, h * 0.26, 170, 220, ["#c9a4a0", "#f0dcc8", "#8f9ab4"])
    p.room.drawOval(
        skia.Rect(-w * 0.05, h * 0.78, w * 1.0, h * 0.96), rows(h * 0.96, ["#e8d4c0", "#b48a78"], h * 0.78)
    )
    c = p.things
    shadow(c, w * 0.40, h * 0.80, 470, 46)
    rounded(c, w * 0.04, h * 0.615, w * 0.66, 250, 40, ["#a8b4a0", "#6c7c6a"])
    for k in range(3):
        rounded(c, w * 0.085 + k * w * 0.193, h * 0.63, w * 0.185, 150, 28, ["#bcc8b2", "#8a9a84"])
        rounded(c, w * 0.085 + k * w * 0.193, h * 0.695, w * 0.187, 96, 22, ["#c4cfba", "#7c8c78"])
    rounded(c, w * 0.02, h * 0.655, 96, 260, 34, ["#b0bca8", "#64745f"])
    rounded(c, w * 0.645, h * 0.655, 96, 260, 34, ["#b0bca8", "#5c6c58"])
    for x, turn, colours in ((0.13, -9, ["#e8a878", "#b8704a"]), (0.53, 11, ["#f0e0c4", "#c4a888"])):
        c.save()
        c.translate(w * x, h * 0.645)
        c.rotate(turn)
        rounded(c, 0, 0, 120, 112, 24, colours)
        c.restore()
    rounded(c, w * 0.18, h * 0.845, w * 0.5, 46, 20, ["#d8a878", "#a06c48"])
    for x in (0.22, 0.62):
        c.drawRect(skia.Rect(w * x, h * 0.866, w * x + 18, h * 0.95), fill("#6a452e"))
    rounded(c, w * 0.36, h * 0.822, 60, 52, 16, ["#ffffff", "#c8d0d4"])
    lx = w * 0.83
    c.drawRect(skia.Rect(lx - 4, h * 0.47, lx + 4, h * 0.76), fill("#8a6a44"))
    lamp_shade(c, p.sparks, lx, h * 0.405, 84, hour.lamps)
    p.lamp(lx, h * 0.48, 430, "#ffb46c", 0.95 * hour.lamps)
    leaves(c, w * 0.95, h * 0.66, 300, 13, p.generator)
    rounded(c, w * 0.89, h * 0.66, 150, 230, 20, ["#d89a74", "#9a5f44"])
