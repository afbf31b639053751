"""A story in prose, and a model that reads it → the synopsis from which the bible of a series is written."""

from __future__ import annotations

from pathlib import Path

from reelwright.writing.answer_folder import write_whole
from reelwright.writing.manuscript import WRITING_FOLDER
from reelwright.writing.model_reader import ModelReader

PROSE_FILE, SYNOPSIS_FILE = "prose.txt", "synopsis.txt"


def keep_prose(folder: Path, prose: str) -> None:
    """Put the story into a new series. Raises ``CannotWrite``."""
    write_whole(folder / WRITING_FOLDER / PROSE_FILE, prose.encode())


def unread_prose(folder: Path) -> str:
    """The prose that the series is made from and that nobody has read yet; empty where there is none."""
    prose = folder / WRITING_FOLDER / PROSE_FILE
    is_read = (folder / WRITING_FOLDER / SYNOPSIS_FILE).is_file()
    return prose.read_text(encoding="utf-8-sig") if prose.is_file() and not is_read else ""


def synopsis_of(folder: Path) -> str:
    """What was told of the prose, as it reads now; empty where there is none."""
    synopsis = folder / WRITING_FOLDER / SYNOPSIS_FILE
    return synopsis.read_text(encoding="utf-8-sig").strip() if synopsis.is_file() else ""


def read_prose(folder: Path, reader: ModelReader) -> str:
    """The synopsis that ``reader`` makes of the prose, kept as a file to be edited like the others. Raises
    what ``ModelReader.synopsis`` does."""
    story = reader.synopsis(unread_prose(folder))
    write_whole(folder / WRITING_FOLDER / SYNOPSIS_FILE, f"{story}\n".encode())
    return story
