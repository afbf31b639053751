"""A folder with ``series.toml``, or a bare script → the series that the studio works on."""

from __future__ import annotations

import math
import os
import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from reelwright.build import digest_of_bytes
from reelwright.camera.options import JobServer
from reelwright.errors import BadInput, Notice
from reelwright.production.prices import Prices, Tariff
from reelwright.production.settings import Engines, Facts, Format
from reelwright.voice.options import SherpaOnnx, SpeechServer

SERIES_FILE = "series.toml"
CATALOGUE_FILE = "episodes.po"
TRANSLATED_FOLDER = "localised"
"""Holds a folder for each language into which a series is translated."""
STORE_VARIABLE = "REELWRIGHT_STORE"
"""Names a store that several series and users of a machine share."""
_EPISODE_NAME = re.compile(r"^(\d{1,4})\b.*\.fountain$")
SCRIPT_SUFFIXES = (".fountain", ".txt", ".spmd", ".fdx")


@dataclass(frozen=True)
class EpisodeFile:
    """One script of the series."""

    number: int
    path: Path


@dataclass(frozen=True)
class Series:
    """A series on disk. ``folder`` holds everything that is the author's; ``build_folder`` is ours
    and may be deleted at any time."""

    folder: Path
    slug: str
    facts: Facts
    episodes: tuple[EpisodeFile, ...]
    lines_path: Path
    cast_folder: Path | None
    build_folder: Path
    shared_store: Path | None = None
    notices: tuple[Notice, ...] = ()
    original: Series | None = None
    """Of a translated series: the one it was translated from."""

    @property
    def catalogue(self) -> Path | None:
        """Of a translated series: the file that its lines stand in."""
        return self.folder / CATALOGUE_FILE if self.original is not None else None

    @property
    def store_folder(self) -> Path:
        """Where what is made is kept: in the build folder, or in a store that several series share."""
        return self.shared_store or self.build_folder / "store"

    @property
    def scope(self) -> str:
        """The name of this series in its store's records; in a shared one, two of the same name differ."""
        if self.shared_store is None:
            return self.slug
        return f"{self.slug}@{digest_of_bytes(str(self.folder.resolve()).encode())[:8]}"

    @property
    def preview_scope(self) -> str:
        """The name of what ``watch`` makes small of this series."""
        return f"{self.scope} preview"

    def episode(self, number: int) -> EpisodeFile:
        for episode in self.episodes:
            if episode.number == number:
                return episode
        have = ", ".join(str(e.number) for e in self.episodes)
        raise BadInput(
            f"There is no episode {number}", where=str(self.folder), next_step=f"The series has: {have}."
        )


def open_series(path: Path, *, out: Path | None = None, shared_store: Path | None = None) -> Series:
    """The series at ``path``: a folder with ``series.toml`` and ``episodes/NN.fountain``, or one
    script file. ``out`` overrides where the build goes, ``shared_store`` where what is made is kept (by
    default what ``REELWRIGHT_STORE`` names, or nothing).

    Raises ``BadInput`` for what is not there, cannot be read or breaks the form.
    """
    named = os.environ.get(STORE_VARIABLE)
    shared_store = shared_store or (Path(named) if named else None)
    if path.is_dir():
        opened = _open_folder(path, out)
        return replace(opened, shared_store=shared_store or opened.shared_store)
    if path.is_file():
        return replace(_open_script(path, out), shared_store=shared_store)
    raise BadInput(
        "There is no such file or folder",
        where=str(path),
        next_step="Give a series folder (with series.toml) or a .fountain script.",
    )


