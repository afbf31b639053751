"""English spelling → phones: by pocketsphinx's dictionary, else by the letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pocketsphinx import get_model_path

# Rough letter-to-sound for words that the bundled dictionary lacks: good enough to align.
_LETTER_GROUPS = {
    "tch": "ch",
    "sch": "sh",
    "igh": "ay",
    "ch": "ch",
    "sh": "sh",
    "th": "th",
    "ph": "f",
    "ck": "k",
    "ng": "ng",
    "wh": "w",
    "qu": "k w",
    "ee": "iy",
    "ea": "iy",
    "oo": "uw",
    "ou": "aw",
    "ow": "ow",
    "ai": "ey",
    "ay": "ey",
    "oi": "oy",
    "oy": "oy",
    "au": "ao",
    "aw": "ao",
    "er": "er",
    "ir": "er",
    "ur": "er",
    "ar": "aa r",
    "or": "ao r",
    "a": "ae",
    "b": "b",
    "c": "k",
    "d": "d",
    "e": "eh",
    "f": "f",
    "g": "g",
    "h": "hh",
    "i": "ih",
    "j": "jh",
    "k": "k",
    "l": "l",
    "m": "m",
    "n": "n",
    "o": "aa",
    "p": "p",
    "q": "k",
    "r": "r",
    "s": "s",
    "t": "t",
    "u": "ah",
    "v": "v",
    "w": "w",
    "x": "k s",
    "y": "iy",
    "z": "z",
}


@dataclass(frozen=True)
class Sounded:
    """A shown word, ``text[first_char:end_char]``, and the phones (ARPAbet, split by spaces) it sounds as."""

    first_char: int
    end_char: int
    phones: str


def english_pronunciation(word: str) -> str:
    """The phones of an English word: from pocketsphinx's dictionary, else by its letters."""
    plain = re.sub(r"[^a-z']", "", word.lower()).strip("'")
    known = _dictionary().get(plain)
    if known:
        return known
    phones: list[str] = []
    at = 0
    while at < len(plain):
        group = next((plain[at : at + n] for n in (3, 2, 1) if plain[at : at + n] in _LETTER_GROUPS), "")
        if group:
            phones.append(_LETTER_GROUPS[group])
        at += max(1, len(group))
    return " ".join(phones) or "ah"


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, str]:
    """The bundled dictionary of 134,000 words, first pronunciation of each."""
    entries: dict[str, str] = {}
    path = Path(get_model_path()) / "en-us" / "cmudict-en-us.dict"
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, phones = line.partition(" ")
        if not word.endswith(")"):
            entries[word] = phones.strip().lower()
    return entries
