"""The doctor names everything that the studio stands on, and what each missing thing needs.

Nothing is pretended: packages are really out of reach of the program, fonts really not in its folder.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import Ran, run_program

import reelwright
from reelwright.drawing.text import fonts

ROOT = Path(__file__).resolve().parents[2]
OTHER_VOICES = ["voice engine speech-server", "voice engine sherpa-onnx"]
WRITER_PACKAGES = ["openai", "json-repair"]
CAMERAS = ["camera engine built-in", "camera engine job-server"]
ENGINES = ["voice engine built-in", *OTHER_VOICES, *CAMERAS, "composer engine built-in"]
SCRIPTS = ["hls.js", "htmx"]
"""From npm, where there is one."""
THEATRE = ["theatre", *SCRIPTS]
SYSTEM = ["libEGL", "libGL", "libexpat", "libflite", "flite", "fonts", "sound bank"]


def _studio_packages() -> list[str]:
    """What pip installs with ``reelwright[studio]``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [re.split(r"[<>=]", one)[0] for one in project["optional-dependencies"]["studio"]]


def run_without(packages: list[str], folder: Path, *words: str, **environment: str) -> Ran:
    """Run the program with all that is installed but ``packages``, as on a machine that never had them."""
    site = Path(sysconfig.get_path("purelib"))
    gone = {file.parts[0] for package in packages for file in distribution(package).files or () if file.parts}
    folder.mkdir()
    for entry in site.iterdir():
        if entry.name not in gone and entry.suffix != ".pth":
            (folder / entry.name).symlink_to(entry)
    path = os.pathsep.join([str(folder), str(Path(reelwright.__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-S", "-c", "from reelwright.cli import main; main()", *words],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": path, **environment},
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def healthy() -> Ran:
    """This machine, as a program asks for it and with no command to be found on the PATH: the studio
    calls none, so nothing may be missing."""
    return run_program("doctor", "--json", PATH="")


@pytest.fixture(scope="module")
def findings(healthy: Ran) -> dict[str, dict[str, Any]]:
    return {event["name"]: event for event in healthy.events}


@pytest.fixture(scope="module")
def ailing(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Without a package, and with a folder of fonts that has the Latin family only."""
    folder = tmp_path_factory.mktemp("ailing")
    (folder / "fonts").mkdir()
    lato = next(Path(fonts()).rglob("Lato-Regular.ttf"))
    shutil.copy(lato, folder / "fonts")
    return run_without(["mido"], folder / "site", "doctor", REELWRIGHT_FONTS=str(folder / "fonts"))


def _lines(ran: Ran) -> dict[str, str]:
    """What is said of each thing, by its name; the mark comes first."""
    return {re.split(r"\s{2,}", line[2:])[0]: line for line in ran.out.splitlines()}


def test_a_machine_with_everything_is_healthy(healthy: Ran, findings: dict[str, dict[str, Any]]) -> None:
    """Exit 0, each thing once, all of them present, nothing but JSON lines."""
    assert healthy.code == 0, healthy.out + healthy.err
    assert healthy.err == ""
    assert {event["event"] for event in healthy.events} == {"finding"}
    assert len(findings) == len(healthy.events)
    assert {name for name, finding in findings.items() if not finding["is_present"]} <= set(SCRIPTS)


def test_the_doctor_looks_at_the_system_the_fonts_the_sounds_and_the_engines(
    findings: dict[str, dict[str, Any]],
) -> None:
    """In the order in which a film needs them; only what has a fall-back is not needed."""
    names = list(findings)
    assert names[0] == "Python"
    last = [*SYSTEM, *ENGINES, *THEATRE]
    assert names[-len(last) :] == last
    assert {name for name in names if not findings[name]["is_needed"]} == {
        "libflite",
        "sound bank",
        *OTHER_VOICES,
        CAMERAS[1],
        *WRITER_PACKAGES,
        *THEATRE,
    }
    assert all(findings[name]["remedy"] for name in names)


def test_the_doctor_looks_at_every_package_of_the_studio(findings: dict[str, dict[str, Any]]) -> None:
    """What pip installs with the studio is what the doctor looks for."""
    assert set(_studio_packages()) <= findings.keys()


def test_the_versions_and_places_that_the_doctor_names_are_real(findings: dict[str, dict[str, Any]]) -> None:
    """Packages in the version that is installed, libraries that can be loaded, paths that exist."""
    packages = [name for name in findings if name in _studio_packages()]
    assert len(packages) >= 13
    assert {name: findings[name]["detail"] for name in packages} == {name: version(name) for name in packages}
    for library in ("libEGL", "libGL", "libexpat", "libflite"):
        ctypes.CDLL(findings[library]["detail"])
    for place in ("fonts", "sound bank"):
        assert Path(findings[place]["detail"]).exists()
    assert findings["Python"]["detail"] == ".".join(map(str, sys.version_info[:3]))


def test_a_missing_package_is_named_with_the_way_to_get_it(ailing: Ran) -> None:
    """Exit 2; one cross at the package, and how to install it."""
    line = _lines(ailing)["mido"]
    assert ailing.code == 2 and "Traceback" not in ailing.err
    assert line.startswith("✗") and "No module named 'mido'" in line
    assert "pip install 'reelwright[studio]'" in line


def test_a_missing_font_is_named_with_the_package_that_brings_it(ailing: Ran) -> None:
    """Only the family that is not there; the one that is needs nothing."""
    line = _lines(ailing)["fonts"]
    assert line.startswith("✗") and "Noto Sans CJK SC" in line and "apt install fonts-noto-cjk" in line
    assert "lato" not in line.casefold()


def test_what_is_there_is_not_blamed_for_what_is_missing(
    ailing: Ran, findings: dict[str, dict[str, Any]]
) -> None:
    """Everything else keeps its tick, without advice."""
    lines = _lines(ailing)
    assert lines.keys() == findings.keys()
    well = [name for name, line in lines.items() if line.startswith("✓")]
    assert lines.keys() - well == {"mido", "fonts"}
    assert not any("→" in lines[name] for name in well)


def test_a_machine_with_the_core_only_is_told_of_everything_that_it_lacks(tmp_path: Path) -> None:
    """After ``pip install reelwright`` alone every package is named, not the first one that fails."""
    ran = run_without(_studio_packages(), tmp_path / "site", "doctor")
    lines = _lines(ran)
    assert ran.code == 2 and "Traceback" not in ran.err
    assert {"skia-python", "numpy", "av", "scipy", "fonts", *ENGINES} - {
        *OTHER_VOICES,
        CAMERAS[1],
    } <= lines.keys()
    assert lines["skia-python"].startswith("✗") and lines["numpy"].startswith("✗")
