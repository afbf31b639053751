"""The spoiler horizon: nothing past it is shown, nothing before it is withheld."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.theatre.horizon import GRACE_MS, NOTHING_SEEN, Moment, Pinned, is_within, reveal

moments = st.builds(Moment, st.integers(1, 9), st.integers(0, 120_000))
pins = st.builds(Pinned, moments, st.none() | moments)


def _shown(items: list[Pinned], furthest: Moment, **asked: bool) -> tuple[Pinned, ...]:
    return reveal(items, furthest, pinned=lambda pin: pin, **asked).shown


def test_what_lies_ahead_is_veiled_and_counted() -> None:
    """Of three remarks a viewer in the middle of episode 2 is shown the two behind them."""
    behind, here, ahead = Pinned(Moment(1, 90_000)), Pinned(Moment(2, 30_000)), Pinned(Moment(2, 30_001))
    revealed = reveal([ahead, here, behind], Moment(2, 30_000), pinned=lambda pin: pin)
    assert revealed.shown == (here, behind)
    assert revealed.veiled_count == 1


def test_a_remark_by_somebody_who_knows_more_waits() -> None:
    """ "Just wait for the wedding", on episode 1, by somebody who has seen episode 9."""
    hint = Pinned(Moment(1, 5_000), knows=Moment(9, 0))
    assert not is_within(hint, Moment(3, 0))
    assert is_within(hint, Moment(9, 0))


def test_typing_while_the_film_goes_on_is_no_spoiler() -> None:
    """The grace covers the time it takes to write, and no more."""
    about = Moment(1, 5_000)
    assert is_within(Pinned(about, Moment(1, 5_000 + GRACE_MS)), about)
    assert not is_within(Pinned(about, Moment(1, 5_001 + GRACE_MS)), about)
    assert not is_within(Pinned(about, Moment(2, 0)), about)


def test_who_asks_is_shown_everything_and_ones_own_is_never_veiled() -> None:
    late = Pinned(Moment(8, 0))
    assert _shown([late], NOTHING_SEEN) == ()
    assert _shown([late], NOTHING_SEEN, is_asked_for=True) == (late,)
    assert reveal([late], NOTHING_SEEN, pinned=lambda pin: pin, own=lambda _: True).shown == (late,)


@given(st.lists(pins, max_size=12), moments, moments)
def test_going_on_watching_never_hides_what_was_shown(items: list[Pinned], one: Moment, two: Moment) -> None:
    near, far = sorted([one, two])
    assert set(_shown(items, near)) <= set(_shown(items, far))


@given(st.lists(pins, max_size=12), moments)
def test_nothing_shown_is_ahead_and_every_item_is_shown_or_counted(
    items: list[Pinned], furthest: Moment
) -> None:
    revealed = reveal(items, furthest, pinned=lambda pin: pin)
    assert all(pin.about <= furthest for pin in revealed.shown)
    assert len(revealed.shown) + revealed.veiled_count == len(items)


def test_no_moment_lies_before_the_start() -> None:
    with pytest.raises(ValueError, match="no moment"):
        Moment(1, -1)
