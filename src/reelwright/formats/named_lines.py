"""Plain scripts of ``NAME: what is said`` → elements: how most people write down a play without a tool."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reelwright.formats.fountain_cues import is_heading, is_transition
from reelwright.formats.imported import Imported, SourceLine, unwrapped

EPISODE = re.compile(
    r"(?:EPISODE|EP\.?)\s*#?\s*(?:\d+|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|ELEVEN|TWELVE)\b"
    r"\s*[:.\-–—]*\s*(?P<title>.*)",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"(?P<name>[A-Za-zÀ-ɏ][\w .,'’&/#-]{0,31}?)\s*(?P<brackets>(?:\([^()]*\)\s*)*):\s+(?P<said>\S.*)",
    re.DOTALL,
)
_BRACKET = re.compile(r"\(([^()]*)\)")
_STAGE = re.compile(r"[\[(*_](?P<inside>[^\[\]]*)[\])*_]")
_SCENE = re.compile(r"(?:SCENE|SC\.?)\s*#?\s*\d*\s*[:.\-–—]*\s*(?P<rest>.*)", re.IGNORECASE)
_TITLE = re.compile(r"(?P<key>TITLE|AUTHOR|WRITTEN BY|BY)\s*[:\s]\s*(?P<value>.+)", re.IGNORECASE)
_NO_SPEAKER = frozenset((
    "title", "author", "note", "notes", "scene", "setting", "place", "time", "location", "characters",
    "cast", "synopsis", "logline", "genre", "act", "episode", "ep", "int", "ext", "written", "by", "music",
    "sfx", "sound", "cut", "fade", "props", "date", "draft", "contact", "theme", "summary",
))  # fmt: skip
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s+|[-+]\s+|>\s+)|\*\*|__")
_MOST_WORDS_OF_A_NAME = 4


def looks_like_named_lines(lines: Sequence[SourceLine]) -> tuple[float, str]:
    """Which part of the lines are speeches, 0..1, and what was seen."""
    texts = [text for line in lines if (text := plain(line.text))]
    names = Counter(found[0] for text in texts if (found := speech_of(text)) is not None)
    # A name that speaks once among many lines is a label more often than a person.
    spoken = sum(count for name, count in names.items() if count > 1 or name.isupper())
    if not texts or not spoken:
        return 0.0, ""
    return spoken / len(texts), f"{spoken} of {len(texts)} lines are NAME: line"


def plain(text: str) -> str:
    """A line without the marks of Markdown."""
    return _MARKDOWN.sub("", text).strip()


def speech_of(text: str) -> tuple[str, list[str], str] | None:
    """``Mara (V.O.): Go.`` → name, brackets, what is said."""
    found = _SPEECH.fullmatch(text)
    if found is None:
        return None
    name = found["name"].strip()
    if name.split()[0].strip(".").casefold() in _NO_SPEAKER or len(name.split()) > _MOST_WORDS_OF_A_NAME:
        return None
    brackets = [bracket.strip() for bracket in _BRACKET.findall(found["brackets"]) if bracket.strip()]
    return name, brackets, found["said"].strip()


def begins(text: str) -> bool:
    """Whether a line cannot be the rest of the one before it."""
    text = plain(text)
    return bool(
        EPISODE.fullmatch(text)
        or is_heading(text)
        or _is_scene(text)
        or is_transition(text)
        or speech_of(text)
        or _STAGE.fullmatch(text)
    )


def read_named_lines(lines: Sequence[SourceLine]) -> Imported:
    """Every line becomes an element, belongs to the front matter, or is listed with the reason."""
    read = Imported(layout="named-lines")
    has_begun = is_in_speech = False
    # Where scenes or episodes are marked, who is described before the first does not speak yet.
    has_marks = any(
        EPISODE.fullmatch(text) or is_heading(text) or _is_scene(text)
        for text in (plain(line.text) for line in lines)
    )
    for line in unwrapped(lines, begins) if any(line.end for line in lines) else lines:
        text = plain(line.text)
        if not text:
            is_in_speech = False
            continue
        episode, spoken = EPISODE.fullmatch(text), speech_of(text)
        starts = episode is not None or is_heading(text) or _is_scene(text)
        if not has_begun and not (starts or (spoken is not None and not has_marks)):
            _front(read, line, text)
            continue
        has_begun = True
        if episode is not None:
            read.begin_episode(episode["title"])
            is_in_speech = False
        elif spoken is not None:
            _speech(read, line, *spoken)
            is_in_speech = True
        elif is_in_speech and not (line.is_apart or line.end or starts):
            read.glue(text)
        else:
            is_in_speech = False
            _other(read, line, text)
    return read


def _speech(read: Imported, line: SourceLine, name: str, brackets: list[str], said: str) -> None:
    read.cue(name, brackets, line)
    read.said(said, line)


def _other(read: Imported, line: SourceLine, text: str) -> None:
    stage = _STAGE.fullmatch(text)
    if is_heading(text):
        read.add("scene-heading", text, line)
    elif _is_scene(text):
        rest = _SCENE.fullmatch(text)
        assert rest is not None
        read.add("scene-heading", rest["rest"] or text, line)
        if rest["rest"]:
            read.leave(line, "is the layout's label", text[: rest.start("rest")])
    elif is_transition(text):
        read.add("transition", text, line)
    elif stage is not None:
        read.add("action", stage["inside"], line)
    else:
        read.add("action", text, line)


def _is_scene(text: str) -> bool:
    return len(text) < 80 and _SCENE.fullmatch(text) is not None and not text.casefold().startswith("scenes")


def _front(read: Imported, line: SourceLine, text: str) -> None:
    titled = _TITLE.fullmatch(text)
    if titled is not None and titled["key"].casefold() == "title" and not read.title:
        read.title = titled["value"].strip()
        read.leave(line, "is the title of the series")
    elif titled is not None and titled["key"].casefold() != "title" and not read.author:
        read.author = titled["value"].strip()
        read.leave(line, "is the author on the title page")
    elif not read.title and not read.front and len(text) <= 60:
        read.title = text
        read.leave(line, "is the title of the series")
    else:
        read.front.append(line)
