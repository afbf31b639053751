"""The built-in composer: what a brief becomes, by its notes and by its sound."""

import itertools
from dataclasses import dataclass

import numpy as np
import pytest

from reelwright.audio.loudness import integrated_lufs, true_peak_dbtp
from reelwright.errors import BadInput, MissingDependency
from reelwright.score import Composer, ScoreBrief, ScoreSection
from reelwright.score.built_in import BuiltInComposer
from reelwright.score.ensembles import ENSEMBLES, ensemble_for
from reelwright.score.midi import to_midi
from reelwright.score.soundfont import SoundBank, find_sound_bank
from reelwright.screenplay.documents import MOODS

FRAME_S = 1 / 24


def section(mood: str, start_s: float, length_s: float, intensity: float = 0.6) -> ScoreSection:
    return ScoreSection(mood=mood, intensity=intensity, start_s=start_s, length_s=length_s)


def brief(seed: int = 7, **changes) -> ScoreBrief:
    fields = {
        "motif_seed": seed,
        "length_s": 12.0,
        "sections": (section("calm", 0, 6, 0.4), section("tension", 6, 6, 0.8)),
        "hits_s": (9.125,),
    }
    return ScoreBrief(**{**fields, **changes})


@dataclass(frozen=True)
class Played:
    composer: BuiltInComposer
    pcm: np.ndarray


@pytest.fixture(scope="module")
def played() -> Played:
    composer = BuiltInComposer()
    return Played(composer, composer.render(composer.compose(brief())).pcm)


def test_is_a_composer():
    """The built-in one fulfils the protocol."""
    assert isinstance(BuiltInComposer(), Composer)


def test_same_brief_same_samples(played):
    """Notes and samples come out the same to the bit, whatever another composer played before."""
    again = BuiltInComposer()
    other = again.compose(brief(8, length_s=3.0, hits_s=()))
    again.render(other)
    assert again.compose(brief()) == played.composer.compose(brief())
    assert np.array_equal(again.render(again.compose(brief())).pcm, played.pcm)


def test_length_is_exact_and_ends_are_silent(played):
    """To the sample, from silence to silence, without clipping and at its level."""
    assert played.pcm.shape == (12 * 48000, 2)
    assert played.pcm.dtype == np.float32
    assert np.abs(played.pcm[0]).max() == 0
    assert np.abs(played.pcm[-48:]).max() < 1e-4
    assert true_peak_dbtp(played.pcm) <= -1.4
    assert -24 < integrated_lufs(played.pcm) < -16


def test_two_series_do_not_sound_alike():
    """Over many series, motifs and keys differ; in one series they are the same in every cue."""
    composer = BuiltInComposer()
    scores = [composer.compose(brief(seed)) for seed in range(40)]
    assert len({score.abc for score in scores}) >= 38
    assert len({score.ensemble for score in scores}) >= 4
    assert composer.compose(brief(3, cue_index=9)).motif == scores[3].motif


@pytest.mark.parametrize("mood", MOODS)
def test_every_mood_has_its_music(mood):
    """Each mood sounds from the first second to the last bar, and unlike calm."""
    composer = BuiltInComposer()
    score = composer.compose(brief(sections=(section(mood, 0, 12),), hits_s=()))
    starts = sorted(note.start_s for note in score.notes)
    assert starts[0] < 0.1
    assert max(b - a for a, b in itertools.pairwise(starts)) < 4.5
    assert max(note.start_s + note.length_s for note in score.notes) > 11
    calm = composer.compose(brief(sections=(section("calm", 0, 12),), hits_s=()))
    assert mood == "calm" or [n.pitch for n in score.notes] != [n.pitch for n in calm.notes]


@pytest.mark.parametrize("seed", [1, 2, 5, 7])
def test_hits_are_struck_within_a_frame(seed):
    """At each hit several notes begin on its moment; nothing begins in the breath before it."""
    hits_s = (2.0417, 5.9, 9.125, 9.5)
    score = BuiltInComposer().compose(brief(seed, hits_s=hits_s))
    for hit_s in hits_s:
        assert sum(abs(note.start_s - hit_s) < 1e-9 for note in score.notes) >= 3
        assert not [
            n for n in score.notes if hit_s - 0.2 < n.start_s < hit_s - FRAME_S and n.start_s not in hits_s
        ]


def test_a_hit_is_heard_within_a_frame(played):
    """The sound rises by 6 dB within one frame of the hit."""
    at = round(9.125 * 48000)
    frame = round(FRAME_S * 48000)
    before, after = played.pcm[at - frame : at], played.pcm[at : at + frame]
    assert np.square(after).mean() > 4 * np.square(before).mean()


def test_sections_begin_on_downbeats_and_change_the_tempo():
    """A change of mood is a change of tempo at its very moment."""
    score = BuiltInComposer().compose(
        brief(sections=(section("sorrow", 0, 6.5), section("action", 6.5, 5.5)), hits_s=())
    )
    assert [tempo.at_s for tempo in score.tempos] == [0.0, 6.5]
    assert score.tempos[1].beats_per_minute > 1.6 * score.tempos[0].beats_per_minute


