"""Every word of the pages and letters is there in every language, with the places it is filled in at; a
number before a noun has its plural."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import reelwright.theatre.web.language as language_module
from reelwright.theatre.social import refusals
from reelwright.theatre.web.language import LANGUAGES, translations
from reelwright.theatre.web.player_words import player_words
from reelwright.theatre.web.talk_words import said

WEB = Path(language_module.__file__).parent
PLACES = re.compile(r"\{\w+\}|%\(\w+\)s")
SPOKEN = {
    "_": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2),
    "said": (2,), "counted": (2, 3), "speak": None,
}  # fmt: skip
"""Which arguments of which calls are words."""
COUNTED = re.compile(r"(?:%\(\w+\)s|\{\w+\}) (?:\w+ )?(?!is\b|was\b|has\b)[a-z]+s\b")
"""A number, then a noun of many: "{coins} coins", "%(num)s new episodes"."""

Message = tuple[str, ...]
"""A message; those with a plural as a pair."""


def _messages() -> set[Message]:
    pairs: list[Message] = []

    def plural(one: str, many: str, count: int) -> str:
        pairs.append((one, many))
        return one if count == 1 else many

    words = {(text,) for text in player_words(lambda text: text, plural).values()}
    return set(_extracted()) | set(pairs) | words - {(one,) for pair in pairs for one in pair}


def _extracted() -> Iterator[Message]:
    files = [("jinja2.ext:babel_extract", file) for file in sorted((WEB / "templates").rglob("*.html"))]
    files += [("python", file) for file in sorted(WEB.rglob("*.py"))]
    for method, file in files:
        for _, message, *_ in extract_from_file(method, str(file), keywords=SPOKEN):
            found = tuple(one for one in message if one) if isinstance(message, tuple) else (message,)
            if found[0]:
                yield found


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_word_is_translated_and_keeps_its_places(language: str) -> None:
    known = translations(language)
    for message in sorted(_messages()):
        translated = known.gettext(*message) if len(message) == 1 else known.ngettext(*message, 2)
        assert translated != message[-1], f"not in {language}: {message}"
        assert sorted(PLACES.findall(translated)) == sorted(PLACES.findall(message[-1])), message


def test_a_number_before_a_noun_has_its_plural() -> None:
    assert [one for one in sorted(_messages()) if len(one) == 1 and COUNTED.search(one[0])] == []


def test_one_second_and_one_character_are_counted_so() -> None:
    assert said(refusals.Refused("flood", wait_s=1), "en")[1] == "Wait 1 second, then send it again."
    assert said(refusals.Refused("flood", wait_s=2), "en")[1] == "Wait 2 seconds, then send it again."
    assert said(refusals.Refused("too_long", limit=1), "en")[1] == "At most 1 character is kept."
    assert "1" in said(refusals.Refused("flood", wait_s=1), "zh")[1]


def test_viewers_are_spoken_to_by_one_word_in_chinese() -> None:
    """你, as the apps of short dramas do; never the formal 您, on pages, in letters and on receipts."""
    catalogues = sorted((WEB / "locale" / "zh").rglob("*.po"))
    files = [
        *catalogues,
        *(WEB / "templates").rglob("*"),
        *(WEB / "static").rglob("*.js"),
        *WEB.rglob("*.py"),
    ]
    assert len(catalogues) > 5
    polite = [file.name for file in files if file.is_file() and "您" in file.read_text("utf-8", "replace")]
    assert polite == []
    assert "你" in catalogues[0].read_text("utf-8")


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_word_is_translated_in_two_ways(language: str) -> None:
    """All catalogues are one: of two translations the viewer would see the one of the first file."""
    known: dict[object, object] = {}
    for file in sorted((WEB / "locale" / language / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as opened:
            for message in read_po(opened, locale=language):
                key = message.id if isinstance(message.id, str) else message.id[0]
                if key:
                    assert known.setdefault(key, message.string) == message.string, (file.name, key)