def slug_of(title: str) -> str:
    """A name fit for folders and addresses: lower-case words joined by hyphens (any alphabet)."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return re.sub(r"[^\w]+", "-", plain, flags=re.UNICODE).strip("-_") or "series"


def open_unwritten(folder: Path) -> Series:
    """The series in ``folder``, whose episodes may still have to be written. Raises ``BadInput``."""
    named = os.environ.get(STORE_VARIABLE)
    return replace(_open_folder(folder, None, is_written=False), shared_store=Path(named) if named else None)


def _open_folder(folder: Path, out: Path | None, *, is_written: bool = True) -> Series:
    facts_path = folder / SERIES_FILE
    if not facts_path.is_file():
        raise BadInput(
            f"The folder has no {SERIES_FILE}",
            where=str(folder),
            next_step="Give a series folder or a script file.",
        )
    tree = _read_tree(facts_path)
    if tree.get("original"):
        return _open_translated(folder, facts_path, tree, out)
    facts, notices = _facts_of(tree, facts_path)
    episodes = []
    for path in sorted((folder / "episodes").glob("*.fountain")):
        if match := _EPISODE_NAME.match(path.name):
            episodes.append(EpisodeFile(int(match[1]), path))
    if not episodes and is_written:
        raise BadInput(
            "The series has no episode",
            where=str(folder / "episodes"),
            next_step="Write the first one as episodes/01.fountain.",
        )
    numbers = [episode.number for episode in episodes]
    if twice := next((n for n in numbers if numbers.count(n) > 1), None):
        raise BadInput(f"Episode {twice} is there twice", where=str(folder / "episodes"))
    return Series(
        folder=folder,
        slug=slug_of(folder.resolve().name),
        facts=facts,
        episodes=tuple(sorted(episodes, key=lambda e: e.number)),
        lines_path=folder / "lines.json",
        cast_folder=folder / "cast",
        build_folder=out or folder / "build",
        notices=notices,
    )


def _open_translated(folder: Path, facts_path: Path, tree: dict[str, Any], out: Path | None) -> Series:
    """A series that is another one in other words: what its own settings do not say is as there."""
    if not isinstance(tree["original"], str):
        raise BadInput("A setting is not right: `original` names a folder", where=str(facts_path))
    home = Path(os.path.normpath(folder / tree["original"]))
    if not (home / SERIES_FILE).is_file():
        raise BadInput(
            f"There is no series to translate at {tree['original']!r}",
            where=str(facts_path),
            next_step="Write where it is as original, told from this folder.",
        )
    home_tree = _read_tree(home / SERIES_FILE)
    if home_tree.get("original"):
        raise BadInput("A translation of a translation is not made", where=str(facts_path))
    if not tree.get("language"):
        raise BadInput(
            "A translated series must say its language",
            where=str(facts_path),
            next_step='Write language = "zh".',
        )
    original = _open_folder(home, None)
    merged = home_tree | {
        key: home_tree[key] | value
        if isinstance(value, dict) and isinstance(home_tree.get(key), dict)
        else value
        for key, value in tree.items()
    }
    facts, notices = _facts_of(merged, facts_path)
    return replace(
        original,
        folder=folder,
        facts=facts,
        build_folder=out or folder / "build",
        shared_store=original.store_folder,
        notices=notices,
        original=original,
    )


def _open_script(path: Path, out: Path | None) -> Series:
    if path.suffix.lower() not in SCRIPT_SUFFIXES:
        raise BadInput(
            f"Scripts of the kind {path.suffix or 'without a suffix'} are not read yet",
            where=str(path),
            next_step=f"Give one of: {', '.join(SCRIPT_SUFFIXES)}.",
        )
    cast = path.parent / "cast"
    return Series(
        folder=path.parent,
        slug=slug_of(path.stem),
        facts=Facts(),
        episodes=(EpisodeFile(1, path),),
        lines_path=path.with_suffix(".lines.json"),
        cast_folder=cast if cast.is_dir() else None,
        build_folder=out or path.with_suffix(".build"),
    )


def _read_tree(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput("The file is not UTF-8 text", where=str(path)) from None
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"The file is not valid TOML: {problem}", where=str(path)) from None
    except OSError as problem:
        raise BadInput(f"The file cannot be read: {problem.strerror}", where=str(path)) from None


def _facts_of(tree: dict[str, Any], path: Path) -> tuple[Facts, tuple[Notice, ...]]:
    notices = tuple(
        Notice(
            code="unknown-setting",
            message=f"Nobody reads the setting {name!r}",
            where=str(path),
            next_step="It is kept and ignored.",
        )
        for name in _unknown(tree)
    )
    try:
        facts = msgspec.convert(tree, Facts)
    except msgspec.ValidationError as problem:
        raise BadInput(f"A setting is not right: {problem}", where=str(path)) from None
    _check_format(facts.format, path)
    _check_prices(facts.prices, path)
    return facts, notices


def _unknown(tree: dict[str, Any]) -> list[str]:
    known: dict[str, type[msgspec.Struct] | None] = dict.fromkeys(Facts.__struct_fields__)
    known |= {"format": Format, "engines": Engines, "prices": Prices}
    known |= {"speech_server": SpeechServer, "sherpa_onnx": SherpaOnnx, "job_server": JobServer}
    # Read by whoever writes (studio/model_writer.py): its room would cost every make 40 ms.
    known["writer"] = None
    unknown = [name for name in tree if name not in known]
    for table, kind in known.items():
        if kind is not None and isinstance(tree.get(table), dict):
            unknown += [f"{table}.{name}" for name in tree[table] if name not in kind.__struct_fields__]
    return unknown


def _check_format(form: Format, path: Path) -> None:
    for name, value, low, high in (
        ("width", form.width, 90, 4320),
        ("height", form.height, 160, 7680),
        ("fps", form.fps, 12, 60),
        ("crf", form.crf, 0, 51),
    ):
        if not low <= value <= high:
            raise BadInput(f"format.{name} is {value}; it must lie in {low}..{high}", where=str(path))
    if form.width % 2 or form.height % 2:
        raise BadInput("format.width and format.height must be even", where=str(path))


def _check_prices(prices: Prices, path: Path) -> None:
    for where, tariff in {
        "prices": prices,
        **{f"prices.engines.{n}": t for n, t in prices.engines.items()},
    }.items():
        for name in Tariff.__struct_fields__:
            price = getattr(tariff, name)
            if price is not None and not 0 <= price < math.inf:
                raise BadInput(f"{where}.{name} is {price}; it must be 0 or more", where=str(path))
    if not 0 <= prices.budget < math.inf:
        raise BadInput(f"prices.budget is {prices.budget}; it must be 0 (no limit) or more", where=str(path))
