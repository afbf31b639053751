"""A make after which nothing was touched → its outcome again, without reading a script.

Like git's index: what a make read and what it left are known by size and time of last change. As long as all
of that stands, planning would come to the same end. Whatever differs, be it one file, a newer program or
another option, the series is read and planned as ever: this can only save time.
"""

from __future__ import annotations

import os
import site
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

import reelwright
from reelwright.build.digest import digest_of_document
from reelwright.errors import Notice
from reelwright.studio.outputs import RECORDS, laying_out, write_if_changed
from reelwright.studio.report import EpisodeDone, Finished
from reelwright.studio.series import TRANSLATED_FOLDER, Series

T = TypeVar("T")
_RECORD = "last-make.json"
_FORM = 2
_SETTLED_S = 0.05
"""A file changed less than this before a make may change again with the same time of last change."""

_Look = tuple[str, int, int]
"""A path, and the size and the time of last change in ns of what lies there."""


class _LastMake(msgspec.Struct, frozen=True, kw_only=True):
    """What was read, what was left, and the outcome, with paths told from the build folder."""

    read: str
    left: str
    episodes: tuple[EpisodeDone, ...]
    notices: tuple[Notice, ...]


class _LastEpisode(msgspec.Struct, frozen=True, kw_only=True):
    """The same of one episode."""

    read: str
    left: str
    done: EpisodeDone


