"""A gettext catalogue (``.po``) ↔ its entries, each known by its context."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polib

from reelwright.errors import BadInput

LARGEST_PO_BYTES = 16 << 20
_UNWRAPPED = 0


@dataclass(frozen=True)
class PoEntry:
    """One text and its translation. ``context`` (``msgctxt``) never changes, ``source`` (``msgid``) does when
    the text is edited: then ``previous`` is what was translated. ``note`` is for the translator, ``remarks``
    are the translator's own. ``is_fuzzy``: somebody has to look at it. ``is_obsolete``: its text is gone."""

    context: str
    source: str
    text: str = ""
    previous: str = ""
    note: str = ""
    remarks: str = ""
    place: str = ""
    is_fuzzy: bool = False
    is_obsolete: bool = False


def read_po(path: Path) -> tuple[PoEntry, ...]:
    """The entries of a catalogue, in order, obsolete ones last. Raises ``BadInput``."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadInput("There is no such file", where=str(path), next_step="Name a .po file.") from None
    except OSError as problem:
        raise BadInput(f"The catalogue cannot be read: {problem.strerror}", where=str(path)) from None
    if len(data) > LARGEST_PO_BYTES:
        raise BadInput(
            f"The catalogue has {len(data) >> 20} MiB; {LARGEST_PO_BYTES >> 20} are read", where=str(path)
        )
    return po_entries(data, where=str(path))


def po_entries(data: bytes, *, where: str) -> tuple[PoEntry, ...]:
    """The same of a file's bytes. Raises ``BadInput`` for what is no PO and for a context that is there
    twice."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            "The catalogue is not UTF-8 text", where=where, next_step="Save it as UTF-8."
        ) from None
    try:
        # A text without a line feed would be taken for a path.
        catalogue = polib.pofile(text.replace("\r\n", "\n") + "\n", encoding="utf-8")
    except (OSError, ValueError, IndexError, AttributeError) as problem:
        raise BadInput(
            f"The catalogue is not valid: {str(problem).splitlines()[0][:120]}",
            where=where,
            next_step="Open it in a program for gettext files, or check it with msgfmt.",
        ) from None
    if text.strip() and not len(catalogue) and not catalogue.metadata:
        raise BadInput("This is no gettext catalogue", where=where, next_step="Give a .po file.")
    entries = tuple(_read(entry) for entry in catalogue)
    seen: set[str] = set()
    for entry in entries:
        if not entry.context and not entry.is_obsolete:
            raise BadInput(
                f"The entry {entry.source[:40]!r} has no context (msgctxt): nobody knows what it is",
                where=where,
                next_step="Translate the catalogue that reelwright localise writes.",
            )
        if not entry.is_obsolete and entry.context in seen:
            raise BadInput(f"The catalogue has {entry.context!r} twice", where=where)
        if not entry.is_obsolete:
            seen.add(entry.context)
    return entries


def write_po(entries: Iterable[PoEntry], *, language: str, title: str) -> bytes:
    """The catalogue in UTF-8: the same entries give the same bytes."""
    catalogue = polib.POFile(wrapwidth=_UNWRAPPED)
    catalogue.metadata = {
        "Project-Id-Version": title,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": "Reelwright",
    }
    for entry in entries:
        catalogue.append(_written(entry))
    return str(catalogue).encode().rstrip(b"\n") + b"\n"


def _read(entry: polib.POEntry) -> PoEntry:
    return PoEntry(
        context=entry.msgctxt or "",
        source=entry.msgid,
        text=entry.msgstr,
        previous=entry.previous_msgid or "",
        note=entry.comment,
        remarks=entry.tcomment,
        place=entry.occurrences[0][0] if entry.occurrences else "",
        is_fuzzy="fuzzy" in entry.flags,
        is_obsolete=bool(entry.obsolete),
    )


def _written(entry: PoEntry) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=entry.context,
        msgid=entry.source,
        msgstr=entry.text,
        previous_msgid=entry.previous or None,
        comment="" if entry.is_obsolete else entry.note,
        tcomment=entry.remarks,
        occurrences=[(entry.place, "")] if entry.place and not entry.is_obsolete else [],
        flags=["fuzzy"] if entry.is_fuzzy else [],
        obsolete=entry.is_obsolete,
    )
