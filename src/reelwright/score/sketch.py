"""Musicians' calls (play this, swell there) → the notes and controls of a score."""

from __future__ import annotations

import numpy as np

from reelwright.score.documents import Control, Instrument, Note
from reelwright.score.ensembles import chair_of, stem_of

_EXPRESSION = 11
_TIMING_SPREAD_S = 0.007
_VELOCITY_SPREAD = 4.0
_BREATH_S = 0.24
_ON_TIME_S = 0.02


class Sketch:
    """A score being written. Timing and touch are loosened a little, always in the same way for a seed."""

    def __init__(self, *, seed: tuple[int, ...], end_s: float, hits_s: tuple[float, ...] = ()) -> None:
        """``end_s`` is where everything stops; just before each of ``hits_s`` nothing new begins."""
        self.end_s = end_s
        self.hits_s = hits_s
        self.notes: list[Note] = []
        self.controls: list[Control] = []
        self._instruments: dict[tuple[str, int], Instrument] = {}
        self._rng = np.random.default_rng(seed)

    def play(
        self,
        ensemble: str,
        role: str,
        pitch: int,
        velocity: float,
        start_s: float,
        length_s: float,
        *,
        is_exact: bool = False,
    ) -> None:
        """One note; ``is_exact`` keeps it on its moment. Nothing sounds past the end of the cue."""
        channel = self.channel_of(ensemble, role)
        late_s = 0.0 if is_exact else float(np.clip(self._rng.normal(0, _TIMING_SPREAD_S), -0.016, 0.016))
        touch = float(np.clip(self._rng.normal(0, _VELOCITY_SPREAD), -9, 9))
        start_s = max(0.0, start_s + late_s)
        # A breath before a hit is what makes it land.
        if not is_exact and any(_BREATH_S > hit - start_s > _ON_TIME_S for hit in self.hits_s):
            return
        length_s = min(length_s, self.end_s - start_s)
        if length_s < 0.02 or not 12 <= pitch <= 108:
            return
        strength = round(min(max(velocity + (0 if is_exact else touch), 8), 120))
        self.notes.append(Note(channel, int(pitch), strength, start_s, length_s))

    def swell(
        self, ensemble: str, role: str, start_s: float, end_s: float, first: float, last: float
    ) -> None:
        """Expression from ``first`` to ``last`` (0..1), ten values a second."""
        channel = self.channel_of(ensemble, role)
        steps = max(2, int((end_s - start_s) * 10))
        for step in range(steps):
            k = step / (steps - 1)
            level = first + (last - first) * k
            self.controls.append(
                Control(
                    channel,
                    _EXPRESSION,
                    round(127 * min(max(level, 0), 1)),
                    start_s + k * (end_s - start_s) * 0.98,
                )
            )

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        return tuple(self._instruments.values())

    def channel_of(self, ensemble: str, role: str) -> int:
        """The channel of a role, taken at its first use. Raises ``KeyError`` for a role that the ensemble
        does not have."""
        chair = chair_of(ensemble, role)
        if chair is None:
            raise KeyError(role)
        # One channel for each sound and duty, so that two parts' expression does not fight over a controller.
        key = (role, chair.program)
        if key not in self._instruments:
            self._instruments[key] = Instrument(
                role=role,
                channel=len(self._instruments),
                program=chair.program,
                stem=stem_of(role),
                pan=chair.pan,
                volume=chair.volume,
                reverb=chair.reverb,
            )
        return self._instruments[key].channel
