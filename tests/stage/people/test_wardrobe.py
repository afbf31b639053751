"""Every outfit, hairstyle and word of a look draws something of its own, in the colours asked for."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reelwright.casting import default_character
from reelwright.casting.documents import (
    BEARDS,
    BROWS,
    EARRINGS,
    EYES,
    FACES,
    FIGURES,
    GLASSES,
    HAIRPINS,
    HAIRSTYLES,
    LIPS,
    MAKEUPS,
    MARKS,
    NECKLACES,
    NOSES,
    OUTFITS,
    SKINS,
    Character,
    Look,
    Outfit,
)
from reelwright.drawing.canvas import pixels, surface
from reelwright.stage.people.expressions import NEUTRAL
from reelwright.stage.people.figure import Figure
from reelwright.stage.people.head import HeadPose
from reelwright.stage.people.stances import Stance

LIGHT = (-0.6, -0.45, 0.62)
Image = NDArray[np.int16]

BARE = {"dress", "gown", "wedding"}


def painted(
    outfit: Outfit, sex: str, skin: str = "fair", *, behind: bool = False, age_years: int = 25
) -> Image:
    """Trunk, arms and legs at a ninth of a head unit's pixel, on grey."""
    figure = Figure(Look(sex=sex, skin=skin, age_years=age_years), outfit)  # type: ignore[arg-type]
    target = surface(96, 190)
    canvas = target.getCanvas()
    canvas.clear(0xFF808080)
    canvas.translate(48, -8)
    canvas.scale(0.115, 0.115)
    stance = Stance()
    body = figure.body(0.0, stance)
    figure.draw_legs(canvas, body, stance, LIGHT, seen_from_back=behind)
    if behind:
        figure.draw_back(canvas, body, LIGHT)
    else:
        figure.draw_torso(canvas, body, figure.head_view(HeadPose()), LIGHT)
    for side in (-1, 1):
        figure.draw_arm(canvas, body, stance.arm(side), side, LIGHT, seen_from_back=behind)
    if not behind:
        figure.draw_straps(canvas, body)
    return pixels(target)[..., :3].astype(np.int16)


def head(look: Look, yaw_deg: float = -12.0, scale: float = 0.36) -> Image:
    """The whole head with its hair on grey."""
    figure = Figure(look, Outfit(kind="dress"))
    target = surface(130, 170)
    canvas = target.getCanvas()
    canvas.clear(0xFF808080)
    canvas.translate(65, 80)
    canvas.scale(scale, scale)
    drawing = figure.head(HeadPose(yaw_deg, 2.0))
    figure.draw_hair_behind(canvas, drawing, LIGHT, 0.3)
    figure.draw_hair_beside(canvas, drawing, LIGHT, 0.3)
    figure.draw_torso(canvas, figure.body(0.0, Stance()), drawing.view, LIGHT)
    figure.draw_head(canvas, drawing, LIGHT)
    figure.draw_nose(canvas, drawing.view, LIGHT)
    figure.draw_mouth(canvas, drawing.view, NEUTRAL)
    figure.draw_gaze(canvas, drawing.view, NEUTRAL, LIGHT)
    figure.draw_hair_before(canvas, drawing, LIGHT, 0.3)
    return pixels(target)[..., :3].astype(np.int16)


def apart(first: Image, second: Image) -> float:
    """The share of what is drawn that differs visibly."""
    changed = np.abs(first - second).max(-1) > 22
    drawn = (np.abs(first - 128).max(-1) > 6) | (np.abs(second - 128).max(-1) > 6)
    return float(changed.sum() / max(1, drawn.sum()))


@cache
def worn(kind: str, sex: str, behind: bool = False) -> Image:
    return painted(Outfit(kind=kind, colour="#6a5a7a", second="#3a6a5a"), sex, behind=behind)


@pytest.mark.parametrize("sex", ["female", "male"])
def test_no_two_outfits_of_one_palette_look_alike(sex: str) -> None:
    """By cut and cloth alone: the same colours everywhere. No man wears a dress or a gown."""
    kinds = [kind for kind in OUTFITS if sex == "female" or kind not in ("dress", "gown")]
    for first, second in combinations(kinds, 2):
        assert apart(worn(first, sex), worn(second, sex)) > 0.035, (first, second)


@pytest.mark.parametrize("kind", OUTFITS)
def test_an_outfit_has_a_back_of_its_own_and_is_drawn_in_its_colour(kind: str) -> None:
    """Front and back differ; another colour shows in a good part of the picture."""
    assert apart(worn(kind, "female"), worn(kind, "female", True)) > 0.03
    other = painted(Outfit(kind=kind, colour="#b0482a", second="#3a6a5a"), "female")
    assert apart(worn(kind, "female"), other) > 0.03
    if kind == "doctor":
        return
    red = (other[..., 0] - other[..., 2]) > 40
    assert red.sum() > 250


