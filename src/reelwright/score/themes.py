"""A series' seed, its people and the author's own tunes → the motif of each of them, in one key."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from reelwright.score.abc import from_abc, key_named
from reelwright.score.documents import Motif, ScoreBrief
from reelwright.score.ensembles import PENTATONIC
from reelwright.score.motif import SCALES, motif_of


def themes_of(brief: ScoreBrief, ensemble: str, characters: Iterable[str]) -> dict[str, Motif]:
    """The motif of each of ``characters`` by key, and of the series under the empty key; the author's own
    where there is one. All share tonic and tempo. Raises ``BadInput`` for a tune or a key of the brief
    that cannot be read."""
    own = {o.character: from_abc(o.abc, where=o.character or "the series' motif") for o in brief.own_motifs}
    if brief.abc:
        own[""] = from_abc(brief.abc, where="the score of the brief")
    is_pentatonic = ensemble in PENTATONIC
    series = own.get("") or motif_of(brief.motif_seed, is_pentatonic=is_pentatonic)
    if brief.key:
        tonic, scale = key_named(brief.key)
        series = _in_key(series, tonic, scale)
    if brief.beats_per_minute:
        series = msgspec.structs.replace(series, beats_per_minute=brief.beats_per_minute)
    themes = {"": series}
    for key in sorted(set(characters) - {""}):
        drawn = own.get(key) or motif_of(brief.motif_seed, key, is_pentatonic=is_pentatonic)
        theme = drawn if key in own else _in_key(drawn, series.tonic, series.scale)
        themes[key] = msgspec.structs.replace(
            theme, tonic=series.tonic, beats_per_minute=series.beats_per_minute
        )
    return themes


def _in_key(motif: Motif, tonic: int, scale: str) -> Motif:
    """The motif in another key; a scale with another number of steps would make another tune of it, so
    then only its tonic moves."""
    is_same_kind = len(SCALES[scale]) == len(SCALES[motif.scale])
    return msgspec.structs.replace(motif, tonic=tonic, scale=scale if is_same_kind else motif.scale)
