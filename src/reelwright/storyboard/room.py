"""A scene and the cast → who is in it from when on, and on which side they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reelwright.casting.documents import Character
from reelwright.screenplay import Action, Line, Scene

Side = Literal["left", "centre", "right"]


class Room:
    """The people of one scene. Sides are given by order of appearance and kept (180-degree rule)."""

    def __init__(self, scene: Scene, cast: Mapping[str, Character]) -> None:
        self._cast = cast
        self._people = {character.key: character for character in cast.values()}
        self._entrances = self._find_entrances(scene)
        order = sorted(self._entrances, key=lambda key: (self._entrances[key], self._first_line(scene, key)))
        sides: tuple[Side, ...] = ("left", "right", "centre")
        self._sides: dict[str, Side] = {
            key: sides[number] if number < 3 else sides[number % 2] for number, key in enumerate(order)
        }
        self._speakers = [
            (number, self.key_of(item))
            for number, item in enumerate(scene.items)
            if isinstance(item, Line) and not item.is_heard_only
        ]

    def key_of(self, line: Line) -> str:
        return self._cast[line.speaker].key

    def name_of(self, key: str) -> str:
        return self._people[key].name

    def side_of(self, key: str) -> Side:
        return self._sides.get(key, "centre")

    def present(self, item_number: int) -> list[str]:
        """Who is in the room when item ``item_number`` begins, in order of appearance."""
        there = [key for key, entrance in self._entrances.items() if entrance <= item_number]
        return sorted(there, key=lambda key: list(self._sides).index(key))

    def hearer(self, item_number: int, speaker: str, text: str) -> str:
        """Whom a line is said to: somebody it names, else who speaks next, else who spoke last, else
        whoever is there. Empty when the speaker is alone."""
        there = [key for key in self.present(item_number) if key != speaker]
        if not there:
            return ""
        lowered = text.casefold()
        for key in there:
            name = self._people[key].name.casefold()
            if name in lowered or (name.split() and len(name.split()[0]) > 2 and name.split()[0] in lowered):
                return key
        following = [key for number, key in self._speakers if number > item_number and key in there]
        before = [key for number, key in self._speakers if number < item_number and key in there]
        return (following[:1] or before[-1:] or there[:1])[0]

    def latest(self, item_number: int) -> list[str]:
        """Who is in the room, those who spoke last first: whom an action means by *he* and *she*."""
        spoken = [key for number, key in self._speakers if number < item_number]
        there = self.present(item_number)
        return sorted(there, key=lambda key: spoken[::-1].index(key) if key in spoken else len(spoken))

    def named_in(self, action: str, item_number: int) -> list[str]:
        """The people in the room whom an action names, in the order of their sides."""
        return [key for key in self.present(item_number) if self._is_named(key, action)]

    def _find_entrances(self, scene: Scene) -> dict[str, int]:
        """Who comes in where. Somebody who speaks is there from the beginning, unless an action in
        between names them first: that is how they come in."""
        entrances: dict[str, int] = {}
        has_begun = False
        for number, item in enumerate(scene.items):
            if isinstance(item, Action):
                for key in self._people:
                    if key not in entrances and self._is_named(key, item.text):
                        entrances[key] = number if has_begun else 0
            elif isinstance(item, Line):
                has_begun = True
                key = self._cast[item.speaker].key
                if not item.is_heard_only and key not in entrances:
                    entrances[key] = 0
        spoken = {self._cast[line.speaker].key for line in scene.lines if not line.is_heard_only}
        named_only = [key for key in entrances if key not in spoken]
        # Somebody only talked about in an action is not there, unless nobody else is.
        if spoken:
            for key in named_only:
                if not self._acts(key, scene):
                    del entrances[key]
        return entrances

    def _acts(self, key: str, scene: Scene) -> bool:
        """Whether an action begins with this person's name: then they do something here."""
        names = self._names(key)
        return any(
            isinstance(item, Action) and any(item.text.casefold().lstrip("△ ").startswith(n) for n in names)
            for item in scene.items
        )

    def sex_of(self, key: str) -> str:
        """``female`` or ``male``, as cast."""
        return self._people[key].look.sex

    def mentions(self, text: str) -> list[tuple[int, str]]:
        """Where a text names whom, in order."""
        places = ((self._place_of(key, text), key) for key in self._people)
        return sorted((place, key) for place, key in places if place >= 0)

    def _is_named(self, key: str, text: str) -> bool:
        return self._place_of(key, text) >= 0

    def _place_of(self, key: str, text: str) -> int:
        """Where a text first names somebody, or -1."""
        lowered = text.casefold()
        for name in self._names(key):
            place = lowered.find(name)
            while place >= 0:
                before = lowered[place - 1 : place] if place else " "
                after = lowered[place + len(name) : place + len(name) + 1]
                whole = not name.isascii() or not (before.isalpha() or (after.isalpha()))
                if whole:
                    return place
                place = lowered.find(name, place + 1)
        return -1

    def _names(self, key: str) -> list[str]:
        character = self._people[key]
        cues = [cue for cue, person in self._cast.items() if person.key == key]
        names = {n.casefold().strip() for n in (character.name, *character.aliases, *cues)}
        return sorted((n for n in names if len(n) > 1), key=len, reverse=True)

    def _first_line(self, scene: Scene, key: str) -> int:
        for number, item in enumerate(scene.items):
            if isinstance(item, Line) and self._cast[item.speaker].key == key:
                return number
        return len(scene.items)
