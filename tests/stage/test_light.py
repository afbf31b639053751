"""Relight maps: the ambient tints, the key brightens its side, rims lie on their edge."""

from __future__ import annotations

import numpy as np

from reelwright.stage.light import Light, Rim, relight_maps

ALPHA = np.zeros((120, 80), np.uint8)
ALPHA[20:, 20:60] = 255
DARK = Light(ambient_strength=0.0, key_strength=0.0, bottom_strength=0.0)


def test_no_light_leaves_colours_alone() -> None:
    """All strengths zero: multiply by one, add nothing."""
    multiply, add = relight_maps(ALPHA, DARK)
    assert (multiply == 255).all()
    assert (add == 0).all()


def test_the_ambient_tints_everything() -> None:
    """Half of a red ambient leaves half of green."""
    multiply, _ = relight_maps(
        ALPHA, Light(ambient="#ff0000", ambient_strength=0.5, key_strength=0.0, bottom_strength=0.0)
    )
    assert multiply[60, 40].tolist() == [255, 128, 128]


def test_a_rim_lies_on_the_edge_it_comes_from_and_fades_downwards() -> None:
    """A shift to the left lights the left edge, inside the figure, and the head more than the hem."""
    light = Light(
        ambient_strength=0.0, key_strength=0.0, bottom_strength=0.0, rims=(Rim("#00ff00", 0.8, (-4, 0)),)
    )
    _, add = relight_maps(ALPHA, light)
    assert add[60, 21, 1] > 80
    assert add[60, 58, 1] < 12
    assert add[60, 40, 1] < 25
    assert add[30, 21, 1] > add[115, 21, 1]
    assert (add[..., 0] == 0).all()


def test_the_bottom_darkens_and_the_key_brightens_its_side() -> None:
    """Head over hem, left over right."""
    light = Light(
        ambient_strength=0.0, key="#ffffff", key_strength=0.5, key_direction=(-1.0, 0.0), bottom_strength=0.5
    )
    multiply, add = relight_maps(ALPHA.astype(np.float32) / 255, light)
    assert multiply[115, 40].sum() < multiply[30, 40].sum()
    assert add[60, 25].sum() > add[60, 55].sum()
