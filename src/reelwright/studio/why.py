"""The status of steps → why something is to be made, in the words of whoever wrote the series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from reelwright.build import StepStatus
from reelwright.build.graph import Change

_MOST = 4
_ACTOR = re.compile(r"^brief\.actors\[(\d+)\]\.(look|outfit|own)\.?(.*)$")
_WORDS: tuple[tuple[str, str], ...] = (
    (r"utterance\.text", "the line's words"),
    (r"utterance\.voice_name", "the voice"),
    (r"utterance\.(style|intensity)", "how it is said"),
    (r"utterance\.leant_on", "the words leant on"),
    (r"utterance\.pronunciations", "the list of pronunciations"),
    (r"utterance\.language|language", "the language"),
    (r"engine", "the engine"),
    (r"engine_version", "the version of the engine"),
    (r"brief\.(frame_count|beat_frames)", "the length of the shot"),
    (r"speeches|brief\.speeches", "what is said in the shot, and when"),
    (r"mark_frames", "how long the AI mark stands in it"),
    (r"brief\.seed|seed", "the seed"),
    (r"brief\.shot\.(framing|move|focus)", "the framing"),
    (r"brief\.shot\.(place|setting|time_of_day|weather)", "the place or its hour"),
    (r"brief\.shot\.subjects", "who is seen, and how"),
    (r"brief\.shot\.beats", "what happens in the shot"),
    (r"brief\.shot\.film", "the grade of the film"),
    (r"brief\.actors", "who is seen"),
    (r"brief\.(width|height|rate)|width|height|fps", "the size or the rate of the picture"),
    (r"encoder\.\w+|crf|preset", "how the picture is encoded"),
    (r"timeline", "the timing of the episode"),
    (r"brief\.(hits|length|frame)\w*|seconds|frame_count|shot_frames", "the length of the scene"),
    (r"brief\.motif\w*|brief\.(ensemble|mood|beats|seed)", "what the score is to play"),
    (r"series_title|title|tagline", "the title or the words on the card"),
)
_SAYABLE = (str, int, float, bool)


def asked_about(address: str, wanted: str) -> bool:
    """Whether ``wanted`` means the step at ``address``: ``2/k3f9`` all that is made for a line of an episode,
    ``k3f9`` in any; a part of an address means what it is a part of."""
    episode, _, name = wanted.partition("/")
    parts = address.split("/")
    if name and "/" not in name and parts[0] == episode:
        return parts[-1] == name or parts[-1].partition(".")[0] == name
    return wanted in address


def told(status: StepStatus) -> str:
    """Why a step is not current; of one that waits, why the first one that it waits for is not. Changes of
    the same thing are told once."""
    if status.root:
        return f"{status.root} comes first: {_changes(status) or status.why.partition(': ')[2]}"
    return _changes(status) or status.why


def _changes(status: StepStatus) -> str:
    if not status.changes or status.changes[0].path in ("output", "version"):
        return ""
    inputs = [change.path.removeprefix("inputs.") for change in status.changes if _is_input(change)]
    words = [f"{_input(name)} changed" for name in inputs[:_MOST]]
    if len(inputs) > _MOST:
        words.append(f"so did {len(inputs) - _MOST} more that it is made of")
    words += _settings(change for change in status.changes if not _is_input(change))
    return "; ".join(words)


def _settings(changes: Iterable[Change]) -> list[str]:
    by_word: dict[str, list[Change]] = {}
    for change in changes:
        by_word.setdefault(_word(change.path), []).append(change)
    return [_said(word, group) for word, group in by_word.items()]


def _said(word: str, group: Sequence[Change]) -> str:
    if len(group) == 1 and _is_short(group[0].before) and _is_short(group[0].after):
        return f"{word}: {group[0].before} → {group[0].after}"
    return f"{word} changed"


def _word(path: str) -> str:
    if match := _ACTOR.match(path):
        number, part, detail = match.groups()
        part = {"look": "look", "outfit": "clothes", "own": "own pictures"}[part]
        return f"the {part} of person {int(number) + 1} in the shot" + (f", {detail}" if detail else "")
    for pattern, word in _WORDS:
        if re.match(rf"(?:{pattern})(?:$|[.\[])", path):
            return word
    return path


def _input(name: str) -> str:
    kind, _, rest = name.partition("/")
    known = {
        "voice": "the voice of",
        "music": "the music of",
        "ambience": "the air of",
        "effect": "the effect",
    }
    return f"{known[kind]} {rest}" if kind in known and rest else f"the input {name}"


def _is_input(change: Change) -> bool:
    return change.path.startswith("inputs.")


def _is_short(value: Any) -> bool:
    return value is None or (isinstance(value, _SAYABLE) and len(str(value)) <= 120)
