"""A look → the colours and proportions of a face."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.casting.documents import Look
from reelwright.drawing.colour import Rgb, mix, rgb
from reelwright.drawing.ink import smoothstep

SKIN_TONES: dict[str, tuple[str, str, str]] = {
    "porcelain": ("#fdeee6", "#eebfb4", "#d68f88"),
    "fair": ("#fce5d8", "#eab09f", "#cc8376"),
    "warm": ("#f6d3b8", "#dc9d80", "#b97058"),
    "tan": ("#dba67f", "#b87454", "#8f4f3a"),
    "brown": ("#a9714e", "#7f4b35", "#5a3026"),
    "deep": ("#7a4c38", "#553025", "#381c19"),
}
"""Lit, shadow and deep tone of every skin; shadows turn red, never grey."""


@dataclass(frozen=True)
class Complexion:
    """Colours (floats 0..1) and proportions (head units) of one face.

    ``eye_*``: half-width, rise of the upper and fall of the lower lid; centre at
    (±``eye_x``, ``eye_y``). ``tilt`` lifts the outer corner. ``upper_lip`` and ``lower_lip`` are heights.
    """

    is_female: bool
    age_years: int
    skin: Rgb
    shadow: Rgb
    deep: Rgb
    line: Rgb
    blush: Rgb
    lip: Rgb
    iris: Rgb
    hair: Rgb
    lash: Rgb
    eye_half_width: float
    eye_rise: float
    eye_fall: float
    eye_x: float
    eye_y: float
    tilt: float
    brow_y: float
    brow_thickness: float
    mouth_half_width: float
    mouth_y: float
    upper_lip: float
    lower_lip: float
    nose_size: float
    nose_y: float
    lash_thickness: float
    wrinkles: float


def complexion_of(look: Look) -> Complexion:
    """The face of ``look``. An unknown skin is drawn as ``fair``."""
    female = look.sex == "female"
    skin, shadow, deep = (rgb(tone) for tone in SKIN_TONES.get(look.skin, SKIN_TONES["fair"]))
    line = mix(deep, "#4a1a20", 0.62)
    hair = rgb(look.hair_colour)
    age = look.age_years
    old = float(smoothstep(34, 72, age))
    young = float(smoothstep(19, 9, age))
    if look.lip_colour:
        lip = rgb(look.lip_colour)
    else:
        lip = mix("#d9525c", shadow, 0.25 + 0.3 * old) if female else mix(deep, shadow, 0.45)
    eye = (23.6, 15.0, 10.2) if female else (21.5, 10.2, 7.4)
    lids = 1 - 0.24 * old + 0.10 * young
    grey_brow = mix(hair, "#3a3038", 0.35) if old > 0.6 else hair
    return Complexion(
        is_female=female,
        age_years=age,
        skin=skin,
        shadow=shadow,
        deep=deep,
        line=line,
        blush=mix("#f0706c", shadow, 0.25),
        lip=lip,
        iris=rgb(look.iris_colour),
        hair=grey_brow,
        lash=mix("#24131a", hair, 0.25 * (1 - old)) if female else mix("#1c1218", hair, 0.2 * (1 - old)),
        eye_half_width=eye[0] * (1 - 0.10 * old + 0.05 * young),
        eye_rise=eye[1] * lids,
        eye_fall=eye[2] * lids,
        eye_x=39.0 if female else 37.5,
        eye_y=4.0 if female else 2.0,
        tilt=(2.5 if female else 1.5) - 2.0 * old,
        brow_y=-28.0 if female else -20.5,
        brow_thickness=(4.9 if female else 8.0) * (1 - 0.12 * old),
        mouth_half_width=19.5 if female else 22.0,
        mouth_y=82.5 if female else 88.0,
        upper_lip=(5.6 if female else 3.8) * (1 - 0.3 * old),
        lower_lip=(8.0 if female else 6.0) * (1 - 0.25 * old),
        nose_size=1.0 if female else 1.22,
        nose_y=56.5 if female else 60.0,
        lash_thickness=(4.6 if female else 3.4) * (1 - 0.25 * old),
        wrinkles=min(1.0, max(0.0, (age - 36) / 28)),
    )
