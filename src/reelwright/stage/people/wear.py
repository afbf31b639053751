"""An outfit on a body → what its drawing needs: canvas, cloth tones, clips and creases."""

# ruff: noqa: RUF005 (an array plus a list is a sum of vectors here)
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np
import skia
from numpy.typing import NDArray

from reelwright.casting.documents import Outfit
from reelwright.drawing.colour import Colour, Rgb, mix
from reelwright.drawing.ink import Points, fill, tapered
from reelwright.stage.people.body import BodyView, shade_side
from reelwright.stage.people.brush import (
    Cloth,
    Direction,
    cloth,
    fold,
    shadow,
)
from reelwright.stage.people.fabrics import Piece, weave

Sleeve = Literal["", "short", "lace", "long", "robe"]
Skirt = Literal["", "knee", "pencil", "pleated", "long", "ball", "wide", "straight"]
Shoe = Literal["leather", "sneaker", "pump", "boot", "slipper"]


@dataclass(frozen=True)
class Cut:
    """How the parts of an outfit outside the torso are cut.

    ``sleeve``: bare, short, sheer, to the wrist, or a robe's; ``ease`` is how much wider than the arm it
    is (head units). ``cuff``: a white shirt's, a buttoned band, ribs. ``lower_colour`` is the colour of
    trousers or skirt: ``main``, ``second`` (else the fallback after the comma), ``dark`` (the main one,
    darker) or ``#rrggbb``. ``tails`` is how far a coat goes below the hips, in head units below the knee.
    """

    sleeve: Sleeve = "long"
    ease: float = 6.0
    cuff: Literal["", "shirt", "band", "rib"] = ""
    sleeve_colour: str = "main"
    skirt: Skirt = ""
    lower_colour: str = "second,#2f3546"
    waist_y: float = 566.0
    tails: float | None = None
    shoe: Shoe = "leather"
    weave: str = ""


_HER_CUTS: dict[str, Cut] = {
    "suit": Cut(ease=7, cuff="shirt", lower_colour="main"),
    "shirt": Cut(cuff="band"),
    "blazer": Cut(skirt="pencil", lower_colour="dark", shoe="pump"),
    "dress": Cut(sleeve="", ease=0, skirt="knee", lower_colour="main", shoe="pump"),
    "gown": Cut(sleeve="", ease=0, skirt="long", lower_colour="main", shoe="pump"),
    "hoodie": Cut(ease=14, cuff="rib", lower_colour="#3a4a68", shoe="sneaker"),
    "coat": Cut(ease=11, lower_colour="#2b2731", tails=40, shoe="boot"),
    "hanfu": Cut(sleeve="robe", ease=10, skirt="wide", lower_colour="main", waist_y=612, shoe="slipper"),
    "doctor": Cut(ease=9, lower_colour="#56627a", tails=-90, shoe="sneaker"),
    "waiter": Cut(ease=7, cuff="shirt", sleeve_colour="#f4f3f5", lower_colour="#23202a"),
    "wedding": Cut(sleeve="lace", ease=0, skirt="ball", lower_colour="main", shoe="pump"),
    "office": Cut(ease=5, skirt="pencil", lower_colour="main", shoe="pump"),
    "hospital": Cut(weave="dots", sleeve="short", ease=16, skirt="straight", lower_colour="main", waist_y=620,
                    shoe="slipper"),
    "school": Cut(ease=7, cuff="shirt", skirt="pleated",
                  lower_colour="second,#4a3a58"),
    "qipao": Cut(weave="brocade", sleeve="short", ease=5, skirt="long", lower_colour="main", shoe="pump"),
    "leather": Cut(weave="leather", ease=9, cuff="rib", lower_colour="#2a3040", shoe="boot"),
    "sweater": Cut(weave="knit", ease=13, cuff="rib", lower_colour="second,#3a4a68", shoe="boot"),
    "trench": Cut(ease=11, cuff="band", lower_colour="#2f3546", tails=20, shoe="boot"),
    "uniform": Cut(ease=7, cuff="band", lower_colour="dark", shoe="boot"),
    "emperor": Cut(weave="brocade", sleeve="robe", ease=14, skirt="wide", lower_colour="main", waist_y=612,
                   shoe="slipper"),
    "apron": Cut(sleeve="short", ease=12, skirt="knee", lower_colour="main", shoe="leather"),
    "pyjamas": Cut(weave="stripe", ease=13, cuff="band", lower_colour="main", shoe="slipper"),
}  # fmt: skip
_HIS_CUTS: dict[str, Cut] = {
    **_HER_CUTS,
    "blazer": Cut(ease=7, cuff="shirt", lower_colour="dark"),
    "office": Cut(ease=7, cuff="shirt", lower_colour="second,#2f3546"),
    "school": Cut(ease=7, cuff="shirt", lower_colour="second,#3a4058"),
    "sweater": Cut(weave="knit", ease=14, cuff="rib", lower_colour="second,#3a4252"),
    "apron": Cut(ease=7, cuff="band", sleeve_colour="main", lower_colour="#2f3038"),
    "qipao": Cut(weave="brocade", ease=9, lower_colour="dark", tails=-60),
    "wedding": Cut(ease=7, cuff="shirt", lower_colour="main"),
}


_OVER_SKIRTS = frozenset({"blazer", "school", "sweater", "suit"})


