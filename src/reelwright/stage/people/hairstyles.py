"""The name of a hairstyle → its sections of guide curves (head units, see ``head``)."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reelwright.casting.documents import Look
from reelwright.stage.people.hair import Guide, Hair, Section, hair_palette

Point3 = tuple[float, float, float]


def _mirrored(side: int) -> Callable[[float, float, float], Point3]:
    """Guide points written for the right side, put on ``side``."""
    return lambda x, y, z: (side * x, y, z)


def _back_hair(
    length: float,
    width: float = 1.0,
    tip_spread: float = 1.0,
    *,
    count: int = 16,
    shade: float = 0.45,
    wave: tuple[float, float] = (0.0, 0.0),
    jitter: float = 0.10,
) -> Section:
    """Hair behind the neck, ``length`` units down from the eye line."""
    return Section([[(-66, -70, -66), (-98 * width, 30, -72), (-104 * width, length * 0.5, -60),
         (-120 * tip_spread, length * 0.96, -40)],
        [(-30, -80, -105), (-48 * width, 30, -112), (-52 * width, length * 0.5, -95), (-60 *
         tip_spread, length * 1.03, -80)],
        [(30, -80, -105), (48 * width, 30, -112), (52 * width, length * 0.5, -95), (60 *
         tip_spread, length * 1.03, -80)],
        [(66, -70, -66), (98 * width, 30, -72), (104 * width, length * 0.5, -60), (120 *
         tip_spread, length * 0.96, -40)]],
        count=count, layer="back", wave=wave, shade=shade, highlights=(), jitter=jitter,
         strands=2, seed=11, is_mass=True, taper=0.72, overlap=1.7, clump=0.5)  # fmt: skip


def _side_sheet(
    side: int, part: float, length: float, volume: float = 0.0, flare: float = 0.0
) -> tuple[Guide, ...]:
    """Guides of the hair that falls from the part over one ear."""
    at = _mirrored(side)
    toward = side * part

    def fall(k: float) -> float:
        return (length - 130) * k + 130

    return ([(part, -98, 76), at(22 + toward * 0.6, -110, 90), at(44 + toward * 0.3, -92, 92),
         at(70, -46, 82), at(86, 12, 62), at(90, 72, 52), at(86, 132, 48), at(92 + flare * 0.5,
         fall(0.6), 46), at(100 + flare, fall(0.97), 44)],
        [(part, -118, 70), at(24 + toward * 0.6, -132 - volume * 0.4, 79), at(56 + toward * 0.2,
         -108 - volume * 0.3, 80), at(82, -52, 66), at(97, 15, 48), at(101, 82, 42), at(98, 142,
         40), at(104 + flare * 0.6, fall(0.6), 40), at(112 + flare, fall(1), 38)],
        [(part, -146 - volume, 50), at(28 + toward * 0.6, -149 - volume, 56), at(68, -121 -
         volume * 0.7, 56), at(94, -58, 42), at(106, 18, 28), at(109, 92, 26), at(108, 152, 28),
         at(116 + flare * 0.7, fall(0.62), 32), at(122 + flare, fall(0.98), 30)],
        [(part, -162 - volume, 14), at(28 + toward * 0.5, -158 - volume, 20), at(58, -145 -
         volume, 20), at(84, -114 - volume * 0.6, 16), at(100, -62, 6), at(112, 18, -4), at(115,
         100, 0), at(115, 158, 12), at(124 + flare * 0.8, fall(0.62), 22), at(130 + flare,
         fall(0.95), 22)],
        [(part, -163 - volume, -18), at(28 + toward * 0.5, -158 - volume, -20), at(58, -145 -
         volume, -22), at(86, -114 - volume * 0.6, -26), at(102, -64, -36), at(113, 18, -42),
         at(117, 104, -28), at(119, 162, -4), at(128 + flare, fall(0.6), 10), at(130 + flare,
         fall(0.9), 14)])  # fmt: skip


def _crown(part: float, volume: float = 0.0) -> list[Section]:
    """top of the head behind the part, so the crown is never bald when pitching"""
    parts = []
    for side in (-1, 1):
        at = _mirrored(side)
        parts.append(Section([[(part, -163 - volume, -14), at(34, -157 - volume, -22), at(80,
             -122, -46), at(98, -50, -60), at(104, 30, -66)],
            [(part, -140, -60), at(30, -148 - volume, -66), at(70, -118, -84), at(84, -50,
             -100), at(84, 30, -104)]],
            count=5, layer="auto", shade=0.15, highlights=(-100,), jitter=0.02, taper=0.9,
             seed=90 + side, order=-8))  # fmt: skip
    return parts


def style_long(
    part: float = 16,
    length: float = 410,
    bang: str = "curtain",
    wave: tuple[float, float] = (13, 1.35),
    volume: float = 2,
) -> list[Section]:
    """Long straight hair with a ``curtain``, ``side`` or ``full`` fringe."""
    parts = [_back_hair(length, wave=(wave[0] * 0.7, wave[1]))] + _crown(part, volume)
    for side in (-1, 1):
        parts.append(Section(_side_sheet(side, part, length, volume, flare=6), count=11,
             layer="auto", wave=wave, seed=4 + side, jitter=0.12, highlights=(-84, 150),
             lateral=4, taper=0.7, overlap=1.75, clump=0.55, strands=3, is_sheet=True,
             clump_size=3))  # fmt: skip
    if bang == "curtain":
        for side in (-1, 1):
            at = _mirrored(side)
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
        at = _mirrored(-1 if part > 0 else 1)
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
    parts = [_back_hair(132, 0.98, 0.72, count=12, jitter=0.04)] + _crown(part, 3)
    parts[0] = replace(parts[0], taper=0.86, tip_width=0.3)
    for side in (-1, 1):
        at = _mirrored(side)
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
    at = _mirrored(s0)
    toward = -abs(part)
    parts.append(Section([[(part, -99, 78), at(toward * 0.5 + 8, -120, 98), at(28, -88, 108),
         at(58, -46, 98), at(84, -4, 76), at(98, 48, 60)],
        [(part, -102, 78), at(toward * 0.5 + 2, -126, 98), at(16, -86, 110), at(44, -44, 103),
         at(72, -10, 86), at(93, 24, 68)],
        [(part, -108, 76), at(toward * 0.5 + 14, -134, 92), at(46, -102, 98), at(74, -50, 86),
         at(94, 4, 64), at(104, 72, 50)]],
        count=6, layer="front", seed=9, jitter=0.14, highlights=(-82,), taper=0.45, order=30,
         overlap=1.8))  # fmt: skip
    at = _mirrored(-s0)
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
        at = _mirrored(side)
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
        at = _mirrored(side)
        toward = side * part
        parts.append(Section([[(part, -98, 78), at(12 + toward * 0.7, -118, 97), at(34 + toward
             * 0.4, -86, 106), at(60, -40, 96), at(80, 0, 78), at(101, 26, 62)],
            [(part, -102, 78), at(6 + toward * 0.7, -122, 100), at(22 + toward * 0.4, -82, 110),
             at(44, -40, 103), at(64, -12, 90), at(86, 8, 74)]],
            count=4, layer="front", seed=20 + side, jitter=0.2, highlights=(-84,), taper=0.4,
             order=30, overlap=1.8))  # fmt: skip
    return parts


def style_comma(part: float = -24, volume: float = 0.0) -> list[Section]:
    """male K-drama two-block with comma fringe"""
    parts = [_back_hair(74, 0.82, 0.46, count=11, jitter=0.16)]
    for side in (-1, 1):
        at = _mirrored(side)
        parts.append(Section([[at(62, -88, 56), at(78, -58, 50), at(83, -22, 32), at(82, 18,
             20)],
            [at(68, -104, 26), at(90, -66, 24), at(93, -24, 8), at(88, 22, -6)],
            [at(70, -108, -10), at(95, -68, -14), at(98, -22, -28), at(91, 36, -34)],
            [at(66, -104, -44), at(90, -66, -52), at(95, -20, -58), at(88, 50, -56)]],
            count=8, layer="auto", seed=40 + side, jitter=0.08, highlights=(-58,), taper=0.55,
             shade=0.12, lateral=1.2, overlap=1.6, gloss=0.6))  # fmt: skip
    for side in (1, -1):
        at = _mirrored(side)
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
    parts = [_back_hair(70, 0.80, 0.46, count=11, jitter=0.14)]
    for side in (-1, 1):
        at = _mirrored(side)
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


def style_updo(part: float = 0, long_back: bool = True) -> list[Section]:
    """hanfu: centre part, high bun, long back hair"""
    parts = []
    if long_back:
        parts.append(_back_hair(330, 0.84, 0.72, count=14, shade=0.40, wave=(3, 1)))
    parts.append(Section([[(-28, -146, -30), (-50, -182, -36), (-28, -216, -40), (0, -220,
         -40)],
        [(-14, -146, -14), (-24, -184, -10), (-14, -214, -26), (0, -220, -40)],
        [(14, -146, -14), (24, -184, -10), (14, -214, -26), (0, -220, -40)],
        [(28, -146, -30), (50, -182, -36), (28, -216, -40), (0, -220, -40)]],
        count=9, layer="mid", seed=71, highlights=(-192,), taper=0.75, jitter=0.0,
         tip_width=0.5, overlap=1.6, is_mass=False, has_hull=False, clump=0))  # fmt: skip
    for side in (-1, 1):
        at = _mirrored(side)
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


def _lifted(sections: list[Section], below_y: float, factor: float) -> list[Section]:
    """The same hair cut shorter: what hangs below ``below_y`` keeps only ``factor`` of its way."""
    return [
        replace(
            s,
            guides=tuple(
                tuple((x, y if y < below_y else below_y + (y - below_y) * factor, z) for x, y, z in guide)
                for guide in s.guides
            ),
        )
        for s in sections
    ]


def style_crop(is_female: bool) -> list[Section]:
    """Short textured hair: a cropped fringe for him, a pixie with a swept fringe for her."""
    parts = style_comma(part=20 if is_female else -8, volume=4)
    cut = _lifted(parts[1:], -70 if not is_female else -50, 0.42 if not is_female else 0.72)
    return [_lifted(parts[:1], 10, 0.55)[0], *(replace(s, jitter=s.jitter + 0.08, clump=0.65) for s in cut)]


def style_undercut() -> list[Section]:
    """Shaved sides, long top thrown back with one loose lock."""
    parts = style_slick(part=-24, volume=8, loose=True)
    short = [replace(s, shade=0.4, gloss=0.25, strands=6, jitter=0.3, taper=0.5) for s in parts[1:3]]
    return [_lifted(parts[:1], -10, 0.3)[0], *short, *parts[3:]]


def style_curly(is_female: bool) -> list[Section]:
    """Waves that gather in ringlets: shoulder length for her, short for him."""
    if is_female:
        parts = style_long(part=10, length=250, volume=10, wave=(17, 2.6))
    else:
        parts = style_comma(part=-14, volume=10)
    curls = []
    for s in parts:
        wave = (14.0, 3.0) if s.layer != "front" else (7.0, 1.8)
        if not is_female:
            wave = (6.5, 1.9)
        curls.append(
            replace(s, wave=wave, clump=0.72, jitter=s.jitter + 0.06, lateral=s.lateral + 2.5, gloss=0.8)
        )
    return curls


def style_elder_bun() -> list[Section]:
    """The high bun without the long back hair."""
    loose_locks = (65, 67)
    return [s for s in style_updo(long_back=False) if s.seed not in loose_locks]


def back_of_head(look: Look, hair: Hair) -> Hair:
    """The same hair with the ribbons that only show from behind: down from the crown, or up to a bun."""
    gathered = look.hair in ("updo", "bun", "pony")
    is_short = look.hair in ("comma", "slick", "crop", "undercut") or (
        look.hair == "curly" and look.sex == "male"
    )
    end = 62 if is_short else 150
    guides: list[Guide] = []
    for x in (-92, -70, -36, 0, 36, 70, 92):
        deep = -112 + abs(x) * 0.62
        if gathered:
            guides.append([(x * 0.74, 56, deep + 26), (x * 0.98, -24, deep), (x * 0.74, -104, deep + 22),
                           (x * 0.12, -142, -70)])  # fmt: skip
        else:
            tip = x * (0.7 if is_short else 1.04)
            guides.append([(x * 0.16, -163, -24), (x * 0.78, -136, -72 + abs(x) * 0.3), (x, -60, deep - 6),
                           (x * 1.02, 10, deep - 6), (tip, end, deep + 8)])  # fmt: skip
    over = Section(
        guides, count=26, layer="back", seed=401, jitter=0.16 if is_short else 0.04, taper=0.72,
        overlap=1.7, highlights=(-92.0,), gloss_length=1.3, order=40, shade=0.05, clump=0.3,
        tip_width=0.0 if is_short else 0.35,
    )  # fmt: skip
    return Hair((*hair.sections, over), hair.palette)


def hair_of(look: Look) -> Hair:
    """The hair of ``look``; an unknown style is drawn as the nearest plain one."""
    female = look.sex == "female"
    plain = style_long if female else style_comma
    makers: dict[str, Callable[[], list[Section]]] = {
        "long": style_long,
        "bob": style_bob,
        "pony": style_pony,
        "updo": style_updo,
        "comma": style_comma,
        "slick": lambda: style_slick(loose=look.age_years < 40),
        "crop": lambda: style_crop(female),
        "bun": style_elder_bun,
        "undercut": style_undercut,
        "curly": lambda: style_curly(female),
    }
    return Hair(tuple(makers.get(look.hair, plain)()), hair_palette(look.hair_colour))
