"""Shirts, jackets, coats, waistcoats, ties and collars, drawn in body coordinates."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia
from numpy.typing import ArrayLike

from reelwright.casting.documents import Outfit
from reelwright.drawing.colour import Colour, Rgb, mix
from reelwright.drawing.ink import fill, path_of, spline, stroke, tapered
from reelwright.stage.people.body import shade_side
from reelwright.stage.people.brush import (
    Cloth,
    blob,
    cloth,
    fold,
    line,
    outlined,
    shadow,
    shine,
    smooth_path,
)
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.jewellery import draw_tie_bar
from reelwright.stage.people.wear import Wear

# ---------------------------------------------------------------- tailored clothes


def draw_suit(wear: Wear, skin: Complexion) -> None:
    shirt_front(wear, "#f4f3f5")
    if not wear.body.is_female or wear.outfit.second:
        tie(wear, wear.outfit.second or "#7a1f2e")
    collar(wear, "#f4f3f5")
    jacket(wear)


def draw_doctor(wear: Wear, skin: Complexion) -> None:
    under = wear.outfit.colour if wear.outfit.colour != Outfit().colour else "#9cc4d8"
    shirt_front(wear, under)
    collar(wear, under)
    jacket(wear, long=True)
    _stethoscope(wear)


def draw_blazer(wear: Wear, skin: Complexion) -> None:
    inner = cloth(wear.outfit.second or "#f7eee9")
    b = wear.body
    path = path_of(
        np.vstack(
            [
                b.front(
                    [(-36, 215), (-48, 300), (0, 460), (48, 300), (36, 215), (16, 262), (0, 285), (-16, 262)]
                ),
            ]
        )
    )
    wear.begin(path, inner.base)
    for s in (-1, 1):
        fold(wear.canvas, b.front([(s * 12, 292), (s * 18, 340), (s * 6, 420)]), 6, inner.dark, 0.4)
    wear.canvas.restore()
    neckline = b.front(spline([(-36, 215), (-16, 262), (0, 285), (16, 262), (36, 215)]))
    line(wear.canvas, neckline, 1.5, mix(inner.ink, "#50506a", 0.3), 1.0, "flat")
    jacket(wear)


def draw_coat(wear: Wear, skin: Complexion) -> None:
    """A long coat over a roll-neck."""
    inner = cloth(wear.outfit.second or "#2b2731")
    b, n = wear.body, wear.n
    front = path_of(
        np.vstack(
            [
                b.space([(-n - 8, 150, -6)]),
                b.front([(-70 * wear.k, 300), (0, 480), (70 * wear.k, 300)]),
                b.space([(n + 8, 150, -6)]),
            ]
        )
    )
    wear.begin(front, inner.base)
    for s in (-1, 1):
        fold(
            wear.canvas,
            b.front([(s * 16, 240), (s * 26, 320), (s * 8, 410)]),
            7,
            inner.dark,
            0.45,
            inner.high,
        )
    wear.canvas.restore()
    roll = path_of(
        np.vstack(
            [
                b.space(spline([(-n - 3, 126, -12), (0, 142, 26), (n + 3, 126, -12)])),
                b.space(spline([(n + 11, 176, -8), (0, 206, 40), (-n - 11, 176, -8)])),
            ]
        )
    )
    outlined(wear.canvas, roll, inner.base, inner.ink)
    wear.canvas.save()
    wear.canvas.clipPath(roll, True)
    shade_side(wear.canvas, b, wear.light, inner.soft_shadow, 0.7)
    for i in range(-5, 6):
        rib = b.space([(i * n / 5, 128, 10), (i * n / 4.6, 200, 20)])
        line(wear.canvas, rib, 2.0, inner.dark, 0.35, "flat")
    wear.canvas.restore()
    jacket(wear, long=True, wide=True)


def draw_waiter(wear: Wear, skin: Complexion) -> None:
    """White shirt, bow tie, waistcoat."""
    white = cloth("#f4f3f5")
    b = wear.body
    whole_torso(wear, white)
    collar(wear, "#f4f3f5")
    bow_tie(wear, wear.outfit.second or "#201c26")
    k, n = wear.k, wear.n
    for s in (-1, 1):
        half = path_of(
            np.vstack(
                [
                    b.front([(s * (n + 16), 194), (s * (n + 34), 196)]),
                    b.armhole(s)[12:] - [s * 24, 0],
                    b.flank(s, 4),
                    b.front([(s * 40, 900), (s * -4, 720), (s * -3, 400)], 8),
                    b.front(
                        spline([(s * -3, 400), (s * 26 * k, 330), (s * (n + 8), 240), (s * (n + 16), 194)]),
                        6,
                    ),
                ]
            )
        )
        wear.begin(half, wear.main.base)
        wear.fold([(s * 90 * k, 330), (s * 70 * k, 400), (s * 20, 430)], 8, 0.35)
        wear.fold([(s * 84 * k, 480), (s * 50 * k, 520), (s * 10, 520)], 8, 0.35)
        wear.canvas.restore()
        wear.canvas.drawPath(half, stroke(wear.main.ink, 1.7))
    for y in (420, 470, 520, 570):
        x, yy = b.front([(0, y)], 8)[0].tolist()
        wear.canvas.drawCircle(x, yy, 3.6, fill(mix(wear.main.base, wear.main.ink, 0.5)))
        wear.canvas.drawCircle(x - 1, yy - 1, 1.1, fill(wear.main.high, 0.8))


def draw_shirt(wear: Wear, skin: Complexion) -> None:
    """A button-down shirt, open at the neck."""
    whole_torso(wear, wear.main)
    b = wear.body
    open_neck = path_of(b.front(spline([(-22, 186), (-10, 216), (0, 240), (10, 216), (22, 186)])))
    wear.canvas.drawPath(open_neck, fill(skin.skin))
    wear.canvas.save()
    wear.canvas.clipPath(open_neck, True)
    wear.canvas.drawPath(path_of(b.front([(0, 190), (22, 180), (2, 244)])), shadow(skin.shadow, 0.7, 2))
    wear.canvas.restore()
    line(wear.canvas, b.front([(0, 238), (0, 780)]), 1.5, wear.main.ink, 0.85, "flat", count=40)
    line(wear.canvas, b.front([(-11, 250), (-11, 780)]), 0.9, wear.main.ink, 0.4, "flat", count=40)
    for y in (264, 324, 384, 444, 504, 564, 624):
        x, yy = b.front([(-5, y)])[0].tolist()
        wear.canvas.drawCircle(x, yy, 2.6, fill(mix(wear.main.high, "#ffffff", 0.4), 0.95))
        wear.canvas.drawCircle(x, yy, 2.6, stroke(wear.main.ink, 0.7, 0.7))
    collar(wear, wear.main.base, spread=1.25)


def whole_torso(wear: Wear, tone: Cloth, neckline: ArrayLike = (), *, loose: float = 14.0) -> None:
    """Cloth over the whole trunk; ``neckline`` (n, 2), from the right to the left of the picture, leaves
    the skin above it free."""
    b, n, k = wear.body, wear.n, wear.k
    top = (
        b.front(spline(neckline)) if len(np.asarray(neckline)) else b.space([(n + 6, 152, -16), (0, 190, 20)])
    )
    path = path_of(
        np.vstack([b.space([(-n - 6, 152, -16)]), b.torso(loose), b.space([(n + 6, 152, -16)]), top])
    )
    wear.begin(path, tone.base)
    wear.weave(tone)
    for s in (-1, 1):
        seam = b.armhole(s) + [-s * 3, 4]
        wear.canvas.drawPath(
            tapered(seam, 22, "even", count=30), shadow(mix("#ffffff", tone.dark, 0.8), 0.5, 7)
        )
        for points, width in (
            ([(s * 40 * k, 250), (s * 72 * k, 300), (s * 100 * k, 318)], 8),
            ([(s * 92 * k, 360), (s * 66 * k, 420), (s * 30, 440)], 8),
            ([(s * 86 * k, 470), (s * 56 * k, 520), (s * 16, 524)], 9),
            ([(s * 30 * k, 300), (s * 36 * k, 380), (s * 22, 470)], 6),
        ):
            fold(wear.canvas, b.front(points), width, tone.dark, 0.36, tone.high)
    if b.is_female:
        for s in (-1, 1):
            x, y = b.front([(s * 48, 336)])[0].tolist()
            blob(wear.canvas, x, y, 32, 28, shine(tone.high, 0.22 if s == wear.lit_side else 0.1, 11))
            under = b.front([(s * 92, 344), (s * 74, 384), (s * 30, 394)])
            fold(wear.canvas, under, 9, tone.dark, 0.35)
    wear.canvas.restore()
    wear.canvas.drawPath(path, stroke(tone.ink, 1.8))


def shirt_front(wear: Wear, colour: Colour) -> None:
    """The part of a shirt that a jacket leaves free."""
    b, n, k, tone = wear.body, wear.n, wear.k, cloth(colour)
    path = path_of(
        np.vstack(
            [
                b.space([(-n - 4, 140, -10), (-n - 8, 176, 0)]),
                b.front([(-70 * k, 300), (0, 470), (70 * k, 300)]),
                b.space([(n + 8, 176, 0), (n + 4, 140, -10)]),
                b.front([(0, 196)]),
            ]
        )
    )
    wear.begin(path, tone.base)
    for s in (-1, 1):
        fold(wear.canvas, b.front([(s * 16, 250), (s * 24, 320), (s * 10, 400)]), 6, tone.dark, 0.35)
    if wear.body.is_female:
        for y in (230, 275, 320, 365, 410):
            x, yy = b.front([(3, y)])[0].tolist()
            wear.canvas.drawCircle(x, yy, 2.2, fill(tone.dark, 0.8))
        line(wear.canvas, b.front([(0, 205), (0, 440)]), 1.2, shirt_ink(tone), 0.5, "flat")
    wear.canvas.restore()


def shirt_ink(tone: Cloth) -> Rgb:
    return mix(tone.ink, "#50506a", 0.3)


def tie(wear: Wear, colour: Colour) -> None:
    b, tone = wear.body, cloth(colour)
    knot = path_of(b.front([(-13, 192), (13, 192), (9, 222), (-9, 222)], 6))
    blade = path_of(b.front([(-9, 222), (9, 222), (19, 330), (23, 440), (0, 470), (-23, 440), (-17, 330)], 6))
    canvas = wear.canvas
    canvas.save()
    canvas.clipPath(blade, True)
    canvas.drawPath(blade, fill(tone.base))
    for i in range(14):
        y = 225 + i * 20
        stripe = b.front([(-30, y + 22), (30, y - 14), (30, y - 8), (-30, y + 28)], 6)
        canvas.drawPath(path_of(stripe), fill(tone.high, 0.22))
    shade_side(canvas, b, wear.light, mix("#ffffff", tone.dark, 0.8), 0.5)
    shade = b.front([(-4 * wear.lit_side, 225), (-8 * wear.lit_side, 440)], 6)
    canvas.drawPath(tapered(shade, 14, "flat"), shadow(tone.dark, 0.4, 3))
    canvas.restore()
    canvas.drawPath(blade, stroke(tone.ink, 1.3, 0.9))
    outlined(canvas, knot, mix(tone.base, tone.dark, 0.25), tone.ink, 1.3)
    fold(canvas, b.front([(-4, 196), (2, 208), (-2, 220)], 6), 3, tone.dark, 0.6)
    if wear.outfit.has_pin:
        draw_tie_bar(canvas, b)


def bow_tie(wear: Wear, colour: Colour) -> None:
    tone = cloth(colour)
    for s in (-1, 1):
        wing = wear.body.front([(s * 3, 206), (s * 30, 192), (s * 32, 222), (s * 3, 214)], 8)
        outlined(wear.canvas, smooth_path(wing), tone.base, tone.ink, 1.3)
        fold(wear.canvas, wear.body.front([(s * 6, 210), (s * 16, 208), (s * 26, 212)], 8), 4, tone.dark, 0.5)
    knot = wear.body.front([(-6, 202), (6, 202), (5, 218), (-5, 218)], 9)
    outlined(wear.canvas, smooth_path(knot), mix(tone.base, tone.high, 0.2), tone.ink, 1.2)


def collar(wear: Wear, colour: Colour, spread: float = 1.0) -> None:
    b, n, tone = wear.body, wear.n, cloth(colour)
    tip = (34 if not b.is_female else 28) * spread
    for s in (-1, 1):
        wing = np.vstack(
            [
                b.space([(s * (n + 1), 146, -14)]),
                b.front([(s * 2 * spread**4, 193), (s * 16 * spread, 226), (s * tip, 214)], 4),
                b.space([(s * (n + 12), 176, 4)]),
            ]
        )
        path = path_of(wing)
        wear.canvas.drawPath(path, fill(tone.base))
        wear.canvas.save()
        wear.canvas.clipPath(path, True)
        wear.canvas.drawPath(tapered(wing[:2], 20, "flat"), shadow(tone.dark, 0.30, 5))
        if s != wear.lit_side:
            wear.canvas.drawPath(path, shadow(tone.dark, 0.28))
        wear.canvas.restore()
        wear.canvas.drawPath(path, stroke(shirt_ink(tone), 1.4, 0.95))


def jacket(
    wear: Wear, *, long: bool = False, wide: bool = False, lapels: Cloth | None = None, shawl: bool = False
) -> None:
    """Both halves with their lapels, which may be of another cloth or a rounded shawl."""
    b = wear.body
    for s in (-1, 1) if b.yaw_deg >= 0 else (1, -1):
        _jacket_half(wear, s, long, wide, lapels or wear.main, shawl)
    if not b.is_female and wear.outfit.kind == "suit":
        pocket_square(wear)
    button_y = 450.0 if b.is_female else 462.0
    for y in (button_y, button_y + 66) if not wide else (button_y, button_y + 60, button_y + 120):
        x, yy = b.front([(0, y)], 8)[0].tolist()
        wear.canvas.drawCircle(x, yy, 5, fill(mix(wear.main.base, wear.main.ink, 0.5)))
        wear.canvas.drawCircle(x, yy, 5, stroke(wear.main.ink, 1))
        wear.canvas.drawCircle(x - 1.3, yy - 1.3, 1.4, fill(wear.main.high, 0.8))


def _jacket_half(wear: Wear, s: int, long: bool, wide: bool, lapels: Cloth, shawl: bool) -> None:
    b, n, k, tone, canvas = wear.body, wear.n, wear.k, wear.main, wear.canvas
    shoulder = b.edge(s, 172, 191)
    loose = (14.0 if b.is_female else 4.0) + (10.0 if long else 0.0)
    collar_line = spline(
        [
            (s * -2, 452),
            (s * 16 * k, 390),
            (s * 34 * k, 320),
            (s * (n + (6 if b.is_female else 4)), 240),
            (s * (n + 6), 190),
        ]
    )
    outline = np.vstack(
        [
            b.space([(s * (n + 9), 152, -16)]),
            shoulder,
            b.armhole(s),
            b.flank(s, loose),
            b.front([(0, 918)]),
            b.front([(s * -6, 470), (s * -2, 452)], 8),
            b.front(collar_line, 6),
        ]
    )
    path = path_of(outline)
    wear.begin(path, tone.base, 0.6)
    wear.weave(tone)
    canvas.drawPath(
        tapered(b.armhole(s) + [-s * 3, 4], 20, "even", count=30),
        shadow(mix("#ffffff", tone.dark, 0.8), 0.5, 6),
    )
    if b.is_female:
        chest = [(s * 30, 330), (s * 64, 318), (s * 92, 345), (s * 70, 385), (s * 36, 380)]
        canvas.drawPath(smooth_path(b.front(chest)), shine(tone.high, 0.16, 12))
        wear.fold([(s * 88, 350), (s * 76, 400), (s * 66, 500)], 9, 0.35, lit=False)
        wear.fold([(s * 84, 520), (s * 60, 546), (s * 24, 540)], 8, 0.32)
    else:
        chest = [(s * 50, 260), (s * 110, 250), (s * 125, 330), (s * 80, 350)]
        canvas.drawPath(smooth_path(b.front(chest)), shine(tone.high, 0.14, 16))
        wear.fold([(s * 120, 360), (s * 84, 420), (s * 24, 450)], 8, 0.35, lit=False)
        wear.fold([(s * 110, 410), (s * 70, 444), (s * 16, 458)], 6, 0.35, lit=False)
        wear.fold([(s * 118, 520), (s * 80, 548), (s * 30, 540)], 8, 0.32)
    top = b.space([(s * (n + 40), 182, 0), (s * 110 * k, 196, 0), (s * 146 * k, 220, 0)])
    canvas.drawPath(tapered(top, 9), shine(tone.high, 0.22, 4))
    flap = b.front([(s * 62 * k, 560), (s * 104 * k, 552)], 2)
    line(canvas, flap, 2.0, tone.ink, 0.75, "flat")
    canvas.restore()
    canvas.drawPath(path, stroke(tone.ink, 1.8))
    lapel(wear, s, path, wide, lapels, shawl=shawl)


def lapel(wear: Wear, s: int, jacket: skia.Path, wide: bool, tone: Cloth, *, shawl: bool = False) -> None:
    """One lapel, on the half ``jacket``."""
    b, n, canvas = wear.body, wear.n, wear.canvas
    if b.is_female:
        table = [
            (n + 6, 158), (n + 24, 196), (78, 246), (62, 258), (72, 272), (46, 360), (-2, 440), (10, 390),
            (24, 320), (n - 4, 226),
        ]  # fmt: skip
    else:
        table = [
            (n + 7, 156), (n + 30, 196), (108, 246), (86, 262), (100, 278), (62, 370), (-2, 454), (14, 400),
            (34, 320), (n - 4, 226),
        ]  # fmt: skip
    if shawl:
        table[2:5] = [(80, 236), (86, 268), (80, 304)] if b.is_female else [(100, 240), (106, 276), (98, 316)]
    stretch = 1.18 if wide else 1.0
    points = [(s * x * (stretch if 1 <= i <= 5 else 1), y) for i, (x, y) in enumerate(table)]
    outline = np.vstack([b.space([(points[0][0], points[0][1], -14)]), b.front(points[1:], 8)])
    path = path_of(outline)
    cast = skia.Path()
    cast.addPath(path, -wear.lit_side * 4, 7)
    canvas.save()
    canvas.clipPath(jacket, True)
    canvas.drawPath(cast, shadow(mix("#ffffff", tone.dark, 0.8), 0.6, 2.5))
    canvas.restore()
    canvas.save()
    canvas.clipPath(path, True)
    canvas.drawPath(path, fill(mix(tone.base, tone.high, 0.10 if s == wear.lit_side else 0.02)))
    canvas.drawPath(tapered(outline[5:], 16, "flat"), shine(tone.high, 0.16, 5))
    notch = b.front([(s * (n + 26), 200), (s * (64 if b.is_female else 88) * stretch, 258)], 8)
    if shawl:
        sheen = b.front([(s * (n + 22), 206), (s * 78, 260), (s * 62, 330), (s * 26, 420)], 8)
        canvas.drawPath(tapered(sheen, 17), shine(tone.high, 0.5, 5))
    else:
        line(canvas, notch, 1.4, tone.ink, 0.9, "flat")
    shade_side(canvas, b, wear.light, mix("#ffffff", tone.dark, 0.8), 0.5)
    canvas.restore()
    canvas.drawPath(path, stroke(tone.ink, 1.6))
    line(canvas, outline[4:8], 0.9, tone.high, 0.6)


def pocket_square(wear: Wear) -> None:
    b = wear.body
    square = path_of(b.front([(80, 334), (119, 325), (118, 314), (79, 323)], 2))
    outlined(wear.canvas, square, "#f3eee8", "#6a6478", 1)
    line(wear.canvas, b.front([(78, 335), (122, 325)], 3), 4, wear.main.ink, 0.9, "flat")


def _stethoscope(wear: Wear) -> None:
    b, n = wear.body, wear.n
    for s in (-1, 1):
        tube = b.front(
            spline([(s * (n + 16), 190), (s * (n + 18), 250), (s * (n + 2), 330), (s * 20, 372)]), 12
        )
        line(wear.canvas, tube + [2, 3], 6, wear.main.dark, 0.4, "even", count=40)
        line(wear.canvas, tube, 5.4, "#2d3340", 1.0, "even", count=40)
        line(wear.canvas, tube - [1.4, 0], 1.2, "#8d97a8", 0.8, "even", count=40)
    drop = b.front(spline([(-20, 372), (0, 384), (20, 372)]), 14)
    line(wear.canvas, drop, 5.4, "#2d3340", 1.0, "even")
    tail = b.front(spline([(0, 382), (6, 420), (16, 446)]), 14)
    line(wear.canvas, tail, 5.4, "#2d3340", 1.0, "even")
    x, y = tail[-1].tolist()
    for radius, colour in ((12.0, "#5c6676"), (9.0, "#c9d2de"), (5.0, "#eef3f8")):
        wear.canvas.drawCircle(x, y + 6, radius, fill(colour))