class LastMake:
    """The last make of ``series`` with the same ``numbers`` of episodes and the same ``request`` (the options
    that its outcome depends on).

    Begin before anything is read, so that a file edited during the make is not taken for one that was read.
    """

    def __init__(self, series: Series, numbers: Sequence[int], request: tuple[Any, ...]) -> None:
        self._series = series
        self._numbers = list(numbers)
        self._request = request
        self._notes = series.build_folder / RECORDS
        self._path = self._notes / _RECORD
        self._began_s = time.time()
        self._read_episodes: dict[int, str] = {}
        self._settled: set[int] = set()
        # A bare script lies among files that are none of its business.
        self._read = list(self._sources()) if (series.folder / "series.toml").is_file() else None

    def outcome(self) -> Finished | None:
        """What it left, when neither that nor anything it read has changed since."""
        if self._read is None:
            return None
        last = _noted(self._path, _LastMake)
        if last is None or last.read != self._read_digest() or last.left != self._left_digest():
            return None
        folder = self._series.build_folder
        return Finished(
            episode_folders={e.number: folder / f"{e.number:02d}" for e in last.episodes},
            release_folder=folder / "release",
            episodes=last.episodes,
            notices=last.notices,
            made_count=0,
        )

    def episode(self, number: int, read: str) -> EpisodeDone | None:
        """One episode as it was finished, when nothing of it changed since; ``read`` is the digest of what
        the scripts say of it."""
        if self._read is None:
            return None
        self._read_episodes[number] = self._episode_read_digest(read)
        last = _noted(self._episode_path(number), _LastEpisode)
        if last is None or last.read != self._read_episodes[number]:
            return None
        if last.left != self._episode_left_digest(number):
            return None
        self._settled.add(number)
        return last.done

    def remember(self, finished: Finished) -> None:
        """Note how a make ended, unless a source was touched while it ran or just before, or it is to be
        asked again."""
        if self._read is None:
            return
        if any(abs(self._began_s - mtime_ns / 1e9) < _SETTLED_S for _, _, mtime_ns in self._read):
            return
        if list(self._sources()) != self._read:
            return
        with laying_out(self._notes.parent):
            self._write(finished)

    def _write(self, finished: Finished) -> None:
        episodes = tuple(_as_kept(done) for done in finished.episodes)
        for done in episodes:
            # What is noted of a settled one was found to be true in this very run.
            if done.number in self._read_episodes.keys() - self._settled and not done.has_stand_ins:
                last_episode = _LastEpisode(
                    read=self._read_episodes[done.number],
                    left=self._episode_left_digest(done.number),
                    done=done,
                )
                write_if_changed(self._episode_path(done.number), msgspec.json.encode(last_episode))
        if finished.has_stand_ins:
            return
        last = _LastMake(
            read=self._read_digest(),
            left=self._left_digest(),
            episodes=episodes,
            notices=finished.notices,
        )
        write_if_changed(self._path, msgspec.json.encode(last))

    def _episode_path(self, number: int) -> Path:
        return self._notes / f"last-{number:02d}.json"

    def _episode_read_digest(self, read: str) -> str:
        return digest_of_document("last-episode/read", _FORM, [read, self._beside_the_scripts])

    @cached_property
    def _beside_the_scripts(self) -> str:
        """A digest of all that an episode depends on but the words of the scripts."""
        scripts = {str(episode.path) for episode in self._series.episodes}
        others = [look for look in self._read or () if look[0] not in scripts]
        return digest_of_document("last-make/beside", _FORM, [_program(), self._request, others])

    def _episode_left_digest(self, number: int) -> str:
        build, name = self._series.build_folder, f"{number:02d}"
        folders = [build / name, build / "release" / "episodes" / name]
        left = [look for folder in folders if folder.is_dir() for look in _looks(folder)]
        manifest = _look(build / "release" / "private" / "episodes" / f"{name}.json")
        return digest_of_document("last-episode/left", _FORM, [left, manifest])

    def _read_digest(self) -> str:
        lines = _look(self._series.lines_path)
        return digest_of_document(
            "last-make/read", _FORM, [_program(), self._numbers, self._request, lines, self._read]
        )

    def _left_digest(self) -> str:
        """Of the files laid out, and of the store's folders: one that lost an artefact looks different."""
        build = self._series.build_folder
        folders = [folder for folder in sorted(build.iterdir()) if folder.name not in ("store", RECORDS)]
        left = [look for folder in folders for look in _looks(folder)]
        kept = self._series.store_folder / "objects"
        objects = sorted(_look(path) for path in kept.iterdir()) if kept.is_dir() else []
        return digest_of_document("last-make/left", _FORM, [left, objects])

    def _sources(self) -> Iterator[_Look]:
        """Every file of the author's, and of a voice model that lies elsewhere. The line ids are the
        program's own: it may write them while it plans."""
        series = self._series
        homes = [series] if series.original is None else [series, series.original]
        for home in homes:
            # Other languages are none of the original's business.
            without = {home.build_folder.resolve(), (home.folder / TRANSLATED_FOLDER).resolve()}
            for look in _looks(home.folder, without=without):
                if look[0] != str(home.lines_path):
                    yield look
        model = self._series.facts.sherpa_onnx.folder
        if model:
            yield from _looks(self._series.folder / model)


def _noted(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None


def _as_kept(done: EpisodeDone) -> EpisodeDone:
    """As a later make tells it, which made nothing of it."""
    costs = tuple(msgspec.structs.replace(cost, made_now=0) for cost in done.costs)
    return msgspec.structs.replace(done, costs=costs)


def _program() -> list[Any]:
    """What another program would differ in: its files, the packages beside it, what steers it."""
    package = Path(reelwright.__file__).parent
    steering = sorted((k, v) for k, v in os.environ.items() if k.startswith("REELWRIGHT_"))
    places = [_look(Path(place)) for place in (*site.getsitepackages(), site.getusersitepackages())]
    return [sys.version, steering, places, [look for look in _looks(package) if not look[0].endswith(".pyc")]]


def _look(path: Path | str) -> _Look:
    try:
        seen = os.stat(path)  # noqa: PTH116 - of sixty thousand files, and a Path costs more than the look
    except OSError:
        return str(path), -1, -1
    return str(path), seen.st_size, seen.st_mtime_ns


def _looks(folder: Path | str, *, without: Collection[Path] = ()) -> Iterator[_Look]:
    """Every file under ``folder`` in order of its path; hidden ones and ``without`` are left out."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not without or Path(entry.path).resolve() not in without:
                yield from _looks(entry.path, without=without)
        else:
            yield _look(entry.path)
