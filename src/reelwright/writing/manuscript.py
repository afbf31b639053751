"""The model writer's papers in a series folder: answers as files that anybody may edit, and what is stale."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from reelwright.build.digest import digest_of_bytes
from reelwright.clients.chat import Message, Question
from reelwright.errors import BadInput
from reelwright.writing import model_passes as passes
from reelwright.writing import model_script
from reelwright.writing.answer_folder import key_of_question, write_whole
from reelwright.writing.asking import AGAIN_TOKENS
from reelwright.writing.bible_file import toml_text
from reelwright.writing.model_documents import (
    Beats,
    BiblePlan,
    PlannedEpisode,
    Scenes,
    SeasonPart,
    WrittenEpisode,
    answer_schema,
)
from reelwright.writing.model_passes import ANSWER_KINDS, Passes, Step
from reelwright.writing.model_prompts import Prompts, tokens_of
from reelwright.writing.model_script import heads_in, heads_of, script_of
from reelwright.writing.model_telling import told_beats, told_bible, told_row, told_scenes
from reelwright.writing.options import WriterOptions

WRITING_FOLDER = "writing"
VERSIONED = "lines"
"""The pass that may be written in several versions: the first one whose answer is a script."""
LANGUAGE_NAMES = {"en": "English", "zh": "Simplified Chinese (简体中文)"}
_RECORD = "record.json"
_EPISODES_A_SECRET = 4
_HANZI_A_LINE = 18
_LINE_COUNT = "18 to 26"

T = TypeVar("T", bound=msgspec.Struct)


class State(StrEnum):
    """How a step stands. ``KEPT`` was edited, and what it was made of has changed since."""

    CURRENT = "current"
    EDITED = "edited"
    KEPT = "kept"
    STALE = "stale"
    MISSING = "missing"


IS_DUE = frozenset({State.STALE, State.MISSING})


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """``question`` and ``content`` are digests: of what was asked, and of the file as it was written. ``go``
    counts how often an answer was given up or asked for anew."""

    go: int = 0
    question: str = ""
    content: str = ""


@dataclass(frozen=True)
class Order:
    """What is to be written, by whom. ``story`` is the synopsis of the prose that it is made from."""

    logline: str
    language: str
    seed: int
    options: WriterOptions
    story: str = ""


class Manuscript:
    """The papers in ``folder``. Raises ``BadInput`` for one that was edited into what cannot be read."""

    def __init__(self, folder: Path, order: Order) -> None:
        self.folder, self.order = folder, order
        self.passes = Passes(order.options.episodes, order.options.context_tokens)
        self.prompts = Prompts(folder)
        self._digits = max(2, len(str(order.options.episodes)))
        self._record_path = folder / WRITING_FOLDER / _RECORD
        self._record = self._read_record()
        self._documents: dict[Step, tuple[tuple[int, int], msgspec.Struct]] = {}

    # -- files -----------------------------------------------------------------------------------

    def path(self, step: Step) -> Path:
        """Where the answer of ``step`` lies, in a form to be read and edited."""
        name = f"{step.number:0{self._digits}}"
        if step.kind == "polish":
            return self.folder / "episodes" / f"{name}.fountain"
        if step.kind == "bible":
            return self.folder / WRITING_FOLDER / "bible.toml"
        suffix = ".fountain" if step.kind == "lines" else ".toml"
        return self.folder / WRITING_FOLDER / step.kind / f"{name}{suffix}"

    def write(self, step: Step, document: msgspec.Struct, *, question: Question) -> None:
        """Keep an accepted answer to ``question`` as its file. Raises ``CannotWrite``."""
        data = self.text(step, document).encode()
        # Killed anywhere in here, the file is missing and is written again from the kept answer; a file that
        # is not as noted would count as edited.
        self.path(step).unlink(missing_ok=True)
        self._note(step, question=key_of_question(question), content=digest_of_bytes(data))
        write_whole(self.path(step), data)

    def is_ours(self, path: Path) -> bool:
        """Whether a file that follows from the answers is as it was written, or not there."""
        kept = self._record.get(self._name(path))
        return not path.exists() or (kept is not None and kept.content == digest_of_bytes(path.read_bytes()))

    def write_derived(self, path: Path, text: str) -> None:
        """Write a file that follows from the answers, unless somebody edited it."""
        if not self.is_ours(path):
            return
        data = text.encode()
        if not path.exists() or path.read_bytes() != data:
            write_whole(path, data)
        entry = _Entry(content=digest_of_bytes(data))
        if self._record.get(self._name(path)) != entry:
            self._record[self._name(path)] = entry
            self._save()

    # -- what is stale ---------------------------------------------------------------------------

    def states(self) -> dict[Step, State]:
        """Every step, in the order of the passes."""
        found: dict[Step, State] = {}
        for step in self.passes.steps():
            found[step] = self._state(step, any(found[need] in IS_DUE for need in self.passes.needs(step)))
        return found

    def go(self, step: Step) -> int:
        return self._record.get(step.address, _Entry()).go

    def ask_anew(self, step: Step) -> None:
        """The next question of ``step`` is another one: its answer was of no use, or is not wanted."""
        self._note(step, go=self.go(step) + 1, question="")

    def _state(self, step: Step, is_upset: bool) -> State:
        path = self.path(step)
        if not path.is_file():
            return State.MISSING
        entry = self._record.get(step.address, _Entry())
        is_edited = entry.content != digest_of_bytes(path.read_bytes())
        if is_upset:
            return State.KEPT if is_edited else State.STALE
        question = self.question(step)
        is_same = question is not None and entry.question == key_of_question(question)
        if is_edited:
            return State.EDITED if is_same or not entry.content else State.KEPT
        return State.CURRENT if is_same else State.STALE

    def versions(self, step: Step) -> int:
        """How many answers are asked for, of which one is kept."""
        return self.order.options.best_of if step.kind == VERSIONED else 1

    # -- questions -------------------------------------------------------------------------------

    def question(self, step: Step) -> Question | None:
        """What the model is asked for ``step``; ``None`` while something that stands in it is not written."""
        values = self._values(step)
        if values is None:
            return None
        options = self.order.options
        language = LANGUAGE_NAMES.get(self.order.language, self.order.language)
        whole = max(1, options.context_tokens - self.passes.answer_tokens(step.kind) - AGAIN_TOKENS)
        system = self.prompts.filled("system", {"language_name": language}, tokens_max=whole)
        asked = self.prompts.filled(
            step.kind,
            values,
            tokens_max=whole - tokens_of(system),
            shrinking=[key for key in ("earlier", "bible", "before", "after") if key in values],
        )
        return Question(
            model=options.model,
            messages=(Message("system", system), Message("user", asked)),
            schema_name=step.kind,
            schema=answer_schema(ANSWER_KINDS[step.kind]),
            temperature=options.temperature,
            seed=self.order.seed + 1000 * self.go(step),
            answer_tokens_max=self.passes.answer_tokens(step.kind),
        )

    def _values(self, step: Step) -> dict[str, str] | None:
        episodes = self.order.options.episodes
        if step.kind == "bible":
            secrets = max(1, min(8, round(episodes / _EPISODES_A_SECRET)))
            return {
                "logline": self.order.story or self.order.logline,
                "episodes": str(episodes),
                "secrets": str(secrets),
            }
        if any(not self.path(need).is_file() for need in self.passes.needs(step)):
            return None
        values = {"bible": told_bible(self.bible()), "episodes": str(episodes)}
        if step.kind == "season":
            first, last = self.passes.span(step)
            earlier = [told_row(self.row(number)) for number in range(first - 1, 0, -1)]
            return values | {
                "first": str(first), "last": str(last), "count": str(last - first + 1),
                "earlier": "\n".join(earlier) or "none yet",
            }  # fmt: skip
        values |= {"number": str(step.number), "this": told_row(self.row(step.number))}
        return values | self._of_episode(step)

    def _of_episode(self, step: Step) -> dict[str, str]:
        number = step.number
        if step.kind == "beats":
            return {
                "before": told_row(self.row(number - 1)) if number > 1 else "none, this is the first",
                "after": told_row(self.row(number + 1))
                if number < self.order.options.episodes
                else "none, this is the last",
            }
        if step.kind == "scenes":
            return {"beats": told_beats(self.document(Step("beats", number), Beats))}
        if step.kind == "lines":
            scenes = told_scenes(self.document(Step("scenes", number), Scenes))
            return {"scenes": scenes, "line_count": _LINE_COUNT, "hanzi": str(_HANZI_A_LINE)}
        script = self._script(Step("lines", number))
        count = str(len(heads_in(script)))
        return {"script": model_script.told(script), "scene_count": count, "hanzi": str(_HANZI_A_LINE)}

    # -- documents -------------------------------------------------------------------------------

    def bible(self) -> BiblePlan:
        return self.document(Step("bible"), BiblePlan)

    def row(self, number: int) -> PlannedEpisode:
        """The row of the season of episode ``number``."""
        part = self.passes.part_of(number)
        for row in self.document(part, SeasonPart).episodes:
            if row.number == number:
                return row
        raise BadInput(f"The season has no row for episode {number}", where=str(self.path(part)))

    def document(self, step: Step, kind: type[T]) -> T:
        """The answer of ``step`` as it lies in its file now."""
        path = self.path(step)
        try:
            seen = path.stat()
            stamp = (seen.st_mtime_ns, seen.st_size)
            known = self._documents.get(step)
            if known is None or known[0] != stamp:
                read = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), kind)
                known = self._documents[step] = (stamp, read)
            return cast(T, known[1])
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
            raise BadInput(
                f"The file is not right any more: {problem}",
                where=str(path),
                next_step="Mend it, or delete it to have it written again.",
            ) from None
        except OSError as problem:
            raise BadInput(f"The file cannot be read: {problem.strerror}", where=str(path)) from None

    def _script(self, step: Step) -> str:
        try:
            return self.path(step).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            raise BadInput(f"The script cannot be read: {problem}", where=str(self.path(step))) from None

    def accepting(self, step: Step) -> Callable[[msgspec.Struct], msgspec.Struct]:
        """What makes an answer for ``step`` fit to be kept, or raises ``BadAnswer``; for any thread."""
        if step.kind == "bible":
            return _checking(passes.check_bible)
        if step.kind == "season":
            plan, (first, last) = self.bible(), self.passes.span(step)
            return lambda part: passes.numbered_rows(plan, cast(SeasonPart, part), first, last)
        if step.kind == "beats":
            return _checking(passes.check_beats)
        if step.kind == "scenes":
            return _checking(passes.check_scenes)
        count = len(self._heads(step))
        return _checking(lambda episode: passes.check_lines(episode, count))

    def _heads(self, step: Step) -> list[model_script.SceneHead]:
        if step.kind == "polish":
            return heads_in(self._script(Step("lines", step.number)))
        scenes = self.document(Step("scenes", step.number), Scenes)
        return heads_of(scenes, self.order.language)

    def text(self, step: Step, document: msgspec.Struct) -> str:
        """An accepted answer as its file has it."""
        if not isinstance(document, WrittenEpisode):
            return toml_text(document)
        title = self.row(step.number).title
        return script_of(self._heads(step), document, title=self.bible().title, episode_title=title)

    # -- the record ------------------------------------------------------------------------------

    def _name(self, path: Path) -> str:
        return f"file:{path.relative_to(self.folder).as_posix()}"

    def _note(self, step: Step, **changes: object) -> None:
        before = self._record.get(step.address, _Entry())
        self._record[step.address] = msgspec.structs.replace(before, **changes)
        self._save()

    def _save(self) -> None:
        write_whole(self._record_path, msgspec.json.format(msgspec.json.encode(self._record), indent=1))

    def _read_record(self) -> dict[str, _Entry]:
        try:
            return msgspec.json.decode(self._record_path.read_bytes(), type=dict[str, _Entry])
        except (OSError, msgspec.MsgspecError):
            # Without it every file counts as somebody's own: nothing is overwritten.
            return {}


def _checking(check: Callable[..., None]) -> Callable[[msgspec.Struct], msgspec.Struct]:
    def accept(document: msgspec.Struct) -> msgspec.Struct:
        check(document)
        return document

    return accept
