"""A maker whose code changed has another version: old results never pass for new ones."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from reelwright.production import versions

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("pin_makers", ROOT / "tools" / "pin_makers.py")
assert _spec is not None and _spec.loader is not None
pin_makers = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pin_makers)


@pytest.mark.parametrize("kind", sorted(pin_makers.ROOMS))
def test_changed_code_has_a_new_version(kind: str) -> None:
    """The pinned source belongs to the pinned version."""
    pinned = json.loads(pin_makers.PINS.read_text())[kind]
    now = pin_makers.current()[kind]
    if now["source"] != pinned["source"]:
        assert now["version"] != pinned["version"], (
            f"the code behind {kind} changed: raise versions.{kind}, then run python tools/pin_makers.py "
            "(only the latter when the same bytes come out)"
        )
        pytest.fail(f"versions.{kind} was raised: run python tools/pin_makers.py")
    assert now["version"] == pinned["version"]


def test_every_maker_is_pinned() -> None:
    """No version without its rooms."""
    assert {name for name in vars(versions) if name.isupper()} == set(pin_makers.ROOMS)
