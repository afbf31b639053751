"""The joints of a bare arm and a cut → a short sleeve over it."""

from __future__ import annotations

import numpy as np
import skia

from reelwright.casting.documents import Outfit
from reelwright.drawing.ink import Points, fill, path_of
from reelwright.stage.people.body import BodyView, shade_side
from reelwright.stage.people.brush import Direction, cloth, fold, line
from reelwright.stage.people.fabrics import limb_piece, weave
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
    body: BodyView,
    shoulder: Vector,
    elbow: Vector,
    radii: Vector,
    yoke: Points,
    side: int,
    light: Direction,
    outfit: Outfit,
    cut: Cut,
) -> None:
    """From the shoulder to above the elbow, open at its end; ``radii`` are the upper arm's, ``yoke``
    the area between shoulder and neck that the sleeve's cloth covers as well."""
    tone = cloth(sleeve_colour(outfit, body.is_female))
    length = 0.34 if cut.ease < 8 else 0.62
    points = between(shoulder, shoulder + (elbow - shoulder) * length, 4)
    loose = radii + cut.ease * np.array([0.25, 0.6, 0.9, 1.1])
    way = unit((elbow - shoulder)[:2])
    end = cut_hull(points[-2], float(loose[-2]), points[-1], float(loose[-1]), way, 0.34)
    path = union([*chain(list(points[:-1]), list(loose[:-1])), end])
    canvas.drawPath(path_of(yoke), fill(tone.base))
    canvas.save()
    canvas.clipPath(path_of(yoke), True)
    shade_side(canvas, body, light, tone.soft_shadow, 0.5)
    canvas.restore()
    canvas.save()
    # The upper edge runs into the shoulder: no line where the cloth goes on.
    inside = project(shoulder)[0] + [-side * radii[0] * 1.1, -radii[0] * 0.2]
    hole = skia.Path()
    hole.addCircle(float(inside[0]), float(inside[1]), float(radii[0]) * 1.15)
    ink_and_fill(canvas, path, tone.base, tone.ink, 1.4, [hole])
    if cut.weave:
        canvas.save()
        canvas.clipPath(path, True)
        size = (float(loose[1]) * 2, float(np.linalg.norm(points[-1] - points[0])))
        weave(
            canvas,
            cut.weave,
            limb_piece(project(points)[0], float(loose[-1])),
            tone,
            outfit.accent,
            size=size,
        )
        canvas.restore()
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
