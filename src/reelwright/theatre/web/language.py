"""What the pages say, in the viewer's language. The words of the source are English; translations are
gettext catalogues, ``locale/LANGUAGE/LC_MESSAGES/*.po``: one a room, read when the theatre starts."""

from __future__ import annotations

import gettext
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).with_name("locale")
LANGUAGES = ("en", "zh")
NAMES = {"en": "English", "zh": "简体中文"}
HOUSE_LABELS = frozenset({"AI-generated", "AI 生成"})
"""What the studio writes on a film, by the language of its series."""
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def negotiated(accepted: str, chosen: str = "") -> str:
    """The language to speak: what was ``chosen``, else the first of an ``Accept-Language`` that we have."""
    if chosen in LANGUAGES:
        return chosen
    wanted: list[tuple[float, str]] = []
    for part in accepted[:400].split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), name.partition("-")[0].lower()))
        except ValueError:
            continue
    return next((name for _, name in sorted(wanted, key=lambda one: one[0]) if name in LANGUAGES), "en")


def direction(language: str) -> str:
    """``ltr`` or ``rtl``."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


@cache
def translations(language: str) -> gettext.NullTranslations:
    """All catalogues of a language as one."""
    files = sorted((LOCALE / language / "LC_MESSAGES").glob("*.po"))
    if not files:
        return gettext.NullTranslations()
    together = Catalog(locale=Locale.parse(language))
    for file in files:
        with file.open("rb") as opened:
            for message in read_po(opened, locale=language):
                if message.id:
                    together.add(message.id, message.string, context=message.context)
    compiled = io.BytesIO()
    write_mo(compiled, together)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def counted(language: str, one: str, many: str, count: int, **named: object) -> str:
    """``one`` or ``many`` in a language, as its numbers go, with ``{count}`` and ``{name}`` filled in."""
    return translations(language).ngettext(one, many, count).format(count=count, **named)


def label(language: str, text: str) -> str:
    """The AI label of a release: the house's own in a language, another as its maker wrote it."""
    return translations(language).gettext("AI-generated") if text in HOUSE_LABELS else text


def said(language: str, text: str, values: Sequence[object] = (), **named: object) -> str:
    """``text`` in a language, with ``{}`` and ``{name}`` filled in."""
    found = translations(language).gettext(text)
    return found.format(*values, **named) if values or named else found
