"""Notes, action lines and the author's folders → what is heard, where and when."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from reelwright.audio.wave import read_wave, write_wave
from reelwright.build import LocalExecutor
from reelwright.delivery.sound import encode_flac
from reelwright.production.episode import _Episode
from reelwright.production.makers.settings import MusicSettings
from reelwright.production.own_sounds import read_sounds
from reelwright.production.sounds import effects_in
from reelwright.stage.blows import blows_of
from reelwright.storyboard.documents import Beat, EffectCue, Shot, Subject
from reelwright.studio.make import prepare, run
from reelwright.studio.series import open_series

SCRIPT = """Title: Two Doors

INT. OFFICE - NIGHT

MEI
I know what you did.

LEO
(cold)
Prove it.

MEI
I will. Today.

Mei slaps Leo.

LEO
You have no idea who I am.

EXT. GARDEN - DAY

[[music: tender]]

LEO
It was never about the money.

MEI
Then what was it? [[sfx: temple bell]] [[sfx: thundr]]

LEO
You. It was always you.

MEI
Liar.
"""


def tone(seconds: float, hz: float = 440.0) -> np.ndarray:
    t = np.arange(round(seconds * 48000)) / 48000
    return np.repeat((0.3 * np.sin(2 * np.pi * hz * t))[:, None], 2, axis=1).astype(np.float32)


@pytest.fixture
def series(tmp_path: Path) -> Path:
    folder = tmp_path / "two-doors"
    (folder / "episodes").mkdir(parents=True)
    (folder / "episodes" / "01.fountain").write_text(SCRIPT)
    (folder / "series.toml").write_text('title = "Two Doors"\nensemble = "chamber"\n')
    sounds = folder / "sounds"
    (sounds / "ambience").mkdir(parents=True)
    (sounds / "Temple Bell.flac").write_bytes(encode_flac(tone(0.5)))
    (sounds / "slap.wav").write_bytes(write_wave(tone(0.25, 900.0)[:, 0], sample_rate_hz=44100))
    (sounds / "door slam.ogg").write_bytes(b"OggS but no")
    (sounds / "ambience" / "birds.wav").write_bytes(write_wave(tone(1.5, 2000.0)))
    motifs = folder / "motifs"
    motifs.mkdir()
    (motifs / "mei.abc").write_text("X:1\nT:Mei\nL:1/8\nK:Am\nA2 c2 e4 | d2 c2 B4 |\n")
    (motifs / "leo.abc").write_text("no tune\n")
    (motifs / "nobody.abc").write_text("K:C\nCDE\n")
    return folder


def test_what_cannot_be_used_is_named(series: Path) -> None:
    """A broken sound, a tune that is none, a tune for nobody, a misspelt effect: notices with their place."""
    prepared = prepare(open_series(series))
    said = {(notice.code, notice.where) for notice in prepared.notices}
    assert ("own-sound-unused", "sounds/door slam.ogg") in said
    assert ("own-motif-unused", "motifs/leo.abc") in said
    assert ("own-motif-unused", "motifs/nobody.abc") in said
    (misspelt,) = [notice for notice in prepared.notices if notice.code == "unknown-effect"]
    assert "'thundr'; 'thunder' is heard" in misspelt.message


def test_an_episode_is_heard(series: Path) -> None:
    """Own sounds and tunes are in the mix and its folder; the slap falls on the drawn hit and on a hit of
    the score; the music of the first scene goes on into the second; each lead's motif is asked for."""
    prepared = prepare(open_series(series))
    plan, store = prepared.plans[0], prepared.build.store
    asked = ["1/mix", "1/title-theme"]
    made = run(prepared.build.only(asked), LocalExecutor(store.folder, width=1), lambda event: None)
    episode = _Episode(plan)
    timeline = episode.conformed(made, store)
    effects = {clip.name: clip for clip in timeline.effects}
    assert {"slap", "temple-bell", "thunder"} <= set(effects)
    assert [effects[name].place for name in ("slap", "temple-bell", "thunder")] == ["OFFICE", "GARDEN", ""]

    hitting = next(s for s in plan.storyboard.shots if any(b.gesture == "slap" for b in s.beats))
    picture = next(p for p in timeline.pictures if p.shot_id == hitting.id)
    timing = episode.timings([hitting], made, store)[0]
    (landed,) = blows_of(episode.brief(hitting, timing, made, store))[:1]
    assert effects["slap"].start_frame == picture.start_frame + landed > picture.start_frame
    assert effects["slap"].start_frame - timeline.music[0].start_frame in timeline.music[0].hit_frames

    bell, _ = read_wave(
        store.read(made[f"1/effect/temple-bell-{effects['temple-bell'].seed}"].outputs["sound.wav"])
    )
    assert abs(len(bell) - 24000) < 10 and np.abs(bell).max() == pytest.approx(0.5, abs=0.02)
    air, _ = read_wave(store.read(made[f"1/ambience/{timeline.ambience[1].id}"].outputs["sound.wav"]))
    spectrum = np.abs(np.fft.rfft(air[:48000, 0]))
    assert spectrum.argmax() == 2000

    first, second = timeline.music
    assert (first.goes_on, first.follows, second.goes_on, second.follows) == (True, False, False, True)
    # Over a card nobody is seen: the series' own motif plays.
    assert {person.character for person in (*first.people, *second.people)} == {"mei", "leo", ""}
    settings = msgspec.json.decode(
        prepared.build.steps[f"1/music/{second.id}"].plan(made, store).settings, type=MusicSettings
    )
    assert [own.character for own in settings.brief.own_motifs] == ["mei"]
    names = list(made["1/title-theme"].outputs)
    assert "cue.abc" in names and "stem-melody.flac" in names
    book = store.read(made["1/title-theme"].outputs["cue.abc"]).decode()
    assert "T:series" in book and "T:mei" in book and "T:leo" in book


def test_effects_are_where_they_happen() -> None:
    """At the one who does it; a blow at the one who gets it; the air everywhere; one alone, in the middle."""
    two = (Subject(character="mei", side="left"), Subject(character="leo", side="right", role="listener"))
    beats = (
        Beat(
            kind="action", seconds=1.0, character="mei", partner="leo", gesture="slap", text="Mei slaps Leo."
        ),
        Beat(kind="action", seconds=1.0, character="mei", text="Mei's phone buzzes. Thunder."),
    )
    shot = Shot(
        id="a.two", line_id="a", scene_id="s", framing="two-shot", beats=beats, subjects=two,
        effects=(EffectCue(name="door slams", beat=1, pan=-0.8),),
    )  # fmt: skip
    pans = {effect.name: effect.pan for effect in effects_in(shot)}
    assert pans["slap"] > 0.3 and pans["phone-buzz"] < -0.3
    assert pans["thunder"] == 0.0 and pans["door-slam"] == -0.8
    alone = msgspec.structs.replace(shot, subjects=two[:1], framing="close-up")
    assert {effect.pan for effect in effects_in(alone) if effect.name != "door-slam"} == {0.0}


def test_a_folder_without_sounds_says_nothing(tmp_path: Path) -> None:
    """No folder, no file, no notice."""
    sounds, notices = read_sounds(tmp_path)
    assert not sounds.effects and not notices
