"""What stands along the kerbs of a street (trees, cars, boxes of flowers), in its light → drawn."""

from __future__ import annotations

import skia

from reelwright.drawing.colour import Colour, mix
from reelwright.drawing.ink import fill, path_of, spline
from reelwright.stage.places.greenery import Light, foliage, trunk
from reelwright.stage.places.motifs import leaves, shadow
from reelwright.stage.places.painting import Painting, dot, glow, rows
from reelwright.stage.places.perspective import Perspective


def trees(p: Painting, view: Perspective, kerb: float, lit: Light) -> None:
    """Plane trees along the kerbs; their shade is broken by flecks of sun."""
    g, hour = p.generator, p.hour
    greens = ("#2c5236", "#4e8444", "#8cb852", "#dce48c")
    for side, z in ((-1, 2100), (1, 1900), (-1, 1500), (1, 1340), (-1, 940), (-1, 560)):
        sheet = p.things if z < 700 else p.outside

        def light(colour: Colour, z: float = z) -> Colour:
            return colour if z < 700 else mix(lit(colour), hour.haze, z / 9000)

        x = side * (kerb + 26)
        px, foot = view.at(x, 14, z)
        tall, wide = view.size(250, z), view.size(92, z)
        shadow(sheet, px, foot, wide * 0.5, wide * 0.08, 0.4)
        trunk(
            sheet,
            [(px, foot), (px + wide * 0.05, foot - tall * 0.5), (px - wide * 0.06, foot - tall)],
            wide * 0.2,
            light=light,
        )
        lean = -side * wide * 0.25
        count = 380 if z < 700 else 190
        for dx, dy, rx, ry in (
            (0.0, 1.28, 1.0, 0.74),
            (-0.62, 1.08, 0.62, 0.46),
            (0.66, 1.12, 0.6, 0.46),
        ):
            foliage(
                sheet,
                px + lean + dx * wide,
                foot - dy * tall,
                rx * wide,
                ry * wide,
                g,
                dab=wide * 0.085,
                count=count // (1 if dx == 0 else 2),
                greens=greens,
                light=light,
                sun=0.7,
            )
        if hour.sun_strength > 0.5:
            for _ in range(16):
                fx, fz = x - side * g.uniform(-20, 150), z * g.uniform(0.82, 1.12)
                fx, fy = view.at(fx, 1, fz)
                r = view.size(g.uniform(5, 14), z)
                p.shine.drawOval(
                    skia.Rect(fx - r, fy - r * 0.3, fx + r, fy + r * 0.3), fill(hour.sun, 0.24, blur=2)
                )


def cars(p: Painting, view: Perspective, lit: Light) -> None:
    """Cars at the kerbs: one seen from behind at the right, one facing us further off at the left."""
    for x, z, colour, facing in ((-128, 1050, "#c8483c", True), (130, 760, "#e8ecf0", False)):
        c, lamps = p.outside, p.hour.lamps
        px, foot = view.at(x, 0, z)
        half, tall = view.size(44, z), view.size(120, z)
        paint = lit(colour)
        shadow(c, px, foot, half * 1.35, half * 0.18, 0.6)
        for k in (-1, 1):
            c.drawRoundRect(
                skia.Rect(
                    px + k * half * 0.84 - half * 0.16,
                    foot - tall * 0.26,
                    px + k * half * 0.84 + half * 0.16,
                    foot,
                ),
                4,
                4,
                fill("#14121c"),
            )
        body = [
            (px - half, foot - tall * 0.14),
            (px - half * 1.04, foot - tall * 0.52),
            (px - half * 0.80, foot - tall * 0.62),
            (px + half * 0.80, foot - tall * 0.62),
            (px + half * 1.04, foot - tall * 0.52),
            (px + half, foot - tall * 0.14),
        ]
        cabin = [
            (px - half * 0.84, foot - tall * 0.58),
            (px - half * 0.62, foot - tall),
            (px + half * 0.62, foot - tall),
            (px + half * 0.84, foot - tall * 0.58),
        ]
        c.drawPath(path_of(cabin), rows(foot - tall * 0.5, [mix(paint, "#ffffff", 0.35), paint], foot - tall))
        glass = [
            (px - half * 0.72, foot - tall * 0.61),
            (px - half * 0.54, foot - tall * 0.93),
            (px + half * 0.54, foot - tall * 0.93),
            (px + half * 0.72, foot - tall * 0.61),
        ]
        c.drawPath(
            path_of(glass),
            rows(
                foot - tall * 0.6,
                [mix(lit("#2c3648"), p.hour.sky[1], 0.5), lit("#1c2230")],
                foot - tall * 0.95,
            ),
        )
        c.drawPath(
            path_of(spline(body, steps=4)),
            rows(
                foot - tall * 0.1,
                [mix(paint, "#ffffff", 0.30), paint, mix(paint, "#14101c", 0.5)],
                foot - tall * 0.64,
            ),
        )
        c.drawRect(
            skia.Rect(px - half * 0.9, foot - tall * 0.24, px + half * 0.9, foot - tall * 0.15),
            fill(mix(paint, "#14101c", 0.6)),
        )
        c.drawRect(
            skia.Rect(px - half * 0.24, foot - tall * 0.36, px + half * 0.24, foot - tall * 0.28),
            fill(lit("#e8ecf2")),
        )
        lamp = "#fff4d8" if facing else "#ff3a3a"
        for k in (-1, 1):
            light = skia.Rect(
                px + k * half * 0.78 - half * 0.2,
                foot - tall * 0.50,
                px + k * half * 0.78 + half * 0.2,
                foot - tall * 0.39,
            )
            c.drawRoundRect(light, 4, 4, fill(mix(lit("#b83c3c" if not facing else "#e8ecf2"), lamp, lamps)))
            glow(p.shine, px + k * half * 0.78, foot - tall * 0.44, half * 0.9, lamp, 0.5 * lamps**2)


def plant_boxes(p: Painting, view: Perspective) -> None:
    """Plant boxes on the pavement, nearer to us than the houses."""
    things, c = view.on(p.things), p.things
    for side in (-1, 1):
        for z in (330, 520):
            x, y = view.at(side * 222, 14, z)
            shadow(c, x, y, view.size(46, z), view.size(9, z))
            a, b = sorted((side * 194, side * 250))
            things.block(a, b, 14, 62, z, z + 60, "#6a4f48", "#7e625a", "#4c3834")
            x, y = view.at(side * 222, 60, z + 20)
            leaves(c, x, y, view.size(60, z), 13, p.generator)
            for _ in range(16):
                dx, dy = p.generator.normal(0, 20), p.generator.normal(26, 12)
                size = view.size(p.generator.uniform(3, 6), z)
                dot(
                    c,
                    x + view.size(dx, z),
                    y - view.size(dy, z),
                    size,
                    ("#f29aaa", "#ffd4da", "#ffb0a0")[p.generator.integers(3)],
                )
