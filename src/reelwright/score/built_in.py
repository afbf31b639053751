"""A brief → a score: the built-in composer, by rule and seed."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from reelwright.audio.wave import Pcm
from reelwright.errors import BadInput, MissingDependency, Notice
from reelwright.score.documents import Motif, Score, ScoreBrief, ScoreSection, Tempo
from reelwright.score.ensembles import PENTATONIC, dark_side_of, ensemble_for
from reelwright.score.grid import Bar, bars_of
from reelwright.score.harmony import BRIGHT_MOODS, bass_of, progression_of, voiced
from reelwright.score.motif import BRIGHT, DARK, motif_of, to_abc
from reelwright.score.rendering import render_score
from reelwright.score.sketch import Sketch
from reelwright.score.soundfont import PACKAGES, SoundBank, find_sound_bank, fluidsynth_version
from reelwright.score.textures import TEXTURES, Moment

_VERSION = "1"
_U64 = 0xFFFFFFFFFFFFFFFF
_DARK_MOODS = frozenset({"tension", "action", "reveal"})
_SOFT_MOODS = frozenset({"calm", "tenderness", "sorrow", "comedy"})
_LENGTH_MAX_S = 1800.0
_BAR_MIN_S = 0.5
_STING_S = 4.0
_CUT_BEFORE_END_S = 0.12


class BuiltInComposer:
    """Underscore from a motif, by rule: the same brief gives the same notes, and the same samples with the
    same sound bank."""

    def __init__(self, bank: Path | None = None) -> None:
        """``bank`` is a General MIDI SoundFont; by default the best one installed. Without a bank or
        without FluidSynth a plain synthesiser plays, and a notice says so."""
        self._bank = bank or find_sound_bank()
        self._open_bank: SoundBank | None = None
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
                message="No FluidSynth or no sound bank: the score is played by a plain synthesiser",
                next_step="Install " + " and ".join(PACKAGES) + ", then make the episode again.",
            ),
        )

    def compose(self, brief: ScoreBrief) -> Score:
        """The notes of one cue. Raises ``BadInput`` for lengths that are not above 0 and up to 30 minutes."""
        if not (math.isfinite(brief.length_s) and 0 < brief.length_s <= _LENGTH_MAX_S):
            raise BadInput(
                f"A cue of {brief.length_s} seconds", next_step="Ask for more than 0 and up to 1800."
            )
        ensemble = ensemble_for(brief.ensemble, language=brief.language, motif_seed=brief.motif_seed)
        motif = motif_of(brief.motif_seed, is_pentatonic=ensemble in PENTATONIC)
        sections = _whole_sections(brief)
        hits_s = tuple(sorted({h for h in brief.hits_s if 0 <= h < brief.length_s - 0.05}))
        cut_s = _cut_of(brief)
        sketch = Sketch(
            seed=(0x5343, brief.motif_seed & _U64, brief.cue_index & _U64),
            end_s=cut_s or brief.length_s,
            hits_s=hits_s,
        )
        pace = motif.beats_per_minute / 72.0
        bars = bars_of(sections, hits_s, brief.length_s, pace=1 + (pace - 1) * 0.5)
        _write_bars(sketch, bars, sections, brief, ensemble, motif)
        if brief.is_final:
            _write_sting(sketch, hits_s, brief, ensemble, motif)
        weight = sum(s.intensity for s in sections) / len(sections)
        return Score(
            length_s=brief.length_s,
            motif=motif,
            motif_abc=to_abc(motif),
            ensemble=ensemble,
            instruments=sketch.instruments,
            notes=tuple(sorted(sketch.notes, key=lambda n: (n.start_s, n.channel, n.pitch))),
            controls=tuple(sorted(sketch.controls, key=lambda c: (c.at_s, c.channel))),
            tempos=_tempos(bars),
            hits_s=hits_s,
            mean_intensity=weight,
            cut_s=cut_s,
        )

    def render(self, score: Score) -> Pcm:
        """Float32 (n, 2) at 48 kHz, exactly ``round(length_s * 48000)`` long.

        Raises ``MissingDependency`` when the bank cannot be played.
        """
        if self._player and self._bank and self._open_bank is None:
            self._open_bank = SoundBank(self._bank)
        return render_score(score, bank=self._open_bank)


def _whole_sections(brief: ScoreBrief) -> tuple[ScoreSection, ...]:
    """The sections in order, covering the cue from 0; words that are no mood play as calm."""
    ordered = sorted(
        (s for s in brief.sections if s.start_s < brief.length_s - 0.05), key=lambda s: s.start_s
    )
    if not ordered:
        ordered = [ScoreSection(mood="calm", intensity=0.4, start_s=0.0, length_s=brief.length_s)]
    starts = [0.0, *(max(s.start_s, 0.0) for s in ordered[1:])]
    ends = [*starts[1:], brief.length_s]
    return tuple(
        ScoreSection(
            mood=section.mood if section.mood in TEXTURES else "calm",
            intensity=min(max(section.intensity, 0.0), 1.0),
            start_s=start_s,
            length_s=end_s - start_s,
        )
        for section, start_s, end_s in zip(ordered, starts, ends, strict=True)
        if end_s > start_s
    )


def _write_bars(
    sketch: Sketch,
    bars: tuple[Bar, ...],
    sections: tuple[ScoreSection, ...],
    brief: ScoreBrief,
    ensemble: str,
    motif: Motif,
) -> None:
    dark = dark_side_of(ensemble, brief.motif_seed)
    variants = np.random.default_rng([0x5641, brief.motif_seed & _U64, brief.cue_index & _U64]).integers(
        0, 6, len(sections)
    )
    chord: tuple[int, ...] = ()
    bass: int | None = None
    for index, bar in enumerate(bars):
        section = sections[bar.section]
        chords = progression_of(section.mood, brief.motif_seed)
        harmony = chords[bar.number_in_section % len(chords)]
        chord = voiced(harmony, motif.tonic, chord)
        bass = bass_of(harmony, motif.tonic, bass)
        moment = Moment(
            bar=bar,
            chord=chord,
            bass=bass,
            intensity=section.intensity,
            ensemble=dark if section.mood in _DARK_MOODS else ensemble,
            motif=motif,
            scale=_scale_in(motif, section.mood),
            bars_left=sum(1 for later in bars[index:] if later.section == bar.section),
            variant=int(variants[bar.section]),
        )
        # A sliver of a bar between two anchors is left to ring.
        if bar.length_s >= _BAR_MIN_S or len(bars) == 1:
            TEXTURES[section.mood](sketch, moment)
        if bar.is_hit:
            _strike(sketch, moment, section.mood)


def _scale_in(motif: Motif, mood: str) -> str:
    """Bright moods turn the motif to major, the others to minor."""
    return (
        BRIGHT.get(motif.scale, motif.scale) if mood in BRIGHT_MOODS else DARK.get(motif.scale, motif.scale)
    )


def _strike(sketch: Sketch, moment: Moment, mood: str) -> None:
    """A hit: exactly on its moment, hard in dark moods, a bright chord in soft ones."""
    at_s, ring_s = moment.bar.start_s, max(moment.bar.length_s, 1.5)
    strength = 64 + 40 * moment.intensity
    if mood in _SOFT_MOODS:
        for pitch in (moment.bass + 12, *moment.chord):
            sketch.play(moment.ensemble, "strike", pitch, strength - 6, at_s, ring_s, is_exact=True)
        sketch.play(
            moment.ensemble, "colour", moment.chord[-1] + 12, strength - 22, at_s, ring_s, is_exact=True
        )
        return
    for pitch in (moment.bass - 12, moment.bass, moment.bass + 7, *moment.chord[:2]):
        sketch.play(moment.ensemble, "strike", pitch, strength, at_s, ring_s, is_exact=True)
    sketch.play(moment.ensemble, "drum", moment.bass, strength + 8, at_s, ring_s, is_exact=True)


def _cut_of(brief: ScoreBrief) -> float:
    """A cliffhanger of an odd series is cut dead just before the end; an even one rings out."""
    is_cut = brief.is_final and brief.motif_seed % 2 == 1 and brief.length_s > 2.0
    return brief.length_s - _CUT_BEFORE_END_S if is_cut else 0.0


def _write_sting(
    sketch: Sketch,
    hits_s: tuple[float, ...],
    brief: ScoreBrief,
    ensemble: str,
    motif: Motif,
) -> None:
    """The question the episode ends on: a strike, an unresolved chord, and a swell into the end."""
    end_s = sketch.end_s
    late = [hit for hit in hits_s if hit >= end_s - 2 * _STING_S]
    at_s = late[-1] if late else max(0.0, end_s - _STING_S)
    players = dark_side_of(ensemble, brief.motif_seed)
    low = 36 + motif.tonic % 12
    unresolved = (low + 12, low + 18, low + 23)
    if not late:
        for pitch in (low - 12, low, low + 7):
            sketch.play(players, "strike", pitch, 108, at_s, end_s - at_s, is_exact=True)
        sketch.play(players, "drum", low, 112, at_s, 2.0, is_exact=True)
    for pitch in unresolved:
        sketch.play(players, "tremolo", pitch, 84, at_s, end_s - at_s, is_exact=True)
    sketch.play(players, "bass", low, 84, at_s, end_s - at_s, is_exact=True)
    sketch.controls[:] = [
        c for c in sketch.controls if c.at_s < at_s or c.channel != sketch.channel_of(players, "tremolo")
    ]
    top = 1.0 if brief.motif_seed % 2 else 0.75
    sketch.swell(players, "tremolo", at_s, end_s, 0.35, top)


def _tempos(bars: tuple[Bar, ...]) -> tuple[Tempo, ...]:
    found: list[Tempo] = []
    for bar in bars:
        if not found or abs(found[-1].beats_per_minute - bar.beats_per_minute) > 1e-6:
            found.append(Tempo(bar.start_s, bar.beats_per_minute))
    return tuple(found)
