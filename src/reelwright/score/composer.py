"""What every composer does: a brief → a score → samples."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from reelwright.audio.wave import Pcm
from reelwright.errors import Notice
from reelwright.score.documents import Score, ScoreBrief

ENTRY_POINT_GROUP = "reelwright.composers"
"""Third parties register a factory (no arguments → Composer) under this group."""


@runtime_checkable
class Composer(Protocol):
    """A composing engine. The same brief gives the same score, and the same score the same samples."""

    @property
    def name(self) -> str:
        """``built-in``, or what the entry point is called."""
        ...

    @property
    def version(self) -> str:
        """Part of the digest of every cue: it changes whenever the same brief would sound different."""
        ...

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the user should know about this engine here, e.g. that a sound bank is missing."""
        ...

    def compose(self, brief: ScoreBrief) -> Score:
        """The notes of one cue."""
        ...

    def render(self, score: Score) -> Pcm:
        """Float32 (n, 2) at 48 kHz with n = ``round(score.length_s * 48000)``; begins and ends in silence."""
        ...
