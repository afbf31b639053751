"""The mix, by its numbers: loudness, peaks, ducking, stems, edges."""

import msgspec
import numpy as np
import pyloudnorm
import pytest
from bench.clicks import clicks_at, cuts_of
from scipy.signal import butter, lfilter, resample_poly

from reelwright.errors import BadInput
from reelwright.finishing.dialogue import dialogue
from reelwright.finishing.mix import Mix, effect_key, mix
from reelwright.performance import Word
from reelwright.timebase import FrameRate
from reelwright.timeline import (
    AmbienceClip,
    EffectClip,
    HeardLine,
    MusicClip,
    MusicSection,
    PictureClip,
    SpeechClip,
    Timeline,
)

FPS = 24
SECONDS = 16


def voice(seconds: float, seed: int, level: float = 0.1) -> np.ndarray:
    """A buzz in syllables, mono."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(seconds * 48000)) / 48000
    # Phases as scattered as those of a mouth: in step they would make a pulse no voice has.
    phases = rng.uniform(0, 6.28, 30)
    buzz = sum(np.sin(2 * np.pi * 130 * n * t + phases[n]) / n for n in range(1, 30))
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * t + rng.uniform(0, 6)), 0, 1) + 0.05
    return (level * buzz * syllables + 0.001 * rng.normal(0, 1, len(t))).astype(np.float32)


def tone(seconds: float, frequency_hz: float, level: float) -> np.ndarray:
    t = np.arange(round(seconds * 48000)) / 48000
    return np.repeat((level * np.sin(2 * np.pi * frequency_hz * t))[:, None], 2, axis=1).astype(np.float32)


def speech(line_id: str, start_s: float, seconds: float, **changes) -> SpeechClip:
    fields = {
        "line_id": line_id,
        "character": "mei",
        "speaker": "MEI",
        "text": "hello",
        "start_frame": round(start_s * FPS),
        "frame_count": round(seconds * FPS),
        "words": (Word("hello", 0.05, seconds - 0.05, 0, 5),),
        "place": "OFFICE",
    }
    return SpeechClip(**{**fields, **changes})


def episode(**changes) -> Timeline:
    fields = {
        "episode": 1,
        "frame_count": SECONDS * FPS,
        "pictures": (),
        "speeches": (speech("a", 3, 2), speech("b", 10, 2, style="whisper", pan=0.2)),
        "music": (
            MusicClip(
                id="m1",
                start_frame=0,
                frame_count=SECONDS * FPS,
                sections=(
                    MusicSection(mood="calm", intensity=0.5, start_frame=0, frame_count=SECONDS * FPS),
                ),
            ),
        ),
        "effects": (EffectClip(name="slap", start_frame=8 * FPS, pan=-0.6, seed=2),),
        "ambience": (
            AmbienceClip(kind="office", start_frame=0, frame_count=7 * FPS, id="s1"),
            AmbienceClip(kind="street", start_frame=7 * FPS, frame_count=9 * FPS, id="s2"),
        ),
    }
    return Timeline(**{**fields, **changes})


def sounds() -> dict:
    rng = np.random.default_rng(1)
    burst = rng.normal(0, 0.3, (9600, 2)) * np.exp(-np.arange(9600) / 1500)[:, None]
    return {
        "speeches": {"a": voice(2, 1), "b": voice(2, 2, level=0.02)},
        "music": {"m1": tone(SECONDS, 330, 0.15)},
        "effects": {"slap-2": burst.astype(np.float32)},
        "ambience": {k: rng.normal(0, 0.004, (9 * 48000, 2)).astype(np.float32) for k in ("s1", "s2")},
    }


def mixed_of(timeline: Timeline, *, speeches: dict, **others) -> Mix:
    """The mix of an episode of one scene."""
    lines = [HeardLine.of(clip) for clip in timeline.speeches if clip.line_id in speeches]
    return mix(timeline, dialogue={0: dialogue(lines, speeches, rate=timeline.rate)}, **others)


@pytest.fixture(scope="module")
def mixed() -> Mix:
    return mixed_of(episode(), **sounds())


def rms_db(pcm: np.ndarray, start_s: float, end_s: float) -> float:
    return float(10 * np.log10(np.square(pcm[int(start_s * 48000) : int(end_s * 48000)]).mean() + 1e-12))


def test_delivery_loudness_and_peak(mixed):
    """-14 LUFS ±0.5 by pyloudnorm; below -1 dBTP by an 8× resampler."""
    assert pyloudnorm.Meter(48000).integrated_loudness(mixed.master) == pytest.approx(-14, abs=0.3)
    assert 20 * np.log10(np.abs(resample_poly(mixed.master.astype(np.float64), 8, 1)).max()) <= -1.0


def test_stems_sum_to_the_master(mixed):
    """Within -60 dB, in fact to the rounding of float32; none is missing."""
    total = mixed.dialogue.astype(np.float64) + mixed.music + mixed.effects + mixed.ambience
    assert np.abs(total - mixed.master).max() < 1e-6
    assert mixed.notices == ()
    for stem in (mixed.dialogue, mixed.music, mixed.effects, mixed.ambience):
        assert np.abs(stem).max() > 0.01
        assert stem.dtype == np.float32


def test_same_sounds_same_mix(mixed):
    """To the bit."""
    assert np.array_equal(mixed_of(episode(), **sounds()).master, mixed.master)


@pytest.mark.parametrize(
    ("rate", "frames"), [(FrameRate(24, 1), 100), (FrameRate(24000, 1001), 101), (FrameRate(30, 1), 1)]
)
def test_length_is_that_of_the_picture(rate, frames):
    """Exactly the samples of the frames, at fractional rates too."""
    result = mixed_of(episode(frame_count=frames, rate=rate), **sounds())
    assert len(result.master) == round(frames * rate.denominator / rate.numerator * 48000)


def test_music_steps_aside_for_speech(mixed):
    """15 to 18 dB lower under the lines, already before the first word, and back again between lines."""
    free, under = rms_db(mixed.music, 7.2, 8.8), rms_db(mixed.music, 3.2, 4.8)
    assert 15 <= free - under <= 18
    assert rms_db(mixed.music, 2.98, 3.05) < free - 10
    assert rms_db(mixed.music, 2.5, 2.7) > free - 1.5
    assert free - rms_db(mixed.music, 10.2, 11.8) > 15


def test_ducking_is_smooth(mixed):
    """A steady tone stays a tone: nothing beside it while the gain moves."""
    stretch = mixed.music[int(2.6 * 48000) : int(3.3 * 48000), 0].astype(np.float64)
    power = np.square(np.abs(np.fft.rfft(stretch * np.hanning(len(stretch)))))
    frequencies = np.fft.rfftfreq(len(stretch), 1 / 48000)
    beside = power[(frequencies > 800)].sum() / power.sum()
    assert 10 * np.log10(beside) < -60


def test_speech_stands_above_everything(mixed):
    """12 dB over music and effects together, while somebody speaks."""
    rest = mixed.music + mixed.effects + mixed.ambience
    assert rms_db(mixed.dialogue, 3.1, 4.9) - rms_db(rest, 3.1, 4.9) > 12


def test_lines_are_evened_out(mixed):
    """A line recorded 14 dB lower comes out at its style's level: a whisper, a few dB down."""
    assert 2 < rms_db(mixed.dialogue, 3.1, 4.9) - rms_db(mixed.dialogue, 10.1, 11.9) < 6


