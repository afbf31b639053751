"""The usual layout of Chinese short dramas ↔ elements: plain text, Markdown, paragraphs of a document.

``第1集``, ``1-1 日 内 咖啡厅``, ``人物：林晚、顾沉``, ``△ 她推开门``, ``林晚（冷笑）：台词``; with the
marks in either width. A line without any mark is action, as writers leave the triangle out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reelwright.formats.fountain_cues import is_heading, is_transition
from reelwright.formats.imported import Imported, SourceLine, unwrapped
from reelwright.screenplay import Screenplay
from reelwright.screenplay.directions import DIRECTION_KINDS, direction_of
from reelwright.screenplay.headings import parse_heading
from reelwright.screenplay.language import is_chinese
from reelwright.screenplay.scenes import EXTENSION_SEPARATOR

_DIGITS = "0-9０-９一二三四五六七八九十百零〇两"
EPISODE = re.compile(rf"第\s*[{_DIGITS}]+\s*[集话回](?:\s*[:：、.．\s《\-—]\s*(?P<title>.*?)》?)?")
_SCENE = re.compile(
    r"(?:场(?:次|景)?\s*[:：]?\s*)?(?P<number>[0-9０-９]+\s*[-－—–.．]\s*[0-9０-９]+)[、.．:：\s]*(?P<rest>.+)"
)
_LABELLED_SCENE = re.compile(rf"(?:场景|地点|场)\s*[{_DIGITS}]*\s*[:：]\s*(?P<rest>.+)")
_NUMBERED = re.compile(r"第|场|[0-9０-９]")
_META = re.compile(
    r"(?P<label>人物|出场人物|登场人物|时间|地点|道具|服装|服化道|场景|环境|天气)\s*[:：]\s*(?P<rest>.*)"
)
_ACTION_MARK = re.compile(r"^[△▲Δ∆☆★※●◆▷▶]+\s*")
_SPEECH = re.compile(
    r"(?P<name>[^\s（）()：:【】\[\]△▲“”\"，。！？、]{1,12}?)\s*(?P<mark>(?:OS|VO|os|vo|O\.S\.|V\.O\.)?)\s*"
    r"(?P<brackets>(?:[（(][^（）()]*[）)]\s*)*)[:：]\s*(?P<said>.*)",
    re.DOTALL,
)
_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]")
_BOXED = re.compile(r"[【\[〔](?P<inside>[^【】\[\]〔〕]*)[】\]〕]")
_BOOK = re.compile(r"《(?P<title>[^《》]+)》.{0,12}")
_AUTHOR = re.compile(r"(?:编剧|作者|原著)\s*[:：]\s*(?P<author>.+)")
_NO_SPEAKER = frozenset((
    "人物", "出场人物", "登场人物", "时间", "地点", "道具", "服装", "服化道", "场景", "环境", "天气",
    "字幕", "音效", "音乐", "配乐", "镜头", "特写", "画面", "备注", "注", "提示", "闪回", "回忆", "场",
    "场次", "简介", "梗概", "故事梗概", "剧情简介", "主题", "题材", "类型", "编剧", "作者", "原著",
    "集数", "时长", "说明",
))  # fmt: skip
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|>\s+)?|\*\*|__")
_END = re.compile(r"[（(【]?\s*(?:本集完|全剧终|剧终|未完待续|完)\s*[）)】]?[。.]?")


def looks_like_duanju(lines: Sequence[SourceLine]) -> tuple[float, str]:
    """Which part of the lines this layout explains, 0..1, and what was seen."""
    texts = [text for line in lines if (text := plain(line.text))]
    if not texts:
        return 0.0, ""
    episodes = sum(EPISODE.fullmatch(text) is not None for text in texts)
    scenes = sum(_is_scene(text) for text in texts)
    actions = sum(_ACTION_MARK.match(text) is not None for text in texts)
    spoken = sum(speech_of(text) is not None and is_chinese(text) for text in texts)
    seen = [
        f"{count} {what}"
        for count, what in (
            (episodes, "lines are 第…集"),
            (scenes, "headings like 1-1 日 内"),
            (actions, "lines begin with △"),
            (spoken, "lines are 角色：台词"),
        )
        if count
    ]
    return (episodes + scenes + actions + spoken) / len(texts), ", ".join(seen)


def plain(text: str) -> str:
    """A line without the marks of Markdown."""
    return _MARKDOWN.sub("", text.replace("\u3000", " ")).strip()


def speech_of(text: str) -> tuple[str, list[str], str] | None:
    """``林晚（OS，冷笑）：台词`` → name, brackets, what is said; ``None`` for what is no speech."""
    found = _SPEECH.fullmatch(text)
    if found is None or found["name"] in _NO_SPEAKER or not found["said"].strip():
        return None
    name = found["name"]
    if not is_chinese(name) and not name[:1].isalpha():
        return None
    brackets = [bracket.strip() for bracket in _BRACKET.findall(found["brackets"]) if bracket.strip()]
    return name, ([found["mark"]] if found["mark"] else []) + brackets, found["said"].strip()


def begins(text: str) -> bool:
    """Whether a line cannot be the rest of the one before it."""
    text = plain(text)
    return bool(
        EPISODE.fullmatch(text)
        or _is_scene(text)
        or _META.fullmatch(text)
        or _ACTION_MARK.match(text)
        or _BOXED.fullmatch(text)
        or text.partition("：")[0] in _NO_SPEAKER
        or speech_of(text)
    )


def read_duanju(lines: Iterable[SourceLine]) -> Imported:
    """Every line becomes an element, belongs to the front matter, or is listed with the reason."""
    read = Imported(layout="duanju")
    has_begun = False
    lines = list(lines)
    for line in unwrapped(lines, begins) if any(line.end for line in lines) else lines:
        text = plain(line.text)
        if not text:
            continue
        episode = EPISODE.fullmatch(text)
        starts = episode is not None or _is_scene(text)
        has_begun = has_begun or starts
        if not has_begun:
            _front(read, line, text)
        elif episode is not None:
            read.begin_episode(episode["title"] or "")
        else:
            _body(read, line, text)
    return read


def write_duanju(screenplays: Sequence[Screenplay]) -> str:
    """Episodes as text in this layout; what it has no mark for (notes, synopses) stands in ``【】``."""
    title, author = screenplays[0].title_field("Title"), screenplays[0].title_field("Author")
    parts = [f"《{title}》\n" if title else "", f"编剧：{author}\n\n" if author else ""]
    for number, screenplay in enumerate(screenplays, 1):
        named = screenplay.title_field("Episode title")
        parts.append(f"第{number}集{' ' + named if named else ''}\n")
        scene = 0
        cue = ""
        for element in screenplay.elements:
            if element.kind == "scene-heading":
                scene += 1
                number_shown = "" if _NUMBERED.match(element.text) else f"{number}-{scene} "
                parts.append(f"\n{number_shown}{element.text}\n")
            elif element.kind == "character":
                marks = [m.strip() for m in element.extension.split(EXTENSION_SEPARATOR.strip()) if m.strip()]
                cue = element.text + "".join(f"（{mark}）" for mark in marks)
            elif element.kind == "parenthetical":
                cue += f"（{element.text}）"
            elif element.kind in ("dialogue", "lyric"):
                parts.append(f"{cue}：{element.text.replace(chr(10), '')}\n")
                cue = cue.partition("（")[0]
            elif element.kind in ("action", "centered"):
                parts += [f"△ {paragraph}\n" for paragraph in element.text.split("\n") if paragraph.strip()]
            elif element.kind == "transition":
                parts.append(f"{element.text}\n")
            elif element.kind == "synopsis":
                parts.append(f"{'' if _META.fullmatch(element.text) else '= '}{element.text}\n")
            elif element.kind in ("note", "section"):
                parts.append(f"【{element.text}】\n")
        parts.append("\n")
    return "".join(parts)


def _is_scene(text: str) -> bool:
    if len(text) > 60 or speech_of(text) is not None:
        return False
    found = _SCENE.fullmatch(text)
    if found is not None:
        heading = parse_heading(found["rest"])
        return heading.setting != "unknown" or bool(heading.time_of_day)
    return is_heading(text) or _is_labelled_scene(text)


def _is_labelled_scene(text: str) -> bool:
    found = _LABELLED_SCENE.fullmatch(text)
    if found is None:
        return False
    heading = parse_heading(found["rest"])
    return heading.setting != "unknown" or bool(heading.time_of_day)


def _front(read: Imported, line: SourceLine, text: str) -> None:
    book, author = _BOOK.fullmatch(text), _AUTHOR.fullmatch(text)
    if author is not None and not read.author:
        read.author = author["author"].strip()
        read.leave(line, "is the author on the title page")
    elif not read.title and (book is not None or (not read.front and len(text) <= 24 and "：" not in text)):
        read.title = book["title"].strip() if book is not None else text
        read.leave(line, "is the title of the series")
    else:
        read.front.append(line)


def _body(read: Imported, line: SourceLine, text: str) -> None:
    if _is_scene(text):
        found = _LABELLED_SCENE.fullmatch(text) if _is_labelled_scene(text) else None
        if found is not None:
            read.leave(line, "is the layout's label", text[: found.start("rest")])
        read.add("scene-heading", found["rest"] if found is not None else text, line)
    elif _END.fullmatch(text):
        read.leave(line, "says that the episode ends")
    elif is_transition(text):
        read.add("transition", text, line)
    elif _META.fullmatch(text):
        read.add("synopsis", text, line)
    elif _ACTION_MARK.match(text):
        read.add("action", _ACTION_MARK.sub("", text), line)
    elif (spoken := speech_of(text)) is not None:
        name, brackets, said = spoken
        read.cue(name, brackets, line)
        read.said(said, line)
    elif (boxed := _BOXED.fullmatch(text)) is not None and _directs(boxed["inside"]):
        read.note(boxed["inside"], line)
    elif text.partition("：")[0] in _NO_SPEAKER and _directs(text):
        read.note(text, line)
    else:
        read.add("action", text, line)


def _directs(words: str) -> bool:
    return direction_of(words).kind in DIRECTION_KINDS
