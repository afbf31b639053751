"""An episode's public id and who asks → what the routes of comments and bullets need to know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from reelwright.theatre.accounts import Viewer, may
from reelwright.theatre.catalogue.reading import Terms, Version, current_version, terms_of
from reelwright.theatre.entitlement.access import may_watch
from reelwright.theatre.horizon import Moment
from reelwright.theatre.player.reached import reached
from reelwright.theatre.social.pins import is_settled, settle
from reelwright.theatre.social.posting import Author, Place
from reelwright.theatre.social.reading import Eyes
from reelwright.theatre.social.refusals import Refused
from reelwright.theatre.web.hall import Hall
from reelwright.theatre.web.problems import NotFound


@dataclass(frozen=True, slots=True)
class Scene:
    """The episode, the version that plays, whether the viewer may watch it, and how far they have come in the
    series."""

    terms: Terms
    version: Version
    viewer: Viewer | None
    may_watch: bool
    reached: Moment

    @property
    def is_creator(self) -> bool:
        return self.viewer is not None and self.viewer.id == self.terms.creator_id

    @property
    def viewer_id(self) -> int | None:
        return None if self.viewer is None else self.viewer.id

    def at(self, time_ms: int) -> Moment:
        return Moment(self.terms.number, time_ms)

    def eyes(self, furthest: Moment, *, is_asked_for: bool = False) -> Eyes:
        return Eyes(self.viewer_id, furthest, is_asked_for)

    def author(self, viewer: Viewer) -> Author:
        """The viewer as who writes about it. Raises the social room's ``Refused("locked")``."""
        if not self.may_watch:
            raise Refused("locked")
        return Author(viewer.id, self.reached, self.is_creator)

    def place(self, time_ms: int) -> Place:
        return Place(self.version, self.terms.number, time_ms)


async def scene_of(hall: Hall, episode: str, viewer: Viewer | None) -> Scene:
    """The scene; what was written about an older version has its place in the current one when this
    returns. Raises ``NotFound`` for an episode that is not out; its creator sees it before."""
    found, settled = await hall.store.reading(partial(_find, episode, viewer, hall.now_us()))
    if not settled:
        await hall.store.writing(lambda connection: settle(connection, found.version))
    return found


def scene(connection: Connection, episode: str, viewer: Viewer | None, now_us: int) -> Scene:
    """``scene_of`` within a work that writes. Raises ``NotFound``."""
    return _find(episode, viewer, now_us, connection)[0]


def _find(episode: str, viewer: Viewer | None, now_us: int, connection: Connection) -> tuple[Scene, bool]:
    terms = terms_of(connection, episode)
    version = None if terms is None else current_version(connection, terms.episode_id)
    if terms is None or version is None or not _is_open(terms, viewer, now_us):
        raise NotFound("There is no such episode", where=episode, next_step="Look for it among the series.")
    viewer_id = None if viewer is None else viewer.id
    is_staff = viewer is not None and may(viewer.role, "moderator")
    access = may_watch(connection, viewer_id, terms, now_us=now_us, is_staff=is_staff)
    furthest = reached(connection, viewer_id, terms.series_id)
    return Scene(terms, version, viewer, access.is_granted, furthest), is_settled(connection, version)


def _is_open(terms: Terms, viewer: Viewer | None, now_us: int) -> bool:
    if viewer is not None and (viewer.id == terms.creator_id or may(viewer.role, "moderator")):
        return True
    return terms.is_published and terms.release_us <= now_us
