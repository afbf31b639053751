"""A street of shops in the city → a painting; wet and mirrored by night."""

from __future__ import annotations

import itertools
from functools import partial
from typing import Any

import cv2
import numpy as np
import skia

from reelwright.drawing.canvas import image_of
from reelwright.drawing.colour import Colour, hex_of, mix, multiply, rgb
from reelwright.drawing.ink import (
    PLUS,
    SCREEN,
    fill,
    gradient_fill,
    linear,
    smoothstep,
    stroke,
)
from reelwright.drawing.paint import bytes_of, noise
from reelwright.drawing.text import TextStyle, text_image
from reelwright.stage.places.kerbs import cars, plant_boxes, trees
from reelwright.stage.places.motifs import shaft, sky, skyline
from reelwright.stage.places.painting import Painting, glow
from reelwright.stage.places.perspective import Perspective

_NEON = ("#ff4f8b", "#35d6ff", "#ffb53a", "#9b6bff", "#45ffc0", "#ff6a4a")
_SIGNS = ("HOTEL", "BAR", "夜市", "24H", "酒店", "CAFE", "KTV", "花", "LOVE", "咖啡", "ROSE", "NOIR")
_WALL, _KERB = 278.0, 176.0
"""Half the width between the houses and of the road, in centimetres."""
_DEPTHS = (2600, 2050, 1600, 1220, 900, 640, 420, 230)
_FACADES = ("#d8c3ae", "#b98f7c", "#a9b4bf", "#d9d2c4", "#8f9a9a", "#c8a48a", "#b7aab6")


def street(p: Painting) -> None:
    """Shops on both sides to a vanishing point: awnings and sun by day, neon and puddles by night."""
    w, h, hour = p.width, p.height, p.hour
    view = Perspective(p.outside, w, h, focal=1150, eye_height=160, horizon=0.50)
    sky(p.sky, p.width, hour, h * 0.5, p.seed)
    skyline(
        p.outside, w, h * 0.512, hour, p.seed, heights=(140, 520), widths=(60, 120), nearness=0.25, pane=4
    )
    for side in (-1, 1):
        for i, (z1, z0) in enumerate(itertools.pairwise(_DEPTHS)):
            _house(p, view, side, i, z0, z1)
    p.outside.drawRect(skia.Rect(0, h * 0.505, w, h * 0.53), fill(mix(hour.city, hour.haze, 0.5)))
    _road(p, view)
    _sunlight(p, view)
    _street_lamps(p, view)
    if hour.lamps > 0.3:
        p.life("headlights", 96, view.horizon_y + 14, 5.0, "#fff0d0", "outside")
        p.life("headlights", -96, view.horizon_y + 14, 5.0, "#ffffff", "outside")
    else:
        p.life("birds", 200, h * 0.16, 10, "#ffffff", "sky")
    horizon = h * 0.5
    band = linear((0, horizon - 260), (0, horizon + 300), [hour.haze] * 3, [0, 0.5, 1], [0, 0.30, 0])
    p.outside.drawRect(skia.Rect(0, horizon - 260, w, horizon + 300), gradient_fill(band, blend=SCREEN))
    daylight = partial(_lit, p)
    cars(p, view, daylight)
    p.ambient_strength = 1.0 if hour.lamps < 0.6 else 0.75
    trees(p, view, _KERB, daylight)
    for x, colour in ((0.0, "#ff5fa8"), (1.0, "#4fe0ff")):
        p.lamp(w * x, h * 0.45, 340, colour, 0.75 * hour.lamps**2)
    plant_boxes(p, view)


def _lit(p: Painting, colour: Colour) -> Colour:
    """A surface's colour in the ambient light of the hour."""
    return multiply(colour, p.hour.ambient) if not p.hour.is_dark else multiply(colour, "#3a3868")


