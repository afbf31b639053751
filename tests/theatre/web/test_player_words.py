"""Every word of the player's pages is there in every language, with the places it is filled in at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

import reelwright.theatre.web.language as language_module
from reelwright.theatre.web.language import LANGUAGES, translations
from reelwright.theatre.web.player_words import player_words

WEB = Path(language_module.__file__).parent
PLACES = re.compile(r"\{\w+\}|%\(\w+\)s")


def _messages() -> set[tuple[str, ...]]:
    """Messages, those with a plural as a pair."""
    found: set[tuple[str, ...]] = set()
    for template in sorted((WEB / "templates" / "player").glob("*.html")):
        for _, message, *_ in extract_from_file("jinja2.ext:babel_extract", str(template)):
            found.add(tuple(one for one in message if one) if isinstance(message, tuple) else (message,))
    pairs: list[tuple[str, ...]] = []

    def plural(one: str, many: str, count: int) -> str:
        pairs.append((one, many))
        return one if count == 1 else many

    words = {(text,) for text in player_words(lambda text: text, plural).values()}
    return found | set(pairs) | words - {(one,) for pair in pairs for one in pair}


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_word_is_translated_and_keeps_its_places(language: str) -> None:
    known = translations(language)
    for message in sorted(_messages()):
        said = known.gettext(*message) if len(message) == 1 else known.ngettext(*message, 2)
        assert said != message[-1], f"not in {language}: {message}"
        assert sorted(PLACES.findall(said)) == sorted(PLACES.findall(message[-1])), message
