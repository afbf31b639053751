"""The roof garden of a tower over the city → a painting."""

from __future__ import annotations

import skia

from reelwright.drawing.colour import mix, multiply
from reelwright.drawing.ink import PLUS, bezier, fill, path_of, spline, stroke, tapered
from reelwright.stage.places.greenery import foliage, grass, trunk
from reelwright.stage.places.motifs import city, mirror, moon, planks, rounded, shadow, shaft, sky
from reelwright.stage.places.painting import Painting, across, columns, dot, down, glow, rows
from reelwright.stage.places.perspective import Perspective

_EDGE = 640.0
"""How far away the rail stands, in centimetres."""
_GREENS = ("#2c5440", "#4c8256", "#86ac66", "#cfdc98")


def rooftop(p: Painting) -> None:
    """Decking to a glass rail, a stair house with a lamp, a seat among plants, bulbs on a line."""
    w, h, hour = p.width, p.height, p.hour
    view = Perspective(p.room, w, h, focal=1150, eye_height=130, horizon=0.525)
    sky(p.sky, w, hour, h * 0.56, p.seed)
    if hour.is_dark:
        moon(p.sky, w * 0.24, h * 0.17, 84)
    city(p.outside, w, hour, h * 0.50, p.seed)
    _next_roof(p)
    floor_y = view.at(0, 0, _EDGE)[1]
    view.level(-900, 900, 60, _EDGE, 0, shader=down(floor_y, h, ["#b09484", "#94786a", "#5c4a48"]))
    planks(view, 560, _EDGE, p.generator, wide=17, dark="#2a1c1c", light="#ffe8cc")
    _rail(p, view)
    _shadows(p, view)
    p.shine.save()
    p.shine.clipRect(skia.Rect(0, floor_y + 6, w, h))
    mirror(p, floor_y, 0.10 + 0.20 * hour.lamps, spread_px=101)
    p.shine.restore()
    things = view.on(p.things)
    _stair_house(p, things)
    _seat(p, things)
    _bulbs(p)
    _life(p)


def _next_roof(p: Painting) -> None:
    """The roof of a lower tower close by, with its machines and a water tank: it shows how high we are."""
    w, h, hour, c = p.width, p.height, p.hour, p.outside
    top = h * 0.545
    wall = mix(multiply("#8c8494", hour.ambient if not hour.is_dark else "#3c3c6a"), hour.haze, 0.14)
    c.drawRect(
        skia.Rect(w * 0.34, top, w * 0.80, h * 0.7), rows(h * 0.7, [wall, multiply(wall, "#9088a8")], top)
    )
    c.drawRect(skia.Rect(w * 0.33, top - 8, w * 0.81, top + 8), fill(mix(wall, "#ffffff", 0.25)))
    x, foot = w * 0.44, top - 6
    for k in (-1, 0, 1):
        c.drawLine(x + k * 26, foot, x + k * 20, foot - 52, stroke(multiply(wall, "#5c5470"), 5))
    c.drawRect(
        skia.Rect(x - 42, foot - 132, x + 42, foot - 50),
        columns(
            x - 42, x + 42, [multiply(wall, "#7c7088"), mix(wall, "#ffe8d0", 0.3), multiply(wall, "#605870")]
        ),
    )
    c.drawPath(
        path_of([(x - 50, foot - 130), (x, foot - 170), (x + 50, foot - 130)]),
        fill(multiply(wall, "#6c6280")),
    )
    for dx, wide, tall in ((0.56, 66, 40), (0.63, 54, 34), (0.70, 80, 54)):
        left = w * dx
        c.drawRect(
            skia.Rect(left, foot - tall, left + wide, foot),
            rows(foot, [mix(wall, "#ffffff", 0.2), multiply(wall, "#8078a0")], foot - tall),
        )
        c.drawCircle(
            left + wide * 0.5, foot - tall * 0.5, tall * 0.32, stroke(multiply(wall, "#5c5478"), 4, 0.8)
        )
    for k in range(22):
        for j in range(7):
            if p.generator.random() < 0.35 + 0.3 * hour.lamps:
                light = mix("#ffd690", "#a9c8ff", float(p.generator.random()))
                shown = (
                    light if hour.lamps > 0.3 and p.generator.random() < 0.6 else multiply(wall, "#7880a8")
                )
                c.drawRect(
                    skia.Rect.MakeXYWH(w * 0.36 + k * 24, top + 24 + j * 30, 13, 16), fill(shown, 0.85)
                )


