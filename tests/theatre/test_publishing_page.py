"""docs/publishing.md: every command on it runs, in its order, on a release."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.theatre.releases import make_release

from reelwright.cli.app import app
from reelwright.errors import BadInput

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "publishing.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S)
    for line in block.splitlines()
    if line.startswith("reelwright ")
]


def words_of(line: str) -> list[str]:
    return [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)][1:]


def reelwright(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", "from reelwright.cli import main; main()", *words_of(line)]
    clean = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REELWRIGHT_MEDIA")}
    return subprocess.run(call, cwd=folder, env=clean, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page")
    make_release(made / "my-series" / "build" / "release", slug="my-series", episodes=4)
    return made


def test_the_commands_of_the_page_run(folder: Path) -> None:
    assert len(COMMANDS) >= 8
    said = []
    for line in COMMANDS:
        if "--to" in line:  # tests/theatre/web/test_uploads.py runs it: it needs a theatre elsewhere
            continue
        ran = reelwright(line, folder)
        assert ran.returncode == 0, f"{line}\n{ran.stdout}{ran.stderr}"
        said.append(ran.stdout)
    assert "4 episodes new (1-4)" in said[0] and "10 coins after 3 free" in said[1]
    assert "out from 2030-12-01T10:00+00:00 to 2030-12-04T10:00+00:00" in said[3]
    assert "nothing changed" in said[4] and "1 episode taken back (2)" in said[6]
    assert "1 episode back (2)" in said[7]
    listed = json.loads(reelwright("reelwright published --data theatre --json", folder).stdout)
    assert listed["price_coins"] == 12 and listed["free_count"] == 2 and listed["episodes"] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("reelwright publish nowhere --data theatre", "There is no release here"),
        ("reelwright publish my-series --data theatre --release tomorrow", "no time with a zone"),
        ("reelwright publish my-series --data theatre --every day", "needs the time of the first"),
        ("reelwright publish my-series --data theatre --price 9999999", "cannot cost"),
        ("reelwright publish my-series --data theatre --creator nobody@example.org", "Nobody has an account"),
        ("reelwright unpublish other --data theatre", "There is no series"),
        ("reelwright unpublish my-series --data theatre --episodes one", "names no episodes"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_next_step(
    folder: Path, line: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(BadInput, match=says) as refused:
        app(words_of(line), standalone_mode=False)
    assert refused.value.next_step
