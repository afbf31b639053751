"""The player in a real browser: it plays, it goes on, it can be used without seeing it or touching it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from tests.theatre.browser.conftest import NewPage, OpenTheatre
from tests.theatre.browser.watching import now, press, until, until_playing, until_true

from reelwright.theatre.player.tables import watch_event, watch_position


def test_the_film_is_decoded_and_time_goes_on(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/s/harbour-lights/1")
    playing = until_playing(page, 1, past_s=1.0)
    assert playing["decoded"] > 10
    assert playing["width"] in (90, 180)
    assert playing["deck"]["engine"] == "hls.js"
    assert "AI-generated" in playing["ai"]


def test_a_swipe_brings_the_next_episode_and_its_address(new_page: NewPage) -> None:
    page = new_page(has_touch=True, is_mobile=True)
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1)
    _swipe_up(page)
    until_playing(page, 2)
    expect(page).to_have_url(f"{page.url.rpartition('/')[0]}/2")
    videos = page.evaluate("[...document.querySelectorAll('video')].map((one) => one.paused)")
    assert videos.count(False) == 1
    assert len(videos) <= 3


def test_the_end_of_an_episode_is_the_beginning_of_the_next(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1)
    page.evaluate("document.querySelector('video').currentTime = 5.6")
    until_playing(page, 2, past_s=0.05)


def test_captions_are_those_of_the_line_in_the_language_of_the_viewer(new_page: NewPage) -> None:
    english, chinese = new_page(), new_page(locale="zh-CN")
    for page, language, words in (
        (english, "en", "Nobody has"),
        (chinese, "zh", "[zh] Nobody has"),
    ):
        page.goto("/s/harbour-lights/1")
        shown = until(page, lambda one, w=words: w in one["caption"].replace("\n", " "), "no caption")
        assert 2.0 <= shown["seconds"] <= 4.0
        assert shown["language"] == language
    assert english.evaluate("document.documentElement.lang") == "en"
    assert chinese.evaluate("document.documentElement.lang") == "zh"
    assert "第" in chinese.inner_text(".slide .episode")


def test_captions_can_be_sized_and_switched_off_and_that_is_kept(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1)
    page.keyboard.press("s")
    press(page.get_by_role("radio", name="Huge"))
    press(page.get_by_role("switch", name="Captions"))
    page.keyboard.press("Escape")
    page.reload()
    silent = until_playing(page, 1, past_s=0.5)
    assert (silent["deck"]["captionSize"], silent["deck"]["captions"]) == ("huge", "false")
    page.evaluate("document.querySelector('video').currentTime = 2.5")
    until(page, lambda one: one["seconds"] > 2.7, "does not go on")
    assert now(page)["caption"] == ""
    page.keyboard.press("c")
    until(page, lambda one: one["caption"], "captions do not come back")


def test_another_device_goes_on_where_this_one_was_left(new_page: NewPage, theatre: OpenTheatre) -> None:
    told = select(func.count()).where(watch_position.c.position_ms > 1500)
    before = theatre.store.read(lambda c: c.scalar(told))
    first = new_page()
    first.goto("/s/palace/1")
    until_playing(first, 1)
    # In its last three seconds an episode counts as watched.
    first.evaluate("document.querySelector('video').currentTime = 1.6")
    until(first, lambda one: one["seconds"] > 1.8, "does not go on")
    first.keyboard.press("k")
    until(first, lambda one: one["is_paused"], "does not pause")
    first.goto("about:blank")  # leaving the page tells where it was
    state = first.context.storage_state()
    until_true(lambda: theatre.store.read(lambda c: c.scalar(told)) != before, "nobody told where it was")
    second = new_page(storage_state=state)
    second.goto("/s/palace/1")
    resumed = until_playing(second, 1, past_s=0.1)
    assert resumed["seconds"] > 1.7
    second.goto("/library")
    expect(second.get_by_role("link", name="The Palace Letter").first).to_be_visible()


@pytest.mark.parametrize("way", ["location.assign('/library')", "location.reload()", "history.back()", ""])
def test_who_leaves_in_the_middle_finds_the_film_where_it_was_left(
    new_page: NewPage, theatre: OpenTheatre, way: str
) -> None:
    """The last report is five seconds old at most, so that of leaving has to arrive, through the service
    worker, too; "" closes the tab."""
    page = new_page()
    context = page.context
    page.goto("/library")
    page.goto("/s/palace/1")
    until_playing(page, 1)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    # Slowly: in its last three seconds an episode counts as watched.
    page.evaluate("Object.assign(document.querySelector('video'), {currentTime: 1.2, playbackRate: 0.25})")
    left = until_playing(page, 1, past_s=1.5)
    _leave(page, way)
    until_true(
        lambda: _positions(theatre)[-1] >= left["seconds"] * 1000 - 1, f"left at {left['seconds']}: {way}"
    )
    again = page
    if way != "location.reload()":
        again = context.new_page()
        again.goto("/s/palace/1")
    assert until_playing(again, 1, past_s=0.1)["seconds"] > left["seconds"] - 0.1


def test_a_film_that_was_moved_while_it_stood_still_goes_on_there(
    new_page: NewPage, theatre: OpenTheatre
) -> None:
    page = new_page()
    page.goto("/s/palace/1")
    until_playing(page, 1, past_s=2.0)
    page.keyboard.press("k")
    until(page, lambda one: one["is_paused"], "does not pause")
    bar = page.locator("[data-part=range]").first
    bar.evaluate("(bar) => { bar.value = 0.9; bar.dispatchEvent(new Event('change')); }")
    _leave(page, "location.assign('/library')")
    until_true(lambda: abs(_positions(theatre)[-1] - 900) < 60, "nobody told where it stands")


def _positions(theatre: OpenTheatre) -> list[int]:
    """Where viewers stand, whoever moved last at the end."""
    told = select(watch_position.c.position_ms).order_by(watch_position.c.updated_us)
    return list(theatre.store.read(lambda c: c.scalars(told)))


def _leave(page: Page, way: str) -> None:
    page.evaluate(way) if way else page.close()


def test_everything_can_be_done_by_keyboard_and_is_said_aloud(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1)
    page.keyboard.press("k")
    until(page, lambda one: one["is_paused"], "does not pause")
    assert page.get_by_role("button", name="Play", exact=True).first.is_visible()
    page.keyboard.press("ArrowRight")
    until(page, lambda one: one["seconds"] > 4.9, "does not jump")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(">")
    until(page, lambda one: one["rate"] == 1.25 and one["seconds"] < 1.5, "speed, or back")
    page.keyboard.press("ArrowDown")
    until_playing(page, 2)
    expect(page.locator("[data-announcer]")).to_have_text("Harbour Lights, episode 2 of 4: Night 2")
    page.keyboard.press("e")
    page.get_by_role("dialog", name="Harbour Lights").get_by_role(
        "link", name="Episode 1, Night 1, free"
    ).press("Enter")
    until_playing(page, 1, past_s=0.05)


def test_the_focus_goes_through_the_buttons_in_their_order_and_each_has_a_name(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1)
    buttons = page.locator(".slide").first.get_by_role("button")
    names = [button.get_attribute("aria-label") or button.inner_text() for button in buttons.all()]
    assert all(name.strip() for name in names)
    page.locator(".slide").first.locator("[data-part=like]").focus()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.dataset.part")
    assert focused in ("episodes", "talk")


def test_who_wants_no_motion_gets_none(new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1)
    box = page.locator(".slide .surface").first.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + 100, box["y"] + 300)
    assert page.locator(".flying").count() == 0
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(60)
    assert "episode 2 of" in now(page)["name"]


def test_the_first_segments_of_the_next_episode_are_there_within_the_budget(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1)
    ahead = until(page, lambda one: int(one["deck"].get("aheadFetched", 0)) > 0, "nothing is fetched ahead")
    assert int(ahead["deck"]["aheadUnwatched"]) <= int(ahead["deck"]["aheadBudget"])
    ready = page.evaluate("[...document.querySelectorAll('video')].map((one) => one.readyState)")
    assert len(ready) == 2
    assert ready[1] >= 2  # its first frame is decoded before anybody swipes


def test_light_on_data_fetches_nothing_ahead_and_takes_the_smallest_picture(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script("localStorage.setItem('reelwright.taste', JSON.stringify({light: true}))")
    page.goto("/s/harbour-lights/1")
    playing = until_playing(page, 1, past_s=1)
    assert playing["width"] == 90
    assert "aheadFetched" not in playing["deck"]


def test_what_was_watched_is_reported_with_its_line(new_page: NewPage, theatre: OpenTheatre) -> None:
    page = new_page()
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1, past_s=2.6)
    with page.expect_response("**/api/progress"):
        page.keyboard.press("k")
    rows = theatre.store.read(
        lambda c: c.execute(select(watch_event).order_by(watch_event.c.id.desc()).limit(3)).all()
    )
    assert [row.kind for row in rows] == ["watched", "started", "shown"]
    assert rows[0].line_id == "e1b2"
    assert rows[0].to_ms - rows[0].from_ms > 1500
    assert rows[0].ahead_bytes > 0


def test_a_shared_link_has_a_card_with_the_poster(new_page: NewPage, theatre: OpenTheatre) -> None:
    page = new_page()
    page.goto("/s/harbour-lights/2")
    card = {
        name: page.locator(f'meta[property="og:{name}"]').get_attribute("content")
        for name in ("title", "image", "url", "type")
    }
    assert card["title"] == "Harbour Lights · Night 2"
    assert str(card["url"]).endswith("/s/harbour-lights/2")
    poster = page.request.get(theatre.url + "/media/" + str(card["image"]).partition("/media/")[2])
    assert poster.status == 200
    assert poster.headers["content-type"] == "image/png"
    page.evaluate("delete Navigator.prototype.share")
    page.locator("[data-part=share]").first.click()
    assert page.locator("#sheet-share input").input_value().endswith("/s/harbour-lights/2")


_NO_HLS = (
    "delete window.MediaSource; delete window.ManagedMediaSource;"
    "HTMLMediaElement.prototype.canPlayType = () => '';"
)


def test_without_media_source_and_hls_the_whole_film_plays(new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script(_NO_HLS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/s/harbour-lights/1")
    playing = until_playing(page, 1, past_s=1.0)
    assert (playing["deck"]["engine"], playing["width"]) == ("film", 90)
    for name in ("90p", "audio"):
        assert any(url.endswith(f"/hls/{name}/film.mp4") for url in asked), asked
    page.evaluate("document.querySelector('video').currentTime = 4")
    until(page, lambda one: one["seconds"] > 4.3, "does not go on")
    assert not any(url.endswith(".m4s") for url in asked)


def test_a_film_that_no_browser_could_play_is_said(new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script(_NO_HLS)
    page.route("**/master.m3u8", lambda route: route.fulfill(body="#EXTM3U\n"))
    page.goto("/s/harbour-lights/1")
    until(page, lambda one: one["state"] == "failed", "no word of it")
    expect(page.locator("[data-part=trouble]").first).to_contain_text("This browser cannot play the film")


def test_the_theatre_can_be_installed_and_says_so_when_there_is_no_connection(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/library")
    manifest = json.loads(page.request.get("/manifest.webmanifest").text())
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        assert page.request.get(icon["src"]).status == 200
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto("/library")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    page.context.set_offline(False)
    kept = page.evaluate(
        "caches.keys().then(async (names) => (await (await caches.open(names[0])).keys())"
        ".map((one) => new URL(one.url).pathname))"
    )
    assert not [path for path in kept if path.startswith(("/media/", "/api/"))]


def test_it_is_whole_from_360_pixels_to_a_desktop(new_page: NewPage) -> None:
    for width, height in ((360, 740), (768, 1024), (1280, 800)):
        page = new_page(viewport={"width": width, "height": height})
        for path in ("/", "/s/harbour-lights", "/s/harbour-lights/1", "/library"):
            page.goto(path)
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, (width, path)


def _swipe_up(page: Page) -> None:
    """A finger, as the browser gets it from a touch screen."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.synthesizeScrollGesture",
        {"x": 180, "y": 500, "yDistance": -420, "speed": 1400, "gestureSourceType": "touch"},
    )
