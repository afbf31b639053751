"""The action's words → what is written on its things: titles, sums of money, who calls."""

from __future__ import annotations

import re

_CONTRACTS = (
    (("离婚",), "离婚协议书"), (("婚前",), "婚前协议"), (("保密",), "保密协议"),
    (("股权", "股份"), "股权转让协议"),
    (("遗嘱",), "遗　嘱"), (("放弃",), "放弃继承声明"), (("借",), "借款合同"), (("婚书",), "婚　书"),
    (("divorce",), "DIVORCE AGREEMENT"), (("prenup", "marriage contract"), "PRENUPTIAL AGREEMENT"),
    (("nda", "confidential", "non-disclosure"), "NON-DISCLOSURE AGREEMENT"),
    (("share", "stock"), "SHARE TRANSFER"), (("last will", "the will", "testament"), "LAST WILL"),
    (("adoption",), "ADOPTION PAPERS"),
)  # fmt: skip
_SUM = re.compile(
    r"([$€£¥￥])\s?(\d[\d,.]*)(?:\s?(million|thousand|billion|k|m|万|亿))?|(\d[\d,.]*)\s?(万|亿)|"
    r"\b((?:(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|a|half a)[\s-]+)+)(thousand|million|billion)\b|([一二两三四五六七八九十百千]+)(万|亿)",
    re.IGNORECASE,
)
_SCALES = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "million": 10**6,
    "billion": 10**9,
    "万": 10**4,
    "亿": 10**8,
}
_UNITS = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
} | {
    w: 10 * (n + 2)
    for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_CALLERS = (
    re.compile(
        r"(?i:the caller is|caller(?: id)?\s*[:：]|call from|calls? from)\s+([A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
    ),
    re.compile(r"([A-Z][\w'-]+(?: [A-Z][\w'-]+)?) is calling"),
    re.compile(r"(?:来电(?:显示|的是|人)?[：:是]?|打来电话的是)\s*[“「]?([\u4e00-\u9fff]{2,4})"),
    re.compile(r"([\u4e00-\u9fff]{2,3})(?:的)?来电"),
)
_CALL = re.compile(r"(?i)\b(?:caller|calling|incoming call|rings|ringing)\b|来电|铃声|响了")


def is_chinese(words: str) -> bool:
    """Whether what is written is Chinese."""
    return any(ord(letter) > 0x2E80 for letter in words if letter not in "“”‘’…—–")


def contract_title(words: str) -> str:
    """What stands at the head of a contract."""
    low = words.casefold()
    found = next((title for signs, title in _CONTRACTS if any(sign in low for sign in signs)), "")
    if found and is_chinese(found) != is_chinese(words):
        found = ""
    return found or ("合　同　书" if is_chinese(words) else "AGREEMENT")


def sum_of_money(words: str) -> str:
    """The sum on a cheque, ``$50,000``: the action's own, else a great one."""
    sign = "¥" if is_chinese(words) else "$"
    found = _SUM.search(words)
    if not found:
        return f"{sign}10,000,000"
    if found[2] or found[4]:
        digits = (found[2] or found[4]).replace(",", "").rstrip(".")
        scale = _SCALES.get((found[3] or found[5] or "").casefold(), 1)
        amount = round(float(digits or 0) * scale) if digits.count(".") <= 1 else 0
    elif found[6]:
        amount = round(_english(found[6]) * _SCALES[found[7].casefold()])
    else:
        amount = _chinese(found[8]) * _SCALES[found[9]]
    return f"{(found[1] or sign).replace('￥', '¥')}{amount:,}"


def caller(words: str) -> str | None:
    """Who calls, when a phone rings; empty for a call from nobody knows whom; ``None`` when it does not."""
    for pattern in _CALLERS:
        if found := pattern.search(words):
            return found[1].strip()
    return "" if _CALL.search(words) else None


def _english(words: str) -> float:
    total = 0.0
    for word in re.split(r"[\s-]+", words.casefold().strip()):
        if word == "half":
            return 0.5
        if word == "hundred":
            total = max(1.0, total) * 100
        else:
            total += _UNITS.get(word, 1 if word == "a" and not total else 0)
    return total or 1.0


def _chinese(words: str) -> int:
    total = digit = 0
    for letter in words:
        if letter in _PLACES:
            total += (digit or 1) * _PLACES[letter]
            digit = 0
        else:
            digit = _DIGITS.get(letter, 0)
    return total + digit
