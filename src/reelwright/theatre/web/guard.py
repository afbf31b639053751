"""What stands before every route: a request's language, its size, whose site it comes from; and what every
answer carries."""

from __future__ import annotations

import contextlib
import hmac
import json
import random
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import cookie_parser

from reelwright.theatre.accounts import SESSION_S, may, viewer_of
from reelwright.theatre.web.hall import SESSION_COOKIE, Hall
from reelwright.theatre.web.language import negotiated, said

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

CSRF_HEADER = b"x-csrf-token"
NO_MORE_NEWS = "/news/stop"
PROVEN = ("/api/webhooks/", NO_MORE_NEWS)
"""Whoever calls there proves itself by a signature: providers of payments, and of mail for its readers."""
UPLOADS = "/desk/creator/upload"
RELEASES = "/api/uploads"
"""There a creator may send large bodies."""
_BODY_MAX = 1 << 20
_SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; "
    "script-src 'self'; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
POLICY_HEADER = b"content-security-policy"
CARRIED = (
    (POLICY_HEADER, POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class _TooLarge(Exception):
    """The body goes on past the limit."""


class Guard:
    """ASGI middleware around the application."""

    def __init__(self, app: Any, hall: Hall) -> None:
        self._app, self._hall = app, hall

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        cookies = cookie_parser(headers.get(b"cookie", b"").decode("latin-1"))
        state = scope.setdefault("state", {})
        asked = parse_qs(scope["query_string"][:2000].decode("latin-1")).get("lang", [""])[0]
        chosen = asked or cookies.get("language", "")
        language = negotiated(headers.get(b"accept-language", b"").decode("latin-1"), chosen)
        state["language"], state["request_id"] = language, f"{random.getrandbits(64):016x}"
        limit = await self._limit_of(scope["path"], cookies.get(SESSION_COOKIE, ""))
        counted = 0
        is_begun = False

        async def answered(message: Message) -> None:
            nonlocal is_begun
            if counted > limit and not is_begun:
                return  # whatever the route makes of half a body, the answer is ours
            is_begun = True
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._added(state, asked, language)]
            await send(message)

        async def measured() -> Message:
            nonlocal counted
            message = await receive()
            counted += len(message.get("body", b""))
            if counted > limit:
                raise _TooLarge
            return message

        if refused := self._refused(scope, headers, cookies, limit):
            await _refuse(answered, language, *refused)
            return
        with contextlib.suppress(_TooLarge):
            await self._app(scope, measured, answered)
        if counted > limit and not is_begun:
            counted = 0
            await _refuse(answered, language, 413, _TOO_LARGE, _TOO_LARGE_NEXT)

    async def _limit_of(self, path: str, token: str) -> int:
        """How large a body may be, in bytes: only a creator sends a release. A route is told whose request it
        is when the body has been read already."""
        if not path.startswith((UPLOADS, RELEASES)) or not token:
            return _BODY_MAX
        now_us = self._hall.now_us()
        viewer = await self._hall.store.reading(lambda c: viewer_of(c, token, now_us=now_us))
        if viewer is None or viewer.is_suspended or not may(viewer.role, "creator"):
            return _BODY_MAX
        return self._hall.settings.upload_limit_mib << 20

    def _refused(
        self, scope: Any, headers: dict[bytes, bytes], cookies: dict[str, str], limit: int
    ) -> tuple[int, str, str] | None:
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > limit:
            return (
                (413, _TOO_LARGE, _TOO_LARGE_NEXT)
                if length.isdigit()
                else (400, "The length is no number", "")
            )
        token = cookies.get(SESSION_COOKIE, "")
        if scope["method"] in _SAFE or scope["path"].startswith(PROVEN):
            return None
        # A browser says where a request comes from, and without a session, too: nobody else's form may sign a
        # visitor in. A program that does not say so has to know its session's word.
        site = headers.get(b"sec-fetch-site")
        if site is not None:
            is_ours = site in (b"same-origin", b"none")
        elif b"origin" in headers:
            is_ours = headers[b"origin"].rpartition(b"://")[2] == headers.get(b"host")
        else:
            known = self._hall.csrf_of(token).encode()
            is_ours = not token or hmac.compare_digest(headers.get(CSRF_HEADER, b""), known)
        return None if is_ours else (403, "This request comes from another site", "Open the page again.")

    def _added(self, state: dict[str, Any], asked: str, language: str) -> list[tuple[bytes, bytes]]:
        secure = "; Secure" if self._hall.settings.is_secure else ""
        # A route may ask for another policy for its own page: where a card is entered.
        policy = (POLICY_HEADER, state.get("policy", POLICY).encode())
        added = [policy, *CARRIED[1:], (b"x-request-id", state["request_id"].encode())]
        if (opened := state.get("opened_session")) is not None:
            life_s = SESSION_S if opened else 0
            cookie = f"{SESSION_COOKIE}={opened}; Path=/; Max-Age={life_s}; HttpOnly; SameSite=Lax{secure}"
            added.append((b"set-cookie", cookie.encode()))
        if asked and asked == language:
            cookie = f"language={language}; Path=/; Max-Age=31536000; SameSite=Lax{secure}"
            added.append((b"set-cookie", cookie.encode()))
        return added


_TOO_LARGE = "This is more than may be sent"
_TOO_LARGE_NEXT = "Send less at once."


async def _refuse(send: Send, language: str, status: int, what: str, next_step: str) -> None:
    told = {"status": status, "what": said(language, what), "where": ""}
    told["next_step"] = said(language, next_step) if next_step else ""
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
