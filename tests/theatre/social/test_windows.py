"""Windows of bullets are read once for all who look, and never shown stale."""

from __future__ import annotations

from reelwright.theatre.horizon import Moment, Pinned
from reelwright.theatre.social.reading import SeenBullet
from reelwright.theatre.social.windows import KEPT_MAX, STALE_S, BulletWindows

ONE = SeenBullet("b1", 5, "hello", "white", "Mara", "v1", 1, "shown", Pinned(Moment(1, 5)))


def test_a_window_is_kept_until_something_is_written_or_it_is_old() -> None:
    now = [0.0]
    windows = BulletWindows(lambda: now[0])
    windows.put((1, 0), (ONE,))
    windows.put((2, 0), ())
    assert windows.get((1, 0)) == (ONE,) and windows.get((1, 30_000)) is None
    windows.forget(1)
    assert windows.get((1, 0)) is None and windows.get((2, 0)) == ()
    now[0] += STALE_S + 0.1
    assert windows.get((2, 0)) is None


def test_only_so_many_are_kept_the_oldest_goes_first() -> None:
    windows = BulletWindows(lambda: 0.0)
    for number in range(KEPT_MAX + 1):
        windows.put((number, 0), ())
    assert windows.get((0, 0)) is None and windows.get((KEPT_MAX, 0)) == ()
