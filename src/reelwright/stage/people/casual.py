"""Jumpers, leather jackets, trench coats, office dresses, pyjamas and gowns of a ward, on the trunk."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import fill, path_of, spline, stroke, tapered
from reelwright.stage.people.body import shade_side
from reelwright.stage.people.brush import Cloth, cloth, fold, line, outlined, shadow, shine, smooth_path
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.tailoring import collar, jacket, shirt_front, tie, whole_torso
from reelwright.stage.people.wear import Wear


def neckline(wear: Wear, kind: str) -> list[tuple[float, float]]:
    """The edge of a garment at the neck, from the right to the left of the picture."""
    n = wear.n
    half = {
        "round": [(n + 10, 178), (n - 8, 202), (18, 217)],
        "v": [(n + 9, 176), (n - 10, 214), (12, 274)],
        "wrap": [(n + 12, 176), (n - 4, 212), (14, 262)],
        "scoop": [(n + 26, 184), (n + 8, 222), (24, 252)],
    }[kind]
    depth = {"round": 222, "v": 296, "wrap": 280, "scoop": 262}[kind]
    return [*half, (0, depth), *[(-x, y) for x, y in reversed(half)]]


def edge_band(
    wear: Wear, points: list[tuple[float, float]], width: float, tone: Cloth, ribs: bool = False
) -> None:
    """A band of cloth along an edge."""
    canvas, middle = wear.canvas, wear.body.front(spline(points), 5)
    path = tapered(middle, width, "even", count=70)
    canvas.save()
    canvas.translate(-wear.lit_side * 2, 4)
    canvas.drawPath(path, shadow(mix("#ffffff", wear.main.dark, 0.8), 0.5, 3))
    canvas.restore()
    canvas.drawPath(path, stroke(tone.ink, 2.6))
    canvas.drawPath(path, fill(tone.base))
    canvas.save()
    canvas.clipPath(path, True)
    shade_side(canvas, wear.body, wear.light, tone.soft_shadow, 0.5)
    if ribs:
        way = np.gradient(middle, axis=0)
        normal = np.stack([-way[:, 1], way[:, 0]], 1) / (np.hypot(way[:, 0], way[:, 1])[:, None] + 1e-9)
        for place, out in zip(middle[::2], normal[::2], strict=True):
            line(
                canvas,
                [place - out * width * 0.6, place + out * width * 0.6],
                1.6,
                tone.dark,
                0.5,
                "even",
                count=6,
            )
    canvas.restore()


def buttons(wear: Wear, places: list[tuple[float, float]], colour: Colour, radius: float = 3.0) -> None:
    """Round buttons with four holes' worth of shade."""
    for x, y in wear.body.front(places, 7).tolist():
        wear.canvas.drawCircle(x + 0.8, y + 1.4, radius, fill(wear.main.ink, 0.45))
        wear.canvas.drawCircle(x, y, radius, fill(colour))
        wear.canvas.drawCircle(x, y, radius, stroke(wear.main.ink, 0.8, 0.85))
        wear.canvas.drawCircle(x - radius * 0.3, y - radius * 0.35, radius * 0.3, fill("#ffffff", 0.7))


def patch_pocket(
    wear: Wear, x: float, y: float, width: float, height: float, tone: Cloth, flap: bool = False
) -> None:
    """A pocket sewn on; a flap with a button closes it."""
    corners = [
        (x, y),
        (x + width, y),
        (x + width, y + height * 0.82),
        (x + width / 2, y + height),
        (x, y + height * 0.82),
    ]
    path = path_of(wear.body.front(corners, 3))
    wear.canvas.drawPath(path, fill(mix(tone.base, tone.high, 0.08)))
    wear.canvas.drawPath(path, stroke(tone.ink, 1.2, 0.85))
    if flap:
        lid = [(x - 2, y - 4), (x + width + 2, y - 4), (x + width + 1, y + height * 0.2), (x + width / 2,
        y + height * 0.34),
               (x - 1, y + height * 0.2)]  # fmt: skip
        shape = path_of(wear.body.front(lid, 5))
        wear.canvas.drawPath(shape, fill(mix(tone.base, tone.high, 0.14)))
        wear.canvas.drawPath(shape, stroke(tone.ink, 1.3, 0.9))
        buttons(wear, [(x + width / 2, y + height * 0.18)], mix(tone.base, wear.outfit.accent, 0.7), 2.4)


