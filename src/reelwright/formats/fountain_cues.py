"""One visible line of Fountain → is it a heading, a transition or a character cue, and what is in it."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from reelwright.formats.fountain_emphasis import without_emphasis
from reelwright.screenplay.headings import is_scene_heading
from reelwright.screenplay.language import is_chinese

# Whoever writes a longer one means something else, and a bound keeps odd input cheap.
LONGEST_STRUCTURE = 400

_TRANSITION = re.compile(
    r"(?:FADE (?:IN|OUT|UP|TO BLACK|TO WHITE)|CUT TO BLACK|SMASH CUT(?: TO BLACK)?|THE END)[.:]?"
    r"|(?:切至|切到|切|硬切|跳切|转场|叠化|淡入|淡出|渐隐|渐显|黑场|切黑|化入|化出)(?:黑场|黑)?[:：。.]?"
)
_CUE = re.compile(r"([^()（）]+?)\s*((?:[(（][^()（）]*[)）]\s*)*)(\^?)\s*([:：]?)\s*(\^?)")
_BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")
_NOT_A_NAME = re.compile(
    r".*(?:年|天|月|小时|分钟|秒|周)[之以]?[后前]|第.+[天日年集幕场章]|.*[\d一二三四五六七八九十]年.*|次日|翌日|当[天晚]|"
    r"与此同时|同时|片刻|片刻[之以]?后|(?:字幕|闪回|回忆|画面|镜头|特写|远处|黑屏|旁白结束|剧终|未完待续|全剧终).*"
)
_LONGEST_CHINESE_NAME = 8
_LONGEST_MARKED_CHINESE_NAME = 14
_NAME_PUNCTUATION = frozenset(" ·•・‧-'’.&/、#“”\"")


class Cue(msgspec.Struct, frozen=True):
    """A character cue taken apart: ``MEI (V.O.) (CONT'D) ^``."""

    name: str
    brackets: tuple[str, ...]
    is_dual: bool


def is_heading(text: str) -> bool:
    """``INT. KITCHEN - NIGHT``, ``内景 厨房 夜``; not the forced ones."""
    return len(text) <= LONGEST_STRUCTURE and is_scene_heading(text)


def is_transition(text: str) -> bool:
    """``CUT TO:``, ``FADE OUT.``, ``切至：``; not the forced ones."""
    if len(text) > LONGEST_STRUCTURE:
        return False
    if text.endswith("TO:"):
        return not any(char.islower() for char in text)
    return _TRANSITION.fullmatch(text) is not None


def cue_of(text: str) -> Cue | None:
    """The cue that ``text`` is, if it looks like one: a name in capitals, or a short Chinese one."""
    cue, has_colon = _take_apart(text)
    if cue is None:
        return None
    if any(char.islower() for char in cue.name):
        # "Mei姐", "iPhone" is no name, but beside Chinese a short mixed one is.
        return cue if is_chinese(cue.name) and _is_short_name(cue, has_colon) else None
    if is_chinese(cue.name) or not any(char.isupper() for char in cue.name):
        return cue if _is_short_name(cue, has_colon) else None
    return cue if not has_colon else None


def forced_cue(text: str) -> Cue:
    """The cue in ``text``, which follows an ``@``."""
    cue, _ = _take_apart(text)
    return cue or Cue(text.strip(), (), False)


def _take_apart(text: str) -> tuple[Cue | None, bool]:
    text = without_emphasis(text.strip())
    match = _CUE.fullmatch(text) if len(text) <= LONGEST_STRUCTURE else None
    if match is None or not any(char.isalpha() for char in match[1]):
        return None, False
    brackets = tuple(bracket.strip() for bracket in _BRACKET.findall(match[2]))
    is_dual = bool(match[3] or match[5])
    return Cue(match[1].strip(), tuple(filter(None, brackets)), is_dual), bool(match[4])


def _is_short_name(cue: Cue, has_colon: bool) -> bool:
    """Scripts without capitals: only length and the lack of punctuation tell a name from a sentence."""
    name = cue.name
    if not all(char in _NAME_PUNCTUATION or unicodedata.category(char)[0] in "LMN" for char in name):
        return False
    is_marked = has_colon or bool(cue.brackets) or cue.is_dual
    if is_chinese(name):
        longest = _LONGEST_MARKED_CHINESE_NAME if is_marked else _LONGEST_CHINESE_NAME
        return len(name) <= longest and (is_marked or _NOT_A_NAME.fullmatch(name) is None)
    return len(name) <= 24 and len(name.split()) <= 3