def test_voices_stay_near_the_middle():
    """However far the pan, no ear is more than 4.5 dB down; an effect may go where it likes."""
    timeline = episode(speeches=(speech("a", 3, 2, pan=1.0),), music=(), ambience=())
    result = mixed_of(timeline, **sounds())
    left, right = (rms_db(result.dialogue[:, ear], 3.1, 4.9) for ear in (0, 1))
    assert 1 < right - left < 4.5
    left, right = (rms_db(result.effects[:, ear], 8.0, 8.2) for ear in (0, 1))
    assert left - right > 6


def test_rooms_differ():
    """A hall rings on after the line, the street does not."""

    def tail_db(place: str) -> float:
        timeline = episode(speeches=(speech("a", 3, 2, place=place),), music=(), ambience=(), effects=())
        result = mixed_of(timeline, **sounds())
        return rms_db(result.dialogue, 5.02, 5.3) - rms_db(result.dialogue, 3.1, 4.9)

    assert tail_db("THRONE ROOM") > -45
    assert tail_db("大殿") > -45
    assert tail_db("STREET") < -90
    assert tail_db("MEI'S KITCHEN") > tail_db("STREET") + 10


def effect_heard(place: str, pan: float = 0.0) -> np.ndarray:
    """The effects stem of 4 s with a burst of 0.1 s at 1 s."""
    burst = np.random.default_rng(3).normal(0, 0.2, 4800).astype(np.float32)
    clip = EffectClip(name="slap", start_frame=FPS, pan=pan, place=place)
    timeline = Timeline(episode=1, frame_count=4 * FPS, pictures=(), speeches=(), effects=(clip,))
    return mixed_of(timeline, speeches={}, music={}, effects={effect_key(clip): burst}, ambience={}).effects


def level_db(pcm: np.ndarray) -> np.ndarray:
    return 10 * np.log10(np.square(pcm, dtype=np.float64).mean(axis=0) + 1e-12)


