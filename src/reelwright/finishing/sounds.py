"""What an engine gave → samples that can be mixed, or a message that names it."""

from __future__ import annotations

import numpy as np

from reelwright.audio.wave import Pcm
from reelwright.errors import BadInput


def mono(pcm: Pcm, name: str) -> Pcm:
    return np.asarray(np.atleast_2d(_checked(pcm, name).T).mean(axis=0), dtype=np.float32)


def stereo(pcm: Pcm, name: str) -> Pcm:
    checked = _checked(pcm, name)
    return (
        checked
        if checked.ndim == 2 and checked.shape[1] == 2
        else np.repeat(mono(checked, name)[:, None], 2, 1)
    )


def _checked(pcm: Pcm, name: str) -> Pcm:
    samples = np.asarray(pcm, dtype=np.float32)
    if samples.ndim not in (1, 2) or (samples.ndim == 2 and samples.shape[1] not in (1, 2)):
        raise BadInput(
            "A sound must be (n,) or (n, 2)", where=name, next_step="Look at the engine that made it."
        )
    if not np.isfinite(samples).all():
        raise BadInput(
            "A sound holds NaN or infinity", where=name, next_step="Look at the engine that made it."
        )
    return samples
