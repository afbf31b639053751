"""What is installed in .venv → THIRD_PARTY.md: every package we depend on, with its licence.

Run `python tools/third_party.py` after a change of dependencies; `--check` says whether it is due.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "THIRD_PARTY.md"

SYSTEM = (
    ("flite (libflite1)", "BSD-style", "English voices; loaded as a library in a worker process"),
    ("FluidSynth (libfluidsynth3)", "LGPL-2.1-or-later", "plays the score from a sound bank"),
    ("MuseScore General (musescore-general-soundfont-small)", "MIT", "the sound bank"),
    ("Lato (fonts-lato)", "OFL-1.1", "captions and titles"),
    ("Noto Sans and Serif CJK (fonts-noto-cjk)", "OFL-1.1", "Chinese captions and titles"),
)
CARRIED = (
    ("x264, x265 (inside PyAV's wheel)", "GPL-2.0-or-later", "H.264 and H.265 encoding"),
    ("FFmpeg (inside PyAV's wheel)", "LGPL-2.1-or-later, GPL with x264", "encoding, muxing"),
    (
        "eSpeak NG (inside espeakng-loader's wheel)",
        "GPL-3.0-or-later",
        "Mandarin and other voices; runs only as a separate process",
    ),
    ("CMU US English acoustic model (inside pocketsphinx's wheel)", "BSD-2-Clause", "alignment"),
)


STATED = {
    "espeakng-loader": "MIT (the loader; see below for what it carries)",
    # Only `make test-models` installs these.
    "gguf": "MIT License",
    "xllamacpp": "MIT License",
}


def licence_of(name: str) -> str:
    """The licence a package states in its metadata, in one short line."""
    if name in STATED:
        return STATED[name]
    try:
        meta = distribution(name).metadata
    except PackageNotFoundError:
        return "not installed here"
    if text := meta.get("License-Expression"):
        return str(text)
    classifiers = [c.split("::")[-1].strip() for c in meta.get_all("Classifier") or [] if "License ::" in c]
    classifiers = [c for c in classifiers if c != "OSI Approved"]
    if classifiers:
        return ", ".join(classifiers)
    first = (meta.get("License") or "").strip().splitlines()
    return first[0][:60] if first else "see the package"


def page() -> str:
    """The whole page."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = {"core": project["dependencies"], **project["optional-dependencies"]}
    lines = [
        "# What Reelwright stands on",
        "",
        "Made by `tools/third_party.py`. Reelwright itself is Apache-2.0. None of the code, fonts or sound",
        "banks below is in this repository: they are installed as packages.",
        "",
    ]
    for group, requirements in groups.items():
        lines += [f"## Python packages: {group}", "", "| package | licence |", "| --- | --- |"]
        for requirement in sorted(requirements):
            name = re.split(r"[<>=\[ ;]", requirement)[0]
            lines.append(f"| {name} | {licence_of(name)} |")
        lines.append("")
    for title, rows in (("System packages", SYSTEM), ("What some wheels carry inside", CARRIED)):
        lines += [f"## {title}", "", "| what | licence | for |", "| --- | --- | --- |"]
        lines += [f"| {what} | {licence} | {purpose} |" for what, licence, purpose in rows]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Write the page, or with --check exit 1 when it is not up to date."""
    if "--check" in sys.argv[1:]:
        if not PAGE.is_file() or PAGE.read_text() != page():
            sys.exit("THIRD_PARTY.md is not up to date: run python tools/third_party.py")
        return
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
