"""Written moments ↔ the Fountain script of an episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reelwright.formats.fountain import read_fountain
from reelwright.formats.fountain_writer import write_fountain
from reelwright.screenplay.documents import Element, ElementKind, TitleField
from reelwright.screenplay.scenes import screenplay_of
from reelwright.writing.model_documents import Scenes, WrittenEpisode

_HOURS_ZH = {"day": "日", "dusk": "黄昏", "night": "夜", "dawn": "清晨"}
_MUSIC = "music:"


@dataclass(frozen=True)
class SceneHead:
    """What stands above a scene: its heading as Fountain has it, and the score's mood, or empty."""

    heading: str
    mood: str = ""


def heads_of(scenes: Scenes, language: str) -> list[SceneHead]:
    """The heads of planned scenes."""
    heads = []
    for scene in scenes.scenes:
        place = " ".join(scene.place.split())
        if language == "zh":
            side = "内景" if scene.is_inside else "外景"
            heading = f"{side} {place} - {_HOURS_ZH[scene.hour]}"
        else:
            heading = f"{'INT.' if scene.is_inside else 'EXT.'} {place} - {scene.hour}".upper()
        heads.append(SceneHead(heading, scene.mood))
    return heads


def heads_in(script: str) -> list[SceneHead]:
    """The heads of the scenes of a script."""
    heads: list[SceneHead] = []
    for element in _elements(script):
        if element.kind == "scene-heading":
            heads.append(SceneHead(element.text))
        elif element.kind == "note" and heads and element.text.startswith(_MUSIC) and not heads[-1].mood:
            heads[-1] = SceneHead(heads[-1].heading, element.text.removeprefix(_MUSIC).strip())
    return heads


def script_of(heads: Sequence[SceneHead], episode: WrittenEpisode, *, title: str, episode_title: str) -> str:
    """The Fountain text of an episode: as many scenes as ``heads``."""
    elements: list[Element] = []
    for head, scene in zip(heads, episode.scenes, strict=True):
        elements.append(_element("scene-heading", head.heading))
        if head.mood:
            elements.append(_element("note", f"{_MUSIC} {head.mood}"))
        for moment in scene.moments:
            if action := " ".join(moment.action.split()):
                elements.append(_element("action", action))
            if not (line := " ".join(moment.line.split())):
                continue
            elements.append(_element("character", _cue(moment.who)))
            if how := " ".join(moment.how.split()).strip("()（）"):
                elements.append(_element("parenthetical", how))
            elements.append(_element("dialogue", line))
    fields = [TitleField(key="Title", values=(title,)), TitleField(key="Credit", values=("Written by",))]
    fields.append(TitleField(key="Author", values=("Reelwright",)))
    if episode_title.strip():
        fields.append(TitleField(key="Episode title", values=(" ".join(episode_title.split()),)))
    return write_fountain(screenplay_of(elements, title_page=tuple(fields)))


def told(script: str) -> str:
    """A script in few words, as a model reads it."""
    rows, number, speaker, how = [], 0, "", ""
    for element in _elements(script):
        text = " ".join(element.text.split())
        if element.kind == "scene-heading":
            number += 1
            rows.append(f"Scene {number}: {text}")
        elif element.kind == "action":
            rows.append(f"[{text}]")
        elif element.kind == "character":
            speaker, how = text, ""
        elif element.kind == "parenthetical":
            how = f" ({text})"
        elif element.kind in ("dialogue", "lyric"):
            rows.append(f"{speaker}{how}: {text}")
    return "\n".join(rows)


@lru_cache(maxsize=32)
def _elements(script: str) -> tuple[Element, ...]:
    # The question of a pass, and its answer, read the same script several times over.
    return read_fountain(script).elements


def _cue(who: str) -> str:
    return " ".join(who.split()).strip("@:：").upper()


def _element(kind: ElementKind, text: str) -> Element:
    return Element(kind=kind, text=text, raw="", source_line=0)
