"""A theatre that is open, with two series that really play, and a browser before it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.theatre.browser.watching import PATIENCE_S
from tests.theatre.releases import make_release

from reelwright.theatre.catalogue.offers import Offer
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.store import Clock, Store
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.settings import read_settings

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
PHONE = {"width": 360, "height": 740}
HARBOUR_FREE = 2
HARBOUR_COINS = 40


@dataclass(frozen=True)
class OpenTheatre:
    """A running theatre: where it is, and its insides."""

    url: str
    hall: Hall

    @property
    def store(self) -> Store:
        return self.hall.store


@contextmanager
def opened(data: Path, *, clock: Clock | None = None, **changed: Any) -> Iterator[OpenTheatre]:
    """Serve the theatre in ``data`` on a free port; ``changed`` are settings."""
    app = make_app(msgspec.structs.replace(read_settings(data, {}), **changed), clock=clock)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the theatre did not open"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield OpenTheatre(f"http://127.0.0.1:{port}", app.state.hall)
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``harbour`` has four episodes and captions in two languages, ``palace`` two."""
    folder = tmp_path_factory.mktemp("releases")
    make_release(folder / "harbour", episodes=4, with_film=True, captions=["zh"])
    make_release(folder / "palace", slug="palace", title="The Palace Letter", episodes=2, with_film=True)
    return folder


@pytest.fixture(scope="module")
def theatre(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTheatre]:
    with opened(tmp_path_factory.mktemp("theatre")) as open_theatre:
        hall = open_theatre.hall
        offer = Offer(price_coins=HARBOUR_COINS, free_count=HARBOUR_FREE)
        publish(hall.store, hall.objects, releases / "harbour", offer)
        publish(hall.store, hall.objects, releases / "palace", offer)
        yield open_theatre


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_S * 1000)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(chromium: Browser, theatre: OpenTheatre) -> Iterator[NewPage]:
    """Pages of devices that know nothing of each other; whatever breaks in one fails the test."""
    contexts, broken = [], []

    def make(**options: object) -> Page:
        context = chromium.new_context(
            base_url=theatre.url, **{"viewport": PHONE, "locale": "en-GB"} | options
        )  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_S * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert broken == []
