"""The people of a shot and its cues → how each body is held in every frame, and what the camera feels.

A body goes from stance to stance: a little the other way first, then in an arc with its shoulders ahead,
a little beyond, and there. In between it breathes and shifts its weight, which costs no drawing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reelwright.stage.acting.contacts import Reach, reaching
from reelwright.stage.acting.cues import Cue
from reelwright.stage.acting.curves import smooth
from reelwright.stage.acting.scores import SCORES, Move, Score
from reelwright.stage.acting.walks import bob, stride
from reelwright.stage.people.blends import between, fetching, on_grid, settled
from reelwright.stage.people.posebook import STANCES, stance_named
from reelwright.stage.people.poses import FigurePose
from reelwright.stage.people.stances import Stance, mirrored

FILM_FPS = 24.0
_ANTICIPATION_F = 2.5
_SETTLE_F = 5.0
_ON_TWOS_FROM_F = 6.0
"""Moves that take their time are drawn every other frame, as animators do; sudden ones every frame."""
_LOWEST_HAND_IN_BED = 590.0
_FETCH_F = 5.0
"""Film frames in which a hand goes for what it is going to show."""
_AHEAD_F = 1.0
"""Frames by which the trunk is ahead of the hands."""
_BREATH_HIPS = 1.2
_STEP_BOB_PX = 7.0
ENTRY_F, ENTRY_PX = 40.0, 640.0
"""In how many film frames somebody comes in, and from how far (pixels of a frame 1080 wide)."""
APPROACH_F = 20.0
"""Film frames in which somebody who is too far off comes near enough to touch."""


def travel(since: float, over: float) -> float:
    """How much of its way a hand has gone ``since`` frames after it began: anticipation for moves that
    are not sudden, an overshoot, five frames to settle."""
    if since <= 0:
        return 0.0
    wait = _ANTICIPATION_F if over >= 6 else 0.0
    if since < wait:
        return -0.07 * math.sin(math.pi * since / wait)
    gone = (since - wait) / max(1.0, over - wait * 0.5)
    if gone < 1:
        return 1.07 * smooth(gone)
    return 1.07 - 0.07 * smooth((since - wait - over + wait * 0.5) / _SETTLE_F)


def laid(stance: Stance, side: int) -> Stance:
    """``stance`` in bed: arms that hang lie on the blanket or under it, everything else stays where it is."""
    resting = STANCES["lie"] if side > 0 else mirrored(STANCES["lie"])
    arms = {}
    for s in (-1, 1):
        arm = stance.arm(s)
        is_idle = arm.target is None or arm.target[1] > _LOWEST_HAND_IN_BED or arm.layer == "behind"
        arms[s] = (
            resting.arm(s) if is_idle else replace(arm, layer="over" if arm.layer == "over" else "front")
        )
    return Stance(arms=arms, tilt_deg=stance.tilt_deg * 0.3, twist_deg=stance.twist_deg * 0.3, seat="bed")


def arrival(over: float) -> float:
    """Frames until a move of ``over`` frames has settled."""
    return over + (_ANTICIPATION_F if over >= 6 else 0.0) + _SETTLE_F


@dataclass(frozen=True)
class Keyed:
    """A stance and when it is begun to be taken, in film frames."""

    at: float
    stance: Stance
    over: float
    smears: bool = False


class Body:
    """One person's body over a shot. ``side``: where the partner is (-1 left, 1 right, 0 nobody's there,
    then as for 1 when ``faces`` is not to the left)."""

    def __init__(
        self,
        cues: Sequence[Cue],
        *,
        rest: str,
        side: int,
        reaches: Mapping[Cue, Reach],
        approaches: Mapping[Cue, float],
        px_a_step: float,
        seed: int,
        length_f: float,
    ) -> None:
        self.side = side or 1
        self._cues = [(cue, SCORES[cue.action]) for cue in cues]
        self._reaches, self._approaches, self._px_a_step = reaches, approaches, px_a_step
        self._random = np.random.default_rng([seed, 77])
        self._phase = float(self._random.uniform(0, 2 * math.pi))
        self._is_in_bed = STANCES[stance_named(rest)].seat == "bed"
        self._rest = self._turned(STANCES[stance_named(rest)])
        self._keys = self._lay(length_f)
        self._held: dict[tuple[int, float, float], Stance] = {}

    # -- what a frame asks -------------------------------------------------------------------------

    def stance(self, at: float) -> Stance:
        """How the body is held at film frame ``at``; equal states are the same object."""
        number = max(n for n, key in enumerate(self._keys) if n == 0 or key.at <= at)
        if number == 0:
            return self._blend(0, 1.0, 1.0)
        key = self._keys[number]
        since = at - key.at
        if key.over >= _ON_TWOS_FROM_F:
            since = math.floor(since / 2) * 2.0
        hands = on_grid(travel(since, key.over))
        trunk = on_grid(min(1.0, max(0.0, travel(since + _AHEAD_F, key.over))))
        return self._blend(number, hands, trunk)

    def applied(self, pose: FigurePose, at: float) -> FigurePose:
        """``pose`` with this body, and the head carried by what it does."""
        stance = self.stance(at)
        yaw, pitch, roll = self._nods(at)
        step_x, step_y, size = self._steps(at)
        shudder = self._shudder(at)
        sway = 0.6 * math.sin(at / FILM_FPS * 2 * math.pi / 5.3 + self._phase) + 0.4 * math.sin(
            at / FILM_FPS * 2 * math.pi / 8.9 + 2 * self._phase
        )
        face = pose.face
        if any(s.shuts_eyes and s.shuts_eyes[0] <= at - c.at <= s.shuts_eyes[1] for c, s in self._cues):
            face = replace(face, lid_open=0.0)
        if self._is_in_bed:
            return replace(
                pose, face=face, body=stance, yaw_deg=pose.yaw_deg + yaw, pitch_deg=pose.pitch_deg + pitch,
                roll_deg=pose.roll_deg + roll, dy=pose.dy + shudder,
            )  # fmt: skip
        walked = self._walked(at)
        if walked > 0:
            stance, step_y = stride(stance, walked), step_y + bob(walked) * self._px_a_step
        turned = self._turned_for(at)
        if turned >= 0 and walked <= 0 and not any(arm.layer == "behind" for arm in stance.arms.values()):
            stance = settled(STANCES["stand"])
        return replace(
            pose,
            face=face,
            body=stance,
            yaw_deg=pose.yaw_deg + yaw,
            pitch_deg=pose.pitch_deg + pitch,
            roll_deg=pose.roll_deg + roll,
            dy=pose.dy + shudder,
            hips_x=round(3.4 * sway, 2),
            arm_deg=round(0.5 * sway - 0.35 * pose.breath + 0.15 * shudder, 3),
            step_x=step_x,
            step_y=step_y,
            size=size,
            width=round(1 - 0.34 * math.exp(-((turned / 2.2) ** 2)), 3),
            is_back=turned >= 0,
            hand_depth=int(any(cue.at <= at and not cue.is_answer for cue, _ in self._cues)),
            depth=0 if turned < 0 else 1 if size == 1 else -1,
        )

    @property
    def turns_away(self) -> bool:
        """Whether the back is ever seen."""
        return any(score.turns_away_at is not None for _, score in self._cues)

    # -- inside ------------------------------------------------------------------------------------

    def _turned(self, stance: Stance) -> Stance:
        turned = mirrored(stance) if self.side < 0 else stance
        return laid(turned, self.side) if self._is_in_bed else turned

    def _lay(self, length_f: float) -> list[Keyed]:
        """Stance after stance, none begun before the last one is nearly there."""
        keys = [Keyed(-100.0, self._rest, 1.0)]
        for number, (cue, score) in enumerate(self._cues):
            end = self._cues[number + 1][0].at if number + 1 < len(self._cues) else length_f + 100
            for move in score.moves:
                at = max(cue.at + move.at, keys[-1].at + min(3.0, keys[-1].over))
                wanted = self._aimed(move, cue, score)
                is_handed = score.contact == "paper" and cue.is_answer
                if at < end - _FETCH_F and not is_handed and (fetch := fetching(keys[-1].stance, wanted)):
                    keys.append(Keyed(at, fetch, _FETCH_F))
                    at += _FETCH_F
                if at < end:
                    keys.append(Keyed(at, wanted, float(move.over), move.smears))
            back = max(cue.at + score.lasts, cue.until)
            if score.moves and score.moves[-1].to and not score.is_held and back < end - 6:
                keys.append(Keyed(back, self._rest, 9.0))
        return keys

    def _aimed(self, move: Move, cue: Cue, score: Score) -> Stance:
        if not move.to:
            return self._rest
        stance = self._turned(STANCES[stance_named(move.to)])
        wanted = self._reaches.get(cue)
        if wanted is None or not score.contact:
            return stance
        return reaching(stance, move.to, wanted, self.side)

    def _blend(self, number: int, hands: float, trunk: float) -> Stance:
        key = (number, hands, trunk)
        if key not in self._held:
            if number == 0:
                self._held[key] = settled(self._keys[0].stance)
            else:
                start, end = self._keys[number - 1].stance, self._keys[number].stance
                stance = between(start, end, hands, trunk)
                is_smeared = self._keys[number].smears and 0 < hands < 1
                self._held[key] = self._smeared(stance, start) if is_smeared else stance
        return self._held[key]

    def _smeared(self, stance: Stance, start: Stance) -> Stance:
        """``stance`` with a near hand that leaves a streak from where it was in ``start``."""
        arm = replace(stance.arm(self.side), smear=start.arm(self.side).target)
        return replace(stance, arms={**stance.arms, self.side: arm})

    def _nods(self, at: float) -> tuple[float, float, float]:
        yaw = pitch = roll = 0.0
        for cue, score in self._cues:
            here = np.zeros(3)
            for nod in score.nods:
                start = cue.at + nod.at
                if at <= start:
                    break
                goal = np.array([nod.yaw, nod.pitch, nod.roll])
                here = here + (goal - here) * travel(at - start, nod.over)
            if not score.is_held:
                here = here * (1 - smooth((at - cue.at - score.lasts) / 8))
            else:
                after = [c for c, _ in self._cues if c.at > cue.at]
                if after:
                    here = here * (1 - smooth((at - after[0].at) / 8))
            yaw, pitch, roll = yaw + here[0], pitch + here[1], roll + here[2]
        return self.side * float(yaw), float(pitch), self.side * float(roll)

    def _steps(self, at: float) -> tuple[float, float, float]:
        x = y = 0.0
        size = 1.0
        entry = self._entry
        if entry is not None:
            x -= ENTRY_PX * (1 - smooth((at - entry.at) / ENTRY_F))
        for cue, score in self._cues:
            here_x = here_y = 0.0
            here_size = 1.0
            for step in score.steps:
                since = at - cue.at - step.at
                if since <= 0:
                    break
                share = smooth(since / step.over)
                here_x += (step.x - here_x) * share
                here_y += (step.y - here_y) * share
                here_size += (step.size - here_size) * share
                if 0 < share < 1 and abs(step.x) > 20:
                    here_y -= _STEP_BOB_PX * math.sin(math.pi * share)
            here_x = here_x * self._px_a_step + self._approaches.get(cue, 0.0) * smooth(
                (at - cue.at + APPROACH_F) / APPROACH_F
            )
            x, y, size = x + here_x, y + here_y * self._px_a_step, size * here_size
        return round(self.side * x, 1), round(y, 1), round(size, 4)

    @property
    def _entry(self) -> Cue | None:
        return next((cue for cue, score in self._cues if score.enters), None)

    def _walked(self, at: float) -> float:
        """Film frames that the feet have gone on the step they are taking, 0 for none."""
        for cue, score in self._cues:
            if self._approaches.get(cue) and -APPROACH_F < at - cue.at < 0:
                return at - cue.at + APPROACH_F
            if score.enters and 0 < at - cue.at < ENTRY_F:
                return at - cue.at
            for step in score.steps:
                if score.walks and 0 < at - cue.at - step.at < step.over:
                    return at - cue.at - step.at
        return 0.0

    def _turned_for(self, at: float) -> float:
        """Film frames since the back is seen; below 0 for before."""
        moments = [c.at + s.turns_away_at for c, s in self._cues if s.turns_away_at is not None]
        return at - moments[0] if moments else -99.0

    def _shudder(self, at: float) -> float:
        for cue, score in self._cues:
            if score.trembles and at > cue.at + 8:
                beat = math.sin(at * 1.15) * max(0.0, math.sin(at * 0.21))
                return 2.6 * beat
        return 0.0
