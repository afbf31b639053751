"""School, police and serving uniforms, on the trunk."""

from __future__ import annotations

import numpy as np
import skia

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import fill, path_of, spline, stroke, tapered
from reelwright.stage.people.brush import cloth, fold, line, outlined, shadow, smooth_path
from reelwright.stage.people.casual import belt, buttons, edge_band, neckline, patch_pocket
from reelwright.stage.people.complexion import Complexion
from reelwright.stage.people.tailoring import collar, jacket, shirt_front, tie, whole_torso
from reelwright.stage.people.wear import Wear


def draw_school(wear: Wear, skin: Complexion) -> None:
    """A blazer with a crest and light piping; she wears a bow, he a striped tie."""
    b = wear.body
    second = wear.outfit.second or ("#8a2f45" if b.is_female else "#7a1f2e")
    shirt_front(wear, "#f6f5f7")
    if not b.is_female:
        tie(wear, second)
    collar(wear, "#f6f5f7")
    jacket(wear)
    _crest(wear, 66 * wear.k, 338)
    if b.is_female:
        _bow(wear, second, 214, 1.0)


def _crest(wear: Wear, x: float, y: float) -> None:
    b, canvas, gold = wear.body, wear.canvas, wear.outfit.accent
    shield = [(x - 17, y - 20), (x, y - 24), (x + 17, y - 20), (x + 16, y + 4), (x, y + 24), (x - 16, y + 4)]
    outlined(canvas, smooth_path(b.front(shield, 6)), mix(wear.main.dark, "#8a1f2e", 0.7), gold, 2.2)
    for points in ([(x, y - 16), (x, y + 16)], [(x - 11, y - 4), (x + 11, y - 6)]):
        line(canvas, b.front(points, 7), 2.6, gold, 0.95, "even")
    px, py = b.front([(x, y - 5)], 8)[0].tolist()
    canvas.drawCircle(px, py, 4.0, fill("#fff3d0"))


def _bow(wear: Wear, colour: Colour, y: float, size: float) -> None:
    """A ribbon tied at the collar."""
    b, canvas, tone = wear.body, wear.canvas, cloth(colour)
    for s in (-1, 1):
        tail = [
            (s * 3, y + 6),
            (s * 16 * size, y + 60 * size),
            (s * 27 * size, y + 56 * size),
            (s * 10, y + 4),
        ]
        outlined(canvas, path_of(b.front(tail, 12)), mix(tone.base, tone.dark, 0.25), tone.ink, 1.4)
    for s in (-1, 1):
        loop = [
            (s * 3, y),
            (s * 26 * size, y - 17 * size),
            (s * 41 * size, y - 4),
            (s * 32 * size, y + 17 * size),
            (s * 4, y + 8),
        ]
        outlined(canvas, smooth_path(b.front(loop, 14)), tone.base, tone.ink, 1.5)
        fold(
            canvas,
            b.front([(s * 6, y + 3), (s * 18, y), (s * 30 * size, y + 4)], 15),
            6,
            tone.dark,
            0.5,
            tone.high,
        )
    knot = [(-8, y - 7), (8, y - 7), (8, y + 11), (-8, y + 11)]
    outlined(canvas, smooth_path(b.front(knot, 16)), mix(tone.base, tone.high, 0.12), tone.ink, 1.5)


def draw_uniform(wear: Wear, skin: Complexion) -> None:
    """A buttoned tunic: epaulettes, flapped pockets, badge, tie, a duty belt."""
    b, k, canvas, tone = wear.body, wear.k, wear.canvas, wear.main
    gold = wear.outfit.accent
    shirt = wear.outfit.second or "#dfe4ec"
    shirt_front(wear, shirt)
    tie(wear, mix(tone.dark, "#14101c", 0.5))
    collar(wear, shirt)
    jacket(wear)
    buttons(wear, [(0, y) for y in (450, 510, 570, 630)], gold, 5.0)
    for s in (-1, 1):
        patch_pocket(
            wear,
            (36 if s > 0 else -94) * k * (1 if k < 1.2 else 0.86),
            352,
            58 * k * 0.9,
            66,
            tone,
            flap=True,
        )
        bar = b.space(
            [(s * 60 * k, 182, 18), (s * 126 * k, 200, 14), (s * 130 * k, 217, 22), (s * 60 * k, 202, 30)]
        )
        path = smooth_path(bar)
        outlined(canvas, path, mix(tone.base, tone.dark, 0.4), tone.ink, 1.5)
        canvas.drawPath(path, stroke(gold, 1.2, 0.9))
        for t in (0.35, 0.62):
            x, y = ((bar[0] + bar[3]) / 2 * (1 - t) + (bar[1] + bar[2]) / 2 * t).tolist()
            _star(canvas, x, y, 5.4, gold)
    x, y = b.front([(70 * k, 318)], 8)[0].tolist()
    canvas.drawCircle(x, y, 13, fill(mix(gold, "#5a3a10", 0.4)))
    _star(canvas, x, y, 14.5, gold)
    canvas.drawCircle(x, y, 5.0, fill("#2f4f8a"))
    plate = b.front([(-92 * k, 322), (-46 * k, 318), (-46 * k, 332), (-92 * k, 336)], 7)
    outlined(canvas, path_of(plate), mix(gold, "#ffffff", 0.25), "#5a3a14", 1.1)
    belt(wear, 690, "#1c181f", 32, buckle=gold)


