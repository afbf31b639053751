"""Moods, hits and a series' seed → music: the Composer protocol, its documents and the built-in composer."""

from reelwright.score.built_in import BuiltInComposer
from reelwright.score.composer import ENTRY_POINT_GROUP, Composer
from reelwright.score.documents import Motif, Score, ScoreBrief, ScoreSection
from reelwright.score.ensembles import ENSEMBLES, ensemble_for
from reelwright.score.midi import to_midi
from reelwright.score.motif import motif_of, to_abc

__all__ = [
    "ENSEMBLES",
    "ENTRY_POINT_GROUP",
    "BuiltInComposer",
    "Composer",
    "Motif",
    "Score",
    "ScoreBrief",
    "ScoreSection",
    "ensemble_for",
    "motif_of",
    "to_abc",
    "to_midi",
]
