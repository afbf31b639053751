"""Words about a story → the ensemble that plays it: General MIDI instruments by role."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reelwright.score.motif import number_of


@dataclass(frozen=True)
class Chair:
    """A place in an ensemble: General MIDI ``program``, ``volume`` and ``reverb`` 0..127, ``pan`` -1..1.
    A tune is moved by octaves into ``low``..``high`` (MIDI pitches), where the instrument is at home."""

    program: int
    volume: int = 90
    pan: float = 0.0
    reverb: int = 50
    low: int = 60
    high: int = 81


STEMS = {
    "melody": ("lead", "solo", "counter", "colour"),
    "harmony": ("pad", "arpeggio", "tremolo"),
    "rhythm": ("bass", "pulse", "drum", "strike", "hit"),
}
"""What a cue is handed over as: stem → the roles that it holds."""

# Roles: pad holds chords; lead has the series' motif; arpeggio breaks chords; bass; pulse repeats short
# notes; tremolo grows; counter answers the lead low; colour glints; drum; strike is what marks a hit, and
# hit, where there is one, doubles it. Solos carry the motifs of people.
ENSEMBLES: dict[str, dict[str, Chair]] = {
    "piano-strings": {
        "pad": Chair(48, 74, -0.15, 70),
        "lead": Chair(0, 98, 0.05, 55),
        "arpeggio": Chair(0, 78, 0.05, 55),
        "bass": Chair(43, 58, 0.1, 40),
        "pulse": Chair(45, 86, -0.2, 50),
        "tremolo": Chair(44, 76, 0.15, 70),
        "counter": Chair(42, 84, 0.2, 60, 45, 64),
        "colour": Chair(46, 84, -0.3, 70),
        "drum": Chair(47, 90, 0.0, 60),
        "strike": Chair(0, 110, 0.0, 70),
    },
    "chamber": {
        "pad": Chair(49, 70, -0.1, 75),
        "lead": Chair(68, 80, 0.1, 65),
        "arpeggio": Chair(46, 86, -0.25, 65),
        "bass": Chair(43, 58, 0.1, 40),
        "pulse": Chair(45, 88, 0.2, 50),
        "tremolo": Chair(44, 76, -0.15, 70),
        "counter": Chair(42, 86, 0.2, 60, 45, 64),
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
    "synth-pulse": {
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
    "guzheng-dizi": {
        "pad": Chair(48, 64, -0.1, 75),
        "lead": Chair(107, 104, 0.1, 60),
        "arpeggio": Chair(107, 80, -0.1, 60),
        "bass": Chair(43, 55, 0.1, 40),
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
        "bass": Chair(43, 55, 0.1, 40),
        "pulse": Chair(45, 84, -0.2, 45),
        "tremolo": Chair(44, 72, 0.15, 70),
        "counter": Chair(77, 72, 0.25, 75),
        "colour": Chair(14, 66, -0.3, 80),
        "drum": Chair(116, 92, 0.0, 60),
        "strike": Chair(107, 112, 0.0, 75),
    },
    "orchestra-hit": {
        "pad": Chair(48, 80, -0.1, 70),
        "lead": Chair(60, 84, 0.15, 70, 50, 70),
        "arpeggio": Chair(46, 82, -0.25, 65),
        "bass": Chair(43, 63, 0.1, 45),
        "pulse": Chair(45, 92, -0.2, 50),
        "tremolo": Chair(44, 82, 0.15, 70),
        "counter": Chair(42, 88, 0.2, 60, 45, 64),
        "colour": Chair(14, 60, -0.3, 80),
        "drum": Chair(116, 100, 0.0, 65),
        "strike": Chair(61, 96, 0.0, 75),
        "hit": Chair(55, 88, 0.0, 75),
    },
    "drone": {
        "pad": Chair(92, 62, 0.0, 75),
        "lead": Chair(11, 92, 0.1, 75),
        "arpeggio": Chair(11, 68, -0.2, 75),
        "bass": Chair(38, 58, 0.0, 30),
        "pulse": Chair(45, 80, -0.1, 50),
        "tremolo": Chair(44, 72, 0.1, 75),
        "counter": Chair(42, 80, 0.2, 70, 45, 64),
        "colour": Chair(14, 58, 0.3, 85),
        "drum": Chair(116, 92, 0.0, 65),
        "strike": Chair(0, 110, 0.0, 85),
    },
}

SOLOS: dict[str, tuple[Chair, ...]] = {
    "piano-strings": (
        Chair(40, 80, -0.2, 65, 60, 79),
        Chair(42, 86, 0.2, 60, 45, 64),
        Chair(68, 74, 0.15, 65, 60, 77),
        Chair(71, 76, -0.1, 60, 55, 74),
    ),
    "chamber": (
        Chair(40, 78, -0.2, 65, 60, 79),
        Chair(42, 86, 0.2, 60, 45, 64),
        Chair(73, 76, 0.15, 65, 62, 81),
        Chair(71, 76, -0.1, 60, 55, 74),
    ),
    "guitar": (
        Chair(24, 98, -0.15, 55, 52, 72),
        Chair(42, 82, 0.2, 60, 45, 64),
        Chair(21, 66, 0.1, 60, 57, 76),
        Chair(71, 74, -0.1, 60, 55, 74),
    ),
    "synth-pulse": (
        Chair(4, 90, -0.1, 60, 55, 76),
        Chair(81, 50, 0.15, 65, 57, 74),
        Chair(11, 82, 0.2, 70, 57, 77),
        Chair(87, 54, -0.2, 60, 48, 67),
    ),
    "guzheng-dizi": (
        Chair(73, 80, 0.15, 70, 64, 83),
        Chair(107, 102, -0.1, 60, 55, 79),
        Chair(110, 72, 0.2, 70, 58, 77),
        Chair(106, 88, -0.2, 55, 52, 74),
    ),
    "erhu": (
        Chair(110, 76, 0.1, 70, 58, 77),
        Chair(107, 100, -0.15, 60, 55, 79),
        Chair(77, 72, 0.25, 75, 60, 79),
        Chair(106, 86, -0.2, 55, 52, 74),
    ),
    "orchestra-hit": (
        Chair(60, 84, 0.15, 70, 50, 70),
        Chair(42, 88, 0.2, 60, 45, 64),
        Chair(68, 76, -0.1, 65, 60, 77),
        Chair(56, 74, 0.2, 70, 57, 76),
    ),
    "drone": (
        Chair(42, 82, 0.2, 70, 45, 64),
        Chair(11, 90, 0.1, 75, 57, 77),
        Chair(70, 74, -0.15, 70, 46, 65),
        Chair(8, 66, 0.25, 80, 65, 84),
    ),
}
"""Who carries the motifs of people: each character of a series keeps one of these instruments."""

PENTATONIC = frozenset({"guzheng-dizi", "erhu"})
_DARK = {
    "piano-strings": ("piano-strings", "drone", "synth-pulse"),
    "chamber": ("orchestra-hit", "chamber", "drone"),
    "guitar": ("synth-pulse", "drone"),
    "synth-pulse": ("synth-pulse", "drone"),
    "guzheng-dizi": ("guzheng-dizi", "orchestra-hit"),
    "erhu": ("erhu", "guzheng-dizi"),
    "orchestra-hit": ("orchestra-hit",),
    "drone": ("drone", "synth-pulse"),
}

_WORDS = {
    "guzheng-dizi": "palace emperor empress dynasty concubine wuxia xianxia hanfu"
    " 宫 殿 皇 王府 侯府 朝 古装 仙 江湖 武侠 将军"
    " guzheng dizi pipa 古筝 笛",
    "orchestra-hit": "orchestra epic war dragon kingdom royal werewolf alpha fantasy 史诗 战神 狼人",
    "synth-pulse": "synth electronic office ceo billionaire hacker cyber city crime detective"
    " 总裁 公司 都市 警 黑客",
    "guitar": "acoustic village farm diner road school campus summer 乡 村 校园 青春",
    "drone": "ambient horror ghost murder haunted asylum 鬼 恐怖 悬疑 凶",
    "chamber": "chamber ballroom mansion gala wedding 豪门 婚 宴",
    "piano-strings": "piano hospital love family mother 爱 医院 家",
}


def ensemble_for(about: str, *, language: str, motif_seed: int) -> str:
    """The ensemble of a series: a key of ``ENSEMBLES`` named outright, else by the story's words (the
    ensemble most of them speak for), else one drawn by the series' seed."""
    asked = about.strip().casefold()
    if asked in ENSEMBLES:
        return asked
    rng = np.random.default_rng([0x454E, motif_seed & 0xFFFFFFFFFFFFFFFF])
    if best := ensemble_meant(asked):
        return str(rng.choice(["guzheng-dizi", "erhu"])) if best == "guzheng-dizi" else best
    choices = ["piano-strings", "piano-strings", "chamber", "guitar", "synth-pulse", "orchestra-hit"]
    if language.startswith("zh"):
        choices[4:] = ["erhu", "guzheng-dizi"]
    return choices[int(rng.integers(len(choices)))]


