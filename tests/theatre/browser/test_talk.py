"""Comments and bullets in a real browser: one writes, another sees it fly; moderators take it away."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import Connection, select
from tests.theatre.browser.conftest import NewPage, OpenTheatre
from tests.theatre.browser.watching import press, until_playing

from reelwright.theatre.accounts import Role, new_guest, open_session
from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.social.tables import bullet, comment

FLYING = 'canvas.bullets[data-flying="1"]'


WORDS = ".composer textarea"


def signed_in(new_page: NewPage, theatre: OpenTheatre, name: str, role: Role = "viewer", **more: Any) -> Page:
    """A device of somebody with an account."""

    def begin(connection: Connection) -> str:
        now_us = theatre.hall.now_us()
        mail = f"{name.lower()}@example.org"
        number = connection.scalar(select(viewer.c.id).where(viewer.c.mail == mail))
        if number is None:
            number = new_guest(connection, language="en", now_us=now_us)
            connection.execute(
                viewer.update().where(viewer.c.id == number).values(name=name, mail=mail, role=role)
            )
        return open_session(connection, number, device="test", now_us=now_us)

    page = new_page(**more)
    page.context.add_cookies([{"name": "session", "value": theatre.store.write(begin), "url": theatre.url}])
    return page


def stand(page: Page, seconds: float) -> None:
    """Let the film stand at a moment."""
    page.evaluate(
        """seconds => new Promise((done) => {
          const video = document.querySelector('video');
          video.pause();
          const drawn = () => requestAnimationFrame(() => requestAnimationFrame(done));
          video.addEventListener('seeked', drawn, {once: true});
          video.currentTime = seconds;
        })""",
        seconds,
    )


def open_talk(page: Page, tab: str = "Comments") -> None:
    page.locator('.slide [data-part="talk"]:visible').first.click()
    sheet = page.locator("#sheet-talk")
    expect(sheet).to_be_visible()
    press(sheet.get_by_role("radio", name=tab, exact=True))


def test_a_bullet_flies_over_the_picture_of_another_viewer(new_page: NewPage, theatre: OpenTheatre) -> None:
    writer, watcher = signed_in(new_page, theatre, "Mara"), new_page()
    writer.goto("/s/harbour-lights/1")
    until_playing(writer, 1)
    stand(writer, 1.0)
    open_talk(writer, "Bullets")
    writer.locator(WORDS).fill("She is behind the door!")
    press(writer.get_by_label("Pink"))
    writer.get_by_role("button", name="Send").click()
    expect(writer.locator("#sheet-talk")).to_be_hidden()
    stand(writer, 1.5)
    expect(writer.locator(FLYING)).to_have_count(1)

    watcher.goto("/s/harbour-lights/1")
    until_playing(watcher, 1, past_s=2.0)
    expect(watcher.locator(FLYING)).to_have_count(1)
    pixels = watcher.evaluate(
        """() => {
          const canvas = document.querySelector('canvas.bullets');
          const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let pink = 0;
          for (let at = 0; at < data.length; at += 4)
            if (data[at] > 230 && data[at + 1] < 190 && data[at + 2] > 200 && data[at + 3] > 200) pink += 1;
          return pink;
        }"""
    )
    assert pixels > 50, "pink letters are drawn"


def test_a_comment_is_written_answered_and_beyond_the_horizon_for_others(
    new_page: NewPage, theatre: OpenTheatre
) -> None:
    page = signed_in(new_page, theatre, "Mara")
    page.goto("/s/harbour-lights/1")
    until_playing(page, 1)
    page.evaluate(
        "document.querySelector('video').pause(); document.querySelector('video').currentTime = 4.5"
    )
    open_talk(page)
    words = '<img src=x onerror="window.hacked = 1"> who is waving?'
    page.locator(WORDS).fill(words)
    page.get_by_role("button", name="Send").click()
    said = page.locator("#sheet-talk article")
    expect(said).to_contain_text(words)
    expect(said).to_contain_text("Then who is waving?")
    said.get_by_role("button", name="Answer").click()
    page.locator(WORDS).fill("I know!")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#sheet-talk .answers article")).to_contain_text("I know!")
    assert page.evaluate("window.hacked") is None

    other = signed_in(new_page, theatre, "Tom")
    other.goto("/s/harbour-lights/1")
    until_playing(other, 1, past_s=0.1)
    stand(other, 0.5)
    open_talk(other)
    expect(other.locator("#sheet-talk .veil")).to_contain_text("1 remark speaks of what you")
    expect(other.locator("#sheet-talk article")).to_have_count(0)
    other.get_by_role("button", name="Show it all the same").click()
    expect(other.locator("#sheet-talk article").first).to_contain_text("who is waving?")


def test_reported_in_the_sheet_judged_at_the_desk_gone_for_all(
    new_page: NewPage, theatre: OpenTheatre
) -> None:
    writer, reader = signed_in(new_page, theatre, "Rude"), signed_in(new_page, theatre, "Ann")
    for page in (writer, reader):
        page.goto("/s/palace/1")
        until_playing(page, 1)
    open_talk(writer)
    writer.locator(WORDS).fill("You are all fools")
    writer.get_by_role("button", name="Send").click()
    expect(writer.locator("#sheet-talk article")).to_contain_text("fools")
    reader.evaluate("document.querySelector('video').currentTime = 5.5")
    until_playing(reader, 2)
    reader.goto("/s/palace/1")
    until_playing(reader, 1)
    open_talk(reader)
    article = reader.locator("#sheet-talk article", has_text="fools")
    article.get_by_role("button", name="Report").first.click()
    article.get_by_label("What is wrong with it?").select_option("abuse")
    article.locator("form[data-form=report]").get_by_role("button", name="Report").click()
    expect(reader.locator("#sheet-talk [data-part=note]")).to_contain_text("A moderator will look at it")

    judge = signed_in(new_page, theatre, "Judge", "moderator", viewport={"width": 1280, "height": 800})
    judge.goto("/desk/moderator")
    waiting = judge.locator("article.waiting", has_text="You are all fools")
    waiting.get_by_label("Reason").fill("rule 2: be kind")
    waiting.get_by_role("button", name="Hide", exact=True).click()
    expect(judge.locator("article.waiting", has_text="You are all fools")).to_have_count(0)
    expect(judge.locator(".log")).to_contain_text("rule 2: be kind")
    reader.keyboard.press("Escape")
    open_talk(reader)
    expect(reader.locator("#sheet-talk .empty")).to_be_visible()
    state = select(comment.c.state).where(comment.c.text == "You are all fools")
    assert theatre.store.read(lambda c: c.scalar(state)) == "hidden"


def test_a_flood_is_refused_in_words_and_guests_are_asked_to_sign_in(
    new_page: NewPage, theatre: OpenTheatre
) -> None:
    page = signed_in(new_page, theatre, "Flo", locale="zh-CN")
    page.goto("/s/palace/1")
    expect(page.locator('.slide[data-state="playing"]')).to_be_visible()
    for number in range(4):
        open_talk(page, "弹幕")
        page.locator(WORDS).fill(f"第{number}波")
        page.get_by_role("button", name="发送", exact=True).click()
        if number < 3:
            expect(page.locator("#sheet-talk")).to_be_hidden()
    expect(page.locator("#sheet-talk [data-part=note]")).to_contain_text("发送太频繁")
    kept = theatre.store.read(
        lambda c: c.execute(select(bullet.c.text).where(bullet.c.text.like("第%"))).all()
    )
    assert len(kept) == 3

    guest = new_page()
    guest.goto("/s/palace/1")
    until_playing(guest, 1)
    open_talk(guest)
    expect(guest.get_by_role("link", name="Sign in to write")).to_be_visible()


def test_where_nothing_may_move_bullets_stand_still(new_page: NewPage, theatre: OpenTheatre) -> None:
    page = signed_in(new_page, theatre, "Still", reduced_motion="reduce")
    page.goto("/s/harbour-lights/2")
    until_playing(page, 2)
    stand(page, 1.0)
    open_talk(page, "Bullets")
    page.locator(WORDS).fill("calm")
    page.get_by_role("button", name="Send").click()
    stand(page, 1.4)
    expect(page.locator(FLYING)).to_have_count(1)
    where = """() => {
      const canvas = document.querySelector('canvas.bullets');
      const {data, width} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.findIndex((value, at) => at % 4 === 3 && value > 200) / 4 % width;
    }"""
    before = page.evaluate(where)
    stand(page, 2.0)
    assert page.evaluate(where) == before > 0
