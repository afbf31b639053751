"""The author's own sounds in a folder → what replaces the synthesised ones, checked, by digest.

``sounds/NAME.wav`` (or FLAC, Ogg, MP3) is heard instead of the effect of that name, or of the one that
the name means; a name that means none is an effect of its own, for ``[[sfx: NAME]]``.
``sounds/ambience/KIND.wav`` lies under places instead of the ambience of that kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from reelwright.audio.wave import SAMPLE_RATE_HZ
from reelwright.build.digest import digest_of_bytes
from reelwright.errors import BadInput, Notice
from reelwright.foley.vocabulary import effect_named

SOUNDS_FOLDER = "sounds"
AMBIENCE_FOLDER = "ambience"
SUFFIXES = (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3")
BYTES_MAX = 20 << 20
SECONDS_MAX = 120.0
_SILENT_BELOW = 1e-4


@dataclass(frozen=True)
class OwnSounds:
    """``effects`` and ``ambiences``: name → digest; ``files``: digest → where the bytes are."""

    effects: Mapping[str, str] = field(default_factory=dict)
    ambiences: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)

    def effect_meant(self, words: str) -> str | None:
        """The own effect that a note's words name, whole or among others; the longest name wins."""
        asked = f" {_plain(words)} "
        said = {name: name.replace("-", " ") for name in self.effects}
        named = [
            n for n, words in said.items() if f" {words} " in asked or (not n.isascii() and words in asked)
        ]
        return max(named, key=len, default=None)


def read_sounds(folder: Path) -> tuple[OwnSounds, tuple[Notice, ...]]:
    """The own sounds beside a series' script in ``folder``. What cannot be used is named in a notice and
    left out: the synthesised sound is heard then."""
    root = folder / SOUNDS_FOLDER
    notices: list[Notice] = []
    files: dict[str, Path] = {}
    effects: dict[str, str] = {}
    ambiences: dict[str, str] = {}
    for path in _sound_files(root):
        if digest := _checked(path, files, notices):
            name = _plain(path.stem)
            effects[effect_named(name) or name.replace(" ", "-")] = digest
    own_ambiences = _sound_files(root / AMBIENCE_FOLDER)
    if own_ambiences:
        from reelwright.foley.ambiences import AMBIENCES
    for path in own_ambiences:
        kind = path.stem.casefold()
        if kind not in AMBIENCES:
            notices.append(
                _unused(path, "is no kind of ambience", f"Call it one of {', '.join(sorted(AMBIENCES))}.")
            )
        elif digest := _checked(path, files, notices):
            ambiences[kind] = digest
    return OwnSounds(effects, ambiences, files), tuple(notices)


def _sound_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [p for p in sorted(folder.iterdir()) if p.is_file() and p.suffix.lower() in SUFFIXES]


def _checked(path: Path, files: dict[str, Path], notices: list[Notice]) -> str | None:
    """The digest of a sound that can be played, or ``None`` and a notice."""
    from reelwright.delivery.sound import read_sound

    try:
        if path.stat().st_size > BYTES_MAX:
            notices.append(_unused(path, f"is larger than {BYTES_MAX >> 20} MiB", "Save it shorter."))
            return None
        data = path.read_bytes()
    except OSError as problem:
        notices.append(_unused(path, f"cannot be read ({problem.strerror})", "Look at its permissions."))
        return None
    try:
        pcm = read_sound(data, seconds_max=SECONDS_MAX + 1)
    except BadInput as problem:
        notices.append(_unused(path, f"cannot be played: {problem.what.lower()}", problem.next_step))
        return None
    if float(np.abs(pcm).max()) < _SILENT_BELOW:
        notices.append(_unused(path, "is silent", "Record it again."))
        return None
    if len(pcm) > SECONDS_MAX * SAMPLE_RATE_HZ:
        notices.append(_unused(path, f"is longer than {SECONDS_MAX:.0f} seconds", "Cut it."))
        return None
    digest = digest_of_bytes(data)
    files[digest] = path
    return digest


def _plain(words: str) -> str:
    """Lower case, single blanks, no marks: how names are compared."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[\s_\-]+", " ", folded).strip()


def _unused(path: Path, why: str, next_step: str) -> Notice:
    return Notice(
        code="own-sound-unused",
        message=f"The sound {path.name} {why}",
        where=f"{path.parent.name}/{path.name}",
        next_step=next_step + " The synthesised sound is heard meanwhile.",
    )
