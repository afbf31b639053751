"""A scene heading, English or Chinese → setting, place, time of day."""

from __future__ import annotations

import re
from typing import Literal

from reelwright.screenplay.documents import Heading
from reelwright.screenplay.language import is_chinese

Setting = Literal["interior", "exterior", "both", "unknown"]

_ENGLISH = re.compile(
    r"(?P<both>INT\.?\s?/\s?EXT|EXT\.?\s?/\s?INT|I/E)(?=[.\s]|$)\.?"
    r"|(?P<interior>INT)(?=[.\s]|$)\.?|(?P<exterior>EXT|EST)(?=[.\s]|$)\.?",
    re.IGNORECASE,
)
_CHINESE_SETTING = {
    "内景": "interior", "室内": "interior", "内": "interior", "外景": "exterior", "室外": "exterior",
    "外": "exterior", "内外": "both", "外内": "both", "内外景": "both", "内/外": "both", "外/内": "both",
    "内/外景": "both", "外/内景": "both", "内景/外景": "both", "外景/内景": "both",
}  # fmt: skip
_SETTING_WORDS = "|".join(sorted(_CHINESE_SETTING, key=len, reverse=True))
_SEPARATOR = r"[\s.．。·•、,，:：|｜\-－–—]"
_CHINESE_PREFIX = re.compile(rf"({_SETTING_WORDS})(?:{_SEPARATOR}+|$)")
_CHINESE_NUMBER = re.compile(
    rf"(?:第[\d一二三四五六七八九十百零]+场|场景?[\d一二三四五六七八九十百零]+|\d+[-－.．]\d+|\d+)(?:{_SEPARATOR}+|$)"
)
_TOKENS = re.compile(rf"{_SEPARATOR}+")

_CHINESE_TIMES = {
    "日": "day", "白天": "day", "白日": "day", "早晨": "day", "早上": "day", "上午": "day", "中午": "day",
    "正午": "day", "下午": "day", "午后": "day", "日景": "day",
    "夜": "night", "晚": "night", "夜晚": "night", "晚上": "night", "深夜": "night", "半夜": "night",
    "午夜": "night", "凌晨": "night", "夜景": "night", "雨夜": "night", "夜里": "night",
    "清晨": "dawn", "黎明": "dawn", "拂晓": "dawn", "破晓": "dawn", "日出": "dawn", "晨": "dawn",
    "黄昏": "dusk", "傍晚": "dusk", "日落": "dusk", "昏": "dusk", "夕阳": "dusk",
}  # fmt: skip
_ENGLISH_TIMES = {
    "day": "day", "morning": "day", "afternoon": "day", "noon": "day", "midday": "day", "daytime": "day",
    "night": "night", "midnight": "night", "nighttime": "night",
    "dawn": "dawn", "sunrise": "dawn", "daybreak": "dawn",
    "dusk": "dusk", "evening": "dusk", "sunset": "dusk", "twilight": "dusk", "magic": "dusk",
}  # fmt: skip
_NO_PLACE = re.compile(
    r"(?:(?:MOMENTS?|MINUTES?|HOURS?|DAYS?|SECONDS?)\s+)?(?:LATER|CONTINUOUS|SAME(?:\s+TIME)?|FLASHBACK|PRESENT)"
    r"|连续|稍后|同时|同上|闪回|回忆",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[-–—]+\s+|\s*[–—]+\s*")
_WORD = re.compile(r"[a-z]+")


def is_scene_heading(text: str) -> bool:
    """Whether a line by itself is a scene heading: ``INT. BAR``, ``内景 酒吧 夜``, ``第3场 酒吧 夜 内``."""
    text = _simplified(text)
    if _ENGLISH.match(text) or _CHINESE_PREFIX.match(text):
        return True
    number = _CHINESE_NUMBER.match(text)
    if number is None:
        return False
    tokens = [token for token in _TOKENS.split(text[number.end() :]) if token]
    # A number alone is a list item; a scene says inside or outside, or the time.
    return len(tokens) >= 2 and any(_setting_and_time(token) != ("", "") for token in tokens)


def parse_heading(text: str, *, scene_number: str = "") -> Heading:
    """The heading taken apart. ``text`` comes without force marks and number; nothing is refused."""
    text = text.strip()
    english = _ENGLISH.match(text)
    if english:
        setting: Setting = next(k for k in ("both", "interior", "exterior") if english[k])
        place, time_of_day = _english_place(text[english.end() :])
    elif is_chinese(text):
        setting, place, time_of_day = _chinese_parts(text)
    else:
        setting = "unknown"
        place, time_of_day = _english_place(text)
    return Heading(
        text=text, setting=setting, place=place, time_of_day=time_of_day, scene_number=scene_number
    )


def _english_place(text: str) -> tuple[str, str]:
    parts = [part.strip(" .,") for part in _DASH.split(text.strip())]
    parts = [part for part in parts if part]
    time_of_day = ""
    while parts:
        words = _WORD.findall(parts[-1].lower())
        times = [_ENGLISH_TIMES[word] for word in words if word in _ENGLISH_TIMES]
        if times and len(words) <= 3 and (len(parts) > 1 or len(words) == 1):
            time_of_day = time_of_day or times[-1]
        elif _NO_PLACE.fullmatch(parts[-1]) is None:
            break
        parts.pop()
    return " - ".join(parts), time_of_day


def _simplified(text: str) -> str:
    return text.strip().replace("／", "/").replace("內", "内").replace("場", "场")


def _chinese_parts(text: str) -> tuple[Setting, str, str]:
    text = _simplified(text)
    number = _CHINESE_NUMBER.match(text)
    body = text[number.end() :] if number else text
    setting, time_of_day = "", ""
    places: list[str] = []
    for token in _TOKENS.split(body):
        found_setting, found_time = _setting_and_time(token)
        if not token or _NO_PLACE.fullmatch(token):
            continue
        if (found_setting or found_time) and not (found_setting and setting):
            setting = setting or found_setting
            time_of_day = found_time or time_of_day
        else:
            places.append(token)
    known: Setting = setting or "unknown"  # type: ignore[assignment]
    return known, " ".join(places), time_of_day


def _setting_and_time(token: str) -> tuple[str, str]:
    """``夜内`` → interior, night; empty strings for what a token does not say."""
    token = token.strip("()（）")
    if token in _CHINESE_SETTING:
        return _CHINESE_SETTING[token], ""
    if token in _CHINESE_TIMES:
        return "", _CHINESE_TIMES[token]
    for cut in range(1, min(len(token), 5)):
        head, tail = token[:cut], token[cut:].lstrip("/")
        if head in _CHINESE_TIMES and tail in _CHINESE_SETTING:
            return _CHINESE_SETTING[tail], _CHINESE_TIMES[head]
        if head in _CHINESE_SETTING and tail in _CHINESE_TIMES:
            return _CHINESE_SETTING[head], _CHINESE_TIMES[tail]
    return "", ""
