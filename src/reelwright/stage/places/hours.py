"""A time of day → the colours of its sky, its sun, its city and the strength of its lamps."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.drawing.colour import Colour

DAY, DUSK, NIGHT, DAWN = "day", "dusk", "night", "dawn"


@dataclass(frozen=True)
class Hour:
    """What the world outside looks like and how much of it comes in.

    ``sky`` runs from the top to the horizon. ``city`` and ``city_top`` are the foot and the top of far
    buildings, ``haze`` lies between them. ``ambient`` multiplies what stands indoors, ``sun`` falls
    through windows with ``sun_strength`` 0..1, ``lamps`` 0..1 are how far lamps are turned up.
    """

    name: str
    sky: tuple[Colour, ...]
    city: Colour
    city_top: Colour
    haze: Colour
    windows_lit: float
    ambient: Colour
    sun: Colour
    sun_strength: float
    lamps: float
    stars: float

    @property
    def is_dark(self) -> bool:
        return self.lamps >= 0.95


HOURS: dict[str, Hour] = {
    DAY: Hour(
        DAY, ("#5f97dc", "#9cc6f0", "#dfe9f0", "#ffeacb"), "#bccbe4", "#86a0cc", "#f6eee2", 0.10,
        "#f0eeee", "#fff0c8", 0.85, 0.12, 0.0,
    ),
    DAWN: Hour(
        DAWN, ("#6a86c4", "#b2aedb", "#ffc9ba", "#ffe6bd"), "#c4aec4", "#8f94c2", "#ffdcc8", 0.18,
        "#c6c4de", "#ffc9a0", 0.65, 0.35, 0.1,
    ),
    DUSK: Hour(
        DUSK, ("#343a80", "#80589c", "#ee857a", "#ffc584"), "#8a5a80", "#5a4580", "#f3a088", 0.42,
        "#b99aa8", "#ff9a58", 0.85, 0.75, 0.25,
    ),
    NIGHT: Hour(
        NIGHT, ("#090c24", "#191c48", "#46306e", "#a8567c"), "#4a2f62", "#1f1d48", "#b0628a", 0.46,
        "#5a5c94", "#8fa8ff", 0.30, 1.0, 0.8,
    ),
}  # fmt: skip


def hour_named(time_of_day: str) -> Hour:
    """The hour of a heading's ``day, night, dawn, dusk``; day when it does not say."""
    return HOURS.get(time_of_day, HOURS[DAY])
