"""Expressions are blends of action units, and near twins are told apart."""

from __future__ import annotations

import itertools

import pytest

from reelwright.screenplay.documents import EXPRESSIONS as EXPRESSION_NAMES
from reelwright.stage.people.action_units import UNITS, face_of
from reelwright.stage.people.expressions import CARRIAGES, EXPRESSIONS, carriage_of
from reelwright.stage.people.face_state import NEUTRAL, blend
from reelwright.stage.people.visemes import VISEMES, with_viseme


def test_units_add_up_and_stay_in_what_a_face_can_do() -> None:
    assert face_of({}) == NEUTRAL
    assert face_of({"lip_corner_pull": 0.5}).smile == pytest.approx(NEUTRAL.smile + 0.5)
    wild = face_of(dict.fromkeys(UNITS, 3.0))
    assert 0 <= wild.lid_open <= 1.3 and abs(wild.smile) <= 1.2 and wild.mouth_open <= 0.9
    with pytest.raises(KeyError):
        face_of({"third_eye": 1.0})


@pytest.mark.parametrize(
    ("first", "second"), list(itertools.combinations(("cold", "smirk", "tender", "sly"), 2))
)
def test_near_twins_differ_in_lids_or_brows_and_in_the_mouth(first: str, second: str) -> None:
    """At a glance: eyes and mouth both say something else."""
    a, b = EXPRESSIONS[first], EXPRESSIONS[second]
    eyes = ("lid_open", "lid_flat", "brow_inner", "brow_skew", "brow_drop", "gaze_x", "squint", "eye_angle")
    mouths = ("smile", "asymmetry", "mouth_width", "press", "mouth_open")
    assert sum(abs(getattr(a, name) - getattr(b, name)) for name in eyes) > 0.9
    assert sum(abs(getattr(a, name) - getattr(b, name)) for name in mouths) > 0.25


def test_heads_are_carried_as_they_feel() -> None:
    assert set(CARRIAGES) < set(EXPRESSION_NAMES)
    assert carriage_of("cold").pitch_deg < 0 < carriage_of("sad").pitch_deg
    assert abs(carriage_of("tender", 0.5).roll_deg) == abs(carriage_of("tender").roll_deg) / 2
    assert carriage_of("unheard of") == carriage_of("neutral")


def test_lips_close_whatever_is_felt() -> None:
    """A shout, a bitten lip, a gape: m, b and p shut them all."""
    for face in EXPRESSIONS.values():
        closed = with_viseme(face, VISEMES["M"])
        assert closed.mouth_open == 0 and closed.lip_bite == 0


def test_a_blend_goes_on_beyond_its_ends() -> None:
    happy = EXPRESSIONS["happy"]
    assert blend(NEUTRAL, happy, 1.15).smile > happy.smile > blend(NEUTRAL, happy, 0.5).smile
