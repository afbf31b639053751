"""Texts in another language → screenplays and boards of a series as they are made in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from reelwright.casting.documents import Character
from reelwright.errors import BadInput, Notice
from reelwright.screenplay import Screenplay
from reelwright.screenplay.documents import Item, Line, Scene
from reelwright.voice.cast_voices import BUILT_IN_VOICES
from reelwright.voice.reading import house_language

TITLE, LOGLINE, TAGLINE = "series/title", "series/logline", "series/tagline"
_MOST_NAMED = 5


@dataclass(frozen=True)
class Translation:
    """What a series says in ``language``: ``texts`` by permanent key (a line's id; ``series/title`` …).
    ``stale`` are keys whose original has changed since; ``path`` is where they come from. ``home_language``
    and ``home_title`` are the original's."""

    language: str
    path: Path
    home_language: str
    home_title: str
    texts: Mapping[str, str] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()

    def text(self, key: str, otherwise: str) -> str:
        return self.texts.get(key) or otherwise

    def check(self, number: int, original: Screenplay) -> tuple[Notice, ...]:
        """Raises ``BadInput`` when a line of the episode has no translation; tells which may be stale."""
        missing = [line.id for line in original.lines if line.id not in self.texts]
        if missing:
            named = ", ".join(missing[:_MOST_NAMED]) + (", …" if len(missing) > _MOST_NAMED else "")
            raise BadInput(
                f"{len(missing)} lines of episode {number} are not translated: {named}",
                where=str(self.path),
                next_step="Translate them there; reelwright localise --report lists them.",
            )
        return tuple(
            Notice(
                code="translation-stale",
                message="The line was changed after it was translated",
                where=line.id,
                next_step=f"Look at it in {self.path}, and take the mark fuzzy away.",
            )
            for line in original.lines
            if line.id in self.stale
        )


def translated_screenplay(screenplay: Screenplay, texts: Mapping[str, str]) -> Screenplay:
    """The screenplay with every line that ``texts`` knows by its id in the other words; ids, speakers and
    directions stay."""

    def item(one: Item) -> Item:
        if isinstance(one, Line) and one.id in texts:
            return msgspec.structs.replace(one, text=texts[one.id], leant_on=())
        return one

    def scene(one: Scene) -> Scene:
        return msgspec.structs.replace(one, items=tuple(item(each) for each in one.items))

    return msgspec.structs.replace(screenplay, scenes=tuple(scene(one) for one in screenplay.scenes))


def cast_for_language(
    cast: Mapping[str, Character], voices: Mapping[str, str], language: str, *, is_translated: bool
) -> dict[str, Character]:
    """The cast with the voices that ``voices`` pins, by key. In a translated series a built-in voice of
    another language is let go: somebody who speaks this one is found."""

    def heard(character: Character) -> Character:
        pinned, voice = voices.get(character.key, ""), character.voice
        known = BUILT_IN_VOICES.get(voice.name)
        if pinned:
            voice = msgspec.structs.replace(voice, name=pinned)
        elif is_translated and known is not None and known.language != house_language(language):
            voice = msgspec.structs.replace(voice, name="")
        return msgspec.structs.replace(character, voice=voice) if voice != character.voice else character

    people = {character.key: heard(character) for character in cast.values()}
    return {cue: people[character.key] for cue, character in cast.items()}


def name_texts(cast: Mapping[str, Character]) -> Iterator[tuple[str, str]]:
    """The names of people, as captions and name cards show them, by the key of their translation."""
    for character in {character.key: character for character in cast.values()}.values():
        yield name_key(character.key), character.name


def episode_title_key(number: int) -> str:
    """The key of an episode's translated title."""
    return f"episode/{number}/title"


def name_key(character: str) -> str:
    """The key of a character's translated name."""
    return f"cast/{character}/name"
