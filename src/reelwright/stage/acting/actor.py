"""One person of a shot and what they are to feel, say and look at → a pose for every frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reelwright.stage.acting.curves import Key, change, track, turn_keys
from reelwright.stage.acting.gaze import Gaze
from reelwright.stage.acting.lips import Lips, lips_of
from reelwright.stage.acting.sway import BACK, FRONT, swaying
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
_FACE_FIELDS = tuple(NEUTRAL.__dataclass_fields__)
_BREATH_S = 3.4
_CLOSING_SQUEEZE = 0.85
_SHOUTS = ("furious",)


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
        self.gaze = self._gaze()
        self.hair_freedom = hair_freedom

    def poses(self) -> list[FigurePose]:
        yaws = np.array([track(self.turns, self._film(frame)) for frame in range(self.frame_count)])
        push = np.gradient(np.gradient(yaws)) if self.frame_count > 2 else np.zeros(self.frame_count)
        emphasis = self._emphasis()
        phase = float(self.random.uniform(0, 2 * math.pi))
        rest_roll = float(self.random.uniform(-1.6, 1.6))
        held = [self._carriage(self._film(frame)) for frame in range(self.frame_count)]
        seconds = np.arange(self.frame_count) / self.fps
        rolls = rest_roll + np.array([carriage.roll_deg for carriage in held])
        rolls += 0.45 * np.sin(seconds * 1.7 + phase) + 1.1 * emphasis * np.sin(seconds * 2.3)
        yaws += np.array([carriage.away_deg for carriage in held])
        wind = 1.6 if self.brief.shot.setting == "exterior" else 1.0
        loose = {"fps": self.fps, "freedom": self.hair_freedom, "wind": wind}
        back, back_tips = swaying(BACK, push, rolls, **loose)
        front, front_tips = swaying(FRONT, push, rolls, **loose)
        poses = []
        for frame in range(self.frame_count):
            at = self._film(frame)
            since_s = frame / self.fps
            nod = float(emphasis[frame])
            looks_down = self.subject.looks_at == "down"
            poses.append(
                FigurePose(
                    yaw_deg=float(yaws[frame]),
                    pitch_deg=held[frame].pitch_deg + (4.0 if looks_down else 0.0),
                    roll_deg=float(rolls[frame]),
                    face=self._face(frame),
                    sway_back=float(back[frame]),
                    sway_front=float(front[frame]),
                    tips_back=float(back_tips[frame]),
                    tips_front=float(front_tips[frame]),
                    breath=math.sin(since_s * 2 * math.pi / _BREATH_S + phase),
                    dx=1.6 * math.sin(since_s * 1.3 + phase * 2),
                    dy=5.0 * nod + 1.2 * (1 - self.gaze.lids(at)),
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
        gaze_x, gaze_y = self.gaze.at(at)
        side = -1.0 if self.turns[0].value < 0 else 1.0
        state = FaceState(**values)
        lift = 0.25 * max(0.0, float(self.lips.loudness[frame]) - 0.75) if self.speaks else 0.0
        state = replace(
            state,
            lid_open=max(0.0, state.lid_open * self.gaze.lids(at) * squeeze),
            brow_outer=state.brow_outer + lift,
            # What one feels draws the eyes aside, less than in a portrait: there is somebody to look at.
            gaze_x=float(np.clip(gaze_x + state.gaze_x * side * 0.45, -1, 1)),
            gaze_y=float(np.clip(gaze_y + state.gaze_y * 0.6, -1, 1)),
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
        return np.convolve(loud, window / window.sum(), "same")[: self.frame_count]

    # -- eyes ------------------------------------------------------------------------------------

    def _gaze(self) -> Gaze:
        heard = [
            self._film(speech.start_frame)
            for speech in self.brief.speeches
            if speech.character != self.subject.character and speech.start_frame > 0
        ]
        return Gaze(
            self.subject,
            length=self._film(self.frame_count),
            turns=[key.at for key in self.turns[1::4]],
            heard=heard,
            leans_right=bool(self._lean()),
            random=self.random,
        )

    def _film(self, frame: float) -> float:
        """A frame of this rate in film frames."""
        return frame * FILM_FPS / self.fps


def _face_of(expression: str, intensity: float) -> FaceState:
    """An expression at a strength: even a faint one can be read. Nobody shouts without a sound: teeth are
    clenched until a line opens the mouth."""
    strength = 0.35 + 0.65 * min(1.0, max(0.0, intensity))
    face = blend(NEUTRAL, EXPRESSIONS.get(expression, NEUTRAL), strength)
    if expression in _SHOUTS:
        face = replace(face, mouth_open=face.mouth_open * 0.3, teeth=1.0, tongue=0.0)
    return face


def _number_of(name: str) -> int:
    return sum((n + 1) * ord(c) for n, c in enumerate(name))


def silent_poses(poses: Sequence[FigurePose]) -> bool:
    """Whether nobody's lips are open in any of these poses (for checks)."""
    return all(pose.face.mouth_open < 0.02 for pose in poses)
