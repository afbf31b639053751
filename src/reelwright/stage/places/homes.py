"""Rooms people live in (penthouse, bedroom, living room, kitchen) → paintings."""

from __future__ import annotations

import cv2
import numpy as np
import skia

from reelwright.drawing.canvas import image_of
from reelwright.drawing.colour import mix, rgb
from reelwright.drawing.ink import fill
from reelwright.drawing.paint import blur, bytes_of
from reelwright.stage.places.greenery import bouquet
from reelwright.stage.places.motifs import (
    city,
    curtain,
    lamp_shade,
    rounded,
    shadow,
    shaft,
    sky,
)
from reelwright.stage.places.painting import Painting, columns, glow, rows
from reelwright.stage.places.perspective import Perspective


def penthouse(p: Painting) -> None:
    """The city through glass, mirrored in a dark floor; a long sofa and one warm lamp."""
    x: float
    w, h, hour = p.width, p.height, p.hour
    sky(p.sky, p.width, hour, h * 0.56, p.seed)
    city(p.outside, w, hour, h * 0.53, p.seed)
    floor_y = h * 0.665
    _mirror_floor(p, int(floor_y))
    view = Perspective(p.shine, w, h, focal=1000, eye_height=170, horizon=0.53)
    for z in (260, 330, 430, 580, 800, 1200):
        view.line((-3000, 0, z), (3000, 0, z), "#ffffff", 1.2, 0.05)
    for x in range(-900, 901, 150):
        view.line((x, 0, 160), (x, 0, 1250), "#ffffff", 1.2, 0.05)
    c = p.room
    for k in (-0.01, 0.27, 0.55, 0.83, 1.01):
        x = w * k
        c.drawRect(
            skia.Rect(x - 8, 0, x + 8, floor_y + 6), columns(x - 8, x + 8, ["#1a1a2a", "#6a6480", "#1c1b2c"])
        )
        p.shine.drawRect(skia.Rect(x + 8, 0, x + 10, floor_y), fill(hour.sky[-1], 0.3))
    c.drawRect(skia.Rect(0, h * 0.145, w, h * 0.152), fill("#2c2938"))
    c.drawRect(skia.Rect(0, floor_y - 8, w, floor_y + 8), fill("#2e2937"))
    c.drawRect(skia.Rect(0, 0, w, h * 0.055), rows(h * 0.055, ["#5a5262", "#3a3444"]))
    cove = 0.25 + 0.75 * hour.lamps
    p.shine.drawRect(skia.Rect(0, h * 0.052, w, h * 0.058), fill("#ffcf96", cove))
    p.shine.drawRect(skia.Rect(0, h * 0.05, w, h * 0.075), fill("#ffcf96", 0.5 * cove, blur=18))
    glow(p.shine, w / 2, h * 0.058, 760, "#ffb070", 0.3 * cove)
    for x, wide in ((w * 0.05, 120), (w * 0.36, 60), (w * 0.63, 150)):
        shaft(
            p.shine,
            [(x, 0), (x + wide, 0), (x + wide - 300, floor_y), (x - 300, floor_y)],
            "#ffffff",
            0.035,
            3,
        )
    shaft(
        p.shine,
        [(w * 0.3, floor_y), (w, floor_y), (w * 0.75, h), (-w * 0.1, h)],
        hour.sun,
        0.16 * hour.sun_strength,
        30,
    )
    curtain(c, w * 0.86, w + 60, 0, h * 0.70, "#9a7490", 2, light="#ffd0b0")
    curtain(c, -60, w * 0.055, 0, h * 0.70, "#8a6888", 4, light="#ffd0b0")
    _sofa_and_lamp(p)


def _mirror_floor(p: Painting, floor_y: int) -> None:
    """What is outside, upside down in the polished floor."""
    outside = p.beyond()
    depth = p.height - floor_y
    mirrored = np.ascontiguousarray(outside[max(0, floor_y - depth) : floor_y][::-1])
    soft = cv2.resize(blur(mirrored, 9), (p.width, depth))
    soft = cv2.blur(soft, (3, 61))
    share = np.linspace(0.62, 0.18, depth, dtype=np.float32)[:, None, None]
    body = rgb(mix("#1b1430", "#8a7a80", 0.75 * p.hour.sun_strength)).astype(np.float32)
    if p.hour.is_dark:
        body = rgb("#1b1430").astype(np.float32)
    floor = soft * share + body * (1 - share) * 0.8
    p.outside.drawImage(image_of(bytes_of(floor.astype(np.float32))), 0, floor_y)


