"""Two legs and a body → skirts and coat tails that follow thighs and knees, in body coordinates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.casting.documents import Outfit
from reelwright.drawing.ink import (
    MULTIPLY,
    Points,
    fill,
    gradient_fill,
    linear,
    path_of,
    smoothstep,
    spline,
    stroke,
)
from reelwright.stage.people.body import BodyView, shade_side
from reelwright.stage.people.brush import Cloth, Direction, cloth, fold, line
from reelwright.stage.people.fabrics import weave
from reelwright.stage.people.limbs import Vector, project, unit
from reelwright.stage.people.stride import NEARNESS, Leg, ground_y
from reelwright.stage.people.wear import main_colour

# Kind → length below the hips in thighs, width added at the hem, radius at the hem.
_CUT = {
    "knee": (0.88, 40.0, 34.0),
    "pencil": (1.0, -2.0, 47.0),
    "pleated": (0.74, 52.0, 34.0),
    "straight": (1.12, 10.0, 40.0),
    "long": (1.96, 112.0, 20.0),
    "wide": (1.97, 190.0, 24.0),
    "ball": (1.99, 340.0, 30.0),
}
SHORT_SKIRTS = frozenset({"knee", "pencil", "pleated", "straight"})
"""Skirts that leave knees or calves bare."""

_ROWS = 9


class Skirt:
    """Rows from the waist to the hem; each has a left and a right end in the picture."""

    def __init__(self, body: BodyView, kind: str, legs: Mapping[int, Leg], waist_y: float) -> None:
        self.body, self.kind = body, kind
        length, flare, hem_radius = _CUT[kind]
        self.waist_y = waist_y
        self._ground = ground_y(body)
        share = np.linspace(0, 1, _ROWS)
        s = share * length
        tails = {side: self._path(leg, s) for side, leg in legs.items()}
        middle = 52.0 if flare > 0 else 57.0
        radii = np.interp(share, (0, 0.45, 1), (63, middle, hem_radius)) * (1.0 if body.is_female else 1.15)
        radii = radii * (1 + 0.14 * body.girth)
        # Cloth spreads with the way down, and where it has nowhere further to fall.
        spread = flare * share**1.35
        spill = np.mean([tails[side][1] for side in (-1, 1)], 0)
        ends = {}
        for side in (-1, 1):
            points = tails[side][0].copy()
            lying = np.minimum(spill, 210)
            points[:, 0] += side * (spread * (1 - 0.35 * lying / 210) + lying * 0.3)
            points[:, 1] += lying * 0.16
            ends[side] = points * [1, 1, NEARNESS]
        (left, k_left), (right, k_right) = project(ends[-1]), project(ends[1])
        low = np.minimum(left[:, 0] - radii * k_left, right[:, 0] - radii * k_right)
        high = np.maximum(left[:, 0] + radii * k_left, right[:, 0] + radii * k_right)
        self.left = np.stack([low, left[:, 1]], 1)
        self.right = np.stack([high, right[:, 1]], 1)
        toward = [float(np.clip(unit(legs[side].knee - legs[side].hip)[2], 0, 1)) for side in (-1, 1)]
        under = 1.0 if kind in SHORT_SKIRTS else 0.0
        self.hem_drop = np.array([hem_radius * 0.9 * t * under for t in toward])
        waist = body.flank(-1, 0, self.waist_y, 720), body.flank(1, 0, self.waist_y, 720)
        if kind == "wide":
            waist = waist[0] - [8, 0], waist[1] + [8, 0]
        self.waist = waist

    def _path(self, leg: Leg, s: NDArray[np.float64]) -> tuple[Vector, NDArray[np.float64]]:
        """Points ``s`` thighs below the hip along the cloth over one leg, and how much lies on the ground."""
        thigh, shank = float(np.linalg.norm(leg.knee - leg.hip)), leg.ankle - leg.knee
        way = unit(shank)
        fall = unit(np.array([0.0, 1.0, 0.0]) * 0.75 + way * max(0.0, float(way[1])))
        points = leg.hip + (leg.knee - leg.hip) * np.clip(s, 0, 1)[:, None]
        beyond = np.clip(s - 1, 0, None) * thigh
        # Beyond the knee the cloth hangs.
        points = points + fall * beyond[:, None]
        room = self._ground - 6
        spill = np.clip(points[:, 1] - room, 0, None)
        points[:, 1] = np.minimum(points[:, 1], room)
        return points, spill

    def outline(self) -> Points:
        """The closed edge."""
        left = np.vstack([self.waist[0][::3], self.left[1:]])
        right = np.vstack([self.waist[1][::3], self.right[1:]])
        left[-1, 1] += self.hem_drop[0]
        right[-1, 1] += self.hem_drop[1]
        hem = self.hem(left[-1], right[-1])
        return np.vstack([spline(left, steps=5), hem[1:-1], spline(right, steps=5)[::-1]])

    def hem(self, start: Points, end: Points) -> Points:
        """The lower edge: nearer in the middle, with waves where the cloth is wide."""
        width = float(end[0] - start[0])
        wave = {"long": 9.0, "wide": 11.0, "ball": 16.0, "knee": 7.0, "pleated": 9.0}.get(self.kind, 0.0)
        sag = min(26.0, 10.0 + width * 0.03)
        u = np.linspace(0, 1, 25)
        bottom = start + (end - start) * u[:, None]
        bottom[:, 1] += sag * np.sin(np.pi * u) ** 0.8
        bottom[:, 1] += wave * np.sin(u * np.pi * 7) * np.sin(np.pi * u) ** 0.5 * 0.7
        return np.asarray(bottom)

    def piece(self, across: NDArray[np.float64], along: NDArray[np.float64]) -> Points:
        """The skirt as a piece of cloth for ``fabrics``."""
        t = np.linspace(0, 1, len(self.left))
        rows = np.clip(along, 0, 1)
        left = np.stack([np.interp(rows, t, self.left[:, i]) for i in (0, 1)], 1)
        right = np.stack([np.interp(rows, t, self.right[:, i]) for i in (0, 1)], 1)
        return np.asarray((left + right) / 2 + (right - left) / 2 * np.sin(across * np.pi / 2)[:, None])

    def along(self, u: float, start: float = 0.0, end: float = 1.0) -> Points:
        """A line down the cloth, ``u`` -1 (left edge) to 1, between two shares of its length."""
        top = np.array(
            [(self.waist[0][0] + self.waist[1][0]) / 2 + (self.waist[1][0] - self.waist[0][0]) / 2 * u * 0.96]
        )
        rows = (self.left + self.right) / 2 + (self.right - self.left) / 2 * u * 0.96
        line_down = np.vstack([top, rows[1:]])
        n = len(line_down) - 1
        first, last = round(start * n), max(round(start * n) + 2, round(end * n))
        return np.asarray(line_down[first : last + 1])


SKIRT_WEAVES = {
    "school": "plaid", "qipao": "brocade", "hospital": "dots", "wedding": "satin", "emperor": "brocade",
    "gown": "satin",
}  # fmt: skip
"""What a skirt is woven of, by the kind of its outfit."""


def draw_skirt(canvas: skia.Canvas, skirt: Skirt, tone: Cloth, outfit: Outfit, light: Direction) -> None:
    """The cloth with its pleats; a gown glitters, a robe has a band at its hem."""
    outline = skirt.outline()
    path = path_of(outline)
    canvas.drawPath(path, stroke(tone.ink, 3.6))
    canvas.drawPath(path, fill(tone.base))
    canvas.save()
    canvas.clipPath(path, True)
    _shade(canvas, outline, tone, light)
    pattern = SKIRT_WEAVES.get(outfit.kind, "")
    length = float(outline[:, 1].max() - outline[:, 1].min())
    weave(canvas, pattern, skirt.piece, tone, outfit.accent, size=(260.0, length))
    _pleats(canvas, skirt, tone)
    if outfit.kind == "gown":
        _glitter(canvas, skirt)
    if outfit.kind == "apron":
        _apron(canvas, skirt)
    if skirt.kind == "wide":
        trim = cloth(outfit.second or "#8c1f2b")
        band = skirt.hem(skirt.left[-1] - [30, 10], skirt.right[-1] + [30, -10]) - [0, 6]
        line(canvas, band, 30, trim.base, 1.0, "even", count=50)
        line(canvas, band - [0, 17], 2.5, outfit.accent, 0.8, "even", count=50)
    canvas.restore()


def _shade(canvas: skia.Canvas, outline: Points, tone: Cloth, light: Direction) -> None:
    x0, x1 = float(outline[:, 0].min()), float(outline[:, 0].max())
    y0, y1 = float(outline[:, 1].min()), float(outline[:, 1].max())
    colours = [tone.soft_shadow, tone.soft_shadow]
    if light[0] < 0:
        across = linear((x0 + (x1 - x0) * 0.4, 0), (x1, 0), colours, None, [0, 0.75])
    else:
        across = linear((x1 - (x1 - x0) * 0.4, 0), (x0, 0), colours, None, [0, 0.75])
    canvas.drawPaint(gradient_fill(across, blend=MULTIPLY))
    down = linear((0, y0), (0, y1), colours, None, [0.25, 0.75])
    canvas.drawPaint(gradient_fill(down, blend=MULTIPLY))


def _pleats(canvas: skia.Canvas, skirt: Skirt, tone: Cloth) -> None:
    random = np.random.default_rng(4)
    count, width = (7, 15.0) if skirt.kind != "pencil" else (3, 9.0)
    for i in range(count):
        u = (i + 0.5) / count * 2 - 1
        curve = skirt.along(u)
        curve[1:-1, 0] += np.sin(np.linspace(0, 3, len(curve) - 2) + i) * random.uniform(2, 7)
        curve[-1, 1] += 26
        fold(canvas, spline(curve, steps=4), width, tone.dark, 0.5, tone.high, 4)
        if i % 2:
            line(canvas, spline(curve[3:], steps=4), 2.0, tone.ink, 0.55, "in")


def _apron(canvas: skia.Canvas, skirt: Skirt) -> None:
    """The white apron that hangs from the waist over the front, with a ruffle."""
    white, t = cloth("#f7f4f4"), np.linspace(0, 1, 12)
    low = 0.84
    left, right = skirt.piece(np.full(12, -0.56), t * low), skirt.piece(np.full(12, 0.56), t * low)
    hem = skirt.piece(np.linspace(-0.56, 0.56, 40), np.full(40, low))
    hem[:, 1] += 12 * np.sin(np.linspace(0, np.pi, 40)) + 3.5 * np.sin(np.linspace(0, 60, 40))
    path = path_of(np.vstack([left, hem[1:-1], right[::-1]]))
    canvas.drawPath(path, fill(white.base))
    canvas.save()
    canvas.clipPath(path, True)
    for u in (-0.4, -0.12, 0.18, 0.44):
        crease = skirt.piece(np.full(8, u), np.linspace(0.02, low, 8))
        fold(canvas, crease, 11, white.dark, 0.5, white.high, 3)
    line(canvas, hem - [0, 26], 1.4, white.ink, 0.5, "even", count=60)
    canvas.restore()
    canvas.drawPath(path, stroke(white.ink, 1.8))


def _glitter(canvas: skia.Canvas, skirt: Skirt) -> None:
    random = np.random.default_rng(4)
    columns = [skirt.along(u) for u in np.linspace(-1, 1, 24)]
    for _ in range(300):
        column = columns[int(random.integers(len(columns)))]
        place = random.uniform(0, len(column) - 1.001)
        k = int(place)
        x, y = (column[k] * (1 - place + k) + column[k + 1] * (place - k) + random.uniform(-6, 6, 2)).tolist()
        canvas.drawCircle(x, y, random.uniform(0.6, 1.8), fill("#ffffff", random.uniform(0.2, 0.8)))


def draw_tails(
    canvas: skia.Canvas,
    body: BodyView,
    legs: Mapping[int, Leg],
    outfit: Outfit,
    below_knee: float,
    light: Direction,
    *,
    from_back: bool = False,
) -> None:
    """The skirts of a long coat, open in the middle (from behind slit below the knee); the torso goes on
    where they begin."""
    tone, wide = cloth(main_colour(outfit)), body.breadth
    length = 1.06 + below_knee / 420
    flat = np.array([1.0, 1.0, NEARNESS])
    for s in sorted((-1, 1), key=lambda side: float(legs[side].knee[2])):
        leg = legs[s]
        thigh = leg.knee - leg.hip
        raised = float(smoothstep(0.25, 0.8, unit(thigh)[2]))
        hang = float(np.linalg.norm(thigh)) * length
        edge = body.flank(s, 24 if body.is_female else 14, 640, 782)
        down = np.array([0.0, hang, 0.0])
        over = thigh * min(1.0, length)
        # Over a raised thigh the cloth lies on it and falls beside the knee.
        end = (leg.hip + down * (1 - raised) + (over * 0.56 + down * 0.1) * raised) * flat
        end_x, end_y = project(end)[0].tolist()
        half = (66 + 26 * (1 - raised)) * (1.0 if body.is_female else 1.14)
        middle = body.space([(0, 640, 0), (0, 742, 0)])
        centre = float(middle[1, 0])
        outer_x = end_x + s * half
        outer = [
            *edge[::5].tolist(),
            ((edge[-1, 0] + outer_x) / 2 + s * 7, (edge[-1, 1] + end_y) / 2),
            (outer_x, end_y),
        ]
        inner_x = centre + s * (3.0 if from_back else 24.0 + 40 * raised)
        bottom = [(outer_x, end_y), ((outer_x + inner_x) / 2, end_y + 14), (inner_x, end_y + 8)]
        inner = [
            (inner_x, end_y + 8),
            (centre + s * (2.0 if from_back else 10.0 + 22 * raised), (middle[1, 1] + end_y) / 2),
            tuple(middle[0] - [s * 2, 0]),
        ]
        shape = np.vstack([spline(outer), spline(bottom)[1:-1], spline(inner)])
        path = path_of(shape)
        canvas.drawPath(path, stroke(tone.ink, 3.4))
        canvas.drawPath(path, fill(tone.base))
        canvas.save()
        canvas.clipPath(path, True)
        shade_side(canvas, body, light, tone.soft_shadow, 0.6)
        for x, drift in ((46, 16), (86, 30)):
            top = body.front([(s * x * wide, 740)])[0]
            foot = np.array([inner_x + (outer_x - inner_x) * (x / 100), end_y + 12])
            fold(
                canvas, [top, (top + foot) / 2 + [s * drift * 0.2, 0], foot], 10, tone.dark, 0.4, tone.high, 3
            )
        canvas.restore()
