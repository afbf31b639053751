"""Words about a story → the ensemble that plays it: General MIDI instruments by role."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Chair:
    """A place in an ensemble: General MIDI ``program``, ``volume`` and ``reverb`` 0..127, ``pan`` -1..1."""

    program: int
    volume: int = 90
    pan: float = 0.0
    reverb: int = 50


# Roles: pad holds chords; lead has the motif; arpeggio breaks chords; bass; pulse repeats short notes;
# tremolo grows; counter answers the lead low; colour glints; drum; strike is what marks a hit.
ENSEMBLES: dict[str, dict[str, Chair]] = {
    "piano-strings": {
        "pad": Chair(48, 74, -0.15, 70),
        "lead": Chair(0, 98, 0.05, 55),
        "arpeggio": Chair(0, 78, 0.05, 55),
        "bass": Chair(43, 67, 0.1, 40),
        "pulse": Chair(45, 86, -0.2, 50),
        "tremolo": Chair(44, 76, 0.15, 70),
        "counter": Chair(42, 84, 0.2, 60),
        "colour": Chair(46, 84, -0.3, 70),
        "drum": Chair(47, 90, 0.0, 60),
        "strike": Chair(0, 110, 0.0, 70),
    },
    "chamber": {
        "pad": Chair(49, 70, -0.1, 75),
        "lead": Chair(68, 80, 0.1, 65),
        "arpeggio": Chair(46, 86, -0.25, 65),
        "bass": Chair(43, 67, 0.1, 40),
        "pulse": Chair(45, 88, 0.2, 50),
        "tremolo": Chair(44, 76, -0.15, 70),
        "counter": Chair(42, 86, 0.2, 60),
        "colour": Chair(9, 66, 0.3, 75),
        "drum": Chair(47, 92, 0.0, 60),
        "strike": Chair(0, 108, 0.0, 70),
    },
    "guitar": {
        "pad": Chair(89, 58, 0.0, 70),
        "lead": Chair(24, 100, 0.1, 55),
        "arpeggio": Chair(25, 78, -0.15, 50),
        "bass": Chair(32, 88, 0.05, 30),
        "pulse": Chair(28, 74, -0.2, 40),
        "tremolo": Chair(44, 70, 0.15, 70),
        "counter": Chair(71, 74, 0.2, 60),
        "colour": Chair(11, 72, -0.3, 70),
        "drum": Chair(117, 80, 0.0, 50),
        "strike": Chair(24, 112, 0.0, 70),
    },
    "synth": {
        "pad": Chair(89, 66, 0.0, 70),
        "lead": Chair(4, 92, 0.05, 60),
        "arpeggio": Chair(88, 60, -0.1, 60),
        "bass": Chair(38, 72, 0.0, 20),
        "pulse": Chair(39, 74, 0.0, 25),
        "tremolo": Chair(50, 60, 0.1, 70),
        "counter": Chair(54, 64, 0.2, 70),
        "colour": Chair(98, 58, -0.3, 80),
        "drum": Chair(118, 84, 0.0, 40),
        "strike": Chair(2, 108, 0.0, 80),
    },
    "palace": {
        "pad": Chair(48, 64, -0.1, 75),
        "lead": Chair(107, 104, 0.1, 60),
        "arpeggio": Chair(107, 80, -0.1, 60),
        "bass": Chair(43, 64, 0.1, 40),
        "pulse": Chair(106, 76, -0.25, 45),
        "tremolo": Chair(44, 72, 0.15, 70),
        "counter": Chair(73, 76, 0.25, 75),
        "colour": Chair(15, 78, -0.3, 70),
        "drum": Chair(116, 92, 0.0, 60),
        "strike": Chair(107, 112, 0.0, 75),
    },
    "erhu": {
        "pad": Chair(52, 54, 0.0, 80),
        "lead": Chair(110, 76, 0.1, 70),
        "arpeggio": Chair(107, 80, -0.15, 60),
        "bass": Chair(43, 64, 0.1, 40),
        "pulse": Chair(45, 84, -0.2, 45),
        "tremolo": Chair(44, 72, 0.15, 70),
        "counter": Chair(77, 72, 0.25, 75),
        "colour": Chair(14, 66, -0.3, 80),
        "drum": Chair(116, 92, 0.0, 60),
        "strike": Chair(107, 112, 0.0, 75),
    },
    "orchestra": {
        "pad": Chair(48, 80, -0.1, 70),
        "lead": Chair(60, 84, 0.15, 70),
        "arpeggio": Chair(46, 82, -0.25, 65),
        "bass": Chair(43, 72, 0.1, 45),
        "pulse": Chair(45, 92, -0.2, 50),
        "tremolo": Chair(44, 82, 0.15, 70),
        "counter": Chair(42, 88, 0.2, 60),
        "colour": Chair(14, 60, -0.3, 80),
        "drum": Chair(47, 100, 0.0, 65),
        "strike": Chair(0, 112, 0.0, 75),
    },
    "drone": {
        "pad": Chair(92, 62, 0.0, 75),
        "lead": Chair(11, 92, 0.1, 75),
        "arpeggio": Chair(11, 68, -0.2, 75),
        "bass": Chair(38, 58, 0.0, 30),
        "pulse": Chair(45, 80, -0.1, 50),
        "tremolo": Chair(44, 72, 0.1, 75),
        "counter": Chair(42, 80, 0.2, 70),
        "colour": Chair(14, 58, 0.3, 85),
        "drum": Chair(116, 92, 0.0, 65),
        "strike": Chair(0, 110, 0.0, 85),
    },
}

PENTATONIC = frozenset({"palace", "erhu"})
_DARK = {
    "piano-strings": ("piano-strings", "drone", "synth"),
    "chamber": ("orchestra", "chamber", "drone"),
    "guitar": ("synth", "drone"),
    "synth": ("synth", "drone"),
    "palace": ("palace", "orchestra"),
    "erhu": ("erhu", "palace"),
    "orchestra": ("orchestra",),
    "drone": ("drone", "synth"),
}

_WORDS = {
    "palace": "palace emperor empress dynasty concubine wuxia xianxia hanfu"
    " 宫 殿 皇 王府 侯府 朝 古装 仙 江湖 武侠 将军",
    "orchestra": "epic war dragon kingdom royal werewolf alpha fantasy 史诗 战神 狼人",
    "synth": "office ceo billionaire hacker cyber city crime detective 总裁 公司 都市 警 黑客",
    "guitar": "village farm diner road school campus summer 乡 村 校园 青春",
    "drone": "horror ghost murder haunted asylum 鬼 恐怖 悬疑 凶",
    "chamber": "ballroom mansion gala wedding 豪门 婚 宴",
    "piano-strings": "hospital love family mother 爱 医院 家",
}


def ensemble_for(about: str, *, language: str, motif_seed: int) -> str:
    """The ensemble of a series: a key of ``ENSEMBLES`` named outright, else by the story's words (the
    ensemble most of them speak for), else one drawn by the series' seed."""
    asked = about.strip().casefold()
    if asked in ENSEMBLES:
        return asked
    votes = {name: sum(asked.count(word) for word in words.split()) for name, words in _WORDS.items()}
    best = max(votes, key=lambda name: votes[name])
    rng = np.random.default_rng([0x454E, motif_seed & 0xFFFFFFFFFFFFFFFF])
    if votes[best]:
        return str(rng.choice(["palace", "erhu"])) if best == "palace" else best
    choices = ["piano-strings", "piano-strings", "chamber", "guitar", "synth", "orchestra"]
    if language.startswith("zh"):
        choices[4:] = ["erhu", "palace"]
    return choices[int(rng.integers(len(choices)))]


def dark_side_of(ensemble: str, motif_seed: int) -> str:
    """What the series changes to for tension, action and reveals."""
    choices = _DARK[ensemble]
    rng = np.random.default_rng([0x4441, motif_seed & 0xFFFFFFFFFFFFFFFF])
    return choices[int(rng.integers(len(choices)))]
