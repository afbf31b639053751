"""What goes into action keys keeps its form, so that nobody's series is made again by accident."""

from __future__ import annotations

import json
from pathlib import Path

from tools.pin_forms import PINS, forms_of

from reelwright.build import Store


def test_the_form_of_every_key_is_pinned(built: Path) -> None:
    """Kind, version, fields of the settings and kinds of inputs, as tools/pin_forms.py wrote them."""
    found, pinned = forms_of(Store(built / "build/store")), json.loads(PINS.read_text())
    changed = {
        kind: sorted(set(found.get(kind, [])) ^ set(pinned.get(kind, [])))
        for kind in found.keys() | pinned.keys()
        if found.get(kind) != pinned.get(kind)
    }
    assert not changed, (
        f"these make every series anew; when that is meant: python -m tools.pin_forms\n{changed}"
    )
