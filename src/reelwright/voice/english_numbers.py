"""Numbers, years, dates, times and money → the English words for them."""

from __future__ import annotations

import re

# fmt: off
DIGITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november",
    "december",
)
_CURRENCIES = {
    "$": ("dollar", "dollars", "cents"), "£": ("pound", "pounds", "pence"), "€": ("euro", "euros", "cents"),
    "¥": ("yuan", "yuan", "fen"), "￥": ("yuan", "yuan", "fen"),
}
# fmt: on


def number_words(value: int) -> list[str]:
    """A whole number in words: 1204 → one thousand two hundred four."""
    if value < 20:
        return [DIGITS[value]]
    if value < 100:
        return [_TENS[value // 10]] + ([DIGITS[value % 10]] if value % 10 else [])
    if value < 1000:
        rest = ["and", *number_words(value % 100)] if value % 100 else []
        return [DIGITS[value // 100], "hundred", *rest]
    for size, name in _SCALES:
        if value >= size:
            rest = number_words(value % size) if value % size else []
            return [*number_words(value // size), name, *rest]
    raise AssertionError("unreachable: every value below a thousand was handled")


def integer_of(digits: str) -> int:
    """``1,204`` → 1204; no digit at all → 0."""
    return int(digits.replace(",", "") or "0")


def year_words(value: int) -> list[str]:
    """A year as it is said: 1984 → nineteen eighty four, 2005 → two thousand five."""
    if value < 100:
        return number_words(value)
    high, low = divmod(value, 100)
    if low == 0:
        return [*number_words(high), "hundred"] if high % 10 else number_words(value)
    return [*number_words(high), *(["oh"] if low < 10 else []), *number_words(low)]


def ordinal_words(value: int) -> list[str]:
    """21 → twenty first."""
    *lead, last = number_words(value)
    if last in _ORDINALS:
        return [*lead, _ORDINALS[last]]
    return [*lead, (last[:-1] + "ie" if last.endswith("y") else last) + "th"]


def clock_words(hour: int, minute: int) -> list[str]:
    """9, 5 → nine oh five; 9, 0 → nine o'clock."""
    if minute == 0:
        return [*number_words(hour), *(["o'clock"] if hour <= 12 else ["hundred"])]
    return [*number_words(hour), *(["oh"] if minute < 10 else []), *number_words(minute)]


def money_words(sign: str, whole: str, decimals: str | None, scale: str | None) -> list[str]:
    """The groups of an amount of money (sign, whole part, decimals, k/m/b) in words."""
    one, many, small = _CURRENCIES[sign]
    value = integer_of(whole)
    if scale:
        size = {"k": "thousand", "m": "million", "b": "billion"}[scale[0].lower()]
        point = ["point", *(DIGITS[int(d)] for d in decimals)] if decimals else []
        return [*number_words(value), *point, size, many]
    words = [*number_words(value), one if value == 1 else many]
    if decimals and len(decimals) == 2 and int(decimals):
        return [*words, *number_words(int(decimals)), small]
    if decimals and int(decimals):
        return [*number_words(value), "point", *(DIGITS[int(d)] for d in decimals), many]
    return words


def date_words(part: str) -> list[str]:
    """2026-11-23 and 11/23/2026 → November twenty third twenty twenty six; anything else → nothing."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", part)
    slashed = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", part)
    if iso:
        year, month, day = (int(g) for g in iso.groups())
    elif slashed:
        month, day, year = (int(g) for g in slashed.groups())
    else:
        return []
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    return [
        _MONTHS[month - 1],
        *ordinal_words(day),
        *(year_words(year) if year % 1000 > 9 else number_words(year)),
    ]
