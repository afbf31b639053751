"""An outfit and a body → the clothes on the torso, front and back, drawn in body coordinates."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

from collections.abc import Callable

import numpy as np
import skia

from reelwright.casting.documents import Outfit
from reelwright.drawing.colour import mix
from reelwright.drawing.ink import path_of, spline, stroke, tapered
from reelwright.stage.people.backs import draw_back_details
from reelwright.stage.people.body import BodyView, draw_skin_torso
from reelwright.stage.people.brush import (
    Direction,
    cloth,
    line,
    outlined,
    shadow,
    shine,
    smooth_path,
)
from reelwright.stage.people.casual import (
    draw_hospital,
    draw_leather,
    draw_office,
    draw_pyjamas,
    draw_sweater,
    draw_trench,
)
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.finery import draw_emperor, draw_qipao, draw_robe, draw_wedding
from reelwright.stage.people.gowns import draw_dress, draw_gown, draw_hoodie
from reelwright.stage.people.tailoring import (
    draw_blazer,
    draw_coat,
    draw_doctor,
    draw_shirt,
    draw_suit,
    draw_waiter,
)
from reelwright.stage.people.uniforms import draw_apron, draw_school, draw_uniform
from reelwright.stage.people.wear import Wear, is_bare, main_colour, worn_kind


def draw_clothes(
    canvas: skia.Canvas, body: BodyView, skin: Complexion, light: Direction, outfit: Outfit
) -> None:
    """The clothes of the torso; sleeves belong to the arms. Unknown kinds are drawn as a shirt."""
    wear = Wear(canvas, body, light, outfit, cloth(main_colour(outfit)))
    drawers: dict[str, Callable[[Wear, Complexion], None]] = {
        "suit": draw_suit,
        "blazer": draw_blazer,
        "doctor": draw_doctor,
        "coat": draw_coat,
        "shirt": draw_shirt,
        "waiter": draw_waiter,
        "dress": draw_dress,
        "gown": draw_gown,
        "hoodie": draw_hoodie,
        "hanfu": draw_robe,
        "wedding": draw_wedding,
        "office": draw_office,
        "hospital": draw_hospital,
        "school": draw_school,
        "qipao": draw_qipao,
        "leather": draw_leather,
        "sweater": draw_sweater,
        "trench": draw_trench,
        "uniform": draw_uniform,
        "emperor": draw_emperor,
        "apron": draw_apron,
        "pyjamas": draw_pyjamas,
    }
    drawers.get(worn_kind(outfit, body.is_female), draw_shirt)(wear, skin)


def draw_straps(canvas: skia.Canvas, body: BodyView, skin: Complexion, outfit: Outfit) -> None:
    """The straps of a dress; they lie over the shoulders, so they come after the arms."""
    if worn_kind(outfit, body.is_female) != "dress":
        return
    tone = cloth(main_colour(outfit))
    for s in (-1, 1):
        over = body.space([(s * 77, 200, 44), (s * 76, 185, 4)])
        strap = spline(np.vstack([body.front([(s * 74, 272), (s * 77, 236)], 3), over]))
        canvas.drawPath(tapered(strap + [1.5, 2], 4.5, "even"), shadow(skin.shadow, 0.6, 1))
        line(canvas, strap, 4.2, tone.base, 1.0, "even")
        line(canvas, strap - [1, 0], 1.2, tone.high, 0.6, "flat")


# ---------------------------------------------------------------- from behind


def draw_clothes_from_behind(
    canvas: skia.Canvas, body: BodyView, skin: Complexion, light: Direction, outfit: Outfit
) -> None:
    """The back of the torso: a bare back with a low-cut dress, or a jacket with its collar."""
    wear = Wear(canvas, body, light, outfit, cloth(main_colour(outfit)))
    if is_bare(outfit, body.is_female):
        _back_of_dress(wear, skin)
    else:
        _back_of_jacket(wear)
    draw_back_details(wear, worn_kind(outfit, body.is_female))


def _back_of_dress(wear: Wear, skin: Complexion) -> None:
    b, canvas, tone = wear.body, wear.canvas, wear.main
    draw_skin_torso(canvas, b, skin, wear.light, from_behind=True)
    neckline = b.front(spline([(-112, 310), (-60, 345), (0, 372), (60, 345), (112, 310)]))
    path = path_of(np.vstack([neckline, b.flank(1), b.flank(-1)[::-1]]))
    canvas.drawPath(path, stroke(tone.ink, 3))
    wear.begin(path, tone.base, 0.6)
    wear.fold([(0, 372), (1, 560), (0, 760)], 4, 0.6, lit=False)
    for s in (-1, 1):
        wear.fold([(s * 60, 420), (s * 52, 540), (s * 70, 700)], 10, 0.4)
    canvas.restore()


def _back_of_jacket(wear: Wear) -> None:
    b, canvas, tone, n, k = wear.body, wear.canvas, wear.main, wear.n, wear.k
    outline = np.vstack([b.space([(-n - 15, 173, -14), (0, 172, -10), (n + 15, 173, -14)]), b.torso(8)[::-1]])
    path = path_of(outline)
    canvas.drawPath(path, stroke(tone.ink, 3.6))
    wear.begin(path, tone.base, 0.6)
    wear.weave(tone)
    line(canvas, b.front([(0, 170), (2, 400), (0, 700)]), 2.2, tone.ink, 0.8, "flat")
    for s in (-1, 1):
        wear.fold([(s * 96 * k, 300), (s * 60 * k, 350), (s * 20 * k, 352)], 11, 0.45)
        wear.fold([(s * 88 * k, 430), (s * 50 * k, 500), (s * 8 * k, 520)], 10, 0.4)
        wear.fold([(s * 88 * k, 520), (s * 50 * k, 560), (s * 10 * k, 566)], 9, 0.4)
        blade = b.front([(s * 30 * k, 240), (s * 84 * k, 230), (s * 90 * k, 300), (s * 44 * k, 320)])
        canvas.drawPath(smooth_path(blade), shine(tone.high, 0.16, 14))
    canvas.restore()
    rim = [(-n - 3, 150, -16), (0, 156, -6), (n + 3, 150, -16)]
    foot = [(n + 14, 172, -14), (0, 186, -6), (-n - 14, 172, -14)]
    collar = b.space([*rim, *foot])
    outlined(canvas, smooth_path(collar), mix(tone.base, tone.dark, 0.3), tone.ink)
