"""The kind of a beard and a head view → stubble, moustache, goatee, full or long beard on the face."""

from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import Rgb, mix, multiply
from reelwright.drawing.ink import Points, fill, path_of, spline, tapered, tapered_many
from reelwright.stage.people.brush import line, shadow
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.head import HeadView

_ON_JAW = ("stubble", "full", "long")
_ON_LIP = ("stubble", "full", "long", "goatee", "moustache")


def draw_beard(canvas: skia.Canvas, view: HeadView, skin: Complexion, kind: str) -> None:
    """What grows on the skin; the canvas is clipped to the face. Unknown kinds are drawn as ``full``."""
    colour = mix(multiply(skin.hair, "#d8ccd0"), skin.deep, 0.25)
    if kind == "long":
        colour = mix(mix(skin.hair, "#ffffff", 0.30 * skin.wrinkles), skin.deep, 0.12)
    if kind == "stubble":
        _stubble(canvas, view, skin, colour)
        return
    canvas.save()
    canvas.clipPath(_round_lips(view, skin), skia.ClipOp.kDifference, True)
    if kind not in ("goatee", "moustache"):
        _mass(canvas, view, _jaw(view, skin), colour)
        _hairs(canvas, view, skin, colour)
    if kind == "goatee":
        _mass(canvas, view, _chin(view, skin), colour)
        _chin_hairs(canvas, view, skin, colour)
    if kind in ("goatee", "moustache", "long"):
        _moustache(canvas, view, skin, colour)
    canvas.restore()


def draw_long_beard(canvas: skia.Canvas, view: HeadView, skin: Complexion) -> None:
    """The part of a long beard that hangs below the chin."""
    chin = view.model.chin_y + view.jaw_drop
    colour = mix(mix(skin.hair, "#ffffff", 0.30 * skin.wrinkles), skin.deep, 0.08)
    dark = mix(colour, skin.line, 0.55)
    depth = float(view.model.depth(0, chin - 14, view.jaw_drop))
    shape = view.space(
        spline(
            [(0, chin - 9, depth), (-22, chin - 13, depth - 6), (-40, chin - 30, depth - 20),
             (-38, chin + 12, depth - 8), (-27, chin + 62, depth), (-11, chin + 112, depth + 2),
             (2, chin + 136, depth + 2), (13, chin + 108, depth + 2), (27, chin + 60, depth),
             (38, chin + 12, depth - 8), (40, chin - 30, depth - 20), (22, chin - 13, depth - 6)],
            closed=True,
        )
    )  # fmt: skip
    path = path_of(shape)
    canvas.drawPath(tapered(shape, 3.4, "flat", count=60), fill(dark, 0.9))
    canvas.drawPath(path, fill(colour))
    canvas.save()
    canvas.clipPath(path, True)
    for i in range(17):
        u = (i - 8) / 8
        strand = view.space(
            spline(
                [(u * 36, chin - 12 - 16 * abs(u), depth), (u * 31, chin + 20, depth),
                 (u * 20, chin + 70, depth), (u * 4 + 2, chin + 120, depth)]
            )
        )  # fmt: skip
        if i % 3 == 1:
            line(canvas, strand, 4.0, mix(colour, "#ffffff", 0.35), 0.55)
        else:
            line(canvas, strand, 2.2, dark, 0.34)
    canvas.restore()


def _round_lips(view: HeadView, skin: Complexion) -> skia.Path:
    y = skin.mouth_y
    rim = [(-25, y - 2), (0, y - 8), (25, y - 2), (17, y + 12), (0, y + 14), (-17, y + 12)]
    return path_of(view.along(spline(rim, closed=True), 2))


def _jaw(view: HeadView, skin: Complexion) -> Points:
    y, chin = skin.mouth_y, view.model.chin_y
    outer = [(-84, 30), (-80, 60), (-66, 96), (-30, chin + 14), (0, chin + 18), (30, chin + 14), (66, 96),
             (80, 60), (84, 30)]  # fmt: skip
    inner = [(74, 34), (64, 62), (46, 78), (30, y - 12), (12, y - 14), (0, y - 12), (-12, y - 14),
             (-30, y - 12), (-46, 78), (-64, 62), (-74, 34)]  # fmt: skip
    return np.vstack([view.along(spline(outer), 0), view.along(spline(inner), 1)])


