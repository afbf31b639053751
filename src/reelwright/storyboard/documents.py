"""Frozen documents of the storyboard. Nothing here knows absolute time: an edit elsewhere in the
episode must not change a shot."""

from __future__ import annotations

from typing import Literal

import msgspec

Framing = Literal[
    "close-up",
    "medium-close-up",
    "medium",
    "two-shot",
    "over-the-shoulder",
    "wide",
    "insert",
    "card",
    "split-screen",
]
Move = Literal[
    "hold",
    "push-in",
    "pull-out",
    "pan-left",
    "pan-right",
    "whip",
    "shake",
    "drift",
    "rack-focus",
    "track-left",
    "track-right",
    "crash-zoom",
    "dolly-zoom",
    "dutch",
]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One person in the picture.

    ``side`` is the half of the frame they stand in (180-degree rule: kept through a scene),
    ``facing`` where the face is turned. ``looks_at`` is a character's key, ``camera``, ``down``,
    ``away`` or a subject's insert. ``role``: the one in focus speaks, listens, stands in the
    foreground with the back to us (over-the-shoulder), or is merely present. ``outfit`` is the kind
    that a note asks for, or empty. ``is_lying``: in bed.
    """

    character: str
    side: Literal["left", "centre", "right"] = "centre"
    facing: Literal["left", "right", "camera", "away"] = "camera"
    role: Literal["speaker", "listener", "foreground", "present"] = "speaker"
    expression: str = "neutral"
    intensity: float = 0.5
    looks_at: str = ""
    gesture: str = ""
    is_lying: bool = False
    outfit: str = ""


class Beat(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a shot, in order.

    ``line``: the speech ``line_id`` is heard, words ``first_word`` up to ``end_word`` (exclusive;
    -1 = to the end); with ``seconds`` it talks over the line before by so much. ``pause``/``action``:
    lasts ``seconds``. During the beat ``character`` wears ``expression`` at ``intensity``; empty leaves
    it as it was. ``text`` is the action as written. ``gesture`` is what ``character`` does with the
    body, ``partner`` whom it is done to.
    """

    kind: Literal["line", "pause", "action"]
    line_id: str = ""
    first_word: int = 0
    end_word: int = -1
    seconds: float = 0.0
    character: str = ""
    expression: str = ""
    intensity: float = 0.5
    gesture: str = ""
    text: str = ""
    partner: str = ""


class EffectCue(msgspec.Struct, frozen=True, kw_only=True):
    """A sound effect at the start of beat number ``beat`` of the shot. ``pan`` is -1..1."""

    name: str
    beat: int = 0
    gain_db: float = 0.0
    pan: float = 0.0


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message on a phone's screen. ``sender`` is the name shown, empty for an unknown number; ``is_own``
    when the phone's owner writes it."""

    sender: str = ""
    text: str = ""
    is_own: bool = False


class NameCard(msgspec.Struct, frozen=True, kw_only=True):
    """A new face is named: the picture freezes at beat number ``beat`` and says who it is."""

    character: str
    name: str
    role: str = ""
    beat: int = 0


class Accent(msgspec.Struct, frozen=True, kw_only=True):
    """Something drawn over the picture from the start of beat number ``beat``: ``shock`` (dark edges and
    lines that run inwards), ``impact`` (a white flash and a blow's star of lines), ``speed`` (lines of
    haste), ``dread`` (the edges close in slowly)."""

    kind: Literal["shock", "impact", "speed", "dread"]
    beat: int = 0


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """The other half of a split screen: where its person is."""

    place: str
    setting: str = "interior"
    time_of_day: str = "day"
    weather: str = ""


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """One shot, addressed by the line it begins on.

    ``id`` is ``<line id>.<role>`` (``k3f9.single``, ``k3f9.establish``, ``k3f9.reaction``),
    unique in the episode and stable under edits elsewhere. ``place`` is the heading's words;
    ``insert`` the thing shown by an insert (``ring``); ``title`` the text of a card, ``label`` a small word
    at the top. ``film`` is the name of a film grade, empty for the series' own; ``is_memory`` films it as a
    flashback. ``messages`` are read on the phone that an insert shows. ``entry`` is the side from which a
    whip pan brings the picture, ``leave`` the one to which the next whip takes it. Of a split screen the
    first subject is here, the second ``elsewhere``.
    """

    id: str
    line_id: str
    scene_id: str
    framing: Framing
    beats: tuple[Beat, ...]
    subjects: tuple[Subject, ...] = ()
    move: Move = "drift"
    place: str = ""
    setting: str = "interior"
    time_of_day: str = "day"
    weather: str = ""
    insert: str = ""
    title: str = ""
    subtitle: str = ""
    transition_in: Literal["cut", "fade", "dip-to-black"] = "cut"
    transition_out: Literal["cut", "fade", "cut-to-black", "whip"] = "cut"
    effects: tuple[EffectCue, ...] = ()
    mood: str = "calm"
    mood_intensity: float = 0.5
    is_hook: bool = False
    is_reveal: bool = False
    is_cliffhanger: bool = False
    film: str = ""
    is_memory: bool = False
    messages: tuple[Message, ...] = ()
    name_card: NameCard | None = None
    accents: tuple[Accent, ...] = ()
    elsewhere: Elsewhere | None = None
    label: str = ""
    entry: Literal["left", "right"] = "left"
    leave: Literal["left", "right"] = "left"


class Storyboard(msgspec.Struct, frozen=True, kw_only=True):
    """All the shots of one episode, in order."""

    episode: int
    shots: tuple[Shot, ...]
