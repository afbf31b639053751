"""Trees, bushes, flowers and distant woods → drawn on a canvas as dabs of paint."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix, multiply
from reelwright.drawing.ink import bezier, fill, path_of, spline, tapered
from reelwright.stage.places.painting import columns

Light = Callable[[Colour], Colour]
"""A surface's colour → what it looks like in the light it stands in."""

_GREENS = ("#2f5a3c", "#4c8a4c", "#8dbb58", "#d6e08a")


def as_painted(colour: Colour) -> Colour:
    """No light of its own: for sheets that are lit later."""
    return colour


def foliage(
    canvas: Any,
    x: float,
    y: float,
    radius_x: float,
    radius_y: float,
    generator: np.random.Generator,
    *,
    dab: float = 15.0,
    count: int = 260,
    greens: Sequence[Colour] = _GREENS,
    light: Light = as_painted,
    sun: float = 0.4,
) -> None:
    """A crown of leaves around x, y: clumps that are dark below and light towards the sun (``sun`` is its
    side, -1..1), with gaps and loose leaves at the edge."""
    clumps = []
    for _ in range(9):
        angle, reach = generator.uniform(0, 2 * math.pi), generator.uniform(0.25, 0.72)
        clumps.append((reach * math.cos(angle), reach * math.sin(angle) * 0.9, generator.uniform(0.32, 0.52)))
    clumps.sort(key=lambda c: c[1])
    dabs = []
    for cx, cy, size in [(0.0, 0.1, 0.62), *clumps]:
        for _ in range(count // 10):
            angle, reach = generator.uniform(0, 2 * math.pi), math.sqrt(generator.random()) * size
            dx, dy = reach * math.cos(angle), reach * math.sin(angle)
            lit = 0.55 - 0.75 * dy / size * 0.8 + 0.35 * sun * dx / size - 0.35 * (cy + dy)
            dabs.append((cx + dx, cy + dy, lit + generator.normal(0, 0.12)))
    # Dark ones first: light leaves lie on top.
    order = sorted(range(len(dabs)), key=lambda k: dabs[k][2] + 0.3 * (k // (count // 10)) / 10)
    for k in order:
        dx, dy, lit = dabs[k]
        tone = min(2.999, max(0.0, lit * 3))
        base = mix(greens[int(tone)], greens[int(tone) + 1], tone - int(tone))
        size = dab * generator.uniform(0.6, 1.3)
        canvas.save()
        canvas.translate(x + dx * radius_x, y + dy * radius_y)
        canvas.rotate(generator.uniform(-50, 50))
        canvas.drawOval(skia.Rect(-size, -size * 0.55, size, size * 0.55), fill(light(base), 0.94))
        canvas.restore()


def bouquet(
    canvas: Any,
    x: float,
    y: float,
    size: float,
    generator: np.random.Generator,
    *,
    colours: Sequence[Colour] = ("#ffffff", "#ffd4da", "#f29aaa", "#d95f78"),
    greens: Sequence[Colour] = ("#5f8a5a", "#86a274", "#44704a"),
    light: Light = as_painted,
    count: int = 16,
) -> None:
    """A bunch of flowers whose stems meet at x, y."""
    for _ in range(count):
        angle = -math.pi / 2 + generator.normal(0, 0.75)
        tip = (x + size * math.cos(angle) * 1.05, y + size * math.sin(angle) * 1.1)
        rib = bezier((x, y), (x, y - size * 0.4), ((x + tip[0]) / 2, tip[1] + size * 0.3), tip, count=8)
        green = greens[int(generator.integers(len(greens)))]
        canvas.drawPath(tapered(rib, size * 0.18, "both", count=10), fill(light(green)))
    heads = []
    for _ in range(count):
        angle = -math.pi / 2 + generator.normal(0, 0.62)
        reach = size * generator.uniform(0.5, 1.0)
        heads.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    for hx, hy in sorted(heads, key=lambda q: q[1]):
        colour = colours[int(generator.integers(len(colours)))]
        blossom(canvas, hx, hy, size * generator.uniform(0.14, 0.22), generator, colour, light=light)


def blossom(
    canvas: Any,
    x: float,
    y: float,
    radius: float,
    generator: np.random.Generator,
    colour: Colour,
    *,
    light: Light = as_painted,
) -> None:
    """One full flower: a dark heart, three rounds of petals that get lighter."""
    deep = multiply(colour, mix(colour, "#a04a6a", 0.5))
    canvas.drawCircle(x, y + radius * 0.08, radius, fill(light(mix(deep, "#2a1428", 0.15))))
    for round_, (reach, wide) in enumerate(((0.62, 0.52), (0.40, 0.42), (0.16, 0.30))):
        turn = generator.uniform(0, 6.28)
        for k in range(6 - round_):
            angle = turn + k * 2 * math.pi / (6 - round_)
            px, py = x + radius * reach * math.cos(angle), y + radius * reach * math.sin(angle) * 0.9
            tone = mix(deep, colour, 0.45 + 0.25 * round_ - 0.25 * math.sin(angle))
            canvas.drawOval(
                skia.Rect(
                    px - radius * wide, py - radius * wide, px + radius * wide, py + radius * wide * 0.9
                ),
                fill(light(tone)),
            )


def woods(
    canvas: Any,
    width: float,
    foot_y: float,
    generator: np.random.Generator,
    *,
    size: float = 60.0,
    light: Light = as_painted,
    greens: Sequence[Colour] = _GREENS,
) -> None:
    """A far row of bushes and trees along ``foot_y``."""
    x = -size
    while x < width + size:
        tall = size * generator.uniform(0.7, 1.5)
        foliage(
            canvas,
            x,
            foot_y - tall * 0.5,
            size * generator.uniform(0.8, 1.3),
            tall * 0.75,
            generator,
            dab=size * 0.13,
            count=90,
            light=light,
            greens=greens,
        )
        x += size * generator.uniform(0.7, 1.3)


def grass(
    canvas: Any,
    x: float,
    y: float,
    size: float,
    generator: np.random.Generator,
    *,
    greens: Sequence[Colour] = ("#4c7a3c", "#7ea850", "#a8c468"),
    light: Light = as_painted,
    count: int = 9,
) -> None:
    """A tuft of grass."""
    for _ in range(count):
        lean = generator.normal(0, 0.45)
        tip = (x + size * lean, y - size * generator.uniform(0.6, 1.1))
        blade = [(x + generator.normal(0, size * 0.16), y), (x + size * lean * 0.3, y - size * 0.5), tip]
        green = greens[int(generator.integers(len(greens)))]
        canvas.drawPath(tapered(spline(blade), size * 0.12, "out", count=8), fill(light(green)))


def trunk(
    canvas: Any,
    points: Sequence[tuple[float, float]],
    width: float,
    *,
    light: Light = as_painted,
    bark: tuple[Colour, Colour] = ("#4a3830", "#8c6c54"),
) -> None:
    """A stem or a branch along ``points``, thinner at its end, lit from the right."""
    line = spline(points)
    canvas.drawPath(tapered(line, width, "out"), fill(light(bark[0])))
    canvas.drawPath(
        tapered(line + np.array([width * 0.14, 0]), width * 0.42, "out"), fill(light(bark[1]), 0.8)
    )
    canvas.drawPath(
        tapered(line + np.array([width * 0.24, 0]), width * 0.12, "out"),
        fill(light(mix(bark[1], "#ffffff", 0.25)), 0.7),
    )


def pot(canvas: Any, x: float, y: float, wide: float, high: float, colours: tuple[Colour, Colour]) -> None:
    """A plant pot standing on x, y."""
    outline = [
        (x - wide * 0.5, y - high),
        (x + wide * 0.5, y - high),
        (x + wide * 0.36, y),
        (x - wide * 0.36, y),
    ]
    canvas.drawPath(
        path_of(outline), columns(x - wide / 2, x + wide / 2, [colours[1], colours[0], colours[1]])
    )
    canvas.drawRoundRect(
        skia.Rect(x - wide * 0.55, y - high * 1.04, x + wide * 0.55, y - high * 0.86), 4, 4, fill(colours[0])
    )
