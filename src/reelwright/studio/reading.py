"""A series on disk → its scripts read, in the language it is made in."""

from __future__ import annotations

from reelwright.errors import BadInput
from reelwright.formats.po import read_po
from reelwright.production.script import ReadSeries, read_series
from reelwright.production.translation import Translation
from reelwright.studio.series import Series
from reelwright.voice.reading import house_language

_HOUSE = ("en", "zh")


def read_scripts(series: Series) -> ReadSeries:
    """All scripts of ``series``; of a translated one with its lines in the other language. Writes nothing.
    Raises ``BadInput``."""
    return _read(series, translation_of(series))


def read_original(series: Series) -> ReadSeries:
    """The scripts in the language they were written in, also of a translated series."""
    return _read(series.original or series, None)


def translation_of(series: Series) -> Translation | None:
    """What a translated series says; ``None`` for one that is its own original. Raises ``BadInput``."""
    path = series.catalogue
    if path is None or series.original is None:
        return None
    if not path.is_file():
        raise BadInput(
            "The translated series has no lines",
            where=str(path),
            next_step=f"Write them with: reelwright localise {series.folder}",
        )
    entries = [entry for entry in read_po(path) if entry.text and not entry.is_obsolete]
    sources = {entry.context: entry.source for entry in entries}
    home = read_original(series)
    now = {line.id: line.text for screenplay in home.screenplays.values() for line in screenplay.lines}
    edited = {key for key, source in sources.items() if key in now and now[key] != source}
    plain = house_language(series.facts.language)
    return Translation(
        # What the house knows well it knows by its plain name: zh-CN is zh to voices and cards.
        language=plain if plain in _HOUSE else series.facts.language,
        path=path,
        home_language=home.language,
        home_title=home.title,
        texts={entry.context: entry.text for entry in entries},
        stale=frozenset(edited | {entry.context for entry in entries if entry.is_fuzzy}),
    )


def _read(series: Series, translation: Translation | None) -> ReadSeries:
    scripts = [(episode.number, episode.path) for episode in series.episodes]
    return read_series(
        scripts,
        series.lines_path,
        series.cast_folder,
        series.facts,
        slug=series.slug,
        translation=translation,
    )
