"""The example of docs/series.md, made once at a tenth of its size."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.journeys.conftest import run_program

PAGE = Path(__file__).resolve().parents[2] / "docs" / "series.md"
_FILE = re.compile(r"^`([\w./]+)`[^\n]*\n\n```(?:toml|fountain)\n(.*?)^```", re.M | re.S)


def write_example(folder: Path) -> Path:
    """The files that the page shows, under the names that it gives them."""
    files = _FILE.findall(PAGE.read_text(encoding="utf-8"))
    assert [name for name, _ in files] == ["series.toml", "cast/mara.toml", "episodes/01.fountain"]
    for name, text in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def example_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the example, really made; only the size and the preset are others."""
    folder = write_example(tmp_path_factory.mktemp("docs") / "the-lighthouse")
    settings = (folder / "series.toml").read_text(encoding="utf-8")
    for big, small in (("1080", "216"), ("1920", "384"), ("veryfast", "ultrafast")):
        assert settings.count(big) == 1
        settings = settings.replace(big, small)
    (folder / "series.toml").write_text(settings, encoding="utf-8")
    ran = run_program("make", folder, "--json")
    assert ran.code == 0 and not [e for e in ran.events if e["event"] == "warning"], ran.out + ran.err
    return folder / "build" / "release"
