"""The same page for everybody who is nobody yet → made once in a while, handed out from memory.

It stands before the whole application: a visitor without a session asks neither the database nor a template.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHARED_S = 5.0
"""How long one page is handed out."""
LANGUAGES_MAX = 32
"""So many pages are kept; beyond that they are made for each visitor."""


@dataclass(frozen=True, slots=True)
class _Page:
    start: Message
    body: bytes
    until_s: float


class FrontPage:
    """Answers ``paths`` from memory for whoever sends none of ``private_cookies``; ``variant_of`` tells
    visitors apart who get different pages: by their language.

    A page that the application answers with another status than 200, or with a cookie, is never kept.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        private_cookies: Iterable[str],
        variant_of: Callable[[Scope], str],
        paths: Iterable[str] = ("/",),
        shared_s: float = SHARED_S,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._private = tuple(f"{name}=".encode() for name in private_cookies)
        self._variant_of = variant_of
        self._paths = frozenset(paths)
        self._shared_s = shared_s
        self._now_s = now_s
        self._pages: dict[tuple[str, str], _Page] = {}
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._is_shared(scope):
            await self._app(scope, receive, send)
            return
        key = (scope["path"], self._variant_of(scope))
        page = self._pages.get(key)
        if page is None or page.until_s <= self._now_s():
            page = await self._make(key, scope, receive, send)
        if page is not None:
            await send({**page.start})  # whoever stands before this may add headers of this visitor
            await send({"type": "http.response.body", "body": page.body})

    def _is_shared(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["path"] not in self._paths or scope["method"] != "GET":
            return False
        if scope["query_string"]:
            return False
        return not any(
            name == b"cookie" and any(one in value for one in self._private)
            for name, value in scope["headers"]
        )

    async def _make(self, key: tuple[str, str], scope: Scope, receive: Receive, send: Send) -> _Page | None:
        """The page for ``key``: one visitor waits for it to be made, the others for that visitor. None when
        it may not be shared; then it was sent already."""
        if key not in self._locks and len(self._locks) >= LANGUAGES_MAX:
            await self._app(scope, receive, send)
            return None
        async with self._locks.setdefault(key, asyncio.Lock()):
            page = self._pages.get(key)
            if page is not None and page.until_s > self._now_s():
                return page
            said: list[Message] = []

            async def keep(message: Message) -> None:
                said.append(message)

            await self._app(scope, receive, keep)
            if not _may_be_kept(said):
                for message in said:
                    await send(message)
                return None
            body = b"".join(one.get("body", b"") for one in said[1:])
            made = _Page(said[0], body, self._now_s() + self._shared_s)
            self._pages[key] = made
            return made


def _may_be_kept(said: Sequence[Message]) -> bool:
    if not said or said[0]["type"] != "http.response.start" or said[0]["status"] != 200:
        return False
    return not any(name.lower() == b"set-cookie" for name, _ in said[0]["headers"])
