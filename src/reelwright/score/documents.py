"""What a composer is asked for, and what it hands back. Times are in seconds from the start of the cue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from reelwright.audio.pcm import Pcm
from reelwright.errors import Notice


class ScoreSection(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of one mood (one of ``MOODS``, or ``NO_MUSIC``: nothing new is played; another word plays
    as ``calm``).

    ``intensity`` lies in 0..1.
    """

    mood: str
    intensity: float
    start_s: float
    length_s: float


class OnScreen(msgspec.Struct, frozen=True):
    """From ``start_s`` on the picture is about this character (a key; empty: about nobody with a motif)."""

    character: str
    start_s: float


class OwnMotif(msgspec.Struct, frozen=True):
    """A tune of the author's, in ABC notation, for a character (a key) or the series (empty)."""

    character: str
    abc: str


class ScoreBrief(msgspec.Struct, frozen=True, kw_only=True):
    """One cue of the score: everything that decides the music, and nothing else.

    ``motif_seed`` belongs to the series: cues of one series share motifs, key and ensemble.
    ``cue_index`` (its place in the episode, or any number) varies what is done with them.
    ``ensemble`` is a key of ``score.ensembles.ENSEMBLES``, or words (genre, places) to choose from,
    or empty. ``hits_s`` are moments to be struck. ``people`` says who is seen from when: their motif is
    heard then. ``is_final`` asks for the cliffhanger's sting, ``is_title`` for the title theme instead of
    a cue. A cue that ``follows`` another and ``goes_on`` in one has no silence at those ends: its sound is
    ``tail_s`` longer than ``length_s``, for what still rings.

    The rest is for engines that sing or take words; the built-in composer reads ``key`` (``"D minor"``)
    and ``beats_per_minute`` (0: its own), takes ``style`` as words on the ensemble, plays the melody of
    ``abc`` (a score in ABC notation) as the series' motif, and says so when there are ``lyrics``.
    """

    motif_seed: int
    length_s: float
    sections: tuple[ScoreSection, ...]
    cue_index: int = 0
    hits_s: tuple[float, ...] = ()
    people: tuple[OnScreen, ...] = ()
    own_motifs: tuple[OwnMotif, ...] = ()
    is_final: bool = False
    is_title: bool = False
    follows: bool = False
    goes_on: bool = False
    language: str = "en"
    ensemble: str = ""
    style: str = ""
    key: str = ""
    beats_per_minute: float = 0.0
    lyrics: tuple[str, ...] = ()
    abc: str = ""

    @property
    def tail_s(self) -> float:
        """How much longer than ``length_s`` the sound is."""
        return TAIL_S if self.goes_on else 0.0


TAIL_S = 2.5
"""What a cue that goes on in another rings into it."""


class MotifNote(msgspec.Struct, frozen=True):
    """A note of a motif: ``degree`` counts steps of the scale from the tonic (0; may be negative or
    above an octave), ``eighths`` its length, ``raised`` semitones (-2..2) that the scale does not have."""

    degree: int
    eighths: float
    raised: int = 0
    is_rest: bool = False


class Motif(msgspec.Struct, frozen=True, kw_only=True):
    """A theme: two bars of 4/4 (an author's own may be one to four). ``tonic`` is a MIDI pitch (55..66),
    ``scale`` a key of ``score.motif.SCALES``."""

    tonic: int
    scale: str
    notes: tuple[MotifNote, ...]
    beats_per_minute: float = 72.0

    @property
    def eighths(self) -> float:
        return sum(note.eighths for note in self.notes)


class Instrument(msgspec.Struct, frozen=True, kw_only=True):
    """One part. ``channel`` numbers the parts of a score, ``stem`` is one of ``score.ensembles.STEMS``,
    ``program`` is General MIDI (0..127), ``bank`` 128 for drums, ``pan`` -1..1, ``volume`` and ``reverb``
    0..127."""

    role: str
    channel: int
    program: int
    stem: str = "harmony"
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


class Statement(msgspec.Struct, frozen=True):
    """A motif that is heard: whose (empty: the series'), from when, and what was made of it."""

    character: str
    at_s: float
    form: str


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A composed cue. ``hits_s`` are the moments that were asked for and are struck; ``cut_s`` is where
    the sound is cut dead (0 = it rings out). ``tail_s`` is how long it rings past ``length_s``; without one
    it fades by the end. ``abc`` is a tune book of the motifs that are heard."""

    length_s: float
    motif: Motif
    abc: str
    ensemble: str
    instruments: tuple[Instrument, ...]
    notes: tuple[Note, ...]
    controls: tuple[Control, ...]
    tempos: tuple[Tempo, ...]
    statements: tuple[Statement, ...] = ()
    hits_s: tuple[float, ...] = ()
    mean_intensity: float = 0.5
    cut_s: float = 0.0
    tail_s: float = 0.0

    @property
    def sound_s(self) -> float:
        """The length of the sound."""
        return self.length_s + self.tail_s


class SungWord(msgspec.Struct, frozen=True):
    """A word of the lyrics, and when it is sung."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Music:
    """What a composer hands back.

    ``pcm`` is float32 (n, 2) at 48 kHz with n = ``round((length_s + tail_s) * 48000)``. ``stems`` (same
    shape, by any names) sum to it, or are empty. ``score`` are the notes, of an engine that has any;
    ``lyrics`` when each word is sung; ``notices`` what the user should know about this cue.
    """

    pcm: Pcm
    stems: Mapping[str, Pcm] = field(default_factory=dict)
    score: Score | None = None
    lyrics: tuple[SungWord, ...] = ()
    notices: tuple[Notice, ...] = ()
