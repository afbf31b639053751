"""Sex, age and who is taken → one of the built-in voices, always the same."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class CastVoice:
    """A built-in voice: an engine's speaker, made into somebody else.

    ``formant`` scales the length of the throat (above 1 is shorter, younger); ``f0_hz`` is the
    middle pitch that is heard. ``equaliser`` are (Hz, dB) points; ``breath``, ``creak``, ``drive``
    as in ``Style``. ``is_common`` voices are given to anybody, the others (a child,
        a villain) only to who fits or asks.
    """

    name: str
    language: Literal["en", "zh"]
    sex: Literal["female", "male"]
    age_years: int
    engine: Literal["flite", "espeak"]
    speaker: str
    temper: str
    formant: float = 1.0
    f0_hz: float = 120.0
    f0_range: float = 1.0
    rate: float = 1.0
    breath: float = 0.0
    creak: float = 0.0
    drive: float = 0.0
    tremor_depth: float = 0.0
    equaliser: tuple[tuple[float, float], ...] = ()
    is_common: bool = True


ENGLISH_VOICES = (
    CastVoice(
        "en-grace", "en", "female", 28, "flite", "slt", "warm, even", formant=1.0, f0_hz=188, f0_range=1.25
    ),
    CastVoice(
        "en-ruby",
        "en",
        "female",
        22,
        "flite",
        "slt",
        "bright, quick",
        formant=1.06,
        f0_hz=232,
        f0_range=1.6,
        rate=1.06,
        equaliser=((200, -3), (3500, 2.5), (9000, 2)),
    ),
    CastVoice(
        "en-vivian",
        "en",
        "female",
        40,
        "flite",
        "slt",
        "low, in command",
        formant=0.9,
        f0_hz=152,
        f0_range=1.0,
        rate=0.95,
        equaliser=((180, 3), (2500, 0), (8000, -2)),
    ),
    CastVoice(
        "en-faye",
        "en",
        "female",
        31,
        "flite",
        "rms",
        "clear, cool",
        formant=1.17,
        f0_hz=198,
        f0_range=1.5,
        equaliser=((200, -4), (1200, 0), (5000, 1)),
    ),
    CastVoice(
        "en-isla",
        "en",
        "female",
        25,
        "flite",
        "awb",
        "light, northern",
        formant=1.16,
        f0_hz=218,
        f0_range=1.3,
        breath=0.12,
        equaliser=((220, -3), (3000, 1)),
    ),
    CastVoice(
        "en-dorothy",
        "en",
        "female",
        68,
        "flite",
        "slt",
        "elderly, thin",
        formant=0.95,
        f0_hz=170,
        f0_range=1.5,
        rate=0.86,
        breath=0.15,
        creak=0.25,
        tremor_depth=0.02,
        equaliser=((250, -5), (1500, 2), (7000, -4)),
    ),
    CastVoice(
        "en-adam",
        "en",
        "male",
        30,
        "flite",
        "rms",
        "warm, leading man",
        formant=1.0,
        f0_hz=104,
        f0_range=1.35,
    ),
    CastVoice(
        "en-callum",
        "en",
        "male",
        27,
        "flite",
        "awb",
        "northern, friendly",
        formant=1.0,
        f0_hz=128,
        f0_range=1.2,
        rate=1.02,
    ),
    CastVoice(
        "en-marcus",
        "en",
        "male",
        48,
        "flite",
        "rms",
        "the villain: deep, slow",
        formant=0.9,
        f0_hz=76,
        f0_range=1.0,
        rate=0.9,
        creak=0.12,
        drive=0.12,
        equaliser=((110, 5), (900, 0), (6000, -2)),
    ),
    CastVoice(
        "en-leo",
        "en",
        "male",
        20,
        "flite",
        "rms",
        "young, eager",
        formant=1.1,
        f0_hz=142,
        f0_range=1.6,
        rate=1.07,
        equaliser=((160, -3), (3500, 2)),
    ),
    CastVoice(
        "en-walter",
        "en",
        "male",
        70,
        "flite",
        "awb",
        "old, frail",
        formant=0.93,
        f0_hz=112,
        f0_range=1.4,
        rate=0.84,
        breath=0.18,
        creak=0.3,
        tremor_depth=0.025,
        equaliser=((150, -3), (1200, 2), (7000, -4)),
    ),
    CastVoice(
        "en-toby",
        "en",
        "male",
        9,
        "flite",
        "slt",
        "a child",
        formant=1.15,
        f0_hz=290,
        f0_range=1.5,
        rate=1.0,
        equaliser=((250, -5), (4000, 2)),
        is_common=False,
    ),
)

MANDARIN_VOICES = (
    CastVoice("zh-lan", "zh", "female", 26, "espeak", "klatt4", "温和", formant=1.16, f0_hz=195),
    CastVoice(
        "zh-xue",
        "zh",
        "female",
        20,
        "espeak",
        "klatt5",
        "清亮",
        formant=1.22,
        f0_hz=235,
        rate=1.05,
        equaliser=((250, -4), (3500, 2)),
    ),
    CastVoice(
        "zh-hong",
        "zh",
        "female",
        50,
        "espeak",
        "klatt4",
        "威严",
        formant=1.08,
        f0_hz=165,
        rate=0.92,
        equaliser=((200, 2), (5000, -3)),
    ),
    CastVoice(
        "zh-wei",
        "zh",
        "male",
        30,
        "espeak",
        "klatt4",
        "沉稳",
        formant=1.0,
        f0_hz=110,
    ),
    CastVoice(
        "zh-lei",
        "zh",
        "male",
        45,
        "espeak",
        "klatt5",
        "低沉",
        formant=0.92,
        f0_hz=85,
        rate=0.93,
        drive=0.1,
        equaliser=((110, 4), (5000, -2)),
    ),
    CastVoice(
        "zh-ming",
        "zh",
        "male",
        20,
        "espeak",
        "klatt5",
        "年轻",
        formant=1.07,
        f0_hz=135,
        rate=1.06,
        equaliser=((160, -3), (3500, 2)),
    ),
)

BUILT_IN_VOICES: dict[str, CastVoice] = {v.name: v for v in ENGLISH_VOICES + MANDARIN_VOICES}
"""Every built-in voice by name: 12 English, 6 Mandarin."""


def choose_voice(
    sex: str, age_years: int, key: str, taken: Collection[str] = (), *, language: str = "en"
) -> str:
    """The name of the built-in voice for a character.

    ``key`` (the character's slug) breaks ties, so that two series do not cast the same people;
    ``taken`` names the voices that other characters of the series have: they are given again only
    when no voice of that sex is left. The same arguments give the same voice.
    """
    pool = MANDARIN_VOICES if language.lower().startswith(("zh", "cmn")) else ENGLISH_VOICES
    free = [v for v in pool if v.name not in taken]
    same_sex = [v for v in free if v.sex == sex and _may_play(v, age_years)]
    candidates = same_sex or [v for v in pool if v.sex == sex and _may_play(v, age_years)] or list(pool)
    return min(candidates, key=lambda v: (_distance_years(v, age_years), _tie(key, v.name))).name


def _may_play(voice: CastVoice, age_years: int) -> bool:
    return voice.is_common or age_years <= 13


def _distance_years(voice: CastVoice, age_years: int) -> int:
    """Ages within a generation count as equal, so that ties are broken by the character's key."""
    return abs(voice.age_years - age_years) // 8


def _tie(key: str, name: str) -> str:
    return hashlib.sha256(f"{key}\0{name}".encode()).hexdigest()
