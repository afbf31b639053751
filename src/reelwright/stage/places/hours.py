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
        DAY, ("#4a90dc", "#8cc4f2", "#cfe8f6", "#fdf0d6"), "#c6d6ea", "#86a4cf", "#f4efe6", 0.10,
        "#f2efec", "#fff0c8", 0.85, 0.12, 0.0,
    ),
    DAWN: Hour(
        DAWN, ("#5f86c8", "#a8b0de", "#ffc9b6", "#ffe8c0"), "#c2b0c8", "#8a92c4", "#ffdcc6", 0.18,
        "#c8c6de", "#ffc9a0", 0.65, 0.35, 0.1,
    ),
    DUSK: Hour(
        DUSK, ("#2d4288", "#8464a2", "#f28d78", "#ffcb86"), "#84607e", "#4c4880", "#f6a88c", 0.42,
        "#bda2a6", "#ff9c54", 0.85, 0.75, 0.2,
    ),
    NIGHT: Hour(
        NIGHT, ("#070c26", "#12204e", "#33407c", "#8a5f8e"), "#33345f", "#161b40", "#76659a", 0.46,
        "#5a6298", "#93acff", 0.32, 1.0, 0.8,
    ),
}  # fmt: skip


def hour_named(time_of_day: str) -> Hour:
    """The hour of a heading's ``day, night, dawn, dusk``; day when it does not say."""
    return HOURS.get(time_of_day, HOURS[DAY])
