"""A bar of a mood → what each role plays in it. One function a mood; all keep out of the way of speech."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reelwright.score.documents import Motif, MotifNote
from reelwright.score.grid import Bar
from reelwright.score.motif import pitch_of, slowed, thinned
from reelwright.score.sketch import Sketch


@dataclass(frozen=True)
class Moment:
    """A bar with what the composer decided for it. ``chord`` are the voices of the pad, ascending;
    ``bars_left`` counts the bars of the section from this one on; ``scale`` is that of the mood."""

    bar: Bar
    chord: tuple[int, ...]
    bass: int
    intensity: float
    ensemble: str
    motif: Motif
    scale: str
    bars_left: int
    variant: int

    @property
    def is_statement(self) -> bool:
        """The motif speaks at the start of a section, and again every fourth bar."""
        return self.bar.number_in_section % 4 == 0 and self.bars_left >= 2


def pad(sketch: Sketch, moment: Moment, *, velocity: float, role: str = "pad", octave: int = 0) -> None:
    """The chord, held for the bar with a slight overlap, breathing."""
    bar = moment.bar
    for pitch in moment.chord:
        # Sections of strings speak late: they begin a little ahead of the bar.
        start_s = bar.start_s - (0.05 if bar.start_s > 0.05 and not bar.is_hit else 0.0)
        sketch.play(moment.ensemble, role, pitch + 12 * octave, velocity, start_s, bar.length_s + 0.12)
    low, high = 0.5 + 0.2 * moment.intensity, 0.62 + 0.3 * moment.intensity
    middle_s = bar.start_s + bar.length_s * 0.55
    sketch.swell(moment.ensemble, role, bar.start_s, middle_s, low, high)
    sketch.swell(moment.ensemble, role, middle_s, bar.end_s, high, low)


def bass(sketch: Sketch, moment: Moment, *, velocity: float, beats: Sequence[float] = (0.0,)) -> None:
    """The root, on the given beats, each held until the next."""
    inside = [beat for beat in beats if beat < moment.bar.beat_count]
    for beat, following in zip(inside, [*inside[1:], float(moment.bar.beat_count)], strict=True):
        length_s = (following - beat) * moment.bar.beat_s * 0.96
        sketch.play(moment.ensemble, "bass", moment.bass, velocity, moment.bar.at(beat), length_s)


def melody(
    sketch: Sketch,
    moment: Moment,
    notes: Sequence[MotifNote],
    *,
    velocity: float,
    role: str = "lead",
    octave: int = 0,
    legato: float = 0.98,
    first_beat: float = 0.0,
) -> None:
    """The motif (or what became of it) from this bar on, in the time of this bar."""
    eighth_s = moment.bar.beat_s / 2
    at_s = moment.bar.at(first_beat)
    loudest = max(note.degree for note in notes)
    for index, note in enumerate(notes):
        pitch = pitch_of(note.degree, moment.motif.tonic, moment.scale) + 12 * octave
        # A phrase leans on its top note and lets the last one go.
        accent = 7 if note.degree == loudest else (-6 if index == len(notes) - 1 else 0)
        sketch.play(moment.ensemble, role, pitch, velocity + accent, at_s, note.eighths * eighth_s * legato)
        at_s += note.eighths * eighth_s


def arpeggio(
    sketch: Sketch,
    moment: Moment,
    *,
    velocity: float,
    step_beats: float,
    pattern: Sequence[int],
    octave: int = 0,
) -> None:
    """The chord, note by note, ringing on as under a pedal."""
    voices = (moment.bass + 12, *moment.chord)
    beat, index = 0.0, 0
    while beat < moment.bar.beat_count - 1e-6:
        which = pattern[index % len(pattern)]
        if which >= 0:
            accent = 5 if index == 0 else 0
            ring_s = max(moment.bar.length_s - beat * moment.bar.beat_s, moment.bar.beat_s)
            pitch = voices[which % len(voices)] + 12 * octave
            sketch.play(moment.ensemble, "arpeggio", pitch, velocity + accent, moment.bar.at(beat), ring_s)
        beat, index = beat + step_beats, index + 1


def pulse(
    sketch: Sketch,
    moment: Moment,
    *,
    velocity: float,
    step_beats: float,
    accents: Sequence[int],
    pitches: Sequence[int],
    role: str = "pulse",
) -> None:
    """Short repeated notes with a pattern of accents."""
    beat, index = 0.0, 0
    while beat < moment.bar.beat_count - 1e-6:
        accent = accents[index % len(accents)]
        if accent >= 0:
            pitch = pitches[index % len(pitches)]
            length_s = step_beats * moment.bar.beat_s * 0.55
            sketch.play(moment.ensemble, role, pitch, velocity + 6 * accent, moment.bar.at(beat), length_s)
        beat, index = beat + step_beats, index + 1


def calm(sketch: Sketch, moment: Moment) -> None:
    pad(sketch, moment, velocity=44 + 16 * moment.intensity)
    bass(sketch, moment, velocity=48 + 12 * moment.intensity)
    patterns = ((0, 2, 3, 2), (0, 3, 2, -1), (0, -1, 2, 3))
    arpeggio(
        sketch,
        moment,
        velocity=40 + 14 * moment.intensity,
        step_beats=1.0,
        pattern=patterns[moment.variant % 3],
    )
    if moment.is_statement:
        melody(sketch, moment, moment.motif.notes, velocity=58 + 14 * moment.intensity)


def tension(sketch: Sketch, moment: Moment) -> None:
    strength = moment.intensity
    tonic = 24 + moment.motif.tonic % 12
    tonic += 12 if tonic < 33 else 0
    bar = moment.bar
    accents = ((1, 0, 0, 0), (1, 0, 0, 1, 0, 0, 1, 0), (1, -1, 0, 0))[moment.variant % 3]
    step = 0.5 if strength >= 0.4 else 1.0
    pitches = (tonic + 12, tonic + 12, tonic + 12, tonic + 12 + (1 if bar.number_in_section % 2 else 0))
    pulse(sketch, moment, velocity=42 + 20 * strength, step_beats=step, accents=accents, pitches=pitches)
    bass(sketch, moment, velocity=44 + 14 * strength)
    for pitch in moment.chord[:2] if strength < 0.5 else moment.chord:
        sketch.play(moment.ensemble, "tremolo", pitch, 38 + 22 * strength, bar.start_s, bar.length_s + 0.1)
    start = 0.35 + 0.1 * min(bar.number_in_section, 3)
    sketch.swell(
        moment.ensemble, "tremolo", bar.start_s, bar.end_s, start, min(start + 0.2 + 0.2 * strength, 0.95)
    )
    if moment.is_statement:
        fragment = slowed(thinned(moment.motif.notes, 3)) if moment.bars_left >= 4 else moment.motif.notes[:3]
        melody(sketch, moment, fragment, velocity=52 + 14 * strength, octave=-1, first_beat=1.0)


def tenderness(sketch: Sketch, moment: Moment) -> None:
    pad(sketch, moment, velocity=40 + 14 * moment.intensity)
    bass(sketch, moment, velocity=42 + 10 * moment.intensity)
    patterns = ((0, 1, 2, 3, 2, 3, 2, 1), (0, 2, 3, 2, 1, 2, 3, -1), (0, 1, 3, 2, -1, 2, 3, 2))
    arpeggio(
        sketch,
        moment,
        velocity=38 + 14 * moment.intensity,
        step_beats=0.5,
        pattern=patterns[moment.variant % 3],
    )
    if moment.is_statement:
        melody(sketch, moment, moment.motif.notes, velocity=60 + 12 * moment.intensity)
        if moment.intensity > 0.5:
            melody(
                sketch,
                moment,
                thinned(moment.motif.notes, 2),
                velocity=46,
                role="counter",
                octave=-1,
                first_beat=2.0,
            )


def reveal(sketch: Sketch, moment: Moment) -> None:
    pad(sketch, moment, velocity=42 + 22 * moment.intensity)
    bass(sketch, moment, velocity=54 + 18 * moment.intensity)
    bar = moment.bar
    sketch.play(
        moment.ensemble,
        "tremolo",
        moment.chord[-1] + 12,
        34 + 16 * moment.intensity,
        bar.start_s,
        bar.length_s,
    )
    sketch.swell(moment.ensemble, "tremolo", bar.start_s, bar.end_s, 0.4, 0.7)
    if moment.is_statement:
        melody(sketch, moment, slowed(thinned(moment.motif.notes, 3)), velocity=60 + 14 * moment.intensity)
        sketch.play(moment.ensemble, "colour", moment.chord[-1] + 12, 52, bar.at(0.5), bar.length_s)


def comedy(sketch: Sketch, moment: Moment) -> None:
    bass(sketch, moment, velocity=52 + 12 * moment.intensity, beats=(0.0, 2.0))
    for beat in range(1, moment.bar.beat_count, 2):
        for pitch in moment.chord:
            length_s = moment.bar.beat_s * 0.4
            sketch.play(
                moment.ensemble, "pulse", pitch, 50 + 14 * moment.intensity, moment.bar.at(beat), length_s
            )
    if moment.is_statement:
        melody(sketch, moment, moment.motif.notes, velocity=62 + 12 * moment.intensity, legato=0.5)
    elif moment.bar.number_in_section % 4 == 3:
        melody(sketch, moment, moment.motif.notes[:3], velocity=52, role="counter", legato=0.5)


def action(sketch: Sketch, moment: Moment) -> None:
    strength = moment.intensity
    low = moment.bass + 12
    accents = ((2, 0, 0, 1, 0, 0, 1, 0), (2, 0, 1, 0, 0, 1, 0, 1), (2, 0, 0, 1, 0, 1, 0, 0))[
        moment.variant % 3
    ]
    pitches = (low, low, low + 12, low, low, low + 7, low, low)
    pulse(sketch, moment, velocity=46 + 20 * strength, step_beats=0.5, accents=accents, pitches=pitches)
    bass(sketch, moment, velocity=52 + 16 * strength, beats=(0.0, 1.5, 3.0))
    beats = (0.0, 1.5, 3.0) if strength < 0.6 else (0.0, 0.75, 1.5, 2.5, 3.0, 3.5)
    for beat in (b for b in beats if b < moment.bar.beat_count):
        loud = 48 + 22 * strength + (10 if beat == 0 else 0)
        sketch.play(moment.ensemble, "drum", moment.bass, loud, moment.bar.at(beat), moment.bar.beat_s)
    pad(sketch, moment, velocity=44 + 18 * strength)
    if moment.is_statement:
        melody(sketch, moment, moment.motif.notes, velocity=64 + 16 * strength, role="counter", octave=-1)


def sorrow(sketch: Sketch, moment: Moment) -> None:
    pad(sketch, moment, velocity=40 + 16 * moment.intensity)
    bass(sketch, moment, velocity=42 + 10 * moment.intensity)
    patterns = ((0, -1, 3, -1), (-1, 2, -1, 3), (0, 2, -1, -1))
    arpeggio(
        sketch,
        moment,
        velocity=38 + 12 * moment.intensity,
        step_beats=1.0,
        pattern=patterns[moment.variant % 3],
    )
    if moment.is_statement:
        notes = slowed(moment.motif.notes) if moment.bars_left >= 4 else moment.motif.notes
        role = "counter" if moment.variant % 2 else "lead"
        velocity = 54 + 14 * moment.intensity
        melody(sketch, moment, notes, velocity=velocity, role=role, octave=-1 if role == "counter" else 0)


def triumph(sketch: Sketch, moment: Moment) -> None:
    strength = moment.intensity
    pad(sketch, moment, velocity=54 + 22 * strength)
    bass(sketch, moment, velocity=60 + 14 * strength, beats=(0.0, 2.0))
    arpeggio(sketch, moment, velocity=44 + 16 * strength, step_beats=0.5, pattern=(0, 1, 2, 3, 2, 1, 2, 3))
    for beat in (0.0, 3.0, 3.5):
        if beat < moment.bar.beat_count:
            sketch.play(moment.ensemble, "drum", moment.bass, 52 + 22 * strength, moment.bar.at(beat), 0.6)
    if moment.is_statement:
        melody(sketch, moment, moment.motif.notes, velocity=70 + 14 * strength)
        melody(sketch, moment, moment.motif.notes, velocity=56 + 14 * strength, role="counter", octave=-1)


TEXTURES: dict[str, Callable[[Sketch, Moment], None]] = {
    "calm": calm,
    "tension": tension,
    "tenderness": tenderness,
    "reveal": reveal,
    "comedy": comedy,
    "action": action,
    "sorrow": sorrow,
    "triumph": triumph,
}
