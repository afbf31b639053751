"""Cross-sections of a skull and a pose → where everything on a head lies in the picture.

Units: the eye line is y = 0, the chin y ≈ 116 (her) or 126 (him), the top of the skull y = -130; x to the
right of the picture, y down, z to the viewer. A head is 246 units high.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter

from reelwright.drawing.colour import Colour, rgb
from reelwright.drawing.ink import MULTIPLY, Points, path_of, smoothstep, spline
from reelwright.stage.people.complexion import LOWER_FACE_Y

# Rows: y, half-width, front depth, back depth, z of the widest place, exponent of the superellipse.
_HER_ROWS = (
    (-130, 2, -8, -22, -12, 2.0), (-126, 30, 20, -50, -12, 2.0), (-115, 52, 42, -74, -10, 2.0),
    (-100, 66, 58, -90, -8, 2.1), (-80, 76, 70, -101, -6, 2.2), (-55, 81, 77, -108, -5, 2.3),
    (-30, 82, 80, -110, -5, 2.35), (0, 80, 76, -107, -5, 2.25), (18, 78, 77, -100, -4, 2.3),
    (35, 75.5, 79, -90, -1, 2.35), (52, 70.3, 81, -70, 6, 2.2), (67, 62.8, 83, -40, 16, 2.05),
    (80, 52.8, 84, 0, 29, 1.95), (92, 40.5, 83, 20, 43, 1.95), (102, 28.6, 82, 40, 54, 1.95),
    (109, 19.5, 79, 50, 60, 2.0), (113.5, 11.5, 75, 55, 63, 2.0), (116, 1, 68, 60, 64, 2.0),
)  # fmt: skip
_HIS_ROWS = (
    (-130, 2, -8, -22, -12, 2.0), (-126, 30, 20, -50, -12, 2.0), (-115, 52, 42, -76, -10, 2.0),
    (-100, 66, 58, -92, -8, 2.1), (-80, 76, 70, -103, -6, 2.2), (-55, 80, 77, -110, -5, 2.3),
    (-30, 81, 82, -112, -5, 2.35), (0, 79, 76, -109, -5, 2.25), (18, 78.5, 77, -100, -4, 2.3),
    (38, 77, 79, -90, 0, 2.35), (56, 73, 81, -70, 6, 2.2), (74, 67, 83, -40, 16, 2.0),
    (88, 58, 84, 0, 28, 1.9), (100, 46, 84, 20, 42, 1.9), (111, 34, 84, 40, 54, 2.0),
    (119, 22.5, 82, 50, 61, 2.1), (124, 12, 78, 55, 65, 2.1), (126, 1, 70, 60, 66, 2.0),
)  # fmt: skip

_SHAPE_HEIGHTS = (-100.0, -40.0, 0.0, 30.0, 56.0, 78.0, 96.0, 110.0)
FACE_SHAPES: dict[str, tuple[float, ...]] = {
    "oval": (1, 1, 1, 1, 1, 1, 1, 1, 0.0),
    "round": (1, 1, 1.0, 1.025, 1.055, 1.10, 1.16, 1.20, -6.0),
    "square": (1, 1, 1.0, 0.99, 1.04, 1.13, 1.24, 1.26, -1.0),
    "heart": (1, 1.01, 1.015, 1.0, 0.96, 0.92, 0.88, 0.85, 1.5),
    "long": (1, 0.98, 0.965, 0.95, 0.95, 0.97, 1.02, 1.06, 9.0),
    "diamond": (1, 0.97, 0.995, 1.035, 1.01, 0.955, 0.92, 0.93, 2.5),
}
"""Factors of the half-width at ``_SHAPE_HEIGHTS``, and how much longer the chin is (head units)."""
_FULLNESS = ((0.0, 30.0, 56.0, 78.0, 96.0, 112.0), (0.0, 0.045, 0.085, 0.12, 0.15, 0.14))

PIVOT_Y = 20.0
"""The head nods about this height."""


_JAW_FROM_Y = 72.0
"""From here down the skin goes with an opening jaw."""
_TABLE_ROWS = 2048


class HeadModel:
    """The shape of one skull: a half-width, two depths and a roundness for every height."""

    def __init__(
        self,
        *,
        is_female: bool,
        jaw: float = 1.0,
        chin: float = 0.0,
        cheek: float = 1.0,
        face: str = "oval",
        fullness: float = 0.0,
        short: float = 1.0,
    ) -> None:
        """``face`` is a name of ``FACE_SHAPES``; ``fullness`` -1..1 hollows or fills cheeks and jaw;
        ``short`` < 1 is a child's lower face."""
        rows = np.array(_HER_ROWS if is_female else _HIS_ROWS, dtype=float)
        y, width = rows[:, 0].copy(), rows[:, 1].copy()
        shape = FACE_SHAPES.get(face, FACE_SHAPES["oval"])
        width *= np.interp(y, _SHAPE_HEIGHTS, shape[:-1]) * (1 + fullness * np.interp(y, *_FULLNESS))
        chin += shape[-1]
        width *= 1 + (jaw - 1) * smoothstep(35, 75, y) * (1 - smoothstep(100, 118, y))
        width *= 1 + (cheek - 1) * np.exp(-(((y - 35) / 30) ** 2))
        y = y + chin * smoothstep(62, 118, y)
        y = np.where(y > LOWER_FACE_Y, LOWER_FACE_Y + (y - LOWER_FACE_Y) * short, y)
        self.is_female = is_female
        self.nose_y, self.mouth_y, self.nose_size = (56.5, 82.5, 1.0) if is_female else (60.0, 88.0, 1.22)
        self.nose_y = LOWER_FACE_Y + (self.nose_y - LOWER_FACE_Y) * short
        self.mouth_y = LOWER_FACE_Y + (self.mouth_y - LOWER_FACE_Y) * short
        self.top_y, self.chin_y = float(y[0]), float(y[-1])
        # Read from a table, an eighth of a unit a row: faces ask thousands of times.
        heights = np.linspace(self.top_y, self.chin_y, _TABLE_ROWS)
        self._columns = PchipInterpolator(y, np.column_stack([width, rows[:, 2:]]))(heights)
        self._table: list[list[float]] = self._columns.tolist()

    def rows(self, y: ArrayLike, jaw_drop: float = 0.0) -> tuple[NDArray[np.float64], ...]:
        """Half-width, front, back, widest z and exponent at heights ``y`` of the open-mouthed face."""
        at = np.asarray(y, dtype=float)
        if jaw_drop:
            at = at - jaw_drop * smoothstep(_JAW_FROM_Y, self.chin_y, at)
        share = np.clip((at - self.top_y) / (self.chin_y - self.top_y), 0, 1) * (_TABLE_ROWS - 1)
        above = np.minimum(share.astype(int), _TABLE_ROWS - 2)
        upper, rest = self._columns[above], (share - above)[..., None]
        table = upper + (self._columns[above + 1] - upper) * rest
        return tuple(np.moveaxis(table, -1, 0))

    def depth(self, x: ArrayLike, y: ArrayLike, jaw_drop: float = 0.0) -> NDArray[np.float64]:
        """z of the front of the face at (x, y)."""
        width, front, _, widest, n = self.rows(y, jaw_drop)
        ratio = np.clip(np.abs(np.asarray(x)) / np.maximum(width, 1e-3), 0, 0.999)
        return np.asarray(widest + (front - widest) * (1 - ratio**n) ** (1 / n))

    def depth_at(self, x: float, y: float, jaw_drop: float = 0.0) -> float:
        """``depth`` of one point: a face asks for so many that arrays of one would take most of the time."""
        if jaw_drop:
            t = min(1.0, max(0.0, (y - _JAW_FROM_Y) / (self.chin_y - _JAW_FROM_Y)))
            y -= jaw_drop * t * t * (3 - 2 * t)
        share = min(1.0, max(0.0, (y - self.top_y) / (self.chin_y - self.top_y))) * (_TABLE_ROWS - 1)
        above = min(int(share), _TABLE_ROWS - 2)
        rest = share - above
        upper, lower = self._table[above : above + 2]
        width, front, _, widest, n = (a + (b - a) * rest for a, b in zip(upper, lower, strict=True))
        ratio = min(0.999, abs(x) / max(width, 1e-3))
        return float(widest + (front - widest) * (1 - ratio**n) ** (1 / n))


