"""A series' settings → who may show it, and what of others its films carry or were made with."""

from __future__ import annotations

from reelwright.production.settings import Facts
from reelwright.release import Rights, RightsPart

BUILT_IN = "built-in"
_FONTS = {
    "zh": ("Noto Sans CJK, Noto Serif CJK", "OFL-1.1"),
    "en": ("Lato", "OFL-1.1"),
}
_VOICES = {
    "zh": ("eSpeak NG", "GPL-3.0-or-later (the program; what it says is free)"),
    "en": ("flite", "BSD-style"),
}
_MUSIC = ("MuseScore General (sound bank)", "MIT")
UNKNOWN = "unknown"


def rights_of(facts: Facts, language: str) -> Rights:
    """What the release says of rights. The licence of what an outside engine made is the author's to state
    (``licences`` in ``series.toml``); until then it is unknown, and a theatre refuses the release."""
    parts = [RightsPart(what="font", source=_FONTS[language][0], licence=_FONTS[language][1])]
    engines = facts.engines
    for what, engine, ours in (
        ("voice", engines.voice, _VOICES[language]),
        ("camera", engines.camera, None),
        ("composer", engines.composer, _MUSIC),
    ):
        if engine == BUILT_IN and what not in facts.licences:
            if ours is not None:
                parts.append(RightsPart(what=what, source=ours[0], licence=ours[1]))
            continue
        parts.append(RightsPart(what=what, source=engine, licence=facts.licences.get(what, UNKNOWN)))
    return Rights(holder=facts.rights_holder, parts=tuple(parts))
