"""Script files → episodes planned down to the shot, with permanent line ids and a cast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reelwright.casting import cast_for
from reelwright.casting.documents import Character
from reelwright.errors import BadInput, Notice
from reelwright.formats.fountain import read_fountain
from reelwright.formats.text_encoding import read_text
from reelwright.production.settings import Facts
from reelwright.screenplay import Screenplay
from reelwright.screenplay.line_ids import LineRegister, assign_ids
from reelwright.screenplay.notices import script_notices
from reelwright.storyboard import storyboard
from reelwright.storyboard.documents import Storyboard


@dataclass(frozen=True)
class EpisodePlan:
    """One episode, read and planned: everything that its artefacts depend on but the engines."""

    number: int
    series_title: str
    series_slug: str
    episode_title: str
    language: str
    facts: Facts
    screenplay: Screenplay
    storyboard: Storyboard
    cast: Mapping[str, Character]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class ReadSeries:
    """All the episodes of a series, and the line register to keep beside them."""

    plans: tuple[EpisodePlan, ...]
    lines_json: bytes
    notices: tuple[Notice, ...]


def read_script(path: Path, lines_path: Path, seed: int) -> tuple[Screenplay, tuple[Notice, ...]]:
    """One script with the ids its lines have, or would get; writes nothing. Raises ``BadInput``."""
    screenplay = read_fountain(read_text(path), source_name=str(path))
    screenplay, _ = assign_ids(screenplay, _register(lines_path), episode=_episode_of(path), seed=seed)
    return screenplay, script_notices(screenplay)


def read_series(
    scripts: Sequence[tuple[int, Path]],
    lines_path: Path,
    cast_folder: Path | None,
    facts: Facts,
    *,
    slug: str,
) -> ReadSeries:
    """Read every episode, so that the cast and the ids are the series' own whichever episode is
    made. Raises ``BadInput`` for the first script that cannot be made."""
    register = _register(lines_path)
    screenplays: list[tuple[int, Screenplay]] = []
    for number, path in scripts:
        screenplay = read_fountain(read_text(path), source_name=str(path))
        if not screenplay.lines:
            raise BadInput(
                "The script has no dialogue at all",
                where=f"{path}:1:1",
                next_step="Write a name in capitals on a line of its own, and under it what is said.",
            )
        screenplay, register = assign_ids(screenplay, register, episode=number, seed=facts.seed)
        screenplays.append((number, screenplay))
    cast, cast_notices = cast_for([screenplay for _, screenplay in screenplays], cast_folder)
    first = screenplays[0][1]
    language = facts.language or first.language
    title = facts.title or first.title_field("Title") or slug
    plans = []
    for number, screenplay in screenplays:
        board, notices = storyboard(screenplay, cast, episode=number, series_title=title, language=language)
        plans.append(
            EpisodePlan(
                number=number,
                series_title=title,
                series_slug=slug,
                episode_title=_episode_title(screenplay, title),
                language=language,
                facts=facts,
                screenplay=screenplay,
                storyboard=board,
                cast=cast,
                notices=tuple(script_notices(screenplay)) + tuple(notices),
            )
        )
    return ReadSeries(tuple(plans), register.to_json(), tuple(cast_notices))


def _register(path: Path) -> LineRegister:
    try:
        return LineRegister.from_json(path.read_bytes(), source_name=str(path))
    except FileNotFoundError:
        return LineRegister()
    except OSError as problem:
        raise BadInput(f"The line register cannot be read: {problem.strerror}", where=str(path)) from None


def _episode_of(path: Path) -> int:
    digits = path.stem.split("-")[0].split("_")[0].split(" ")[0]
    return int(digits) if digits.isdecimal() else 1


def _episode_title(screenplay: Screenplay, series_title: str) -> str:
    for key in ("Episode title", "Subtitle", "Episode"):
        if value := screenplay.title_field(key):
            return value
    title = screenplay.title_field("Title")
    return title if title and title != series_title else ""
