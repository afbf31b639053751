"""Words of actions and notes → things to show, framings, moves and moods."""

from __future__ import annotations

import difflib
import re

from reelwright.screenplay.documents import NO_MUSIC
from reelwright.storyboard.documents import Framing, Move

WORDS_A_SECOND = 2.6
CHINESE_A_SECOND = 4.2

_INSERTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ring", ("ring", "戒指", "婚戒", "钻戒")),
    ("contract", ("contract", "agreement", "papers", "document", "file", "folder")),
    ("contract", ("合同", "协议", "文件", "合约", "婚书")),
    ("phone", ("phone", "cellphone", "screen", "text message", "手机", "电话", "短信", "屏幕")),
    ("photo", ("photo", "photograph", "picture frame", "polaroid", "照片", "相片", "合影", "相框")),
    ("envelope", ("envelope", "letter", "note", "信封", "信", "书信", "纸条")),
    ("key", ("key", "keys", "钥匙")),
    ("glass", ("glass", "champagne", "wine", "cup", "酒杯", "杯子", "茶杯", "红酒")),
    ("pills", ("pills", "pill bottle", "medicine", "syringe", "药", "药瓶", "毒药")),
    ("necklace", ("necklace", "pendant", "locket", "项链", "吊坠")),
    ("jade pendant", ("jade", "玉佩", "玉坠", "玉簪", "发簪", "簪子")),
    ("watch", ("watch", "wristwatch", "clock", "手表", "怀表", "腕表")),
    ("cheque", ("cheque", "check", "banknote", "cash", "支票", "银票", "钞票")),
    ("box", ("box", "gift", "case", "盒子", "锦盒", "礼盒")),
    ("test", ("pregnancy test", "test result", "验孕棒", "化验单", "亲子鉴定")),
    ("knife", ("knife", "dagger", "sword", "匕首", "刀", "剑")),
    ("door", ("door", "doorknob", "门把手")),
)  # fmt: skip
_SHOWN_BY_ACTION = frozenset(name for name, _ in _INSERTS) - {"door", "glass", "phone"}
"""What an action may name in passing (``she closes the door``) needs a stronger sign than its name."""
_STRESS = (
    *("close on", "insert", "on the", "lies", "glows", "lights up", "reads", "drops"),
    *("特写", "上面写着", "亮起", "掉落"),
)

