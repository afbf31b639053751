"""Speech → how much of it is understood, and whose it is: the meters of ``bench.speech`` and of
``tools/listen_voices.py``.

Words are those that pocketsphinx recognises with its bundled language model, which is fixed: a ranking, not
what a person understands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct

from reelwright.audio.signal import pitch_track, stft
from reelwright.voice import Speech

Rows = NDArray[np.float64]


def said_words(sentence: str) -> list[str]:
    """The words of an English sentence as the recogniser writes them."""
    return re.findall(r"[a-z']+", sentence.lower())


def words_right(said: Sequence[str], heard: Sequence[str]) -> float:
    """1 - word error rate (substitutions, deletions and insertions by edit distance), at least 0."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (word != other))
    return max(0.0, 1.0 - row[-1] / max(1, len(said)))


def features(speech: Speech) -> Rows:
    """What tells one throat from another, shape (27,): the middle pitch, and mean and spread of 13
    mel-cepstra below 8 kHz over the frames that sound."""
    f0_hz, _ = pitch_track(speech.pcm, speech.sample_rate_hz)
    voiced = f0_hz[f0_hz > 0]
    middle = 12 * float(np.median(np.log2(voiced))) if len(voiced) else 0.0
    power = np.abs(stft(speech.pcm[::3], 512, 160)) ** 2
    level = power.sum(axis=1)
    power = power[level > np.percentile(level, 95) * 0.003]
    edges_hz = 700 * (10 ** (np.linspace(0, 2840, 32) / 2595) - 1)
    bins = np.fft.rfftfreq(512, 1 / 16000)
    bands = [
        power[:, (bins >= a) & (bins < b)].sum(axis=1)
        for a, b in zip(edges_hz[:-2], edges_hz[2:], strict=True)
    ]
    cepstra = dct(np.log(np.stack(bands, axis=1) + 1e-9), axis=1, norm="ortho")[:, 1:14]
    return np.array([middle, *cepstra.mean(axis=0), *cepstra.std(axis=0)])


class Classifier:
    """Whose voice it is: the nearest centre by the spread within speakers (Mahalanobis, shrunk half way to
    its diagonal). It learns from the lines it is given and never changes after."""

    def __init__(self, examples: Mapping[str, Sequence[Rows]]) -> None:
        self._centres = {name: np.mean(rows, axis=0) for name, rows in examples.items()}
        within = np.concatenate([np.stack(rows) - self._centres[name] for name, rows in examples.items()])
        covariance = within.T @ within / len(within)
        shrunk = 0.5 * covariance + 0.5 * np.diag(np.diag(covariance)) + 1e-3 * np.eye(len(covariance))
        self._inverse = np.linalg.inv(shrunk)

    def name(self, row: Rows) -> str:
        """The speaker whose centre is nearest."""
        return min(self._centres, key=lambda name: self.distance(row, name))

    def distance(self, row: Rows, name: str) -> float:
        """How far ``row`` lies from a speaker's centre, in standard deviations."""
        off = row - self._centres[name]
        return float(np.sqrt(off @ self._inverse @ off))

    def apart(self, name: str, other: str) -> float:
        """How far two speakers are from each other, in standard deviations."""
        return self.distance(self._centres[name], other)
