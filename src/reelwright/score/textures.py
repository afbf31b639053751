"""A bar of a mood → what each role plays in it. One function a mood; all keep out of the way of speech."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reelwright.score.grid import Bar
from reelwright.score.phrases import PHRASE_BARS
from reelwright.score.sketch import Sketch


@dataclass(frozen=True)
class Moment:
    """A bar with what the composer decided for it. ``chord`` are the voices of the pad, ascending;
    ``guide`` is one more voice that moves by step; ``level`` is how intense the bar is (0..1);
    ``has_melody`` when a motif is being stated; ``is_last`` in the last bar of a section."""

    bar: Bar
    chord: tuple[int, ...]
    bass: int
    guide: int
    level: float
    ensemble: str
    tonic: int
    has_melody: bool
    is_last: bool
    variant: int

    @property
    def place(self) -> int:
        """The bar's place in its phrase, 0..3."""
        return self.bar.number_in_section % PHRASE_BARS


_REST = -1
# Which voices (0 the bass an octave up, then the pad's) an arpeggio plays; a phrase is A A' B C, so that no
# bar is the one before it again.
_FLOWING = (
    ((0, 1, 2, 3, 2, 3, 2, 1), (0, 2, 1, 3, 2, 3, 1, 2), (0, 2, 3, 2, 1, 2, 3, 2),
     (0, 1, 2, 3, 2, -1, 1, -1)),
    ((0, 2, 3, 2, 1, 2, 3, -1), (0, 2, 3, 2, 1, 3, 2, -1), (0, 1, 3, 2, 3, 2, 1, 2),
     (0, 2, 3, -1, 2, -1, 1, -1)),
    ((0, 1, 3, 2, -1, 2, 3, 2), (0, 1, 3, 2, -1, 3, 2, 1), (0, 3, 2, 1, 2, 3, 2, 1),
     (0, 1, 3, -1, 2, -1, -1, -1)),
)  # fmt: skip
_QUIET = (
    ((0, 2, 3, 2), (0, 2, 1, 3), (0, 3, 2, 1), (0, 2, -1, 1)),
    ((0, 3, 2, -1), (0, 2, 3, -1), (0, 1, 3, 2), (0, -1, 2, -1)),
    ((0, -1, 2, 3), (0, -1, 3, 2), (0, 1, -1, 3), (0, -1, -1, 2)),
)
_SPARSE = (
    ((0, -1, 3, -1), (-1, 2, -1, 3), (0, -1, 2, 3), (0, -1, -1, -1)),
    ((-1, 2, -1, 3), (0, -1, 3, -1), (-1, 3, 2, -1), (0, -1, -1, -1)),
    ((0, 2, -1, -1), (0, -1, 3, -1), (-1, 2, 3, -1), (0, -1, -1, -1)),
)
# Ostinati in eighths: (step above the root in semitones, accent), or nothing.
_O = None
_UNEASY = (
    (((0, 1), (0, 0), (7, 0), (0, 0)) * 2, ((0, 1), (0, 0), (8, 1), (0, 0), (7, 0), (0, 0), (7, 0), _O)),
    (((0, 1), _O, (0, 0), (1, 1), _O, (0, 0), (7, 0), _O),
     ((0, 1), _O, (0, 0), (1, 1), (0, 0), _O, (8, 1), (7, 0))),
    (((0, 1), _O, _O, (0, 0), (12, 1), _O, (0, 0), _O),
     ((0, 1), (0, 0), _O, (0, 0), (11, 1), _O, (12, 0), _O)),
)  # fmt: skip
_DRIVING = (
    (((0, 2), (0, 0), (12, 1), (0, 0), (7, 0), (0, 0), (12, 1), (7, 0)),
     ((0, 2), (0, 0), (7, 1), (0, 0), (12, 1), (10, 0), (7, 1), (3, 0))),
    (((0, 2), (0, 0), (0, 0), (12, 1), (0, 0), (0, 0), (10, 1), (7, 0)),
     ((0, 2), (0, 0), (7, 0), (12, 1), (0, 0), (7, 0), (15, 1), (12, 0))),
    (((0, 2), (7, 0), (12, 1), (7, 0), (0, 1), (7, 0), (10, 1), (7, 0)),
     ((0, 2), (7, 0), (12, 1), (14, 0), (15, 1), (14, 0), (12, 1), (7, 0))),
)  # fmt: skip
_DRUMS = (
    ((0.0, 1.5, 3.0), (0.0, 1.5, 2.5, 3.0), (0.0, 0.75, 1.5, 3.0), (0.0, 1.5, 2.0, 2.5, 3.0, 3.5)),
    ((0.0, 2.0, 3.5), (0.0, 2.0, 2.5, 3.5), (0.0, 1.0, 2.0, 3.5), (0.0, 2.0, 2.75, 3.0, 3.25, 3.5)),
)


