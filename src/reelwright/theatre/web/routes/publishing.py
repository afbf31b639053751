"""The creator's desk, publishing: one's series, a release as a zip file, prices, times, taking back."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, File, Form, Path, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from reelwright.errors import BadInput
from reelwright.theatre.accounts import Viewer
from reelwright.theatre.catalogue.editing import set_episode, set_offer
from reelwright.theatre.catalogue.listing import ListedSeries, listed
from reelwright.theatre.catalogue.offers import (
    FREE_COUNT,
    FREE_COUNT_MAX,
    PRICE_COINS,
    PRICE_COINS_MAX,
    Offer,
)
from reelwright.theatre.catalogue.publishing import publish
from reelwright.theatre.catalogue.schedule import DAY_US
from reelwright.theatre.catalogue.unpacking import unpack
from reelwright.theatre.catalogue.unpublishing import bring_back, unpublish
from reelwright.theatre.store import new_id
from reelwright.theatre.web.hall import Hall, hall_of, only
from reelwright.theatre.web.limits import LIMITS, Limit
from reelwright.theatre.web.pages import page
from reelwright.theatre.web.problems import RESPONSES, NotFound
from reelwright.theatre.web.times import moment_us

router = APIRouter(responses=RESPONSES, include_in_schema=False)

Here = Annotated[Hall, Depends(hall_of)]
Creator = Annotated[Viewer, Depends(only("creator"))]
Slug = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Path(ge=0, le=100_000)]
Price = Annotated[int, Form(ge=0, le=PRICE_COINS_MAX)]
Free = Annotated[int, Form(ge=0, le=FREE_COUNT_MAX)]
Words = Annotated[str, Form(max_length=1000)]
When = Annotated[str, Form(max_length=40)]

DESK = "/desk/creator"
INCOMING = "incoming"
PACES = {"": 0, "day": DAY_US, "week": 7 * DAY_US, "hour": DAY_US // 24}
_AT_ONCE = 2
LIMITS["upload"] = Limit(10, 20)


class Unpackers:
    """Two uploads are unpacked at once; the others wait."""

    def __init__(self) -> None:
        self.turns = asyncio.Semaphore(_AT_ONCE)


def furnish(app: FastAPI, hall: Hall) -> None:
    """What a killed server left half unpacked goes."""
    hall.things[Unpackers] = Unpackers()
    shutil.rmtree(hall.settings.folder / INCOMING, ignore_errors=True)


@router.get(DESK)
async def desk(request: Request, hall: Here, creator: Creator) -> Response:
    found = await hall.store.reading(lambda c: listed(c, creator_id=_owner(creator)))
    return page(
        request, "desk/creator.html", all_series=found, price=PRICE_COINS, free=FREE_COUNT, paces=tuple(PACES)
    )


@router.post(f"{DESK}/upload")
async def upload(
    hall: Here,
    creator: Creator,
    release: Annotated[UploadFile, File()],
    price: Annotated[str, Form(max_length=10)] = "",
    free: Annotated[str, Form(max_length=10)] = "",
    first: When = "",
    every: When = "",
    tags: Words = "",
) -> Response:
    """Publish a release that comes as a zip file."""
    hall.limits.spend("upload", creator.public_id, now_us=hall.now_us())
    if every not in PACES:
        raise BadInput("There is no such pace", where="every", next_step="Take one of the list.")
    offer = Offer(
        price_coins=_count(price, "price"),
        free_count=_count(free, "free"),
        release_us=moment_us(first, where="first") if first else None,
        every_us=PACES[every] if first else 0,
        tags=_tags(tags) if tags.strip() else None,
        creator_id=_owner(creator),
    )
    folder = hall.settings.folder / INCOMING / new_id(hall.now_us())
    async with hall.things[Unpackers].turns:
        slug = await asyncio.to_thread(_publish, hall, release, folder, offer)
    return RedirectResponse(f"{DESK}/{slug}", 303)


@router.get(f"{DESK}/{{slug}}")
async def series_desk(request: Request, hall: Here, creator: Creator, slug: Slug) -> Response:
    found = await _found(hall, creator, slug)
    return page(
        request,
        "desk/series.html",
        series=found,
        now_us=hall.now_us(),
        length=_length,
    )


@router.post(f"{DESK}/{{slug}}/offer")
async def edit_offer(
    hall: Here, creator: Creator, slug: Slug, price: Price, free: Free, tags: Words = ""
) -> Response:
    now_us = hall.now_us()
    await hall.store.writing(
        lambda c: set_offer(
            c,
            slug,
            price_coins=price,
            free_count=free,
            tags=_tags(tags),
            creator_id=_owner(creator),
            now_us=now_us,
        )
    )
    return RedirectResponse(f"{DESK}/{slug}", 303)


@router.post(f"{DESK}/{{slug}}/episodes/{{number}}")
async def edit_episode(
    hall: Here,
    creator: Creator,
    slug: Slug,
    number: Number,
    first: When,
    price: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    now_us, release_us, coins = hall.now_us(), moment_us(first, where="first"), _count(price, "price")
    await hall.store.writing(
        lambda c: set_episode(
            c,
            slug,
            number,
            price_coins=coins,
            release_us=release_us,
            creator_id=_owner(creator),
            now_us=now_us,
        )
    )
    return RedirectResponse(f"{DESK}/{slug}#episode-{number}", 303)


@router.post(f"{DESK}/{{slug}}/take-back")
async def take_back(
    hall: Here, creator: Creator, slug: Slug, episode: Annotated[int | None, Form(ge=0, le=100_000)] = None
) -> Response:
    await _change(hall, creator, slug, episode, unpublish)
    return RedirectResponse(f"{DESK}/{slug}", 303)


@router.post(f"{DESK}/{{slug}}/bring-back")
async def show_again(
    hall: Here, creator: Creator, slug: Slug, episode: Annotated[int | None, Form(ge=0, le=100_000)] = None
) -> Response:
    await _change(hall, creator, slug, episode, bring_back)
    return RedirectResponse(f"{DESK}/{slug}", 303)


async def _change(
    hall: Hall, creator: Viewer, slug: str, number: int | None, verb: Callable[..., tuple[int, ...]]
) -> None:
    numbers = None if number is None else [number]
    await asyncio.to_thread(verb, hall.store, slug, numbers, creator_id=_owner(creator))


async def _found(hall: Hall, creator: Viewer, slug: str) -> ListedSeries:
    found = await hall.store.reading(lambda c: listed(c, creator_id=_owner(creator), slug=slug))
    if not found:
        raise NotFound("You have no series of this name", where=slug)
    return found[0]


def _publish(hall: Hall, release: UploadFile, folder: FilePath, offer: Offer) -> str:
    """The name of the series that the zip file holds, published."""
    folder.mkdir(parents=True)
    try:
        archive = folder / "release.zip"
        with archive.open("wb") as file:
            shutil.copyfileobj(release.file, file, 1 << 20)
        unpacked = unpack(archive, folder / "release", bytes_max=hall.settings.upload_limit_mib << 20)
        archive.unlink()
        return publish(hall.store, hall.objects, unpacked, offer).switched.slug
    except BadInput as problem:
        # Where it lies here is nobody's business.
        name = (release.filename or "release.zip")[:80]
        raise BadInput(problem.what, where=name, next_step=problem.next_step) from problem
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(creator: Viewer) -> int | None:
    """An operator looks after everybody's series."""
    return None if creator.role == "operator" else creator.id


def _tags(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("，", ",").split(",") if word.strip())


def _count(text: str, where: str) -> int | None:
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdecimal()):
        raise BadInput("This is no number", where=where, next_step="Write 0 or more.")
    return int(text)


def _length(duration_ms: int) -> str:
    return f"{duration_ms // 60_000}:{duration_ms // 1000 % 60:02d}"
