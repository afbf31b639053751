"""Points and tones → the marks that skin, hair and cloth share: folds, shadows, glints, cloth tones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import ArrayLike

from reelwright.drawing.colour import Colour, Rgb, mix, multiply, rgb, shift
from reelwright.drawing.ink import (
    MULTIPLY,
    SCREEN,
    Points,
    Profile,
    fill,
    path_of,
    spline,
    stroke,
    tapered,
)

Direction = tuple[float, float, float]
"""Towards the light: right, down, to the viewer."""


def shadow(colour: Colour, alpha: float, blur: float = 0.0) -> skia.Paint:
    """A fill that multiplies."""
    return fill(colour, alpha, blend=MULTIPLY, blur=blur)


def shine(colour: Colour, alpha: float, blur: float = 0.0) -> skia.Paint:
    """A fill that screens."""
    return fill(colour, alpha, blend=SCREEN, blur=blur)


def line(
    canvas: skia.Canvas,
    points: ArrayLike,
    width: float,
    colour: Colour,
    alpha: float = 1.0,
    profile: Profile = "both",
    *,
    count: int = 24,
) -> None:
    """One inked line."""
    canvas.drawPath(tapered(points, width, profile, count=count), fill(colour, alpha))


def blob(
    canvas: skia.Canvas, x: float, y: float, half_width: float, half_height: float, paint: skia.Paint
) -> None:
    """An upright ellipse."""
    rect = skia.Rect(x - half_width, y - half_height, x + half_width, y + half_height)
    canvas.drawOval(rect, paint)


def smooth_path(points: ArrayLike, *, closed: bool = True, steps: int = 8) -> skia.Path:
    """A curved shape through ``points``."""
    return path_of(spline(points, closed=closed, steps=steps), closed=closed)


@dataclass(frozen=True)
class Cloth:
    """One cloth's colour with its shadow, its light and its ink."""

    base: Rgb
    dark: Rgb
    high: Rgb
    ink: Rgb

    @property
    def soft_shadow(self) -> Rgb:
        """The shadow's colour for multiplying over large parts."""
        return mix("#ffffff", self.dark, 0.85)


def cloth(colour: Colour) -> Cloth:
    """The four tones of a cloth of ``colour``; dark cloths get cool lights, none gets black ink."""
    base = rgb(colour)
    brightness = float(base @ np.array([0.3, 0.59, 0.11]))
    if brightness > 0.86:
        # White is shaded with coloured air, never with grey.
        dark = mix(multiply(base, "#dad3dd"), "#b3a8bd", 0.3)
    elif brightness < 0.35:
        dark = mix(multiply(base, base), "#120c20", 0.35)
    else:
        dark = mix(shift(base, hue=-0.01, saturation=1.15, value=0.66), "#3a3058", 0.22)
    high = mix(base, "#ffffff" if brightness > 0.12 else "#7f88b0", 0.35)
    return Cloth(base, dark, high, mix(dark, "#0b0812", 0.62))


SOFT_FOLD_SCALE = 0.85
"""Pixels a unit above which folds have soft edges."""


def fold(
    canvas: skia.Canvas,
    points: ArrayLike,
    width: float,
    dark: Colour,
    alpha: float = 0.4,
    high: Colour | None = None,
    offset: float = 2.0,
) -> None:
    """A crease: a soft dark stroke with a hard core and, if ``high`` is given, a lit lip beside it."""
    curve = spline(points) if len(np.asarray(points)) < 8 else np.asarray(points, dtype=float)
    # Small figures do without the soft edge, which costs most.
    is_small = canvas.getTotalMatrix().getScaleX() <= SOFT_FOLD_SCALE
    soft = 0.0 if is_small else 0.16
    if is_small:
        alpha, width = alpha * 0.6, width * 0.8
    canvas.drawPath(tapered(curve, width), shadow(dark, alpha, width * soft))
    canvas.drawPath(tapered(curve, width * 0.28 + 0.5), shadow(dark, alpha * 0.9))
    if high is not None:
        lip = curve[:, :2] + np.array([offset, -offset * 0.6])
        canvas.drawPath(tapered(lip, width * 0.4), shine(high, alpha * 0.5, width * soft * 0.6))


def outlined(canvas: skia.Canvas, path: skia.Path, colour: Colour, ink: Colour, width: float = 1.6) -> None:
    """A filled shape with an even contour."""
    canvas.drawPath(path, fill(colour))
    canvas.drawPath(path, stroke(ink, width))


def moved(points: Points, dx: float, dy: float) -> Points:
    """The same points, shifted."""
    return np.asarray(points + np.array([dx, dy]))
