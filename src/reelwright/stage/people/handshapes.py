"""The name of a hand's pose → the angles of its fingers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class HandShape:
    """Degrees. Per finger (index to little): spread and the bends of its three joints; for the
    thumb: spread, opposition and two bends."""

    fingers: tuple[tuple[float, float, float, float], ...]
    thumb: tuple[float, float, float, float]


def _shape(
    knuckle: Sequence[float],
    middle: Sequence[float],
    thumb: tuple[float, float, float, float],
    tip: Sequence[float] | None = None,
    spread: Sequence[float] = (5, 1, -4, -10),
) -> HandShape:
    tips = [bend * 0.62 for bend in middle] if tip is None else tip
    return HandShape(tuple(zip(spread, knuckle, middle, tips, strict=True)), thumb)


HAND_SHAPES: dict[str, HandShape] = {
    "relaxed": _shape((16, 24, 30, 34), (24, 32, 38, 40), (38, 26, 12, 14), (12, 18, 22, 24), (5, 1, -3, -8)),
    "open": _shape((0, 0, 2, 4), (4, 4, 6, 8), (58, 8, -4, -6), None, (9, 1, -7, -17)),
    "point": _shape((-2, 78, 84, 88), (4, 100, 100, 98), (26, 44, 38, 42), (2, 58, 58, 56), (1, 0, -1, -3)),
    "fist": _shape((80, 84, 88, 90), (98, 102, 100, 98), (28, 50, 42, 44), (62, 62, 60, 58), (2, 0, -2, -4)),
    "grip": _shape((44, 48, 52, 56), (52, 56, 58, 58), (46, 58, 16, 26), (34, 36, 36, 36), (4, 1, -2, -5)),
    "phone": _shape((34, 38, 42, 50), (40, 42, 44, 46), (34, 48, 4, 16), (22, 22, 24, 24), (6, 1, -4, -9)),
    "paper": _shape((58, 60, 62, 64), (18, 20, 24, 28), (22, 52, 8, -6), (4, 6, 8, 10), (3, 0, -3, -6)),
    "glass": _shape((46, 50, 56, 40), (50, 52, 50, 38), (30, 54, 10, 22), (24, 24, 22, 20), (4, 1, -3, -9)),
    "flat": _shape((6, 8, 10, 12), (10, 10, 12, 16), (44, 10, 6, 4), (6, 6, 6, 8), (6, 1, -4, -12)),
    "cupped": _shape((12, 14, 16, 20), (14, 14, 16, 20), (30, 18, 8, 8), (6, 6, 8, 10), (2, 0, -2, -5)),
    "slap": _shape((-4, -4, -2, 0), (3, 3, 4, 5), (36, 6, 2, 0), (2, 2, 2, 2), (3, 0, -3, -7)),
    "wave": _shape((-4, -3, 0, 4), (5, 5, 7, 9), (64, 4, -6, -8), None, (12, 2, -9, -22)),
    "plead": _shape((10, 12, 14, 18), (22, 24, 26, 30), (52, 22, 6, 4), (10, 12, 12, 14), (8, 1, -6, -15)),
    "think": _shape((30, 62, 70, 74), (34, 78, 84, 84), (40, 30, 10, 16), (16, 46, 48, 48), (6, 0, -2, -4)),
    "hang": _shape((16, 22, 28, 33), (26, 32, 36, 38), (15, 17, 14, 18), (14, 18, 20, 22), (2, 0, -2, -5)),
    "limp": _shape((24, 32, 38, 42), (34, 40, 44, 44), (16, 26, 18, 22), (18, 22, 24, 24), (3, 0, -2, -4)),
    "rest": _shape((12, 14, 17, 20), (16, 18, 20, 22), (28, 14, 8, 10), (8, 10, 12, 12), (3, 0, -3, -7)),
    "cheek": _shape((16, 15, 16, 20), (20, 20, 22, 26), (46, 22, 2, 0), (10, 10, 12, 14), (4, 0, -4, -9)),
    "clasped": _shape((58, 60, 62, 64), (50, 52, 52, 50), (30, 40, 22, 26), (28, 28, 28, 28), (3, 0, -2, -4)),
    "pray": _shape((0, 0, 1, 2), (3, 3, 4, 5), (16, 4, 2, 4), (2, 2, 2, 2), (1, 0, -1, -2)),
    "thumb": _shape((80, 84, 88, 90), (98, 102, 100, 98), (66, -4, -8, -12), (62, 62, 60, 58), (2, 0, -2, -4)),  # noqa: E501
    "pinch": _shape((46, 30, 24, 20), (48, 34, 30, 28), (30, 52, 12, 20), (26, 20, 18, 16), (3, 2, -5, -12)),
}  # fmt: skip


def hand_shape(name: str, into: str = "", share: float = 0.0) -> HandShape:
    """The shape called ``name`` (a hanging hand if there is none), ``share`` of the way to ``into``."""
    start = HAND_SHAPES.get(name, HAND_SHAPES["hang"])
    end = HAND_SHAPES.get(into)
    if end is None or share == 0:
        return start

    def mixed(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float, float]:
        first, second, third, fourth = (x + (y - x) * share for x, y in zip(a, b, strict=True))
        return first, second, third, fourth

    fingers = tuple(mixed(a, b) for a, b in zip(start.fingers, end.fingers, strict=True))
    return HandShape(fingers, mixed(start.thumb, end.thumb))
