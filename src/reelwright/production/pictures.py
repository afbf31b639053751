"""The author's own pictures in a series' folder → what replaces drawn places and people, checked, by digest.

``places/NAME/`` holds layers (``far.png``, ``mid.png``, ``near.png``, or names that ``place.toml`` gives
a depth), and folders ``day, dawn, dusk, night`` with layers for one time of day.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from reelwright.drawing.colour import rgb
from reelwright.errors import Notice
from reelwright.production.own_files import SUFFIXES, checked, plain, unused
from reelwright.production.portraits import read_people
from reelwright.stage.brief import OwnLayer, OwnLight, OwnPerson, OwnPlace

PLACES_FOLDER = "places"
PLACE_FILE = "place.toml"
LAYERS_MAX = 8
DEPTHS = {"sky": 0.12, "far": 0.3, "mid": 0.55, "near": 0.8, "front": 1.4}
"""How much of the camera's move a layer of this name follows; above 1 it stands before the people."""
_USUAL_DEPTH = 0.55
_DEPTH_MAX = 2.0
_HOURS = ("day", "dawn", "dusk", "night")
_NEAREST_HOURS = {"dawn": ("day",), "dusk": ("night", "day"), "night": ("dusk",), "day": ("dawn",)}


class _PlaceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    depth: dict[str, float] = {}
    light: OwnLight | None = None


@dataclass(frozen=True)
class OwnPictures:
    """``places``: name → time of day (empty: any) → layers. ``people``: name → pictures. ``files``: digest →
    where the bytes are."""

    places: Mapping[str, Mapping[str, OwnPlace]] = field(default_factory=dict)
    people: Mapping[str, OwnPerson] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)

    def place(self, words: str, setting: str, time_of_day: str) -> OwnPlace | None:
        """The own place that a heading's ``words`` name: by its folder's name, or because the folder is
        called like the drawn place it would have been. ``None`` for a drawn one."""
        if not self.places:
            return None
        from reelwright.stage.places.naming import place_named

        heading = f" {plain(words)} "
        named = [name for name in self.places if f" {name} " in heading or _is_chinese(name, heading)]
        # "night market" before "market".
        name = max(named, key=len, default="") or place_named(words, setting)[0]
        hours = self.places.get(name, {})
        wanted = (time_of_day, *_NEAREST_HOURS.get(time_of_day, ()), "", *_HOURS)
        if time_of_day not in hours and "" in hours:
            return hours[""]
        return next((hours[hour] for hour in wanted if hour in hours), None)

    def person(self, names: Sequence[str]) -> OwnPerson | None:
        """Whoever has a folder of one of these names; ``None`` for a drawn person."""
        return next((self.people[name] for name in map(plain, names) if name in self.people), None)


def read_pictures(folder: Path) -> tuple[OwnPictures, tuple[Notice, ...]]:
    """The own places and people beside a series' script in ``folder``. What cannot be used is named in a
    notice and left out: the drawn one stands there then."""
    root = folder / PLACES_FOLDER
    places: dict[str, dict[str, OwnPlace]] = {}
    files: dict[str, Path] = {}
    notices: list[Notice] = []
    for place in sorted(root.iterdir()) if root.is_dir() else ():
        if not place.is_dir() or place.name.startswith("."):
            continue
        told = _place_file(place / PLACE_FILE, notices)
        hours = {
            hour: found
            for hour, at in (("", place), *((h, place / h) for h in _HOURS))
            if at.is_dir() and (found := _layers(place.name, at, told, files, notices))
        }
        if hours:
            places[plain(place.name)] = hours
        else:
            notices.append(
                unused(place, "has no picture that can be used", "Add far.png (PNG, JPEG or WebP).")
            )
    people = read_people(folder, files, notices)
    return OwnPictures(places, people, files), tuple(notices)


def _layers(
    name: str, folder: Path, told: _PlaceFile, files: dict[str, Path], notices: list[Notice]
) -> OwnPlace | None:
    layers = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            continue
        digest = checked(path, notices)
        if digest is None:
            continue
        depth = told.depth.get(path.stem, DEPTHS.get(path.stem.lower(), _USUAL_DEPTH))
        layers.append(OwnLayer(name=path.name, digest=digest, depth=float(np.clip(depth, 0.0, _DEPTH_MAX))))
        files[digest] = path
    layers.sort(key=lambda layer: (layer.depth, layer.name))
    if len(layers) > LAYERS_MAX:
        notices.append(
            unused(folder, f"has {len(layers)} layers; {LAYERS_MAX} are used", "Join some of them.")
        )
    if not layers:
        return None
    return OwnPlace(name=name, layers=tuple(layers[:LAYERS_MAX]), light=told.light)


def _place_file(path: Path, notices: list[Notice]) -> _PlaceFile:
    if not path.is_file():
        return _PlaceFile()
    try:
        told = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), _PlaceFile, strict=False)
        for colour in msgspec.structs.asdict(told.light).values() if told.light else ():
            if isinstance(colour, str) and colour.startswith("#"):
                rgb(colour)
        return told
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        msgspec.ValidationError,
        ValueError,
    ) as problem:
        notices.append(unused(path, f"is not used: {problem}", "See docs/series.md for what it may hold."))
        return _PlaceFile()


def _is_chinese(name: str, heading: str) -> bool:
    """Chinese writes no spaces: a name counts wherever it stands."""
    return not name.isascii() and name in heading
