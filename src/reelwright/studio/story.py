"""A draft → a series folder, ready to make."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from reelwright.build.store import write_error
from reelwright.casting import read_cast
from reelwright.casting.pinning import character_file
from reelwright.errors import BadInput
from reelwright.formats.script_file import read_script
from reelwright.screenplay import assign_ids, load_register
from reelwright.studio.series import SERIES_FILE, open_series, slug_of
from reelwright.writing.bible_file import BIBLE_FILE, BIBLE_PAGE, bible_page, bible_text, read_bible
from reelwright.writing.documents import Bible, Draft
from reelwright.writing.judge import BuiltInJudge, Judge, best_draft
from reelwright.writing.series_text import EpisodeText, SeriesText
from reelwright.writing.storyteller import BuiltInWriter, Writer


@dataclass(frozen=True)
class NewSeries:
    """What was written and where; ``why`` says, of several, why this one was kept."""

    draft: Draft
    folder: Path
    why: tuple[str, ...] = ()


def new_series(
    logline: str,
    *,
    episodes: int,
    language: str = "",
    seed: int = 1,
    form: str = "",
    best_of: int = 1,
    out: Path | None = None,
    writer: Writer | None = None,
    judge: Judge | None = None,
) -> NewSeries:
    """Write a series about ``logline`` into a new folder (``out``, or one called like the title). Of
    ``best_of`` drafts, seeds counted up from ``seed``, the judge's favourite is kept. Raises ``BadInput``
    when the folder has something in it, ``CannotWrite`` when it cannot be written."""
    writer, judge = writer or BuiltInWriter(), judge or BuiltInJudge()
    if out is not None:
        must_be_free(out)
    drafts = [
        writer.write(logline, episodes=episodes, language=language, seed=each, form=form)
        for each in range(seed, seed + best_of)
    ]
    draft, why = best_draft(drafts, judge)
    folder = out if out is not None else Path(slug_of(draft.bible.title))
    must_be_free(folder)
    write_series(draft, folder)
    return NewSeries(draft, folder, why)


def bible_of(path: Path) -> Bible:
    """The bible of the series at ``path``. Raises ``BadInput`` when it has none."""
    found = read_bible(open_series(path).folder)
    if found is None:
        raise BadInput(
            f"The series has no {BIBLE_FILE}",
            where=str(path),
            next_step="reelwright new writes one with the series.",
        )
    return found


def write_drawing(file: Path, drawing: str) -> None:
    """An SVG file. Raises ``CannotWrite``."""
    try:
        file.write_text(drawing, encoding="utf-8")
    except OSError as problem:
        raise write_error(problem, file) from problem


def must_be_free(folder: Path) -> None:
    """Raises ``BadInput`` for a folder, or a file, that there is already with something in it."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise BadInput(
            "There is something in the folder already",
            where=str(folder),
            next_step="Name another with --out.",
        )


def write_series(draft: Draft, folder: Path) -> None:
    """Everything of a draft as plain text: settings, bible, cast, episodes."""
    digits = max(2, len(str(len(draft.episodes))))
    files = {
        SERIES_FILE: _settings(draft),
        BIBLE_FILE: bible_text(draft.bible),
        BIBLE_PAGE: bible_page(draft.bible),
    }
    files |= {f"cast/{character.key}.toml": character_file(character) for character in draft.characters}
    files |= {
        f"episodes/{number:0{digits}}.fountain": text for number, text in enumerate(draft.episodes, start=1)
    }
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    except OSError as problem:
        raise write_error(problem, folder) from problem


def _settings(draft: Draft) -> str:
    bible = draft.bible
    rows: dict[str, object] = {
        "title": bible.title,
        "language": bible.language,
        "logline": bible.logline,
        "tagline": draft.tagline,
        "seed": bible.seed,
        "ensemble": draft.ensemble,
        "end_card": True,
    }
    return "".join(f"{key} = {msgspec.json.encode(value).decode()}\n" for key, value in rows.items())


def read_text(path: Path) -> SeriesText:
    """The series at ``path`` as its checker and its judge read it: scripts with ids, cast and bible. Writes
    nothing. Raises ``BadInput``."""
    series = open_series(path)
    episodes, register = [], load_register(series.lines_path)
    for file in series.episodes:
        screenplay, register = assign_ids(
            read_script(file.path), register, episode=file.number, seed=series.facts.seed
        )
        episodes.append(EpisodeText(file.number, screenplay))
    characters = read_cast(series.cast_folder)[0] if series.cast_folder is not None else ()
    return SeriesText(tuple(episodes), characters, read_bible(series.folder))
