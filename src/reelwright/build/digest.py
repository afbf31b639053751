"""Documents and bytes → SHA-256 digests in lower-case hex."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

_CHUNK_BYTES = 1 << 20


def digest_of_bytes(data: bytes) -> str:
    """The content digest of ``data``: 64 hex digits of SHA-256."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str:
    """The content digest of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def encode_document(document: Any) -> bytes:
    """The one canonical encoding of a document: JSON with sorted keys, no spaces, UTF-8."""
    return msgspec.json.encode(document, order="deterministic")


def digest_of_document(kind: str, version: int, document: Any) -> str:
    """The digest of a document under its kind and version.

    The pre-image starts with both, so that two kinds never share a digest by accident and a new
    version never meets the results of an old one.
    """
    return digest_of_bytes(f"reelwright/{kind}/{version}\n".encode() + encode_document(document))
