"""A delivery (style word, intensity) → changes of rate, pitch, range, breath and timbre."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from reelwright.screenplay.documents import VOICE_STYLES


@dataclass(frozen=True)
class Style:
    """What a way of speaking changes. Factors are 1.0 and amounts 0.0 for plain speech.

    ``rate``, ``pitch``, ``pitch_range``, ``pause`` are factors. ``breath`` 0..1 (1 is a whisper).
    ``energy_db`` is against the plain level of the house; ``brightness_db`` what the presence band
    gains over the chest. ``tremor_depth`` is a share of the pitch at ``tremor_hz``. ``drive`` 0..1
    is hoarseness; ``creak`` is jitter in semitones; ``final_rise`` is in semitones at the end of a
    statement; ``inhales`` 0..1 is how audibly the pauses breathe in. ``accent`` and ``lengthening`` are
    factors: how far stressed syllables stand out, how much the ends of phrases are drawn out.
    """

    rate: float = 1.0
    pitch: float = 1.0
    pitch_range: float = 1.0
    pause: float = 1.0
    accent: float = 1.0
    lengthening: float = 1.0
    breath: float = 0.0
    energy_db: float = 0.0
    brightness_db: float = 0.0
    tremor_depth: float = 0.0
    tremor_hz: float = 0.0
    drive: float = 0.0
    creak: float = 0.0
    final_rise: float = 0.0
    inhales: float = 0.3
    is_whisper: bool = False
    is_telephone: bool = False


_FACTORS = frozenset({"rate", "pitch", "pitch_range", "pause", "accent", "lengthening"})

STYLES: dict[str, Style] = {
    "neutral": Style(),
    "tender": Style(
        accent=0.9,
        lengthening=1.4,
        rate=0.91,
        pitch=0.98,
        pitch_range=0.85,
        pause=1.2,
        breath=0.25,
        energy_db=-3,
        brightness_db=-3,
    ),
    "cold": Style(
        accent=0.8,
        lengthening=0.8,
        rate=0.92,
        pitch=0.93,
        pitch_range=0.4,
        pause=1.3,
        energy_db=-1,
        brightness_db=1.5,
        final_rise=-1.5,
    ),
    "angry": Style(
        accent=1.35,
        lengthening=0.6,
        rate=1.08,
        pitch=1.14,
        pitch_range=1.35,
        pause=0.7,
        energy_db=3,
        brightness_db=4,
        drive=0.3,
    ),
    "shouting": Style(
        accent=1.2,
        lengthening=1.2,
        rate=0.97,
        pitch=1.38,
        pitch_range=1.2,
        pause=0.8,
        energy_db=5,
        brightness_db=7,
        drive=0.5,
        inhales=0.4,
    ),
    "sobbing": Style(
        lengthening=1.8,
        rate=0.87,
        pitch=1.13,
        pitch_range=1.15,
        pause=1.7,
        breath=0.35,
        energy_db=-1.5,
        tremor_depth=0.05,
        tremor_hz=5.6,
        creak=0.25,
        final_rise=-2.5,
        inhales=1.0,
    ),
    "whisper": Style(
        lengthening=1.3,
        rate=0.9,
        pitch_range=0.8,
        pause=1.2,
        breath=1.0,
        energy_db=-7,
        is_whisper=True,
        inhales=0.3,
    ),
    "scared": Style(
        accent=0.9,
        lengthening=0.5,
        rate=1.1,
        pitch=1.2,
        pitch_range=0.9,
        pause=1.1,
        breath=0.3,
        energy_db=-1.5,
        tremor_depth=0.025,
        tremor_hz=8.5,
        final_rise=1.0,
        inhales=0.8,
    ),
    "sarcastic": Style(
        accent=1.4,
        lengthening=2.2,
        rate=0.86,
        pitch=0.98,
        pitch_range=1.8,
        pause=1.2,
        brightness_db=-1,
        final_rise=-3.0,
    ),
    "excited": Style(
        accent=1.35,
        lengthening=0.8,
        rate=1.13,
        pitch=1.2,
        pitch_range=1.55,
        pause=0.75,
        energy_db=2,
        brightness_db=2.5,
        final_rise=1.5,
        inhales=0.3,
    ),
    "tired": Style(
        accent=0.7,
        lengthening=1.9,
        rate=0.82,
        pitch=0.9,
        pitch_range=0.6,
        pause=1.5,
        breath=0.2,
        energy_db=-3.5,
        brightness_db=-3.5,
        creak=0.2,
        final_rise=-2.5,
        inhales=0.5,
    ),
    "phone": Style(rate=0.98, energy_db=-1, is_telephone=True),
}
"""Every style of ``VOICE_STYLES`` at intensity 0.5."""


def style_named(name: str, intensity: float) -> Style:
    """The style at an intensity in 0..1: 0 is half of it, 1 is half as much again.

    A name that the house does not know is spoken plainly.
    """
    if name not in VOICE_STYLES:
        return Style()
    style = STYLES[name]
    strength = 0.5 + min(1.0, max(0.0, intensity))
    changes: dict[str, float] = {}
    for entry in fields(Style):
        value = getattr(style, entry.name)
        if isinstance(value, bool) or entry.name == "tremor_hz":
            continue
        neutral = 1.0 if entry.name in _FACTORS else float(entry.default)  # type: ignore[arg-type]
        changes[entry.name] = neutral + (float(value) - neutral) * strength
    changes["breath"] = 1.0 if style.is_whisper else min(0.7, changes["breath"])
    changes["pitch_range"] = max(0.1, changes["pitch_range"])
    return replace(style, **changes)  # type: ignore[arg-type]