def _house(p: Painting, view: Perspective, side: int, number: int, z0: float, z1: float) -> None:
    hour, r = p.hour, p.generator
    x, tall = side * _WALL, r.uniform(420, 760) if number < 2 else r.uniform(760, 1500)
    wall = _lit(p, _FACADES[(number * 3 + (side > 0) * 2) % len(_FACADES)])
    sunny = hour.sun_strength * (1.0 if side > 0 else 0.25) if not hour.is_dark else 0.0
    wall = mix(wall, hour.sun, 0.28 * sunny)
    far = 1 - number / 7
    view.side(x, z0, z1, 0, tall, mix(wall, hour.haze, 0.32 * far))
    view.side(x, z1 - (z1 - z0) * 0.03, z1, 0, tall, "#0a0a20", 0.25)
    view.side(x, z0, z1, tall - 26, tall, mix(wall, "#ffffff", 0.25), 0.7)
    _windows(p, view, x, z0, z1, tall, r)
    _shopfront(p, view, side, x, z0, z1)
    _blade_sign(p, view, side, x, z0, z1)


def _windows(
    p: Painting, view: Perspective, x: float, z0: float, z1: float, tall: float, r: np.random.Generator
) -> None:
    hour = p.hour
    dark = "#191a38" if hour.is_dark else mix(hour.sky[1], "#2a3448", 0.45)
    for floor in range(1, int(tall / 120)):
        for k in range(3):
            za, zb = z0 + (z1 - z0) * (k + 0.22) / 3, z0 + (z1 - z0) * (k + 0.78) / 3
            y = floor * 118 + 96
            is_lit = r.random() < hour.windows_lit
            light = "#ffd08a" if r.random() < 0.6 else "#9fc0ff"
            view.side(x, za, zb, y, y + 72, light if is_lit and hour.lamps > 0.4 else dark, 0.88)
            if is_lit and r.random() < 0.5:
                view.side(x, za, (za + zb) / 2, y, y + 72, "#000000", 0.22)
            elif not hour.is_dark:
                view.side(x, za, zb, y + 40, y + 72, hour.sky[2], 0.35)
                view.side(x, za - 3, zb + 3, y - 6, y, "#f4ece0", 0.6)


def _shopfront(p: Painting, view: Perspective, side: int, x: float, z0: float, z1: float) -> None:
    hour, r = p.hour, p.generator
    colour = _NEON[r.integers(len(_NEON))]
    inset, glass = (z1 - z0) * 0.06, mix(colour, "#fff0d8", 0.62)
    lit = max(0.25, hour.lamps)
    view.side(x, z0 + inset, z1 - inset, 12, 150, mix(mix(hour.sky[2], "#4a5a68", 0.5), glass, lit))
    view.side(x, z0 + inset, z1 - inset, 12, 60, "#2a1a30", 0.40)
    for _ in range(7):
        z = r.uniform(z0 + inset, z1 - inset)
        view.side(
            x, z, z + 10, 14, r.uniform(40, 80), mix(colour, ("#2a2030", "#fff4e0")[r.integers(2)], 0.6), 0.8
        )
    for k in (0.28, 0.5, 0.72):
        z = z0 + (z1 - z0) * k
        view.side(x, z - 5, z + 5, 12, 150, "#15101f")
    edge = x - side * 46
    awning = mix(colour, "#180f28", 0.35) if hour.is_dark else mix(_lit(p, colour), "#f4ead8", 0.25)
    stripes = 8
    for k in range(stripes):
        a, b = z0 + 10 + (z1 - z0 - 20) * k / stripes, z0 + 10 + (z1 - z0 - 20) * (k + 1) / stripes
        cloth = awning if k % 2 else mix(awning, _lit(p, "#fff8ec"), 0.0 if hour.is_dark else 0.75)
        view.face([(x, 186, a), (x, 186, b), (edge, 152, b), (edge, 152, a)], cloth)
    gx, gy = view.at(x, 65, (z0 + z1) / 2)
    glow(p.outside, gx, gy, min(380, 200000 / z0), colour, 0.17 * hour.lamps**2)