def test_effects_are_in_the_room_of_their_place():
    """A blow in a cathedral rings after it, a second for some 40 dB; one in an office is gone by then; one in
    the street, or of no place, does not ring. It comes from its side, and the room answers from both."""
    ringing = {place: effect_heard(place) for place in ("CATHEDRAL", "OFFICE", "STREET", "")}
    after = slice(round(1.15 * 48000), round(1.35 * 48000))
    late = slice(round(1.75 * 48000), round(1.95 * 48000))
    blow = slice(48000, round(1.1 * 48000))
    rings_db = {place: level_db(pcm[after]) - level_db(pcm[blow]) for place, pcm in ringing.items()}
    assert (rings_db["CATHEDRAL"] > -30).all() and (rings_db["OFFICE"] > -45).all()
    assert (rings_db["CATHEDRAL"] > rings_db["OFFICE"] + 6).all()
    assert (rings_db["STREET"] < -80).all() and (rings_db[""] < -80).all()
    falls_db = level_db(ringing["CATHEDRAL"][after]) - level_db(ringing["CATHEDRAL"][late])
    assert falls_db == pytest.approx(24, abs=6), "60 dB in 1.5 s"
    left = effect_heard("CATHEDRAL", pan=-0.45)
    sides_db = level_db(left[blow]) - level_db(left[after])
    assert level_db(left[blow])[0] - level_db(left[blow])[1] > 4
    assert abs(level_db(left[after])[0] - level_db(left[after])[1]) < 1.5 and (sides_db > 0).all()


def test_no_click_at_any_cut():
    """Low tones that are cut anywhere: no jump from sample to sample beyond what the tones themselves do."""
    hum = tone(9, 60, 0.2)
    clips = tuple(
        AmbienceClip(kind="office", start_frame=f, frame_count=37, id="s1") for f in range(0, 300, 37)
    )
    cues = tuple(MusicClip(id="m1", start_frame=f, frame_count=29, sections=()) for f in range(5, 300, 29))
    timeline = episode(
        speeches=(), effects=(EffectClip(name="x", start_frame=50),), ambience=clips, music=cues
    )
    result = mixed_of(timeline, speeches={}, music={"m1": hum}, effects={"x-0": hum}, ambience={"s1": hum})
    steepest = 2 * np.pi * 60 / 48000 * np.abs(result.master).max() * 3
    assert np.abs(np.diff(result.master, axis=0)).max() < steepest
    assert np.abs(result.master[[0, -1]]).max() == 0


def test_silence_stays_silent():
    """Nothing at all: zeros of the right length, no warning, no NaN."""
    timeline = episode(speeches=(), music=(), effects=(), ambience=())
    result = mixed_of(timeline, speeches={}, music={}, effects={}, ambience={})
    assert result.master.shape == (SECONDS * 48000, 2)
    assert not result.master.any()


def test_room_tone_alone_is_not_raised_to_speech():
    """An episode of air stays air."""
    timeline = episode(speeches=(), music=(), effects=())
    air = np.random.default_rng(1).normal(0, 1e-5, (9 * 48000, 2)).astype(np.float32)
    result = mixed_of(timeline, speeches={}, music={}, effects={}, ambience={"s1": air, "s2": air})
    assert pyloudnorm.Meter(48000).integrated_loudness(result.master) < -50


def test_speech_alone_is_delivered():
    """Speech only: at the target."""
    timeline = episode(music=(), effects=(), ambience=())
    result = mixed_of(timeline, **sounds())
    assert pyloudnorm.Meter(48000).integrated_loudness(result.master) == pytest.approx(-14, abs=0.5)


def test_what_is_missing_is_named():
    """A cue, an effect and a place without sound are silent, and said to be."""
    result = mixed_of(episode(), speeches={}, music={}, effects={}, ambience={})
    assert [notice.where for notice in result.notices] == ["m1", "slap-2", "s1", "s2"]
    assert {notice.code for notice in result.notices} == {"missing-sound"}


def test_sounds_that_stick_out_are_faded():
    """A line, an effect and a cue past the end of the episode are let go, without an error."""
    last = SECONDS * FPS - 6
    timeline = episode(
        speeches=(speech("a", (SECONDS * FPS - 12) / FPS, 2),),
        effects=(EffectClip(name="slap", start_frame=last, seed=2),),
    )
    result = mixed_of(timeline, **sounds())
    assert len(result.master) == SECONDS * 48000
    assert np.abs(result.master[-1]).max() == 0


