"""Motifs, their ABC and MIDI forms."""

import io
import re

import mido
import pytest

from reelwright.score import ScoreBrief, ScoreSection
from reelwright.score.abc import to_abc
from reelwright.score.built_in import BuiltInComposer
from reelwright.score.midi import to_midi
from reelwright.score.motif import motif_of, pitch_of, slowed, thinned

_ABC_NOTE = re.compile(r"([\^=])([A-Ga-g])([,']*)(\d*)")
_SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def pitches_in_abc(abc: str) -> list[tuple[int, int]]:
    """(MIDI pitch, eighths) of each note, read by the rules of ABC 2.1."""
    notes = []
    for sign, letter, marks, length in _ABC_NOTE.findall(abc.splitlines()[-1]):
        octave = 60 if letter.isupper() else 72
        octave += 12 * (marks.count("'") - marks.count(","))
        notes.append((octave + _SEMITONES[letter.upper()] + (sign == "^"), int(length or 1)))
    return notes


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("is_pentatonic", [False, True])
def test_abc_says_what_the_motif_is(seed, is_pentatonic):
    """The text holds every note; the motif is two bars long and can be hummed."""
    motif = motif_of(seed, is_pentatonic=is_pentatonic)
    played = [(pitch_of(n.degree, motif.tonic, motif.scale), n.eighths) for n in motif.notes]
    assert pitches_in_abc(to_abc(motif)) == played
    assert sum(n.eighths for n in motif.notes) == 16
    pitches = [pitch for pitch, _ in played]
    assert max(pitches) - min(pitches) <= 19
    assert min(pitches) >= 48 and max(pitches) <= 82


def test_variations_keep_their_length():
    """Thinned is as long as the motif, slowed twice as long."""
    notes = motif_of(3).notes
    assert sum(n.eighths for n in thinned(notes, 3)) == 16
    assert len(thinned(notes, 3)) == 3
    assert sum(n.eighths for n in slowed(notes)) == 32


def test_midi_keeps_every_note_in_time():
    """Read back by mido with its tempo map: the same notes within 3 ms, and the hits as markers."""
    score = BuiltInComposer().compose(
        ScoreBrief(
            motif_seed=5,
            length_s=20.0,
            hits_s=(7.3,),
            sections=(
                ScoreSection(mood="sorrow", intensity=0.5, start_s=0, length_s=9),
                ScoreSection(mood="action", intensity=0.7, start_s=9, length_s=11),
            ),
        )
    )
    file = mido.MidiFile(file=io.BytesIO(to_midi(score)))
    now_s, heard, markers = 0.0, [], []
    for message in file:
        now_s += message.time
        if message.type == "note_on":
            heard.append((now_s, message.channel, message.note))
        elif message.type == "marker":
            markers.append(now_s)
    assert len(heard) == len(score.notes)
    for (at_s, pitch), note in zip(
        sorted((h[2], h[0]) for h in heard), sorted((n.pitch, n.start_s) for n in score.notes), strict=True
    ):
        assert at_s == note[0]
        assert pitch == pytest.approx(note[1], abs=0.003)
    assert markers == pytest.approx([7.3], abs=0.003)
    assert to_midi(score) == to_midi(score)