def pad(sketch: Sketch, moment: Moment, *, velocity: float, role: str = "pad") -> None:
    """The chord, held for the bar with a slight overlap, breathing."""
    bar = moment.bar
    for pitch in moment.chord:
        # Sections of strings speak late: they begin a little ahead of the bar.
        start_s = bar.start_s - (0.05 if bar.start_s > 0.05 and not bar.is_hit else 0.0)
        sketch.play(moment.ensemble, role, pitch, velocity, start_s, bar.length_s + 0.12)
    low, high = 0.5 + 0.2 * moment.level, 0.62 + 0.3 * moment.level
    middle_s = bar.start_s + bar.length_s * 0.55
    sketch.swell(moment.ensemble, role, bar.start_s, middle_s, low, high)
    sketch.swell(moment.ensemble, role, middle_s, bar.end_s, high, low)


def bass(sketch: Sketch, moment: Moment, *, velocity: float, beats: Sequence[float] = (0.0,)) -> None:
    """The root, on the given beats, each held until the next; the last of several may be its fifth."""
    inside = [beat for beat in beats if beat < moment.bar.beat_count]
    for index, (beat, following) in enumerate(
        zip(inside, [*inside[1:], float(moment.bar.beat_count)], strict=True)
    ):
        length_s = (following - beat) * moment.bar.beat_s * 0.96
        is_fifth = index and index == len(inside) - 1 and moment.place % 2
        pitch = moment.bass + (7 if is_fifth and moment.bass + 7 <= 50 else 0)
        sketch.play(moment.ensemble, "bass", pitch, velocity - 5 * bool(index), moment.bar.at(beat), length_s)


def arpeggio(
    sketch: Sketch,
    moment: Moment,
    patterns: Sequence[Sequence[Sequence[int]]],
    *,
    velocity: float,
    step_beats: float,
) -> None:
    """The chord, note by note, ringing on as under a pedal; softer while a motif is stated."""
    voices = (moment.bass + 12, *moment.chord)
    pattern = patterns[moment.variant % len(patterns)][moment.place]
    beat, index = 0.0, 0
    while beat < moment.bar.beat_count - 1e-6:
        which = pattern[index % len(pattern)]
        if which != _REST:
            # The hand leans on the beat, and rises and falls with the line.
            accent = (5 if index == 0 else 0) + 1.5 * which - (5 if moment.has_melody else 0)
            ring_s = max(moment.bar.length_s - beat * moment.bar.beat_s, moment.bar.beat_s)
            pitch = voices[which % len(voices)]
            sketch.play(moment.ensemble, "arpeggio", pitch, velocity + accent, moment.bar.at(beat), ring_s)
        beat, index = beat + step_beats, index + 1


def ostinato(
    sketch: Sketch,
    moment: Moment,
    figures: Sequence[Sequence[Sequence[tuple[int, int] | None]]],
    root: int,
    *,
    velocity: float,
    step_beats: float = 0.5,
) -> None:
    """Short notes in a figure; the fourth bar of a phrase turns it. The touch grows through the bar."""
    pair = figures[moment.variant % len(figures)]
    figure = pair[1 if moment.place == PHRASE_BARS - 1 or moment.is_last else 0]
    beat, index = 0.0, 0
    while beat < moment.bar.beat_count - 1e-6:
        step = figure[index % len(figure)]
        # The second bar of a phrase drops one note, the third another: a figure is heard, not a machine.
        is_dropped = moment.place in (1, 2) and index == 2 * moment.place + 1
        if step is not None and not is_dropped:
            semitones, accent = step
            loud = velocity + 7 * accent + 0.8 * index
            length_s = step_beats * moment.bar.beat_s * (0.5 if accent else 0.42)
            sketch.play(moment.ensemble, "pulse", root + semitones, loud, moment.bar.at(beat), length_s)
        beat, index = beat + step_beats, index + 1


def tremolo(sketch: Sketch, moment: Moment, pitches: Sequence[int], *, velocity: float) -> None:
    """Held and growing through the phrase."""
    bar = moment.bar
    for pitch in pitches:
        sketch.play(moment.ensemble, "tremolo", pitch, velocity, bar.start_s, bar.length_s + 0.1)
    start = 0.35 + 0.1 * moment.place
    end = min(start + 0.15 + 0.25 * moment.level, 0.95)
    sketch.swell(moment.ensemble, "tremolo", bar.start_s, bar.end_s, start, end)


def countermelody(sketch: Sketch, moment: Moment, *, velocity: float) -> None:
    """One voice that moves by step from bar to bar, where no motif is stated."""
    if moment.has_melody:
        return
    bar = moment.bar
    sketch.play(moment.ensemble, "counter", moment.guide, velocity, bar.start_s, bar.length_s * 0.97)
    sketch.swell(moment.ensemble, "counter", bar.start_s, bar.end_s, 0.55, 0.8)


def calm(sketch: Sketch, moment: Moment) -> None:
    pad(sketch, moment, velocity=44 + 16 * moment.level)
    bass(sketch, moment, velocity=48 + 12 * moment.level)
    if moment.level > 0.25:
        arpeggio(sketch, moment, _QUIET, velocity=40 + 14 * moment.level, step_beats=1.0)
    if moment.level > 0.45:
        countermelody(sketch, moment, velocity=44 + 10 * moment.level)


