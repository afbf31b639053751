"""Frozen documents of the written story. Readers make them; everybody else only reads them."""

from __future__ import annotations

from typing import Literal

import msgspec

from reelwright.errors import Notice

ElementKind = Literal[
    "scene-heading",
    "action",
    "character",
    "parenthetical",
    "dialogue",
    "lyric",
    "transition",
    "centered",
    "note",
    "boneyard",
    "section",
    "synopsis",
    "page-break",
    "blank",
]

EXPRESSIONS = (
    "neutral", "happy", "laugh", "angry", "sad", "shocked", "smirk", "crying", "cold", "tender",
    "scared", "worried", "determined", "tired", "sobbing", "furious", "disgust", "contempt", "surprised",
    "shy", "pained", "suspicious", "pleading", "relieved", "proud", "jealous", "bored", "sly", "confused",
    "guilty", "dazed", "playful", "asleep",
)  # fmt: skip
"""Faces that a line can ask for; the stage draws every one of them."""

VOICE_STYLES = (
    "neutral", "tender", "cold", "angry", "shouting", "sobbing", "whisper", "scared",
    "sarcastic", "excited", "tired", "phone",
)  # fmt: skip
"""Ways of speaking that a voice engine is asked for."""

MOODS = ("calm", "tension", "tenderness", "reveal", "comedy", "action", "sorrow", "triumph")
"""What the score plays under a stretch of the story."""
NO_MUSIC = "none"
"""Said in place of a mood: nothing is played."""


class TitleField(msgspec.Struct, frozen=True, kw_only=True):
    """One key of the title page, e.g. ``Title``, with its lines as written."""

    key: str
    values: tuple[str, ...]


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """One element of the script as written.

    ``raw`` is the exact text of the source (with its line ends), so that joining the raws of all
    elements gives the body of the file back to the byte. ``text`` is the content without the
    marks of the format; of a speech or a paragraph the lines are joined by line feeds.
    ``source_line`` counts from 1. ``line_id`` is set on the character cue, parentheticals, dialogue
    and lyrics of a speech. ``notes`` are the contents of the ``[[ ]]`` inside it, ``leant_on`` the
    words of a speech that stand between marks of emphasis.
    """

    kind: ElementKind
    text: str
    raw: str
    source_line: int
    line_id: str = ""
    scene_number: str = ""
    level: int = 0
    extension: str = ""
    is_dual: bool = False
    is_forced: bool = False
    notes: tuple[str, ...] = ()
    leant_on: tuple[str, ...] = ()


class Direction(msgspec.Struct, frozen=True, kw_only=True):
    """A note of direction: ``[[shot: close-up MEI, push in]]`` is kind ``shot``.

    Kinds that the house knows: ``shot, music, sfx, hold, place, weather, wardrobe, title``.
    ``[[hold 2s]]`` is kind ``hold``, value ``2s``. Others are kept and ignored.
    """

    kind: str
    value: str
    source_line: int = 0


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """How a line is to be played, read from parentheticals, notes and punctuation.

    ``intensity`` lies in 0..1. ``gesture`` is a short verb (``point``, ``slap``) or empty.
    """

    expression: str = "neutral"
    style: str = "neutral"
    intensity: float = 0.5
    gesture: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One speech: the cue, its parentheticals and everything said until the next cue.

    ``id`` is permanent (see ``screenplay.line_ids``). ``speaker`` is the cue as written, without
    extensions. ``text`` is what is heard: no emphasis marks, no notes, one space for line ends;
    ``leant_on`` are its emphasised words.
    """

    id: str
    speaker: str
    text: str
    extensions: tuple[str, ...] = ()
    parentheticals: tuple[str, ...] = ()
    directions: tuple[Direction, ...] = ()
    is_dual: bool = False
    is_lyric: bool = False
    source_line: int = 0
    leant_on: tuple[str, ...] = ()

    @property
    def is_heard_only(self) -> bool:
        """Off-screen, voice-over or on the phone: the speaker is not seen saying it."""
        said = (*self.extensions, *self.parentheticals)
        marks = {mark.strip().upper().replace(".", "").replace(" ", "") for mark in said}
        if marks & {
            "VO",
            "OS",
            "OC",
            "画外音",
            "旁白",
            "画外",
            "内心独白",
            "心声",
            "电话里",
            "手机里",
            "电话中",
        }:
            return True
        # Beside the name it is said of the voice; below it, of the person: *into the phone*.
        beside = {mark.strip().upper().replace(".", "").replace(" ", "") for mark in self.extensions}
        return bool(
            beside & {"ONPHONE", "ONTHEPHONE", "PHONE", "OVERPHONE", "OVERTHEPHONE", "FILTERED", "电话"}
        )


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """What happens and is seen. ``text`` without emphasis marks and notes."""

    text: str
    directions: tuple[Direction, ...] = ()
    is_centered: bool = False
    source_line: int = 0


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """``CUT TO BLACK.`` and its kin."""

    text: str
    source_line: int = 0


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A scene heading, taken apart.

    ``setting`` says inside or outside, ``place`` is the words of the place as written,
    ``time_of_day`` one of ``day, night, dawn, dusk`` or empty when the heading does not say.
    """

    text: str
    setting: Literal["interior", "exterior", "both", "unknown"] = "unknown"
    place: str = ""
    time_of_day: str = ""
    scene_number: str = ""


Item = Line | Action | Transition | Direction
"""What a scene is made of, in the order of the script. (msgspec needs tags to store this; see
``Scene.items`` users: the union is never serialised, scenes are derived from elements on read.)"""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """One scene. ``id`` is the id of its first line (``scene-N`` when nobody speaks in it)."""

    id: str
    heading: Heading
    items: tuple[Item, ...]
    section: str = ""
    source_line: int = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(item for item in self.items if isinstance(item, Line))


class Screenplay(msgspec.Struct, frozen=True, kw_only=True):
    """One episode as written, lossless, plus the scenes derived from it.

    ``language`` is ``en`` or ``zh``: the one most of the dialogue is in. ``source_name`` is the
    path shown in messages. ``notices`` are what its reader wants the author to know.
    """

    title_page: tuple[TitleField, ...]
    title_page_raw: str
    elements: tuple[Element, ...]
    scenes: tuple[Scene, ...]
    language: str = "en"
    source_name: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for scene in self.scenes for line in scene.lines)

    def title_field(self, key: str) -> str:
        """The value of a title-page key (case-blind), lines joined by a space; empty if absent."""
        for field in self.title_page:
            if field.key.casefold() == key.casefold():
                return " ".join(field.values)
        return ""
