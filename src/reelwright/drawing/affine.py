"""Affine placements: six numbers in, six numbers out.

``(a, b, c, d, e, f)`` maps x, y to ``a x + b y + c, d x + e y + f``. Angles are in degrees, y goes down.
"""

from __future__ import annotations

import math

Affine = tuple[float, float, float, float, float, float]

IDENTITY: Affine = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def multiply(p: Affine, q: Affine) -> Affine:
    """``p`` after ``q``."""
    a, b, c, d, e, f = p
    g, h, i, j, k, m = q
    return (
        a * g + b * j,
        a * h + b * k,
        a * i + b * m + c,
        d * g + e * j,
        d * h + e * k,
        d * i + e * m + f,
    )


def translation(x: float, y: float) -> Affine:
    return (1.0, 0.0, x, 0.0, 1.0, y)


def scaling(k: float, about_x: float = 0.0, about_y: float = 0.0, ky: float | None = None) -> Affine:
    """``k`` times as large (``ky`` in height) about a point that stays."""
    ky = k if ky is None else ky
    return (k, 0.0, about_x - k * about_x, 0.0, ky, about_y - ky * about_y)


def rotation(degrees: float, x: float = 0.0, y: float = 0.0) -> Affine:
    """Clockwise on the screen about a point that stays."""
    turn = math.radians(degrees)
    c, s = math.cos(turn), math.sin(turn)
    return (c, -s, x - c * x + s * y, s, c, y - s * x - c * y)


def shear(k: float, y: float = 0.0) -> Affine:
    """Sideways by ``k`` times the distance below the row ``y`` that stays."""
    return (1.0, k, -k * y, 0.0, 1.0, 0.0)


def inverse(m: Affine) -> Affine:
    """The placement that undoes ``m``. Raises ``ZeroDivisionError`` for one that flattens."""
    a, b, c, d, e, f = m
    k = 1.0 / (a * e - b * d)
    return (e * k, -b * k, (b * f - e * c) * k, -d * k, a * k, (d * c - a * f) * k)


def apply(m: Affine, x: float, y: float) -> tuple[float, float]:
    """Where ``m`` puts the point x, y."""
    a, b, c, d, e, f = m
    return a * x + b * y + c, d * x + e * y + f
