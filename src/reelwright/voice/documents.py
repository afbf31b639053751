"""What a voice engine is asked for (Utterance) and what it hands back (Speech)."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from reelwright.audio.wave import SAMPLE_RATE_HZ as WAVE_RATE_HZ
from reelwright.errors import Notice, ReelwrightError
from reelwright.performance.documents import Phone, Word

Samples = NDArray[np.float32]
"""Mono samples, shape (n,), nominally within -1..1."""

SAMPLE_RATE_HZ = WAVE_RATE_HZ
"""The rate of every ``Speech``."""


class VoiceFailed(ReelwrightError):
    """A voice engine died twice on the same text, or handed back something that is not speech."""


class Utterance(msgspec.Struct, frozen=True, kw_only=True):
    """One line to be spoken.

    ``text`` is what the script says (numbers, money, emoji and mixed languages are fine).
    ``language`` is a tag such as ``en`` or ``zh``. ``voice_name`` names a voice of the engine; when
    empty the engine chooses from ``sex`` and ``age_years``. ``style`` is one of
    ``screenplay.documents.VOICE_STYLES``, ``intensity`` lies in 0..1. ``line_id`` only names the
    line in messages.
    """

    text: str
    language: str = "en"
    sex: str = "female"
    age_years: int = 30
    voice_name: str = ""
    style: str = "neutral"
    intensity: float = 0.5
    line_id: str = ""


@dataclass(frozen=True)
class Speech:
    """A spoken line: mono float32 samples and what is heard when.

    ``words`` and ``phones`` are None when the engine knows no times (``audio.alignment`` then fills
    them in). Words point into ``Utterance.text``; punctuation belongs to the word before it.
    ``phones`` are lower-case ARPAbet, cover the line without gaps and are never empty.
    """

    pcm: Samples
    sample_rate_hz: int
    words: tuple[Word, ...] | None
    phones: tuple[Phone, ...] | None
    engine: str = ""
    voice_name: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def duration_s(self) -> float:
        return len(self.pcm) / self.sample_rate_hz