def _chin(view: HeadView, skin: Complexion) -> Points:
    y, chin = skin.mouth_y, view.model.chin_y
    return view.along(
        spline(
            [(-25, y + 4), (-27, y + 18), (-19, chin + 2), (0, chin + 9), (19, chin + 2), (27, y + 18),
             (25, y + 4), (13, y + 15), (0, y + 17), (-13, y + 15)], closed=True,
        )
    )  # fmt: skip


def _mass(canvas: skia.Canvas, view: HeadView, shape: Points, colour: Rgb) -> None:
    path = path_of(shape)
    canvas.drawPath(path, fill(colour, 0.55, blur=3.0))
    canvas.drawPath(path, fill(colour, 0.35, blur=1.0))


def _comb(canvas: skia.Canvas, view: HeadView, roots: Points, colour: Rgb, length: float, seed: int) -> None:
    """Short hairs that grow down and outwards from ``roots`` (n, 2)."""
    random = np.random.default_rng(seed)
    n = len(roots)
    tips = roots + np.stack(
        [roots[:, 0] * 0.05 + random.normal(0, 1, n), random.uniform(0.7, 1.2, n) * length], 1
    )
    bend = (roots + tips) / 2 + np.stack([random.normal(0, 0.8, n), np.zeros(n)], 1)
    hairs = np.stack([view.along(p, 1.5) for p in (roots, bend, tips)], 1)
    dark, bright = fill(mix(colour, "#100a10", 0.3), 0.55), fill(mix(colour, "#ffffff", 0.25), 0.35)
    canvas.drawPath(tapered_many(hairs[::2], np.full(len(hairs[::2]), 1.3)), dark)
    canvas.drawPath(tapered_many(hairs[1::4], np.full(len(hairs[1::4]), 1.3)), bright)


def _hairs(canvas: skia.Canvas, view: HeadView, skin: Complexion, colour: Rgb) -> None:
    random, y = np.random.default_rng(8), skin.mouth_y
    x = random.uniform(-72, 72, 150)
    top = np.interp(np.abs(x), [0, 12, 30, 46, 64, 74], [y - 11, y - 13, y - 10, 80, 62, 36])
    _comb(canvas, view, np.stack([x, top + random.uniform(0, 46, len(x))], 1), colour, 8.5, 9)


def _chin_hairs(canvas: skia.Canvas, view: HeadView, skin: Complexion, colour: Rgb) -> None:
    random, y = np.random.default_rng(6), skin.mouth_y
    x = random.uniform(-23, 23, 70)
    _comb(canvas, view, np.stack([x, y + 13 + random.uniform(0, 20, len(x))], 1), colour, 8.0, 7)


def _moustache(canvas: skia.Canvas, view: HeadView, skin: Complexion, colour: Rgb) -> None:
    """Two wings from under the nose to past the corners of the mouth."""
    y = skin.mouth_y
    for s in (-1, 1):
        wing = [(s * 0.5, y - 15), (s * 12, y - 14.5), (s * 23, y - 8), (s * 30, y + 3), (s * 25, y + 1),
                (s * 14, y - 6.5), (s * 0.5, y - 7.5)]  # fmt: skip
        path = path_of(view.along(spline(wing, closed=True), 3))
        canvas.drawPath(path, fill(colour, 0.9, blur=0.5))
        for k in range(6):
            t = k / 5
            hair = [
                (s * (1 + 9 * t), y - 14 + 2 * t),
                (s * (12 + 8 * t), y - 12 + 4 * t),
                (s * (22 + 7 * t), y - 6 + 7 * t),
            ]
            line(
                canvas,
                view.along(spline(hair), 4),
                1.3,
                mix(colour, "#0c070c" if k % 3 else "#ffffff", 0.35),
                0.6,
            )


def _stubble(canvas: skia.Canvas, view: HeadView, skin: Complexion, colour: Rgb) -> None:
    canvas.save()
    canvas.clipPath(_round_lips(view, skin), skia.ClipOp.kDifference, True)
    path = path_of(_jaw(view, skin))
    canvas.drawPath(path, shadow(mix(skin.shadow, colour, 0.55), 0.42, 6))
    random, y = np.random.default_rng(4), skin.mouth_y
    x = random.uniform(-74, 74, 260)
    top = np.interp(np.abs(x), [0, 12, 30, 46, 64, 74], [y - 11, y - 13, y - 9, 82, 66, 42])
    dots = view.along(np.stack([x, top + random.uniform(0, 44, len(x))], 1), 1)
    paint = fill(mix(colour, "#0c070c", 0.2), 0.42)
    for px, py in dots.tolist():
        canvas.drawCircle(px, py, 0.75, paint)
    canvas.restore()
