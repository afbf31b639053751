"""Speech → Performance: the times of its words and phones and how loud it is, without the sound."""

from __future__ import annotations

import numpy as np

from reelwright.audio.alignment import align_words
from reelwright.audio.signal import rms_envelope
from reelwright.performance.documents import Performance

from .clip import gapless
from .documents import Speech, VoiceFailed

ENVELOPE_VALUES_PER_S = 100


def perform_line(speech: Speech, text: str = "", language: str = "en") -> Performance:
    """The performance of a spoken line.

    ``loudness`` has one value a hundredth of a second, 1.0 at its 98th percentile (0 for silence).
    When the engine gave no times, they are found by aligning ``text`` with the sound. Raises
    ``VoiceFailed`` when the sound is not finite.
    """
    if not np.isfinite(speech.pcm).all():
        raise VoiceFailed(
            "A voice engine handed back sound that is not a number",
            where=speech.engine,
            next_step="Use another voice.",
        )
    words, phones = speech.words, speech.phones
    if words is None or phones is None:
        words, phones = align_words(speech.pcm, speech.sample_rate_hz, text, language=language)
    envelope = rms_envelope(speech.pcm, speech.sample_rate_hz, ENVELOPE_VALUES_PER_S)
    reference = float(np.percentile(envelope, 98)) if len(envelope) else 0.0
    scaled = envelope / reference if reference > 1e-6 else np.zeros_like(envelope)
    return Performance(
        duration_s=speech.duration_s,
        words=words,
        phones=gapless(phones, speech.duration_s),
        loudness=tuple(round(float(v), 4) for v in scaled),
        sample_rate_hz=speech.sample_rate_hz,
        engine=speech.engine,
    )
