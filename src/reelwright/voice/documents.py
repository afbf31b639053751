"""What a voice engine is asked for (Utterance) and what it hands back (Speech)."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from reelwright.audio.pcm import SAMPLE_RATE_HZ as WAVE_RATE_HZ
from reelwright.audio.pcm import Pcm
from reelwright.errors import Notice, ReelwrightError
from reelwright.performance.documents import Phone, Word

Samples = Pcm
"""Mono samples, shape (n,), nominally within -1..1."""

SAMPLE_RATE_HZ = WAVE_RATE_HZ
"""The rate of every ``Speech``."""


class VoiceFailed(ReelwrightError):
    """A voice engine died twice on the same text, or handed back something that is not speech."""


class VoiceUnreachable(VoiceFailed):
    """Nobody answers where a voice engine should be: asking again at once is of no use."""


class Pronunciation(msgspec.Struct, frozen=True):
    """How a series wants a word said.

    ``written`` is the word as the script has it (case does not count). ``said`` is a respelling
    (``shiv awn``), phones between slashes (``/sh ih v ao1 n/``), or pinyin with tone digits for Chinese
    characters (``chong2 qing4``)."""

    written: str
    said: str


class Utterance(msgspec.Struct, frozen=True, kw_only=True):
    """One line to be spoken.

    ``text`` is what the script says (numbers, money, emoji and mixed languages are fine).
    ``language`` is a tag such as ``en`` or ``zh``. ``voice_name`` names a voice of the engine; when
    empty the engine chooses from ``sex`` and ``age_years``. ``style`` is one of
    ``screenplay.documents.VOICE_STYLES``, ``intensity`` lies in 0..1. ``line_id`` only names the
    line in messages. ``leant_on`` are words of the text to lean on, ``pronunciations`` those of the
    series that this text has a use for. ``sample_text`` is what is said in the recording that an engine
    may take a voice from; ``sample_path`` is where that recording lies now (its digest is an input of
    the action).
    """

    text: str
    language: str = "en"
    sex: str = "female"
    age_years: int = 30
    voice_name: str = ""
    style: str = "neutral"
    intensity: float = 0.5
    line_id: str = ""
    leant_on: tuple[str, ...] = ()
    pronunciations: tuple[Pronunciation, ...] = ()
    sample_text: str = ""
    sample_path: str = ""


@dataclass(frozen=True)
class Speech:
    """A spoken line: mono float32 samples and what is heard when.

    ``words`` and ``phones`` are None when the engine knows no times (``audio.alignment`` then fills
    them in). Words point into ``Utterance.text``; punctuation belongs to the word before it.
    ``phones`` are lower-case ARPAbet, cover the line without gaps and are never empty.
    ``billed_characters`` is what an outside engine will charge for, also for tries that were of no use;
    ``is_stand_in`` says that another engine was asked and failed.
    """

    pcm: Samples
    sample_rate_hz: int
    words: tuple[Word, ...] | None
    phones: tuple[Phone, ...] | None
    engine: str = ""
    voice_name: str = ""
    notices: tuple[Notice, ...] = ()
    billed_characters: int = 0
    is_stand_in: bool = False

    @property
    def duration_s(self) -> float:
        return len(self.pcm) / self.sample_rate_hz
