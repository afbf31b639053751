"""Dresses, hoodies and robes, drawn in body coordinates."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import Points, fill, path_of, spline, stroke, tapered
from reelwright.stage.people.body import draw_skin_torso, shade_side
from reelwright.stage.people.brush import (
    blob,
    cloth,
    fold,
    line,
    shadow,
    shine,
    smooth_path,
)
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.wear import Wear

# ---------------------------------------------------------------- dresses


def draw_dress(wear: Wear, skin: Complexion) -> None:
    top = spline(
        [
            (-112, 306),
            (-100, 290),
            (-64, 274),
            (-32, 292),
            (0, 324),
            (32, 292),
            (64, 274),
            (100, 290),
            (112, 306),
        ]
    )
    bodice(wear, skin, top)
    wear.canvas.restore()
    bodice_edges(wear, top)


def draw_gown(wear: Wear, skin: Complexion) -> None:
    top = spline(
        [
            (-112, 300),
            (-100, 272),
            (-66, 262),
            (-30, 300),
            (0, 356),
            (30, 300),
            (66, 262),
            (100, 272),
            (112, 300),
        ]
    )
    bodice(wear, skin, top)
    random = np.random.default_rng(1)
    for _ in range(260):
        x, y = random.uniform(-110, 110), random.uniform(280, 720)
        px, py = wear.body.front([(x, y)])[0].tolist()
        alpha = random.uniform(0.25, 0.95) * (1 if random.random() < 0.25 else 0.45)
        wear.canvas.drawCircle(px, py, random.uniform(0.5, 1.7), fill("#ffffff", alpha))
    wear.canvas.restore()
    bodice_edges(wear, top)


def bodice(wear: Wear, skin: Complexion, top: Points) -> None:
    """Bare shoulders and a fitted top below ``top``; leaves the clip of the cloth open."""
    b, canvas, tone = wear.body, wear.canvas, wear.main
    draw_skin_torso(canvas, b, skin, wear.light)
    left, right = b.flank(-1, 2) + [-1, 0], b.flank(1, 2) + [1, 0]
    path = path_of(np.vstack([b.front(top), right, left[::-1]]))
    cast = skia.Path()
    cast.addPath(path, 0, -5)
    canvas.save()
    canvas.clipPath(path_of(b.torso(0)), True)
    canvas.drawPath(cast, shadow(skin.shadow, 0.45, 3))
    canvas.restore()
    wear.begin(path, tone.base, 0.62)
    for s in (-1, 1):
        x, y = b.front([(s * 52, 338)])[0].tolist()
        rect = skia.Rect(x - 34, y - 30, x + 30, y + 26)
        canvas.drawOval(rect, shine(tone.high, 0.38 if s == wear.lit_side else 0.22, 11))
        wear.fold([(s * 100, 330), (s * 86, 378), (s * 48, 396), (s * 12, 380)], 12, 0.5, lit=False)
        wear.fold([(s * 92, 420), (s * 70, 470), (s * 66, 540)], 9, 0.4, lit=False)
        wear.fold([(s * 40, 400), (s * 34, 470), (s * 44, 560)], 7, 0.3)
        wear.fold([(s * 70, 560), (s * 60, 640), (s * 74, 740)], 12, 0.4)
    wear.fold([(0, 330), (3, 380), (0, 520)], 6, 0.45, lit=False)


def bodice_edges(wear: Wear, top: Points) -> None:
    """The ink and the lit lip of a fitted top."""
    edge = wear.body.front(top)
    line(wear.canvas, edge, 2.0, wear.main.ink, 1.0, "flat", count=80)
    line(wear.canvas, edge + [0, 4], 1.6, wear.main.high, 0.5, "flat", count=80)
    for s in (-1, 1):
        line(wear.canvas, wear.body.flank(s, 2) + [s, 0], 1.8, wear.main.ink, 1.0, "flat", count=70)


# ---------------------------------------------------------------- hoodie and robe


def draw_hoodie(wear: Wear, skin: Complexion) -> None:
    b, k, n, tone, canvas = wear.body, wear.k, wear.n, wear.main, wear.canvas
    path = path_of(np.vstack([b.front([(0, 214)]), b.torso(22)]))
    wear.begin(path, tone.base)
    wear.seam_shadow()
    for s in (-1, 1):
        wear.fold([(s * 30 * k, 240), (s * 70 * k, 300), (s * 104 * k, 320)], 9, 0.4)
        wear.fold([(s * 96 * k, 420), (s * 50, 450), (s * 10, 440)], 10, 0.35)
        wear.fold([(s * 96 * k, 520), (s * 60, 560), (s * 20, 556)], 10, 0.35, lit=False)
    chest = [(-60 * k, 330), (60 * k, 330), (50 * k, 400), (-50 * k, 400)]
    canvas.drawPath(smooth_path(b.front(chest)), shine(tone.high, 0.10, 18))
    pocket = b.front([(-74 * k, 560), (74 * k, 560), (96 * k, 680), (-96 * k, 680)])
    canvas.drawPath(path_of(pocket), stroke(tone.ink, 1.6, 0.8))
    canvas.restore()
    canvas.drawPath(path, stroke(tone.ink, 1.9))
    cord = mix(wear.outfit.second or "#ffffff", tone.base, 0.12)
    for s in (-1, 1):
        hood = np.vstack(
            [
                b.space([(s * (n - 2), 134, -30), (s * (n + 34), 140, -26), (s * (n + 52), 172, -4)]),
                b.front(
                    [(s * (n + 34), 206), (s * 28, 250), (s * -2, 262), (s * 6, 232), (s * (n - 8), 200)], 10
                ),
            ]
        )
        half = smooth_path(hood)
        canvas.drawPath(half, fill(tone.base))
        canvas.save()
        canvas.clipPath(half, True)
        inner = b.front([(s * (n + 30), 180), (s * (n + 8), 214), (s * 20, 240)], 10)
        fold(canvas, inner, 10, tone.dark, 0.5, tone.high)
        deeper = b.front([(s * (n + 10), 170), (s * (n - 4), 204), (s * 10, 232)], 10)
        fold(canvas, deeper, 8, tone.dark, 0.6)
        if s != wear.lit_side:
            canvas.drawPath(half, shadow(mix("#ffffff", tone.dark, 0.8), 0.35))
        canvas.restore()
        canvas.drawPath(half, stroke(tone.ink, 1.7))
        string = b.front(spline([(s * 15, 246), (s * 20, 300), (s * 17, 360)]), 12)
        canvas.drawPath(tapered(string + [2, 2], 4, "flat"), shadow(tone.dark, 0.6, 1))
        line(canvas, string, 3.6, cord, 1.0, "flat")
        end = np.array([[-2, 0], [2, 0], [2.4, 12], [-2.4, 12]]) + string[-1]
        canvas.drawPath(path_of(end), fill(wear.outfit.accent))


def draw_hanfu(wear: Wear, skin: Complexion) -> None:
    """A crossed robe: wearer's left over right, embroidered bands, a sash."""
    b, k, canvas, tone = wear.body, wear.k, wear.canvas, wear.main
    trim = wear.outfit.second or "#8c1f2b"
    path = path_of(np.vstack([b.front([(0, 300)], 4), b.torso(10)]))
    wear.begin(path, tone.base)
    _embroider(wear)
    wear.seam_shadow(24)
    for s in (-1, 1):
        for points, fold_width in (
            ([(s * 70 * k, 240, 40), (s * 84 * k, 330, 40), (s * 78 * k, 470, 40)], 11),
            ([(s * 40 * k, 380, 40), (s * 60 * k, 450, 40), (s * 56 * k, 520, 40)], 9),
        ):
            fold(canvas, b.space(points), fold_width, tone.dark, 0.4, tone.high, 3)
    canvas.restore()
    canvas.drawPath(path, stroke(tone.ink, 1.9))
    n, lined = wear.n, "#f6efe6"
    layers = ((13.0, 0.0, lined), (26.0 if not b.is_female else 24.0, 17.0, trim))
    for direction, above in ((1, 4.0), (-1, 9.0)):
        for width, offset, colour in layers:
            band = [
                (direction * (n + offset * 0.7), 160 + offset * 0.3),
                (direction * (n + 6 + offset * 0.7), 200),
                (direction * (20 + offset * 0.4), 290 + offset),
                (-direction * 30 * k, 400 + offset),
                (-direction * 80 * k, 500 + offset),
            ]
            robe_band(wear, band, width, colour, above, ornate=colour == trim)
    _sash(wear, trim)


