"""Motifs of people: who is heard when, in which form; the author's own; two series side by side."""

import itertools

import numpy as np
import pytest

from reelwright.errors import BadInput
from reelwright.score import OnScreen, OwnMotif, ScoreBrief, ScoreSection
from reelwright.score.abc import from_abc, key_named, note_pitch, to_abc
from reelwright.score.built_in import BuiltInComposer
from reelwright.score.documents import Score
from reelwright.score.motif import SCALES, motif_of

HANDEL = """X:3
T:An old friend
M:4/4
L:1/8
K:Bm
"Bm"B2 f>e {g}d2 z2 | [FB]4 ^A2 (c'/2b/2a) (3bag |
"""


def section(mood: str, start_s: float, length_s: float, intensity: float = 0.5) -> ScoreSection:
    return ScoreSection(mood=mood, intensity=intensity, start_s=start_s, length_s=length_s)


def cue(seed: int = 7, **changes) -> Score:
    fields = {"motif_seed": seed, "length_s": 24.0, "sections": (section("calm", 0, 24.0),)}
    return BuiltInComposer().compose(ScoreBrief(**{**fields, **changes}))


def sung(score: Score, at_s: float, role: str) -> list[int]:
    """Pitches of a role from a moment on, in order."""
    channels = {part.channel for part in score.instruments if part.role == role}
    return [n.pitch for n in score.notes if n.channel in channels and n.start_s > at_s - 0.05]


def steps(pitches: list[int]) -> list[int]:
    return [b - a for a, b in itertools.pairwise(pitches)]


def test_the_one_on_screen_is_heard():
    """A motif is stated where its character comes into the picture, by an instrument of their own."""
    people = (OnScreen("mara", 0.0), OnScreen("victor", 12.0))
    score = cue(people=people, sections=(section("calm", 0, 12), section("sorrow", 12, 12)))
    assert [said.character for said in score.statements] == ["mara", "victor"]
    assert score.statements[1].at_s == pytest.approx(12.0, abs=0.05)
    roles = {part.role for part in score.instruments}
    assert sum(role.startswith("solo-") for role in roles) >= 1 and "lead" not in roles
    for name in ("mara", "victor"):
        assert f"T:{name}\n" in score.abc


def test_a_mood_turns_the_motif():
    """The same tune in minor and in major; slowed and thinned where the mood asks for it."""
    minor, major = (cue(4, sections=(section(mood, 0, 24),)) for mood in ("calm", "tenderness"))
    dark, bright = (steps(sung(score, 0.0, "lead"))[:4] for score in (minor, major))
    assert dark != bright
    assert [np.sign(step) for step in dark] == [np.sign(step) for step in bright]
    tense = cue(4, sections=(section("tension", 0, 24),))
    assert tense.statements[0].form == "thinned"
    forms = {
        said.form for index in range(8) for said in cue(4, cue_index=index, length_s=40.0,
                                                       sections=(section("sorrow", 0, 40),)).statements
    }  # fmt: skip
    assert "slowed" in forms


def test_an_own_motif_is_played_in_the_key_of_the_series():
    """A tune in ABC is heard note for note, transposed; the book says whose it is."""
    own = OwnMotif("mara", "K:D\nL:1/4\nd e f a | b2 a2 |")
    people = (OnScreen("mara", 0.0),)
    score = cue(people=people, own_motifs=(own,), sections=(section("tenderness", 0, 24),))
    role = next(part.role for part in score.instruments if part.role.startswith("solo"))
    assert steps(sung(score, 0.0, role))[:5] == [2, 2, 3, 2, -2]
    assert score.motif == motif_of(7) or score.motif.tonic == motif_of(7, is_pentatonic=True).tonic
    assert "T:mara\n" in score.abc


