"""Wedding clothes, a qipao, robes of scholars and of the throne, on the trunk; a bride's veil."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import fill, path_of, spline, stroke, tapered
from reelwright.stage.people.body import shade_side
from reelwright.stage.people.brush import cloth, fold, line, outlined, shadow, shine, smooth_path
from reelwright.stage.people.casual import belt, buttons, neckline
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.fabrics import lace, weave
from reelwright.stage.people.gowns import bodice, bodice_edges, draw_hanfu, robe_band
from reelwright.stage.people.head import HeadView
from reelwright.stage.people.tailoring import bow_tie, collar, jacket, shirt_front, whole_torso
from reelwright.stage.people.wear import Wear


def draw_wedding(wear: Wear, skin: Complexion) -> None:
    """Hers: satin under lace up to the collar bones. His: a dinner jacket with satin lapels and a flower."""
    b, canvas, tone = wear.body, wear.canvas, wear.main
    if not b.is_female:
        shirt_front(wear, "#f8f7f8")
        for y in (270, 320, 370, 420):
            buttons(wear, [(0, y)], "#2a2430", 2.6)
        collar(wear, "#f8f7f8")
        bow_tie(wear, wear.outfit.second or "#1c1822")
        satin = cloth(mix(tone.base, "#0c0a12", 0.45))
        jacket(wear, lapels=satin, shawl=True)
        _boutonniere(wear, 92, 286)
        return
    top = spline(
        [
            (-112, 312),
            (-98, 288),
            (-66, 276),
            (-32, 298),
            (0, 336),
            (32, 298),
            (66, 276),
            (98, 288),
            (112, 312),
        ]
    )
    bodice(wear, skin, top)
    weave(canvas, "satin", wear.trunk(), tone, wear.outfit.accent, size=(230, 740))
    for s in (-1, 1):
        seam = b.front(spline([(s * 52, 300), (s * 46, 400), (s * 40, 540)]), 4)
        line(canvas, seam, 1.3, tone.ink, 0.4, "flat")
    canvas.restore()
    bodice_edges(wear, top)
    upper = [(-106, 214), (-70, 200), (-38, 204), (0, 222), (38, 204), (70, 200), (106, 214)]
    veil = path_of(
        np.vstack(
            [b.front(spline(upper)), b.armhole(1)[4:], b.front(top[::-1] + [0, 34]), b.armhole(-1)[:3:-1]]
        )
    )
    lace(canvas, veil, tone.base, ground=0.28)
    scallop = b.front(spline(upper), 2)
    for x, y in scallop[::3].tolist():
        canvas.drawCircle(x, y, 5.0, fill(mix(tone.base, "#ffffff", 0.6), 0.9))
        canvas.drawCircle(x, y, 5.0, stroke(mix(tone.ink, tone.base, 0.5), 0.8, 0.7))
    waist = b.front(spline([(-84, 528), (0, 546), (84, 528)]), 8)
    line(canvas, waist, 15, mix(tone.dark, tone.base, 0.55), 0.9, "even", count=40)
    for i, (x, y) in enumerate(waist.tolist()):
        canvas.drawCircle(x, y, 4.0 if i % 2 else 2.6, fill("#fffaf4"))
        canvas.drawCircle(x, y, 4.0 if i % 2 else 2.6, stroke("#9a8a92", 0.7, 0.8))
        canvas.drawCircle(x - 1, y - 1.2, 1.1, fill("#ffffff"))


def _boutonniere(wear: Wear, x: float, y: float) -> None:
    px, py = wear.body.front([(x, y)], 12)[0].tolist()
    leaf = np.array([(0, 2), (-10, 16), (-3, 24), (4, 10)]) + [px, py]
    outlined(wear.canvas, smooth_path(leaf), "#4a7a4f", "#1f3a26", 1.1)
    for i in range(6):
        a = i * 1.047
        petal = (px + 6 * float(np.cos(a)), py + 6 * float(np.sin(a)))
        wear.canvas.drawCircle(*petal, 5.4, fill("#fbeef0"))
        wear.canvas.drawCircle(*petal, 5.4, stroke("#b07a8a", 0.8, 0.8))
    wear.canvas.drawCircle(px, py, 4.2, fill("#f2c8d2"))


def draw_veil(canvas: skia.Canvas, view: HeadView, *, before: bool) -> None:
    """Tulle from the crown: all of it behind the hair, its two edges ``before``."""
    if before:
        for side in (-1, 1):
            edge = [(side * 30, -150, -20), (side * 92, -112, 4), (side * 124, -10, 6), (side * 132, 130,
            20), (side * 150, 330, 20),
                    (side * 190, 330, -10), (side * 168, 120, -30), (side * 146, -20, -40), (side * 104,
                    -126, -40)]  # fmt: skip
            fall = view.space(spline(edge, closed=True))
            canvas.drawPath(path_of(fall), fill("#ffffff", 0.34))
            canvas.drawPath(path_of(fall), stroke("#ffffff", 1.6, 0.8))
        for i in range(9):
            u = (i - 4) / 4
            x, y = view.space([(u * 46, -152 + 15 * u * u, 8 - 8 * abs(u))])[0].tolist()
            canvas.drawCircle(x, y, 5.0 if i % 2 == 0 else 3.4, fill("#fffaf4"))
            canvas.drawCircle(x, y, 5.0 if i % 2 == 0 else 3.4, stroke("#b09aa4", 0.8))
        return
    shape = [(0, -172, -60), (-84, -140, -60), (-140, -30, -70), (-168, 140, -70), (-208, 420, -60),
    (-224, 612, -60), (0, 618, -70),
             (224, 612, -60), (208, 420, -60), (168, 140, -70), (140, -30, -70), (84, -140, -60)]  # fmt: skip
    outline = view.space(spline(shape, closed=True))
    path = path_of(outline)
    canvas.drawPath(path, fill("#ffffff", 0.62))
    canvas.drawPath(path, stroke("#d9d2de", 1.8, 0.9))
    canvas.save()
    canvas.clipPath(path, True)
    for i in range(11):
        u = (i - 5) / 5
        fall = view.space(
            spline([(u * 30, -165, -60), (u * 120, 0, -66), (u * 170, 260, -66), (u * 214, 620, -60)])
        )
        line(canvas, fall, 7.0, "#b9b0c4" if i % 2 else "#ffffff", 0.34)
    canvas.restore()


def draw_qipao(wear: Wear, skin: Complexion) -> None:
    """A stand collar, a slanted opening with knotted buttons, brocade; his a jacket closed in the middle."""
    b, n, k, canvas, tone = wear.body, wear.n, wear.k, wear.canvas, wear.main
    gold = wear.outfit.accent
    whole_torso(wear, tone, loose=3 if b.is_female else 14)
    if b.is_female:
        for s in (-1, 1):
            wear.fold([(s * 98, 340), (s * 82, 388), (s * 44, 400)], 11, 0.42, lit=False)
            wear.fold([(s * 84, 470), (s * 66, 540), (s * 78, 640)], 9, 0.36)
        opening = [(2, 204), (16, 236), (52, 262), (88, 282), (106, 318)]
        knots = [(18, 238), (62, 268), (98, 300)]
    else:
        opening = [(0, 204), (0, 460), (0, 918)]
        knots = [(0, y) for y in (252, 336, 420, 504, 588, 672)]
    edge = b.front(spline(opening), 6)
    line(canvas, edge, 6.0, mix(tone.dark, tone.ink, 0.3), 1.0, "even", count=50)
    line(canvas, edge, 3.4, gold, 1.0, "even", count=50)
    for x, y in knots:
        _frog(wear, x, y, gold)
    stand = np.vstack([b.space(spline([(-n - 8, 166, -10), (0, 210, 36), (n + 8, 166, -10)])),
    b.space(spline([(n + 2, 124, -14), (6, 172, 34)])),
                       b.space(spline([(-6, 172, 34), (-n - 2, 124, -14)]))])  # fmt: skip
    path = path_of(stand)
    canvas.drawPath(path, stroke(tone.ink, 2.6))
    canvas.drawPath(path, fill(mix(tone.base, tone.dark, 0.12)))
    canvas.save()
    canvas.clipPath(path, True)
    shade_side(canvas, b, wear.light, tone.soft_shadow, 0.6)
    canvas.restore()
    for s in (-1, 1):
        line(canvas, b.space(spline([(s * (n + 1), 127, -13), (s * 7, 175, 35)])), 3.4, gold, 1.0, "even")
    _frog(wear, 0, 196, gold, small=True)
    if not b.is_female:
        for s in (-1, 1):
            _roundel(wear, s * 78 * k, 330, 34, gold)


def _frog(wear: Wear, x: float, y: float, colour: Colour, *, small: bool = False) -> None:
    """A knotted button between two loops."""
    px, py = wear.body.front([(x, y)], 12)[0].tolist()
    r = 5.0 if small else 7.5
    for s in (-1, 1):
        for dy in (-0.62, 0.62):
            oval = skia.Rect(
                px + s * r * 1.5 - r * 0.9,
                py + dy * r - r * 0.5,
                px + s * r * 1.5 + r * 0.9,
                py + dy * r + r * 0.5,
            )
            wear.canvas.drawOval(oval, stroke(wear.main.ink, 4.2))
            wear.canvas.drawOval(oval, stroke(colour, 2.5))
    wear.canvas.drawCircle(px, py, r * 0.55, fill(colour))
    wear.canvas.drawCircle(px, py, r * 0.55, stroke(wear.main.ink, 1.0))


def _roundel(wear: Wear, x: float, y: float, radius: float, colour: Colour) -> None:
    """A round badge with a coiled dragon among clouds."""
    px, py = wear.body.front([(x, y)], 8)[0].tolist()
    canvas, dark = wear.canvas, mix(wear.main.dark, "#5a2a10", 0.4)
    canvas.drawCircle(px, py, radius, fill(mix(wear.main.dark, wear.main.base, 0.35), 0.7))
    for width, tone in ((4.6, dark), (2.8, colour)):
        canvas.drawCircle(px, py, radius, stroke(tone, width))
        t = np.linspace(0, 1, 60)
        turn = t * 2.6 * 2 * np.pi + 0.6
        reach = radius * (0.86 - 0.72 * t)
        coil = np.stack([px + np.cos(turn) * reach, py + np.sin(turn) * reach], 1)
        canvas.drawPath(tapered(coil, width * 1.55, lambda t: 0.35 + 0.65 * t, count=80), fill(tone))
        for k in range(9):
            i = 4 + k * 5
            out = (coil[i] - [px, py]) / (np.hypot(*(coil[i] - [px, py])) + 1e-6)
            line(canvas, [coil[i], coil[i] + out * radius * 0.15], width * 0.7, tone, 1.0, "out")
    canvas.drawCircle(px, py, radius * 0.13, fill("#d0344a"))


def draw_robe(wear: Wear, skin: Complexion) -> None:
    """A hanfu: hers with a high sash; his with an open outer robe and a broad belt with jade."""
    draw_hanfu(wear, skin)
    if wear.body.is_female:
        _sash_bow(wear)
        return
    b, k, canvas = wear.body, wear.k, wear.canvas
    outer = cloth(wear.outfit.second or mix(wear.main.base, "#241c2c", 0.55))
    for s in (-1, 1) if b.yaw_deg >= 0 else (1, -1):
        inner = [
            (s * (wear.n + 30), 192),
            (s * 84 * k, 300),
            (s * 86 * k, 450),
            (s * 84 * k, 600),
            (s * 92 * k, 918),
        ]
        half = np.vstack(
            [b.edge(s, 178, 191), b.armhole(s), b.flank(s, 16), b.front(spline(inner[::-1]), 10)]
        )
        path = path_of(half)
        cast = skia.Path(path)
        cast.offset(-wear.lit_side * 4, 5)
        canvas.save()
        canvas.clipPath(path_of(b.torso(12)), True)
        canvas.drawPath(cast, shadow(wear.main.dark, 0.5, 4))
        canvas.restore()
        wear.begin(path, outer.base, 0.6)
        for points, width in (
            ([(s * 106 * k, 270), (s * 98 * k, 400), (s * 104 * k, 560)], 11),
            ([(s * 120 * k, 360), (s * 112 * k, 520)], 9),
        ):
            fold(canvas, b.front(points, 6), width, outer.dark, 0.45, outer.high, 3)
        canvas.restore()
        canvas.drawPath(path, stroke(outer.ink, 1.8))
        trim = b.front(spline(inner), 12)
        line(canvas, trim, 13, outer.ink, 1.0, "even", count=60)
        line(canvas, trim, 10, mix(outer.base, outer.dark, 0.4), 1.0, "even", count=60)
        line(canvas, trim, 1.8, wear.outfit.accent, 0.9, "even", count=60)
    belt(wear, 588, mix(outer.base, "#1c1420", 0.5), 46, buckle=None)
    for x in (-58 * k, 0, 58 * k):
        plate = b.front([(x - 17, 570), (x + 17, 570), (x + 17, 610), (x - 17, 610)], 12)
        outlined(canvas, path_of(plate), "#9fd4b8", "#5a4a1e", 2.2)
        line(canvas, b.front([(x - 10, 576), (x + 8, 576)], 13), 2.0, "#f0fff6", 0.9)


def _sash_bow(wear: Wear) -> None:
    """Ribbons that hang from the knot of the sash."""
    b, canvas, tone = wear.body, wear.canvas, cloth(wear.outfit.second or "#8c1f2b")
    for s, length in ((-1, 200), (1, 236)):
        ribbon = b.front(
            spline([(s * 4, 560), (s * 15, 640), (s * 10, 560 + length * 0.7), (s * 18, 560 + length)]), 14
        )
        line(canvas, ribbon, 17, tone.ink, 1.0, "even", count=50)
        line(canvas, ribbon, 14.4, tone.base, 1.0, "even", count=50)
        line(canvas, ribbon - [3, 0], 3.0, tone.high, 0.5, "flat", count=50)
    for s in (-1, 1):
        loop = [(s * 2, 556), (s * 24, 538), (s * 36, 556), (s * 24, 574), (s * 3, 566)]
        outlined(canvas, smooth_path(b.front(loop, 15)), tone.base, tone.ink, 1.5)
        fold(canvas, b.front([(s * 6, 560), (s * 16, 556), (s * 28, 558)], 16), 5, tone.dark, 0.5, tone.high)


def draw_emperor(wear: Wear, skin: Complexion) -> None:
    """The robe of the throne: a cloud collar, a dragon on the chest, waves, a belt with jade."""
    b, n, k, canvas, tone = wear.body, wear.n, wear.k, wear.canvas, wear.main
    gold, trim = wear.outfit.accent, wear.outfit.second or "#8c1f2b"
    whole_torso(wear, tone, neckline(wear, "v"), loose=5)
    for width, offset, colour in ((13.0, 0.0, "#f6efe6"), (28.0, 18.0, trim)):
        for direction, above in ((1, 4.0), (-1, 9.0)):
            band = [(direction * (n + offset * 0.7), 160 + offset * 0.3),
            (direction * (n + 5 + offset * 0.6), 200),
                    (direction * (16 + offset * 0.4), 262 + offset), (-direction * 20 * k,
                    330 + offset)]  # fmt: skip
            robe_band(wear, band, width, colour, above, ornate=colour == trim)
    _cloud_collar(wear, trim, gold)
    _roundel(wear, 0, 416, 50 if not b.is_female else 40, gold)
    belt(wear, 588, mix(trim, "#1c1420", 0.35), 44, buckle=None)
    for x in (-66 * k, -22 * k, 22 * k, 66 * k):
        plate = b.front([(x - 14, 573), (x + 14, 573), (x + 14, 608), (x - 14, 608)], 12)
        outlined(canvas, path_of(plate), mix(gold, "#ffffff", 0.15), "#5a3a14", 2.0)
        px, py = b.front([(x, 590)], 13)[0].tolist()
        canvas.drawCircle(px, py, 5.5, fill("#7fc4a0" if not b.is_female else "#d0344a"))
        canvas.drawCircle(px - 1.6, py - 1.8, 1.6, fill("#ffffff", 0.9))


def _cloud_collar(wear: Wear, colour: Colour, gold: Colour) -> None:
    """Four lobes over shoulders and chest, embroidered in gold."""
    b, n, k, canvas, tone = wear.body, wear.n, wear.k, wear.canvas, cloth(colour)
    for s in (-1, 1):
        lobe = [(s * (n + 8), 176), (s * 78 * k, 186), (s * 118 * k, 214), (s * 122 * k, 252),
        (s * 98 * k, 270), (s * 92 * k, 300),
                (s * 62 * k, 318), (s * 44 * k, 288), (s * (n + 20), 246)]  # fmt: skip
        shape = b.front(spline(lobe, closed=True), 9)
        path = path_of(shape)
        cast = skia.Path(path)
        cast.offset(-wear.lit_side * 3, 7)
        canvas.drawPath(cast, shadow(wear.main.dark, 0.5, 4))
        wear.begin(path, tone.base, 0.6)
        for x, y, r in ((72 * k, 226, 15.0), (92 * k, 246, 10.0), (66 * k, 272, 12.0)):
            px, py = b.front([(s * x, y)], 10)[0].tolist()
            for t in (0.0, 0.5):
                spiral = np.linspace(0, 4.2, 26)
                reach = r * (1 - spiral / 5.2)
                curl = np.stack(
                    [px + np.cos(spiral * s + t * 6) * reach, py + np.sin(spiral * s + t * 6) * reach], 1
                )
                line(canvas, curl, 2.2, gold, 0.95)
        sheen = b.front([(s * (n + 40), 200), (s * 92 * k, 216), (s * 104 * k, 244)], 10)
        canvas.drawPath(tapered(sheen, 14), shine(tone.high, 0.4, 5))
        canvas.restore()
        canvas.drawPath(path, stroke(tone.ink, 3.6))
        canvas.drawPath(path, stroke(gold, 2.0))
