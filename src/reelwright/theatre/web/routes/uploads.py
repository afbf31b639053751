"""A release from another machine, file by file: what ``reelwright publish --to`` speaks with."""

from __future__ import annotations

import asyncio
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from reelwright.theatre.accounts import Viewer
from reelwright.theatre.catalogue.claims import claim
from reelwright.theatre.catalogue.offers import FREE_COUNT_MAX, PRICE_COINS_MAX, Offer
from reelwright.theatre.catalogue.publishing import Published, publish
from reelwright.theatre.catalogue.receiving import Upload, begin, give_up_old, going_on
from reelwright.theatre.web.guard import RELEASES
from reelwright.theatre.web.hall import Hall, hall_of, only
from reelwright.theatre.web.limits import LIMITS, Limit
from reelwright.theatre.web.problems import RESPONSES

router = APIRouter(prefix=RELEASES, tags=["publishing"], responses=RESPONSES)

Here = Annotated[Hall, Depends(hall_of)]
Creator = Annotated[Viewer, Depends(only("creator"))]
Name = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
LATEST_US = 2**53 - 1
LIMITS["release"] = Limit(30, 60)


class Missing(BaseModel):
    """A file that has to be sent."""

    model_config = ConfigDict(from_attributes=True)

    path: str
    sha256: str
    byte_count: int


class UploadShown(BaseModel):
    """A release on its way: ``upload`` is its name, ``missing`` what has still to come."""

    upload: str
    missing: list[Missing]


class OfferAsked(BaseModel):
    """How the series is offered. What is left out stays as it is; times are microseconds since 1970."""

    price_coins: Annotated[int, Field(ge=0, le=PRICE_COINS_MAX)] | None = None
    free_count: Annotated[int, Field(ge=0, le=FREE_COUNT_MAX)] | None = None
    release_us: Annotated[int, Field(ge=0, le=LATEST_US)] | None = None
    every_us: Annotated[int, Field(ge=0, le=LATEST_US)] = 0
    tags: list[Annotated[str, Field(max_length=100)]] | None = None


class PublishedShown(BaseModel):
    """What changed, by the numbers of the episodes; ``releases_us`` is when each is out."""

    slug: str
    new: list[int]
    replaced: list[int]
    returned: list[int]
    unchanged: list[int]
    files: int
    releases_us: dict[int, int]


def furnish(app: FastAPI, hall: Hall) -> None:
    """What was begun long ago and not ended goes."""
    give_up_old(hall.settings.folder / "uploads")


@router.post("", status_code=201)
async def begin_upload(request: Request, hall: Here, creator: Creator) -> UploadShown:
    """Begin a release, or go on with one: the body is its ``manifest.json``."""
    hall.limits.spend("release", creator.public_id, now_us=hall.now_us())
    body = await request.body()
    bytes_max = hall.settings.upload_limit_mib << 20
    return await asyncio.to_thread(
        lambda: _shown(hall, begin(_folder(hall, creator), body, bytes_max=bytes_max))
    )


@router.put("/{upload}/files/{sha256}", status_code=204)
async def receive_file(request: Request, hall: Here, creator: Creator, upload: Name, sha256: Sha256) -> None:
    """One file of the release: the body is its bytes."""
    await going_on(_folder(hall, creator), upload).receive(sha256, request.stream())


@router.post("/{upload}/publish")
async def publish_upload(hall: Here, creator: Creator, upload: Name, asked: OfferAsked) -> PublishedShown:
    """Everything has come: show it. Asked again, it begins at what is missing."""
    offer = Offer(
        price_coins=asked.price_coins,
        free_count=asked.free_count,
        release_us=asked.release_us,
        every_us=asked.every_us,
        tags=None if asked.tags is None else tuple(asked.tags),
        creator_id=None if creator.role == "operator" else creator.id,
    )
    done = await asyncio.to_thread(_publish, hall, going_on(_folder(hall, creator), upload), offer)
    did = done.switched
    return PublishedShown(
        slug=did.slug, new=list(did.new), replaced=list(did.replaced), returned=list(did.returned),
        unchanged=list(did.unchanged), files=done.object_count, releases_us=dict(did.releases_us),
    )  # fmt: skip


def _shown(hall: Hall, upload: Upload) -> UploadShown:
    # What the theatre has is wanted from now on, so that no collector takes it meanwhile.
    claim(hall.store, {file.sha256: file.byte_count for file in upload.manifest.files})
    missing = [Missing.model_validate(file) for file in upload.missing(hall.objects)]
    return UploadShown(upload=upload.name, missing=missing)


def _publish(hall: Hall, upload: Upload, offer: Offer) -> Published:
    release, kept = upload.laid_out(hall.objects)
    done = publish(hall.store, hall.objects, release, offer, kept=kept)
    upload.end()
    return done


def _folder(hall: Hall, creator: Viewer) -> FilePath:
    return hall.settings.folder / "uploads" / creator.public_id