def belt(wear: Wear, y: float, colour: Colour, width: float, *, buckle: Colour | None = "#d9b36a") -> None:
    """A belt at the height ``y`` with its buckle."""
    reach, tone = 150 * wear.k, cloth(colour)
    middle = wear.body.front(spline([(-reach, y - 6), (-60, y), (0, y + 4), (60, y), (reach, y - 6)]), 8)
    path = tapered(middle, width, "even", count=60)
    canvas = wear.canvas
    canvas.save()
    canvas.clipPath(path_of(wear.body.torso(12)), True)
    canvas.drawPath(
        tapered(middle + [0, width * 0.7], width * 0.7, "even", count=60), shadow(wear.main.dark, 0.5, 4)
    )
    canvas.drawPath(path, stroke(tone.ink, 2.4))
    canvas.drawPath(path, fill(tone.base))
    canvas.drawPath(
        tapered(middle - [0, width * 0.24], width * 0.2, "flat", count=60), shine(tone.high, 0.6, 1)
    )
    canvas.restore()
    if buckle is not None:
        x, at = wear.body.front([(0, y + 4)], 10)[0].tolist()
        half = width * 0.72
        frame = skia.Rect(x - half * 1.15, at - half, x + half * 1.15, at + half)
        canvas.drawRoundRect(frame, 3, 3, stroke(cloth(buckle).ink, 5.0))
        canvas.drawRoundRect(frame, 3, 3, stroke(buckle, 3.2))


def draw_sweater(wear: Wear, skin: Complexion) -> None:
    """Cable knit; hers with a roll neck, his over a shirt's collar."""
    tone, b, n = wear.main, wear.body, wear.n
    if not b.is_female:
        whole_shirt = wear.outfit.second or "#f4f3f5"
        shirt_front(wear, whole_shirt)
        whole_torso(wear, tone, neckline(wear, "v"), loose=18)
        edge_band(wear, neckline(wear, "v"), 15, tone, ribs=True)
        collar(wear, whole_shirt)
        return
    whole_torso(wear, tone, loose=20)
    low, high = (
        [(-n - 6, 150, -12), (0, 214, 34), (n + 6, 150, -12)],
        [(n + 3, 122, -14), (0, 158, 34), (-n - 3, 122, -14)],
    )
    roll = np.vstack([b.space(spline(low)), b.space(spline(high))])
    path = path_of(roll)
    wear.canvas.drawPath(path, stroke(tone.ink, 2.6))
    wear.begin(path, mix(tone.base, tone.high, 0.08), 0.5)
    for u in np.linspace(-1, 1, 17):
        rib = b.space(
            spline(
                [
                    (u * (n + 3), 124 + 34 * (1 - u * u), 34 * (1 - u * u)),
                    (u * (n + 7), 152 + 64 * (1 - u * u), 34 * (1 - u * u)),
                ]
            )
        )
        line(wear.canvas, rib, 2.6, tone.dark, 0.42, "flat")
    crease = b.space(spline([(-n - 4, 140, -8), (0, 188, 36), (n + 4, 140, -8)]))
    line(wear.canvas, crease, 5.0, tone.dark, 0.55)
    line(wear.canvas, crease - [0, 4], 2.0, tone.high, 0.6)
    wear.canvas.restore()