def _embroider(wear: Wear) -> None:
    random = np.random.default_rng(1)
    paint = fill(wear.main.high, 0.26)
    for _ in range(60):
        x, y = random.uniform(-230, 230), random.uniform(220, 780)
        px, py = wear.body.space([(x, y, 20)])[0].tolist()
        size = random.uniform(5, 10)
        for petal in range(5):
            angle = petal * 1.256
            blob(
                wear.canvas,
                px + size * 0.55 * float(np.cos(angle)),
                py + size * 0.55 * float(np.sin(angle)),
                size * 0.31,
                size * 0.31,
                paint,
            )


def robe_band(
    wear: Wear, points: list[tuple[float, float]], width: float, colour: Colour, above: float, *, ornate: bool
) -> None:
    """A band of another cloth along an edge of a robe, embroidered if ``ornate``."""
    b, canvas, tone = wear.body, wear.canvas, cloth(colour)
    middle = b.front(spline(points, steps=10), above)
    path = tapered(middle, width, "even", count=60)
    canvas.save()
    canvas.translate(-wear.lit_side * 3, 5)
    canvas.drawPath(path, shadow(mix("#ffffff", wear.main.dark, 0.8), 0.45, 3))
    canvas.restore()
    canvas.drawPath(path, fill(tone.base))
    canvas.save()
    canvas.clipPath(path, True)
    shade_side(canvas, b, wear.light, mix("#ffffff", tone.dark, 0.8), 0.6)
    canvas.drawPath(
        tapered(middle - [width * 0.2, 0], width * 0.25, "flat", count=60), shine(tone.high, 0.18, 2)
    )
    if ornate:
        for place in middle[2 : len(middle) : 3]:
            x, y = place.tolist()
            canvas.drawCircle(x, y, width * 0.16, fill(wear.outfit.accent, 0.9))
            canvas.drawCircle(x, y, width * 0.28, stroke(wear.outfit.accent, 0.9, 0.7))
    canvas.restore()
    canvas.drawPath(path, stroke(tone.ink, 1.5))


def _sash(wear: Wear, colour: Colour) -> None:
    b, k, canvas, tone = wear.body, wear.k, wear.canvas, cloth(colour)
    shape = [(-96 * k, 520), (0, 532), (96 * k, 520), (98 * k, 600), (0, 614), (-98 * k, 600)]
    path = path_of(b.front(shape, 10))
    canvas.save()
    canvas.clipPath(path, True)
    canvas.drawPath(path, fill(tone.base))
    shade_side(canvas, b, wear.light, mix("#ffffff", tone.dark, 0.8), 0.6)
    for y in (530, 590):
        edge = b.front(spline([(-96 * k, y), (0, y + 10), (96 * k, y)]), 10)
        line(canvas, edge, 5, wear.outfit.accent, 1.0, "flat")
    canvas.restore()
    canvas.drawPath(path, stroke(tone.ink, 1.6))
