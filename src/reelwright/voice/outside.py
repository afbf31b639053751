"""What every engine from outside needs: the text as it should say it, its sound at the house's level."""

from __future__ import annotations

import re

import numpy as np

from reelwright.audio.signal import band, saturate

from .documents import SAMPLE_RATE_HZ, Samples, Utterance
from .pronunciations import is_phones
from .styles import Style
from .timbre import SPEECH_LEVEL_DB, levelled

_HAN = re.compile(r"[\u3400-\u9fff]")


def respelled(utterance: Utterance) -> str:
    """The text with the series' respellings put in. Phones and pinyin are left to the engine: no protocol
    has a place for them."""
    text = utterance.text
    for row in utterance.pronunciations:
        if not is_phones(row.said) and not _HAN.search(row.written):
            text = re.sub(rf"(?<!\w){re.escape(row.written)}(?!\w)", row.said, text, flags=re.IGNORECASE)
    return text


def dressed(pcm: Samples, rate_hz: int, style: Style) -> Samples:
    """The engine's sound at the level of the style, and as through a telephone where the style says so.

    Shape, rate and number of samples stay as they are; what is not sound (silence, NaN) is left to the check.
    """
    if not len(pcm) or not np.isfinite(pcm).all():
        return pcm
    if style.is_telephone and rate_hz >= SAMPLE_RATE_HZ // 6:
        pcm = saturate(band(pcm, 320.0, 3300.0, rate_hz), 0.25)
    return levelled(pcm, SPEECH_LEVEL_DB + style.energy_db, rate_hz)
