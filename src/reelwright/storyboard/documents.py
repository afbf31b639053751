"""Frozen documents of the storyboard. Nothing here knows absolute time: an edit elsewhere in the
episode must not change a shot."""

from __future__ import annotations

from typing import Literal

import msgspec

Framing = Literal[
    "close-up", "medium-close-up", "medium", "two-shot", "over-the-shoulder", "wide", "insert", "card"
]
Move = Literal["hold", "push-in", "pull-out", "pan-left", "pan-right", "whip", "shake", "drift", "rack-focus"]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One person in the picture.

    ``side`` is the half of the frame they stand in (180-degree rule: kept through a scene),
    ``facing`` where the face is turned. ``looks_at`` is a character's key, ``camera``, ``down``,
    ``away`` or a subject's insert. ``role``: the one in focus speaks, listens, stands in the
    foreground with the back to us (over-the-shoulder), or is merely present. ``outfit`` is the kind
    that a note asks for, or empty.
    """

    character: str
    side: Literal["left", "centre", "right"] = "centre"
    facing: Literal["left", "right", "camera", "away"] = "camera"
    role: Literal["speaker", "listener", "foreground", "present"] = "speaker"
    expression: str = "neutral"
    intensity: float = 0.5
    looks_at: str = ""
    gesture: str = ""
    outfit: str = ""


class Beat(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a shot, in order.

    ``line``: the speech ``line_id`` is heard, words ``first_word`` up to ``end_word`` (exclusive;
    -1 = to the end). ``pause``/``action``: lasts ``seconds``. During the beat ``character`` wears
    ``expression`` at ``intensity``; empty leaves it as it was. ``text`` is the action as written.
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


class EffectCue(msgspec.Struct, frozen=True, kw_only=True):
    """A sound effect at the start of beat number ``beat`` of the shot. ``pan`` is -1..1."""

    name: str
    beat: int = 0
    gain_db: float = 0.0
    pan: float = 0.0


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """One shot, addressed by the line it begins on.

    ``id`` is ``<line id>.<role>`` (``k3f9.single``, ``k3f9.establish``, ``k3f9.reaction``),
    unique in the episode and stable under edits elsewhere. ``place`` is the heading's words;
    ``insert`` the thing shown by an insert (``ring``); ``title`` the text of a card.
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
    transition_out: Literal["cut", "fade", "cut-to-black"] = "cut"
    effects: tuple[EffectCue, ...] = ()
    mood: str = "calm"
    mood_intensity: float = 0.5
    is_hook: bool = False
    is_reveal: bool = False
    is_cliffhanger: bool = False


class Storyboard(msgspec.Struct, frozen=True, kw_only=True):
    """All the shots of one episode, in order."""

    episode: int
    shots: tuple[Shot, ...]
