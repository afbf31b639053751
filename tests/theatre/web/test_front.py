"""The shared front page: made once, never for somebody with a session, never with a cookie in it."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from reelwright.theatre.web.front import FrontPage


class Counter:
    def __init__(self) -> None:
        self.made = 0
        self.now_s = 100.0
        self.cookie = False
        self.status = 200

    async def page(self, request: Request) -> Response:
        self.made += 1
        await asyncio.sleep(0.01)
        answer = PlainTextResponse(f"page {self.made}", status_code=self.status)
        if self.cookie:
            answer.set_cookie("session", "secret")
        return answer


def _language(scope: Scope) -> str:
    headers = scope["headers"]
    return next((value.decode()[:2] for name, value in headers if name == b"accept-language"), "en")


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def client(counter: Counter) -> httpx.AsyncClient:
    app = Starlette(routes=[Route("/", counter.page), Route("/other", counter.page)])
    front = FrontPage(
        app, private_cookies=["session"], variant_of=_language, shared_s=5, now_s=lambda: counter.now_s
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://theatre.test")


def _get(client: httpx.AsyncClient, path: str = "/", count: int = 1, **headers: str) -> list[str]:
    async def ask() -> list[str]:
        answers = await asyncio.gather(*(client.get(path, headers=headers) for _ in range(count)))
        return [answer.text for answer in answers]

    return asyncio.run(ask())


def test_many_visitors_get_one_page_until_its_time_is_over(
    counter: Counter, client: httpx.AsyncClient
) -> None:
    assert set(_get(client, count=20)) == {"page 1"}
    counter.now_s += 4.9
    assert _get(client) == ["page 1"]
    counter.now_s += 0.2
    assert _get(client) == ["page 2"]


def test_another_language_is_another_page(client: httpx.AsyncClient) -> None:
    headers = {"accept-language": "zh-CN"}
    assert _get(client) + _get(client, **headers) + _get(client) == ["page 1", "page 2", "page 1"]


def test_who_has_a_session_gets_a_page_of_their_own(client: httpx.AsyncClient) -> None:
    headers = {"cookie": "a=b; session=42"}
    assert _get(client, **headers) + _get(client, **headers) == ["page 1", "page 2"]


@pytest.mark.parametrize("path", ["/other", "/?shown=1"])
def test_nothing_else_is_kept(client: httpx.AsyncClient, path: str) -> None:
    assert _get(client, path) + _get(client, path) == ["page 1", "page 2"]


def test_a_page_with_a_cookie_or_an_error_is_never_shared(
    counter: Counter, client: httpx.AsyncClient
) -> None:
    counter.cookie = True
    assert _get(client) + _get(client) == ["page 1", "page 2"]
    counter.cookie, counter.status = False, 503
    client.cookies.clear()
    assert _get(client) + _get(client) == ["page 3", "page 4"]
