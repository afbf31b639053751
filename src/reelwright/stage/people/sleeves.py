"""The joints of a bare arm and a cut → a short or a sheer sleeve over it."""

from __future__ import annotations

import numpy as np
import skia

from reelwright.casting.documents import Outfit
from reelwright.drawing.colour import mix
from reelwright.drawing.ink import fill, stroke
from reelwright.stage.people.brush import Direction, cloth, fold, line
from reelwright.stage.people.limbs import (
    Vector,
    between,
    cel_shadow,
    chain,
    cut_hull,
    ink_and_fill,
    project,
    union,
    unit,
)
from reelwright.stage.people.wear import Cut, sleeve_colour


def draw_short_sleeve(
    canvas: skia.Canvas,
    shoulder: Vector,
    elbow: Vector,
    radii: Vector,
    side: int,
    light: Direction,
    outfit: Outfit,
    cut: Cut,
    *,
    is_female: bool,
) -> None:
    """From the shoulder to above the elbow, open at its end; ``radii`` are the upper arm's."""
    tone = cloth(sleeve_colour(outfit, is_female))
    length = 0.34 if cut.ease < 8 else 0.62
    points = between(shoulder, shoulder + (elbow - shoulder) * length, 4)
    loose = radii + cut.ease * np.array([0.25, 0.6, 0.9, 1.1])
    way = unit((elbow - shoulder)[:2])
    end = cut_hull(points[-2], float(loose[-2]), points[-1], float(loose[-1]), way, 0.34)
    path = union([*chain(list(points[:-1]), list(loose[:-1])), end])
    canvas.save()
    # The upper edge runs into the shoulder: no line where the cloth goes on.
    inside = project(shoulder)[0] + [-side * radii[0] * 1.1, -radii[0] * 0.2]
    hole = skia.Path()
    hole.addCircle(float(inside[0]), float(inside[1]), float(radii[0]) * 1.15)
    ink_and_fill(canvas, path, tone.base, tone.ink, 1.4, [hole])
    cel_shadow(
        canvas, path, path, light, (float(loose[1]) * 0.5, float(loose[1]) * 0.4), tone.soft_shadow, 0.7, 4
    )
    canvas.clipPath(path, True)
    root, tip = project(points[0])[0], project(points[-1])[0]
    across = np.array([-way[1], way[0]]) * float(loose[-1])
    for k in (-0.5, 0.15, 0.7):
        crease = [root + across * (k * 0.5), (root + tip) / 2 + across * k, tip + across * (k * 1.1)]
        fold(canvas, crease, 7, tone.dark, 0.34, tone.high, 2)
    hem = [tip - across * 1.3 - way * 7, tip - way * 4, tip + across * 1.3 - way * 7]
    line(canvas, hem, 1.3, tone.ink, 0.6, "even")
    canvas.restore()


def draw_lace_sleeve(
    canvas: skia.Canvas, shapes: skia.Path, outfit: Outfit, side: int, *, is_female: bool
) -> None:
    """Sheer lace over the whole arm: a veil of the cloth's colour with flowers in it."""
    tone = cloth(sleeve_colour(outfit, is_female))
    bounds = shapes.getBounds()
    canvas.save()
    canvas.clipPath(shapes, True)
    canvas.drawPaint(fill(tone.base, 0.42))
    random = np.random.default_rng(3 + side)
    pale = mix(tone.base, "#ffffff", 0.6)
    for _ in range(int(bounds.height() * bounds.width() / 900)):
        x = float(random.uniform(bounds.left(), bounds.right()))
        y = float(random.uniform(bounds.top(), bounds.bottom()))
        size = float(random.uniform(4, 8))
        for petal in range(5):
            turn = petal * 1.256 + x
            place = (x + size * 0.6 * float(np.cos(turn)), y + size * 0.6 * float(np.sin(turn)))
            canvas.drawCircle(*place, size * 0.34, fill(pale, 0.62))
        canvas.drawCircle(x, y, size * 1.05, stroke(pale, 0.7, 0.55))
    canvas.restore()
    canvas.drawPath(shapes, stroke(mix(tone.ink, tone.base, 0.45), 1.2, 0.6))
