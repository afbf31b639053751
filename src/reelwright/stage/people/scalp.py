"""A head view with hardly any hair → the bare or close-cropped skull, from before and from behind."""

from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import mix
from reelwright.drawing.ink import MULTIPLY, fill, stroke, tapered_many
from reelwright.stage.people.brush import Direction, blob, shadow
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.hair import HairPalette
from reelwright.stage.people.head import HeadView


def draw_bald_scalp(
    canvas: skia.Canvas, view: HeadView, scalp: skia.Path, skin: Complexion, light: Direction
) -> None:
    """The skull behind the face; the face goes on over it."""
    canvas.drawPath(scalp, stroke(skin.line, 4.0))
    canvas.drawPath(scalp, fill(skin.skin))
    canvas.save()
    canvas.clipPath(scalp, True)
    away = skia.Path(scalp)
    away.offset(light[0] * 34, light[1] * 22)
    canvas.drawPath(scalp, fill(mix("#ffffff", skin.shadow, 0.5), blend=MULTIPLY))
    canvas.drawPath(away, fill(skin.skin, blur=12))
    canvas.restore()


def draw_bald_shine(canvas: skia.Canvas, view: HeadView, skin: Complexion, light: Direction) -> None:
    """The gleam on top and the faint shade of what is shaved."""
    canvas.save()
    canvas.clipPath(view.path, True)
    x, y = view.at(0, -112).tolist()
    canvas.drawOval(
        skia.Rect(x - 74, y - 34, x + 74, y + 26), shadow(mix(skin.shadow, skin.hair, 0.3), 0.2, 14)
    )
    x, y = view.at(30 * light[0], -102).tolist()
    blob(canvas, x, y, 20, 8, fill("#ffffff", 0.55, blur=5))
    blob(canvas, x - 2, y - 1, 9, 3, fill("#ffffff", 0.65, blur=1.6))
    canvas.restore()


def draw_cropped(
    canvas: skia.Canvas, area: skia.Path, palette: HairPalette, light: Direction, *, before: bool = False
) -> None:
    """Hair of a few millimetres over ``area``: one soft tone, a gleam, and short strokes from the crown.

    ``before`` is the part over the brow, whose edge is soft.
    """
    box = area.getBounds()
    canvas.saveLayerAlpha(None, 205 if before else 255)
    if before:
        canvas.drawPath(area, fill(palette.mid, 0.55, blur=3.5))
        canvas.clipPath(area, True)
    else:
        canvas.drawPath(area, stroke(palette.line, 2.0))
    canvas.drawPath(area, fill(mix(palette.base, palette.mid, 0.5), blur=1.5))
    canvas.save()
    canvas.clipPath(area, True)
    lit = skia.Path(area)
    lit.offset(light[0] * 16, 16)
    canvas.drawPath(area, fill(palette.dark, 0.5))
    canvas.drawPath(lit, fill(palette.base, blur=9))
    random = np.random.default_rng(4 if before else 3)
    x = random.uniform(box.left(), box.right(), 620)
    y = random.uniform(box.top(), box.bottom(), 620)
    way = np.stack([x * 0.06, 6 + (y - box.top()) * 0.02], 1)
    roots = np.stack([x, y], 1)
    strokes = np.stack([roots, roots + way * 0.5, roots + way], 1)
    canvas.drawPath(tapered_many(strokes[:460], np.full(460, 1.1)), fill(palette.dark, 0.55))
    canvas.drawPath(tapered_many(strokes[460:], np.full(160, 1.0)), fill(palette.light, 0.4))
    x0 = float(box.centerX()) + 30 * light[0]
    canvas.drawOval(
        skia.Rect(x0 - 34, box.top() + 14, x0 + 34, box.top() + 34), fill(palette.light, 0.35, blur=7)
    )
    canvas.restore()
    canvas.restore()
