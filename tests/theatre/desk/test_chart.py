"""The curve of who stayed."""

from __future__ import annotations

import itertools

import pytest

from reelwright.theatre.desk.chart import HEIGHT, WIDTH, Spoken, curve, steepest

LINES = (Spoken("a", "Mei", "Stay.", 1_000, 3_000), Spoken("b", "Ren", "Go.", 5_000, 8_000))
SECONDS = (40, 40, 38, 36, 36, 36, 30, 20, 10, 10)


def test_the_curve_begins_with_all_and_ends_with_who_is_left() -> None:
    found = curve(SECONDS, 40, LINES)
    assert found is not None
    points = [tuple(map(float, point.split())) for point in found.line[1:].split(" L")]
    assert points[0] == (0, 0) and points[-1] == (WIDTH, HEIGHT * 0.75)
    assert len(points) == len(SECONDS) + 1
    assert found.finished == 25


def test_each_line_says_who_stayed_and_who_left_during_it() -> None:
    found = curve(SECONDS, 40, LINES)
    assert found is not None
    assert [(one.line_id, one.stayed, one.lost) for one in found.stretches] == [("a", 90, 10), ("b", 25, 65)]
    assert [one.line_id for one in steepest(found, 1)] == ["b"]
    assert all(one.x >= 0 and one.x + one.width <= WIDTH for one in found.stretches)


def test_where_nobody_watched_there_is_no_curve() -> None:
    assert curve(SECONDS, 0, LINES) is None
    assert curve((), 5, LINES) is None


@pytest.mark.parametrize("length_s", [1, 7, 61, 119, 3_000])
def test_the_axis_has_a_few_round_marks(length_s: int) -> None:
    found = curve([1] * length_s, 1, ())
    assert found is not None
    assert 1 <= len(found.ticks) <= 10
    steps = {after - before for (before, _), (after, _) in itertools.pairwise(found.ticks)}
    assert len(steps) <= 1
