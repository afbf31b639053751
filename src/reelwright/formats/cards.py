"""Character Cards V2 and V3 as PNG, JSON or ``.charx`` ↔ ``Card``, nothing lost."""

from __future__ import annotations

import base64
import binascii
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from reelwright.errors import BadInput, Notice
from reelwright.formats.card_json import V3, Tree, as_v2, as_v3, read_json, write_json
from reelwright.formats.card_png import LONGEST_KEYWORD_BYTES, SIGNATURE, PngText, take_texts, with_texts
from reelwright.formats.card_zip import check_name, read_zip, write_zip

Form = Literal["png", "json", "charx"]

LARGEST_CARD_BYTES: Mapping[Form, int] = {"png": 32 << 20, "json": 32 << 20, "charx": 128 << 20}
_SNIFFED_BYTES = 256
_OLDER, _NEWER, _ASSET = "chara", "ccv3", "chara-ext-asset_:"
_CARD_FILE = "card.json"
_ICON_FILE = "assets/icon/images/main.png"
_URI: Mapping[Form, str] = {"png": "__asset:", "charx": "embeded://", "json": "data:"}
_PICTURE_KINDS = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Card:
    """A card as it came. ``newer`` is its V3, ``older`` its V2: a PNG may hold both, another form one.

    ``picture`` is the PNG without card and assets, empty where there is none; ``assets`` are the files that
    it carries, by the name that the URIs of its ``form`` call them by.
    """

    form: Form
    newer: Tree | None = None
    older: Tree | None = None
    picture: bytes = b""
    assets: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def tree(self) -> Tree:
        """The newest card in it, as V3."""
        tree = self.newer or self.older
        if tree is None:
            raise ValueError("a card holds V2 or V3")
        return as_v3(tree)

    def changed(self, change: Callable[[Tree], Tree]) -> Card:
        """The card with ``change`` made in each version that it holds."""
        return replace(
            self,
            newer=change(self.newer) if self.newer is not None else None,
            older=change(self.older) if self.older is not None else None,
        )


def read_card(path: Path) -> Card:
    """The card in a file, whatever its suffix. Raises ``BadInput`` for what is none, too large or damaged."""
    try:
        with path.open("rb") as file:
            form = _form_of(file.read(_SNIFFED_BYTES), path)
            size = path.stat().st_size
            if size > LARGEST_CARD_BYTES[form]:
                raise BadInput(
                    f"The card has {size >> 20} MiB; {LARGEST_CARD_BYTES[form] >> 20} are read of a {form}",
                    where=str(path),
                    next_step="Make its picture smaller, keeping the card's text in it.",
                )
            file.seek(0)
            return card_of(file.read(), form, where=str(path))
    except FileNotFoundError:
        raise BadInput("There is no such file", where=str(path), next_step="Name a card file.") from None
    except OSError as problem:
        raise BadInput(f"The card cannot be read: {problem.strerror}", where=str(path)) from None


def card_of(data: bytes, form: Form, *, where: str) -> Card:
    """The card in the bytes of a file. Raises ``BadInput``."""
    if form == "png":
        return _from_png(data, where)
    if form == "charx":
        return _from_zip(data, where)
    return _with_tree(Card("json"), read_json(data, where=where))


def write_card(card: Card, form: Form) -> tuple[bytes, tuple[Notice, ...]]:
    """The card's bytes in ``form``. A PNG gets V2 and V3, the others the newest. What ``form`` has no room
    for is told. Raises ``BadInput`` for a PNG without a picture."""
    fitted, notices = (card, ()) if card.form == form else _refitted(card, form)
    if form == "png":
        return _to_png(fitted), notices
    if form == "json":
        return write_json(fitted.newer or fitted.older or fitted.tree, pretty=True), notices
    return write_zip({_CARD_FILE: write_json(fitted.tree, pretty=True), **fitted.assets}), notices