def draw_leather(wear: Wear, skin: Complexion) -> None:
    """A biker's jacket, open over a tee: wide lapels with studs, a slanted zip, a belt at the hem."""
    b, n, k, canvas, tone = wear.body, wear.n, wear.k, wear.canvas, wear.main
    tee = cloth(wear.outfit.second or "#ece8e6")
    whole_tee = path_of(
        np.vstack(
            [
                b.front(spline(neckline(wear, "round"))),
                b.front([(-74 * k, 320), (-60 * k, 920), (60 * k, 920), (74 * k, 320)]),
            ]
        )
    )
    wear.begin(whole_tee, tee.base)
    for s in (-1, 1):
        fold(canvas, b.front([(s * 12, 300), (s * 26, 380), (s * 8, 470)]), 7, tee.dark, 0.4)
    fold(canvas, b.front([(-30, 540), (4, 556), (34, 540)]), 8, tee.dark, 0.4)
    canvas.restore()
    line(canvas, b.front(spline(neckline(wear, "round"))), 5.0, tee.dark, 0.5, "even", count=50)
    line(canvas, b.front(spline(neckline(wear, "round"))), 1.4, tee.ink, 0.9, "even", count=50)
    for s in (-1, 1) if b.yaw_deg >= 0 else (1, -1):
        inner = [
            (s * (n + 8), 190),
            (s * (n + 2), 260),
            (s * 36 * k, 400),
            (s * 40 * k, 600),
            (s * 30 * k, 918),
        ]
        half = np.vstack([b.space([(s * (n + 9), 152, -16)]), b.edge(s, 172, 191), b.armhole(s),
        b.flank(s, 12), b.front([(s * 30 * k, 918)]),
                          b.front(spline(inner[::-1]), 8)])  # fmt: skip
        path = path_of(half)
        wear.begin(path, tone.base, 0.6)
        wear.weave(tone)
        for points, width in (
            ([(s * 118 * k, 340), (s * 80 * k, 420), (s * 44 * k, 440)], 9),
            ([(s * 110 * k, 480), (s * 78 * k, 530), (s * 44 * k, 536)], 9),
        ):
            wear.fold(points, width, 0.5)
        yoke = b.front([(s * (n + 30), 236), (s * 90 * k, 262), (s * 140 * k, 268)], 6)
        line(canvas, yoke, 1.8, tone.ink, 0.8, "flat")
        zip_line = b.front([(s * 66 * k, 420), (s * 104 * k, 400)], 8)
        line(canvas, zip_line, 4.6, tone.ink, 0.9, "even")
        line(canvas, zip_line, 2.4, "#cfd4de", 1.0, "even")
        canvas.restore()
        canvas.drawPath(path, stroke(tone.ink, 1.9))
        teeth = b.front(spline(inner[1:]), 9)
        line(canvas, teeth, 5.0, tone.ink, 1.0, "even", count=60)
        for x, y in teeth[::2].tolist():
            canvas.drawCircle(x, y, 1.35, fill("#d8dde6"))
        flap = [
            (s * (n + 6), 172),
            (s * (n + 34), 196),
            (s * 92 * k, 262),
            (s * 72 * k, 330),
            (s * 40 * k, 372),
            (s * (n - 2), 250),
        ]
        shape = path_of(np.vstack([b.space([(s * (n + 7), 150, -14)]), b.front(flap, 10)]))
        cast = skia.Path(shape)
        cast.offset(-wear.lit_side * 4, 7)
        canvas.save()
        canvas.clipPath(path, True)
        canvas.drawPath(cast, shadow(tone.dark, 0.6, 3))
        canvas.restore()
        canvas.drawPath(shape, fill(mix(tone.base, tone.high, 0.14 if s == wear.lit_side else 0.04)))
        gleam = b.front([(s * (n + 20), 200), (s * 76 * k, 262), (s * 60 * k, 326)], 11)
        canvas.drawPath(tapered(gleam, 13), shine(mix(tone.high, "#e8ecff", 0.5), 0.5, 3))
        canvas.drawPath(shape, stroke(tone.ink, 1.8))
        for place in [(s * 84 * k, 262), (s * 48 * k, 352)]:
            x, y = b.front([place], 12)[0].tolist()
            canvas.drawCircle(x, y, 3.4, fill("#cfd4de"))
            canvas.drawCircle(x, y, 3.4, stroke(tone.ink, 0.9))
            canvas.drawCircle(x - 1, y - 1, 1.0, fill("#ffffff"))


