"""One person of a shot and what they are to feel, say and look at → a pose for every frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reelwright.stage.acting.curves import Key, change, lids, spring, track, turn_keys
from reelwright.stage.acting.lips import Lips, lips_of
from reelwright.stage.brief import ShotBrief
from reelwright.stage.people.expressions import (
    EXPRESSIONS,
    NEUTRAL,
    Carriage,
    FaceState,
    blend,
    carriage_of,
)
from reelwright.stage.people.rig import FigurePose
from reelwright.storyboard.documents import Subject

FILM_FPS = 24.0
_BROWS = ("brow_inner", "brow_outer", "brow_knit", "brow_drop", "brow_skew")
_MOUTH = (
    "smile", "mouth_open", "mouth_width", "mouth_round", "teeth", "asymmetry", "press", "mouth_square",
    "lip_raise", "lip_bite", "chin", "puff", "sigh",
)  # fmt: skip
_BROW_LEAD, _MOUTH_LAG = 2.0, 1.0
_AVERTED = ("sad", "crying", "worried", "scared", "tired", "shy", "guilty", "jealous", "dazed")
"""Who feels so looks away now and then."""
_FACE_FIELDS = tuple(NEUTRAL.__dataclass_fields__)
_BREATH_S = 3.4
_CLOSING_SQUEEZE = 0.85


def poses_of(
    subject: Subject, brief: ShotBrief, *, yaw_deg: float, hair_freedom: float = 1.0
) -> list[FigurePose]:
    """A pose for each frame of the shot.

    ``yaw_deg`` is where the head rests. Faces change with anticipation, overshoot and settle, brows
    first and mouths last; eyes lead the head; mouths move only to this person's own lines.
    """
    return _Acting(subject, brief, yaw_deg, hair_freedom).poses()


class _Acting:
    def __init__(self, subject: Subject, brief: ShotBrief, yaw_deg: float, hair_freedom: float) -> None:
        self.subject, self.brief = subject, brief
        self.frame_count = brief.frame_count
        self.fps = brief.rate.numerator / brief.rate.denominator
        self.random = np.random.default_rng([brief.seed, _number_of(subject.character)])
        own = [speech for speech in brief.speeches if speech.character == subject.character]
        heard_only = subject.role == "foreground"
        self.lips: Lips = lips_of([] if heard_only else own, brief.frame_count, brief.rate)
        self.speaks = bool(own) and not heard_only
        self.feelings = self._feelings()
        self.turns = self._turns(yaw_deg)
        self.blinks = self._blinks()
        self.looks = self._looks()
        self.hair_freedom = hair_freedom

    def poses(self) -> list[FigurePose]:
        yaws = np.array([track(self.turns, self._film(frame)) for frame in range(self.frame_count)])
        push = np.gradient(np.gradient(yaws)) if self.frame_count > 2 else np.zeros(self.frame_count)
        emphasis = self._emphasis()
        back = self._sway(push, stiffness=5.2, damping=0.20, reach=0.045, wind_phase=0.0)
        front = self._sway(push, stiffness=6.8, damping=0.24, reach=0.032, wind_phase=1.7)
        phase = float(self.random.uniform(0, 2 * math.pi))
        rest_roll = float(self.random.uniform(-1.6, 1.6))
        poses = []
        for frame in range(self.frame_count):
            seconds = frame / self.fps
            at = self._film(frame)
            drop = 1 - lids(self.blinks, at)
            nod = float(emphasis[frame])
            held = self._carriage(at)
            poses.append(
                FigurePose(
                    yaw_deg=float(yaws[frame]) + held.away_deg,
                    pitch_deg=held.pitch_deg + (4.0 if self.subject.looks_at == "down" else 0.0),
                    roll_deg=rest_roll
                    + held.roll_deg
                    + 0.45 * math.sin(seconds * 1.7 + phase)
                    + 1.1 * nod * math.sin(seconds * 2.3),
                    face=self._face(frame),
                    sway_back=float(back[frame]),
                    sway_front=float(front[frame]),
                    breath=math.sin(seconds * 2 * math.pi / _BREATH_S + phase),
                    dx=1.6 * math.sin(seconds * 1.3 + phase * 2),
                    dy=5.0 * nod + 1.2 * drop,
                )
            )
        return poses

    # -- faces -----------------------------------------------------------------------------------

    def _feelings(self) -> list[tuple[float, FaceState]]:
        """(film frame, face) from which that face is worn; the first is worn at the start."""
        subject = self.subject
        feelings = [(0.0, _face_of(subject.expression, subject.intensity * 0.8))]
        self.carriages = [(0.0, carriage_of(subject.expression, subject.intensity))]
        self._is_new = {0.0: False}
        worn = subject.expression
        for start, beat in zip(self.brief.beat_frames, self.brief.shot.beats, strict=False):
            if beat.character == subject.character and beat.expression:
                at = max(2.0, self._film(start) - 3)
                feelings.append((at, _face_of(beat.expression, beat.intensity)))
                self.carriages.append((at, carriage_of(beat.expression, beat.intensity)))
                self._is_new[at] = beat.expression != worn
                worn = beat.expression
        if len(feelings) == 1 and subject.role in ("listener", "present"):
            # Hearing something takes a moment to arrive.
            at = self._film(self.frame_count) * 0.3
            feelings.append((at, _face_of(subject.expression, subject.intensity)))
            self._is_new[at] = False
        return feelings

    def _face(self, frame: int) -> FaceState:
        at = self._film(frame)
        values = {name: getattr(self.feelings[0][1], name) for name in _FACE_FIELDS}
        squeeze = 1.0
        for begun, face in self.feelings[1:]:
            for name in _FACE_FIELDS:
                lag = -_BROW_LEAD if name in _BROWS else _MOUTH_LAG if name in _MOUTH else 0.0
                values[name] += (getattr(face, name) - values[name]) * change(at - begun - lag)
            since = at - begun
            # Lids close through a change that is large; the same feeling growing stronger needs none.
            if 0 < since < 9 and self._is_new[begun]:
                squeeze = 1 - _CLOSING_SQUEEZE * math.sin(math.pi * since / 9) ** 2
        gaze_x, gaze_y = self._gaze(at)
        state = FaceState(**values)
        lift = 0.25 * max(0.0, float(self.lips.loudness[frame]) - 0.75) if self.speaks else 0.0
        state = replace(
            state,
            lid_open=max(0.0, state.lid_open * lids(self.blinks, at) * squeeze),
            brow_outer=state.brow_outer + lift,
            gaze_x=gaze_x,
            gaze_y=float(np.clip(gaze_y + state.gaze_y * 0.5, -1, 1)),
        )
        return self.lips.apply(state, frame)

    # -- heads -----------------------------------------------------------------------------------

    def _turns(self, yaw_deg: float) -> list[Key]:
        """The head rests at ``yaw_deg`` and turns a little at what matters: a new thought of one's own,
        something heard from another."""
        keys = [Key(0.0, yaw_deg)]
        length = self._film(self.frame_count)
        moments = self._thoughts() if self.speaks else []
        if not any(22 <= moment <= length - 16 for moment in moments):
            # Nobody holds their head still for a whole shot.
            moments = [length * 0.45]
        at, here = 0.0, yaw_deg
        for number, moment in enumerate(moments):
            if moment - at < 22 or moment > length - 16:
                continue
            there = yaw_deg + (5.0 if (number + self._lean()) % 2 else -5.0) * (0.6 if self.speaks else 1.0)
            if abs(there - here) < 2:
                there = yaw_deg
            keys += turn_keys(moment, here, there)
            at, here = moment, there
        return keys

    def _lean(self) -> int:
        return int(self.brief.seed + len(self.subject.character)) % 2

    def _thoughts(self) -> list[float]:
        """Film frames at which a sentence or clause of one's own begins after a pause."""
        moments = []
        for speech in self.brief.speeches:
            if speech.character != self.subject.character:
                continue
            start = self._film(speech.start_frame)
            for before, word in zip(speech.words, speech.words[1:], strict=False):
                if word.start_s - before.end_s > 0.16 or before.text[-1:] in ".?!,;。？！，；…":
                    moments.append(start + word.start_s * FILM_FPS - 2)
        return [moment for moment in moments if moment > 8]

    def _carriage(self, at: float) -> Carriage:
        """How the feelings of the moment hold the head; it follows the face by two frames."""
        held = self.carriages[0][1]
        pitch, roll, away = held.pitch_deg, held.roll_deg, held.away_deg
        for begun, to in self.carriages[1:]:
            weight = change(at - begun - 2)
            pitch += (to.pitch_deg - pitch) * weight
            roll += (to.roll_deg - roll) * weight
            away += (to.away_deg - away) * weight
        side = -1.0 if self.turns[0].value < 0 else 1.0
        return Carriage(pitch, roll * side, away * side)

    def _emphasis(self) -> NDArray[np.float64]:
        """A soft nod with loud words, 0 to about 1."""
        loud = np.maximum(0.0, self.lips.loudness - 0.55) * self.lips.is_talking
        window = np.hanning(max(3, round(11 * self.fps / FILM_FPS)))
        return np.convolve(loud, window / window.sum(), "same")

    # -- eyes ------------------------------------------------------------------------------------

    def _blinks(self) -> list[float]:
        blinks = [key.at for key in self.turns[1::4]]
        at = float(self.random.uniform(8, 40))
        length = self._film(self.frame_count)
        while at < length - 6:
            if all(abs(at - other) > 14 for other in blinks):
                blinks.append(at)
            at += float(self.random.uniform(48, 100))
        return sorted(blinks)

    def _looks(self) -> list[tuple[float, float, float]]:
        """(film frame, x, y) of where the eyes go: to whom one speaks, over their face, now and then
        away when that is what one feels."""
        side = {"left": -1.0, "right": 1.0}.get(self.subject.facing, 0.0)
        target = self.subject.looks_at
        at_x, at_y = 0.42 * side, 0.0
        if target == "camera" or (not target and self.subject.facing == "camera"):
            at_x = 0.0
        elif target == "down":
            at_y = 0.6
        elif target == "away":
            at_x, at_y = (0.3 if self._lean() else -0.3), 0.1
        averted = self.subject.expression in _AVERTED
        looks = [(-10.0, at_x, at_y)]
        moment, length = float(self.random.uniform(16, 30)), self._film(self.frame_count)
        while moment < length:
            if averted and self.random.random() < 0.35:
                looks.append((moment, at_x * -0.3, 0.45))
                moment += float(self.random.uniform(9, 16))
            looks.append(
                (
                    moment,
                    at_x + float(self.random.uniform(-0.1, 0.1)),
                    at_y + float(self.random.uniform(-0.08, 0.12)),
                )
            )
            moment += float(self.random.uniform(22, 44))
        for number in range(1, len(self.turns), 4):
            # Eyes arrive before the head does.
            looks.append((self.turns[number].at - 2, at_x * 1.25, at_y))
        return sorted(looks)

    def _gaze(self, at: float) -> tuple[float, float]:
        x, y = self.looks[0][1:]
        for start, to_x, to_y in self.looks[1:]:
            if at >= start:
                share = 0.65 if at < start + 1 else 1.0
                x, y = x + (to_x - x) * share, y + (to_y - y) * share
        return float(np.clip(x, -1, 1)), float(np.clip(y, -1, 1))

    # -- hair ------------------------------------------------------------------------------------

    def _sway(
        self, push: NDArray[np.float64], *, stiffness: float, damping: float, reach: float, wind_phase: float
    ) -> NDArray[np.float64]:
        times = np.arange(self.frame_count) / self.fps
        wind = 0.9 * np.sin(times * 2.1 + wind_phase) + 0.6 * np.sin(times * 3.7 + 2 * wind_phase)
        outside = 1.6 if self.brief.shot.setting == "exterior" else 1.0
        drive = -push * 1.1 * (self.fps / FILM_FPS) ** 2 + wind * 0.35 * outside
        swing = spring(drive, stiffness=stiffness, damping=damping, frames_a_second=self.fps)
        return swing * reach * self.hair_freedom

    def _film(self, frame: float) -> float:
        """A frame of this rate in film frames."""
        return frame * FILM_FPS / self.fps


def _face_of(expression: str, intensity: float) -> FaceState:
    """An expression at a strength: even a faint one can be read."""
    strength = 0.35 + 0.65 * min(1.0, max(0.0, intensity))
    return blend(NEUTRAL, EXPRESSIONS.get(expression, NEUTRAL), strength)


def _number_of(name: str) -> int:
    return sum((n + 1) * ord(c) for n, c in enumerate(name))


def silent_poses(poses: Sequence[FigurePose]) -> bool:
    """Whether nobody's lips are open in any of these poses (for checks)."""
    return all(pose.face.mouth_open < 0.02 for pose in poses)
