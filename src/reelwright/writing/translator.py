"""Lines in one language → the same lines in another: what a translator is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A text to translate. ``id`` is permanent: a line's own id, else the name of what it stands for
    (``series/title``). ``speaker`` and ``delivery`` say who says it and how; both are empty for what is only
    read. ``episode`` is 0 for what belongs to the whole series. ``before`` is an earlier text that has been
    translated as ``was``: small edits want small changes."""

    id: str
    text: str
    episode: int = 0
    speaker: str = ""
    delivery: str = ""
    before: str = ""
    was: str = ""


class Translator(Protocol):
    """Translates what is spoken and shown. None is built in."""

    name: str

    def translate(
        self,
        sources: Sequence[Source],
        *,
        source_language: str,
        language: str,
        known: Mapping[str, str],
    ) -> Mapping[str, str]:
        """The translation of each of ``sources`` by its id, in the order of the story. What cannot be
        translated may be left out: it is asked for again the next time. ``known`` is what has been translated
        already, by id, so that names and turns of phrase stay the same."""
        ...