def ensemble_meant(words: str) -> str:
    """The ensemble that most of the words speak for; empty when none does."""
    asked = words.strip().casefold()
    if asked in ENSEMBLES:
        return asked
    votes = {name: sum(asked.count(word) for word in said.split()) for name, said in _WORDS.items()}
    best = max(votes, key=lambda name: votes[name])
    return best if votes[best] else ""


def chair_of(ensemble: str, role: str) -> Chair | None:
    """The chair of a role; ``solo-2`` is the third soloist. ``None`` where an ensemble lacks it."""
    family, _, number = role.partition("-")
    if family == "solo":
        solos = SOLOS[ensemble]
        return solos[int(number) % len(solos)]
    return ENSEMBLES[ensemble].get(role)


def soloist_of(ensemble: str, character: str) -> str:
    """The role that plays a character's motif; the series' own is the lead's."""
    return f"solo-{number_of(character) % len(SOLOS[ensemble])}" if character else "lead"


def stem_of(role: str) -> str:
    """The stem that a role belongs to."""
    family = role.partition("-")[0]
    return next(stem for stem, roles in STEMS.items() if family in roles)


def dark_side_of(ensemble: str, motif_seed: int) -> str:
    """What the series changes to for tension, action and reveals."""
    choices = _DARK[ensemble]
    rng = np.random.default_rng([0x4441, motif_seed & 0xFFFFFFFFFFFFFFFF])
    return choices[int(rng.integers(len(choices)))]
