"""English text as written → tokens with the words to say: numbers, money, dates, addresses."""

from __future__ import annotations

import re
import unicodedata

from .english_numbers import (
    DIGITS,
    clock_words,
    date_words,
    integer_of,
    money_words,
    number_words,
    ordinal_words,
    year_words,
)
from .pronunciations import Lexicon
from .tokens import Run, Token, pause_mark

_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "ay",
            "bee",
            "see",
            "dee",
            "ee",
            "eff",
            "gee",
            "aitch",
            "eye",
            "jay",
            "kay",
            "ell",
            "em",
            "en",
            "oh",
            "pee",
            "cue",
            "are",
            "ess",
            "tee",
            "you",
            "vee",
            "doubleyou",
            "ex",
            "why",
            "zee",
        ],
        strict=True,
    )
)
_SPELLED = frozenset(
    [
        "fbi",
        "ceo",
        "cfo",
        "dna",
        "usa",
        "tv",
        "dvd",
        "cctv",
        "id",
        "vip",
        "er",
        "icu",
        "cia",
        "phd",
        "gps",
        "hr",
        "uk",
        "eu",
        "dj",
        "atm",
        "llc",
        "diy",
        "faq",
        "rsvp",
        "ptsd",
        "mri",
        "ok",
        "pr",
        "ny",
        "nyc",
        "la",
        "dc",
        "ai",
    ]
)
_RESPELLED = {
    "ok": "okay",
    "hmm": "hum",
    "hm": "hum",
    "mm": "hum",
    "mhm": "uh huh",
    "shh": "sh",
    "ugh": "ugg",
    "mr": "mister",
    "mrs": "missis",
    "ms": "miz",
    "dr": "doctor",
    "st": "saint",
    "prof": "professor",
    "vs": "versus",
    "etc": "et cetera",
    "jr": "junior",
    "sr": "senior",
    "ahh": "ah",
    "ohh": "oh",
    "argh": "ar",
    "psst": "pist",
    "tsk": "tisk",
    "pfft": "fit",
    "brr": "burr",
    "grr": "gur",
}
# Chinese names in English lines, said nearer to how they sound than English spelling rules would.
_RESPELLED |= {
    "mei": "may", "wei": "way", "li": "lee", "xu": "shoo", "zhang": "jong", "zhao": "jow", "zhou": "joe",
    "qin": "chin", "xiao": "shyow", "qi": "chee", "rui": "ray", "hui": "hway",
}  # fmt: skip
_ABBREVIATIONS = frozenset(["mr", "mrs", "ms", "dr", "st", "prof", "vs", "jr", "sr"])
_SYMBOLS = {
    "&": "and",
    "@": "at",
    "+": "plus",
    "=": "equals",
    "%": "percent",
    "#": "number",
    "°": "degrees",
    "×": "times",
    "÷": "divided by",
    "½": "a half",
    "¼": "a quarter",
}
_MEASURES = {
    "kg": "kilograms",
    "km": "kilometers",
    "cm": "centimeters",
    "mm": "millimeters",
    "mg": "milligrams",
    "ml": "milliliters",
    "kph": "kilometers an hour",
    "mph": "miles an hour",
    "°c": "degrees celsius",
    "°f": "degrees fahrenheit",
}
_CORE = re.compile(r"[^\W_]")
_URL = re.compile(
    r"^(?:https?://|www\.)\S+$|^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$|^[\w-]+\.(?:com|net|org|io|cn|tv|co|ai)(?:/\S*)?$",
    re.I,
)
_PIECES = re.compile(r"\S+?(?:—+|--+|…+|\.{2,}|⋯+)+[\"'”’)\]]*(?=\S)|\S+")

_NO_LEXICON = Lexicon()


