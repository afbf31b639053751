"""The text of ``takes.toml`` → the same text with one thing changed; what an author wrote into it stays."""

from __future__ import annotations

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from reelwright.errors import BadInput
from reelwright.production.takes import TAKES_FILE, Take

_HEAD = "Takes by shot. Take 1 is the shot as it is written. `reelwright takes` lists them."


def with_take(text: str, address: str, take: Take) -> str:
    """``text`` of the file with one more take, which is chosen. All else stays as it is, comments too."""
    document = _parsed(text)
    if address not in document:
        table = tomlkit.table()
        table["chosen"] = take.number
        document[address] = table
    of_shot = document[address]
    assert isinstance(of_shot, Table)
    rows = of_shot.get("take")
    if not isinstance(rows, AoT):
        rows = tomlkit.aot()
    row = tomlkit.table()
    for name in Take.__struct_fields__:
        if value := getattr(take, name):
            row[name] = value
    rows.append(row)
    of_shot["take"] = rows
    of_shot["chosen"] = take.number
    return tomlkit.dumps(document)


def with_chosen(text: str, address: str, number: int) -> str:
    """``text`` of the file with another take chosen."""
    document = _parsed(text)
    of_shot = document[address]
    assert isinstance(of_shot, Table)
    of_shot["chosen"] = number
    return tomlkit.dumps(document)


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as problem:
        raise BadInput(f"The takes are not right: {problem}", where=TAKES_FILE) from None
    if not text:
        document.add(tomlkit.comment(_HEAD))
        document.add(tomlkit.nl())
    return document
