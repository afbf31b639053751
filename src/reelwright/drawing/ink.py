"""Points and colours → Skia paths and paints: splines, tapered ink strokes, fills, gradients."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from reelwright.drawing.colour import Colour, rgb

Points = NDArray[np.float64]
"""Shape (n, 2) or (n, 3), in the units of the canvas."""

_MEMORY_FORM = 5
"""The version of Skia's form of paths in memory, with winding fill."""

Profile = str | Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""How a stroke's width runs along it: a name of ``PROFILES`` or a function of 0..1 → factor."""

MULTIPLY = skia.BlendMode.kMultiply
SCREEN = skia.BlendMode.kScreen
PLUS = skia.BlendMode.kPlus
ATOP = skia.BlendMode.kSrcATop


def smoothstep(low: float, high: float, x: ArrayLike) -> NDArray[np.float64]:
    """0 below ``low``, 1 above ``high``, an S between. ``low`` may be the larger one."""
    t = np.clip((np.asarray(x, dtype=float) - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


# ---------------------------------------------------------------- curves


def spline(points: ArrayLike, *, closed: bool = False, steps: int = 8) -> Points:
    """A Catmull-Rom curve through all ``points`` (n, d): ``steps`` samples for each span."""
    through = np.asarray(points, dtype=float)
    if len(through) < 3 and not closed:
        t = np.linspace(0, 1, steps + 1)[:, None]
        return np.asarray(through[0] * (1 - t) + through[-1] * t)
    count = len(through)
    if closed:
        spans = through[_neighbours(count) % count]
    else:
        knots = np.empty((count + 2, through.shape[1]))
        knots[1:-1] = through
        knots[0], knots[-1] = 2 * through[0] - through[1], 2 * through[-1] - through[-2]
        spans = knots[_neighbours(count)[:-1] + 1]
    curve = _catmull_rom(steps) @ spans
    flat = curve.reshape(-1, through.shape[1])
    return flat if closed else np.vstack([flat, through[-1]])


def bezier(
    start: ArrayLike, leave: ArrayLike, arrive: ArrayLike, end: ArrayLike, *, count: int = 20
) -> Points:
    """A cubic Bézier curve of ``count`` points."""
    return np.asarray(_bernstein(count) @ np.array([start, leave, arrive, end], dtype=float))


@cache
def _neighbours(count: int) -> NDArray[np.intp]:
    """For each point the one before it, itself, and two after it, (count, 4); -1 is before the first."""
    return np.arange(count)[:, None] + np.arange(-1, 3)


@cache
def _catmull_rom(steps: int) -> NDArray[np.float64]:
    """The shares of four knots in each of ``steps`` points between the middle two, (steps, 4)."""
    t = np.arange(steps) / steps
    shares = [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2]
    return np.asarray(0.5 * np.stack(shares, 1))


@cache
def _bernstein(count: int) -> NDArray[np.float64]:
    """The shares of the four points of a cubic Bézier curve, (count, 4)."""
    t = np.linspace(0, 1, count)
    return np.stack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3], 1)


def resample(points: ArrayLike, count: int) -> Points:
    """``count`` points at equal distances along the polyline ``points`` (n, d)."""
    line = np.asarray(points, dtype=float)
    steps = line[1:, :2] - line[:-1, :2]
    along = np.zeros(len(line))
    np.cumsum(np.sqrt(steps[:, 0] ** 2 + steps[:, 1] ** 2), out=along[1:])
    if along[-1] < 1e-9:
        return np.repeat(line[:1], count, 0)
    places = _unit_steps(count) * along[-1]
    even = np.empty((count, line.shape[1]))
    for k in range(line.shape[1]):
        even[:, k] = np.interp(places, along, line[:, k])
    return even


@cache
def _unit_steps(count: int) -> NDArray[np.float64]:
    return np.linspace(0, 1, count)


def path_of(points: ArrayLike, *, closed: bool = True) -> skia.Path:
    """A polygon (or open polyline) of the first two columns of ``points``."""
    xy = np.asarray(points)
    return _path_of_many(xy[None, :, :2], closed)