def _blade_sign(p: Painting, view: Perspective, side: int, x: float, z0: float, z1: float) -> None:
    """A tall sign that stands out from the wall, with its letters one below the other."""
    c, r, lamps = p.outside, p.generator, p.hour.lamps
    z = (z0 + z1) / 2
    a, b = sorted((x - side * 10, x - side * 62))
    low, high = 208 + r.uniform(0, 50), 208 + r.uniform(180, 300)
    colour = _NEON[r.integers(len(_NEON))]
    view.front(a, b, low, high, z, mix(colour, "#120c22", 0.78 if lamps > 0.5 else 0.45))
    path = view.front(a + 5, b - 5, low + 6, high - 6, z)
    c.drawPath(path, stroke(colour, max(1.5, 2600 / z), 1))
    c.drawPath(path, stroke(colour, max(5, 9000 / z), 0.45 * lamps, blend=PLUS, blur=max(3, 5000 / z)))
    word = _SIGNS[r.integers(len(_SIGNS))]
    px, py = view.at((a + b) / 2, high - 20, z)
    wide, tall = view.size(b - a, z), view.size(high - low, z)
    size = min(wide * 0.72, tall / (len(word) + 0.3))
    for i, letter in enumerate(word):
        _letter(c, letter, px, py + size * (i + 0.05), size * 0.95, mix(colour, "#ffffff", 0.55))
    glow(c, px, py + tall * 0.5, tall * 0.9, colour, 0.18 * lamps**2)
    if lamps > 0.6 and z < 900:
        p.life("flicker", px, py + tall * 0.5, tall * 0.9, hex_of(colour), "outside")
    if lamps > 0.6 and r.random() < 0.6:
        y, tube = r.uniform(420, 700), _NEON[r.integers(len(_NEON))]
        start, end = (x - side, y, z0 + 20), (x - side, y, z1 - 20)
        view.line(start, end, tube, max(2, 2400 / z0), 0.95)
        view.line(start, end, tube, max(8, 9000 / z0), 0.4, blend=PLUS, blur=max(4, 5200 / z0))


def _letter(canvas: Any, letter: str, x: float, y: float, size: float, colour: Colour) -> None:
    red, green, blue = (np.clip(rgb(colour), 0, 1) * 255).astype(int).tolist()
    style = TextStyle(size_px=max(6.0, size), weight=700, colour=f"#{red:02x}{green:02x}{blue:02x}")
    rgba, _ = text_image(letter, style)
    canvas.drawImage(image_of(rgba), x - rgba.shape[1] / 2, y)


def _street_lamps(p: Painting, view: Perspective) -> None:
    for z in (2100, 1500, 1050, 720, 470):
        for side in (-1, 1):
            x = side * (_KERB + 12)
            view.line((x, 0, z), (x, 330, z), "#151222", max(2, 4200 / z))
            view.line((x, 330, z), (x - side * 46, 345, z), "#151222", max(2, 3200 / z))
            lx, ly = view.at(x - side * 50, 336, z)
            glow(p.outside, lx, ly, 150000 / z, "#ffcf8a", 0.5 * p.hour.lamps**2)
            lit = mix("#c9ccd2", "#fff3d6", p.hour.lamps)
            p.outside.drawOval(
                skia.Rect(lx - 7200 / z, ly - 3100 / z, lx + 7200 / z, ly + 3100 / z), fill(lit)
            )


