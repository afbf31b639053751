"""The name of a place → the function that paints it, and what kind of place it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reelwright.stage.places import (
    bedrooms,
    cafes,
    cars,
    corridors,
    courtrooms,
    courts,
    halls,
    homes,
    hospitals,
    kitchens,
    offices,
    rooftops,
    rooms,
    stations,
    streets,
    villages,
)
from reelwright.stage.places.painting import Painting


@dataclass(frozen=True)
class PlaceSet:
    """``paint`` draws it; ``warp`` is how far edges wander (pixels); ``air`` is the weather it has when
    the script names none; ``foreground`` what may stand out of focus before the people. ``clouds`` 0..1
    drift above ``horizon`` (of the painting's height) where sky is seen."""

    paint: Callable[[Painting], None]
    outdoors: bool = False
    warp: float = 1.0
    air: str = ""
    foreground: str = "plant"
    clouds: float = 0.5
    horizon: float = 0.54


SETS: dict[str, PlaceSet] = {
    "office": PlaceSet(offices.office),
    "penthouse": PlaceSet(homes.penthouse, foreground="curtain"),
    "banquet": PlaceSet(halls.banquet, clouds=0.0, foreground="flowers"),
    "street": PlaceSet(streets.street, outdoors=True, foreground="lights"),
    "hospital": PlaceSet(hospitals.ward),
    "bedroom": PlaceSet(bedrooms.bedroom, foreground="curtain", horizon=0.50),
    "livingroom": PlaceSet(rooms.living_room),
    "kitchen": PlaceSet(kitchens.kitchen),
    "cafe": PlaceSet(cafes.cafe),
    "palace": PlaceSet(courts.palace, outdoors=True, air="petals", foreground="branch"),
    "village": PlaceSet(villages.village, outdoors=True, warp=1.6, foreground="grass"),
    "rooftop": PlaceSet(rooftops.rooftop, outdoors=True, foreground="lights"),
    "corridor": PlaceSet(corridors.corridor, foreground="frame"),
    "car": PlaceSet(cars.car, foreground="", clouds=0.3, horizon=0.38),
    "courtroom": PlaceSet(courtrooms.courtroom, foreground="frame"),
    "station": PlaceSet(stations.station),
}
"""Every place there is, by its key."""
