"""Strokes are where and as wide as asked; colours survive the round trip."""

from __future__ import annotations

import numpy as np
import pytest
import skia
from hypothesis import given
from hypothesis import strategies as st

from reelwright.drawing import ink
from reelwright.drawing.canvas import pixels, surface
from reelwright.drawing.colour import hex_of, lightness, mix, multiply, rgb, shift
from reelwright.drawing.ink import (
    bezier,
    fill,
    gradient_fill,
    linear,
    path_of,
    resample,
    smoothstep,
    spline,
    tapered,
    tapered_outline,
)

BYTES = st.integers(0, 255)


@given(BYTES, BYTES, BYTES)
def test_hex_survives_the_way_through_floats(red: int, green: int, blue: int) -> None:
    """What is written in a cast file comes back."""
    text = f"#{red:02x}{green:02x}{blue:02x}"
    assert hex_of(text) == text
    assert hex_of(rgb(text)) == text


def test_mix_multiply_and_shift() -> None:
    """The colour arithmetic that every shadow rests on."""
    assert hex_of(mix("#000000", "#ffffff", 0.5)) == "#808080"
    assert hex_of(multiply("#ff8000", "#808080")) == "#804000"
    assert hex_of(shift("#ff0000", hue=1 / 3)) == "#00ff00"
    assert hex_of(shift("#804020", value=2.0)) == "#ff8040"
    assert lightness("#00ff00") > lightness("#ff0000") > lightness("#0000ff")


def test_a_bad_colour_is_refused_with_its_text() -> None:
    """The message names what was written."""
    with pytest.raises(ValueError, match="#12"):
        rgb("#12")


def test_splines_go_through_their_points() -> None:
    """Open and closed."""
    points = np.array([(0, 0), (10, 5), (20, 0), (30, 8)], float)
    curve = spline(points, steps=6)
    assert curve[::6] == pytest.approx(points)
    assert len(spline(points, closed=True, steps=6)) == 24
    assert bezier((0, 0), (0, 10), (10, 10), (10, 0))[[0, -1]] == pytest.approx(np.array([(0, 0), (10, 0)]))


@pytest.mark.parametrize("is_closed", [True, False])
@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_paths_are_what_skia_makes_of_their_points(count: int, is_closed: bool) -> None:
    """The short way through memory gives the same path; this Skia's form of it is the one we know."""
    points = np.random.default_rng(count).normal(0, 100, (count, 3))
    corners = [skia.Point(x, y) for x, y, _ in points.tolist()]
    assert path_of(points, closed=is_closed) == skia.Path.Polygon(corners, is_closed)
    assert ink._memory_form_is_known()
    assert path_of(np.zeros((0, 2))).isEmpty()


def test_resampling_keeps_ends_and_evens_out_steps() -> None:
    """A stroke's width must run by length, not by knots."""
    even = resample([(0, 0), (1, 0), (10, 0)], 11)
    assert np.diff(even[:, 0]) == pytest.approx(np.ones(10))
    assert resample([(3, 4), (3, 4)], 5).tolist() == [[3, 4]] * 5


def test_a_tapered_stroke_is_as_wide_as_asked_in_the_middle_and_thin_at_its_ends() -> None:
    """Profile ``both``."""
    outline = tapered_outline([(0, 0), (100, 0)], 10, count=25)
    widths = outline[:25, 1] - outline[::-1][:25, 1]
    assert widths[12] == pytest.approx(10)
    assert abs(widths[[0, -1]]).max() < 0.1
    steady = tapered_outline([(0, 0), (100, 0)], 10, "even", count=25)
    assert np.abs(steady[:, 1]) == pytest.approx(np.full(50, 5.0))


def test_paint_lands_where_it_should() -> None:
    """A stroke, a fill and a gradient on a canvas."""
    target = surface(60, 40)
    canvas = target.getCanvas()
    canvas.drawPath(tapered([(5, 20), (55, 20)], 8, "even"), fill("#ff0000"))
    half = gradient_fill(linear((0, 30), (0, 40), ["#00ff00", "#00ff00"], None, [1, 0]))
    canvas.drawPath(path_of([(0, 30), (60, 30), (60, 40), (0, 40)]), half)
    seen = pixels(target)
    assert seen[20, 30].tolist() == [255, 0, 0, 255]
    assert seen[10, 30, 3] == 0
    assert seen[31, 30, 3] > 200 > 60 > seen[38, 30, 3]


def test_smoothstep_works_both_ways() -> None:
    """Up and down."""
    assert smoothstep(0, 1, [-1, 0.5, 2]).tolist() == [0, 0.5, 1]
    assert smoothstep(1, 0, [-1, 0.5, 2]).tolist() == [1, 0.5, 0]
