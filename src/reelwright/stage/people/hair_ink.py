"""Ribbons of hair → ink, tone and gloss on a canvas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import skia
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import ConvexHull, QhullError

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import (
    Points,
    fill,
    gradient_fill,
    linear,
    path_of,
    resample,
    spline,
    stroke,
    tapered,
    tapered_many,
)
from reelwright.stage.people.brush import Direction, smooth_path
from reelwright.stage.people.hair import SAMPLES, Hair, HairPalette, Lock
from reelwright.stage.people.head import HeadView

_HAIRLINE = (
    (-92, 30, -20), (-88, 4, -2), (-82, -18, 14), (-76, -40, 30), (-64, -70, 50), (-40, -90, 67),
    (0, -97, 73), (40, -90, 67), (64, -70, 50), (76, -40, 30), (82, -18, 14), (88, 4, -2), (92, 30, -20),
)  # fmt: skip
# Receded at the temples and thin behind the brow.
_HIGH_HAIRLINE = (
    (-84, 40, -30), (-82, 12, -6), (-80, -14, 10), (-79, -48, 14), (-70, -92, 10), (-46, -116, 26),
    (0, -119, 46), (46, -116, 26), (70, -92, 10), (79, -48, 14), (80, -14, 10), (82, 12, -6), (84, 40, -30),
)  # fmt: skip


def lock_path(lock: Lock) -> skia.Path:
    """The ribbon's area."""
    return path_of(np.vstack([lock.left, lock.right[::-1]]))


def cap_paths(view: HeadView, grow: float = 4.5, hairline_name: str = "low") -> tuple[skia.Path, skia.Path]:
    """The whole scalp (behind everything) and the part of it above the hairline (over the brow)."""
    rows = view.heights[: len(view.skull)] < 16
    points = view.skull[rows][..., :2].reshape(-1, 2)
    rim = points[ConvexHull(points).vertices]
    outward = rim - rim.mean(0)
    rim = rim.mean(0) + outward * (1 + grow / np.hypot(*outward.T))[:, None]
    scalp = path_of(spline(resample(np.vstack([rim, rim[:1]]), 40)[:-1], closed=True, steps=6))
    if hairline_name == "none":
        return scalp, skia.Path()
    line_on_skull = np.array(_HIGH_HAIRLINE if hairline_name == "high" else _HAIRLINE, dtype=float)
    hairline = view.pose.project(spline(line_on_skull))
    seen = hairline[hairline[:, 2] > -30][:, :2]
    top = min(seen[:, 1].min(), rim[:, 1].min()) - 60
    (x0, y0), (x1, y1) = seen[0].tolist(), seen[-1].tolist()
    above = np.vstack([seen, [[x1 + 200, y1], [x1 + 200, top], [x0 - 200, top], [x0 - 200, y0]]])
    # Only what lies on the face: beside it the scalp is behind, and a block of it would come and go.
    return scalp, skia.Op(view.path, path_of(above), skia.kIntersect_PathOp)


def nape_path(view: HeadView) -> skia.Path:
    """The back of the head between ear and neck, as a turned head shows it."""
    rim = _hull([view.nape])
    return skia.Path() if rim is None else path_of(rim)


def fringe_shadow(locks: Iterable[Lock], forehead: skia.Path, light: Direction) -> skia.Path:
    """The shadow that the front hair throws on the face."""
    path = skia.Path()
    for lock in locks:
        if lock.layer == "front" and lock.section.casts_shadow:
            path.addPath(lock_path(lock), -light[0] * 7, 8.5)
    path.addPath(forehead, 0, 3)
    return path


def ground_of(locks: Sequence[Lock], below_y: float) -> skia.Path:
    """The hull of all hair above ``below_y``: drawn under the ribbons, it closes the gaps."""
    points = [
        np.vstack([lock.left, lock.right])[np.r_[lock.heights, lock.heights] < below_y] for lock in locks
    ]
    rim = _hull(points)
    return skia.Path() if rim is None else path_of(resample(np.vstack([rim, rim[:1]]), 120)[:-1])


