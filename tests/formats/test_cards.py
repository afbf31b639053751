"""Character cards go in and come out with every key, asset, decorator and extension that they had."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.errors import BadInput
from reelwright.formats import card_zip, cards
from reelwright.formats.cards import Card, card_of, main_picture, read_card, write_card

Tree = dict[str, Any]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*texts: tuple[str, bytes], size: int = 2) -> bytes:
    """A grey picture by the book, written without the code under test."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\x80" * size) * size)
    written = b"".join(chunk(b"tEXt", key.encode("latin-1") + b"\0" + value) for key, value in texts)
    return b"\x89PNG\r\n\x1a\n" + head + written + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def packed(tree: Tree) -> bytes:
    return base64.b64encode(json.dumps(tree, ensure_ascii=False).encode())


def charx(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


V2: Tree = {
    "spec": "chara_card_v2",
    "spec_version": "2.0",
    "name": "Mei",
    "data": {
        "name": "Mei",
        "description": "{{char}} is a 26 year old surgeon with short black hair.",
        "personality": "Lies only to be kind.",
        "scenario": "",
        "first_mes": "You are late.",
        "mes_example": "<START>\n{{char}}: Sit.",
        "tags": ["drama"],
        "extensions": {"depth_prompt": {"prompt": "calm", "depth": 4}, "fav": True},
        "character_book": {
            "extensions": {"someone": 1},
            "entries": [
                {
                    "keys": ["ward"],
                    "content": "@@depth 5\n@@@instruct_depth 4\nThe ward is closed.",
                    "extensions": {"x": None},
                    "enabled": True,
                    "insertion_order": 3,
                    "constant": False,
                    "mine": [1, 2.5, "三"],
                }
            ],
        },
    },
}
V3: Tree = V2 | {
    "spec": "chara_card_v3",
    "spec_version": "3.0",
    "data": V2["data"]
    | {
        "group_only_greetings": [],
        "nickname": "小梅",
        "assets": [
            {"type": "icon", "uri": "embeded://assets/icon/images/main.png", "name": "main", "ext": "png"},
            {"type": "emotion", "uri": "embeded://assets/表情/喜.webp", "name": "happy", "ext": "webp"},
            {"type": "x-own", "uri": "https://example.org/a.png", "name": "far", "ext": "png", "more": 1},
        ],
    },
}
FILES = {
    "card.json": json.dumps(V3).encode(),
    "assets/icon/images/main.png": png(("chara", packed(V2))),
    "assets/表情/喜.webp": b"RIFF happy",
    "module.risum": b"\x00\x01 not spoken of",
}

keys = st.text(max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=()), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
trees = st.builds(
    lambda top, data, entry, version: (
        top
        | {"spec": f"chara_card_v{version}", "spec_version": f"{version}.0"}
        | {"data": data | {"name": "M", "character_book": {"entries": [entry]}, "extensions": data}}
    ),
    st.dictionaries(keys.filter(lambda key: key not in ("spec", "data")), values, max_size=4),
    st.dictionaries(keys.filter(lambda key: key != "assets"), values, max_size=4),
    st.dictionaries(keys.filter(lambda key: key != "use_regex"), values, max_size=4),
    st.sampled_from([2, 3]),
)


@given(older=trees, newer=trees)
@settings(max_examples=40, deadline=None)
def test_a_png_keeps_both_cards_whole(older: Tree, newer: Tree) -> None:
    older, newer = older | {"spec": "chara_card_v2"}, newer | {"spec": "chara_card_v3"}
    before = png(
        ("Software", b"someone"), ("chara", packed_escaped(older)), ("CCV3", packed_escaped(newer)),
        ("character-note", b"x"), ("chara-ext-asset_:0", base64.b64encode(b"sound")),
    ) + b"after the end"  # fmt: skip
    card = card_of(before, "png", where="x")
    assert (card.older, card.newer, card.assets) == (older, newer, {"0": b"sound"})
    after, notices = write_card(card, "png")
    assert card_of(after, "png", where="x") == card and notices == ()
    assert [b"Software\0someone" in after, b"character-note\0x" in after] == [True, True]
    assert after.endswith(b"after the end")


@given(tree=trees)
@settings(max_examples=40, deadline=None)
def test_a_json_card_keeps_all_it_has(tree: Tree) -> None:
    card = card_of(json.dumps(tree).encode(), "json", where="x")
    again = card_of(write_card(card, "json")[0], "json", where="x")
    assert again == card and (again.newer or again.older) == tree
    assert json.dumps(again.newer or again.older) == json.dumps(tree), "order and kinds of numbers too"


@given(tree=trees, files=st.dictionaries(st.from_regex(r"[a-z]{1,5}/[^/\\.\x00:]{1,5}", fullmatch=True),
                                         st.binary(max_size=20), max_size=3))  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_a_charx_keeps_every_file(tree: Tree, files: dict[str, bytes]) -> None:
    tree = tree | {"spec": "chara_card_v3"}
    try:
        data = charx({"card.json": json.dumps(tree).encode(), **files})
    except UnicodeEncodeError:
        return  # half a surrogate is no name of a file
    card = card_of(data, "charx", where="x")
    assert (card.newer, card.assets) == (tree, files)
    assert card_of(write_card(card, "charx")[0], "charx", where="x") == card


def packed_escaped(tree: Tree) -> bytes:
    return base64.b64encode(json.dumps(tree).encode())


def test_an_archive_becomes_a_picture_and_an_archive_again() -> None:
    """Assets move with their addresses; a name that PNG cannot hold is called by a number."""
    card = card_of(charx(FILES), "charx", where="x")
    data, notices = write_card(card, "png")
    inside = card_of(data, "png", where="x")
    assert notices == () and inside.picture == png(), "the icon without the card that was in it"
    assert sorted(inside.assets.values()) == sorted(v for n, v in FILES.items() if n != "card.json")
    uris = [asset["uri"] for asset in inside.tree["data"]["assets"]]
    assert uris == ["__asset:assets/icon/images/main.png", "__asset:asset-1", "https://example.org/a.png"]
    assert main_picture(card) == FILES["assets/icon/images/main.png"]
    back = card_of(write_card(inside, "charx")[0], "charx", where="x")
    happy = back.tree["data"]["assets"][1]
    assert back.assets[happy["uri"].removeprefix("embeded://")] == b"RIFF happy"
    assert back.assets["module.risum"] == FILES["module.risum"]


def test_json_holds_assets_as_data_and_says_what_it_cannot_hold() -> None:
    data, notices = write_card(card_of(charx(FILES), "charx", where="x"), "json")
    card = card_of(data, "json", where="x")
    assert main_picture(card) == FILES["assets/icon/images/main.png"]
    assert [notice.code for notice in notices] == ["card-file-left-out"] and "module.risum" in notices[
        0
    ].message


def test_the_picture_of_a_png_goes_into_the_archive_once() -> None:
    card = card_of(png(("chara", packed(V2))), "png", where="x")
    first = card_of(write_card(card, "charx")[0], "charx", where="x")
    assert main_picture(first) == png() and first.tree["data"]["tags"] == ["drama"]
    again = card_of(
        write_card(card_of(write_card(first, "png")[0], "png", where="x"), "charx")[0], "charx", where="x"
    )
    assert again == first


def test_a_first_version_is_lifted_and_keeps_its_keys() -> None:
    card = card_of(b'{"name": "Mei", "description": "a nurse", "own": 1}', "json", where="x")
    assert card.tree["data"]["description"] == "a nurse" and card.tree["own"] == 1
    assert card.tree["spec"] == "chara_card_v3"


def a_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("card.json", json.dumps(V3))
        with archive.open("assets/zero.bin", "w", force_zip64=True) as file:
            for _ in range(257):
                file.write(bytes(1 << 20))
    return out.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "no-chunk.png": (png, "holds no character card"),
    "base64.png": (lambda: png(("chara", b"?*?")), "not base64"),
    "json.png": (lambda: png(("ccv3", base64.b64encode(b'{"spec":'))), "not valid JSON"),
    "latin.png": (lambda: png(("chara", base64.b64encode(b"\xff\xfe{"))), "not UTF-8"),
    "truncated.png": (lambda: png(("chara", packed(V2)))[:-20], "ends in the middle"),
    "damaged.png": (lambda: png(("chara", packed(V2))).replace(b"chara\0", b"charb\0"), "check sum"),
    "asset.png": (
        lambda: png(("chara", packed(V2)), ("chara-ext-asset_:../../x", b"")),
        "leads out of its folder",
    ),
    "bomb.charx": (a_bomb, "would unpack to 257 MiB; 256 may be in it"),
    "up.charx": (lambda: charx({**FILES, "../../etc/x": b""}), "leads out of its folder"),
    "root.charx": (lambda: charx({**FILES, "/etc/x": b""}), "leads out of its folder"),
    "windows.charx": (lambda: charx({**FILES, "C:x": b""}), "leads out of its folder"),
    "empty.charx": (lambda: charx({"a.txt": b""}), r"holds no card\.json"),
    "torn.charx": (lambda: charx(FILES)[:200], "damaged"),
    "list.json": (lambda: b"[]", "no character card"),
    "other.json": (lambda: b'{"spec": "lorebook_v3", "data": {}}', "no character card"),
    "nameless.json": (lambda: b'{"spec": "chara_card_v2", "data": {"name": " "}}', "no name"),
    "deep.json": (lambda: b'{"a":' * 100_000, "not valid JSON"),
    "infinite.json": (lambda: b'{"name": "M", "x": 1e999}', "cannot be kept"),
    "text.txt": (lambda: b"Mei is a surgeon.", "neither PNG nor JSON nor .charx"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_card_is_refused_in_words(name: str, tmp_path: Path) -> None:
    make, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(BadInput, match=words) as refused:
        read_card(path)
    assert name in refused.value.where
    assert list(tmp_path.iterdir()) == [path], "nothing was unpacked"


def test_a_picture_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.write(png(("chara", packed(V2))))
        file.truncate(50 << 20)
    with pytest.raises(BadInput, match="The card has 50 MiB; 32 are read of a png"):
        read_card(path)


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_zip, "MOST_FILES", 3)
    with pytest.raises(BadInput, match="holds 4 files; 3 may be in it"):
        card_of(charx(FILES), "charx", where="x")


def test_a_card_without_a_picture_is_no_png() -> None:
    with pytest.raises(BadInput, match="cannot be a PNG"):
        write_card(Card("json", newer=V3), "png")
    assert cards.LARGEST_CARD_BYTES["charx"] == 128 << 20