def english_tokens(text: str, run: Run, lexicon: Lexicon = _NO_LEXICON) -> list[Token]:
    """The tokens of ``text[run.first_char:run.end_char]``.

    Pieces without a letter or a digit (emoji, a lone dash) join the token before them. The list is
    empty when there is nothing to say.
    """
    whole = text[run.first_char : run.end_char]
    shouted = sum(c.isupper() for c in whole) > 0.6 * max(1, sum(c.isalpha() for c in whole))
    tokens: list[Token] = []
    leading: int | None = None
    for match in _PIECES.finditer(whole):
        piece = match.group()
        first, end = run.first_char + match.start(), run.first_char + match.end()
        spoken = lexicon.english(_core_of(piece)) or words_to_say(piece)
        if not spoken:
            if tokens:
                last = tokens[-1]
                mark = pause_mark(text[last.first_char : end][-len(piece) - 2 :]) or last.mark
                tokens[-1] = Token(last.spoken, last.first_char, end, mark, last.is_emphasised)
            elif leading is None:
                leading = first
            continue
        core = re.sub(r"[^A-Za-z]", "", piece)
        emphasised = not shouted and len(core) > 1 and core.isupper() and core.lower() not in _SPELLED
        first, leading = (leading if leading is not None else first), None
        tokens.append(Token(spoken, first, end, _mark_of(piece), emphasised))
    return tokens


def _mark_of(piece: str) -> str:
    tail = re.search(r"[^\w]*$", piece)
    punctuation = tail.group() if tail else ""
    if punctuation.startswith(".") and piece[: -len(punctuation)].strip("\"'(“‘").lower() in _ABBREVIATIONS:
        return ""
    return pause_mark(punctuation)


def _core_of(piece: str) -> str:
    return piece.strip("\"'“”‘’()[]{}<>*_~.,;:!?…—–-，。！？；：、|/\\")


def words_to_say(piece: str) -> tuple[str, ...]:
    """One piece without spaces → lower-case words of the letters a-z and apostrophes.

    >>> words_to_say("$3.50,")
    ('three', 'dollars', 'fifty', 'cents')
    """
    piece = (
        unicodedata.normalize("NFKC", piece).replace("’", "'").replace("‘", "'")
        if "½" not in piece
        else piece
    )
    core = _core_of(piece)
    if piece.lstrip("\"'(“")[:1] in {"-", "−"} and core[:1].isdigit():
        return ("minus", *words_to_say(core))
    if not _CORE.search(core) and not any(s in piece for s in _SYMBOLS):
        return ()
    if not core:
        core = piece
    if _URL.match(core):
        return tuple(_address(core))
    return tuple(word for part in _parts(core) for word in _part_words(part))


def _parts(core: str) -> list[str]:
    if (
        re.fullmatch(r"\+?[\d()]+(?:[-\s.][\d()]+){1,4}", core)
        and len(re.sub(r"\D", "", core)) >= 7
        and not date_words(core)
    ):
        return [core]
    if date_words(core) or (re.search(r"\d[–-]\d", core) and not core.count("-") > 1):
        return [core]
    return [p for p in re.split(r"[-/—–_|~*\"“”()\[\]…]+|\.{2,}", core) if p]


