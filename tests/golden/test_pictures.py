"""Pictures look as they did when somebody last looked at them and kept them.

Renew them with ``python -m tools.renew_golden [NAME …]`` after looking at what has changed.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.golden.likeness import MOST, Rgb, worst_patch
from tests.golden.scenes import SCENES, portrait

from reelwright.casting.documents import Look
from reelwright.stage.people.rig import FigurePose
from reelwright.studio.look.people import Sitting
from reelwright.studio.look.stand_ins import STAND_INS

PICTURES = Path(__file__).with_name("pictures")
MOST_BYTES = 400_000


def kept(name: str) -> Rgb:
    picture = cv2.imread(str(PICTURES / f"{name}.webp"))
    assert picture is not None, f"{name} was never kept: run python -m tools.renew_golden {name}"
    return np.ascontiguousarray(picture[..., ::-1])


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_looks_as_it_did(name: str) -> None:
    """Within what another processor, another version of a library or a tiny edit may change."""
    far = worst_patch(SCENES[name](), kept(name))
    assert far < MOST, (
        f"a patch is {far:.1f} off: look at it, and if it is better keep it (tools.renew_golden)"
    )


def test_they_are_few_and_small() -> None:
    """Nothing lies there that nobody draws, and a clone stays light."""
    files = list(PICTURES.iterdir())
    assert {file.stem for file in files} == set(SCENES)
    assert sum(file.stat().st_size for file in files) < MOST_BYTES


# ---- the control: what must fail does, what must not does not ------------------------------------


@pytest.fixture(scope="module")
def her() -> Rgb:
    return portrait(0, "neutral", 10.0)


def her_with(**changed: str) -> Rgb:
    import msgspec

    look, outfit = STAND_INS[0]
    other: Look = msgspec.structs.replace(look, **changed)
    return Sitting().portrait(other, outfit, FigurePose(10.0, 2), size=(240, 300), at=(120, 128), scale=0.8)


@pytest.mark.parametrize(
    "changed",
    [{"hair_colour": "#2a2436"}, {"iris_colour": "#3a6ab0"}, {"hair": "bob"}, {"skin": "warm"}],
    ids=str,
)
def test_another_look_is_noticed(her: Rgb, changed: dict[str, str]) -> None:
    """Hair, eyes, a hairstyle, a skin."""
    assert worst_patch(her, her_with(**changed)) > MOST


def test_a_mouth_that_slipped_is_noticed(her: Rgb) -> None:
    """By five pixels of a face of 150."""
    slipped = her.copy()
    slipped[180:215, 95:155] = her[175:210, 95:155]
    assert worst_patch(her, slipped) > MOST


@pytest.mark.parametrize("expression", ["happy", "angry", "shocked"])
def test_another_face_is_noticed(her: Rgb, expression: str) -> None:
    """Also at this small size."""
    assert worst_patch(her, portrait(0, expression, 10.0)) > MOST


def test_what_nobody_sees_is_not(her: Rgb) -> None:
    """Rounding, a little noise, another encoder, a line a third of a pixel aside."""
    random = np.random.default_rng(1)
    noisy = np.clip(her + random.normal(0, 2.0, her.shape), 0, 255).astype(np.uint8)
    brighter = np.clip(her.astype(int) + 1, 0, 255).astype(np.uint8)
    encoded = cv2.imdecode(cv2.imencode(".jpg", her, [cv2.IMWRITE_JPEG_QUALITY, 90])[1], cv2.IMREAD_COLOR)
    moved = cv2.warpAffine(
        her, np.array([[1, 0, 0.35], [0, 1, -0.3]], np.float32), (240, 300), borderMode=cv2.BORDER_REPLICATE
    )
    for seen in (noisy, brighter, np.asarray(encoded, np.uint8), np.asarray(moved, np.uint8)):
        assert worst_patch(her, seen) < MOST * 0.8
    assert worst_patch(her, her[:-2]) == float("inf")
