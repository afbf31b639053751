"""The forms of all settings that go into action keys → tests/production/key_forms.json.

A field that is added, renamed or dropped changes every key of its kind: everybody's series are made again.
Sometimes that is wanted; it must not happen by accident. Run this after raising the maker's version, or after
giving a new field a default that ``omit_defaults`` leaves out of the key.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from reelwright.build import Store

PINS = Path(__file__).resolve().parents[1] / "tests" / "production" / "key_forms.json"


def forms_of(store: Store) -> dict[str, list[str]]:
    """By kind and version, the paths of all fields of the settings in ``store`` and the kinds of inputs."""
    forms: dict[str, set[str]] = {}
    for _, action in store.every():
        paths = forms.setdefault(f"{action.kind}/{action.version}", set())
        paths.update(_paths(msgspec.json.decode(action.settings), "settings"))
        paths.update(f"inputs.{name.partition('/')[0].rstrip('0123456789')}" for name in action.inputs)
    return {kind: sorted(paths) for kind, paths in sorted(forms.items())}


def _paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _paths(inner, f"{path}.{name}")
    elif isinstance(value, list) and value:
        for inner in value:
            yield from _paths(inner, f"{path}[]")
    else:
        yield path


def main() -> None:
    """Make the small series of the journeys and write down its forms."""
    from tests.journeys.conftest import run_program, write_series

    with tempfile.TemporaryDirectory() as folder:
        series = write_series(Path(folder) / "small")
        ran = run_program("make", series)
        if ran.code:
            raise SystemExit(ran.err)
        forms = forms_of(Store(series / "build/store"))
    PINS.write_text(json.dumps(forms, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