def _path_of_many(outlines: NDArray[np.float64], closed: bool) -> skia.Path:
    """One path of many polygons with as many corners each: (n, corners, 2).

    Written as Skia keeps paths in memory: one point object after the other takes ten times as long, and
    drawing people is mostly that.
    """
    count, corners = outlines.shape[:2]
    if not (count and corners) or not _memory_form_is_known():
        return _path_by_points(outlines, closed)
    head, verbs = _frame_of_path(count, corners, closed)
    path = skia.Path()
    if not path.readFromMemory(head + outlines.astype(np.float32).tobytes() + verbs):
        return _path_by_points(outlines, closed)
    return path


@cache
def _frame_of_path(count: int, corners: int, closed: bool) -> tuple[bytes, bytes]:
    """What stands before and after the points: version and counts; a move, lines and a close each."""
    verbs = (b"\x00" + b"\x01" * (corners - 1) + (b"\x05" if closed else b"")) * count
    head = struct.pack("<4i", _MEMORY_FORM, count * corners, 0, len(verbs))
    return head, verbs + bytes(-len(verbs) % 4)


@cache
def _memory_form_is_known() -> bool:
    """Whether this Skia keeps paths as ours does: the form is not promised."""
    triangle = np.array([[[0.5, 2.0], [3.0, 4.5], [-5.0, 1.0]]])
    head, verbs = _frame_of_path(1, 3, True)
    ours = head + triangle.astype(np.float32).tobytes() + verbs
    return bytes(_path_by_points(triangle, True).serialize()) == ours


def _path_by_points(outlines: NDArray[np.float64], closed: bool) -> skia.Path:
    path = skia.Path()
    for outline in outlines:
        corners = list(map(skia.Point, outline[:, 0].tolist(), outline[:, 1].tolist()))
        path.addPath(skia.Path.Polygon(corners, closed))
    return path


# ---------------------------------------------------------------- tapered strokes

PROFILES: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "both": lambda t: np.sin(np.pi * t) ** 0.7,
    "in": lambda t: t**0.6,
    "out": lambda t: (1 - t) ** 0.6,
    "flat": lambda t: np.minimum(1, np.minimum(t, 1 - t) * 8 + 0.2),
    "even": lambda t: np.ones_like(t),
}
"""Both ends thin; thin start; thin end; short tapers at both ends; no taper."""


def tapered_outline(points: ArrayLike, width: float, profile: Profile = "both", *, count: int = 24) -> Points:
    """The outline (2*count, 2) of a stroke of ``width`` along ``points``, its width by ``profile``."""
    line = resample(points, count)
    # Central differences, one-sided at the ends.
    tangent = np.empty((count, 2))
    tangent[1:-1] = line[2:, :2] - line[:-2, :2]
    tangent[0] = line[1, :2] - line[0, :2]
    tangent[-1] = line[-1, :2] - line[-2, :2]
    if isinstance(profile, str):
        half = _named_widths(profile, count) * (width * 0.5)
    else:
        half = profile(_unit_steps(count)) * (width * 0.5)
    across = half / (np.sqrt(tangent[:, 0] ** 2 + tangent[:, 1] ** 2) + 1e-9)
    offset = np.empty((count, 2))
    offset[:, 0] = -tangent[:, 1] * across
    offset[:, 1] = tangent[:, 0] * across
    outline = np.empty((2 * count, 2))
    np.add(line[:, :2], offset, out=outline[:count])
    np.subtract(line[::-1, :2], offset[::-1], out=outline[count:])
    return outline


@cache
def _named_widths(name: str, count: int) -> NDArray[np.float64]:
    return np.asarray(PROFILES[name](_unit_steps(count)))


def tapered(points: ArrayLike, width: float, profile: Profile = "both", *, count: int = 24) -> skia.Path:
    """A pen stroke as a filled path, see ``tapered_outline``."""
    return path_of(tapered_outline(points, width, profile, count=count))


