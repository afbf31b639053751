"""Short hair as sections of guide curves (head units, see ``head``)."""

from __future__ import annotations

import math
from dataclasses import replace

from reelwright.stage.people.hair import Section
from reelwright.stage.people.strands import back_hair, flipped, lifted, mirrored, shrunk


def style_comma(part: float = -24, volume: float = 0.0) -> list[Section]:
    """male K-drama two-block with comma fringe"""
    parts = [back_hair(74, 0.82, 0.46, count=11, jitter=0.16)]
    for side in (-1, 1):
        at = mirrored(side)
        parts.append(Section([[at(62, -88, 56), at(78, -58, 50), at(83, -22, 32), at(82, 18,
             20)],
            [at(68, -104, 26), at(90, -66, 24), at(93, -24, 8), at(88, 22, -6)],
            [at(70, -108, -10), at(95, -68, -14), at(98, -22, -28), at(91, 36, -34)],
            [at(66, -104, -44), at(90, -66, -52), at(95, -20, -58), at(88, 50, -56)]],
            count=8, layer="auto", seed=40 + side, jitter=0.08, highlights=(-58,), taper=0.55,
             shade=0.12, lateral=1.2, overlap=1.6, gloss=0.6))  # fmt: skip
    for side in (1, -1):
        at = mirrored(side)
        parts.append(Section([[(part, -100, 74), at(40, -136 - volume, 84), at(76, -108, 72),
             at(95, -58, 50), at(97, -16, 34)],
            [(part, -140 - volume, 56), at(38, -153 - volume, 54), at(66, -141 - volume, 50),
             at(90, -110, 42), at(104, -72, 22), at(106, -28, 6)],
            [(part, -163 - volume, 14), at(34, -163 - volume, 12), at(64, -151 - volume, 8),
             at(93, -117, 2), at(107, -78, -14), at(108, -28, -28)],
            [(part, -160 - volume, -34), at(34, -158 - volume, -40), at(62, -146 - volume, -44),
             at(89, -112, -50), at(102, -74, -58), at(103, -16, -64)],
            [(part, -126, -76), at(20, -140, -88), at(62, -114, -98), at(80, -62, -104), at(82,
             0, -98)]],
            count=11, layer="auto", seed=44 + side, jitter=0.14, highlights=(-118,), taper=0.5,
             lateral=3.5, order=6, overlap=1.7, clump=0.5, casts_shadow=True))  # fmt: skip
    parts.append(Section([[(44, -91, 68), (58, -134 - volume, 84), (78, -122, 90), (92, -72,
         76), (90, -22, 60)],
        [(24, -96, 73), (32, -146 - volume, 92), (62, -130, 104), (80, -78, 96), (82, -24, 82)],
        [(0, -98, 76), (6, -152 - volume, 98), (42, -130, 114), (62, -78, 110), (60, -14, 100)],
        [(-16, -98, 77), (-12, -148 - volume, 101), (18, -122, 118), (38, -74, 116), (30, -10,
         106)],
        [(part, -98, 77), (-24, -132 - volume, 98), (-4, -110, 116), (10, -70, 116), (-2, -22,
         108)]],
        count=8, layer="front", seed=48, jitter=0.1, highlights=(-114,), taper=0.45, order=40,
         lateral=2.5, overlap=1.9, clump=0.35, clump_size=2))  # fmt: skip
    parts.append(Section([[(-58, -80, 62), (-74, -128, 66), (-92, -92, 64), (-98, -44, 52),
         (-94, -4, 40)],
        [(-42, -92, 70), (-60, -142 - volume, 80), (-84, -104, 84), (-92, -52, 70), (-88, -6,
         56)],
        [(part, -98, 77), (-44, -140 - volume, 92), (-68, -98, 98), (-78, -54, 88), (-70, -16,
         78)]],
        count=5, layer="front", seed=49, jitter=0.15, highlights=(-114,), taper=0.42, order=38,
         overlap=1.9))  # fmt: skip
    return parts