def _part_words(part: str) -> list[str]:
    date = date_words(part)
    if date:
        return date
    if (
        re.fullmatch(r"[+\d(][\d().\-]{6,}", part)
        and len(re.sub(r"\D", "", part)) >= 7
        and not re.fullmatch(r"\d+\.\d+", part)
    ):
        return [DIGITS[int(d)] for d in re.sub(r"\D", "", part)]
    span = re.fullmatch(r"(\d+)[–-](\d+)(%?)", part)
    if span:
        tail = ["percent"] if span[3] else []
        return [*number_words(int(span[1])), "to", *number_words(int(span[2])), *tail]
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})(am|pm|a\.m|p\.m)?", part, re.I)
    if clock:
        return clock_words(int(clock[1]), int(clock[2])) + _half_of_day(clock[3])
    hour = re.fullmatch(r"(\d{1,2})(am|pm)", part, re.I)
    if hour:
        return number_words(int(hour[1])) + _half_of_day(hour[2])
    money = re.fullmatch(r"([$£€¥￥])([\d,]+)(?:\.(\d+))?([kmb]n?)?", part, re.I)
    if money:
        return money_words(*money.groups())
    ordinal = re.fullmatch(r"([\d,]+)(st|nd|rd|th)", part, re.I)
    if ordinal:
        return ordinal_words(integer_of(ordinal[1]))
    decade = re.fullmatch(r"'?(\d{2}|\d{4})s", part)
    if decade:
        words = year_words(int(decade[1]))
        return [*words[:-1], re.sub(r"y$", "ies", words[-1]) if words[-1].endswith("y") else words[-1] + "s"]
    measure = re.fullmatch(r"([\d.,]*\d)(°?[a-z]{1,3})", part, re.I)
    if measure and measure[2].lower() in _MEASURES:
        return [*_part_words(measure[1]), *_MEASURES[measure[2].lower()].split()]
    scale = re.fullmatch(r"([\d.,]*\d)k", part, re.I)
    if scale:
        return [*_part_words(scale[1]), "thousand"]
    number = re.fullmatch(r"#?([\d,]+)(?:\.(\d+))?(%)?", part)
    if number and re.search(r"\d", number[1]):
        return _plain_number(part, number[1], number[2], number[3])
    return _mixed(part)


def _plain_number(part: str, whole: str, decimals: str | None, percent: str | None) -> list[str]:
    value = integer_of(whole)
    lead = ["number"] if part.startswith("#") else []
    tail = ["percent"] if percent else []
    if decimals:
        return [*lead, *number_words(value), "point", *(DIGITS[int(d)] for d in decimals[:12]), *tail]
    if (whole.startswith("0") and len(whole) > 1) or len(whole) > 15:
        return [*lead, *(DIGITS[int(d)] for d in whole if d.isdigit()), *tail]
    if len(whole) == 4 and (1100 <= value < 2000 or 2010 <= value < 2100) and not percent and not lead:
        return year_words(value)
    return [*lead, *number_words(value), *tail]


def _half_of_day(mark: str | None) -> list[str]:
    if not mark:
        return []
    return [_LETTERS[mark[0].lower()], _LETTERS["m"]]


def _address(core: str) -> list[str]:
    core = re.sub(r"^https?://", "", core, flags=re.I).rstrip("/").split("?")[0].split("#")[0]
    core = re.sub(r"^www\.", "", core, flags=re.I)
    words: list[str] = []
    for piece in re.findall(r"[A-Za-z]+|\d+|[.@/]", core)[:24]:
        words += {".": ["dot"], "@": ["at"], "/": ["slash"]}.get(piece) or _mixed(piece)
    return words


def _mixed(part: str) -> list[str]:
    """Letters, digits and signs in any order: ``B12`` → bee twelve."""
    words: list[str] = []
    for piece in re.findall(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*'?|[^\w\s]", part):
        if piece.isdigit() and piece.isascii():
            words += number_words(int(piece)) if len(piece) < 7 else [DIGITS[int(d)] for d in piece]
        elif piece in _SYMBOLS:
            words += _SYMBOLS[piece].split()
        elif piece[0].isalpha():
            words += _word(piece)
    return words


def _word(piece: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", piece.replace("ß", "ss").replace("ø", "o").replace("æ", "ae"))
    plain = re.sub(r"[^a-z']", "", bare.lower()).strip("'")
    if not plain:
        return []
    if plain in _RESPELLED:
        return _RESPELLED[plain].split()
    letters = plain.replace("'s", "")
    if (letters in _SPELLED and piece.split("'")[0].isupper()) or (
        len(letters) > 1 and not re.search("[aeiouy]", letters)
    ):
        spelled = [_LETTERS[c] for c in letters if c in _LETTERS]
        return [*spelled[:-1], spelled[-1] + "'s"] if plain.endswith("'s") else spelled
    if len(plain) == 1 and plain not in "aio":
        return [_LETTERS[plain]]
    # "noooo" is one long word to the eye and a stumble to the engine.
    return [re.sub(r"(.)\1{2,}", r"\1\1", plain)]
