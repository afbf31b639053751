"""How a head moves → how its hair hangs in every frame: a lean from the roots, and the tips behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reelwright.stage.acting.curves import spring

_TIPS_STIFFNESS = 3.6
_TIPS_DAMPING = 0.30
_TIPS_SHARE = 1.5
"""How much of what the tips lag behind is seen."""
_LEAN_OF_PUSH = 2.4e-4
"""A lean at rest for each degree a second squared that the head gathers speed: a head's radius against
gravity, times what makes it seen."""
_LEAN_OF_WIND = 0.005
_MOST_LEAN = 0.07
_UPRIGHT = 0.42
"""How far hair hangs down instead of tilting with the head, in the middle; tips add as much."""


@dataclass(frozen=True)
class Strand:
    """What sets one layer of hair apart: radians a second, damping, its share of the swing."""

    stiffness: float
    damping: float
    share: float
    phase: float


BACK = Strand(5.2, 0.20, 1.0, 0.0)
FRONT = Strand(6.8, 0.24, 0.72, 1.7)


def swaying(
    strand: Strand,
    push: NDArray[np.float64],
    roll_deg: NDArray[np.float64],
    *,
    fps: float,
    freedom: float,
    wind: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lean of the hair and of its tips on top, as shears (pixels sideways a pixel down), a value a frame.

    ``push`` is the head's acceleration (degrees of yaw a frame, a frame), ``roll_deg`` its tilt;
    ``freedom`` 0..1 is how loose the hair is: about 0.5 for short hair, 1 for long; ``wind`` around 1.
    """
    times = np.arange(len(push)) / fps
    breeze = 0.9 * np.sin(times * 2.1 + strand.phase) + 0.6 * np.sin(times * 3.7 + 2 * strand.phase)
    goal = -push * fps**2 * _LEAN_OF_PUSH + breeze * _LEAN_OF_WIND * wind
    lean = spring(
        goal * strand.stiffness**2,
        stiffness=strand.stiffness,
        damping=strand.damping,
        frames_a_second=fps,
    )
    lean = _held(lean * strand.share * freedom, _MOST_LEAN)
    # Long hair keeps hanging straight down when the head tilts; short hair is too stiff.
    loose = max(0.0, freedom - 0.55) / 0.45
    upright = np.tan(np.radians(roll_deg)) * loose
    lean = lean + _UPRIGHT * upright
    start = float(lean[0]) if len(lean) else 0.0
    follow = start + spring(
        (lean - start) * _TIPS_STIFFNESS**2,
        stiffness=_TIPS_STIFFNESS,
        damping=_TIPS_DAMPING,
        frames_a_second=fps,
    )
    trail = _held((follow - lean) * _TIPS_SHARE * freedom, 1.8 * _MOST_LEAN)
    return lean, trail + _UPRIGHT * upright


def _held(swing: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    """The wider it swings, the more it is held back; never as far as ``most``."""
    return np.asarray(np.tanh(swing / most) * most)
