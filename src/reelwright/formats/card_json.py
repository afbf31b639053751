"""The JSON of a character card ↔ text, no key, number or order lost; V1 and V2 → V3 and back."""

from __future__ import annotations

import json
import math
from typing import Any

from reelwright.errors import BadInput

Tree = dict[str, Any]

V2, V3 = "chara_card_v2", "chara_card_v3"
_VERSIONS = {V2: "2.0", V3: "3.0"}
_V1_FIELDS = ("name", "description", "personality", "scenario", "first_mes", "mes_example")
_V2_DEFAULTS: Tree = {
    "creator_notes": "", "system_prompt": "", "post_history_instructions": "", "alternate_greetings": [],
    "tags": [], "creator": "", "character_version": "", "extensions": {},
}  # fmt: skip


def read_json(data: bytes, *, where: str) -> Tree:
    """The card in ``data`` (UTF-8), with a table ``data`` that has a name. A card of the first version is
    lifted to V2, its keys kept. Raises ``BadInput``."""
    try:
        tree = json.loads(data.decode("utf-8-sig"), parse_float=_finite, parse_constant=_finite)
    except UnicodeDecodeError:
        raise BadInput("The card is not UTF-8 text", where=where) from None
    except (ValueError, RecursionError) as problem:
        raise BadInput(
            f"The card is not valid JSON: {str(problem)[:120]}",
            where=where,
            next_step="Export it once more from the program that made it.",
        ) from None
    if not isinstance(tree, dict):
        raise _no_card(where)
    if "data" not in tree and "spec" not in tree and isinstance(tree.get("name"), str):
        fields = {field: tree.get(field, "") for field in _V1_FIELDS}
        tree = tree | {"spec": V2, "spec_version": "2.0", "data": fields | _fresh(_V2_DEFAULTS)}
    if tree.get("spec") not in _VERSIONS or not isinstance(tree.get("data"), dict):
        raise _no_card(where)
    if not isinstance(tree["data"].get("name"), str) or not tree["data"]["name"].strip():
        raise BadInput("The card has no name", where=where, next_step="Fill in its `name`.")
    return tree


def write_json(tree: Tree, *, pretty: bool = False) -> bytes:
    """UTF-8. What is no Unicode (half a surrogate) is written as an escape, as it came."""
    shape: dict[str, Any] = {"indent": 2} if pretty else {"separators": (",", ":")}
    try:
        return json.dumps(tree, ensure_ascii=False, **shape).encode()
    except UnicodeEncodeError:
        return json.dumps(tree, **shape).encode()


def as_v3(tree: Tree) -> Tree:
    """The same card as V3: what the newer version asks for is added, nothing is taken away."""
    if tree["spec"] == V3:
        return tree
    data: Tree = {"group_only_greetings": []} | tree["data"]
    if isinstance(book := data.get("character_book"), dict) and isinstance(book.get("entries"), list):
        entries = [{"use_regex": False} | e if isinstance(e, dict) else e for e in book["entries"]]
        data |= {"character_book": book | {"entries": entries}}
    return tree | {"spec": V3, "spec_version": _VERSIONS[V3], "data": data}


def as_v2(tree: Tree) -> Tree:
    """The same card for programs that read V2 only; the newer keys stay, as they must ignore them."""
    return tree if tree["spec"] == V2 else tree | {"spec": V2, "spec_version": _VERSIONS[V2]}


def new_card(fields: Tree) -> Tree:
    """A V3 card with ``fields`` and the plain value of every other that must be there."""
    texts: Tree = dict.fromkeys(_V1_FIELDS, "")
    data: Tree = texts | _fresh(_V2_DEFAULTS) | {"group_only_greetings": []} | fields
    return {"spec": V3, "spec_version": _VERSIONS[V3], "data": data}


def _fresh(tree: Tree) -> Tree:
    return {key: type(value)() for key, value in tree.items()}


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"the number {number[:40]} cannot be kept")
    return value


def _no_card(where: str) -> BadInput:
    return BadInput(
        "This is no character card: it has no `spec` of V2 or V3 with `data`",
        where=where,
        next_step="Give a Character Card V2 or V3.",
    )