def _sofa_and_lamp(p: Painting) -> None:
    w, h, c = p.width, p.height, p.things
    x, y = w * 0.02, h * 0.655
    shadow(c, x + 300, y + 232, 340, 42, 0.55)
    rounded(c, x - 20, y - 60, 600, 190, 36, ["#a08caa", "#4c3e60"])
    rounded(c, x - 50, y + 10, 110, 220, 34, ["#b29abb", "#4f3e66"])
    rounded(c, x + 530, y + 10, 100, 220, 34, ["#b29abb", "#44355a"])
    for i in range(3):
        rounded(c, x + 46 + i * 164, y - 30, 160, 120, 26, ["#b8a0c2", "#6a5478"])
        rounded(c, x + 44 + i * 164, y + 78, 162, 70, 20, ["#c4aecb", "#766086"])
    rounded(c, x + 20, y + 140, 560, 70, 14, ["#6a5680", "#35294a"])
    c.save()
    c.translate(x + 110, y + 20)
    c.rotate(14)
    rounded(c, 0, 0, 96, 92, 20, ["#e9b47c", "#a56e4e"])
    c.restore()
    lx = w * 0.80
    c.drawRect(skia.Rect(lx - 4, h * 0.455, lx + 4, h * 0.735), fill("#d9b07a"))
    c.drawOval(skia.Rect(lx - 54, h * 0.728, lx + 54, h * 0.742), fill("#5a4a48"))
    lamp_shade(c, p.sparks, lx, h * 0.415, 92, p.hour.lamps)
    glow(p.shine, lx, h * 0.74, 330, "#ff9a50", 0.28 * p.hour.lamps)
    p.lamp(lx, h * 0.49, 420, "#ffae68", 1.0 * p.hour.lamps)
    if p.hour.lamps > 0.5:
        p.life("breathe", lx, h * 0.45, 380, "#ffb468", "things")
        for bx, by in ((0.22, 0.30), (0.62, 0.26)):
            p.life("twinkle", w * bx, h * by, 7, "#ff5a5a", "outside")
    _low_table(p, h * 0.83)


def _low_table(p: Painting, y: float) -> None:
    """A low glass table with a tray, two glasses and a bowl of flowers, on a soft rug."""
    w, c = p.width, p.things
    x = w * 0.30
    c.drawOval(skia.Rect(x - 420, y - 50, x + 430, y + 190), rows(y + 190, ["#8f7aa0", "#5c4a72"], y - 50))
    c.drawOval(skia.Rect(x - 396, y - 42, x + 406, y + 176), rows(y + 176, ["#a08cb2", "#6a5680"], y - 42))
    shadow(c, x, y + 70, 230, 34, 0.5)
    for dx in (-170, 160):
        c.drawRect(skia.Rect(x + dx, y - 10, x + dx + 12, y + 66), fill("#c9a26a"))
    c.drawOval(skia.Rect(x - 230, y - 56, x + 230, y + 36), fill("#20182e"))
    c.drawOval(skia.Rect(x - 230, y - 64, x + 230, y + 26), rows(y + 26, ["#d8cce6", "#6a5a84"], y - 64))
    c.drawOval(skia.Rect(x - 226, y - 62, x + 60, y + 18), fill("#ffffff", 0.16, blur=12))
    bouquet(
        c, x - 60, y - 40, 92, p.generator, count=16, colours=("#ffffff", "#f2d8f0", "#d8a8d8", "#ffe8d8")
    )
    rounded(c, x - 96, y - 58, 72, 46, 20, ["#f4eef8", "#a898bc"])
    for dx in (62, 104):
        stem = x + dx
        c.drawRect(skia.Rect(stem - 2, y - 44, stem + 2, y - 10), fill("#f0eaf8", 0.8))
        c.drawOval(skia.Rect(stem - 15, y - 14, stem + 15, y - 6), fill("#f0eaf8", 0.7))
        c.drawRoundRect(skia.Rect(stem - 16, y - 90, stem + 16, y - 42), 14, 14, fill("#f4f0fc", 0.5))
        c.drawRoundRect(skia.Rect(stem - 13, y - 68, stem + 13, y - 44), 11, 11, fill("#8a1f3a", 0.85))