def cut_of(outfit: Outfit, is_female: bool) -> Cut:
    """The cut of ``outfit``; an unknown kind is cut like a shirt."""
    cuts = _HER_CUTS if is_female else _HIS_CUTS
    return cuts.get(worn_kind(outfit, is_female), cuts["shirt"])


def worn_kind(outfit: Outfit, is_female: bool) -> str:
    """What is really worn: no man wears a dress or a gown, he takes the suit."""
    return "suit" if not is_female and outfit.kind in ("dress", "gown") else outfit.kind


_CLOSED_NECKS = frozenset(
    {"suit", "hoodie", "coat", "hanfu", "doctor", "waiter", "school", "qipao", "trench", "uniform", "emperor",
     "apron", "sweater"}
)  # fmt: skip
_HIM_IN_A_COLLAR = frozenset({"office", "wedding", "leather"})


def shows_necklace(outfit: Outfit, is_female: bool, necklace: str) -> bool:
    """Whether a necklace lies free: collars hide all but a long pendant over a jumper."""
    kind = worn_kind(outfit, is_female)
    if kind == "sweater":
        return necklace in ("jade", "chain")
    return kind not in _CLOSED_NECKS and (is_female or kind not in _HIM_IN_A_COLLAR)


def fit_for(outfit: Outfit, age_years: int) -> Outfit:
    """Children do not wear bare shoulders: a dress with a collar instead."""
    if age_years < 16 and outfit.kind in ("dress", "gown", "wedding", "qipao"):
        return msgspec.structs.replace(outfit, kind="office")
    return outfit


def is_bare(outfit: Outfit, is_female: bool) -> bool:
    """Whether the outfit leaves shoulders and arms bare (or in sheer lace)."""
    return cut_of(outfit, is_female).sleeve in ("", "lace")


def hangs_over(outfit: Outfit) -> bool:
    """Whether the top hangs over the skirt instead of being tucked in."""
    return outfit.kind in _OVER_SKIRTS


def lower_colour(outfit: Outfit, is_female: bool) -> Rgb:
    """The colour of the skirt or the trousers."""
    wanted, _, fallback = cut_of(outfit, is_female).lower_colour.partition(",")
    if wanted == "second":
        wanted = outfit.second or fallback
    if wanted == "main":
        return main_colour(outfit)
    if wanted == "dark":
        return mix(main_colour(outfit), "#1a1420", 0.55)
    return cloth(wanted).base


def sleeve_colour(outfit: Outfit, is_female: bool) -> Rgb:
    """The colour of the sleeves."""
    wanted = cut_of(outfit, is_female).sleeve_colour
    return main_colour(outfit) if wanted == "main" else cloth(wanted).base


@dataclass(frozen=True)
class Wear:
    """What a garment's drawing needs: the canvas in body coordinates, the body, the light, the cloth."""

    canvas: skia.Canvas
    body: BodyView
    light: Direction
    outfit: Outfit
    main: Cloth

    @property
    def k(self) -> float:
        return self.body.breadth

    @property
    def n(self) -> float:
        return self.body.neck

    @property
    def lit_side(self) -> int:
        return -1 if self.light[0] < 0 else 1

    def begin(self, path: skia.Path, colour: Colour, amount: float = 0.55) -> None:
        """Clip to ``path``, fill and shade it; end with ``canvas.restore``."""
        self.canvas.save()
        self.canvas.clipPath(path, True)
        self.canvas.drawPath(path, fill(colour))
        if amount:
            shade_side(self.canvas, self.body, self.light, cloth(colour).soft_shadow, amount)

    def fold(
        self, points: Sequence[tuple[float, float]], width: float, alpha: float = 0.4, lit: bool = True
    ) -> None:
        """A crease on the chest."""
        high = self.main.high if lit else None
        fold(self.canvas, self.body.front(points), width, self.main.dark, alpha, high)

    def weave(self, tone: Cloth) -> None:
        """The outfit's own weave over the trunk, within the clip."""
        kind = cut_of(self.outfit, self.body.is_female).weave
        if kind:
            weave(self.canvas, kind, self.trunk(), tone, self.outfit.accent, size=(260.0 * self.k, 740.0))

    def trunk(self) -> Piece:
        """The trunk as a piece of cloth, neck to hips."""

        def place(across: NDArray[np.float64], along: NDArray[np.float64]) -> Points:
            x = across * 130.0 * self.k * self.body.build
            return self.body.front(np.stack([x, 180 + along * 740], 1))

        return place

    def seam_shadow(self, width: float = 22) -> None:
        """The soft shadow inside both armholes."""
        for s in (-1, 1):
            seam = self.body.armhole(s) + [-s * 3, 4]
            canvas_path = tapered(seam, width, "even", count=30)
            self.canvas.drawPath(canvas_path, shadow(mix("#ffffff", self.main.dark, 0.8), 0.5, 7))


def main_colour(outfit: Outfit) -> Rgb:
    """The colour of the outer garment of ``outfit``."""
    return cloth("#eef1f4" if outfit.kind == "doctor" else outfit.colour).base


def pins_to_lapel(outfit: Outfit, is_female: bool) -> bool:
    """Whether a pin is worn as a brooch: where there is a lapel and no tie to hold."""
    has_tie = outfit.kind == "suit" and (not is_female or bool(outfit.second))
    return outfit.has_pin and outfit.kind in ("suit", "blazer", "coat", "office", "wedding") and not has_tie