def test_abc_of_other_programs_is_read():
    """Key signatures, accidentals to the bar line, broken rhythm, chords, graces, words and octaves."""
    motif = from_abc(HANDEL)
    assert (motif.tonic % 12, motif.scale) == (11, "minor")
    pitches = [note_pitch(n, motif.tonic, motif.scale) for n in motif.notes if not n.is_rest]
    assert steps(pitches) == [7, -2, -2, -8, 4, 15, -2, -1, 1, -1, -3]
    assert [n.eighths for n in motif.notes[:10]] == [2, 1.5, 0.5, 2, 2, 4, 2, 0.5, 0.5, 1]
    assert sum(n.eighths for n in motif.notes[10:]) == pytest.approx(2)
    assert motif.notes[6].raised == 1


@pytest.mark.parametrize("seed", range(10))
def test_what_is_written_is_read(seed):
    """ABC and back: the same pitches and lengths."""
    motif = motif_of(seed, "mara", is_pentatonic=seed % 2 == 0)
    again = from_abc(to_abc(motif))
    for a, b in zip(motif.notes, again.notes, strict=True):
        difference = note_pitch(a, motif.tonic, motif.scale) - note_pitch(b, again.tonic, again.scale)
        assert difference % 12 == 0
        assert a.eighths == b.eighths


@pytest.mark.parametrize("text", ["", "hello", "K:D\n", "X:1\nK:Q\nabc", "K:D\nab$c", "K:D\nz4"])
def test_what_is_no_tune_is_refused(text):
    """With the name of the file."""
    with pytest.raises(BadInput, match=r"mara\.abc"):
        from_abc(text, where="motifs/mara.abc")


def test_a_key_and_a_tempo_may_be_asked_for():
    """As engines that sing want them."""
    score = cue(key="F# minor", beats_per_minute=144.0)
    assert (score.motif.tonic % 12, score.motif.beats_per_minute) == (6, 144.0)
    assert score.tempos[0].beats_per_minute > cue().tempos[0].beats_per_minute * 1.6
    assert key_named("Eb dorian")[1] == "dorian"


def test_melody_and_harmony_agree():
    """Of what is sung, little lies a semitone beside the chord under it, in every mood."""
    clash = total = 0.0
    for seed, mood in itertools.product(range(6), ("calm", "tenderness", "sorrow", "triumph", "action")):
        score = cue(seed, sections=(section(mood, 0, 24),), ensemble="piano-strings")
        channels = {part.channel: part.role for part in score.instruments}
        pads = [n for n in score.notes if channels[n.channel] in ("pad", "bass")]
        for note in (n for n in score.notes if channels[n.channel] == "lead"):
            middle_s = note.start_s + note.length_s / 2
            under = {p.pitch % 12 for p in pads if p.start_s <= middle_s < p.start_s + p.length_s}
            total += note.length_s
            is_of_chord = note.pitch % 12 in under
            clash += note.length_s * (
                not is_of_chord and any((note.pitch - p) % 12 in (1, 11) for p in under)
            )
    assert clash <= 0.1 * total


def likeness(a: Score, b: Score) -> float:
    """The share of notes of two scores that are the same: pitch, to a quarter of a second."""
    first, second = ({(n.pitch, round(n.start_s * 4)) for n in s.notes} for s in (a, b))
    return len(first & second) / len(first | second)


def test_two_series_and_two_seeds_share_few_notes():
    """Under the same scenes hardly a note is the same, and the motifs move otherwise; one series repeats
    itself to the note."""
    scenes = (section("calm", 0, 8, 0.4), section("tension", 8, 8, 0.7), section("tenderness", 16, 8, 0.6))
    scores = [cue(seed, sections=scenes, ensemble="piano-strings") for seed in range(8)]
    alike = [likeness(a, b) for a, b in itertools.combinations(scores, 2)]
    assert max(alike) < 0.35 and np.mean(alike) < 0.12
    tunes = {tuple(note.degree - s.motif.notes[0].degree for note in s.motif.notes) for s in scores}
    assert len(tunes) >= 7
    assert likeness(scores[0], cue(0, sections=scenes, ensemble="piano-strings")) == 1.0


