"""The preview of a series, served to a browser on this machine: a page, its state as it changes, and content
of the store by its digest."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path

import msgspec

from reelwright.build import Store
from reelwright.errors import BadInput, ReelwrightError
from reelwright.studio.watching import Board

HOST = "127.0.0.1"
_CONTENT = re.compile(r"^/content/([0-9a-f]{64})\.(mp4|png|wav)$")
_RANGE = re.compile(r"^bytes=(\d+)-(\d*)$")
_KINDS = {"mp4": "video/mp4", "png": "image/png", "wav": "audio/wav"}
_KEEP_ALIVE_S = 10.0


def serve(board: Board, store: Path, *, port: int) -> tuple[ThreadingHTTPServer, Callable[[], None]]:
    """Serve ``board`` from a thread; returns the server and what ends it. ``port`` 0 takes a free one. Raises
    ``BadInput`` for a port that is taken."""
    try:
        server = ThreadingHTTPServer((HOST, port), _handler(board, Store(store)))
    except OSError as problem:
        raise BadInput(
            f"Port {port} cannot be used: {problem.strerror}", where="--port", next_step="Take another, or 0."
        ) from None
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return server, end


def _handler(board: Board, store: Store) -> type[BaseHTTPRequestHandler]:
    page = resources.files(__package__).joinpath("watch.html").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            # A page of somebody else's must not read this one through a name that it owns.
            if self.headers.get("Host", "").rpartition(":")[0] not in (HOST, "localhost"):
                self._refuse(HTTPStatus.FORBIDDEN)
            elif self.path == "/":
                self._send(page, "text/html; charset=utf-8")
            elif self.path == "/state":
                self._send(msgspec.json.encode(board.preview), "application/json")
            elif self.path == "/events":
                self._tell()
            elif (match := _CONTENT.match(self.path)) and match[1] in _shown(board):
                self._send_content(match[1], _KINDS[match[2]])
            else:
                self._refuse(HTTPStatus.NOT_FOUND)

        def _tell(self) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            version = -1
            try:
                while True:
                    preview = board.following(version, _KEEP_ALIVE_S)
                    if preview is None and board.is_over:
                        return
                    if preview is not None:
                        version = preview.version
                        self.wfile.write(b"data: " + msgspec.json.encode(preview) + b"\n\n")
                    else:
                        self.wfile.write(b": still here\n\n")
                    self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                return

        def _send_content(self, digest: str, kind: str) -> None:
            try:
                data = store.read(digest)
            except ReelwrightError:
                self._refuse(HTTPStatus.NOT_FOUND)
                return
            part = _RANGE.match(self.headers.get("Range", ""))
            if part is None:
                self._send(data, kind, cached=True)
                return
            first = int(part[1])
            last = min(int(part[2] or len(data) - 1), len(data) - 1)
            if first > last:
                self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                return
            self.send_response(HTTPStatus.PARTIAL_CONTENT)
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
            self._finish(data[first : last + 1], kind, cached=True)

        def _send(self, data: bytes, kind: str, *, cached: bool = False) -> None:
            self.send_response(HTTPStatus.OK)
            self._finish(data, kind, cached=cached)

        def _finish(self, data: bytes, kind: str, *, cached: bool) -> None:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Cache-Control", "max-age=86400, immutable" if cached else "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(data)

        def _refuse(self, status: HTTPStatus) -> None:
            self.send_response(status)
            self._finish(status.phrase.encode(), "text/plain", cached=False)

        def log_message(self, format: str, *args: object) -> None:
            """The terminal belongs to the series."""

    return Handler


def _shown(board: Board) -> set[str]:
    """The digests that the page may ask for."""
    preview = board.preview
    digests = {preview.film}
    for clip in preview.shots:
        digests |= {clip.clip, clip.still, *(digest for digest, _ in clip.sounds)}
    return digests - {""}
