"""Answers of a model ↔ files in the series, each under the digest of its question: none is paid for twice."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec

from reelwright.build.digest import digest_of_document
from reelwright.build.store import write_error
from reelwright.clients.chat import Answer, Question
from reelwright.writing.model_prompts import tokens_of
from reelwright.writing.tokens import Tokens


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it lies in the folder. ``step`` is what it was asked for (``beats/3``), ``tokens``
    what it took, asked and said, by the server's count or by ours."""

    key: str
    step: str
    model: str
    tokens: int
    wall_s: float
    answer: Answer

    @property
    def taken(self) -> Tokens:
        """What was asked and what was said; where the server did not count, the answer's length says it."""
        said = min(self.tokens, self.answer.said_tokens or tokens_of(self.answer.text))
        return Tokens(self.tokens - said, said)


def key_of_question(question: Question) -> str:
    """The digest under which an answer is kept."""
    return digest_of_document("chat", 1, question)


class AnswerFolder:
    """Used by many threads at once; every file is written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> Kept | None:
        """The answer kept under ``key``. A damaged file counts as none."""
        try:
            return msgspec.json.decode(self._path(key).read_bytes(), type=Kept)
        except (OSError, msgspec.MsgspecError):
            return None

    def keep(self, kept: Kept) -> None:
        """Durable when this returns. Raises ``CannotWrite``."""
        write_whole(self._path(kept.key), msgspec.json.format(msgspec.json.encode(kept), indent=1))

    def all(self) -> list[Kept]:
        """Every answer, in the order of the keys."""
        names = sorted(path.stem for path in self._folder.glob("*.json"))
        return [kept for name in names if (kept := self.find(name)) is not None]

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, durably. Raises ``CannotWrite``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as problem:
        raise write_error(problem, path) from problem
