"""Long hair, bobs, tails and buns as sections of guide curves (head units, see ``head``)."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

from dataclasses import replace

from reelwright.stage.people.braids import braid
from reelwright.stage.people.hair import Guide, Section
from reelwright.stage.people.strands import back_hair, crown, flipped, lifted, mirrored, side_sheet


def style_long(
    part: float = 16,
    length: float = 410,
    bang: str = "curtain",
    wave: tuple[float, float] = (13, 1.35),
    volume: float = 2,
) -> list[Section]:
    """Long straight hair with a ``curtain``, ``side`` or ``full`` fringe."""
    parts = [back_hair(length, wave=(wave[0] * 0.7, wave[1]))] + crown(part, volume)
    for side in (-1, 1):
        parts.append(Section(side_sheet(side, part, length, volume, flare=6), count=11,
             layer="auto", wave=wave, seed=4 + side, jitter=0.12, highlights=(-84, 150),
             lateral=4, taper=0.7, overlap=1.75, clump=0.55, strands=3, is_sheet=True,
             clump_size=3))  # fmt: skip
    if bang == "curtain":
        for side in (-1, 1):
            at = mirrored(side)
            toward = side * part
            parts.append(Section([[(part, -99, 78), at(8 + toward * 0.8, -116, 99), at(24 +
                 toward * 0.4, -84, 110), at(44, -42, 104), at(68, -6, 88), at(94, 24, 66)],
                [(part, -106, 76), at(14 + toward * 0.7, -130, 93), at(42 + toward * 0.3, -98,
                 100), at(68, -46, 88), at(87, 6, 66), at(112, 44, 48)]],
                count=5, layer="front", wave=(2, 0.8), seed=21 + side, jitter=0.22,
                 highlights=(-82,), taper=0.4, order=30, lateral=2.5, overlap=1.8, clump=0.25,
                 clump_size=2))  # fmt: skip
            parts.append(Section([[(part + side * 2, -100, 80), at(4 + toward * 0.9, -118, 101),
                 at(14 + toward * 0.5, -84, 114), at(26, -48, 110), at(40, -22, 100)],
                [(part + side * 3, -100, 80), at(6 + toward * 0.9, -120, 101), at(18 + toward *
                 0.5, -84, 113), at(33, -50, 108), at(52, -24, 96)]],
                count=2, layer="front", seed=121 + side, jitter=0.25, highlights=(), taper=0.2,
                 order=36, lateral=1, overlap=1.1, clump=0))  # fmt: skip
    if bang == "side":
        at = mirrored(-1 if part > 0 else 1)
        toward = -abs(part)
        parts.append(Section([[(part, -99, 78), at(toward * 0.6 + 8, -120, 98), at(26, -86,
             108), at(54, -42, 98), at(84, -8, 76), at(104, 30, 60)],
            [(part, -103, 78), at(toward * 0.6 + 2, -124, 98), at(14, -82, 110), at(38, -40,
             102), at(68, -14, 86), at(92, 6, 68)],
            [(part, -108, 76), at(toward * 0.6 + 14, -132, 92), at(42, -98, 98), at(70, -48,
             86), at(92, 0, 64), at(112, 50, 48)]],
            count=6, layer="front", wave=(2, 0.8), seed=22, jitter=0.16, highlights=(-82,),
             taper=0.45, order=30, overlap=1.8))  # fmt: skip
    if bang == "full":
        parts.append(Section([[(-2, -128, 56), (-42, -122, 78), (-70, -74, 86), (-80, -14, 72)],
            [(2, -130, 56), (-24, -124, 90), (-40, -72, 102), (-42, -17, 98)],
            [(6, -130, 56), (2, -124, 94), (2, -70, 108), (2, -15, 104)],
            [(8, -130, 56), (28, -124, 90), (42, -72, 102), (42, -17, 98)],
            [(10, -128, 56), (44, -122, 78), (70, -74, 86), (80, -14, 72)]],
            count=11, layer="front", seed=31, jitter=0.12, highlights=(-82,), taper=0.7,
             order=30, lateral=1.5, tip_width=0.12, overlap=1.6, clump=0.4))  # fmt: skip
    return parts


def style_bob(part: float = -18) -> list[Section]:
    """A chin-length bob with a swept fringe."""
    parts = [back_hair(132, 0.98, 0.72, count=12, jitter=0.04)] + crown(part, 3)
    parts[0] = replace(parts[0], taper=0.86, tip_width=0.3)
    for side in (-1, 1):
        at = mirrored(side)
        toward = side * part
        parts.append(Section([[(part, -98, 76), at(22 + toward * 0.6, -112, 90), at(46 + toward
             * 0.3, -92, 92), at(72, -46, 82), at(89, 14, 62), at(94, 66, 54), at(80, 112, 58)],
            [(part, -112, 68), at(26 + toward * 0.6, -134, 78), at(58 + toward * 0.2, -110, 80),
             at(85, -52, 66), at(101, 15, 48), at(106, 72, 42), at(90, 122, 46)],
            [(part, -150, 50), at(28 + toward * 0.6, -152, 56), at(70, -125, 56), at(97, -58,
             42), at(110, 18, 28), at(114, 78, 24), at(96, 130, 30)],
            [(part, -166, 16), at(30 + toward * 0.5, -163, 20), at(78, -131, 18), at(103, -62,
             6), at(116, 18, -6), at(119, 82, -10), at(100, 136, -2)],
            [(part, -167, -18), at(30 + toward * 0.5, -161, -20), at(80, -131, -26), at(104,
             -64, -40), at(115, 18, -48), at(116, 84, -48), at(96, 138, -30)]],
            count=12, layer="auto", seed=5 + side, jitter=0.04, highlights=(-84, 62), taper=0.8,
             tip_width=0.1, lateral=1.2, overlap=1.6, clump=0.35, strands=3, is_sheet=True))  # fmt: skip
    s0 = 1 if part < 0 else -1
    at = mirrored(s0)
    toward = -abs(part)
    parts.append(Section([[(part, -99, 78), at(toward * 0.5 + 8, -120, 98), at(28, -88, 108),
         at(58, -46, 98), at(84, -4, 76), at(98, 48, 60)],
        [(part, -102, 78), at(toward * 0.5 + 2, -126, 98), at(16, -86, 110), at(44, -44, 103),
         at(72, -10, 86), at(93, 24, 68)],
        [(part, -108, 76), at(toward * 0.5 + 14, -134, 92), at(46, -102, 98), at(74, -50, 86),
         at(94, 4, 64), at(104, 72, 50)]],
        count=6, layer="front", seed=9, jitter=0.14, highlights=(-82,), taper=0.45, order=30,
         overlap=1.8))  # fmt: skip
    at = mirrored(-s0)
    parts.append(Section([[(part, -99, 78), at(34, -112, 92), at(58, -74, 92), at(78, -24, 76),
         at(92, 34, 58)],
        [(part, -106, 76), at(36, -122, 86), at(66, -80, 84), at(86, -26, 66), at(100, 52,
         48)]],
        count=3, layer="front", seed=10, jitter=0.14, highlights=(-82,), taper=0.5, order=28,
         overlap=1.8))  # fmt: skip
    return parts


def style_pony(part: float = 12) -> list[Section]:
    """A high pony tail with loose temples."""
    parts = []
    parts.append(Section([[(-8, -112, -92), (-36, -136, -118), (-80, -90, -140), (-96, 10,
         -130), (-82, 110, -110), (-112, 240, -90)],
        [(0, -112, -92), (0, -146, -124), (-28, -100, -156), (-48, 25, -150), (-34, 125, -125),
         (-58, 275, -100)],
        [(8, -112, -92), (32, -136, -118), (48, -90, -140), (44, 15, -132), (32, 115, -112), (2,
         245, -95)]],
        count=14, layer="back", wave=(7, 1.4), shade=0.1, highlights=(-60, 140), jitter=0.12,
         seed=14, overlap=1.7, is_mass=True, taper=0.6))  # fmt: skip
    for side in (-1, 1):
        at = mirrored(side)
        parts.append(Section([[at(77, 18, 10), at(86, -14, -12), at(86, -60, -50), at(40, -112,
             -88)],
            [at(76, -24, 30), at(87, -48, 4), at(84, -94, -40), at(36, -126, -84)],
            [at(66, -64, 50), at(82, -94, 16), at(70, -128, -34), at(24, -134, -82)],
            [at(36, -92, 70), at(54, -132, 28), at(42, -152, -30), at(12, -138, -82)],
            [at(0, -97, 74), at(4, -146, 32), at(4, -160, -30), at(0, -140, -82)]],
            count=13, layer="auto", seed=15 + side, jitter=0.0, highlights=(-108,), taper=0.97,
             tip_width=0.5, lateral=0.4, gloss_length=1.3, clump=0, casts_shadow=False,
             overlap=1.5, root=-0.1))  # fmt: skip
        parts.append(Section([[at(54, -78, 66), at(78, -42, 72), at(87, 16, 54), at(82, 66, 50),
             at(92, 112, 46)],
            [at(64, -66, 54), at(86, -30, 54), at(94, 26, 42), at(88, 82, 40), at(104, 142,
             38)]],
            count=3, layer="front", wave=(4, 1.1), seed=18 + side, jitter=0.2, highlights=(),
             taper=0.35, order=25, overlap=1.7))  # fmt: skip
    for side in (-1, 1):
        at = mirrored(side)
        toward = side * part
        parts.append(Section([[(part, -98, 78), at(12 + toward * 0.7, -118, 97), at(34 + toward
             * 0.4, -86, 106), at(60, -40, 96), at(80, 0, 78), at(101, 26, 62)],
            [(part, -102, 78), at(6 + toward * 0.7, -122, 100), at(22 + toward * 0.4, -82, 110),
             at(44, -40, 103), at(64, -12, 90), at(86, 8, 74)]],
            count=4, layer="front", seed=20 + side, jitter=0.2, highlights=(-84,), taper=0.4,
             order=30, overlap=1.8))  # fmt: skip
    return parts


def style_updo(part: float = 0, long_back: bool = True) -> list[Section]:
    """hanfu: centre part, high bun, long back hair"""
    parts = []
    if long_back:
        parts.append(back_hair(330, 0.84, 0.72, count=14, shade=0.40, wave=(3, 1)))
    parts.append(Section([[(-28, -146, -30), (-50, -182, -36), (-28, -216, -40), (0, -220,
         -40)],
        [(-14, -146, -14), (-24, -184, -10), (-14, -214, -26), (0, -220, -40)],
        [(14, -146, -14), (24, -184, -10), (14, -214, -26), (0, -220, -40)],
        [(28, -146, -30), (50, -182, -36), (28, -216, -40), (0, -220, -40)]],
        count=9, layer="mid", seed=71, highlights=(-192,), taper=0.75, jitter=0.0,
         tip_width=0.5, overlap=1.6, is_mass=False, has_hull=False, clump=0))  # fmt: skip
    for side in (-1, 1):
        at = mirrored(side)
        parts.append(Section([[at(1, -98, 75), at(36, -101, 84), at(66, -64, 70), at(81, -22,
             38), at(84, 8, 0), at(76, 22, -34)],
            [at(1, -112, 68), at(46, -118, 70), at(82, -74, 52), at(94, -24, 16), at(92, 14,
             -26), at(80, 26, -60)],
            [at(1, -130, 48), at(54, -136, 44), at(92, -86, 28), at(100, -26, -12), at(94, 20,
             -54), at(78, 30, -84)],
            [at(1, -146, 14), at(56, -145, 8), at(96, -92, -8), at(102, -28, -44), at(88, 22,
             -82), at(66, 34, -100)],
            [at(1, -148, -24), at(50, -150, -28), at(88, -98, -44), at(92, -28, -76), at(74, 26,
             -100), at(40, 36, -110)]],
            count=13, layer="auto", seed=60 + side, jitter=0.0, highlights=(-86,), taper=0.55,
             tip_width=0.0, lateral=0.6, gloss_length=1.2, clump=0.3, overlap=1.6,
             casts_shadow=True))  # fmt: skip
        parts.append(Section([[(side * 2, -99, 78), at(14, -116, 97), at(38, -86, 104), at(64,
             -46, 88), at(80, -8, 70), at(92, 24, 54)],
            [(side * 2, -101, 78), at(18, -118, 95), at(46, -88, 99), at(74, -48, 80), at(88, 0,
             60), at(100, 44, 46)]],
            count=3, layer="front", seed=160 + side, jitter=0.2, highlights=(-84,), taper=0.35,
             order=32, overlap=1.5, clump=0.2))  # fmt: skip
        parts.append(Section([[at(72, -34, 56), at(86, 0, 52), at(87, 56, 46), at(80, 126, 46),
             at(90, 214, 46)],
            [at(78, -30, 46), at(91, 6, 42), at(94, 66, 38), at(88, 136, 40), at(102, 250,
             42)]],
            count=3, layer="front", seed=66 + side, wave=(3, 1.3), jitter=0.2, highlights=(),
             taper=0.3, order=25, overlap=1.6))  # fmt: skip
    return parts


def style_elder_bun() -> list[Section]:
    """The high bun without the long back hair."""
    loose_locks = (65, 67)
    return [s for s in style_updo(long_back=False) if s.seed not in loose_locks]


def style_fringe() -> list[Section]:
    """Straight and long, cut straight over the brows."""
    return style_long(part=0, length=400, bang="full", wave=(4, 0.8), volume=3)


def style_wavy() -> list[Section]:
    """Big soft waves from the cheek down, swept from a side part."""
    waved = []
    for s in style_long(part=24, length=345, bang="side", wave=(22, 2.1), volume=9):
        if s.layer == "front":
            waved.append(replace(s, wave=(5, 1.2)))
        else:
            waved.append(
                replace(s, wave=(20, 2.0), clump=0.74, clump_size=4, lateral=5, jitter=0.16, taper=0.78)
            )
    return waved


def style_side_bob() -> list[Section]:
    """A long bob from a deep side part, to the collar bones."""
    return lifted(flipped(style_bob(part=-34)), 20, 1.62)


def _combed_back(part: float, *, low: float) -> list[Section]:
    """Smooth hair from the part down to the nape at height ``low``, ears half covered."""
    parts = [back_hair(low, 0.74, 0.5, count=12, jitter=0.02), *crown(part, 2)]
    for side in (-1, 1):
        at = mirrored(side)
        parts.append(
            Section(
                [[(part, -98, 76), at(38, -100, 85), at(68, -62, 72), at(82, -18, 46), at(86, 26, 20),
                  at(84, low * 0.8, -8)],
                 [(part, -116, 66), at(48, -120, 71), at(84, -72, 54), at(95, -20, 22), at(95, 30, -8),
                  at(84, low, -30)],
                 [(part, -146, 40), at(54, -142, 40), at(94, -86, 26), at(103, -22, -10), at(97, 34, -40),
                  at(74, low, -60)],
                 [(part, -154, -6), at(56, -150, -8), at(97, -92, -16), at(104, -24, -48), at(88, 36, -78),
                  at(56, low, -84)]],
                count=13, layer="auto", seed=260 + side, jitter=0.0, highlights=(-88,), taper=0.85,
                tip_width=0.4, lateral=0.6, gloss_length=1.2, clump=0.2, overlap=1.6,
            )
        )  # fmt: skip
    return parts


def _wisps(part: float) -> list[Section]:
    """A few thin locks that frame the face."""
    parts = []
    for side in (-1, 1):
        at, toward = mirrored(side), side * part
        parts.append(
            Section(
                [[(part, -99, 78), at(12 + toward * 0.7, -118, 98), at(34 + toward * 0.4, -84, 106),
                  at(60, -38, 94), at(78, 10, 72), at(88, 62, 56)],
                 [(part, -103, 78), at(18 + toward * 0.7, -124, 94), at(46 + toward * 0.3, -88, 98),
                  at(72, -36, 82), at(86, 20, 60), at(96, 86, 48)]],
                count=3, layer="front", wave=(3, 1.0), seed=270 + side, jitter=0.22, highlights=(-82,),
                taper=0.4, order=30, overlap=1.6,
            )
        )  # fmt: skip
    return parts


def style_braids() -> list[Section]:
    """Two braids over the shoulders from a centre part, with a soft fringe."""
    parts = _combed_back(0, low=96)
    parts += style_long(part=0, length=300, bang="full")[-1:]
    for side in (-1, 1):
        at = mirrored(side)
        way = [at(92, 84, -6), at(100, 126, 24), at(97, 190, 58), at(90, 270, 76), at(84, 360, 82)]
        parts += braid(way, seed=900 + 100 * (side > 0))
    return parts


def style_braid(part: float = 20) -> list[Section]:
    """One low braid over the shoulder, with wisps at the temples."""
    parts = _combed_back(part, low=104) + _wisps(part)
    way = [(-86.0, 88.0, -26.0), (-98.0, 132.0, 18.0), (-90.0, 208.0, 66.0), (-64.0, 300.0, 92.0),
           (-52.0, 392.0, 92.0)]  # fmt: skip
    return parts + braid(way, plaits=10, width=50.0)


def _knot(radius: float, top: float) -> list[Section]:
    """A knot on top of the head."""
    r, tip = radius, (0.0, top - 2 * radius, -40.0)

    def side(x: float, out: float, front: float, belly: float) -> Guide:
        return [
            (x * 0.8 * r, top + 2, front),
            (x * out * r, top - r, belly),
            (x * 0.8 * r, tip[1] + 2, -40),
            tip,
        ]

    return [
        Section(
            [side(-1, 1.5, -34, -38), side(-0.5, 0.7, -18, -12), side(0.5, 0.7, -18, -12),
             side(1, 1.5, -34, -38)],
            count=9, layer="mid", seed=71, highlights=(top - r * 1.2,), taper=0.75, jitter=0.0, tip_width=0.5,
            overlap=1.6, clump=0,
        )
    ]  # fmt: skip


def style_topknot() -> list[Section]:
    """All hair up in a knot under a small crown: scholars and emperors."""
    kept = [s for s in style_updo(long_back=False) if s.seed not in (71, 65, 67, 159, 161)]
    return [back_hair(66, 0.76, 0.5, count=11, jitter=0.06), *_knot(21, -150), *kept]


def style_half_up(is_female: bool) -> list[Section]:
    """The upper half in a knot, the rest down the back; locks beside the face."""
    parts = [
        back_hair(380, 0.92, 0.84, count=15, shade=0.3, wave=(5, 1.1)),
        *_knot(17 if is_female else 19, -152),
    ]
    parts += [s for s in style_updo(long_back=False) if s.seed in (59, 61)]
    for side in (-1, 1):
        at = mirrored(side)
        parts.append(
            Section(
                [[at(66, -52, 62), at(86, -6, 56), at(88, 60, 48), at(84, 140, 48), at(90, 250, 52)],
                 [at(74, -46, 48), at(96, 0, 40), at(100, 70, 36), at(98, 150, 42), at(112, 290, 46)]],
                count=4, layer="front", seed=366 + side, wave=(5, 1.2), jitter=0.2, highlights=(20,),
                taper=0.45, order=25, overlap=1.7,
            )
        )  # fmt: skip
    if is_female:
        return parts + _wisps(8)
    loose = [[(4, -99, 78), (14, -128, 98), (40, -98, 106), (62, -40, 94), (66, 10, 78)],
             [(10, -100, 77), (26, -130, 95), (54, -96, 100), (76, -36, 82), (82, 30, 64)]]  # fmt: skip
    for seed, curves in ((377, loose), (378, [[(-x, y, z) for x, y, z in guide] for guide in loose])):
        parts.append(
            Section(curves, count=3, layer="front", seed=seed, jitter=0.25, highlights=(-82,), taper=0.35,
                    order=34, overlap=1.5)
        )  # fmt: skip
    return parts
