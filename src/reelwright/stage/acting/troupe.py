"""A shot's brief and where its people stand → a body for each of them, and what shakes the camera."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from reelwright.stage.acting.bodies import APPROACH_F, Body
from reelwright.stage.acting.contacts import Reach, Stand
from reelwright.stage.acting.cues import FILM_FPS, Cue, cues_of
from reelwright.stage.acting.rests import rests_of
from reelwright.stage.acting.scores import SCORES
from reelwright.stage.blocking import Placed
from reelwright.stage.brief import Actor, ShotBrief
from reelwright.stage.people.figure import Figure
from reelwright.stage.people.poses import FigurePose, nearest

_TOUCHING_UNITS = 356.0
"""Between the eyes of two people who can touch: those of a two-shot."""
_TWO_SHOT_SCALE = 1.56
_NEAR_PX = 25.0


class Troupe:
    """Everybody in one shot, body by body."""

    def __init__(self, brief: ShotBrief, people: Sequence[Placed], actors: Mapping[str, Actor]) -> None:
        self._brief = brief
        self._fps = brief.rate.numerator / brief.rate.denominator
        self._length_f = brief.frame_count * FILM_FPS / self._fps
        self._people = {person.subject.character: person for person in people}
        self._actors = actors
        found, self.notices = cues_of(brief, [person.subject for person in people])
        cues = self._with_approaches(found)
        rests = rests_of(brief, people, actors)
        self.bodies = {
            key: self._body(key, cues.get(key, ()), rests[key])
            for key, person in self._people.items()
            if not person.is_foreground
        }
        self._jolts = sorted(
            (cue.at + score.jolt_at, score.still)
            for group in cues.values()
            for cue in group
            for score in (SCORES[cue.action],)
            if score.jolt_at is not None
        )

    def poses(self, key: str, poses: Sequence[FigurePose]) -> list[FigurePose]:
        """The poses of a face with this person's body."""
        body = self.bodies.get(key)
        if body is None:
            return list(poses)
        return [body.applied(pose, self._stilled(self._film(frame))) for frame, pose in enumerate(poses)]

    @property
    def hits(self) -> tuple[int, ...]:
        """The frames in which a blow lands: there the camera is shaken."""
        frames = (round(at * self._fps / FILM_FPS) for at, _ in self._jolts)
        return tuple(frame for frame in frames if frame < self._brief.frame_count)

    # -- inside ------------------------------------------------------------------------------------

    def _film(self, frame: float) -> float:
        return frame * FILM_FPS / self._fps

    def _stilled(self, at: float) -> float:
        """Time as bodies know it: after a blow it stands still for a moment and then makes up for it."""
        for moment, still in self._jolts:
            if still and moment < at < moment + still:
                return moment
        return at

    def _side(self, key: str, cues: Sequence[Cue]) -> int:
        """Where this person's partner is, else where they look."""
        person = self._people[key]
        partner = next((c.partner for c in cues if c.partner in self._people), "")
        other = self._people.get(partner) or next(
            (p for k, p in self._people.items() if k != key and k == person.subject.looks_at), None
        )
        if other is not None:
            return 1 if other.x > person.x else -1
        return -1 if person.body_yaw_deg < 0 or person.subject.facing == "left" else 1

    def _body(self, key: str, cues: Sequence[Cue], rest: str) -> Body:
        person, side = self._people[key], self._side(key, cues)
        reaches = {cue: reach for cue in cues if (reach := self._reach(key, cue, side)) is not None}
        return Body(
            cues,
            rest=rest,
            side=side,
            reaches=reaches,
            approaches={cue: self._approach(key, cue) for cue in cues},
            px_a_step=person.scale / _TWO_SHOT_SCALE,
            seed=self._brief.seed + sum(map(ord, key)),
            length_f=self._length_f,
        )

    def _reach(self, key: str, cue: Cue, side: int) -> Reach | None:
        contact = SCORES[cue.action].contact
        if not contact or cue.partner not in self._people:
            return None
        answer = SCORES[cue.action].partner or next(
            (name for name, score in SCORES.items() if score.partner == cue.action), ""
        )
        gap = self._gap(key, cue.partner)
        own = self._stand(key, cue.action, side, 0.0 if cue.is_answer else gap)
        other = self._stand(cue.partner, answer, -side, gap if cue.is_answer else 0.0)
        is_blow = SCORES[cue.action].jolt_at is not None
        return Reach(contact, own, other, is_blow=is_blow, is_answer=cue.is_answer)

    def _stand(self, key: str, action: str, side: int, walked_px: float) -> Stand:
        """Where somebody stands when the two touch."""
        person = self._people[key]
        score = SCORES.get(action)
        # A blow lands before the one who is hit gives way.
        ahead = max((step.x for step in score.steps), default=0.0) if score else 0.0
        x = person.x + side * (max(0.0, ahead) * person.scale / _TWO_SHOT_SCALE + walked_px)
        figure = Figure(self._actors[key].look, self._actors[key].outfit)
        yaw = float(np.clip(nearest(person.body_yaw_deg, 2.0), -60, 60))
        return Stand(x, person.y, person.scale, lambda stance: figure.body(yaw, stance))

    def _gap(self, key: str, other: str) -> float:
        """How far two are apart beyond an arm's length, in pixels."""
        a, b = self._people[key], self._people[other]
        gap = abs(a.x - b.x) - _TOUCHING_UNITS * (a.scale + b.scale) / 2
        return gap if gap > _NEAR_PX else 0.0

    def _approach(self, key: str, cue: Cue) -> float:
        """How far the one who begins has to come, in pixels."""
        if cue.is_answer or cue.partner not in self._people or not SCORES[cue.action].contact:
            return 0.0
        return self._gap(key, cue.partner)

    def _with_approaches(self, found: Mapping[str, Sequence[Cue]]) -> dict[str, tuple[Cue, ...]]:
        """Whoever has to walk up first begins later, and so does the answer."""
        later: dict[str, float] = {}
        for key, cues in found.items():
            for cue in cues:
                if self._approach(key, cue) and cue.at < APPROACH_F + 3:
                    later[key] = later[cue.partner] = APPROACH_F + 3 - cue.at
        return {
            key: tuple(replace(cue, at=cue.at + later.get(key, 0.0)) if cue.is_asked else cue for cue in cues)
            for key, cues in found.items()
        }
