"""What lies on a bed, point by point → drawn: covers that fall over its edge in soft folds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import skia

from reelwright.drawing.colour import Colour
from reelwright.drawing.ink import bezier, fill, path_of, spline, tapered
from reelwright.stage.places.painting import Painting, rows
from reelwright.stage.places.perspective import Perspective, Point3


class Fold(NamedTuple):
    """A fold from where it begins on top to where it ends at the hem; ``leave`` and ``arrive`` bend it
    (pixels from its ends), ``dark`` and ``bright`` are the widths of its shade and its light."""

    top: Point3
    hem: Point3
    leave: tuple[float, float]
    arrive: tuple[float, float]
    dark: float
    bright: float


def cover(
    p: Painting,
    view: Perspective,
    outline: Sequence[Point3],
    shades: Sequence[Colour],
    *,
    edge: Point3,
    fallen: tuple[Colour, float],
    folds: Sequence[Fold],
    ink: tuple[Colour, Colour],
) -> None:
    """A blanket or a quilt with its ``folds`` in ``ink`` (dark, bright). Below the bed's ``edge`` it
    hangs, and is shaded with the colour and the strength of ``fallen``."""
    c = p.things
    curve = spline([view.at(*q) for q in outline], closed=True)
    top, low = float(curve[:, 1].min()), float(curve[:, 1].max())
    shape = path_of(curve)
    c.drawPath(shape, rows(low, list(shades), top))
    c.save()
    c.clipPath(shape, True)
    c.drawRect(skia.Rect(-10, view.at(*edge)[1], p.width, low + 40), fill(fallen[0], fallen[1], blur=7))
    for fold in folds:
        a, b = np.array(view.at(*fold.top)), np.array(view.at(*fold.hem))
        line = bezier(a, a + fold.leave, b + fold.arrive, b)
        c.drawPath(tapered(line, fold.dark, "both"), fill(ink[0], 0.27, blur=8))
        c.drawPath(tapered(line - np.array([18, 3]), fold.bright, "both"), fill(ink[1], 0.33, blur=5))
    c.restore()
