"""The documents of a release → their JSON Schemas under docs/schemas.

Run `python -m tools.schemas` after a change of the documents; `--check` says whether it is due. (As
`python tools/schemas.py` it cannot import anything: `tools/numbers.py` would stand for Python's own.)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from reelwright.release.documents import RELEASE_VERSION, json_schema

ROOT = Path(__file__).resolve().parents[1]
RELEASE = ROOT / "docs" / "schemas" / "release.schema.json"


def release_schema() -> dict[str, Any]:
    """The schema of ``manifest.json``, as strict as the reader: of this version and no other."""
    schema: dict[str, Any] = _in_one_line(json_schema())
    schema["$defs"]["Manifest"]["properties"]["release_version"] |= {"const": RELEASE_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Reelwright release, version {RELEASE_VERSION}: manifest.json",
        **schema,
    }


def text() -> str:
    """The whole file."""
    return json.dumps(release_schema(), ensure_ascii=False, indent=2) + "\n"


def _in_one_line(tree: Any) -> Any:
    """Descriptions come from docstrings: without their line ends, they do not depend on how a version
    of Python keeps the indent."""
    if isinstance(tree, list):
        return [_in_one_line(branch) for branch in tree]
    if not isinstance(tree, dict):
        return tree
    return {
        key: " ".join(value.split())
        if key == "description" and isinstance(value, str)
        else _in_one_line(value)
        for key, value in tree.items()
    }


def main() -> None:
    """Write the schema, or with --check exit 1 when it is not up to date."""
    if "--check" in sys.argv[1:]:
        if not RELEASE.is_file() or RELEASE.read_text(encoding="utf-8") != text():
            sys.exit(f"{RELEASE.relative_to(ROOT)} is not up to date: run python -m tools.schemas")
        return
    RELEASE.parent.mkdir(parents=True, exist_ok=True)
    RELEASE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
