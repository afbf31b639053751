"""Sex, age and who is taken → one of the built-in voices, always the same."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

Sex = Literal["female", "male"]


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
    sex: Sex
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


def _english(name: str, sex: Sex, age_years: int, speaker: str, temper: str, **changes: Any) -> CastVoice:
    return CastVoice(name, "en", sex, age_years, "flite", speaker, temper, **changes)


def _mandarin(name: str, sex: Sex, age_years: int, speaker: str, temper: str, **changes: Any) -> CastVoice:
    return CastVoice(name, "zh", sex, age_years, "espeak", speaker, temper, **changes)


# fmt: off
ENGLISH_VOICES = (
    _english("en-grace", "female", 28, "slt", "warm, even", f0_hz=188, f0_range=1.25),
    _english("en-ruby", "female", 22, "slt", "bright, quick", formant=1.04, f0_hz=230, f0_range=1.5,
        rate=1.03,
             equaliser=((200, -2), (3500, 1.5), (9000, 1))),
    _english("en-vivian", "female", 40, "slt", "low, in command", formant=0.9, f0_hz=152, rate=0.95,
             equaliser=((180, 3), (2500, 0), (8000, -2))),
    _english("en-faye", "female", 31, "rms", "clear, cool", formant=1.15, f0_hz=196, f0_range=1.5,
             equaliser=((200, -4), (1200, 0), (5000, 1))),
    _english("en-isla", "female", 25, "awb", "light, northern", formant=1.16, f0_hz=218, f0_range=1.3,
             breath=0.12, equaliser=((220, -3), (3000, 1))),
    _english("en-dorothy", "female", 68, "slt", "elderly, thin", formant=0.95, f0_hz=170, f0_range=1.5,
        rate=0.86,
             breath=0.15, creak=0.25, tremor_depth=0.02, equaliser=((250, -5), (1500, 2), (7000, -4))),
    _english("en-adam", "male", 30, "rms", "warm, the leading man", f0_hz=104, f0_range=1.35),
    _english("en-callum", "male", 27, "awb", "northern, friendly", f0_hz=128, f0_range=1.2, rate=1.02),
    _english("en-marcus", "male", 48, "rms", "the villain: deep, slow", formant=0.92, f0_hz=80, f0_range=1.1,
             rate=0.92, creak=0.06, equaliser=((110, 4), (900, 0), (6000, -1))),
    _english("en-leo", "male", 20, "rms", "young, eager", formant=1.1, f0_hz=142, f0_range=1.6, rate=1.07,
             equaliser=((160, -3), (3500, 2))),
    _english("en-walter", "male", 70, "awb", "old, frail", formant=0.93, f0_hz=112, f0_range=1.4, rate=0.84,
             breath=0.18, creak=0.3, tremor_depth=0.025, equaliser=((150, -3), (1200, 2), (7000, -4))),
    _english("en-toby", "male", 9, "rms", "a child", formant=1.22, f0_hz=270, f0_range=1.5,
             equaliser=((250, -5), (4000, 2)), is_common=False),
)

MANDARIN_VOICES = (
    _mandarin("zh-lan", "female", 26, "f2", "温和", f0_hz=190),
    _mandarin("zh-xue", "female", 20, "f5", "清亮", formant=1.05, f0_hz=228, rate=1.05,
              equaliser=((250, -3), (3500, 2))),
    _mandarin("zh-hong", "female", 50, "f2", "威严", formant=0.95, f0_hz=160, rate=0.94,
              equaliser=((200, 2), (5000, -2))),
    _mandarin("zh-wei", "male", 30, "f2", "沉稳", formant=0.9, f0_hz=120, equaliser=((150, 2), (5000, 0))),
    _mandarin("zh-lei", "male", 45, "michel", "低沉", formant=0.97, f0_hz=92, rate=0.95,
              equaliser=((110, 3), (5000, -1))),
    _mandarin("zh-ming", "male", 20, "f5", "年轻", formant=0.9, f0_hz=140, rate=1.06, equaliser=((160, -2),
        (3500, 2))),
)
# fmt: on

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


def fitting(sex: str, age_years: int, key: str, *, language: str = "en") -> list[str]:
    """The voices of that sex that may play somebody, the likeliest first, as ``choose_voice`` takes them."""
    order: list[str] = []
    pool = MANDARIN_VOICES if language.lower().startswith(("zh", "cmn")) else ENGLISH_VOICES
    for _ in [v for v in pool if v.sex == sex and _may_play(v, age_years)]:
        order.append(choose_voice(sex, age_years, key, order, language=language))
    return order


def _may_play(voice: CastVoice, age_years: int) -> bool:
    return voice.is_common or age_years <= 13


def _distance_years(voice: CastVoice, age_years: int) -> int:
    """Ages within a generation count as equal, so that ties are broken by the character's key."""
    return abs(voice.age_years - age_years) // 8


def _tie(key: str, name: str) -> str:
    return hashlib.sha256(f"{key}\0{name}".encode()).hexdigest()