@pytest.mark.parametrize(
    "bad",
    [np.array([0.0, np.nan], np.float32), np.zeros((4, 3), np.float32), np.zeros((2, 2, 2), np.float32)],
)
def test_broken_sound_is_named(bad):
    """NaN or a wrong shape from an engine: bad input with the line's id."""
    broken = sounds() | {"speeches": {"a": bad}}
    with pytest.raises(BadInput, match="a"):
        mixed_of(episode(), **broken)


def test_an_empty_line_does_no_harm():
    """Zero samples of speech, or silence, in a line."""
    for empty in (np.zeros(0, np.float32), np.zeros(48000, np.float32)):
        result = mixed_of(episode(speeches=(speech("a", 3, 1),)), **(sounds() | {"speeches": {"a": empty}}))
        assert np.isfinite(result.master).all()
        assert not result.dialogue.any()


def test_scene_by_scene_gives_the_same_bytes(mixed):
    """Lines told in two scenes, each counted from its own start, are the lines told in one."""
    timeline, given = episode(), sounds()
    speeches = given.pop("speeches")
    first, second = (HeardLine.of(clip) for clip in timeline.speeches)
    start = 9 * FPS
    apart = {
        0: dialogue([first], speeches, rate=timeline.rate),
        start: dialogue(
            [msgspec.structs.replace(second, start_frame=second.start_frame - start)],
            speeches,
            rate=timeline.rate,
        ),
    }
    assert np.array_equal(mix(timeline, dialogue=apart, **given).dialogue, mixed.dialogue)


def test_effect_key_is_shared_by_repeats():
    """Two clips of one sound and seed need it once."""
    clip = EffectClip(name="slap", start_frame=3, seed=2)
    assert effect_key(clip) == effect_key(msgspec.structs.replace(clip, start_frame=90)) == "slap-2"


def test_nothing_clicks_at_a_cut(mixed):
    """At no cut, start or end does the master or a stem jump, though every sound begins and ends there in
    the middle of a wave; a planted jump is found."""
    timeline = episode(
        pictures=tuple(
            PictureClip(shot_id=str(f), line_id="a", scene_id="s", start_frame=f, frame_count=29)
            for f in range(0, 340, 29)
        ),
        music=tuple(
            MusicClip(id="m1", start_frame=f, frame_count=48, sections=(), goes_on=f == 96, follows=f > 0)
            for f in range(0, 384, 48)
        ),
    )
    long = sounds() | {
        "music": {"m1": tone(4, 331.7, 0.3)},
        "speeches": {k: tone(3, 211.3, 0.3) for k in "ab"},
    }
    cut = mixed_of(timeline, **long)
    cuts = cuts_of(timeline)
    for pcm in (cut.master, cut.dialogue, cut.music, cut.effects, cut.ambience):
        assert clicks_at(pcm, cuts) == []
    at = 29 * 2000
    jumps = cut.music.copy()
    jumps[at:] += 0.02
    assert clicks_at(jumps, cuts) == [at]


def test_hiss_is_tamed():
    """A voice whose s stands 12 dB above its vowels comes out with less of it; the vowels keep theirs."""
    rng = np.random.default_rng(4)
    t = np.arange(96000) / 48000
    vowel = sum(np.sin(2 * np.pi * 150 * n * t + n) / n for n in range(1, 20)) * 0.05
    hiss = lfilter(*butter(4, 6000 / 24000, "high"), rng.normal(0, 1, 96000))
    burst = (np.sin(2 * np.pi * 2 * t) > 0.9) * hiss * 0.25
    timeline = episode(speeches=(speech("a", 3, 2, place=""),), music=(), effects=(), ambience=())

    def sharpness(voice: np.ndarray) -> float:
        out = mixed_of(
            timeline, speeches={"a": voice.astype(np.float32)}, music={}, effects={}, ambience={}
        ).dialogue
        power = np.square(np.abs(np.fft.rfft(out[3 * 48000 : 5 * 48000, 0])))
        return 10 * np.log10(power[12000:].sum() / power[:6000].sum())

    before = np.square(np.abs(np.fft.rfft(vowel + burst)))
    assert sharpness(vowel + burst) < 10 * np.log10(before[12000:].sum() / before[:6000].sum()) - 2


def test_a_cue_that_goes_on_rings_into_the_next():
    """What sounds past its scene is heard under the next one; of the last cue nothing is."""
    clips = tuple(
        MusicClip(id="m1", start_frame=0, frame_count=4 * FPS, sections=(), goes_on=goes_on)
        for goes_on in (True, False)
    )
    heard = [
        mixed_of(
            episode(speeches=(), effects=(), ambience=(), music=(clip,)),
            **(sounds() | {"music": {"m1": tone(6, 330, 0.2)}}),
        )
        for clip in clips
    ]
    assert rms_db(heard[0].music, 4.5, 5.5) > -40 > rms_db(heard[1].music, 4.5, 5.5)