def draw_layer(
    canvas: skia.Canvas,
    locks: Sequence[Lock],
    layer: str,
    palette: HairPalette,
    light: Direction,
    *,
    hair: Hair | None = None,
    view: HeadView | None = None,
    bare_skin: skia.Path | None = None,
    detail: float = 1.0,
) -> None:
    """All ribbons of one layer, far to near. ``detail`` < 1 leaves out strands nobody can see; at 0 all is
    flat ink, for outlines."""
    chosen = sorted((lock for lock in locks if lock.layer == layer), key=lambda lock: lock.depth)
    ink_width = 1.7
    if hair is not None and view is not None:
        _draw_ground(canvas, locks, layer, hair, view, bare_skin, ink_width)
    line_paint = fill(palette.line)
    for lock in chosen:
        canvas.drawPath(_ink_path(lock, ink_width * 1.9), line_paint)
    if hair is not None and view is not None:
        for path, shade in _mass_paths(hair, view, layer):
            canvas.drawPath(path, fill(mix(palette.base, palette.dark, min(1, 0.75 + shade))))
    if detail > 0:
        for lock in chosen:
            _draw_lock(canvas, lock, palette, light, detail)


def draw_flyaways(
    canvas: skia.Canvas, locks: Sequence[Lock], palette: HairPalette, count: int = 10, seed: int = 5
) -> None:
    """A few single hairs that left their ribbon."""
    random = np.random.default_rng(seed)
    ribbons = sorted({lock.seed for lock in locks if lock.section.layer != "back"})
    whole = {lock.seed: lock for lock in locks if lock.layer == "front" and not lock.is_cut}
    paint = fill(palette.mid, 0.8)
    for _ in range(count if ribbons else 0):
        # The same hair in every pose, or none: it must not jump to another ribbon in a turn.
        chosen = ribbons[int(random.integers(len(ribbons)))]
        start = int(random.integers(2, 10))
        away, bend = random.normal(0, 1, 2), random.normal(0, 7, 2)
        if chosen in whole:
            hair = whole[chosen].middle[start : start + 12] + away
            hair = hair + np.linspace(0, 1, len(hair))[:, None] ** 2 * bend
            canvas.drawPath(tapered(hair, 0.9, count=16), paint)


def _draw_ground(
    canvas: skia.Canvas,
    locks: Sequence[Lock],
    layer: str,
    hair: Hair,
    view: HeadView,
    bare_skin: skia.Path | None,
    ink_width: float,
) -> None:
    """What lies under the ribbons so that there are no holes: the crown, the curtain, hulls."""
    palette = hair.palette
    if layer in ("mid", "front") and hair.crown_y:
        crown = [
            np.vstack([lock.left, lock.right])[np.r_[lock.heights, lock.heights] < hair.crown_y]
            for lock in locks
            if lock.section.layer in ("auto", "front")
            and lock.section.covers_crown
            and (layer == "mid" or lock.layer == "front")
        ]
        rim = _hull(crown)
        if rim is not None:
            dense = resample(np.vstack([rim, rim[:1]]), 140)[:-1]
            path = path_of(gaussian_filter1d(dense, 5.0, axis=0, mode="wrap"))
            canvas.save()
            if layer == "front" and abs(view.pose.yaw_deg) > 12:
                # Beyond the face of a turned head lies hair of its own: only the top goes over it.
                top = skia.Path()
                top.addRect(skia.Rect(-300, -400, 300, -108))
                canvas.clipPath(skia.Op(view.path, top, skia.kUnion_PathOp), True)
            _fill_ground(canvas, path, palette, 0.6, bare_skin, stroke(palette.line, ink_width))
            canvas.restore()
    if layer == "back" and hair.curtain is not None:
        a, b = (view.space(resample(spline(guide), 24)) for guide in hair.curtain)
        inside = path_of(np.vstack([a[5:], b[5:][::-1]]))
        canvas.drawPath(inside, fill(mix(palette.base, palette.dark, 0.95)))
    for section in hair.sections:
        if not section.has_hull:
            continue
        own = [np.vstack([k.left, k.right]) for k in locks if k.section is section and k.layer == layer]
        rim = _hull(own)
        if rim is not None:
            edge = stroke(palette.line, ink_width, round_ends=False)
            edge.setStrokeJoin(skia.Paint.kMiter_Join)
            path = smooth_path(resample(rim, 30), steps=6)
            _fill_ground(canvas, path, palette, 0.55, bare_skin, edge)


