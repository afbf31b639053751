"""Screenplays and a folder of character files → who is who."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from reelwright.casting.defaults import default_character
from reelwright.casting.documents import Character, Outfit
from reelwright.casting.files import read_cast
from reelwright.errors import Notice
from reelwright.screenplay import Action, Screenplay


def cast_for(
    screenplays: Sequence[Screenplay], cast_folder: Path | None
) -> tuple[Mapping[str, Character], tuple[Notice, ...]]:
    """The character for every cue of the series, by the cue as written.

    A file's name, stem or alias takes a cue; whoever has no file is made from what the script says.
    Cues that differ only in case and spaces are one person. Raises ``BadInput`` for a file that is
    not right.
    """
    filed: tuple[Character, ...] = ()
    notices: list[Notice] = []
    if cast_folder is not None and cast_folder.is_dir():
        filed, found = read_cast(cast_folder)
        notices += found
    by_name = {_bare(name): c for c in filed for name in (*c.aliases, c.key, c.name)}
    cues = dict.fromkeys(line.speaker for screenplay in screenplays for line in screenplay.lines)
    actions = [
        item.text
        for screenplay in screenplays
        for scene in screenplay.scenes
        for item in scene.items
        if isinstance(item, Action)
    ]
    people: dict[str, Character] = {}
    # Everybody is thought up, also who has a file: whoever edits a file changes that person and no other.
    imagined: list[Character] = []
    cast: dict[str, Character] = {}
    for cue in cues:
        bare = _bare(cue)
        if bare not in people:
            imagined.append(default_character(cue, _mentions(cue, actions), imagined))
            known = by_name.get(bare)
            if known is None:
                known = imagined[-1]
                notices += _near_miss(cue, filed)
            people[bare] = known
        cast[cue] = people[bare]
    return cast, tuple(notices)


def outfit_in(character: Character, *, scene_words: str, episode: int, kind: str = "") -> Outfit:
    """What is worn in a scene: the most particular row of the wardrobe that fits, else the everyday one. A
    note may ask for a ``kind``: the wardrobe's own is taken where it has one, else what is worn is cut so."""
    own = next((row.outfit for row in character.wardrobe if kind and row.outfit.kind == kind), None)
    if own is not None:
        return own
    worn = _worn_in(character, scene_words, episode)
    return msgspec.structs.replace(worn, kind=kind) if kind else worn


def _worn_in(character: Character, scene_words: str, episode: int) -> Outfit:
    everyday = next((row.outfit for row in character.wardrobe if not row.scene), None)
    words = scene_words.casefold()
    for row in character.wardrobe:
        if row.scene and row.scene.casefold() in words:
            return row.outfit
    for row in character.wardrobe:
        if row.scene == str(episode):
            return row.outfit
    return everyday or (character.wardrobe[0].outfit if character.wardrobe else Outfit())


def _bare(name: str) -> str:
    return "".join(name.split()).casefold().replace("-", "").replace(".", "")


def _mentions(cue: str, actions: Sequence[str]) -> list[str]:
    """The sentences of the action that name somebody, and the one after: it often begins with a pronoun."""
    found = []
    for action in actions:
        place = action.casefold().find(cue.casefold())
        if place >= 0:
            found.append(action[place : place + len(cue) + 80])
    return found[:4]


def _near_miss(cue: str, filed: Sequence[Character]) -> list[Notice]:
    names = {name: c for c in filed for name in (c.name, *c.aliases)}
    near = difflib.get_close_matches(cue.title(), list(names), n=1, cutoff=0.85)
    if not near:
        return []
    return [
        Notice(
            code="character-without-file",
            message=f"{cue} has no file in cast/, and was cast by default",
            where=cue,
            next_step=f"Did you mean {near[0]}? Write it the same way, or add it to the aliases.",
        )
    ]
