"""What every composer does: a brief → music."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from reelwright.errors import Notice
from reelwright.score.documents import Music, ScoreBrief

ENTRY_POINT_GROUP = "reelwright.composers"
"""Third parties register a factory (no arguments → Composer) under this group."""


@runtime_checkable
class Composer(Protocol):
    """A composing engine: by rule, neural, or one that sings. The same brief gives the same samples."""

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

    def play(self, brief: ScoreBrief) -> Music:
        """The music of one cue; sound of another length than asked for is cut or padded, with a notice."""
        ...
