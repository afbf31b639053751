"""The notes of one scene, as they are read → what they ask of the shots that follow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reelwright.casting.documents import Character
from reelwright.casting.wording import nearest_outfit, outfit_named
from reelwright.errors import Notice
from reelwright.screenplay import Direction, Scene
from reelwright.screenplay.headings import parse_heading
from reelwright.storyboard import words
from reelwright.storyboard.documents import Elsewhere, Framing, Message, Move


@dataclass
class Override:
    """What a ``[[shot: …]]`` note asks for the next line or action."""

    framing: Framing | None = None
    move: Move | None = None
    subject: str = ""
    insert: str = ""
    elsewhere: Elsewhere | None = None


@dataclass
class SceneNotes:
    """What notes have asked for so far. ``override``, ``hold_s``, ``effects``, ``mood``, ``messages`` and
    ``named`` (a character's key, and what to say of them) wait for the shot they belong to; the rest holds
    until the scene ends."""

    scene: Scene
    cast: Mapping[str, Character]
    override: Override | None = None
    hold_s: float = 0.0
    effects: list[str] = field(default_factory=list)
    mood: str = ""
    messages: list[Message] = field(default_factory=list)
    named: tuple[str, str] | None = None
    place: str = ""
    weather: str = ""
    film: str = ""
    is_memory: bool = False
    worn: dict[str, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.weather = next(
            (d.value for d in self.scene.items if isinstance(d, Direction) and d.kind == "weather"), ""
        )
        self.is_memory = words.is_memory(f"{self.scene.heading.text} {self.scene.section}")

    def read(self, note: Direction) -> None:
        """Take in one note. Titles are cards of their own and not read here."""
        if note.kind == "shot":
            self.override = self._override(note)
        elif note.kind == "hold":
            self.hold_s += seconds_in(note.value)
        elif note.kind == "sfx":
            self.effects.append(note.value)
        elif note.kind == "place":
            self.place = note.value
        elif note.kind == "weather":
            self.weather = note.value
        elif note.kind == "wardrobe":
            self._dress(note)
        elif note.kind == "music":
            self._score(note.value)
        else:
            self._read_look(note)

    def take_override(self) -> Override | None:
        override, self.override = self.override, None
        return override

    def take_hold_s(self) -> float:
        seconds, self.hold_s = self.hold_s, 0.0
        return round(min(seconds, 10.0), 3)

    def take_messages(self) -> tuple[Message, ...]:
        messages, self.messages = tuple(self.messages), []
        return messages

    def warn(self, code: str, message: str, outcome: str = "The note is ignored; ") -> None:
        self.notices.append(
            Notice(
                code=code,
                message=message,
                where=self.scene.id,
                next_step=outcome + "docs/direction.md lists what can be said.",
            )
        )

    # -- inside ----------------------------------------------------------------------------------

    def _read_look(self, note: Direction) -> None:
        """Notes on how the picture looks: its film, whether it is remembered, names and messages on it."""
        if note.kind == "film":
            film = words.film_named(note.value)
            if film is None:
                self.warn("unknown-film", f"No film is called {note.value!r}")
            else:
                self.film = film
        elif note.kind == "flashback":
            self.is_memory = words.is_begun(note.value)
        elif note.kind == "name":
            found = self.person_in(note.value)
            if found is None:
                self.warn("unknown-name", f"Nobody in the cast is meant by {note.value!r}")
            else:
                self.named = found
        elif note.kind == "message":
            found = self.person_in(note.value)
            if found is None:
                sender, text = words.sender_and_text(note.value)
                self.messages.append(Message(sender=sender, text=text))
            else:
                self.messages.append(Message(sender=found[0], text=found[1]))

    def person_in(self, value: str) -> tuple[str, str] | None:
        """``MEI: where are you`` → the key of Mei, and the rest of the words."""
        low = value.strip().casefold()
        for cue, character in self.cast.items():
            for name in sorted({cue, character.name, *character.aliases}, key=len, reverse=True):
                if name and low.startswith(name.casefold()):
                    return character.key, value.strip()[len(name) :].strip(" :：,，、-–—")
        return None

    def _score(self, value: str) -> None:
        mood = words.mood_named(value)
        near = mood or words.nearest_mood(value)
        if mood is None:
            played = "the note is ignored" if near is None else f"{near!r} is played"
            self.warn("unknown-music", f"No mood is called {value!r}: {played}", "")
        self.mood = near or self.mood

    def _override(self, note: Direction) -> Override:
        text = note.value
        override = Override(framing=words.framing_named(text), move=words.move_named(text))
        for cue, character in self.cast.items():
            if cue.casefold() in text.casefold() or character.name.casefold() in text.casefold():
                override.subject = character.key
        if override.framing == "split-screen":
            override.elsewhere = self._elsewhere(text)
            return override
        if override.framing == "insert" or not override.subject:
            override.insert = words.insert_named(text)
            if override.insert and override.framing in (None, "close-up"):
                override.framing = "insert"
        if override.framing is None and override.move is None and not override.insert:
            self.warn("unknown-shot", f"Nothing in {text!r} names a framing or a move")
        return override

    def _elsewhere(self, text: str) -> Elsewhere:
        """``split screen, CELESTE in HOSPITAL WARD, night`` → where the other one is."""
        here = self.scene.heading
        place, hour = "", here.time_of_day or "day"
        for part in re.split(r"[,，;；、]", text):
            if words.framing_named(part) or words.move_named(part):
                continue
            found = self.person_in(part)
            said = re.sub(
                r"^(?:in|at|on|在)\s*", "", (found[1] if found else part).strip(), flags=re.IGNORECASE
            )
            heading = (
                parse_heading(f"INT. HERE - {said}") if said.isascii() else parse_heading(f"内景 {said}")
            )
            if heading.time_of_day and heading.place in ("HERE", ""):
                hour = heading.time_of_day
            elif said:
                place = said
        return Elsewhere(place=place or "bedroom", time_of_day=hour)

    def _dress(self, note: Direction) -> None:
        """``[[wardrobe: MEI gown]]``: somebody wears something else from here on in this scene."""
        found = self.person_in(note.value)
        if found is not None:
            key, wanted = found[0], found[1].strip()
            kind = outfit_named(wanted)
            if kind is None and wanted:
                kind = nearest_outfit(wanted)
                self.warn("unknown-wardrobe", f"Nobody can sew {wanted!r}: {kind!r} is worn instead")
            if kind:
                self.worn[key] = kind
                return
        self.warn("unknown-wardrobe", f"Nobody can be dressed by {note.value!r}")


def seconds_in(value: str) -> float:
    """``2s``, ``1.5``, ``500ms`` → seconds, 0 for what is no number; at most 10."""
    text = value.strip().casefold()
    scale = 0.001 if text.endswith("ms") else 1.0
    number = "".join(c for c in text if c.isdigit() or c == ".")
    try:
        return min(10.0, float(number) * scale)
    except ValueError:
        return 0.0
