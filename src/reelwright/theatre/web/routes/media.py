"""``/media/VERSION/path`` → playlists, segments, captions and pictures, for whoever may have them.

It stands before the application and its middleware, as a plain ASGI program, because a viewer asks for a
segment every other second. A request that holds a valid pass is answered without the database. One
without is put before the gate, which knows the session and what it may watch; who is let in gets a pass
as a cookie for this one version, good with this session alone. A copied link therefore opens nothing for a
stranger, nor does a copied pass; one that runs out while the film plays is renewed by the next segment.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from reelwright.theatre.catalogue.files import VERSION, FileIndex, StoredFile, VersionFiles
from reelwright.theatre.catalogue.joining import joined, playlist_of, within
from reelwright.theatre.catalogue.objects import ObjectStore
from reelwright.theatre.catalogue.reading import Terms
from reelwright.theatre.store import Clock
from reelwright.theatre.web.hall import SESSION_COOKIE
from reelwright.theatre.web.ranges import Span, requested_span

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PREFIX = "/media/"
COOKIE = "pass"
OBJECTS_AT = "/objects/"
"""Where nginx keeps the media folder, for itself alone (``internal``)."""
PASS_S = 900
"""A pass is renewed at the gate for as long as somebody may watch, so it need not be good for long."""
_PATH_MAX = 300
_PIECE_BYTES = 1 << 20
_PASS, _SESSION = COOKIE.encode(), SESSION_COOKIE.encode()
_FOR_EVER = "max-age=31536000, immutable"

Handing = Literal["direct", "accel", "stream", "redirect"]
"""Who sends the bytes of an object: this process from its folder, nginx (``X-Accel-Redirect``), this process
from the bucket, or the bucket itself by an address that it has signed."""


@dataclass(frozen=True)
class Admission:
    """Who was let in, by what only they hold, and until when at the latest (microseconds since 1970, UTC)."""

    viewer: str
    until_us: int


@dataclass(frozen=True)
class Refusal:
    """Why somebody is not let in: an HTTP status and what to do about it."""

    status: int
    what: str
    next_step: str = ""


class Gate(Protocol):
    """Who may watch."""

    async def admit(self, headers: Mapping[bytes, bytes], terms: Terms) -> Admission | Refusal:
        """Whether whoever sent these headers may watch this episode now."""
        ...


class Passes(Protocol):
    """Signs and reads passes."""

    def issue(self, admission: Admission, episode: str) -> str:
        """A pass for one viewer and one episode (its public id)."""
        ...

    def holds(self, token: str, session: str, episode: str, now_us: int) -> bool:
        """Whether a pass is ours, for who has this session ("" for none) and this episode, not run out."""
        ...


class MediaApp:
    """Answers below ``/media/``."""

    def __init__(
        self,
        files: FileIndex,
        objects: ObjectStore,
        gate: Gate,
        passes: Passes,
        clock: Clock,
        *,
        handing: Handing | None = None,
        is_secure: bool = False,
    ) -> None:
        self._files, self._objects, self._gate, self._passes = files, objects, gate, passes
        self._clock, self._is_secure = clock, is_secure
        self._handing: Handing = handing or ("direct" if objects.folder else "stream")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await _refuse(send, Refusal(405, "Media can only be read"), [(b"allow", b"GET, HEAD")])
            return
        version, _, path = str(scope["path"])[len(PREFIX) :].partition("/")
        if not _is_plain(version, path):
            await _refuse(send, Refusal(400, "This is no address of a file", "Open the episode again."))
            return
        asked = dict(scope["headers"])
        cookies = _cookies(asked.get(b"cookie", b""))
        now_us = self._clock.now_us()
        shelf = self._files.known(version)
        if shelf is not None and self._holds(cookies, shelf, now_us):
            await self._answer(scope, send, asked, shelf, path, [])
            return
        shelf = await self._files.current(version)
        if shelf is None or not (path in shelf.files or playlist_of(path, shelf.files)):
            await _refuse(send, _NOT_THERE)
        elif path in shelf.pictures and shelf.terms.is_published and shelf.terms.release_us <= now_us:
            await self._answer(scope, send, asked, shelf, path, [], is_open=True)
        elif self._holds(cookies, shelf, now_us):
            await self._answer(scope, send, asked, shelf, path, [])
        else:
            await self._at_the_gate(scope, send, asked, shelf, path, now_us)

    async def _at_the_gate(
        self,
        scope: Scope,
        send: Send,
        asked: Mapping[bytes, bytes],
        shelf: VersionFiles,
        path: str,
        now_us: int,
    ) -> None:
        admitted = await self._gate.admit(asked, shelf.terms)
        if isinstance(admitted, Refusal):
            await _refuse(send, admitted)
            return
        until_us = min(admitted.until_us, now_us + PASS_S * 1_000_000)
        token = self._passes.issue(Admission(admitted.viewer, until_us), shelf.terms.episode)
        cookie = (
            f"{COOKIE}={token}; Path={PREFIX}{shelf.version}/; Max-Age={PASS_S}; "
            f"HttpOnly; SameSite=Lax{'; Secure' if self._is_secure else ''}"
        )
        await self._answer(scope, send, asked, shelf, path, [(b"set-cookie", cookie.encode())])

    def _holds(self, cookies: Mapping[bytes, str], shelf: VersionFiles, now_us: int) -> bool:
        token, session = cookies.get(_PASS, ""), cookies.get(_SESSION, "")
        return bool(token) and self._passes.holds(token, session, shelf.terms.episode, now_us)

    async def _answer(
        self,
        scope: Scope,
        send: Send,
        asked: Mapping[bytes, bytes],
        shelf: VersionFiles,
        path: str,
        more: Headers,
        *,
        is_open: bool = False,
    ) -> None:
        file = shelf.files.get(path) or await self._whole(shelf, path)
        if file is None:
            await _refuse(send, _NOT_THERE)
            return
        etag = f'"{file.sha256[:32]}"'.encode()
        headers: Headers = [
            (b"content-type", file.media_type.encode()),
            (b"etag", etag),
            (b"cache-control", _caching(path, is_open=is_open)),
            (b"accept-ranges", b"bytes"),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-resource-policy", b"same-origin"),
            *more,
        ]
        if etag in asked.get(b"if-none-match", b""):
            await _send_whole(send, 304, headers, b"")
            return
        if self._handing == "accel" and not file.parts:
            at = f"{OBJECTS_AT}{file.sha256[:2]}/{file.sha256[2:]}"
            ours = [header for header in headers if header[0] != b"accept-ranges"]  # nginx says so itself
            await _send_whole(send, 200, [*ours, (b"x-accel-redirect", at.encode())], b"")
            return
        # Addresses in a playlist are relative to it, so it must come from here.
        if self._handing == "redirect" and not path.endswith(".m3u8") and not file.parts:
            address = await asyncio.to_thread(self._objects.signed_address, file.sha256)
            kept = [(name, value) for name, value in headers if name in (b"set-cookie",)]
            here = [(b"location", address.encode()), (b"cache-control", b"private, no-store")]
            await _send_whole(send, 302, [*kept, *here], b"")
            return
        span = requested_span(asked, file.byte_count, etag)
        if span is None:
            size = [(b"content-range", f"bytes */{file.byte_count}".encode())]
            await _refuse(send, Refusal(416, "The file is shorter than that"), size)
            return
        await self._send_bytes(scope["method"] == "HEAD", send, file, span, headers)

    async def _send_bytes(
        self, is_head: bool, send: Send, file: StoredFile, span: Span, headers: Headers
    ) -> None:
        headers = [*headers, (b"content-length", str(span.end - span.start).encode())]
        if span.is_part:
            headers.append(
                (b"content-range", f"bytes {span.start}-{span.end - 1}/{file.byte_count}".encode())
            )
        status = 206 if span.is_part else 200
        if is_head:
            await _send_whole(send, status, headers, b"", is_sized=True)
            return
        try:
            pieces = self._pieces(file, span)
            piece = await anext(pieces, b"")
        except FileNotFoundError:
            await _refuse(send, Refusal(503, "This file is missing from the media", "Publish it again."))
            return
        await send({"type": "http.response.start", "status": status, "headers": headers})
        while piece:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await anext(pieces, b"")
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _whole(self, shelf: VersionFiles, path: str) -> StoredFile | None:
        """The segments of a playlist as one file."""
        playlist = playlist_of(path, shelf.files)
        if not playlist:
            return None
        text = await asyncio.to_thread(self._objects.read, shelf.files[playlist].sha256)
        return joined(playlist, text.decode("utf-8", "replace"), shelf.files)

    async def _pieces(self, file: StoredFile, span: Span) -> Any:
        for part, start, end in within(file.parts or (file,), span.start, span.end):
            local = self._objects.local_path(part.sha256)
            if local is None:
                async for piece in self._objects.stream(part.sha256, start, end):
                    yield piece
                continue
            for at in range(start, end, _PIECE_BYTES):
                yield await asyncio.to_thread(_read, local, at, min(_PIECE_BYTES, end - at))


_NOT_THERE = Refusal(404, "There is no such file", "Open the episode again.")


def _is_plain(version: str, path: str) -> bool:
    """Whether an address may name a file of ours at all."""
    return (
        VERSION.fullmatch(version) is not None
        and 0 < len(path) <= _PATH_MAX
        and path.isprintable()
        and "\\" not in path
        and all(part not in ("", ".", "..") for part in path.split("/"))
    )


def _cookies(header: bytes) -> dict[bytes, str]:
    """The first value of each name: a browser sends the cookie of the longest path first."""
    found: dict[bytes, str] = {}
    for part in header.split(b";"):
        name, _, value = part.strip().partition(b"=")
        found.setdefault(name, value.decode("latin-1"))
    return found


def _caching(path: str, *, is_open: bool) -> bytes:
    if is_open:
        return f"public, {_FOR_EVER}".encode()
    # A playlist is asked for again each time: whether one may watch is looked up there.
    return b"private, no-cache" if path.endswith(".m3u8") else f"private, {_FOR_EVER}".encode()


def _read(path: Path, start: int, count: int) -> bytes:
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        return file.read(count)


async def _send_whole(
    send: Send, status: int, headers: Headers, body: bytes, *, is_sized: bool = False
) -> None:
    if not is_sized and status != 304:
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _refuse(send: Send, refusal: Refusal, more: Headers | None = None) -> None:
    body = json.dumps({"what": refusal.what, "where": "media", "next_step": refusal.next_step}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *(more or []),
    ]
    await _send_whole(send, refusal.status, headers, body)
