"""Chinese text as written → tokens with pinyin syllables to say, one token a character."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .pronunciations import Lexicon
from .tokens import Run, Token, pause_mark

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_CURRENCY_WORDS = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_SIGNS = {"%": "百分之", "&": "和", "+": "加", "=": "等于", "°": "度"}
_UNIT = re.compile(
    r"(?P<year>\d{4})(?=年)"
    r"|(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)"
    r"|(?P<clock>\d{1,2}[:：]\d{2})(?!\d)"
    r"|(?P<money>[¥￥$€£]\s?\d[\d,]*(?:\.\d+)?)"
    r"|(?P<percent>\d[\d,]*(?:\.\d+)?[%％])"
    r"|(?P<digits>\d{7,}|0\d+)"
    r"|(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"|(?P<han>[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f々〇])"
    r"|(?P<sign>[&+=°])"
)

_NO_LEXICON = Lexicon()


@dataclass(frozen=True)
class _Unit:
    spoken: str
    first: int
    end: int


def chinese_tokens(text: str, run: Run, lexicon: Lexicon = _NO_LEXICON) -> list[Token]:
    """The tokens of a Chinese run; digits that are read together are one token.

    Readings come from the words around a character (``银行`` is háng), with the tones as they are
    spoken (你好 is ní hǎo).
    """
    units = _units(text, run)
    if not units:
        return []
    syllables = _syllables(text, units, lexicon)
    tokens: list[Token] = []
    at = 0
    for index, unit in enumerate(units):
        count = len(unit.spoken)
        end = units[index + 1].first if index + 1 < len(units) else run.end_char
        first = unit.first if index else run.first_char
        tokens.append(
            Token(
                tuple(syllables[at : at + count]),
                first,
                _kept_end(text, unit.end, end),
                pause_mark(text[unit.end : end]),
            )
        )
        at += count
    return tokens


def _units(text: str, run: Run) -> list[_Unit]:
    found = _UNIT.finditer(unicodedata.normalize("NFC", text), run.first_char, run.end_char)
    return [_Unit(_spoken(m), m.start(), m.end()) for m in found]


def _kept_end(text: str, first: int, end: int) -> int:
    """Punctuation goes with the character before it; an opening quote with the one after."""
    for index in range(first, end):
        if unicodedata.category(text[index]) in ("Ps", "Pi"):
            return index
    return end


def _syllables(text: str, units: list[_Unit], lexicon: Lexicon) -> list[str]:
    """Pinyin with tone digits, one per spoken character, read clause by clause."""
    syllables: list[str] = []
    clause = ""
    for index, unit in enumerate(units):
        clause += unit.spoken
        is_last = index + 1 == len(units)
        gap = "" if is_last else text[unit.end : units[index + 1].first]
        if is_last or pause_mark(gap):
            syllables += lexicon.chinese(clause, _readings(clause))
            clause = ""
    return syllables


def _readings(clause: str) -> list[str]:
    found = _pinyin(clause)
    if len(found) != len(clause):
        found = [_pinyin(char)[0] for char in clause]
    return [syllable if syllable.isascii() else "en5" for syllable in found]


def _pinyin(text: str) -> list[str]:
    # Its table of phrases is large, and English never asks for it.
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True)


def _spoken(match: re.Match[str]) -> str:
    kind, found = match.lastgroup or "", match.group()
    if kind in ("year", "digits"):
        return _digit_by_digit(found)
    if kind == "date":
        year, month, day = re.split(r"[-/.]", found)
        return f"{_digit_by_digit(year)}年{chinese_number(int(month))}月{chinese_number(int(day))}日"
    if kind == "clock":
        hour, minute = (int(n) for n in re.split("[:：]", found))
        minutes = "整" if minute == 0 else ("零" if minute < 10 else "") + chinese_number(minute) + "分"
        return f"{_two(hour)}点{minutes}"
    if kind == "money":
        says_unit = match.string[match.end() : match.end() + 1] in set("元块美欧英万亿千百")
        return _decimal(found[1:].strip()) + ("" if says_unit else _CURRENCY_WORDS[found[0]])
    if kind == "percent":
        return "百分之" + _decimal(found[:-1])
    if kind == "number":
        return _decimal(found)
    return _SIGNS.get(found, found)


def _digit_by_digit(digits: str) -> str:
    return "".join(_DIGITS[int(d)] for d in digits)


def _decimal(number: str) -> str:
    whole, _, decimals = number.replace(",", "").partition(".")
    if len(whole) > 15:
        return _digit_by_digit(whole)
    return chinese_number(int(whole)) + (f"点{_digit_by_digit(decimals)}" if decimals else "")


def _two(value: int) -> str:
    return "两" if value == 2 else chinese_number(value)


def chinese_number(value: int) -> str:
    """A whole number below 10**16 as it is read: 10203 → 一万零二百零三."""
    if value == 0:
        return "零"
    groups: list[int] = []
    while value:
        value, group = divmod(value, 10_000)
        groups.append(group)
    read = ""
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group == 0:
            continue
        if read and (group < 1000 or (index + 1 < len(groups) and groups[index + 1] == 0)):
            read += "零"
        read += _below_ten_thousand(group) + _GROUPS[index]
    return read[1:] if read.startswith("一十") else read


def _below_ten_thousand(value: int) -> str:
    digits = [int(d) for d in f"{value:04d}"]
    read, owes_zero = "", False
    for place, digit in zip((3, 2, 1, 0), digits, strict=True):
        if digit == 0:
            owes_zero = bool(read)
            continue
        read += ("零" if owes_zero else "") + _DIGITS[digit] + _UNITS[place]
        owes_zero = False
    return read
