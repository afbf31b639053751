"""A release folder → a theatre on another machine, file by file: only what it does not have."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reelwright.clients.http import Server, ServerRefused, ServerUnreachable, address
from reelwright.errors import BadInput
from reelwright.release import MANIFEST_NAME, Manifest, read_manifest, validate

_AT_ONCE = 4
_SHOWN_FAULTS = 8
_ROUNDS = 3
"""What was sent may be taken away meanwhile, by a disk or an operator: then it is sent again, so often."""


@dataclass(frozen=True)
class Sent:
    """What the theatre says of the series now, and how much had to be sent."""

    said: dict[str, Any]
    sent_count: int
    sent_bytes: int


Listen = Callable[[int, int], None]
"""Told the bytes that have come and the bytes of the release."""


def send_release(
    folder: Path,
    url: str,
    *,
    mail: str,
    password: str,
    offer: Mapping[str, object],
    listen: Listen = lambda done, total: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Sent:
    """Publish the release in ``folder`` in the theatre at ``url``, as the creator with this address. Begun
    again it goes on where it stopped. ``offer`` is the body of the last request (see the theatre's OpenAPI).

    Raises ``BadInput`` for a release that is not sound or an address that would carry the password in the
    clear, ``ServerRefused`` with the theatre's words, ``ServerUnreachable``.
    """
    manifest = read_manifest(folder)
    if faults := validate(folder):
        more = f"; and {len(faults) - _SHOWN_FAULTS} more" if len(faults) > _SHOWN_FAULTS else ""
        raise BadInput(
            f"The release is not sound: {'; '.join(faults[:_SHOWN_FAULTS])}{more}",
            where=str(folder),
            next_step="Make it again: reelwright make",
        )
    safe = _safe(url)
    try:
        return _sent(folder, manifest, _Theatre(safe, mail, password, sleep), offer, listen)
    except ServerUnreachable as away:
        raise ServerUnreachable(
            away.what,
            where=safe,
            next_step="See that the theatre is open, then publish again: what has come stays.",
        ) from away


def _sent(
    folder: Path, manifest: Manifest, theatre: _Theatre, offer: Mapping[str, object], listen: Listen
) -> Sent:
    paths = {file.sha256: (folder / file.path, file.byte_count) for file in manifest.files}
    total = sum(size for _, size in paths.values())
    text = (folder / MANIFEST_NAME).read_bytes()
    sent: list[int] = []
    for number in range(_ROUNDS):
        begun = theatre.ask("POST", "/api/uploads", text)
        missing = [one["sha256"] for one in begun["missing"]]
        if number and not missing:
            break
        sent += theatre.send(begun["upload"], missing, paths, total, listen)
        try:
            said = theatre.ask("POST", f"/api/uploads/{begun['upload']}/publish", dict(offer))
        except ServerRefused as refused:
            if number == _ROUNDS - 1 or "have not come" not in refused.what:
                raise
            continue
        return Sent(said, len(sent), sum(sent))
    raise BadInput("The theatre loses what is sent to it", next_step="Ask its operator to look at the disk.")


class _Theatre:
    """Somebody signed in at a theatre."""

    def __init__(self, url: str, mail: str, password: str, sleep: Callable[[float], None]) -> None:
        self._server = Server(url, sleep=sleep)
        self._headers: dict[str, str] = {}
        entered = self._server.ask("PUT", "/api/session", {"mail": mail, "password": password})
        who = entered.json()
        self._headers = {
            "Cookie": f"session={entered.cookies.get('session', '')}",
            "X-CSRF-Token": str(who["csrf"]),
        }

    def ask(self, method: str, path: str, body: dict[str, Any] | bytes) -> dict[str, Any]:
        found: dict[str, Any] = self._server.ask(method, path, body, headers=self._headers).json()
        return found

    def send(
        self,
        upload: str,
        missing: Sequence[str],
        paths: Mapping[str, tuple[Path, int]],
        total: int,
        listen: Listen,
    ) -> list[int]:
        """Send files, some at once; their sizes. What fails ends the others."""
        done = total - sum(paths[sha256][1] for sha256 in missing)
        listen(done, total)

        def one(sha256: str) -> int:
            path, size = paths[sha256]
            self._server.ask(
                "PUT", f"/api/uploads/{upload}/files/{sha256}", path.read_bytes(), headers=self._headers
            )
            return size

        sizes: list[int] = []
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="send") as threads:
            left = {threads.submit(one, sha256) for sha256 in missing}
            try:
                while left:
                    ended, left = wait(left, return_when=FIRST_COMPLETED)
                    sizes += [future.result() for future in ended]
                    listen(done + sum(sizes), total)
            except BaseException:
                for future in left:
                    future.cancel()
                raise
        return sizes


def _safe(url: str) -> str:
    """The theatre's address. A password goes over HTTPS, or stays on this machine."""
    plain = address(url, "Write the theatre's address, e.g. https://films.example.org.", where="--to")
    host = urlsplit(plain).hostname or ""
    is_here = host == "localhost"
    if not is_here:
        try:
            is_here = ipaddress.ip_address(host).is_loopback
        except ValueError:
            is_here = False
    if plain.startswith("http://") and not is_here:
        raise BadInput(
            "The password would go over the network in the clear",
            where="--to",
            next_step=f"Write https://{plain.removeprefix('http://')}",
        )
    return plain