def style_slick(part: float = -20, volume: float = 0.0, loose: bool = True) -> list[Section]:
    """swept-back CEO hair"""
    parts = [back_hair(70, 0.80, 0.46, count=11, jitter=0.14)]
    for side in (-1, 1):
        at = mirrored(side)
        parts.append(Section([[at(74, -40, 46), at(82, -28, 32), at(85, 0, 14), at(84, 24, -2)],
            [at(72, -60, 46), at(88, -54, 26), at(94, -18, -10), at(88, 26, -34)],
            [at(66, -74, 54), at(88, -84, 26), at(97, -44, -26), at(90, 18, -56)],
            [at(56, -84, 60), at(80, -112, 26), at(93, -72, -34), at(86, 0, -74)]],
            count=9, layer="auto", seed=50 + side, jitter=0.04, highlights=(-56,), taper=0.8,
             shade=0.08, lateral=0.8, overlap=1.6, casts_shadow=False, clump=0.2, gloss=0.7))  # fmt: skip
    # top: swept back and to the side from a high part
    parts.append(Section([[(-62, -80, 58), (-86, -112, 44), (-94, -110, -6), (-84, -56, -66)],
        [(-46, -90, 66), (-66, -140 - volume, 56), (-70, -142, -6), (-58, -84, -86)],
        [(-24, -96, 72), (-40, -156 - volume, 64), (-38, -158, -8), (-30, -96, -98)],
        [(4, -98, 74), (-2, -162 - volume, 68), (2, -162, -8), (0, -98, -102)],
        [(30, -95, 70), (36, -158 - volume, 62), (40, -156, -8), (32, -94, -98)],
        [(50, -88, 64), (68, -140 - volume, 54), (72, -140, -8), (60, -82, -86)],
        [(62, -80, 58), (86, -110, 42), (94, -108, -8), (84, -54, -66)]],
        count=17, layer="auto", seed=53, jitter=0.04, highlights=(-132,), taper=0.8,
         lateral=1.5, order=20, gloss_length=1.7, overlap=1.9, casts_shadow=False, clump=0.25,
         root=0.05, has_hull=True))  # fmt: skip
    if loose:
        parts.append(Section([[(6, -98, 76), (14, -136, 98), (36, -112, 110), (50, -66, 102),
             (44, -34, 94)],
            [(12, -98, 76), (24, -134, 96), (48, -106, 106), (62, -62, 94), (58, -24, 84)]],
            count=2, layer="front", seed=57, jitter=0.2, highlights=(), taper=0.25, order=40,
             overlap=1.3))  # fmt: skip
    return parts


def style_crop(is_female: bool) -> list[Section]:
    """Short textured hair: a cropped fringe for him, a pixie with a swept fringe for her."""
    parts = style_comma(part=20 if is_female else -8, volume=4)
    cut = lifted(parts[1:], -70 if not is_female else -50, 0.42 if not is_female else 0.72)
    return [lifted(parts[:1], 10, 0.55)[0], *(replace(s, jitter=s.jitter + 0.08, clump=0.65) for s in cut)]


def style_undercut() -> list[Section]:
    """Shaved sides, long top thrown back with one loose lock."""
    parts = style_slick(part=-24, volume=8, loose=True)
    short = [replace(s, shade=0.4, gloss=0.25, strands=6, jitter=0.3, taper=0.5) for s in parts[1:3]]
    return [lifted(parts[:1], -10, 0.3)[0], *short, *parts[3:]]


def style_pixie() -> list[Section]:
    """Very short, close at the nape, the fringe swept over to one side."""
    parts = flipped(style_comma(part=-30, volume=0))
    cut = [replace(s, jitter=s.jitter + 0.04, clump=0.5) for s in lifted(shrunk(parts[1:], 0.955), -64, 0.62)]
    return [lifted(parts[:1], 6, 0.5)[0], *cut]


def style_receding() -> list[Section]:
    """Thin on top, combed back from a high hairline, fuller at the sides."""
    # All of it behind the face: the line of the forehead is the hairline, not the roots.
    top = [replace(s, has_hull=False, strands=6, overlap=1.8, clump=0.3, jitter=0.06, layer="mid") for s in
           _moved_back(shrunk(style_slick(part=0, loose=False)[3:], 0.90), 26.0)]  # fmt: skip
    return [*shrunk(style_slick(part=0, loose=False)[:3], 0.97), *top]