_FRAMINGS: tuple[tuple[Framing, tuple[str, ...]], ...] = (
    ("over-the-shoulder", ("over-the-shoulder", "over the shoulder", "ots", "过肩")),
    ("medium-close-up", ("medium close-up", "medium close up", "medium-close-up", "mcu", "中近景")),
    ("close-up", ("extreme close-up", "close-up", "close up", "closeup", "close on", "cu", "特写", "近景")),
    ("two-shot", ("two-shot", "two shot", "双人")),
    ("wide", ("wide", "establishing", "long shot", "full shot", "全景", "远景")),
    ("insert", ("insert", "detail", "插入", "道具")),
    ("split-screen", ("split screen", "split-screen", "分屏", "画面分割")),
    ("medium", ("medium", "mid shot", "中景")),
)  # fmt: skip
_MOVES: tuple[tuple[Move, tuple[str, ...]], ...] = (
    ("crash-zoom", ("crash zoom", "crash-zoom", "snap zoom", "急推")),
    ("dolly-zoom", ("dolly zoom", "dolly-zoom", "vertigo", "希区柯克变焦")),
    ("dutch", ("dutch", "canted", "tilted", "斜角", "倾斜")),
    ("push-in", ("push in", "push-in", "dolly in", "zoom in", "推近", "推")),
    ("pull-out", ("pull out", "pull-out", "dolly out", "zoom out", "拉远", "拉")),
    ("pan-left", ("pan left", "左摇")),
    ("pan-right", ("pan right", "pan", "右摇", "摇")),
    ("track-left", ("track left", "dolly left", "左移")),
    ("track-right", ("track right", "dolly right", "dolly", "track", "右移")),
    ("whip", ("whip", "甩")),
    ("shake", ("shake", "震", "晃")),
    ("rack-focus", ("rack", "变焦")),
    ("drift", ("hand-held", "handheld", "drift", "手持")),
    ("hold", ("static", "hold", "locked", "固定")),
)  # fmt: skip
_FILMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cold thriller", ("cold", "thriller", "noir", "冷", "悬疑", "惊悚")),
    ("period", ("period", "ancient", "costume", "historical", "古装", "古风", "年代")),
    ("warm drama", ("warm", "drama", "romance", "暖", "都市", "甜")),
    ("natural", ("natural", "neutral", "none", "自然")),
)  # fmt: skip
_MEMORY = ("flashback", "memory", "years ago", "years earlier", "months ago", "闪回", "回忆", "年前")
_OVER = ("end", "off", "over", "back to", "present", "结束", "回到", "现实")
_MOODS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tension", ("tension", "tense", "suspense", "thriller", "menace", "dark", "ominous")),
    ("tension", ("紧张", "悬疑", "阴森")),
    ("tenderness", ("tender", "tenderness", "romantic", "love", "warm", "soft", "温柔", "浪漫", "深情")),
    ("reveal", ("reveal", "revelation", "shock", "twist", "揭", "真相", "震惊")),
    ("comedy", ("comedy", "comic", "playful", "light", "funny", "轻快", "搞笑")),
    ("action", ("action", "chase", "fight", "fast", "动作", "追")),
    ("sorrow", ("sorrow", "sad", "grief", "melancholy", "lament", "悲", "伤", "哀")),
    ("triumph", ("triumph", "victory", "heroic", "proud", "胜", "逆袭", "爽")),
    (NO_MUSIC, ("none", "no music", "silence", "silent", "stop", "off", "无音乐", "无配乐", "静音", "停")),
    ("calm", ("calm", "quiet", "neutral", "平静", "安静")),
)  # fmt: skip
MOOD_OF_EXPRESSION = {
    "angry": "tension",
    "cold": "tension",
    "scared": "tension",
    "worried": "tension",
    "determined": "tension",
    "smirk": "tension",
    "sad": "sorrow",
    "crying": "sorrow",
    "tired": "sorrow",
    "tender": "tenderness",
    "happy": "tenderness",
    "laugh": "comedy",
    "shocked": "reveal",
    **dict.fromkeys(("furious", "contempt", "disgust", "suspicious", "jealous", "sly", "pained"), "tension"),
    **dict.fromkeys(("sobbing", "pleading", "guilty", "dazed"), "sorrow"),
    **dict.fromkeys(("relieved", "shy"), "tenderness"),
    "playful": "comedy",
    "proud": "triumph",
    "surprised": "reveal",
}
REACTION_TO = {
    "angry": "shocked",
    "cold": "worried",
    "scared": "worried",
    "crying": "sad",
    "sad": "sad",
    "tender": "tender",
    "happy": "tender",
    "laugh": "cold",
    "shocked": "worried",
    "smirk": "angry",
    "determined": "shocked",
    "worried": "worried",
    "tired": "worried",
    **dict.fromkeys(("furious", "dazed"), "shocked"),
    **dict.fromkeys(("contempt", "disgust", "proud"), "angry"),
    **dict.fromkeys(("sly", "guilty"), "suspicious"),
    **dict.fromkeys(("pleading", "pained", "asleep", "surprised"), "worried"),
    **dict.fromkeys(("relieved", "shy"), "tender"),
    "sobbing": "sad",
    "suspicious": "guilty",
    "jealous": "confused",
    "playful": "happy",
    "bored": "angry",
    "confused": "confused",
}
"""What a hearer's face answers to a speaker's."""
_SENTENCE_END = re.compile(r"[.!?。！？…]+[\"'”’」]*$")
_CLAUSE_END = re.compile(r"[,;:—，；：、]+[\"'”’」]*$")


def estimated_speech_s(text: str) -> float:
    """About how long a text takes to say, in seconds: the one estimate for decisions before voices."""
    chinese = sum(0x3400 <= ord(character) <= 0x9FFF for character in text)
    others = len(re.findall(r"[A-Za-z0-9']+", text))
    return 0.3 + chinese / CHINESE_A_SECOND + others / WORDS_A_SECOND