def _road(p: Painting, view: Perspective) -> None:
    """Asphalt with a mirror of the street in it: puddles by night, a little shine by day."""
    w, h, hour, c = p.width, p.height, p.hour, p.outside
    horizon = int(view.horizon_y) + 3
    depth = h - horizon
    above = p.beyond()[horizon - min(depth, horizon) : horizon]
    mirrored = cv2.blur(cv2.resize(np.ascontiguousarray(above[::-1]), (w, depth)), (5, 91))
    y, x = np.mgrid[0:depth, 0:w].astype(np.float32)
    ripples = cv2.resize(noise(depth // 6 + 2, w, 9, octaves=5, cells=30), (w, depth)) - 0.5
    swell = noise(depth, w, 3, octaves=4, cells=10) - 0.5
    sway = (4 + 26 * y / depth) * ripples * 2.2
    mirrored = cv2.remap(mirrored, x + sway, y + swell * 30, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    puddles = smoothstep(0.40, 0.62, noise(depth // 5 + 2, w, 21, octaves=5, cells=5))
    wet = 0.85 if hour.lamps > 0.6 else 0.16
    share = (0.40 + 0.45 * cv2.resize(puddles.astype(np.float32), (w, depth)))[..., None] * wet
    asphalt = rgb(_lit(p, "#6c6a78")) if hour.lamps < 0.6 else rgb(mix("#241f45", hour.sky[1], 0.25))
    fall = np.linspace(1.25, 0.72, depth)[:, None, None]
    grain = 1 + 0.16 * (noise(depth, w, 5, octaves=4, cells=90)[..., None] - 0.5)
    road = (asphalt * fall * grain) * (1 - share) + mirrored * share * np.linspace(1.02, 0.7, depth)[
        :, None, None
    ]
    c.save()
    c.clipPath(view.outline([(-_WALL, 0, 60), (_WALL, 0, 60), (_WALL, 0, 2600), (-_WALL, 0, 2600)]), True)
    c.drawImage(image_of(bytes_of(np.asarray(road, np.float32))), 0, horizon)
    c.restore()
    pavement = _lit(p, "#b8aeb0") if hour.lamps < 0.6 else "#2a2450"
    for side in (-1, 1):
        view.face(
            [
                (side * _KERB, 14, 60),
                (side * _KERB, 14, 2600),
                (side * _WALL, 14, 2600),
                (side * _WALL, 14, 60),
            ],
            pavement,
            0.65 if hour.is_dark else 0.92,
        )
        view.face(
            [
                (side * _KERB, 0, 60),
                (side * _KERB, 0, 2600),
                (side * _KERB, 14, 2600),
                (side * _KERB, 14, 60),
            ],
            "#0c0a1c" if hour.is_dark else _lit(p, "#6c6472"),
            0.6 if hour.is_dark else 0.95,
        )
        for z in range(120, 2000, 90):
            view.line((side * _KERB, 14.5, z), (side * _WALL, 14.5, z), "#1a1424", max(0.6, 700 / z), 0.30)
    white = _lit(p, "#ffffff") if hour.lamps < 0.6 else "#dfe6ff"
    for x0 in (-164, -106, -48, 10, 68, 126):
        view.level(x0, x0 + 36, 290, 400, 1, white, 0.32 if hour.lamps > 0.6 else 0.75)
    for z in (520, 680, 880, 1140, 1500):
        view.level(-6, 6, z, z * 1.13, 1, "#ffe9b0", 0.40)


def _sunlight(p: Painting, view: Perspective) -> None:
    """The shadow of the right-hand houses lies stepped across the road; the sun comes through the gaps."""
    hour = p.hour
    if hour.sun_strength <= 0.5:
        return
    steps = (
        (60, 40),
        (330, 40),
        (330, -20),
        (560, -20),
        (560, 96),
        (760, 96),
        (760, -52),
        (1180, -52),
        (1180, 60),
        (2600, 60),
    )
    edge = [(float(x), 0.5, float(z)) for z, x in steps]
    view.face([(_WALL, 0.5, 60), *edge, (_WALL, 0.5, 2600)], "#2a2450", 0.46, blur=3)
    view.side(_WALL - 0.5, 60, 2600, 0, 130, "#2a2450", 0.26, blur=6)
    for z0, z1 in ((560, 760), (1180, 1500)):
        beam = [
            view.at(_WALL, 620, z1),
            view.at(_WALL, 620, z0),
            view.at(-140, 0, z0 - 40),
            view.at(-100, 0, z1 - 60),
        ]
        shaft(p.shine, beam, hour.sun, 0.12 * hour.sun_strength, 26)
    glow(p.shine, view.at(-60, 0, 700)[0], view.at(0, 0, 700)[1], 380, hour.sun, 0.12 * hour.sun_strength)
