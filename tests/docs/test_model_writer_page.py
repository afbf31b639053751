"""docs/model_writer.md names every setting with its default, every pass and every prompt."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import msgspec

from reelwright.writing.model_passes import PASSES
from reelwright.writing.model_prompts import PROMPTS
from reelwright.writing.options import WriterOptions

TEXT = (Path(__file__).resolve().parents[2] / "docs/model_writer.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_page_with_its_default() -> None:
    """The same keys, each once."""
    rows = re.findall(r"^\| `writer\.(\w+)` \| `([^`]+)` \|", TEXT, re.M)
    assert {name: json.loads(default) for name, default in rows} == msgspec.to_builtins(WriterOptions())
    assert len(rows) == len(WriterOptions.__struct_fields__)


def test_the_settings_of_the_page_are_taken() -> None:
    """The example is one that the program reads."""
    (example,) = re.findall(r"^```toml\n(.*?)^```", TEXT, re.M | re.S)
    msgspec.convert(tomllib.loads(example)["writer"], WriterOptions)


def test_every_pass_and_prompt_is_named_and_there() -> None:
    """The package carries what the page lists."""
    assert re.findall(r"^\| `(\w+)` \| [^|]+ \| `(?:writing|episodes)/", TEXT, re.M) == list(PASSES)
    for name in PROMPTS:
        assert f"`{name}.md`" in TEXT
        assert (files("reelwright.writing") / f"prompts/{name}.md").is_file()