def _fill_ground(
    canvas: skia.Canvas,
    path: skia.Path,
    palette: HairPalette,
    darkness: float,
    bare_skin: skia.Path | None,
    edge: skia.Paint,
) -> None:
    canvas.save()
    if bare_skin is not None:
        canvas.clipPath(bare_skin, skia.ClipOp.kDifference, True)
    canvas.drawPath(path, edge)
    canvas.drawPath(path, fill(mix(palette.base, palette.dark, darkness)))
    canvas.restore()


def _hull(groups: Sequence[Points]) -> Points | None:
    points = np.vstack(groups) if groups else np.zeros((0, 2))
    if len(points) <= 8:
        return None
    try:
        return np.asarray(points[ConvexHull(points).vertices])
    except QhullError:
        return None


def _mass_paths(hair: Hair, view: HeadView, layer: str) -> list[tuple[skia.Path, float]]:
    masses = []
    for section in hair.sections:
        if section.layer != layer or not section.is_mass:
            continue
        guides = [view.space(resample(spline(guide), 20)) for guide in section.guides]
        cut = 13
        ends = np.array([guide[cut - 1] for guide in guides[1:-1]]).reshape(-1, 2)
        outline = np.vstack([guides[0][:cut], ends, guides[-1][:cut][::-1]])
        masses.append((path_of(outline), section.shade))
    return masses


def _ink_path(lock: Lock, ink: float) -> skia.Path:
    """The ribbon grown by the ink, less where it is thin: tips must not turn heavy."""
    a, b = lock.left, lock.right
    across = a - b
    width = np.hypot(across[:, 0], across[:, 1]) + 1e-6
    tangent = np.gradient((a + b) / 2, axis=0)
    length = np.hypot(tangent[:, 0], tangent[:, 1]) + 1e-6
    normal = np.stack([-tangent[:, 1] / length, tangent[:, 0] / length], 1)
    sign = np.sign((normal * across).sum(1))
    normal = normal * np.where(sign == 0, 1, sign)[:, None]
    grow = (ink * 0.5 * np.clip(width / (ink * 1.8), 0.08, 1))[:, None]
    return path_of(np.vstack([a + normal * grow, (b - normal * grow)[::-1]]))


def _draw_lock(
    canvas: skia.Canvas, lock: Lock, palette: HairPalette, light: Direction, detail: float
) -> None:
    section = lock.section
    random = np.random.default_rng(lock.seed)
    middle, left, right = lock.middle, lock.left, lock.right
    width = np.hypot(*(left - right).T)
    widest = float(width.max())
    side = float(np.clip(middle[12, 0] / 95, -1.2, 1.2)) * np.sign(light[0])
    clump_seed = lock.seed // 1000 * 7 + (lock.index // section.clump_size) * 3 + 5
    clump_tone = np.random.default_rng(clump_seed).uniform(-0.15, 0.15)
    tone = random.uniform(-0.05, 0.05) + clump_tone + 0.18 * side - section.shade
    if tone > 0:
        base = mix(palette.base, palette.light, tone * 1.1)
    else:
        base = mix(palette.base, palette.dark, min(1, -tone * 1.5))
    root = mix(base, palette.dark, 0.40 + section.root)
    tip = mix(base, palette.dark if section.layer == "back" else palette.tip, 0.45)
    start, end = middle[0], middle[-1]
    if np.hypot(*(end - start)) < 1:
        end = start + np.array([0, 1])
    tones = linear(start, end, [root, base, mix(base, palette.light, 0.14), tip], [0, 0.26, 0.58, 1])
    canvas.drawPath(lock_path(lock), gradient_fill(tones))
    far, near = (right, left) if light[0] < 0 else (left, right)
    if widest > 1.6:
        _draw_form(canvas, far, near, palette)
        if detail > 0.45:
            _draw_strands(canvas, lock, palette, widest, random, detail)
        _draw_gloss(canvas, lock, palette, width, side, random)
    canvas.drawPath(tapered(far, 0.9, count=20), fill(palette.line, 0.62))
    if detail > 0.45:
        canvas.drawPath(tapered(near, 0.6, count=20), fill(palette.line, 0.30))


