"""Where hair grows on a head → the sections that many styles share, and ways to cut and turn them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reelwright.stage.people.hair import Guide, Section

Point3 = tuple[float, float, float]


def mirrored(side: int) -> Callable[[float, float, float], Point3]:
    """Guide points written for the right side, put on ``side``."""
    return lambda x, y, z: (side * x, y, z)


def back_hair(
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


def side_sheet(
    side: int, part: float, length: float, volume: float = 0.0, flare: float = 0.0
) -> tuple[Guide, ...]:
    """Guides of the hair that falls from the part over one ear."""
    at = mirrored(side)
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


def crown(part: float, volume: float = 0.0, end: float = 96.0) -> list[Section]:
    """Top and back of the head behind the part, down to ``end``: never bald when nodding or turning."""
    parts = []
    for side in (-1, 1):
        at = mirrored(side)
        parts.append(Section([[(part, -163 - volume, -14), at(34, -157 - volume, -16), at(82,
             -122, -30), at(99, -50, -38), at(105, 22, -40), at(101, end, -34)],
            [(part, -140, -60), at(30, -148 - volume, -66), at(70, -118, -84), at(84, -50,
             -100), at(85, 22, -102), at(80, end * 0.96, -96)]],
            count=5, layer="auto", shade=0.15, highlights=(-100,), jitter=0.10, taper=0.62,
             seed=90 + side, order=-8, overlap=2.0))  # fmt: skip
    return parts


def lifted(sections: list[Section], below_y: float, factor: float) -> list[Section]:
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


def shrunk(sections: Sequence[Section], factor: float) -> list[Section]:
    """The same hair lying closer to the skull (``factor`` < 1)."""
    return [
        replace(
            s,
            guides=tuple(
                tuple((x * factor, -12 + (y + 12) * factor, -8 + (z + 8) * factor) for x, y, z in guide)
                for guide in s.guides
            ),
        )
        for s in sections
    ]


def flipped(sections: Sequence[Section]) -> list[Section]:
    """The same hair parted on the other side."""
    return [
        replace(s, guides=tuple(tuple((-x, y, z) for x, y, z in guide) for guide in reversed(s.guides)))
        for s in sections
    ]
