"""A series' list of pronunciations → what is said for a word, and what of it nobody can say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reelwright.audio.pronunciation import PHONES
from reelwright.errors import BadInput, Notice

from .documents import Pronunciation

PRONUNCIATION_FILE = "pronunciation.toml"
_HAN = re.compile(r"[\u3400-\u9fff]")
_SYLLABLE = re.compile(r"[a-zü]+[1-5]$")


def read_pronunciations(path: Path) -> tuple[Pronunciation, ...]:
    """The rows ``"word" = "how it is said"`` of a TOML file, in its order; none when there is no file.
    Raises ``BadInput``."""
    if not path.is_file():
        return ()
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput("The pronunciation list is not UTF-8 text", where=str(path)) from None
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"The pronunciation list is not valid TOML: {problem}", where=str(path)) from None
    for written, said in rows.items():
        if not isinstance(said, str) or not said.strip() or not written.strip():
            raise BadInput(
                f"The pronunciation of {written!r} is not a text",
                where=str(path),
                next_step='Write "word" = "respelling", "/phones/" or pinyin.',
            )
    return tuple(Pronunciation(written.strip(), said.strip()) for written, said in rows.items())


def used_in(text: str, pronunciations: Iterable[Pronunciation]) -> tuple[Pronunciation, ...]:
    """Those whose word stands in ``text``: a change of the others does not speak the line again."""
    low = text.casefold()
    return tuple(row for row in pronunciations if row.written.casefold() in low)


def is_phones(said: str) -> bool:
    """Whether this is phones between slashes."""
    return len(said) > 2 and said.startswith("/") and said.endswith("/")


def phones_in(said: str) -> tuple[str, ...]:
    """``/sh ih v ao1 n/`` → the phones without their stress."""
    return tuple(phone.rstrip("012") for phone in said.strip("/").lower().split())


class Lexicon:
    """Pronunciations that can be said, by word. Rows with an unknown phone or syllable are left out."""

    def __init__(self, pronunciations: Sequence[Pronunciation] = ()) -> None:
        sound = [row for row in pronunciations if not _unknown(row)]
        self._bad = [row for row in pronunciations if _unknown(row)]
        self._words = {row.written.casefold(): row.said for row in sound if not _HAN.search(row.written)}
        self._chinese = sorted(
            ((row.written, tuple(row.said.lower().split())) for row in sound if _HAN.search(row.written)),
            key=lambda pair: -len(pair[0]),
        )

    def notices(self, where: str) -> Iterator[Notice]:
        """A warning for each row that cannot be said."""
        for row in self._bad:
            yield Notice(
                code="unknown-phoneme",
                message=f"The pronunciation {row.said!r} of {row.written!r} has {_unknown(row)}",
                where=where,
                next_step=f"Mend it in {PRONUNCIATION_FILE}; until then the word is read as it is spelled.",
            )

    def english(self, core: str) -> tuple[str, ...]:
        """The words to say for a written one (its possessive too), or nothing."""
        low = core.casefold().replace("’", "'")
        said = self._words.get(low)
        if said is None and low.endswith("'s"):
            said, low = self._words.get(low[:-2]), "'s"
        if said is None:
            return ()
        ends_in_s = low == "'s"
        if is_phones(said):
            phones = said.strip("/").lower()
            return (f"/{phones} z/" if ends_in_s else f"/{phones}/",)
        words = re.findall(r"[a-z']+", said.lower())
        return (*words[:-1], words[-1] + "'s") if ends_in_s and words else tuple(words)

    def chinese(self, clause: str, syllables: list[str]) -> list[str]:
        """The syllables of a clause (one for each character) with those of the list put in."""
        read = list(syllables)
        for written, said in self._chinese:
            at = clause.find(written)
            while at >= 0 and len(said) == len(written):
                read[at : at + len(said)] = said
                at = clause.find(written, at + len(written))
        return read


def _unknown(row: Pronunciation) -> str:
    """What of a row nobody can say, in words; empty when all of it can be said."""
    if _HAN.search(row.written):
        parts = row.said.lower().split()
        bad = [part for part in parts if not _SYLLABLE.match(part)]
        if bad:
            return f"no pinyin with a tone in {bad[0]!r}"
        return (
            "" if len(parts) == len(row.written) else f"{len(parts)} syllables for {len(row.written)} signs"
        )
    if is_phones(row.said):
        bad = [p for p in phones_in(row.said) if p not in PHONES or p == "pau"]
        return f"the unknown phone {bad[0]!r}" if bad else ""
    return "" if re.search("[a-z]", row.said.lower()) else "nothing to say"
