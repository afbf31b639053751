"""Words of a heading → a painted place with its light, its weather and its depth."""

from reelwright.stage.places.naming import place_named
from reelwright.stage.places.scenery import MARGIN, Scenery, painted_place, scenery
from reelwright.stage.places.sets import SETS
from reelwright.stage.places.weather import weather_named

PLACES: tuple[str, ...] = tuple(SETS)
"""The keys of all places."""

__all__ = ["MARGIN", "PLACES", "Scenery", "painted_place", "place_named", "scenery", "weather_named"]
