"""A stance and a turn of the body → where every height of the trunk is, and how it is turned there.

Space: x to the right of the picture, y down, z to the viewer, in head units. Angles follow the picture:
a positive tilt leans to its right, a positive yaw faces its right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reelwright.drawing.ink import smoothstep
from reelwright.stage.people.stances import Stance

_TOP_Y, _BOTTOM_Y = 40.0, 960.0
_CHEST_Y, _NECK_Y = 235.0, 150.0
_PERSPECTIVE = 3200.0
"""How far away the trunk is seen from: what leans to us grows."""
_CONTRAPPOSTO = 1.7
"""``hip_deg`` names the tilt of the feet's line; the pelvis tilts more."""

Space = NDArray[np.float64]
"""Points of shape (n, 3)."""


@dataclass(frozen=True)
class Seat:
    """How far something sits from where it is on somebody upright, and how much larger it looks."""

    dx: float
    dy: float
    dz: float
    scale: float
    tilt_deg: float


class Spine:
    """The bent axis of one trunk. ``pelvis_y`` is the height of the hip joints."""

    def __init__(self, stance: Stance, *, yaw_deg: float, pelvis_y: float, stoop_deg: float = 0.0) -> None:
        self.pelvis_y, self.sink = pelvis_y, stance.sink
        self._y = np.linspace(_BOTTOM_Y, _TOP_Y, 47)
        along = smoothstep(pelvis_y - 30, _CHEST_Y - 20, self._y)
        even = np.clip((pelvis_y - 30 - self._y) / (pelvis_y - _CHEST_Y), 0, 1)
        hips = stance.hip_deg * _CONTRAPPOSTO
        stooping = smoothstep(480, 170, self._y) * stoop_deg
        self._yaw = np.radians(yaw_deg + stance.twist_deg * along)
        self._lean = np.radians(stance.lean_deg * (0.22 + 0.78 * even) + stooping)
        self._tilt = np.radians(stance.tilt_deg * even + hips * (1 - along) - 0.62 * hips * along)
        self._path = self._integrate()
        self._path[:, 0] += stance.weight * 16 - self._drift(hips, along)

    def _integrate(self) -> Space:
        up = self._turn(np.array([[0.0, -1.0, 0.0]]), self._yaw, self._lean, self._tilt)
        step = self._y[0] - self._y[1]
        path = np.zeros((len(self._y), 3))
        path[1:] = np.cumsum((up[1:] + up[:-1]) / 2 * step, 0)
        start = np.array([np.interp(self.pelvis_y, self._y[::-1], path[::-1, k]) for k in range(3)])
        return np.asarray(path - start + [0.0, self.pelvis_y + self.sink, 0.0])

    def _drift(self, hips_deg: float, along: NDArray[np.float64]) -> float:
        """How far contrapposto alone would push the neck sideways: the head stays over the feet."""
        tilt = np.radians(hips_deg * (1 - along) - 0.62 * hips_deg * along)
        above = self._y < self.pelvis_y
        return float(np.sum(np.sin(tilt[above])) * (self._y[0] - self._y[1]))

    @staticmethod
    def _turn(
        points: Space, yaw: NDArray[np.float64], lean: NDArray[np.float64], tilt: NDArray[np.float64]
    ) -> Space:
        """Lean forward, turn about the upright axis, then tilt in the picture."""
        x, y, z = points[:, 0], points[:, 1], points[:, 2]
        y, z = y * np.cos(lean) + z * np.sin(lean), -y * np.sin(lean) + z * np.cos(lean)
        x, z = x * np.cos(yaw) + z * np.sin(yaw), -x * np.sin(yaw) + z * np.cos(yaw)
        x, y = x * np.cos(tilt) - y * np.sin(tilt), x * np.sin(tilt) + y * np.cos(tilt)
        return np.stack([x, y, z], 1)

    def _at(self, y: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.interp(y, self._y[::-1], values[::-1])

    def _axis(self, y: NDArray[np.float64]) -> Space:
        return np.stack([self._at(y, self._path[:, k]) for k in range(3)], 1)

    def place(self, points: ArrayLike) -> Space:
        """Points (n, 3) of an upright trunk that faces us → where they are."""
        p = np.atleast_2d(np.asarray(points, dtype=float))
        y = np.clip(p[:, 1], _TOP_Y, _BOTTOM_Y)
        arms = np.stack([p[:, 0], p[:, 1] - y, p[:, 2]], 1)
        angles = (self._at(y, values) for values in (self._yaw, self._lean, self._tilt))
        return self._axis(y) + self._turn(arms, *angles)

    def picture(self, points: ArrayLike) -> NDArray[np.float64]:
        """Points (n, 3) of an upright trunk → the picture (n, 2)."""
        p = np.atleast_2d(np.asarray(points, dtype=float))
        axis = self._axis(np.clip(p[:, 1], _TOP_Y, _BOTTOM_Y))
        scale = _PERSPECTIVE / (_PERSPECTIVE - axis[:, 2])
        flat = axis[:, :2] + (self.place(p)[:, :2] - axis[:, :2]) * scale[:, None]
        return np.asarray(flat)

    def yaw_rad(self, y: ArrayLike) -> NDArray[np.float64]:
        """How far the trunk is turned at the heights ``y``."""
        return self._at(np.asarray(y, dtype=float), self._yaw)

    def seat(self, y: float) -> Seat:
        """What happened to the height ``y`` of the trunk."""
        at = np.array([y])
        dx, dy, dz = (self._axis(at)[0] - [0.0, y, 0.0]).tolist()
        scale = _PERSPECTIVE / (_PERSPECTIVE - dz)
        return Seat(dx, dy, dz, scale, float(np.degrees(self._at(at, self._tilt)[0])))

    @property
    def chest(self) -> Seat:
        """Where the shoulders went: arms are drawn about there."""
        return self.seat(_CHEST_Y)

    @property
    def neck(self) -> Seat:
        """Where the foot of the neck went: the head sits on it."""
        return self.seat(_NECK_Y)

    def carried(self, points: ArrayLike) -> Space:
        """Points (n, 3) near the body in the picture's space → moved as the trunk beside them moved,
        without the turn that the body always had."""
        p = np.atleast_2d(np.asarray(points, dtype=float))
        y = np.clip(p[:, 1], _TOP_Y, self.pelvis_y)
        arms = np.stack([p[:, 0], p[:, 1] - y, p[:, 2]], 1)
        yaw = self._at(y, self._yaw) - self._yaw[0]
        lean, tilt = (self._at(y, values) for values in (self._lean, self._tilt))
        return self._axis(y) + self._turn(arms, yaw, lean, tilt)
