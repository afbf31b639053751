"""How many stayed, second by second → the outline of a curve, and where on it each line was spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 240
"""Units of the drawing: the whole length across, all who began from top to bottom."""
_STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600)
_TICKS_MAX = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of the curve over which a line is heard. ``x`` and ``width`` in units of the drawing;
    ``stayed`` of all who began, in percent, at its end; ``lost`` points of percent since it began."""

    line_id: str
    speaker: str
    text: str
    start_s: float
    x: float
    width: float
    y: float
    stayed: int
    lost: int


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn. ``line`` and ``area`` are paths; ``ticks`` are seconds with their place across."""

    line: str
    area: str
    stretches: tuple[Stretch, ...]
    ticks: tuple[tuple[int, float], ...]
    shows: int
    finished: int
    """Percent that saw the last second."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as the curve needs it."""

    line_id: str
    speaker: str
    text: str
    start_ms: int
    end_ms: int


def curve(seconds: Sequence[int], shows: int, lines: Sequence[Spoken]) -> Curve | None:
    """The curve of an episode from the number of showings that had each second on the screen, of ``shows``
    that began. None where nobody has."""
    if not shows or not seconds:
        return None
    points = [(WIDTH * second / len(seconds), _y(count / shows)) for second, count in enumerate(seconds)]
    points.append((WIDTH, points[-1][1]))
    line = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return Curve(
        line=line,
        area=f"{line} L{WIDTH} {HEIGHT} L0 {HEIGHT} Z",
        stretches=tuple(_stretch(spoken, seconds, shows) for spoken in lines),
        ticks=_ticks(len(seconds)),
        shows=shows,
        finished=_percent(seconds[-1], shows),
    )


def steepest(found: Curve, count: int = 3) -> list[Stretch]:
    """The lines during which most left, the worst first; none where nobody did."""
    losing = [stretch for stretch in found.stretches if stretch.lost > 0]
    return sorted(losing, key=lambda stretch: (-stretch.lost, stretch.start_s))[:count]


def _stretch(spoken: Spoken, seconds: Sequence[int], shows: int) -> Stretch:
    last = len(seconds) - 1
    first_second, end_second = (min(ms // 1000, last) for ms in (spoken.start_ms, spoken.end_ms))
    whole_ms = max(len(seconds) * 1000, 1)
    stayed = _percent(seconds[end_second], shows)
    return Stretch(
        line_id=spoken.line_id,
        speaker=spoken.speaker,
        text=spoken.text,
        start_s=spoken.start_ms / 1000,
        x=round(WIDTH * spoken.start_ms / whole_ms, 1),
        width=round(max(WIDTH * (spoken.end_ms - spoken.start_ms) / whole_ms, 2), 1),
        y=_y(seconds[end_second] / shows),
        stayed=stayed,
        lost=_percent(seconds[first_second], shows) - stayed,
    )


def _ticks(count_s: int) -> tuple[tuple[int, float], ...]:
    step_s = next((step for step in _STEPS_S if count_s / step <= _TICKS_MAX), _STEPS_S[-1])
    return tuple((second, round(WIDTH * second / count_s, 1)) for second in range(0, count_s, step_s))


def _percent(count: int, shows: int) -> int:
    return round(100 * count / shows)


def _y(part: float) -> float:
    return round(HEIGHT * (1 - min(part, 1.0)), 1)