def test_voices_lead_smoothly():
    """In calm music no voice of the pad leaps by more than a fifth, and none goes below the mud line."""
    score = BuiltInComposer().compose(brief(length_s=40.0, sections=(section("calm", 0, 40),), hits_s=()))
    channel = next(i.channel for i in score.instruments if i.role == "pad")
    chords: dict[int, list[int]] = {}
    for note in (n for n in score.notes if n.channel == channel):
        chords.setdefault(round(note.start_s * 2), []).append(note.pitch)
    ordered = [sorted(chords[key]) for key in sorted(chords)]
    steps = [abs(x - y) for a, b in itertools.pairwise(ordered) for x, y in zip(a, b, strict=False)]
    assert len(ordered) >= 6
    assert max(steps) <= 7
    assert min(min(chord) for chord in ordered) >= 48


@pytest.mark.parametrize("seed", [6, 7])
def test_the_cliffhanger_stings(played, seed):
    """The last seconds are the loudest; an odd series is then cut dead, an even one rings out."""
    composer = played.composer
    calm = (section("calm", 0, 12, 0.4),)
    pcm = composer.play(brief(seed, sections=calm, hits_s=(), is_final=True)).pcm
    level = np.sqrt(np.square(pcm).mean(axis=1).reshape(-1, 4800).mean(axis=1))
    assert level[80:115].max() > 1.6 * level[:75].max()
    assert np.abs(pcm[-4800:]).max() < 0.05
    if seed % 2:
        assert level[-2] > 0.3 * level[-10]
        assert np.abs(pcm[-4000:]).max() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"length_s": 0.3, "sections": (section("calm", 0, 0.3),), "hits_s": ()},
        {"sections": ()},
        {"sections": (section("jazz", 2, 10, 7.0),)},
        {"hits_s": (-1.0, 0.0, 11.999, 40.0)},
        {"hits_s": tuple(i * 0.1 for i in range(100))},
        {"is_final": True, "length_s": 1.0},
    ],
)
def test_odd_briefs_make_music(played, changes):
    """Short cues, no sections, unknown moods, impossible hits: a score within its length."""
    composer = played.composer
    score = composer.compose(brief(**changes))
    assert score.notes
    assert all(n.start_s >= 0 and n.start_s + n.length_s <= score.length_s + 1e-6 for n in score.notes)
    assert len(composer.render(score).pcm) == round(score.length_s * 48000)


def test_where_no_music_is_asked_for_nothing_plays(played):
    """``none`` in the middle is silence once the last chord has rung out, hits and motifs included, and music
    comes back after it; a cue of nothing else is silent, is no fault, and has no sting."""
    silent = section("none", 4, 8, 0.9)
    music = played.composer.play(
        brief(
            length_s=18.0, sections=(section("action", 0, 4), silent, section("calm", 12, 6)), hits_s=(9.0,)
        )
    )
    assert not [n for n in music.score.notes if 4 <= n.start_s < 11.9]
    assert not music.score.hits_s and not [s for s in music.score.statements if 4 <= s.at_s < 11.9]
    level = [np.sqrt(np.square(music.pcm[s * 48000 : (s + 1) * 48000]).mean()) for s in range(18)]
    assert max(level[8:11]) < 0.01 * level[2] and level[14] > 0.1 * level[2]
    whole = brief(length_s=6.0, sections=(section("none", 0, 6),), hits_s=(3.0,), is_final=True)
    nothing = played.composer.play(whole)
    assert nothing.pcm.shape == (6 * 48000, 2) and np.abs(nothing.pcm).max() < 1e-6
    assert to_midi(nothing.score)[:4] == b"MThd"


@pytest.mark.parametrize("length_s", [0.0, -3.0, float("nan"), 1e9])
def test_impossible_lengths_are_refused(length_s):
    """Nothing, the past, NaN and a month are bad input."""
    with pytest.raises(BadInput, match="cue"):
        BuiltInComposer().compose(brief(length_s=length_s))


def test_ensemble_follows_the_story():
    """Words choose; a name decides; a palace in Chinese is played on Chinese instruments."""
    assert ensemble_for("EMPRESS of the 紫禁城 后宫", language="zh", motif_seed=1) in ("guzheng-dizi", "erhu")
    assert ensemble_for("a hospital, a mother", language="en", motif_seed=1) == "piano-strings"
    assert ensemble_for("Drone", language="en", motif_seed=1) == "drone"
    assert {ensemble_for("", language="zh", motif_seed=s) for s in range(30)} <= set(ENSEMBLES)


def test_without_a_bank_it_still_plays(tmp_path, monkeypatch):
    """No sound bank: the plain synthesiser plays, the notice names the packages, the version says so."""
    monkeypatch.setattr("reelwright.score.built_in.find_sound_bank", lambda: None)
    composer = BuiltInComposer()
    assert composer.version.endswith("+plain")
    assert "musescore-general-soundfont-small" in composer.notices[0].next_step
    score = composer.compose(brief(length_s=6.0, sections=(section("calm", 0, 6),), hits_s=(3.0,)))
    pcm = composer.render(score).pcm
    assert len(pcm) == 6 * 48000
    assert integrated_lufs(pcm) > -25
    assert find_sound_bank([tmp_path]) is None


def test_a_broken_bank_is_named(tmp_path):
    """A bank that is not one is named, and the plain synthesiser plays: no crash, no silence."""
    bank = tmp_path / "TimGM6mb.sf2"
    bank.write_bytes(b"not a bank")
    with pytest.raises(MissingDependency, match=r"TimGM6mb\.sf2"):
        SoundBank(bank)
    composer = BuiltInComposer(bank)
    music = composer.play(brief(length_s=3.0, sections=(section("calm", 0, 3),), hits_s=()))
    assert np.abs(music.pcm).max() > 0.01
    assert "TimGM6mb.sf2" in composer.notices[0].message and composer.version.endswith("+plain")
