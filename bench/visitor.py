"""A browser's manners over HTTP: its cookies, its session's word, its own address; one for each viewer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import aiohttp

PATIENCE_S = 20.0
"""A server that takes longer than this has not answered."""


@dataclass(frozen=True)
class Answer:
    """What came back: ``status`` 0 means nothing did."""

    status: int
    body: bytes = b""

    def told(self) -> Any:
        """Its JSON; an empty document where it has none."""
        return json.loads(self.body) if self.body else {}


@asynccontextmanager
async def wire() -> AsyncIterator[aiohttp.ClientSession]:
    """What the visitors of one server share: as many connections as they need."""
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        yield session


class Visitor:
    """Somebody before the theatre at ``url``. ``address`` is where they come from, as a proxy says it (the
    theatre's ``trusts_proxy``): limits are counted by it. ``token`` is a session that they have already."""

    def __init__(self, wired: aiohttp.ClientSession, url: str, *, token: str = "", address: str = "") -> None:
        self._wired, self.url = wired, url
        self.csrf = ""
        self.cookies: dict[tuple[str, str], str] = {("session", "/"): token} if token else {}
        self._address = {"x-real-ip": address} if address else {}

    async def open(self) -> Answer:
        """Learn the session's word, as a page carries it."""
        answer = await self.get("/api/session")
        self.csrf = str(answer.told().get("csrf", "")) if answer.status == 200 else ""
        return answer

    async def get(self, path: str, *, cookie: str | None = None) -> Answer:
        """``cookie`` stands for the visitor's own, when it is given."""
        return await self._ask("GET", path, {}, None, cookie)

    async def post(self, path: str, body: Any, *, key: str = "") -> Answer:
        """Send JSON as the pages' ``ask`` does; ``key`` is the request's idempotency key."""
        headers = {
            "content-type": "application/json",
            "sec-fetch-site": "same-origin",
            "x-csrf-token": self.csrf,
        }
        if key:
            headers["idempotency-key"] = key
        return await self._ask("POST", path, headers, json.dumps(body).encode(), None)

    async def tell(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send what a program sends that proves itself by its headers, without cookies: a webhook."""
        return await self._ask("POST", path, {"content-type": "application/json", **headers}, body, "")

    async def submit(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form of a page."""
        headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        return await self._ask("POST", path, headers, urlencode(form).encode(), None)

    def cookie_for(self, path: str) -> str:
        """The header of what this browser would send to ``path``."""
        fitting = [
            (len(at), name, value) for (name, at), value in self.cookies.items() if path.startswith(at)
        ]
        return "; ".join(f"{name}={value}" for _, name, value in sorted(fitting, reverse=True))

    def values_of(self, name: str, path: str = "") -> list[str]:
        """The cookies of a name, or those of them whose path has ``path`` in it."""
        return [value for (one, at), value in self.cookies.items() if one == name and path in at]

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, cookie: str | None
    ) -> Answer:
        sent = {"accept": "application/json", **self._address, **headers}
        if (known := self.cookie_for(path) if cookie is None else cookie) != "":
            sent["cookie"] = known
        try:
            async with self._wired.request(
                method, self.url + path, headers=sent, data=body, allow_redirects=False
            ) as answer:
                told = await answer.read()
                self._keep(answer.headers.getall("set-cookie", []), is_own=cookie is None)
                return Answer(answer.status, told)
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            return Answer(0)

    def _keep(self, headers: list[str], *, is_own: bool) -> None:
        for header in headers if is_own else []:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name, morsel["path"] or "/"] = morsel.value
