"""A script of any kind → a series folder that holds it word for word, with a report that proves it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reelwright.build.store import write_error
from reelwright.casting import default_character
from reelwright.casting.pinning import character_file
from reelwright.errors import BadInput, BuildFailed, Notice
from reelwright.formats import duanju, named_lines
from reelwright.formats.coverage import Coverage, coverage_of
from reelwright.formats.fountain import read_fountain
from reelwright.formats.fountain_writer import write_fountain
from reelwright.formats.imported import Imported, Left
from reelwright.formats.recognition import LAYOUTS, read_foreign
from reelwright.formats.script_file import require_dialogue
from reelwright.screenplay import Element, Screenplay
from reelwright.screenplay.documents import TitleField
from reelwright.screenplay.scenes import scenes_of, screenplay_of
from reelwright.studio.series import SERIES_FILE, slug_of
from reelwright.studio.story import must_be_free
from reelwright.writing.pace import PLACE_S, item_s, pulls

REPORT, FRONT = "import.md", "front-matter.md"
_OUR_FAULT = "Nothing was written. This is a fault of the program; name another layout with --as."
SHORTEST_S, WANTED_S, LONGEST_S = 60.0, 85.0, 120.0
"""How long an episode becomes where the script has no breaks of its own."""
_AT_A_SCENE, _AT_A_HOOK = 20.0, 30.0
"""What the end of a scene and a line that pulls are worth, in seconds beside the wanted length."""


@dataclass(frozen=True)
class ImportedSeries:
    """What was imported, how it was understood, and the proof. ``split`` says that the breaks are ours."""

    folder: Path
    title: str
    layout: str
    because: str
    episode_count: int
    line_count: int
    is_split: bool
    coverage: Coverage
    left: tuple[Left, ...]
    notices: tuple[Notice, ...]


def import_series(path: Path, *, layout: str = "", out: Path | None = None) -> ImportedSeries:
    """Read the script at ``path`` and write a series into a new folder (``out``, or one called like the
    title). Raises ``BadInput`` for a script that cannot be read or where nobody speaks, and for a folder with
    something in it; ``CannotWrite``; ``BuildFailed`` when a word would be lost, which is our fault."""
    if out is not None:
        must_be_free(out)
    read, notices = read_foreign(path, layout=layout)
    title = read.title or path.stem
    folder = out if out is not None else Path(slug_of(title))
    must_be_free(folder)
    is_split = not read.breaks
    if is_split:
        read.breaks = [(at, "") for at in hooks_in(read.elements)]
    episodes = [
        _episode(elements, title, episode_title, read)
        for elements, episode_title in _parts(read.elements, read.breaks)
    ]
    for number, episode in enumerate(episodes, 1):
        require_dialogue(msgspec.structs.replace(episode, source_name=f"{path}, episode {number}"))
    texts = [write_fountain(episode) for episode in episodes]
    written = [read_fountain(text) for text in texts]
    _must_be_the_same(episodes, written)
    left = [*read.left, *(Left(line.number, line.text.strip(), f"stands in {FRONT}") for line in read.front)]
    left += _left_breaks(read, left)
    proof = coverage_of(read.source, left, written)
    if proof.lost and read.layout not in ("fountain", "fdx"):
        raise BuildFailed(
            f"{len(proof.lost)} lines of the script would be lost",
            where=f"{path}:{proof.lost[0].number}",
            next_step=_OUR_FAULT,
        )
    made = ImportedSeries(
        folder=folder,
        title=title,
        layout=read.layout,
        because=read.because,
        episode_count=len(episodes),
        line_count=sum(len(episode.lines) for episode in written),
        is_split=is_split and len(episodes) > 1,
        coverage=proof,
        left=tuple(left),
        notices=notices,
    )
    _write(made, texts, read, written[0].language)
    return made


def hooks_in(elements: Sequence[Element]) -> list[int]:
    """Where to begin an episode in a script without breaks, as positions in ``elements``, the first 0. Each
    ends between ``SHORTEST_S`` and ``LONGEST_S``, as near to ``WANTED_S`` as there is the end of a scene, or
    a line that leaves something open; a script that is not longer stays whole."""
    starts = [0]
    ends = _possible_ends(elements)
    steps = [_seconds(elements[a:b]) for a, b in itertools.pairwise([0, *ends, len(elements)])]
    lengths = list(itertools.accumulate(steps))
    total = lengths[-1]
    begun_s = 0.0
    while total - begun_s > LONGEST_S:
        within = [
            (end, at_s)
            for end, at_s in zip(ends, lengths, strict=False)
            if SHORTEST_S <= at_s - begun_s <= LONGEST_S and total - at_s >= SHORTEST_S / 2
        ]
        if not within:
            break
        end, begun_s = max(within, key=lambda pair: _worth(elements, pair[0], pair[1] - begun_s))
        starts.append(end)
    return starts


def _possible_ends(elements: Sequence[Element]) -> list[int]:
    """Positions right after a speech, or before a heading."""
    return [
        position
        for position in range(1, len(elements))
        if elements[position].kind == "scene-heading"
        or (elements[position - 1].kind == "dialogue" and elements[position].kind in ("character", "action"))
    ]


def _worth(elements: Sequence[Element], end: int, length: float) -> float:
    said = next((e.text for e in reversed(elements[:end]) if e.kind == "dialogue"), "")
    ends_scene = elements[end].kind == "scene-heading"
    return _AT_A_SCENE * ends_scene + _AT_A_HOOK * pulls(said) - abs(length - WANTED_S)


def _seconds(elements: Sequence[Element]) -> float:
    scenes = scenes_of(elements)
    headings = sum(element.kind == "scene-heading" for element in elements)
    return PLACE_S * headings + sum(item_s(item) for scene in scenes for item in scene.items)


def _parts(elements: Sequence[Element], breaks: Sequence[tuple[int, str]]) -> list[tuple[list[Element], str]]:
    """The elements of each episode with its title. What stands before the first break (``FADE IN:``) belongs
    to the first; where an episode goes on within a scene, the heading is said again."""
    starts = [0 if number == 0 else at for number, (at, _) in enumerate(breaks)]
    parts: list[tuple[list[Element], str]] = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(elements)
        part = list(elements[start:end])
        if part and not _opens(part):
            heading = next((e for e in reversed(elements[:start]) if e.kind == "scene-heading"), None)
            if heading is not None:
                part.insert(0, msgspec.structs.replace(heading, raw="", notes=(), scene_number=""))
        if any(element.kind != "blank" for element in part):
            parts.append((part, breaks[number][1]))
    return parts


def _opens(part: Sequence[Element]) -> bool:
    first = next((e for e in part if e.kind not in ("blank", "transition", "note", "synopsis")), None)
    return first is None or first.kind == "scene-heading"


def _episode(elements: list[Element], title: str, episode_title: str, read: Imported) -> Screenplay:
    fields = list(read.fields) or [TitleField(key="Author", values=(read.author,))] * bool(read.author)
    named = {field.key.casefold() for field in fields}
    if "title" not in named and title:
        fields.insert(0, TitleField(key="Title", values=(title,)))
    if episode_title:
        fields = [field for field in fields if field.key.casefold() != "episode title"]
        fields.append(TitleField(key="Episode title", values=(episode_title,)))
    return screenplay_of(elements, title_page=tuple(fields))


def _must_be_the_same(episodes: Sequence[Screenplay], written: Sequence[Screenplay]) -> None:
    """What was written is read as what it was: another reader's elements, not only its words."""

    def told(screenplay: Screenplay) -> list[tuple[str, str, str]]:
        return [
            (e.kind, " ".join(e.text.split()), e.extension) for e in screenplay.elements if e.kind != "blank"
        ]

    for number, (before, after) in enumerate(zip(episodes, written, strict=True), 1):
        for one, other in zip(told(before), told(after), strict=False):
            if one != other:
                raise BuildFailed(
                    f"A {one[0]} would be read as a {other[0]}: {one[1][:60]!r}",
                    where=f"episode {number}",
                    next_step=_OUR_FAULT,
                )
        if len(told(before)) != len(told(after)):
            raise BuildFailed("Elements would be lost", where=f"episode {number}")


