"""Filters, fades and meters do what their names say, by numbers."""

import numpy as np
import pytest

from reelwright.audio import signal

RATE_HZ = 48_000


def tone(hz: float, seconds: float = 1.0, level: float = 0.3) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def buzz(hz: float, seconds: float = 1.0) -> np.ndarray:
    """A voice-like sound: harmonics of ``hz`` that fall by 6 dB an octave."""
    return sum(tone(hz * k, seconds, 0.3 / k) for k in range(1, int(7000 / hz))).astype(np.float32)


def level_db(samples: np.ndarray) -> float:
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    return signal.decibels(float(np.sqrt(np.mean(middle.astype(float) ** 2))))


def test_equaliser_gives_each_tone_its_gain_and_keeps_the_length() -> None:
    for hz, expected_db in ((200, 0.0), (1000, -12.0), (8000, 6.0)):
        heard = signal.equalise(tone(hz), [(300, 0), (800, -12), (1300, -12), (6000, 6)], RATE_HZ)
        assert len(heard) == RATE_HZ
        assert level_db(heard) - level_db(tone(hz)) == pytest.approx(expected_db, abs=0.7)


def test_a_sound_shorter_than_the_filter_keeps_its_length() -> None:
    assert len(signal.equalise(tone(1000, 0.004), [(300, 0), (6000, 6)], RATE_HZ)) == round(0.004 * RATE_HZ)


def test_band_keeps_the_middle_and_drops_the_rest() -> None:
    assert level_db(signal.band(tone(1000), 300, 3300, RATE_HZ)) == pytest.approx(
        level_db(tone(1000)), abs=0.5
    )
    assert level_db(signal.band(tone(8000), 300, 3300, RATE_HZ)) < level_db(tone(8000)) - 45


def test_fade_begins_and_ends_in_silence() -> None:
    faded = signal.fade(np.ones(1000, np.float32), 100, 200)
    assert faded[0] == 0 and abs(faded[-1]) < 1e-6 and faded[500] == 1


def test_envelope_has_a_hundred_values_a_second() -> None:
    sound = np.concatenate([tone(400, 0.5), np.zeros(RATE_HZ // 2, np.float32)])
    envelope = signal.rms_envelope(sound, RATE_HZ)
    assert len(envelope) == 100
    assert envelope[20] == pytest.approx(0.3 / np.sqrt(2), rel=0.02) and envelope[80] < 1e-6


def test_a_long_envelope_is_the_same_as_its_parts() -> None:
    sound = (np.random.default_rng(5).standard_normal(RATE_HZ * 61) * 0.1).astype(np.float32)
    whole = signal.rms_envelope(sound, RATE_HZ)
    assert len(whole) == 6100
    assert whole[5900:6090] == pytest.approx(
        signal.rms_envelope(sound[58 * RATE_HZ :], RATE_HZ)[100:290], rel=1e-4
    )


def test_compressor_narrows_the_distance_between_loud_and_soft() -> None:
    sound = np.concatenate([tone(400, 1, 0.5), tone(400, 1, 0.12)])
    pressed = signal.compress(sound, RATE_HZ, ratio=3.0)

    def gap(x: np.ndarray) -> float:
        return level_db(x[:RATE_HZ]) - level_db(x[RATE_HZ:])

    assert gap(pressed) < gap(sound) - 4


def test_de_esser_turns_down_a_hiss_and_leaves_a_vowel() -> None:
    hiss = np.random.default_rng(1).standard_normal(RATE_HZ // 4).astype(np.float32)
    hiss = 0.6 * signal.equalise(hiss, [(5000, -60), (6500, 0)], RATE_HZ)
    sound = np.concatenate([buzz(140, 0.75), hiss])
    heard = signal.de_ess(sound, RATE_HZ)
    assert level_db(heard[-len(hiss) :]) < level_db(hiss) - 2
    assert level_db(heard[: RATE_HZ // 2]) == pytest.approx(level_db(sound[: RATE_HZ // 2]), abs=0.5)


def test_stft_and_back_is_the_same_sound() -> None:
    sound = buzz(180)
    again = signal.inverse_stft(signal.stft(sound, 1024, 256), 1024, 256, len(sound))
    assert np.abs(again - sound).max() < 1e-4


def test_pitch_track_finds_the_pitch_and_a_whisper_has_none() -> None:
    for hz in (85, 130, 240, 300):
        f0_hz, _ = signal.pitch_track(buzz(hz), RATE_HZ)
        assert np.median(f0_hz[f0_hz > 0]) == pytest.approx(hz, rel=0.02)
    f0_hz, periodicity = signal.pitch_track(signal.whispered(buzz(130), RATE_HZ, 1), RATE_HZ)
    assert (f0_hz > 0).mean() < 0.3 and periodicity.mean() < 0.5


def test_high_band_fills_what_a_narrow_engine_leaves_empty() -> None:
    narrow = signal.resample(signal.resample(buzz(140), RATE_HZ, 16_000), 16_000, RATE_HZ)
    wide = signal.with_high_band(narrow, RATE_HZ, edge_hz=7600, gain_db=-3, seed=1)
    above = [(8500.0, -90.0), (9200.0, 0.0)]
    assert (
        level_db(signal.equalise(wide, above, RATE_HZ))
        > level_db(signal.equalise(narrow, above, RATE_HZ)) + 20
    )
    assert level_db(wide) == pytest.approx(level_db(narrow), abs=0.3)


def test_vibrato_moves_the_pitch_by_its_depth() -> None:
    f0_hz, _ = signal.pitch_track(signal.shaken(buzz(150, 2), RATE_HZ, rate_hz=5, depth=0.06), RATE_HZ)
    voiced = f0_hz[f0_hz > 0]
    assert np.percentile(voiced, 97) / np.percentile(voiced, 3) == pytest.approx(1.12, abs=0.03)


def test_saturation_adds_overtones_without_raising_the_peak() -> None:
    driven = signal.saturate(tone(400), 0.8)
    assert np.abs(driven).max() <= 0.3001
    assert (
        level_db(signal.band(driven, 1100, 1300, RATE_HZ))
        > level_db(signal.band(tone(400), 1100, 1300, RATE_HZ)) + 20
    )


@pytest.mark.parametrize(
    "verb",
    [
        lambda x: signal.compress(x, RATE_HZ, ratio=2),
        lambda x: signal.de_ess(x, RATE_HZ),
        lambda x: signal.saturate(x, 0.5),
        lambda x: signal.whispered(x, RATE_HZ, 1),
        lambda x: signal.resample(x, 16_000, RATE_HZ),
    ],
)
def test_silence_and_emptiness_stay_finite(verb) -> None:  # type: ignore[no-untyped-def]
    for count in (0, 10, RATE_HZ):
        assert np.isfinite(verb(np.zeros(count, np.float32))).all()
