"""Moods, hits and a series' seed → music: the Composer protocol, its documents and the built-in composer.

Engines are not imported here (``score.built_in`` is): planning a film needs only the documents.
"""

from reelwright.score.composer import ENTRY_POINT_GROUP, Composer
from reelwright.score.documents import Motif, Music, OnScreen, OwnMotif, Score, ScoreBrief, ScoreSection

__all__ = [
    "ENTRY_POINT_GROUP",
    "Composer",
    "Motif",
    "Music",
    "OnScreen",
    "OwnMotif",
    "Score",
    "ScoreBrief",
    "ScoreSection",
]
