"""Every effect and ambience, by its sound."""

import numpy as np
import pytest

from reelwright.audio.loudness import integrated_lufs
from reelwright.errors import BadInput
from reelwright.foley.ambiences import AMBIENCES, ambience
from reelwright.foley.effects import EFFECTS, effect


def centre_hz(pcm: np.ndarray) -> float:
    power = np.square(np.abs(np.fft.rfft(pcm.mean(axis=1))))
    return float((power * np.fft.rfftfreq(len(pcm), 1 / 48000)).sum() / power.sum())


def busiest_s(pcm: np.ndarray) -> float:
    power = np.square(pcm).sum(axis=1)
    return float(np.argmax(np.convolve(power, np.ones(2400), "same")) / 48000)


@pytest.mark.parametrize("name", EFFECTS)
def test_each_effect_is_clean_and_its_own(name):
    """Stereo, loud enough, under -1 dBFS, silent ends, no DC; the same for a seed, another for another."""
    pcm = effect(name, seed=1)
    assert pcm.dtype == np.float32
    assert pcm.shape[1] == 2
    assert 0.1 < len(pcm) / 48000 < 7
    assert 0.1 < np.abs(pcm).max() <= 0.8913
    assert np.abs(pcm[0]).max() < 1e-3
    assert np.abs(pcm[-1]).max() < 1e-3
    assert abs(float(pcm.mean())) < 1e-3
    assert np.array_equal(pcm, effect(name, seed=1))
    other = effect(name, seed=2)
    assert len(other) != len(pcm) or np.abs(other - pcm).max() > 0.01


@pytest.mark.parametrize("name", ["slap", "punch", "glass-break", "gunshot", "impact", "door-slam"])
def test_blows_land_at_once(name):
    """What is placed on a frame is heard on that frame: the attack comes within 20 ms."""
    envelope = np.abs(effect(name, seed=3)).max(axis=1)
    assert np.argmax(envelope > 0.5 * envelope.max()) < 0.02 * 48000


def test_colours_are_what_they_should_be():
    """Low things are low and high things high; a riser rises, thunder fades."""
    centre = {
        name: centre_hz(effect(name, seed=5))
        for name in ("heartbeat", "impact", "glass-break", "paper", "slap")
    }
    assert centre["heartbeat"] < 250
    assert centre["impact"] < 300
    assert centre["glass-break"] > 4000
    assert centre["paper"] > 4000
    assert 700 < centre["slap"] < 4000
    assert busiest_s(effect("riser", seed=5)) > 2.0
    assert busiest_s(effect("thunder", seed=5)) < 2.0


def test_an_unknown_effect_is_refused_with_the_choice():
    """The message names what there is."""
    with pytest.raises(BadInput, match=r"slapp.*heartbeat"):
        effect("slapp", seed=1)


@pytest.mark.parametrize("kind", AMBIENCES)
def test_each_ambience_lies_under_speech(kind):
    """Exact length, quiet, wide, silent ends, and not the same in another scene."""
    pcm = ambience(kind, 5.3, 1)
    assert pcm.shape == (round(5.3 * 48000), 2)
    assert -52 < integrated_lufs(pcm) < -25
    assert np.abs(pcm).max() < 0.71
    assert np.abs(pcm[[0, -1]]).max() == 0
    assert not np.array_equal(pcm[:48000], ambience(kind, 1.0, 2))


def test_an_ambience_continues_whatever_its_length():
    """A longer scene begins as a shorter one does, and the seam of two pieces keeps its level."""
    long, short = ambience("rain", 20.0, 4), ambience("rain", 6.0, 4)
    assert np.array_equal(long[2400 : 5 * 48000], short[2400 : 5 * 48000])
    level = np.sqrt(np.square(long[48000 : 19 * 48000]).mean(axis=1).reshape(18, 48000).mean(axis=1))
    assert level.max() < 2 * level.min()


def test_rain_varies_in_density():
    """Rain that does not change sounds like a broken channel: its level moves by more than a decibel."""
    pcm = ambience("rain", 12.0, 7)
    level = 10 * np.log10(
        np.square(pcm[4800:-4800]).mean(axis=1)[: 11 * 43200].reshape(-1, 21600).mean(axis=1)
    )
    assert level.max() - level.min() > 1.0


@pytest.mark.parametrize(
    ("kind", "seconds"), [("moon", 3.0), ("rain", 0.0), ("rain", float("nan")), ("rain", 1e6)]
)
def test_impossible_ambiences_are_refused(kind, seconds):
    """Unknown kinds and impossible lengths are bad input."""
    with pytest.raises(BadInput):
        ambience(kind, seconds, 1)
