"""What is seen and heard at which frame of the episode."""

from reelwright.timeline.documents import (
    AmbienceClip,
    EffectClip,
    HeardLine,
    MusicClip,
    MusicFocus,
    MusicSection,
    PictureClip,
    SpeechClip,
    Timeline,
)

__all__ = [
    "AmbienceClip",
    "EffectClip",
    "HeardLine",
    "MusicClip",
    "MusicFocus",
    "MusicSection",
    "PictureClip",
    "SpeechClip",
    "Timeline",
]