def _star(canvas: skia.Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    a = np.arange(10) * np.pi / 5 - np.pi / 2
    r = np.where(np.arange(10) % 2 == 0, size, size * 0.46)
    path = path_of(np.stack([x + np.cos(a) * r, y + np.sin(a) * r], 1))
    canvas.drawPath(path, fill(colour))
    canvas.drawPath(path, stroke("#5a3a14", 0.9, 0.8))


def draw_apron(wear: Wear, skin: Complexion) -> None:
    """Hers a dark dress with white collar and a ruffled apron; his a shirt under a bib apron."""
    b, k, canvas, tone = wear.body, wear.k, wear.canvas, wear.main
    white = cloth("#f7f4f4" if b.is_female else (wear.outfit.second or "#3a4a44"))
    if b.is_female:
        whole_torso(wear, tone, neckline(wear, "round"), loose=6)
    else:
        whole_torso(wear, tone)
        collar(wear, tone.base, spread=1.1)
    half = 58 * k
    bib = [
        (-half, 296),
        (half, 296),
        (half + 8, 420),
        (96 * k, 548),
        (112 * k, 918),
        (-112 * k, 918),
        (-96 * k, 548),
        (-half - 8, 420),
    ]
    path = path_of(b.front(bib, 8))
    cast = skia.Path(path)
    cast.offset(-wear.lit_side * 5, 7)
    canvas.save()
    canvas.clipPath(path_of(b.torso(10)), True)
    canvas.drawPath(cast, shadow(tone.dark, 0.5, 4))
    canvas.restore()
    wear.begin(path, white.base, 0.5)
    for s in (-1, 1):
        fold(
            canvas, b.front([(s * 50, 420), (s * 34, 500), (s * 44, 560)], 9), 8, white.dark, 0.34, white.high
        )
        fold(
            canvas, b.front([(s * 40, 580), (s * 46, 680), (s * 58, 840)], 9), 11, white.dark, 0.4, white.high
        )
    canvas.restore()
    canvas.drawPath(path, stroke(white.ink, 1.8))
    for s in (-1, 1):
        strap = b.front(spline([(s * (half - 6), 300), (s * 62 * k * 0.9, 240), (s * (wear.n + 22), 190)]), 9)
        width = 24.0 if b.is_female else 15.0
        if b.is_female:
            frill = strap + np.stack(
                [np.sin(np.linspace(0, 22, len(strap))) * 5 + s * 13, np.zeros(len(strap))], 1
            )
            line(canvas, frill, 22, white.ink, 0.8, "flat", count=60)
            line(canvas, frill, 19, white.base, 1.0, "flat", count=60)
        line(canvas, strap, width, white.ink, 1.0, "even", count=40)
        line(canvas, strap, width - 3, white.base, 1.0, "even", count=40)
    sash = b.front(spline([(-120 * k, 540), (0, 556), (120 * k, 540)]), 10)
    canvas.save()
    canvas.clipPath(path_of(b.torso(8)), True)
    line(canvas, sash, 31, white.ink, 1.0, "even", count=40)
    line(canvas, sash, 28, mix(white.base, white.dark, 0.1), 1.0, "even", count=40)
    canvas.restore()
    if b.is_female:
        edge = [(x * 1.08, y + 4) for x, y in neckline(wear, "round")]
        edge_band(wear, edge, 24, white)
        _bow(wear, wear.outfit.second or "#7a1f2e", 238, 0.72)
        top = b.front(spline([(-half, 294), (0, 300), (half, 294)]), 10)
        top[:, 1] += np.sin(np.linspace(0, 26, len(top))) * 3
        canvas.drawPath(tapered(top, 11, "even", count=60), stroke(white.ink, 1.6))
        canvas.drawPath(tapered(top, 11, "even", count=60), fill(white.base))
    else:
        patch_pocket(wear, -40, 590, 80, 78, white)
