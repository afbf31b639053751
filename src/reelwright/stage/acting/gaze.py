"""A person of a shot and the turns of their head → where the eyes look and how open blinking leaves them.

Times are in film frames (1/24 s). Eyes never glide: they jump in two frames and rest; they arrive before
the head does; they keep to a few points of the other's face, and small jumps keep them alive.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from reelwright.storyboard.documents import Subject

QUICK = (0.45, 0.08, 0.0, 0.2, 0.52, 0.8, 0.94)
"""Two frames down, one shut, four up: lids fall faster than they rise."""
SLOW = (0.7, 0.38, 0.12, 0.0, 0.0, 0.14, 0.34, 0.56, 0.76, 0.92)
"""The blink of who is tired, touched or close to tears."""
FLUTTER = (0.45, 0.08, 0.0, 0.4, 0.5, 0.1, 0.0, 0.25, 0.6, 0.86)
"""Twice in a row, nervously."""

_AVERTED = ("sad", "crying", "worried", "scared", "tired", "shy", "guilty", "jealous", "dazed")
_NERVOUS = ("worried", "scared", "shy", "guilty", "confused", "pleading")
_STARING = ("angry", "furious", "cold", "shocked", "determined", "suspicious", "dazed", "contempt")
_HEAVY = ("tired", "sad", "crying", "tender", "bored", "relieved")

# Between an eye, the other eye and the mouth of whom one looks at.
_FIXATIONS = ((-0.1, 0.0), (0.1, 0.0), (0.0, 0.125), (0.0, 0.0))


class Look(NamedTuple):
    """From ``at`` on the eyes are turned to ``x``, ``y`` (-1..1: right and down in the picture)."""

    at: float
    x: float
    y: float


class Blink(NamedTuple):
    """The lids' course from ``at`` on."""

    at: float
    course: tuple[float, ...]


class Gaze:
    """The eyes of one person over one shot."""

    def __init__(
        self,
        subject: Subject,
        *,
        length: float,
        turns: Sequence[float],
        heard: Sequence[float],
        leans_right: bool,
        random: np.random.Generator,
    ) -> None:
        """``turns`` are when the head begins to move, ``heard`` when somebody else begins to speak."""
        self._subject, self._length, self._random = subject, length, random
        self._turns = turns
        self.looks = self._plan_looks(heard, leans_right)
        self.blinks = self._plan_blinks()

    def at(self, frame: float) -> tuple[float, float]:
        """Where the eyes are: a jump takes two frames, most of it in the first."""
        _, x, y = self.looks[0]
        for look in self.looks[1:]:
            if frame >= look.at:
                share = 0.65 if frame < look.at + 1 else 1.0
                x, y = x + (look.x - x) * share, y + (look.y - y) * share
        return float(np.clip(x, -1, 1)), float(np.clip(y, -1, 1))

    def lids(self, frame: float) -> float:
        """How open blinking leaves the lids, 0 to 1."""
        for blink in self.blinks:
            number = math.floor(frame - blink.at)
            if 0 <= number < len(blink.course):
                return blink.course[number]
        return 1.0

    def _plan_looks(self, heard: Sequence[float], leans_right: bool) -> list[Look]:
        subject, random = self._subject, self._random
        side = {"left": -1.0, "right": 1.0}.get(subject.facing, 0.0)
        target = subject.looks_at
        x, y = 0.42 * side, 0.0
        if target == "camera" or (not target and subject.facing == "camera"):
            x = 0.0
        elif target == "down":
            y = 0.6
        elif target == "away":
            x, y = (0.3 if leans_right else -0.3), 0.1
        averted = subject.expression in _AVERTED
        looks = [Look(-10.0, x, y)]
        moment = float(random.uniform(14, 26))
        while moment < self._length:
            if averted and random.random() < 0.35:
                looks.append(Look(moment, x * -0.3, 0.45))
                moment += float(random.uniform(9, 16))
            dx, dy = _FIXATIONS[int(random.integers(len(_FIXATIONS)))]
            looks.append(Look(moment, x + dx, y + dy))
            if random.random() < 0.4:
                # A small correction soon after.
                looks.append(Look(moment + float(random.uniform(5, 9)), x, y))
            moment += float(random.uniform(18, 38))
        # Eyes arrive before the head does, and go to whoever begins to speak.
        looks += [Look(turn - 2, x * 1.25, y) for turn in self._turns]
        looks += [Look(moment + 3, x, y) for moment in heard]
        return sorted(looks)

    def _plan_blinks(self) -> list[Blink]:
        feeling, random = self._subject.expression, self._random
        pause = 40.0 if feeling in _NERVOUS else 118.0 if feeling in _STARING else 72.0
        plain = SLOW if feeling in _HEAVY else QUICK
        moments = list(self._turns)
        for before, after in zip(self.looks, self.looks[1:], strict=False):
            # A long way for the eyes hides behind a blink.
            if math.hypot(after.x - before.x, after.y - before.y) > 0.45:
                moments.append(after.at - 1)
        at = float(random.uniform(8, 40))
        while at < self._length - 8:
            moments.append(at)
            at += pause * float(random.uniform(0.6, 1.45))
        blinks: list[Blink] = []
        for moment in sorted(moments):
            if moment > 1 and (not blinks or moment - blinks[-1].at > 16):
                nervous = feeling in _NERVOUS and random.random() < 0.4
                blinks.append(Blink(moment, FLUTTER if nervous else plain))
        return blinks
