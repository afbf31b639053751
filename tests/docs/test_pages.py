"""The map leads to every page, and the glossary's words to the modules that own them."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
OWNED = re.findall(r"^\| ([^|]+) \| ([^|]+) \| `([\w.]+)(?::(\w+))?` \|$", GLOSSARY, re.M)
WORDS = re.findall(r"^\| (?!word |---)([^|]+) \| [^|]+ \|", GLOSSARY, re.M)


def test_the_map_leads_to_every_page() -> None:
    """Each page, schema and folder of docs is linked, and the README links to the map."""
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in re.findall(r"\]\(([^)]+)\)", text)}
    wanted = {*DOCS.glob("*.md"), *DOCS.glob("schemas/*"), DOCS / "decisions"} - {DOCS / "index.md"}
    assert wanted <= linked
    assert "](docs/index.md)" in (DOCS.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("word", "module", "name"), [(w, m, n) for w, _, m, n in OWNED])
def test_every_owner_in_the_glossary_is_there(word: str, module: str, name: str) -> None:
    """The module can be imported and has the name."""
    owner = importlib.import_module(module)
    assert not name or hasattr(owner, name), f"{word}: {module} has no {name}"


def test_every_word_stands_once_with_an_owner_or_as_not_built() -> None:
    """A row that is written in another way would not be tested."""
    words = [word.strip() for word in WORDS]
    assert len(words) == len(set(words))
    built, _, planned = GLOSSARY.partition("## Not built yet")
    assert len(OWNED) == len(re.findall(r"^\| (?!word |---)", built, re.M)) > 50
    assert len(words) - len(OWNED) == len(re.findall(r"^\| (?!word |---)", planned, re.M))
