"""A text, and the words that are watched for → those that stand in it, however they are dressed up.

Both sides are brought to the same form: compatibility characters, case, accents, look-alike letters,
digits that stand for letters, and characters that cannot be seen. Words of scripts that put spaces are
matched as whole words (a village is not held back for what its name contains), also when they are spread
out (``b a d``, ``b.a.d``) or drawn out (``baaad``). Chinese, Japanese and Thai put no spaces: there a word
is matched anywhere, with everything between its characters taken away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_UNSEEN = ("Cf", "Cc", "Me")
_SOUGHT_ANYWHERE = re.compile(
    r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_RUNS = re.compile(r"(.)\1*")
_LOOK_ALIKE = str.maketrans(
    # Cyrillic and Greek letters that look Latin; then digits and signs that are read as letters.
    "аеорсухіјѕһԁӏкмтвнзαβεικνορτυχωγ" + "0134578@$!|€",
    "aeopcyxijshdlkmtbh3abeiknoptuxwy" + "oieastbasiie",
)


def watched_in(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those of ``words`` that are found in ``text``, in their order, as they were written."""
    plain = normalised(text)
    anywhere = _without_signs(plain)
    ways = tuple(_ways_to_read(plain))
    return tuple(word for word in words if _is_in(word, anywhere, ways))


def normalised(text: str) -> str:
    """``text`` without case, accents, width, and what cannot be seen; single spaces between what is left."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = "".join(sign for sign in folded if sign.isspace() or unicodedata.category(sign) not in _UNSEEN)
    folded = unicodedata.normalize("NFKC", _ACCENTS.sub("", folded))
    return " ".join(folded.split())


def _is_in(word: str, anywhere: str, ways: tuple[str, ...]) -> bool:
    sought = normalised(word)
    letters = _without_signs(sought)
    if not letters:
        return False
    if _SOUGHT_ANYWHERE.search(sought):
        return letters in anywhere
    return any(_spelling(sought).search(way) for way in ways)


def _without_signs(plain: str) -> str:
    return "".join(character for character in plain if character.isalnum())


def _ways_to_read(plain: str) -> Iterator[str]:
    """The text, and the text with look-alikes read as letters; each with signs taken for spaces or for
    nothing, and with letters that stand alone drawn together."""
    for read in dict.fromkeys((plain, plain.translate(_LOOK_ALIKE))):
        spaced = re.sub(r"[^\w]|_", " ", read)
        yield spaced
        yield re.sub(r"[^\w\s]|_", "", read)
        yield re.sub(r"(?<!\S)(?:\S\s+)+\S(?!\S)", lambda run: "".join(run[0].split()), spaced)


@lru_cache(maxsize=4096)
def _spelling(sought: str) -> re.Pattern[str]:
    """The word by itself; a letter may be drawn out to three and more, not to two: "god" is not "good"."""
    words = re.sub(r"[^\w\s]|_", " ", sought).split()
    return re.compile(r"(?<!\S)" + r"\s+".join(_RUNS.sub(_drawn_out, word) for word in words) + r"(?!\S)")


def _drawn_out(run: re.Match[str]) -> str:
    letter, count = re.escape(run[1]), len(run[0])
    return rf"(?:{letter}{{{count}}}|{letter}{{3,}})"
