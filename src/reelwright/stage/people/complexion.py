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

LOWER_FACE_Y = 18.0
"""What lies below is shorter in a child, in head units below the eye line."""


@dataclass(frozen=True)
class Complexion:
    """Colours (floats 0..1) and proportions (head units) of one face.

    ``eye_*``: half-width, rise of the upper and fall of the lower lid; centre at
    (±``eye_x``, ``eye_y``). ``tilt`` lifts the outer corner, ``hood`` (0..1) lays a fold over the lid.
    ``brow_arch`` is a factor of the brow's curve, ``brow_slope`` lifts its outer end. ``upper_lip`` and
    ``lower_lip`` are heights, ``bow`` a factor of the dip between. ``nose_size`` is its breadth,
    ``nose_hook`` bends its bridge. ``short`` is how much lower face a child lacks (a factor of what lies
    below the eyes). ``liner``, ``eye_shadow`` and ``rouge`` are make-up, 0..1.
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
    hood: float = 0.0
    brow_arch: float = 1.0
    brow_slope: float = 0.0
    bow: float = 1.0
    nose_hook: float = 0.0
    short: float = 1.0
    liner: float = 0.0
    eye_shadow: Rgb | None = None
    rouge: float = 0.0
    lip_gloss: float = 0.0
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Eye:
    """Factors of width, rise and fall; what is added to the tilt; the hood."""

    width: float = 1.0
    rise: float = 1.0
    fall: float = 1.0
    tilt: float = 0.0
    hood: float = 0.0


_EYES = {
    "almond": _Eye(),
    "round": _Eye(0.95, 1.2, 1.22, -1.2),
    "narrow": _Eye(1.06, 0.62, 0.72, 1.5),
    "upturned": _Eye(1.08, 0.88, 0.82, 6.6),
    "downturned": _Eye(1.0, 1.02, 1.12, -6.4),
    "hooded": _Eye(1.04, 0.76, 1.0, -1.0, 1.0),
}
# Factors of thickness and arch, slope of the outer end, height.
_BROWS = {
    "soft": (1.0, 1.0, 0.0, 0.0),
    "straight": (1.12, 0.25, -0.4, 1.5),
    "arched": (0.95, 2.0, 1.0, -1.5),
    "thick": (1.62, 0.9, 0.4, 1.0),
    "thin": (0.58, 1.35, 0.6, -1.0),
    "angled": (1.15, 0.7, 5.2, 1.5),
}
# Factors of breadth and height above the chin, hook.
_NOSES = {
    "plain": (1.0, 0.0, 0.0),
    "small": (0.70, -4.0, -0.4),
    "straight": (0.9, 2.0, 0.35),
    "broad": (1.55, 1.0, 0.0),
    "hooked": (1.12, 4.5, 1.3),
}
# Factors of width, upper lip, lower lip and bow.
_LIPS = {
    "even": (1.0, 1.0, 1.0, 1.0),
    "full": (1.04, 1.6, 1.6, 1.1),
    "thin": (1.05, 0.62, 0.66, 0.7),
    "bow": (0.80, 1.22, 1.16, 1.7),
    "wide": (1.22, 0.95, 1.0, 0.9),
}


def complexion_of(look: Look) -> Complexion:
    """The face of ``look``. Unknown words are drawn as the plain ones."""
    female = look.sex == "female"
    skin, shadow, deep = (rgb(tone) for tone in SKIN_TONES.get(look.skin, SKIN_TONES["fair"]))
    line = mix(deep, "#4a1a20", 0.62)
    hair = rgb(look.hair_colour)
    age = look.age_years
    old, child = float(smoothstep(34, 72, age)), childlikeness(age)
    made_up = look.makeup in ("natural", "glam")
    glam = look.makeup == "glam"
    if look.lip_colour and look.makeup != "bare":
        lip = rgb(look.lip_colour)
    elif look.makeup == "bare":
        lip = mix("#c8756c", shadow, 0.55)
    elif glam:
        lip = mix("#b3152f", shadow, 0.10)
    else:
        lip = mix("#d9525c", shadow, 0.25 + 0.3 * old) if female else mix(deep, shadow, 0.45)
    eye, shape = ((23.6, 15.0, 10.2) if female else (21.5, 10.2, 7.4)), _EYES.get(look.eyes, _EYES["almond"])
    lids = (1 - 0.24 * old + 0.16 * child) * look.eye_size
    if not female:
        lids *= 1 + 0.22 * child
    thickness, arch, slope, brow_down = _BROWS.get(look.brows, _BROWS["soft"])
    nose_broad, nose_down, hook = _NOSES.get(look.nose, _NOSES["plain"])
    lip_wide, lip_up, lip_down, bow = _LIPS.get(look.lips, _LIPS["even"])
    grey_brow = mix(hair, "#3a3038", 0.35) if old > 0.6 else hair
    short = 1 - 0.175 * child
    lash_weight = 1.0 + (0.34 if glam else 0.10 if made_up else -0.2 if look.makeup == "bare" else 0.0)
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
        eye_half_width=eye[0] * shape.width * (1 - 0.10 * old + 0.06 * child) * (0.5 + 0.5 * look.eye_size),
        eye_rise=eye[1] * lids * shape.rise,
        eye_fall=eye[2] * lids * shape.fall,
        eye_x=(39.0 if female else 37.5) + 0.8 * child,
        eye_y=(4.0 if female else 2.0) + 4.0 * child,
        tilt=(2.5 if female else 1.5) - 2.0 * old + shape.tilt + look.eye_tilt,
        brow_y=(-28.0 if female else -20.5 - 5.0 * child) + brow_down + 1.5 * old,
        brow_thickness=(4.9 if female else 8.0) * thickness * (1 - 0.12 * old) * (1 - 0.34 * child),
        mouth_half_width=(19.5 if female else 22.0) * lip_wide * (1 - 0.20 * child),
        mouth_y=_lowered(82.5 if female else 88.0 - 3.0 * child, short),
        upper_lip=(5.6 if female else 3.8) * lip_up * (1 - 0.3 * old) * (1 - 0.22 * child),
        lower_lip=(8.0 if female else 6.0) * lip_down * (1 - 0.25 * old) * (1 - 0.16 * child),
        nose_size=(1.0 if female else 1.22 - 0.3 * child)
        * nose_broad
        * (1 - 0.22 * child)
        * (1 + 0.08 * old),
        nose_y=_lowered((56.5 if female else 60.0 - 3.0 * child) + nose_down + 1.6 * old, short),
        lash_thickness=(4.6 if female else 3.4) * (1 - 0.25 * old) * (1 - 0.1 * child) * lash_weight,
        wrinkles=min(1.0, max(0.0, (age - 36) / 28)),
        hood=shape.hood,
        brow_arch=arch,
        brow_slope=slope,
        bow=bow,
        nose_hook=hook + 0.15 * old - 0.3 * child,
        short=short,
        liner=1.0 if glam else 0.35 if made_up else 0.0,
        eye_shadow=mix("#8a3a52", shadow, 0.25) if glam else mix("#c9786a", shadow, 0.4) if made_up else None,
        rouge=(0.34 if glam else 0.16) if made_up else 0.0,
        lip_gloss=1.0 if glam else 0.4 if made_up else 0.0,
        marks=look.marks,
    )


def childlikeness(age_years: int) -> float:
    """1 for a child of eight, a third for one of thirteen, 0 for the grown."""
    return float(smoothstep(18, 7.5, age_years))


def _lowered(y: float, short: float) -> float:
    """A height of the grown face (head units) on a face whose lower part is ``short``."""
    return LOWER_FACE_Y + (y - LOWER_FACE_Y) * short
