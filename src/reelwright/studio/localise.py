"""A series and a language → the catalogue of its texts beside it, and what is still to be translated."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reelwright.errors import BadInput
from reelwright.formats.po import PoEntry, read_po, write_po
from reelwright.production.script import ReadSeries
from reelwright.production.translation import (
    LOGLINE,
    TAGLINE,
    TITLE,
    episode_title_key,
    name_texts,
)
from reelwright.screenplay import save_register
from reelwright.storyboard.translated import shown_texts
from reelwright.studio.outputs import write_if_changed
from reelwright.studio.reading import read_original
from reelwright.studio.series import CATALOGUE_FILE, SERIES_FILE, TRANSLATED_FOLDER, Series
from reelwright.voice.reading import house_language
from reelwright.writing.translator import Source, Translator

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Localisation:
    """How far a translation is. ``missing`` have no text, ``stale`` were translated from an earlier one,
    ``extra`` stand in the catalogue and no longer in the series. ``folder`` is the translated series."""

    folder: Path
    language: str
    translated: int
    missing: tuple[PoEntry, ...]
    stale: tuple[PoEntry, ...]
    extra: tuple[PoEntry, ...]

    @property
    def catalogue(self) -> Path:
        return self.folder / CATALOGUE_FILE


def localise(
    series: Series, language: str = "", *, take: Path | None = None, translator: Translator | None = None
) -> Localisation:
    """Bring ``localised/LANGUAGE/`` up to date: its settings when there are none, and its catalogue with
    every text of the series. What was translated stays; what was edited since is marked fuzzy; what is gone
    is kept as obsolete. ``take`` is a catalogue that a translator sends back, ``translator`` fills what is
    missing or stale. Raises ``BadInput``, ``CannotWrite``."""
    read, folder, language = _asked_for(series, language)
    before = {entry.context: entry for entry in _entries(folder)}
    taken = read_po(take) if take is not None else ()
    for entry in taken:
        if entry.text.strip():
            before[entry.context] = entry
    sources = tuple(sources_of(read))
    entries = merged(sources, tuple(before.values()), _places(series, read))
    if translator is not None:
        entries = _filled(entries, sources, translator, read.language, language)
    home = (series.original or series).folder
    settings = folder / SERIES_FILE
    if not settings.is_file():
        told = Path(os.path.relpath(home, folder)).as_posix()
        text = f'original = "{told}"\nlanguage = "{language}"\n\n[voices]\n'
        write_if_changed(settings, text.encode())
    # The ids are in the catalogue now: from here on they must not change.
    save_register(series.lines_path, read.register)
    write_if_changed(folder / CATALOGUE_FILE, write_po(entries, language=language, title=read.title))
    return _state(folder, language, sources, entries, extra=_unknown(sources, before.values()))


def report(series: Series, language: str = "") -> Localisation:
    """How far the translation is. Writes nothing. Raises ``BadInput``."""
    read, folder, language = _asked_for(series, language)
    sources, before = tuple(sources_of(read)), _entries(folder)
    entries = merged(sources, before, _places(series, read))
    return _state(folder, language, sources, entries, extra=_unknown(sources, before))


def sources_of(read: ReadSeries) -> Iterator[Source]:
    """Every text of a series that is spoken or shown, in the order of the story."""
    for key, text in ((TITLE, read.title), (LOGLINE, read.facts.logline), (TAGLINE, read.facts.tagline)):
        if text:
            yield Source(id=key, text=text)
    for key, text in name_texts(read.cast):
        yield Source(id=key, text=text)
    for number, screenplay in read.screenplays.items():
        if title := read.episode_title(number):
            yield Source(id=episode_title_key(number), text=title, episode=number)
        for line in screenplay.lines:
            yield Source(
                id=line.id,
                text=line.text,
                episode=number,
                speaker=read.cast[line.speaker].name,
                delivery=", ".join((*line.extensions, *line.parentheticals)),
            )
        for key, text in shown_texts(read.board(number)):
            yield Source(id=key, text=text, episode=number)


def merged(
    sources: Sequence[Source], before: Sequence[PoEntry], places: Mapping[str, str]
) -> tuple[PoEntry, ...]:
    """An entry for each source with the translation it had, by its key; then what has no source any more, as
    obsolete. ``places`` says where in the scripts a line stands."""
    known = {entry.context: entry for entry in before}
    entries = [_entry(source, known.get(source.id), places.get(source.id, "")) for source in sources]
    there = {source.id for source in sources}
    gone = [
        replace(entry, is_obsolete=True)
        for entry in before
        if entry.context not in there and entry.text.strip()
    ]
    return (*entries, *gone)


def _entry(source: Source, known: PoEntry | None, place: str) -> PoEntry:
    said_by = f"{source.speaker} ({source.delivery})" if source.delivery else source.speaker
    where = f"episode {source.episode}" if source.episode else ""
    note = ", ".join(word for word in (said_by, where) if word)
    fresh = PoEntry(source.id, source.text, note=note, place=place)
    if known is None or not known.text.strip():
        return fresh
    kept = replace(fresh, text=known.text, remarks=known.remarks, previous=known.previous)
    was_for = known.previous if known.is_fuzzy and known.previous else known.source
    if known.source != source.text:
        is_back = source.text == was_for
        return replace(kept, is_fuzzy=not is_back, previous="" if is_back else was_for)
    return replace(kept, is_fuzzy=known.is_fuzzy, previous=known.previous if known.is_fuzzy else "")


def _filled(
    entries: tuple[PoEntry, ...],
    sources: Sequence[Source],
    translator: Translator,
    source_language: str,
    language: str,
) -> tuple[PoEntry, ...]:
    by_key = {entry.context: entry for entry in entries if not entry.is_obsolete}
    wanted = [
        Source(
            id=source.id,
            text=source.text,
            episode=source.episode,
            speaker=source.speaker,
            delivery=source.delivery,
            before=by_key[source.id].previous,
            was=by_key[source.id].text,
        )
        for source in sources
        if by_key[source.id].is_fuzzy or not by_key[source.id].text
    ]
    if not wanted:
        return entries
    known = {entry.context: entry.text for entry in by_key.values() if entry.text and not entry.is_fuzzy}
    said = translator.translate(wanted, source_language=source_language, language=language, known=known)
    return tuple(
        replace(entry, text=said[entry.context], is_fuzzy=False, previous="")
        if not entry.is_obsolete and said.get(entry.context, "").strip() and entry.context not in known
        else entry
        for entry in entries
    )


def _asked_for(series: Series, language: str) -> tuple[ReadSeries, Path, str]:
    """The original as read, the folder of the translated series, and its language."""
    original = series.original or series
    if not (original.folder / SERIES_FILE).is_file():
        raise BadInput(
            "A script by itself is not translated",
            where=str(original.episodes[0].path),
            next_step="Make a series folder of it: series.toml and episodes/01.fountain.",
        )
    language = language or (series.facts.language if series.original is not None else "")
    if not _LANGUAGE.fullmatch(language):
        raise BadInput(
            f"{language!r} is no language" if language else "It is not said into which language",
            where="--to",
            next_step="Write its tag: --to zh, --to en, --to pt-BR.",
        )
    read = read_original(series)
    if house_language(language) == house_language(read.language):
        raise BadInput(f"The series is in {read.language} already", where="--to")
    is_this = series.original is not None and series.facts.language == language
    return read, series.folder if is_this else original.folder / TRANSLATED_FOLDER / language, language


def _entries(folder: Path) -> tuple[PoEntry, ...]:
    path = folder / CATALOGUE_FILE
    return read_po(path) if path.is_file() else ()


def _places(series: Series, read: ReadSeries) -> dict[str, str]:
    """Where each line stands, told from the series' folder."""
    home = (series.original or series).folder
    paths = {episode.number: episode.path.relative_to(home).as_posix() for episode in series.episodes}
    return {
        line.id: f"{paths[number]}:{line.source_line}"
        for number, screenplay in read.screenplays.items()
        for line in screenplay.lines
    }


def _unknown(sources: Sequence[Source], entries: Iterable[PoEntry]) -> tuple[PoEntry, ...]:
    there = {source.id for source in sources}
    return tuple(e for e in entries if e.context not in there and e.text.strip() and not e.is_obsolete)


def _state(
    folder: Path,
    language: str,
    sources: Sequence[Source],
    entries: Sequence[PoEntry],
    *,
    extra: tuple[PoEntry, ...],
) -> Localisation:
    alive = entries[: len(sources)]
    missing = tuple(entry for entry in alive if not entry.text)
    stale = tuple(entry for entry in alive if entry.text and entry.is_fuzzy)
    done = len(alive) - len(missing) - len(stale)
    return Localisation(folder, language, done, missing, stale, extra)
