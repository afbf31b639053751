"""A shot's brief → the frames in which its drawn blows land, without drawing anything."""

from __future__ import annotations

from reelwright.stage.acting.cues import is_touching
from reelwright.stage.acting.troupe import Troupe
from reelwright.stage.blocking import placed
from reelwright.stage.brief import ShotBrief


def blows_of(brief: ShotBrief) -> tuple[int, ...]:
    """Frames from the shot's first in which a hand (or a knee) lands, in order. Statures move nobody's
    hands in time, so everybody is taken to be as tall."""
    actors = {actor.key: actor for actor in brief.actors}
    subjects = [subject for subject in brief.shot.subjects if subject.character in actors]
    if not subjects or brief.shot.framing in ("insert", "card"):
        return ()
    heights = dict.fromkeys(actors, 1.0)
    people = placed(brief.shot.framing, subjects, heights, is_touching=is_touching(brief))
    return Troupe(brief, people, actors).hits
