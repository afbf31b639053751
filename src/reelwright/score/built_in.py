"""A brief → music: the built-in composer, by rule and seed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from reelwright.errors import BadInput, MissingDependency, Notice
from reelwright.score.abc import tune_book
from reelwright.score.documents import (
    Motif,
    Music,
    Score,
    ScoreBrief,
    ScoreSection,
    Statement,
    Tempo,
)
from reelwright.score.ensembles import dark_side_of, ensemble_for, soloist_of
from reelwright.score.gestures import sting, strike
from reelwright.score.grid import Bar, bars_of
from reelwright.score.harmony import Chord, bass_of, chord_under, open_chord, progression_of, voiced
from reelwright.score.melody import MelodyNote, melody_of, play_melody
from reelwright.score.phrases import Phrase, levels_of, phrases_of
from reelwright.score.rendering import render_score
from reelwright.score.sketch import Sketch
from reelwright.score.soundfont import PACKAGES, SoundBank, find_sound_bank, fluidsynth_version
from reelwright.score.textures import TEXTURES, Moment
from reelwright.score.themes import themes_of
from reelwright.screenplay.documents import NO_MUSIC

_VERSION = "3"
_U64 = 0xFFFFFFFFFFFFFFFF
_DARK_MOODS = frozenset({"tension", "action", "reveal"})
_LENGTH_MAX_S = 1800.0
_BAR_MIN_S = 0.5
_CUT_BEFORE_END_S = 0.12
_OVERLAP_S = 0.5
"""How far held notes reach into the scene that follows."""
TITLE_S = 8.0
"""The length of a title theme."""


class BuiltInComposer:
    """Underscore from a motif, by rule: the same brief gives the same notes, and the same samples with the
    same sound bank."""

    def __init__(self, bank: Path | None = None) -> None:
        """``bank`` is a General MIDI SoundFont; by default the best one installed. Without a bank or
        without FluidSynth a plain synthesiser plays, and a notice says so."""
        self._bank = bank or find_sound_bank()
        self._open_bank: SoundBank | None = None
        self._missing = "No FluidSynth or no sound bank"
        try:
            self._player = f"fluidsynth-{fluidsynth_version()}" if self._bank else ""
        except MissingDependency:
            self._player = ""

    @property
    def name(self) -> str:
        return "built-in"

    @property
    def version(self) -> str:
        return (
            f"{_VERSION}+{self._player}+{self._bank.name}"
            if self._player and self._bank
            else f"{_VERSION}+plain"
        )

    @property
    def notices(self) -> tuple[Notice, ...]:
        if self._player:
            return ()
        return (
            Notice(
                code="plain-synth",
                message=f"{self._missing}: the score is played by a plain synthesiser",
                next_step="Install " + " and ".join(PACKAGES) + ", then make the episode again.",
            ),
        )

    def compose(self, brief: ScoreBrief) -> Score:
        """The notes of one cue. Raises ``BadInput`` for lengths that are not above 0 and up to 30 minutes,
        and for a key or a tune that cannot be read."""
        if not (math.isfinite(brief.length_s) and 0 < brief.length_s <= _LENGTH_MAX_S):
            raise BadInput(
                f"A cue of {brief.length_s} seconds", next_step="Ask for more than 0 and up to 1800."
            )
        about = " ".join(words for words in (brief.ensemble, brief.style) if words)
        ensemble = ensemble_for(about, language=brief.language, motif_seed=brief.motif_seed)
        return _Cue(brief, ensemble).score()

    def render(self, score: Score) -> Music:
        """The score, played: exactly ``round(sound_s * 48000)`` samples. A bank that cannot be read is
        named in the notices, and the plain synthesiser plays."""
        if self._player and self._bank and self._open_bank is None:
            try:
                self._open_bank = SoundBank(self._bank)
            except MissingDependency as problem:
                self._player, self._missing = "", f"{problem.what} ({self._bank})"
        return render_score(score, bank=self._open_bank)

    def play(self, brief: ScoreBrief) -> Music:
        """The music of one cue."""
        music = self.render(self.compose(brief))
        if not brief.lyrics:
            return music
        unsung = Notice(
            code="lyrics-not-sung",
            message="The built-in composer plays and does not sing: the lyrics are left out",
            next_step="Register an engine that sings under reelwright.composers.",
        )
        return Music(music.pcm, music.stems, music.score, notices=(unsung,))


class _Cue:
    """One cue while it is written."""

    def __init__(self, brief: ScoreBrief, ensemble: str) -> None:
        self.brief = brief
        self.ensemble = ensemble
        self.dark = dark_side_of(ensemble, brief.motif_seed)
        self.themes = themes_of(brief, ensemble, (person.character for person in brief.people))
        self.motif = self.themes[""]
        self.sections = _title_sections(brief) if brief.is_title else _whole_sections(brief)
        self.hits_s = tuple(
            sorted(h for h in set(brief.hits_s) if 0 <= h < brief.length_s - 0.05 and self._plays_at(h))
        )
        self.cut_s = _cut_of(brief)
        self.sketch = Sketch(
            seed=(0x5343, brief.motif_seed & _U64, brief.cue_index & _U64),
            end_s=self.cut_s or brief.length_s + min(brief.tail_s, _OVERLAP_S),
            hits_s=self.hits_s,
        )
        self.statements: list[Statement] = []

    def score(self) -> Score:
        bars = self._bars()
        self._write(bars)
        if self.brief.is_final and self.sections[-1].mood != NO_MUSIC:
            self._sting()
        sketch = self.sketch
        told = self.themes if self.brief.is_title else (said.character for said in self.statements)
        heard = dict.fromkeys(["", *told])
        return Score(
            length_s=self.brief.length_s,
            motif=self.motif,
            abc=tune_book({key or "series": self.themes.get(key, self.motif) for key in heard}),
            ensemble=self.ensemble,
            instruments=sketch.instruments,
            notes=tuple(sorted(sketch.notes, key=lambda n: (n.start_s, n.channel, n.pitch))),
            controls=tuple(sorted(sketch.controls, key=lambda c: (c.at_s, c.channel))),
            tempos=_tempos(bars),
            statements=tuple(sorted(self.statements, key=lambda s: s.at_s)),
            hits_s=self.hits_s,
            mean_intensity=_mean_intensity(self.sections),
            cut_s=self.cut_s,
            tail_s=self.brief.tail_s,
        )

    def _plays_at(self, at_s: float) -> bool:
        return next(s.mood for s in reversed(self.sections) if s.start_s <= at_s) != NO_MUSIC

    def _bars(self) -> tuple[Bar, ...]:
        if self.brief.is_title:
            # Two bars for the motif, and one for the chord that it comes to.
            beat_s = self.brief.length_s / 12
            return tuple(Bar(0, n, 4 * n * beat_s, beat_s, 4, is_hit=n == 2) for n in range(3))
        pace = self.motif.beats_per_minute / 72.0
        wanted = 1 + (pace - 1) * (1.0 if self.brief.beats_per_minute else 0.5)
        return bars_of(self.sections, self.hits_s, self.brief.length_s, pace=wanted)

    def _write(self, bars: tuple[Bar, ...]) -> None:
        brief, seed = self.brief, self.brief.motif_seed
        rng = np.random.default_rng([0x5641, seed & _U64, brief.cue_index & _U64])
        variants = rng.integers(0, 6, len(self.sections))
        phrases = {
            index: phrase
            for index, phrase in phrases_of(bars, self.sections, brief.people, self.themes, rng).items()
            if self.sections[bars[index].section].mood != NO_MUSIC
        }
        melodies = {
            index: melody_of(
                phrase, self._theme(phrase), self.sections[bars[index].section].mood, bars, index
            )
            for index, phrase in phrases.items()
        }
        levels = levels_of(bars, self.sections)
        harmonies = self._harmonies(bars, melodies)
        sung = {note.bar for melody in melodies.values() for note in melody}
        chord: tuple[int, ...] = ()
        bass: int | None = None
        guide = 60
        for index, bar in enumerate(bars):
            mood = self.sections[bar.section].mood
            if mood == NO_MUSIC:
                continue
            chord = voiced(harmonies[index], self.motif.tonic, chord)
            bass = bass_of(harmonies[index], self.motif.tonic, bass)
            guide = _guide(harmonies[index], self.motif.tonic, guide)
            moment = Moment(
                bar=bar,
                chord=chord,
                bass=bass,
                guide=guide,
                level=levels[index],
                ensemble=self.dark if mood in _DARK_MOODS else self.ensemble,
                tonic=self.motif.tonic,
                has_melody=index in sung,
                is_last=index + 1 == len(bars) or bars[index + 1].section != bar.section,
                variant=int(variants[bar.section]),
            )
            # A sliver of a bar between two anchors is left to ring.
            if bar.length_s >= _BAR_MIN_S or len(bars) == 1:
                TEXTURES[mood](self.sketch, moment)
                if index in phrases:
                    self._state(phrases[index], melodies[index], moment, mood)
            if bar.is_hit:
                strike(self.sketch, moment, mood)

    def _state(self, phrase: Phrase, melody: tuple[MelodyNote, ...], moment: Moment, mood: str) -> None:
        role = soloist_of(moment.ensemble, phrase.character)
        play_melody(self.sketch, melody, ensemble=moment.ensemble, role=role, mood=mood, level=moment.level)
        if melody:
            self.statements.append(Statement(phrase.character, melody[0].start_s, phrase.form))

    def _theme(self, phrase: Phrase) -> Motif:
        return self.themes.get(phrase.character, self.motif)

    def _harmonies(
        self, bars: tuple[Bar, ...], melodies: Mapping[int, tuple[MelodyNote, ...]]
    ) -> list[Chord]:
        """A chord for each bar: the mood's own round, turned where a melody asks for another; the last bar
        of a cue that goes on stays open, the last of a title closes."""
        over: dict[int, list[tuple[int, float]]] = {}
        for melody in melodies.values():
            for note in melody:
                over.setdefault(note.bar, []).append((note.pitch, note.weight))
        chords: list[Chord] = []
        for index, bar in enumerate(bars):
            mood = self.sections[bar.section].mood
            mood = "calm" if mood == NO_MUSIC else mood
            round_ = progression_of(mood, self.brief.motif_seed)
            chord = round_[bar.number_in_section % len(round_)]
            is_end = index + 1 == len(bars)
            if is_end and self.brief.is_title:
                chord = round_[0]
            elif is_end and self.brief.goes_on and index and index not in over:
                chord = open_chord(mood, self.brief.motif_seed)
            elif index in over:
                chord = chord_under(
                    mood, chord, over[index], self.motif.tonic, chords[-1] if chords else None
                )
            chords.append(chord)
        return chords

    def _sting(self) -> None:
        is_hard = self.brief.motif_seed % 2 == 1
        _, said_s = sting(self.sketch, self.hits_s, self.dark, self.motif, is_hard=is_hard)
        self.statements.append(Statement("", said_s, "sting"))


def _guide(chord: Chord, tonic: int, before: int) -> int:
    """A tone of the chord near the one before, moving if it can: a line of its own, from G3 to G4."""
    pool = [p for p in range(52, 68) if p % 12 in chord.pitch_classes(tonic)]
    return min(pool, key=lambda p: (abs(p - before) + (2.5 if p == before else 0.0), p))


def _whole_sections(brief: ScoreBrief) -> tuple[ScoreSection, ...]:
    """The sections in order, covering the cue from 0; words that are no mood play as calm, and what is
    silent has no intensity."""
    ordered = sorted(
        (s for s in brief.sections if s.start_s < brief.length_s - 0.05), key=lambda s: s.start_s
    )
    if not ordered:
        ordered = [ScoreSection(mood="calm", intensity=0.4, start_s=0.0, length_s=brief.length_s)]
    starts = [0.0, *(max(s.start_s, 0.0) for s in ordered[1:])]
    ends = [*starts[1:], brief.length_s]
    return tuple(
        ScoreSection(
            mood=section.mood if section.mood in (*TEXTURES, NO_MUSIC) else "calm",
            intensity=0.0 if section.mood == NO_MUSIC else min(max(section.intensity, 0.0), 1.0),
            start_s=start_s,
            length_s=end_s - start_s,
        )
        for section, start_s, end_s in zip(ordered, starts, ends, strict=True)
        if end_s > start_s
    )


def _mean_intensity(sections: Sequence[ScoreSection]) -> float:
    """Of what is played, by its length."""
    played = [s for s in sections if s.mood != NO_MUSIC]
    length_s = sum(s.length_s for s in played)
    return sum(s.intensity * s.length_s for s in played) / length_s if length_s else 0.0


def _title_sections(brief: ScoreBrief) -> tuple[ScoreSection, ...]:
    """One stretch of the first section's mood, or a calm one."""
    asked = _whole_sections(brief)[0]
    return (msgspec.structs.replace(asked, start_s=0.0, length_s=brief.length_s),)


def _cut_of(brief: ScoreBrief) -> float:
    """A cliffhanger of an odd series is cut dead just before the end; an even one rings out."""
    is_cut = brief.is_final and brief.motif_seed % 2 == 1 and brief.length_s > 2.0
    return brief.length_s - _CUT_BEFORE_END_S if is_cut else 0.0


def _tempos(bars: tuple[Bar, ...]) -> tuple[Tempo, ...]:
    found: list[Tempo] = []
    for bar in bars:
        if not found or abs(found[-1].beats_per_minute - bar.beats_per_minute) > 1e-6:
            found.append(Tempo(bar.start_s, bar.beats_per_minute))
    return tuple(found)
