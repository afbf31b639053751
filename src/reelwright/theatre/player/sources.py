"""An episode and a viewer → what the player needs to show it, or what stands before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from reelwright.theatre.catalogue.reading import Terms, Version, current_version, terms_of
from reelwright.theatre.entitlement.access import Access, Reason, may_watch
from reelwright.theatre.player.cards import card_of
from reelwright.theatre.player.history import next_episode
from reelwright.theatre.player.progress import resume_s


@dataclass(frozen=True, slots=True)
class CaptionSource:
    """Captions in one language, as WebVTT."""

    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """What plays: ``hls`` is the playlist, ``resume_s`` where the viewer left. ``state`` is ``free``,
    ``unlocked`` or ``locked``; of a locked episode there is no playlist. ``next`` is the public id of the
    episode after it, "" at the end."""

    episode: str
    state: str
    hls: str
    captions: tuple[CaptionSource, ...]
    resume_s: float
    duration_s: float
    next: str


def source_of(
    connection: Connection, viewer_id: int | None, episode: str, *, now_us: int, is_staff: bool = False
) -> Source | None:
    """What the player of this viewer gets for an episode; None when there is no such episode for them."""
    terms = terms_of(connection, episode)
    if terms is None:
        return None
    access = may_watch(connection, viewer_id, terms, now_us=now_us, is_staff=is_staff)
    version = current_version(connection, terms.episode_id)
    if access.reason in (Reason.GONE, Reason.NOT_OUT) or version is None:
        return None
    card = card_of(connection, episode, now_us)
    following = next_episode(connection, card, now_us) if card else None
    return Source(
        episode=episode,
        state=_state(access),
        hls=f"/media/{version.version}/{version.master_playlist}" if access.is_granted else "",
        captions=_captions(version) if access.is_granted else (),
        resume_s=resume_s(connection, viewer_id, terms.episode_id, version.duration_ms),
        duration_s=version.duration_ms / 1000,
        next=following.episode if following else "",
    )


def states_of(
    connection: Connection,
    viewer_id: int | None,
    terms: Iterable[Terms],
    *,
    now_us: int,
    is_staff: bool = False,
) -> dict[str, str]:
    """``free``, ``unlocked`` or ``locked`` for each episode, by its public id."""
    return {
        one.episode: _state(may_watch(connection, viewer_id, one, now_us=now_us, is_staff=is_staff))
        for one in terms
    }


def _state(access: Access) -> str:
    if access.reason is Reason.FREE:
        return "free"
    return "unlocked" if access.is_granted else "locked"


def _captions(version: Version) -> tuple[CaptionSource, ...]:
    return tuple(
        CaptionSource(str(one["language"]), f"/media/{version.version}/{one['path']}")
        for one in version.captions
        if one.get("format") == "vtt"
    )