def action_s(text: str) -> float:
    """How long an action is looked at, in seconds."""
    return round(min(2.2, max(0.9, estimated_speech_s(text) * 0.42)), 2)


def spoken_words(text: str) -> list[str]:
    """A line in the pieces that a performance counts as words: Latin words, single Chinese characters."""
    return re.findall(r"[\u3400-\u9fff][^\w\s]*|[^\s\u3400-\u9fff]+", text)


def parts_of(text: str, *, longest_s: float = 7.0) -> list[tuple[int, int]]:
    """A long line as ranges of words (first, end) that are each about one shot long, cut at ends of
    sentences, else of clauses; a short line is one range (0, -1)."""
    words = spoken_words(text)
    if estimated_speech_s(text) <= longest_s * 1.7 or len(words) < 4:
        return [(0, -1)]
    parts: list[tuple[int, int]] = []
    first = 0
    for number in range(1, len(words) + 1):
        spent_s = estimated_speech_s(" ".join(words[first:number]))
        last = words[number - 1]
        is_end = (
            (spent_s > longest_s * 0.55 and _SENTENCE_END.search(last) is not None)
            or (spent_s > longest_s * 0.85 and _CLAUSE_END.search(last) is not None)
            or spent_s > longest_s * 1.4
        )
        if is_end and len(words) - number >= 3:
            parts.append((first, number))
            first = number
    return [*parts, (first, -1)]


def insert_in(action: str) -> str:
    """The thing that an action draws the eye to, or nothing."""
    text = action.casefold()
    for name, words in _INSERTS:
        if any(_has(text, word) for word in words) and (
            name in _SHOWN_BY_ACTION or any(sign in text for sign in _STRESS)
        ):
            return name
    return ""


def insert_named(words: str) -> str:
    """The thing a director's note names, or nothing. Its own name comes before what it is also called:
    a jade pendant is no pendant."""
    text = words.casefold()
    own = [name for name, _ in _INSERTS if _has(text, name)]
    if own:
        return max(own, key=len)
    return next((name for name, names in _INSERTS if any(_has(text, word) for word in names)), "")


def framing_named(words: str) -> Framing | None:
    text = words.casefold()
    return next((framing for framing, names in _FRAMINGS if any(_has(text, name) for name in names)), None)


def move_named(words: str) -> Move | None:
    text = words.casefold()
    return next((move for move, names in _MOVES if any(_has(text, name) for name in names)), None)


def mood_named(words: str) -> str | None:
    """The mood that a note asks for, ``NO_MUSIC`` for silence, or ``None``."""
    text = words.casefold()
    return next((mood for mood, names in _MOODS if any(_has(text, name) for name in names)), None)


def nearest_mood(words: str) -> str | None:
    """The mood whose name is spelt most like the words (``tensoin`` → ``tension``), or ``None``."""
    spelt = {name: mood for mood, names in _MOODS for name in names}
    near = difflib.get_close_matches(words.strip().casefold(), spelt, n=1, cutoff=0.7)
    return spelt[near[0]] if near else None


def film_named(words: str) -> str | None:
    """The film grade that a note asks for."""
    text = words.casefold()
    return next((film for film, names in _FILMS if any(_has(text, name) for name in names)), None)


def is_memory(words: str) -> bool:
    """Whether a heading or a section says that this was before: ``FLASHBACK``, ``闪回``."""
    text = words.casefold()
    return any(_has(text, word) for word in _MEMORY) and not any(_has(text, word) for word in _OVER)


def is_begun(words: str) -> bool:
    """``[[flashback]]`` begins one; ``[[flashback: end]]`` ends it."""
    return not any(_has(words.casefold(), word) for word in _OVER)


def sender_and_text(value: str) -> tuple[str, str]:
    """``Bank: You have been paid`` → who sends it, and what is read; nobody when it does not say."""
    for mark in (":", "："):
        sender, found, text = value.partition(mark)
        if found and len(sender) <= 24:
            return sender.strip(), text.strip()
    return "", value.strip()


def _has(text: str, word: str) -> bool:
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
