"""What a composer is asked for, and what it hands back. Times are in seconds from the start of the cue."""

from __future__ import annotations

import msgspec


class ScoreSection(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of one mood (one of ``screenplay.MOODS``; another word plays as ``calm``).

    ``intensity`` lies in 0..1.
    """

    mood: str
    intensity: float
    start_s: float
    length_s: float


class ScoreBrief(msgspec.Struct, frozen=True, kw_only=True):
    """One cue of the score: everything that decides the music, and nothing else.

    ``motif_seed`` belongs to the series: cues of one series share motif, key and ensemble.
    ``cue_index`` (its place in the episode, or any number) varies what is done with them.
    ``ensemble`` is a key of ``score.ensembles.ENSEMBLES``, or words (genre, places) to choose from,
    or empty. ``hits_s`` are moments to be struck, ``is_final`` asks for the cliffhanger's sting.
    """

    motif_seed: int
    length_s: float
    sections: tuple[ScoreSection, ...]
    cue_index: int = 0
    hits_s: tuple[float, ...] = ()
    is_final: bool = False
    language: str = "en"
    ensemble: str = ""


class MotifNote(msgspec.Struct, frozen=True):
    """A note of a motif: ``degree`` counts steps of the scale from the tonic (0; may be negative or
    above an octave), ``eighths`` its length."""

    degree: int
    eighths: int


class Motif(msgspec.Struct, frozen=True, kw_only=True):
    """A series' theme: two bars of 4/4. ``tonic`` is a MIDI pitch (57..66), ``scale`` a key of
    ``score.motif.SCALES``."""

    tonic: int
    scale: str
    notes: tuple[MotifNote, ...]
    beats_per_minute: float = 72.0


class Instrument(msgspec.Struct, frozen=True, kw_only=True):
    """One part on one MIDI channel. ``program`` is General MIDI (0..127), ``bank`` 128 for drums,
    ``pan`` -1..1, ``volume`` and ``reverb`` 0..127."""

    role: str
    channel: int
    program: int
    bank: int = 0
    pan: float = 0.0
    volume: int = 90
    reverb: int = 50


class Note(msgspec.Struct, frozen=True):
    """``pitch`` and ``velocity`` as in MIDI."""

    channel: int
    pitch: int
    velocity: int
    start_s: float
    length_s: float


class Control(msgspec.Struct, frozen=True):
    """A controller change; 11 is expression."""

    channel: int
    controller: int
    value: int
    at_s: float


class Tempo(msgspec.Struct, frozen=True):
    """Beats per minute from ``at_s`` on."""

    at_s: float
    beats_per_minute: float


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A composed cue. ``hits_s`` are the moments that were asked for and are struck; ``cut_s`` is where
    the sound is cut dead (0 = it rings out and fades by the end)."""

    length_s: float
    motif: Motif
    motif_abc: str
    ensemble: str
    instruments: tuple[Instrument, ...]
    notes: tuple[Note, ...]
    controls: tuple[Control, ...]
    tempos: tuple[Tempo, ...]
    hits_s: tuple[float, ...] = ()
    mean_intensity: float = 0.5
    cut_s: float = 0.0
