"""Everything the docs say in code or commands is true today."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from reelwright.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (f"{page.relative_to(ROOT)}#{number}", code)
        for page in PAGES
        for number, (kind, code) in enumerate(FENCE.findall(page.read_text(encoding="utf-8")))
        if kind == language
    ]


@pytest.mark.parametrize(("where", "code"), blocks("python"))
def test_python_in_the_docs_runs(where: str, code: str) -> None:
    """Each block runs by itself from the root of the repository."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{where}\n{done.stderr}"


def commands() -> dict[str, Any]:
    """Every command of the program by the words that call it: ``make``, ``look shot``."""
    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found |= {f"{name} {word}": one for word, one in inner.items()} if inner else {name: command}
    return found


@pytest.mark.parametrize(("where", "code"), blocks("sh"))
def test_commands_in_the_docs_exist(where: str, code: str) -> None:
    """Each `reelwright …` names a command with options it has; each `make …` a target."""
    known = commands()
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M)
    for line in code.splitlines():
        words = shlex.split(line, comments=True)
        if not words:
            continue
        assert words[0] in ("reelwright", "make", "pip"), f"{where}: {line}"
        if words[0] == "make":
            assert words[1] in targets, f"{where}: {line}"
        if words[0] == "reelwright":
            called = next((name for name in (" ".join(words[1:3]), words[1]) if name in known), None)
            assert called, f"{where}: {line}"
            options = {name for parameter in known[called].params for name in parameter.opts}
            assert {word for word in words if word.startswith("-")} <= options, f"{where}: {line}"


def test_every_command_and_option_is_documented() -> None:
    """docs/cli.md names all of them, and nothing that is not there."""
    page = (ROOT / "docs/cli.md").read_text()
    known = commands()
    rows = dict(re.findall(r"^\| `(\w+(?: \w+)?)` \|[^|]*\|([^|]*)\|$", page, re.M))
    assert rows.keys() == known.keys()
    for name, command in known.items():
        options = {o for p in command.params for o in p.opts if o.startswith("--") and o != "--help"}
        assert set(re.findall(r"`(--[\w-]+)`", rows[name])) == options, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link names a file or folder of the repository."""
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_third_party_page_is_current() -> None:
    """The list of licences is that of the dependencies."""
    subprocess.run([sys.executable, "tools/third_party.py", "--check"], cwd=ROOT, check=True)


def test_numbers_in_the_readme_are_current() -> None:
    """The table is the one that the last benchmark wrote."""
    subprocess.run([sys.executable, "tools/numbers.py", "--check"], cwd=ROOT, check=True)


def test_no_registry_or_machine_path_is_tracked() -> None:
    """Nothing in the repository names a registry's host, a mirror or a folder of one machine."""
    marks = r"https?://[a-z0-9.-]*(regist[r]y|py[p]i|pythonho[s]ted|debi[a]n|mirr[o]r)[a-z0-9.-]*|/wor[k]/|/far[m]/|/roo[t]/"
    found = subprocess.run(
        ["git", "grep", "-nIE", marks, "--", ".", ":!.gitignore"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
    assert "://" not in (ROOT / "constraints.txt").read_text()