def test_no_figure_is_a_machine():
    """No bar of an accompaniment is the one before it again, and touch varies from note to note."""
    for mood in ("tension", "action", "tenderness"):
        score = cue(5, sections=(section(mood, 0, 24, 0.7),), ensemble="piano-strings")
        role = "arpeggio" if mood == "tenderness" else "pulse"
        channel = next(part.channel for part in score.instruments if part.role == role)
        notes = [n for n in score.notes if n.channel == channel]
        same = [
            len(list(group)) for _, group in itertools.groupby(notes, key=lambda n: (n.pitch, n.velocity))
        ]
        assert max(same) <= 2, mood
        assert np.std([n.velocity for n in notes]) > 3


def test_music_follows_the_beats():
    """What is more intense is louder, and a rise is prepared before it comes."""
    scenes = (section("calm", 0, 16, 0.2), section("calm", 16, 8, 0.9))
    score = cue(5, sections=scenes, ensemble="piano-strings")

    def touch(start_s: float, end_s: float) -> float:
        return float(np.mean([n.velocity for n in score.notes if start_s <= n.start_s < end_s]))

    assert touch(16.5, 24) > touch(12, 16) + 2 > touch(0, 8) + 2
    assert all(scale in SCALES for scale in {score.motif.scale})


def test_the_title_theme_states_the_motif_and_closes():
    """Eight seconds: the whole motif, then the home chord, ringing out."""
    brief = ScoreBrief(
        motif_seed=3, length_s=8.0, sections=(section("triumph", 0, 8),), is_title=True, ensemble="chamber",
        people=(OnScreen("mara", 8.0),),
    )  # fmt: skip
    composer = BuiltInComposer()
    score = composer.compose(brief)
    assert score.statements[0].form == "whole" and score.statements[0].character == ""
    assert "T:mara" in score.abc
    last = {n.pitch % 12 for n in score.notes if abs(n.start_s - 16 / 3) < 1e-6}
    assert score.motif.tonic % 12 in last
    assert len(composer.render(score).pcm) == 8 * 48000


def test_a_cue_goes_on_without_a_hole():
    """Two cues laid as the mix lays them: nowhere around the cut is it 9 dB softer than on both sides."""
    composer = BuiltInComposer()
    parts = [
        composer.play(
            ScoreBrief(
                motif_seed=seed, length_s=9.0, sections=(section("calm", 0, 9),), cue_index=index,
                follows=index > 0, goes_on=index < 1, ensemble="piano-strings",
            )
        )
        for seed in (2,) for index in range(2)
    ]  # fmt: skip
    assert len(parts[0].pcm) == round(11.5 * 48000)
    total = np.zeros((18 * 48000, 2), np.float32)
    total[: len(parts[0].pcm)] += parts[0].pcm
    total[9 * 48000 :] += parts[1].pcm
    level = 10 * np.log10(np.square(total).mean(axis=1).reshape(-1, 9600).mean(axis=1) + 1e-12)
    around = level[40:51]
    assert around.min() > min(level[25:40].max(), level[51:66].max()) - 9
    # And alone, a cue does fade.
    alone = composer.play(ScoreBrief(motif_seed=2, length_s=9.0, sections=(section("calm", 0, 9),)))
    assert np.abs(alone.pcm[-2400:]).max() < 0.003


def test_stems_sum_to_the_cue():
    """Melody, harmony and rhythm; each sounds, together they are the cue."""
    music = BuiltInComposer().play(
        ScoreBrief(motif_seed=5, length_s=6.0, sections=(section("action", 0, 6),))
    )
    assert list(music.stems) == ["melody", "harmony", "rhythm"]
    assert np.abs(sum(music.stems.values()) - music.pcm).max() < 1e-6
    assert all(np.abs(stem).max() > 0.01 for stem in music.stems.values())