def _left_breaks(read: Imported, left: Sequence[Left]) -> list[Left]:
    """The lines that begin episodes: their titles stand on the title pages."""
    named = {one.number for one in left}
    taken = {element.source_line for element in read.elements}
    found = []
    for line in read.source:
        text = duanju.plain(line.text)
        is_break = duanju.EPISODE.fullmatch(text) or named_lines.EPISODE.fullmatch(text)
        if is_break and line.number not in named and line.number not in taken:
            found.append(Left(line.number, line.text.strip(), "begins an episode"))
    return found


def _write(made: ImportedSeries, texts: Sequence[str], read: Imported, language: str) -> None:
    digits = max(2, len(str(len(texts))))
    settings = {"title": made.title, "language": language}
    files = {
        SERIES_FILE: "".join(f"{k} = {msgspec.json.encode(v).decode()}\n" for k, v in settings.items()),
        REPORT: report_of(made),
    }
    if read.front:
        files[FRONT] = "\n".join(line.text.strip() for line in read.front) + "\n"
    files |= {f"episodes/{number:0{digits}}.fountain": text for number, text in enumerate(texts, 1)}
    files |= _cast_of(read)
    try:
        for name, text in files.items():
            path = made.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    except OSError as problem:
        raise write_error(problem, made.folder) from problem


