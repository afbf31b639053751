"""The name of a place → the function that paints it, and what kind of place it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reelwright.stage.places import halls, homes, hospitals, offices, streets
from reelwright.stage.places.painting import Painting


@dataclass(frozen=True)
class PlaceSet:
    """``paint`` draws it; ``warp`` is how far edges wander (pixels); ``air`` is the weather it has when
    the script names none; ``foreground`` what may stand out of focus before the people."""

    paint: Callable[[Painting], None]
    outdoors: bool = False
    warp: float = 1.0
    air: str = ""
    foreground: str = "plant"


SETS: dict[str, PlaceSet] = {
    "office": PlaceSet(offices.office),
    "penthouse": PlaceSet(homes.penthouse, foreground="curtain"),
    "banquet": PlaceSet(halls.banquet, foreground="flowers"),
    "street": PlaceSet(streets.street, outdoors=True, foreground="lights"),
    "hospital": PlaceSet(hospitals.ward),
}
"""Every place there is, by its key."""