def _draw_form(canvas: skia.Canvas, far: Points, near: Points, palette: HairPalette) -> None:
    """Dark on the far side of a ribbon, light on the near one."""

    def band(a: float, b: float) -> skia.Path:
        return path_of(np.vstack([far * (1 - a) + near * a, (far * (1 - b) + near * b)[::-1]]))

    canvas.drawPath(band(0, 0.38), fill(palette.dark, 0.30))
    canvas.drawPath(band(0, 0.15), fill(palette.line, 0.28))
    canvas.drawPath(band(0.78, 0.60), fill(palette.light, 0.16))


def _draw_strands(
    canvas: skia.Canvas,
    lock: Lock,
    palette: HairPalette,
    widest: float,
    random: np.random.Generator,
    detail: float,
) -> None:
    section = lock.section
    wanted = section.strands if widest > 5 else max(1, section.strands - 2)
    count = max(1, round(wanted * detail))
    across = random.uniform(0.12, 0.9, count)
    first = random.uniform(0, 0.35, count) * (SAMPLES - 1)
    last = random.uniform(0.6, 1.0, count) * (SAMPLES - 1)
    is_dark = random.random(count) < 0.55
    lines = _along(lock, across, first, last, 12)
    width = min(1.6, widest * 0.10) + 0.3
    for chosen, colour in ((is_dark, palette.dark), (~is_dark, palette.light)):
        if chosen.any():
            strokes = tapered_many(lines[chosen], np.full(int(chosen.sum()), width))
            canvas.drawPath(strokes, fill(colour, 0.26))


def _along(lock: Lock, across: Points, first: Points, last: Points, count: int) -> Points:
    """Lines on a ribbon, (n, count, 2): ``across`` 0..1 between its edges, from sample to sample."""
    where = first[:, None] + (last - first)[:, None] * np.linspace(0, 1, count)[None]
    low = np.minimum(where.astype(int), SAMPLES - 2)
    rest = (where - low)[..., None]
    left = lock.left[low] * (1 - rest) + lock.left[low + 1] * rest
    right = lock.right[low] * (1 - rest) + lock.right[low + 1] * rest
    weight = across[:, None, None]
    return np.asarray(left * (1 - weight) + right * weight)


def _draw_gloss(
    canvas: skia.Canvas,
    lock: Lock,
    palette: HairPalette,
    width: Points,
    side: float,
    random: np.random.Generator,
) -> None:
    """Four broken strokes where the ribbon crosses a glossy band."""
    section = lock.section
    for band in section.highlights:
        distance = np.abs(lock.heights - band - random.normal(0, 2.0))
        if band < 0:
            distance[SAMPLES * 2 // 3 :] += 1e3
        at = int(distance.argmin())
        if distance[at] > 9:
            continue
        upper = band < 0
        length = (2.2 + random.random() * 1.3) * section.gloss_length * (1 if upper else 1.2)
        across = 0.14 + 0.72 * (np.arange(4) + 0.5) / 4 + random.uniform(-0.06, 0.06, 4)
        reach = length * (0.55 + 0.65 * random.random(4))
        first = np.maximum(0.0, at - reach + random.normal(0, 0.5, 4))
        last = np.minimum(SAMPLES - 1.0, at + reach * 0.9)
        long_enough = last - first >= 1
        if not long_enough.any():
            continue
        lines = _along(lock, across[long_enough], first[long_enough], last[long_enough], 10)
        alpha = (0.50 if upper else 0.28) * (1 + 0.35 * side) * section.gloss
        # Neighbours in two paths: where two strokes overlap, the gloss is brighter.
        paint, stroke_width = fill(palette.gloss, alpha), width[at] * 0.27 + 0.5
        for alternate in (lines[::2], lines[1::2]):
            if len(alternate):
                canvas.drawPath(tapered_many(alternate, np.full(len(alternate), stroke_width)), paint)