def _cast_of(read: Imported) -> dict[str, str]:
    """A file for whoever speaks and is described before the first scene: face, age and trade from there."""
    speakers = dict.fromkeys(element.text for element in read.elements if element.kind == "character")
    files: dict[str, str] = {}
    cast: list[object] = []
    for name in speakers:
        told = [
            line.text for line in read.front if name in line.text or name.casefold() in line.text.casefold()
        ]
        described = [text for text in told if text.lstrip("-*• ").casefold().startswith(name.casefold())]
        if described:
            person = default_character(name, described, tuple(cast))  # type: ignore[arg-type]
            cast.append(person)
            files[f"cast/{person.key}.toml"] = character_file(person)
    return files


def report_of(made: ImportedSeries) -> str:
    """The coverage as Markdown: how the script was understood, the count, and every line that is left out."""
    proof = made.coverage
    rows = [
        f"# {made.title}: what was imported",
        "",
        f"Read as {LAYOUTS[made.layout]}, because {made.because}.",
        "",
        f"- {made.episode_count} episodes, {made.line_count} spoken lines"
        + ("; the breaks are the program's, at hooks" if made.is_split else ""),
        f"- {proof.line_count} lines with words: {proof.taken} whole in the scripts, "
        f"{proof.listed} listed below, {len(proof.lost)} lost",
        f"- words that are not the script's own: {len(proof.added)}"
        + (" (headings said again at a break)" if proof.added else ""),
        f"- the words stand in the script's order: {'yes' if proof.is_in_order else 'no'}",
    ]
    if made.left:
        rows += ["", "| line | text | why it is not in a script |", "| --- | --- | --- |"]
        rows += [f"| {one.number} | {one.text.replace('|', '/')} | {one.reason} |" for one in made.left]
    return "\n".join(rows) + "\n"


def convert(source: Path, to: Path) -> tuple[Notice, ...]:
    """Write a script, or all episodes of a series folder, in the form that the suffix of ``to`` names; no
    word changes. Raises ``BadInput``, also for a file that is there, and ``CannotWrite``."""
    from reelwright.formats.script_file import write_scripts
    from reelwright.studio.series import open_series

    if source.is_dir():
        files = open_series(source).episodes
        scripts = [read_fountain(file.path.read_text(encoding="utf-8-sig")) for file in files]
        notices: tuple[Notice, ...] = ()
    else:
        read, notices = read_foreign(source)
        parts = _parts(read.elements, read.breaks or [(0, "")])
        scripts = [_episode(elements, read.title, title, read) for elements, title in parts]
    if not scripts:
        raise BadInput("There is no episode in it", where=str(source), next_step="Name a script.")
    write_scripts(scripts, to)
    return notices