def main_picture(card: Card) -> bytes:
    """The card's own picture as PNG: that of the file, else its main icon; empty where it has none."""
    if card.picture:
        return card.picture
    for asset in _assets_of(card.tree):
        if asset.get("type") == "icon" and asset.get("name") == "main":
            data = _bytes_at(str(asset.get("uri", "")), card)
            return data if data.startswith(SIGNATURE) else b""
    return b""


def with_picture(card: Card, png: bytes) -> Card:
    """The card, ready for a PNG, with another picture; the file of the one before stays among its assets."""
    fitted = card if card.form == "png" else _refitted(card, "png")[0]

    def point_at_it(tree: Tree) -> Tree:
        icons = [a for a in _assets_of(tree) if a.get("type") == "icon" and a.get("name") == "main"]
        return _with_uris(tree, {str(icon.get("uri")): "ccdefault:" for icon in icons})

    return replace(fitted.changed(point_at_it), picture=png)


def _form_of(start: bytes, path: Path) -> Form:
    if start.startswith(SIGNATURE):
        return "png"
    if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return "json"
    # Some programs put a picture before the archive, so the end of the file says more than its beginning.
    if zipfile.is_zipfile(path) or path.suffix.lower() == ".charx":
        return "charx"
    raise BadInput(
        "This is no character card: neither PNG nor JSON nor .charx",
        where=str(path),
        next_step="Give the file as the other program exported it.",
    )


def _with_tree(card: Card, tree: Tree) -> Card:
    return replace(card, newer=tree) if tree["spec"] == V3 else replace(card, older=tree)


def _from_png(data: bytes, where: str) -> Card:
    picture, texts = take_texts(data, _is_ours, where=where)
    trees: dict[str, Tree] = {}
    assets: dict[str, bytes] = {}
    for text in texts:
        keyword, value = text.keyword.lower(), _decoded(text, where)
        if not keyword.startswith(_ASSET):
            trees.setdefault(keyword, read_json(value, where=where))
            continue
        name = text.keyword[len(_ASSET) :]
        check_name(name, where=where)
        if name in assets:
            raise BadInput(f"The card holds two files called {name!r}", where=where)
        assets[name] = value
    if not trees:
        raise BadInput(
            "The picture holds no character card",
            where=where,
            next_step="Chats and picture hosts throw it away: give the file as it was first downloaded.",
        )
    newer, older = trees.get(_NEWER), trees.get(_OLDER)
    if newer is None and older is not None and older["spec"] == V3:
        newer, older = older, None
    return Card("png", newer=newer, older=older, picture=picture, assets=assets)


def _is_ours(keyword: str) -> bool:
    return keyword.lower() in (_OLDER, _NEWER) or keyword.lower().startswith(_ASSET)


def _decoded(text: PngText, where: str) -> bytes:
    packed = b"".join(text.value.split())
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except binascii.Error:
        raise BadInput(
            f"The text {text.keyword!r} of the picture is not base64",
            where=where,
            next_step="Download or export the card once more.",
        ) from None


def _from_zip(data: bytes, where: str) -> Card:
    files = read_zip(data, where=where)
    if _CARD_FILE not in files:
        raise BadInput(
            f"The archive holds no {_CARD_FILE}", where=where, next_step="Give a .charx of a V3 card."
        )
    tree = read_json(files.pop(_CARD_FILE), where=f"{where}:{_CARD_FILE}")
    return _with_tree(Card("charx", assets=files), tree)


def _to_png(card: Card) -> bytes:
    where = str(card.tree["data"]["name"])
    if not card.picture:
        raise BadInput("A card without a picture cannot be a PNG", where=where)
    # An icon taken out of an archive may hold a card of its own.
    picture, _ = take_texts(card.picture, _is_ours, where=where)
    texts = [PngText(_ASSET + name, base64.b64encode(data)) for name, data in card.assets.items()]
    older = card.older if card.older is not None else as_v2(card.tree)
    texts.append(PngText(_OLDER, base64.b64encode(write_json(older))))
    texts.append(PngText(_NEWER, base64.b64encode(write_json(card.tree))))
    return with_texts(picture, texts, where=where)