def draw_trench(wear: Wear, skin: Complexion) -> None:
    """Double-breasted, storm flap and epaulettes, a knotted belt."""
    b, k, canvas, tone = wear.body, wear.k, wear.canvas, wear.main
    inner = wear.outfit.second or "#f1ece4"
    shirt_front(wear, inner)
    collar(wear, inner)
    jacket(wear, long=True, wide=True)
    for s in (-1, 1):
        epaulette = b.space(
            [(s * 62 * k, 182, 16), (s * 128 * k, 200, 12), (s * 132 * k, 214, 20), (s * 62 * k, 200, 26)]
        )
        outlined(canvas, smooth_path(epaulette), mix(tone.base, tone.high, 0.1), tone.ink, 1.5)
        x, y = epaulette[0].tolist()
        canvas.drawCircle(x + s * 7, y + 9, 3.0, fill(mix(tone.base, tone.ink, 0.6)))
    flap = b.front(spline([(46 * k, 372), (74 * k, 366), (108 * k, 330), (116 * k, 262)]), 8)
    top = b.front([(104 * k, 204), (70 * k, 196)], 8)
    path = path_of(np.vstack([flap, top]))
    canvas.save()
    canvas.clipPath(path_of(b.torso(12)), True)
    cast = skia.Path(path)
    cast.offset(-wear.lit_side * 3, 7)
    canvas.drawPath(cast, shadow(tone.dark, 0.35, 3))
    canvas.drawPath(path, fill(mix(tone.base, tone.high, 0.05)))
    line(canvas, flap, 1.7, tone.ink, 0.9, "flat", count=50)
    line(canvas, b.front([(46 * k, 372), (52 * k, 300)], 8), 1.5, tone.ink, 0.7, "out")
    canvas.restore()
    buttons(
        wear, [(s * 34 * k, y) for s in (-1, 1) for y in (430, 486, 610)], mix(tone.base, "#2a1a10", 0.6), 5.2
    )
    belt(wear, 552, mix(tone.base, tone.dark, 0.12), 26, buckle="#5a4632")
    for dx, length in ((20, 96), (34, 74)):
        end = b.front(spline([(dx, 556), (dx + 8, 556 + length * 0.6), (dx + 4, 556 + length)]), 12)
        line(canvas, end, 21, tone.ink, 1.0, "even")
        line(canvas, end, 18, tone.base, 1.0, "even")


def draw_office(wear: Wear, skin: Complexion) -> None:
    """Hers a sheath dress with a white collar and a thin belt; his a shirt with tie, badge and braces."""
    b, canvas, tone = wear.body, wear.canvas, wear.main
    if not b.is_female:
        whole_torso(wear, tone)
        _placket(wear, 250)
        tie(wear, wear.outfit.second or "#7a1f2e")
        collar(wear, tone.base)
        belt(wear, 712, "#2a2024", 24)
        badge = b.front([(70, 330), (112, 326), (114, 386), (72, 390)], 8)
        cord = b.front(spline([(54, 200), (72, 270), (92, 330)]), 9)
        line(canvas, cord, 3.4, "#2f4f8a", 1.0, "even")
        outlined(canvas, path_of(badge), "#f7f7fa", "#4a4a5a", 1.4)
        canvas.drawPath(path_of(b.front([(76, 338), (92, 336), (93, 360), (77, 362)], 9)), fill("#8fa6c8"))
        for y in (370, 378):
            line(canvas, b.front([(77, y), (108, y - 3)], 9), 1.8, "#8a8a9a", 0.8, "even")
        return
    whole_torso(wear, tone, neckline(wear, "scoop"), loose=3)
    for s in (-1, 1):
        seam = b.front(
            spline([(s * 108, 300), (s * 62, 350), (s * 50, 440), (s * 46, 545), (s * 60, 720)]), 4
        )
        line(canvas, seam, 1.6, tone.ink, 0.55, "flat", count=60)
        line(canvas, seam - [1.8, 0], 1.6, tone.high, 0.35, "flat", count=60)
        wing = [(s * 3, 252), (s * 20, 286), (s * 62, 262), (s * 78, 214), (s * 60, 186)]
        path = path_of(
            np.vstack(
                [
                    b.front(spline([(s * 63, 186), (s * 46, 226), (s * 26, 250), (s * 3, 262)]), 6),
                    b.front(wing[1:], 9),
                ]
            )
        )
        cast = skia.Path(path)
        cast.offset(-wear.lit_side * 3, 6)
        canvas.drawPath(cast, shadow(tone.dark, 0.5, 3))
        white = cloth(wear.outfit.second or "#f6f3f2")
        outlined(canvas, path, white.base, white.ink, 1.5)
    belt(wear, 545, wear.outfit.accent, 13, buckle="#f2dca0")