def _rail(p: Painting, view: Perspective) -> None:
    """A low wall, panes of glass in steel posts, a round handrail that catches the light."""
    c, hour, w = p.room, p.hour, p.width
    base, foot, top = view.at(0, 24, _EDGE)[1], view.at(0, 0, _EDGE)[1], view.at(0, 108, _EDGE)[1]
    c.drawRect(skia.Rect(0, base, w, foot + 4), rows(foot, ["#d8d0cc", "#8c8488"], base))
    c.drawRect(skia.Rect(0, base - 6, w, base + 3), fill("#efe8e2"))
    p.shine.drawRect(skia.Rect(0, top, w, base), fill(mix(hour.sky[2], "#000000", 0.55), 0.16))
    for k in range(7):
        x = w * (k + 0.5) / 7
        for inset, alpha in ((0, 0.10), (34, 0.06)):
            streak = [
                (x - 20 + inset, base - 6),
                (x + 10 + inset, base - 6),
                (x + 74 + inset, top),
                (x + 44 + inset, top),
            ]
            shaft(p.shine, streak, "#ffffff", alpha, 2)
        post = x - w / 14
        c.drawRect(
            skia.Rect(post - 5, top, post + 5, base),
            columns(post - 5, post + 5, ["#4a4c5a", "#d4d8e0", "#565866"]),
        )
    c.drawRect(skia.Rect(0, top - 9, w, top + 6), rows(top + 6, ["#f4f4f8", "#8c90a0", "#4c4e5c"], top - 9))
    p.shine.drawRect(skia.Rect(0, top - 9, w, top - 5), fill(hour.sun, 0.5 * hour.sun_strength))


def _shadows(p: Painting, view: Perspective) -> None:
    """The sun stands beyond the rail: posts and handrail fall towards us in long bars."""
    hour, c = p.hour, p.room
    strength = hour.sun_strength
    if strength <= 0:
        return
    lean = -0.42
    for k in range(-4, 13):
        x = -336 + 96 * k * 0.7
        bar = [
            (x, 0.3, _EDGE),
            (x + 9, 0.3, _EDGE),
            (x + 14 + lean * 440, 0.3, 200),
            (x - 6 + lean * 440, 0.3, 200),
        ]
        view.face(bar, "#241638", 0.30 * strength, blur=4)
    view.level(-900, 900, 236, 262, 0.4, "#241638", 0.34 * strength, blur=5)
    x, y = view.at(60, 0, _EDGE)
    shaft(
        p.shine,
        [(x - 130, y), (x + 210, y), (x - 60, p.height), (x - 760, p.height)],
        hour.sun,
        0.20 * strength,
        40,
    )
    glow(p.shine, x + 40, y - 150, 560, hour.sun, 0.16 * strength)
    p.lamp(x, y + 160, 420, hour.sun, 0.26 * strength)
    c.drawRect(skia.Rect(0, y - 4, p.width, y + 26), fill("#241638", 0.20 * strength, blur=8))