def tapered_many(lines: ArrayLike, widths: ArrayLike, profile: str = "both") -> skia.Path:
    """Many strokes (n, m, 2) of ``widths`` (n) as one path: their points are used as they are.

    Strokes that overlap fill as one; give every stroke a path of its own where that matters.
    """
    points = np.asarray(lines, dtype=float)
    count = points.shape[1]
    tangent = np.empty_like(points)
    tangent[:, 1:-1] = points[:, 2:] - points[:, :-2]
    tangent[:, 0] = points[:, 1] - points[:, 0]
    tangent[:, -1] = points[:, -1] - points[:, -2]
    half = _named_widths(profile, count)[None, :] * (np.asarray(widths, dtype=float)[:, None] * 0.5)
    across = half / (np.sqrt(tangent[..., 0] ** 2 + tangent[..., 1] ** 2) + 1e-9)
    offset = np.stack([-tangent[..., 1] * across, tangent[..., 0] * across], -1)
    outlines = np.concatenate([points + offset, (points - offset)[:, ::-1]], 1)
    return _path_of_many(outlines, closed=True)


# ---------------------------------------------------------------- paints


def color4f(colour: Colour, alpha: float = 1.0) -> skia.Color4f:
    """Skia's colour; values are clipped to 0..1."""
    red, green, blue = rgb(colour).tolist()
    if not (0 <= red <= 1 and 0 <= green <= 1 and 0 <= blue <= 1):
        red, green, blue = (min(1.0, max(0.0, value)) for value in (red, green, blue))
    return skia.Color4f(red, green, blue, float(min(1.0, max(0.0, alpha))))


def fill(
    colour: Colour, alpha: float = 1.0, *, blend: Any = None, blur: float = 0.0, shader: Any = None
) -> skia.Paint:
    """A fill. ``blur`` is the sigma of the edge in canvas units; ``shader`` replaces the colour."""
    paint = skia.Paint()
    paint.setAntiAlias(True)
    paint.setColor4f(color4f(colour, alpha))
    if shader is not None:
        paint.setShader(shader)
    if blend is not None:
        paint.setBlendMode(blend)
    if blur > 0:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, float(blur)))
    return paint


def stroke(
    colour: Colour,
    width: float,
    alpha: float = 1.0,
    *,
    blend: Any = None,
    blur: float = 0.0,
    round_ends: bool = True,
) -> skia.Paint:
    """An even line of ``width`` canvas units."""
    paint = fill(colour, alpha, blend=blend, blur=blur)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(float(width))
    if round_ends:
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def gradient_fill(shader: Any, alpha: float = 1.0, *, blend: Any = None, blur: float = 0.0) -> skia.Paint:
    """A fill with a gradient made by ``linear`` or ``radial``."""
    return fill("#000000", alpha, blend=blend, blur=blur, shader=shader)


def _stops(colours: Sequence[Colour], alphas: Sequence[float] | None) -> list[int]:
    return [
        color4f(colour, 1.0 if alphas is None else alphas[i]).toColor() for i, colour in enumerate(colours)
    ]


def linear(
    start: ArrayLike,
    end: ArrayLike,
    colours: Sequence[Colour],
    positions: Sequence[float] | None = None,
    alphas: Sequence[float] | None = None,
) -> Any:
    """A gradient from ``start`` to ``end`` (x, y); ``positions`` 0..1 of each colour."""
    a, b = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    points = [skia.Point(float(a[0]), float(a[1])), skia.Point(float(b[0]), float(b[1]))]
    return skia.GradientShader.MakeLinear(points, _stops(colours, alphas), _places(positions))


def radial(
    centre: ArrayLike,
    radius: float,
    colours: Sequence[Colour],
    positions: Sequence[float] | None = None,
    alphas: Sequence[float] | None = None,
) -> Any:
    """A gradient from the centre (first colour) to ``radius`` (last colour)."""
    c = np.asarray(centre, dtype=float)
    point = skia.Point(float(c[0]), float(c[1]))
    return skia.GradientShader.MakeRadial(point, float(radius), _stops(colours, alphas), _places(positions))


def _places(positions: Sequence[float] | None) -> list[float] | None:
    return None if positions is None else [float(p) for p in positions]