def _placket(wear: Wear, top: float) -> None:
    tone = wear.main
    line(wear.canvas, wear.body.front([(0, top), (0, 900)]), 1.5, tone.ink, 0.85, "flat", count=40)
    line(wear.canvas, wear.body.front([(-12, top), (-12, 900)]), 0.9, tone.ink, 0.45, "flat", count=40)
    buttons(wear, [(-6, y) for y in range(int(top) + 20, 760, 62)], mix(tone.high, "#ffffff", 0.4), 2.7)


def draw_pyjamas(wear: Wear, skin: Complexion) -> None:
    """A striped jacket with a notched collar and piping."""
    b, canvas, tone = wear.body, wear.canvas, wear.main
    whole_torso(wear, tone, neckline(wear, "v"), loose=22)
    piping = wear.outfit.second or "#f6f1ee"
    _placket(wear, 300)
    patch_pocket(wear, 46 * wear.k - 8, 372, 50, 58, tone)
    line(canvas, b.front([(46 * wear.k - 8, 378), (46 * wear.k + 42, 378)], 5), 2.6, piping, 1.0, "even")
    n = wear.n
    for s in (-1, 1):
        flap = np.vstack(
            [
                b.space([(s * (n + 6), 148, -14)]),
                b.front(
                    [
                        (s * (n + 24), 196),
                        (s * 70, 236),
                        (s * 58, 252),
                        (s * 62, 268),
                        (s * 2, 312),
                        (s * (n - 10), 222),
                    ],
                    7,
                ),
            ]
        )
        path = path_of(flap)
        cast = skia.Path(path)
        cast.offset(-wear.lit_side * 3, 6)
        canvas.drawPath(cast, shadow(tone.dark, 0.4, 3))
        canvas.drawPath(path, fill(mix(tone.base, tone.high, 0.12)))
        canvas.drawPath(path, stroke(tone.ink, 1.5))
        line(canvas, flap[1:6], 2.4, piping, 1.0, "even", count=40)


def draw_hospital(wear: Wear, skin: Complexion) -> None:
    """A patient's wrap with printed dots, tied at the side, and a name band on the chest."""
    b, k, canvas, tone = wear.body, wear.k, wear.canvas, wear.main
    whole_torso(wear, tone, neckline(wear, "wrap"), loose=24)
    edge_band(wear, neckline(wear, "wrap"), 9, cloth(mix(tone.base, tone.dark, 0.35)))
    wrap = b.front(spline([(6, 284), (40 * k, 380), (66 * k, 500), (74 * k, 620), (76 * k, 900)]), 6)
    canvas.drawPath(tapered(wrap + [3, 3], 9, "even", count=50), shadow(tone.dark, 0.4, 3))
    line(canvas, wrap, 1.7, tone.ink, 0.9, "flat", count=60)
    knot = b.front([(58 * k, 470)], 10)[0]
    for s, length in ((-1, 30), (1, 38)):
        loop = spline(
            np.array([(0, 0), (s * 13, -9), (s * 17, 2), (0, 1), (s * 9, 18), (s * 7, length)]) + knot
        )
        line(canvas, loop, 4.2, tone.ink, 0.9, "even", count=40)
        line(canvas, loop, 2.8, mix(tone.base, "#ffffff", 0.4), 1.0, "even", count=40)
    tag = b.front([(-84 * k, 330), (-40 * k, 326), (-40 * k, 352), (-84 * k, 356)], 6)
    outlined(canvas, path_of(tag), "#ffffff", "#7a8a9a", 1.2)
    line(canvas, b.front([(-78 * k, 337), (-48 * k, 334)], 7), 1.8, "#5a6a8a", 0.8, "even")
    line(canvas, b.front([(-78 * k, 346), (-60 * k, 344)], 7), 1.8, "#5a6a8a", 0.6, "even")