def _moved_back(sections: list[Section], away: float) -> list[Section]:
    """The same hair with its roots ``away`` units further from the brow."""
    return [
        replace(
            s,
            guides=tuple(
                tuple(
                    (x, y - away * 0.75 * max(0.0, 1 - i / 1.5), z - away * max(0.0, 1 - i / 2.5))
                    for i, (x, y, z) in enumerate(guide)
                )
                for guide in s.guides
            ),
        )
        for s in sections
    ]


def style_man_bun() -> list[Section]:
    """Combed back into a small bun behind the crown, shaved low at the sides."""
    parts = style_slick(part=-10, volume=-4, loose=False)
    bun = Section(
        [[(-22, -148, -52), (-38, -170, -60), (-20, -196, -64), (0, -200, -64)],
         [(-8, -150, -40), (-12, -176, -36), (-8, -196, -50), (0, -200, -64)],
         [(8, -150, -40), (12, -176, -36), (8, -196, -50), (0, -200, -64)],
         [(22, -148, -52), (38, -170, -60), (20, -196, -64), (0, -200, -64)]],
        count=9, layer="mid", seed=571, highlights=(-180,), taper=0.75, jitter=0.02, tip_width=0.5,
        overlap=1.6, clump=0,
    )  # fmt: skip
    sleek = [replace(s, jitter=0.0, clump=0.1) for s in shrunk(parts[3:], 0.96)]
    sides = [replace(s, shade=0.35, gloss=0.3, strands=6) for s in shrunk(parts[1:3], 0.96)]
    return [lifted(parts[:1], -10, 0.4)[0], bun, *sides, *sleek]


def style_curtains() -> list[Section]:
    """A centre part that falls open over both brows."""
    parts = style_comma(part=0, volume=2)[:5]
    for side in (-1, 1):
        at = mirrored(side)
        parts.append(
            Section(
                [[(side * 2, -99, 77), at(8, -146, 98), at(30, -132, 113), at(50, -84, 112), at(64, -34, 98),
                  at(84, -4, 78)],
                 [at(6, -99, 76), at(24, -150, 92), at(54, -132, 100), at(74, -82, 96), at(84, -30, 82),
                  at(96, 10, 60)],
                 [at(24, -96, 72), at(48, -148, 76), at(78, -120, 78), at(95, -70, 68), at(99, -18, 54),
                  at(99, 22, 40)]],
                count=7, layer="front", seed=148 + side, jitter=0.1, highlights=(-116,), taper=0.48,
                order=40 + side, lateral=2.0, overlap=1.8, clump=0.35, clump_size=2,
            )
        )  # fmt: skip
    return parts


def style_afro() -> list[Section]:
    """A round cloud of tight coils."""
    parts: list[Section] = [
        replace(back_hair(70, 1.1, 0.95, count=14, jitter=0.06), wave=(6, 3.0), tip_width=0.6)
    ]
    for number, (depth, root, tip, spread) in enumerate(
        ((-40.0, 60.0, 152.0, 128), (10.0, 62.0, 147.0, 116), (46.0, 66.0, 128.0, 92))
    ):
        guides = []
        for degrees in range(-spread, spread + 1, 16):
            a = math.radians(degrees)
            guides.append(
                [
                    (
                        math.sin(a) * r * (0.94 if r > 100 else 1.0),
                        -34 - math.cos(a) * r * 0.98,
                        depth + bulge,
                    )
                    for r, bulge in ((root, 12), ((root + tip) / 2, 16), (tip, 0))
                ]
            )
        parts.append(
            Section(
                guides, count=40, layer="mid" if number < 2 else "front", seed=480 + number, wave=(7.0, 2.6),
                jitter=0.07, overlap=2.2, taper=0.93, tip_width=0.75, lateral=3.0, clump=0.35, clump_size=3,
                strands=3, highlights=(-128.0,) if number else (), gloss=0.6, order=-6 + 10 * number,
                has_hull=number == 1, casts_shadow=number == 2,
            )
        )  # fmt: skip
    return parts
