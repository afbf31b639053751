"""The bytes of a ``.charx`` ↔ its files by name."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Mapping

from reelwright.errors import BadInput

LARGEST_UNPACKED_BYTES = 256 << 20
MOST_FILES = 4000
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_SAME_DATE = (1980, 1, 1, 0, 0, 0)
_PACKED_ALREADY = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".mp3", ".ogg", ".mp4", ".webm")


def read_zip(data: bytes, *, where: str) -> dict[str, bytes]:
    """Every file in ``data``, folders left out, nothing written anywhere.

    Raises ``BadInput`` for what is no zip, for more than ``MOST_FILES`` files or
    ``LARGEST_UNPACKED_BYTES``, for names that lead out of the archive or stand twice, and for what is
    encrypted, damaged or packed in a way that cards do not use.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check(members, where)
            return {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError) as problem:
        raise BadInput(
            f"The archive is damaged: {problem}", where=where, next_step="Download or copy it once more."
        ) from None


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """An archive of ``files`` in their order; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            packing = zipfile.ZIP_STORED if name.lower().endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
            member = zipfile.ZipInfo(name, _SAME_DATE)
            archive.writestr(member, data, packing)
    return out.getvalue()


def check_name(name: str, *, where: str) -> None:
    """Raises ``BadInput`` for a name that would lead out of a folder it is unpacked into."""
    parts = re.split(r"[/\\]", name)
    if not name.strip() or ".." in parts or not parts[0] or "\0" in name or re.match(r"^[A-Za-z]:", name):
        raise BadInput(
            f"A file of the card is called {name[:80]!r}, which leads out of its folder",
            where=where,
            next_step="Do not open this card with other programs; it may have been made to do harm.",
        )


def _check(members: list[zipfile.ZipInfo], where: str) -> None:
    if len(members) > MOST_FILES:
        raise BadInput(f"The card holds {len(members)} files; {MOST_FILES} may be in it", where=where)
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED_BYTES:
        raise BadInput(
            f"The card would unpack to {unpacked >> 20} MiB; {LARGEST_UNPACKED_BYTES >> 20} may be in it",
            where=where,
            next_step="Take assets out of it.",
        )
    names: set[str] = set()
    for member in members:
        check_name(member.filename, where=where)
        if member.filename in names:
            raise BadInput(f"The card holds two files called {member.filename!r}", where=where)
        names.add(member.filename)
        if member.flag_bits & _ENCRYPTED:
            raise BadInput(
                "The card is protected by a password", where=where, next_step="Save it without one."
            )
        if member.compress_type not in _READABLE:
            raise BadInput(f"{member.filename!r} is packed in a way that cards do not use", where=where)