def _refitted(card: Card, form: Form) -> tuple[Card, tuple[Notice, ...]]:
    """The card with its files where ``form`` keeps them, and its URIs following them."""
    tree, assets = card.tree, dict(card.assets)
    if form != "png" and card.picture and card.picture not in assets.values():
        icon = _free(_ICON_FILE, assets)
        assets[icon] = card.picture
        tree = _with_icon(tree, _URI[card.form] + icon)
    names = _names_for_png(assets)
    moved: dict[str, str] = {}
    for asset in _assets_of(tree):
        uri = str(asset.get("uri", ""))
        name = uri.removeprefix(_URI[card.form])
        if name != uri and name in assets:
            moved[uri] = (
                _data_uri(str(asset.get("ext", "")), assets[name])
                if form == "json"
                else _URI[form] + (names[name] if form == "png" else name)
            )
    referred = {uri.removeprefix(_URI[card.form]) for uri in moved}
    left_out = [name for name in assets if name not in referred] if form == "json" else []
    notices = tuple(
        Notice(
            code="card-file-left-out",
            message=f"The card does not speak of its file {name!r}, so JSON has no place for it",
            where=str(tree["data"]["name"]),
            next_step="Export it as .charx or PNG to keep the file.",
        )
        for name in left_out
    )
    if form == "json":
        assets = {}
    elif form == "png":
        assets = {names[name]: data for name, data in assets.items()}
    older = card.older if form == "png" else None
    picture = (card.picture or main_picture(card)) if form == "png" else b""
    return Card(form, newer=_with_uris(tree, moved), older=older, picture=picture, assets=assets), notices


def _names_for_png(names: Iterable[str]) -> dict[str, str]:
    """A keyword of PNG is Latin-1 and short: what does not fit is called by a number."""
    taken, fitting = set(names), {}
    for number, name in enumerate(names):
        try:
            fits = len((_ASSET + name).encode("latin-1")) <= LONGEST_KEYWORD_BYTES
        except UnicodeEncodeError:
            fits = False
        fitting[name] = name if fits else f"asset-{number}"
        while not fits and fitting[name] in taken:
            fitting[name] += "-"
    return fitting


def _free(name: str, taken: Mapping[str, bytes]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = name.replace(".png", f"-{number}.png")
    return free


def _assets_of(tree: Tree) -> list[Tree]:
    assets = tree["data"].get("assets")
    return [asset for asset in assets if isinstance(asset, dict)] if isinstance(assets, list) else []


def _with_icon(tree: Tree, uri: str) -> Tree:
    """The card whose main icon, where it is the picture of the file, lies at ``uri``."""
    icon = {"type": "icon", "uri": uri, "name": "main", "ext": "png"}
    assets = tree["data"].get("assets")
    if not isinstance(assets, list) or not assets:
        return tree | {"data": tree["data"] | {"assets": [icon]}}
    placed = [
        asset | {"uri": uri} if isinstance(asset, dict) and _is_the_picture(asset) else asset
        for asset in assets
    ]
    if placed == assets:
        placed.append({**icon, "name": "picture"})
    return tree | {"data": tree["data"] | {"assets": placed}}


def _is_the_picture(asset: Tree) -> bool:
    return asset.get("type") == "icon" and asset.get("uri") == "ccdefault:"


def _with_uris(tree: Tree, moved: Mapping[str, str]) -> Tree:
    if not moved:
        return tree
    assets = [
        asset | {"uri": moved.get(asset["uri"], asset["uri"])}
        if isinstance(asset, dict) and isinstance(asset.get("uri"), str)
        else asset
        for asset in tree["data"]["assets"]
    ]
    return tree | {"data": tree["data"] | {"assets": assets}}


def _data_uri(suffix: str, data: bytes) -> str:
    kind = _PICTURE_KINDS.get(suffix.lower(), f"image/{suffix.lower() or 'png'}")
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _bytes_at(uri: str, card: Card) -> bytes:
    if uri.startswith("data:") and ";base64," in uri:
        try:
            return base64.b64decode(uri.partition(";base64,")[2])
        except binascii.Error:
            return b""
    return card.assets.get(uri.removeprefix(_URI[card.form]), b"")
