"""What somebody types → the character, the place or the shot that they mean, or an error that says what
there is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path

from reelwright.casting.documents import Character
from reelwright.casting.files import read_cast, read_character
from reelwright.errors import BadInput, Notice
from reelwright.production.script import EpisodePlan
from reelwright.stage.places import PLACES, place_named
from reelwright.studio.reading import read_scripts
from reelwright.studio.series import Series

_MOST_SHOWN = 8
_ALIKE = 0.5


def everybody(series: Series) -> tuple[tuple[Character, ...], tuple[Notice, ...]]:
    """All characters of a series: those with a file first, then whoever speaks without one. Writes
    nothing. Raises ``BadInput`` for a script or a file that is not right."""
    people: dict[str, Character] = {}
    if series.cast_folder is not None and series.cast_folder.is_dir():
        people = {character.key: character for character in read_cast(series.cast_folder)[0]}
    read = read_scripts(series)
    for plan in read.plans:
        for character in plan.cast.values():
            people.setdefault(character.key, character)
    return tuple(people.values()), read.notices


def character_in_file(path: Path) -> tuple[Character, tuple[Notice, ...]]:
    """The character that a TOML file describes, whether or not a series knows it. Raises ``BadInput``."""
    if not path.is_file():
        raise BadInput("There is no such file", where=str(path), next_step="Name a cast/NAME.toml.")
    character, notices = read_character(path)
    return character, tuple(notices)


def character_named(name: str, people: Iterable[Character]) -> Character:
    """Whom ``name`` means: a key, a name or an alias, in any case and with or without spaces. Somebody's key
    means them, whoever else is nicknamed so, and a name is stronger than an alias."""
    cast = list(people)
    known = {_bare(alias): character for character in cast for alias in character.aliases}
    known |= {_bare(character.name): character for character in cast}
    known |= {_bare(character.key): character for character in cast}
    found = known.get(_bare(name))
    if found is None:
        names = list(dict.fromkeys(character.name for character in known.values()))
        raise BadInput(
            f"Nobody here is called {name!r}", where="look character", next_step=_advice(name, names)
        )
    return found


def place_meant(words: str) -> str:
    """The key of the place that the words of a heading mean. Unlike in a script, where the nearest
    place is played, words that mean nothing are refused."""
    place, unknown = place_named(words, "interior")
    if unknown is not None:
        raise BadInput(
            f"No place is drawn for {words!r}", where="look place", next_step=_advice(words, PLACES)
        )
    return place


def shot_meant(address: str, plans: Iterable[EpisodePlan]) -> str:
    """The step's address of a shot written as ``1/k3f9.line``; without the episode's number where only
    one shot is called so."""
    known = {f"{plan.number}/{shot.id}": plan.number for plan in plans for shot in plan.storyboard.shots}
    found = [one for one in known if address in (one, one.partition("/")[2])]
    if len(found) != 1:
        what = f"Several episodes have a shot {address!r}" if found else f"There is no shot {address!r}"
        raise BadInput(
            what,
            where="look",
            next_step=_advice(address, found or list(known)) + " reelwright shots lists all of them.",
        )
    number, _, shot_id = found[0].partition("/")
    return f"{number}/shot/{shot_id}"


def one_of(what: str, wanted: str, known: Mapping[str, object] | Iterable[str]) -> str:
    """``wanted`` in lower case. Raises ``BadInput`` where ``known`` does not hold it."""
    low = wanted.strip().lower()
    names = list(known)
    if low not in names:
        raise BadInput(f"{wanted!r} is no {what}", where="look", next_step=_advice(low, names))
    return low


def _advice(wanted: str, names: Iterable[str]) -> str:
    names = list(names)
    low = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(wanted.casefold(), list(low), n=3, cutoff=_ALIKE)
    if near:
        return f"Did you mean {' or '.join(low[name] for name in near)}?"
    shown = ", ".join(names[:_MOST_SHOWN])
    return f"There are: {shown}{', …' if len(names) > _MOST_SHOWN else ''}."


def _bare(name: str) -> str:
    return "".join(name.split()).casefold().replace("-", "").replace(".", "")