def _stair_house(p: Painting, view: Perspective) -> None:
    """The way down at the right: a rendered block, a steel door under a lamp."""
    c, lamps = p.things, p.hour.lamps
    x0, z0, z1 = 168.0, 430.0, 620.0
    a, b = view.at(x0, 0, z0)[0], view.at(x0, 0, z1)[0]
    high, low = view.at(x0, 290, z0)[1], view.at(x0, 0, z0)[1]
    shadow(c, a + 60, low, 300, 26, 0.4)
    view.side(x0, z0, z1, 0, 284, shader=across(b, a, ["#a89a98", "#c8bab2"]))
    view.front(x0, 420, 0, 284, z0, shader=down(high, low, ["#9c8e92", "#847680", "#5c505c"]))
    view.front(x0 - 10, 430, 280, 296, z0 - 12, "#dcd0c8")
    view.face(
        [(x0 - 10, 280, z0 - 12), (x0 - 10, 296, z0 - 12), (x0 - 10, 296, z1), (x0 - 10, 280, z1)], "#b8aaa6"
    )
    for _ in range(16):
        sx, sy = view.at(p.generator.uniform(x0 + 10, 240), p.generator.uniform(20, 260), z0 - 1)
        c.drawOval(skia.Rect(sx - 34, sy - 12, sx + 34, sy + 12), fill("#4a3c48", 0.08, blur=8))
    za, zb = 478.0, 566.0
    view.side(x0 - 1, za - 8, zb + 8, 0, 214, "#3c4452")
    view.side(x0 - 2, za, zb, 2, 206, shader=across(b, a, ["#54707c", "#6e8e98"]))
    view.side(x0 - 3, za + 18, zb - 18, 120, 184, mix("#8fb0bc", "#ffdca0", lamps))
    view.side(x0 - 3, za + 8, za + 14, 88, 104, "#d8c49a")
    lx, ly = view.at(x0 - 14, 238, (za + zb) / 2)
    c.drawRoundRect(
        skia.Rect(lx - 24, ly - 11, lx + 24, ly + 9), 8, 8, fill(mix("#d8d0c4", "#fff0d0", lamps))
    )
    c.drawRect(skia.Rect(lx - 28, ly - 15, lx + 28, ly - 9), fill("#3c3a44"))
    glow(p.sparks, lx, ly, 300, "#ffc47a", 0.62 * lamps)
    cone = [(lx - 24, ly + 8), (lx + 24, ly + 8), (lx + 60, low - 60), (lx - 170, low - 60)]
    p.sparks.drawPath(path_of(cone), fill("#ffc47a", 0.12 * lamps, blur=18))
    p.lamp(lx, ly + 130, 330, "#ffbf80", 0.85 * lamps)
    pipe_x = view.at(206, 0, z0 - 3)[0]
    c.drawRect(
        skia.Rect(pipe_x - 6, high + 20, pipe_x + 6, low),
        columns(pipe_x - 6, pipe_x + 6, ["#5c5864", "#c0bcc4", "#54505c"]),
    )
    for k in range(3):
        y = view.at(0, 60 + 80 * k, z0)[1]
        c.drawRect(skia.Rect(pipe_x - 10, y - 5, pipe_x + 10, y + 5), fill("#4c4854"))