@dataclass(frozen=True)
class HeadPose:
    """Yaw > 0 turns the face to the right of the picture, pitch > 0 nods down (degrees).

    Roll is not here: it is an affine of the finished sprites.
    """

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0

    def project(self, points: ArrayLike) -> NDArray[np.float64]:
        """Rotate points (..., 3); x and y of the result lie in the picture, z is the depth."""
        p = np.asarray(points, dtype=float)
        yaw, pitch = math.radians(self.yaw_deg), math.radians(self.pitch_deg)
        x, y, z = p[..., 0], p[..., 1] - PIVOT_Y, p[..., 2]
        across = x * math.cos(yaw) + z * math.sin(yaw)
        deep = -x * math.sin(yaw) + z * math.cos(yaw)
        down = PIVOT_Y + y * math.cos(pitch) + deep * math.sin(pitch)
        return np.stack([across, down, deep * math.cos(pitch) - y * math.sin(pitch)], -1)

    def project_point(self, x: float, y: float, z: float) -> tuple[float, float]:
        """Where one point lies in the picture."""
        yaw, pitch = math.radians(self.yaw_deg), math.radians(self.pitch_deg)
        deep = z * math.cos(yaw) - x * math.sin(yaw)
        down = PIVOT_Y + (y - PIVOT_Y) * math.cos(pitch) + deep * math.sin(pitch)
        return x * math.cos(yaw) + z * math.sin(yaw), down


