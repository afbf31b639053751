"""Elements in the order of the script → scenes with their lines, actions, transitions and directions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from reelwright.screenplay.directions import direction_of
from reelwright.screenplay.documents import (
    Action,
    Direction,
    Element,
    Heading,
    Item,
    Line,
    Scene,
    Screenplay,
    TitleField,
    Transition,
)
from reelwright.screenplay.headings import parse_heading
from reelwright.screenplay.language import joined, language_of

EXTENSION_SEPARATOR = "; "
_EXTENSIONS = frozenset((
    "VO", "OS", "OC", "CONTD", "CONT", "PRELAP", "ONPHONE", "PHONE", "OVERPHONE", "INTOPHONE", "FILTERED",
    "SUBTITLE", "SUBTITLED", "ONSCREEN", "VOICEOVER", "OFFSCREEN", "OFF",
    "画外音", "画外", "旁白", "独白", "内心独白", "内心", "心声", "电话", "电话里", "电话中", "电话声",
    "续", "接上", "字幕", "广播",
))  # fmt: skip
_SPEECH = frozenset(("parenthetical", "dialogue", "lyric"))


def screenplay_of(
    elements: Sequence[Element],
    *,
    title_page: tuple[TitleField, ...] = (),
    title_page_raw: str = "",
    source_name: str = "",
) -> Screenplay:
    """The document that ``elements`` make: scenes derived, language found. Line ids stay as they are."""
    scenes = scenes_of(elements)
    texts = [line.text for scene in scenes for line in scene.lines]
    if not texts:
        texts = [element.text for element in elements if element.kind == "action"]
    return Screenplay(
        title_page=title_page,
        title_page_raw=title_page_raw,
        elements=tuple(elements),
        scenes=scenes,
        language=language_of(texts),
        source_name=source_name,
    )


def scenes_of(elements: Iterable[Element]) -> tuple[Scene, ...]:
    """The scenes. What is seen or said before the first heading makes a scene of its own; mere
    transitions and notes there (``FADE IN:``) open the first one."""
    gathering = _Gathering()
    for element in elements:
        gathering.take(element)
    return gathering.finished()


class _Speech:
    """The speech that is being read."""

    def __init__(self, cue: Element) -> None:
        self.cue = cue
        marks = [mark for mark in cue.extension.split(EXTENSION_SEPARATOR.strip()) if mark.strip()]
        self.extensions = tuple(mark.strip() for mark in marks if is_extension(mark))
        self.parentheticals = [mark.strip() for mark in marks if not is_extension(mark)]
        self.directions: list[Direction] = _directions(cue)
        self.said: list[str] = []
        self.leant_on: list[str] = []
        self.is_all_sung = True

    def take(self, element: Element) -> None:
        self.directions += _directions(element)
        if element.kind == "parenthetical":
            self.parentheticals.append(joined(element.text.split("\n")))
        elif element.kind in _SPEECH:
            self.said.append(element.text)
            self.leant_on += element.leant_on
            self.is_all_sung &= element.kind == "lyric" or not element.text.strip()

    def items(self) -> list[Item]:
        text = joined(line for said in self.said for line in said.split("\n"))
        if text:
            line = Line(
                id=self.cue.line_id,
                speaker=self.cue.text,
                text=text,
                extensions=self.extensions,
                parentheticals=tuple(filter(None, self.parentheticals)),
                directions=tuple(self.directions),
                is_dual=self.cue.is_dual,
                is_lyric=self.is_all_sung,
                source_line=self.cue.source_line,
                leant_on=tuple(dict.fromkeys(self.leant_on)),
            )
            return [line]
        if self.parentheticals:
            # A cue with nothing but "(nods)" is something to see, not to hear.
            seen = f"{self.cue.text} ({', '.join(self.parentheticals)})"
            return [Action(text=seen, directions=tuple(self.directions), source_line=self.cue.source_line)]
        return list(self.directions)


class _Gathering:
    def __init__(self) -> None:
        self.scenes: list[Scene] = []
        self.heading = Heading(text="")
        self.heading_line = 0
        self.items: list[Item] = []
        self.section = ""
        self.scene_section = ""
        self.speech: _Speech | None = None
        self.is_in_paragraph = False

    def take(self, element: Element) -> None:
        kind = element.kind
        if kind == "boneyard":
            return
        if self.speech is not None and (kind in _SPEECH or kind == "note"):
            self.speech.take(element)
            return
        self._end_speech()
        if kind == "note" and self.is_in_paragraph:
            action = self.items[-1]
            assert isinstance(action, Action)
            with_note = action.directions + tuple(_directions(element))
            self.items[-1] = msgspec.structs.replace(action, directions=with_note)
            return
        self.is_in_paragraph = False
        if kind == "character":
            self.speech = _Speech(element)
        elif kind == "scene-heading":
            self._end_scene(element)
        elif kind == "section":
            self.section = element.text
            self.items += _directions(element)
        elif kind == "transition":
            self.items.append(Transition(text=element.text, source_line=element.source_line))
            self.items += _directions(element)
        elif kind in ("action", "centered", "lyric", "dialogue", "parenthetical"):
            self._take_action(element)
        else:
            self.items += _directions(element)

    def _take_action(self, element: Element) -> None:
        text = joined(element.text.split("\n"))
        if not text:
            self.items += _directions(element)
            return
        self.items.append(
            Action(
                text=text,
                directions=tuple(_directions(element)),
                is_centered=element.kind == "centered",
                source_line=element.source_line,
            )
        )
        self.is_in_paragraph = element.kind == "action"

    def _end_speech(self) -> None:
        if self.speech is not None:
            self.items += self.speech.items()
            self.speech = None

    def _end_scene(self, heading: Element | None) -> None:
        is_prologue = not self.scenes and not self.heading_line
        is_worth_a_scene = any(isinstance(item, (Line, Action)) for item in self.items)
        kept: list[Item] = []
        if is_prologue and not is_worth_a_scene:
            kept = self.items
        if self.heading_line or (is_prologue and (is_worth_a_scene or (heading is None and self.items))):
            source_line = self.heading_line or min((i.source_line for i in self.items), default=1)
            self.scenes.append(
                Scene(
                    id=f"scene-{len(self.scenes) + 1}",
                    heading=self.heading,
                    items=tuple(self.items),
                    section=self.scene_section,
                    source_line=source_line,
                )
            )
        self.items = kept
        self.scene_section = self.section
        if heading is not None:
            self.heading = parse_heading(heading.text, scene_number=heading.scene_number)
            self.heading_line = heading.source_line
            self.items += _directions(heading)

    def finished(self) -> tuple[Scene, ...]:
        self._end_speech()
        self._end_scene(None)
        return tuple(self.scenes)


def is_extension(mark: str) -> bool:
    """Whether a bracket after a cue says where the voice comes from (``V.O.``, ``画外音``) rather than
    how it sounds (``cold``, ``冷冷地``)."""
    bare = "".join(char for char in mark.upper() if char.isalnum())
    return bare in _EXTENSIONS or (mark.isupper() and any(char.isalpha() for char in mark))


def _directions(element: Element) -> list[Direction]:
    return [direction_of(note, source_line=element.source_line) for note in element.notes]
