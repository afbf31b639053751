"""The player's modules: pure ones run under node; each asks only for words that the page carries."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import reelwright.theatre.web.player_words as words_module
from reelwright.theatre.web.player_words import player_words

WEB = Path(words_module.__file__).parent
MODULES = WEB / "static" / "player"


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_pure_modules_under_node() -> None:
    tests = Path(__file__).with_name("js") / "modules.test.mjs"
    done = subprocess.run(
        ["node", "--test", str(tests)],
        env=os.environ | {"PLAYER_MODULES": MODULES.as_uri()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_word_that_a_module_says_is_carried_by_the_page() -> None:
    carried = player_words(lambda text: text, lambda one, many, count: one if count == 1 else many)
    said = set()
    for module in MODULES.glob("*.js"):
        text = module.read_text()
        said |= set(re.findall(r'say\("(\w+)"', text))
        said |= {one for both in re.findall(r'say\([^)"]*\? "(\w+)" : "(\w+)"', text) for one in both}
    assert said <= set(carried)
    assert len(said) >= 15


def test_modules_are_small_and_ask_nobody_else() -> None:
    for module in MODULES.glob("*.js"):
        text = module.read_text()
        assert "innerHTML" not in text, module.name
        assert not re.search(r"https?://(?!www\.w3\.org)", text), module.name
        assert len(text.splitlines()) <= 300, f"{module.name}: split it"
