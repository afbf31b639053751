"""How long a script of 120 pages takes to become a series, in every form, and whether every line is in it."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from reelwright.formats.pdf import read_pdf_lines
from reelwright.formats.script_file import write_scripts
from reelwright.screenplay import Element, Screenplay
from reelwright.screenplay.documents import ElementKind, TitleField
from reelwright.screenplay.scenes import screenplay_of
from reelwright.studio.importing import import_series

SCENES = 142
"""As many as fill 120 pages."""
FORMS = (".fountain", ".fdx", ".docx", ".pdf")
FIXTURES = Path(__file__).resolve().parents[1] / "tests" / "formats" / "scripts"
_PLACES = ("KITCHEN", "OFFICE", "HOSPITAL WARD", "ROOFTOP", "STREET", "CAR")
_CHINESE_PLACES = ("厨房", "办公室", "医院病房", "天台")
_NAMES = ("MARA", "VICTOR", "JUNE", "OTTO", "THE NOTARY")
_WORDS = (
    "you", "knew", "about", "the", "letter", "and", "pool", "before", "any", "of", "us", "did", "nobody",
    "asked", "who", "signed", "it", "in", "spring", "when", "house", "was", "sold", "so", "tell", "me",
    "what", "he", "paid", "for", "her", "silence", "tonight",
)  # fmt: skip
_CHARACTERS = "他知道那封信是谁写的可是没有人问过她今晚想要什么"


def measure() -> dict[str, float]:
    """``import.pages120_s``: the slowest of Fountain, Final Draft, Word and PDF, reading to series on disk.
    ``import.coverage``: the share of source lines accounted for, over these, the two layouts of plain text
    and all fixtures of the tests."""
    shares: list[float] = []
    took: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for language in ("en", "zh"):
            script = long_script(language, SCENES)
            for suffix in (*FORMS, ".txt"):
                file = folder / f"{language}{suffix}"
                write_scripts([script], file)
                started_s = time.perf_counter()
                made = import_series(file, out=folder / f"{language}{suffix}-series")
                took[f"{language}{suffix}"] = time.perf_counter() - started_s
                shares.append(made.coverage.share)
        for file in sorted(file for file in FIXTURES.rglob("*") if file.is_file() and file.stem != "README"):
            if "novel" not in file.name:
                shares.append(import_series(file, out=folder / f"{file.name}-series").coverage.share)
        pages = max(line.page for line in read_pdf_lines((folder / "en.pdf").read_bytes()))
    print(", ".join(f"{form} {seconds:.2f} s" for form, seconds in took.items()), f"; {pages} pages as PDF")
    return {
        "import.pages120_s": max(seconds for form, seconds in took.items() if not form.endswith(".txt")),
        "import.coverage": sum(shares) / len(shares),
    }


def long_script(language: str, scenes: int) -> Screenplay:
    """A script of so many scenes of nine speeches; the same for the same arguments."""
    rng = random.Random(5)
    elements: list[Element] = []

    def add(kind: ElementKind, text: str) -> None:
        elements.append(Element(kind=kind, text=text, raw="", source_line=len(elements) + 1))

    def words(least: int, most: int) -> str:
        if language == "zh":
            return "".join(rng.choice(_CHARACTERS) for _ in range(rng.randint(least, most)))
        return " ".join(rng.choice(_WORDS) for _ in range(rng.randint(least, most))).capitalize() + "."

    for _ in range(scenes):
        if language == "zh":
            add(
                "scene-heading",
                f"内景 {rng.choice(('厨房', '办公室', '医院病房', '天台'))} {rng.choice('日夜')}",
            )
        else:
            add("scene-heading", f"INT. {rng.choice(_PLACES)} - {rng.choice(('DAY', 'NIGHT'))}")
        add("action", words(14, 30))
        for _ in range(9):
            add("character", rng.choice(("林晚", "顾沉", "顾母") if language == "zh" else _NAMES))
            if rng.random() < 0.2:
                add("parenthetical", "轻声" if language == "zh" else "quietly")
            add("dialogue", words(6, 18))
    return screenplay_of(elements, title_page=(TitleField(key="Title", values=("The Long Script",)),))