def tension(sketch: Sketch, moment: Moment) -> None:
    strength = moment.level
    root = 36 + moment.tonic % 12
    root += 12 if root < 38 else 0
    step = 0.5 if strength >= 0.4 else 1.0
    ostinato(sketch, moment, _UNEASY, root, velocity=40 + 20 * strength, step_beats=step)
    bass(sketch, moment, velocity=44 + 14 * strength)
    held = moment.chord[:2] if strength < 0.5 else moment.chord
    tremolo(sketch, moment, held, velocity=38 + 22 * strength)
    if strength > 0.65 and moment.place >= 2:
        # High and thin, a semitone that does not resolve.
        bar = moment.bar
        sketch.play(moment.ensemble, "colour", moment.chord[-1] + 13, 38, bar.at(1.0), bar.length_s)


def tenderness(sketch: Sketch, moment: Moment) -> None:
    pad(sketch, moment, velocity=40 + 14 * moment.level)
    bass(sketch, moment, velocity=42 + 10 * moment.level)
    arpeggio(sketch, moment, _FLOWING, velocity=36 + 14 * moment.level, step_beats=0.5)
    if moment.level > 0.4:
        countermelody(sketch, moment, velocity=44 + 8 * moment.level)


def reveal(sketch: Sketch, moment: Moment) -> None:
    pad(sketch, moment, velocity=42 + 22 * moment.level)
    bass(sketch, moment, velocity=54 + 18 * moment.level)
    tremolo(sketch, moment, (moment.chord[-1] + 12,), velocity=34 + 16 * moment.level)
    bar = moment.bar
    if moment.place == 0:
        sketch.play(moment.ensemble, "colour", moment.chord[-1] + 12, 52, bar.at(0.5), bar.length_s)
    elif moment.place == 2:
        countermelody(sketch, moment, velocity=46 + 10 * moment.level)


def comedy(sketch: Sketch, moment: Moment) -> None:
    bass(sketch, moment, velocity=52 + 12 * moment.level, beats=(0.0, 2.0))
    bar = moment.bar
    offbeats = [1.0, 3.0] if moment.place != PHRASE_BARS - 1 else [1.0, 2.5, 3.0]
    for beat in (b for b in offbeats if b < bar.beat_count):
        for pitch in moment.chord:
            loud = 48 + 14 * moment.level - (4 if beat == 3.0 else 0)
            sketch.play(moment.ensemble, "pulse", pitch, loud, bar.at(beat), bar.beat_s * 0.4)
    if moment.place == PHRASE_BARS - 1 and not moment.has_melody:
        for step, beat in enumerate((0.5, 1.0, 1.5, 2.0)):
            pitch = moment.chord[step % len(moment.chord)] + 12
            sketch.play(moment.ensemble, "lead", pitch, 50 + 3 * step, bar.at(beat), bar.beat_s * 0.3)


def action(sketch: Sketch, moment: Moment) -> None:
    strength = moment.level
    ostinato(sketch, moment, _DRIVING, moment.bass + 12, velocity=44 + 20 * strength)
    bass(sketch, moment, velocity=52 + 16 * strength, beats=(0.0, 1.5, 3.0))
    bar = moment.bar
    beats = _DRUMS[moment.variant % len(_DRUMS)][moment.place]
    for index, beat in enumerate(b for b in beats if b < bar.beat_count):
        loud = 46 + 22 * strength + (10 if beat == 0 else 0) + (1.5 * index if moment.place == 3 else 0)
        sketch.play(moment.ensemble, "drum", moment.bass, loud, bar.at(beat), bar.beat_s)
    pad(sketch, moment, velocity=44 + 18 * strength)


def sorrow(sketch: Sketch, moment: Moment) -> None:
    pad(sketch, moment, velocity=40 + 16 * moment.level)
    bass(sketch, moment, velocity=42 + 10 * moment.level)
    arpeggio(sketch, moment, _SPARSE, velocity=38 + 12 * moment.level, step_beats=1.0)
    countermelody(sketch, moment, velocity=42 + 12 * moment.level)


def triumph(sketch: Sketch, moment: Moment) -> None:
    strength = moment.level
    pad(sketch, moment, velocity=54 + 22 * strength)
    bass(sketch, moment, velocity=60 + 14 * strength, beats=(0.0, 2.0))
    arpeggio(sketch, moment, _FLOWING, velocity=44 + 16 * strength, step_beats=0.5)
    bar = moment.bar
    beats = ((0.0, 3.0, 3.5), (0.0, 2.0), (0.0, 3.0, 3.5), (0.0, 2.0, 3.0, 3.25, 3.5, 3.75))[moment.place]
    for beat in (b for b in beats if b < bar.beat_count):
        sketch.play(moment.ensemble, "drum", moment.bass, 50 + 22 * strength, bar.at(beat), 0.6)
    if moment.place == 0 and not moment.has_melody:
        countermelody(sketch, moment, velocity=56 + 12 * strength)


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
