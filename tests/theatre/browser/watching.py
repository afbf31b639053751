"""What a test asks of the player."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import Locator, Page

PATIENCE_S = 40.0
"""A machine with two cores and much to do opens a page in ten seconds now and then."""

_ACTIVE = """() => {
  const deck = document.querySelector('[data-deck]');
  const middle = deck.scrollTop + deck.clientHeight / 2;
  const isHere = (one) => one.offsetTop <= middle && middle < one.offsetTop + one.offsetHeight;
  const slide = [...deck.querySelectorAll('.slide')].find(isHere);
  const part = (name) => slide.querySelector(`[data-part=${name}]`);
  const video = slide.querySelector('video');
  return {
    name: slide.getAttribute('aria-label'), state: slide.dataset.state ?? '', episode: slide.dataset.episode,
    seconds: video?.currentTime ?? 0, width: video?.videoWidth ?? 0, rate: video?.playbackRate ?? 0,
    decoded: video?.getVideoPlaybackQuality?.().totalVideoFrames ?? 0, is_paused: video?.paused ?? true,
    caption: part('captions').innerText, language: part('captions').lang,
    is_liked: part('like').getAttribute('aria-pressed'),
    wall: part('wall').hidden ? '' : part('wall').innerText,
    ai: slide.querySelector('.ai').innerText, deck: {...deck.dataset},
  };
}"""


def press(control: Locator) -> None:
    """A radio button or a switch by its label, as a finger does, once a sheet that slides in stands still."""
    control.locator("xpath=ancestor::label[1]").click()


def now(page: Page) -> dict[str, Any]:
    """The slide that fills the screen."""
    found: dict[str, Any] = page.evaluate(_ACTIVE)
    return found


def until(
    page: Page, is_so: Callable[[dict[str, Any]], object], what: str, *, within_s: float = PATIENCE_S
) -> dict[str, Any]:
    """Look at the slide until something is so, and return it."""
    end_s = monotonic() + within_s
    while True:
        found = now(page)
        if is_so(found):
            return found
        assert monotonic() < end_s, f"{what}: {found}"
        sleep(0.05)


def until_true(is_so: Callable[[], object], what: str) -> None:
    """Wait for something that no page shows."""
    end_s = monotonic() + PATIENCE_S
    while not is_so():
        assert monotonic() < end_s, what
        sleep(0.05)


def until_playing(page: Page, number: int, *, past_s: float = 0.3) -> dict[str, Any]:
    """Wait until the episode of this number plays on the screen and has moved past a place."""
    return until(
        page,
        lambda one: (
            f"episode {number} of" in one["name"] and one["seconds"] > past_s and not one["is_paused"]
        ),
        f"episode {number} does not play",
    )