def _seat(p: Painting, view: Perspective) -> None:
    """A bench with cushions between two planters at the left; a lantern on the deck."""
    c, g, lamps = p.things, p.generator, p.hour.lamps
    for x0, x1, z0, tall in ((-236, -158, 560, 62), (-200, -136, 352, 46)):
        wide = (x0 + x1) / 2
        px, foot = view.at(wide, 0, z0)
        shadow(c, px, foot, view.size((x1 - x0) * 0.66, z0), 20, 0.45)
        view.block(x0, x1, 0, tall, z0, z0 + 60, "#6c6470", "#8c848c", "#544c58")
        view.front(x0, x1, tall - 5, tall, z0 - 1, "#a8a0a8")
        top = view.at(wide, tall, z0 + 30)[1]
        reach = view.size((x1 - x0) * 0.5, z0)
        if z0 > 400:
            trunk(c, [(px, top), (px + 12, top - 130), (px - 8, top - 270)], 26)
            for dx, dy, rx, ry in ((0, -330, 170, 130), (-80, -250, 110, 80), (90, -260, 110, 76)):
                foliage(c, px + dx, top + dy, rx, ry, g, dab=11, count=330, greens=_GREENS, sun=0.6)
        for k in range(7):
            grass(
                c,
                px + reach * (k / 3 - 1) * 0.86,
                top + 8,
                view.size(34, z0),
                g,
                greens=("#4c7a4c", "#86a85c", "#c8c47c"),
                count=12,
            )
        for _ in range(12):
            sideways, up = g.uniform(-reach, reach), g.uniform(8, 64)
            petal = ("#f4b8c8", "#fff0e4", "#e88aa8")[int(g.integers(3))]
            dot(c, px + sideways, top - up, g.uniform(5, 9), petal)
    z = 470.0
    view.block(-166, -62, 34, 40, z - 4, z + 50, "#8a6448", "#b88e68", "#5c4030")
    for x in (-160, -74):
        view.block(x, x + 6, 0, 34, z, z + 6, "#4a4450", "#5c5662", "#38323e")
    (a, top), (b, low) = view.at(-162, 82, z + 52), view.at(-66, 40, z + 46)
    for k in range(4):
        y = top + (low - top) * k / 4
        c.drawRect(skia.Rect(a, y, b, y + 17), rows(y + 17, ["#a87e5c", "#74523c"], y))
    for x, turn, colours in ((-134, -8, ["#e8c07a", "#a87a44"]), (-92, 9, ["#d8d0dc", "#8c8098"])):
        px, py = view.at(x, 56, z + 30)
        c.save()
        c.translate(px, py)
        c.rotate(turn)
        rounded(c, -40, -40, 80, 74, 18, colours)
        c.restore()
    px, py = view.at(-40, 0, 440)
    shadow(c, px, py, 40, 9, 0.4)
    frame = skia.Rect(px - 22, py - 92, px + 22, py)
    c.drawRect(frame, rows(py, [mix("#c8c0b4", "#ffe2a8", lamps), mix("#a89c90", "#ffb45a", lamps)], py - 92))
    c.drawRect(frame, stroke("#2c2830", 5))
    c.drawLine(px, py - 92, px, py, stroke("#2c2830", 3))
    c.drawPath(path_of([(px - 28, py - 92), (px, py - 116), (px + 28, py - 92)]), fill("#2c2830"))
    c.drawCircle(px, py - 122, 9, stroke("#2c2830", 4))
    if lamps > 0.3:
        p.life("flame", px, py - 24, 17, "#ffca7a", "things")
    glow(p.sparks, px, py - 44, 170, "#ffb45a", 0.5 * lamps)
    p.sparks.drawOval(
        skia.Rect(px - 190, py - 22, px + 190, py + 52), fill("#ffb45a", 0.13 * lamps, blend=PLUS, blur=18)
    )
    p.lamp(px, py - 40, 210, "#ffb060", 0.7 * lamps)


def _bulbs(p: Painting) -> None:
    """Bulbs on two sagging lines from beyond the left to the stair house, larger towards us."""
    w, h = p.width, p.height
    for y0, sag, end, near in ((0.30, 0.085, 0.375, 0.8), (0.19, 0.075, 0.330, 1.25)):
        rope = bezier(
            (-20, h * y0),
            (w * 0.3, h * (y0 + sag * 1.3)),
            (w * 0.62, h * (y0 + sag * 1.7)),
            (w * 0.98, h * end),
            count=24,
        )
        p.things.drawPath(tapered(rope, 3.4 * near, "even"), fill("#2a2430"))
        for x, y in rope[1::2]:
            p.things.drawRect(skia.Rect(x - 3 * near, y, x + 3 * near, y + 9 * near), fill("#2a2430"))
            bulb = [
                (x, y + 8 * near),
                (x - 9 * near, y + 18 * near),
                (x, y + 28 * near),
                (x + 9 * near, y + 18 * near),
            ]
            p.things.drawPath(
                path_of(spline(bulb, closed=True)), fill(mix("#efe6d4", "#fff0c4", p.hour.lamps), 0.95)
            )
            glow(p.sparks, x, y + 18 * near, 74 * near, "#ffc878", 0.62 * p.hour.lamps)
            dot(p.sparks, x, y + 18 * near, 4.5 * near, "#fff8e0", p.hour.lamps)
    p.lamp(w * 0.42, h * 0.62, 430, "#ffc080", 0.34 * p.hour.lamps)


def _life(p: Painting) -> None:
    """Beacons over the town and a breathing lamp by night, birds by day."""
    w, h, hour = p.width, p.height, p.hour
    if hour.lamps > 0.5:
        for x, y in ((0.17, 0.30), (0.52, 0.27), (0.71, 0.33)):
            p.life("twinkle", w * x, h * y, 8, "#ff5a5a", "outside")
        p.life("breathe", w * 0.88, h * 0.40, 260, "#ffc47a", "things")
    else:
        p.life("birds", 200, h * 0.22, 12, "#ffffff", "sky")
