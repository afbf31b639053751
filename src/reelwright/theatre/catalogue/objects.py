"""Bytes by their SHA-256 → a local folder or a bucket, and back; a name is written once and never changes.

Local objects lie as ``FOLDER/ab/cdef…``; a server in front (nginx) may hand them over by that path. A
bucket is anything that speaks S3.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, S3Store

from reelwright.build.digest import digest_of_bytes
from reelwright.errors import BadInput, CannotWrite

SIGNED_S = 900
"""How long an address that a bucket has signed is good for."""
_CHUNK_BYTES = 1 << 18

_MEDIA_TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".avif": "image/avif",
}


def media_type_of(path: str) -> str:
    """The media type by a path's suffix; what is not known is bytes."""
    suffix = Path(path).suffix.lower()
    return _MEDIA_TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


class ObjectStore:
    """Objects under an address: a folder, ``file:///folder`` or ``s3://bucket/prefix``.

    For a bucket the key, the secret, the region and the address of the server (``endpoint``, for what is not
    Amazon's) come from ``options`` or from the environment (``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT_URL``, …).
    Raises ``BadInput`` for an address of another kind, ``CannotWrite`` where an object cannot be written.
    """

    def __init__(self, address: str, *, options: dict[str, str] | None = None) -> None:
        self.where = address
        self.folder: Path | None = None
        self._store: Any
        parts = urlsplit(address)
        if parts.scheme == "s3":
            self._prefix = parts.path.strip("/")
            self._store = S3Store(parts.netloc, **_s3_options(options or {}))
        elif parts.scheme in ("", "file"):
            self.folder = Path(parts.path).absolute()
            self._prefix = ""
            try:
                self._store = LocalStore(self.folder, mkdir=True)
            except (BaseError, OSError) as problem:
                raise CannotWrite(
                    f"The folder of the media cannot be made: {_first_line(problem)}", where=address
                ) from None
        else:
            raise BadInput(
                f"Media cannot be kept at an address of this kind: {parts.scheme}",
                where=address,
                next_step="Write a folder or s3://bucket/prefix.",
            )

    def has(self, sha256: str, byte_count: int) -> bool:
        """Whether the object is there in its full length."""
        try:
            return int(obstore.head(self._store, self._key(sha256))["size"]) == byte_count
        except FileNotFoundError:
            return False
        except BaseError as problem:
            raise self._unreachable(problem) from None

    def put(self, sha256: str, data: bytes, *, media_type: str) -> bool:
        """Keep ``data``; False when it was there already. When this returns, a local object is on the disk.

        Raises ``BadInput`` when the bytes are not those of ``sha256``: a file that changed while it was read.
        """
        if digest_of_bytes(data) != sha256:
            raise BadInput(
                f"The bytes are not those of {sha256[:12]}…: the file changed while it was read",
                next_step="Publish again.",
            )
        if self.has(sha256, len(data)):
            return False
        key = self._key(sha256)
        attributes = None if self.folder else {"Content-Type": media_type}
        try:
            try:
                obstore.put(self._store, key, data, attributes=attributes, use_multipart=False, mode="create")
            except AlreadyExistsError:
                if self.has(sha256, len(data)):  # somebody else was quicker
                    return False
                obstore.put(self._store, key, data, attributes=attributes, use_multipart=False)
        except (BaseError, OSError) as problem:
            raise CannotWrite(
                f"An object cannot be written: {_first_line(problem)}",
                where=self.where,
                next_step="Make room or see to its rights, then publish again: what is there stays.",
            ) from None
        if self.folder:
            _sync(self.folder / key)
        return True

    def local_path(self, sha256: str) -> Path | None:
        """Where the object lies on this machine; None for a bucket."""
        return self.folder / self._key(sha256) if self.folder else None

    def read(self, sha256: str) -> bytes:
        """All of an object. Raises ``FileNotFoundError``."""
        try:
            return bytes(obstore.get(self._store, self._key(sha256)).bytes())
        except FileNotFoundError:
            raise FileNotFoundError(sha256) from None
        except BaseError as problem:
            raise self._unreachable(problem) from None

    async def stream(self, sha256: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from ``start`` to before ``end``, piece by piece. Raises ``FileNotFoundError``."""
        got = await obstore.get_async(self._store, self._key(sha256), options={"range": (start, end)})
        async for piece in got.stream(min_chunk_size=_CHUNK_BYTES):
            yield bytes(piece)

    def signed_address(self, sha256: str) -> str:
        """An address at the bucket that is good for ``SIGNED_S`` seconds."""
        if self.folder:
            raise ValueError("a folder signs nothing")
        return obstore.sign(self._store, "GET", self._key(sha256), timedelta(seconds=SIGNED_S))

    def remove(self, sha256: str) -> None:
        """Remove an object; nothing happens when it is not there."""
        try:
            obstore.delete(self._store, self._key(sha256))
        except FileNotFoundError:
            pass
        except BaseError as problem:
            raise self._unreachable(problem) from None

    def listed(self) -> Iterator[tuple[str, int]]:
        """Every object with its length in bytes."""
        start = f"{self._prefix}/" if self._prefix else ""
        for batch in obstore.list(self._store, prefix=self._prefix or None):
            for meta in batch:
                yield str(meta["path"]).removeprefix(start).replace("/", ""), int(meta["size"])

    def _key(self, sha256: str) -> str:
        name = f"{sha256[:2]}/{sha256[2:]}"
        return f"{self._prefix}/{name}" if self._prefix else name

    def _unreachable(self, problem: BaseException) -> CannotWrite:
        return CannotWrite(
            f"The media cannot be reached: {_first_line(problem)}",
            where=self.where,
            next_step="See that the bucket and its keys are right.",
        )


def _s3_options(options: dict[str, str]) -> dict[str, Any]:
    """Plain words → what the client asks for; the environment stands in for what is missing."""
    endpoint = options.get("endpoint") or os.environ.get("AWS_ENDPOINT_URL", "")
    made: dict[str, Any] = {"region": options.get("region") or os.environ.get("AWS_REGION") or "us-east-1"}
    if endpoint:
        made |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
    if endpoint.startswith("http://"):
        made["client_options"] = {"allow_http": True}
    for ours, theirs in (("key", "access_key_id"), ("secret", "secret_access_key")):
        if options.get(ours):
            made[theirs] = options[ours]
    return made


def _sync(path: Path) -> None:
    for part in (path, path.parent):
        descriptor = os.open(part, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _first_line(problem: BaseException) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]
