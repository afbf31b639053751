"""A request → the reply: what passes is asked again, what does not is an error in words."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from reelwright.errors import BadInput, ReelwrightError

ATTEMPTS = 4
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 20.0
TIMEOUT_S = 120.0
"""A neural engine on a CPU may think for long, but no server keeps silent for two minutes."""

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_SHOWN_BYTES = 600


class ServerRefused(ReelwrightError):
    """A server answered, and not with what was asked for; ``code`` is the HTTP status, 0 for an answer that
    is not understood."""

    code = 0


class ServerUnreachable(ReelwrightError):
    """Nobody answers at the address, or the connection breaks again and again."""


@dataclass(frozen=True)
class Reply:
    """The body of an answer, what kind of content it says it is, and the cookies that it sets."""

    data: bytes
    content_type: str
    cookies: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """The body as JSON; raises ``ServerRefused`` for one that is not."""
        try:
            return json.loads(self.data)
        except ValueError:
            said = " ".join(self.data[:_SHOWN_BYTES].decode("utf-8", "replace").split())[:80]
            raise ServerRefused(f"The server answered with what is not JSON: {said!r}") from None


def address(url: str, next_step: str, *, where: str = "") -> str:
    """A server's address without the slash at its end. Raises ``BadInput`` for what is none."""
    if not url.startswith(("http://", "https://")):
        raise BadInput(f"{url!r} is not the address of a server", where=where, next_step=next_step)
    return url.rstrip("/")


class Server:
    """One server at ``url``. ``key_name`` names the environment variable that holds its key.

    ``attempts`` is how often what passes (a busy server, a broken connection, a time-out) is asked in all,
    with growing pauses or the one that the server asks for. ``is_awaited`` asks again also where nobody
    listens: the server may be starting anew. ``sleep`` is an argument so that tests need not wait. Raises
    ``BadInput``.
    """

    def __init__(
        self,
        url: str,
        *,
        key_name: str = "",
        attempts: int = ATTEMPTS,
        timeout_s: float = TIMEOUT_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = address(url, 'Write url = "http://127.0.0.1:8000/v1" or the like.', where="series.toml")
        self.key_name = key_name
        self._attempts = attempts
        self._timeout_s = timeout_s
        self._sleep = sleep

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        is_awaited: bool = False,
    ) -> Reply:
        """``body`` is sent as JSON, bytes as they are. Raises ``ServerRefused`` with the server's own words,
        ``ServerUnreachable``."""

        def read(reply: Any) -> Reply:
            set_ = SimpleCookie("; ".join(reply.headers.get_all("Set-Cookie", [])))
            cookies = {name: morsel.value for name, morsel in set_.items()}
            return Reply(reply.read(), reply.headers.get_content_type(), cookies)

        request = self._request(method, path, body, headers)
        reply: Reply = self._asked(request, read, is_awaited=is_awaited)
        return reply

    def download(self, path: str, to: Path) -> None:
        """The body of ``path`` into a file, whole or not at all. ``path`` may be an address of its own: the
        key goes to this server only. Raises as ``ask`` does."""

        def save(reply: Any) -> None:
            with to.open("wb") as file:
                shutil.copyfileobj(reply, file)
                size = file.tell()
            # A connection that is closed early looks like an end.
            if (told := reply.headers.get("Content-Length")) and int(told) != size:
                raise http.client.IncompleteRead(b"", int(told) - size)

        try:
            self._asked(self._request("GET", path, None, None), save, is_awaited=True)
        except BaseException:
            to.unlink(missing_ok=True)
            raise

    def _request(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | bytes | None,
        headers: Mapping[str, str] | None,
    ) -> urllib.request.Request:
        address = urllib.parse.urljoin(f"{self.url}/", path)
        if not address.startswith(("http://", "https://")):
            raise ServerRefused(f"The server points to {address!r}, which is no address of the web")
        is_elsewhere = urllib.parse.urlsplit(address).netloc != urllib.parse.urlsplit(self.url).netloc
        said = dict(headers or {})
        data = None
        if isinstance(body, bytes):
            data = body
            said.setdefault("Content-Type", "application/octet-stream")
        elif body is not None:
            data = json.dumps(body).encode()
            said.setdefault("Content-Type", "application/json")
        if not is_elsewhere and self.key_name and (key := os.environ.get(self.key_name, "")):
            said["Authorization"] = f"Bearer {key}"
        return urllib.request.Request(address, data=data, headers=said, method=method)

    def _asked(self, request: urllib.request.Request, read: Callable[[Any], Any], *, is_awaited: bool) -> Any:
        for attempt in range(1, self._attempts + 1):
            is_last = attempt == self._attempts
            try:
                with urllib.request.urlopen(request, timeout=self._timeout_s) as reply:
                    return read(reply)
            except urllib.error.HTTPError as problem:
                if problem.code not in _PASSING or is_last:
                    raise self._refused(problem) from problem
                self._sleep(pause_s(attempt, problem.headers.get("Retry-After")))
            except (OSError, http.client.HTTPException) as problem:
                if is_last or (_nobody_listens(problem) and not is_awaited):
                    raise self._unreachable(problem) from problem
                self._sleep(pause_s(attempt))
        raise AssertionError("an attempt ends in a reply or in an error")

    def _refused(self, problem: urllib.error.HTTPError) -> ServerRefused:
        said = problem.read(_SHOWN_BYTES).decode("utf-8", "replace")
        hint = "Look at the server's log."
        if problem.code in (401, 403) and self.key_name:
            hint = f"Set the environment variable {self.key_name} to the server's key."
        refused = ServerRefused(
            f"The server refused with {problem.code}: {_message(said)}", where=self.url, next_step=hint
        )
        refused.code = problem.code
        return refused

    def _unreachable(self, problem: Exception) -> ServerUnreachable:
        return ServerUnreachable(
            f"The server at {self.url} does not answer: {_reason(problem)}",
            next_step="Start it, or mend its url in series.toml.",
        )


def pause_s(attempt: int, asked: str | None = None) -> float:
    """Twice as long each time, unless the server says how long (``Retry-After`` in seconds)."""
    if asked and asked.strip().isdecimal():
        return min(float(asked), LONGEST_PAUSE_S)
    return min(FIRST_PAUSE_S * 2.0 ** (attempt - 1), LONGEST_PAUSE_S)


def _nobody_listens(problem: Exception) -> bool:
    reason = getattr(problem, "reason", problem)
    return isinstance(reason, (ConnectionRefusedError, socket.gaierror))


def _reason(problem: Exception) -> str:
    reason = getattr(problem, "reason", problem)
    return f"no answer in time ({reason})" if isinstance(reason, TimeoutError) else str(reason)


def _message(said: str) -> str:
    """What a server says in its error: ``{"error": {"message": …}}``, ``{"detail": …}`` or plain text."""
    try:
        found = json.loads(said)
    except ValueError:
        return " ".join(said.split())[:160] or "no reason given"
    if isinstance(found, dict) and isinstance(found.get("what"), str):  # another theatre of ours
        parts = (found["what"], found.get("where"), found.get("next_step"))
        return "; ".join(str(part) for part in parts if part)[:300]
    error = found.get("error", found.get("detail", found)) if isinstance(found, dict) else found
    return str(error.get("message", error) if isinstance(error, dict) else error)[:160]
