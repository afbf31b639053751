"""What every composing engine must do; run on the built-in engine and on a hand-written one that sings."""

from __future__ import annotations

from importlib.metadata import EntryPoint, EntryPoints

import numpy as np
import pytest

from reelwright.build import Inputs, Outputs, Store
from reelwright.production import engines
from reelwright.production.engines import COMPOSERS, composer_named
from reelwright.production.makers.settings import MusicSettings
from reelwright.production.makers.sound import play_cue
from reelwright.score import Composer, Music, ScoreBrief, ScoreSection
from reelwright.score.built_in import BuiltInComposer
from reelwright.score.documents import SungWord


class Humming:
    """The smallest engine that sings: a tone a word, in two stems, a little too long."""

    name = "humming"
    version = "1"
    notices = ()

    def play(self, brief: ScoreBrief) -> Music:
        count = round((brief.length_s + brief.tail_s + 0.5) * 48000)
        t = np.arange(count) / 48000
        voice = np.repeat((0.1 * np.sin(2 * np.pi * 220 * t))[:, None], 2, axis=1).astype(np.float32)
        words = " ".join(brief.lyrics).split()
        step_s = brief.length_s / max(len(words), 1)
        sung = tuple(SungWord(word, n * step_s, (n + 1) * step_s) for n, word in enumerate(words))
        return Music(pcm=voice * 2, stems={"voice": voice, "hum": voice}, lyrics=sung)


BRIEF = ScoreBrief(
    motif_seed=4,
    length_s=5.0,
    sections=(ScoreSection(mood="calm", intensity=0.5, start_s=0.0, length_s=5.0),),
    goes_on=True,
    lyrics=("Where did you go",),
    style="slow ballad",
    key="A minor",
    beats_per_minute=72.0,
)


@pytest.fixture(scope="module", params=[BuiltInComposer, Humming])
def composer(request: pytest.FixtureRequest) -> Composer:
    engine: Composer = request.param()
    return engine


def test_music_is_finite_and_its_stems_sum_to_it(composer: Composer) -> None:
    assert isinstance(composer, Composer) and composer.name and composer.version
    music = composer.play(BRIEF)
    assert music.pcm.dtype == np.float32 and music.pcm.shape[1] == 2
    assert len(music.pcm) >= round((BRIEF.length_s + BRIEF.tail_s) * 48000)
    assert np.isfinite(music.pcm).all() and 0.01 < np.abs(music.pcm).max() <= 1.0
    assert np.abs(sum(music.stems.values()) - music.pcm).max() < 1e-5
    # Whoever does not sing the words says so.
    assert music.lyrics or [notice.code for notice in music.notices] == ["lyrics-not-sung"]


def test_the_same_brief_gives_the_same_samples(composer: Composer) -> None:
    assert composer.play(BRIEF).pcm.tobytes() == composer.play(BRIEF).pcm.tobytes()


def test_a_registered_engine_makes_the_cues(tmp_path, monkeypatch) -> None:
    """Found by its entry point; its sound is brought to length with a notice; stems and lyric times come
    out, and what it does not write is not there."""
    point = EntryPoint("humming", f"{__name__}:Humming", COMPOSERS)
    monkeypatch.setattr(
        engines, "entry_points", lambda group: EntryPoints([point] if group == COMPOSERS else [])
    )
    monkeypatch.setattr(EntryPoint, "load", lambda self: Humming)
    assert composer_named("humming").name == "humming"
    store = Store(tmp_path / "store")
    outputs = Outputs(store, tmp_path)
    play_cue(MusicSettings(engine="humming", engine_version="1", brief=BRIEF), Inputs({}, store), outputs)
    assert set(outputs.digests) == {"sound.wav", "stem-voice.flac", "stem-hum.flac", "lyrics.json"}
    assert [notice.code for notice in outputs.notices] == ["music-length"]
    assert b'"text":"Where","start_s":0.0' in store.read(outputs.digests["lyrics.json"])