@dataclass(frozen=True)
class Shade:
    """A tone of shadow: where on the lit scale (-1..1) its edge lies and how soft that is."""

    colour: Colour
    edge: float
    soft: float


class HeadView:
    """One head seen in one pose: its outline, and the way from face coordinates to the picture."""

    def __init__(self, model: HeadModel, pose: HeadPose, jaw_drop: float = 0.0) -> None:
        self.model, self.pose, self.jaw_drop = model, pose, jaw_drop
        heights = np.r_[np.linspace(model.top_y, 60, 50), np.linspace(61, model.chin_y + jaw_drop, 42)]
        angle = np.linspace(-np.pi / 2, np.pi / 2, 61)
        width, front, back, widest, n = model.rows(heights, jaw_drop)
        power = (2 / n)[:, None]
        x = width[:, None] * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power
        z = widest[:, None] + (front - widest)[:, None] * np.abs(np.cos(angle)) ** power
        rows = np.repeat(heights[:, None], len(angle), 1)
        self.heights = heights
        self.surface = pose.project(np.stack([x, rows, z], -1))
        self.right, self.left = self._edges()
        self.outline: Points = np.vstack([self.right, self.left[::-1]])
        self.path: skia.Path = path_of(spline(self.outline[::2], closed=True, steps=4))
        skull_back = np.stack(
            [
                width[:, None] * np.sin(angle),
                rows,
                widest[:, None] + (back - widest)[:, None] * np.abs(np.cos(angle)),
            ],
            -1,
        )
        above_ear = heights < 42
        behind = pose.project(skull_back)
        self.skull = np.concatenate([self.surface[above_ear], behind[above_ear]], 1)
        below_ear = (heights > 5) & (heights < 84)
        self.nape: Points = behind[below_ear][..., :2].reshape(-1, 2)

    def _edges(self) -> tuple[Points, Points]:
        across = self.surface[..., 0]
        row = np.arange(len(self.heights))
        right = self.surface[row, across.argmax(1), :2].copy()
        left = self.surface[row, across.argmin(1), :2].copy()
        yaw = self.pose.yaw_deg
        self._round_edge = (right if yaw > 0 else left).copy()
        if abs(yaw) > 30:
            # Turned this far, nose, lips and chin break the outline.
            profile = self._profile()
            order = np.argsort(profile[:, 1])
            weight = float(smoothstep(30, 46, abs(yaw)))
            edge, sign = (right, 1) if yaw > 0 else (left, -1)
            at = np.interp(edge[:, 1], profile[order, 1], profile[order, 0] * sign, left=-1e3, right=-1e3)
            edge[:, 0] += sign * weight * np.maximum(0, at - edge[:, 0] * sign)
        return right, left

    def _profile(self) -> Points:
        m, drop = self.model, self.jaw_drop
        nose, mouth = m.nose_y, m.mouth_y
        table = np.array(
            [
                (-70, 0), (-34, 2.5), (-14, 0), (-4, 1.5), (10, 6), (28, 12), (42, 17.5), (52, 22.5),
                (nose - 1, 23.5), (nose + 2.5, 19), (nose + 5.2, 9), (nose + 8, 4), (mouth - 9, 3.5),
                (mouth - 5, 6), (mouth - 2, 6.5), (mouth + 0.4 + drop * 0.2, 3), (mouth + 3 + drop * 0.7, 6),
                (mouth + 6 + drop, 5.5), (mouth + 11 + drop, 0.5), (mouth + 18 + drop, 2),
                (mouth + 25 + drop, 3),
            ]
        )  # fmt: skip
        y = table[:, 0]
        z = m.depth(0 * y, y, drop) + table[:, 1] * (0.82 + 0.18 * m.nose_size)
        return spline(self.pose.project(np.stack([0 * y, y, z], 1))[:, :2])

    def at(self, x: ArrayLike, y: ArrayLike, above: float = 0.0) -> NDArray[np.float64]:
        """Face coordinates → picture (…, 2), ``above`` units over the skin."""
        if isinstance(x, float | int) and isinstance(y, float | int):
            return np.array(self._at(x, y, above))
        across = np.asarray(x, dtype=float) + 0 * np.asarray(y, dtype=float)
        down = np.asarray(y, dtype=float) + 0 * across
        z = self.model.depth(across, down, self.jaw_drop) + above
        return np.asarray(self.pose.project(np.stack([across, down, z], -1))[..., :2])

    def _at(self, x: float, y: float, above: float = 0.0) -> tuple[float, float]:
        return self.pose.project_point(x, y, self.model.depth_at(x, y, self.jaw_drop) + above)

    def along(self, points: ArrayLike, above: float = 0.0) -> Points:
        """A line on the face (n, 2) → picture."""
        p = np.asarray(points, dtype=float)
        return self.at(p[:, 0], p[:, 1], above)

    def space(self, points: ArrayLike) -> Points:
        """Free points around the head (n, 3) → picture."""
        return self.pose.project(points)[..., :2]

    def tangents(self, x: float, y: float) -> tuple[Points, Points, Points]:
        """Where (x, y) lies, and what one unit to the right and one down become there."""
        here, right, left, below, higher = (
            np.array(self._at(*place)) for place in ((x, y), (x + 3, y), (x - 3, y), (x, y + 3), (x, y - 3))
        )
        return here, (right - left) / 6, (below - higher) / 6

    def matrix(self, x: float, y: float, side: int = 1) -> skia.Matrix:
        """The plane of the skin at (x, y) as a canvas matrix; ``side`` -1 mirrors it."""
        o, dx, dy = (v.tolist() for v in self.tangents(x, y))
        return skia.Matrix.MakeAll(dx[0] * side, dy[0], o[0], dx[1] * side, dy[1], o[1], 0, 0, 1)

    def faces_viewer(self, x: float, y: float) -> float:
        """1 where the skin looks at us, 0 at the edge."""
        return float(self.tangents(x, y)[1][0])

    def shade(self, canvas: skia.Canvas, light: tuple[float, float, float], passes: Sequence[Shade]) -> None:
        """Multiply every pass's colour over the side away from ``light``, in one go."""
        across, down = np.gradient(self.surface, axis=1), np.gradient(self.surface, axis=0)
        normal = _unit(np.cross(across, down))
        normal = _unit(
            np.stack([gaussian_filter(normal[..., i], (3.0, 2.2), mode="nearest") for i in range(3)], -1)
        )
        toward = np.asarray(light, dtype=float)
        lit = normal @ (toward / np.linalg.norm(toward))
        # Below the chin's roundness the edge of the shadow goes straight on: there it would break into steps.
        low = int(np.searchsorted(self.heights, self.heights[-1] - 15))
        lit[low:] = lit[low]
        shades = np.ones((*lit.shape, 3))
        for one in passes:
            dark = (1 - smoothstep(one.edge - one.soft / 2, one.edge + one.soft / 2, lit))[..., None]
            shades *= 1 - dark + dark * rgb(one.colour)
        # Every second row is enough for the canvas to shade between.
        rows = np.r_[0 : len(shades) : 2, len(shades) - 1]
        shades = np.clip(shades, 0, 1)
        self._draw_mesh(canvas, shades[rows], normal[rows, :, 2], self.surface[rows, :, :2])
        if abs(self.pose.yaw_deg) > 30:
            self._shade_profile(canvas, shades)

    def _shade_profile(self, canvas: skia.Canvas, shades: NDArray[np.float64]) -> None:
        """Nose, lips and chin stand out beyond the round surface: they take the tone of its edge."""
        right = self.pose.yaw_deg > 0
        across = self.surface[..., 0]
        column = across.argmax(1) if right else across.argmin(1)
        row = np.arange(len(self.heights))
        tone = gaussian_filter(shades[row, column], (1.5, 0))
        outer = self.right if right else self.left
        beyond = np.abs(outer[:, 0] - self._round_edge[:, 0]) > 0.3
        strip = np.stack([self._round_edge, outer], 1)
        for start in np.flatnonzero(np.diff(np.r_[False, beyond].astype(int)) > 0):
            stop = start + int(np.argmin(np.r_[beyond[start:], False]))
            part = slice(max(0, start - 1), min(len(row), stop + 1))
            if stop - start > 1:
                double = np.stack([tone[part]] * 2, 1)
                self._draw_mesh(canvas, double, np.ones(double.shape[:2]), strip[part])

    def _draw_mesh(
        self,
        canvas: skia.Canvas,
        shades: NDArray[np.float64],
        facing: NDArray[np.float64],
        points: NDArray[np.float64],
    ) -> None:
        rows, columns = facing.shape
        index = np.arange(rows * columns).reshape(rows, columns)
        a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
        triangles = np.stack([a, b, c, b, d, c], -1).reshape(-1, 3)
        triangles = triangles[facing.reshape(-1)[triangles].mean(1) > -0.02].reshape(-1)
        v = (shades * 255).astype(np.uint32).reshape(-1, 3)
        colours = ((0xFF << 24) | (v[:, 0] << 16) | (v[:, 1] << 8) | v[:, 2]).tolist()
        flat = points.reshape(-1, 2)
        places = list(map(skia.Point, flat[:, 0].tolist(), flat[:, 1].tolist()))
        mesh = skia.Vertices(skia.Vertices.kTriangles_VertexMode, places, places, colours, triangles.tolist())
        canvas.drawVertices(mesh, skia.Paint(BlendMode=MULTIPLY), skia.BlendMode.kDst)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9))
