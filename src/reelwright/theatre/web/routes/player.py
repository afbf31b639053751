"""What the player asks and reports: sources, the episodes of a series, progress."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from reelwright.theatre.accounts import Viewer, may
from reelwright.theatre.catalogue.reading import terms_of
from reelwright.theatre.player import belongings
from reelwright.theatre.player.cards import card_of, cards_of_series
from reelwright.theatre.player.history import seen_numbers
from reelwright.theatre.player.progress import Report, record
from reelwright.theatre.player.sources import source_of, states_of
from reelwright.theatre.social.ties import ties_of
from reelwright.theatre.web.hall import Hall, hall_of, known_viewer, present_viewer
from reelwright.theatre.web.problems import RESPONSES, NotFound
from reelwright.theatre.web.showing import CardsShown, shown

router = APIRouter(prefix="/api", tags=["player"], responses=RESPONSES)
AFTER = 3
"""So many episodes are told at once of those that come next."""

EpisodeName = Annotated[str, Path(min_length=1, max_length=16, pattern="^[0-9a-z]+$")]
SeriesName = Annotated[str, Path(min_length=1, max_length=100, pattern="^[a-z0-9][a-z0-9-]*$")]
Whose = Annotated[Viewer | None, Depends(known_viewer)]


class CaptionsShown(BaseModel):
    """Captions in one language, as WebVTT."""

    model_config = ConfigDict(from_attributes=True)

    language: str
    url: str


class SourceShown(BaseModel):
    """What plays, or that it is ``locked``: then there is no address. ``next`` is the episode after it."""

    model_config = ConfigDict(from_attributes=True)

    episode: str
    state: Literal["free", "unlocked", "locked"]
    hls: str
    captions: list[CaptionsShown]
    resume_s: float
    duration_s: float
    next: str
    liked: bool = False
    likes: int = 0


class EpisodeListed(BaseModel):
    """An episode in the list of its series, for this viewer."""

    episode: str
    number: int
    title: str
    url: str
    state: Literal["free", "unlocked", "locked"]
    coins: int
    is_watched: bool


class EpisodesListed(BaseModel):
    """The episodes of a series that are out, in their order."""

    title: str
    episodes: list[EpisodeListed]


class Progress(BaseModel):
    """What a player reports of one showing (``play``) of an episode: from where to where it was watched since
    the last report, the line that was heard last, the picture's size, and what the page fetched ahead."""

    kind: Literal["shown", "started", "watched", "completed"]
    play: str = Field(min_length=1, max_length=40)
    episode: str = Field(min_length=1, max_length=16, pattern="^[0-9a-z]+$")
    from_ms: int = Field(ge=0, le=86_400_000)
    to_ms: int = Field(ge=0, le=86_400_000)
    choice: str | None = Field(default=None, max_length=16, pattern="^[0-9a-z]+$")
    line: str = Field(default="", max_length=32)
    rendition: str = Field(default="", max_length=12)
    ahead_bytes: int = Field(default=0, ge=0, le=2**53)


def furnish(app: FastAPI, hall: Hall) -> None:
    """What the player keeps of a viewer goes with the account."""
    hall.belongings.merges.append(belongings.merge)
    hall.belongings.exports["watched"] = belongings.export
    hall.belongings.erasures.append(belongings.erase)


@router.get("/episodes/{episode}/source")
async def source(request: Request, episode: EpisodeName, viewer: Whose) -> SourceShown:
    """What this viewer's player needs to show an episode."""
    hall = hall_of(request)
    viewer_id, is_staff = _id(viewer), _is_staff(viewer)

    def read(connection: Connection) -> SourceShown | None:
        found = source_of(connection, viewer_id, episode, now_us=hall.now_us(), is_staff=is_staff)
        terms = terms_of(connection, episode)
        if found is None or terms is None:
            return None
        shown_now = SourceShown.model_validate(found)
        ties = ties_of(connection, viewer_id, terms.episode_id, terms.series_id, terms.creator_id)
        return shown_now.model_copy(update={"liked": ties.is_liked, "likes": ties.like_count})

    found = await hall.store.reading(read)
    if found is None:
        raise _no_episode()
    return found


@router.get("/episodes/{episode}/after")
async def after(request: Request, episode: EpisodeName) -> CardsShown:
    """The episodes that come after one in its series."""
    hall = hall_of(request)

    def read(connection: Connection) -> CardsShown | None:
        card = card_of(connection, episode, hall.now_us())
        if card is None:
            return None
        cards = cards_of_series(
            connection, card.series, hall.now_us(), from_number=card.number + 1, count=AFTER
        )
        return CardsShown(cards=shown(cards, str(request.state.language)))

    found = await hall.store.reading(read)
    if found is None:
        raise _no_episode()
    return found


@router.get("/series/{series}/episodes")
async def episodes(request: Request, series: SeriesName, viewer: Whose) -> EpisodesListed:
    """The list of a series with what is locked and what was watched."""
    hall = hall_of(request)
    viewer_id, is_staff = _id(viewer), _is_staff(viewer)

    def read(connection: Connection) -> EpisodesListed | None:
        now_us = hall.now_us()
        cards = cards_of_series(connection, series, now_us)
        if not cards:
            return None
        terms = [found for card in cards if (found := terms_of(connection, card.episode))]
        states = states_of(connection, viewer_id, terms, now_us=now_us, is_staff=is_staff)
        coins = {one.episode: one.price_coins for one in terms}
        watched = seen_numbers(connection, viewer_id, cards[0].series_id)
        return EpisodesListed(
            title=cards[0].series_title,
            episodes=[
                EpisodeListed(
                    episode=card.episode,
                    number=card.number,
                    title=card.title,
                    url=card.url,
                    state=states[card.episode],  # type: ignore[arg-type]
                    coins=coins[card.episode],
                    is_watched=card.number in watched,
                )
                for card in cards
            ],
        )

    found = await hall.store.reading(read)
    if found is None:
        raise NotFound("There is no such series", next_step="Look for it in the feed.")
    return found


@router.post("/progress", status_code=204)
async def progress(request: Request, said: Progress) -> Response:
    """Keep what was watched. Who begins to watch without an account becomes a guest: so it goes on later."""
    hall = hall_of(request)
    viewer = await (known_viewer if said.kind == "shown" else present_viewer)(request)
    report = Report(**said.model_dump())
    await hall.store.writing(lambda c: record(c, _id(viewer), report, hall.now_us()))
    return Response(status_code=204)


def _id(viewer: Viewer | None) -> int | None:
    return None if viewer is None else viewer.id


def _is_staff(viewer: Viewer | None) -> bool:
    return viewer is not None and may(viewer.role, "moderator")


def _no_episode() -> NotFound:
    return NotFound("There is no such episode", next_step="Go back to the series.")