@pytest.mark.parametrize("kind", [kind for kind in OUTFITS if kind not in BARE])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_no_skin_shows_through_cloth(kind: str, sex: str) -> None:
    """Two skins differ at neck, hands and legs only: not between collar bone and hip."""
    outfit = Outfit(kind=kind, colour="#6a5a7a", second="#3a6a5a")
    changed = np.abs(painted(outfit, sex, "porcelain") - painted(outfit, sex, "deep")).max(-1) > 12
    # Rows and columns of the trunk from below the neckline to the hips.
    trunk = changed[44 if kind == "blazer" else 30 : 72, 48 - 9 : 48 + 9]
    assert trunk.sum() == 0


def test_children_are_not_dressed_in_bare_shoulders() -> None:
    """A dress becomes one with a collar."""
    for kind in ("dress", "gown"):
        outfit = Outfit(kind=kind, colour="#6a5a7a")
        collared = painted(Outfit(kind="office", colour="#6a5a7a"), "female", age_years=9)
        assert np.array_equal(painted(outfit, "female", age_years=9), collared)


def test_no_two_hairstyles_look_alike() -> None:
    """In one colour, from the same side; some are cut in another way for him."""
    drawn = {hair: head(Look(hair=hair)) for hair in HAIRSTYLES}
    drawn |= {f"his {hair}": head(Look(sex="male", hair=hair)) for hair in ("crop", "curly", "half-up")}
    for first, second in combinations(drawn, 2):
        assert apart(drawn[first], drawn[second]) > 0.03, (first, second)


AXES = {
    "skin": SKINS, "figure": ("slim", "average", "heavy"), "face": FACES, "eyes": EYES, "brows": BROWS,
    "nose": NOSES, "lips": LIPS, "beard": BEARDS, "glasses": GLASSES, "makeup": MAKEUPS,
    "necklace": NECKLACES,
    "earrings": EARRINGS, "hairpin": HAIRPINS,
}  # fmt: skip


@pytest.mark.parametrize("axis", AXES)
def test_every_word_of_an_axis_is_seen(axis: str) -> None:
    """Each differs from each in some pixels of the face."""
    more = {"hair": "bun" if axis in ("earrings", "hairpin") else "buzz"}
    if axis == "beard":
        more["sex"] = "male"
    drawn = {word: head(Look(**{axis: word, **more}), scale=0.5) for word in AXES[axis]}  # type: ignore[arg-type]
    for first, second in combinations(AXES[axis], 2):
        assert (np.abs(drawn[first] - drawn[second]).max(-1) > 18).sum() > 8, (first, second)


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_is_seen(mark: str) -> None:
    """Against the same face without it."""
    plain, marked = (head(Look(hair="buzz", marks=marks), scale=0.5) for marks in ((), (mark,)))
    assert (np.abs(plain - marked).max(-1) > 14).sum() > 3


def test_ages_have_faces_of_their_own() -> None:
    """A child's chin is higher and its eyes are larger; the old are lined."""
    child, grown, old = (Figure(Look(age_years=age), Outfit()) for age in (8, 25, 72))
    assert child.skull.chin_y < grown.skull.chin_y - 10
    assert child.skin.eye_rise / child.skull.chin_y > 1.25 * grown.skin.eye_rise / grown.skull.chin_y
    assert old.skin.wrinkles == 1.0 and grown.skin.wrinkles == 0.0
    assert old.skin.eye_rise < grown.skin.eye_rise
    assert {Figure(Look(figure=name), Outfit()).body(0).girth for name in FIGURES} >= {0.0}


NAMES = (
    "ANNA", "BELLA", "CLARA", "DIANA", "ELENA", "FIONA", "GRACE", "HANNAH", "IRIS", "JANE", "林婷", "苏晚",
    "ADAM", "BRIAN", "CARL", "DANIEL", "ERIC", "FRANK", "GEORGE", "HENRY", "IAN", "JACK", "顾深", "陆川",
)  # fmt: skip


@cache
def random_cast() -> tuple[Character, ...]:
    made: list[Character] = []
    for name in NAMES:
        made.append(default_character(name, [], made))
    return tuple(made)


def features(image: Image) -> NDArray[np.float64]:
    """Coarse colours of a head and its silhouette."""
    lab = cv2.cvtColor(image.astype(np.uint8), cv2.COLOR_RGB2LAB).astype(np.float64)
    coarse = cv2.resize(lab, (13, 17), interpolation=cv2.INTER_AREA)
    return np.asarray(coarse.ravel())


def test_any_two_of_twenty_four_can_be_told_apart() -> None:
    """All grown and of no stated age: heads turned a little further are nearest to their own person's."""
    known = np.stack([features(head(c.look, -12.0)) for c in random_cast()])
    seen = np.stack([features(head(c.look, -4.0)) for c in random_cast()])
    distance = np.linalg.norm(seen[:, None] - known[None], axis=-1)
    own = np.diag(distance)
    others = distance + np.eye(len(NAMES)) * 1e9
    assert (distance.argmin(1) == np.arange(len(NAMES))).all()
    assert (others.min(1) > 1.12 * own).all(), [NAMES[i] for i in np.flatnonzero(others.min(1) <= 1.12 * own)]
