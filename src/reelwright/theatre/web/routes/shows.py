"""Pages: an episode on the stage, a series, the viewer's library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from babel.core import Locale, UnknownLocaleError
from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.catalogue.reading import Terms, current_version, lines_of, terms_of
from reelwright.theatre.feed.learning import reset
from reelwright.theatre.player.cards import Card, cards_of, cards_of_series, first_episodes
from reelwright.theatre.player.history import forget, going_on, history
from reelwright.theatre.player.sources import states_of
from reelwright.theatre.social import news
from reelwright.theatre.social.ties import favourites_of, followed_by, ties_of
from reelwright.theatre.web.hall import hall_of, known_viewer, present_viewer
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import NotFound
from reelwright.theatre.web.showing import stage

router = APIRouter(include_in_schema=False)
AT_ONCE = 4
SeriesName = Annotated[str, Path(min_length=1, max_length=100)]


@dataclass(frozen=True)
class CastShown:
    """A speaker of the first episode: no later one, for who appears later is a secret."""

    name: str
    line_count: int

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


@dataclass(frozen=True)
class EpisodeShown:
    """An episode on the page of its series. ``part`` is how much was watched, from 0 to 1."""

    card: Card
    state: str
    coins: int
    part: float

    @property
    def length(self) -> str:
        whole = round(self.card.duration_s)
        return f"{whole // 60}:{whole % 60:02d}"


@dataclass(frozen=True)
class NewShown:
    """The first new episode of a series that the viewer follows, and how many are new."""

    card: Card
    count: int


@dataclass(frozen=True)
class SeriesShown:
    """A series as its page shows it to one viewer."""

    first: Card
    episodes: tuple[EpisodeShown, ...]
    going_on: Card
    is_begun: bool
    cast: tuple[CastShown, ...]
    language_name: str
    is_kept: bool
    is_followed: bool
    may_follow: bool

    @property
    def rest_coins(self) -> int:
        return sum(one.coins for one in self.episodes if one.state == "locked")

    @property
    def free_count(self) -> int:
        return sum(one.state == "free" for one in self.episodes)


@router.get("/s/{series}", response_class=HTMLResponse)
async def series_page(request: Request, series: SeriesName) -> HTMLResponse:
    """A series: its cover, what it is about, its episodes, who speaks in it."""
    hall, viewer = hall_of(request), await known_viewer(request)
    language = str(request.state.language)
    found = await hall.store.reading(lambda c: _series(c, series, viewer, hall.now_us(), language))
    if found is None:
        raise NotFound("There is no such series", next_step="Look for it in the feed.")
    return page(request, "player/series.html", series=found, origin=hall.settings.public_url.rstrip("/"))


@router.get("/s/{series}/{number}", response_class=HTMLResponse)
async def watch_page(request: Request, series: SeriesName, number: int) -> HTMLResponse:
    """One episode on the stage, the next ones below it."""
    hall = hall_of(request)
    await known_viewer(request)
    cards = await hall.store.reading(
        lambda c: cards_of_series(c, series, hall.now_us(), from_number=number, count=AT_ONCE)
    )
    if not cards or cards[0].number != number:
        raise NotFound("There is no such episode", next_step="Go back to the series.")
    title = " · ".join(part for part in (cards[0].series_title, cards[0].title) if part)
    return page(
        request,
        "player/watch.html",
        player=stage(request, "series", title, cards),
        origin=hall.settings.public_url.rstrip("/"),
    )


@router.get("/library", response_class=HTMLResponse)
async def library(request: Request) -> HTMLResponse:
    """Where each series goes on, and what was watched."""
    hall, viewer = hall_of(request), await known_viewer(request)
    going, watched, kept, new, followed = [], [], [], [], []
    if viewer is not None:
        viewer_id, now_us = viewer.id, hall.now_us()
        going = await hall.store.reading(lambda c: going_on(c, viewer_id, now_us))
        watched = await hall.store.reading(lambda c: history(c, viewer_id, now_us))
        kept = await hall.store.reading(lambda c: _kept(c, viewer_id, now_us))
        new = await hall.store.reading(lambda c: _new(c, viewer_id, now_us))
        followed = await hall.store.reading(lambda c: followed_by(c, viewer_id))
    return page(
        request, "player/library.html", going_on=going, history=watched, kept=kept, new=new,
        followed=followed, new_series={one.card.series_id for one in new},
    )  # fmt: skip


@router.post("/library/forget")
async def forget_history(request: Request) -> Response:
    """Clear the history; where each episode goes on is kept."""
    hall, viewer = hall_of(request), await present_viewer(request)
    await hall.store.writing(lambda c: forget(c, viewer.id, hall.now_us()))
    return RedirectResponse("/library", status_code=303)


@router.post("/library/reset")
async def reset_feed(request: Request) -> Response:
    """The feed forgets what the viewer took to."""
    hall, viewer = hall_of(request), await present_viewer(request)
    await hall.store.writing(lambda c: reset(c, viewer.id, hall.now_us()))
    return RedirectResponse("/library", status_code=303)


def _series(
    connection: Connection, slug: str, viewer: Viewer | None, now_us: int, language: str
) -> SeriesShown | None:
    cards = cards_of_series(connection, slug, now_us)
    if not cards:
        return None
    viewer_id = None if viewer is None else viewer.id
    terms = {card.episode: found for card in cards if (found := terms_of(connection, card.episode))}
    states = states_of(connection, viewer_id, terms.values(), now_us=now_us)
    watched = {} if viewer_id is None else _parts(connection, viewer_id, now_us)
    of_first = terms[cards[0].episode]
    tied = ties_of(connection, viewer_id, of_first.episode_id, of_first.series_id, of_first.creator_id)
    going = cards[0] if viewer_id is None else _going_on(connection, viewer_id, cards, now_us)
    return SeriesShown(
        first=cards[0],
        episodes=tuple(
            EpisodeShown(
                card, states[card.episode], terms[card.episode].price_coins, watched.get(card.episode, 0.0)
            )
            for card in cards
        ),
        going_on=going,
        is_begun=bool(watched.keys() & terms.keys()),
        cast=_cast(connection, terms[cards[0].episode]),
        language_name=_language_name(cards[0].language, language),
        is_kept=tied.is_favourite,
        is_followed=tied.is_followed,
        may_follow=of_first.creator_id is not None and of_first.creator_id != viewer_id,
    )


def _kept(connection: Connection, viewer_id: int, now_us: int) -> list[Card]:
    """The first episode of each series that the viewer put on the list."""
    series_ids = favourites_of(connection, viewer_id)
    firsts = first_episodes(connection, series_ids, now_us)
    return cards_of(connection, [firsts[one] for one in series_ids if one in firsts], now_us)


def _new(connection: Connection, viewer_id: int, now_us: int) -> list[NewShown]:
    """What came out of what the viewer follows, one card a series."""
    found = news.new_to(connection, viewer_id, now_us)
    cards = {
        card.episode_id: card for card in cards_of(connection, [one.episode_id for one in found], now_us)
    }
    return [NewShown(cards[one.episode_id], one.count) for one in found if one.episode_id in cards]


def _parts(connection: Connection, viewer_id: int, now_us: int) -> dict[str, float]:
    return {one.card.episode: one.part for one in history(connection, viewer_id, now_us, count=1000)}


def _going_on(connection: Connection, viewer_id: int, cards: list[Card], now_us: int) -> Card:
    going = {one.card.series_id: one.card for one in going_on(connection, viewer_id, now_us, count=100)}
    return going.get(cards[0].series_id, cards[0])


def _cast(connection: Connection, terms: Terms) -> tuple[CastShown, ...]:
    version = current_version(connection, terms.episode_id)
    counts: dict[str, int] = {}
    for line in lines_of(connection, version.version_id) if version else ():
        counts[line.speaker] = counts.get(line.speaker, 0) + 1
    return tuple(CastShown(name, count) for name, count in sorted(counts.items(), key=lambda one: -one[1]))


def _language_name(code: str, language: str) -> str:
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name(language)
    except (UnknownLocaleError, ValueError):
        name = None
    return name or code
