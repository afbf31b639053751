"""docs/schemas/release.schema.json is current, and takes and refuses what the program does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reelwright.errors import BadInput
from reelwright.release.documents import Manifest
from reelwright.release.folder import read_manifest

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schemas/release.schema.json").read_text(encoding="utf-8"))
NOTES = {"$schema", "$defs", "title", "description", "default"}
TYPES: dict[str, type] = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}

CHECKS: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda value, kind: isinstance(value, TYPES[kind]) and not isinstance(value, bool),
    "const": lambda value, only: value == only,
    "required": lambda value, names: set(names) <= value.keys(),
    "minimum": lambda value, least: value >= least,
    "maxLength": lambda value, most: len(value) <= most,
    "pattern": lambda value, pattern: re.search(pattern, value) is not None,
    "minItems": lambda value, least: len(value) >= least,
    "maxItems": lambda value, most: len(value) <= most,
}


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value fits a schema made of the keywords that ours uses (JSON Schema 2020-12).

    A keyword that is not known here is an ``AssertionError``: nothing goes unchecked.
    """
    for word, wanted in schema.items():
        if word in NOTES:
            continue
        if word == "$ref":
            found = fits(value, SCHEMA["$defs"][wanted.removeprefix("#/$defs/")])
        elif word == "anyOf":
            found = any(fits(value, one) for one in wanted)
        elif word == "properties":
            found = all(fits(value[name], inner) for name, inner in wanted.items() if name in value)
        elif word == "additionalProperties":
            assert wanted is False
            found = value.keys() <= schema["properties"].keys()
        elif word == "prefixItems":
            found = all(fits(item, inner) for item, inner in zip(value, wanted, strict=False))
        elif word == "items":
            rest = value[len(schema.get("prefixItems", ())) :]
            found = not rest if wanted is False else all(fits(item, wanted) for item in rest)
        else:
            assert word in CHECKS, f"this test does not know the keyword {word}"
            found = CHECKS[word](value, wanted)
        if not found:
            return False
    return True


def test_the_schema_is_current() -> None:
    """The file is what the tool writes."""
    subprocess.run([sys.executable, "-m", "tools.schemas", "--check"], cwd=ROOT, check=True)


def test_required_keys_are_those_of_the_documents() -> None:
    """What has no default must be there; what nobody knows may not."""
    documents = {Manifest.__name__: msgspec.inspect.type_info(Manifest)}
    waiting = list(documents.values())
    while waiting:
        for field in waiting.pop().fields:  # type: ignore[attr-defined]
            inner = getattr(field.type, "item_type", field.type)
            for one in getattr(inner, "types", (inner,)):
                if isinstance(one, msgspec.inspect.StructType) and one.cls.__name__ not in documents:
                    documents[one.cls.__name__] = one
                    waiting.append(one)
    assert SCHEMA["$defs"].keys() == documents.keys()
    for name, document in documents.items():
        fields = document.fields  # type: ignore[attr-defined]
        assert SCHEMA["$defs"][name]["required"] == [f.encode_name for f in fields if f.required]
        assert SCHEMA["$defs"][name]["additionalProperties"] is False


def test_a_real_release_fits(example_release: Path) -> None:
    """The manifest as the program wrote it; and what decodes it says the same."""
    manifest = json.loads((example_release / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["episodes"] and manifest["files"]
    assert fits(manifest, SCHEMA)
    assert msgspec.to_builtins(read_manifest(example_release)) == msgspec.to_builtins(
        msgspec.convert(manifest, Manifest)
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda m: m.pop("generator"),
        lambda m: m.update(more=1),
        lambda m: m.update(release_version=2),
        lambda m: m["series"].pop("slug"),
        lambda m: m["files"][0].update(sha256="0"),
        lambda m: m["files"][0].update(path="../secret"),
        lambda m: m["files"][0].update(byte_count=-1),
        lambda m: m["episodes"][0].update(frames_per_second=[24]),
        lambda m: m["episodes"][0].update(frames_per_second=[24, 1, 1]),
        lambda m: m["episodes"][0].update(frame_count="many"),
        lambda m: m["episodes"][0]["ai_label"].pop("visible_text"),
    ],
)
def test_what_the_program_refuses_does_not_fit(
    example_release: Path, tmp_path: Path, damage: Callable[[dict[str, Any]], object]
) -> None:
    """The schema is as strict as the reader."""
    manifest = json.loads((example_release / "manifest.json").read_text(encoding="utf-8"))
    damage(manifest)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert not fits(manifest, SCHEMA)
    with pytest.raises(BadInput):
        read_manifest(tmp_path)
