"""Screenplays, cast and bible of any series → what a checker walks through: who is there, who is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reelwright.casting.documents import Character
from reelwright.formats.fountain import read_fountain
from reelwright.screenplay import LineRegister, assign_ids
from reelwright.screenplay.documents import Action, Line, Scene, Screenplay
from reelwright.writing.documents import Bible, Draft

LEAVES = re.compile(
    r"walks (?:out|away|off)|\bleaves\b|storms (?:out|off)|\bexits\b|is gone\b|"
    r"离开|走出(?!来)|夺门|离去"
)
"""What an action says of somebody who is no longer there afterwards."""


@dataclass(frozen=True)
class EpisodeText:
    """One episode as read, its lines with their ids."""

    number: int
    screenplay: Screenplay


@dataclass(frozen=True)
class SeriesText:
    """A whole series as written. ``bible`` is ``None`` for a series without one."""

    episodes: tuple[EpisodeText, ...]
    characters: tuple[Character, ...] = ()
    bible: Bible | None = None

    @property
    def language(self) -> str:
        return self.episodes[0].screenplay.language if self.episodes else "en"

    def scenes(self) -> Iterator[tuple[int, Scene]]:
        """Every scene with the number of its episode, in order."""
        for episode in self.episodes:
            for scene in episode.screenplay.scenes:
                yield episode.number, scene

    def lines(self) -> Iterator[tuple[int, Line]]:
        for number, scene in self.scenes():
            for line in scene.lines:
                yield number, line


def script_text(number: int, script: str, *, seed: int) -> SeriesText:
    """One episode by itself, with nothing that is known of its series."""
    read = read_fountain(script, source_name=f"episodes/{number:02}.fountain")
    screenplay, _ = assign_ids(read, LineRegister(), episode=number, seed=seed)
    return SeriesText((EpisodeText(number, screenplay),))


def text_of(draft: Draft) -> SeriesText:
    """A draft as its checker and its judge read it, without a folder."""
    episodes, register = [], LineRegister()
    for number, text in enumerate(draft.episodes, start=1):
        read = read_fountain(text, source_name=f"episodes/{number:02}.fountain")
        screenplay, register = assign_ids(read, register, episode=number, seed=draft.bible.seed)
        episodes.append(EpisodeText(number, screenplay))
    return SeriesText(tuple(episodes), draft.characters, draft.bible)


class People:
    """Who is meant by a cue or a name in an action: the keys of the cast, else the cue itself."""

    def __init__(self, series: SeriesText) -> None:
        self._keys: dict[str, str] = {}
        for character in series.characters:
            for name in (character.key, character.name, *character.aliases, character.name.split()[0]):
                self._keys.setdefault(_bare(name), character.key)
        if series.bible is not None:
            for member in series.bible.cast:
                for name in (member.key, member.name, *member.calls):
                    self._keys.setdefault(_bare(name), member.key)
        for _, line in series.lines():
            self._keys.setdefault(_bare(line.speaker), line.speaker)
        names = {name for character in series.characters for name in (character.name, *character.aliases)}
        names |= {line.speaker for _, line in series.lines()}
        self._named = tuple(
            (re.compile(rf"(?<![a-z]){re.escape(name.casefold())}(?![a-z])"), self.key(name))
            for name in sorted(names, key=len, reverse=True)
        )

    def key(self, name: str) -> str:
        return self._keys.get(_bare(name), name)

    def named_in(self, text: str) -> tuple[str, ...]:
        """The keys of those whom ``text`` names, in the order of their names."""
        lowered = text.casefold()
        found = {key: match.start() for pattern, key in self._named if (match := pattern.search(lowered))}
        return tuple(sorted(found, key=lambda key: found[key]))

    def seen_in(self, scene: Scene) -> frozenset[str]:
        """Whoever speaks in the scene and is seen, and whom its actions name."""
        seen = {self.key(line.speaker) for line in scene.lines if not line.is_heard_only}
        for item in scene.items:
            if isinstance(item, Action):
                seen |= set(self.named_in(item.text))
        return frozenset(seen)

    def hearing_in(self, scene: Scene) -> frozenset[str]:
        """Whoever can hear what is said: those seen, and who is on the phone."""
        return self.seen_in(scene) | {self.key(line.speaker) for line in scene.lines}


def _bare(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def nearest_line(scene: Scene, source_line: int) -> str:
    """The id of the first line at or after a place in the script, else the last one of the scene."""
    after: Sequence[Line] = [line for line in scene.lines if line.source_line >= source_line]
    return after[0].id if after else scene.lines[-1].id if scene.lines else ""
